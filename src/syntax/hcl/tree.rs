//! The tree of an HCL body. Every node has its span; parentheses are dropped.

use crate::source::Span;
use crate::value::Number;
use std::sync::Arc;

/// A name with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The text; quotes of a label are dropped.
    pub text: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

/// The content of a file or block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// `name = expression`, in source order. Of duplicates, which are reported, the first.
    pub attributes: Vec<Attribute>,
    /// `kind "label" { … }`, in source order.
    pub blocks: Vec<Block>,
}

/// `name = expression`.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// The name.
    pub name: Name,
    /// The expression.
    pub value: Expr,
}

/// `kind "label" … { body }`.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// `resource`, `variable`, `parameter`, …
    pub kind: Name,
    /// The labels.
    pub labels: Vec<Name>,
    /// The content.
    pub body: Body,
    /// From the kind to the last label.
    pub header: Span,
    /// The whole block with its braces.
    pub span: Span,
}

/// An expression with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

/// The forms of an expression.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string or heredoc without interpolation, unescaped.
    Text(Arc<str>),
    /// A string or heredoc with `${}` or `%{}` parts.
    Template(Vec<Part>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{ a = 1 }`
    Object(Vec<Item>),
    /// The root of a traversal: `var`, `local`, `each`, a resource type, or any other bare word.
    Variable(Arc<str>),
    /// `base.name`
    Attribute(Box<Expr>, Arc<str>),
    /// `base[key]`, and the legacy `base.0`
    Index(Box<Expr>, Box<Expr>),
    /// `base[*].rest` and `base.*.rest`
    Splat(Box<Splat>),
    /// `name(arguments)`
    Call(Box<Call>),
    /// `!x`, `-x`
    Unary(UnaryOperator, Box<Expr>),
    /// `a + b`
    Binary(BinaryOperator, Box<(Expr, Expr)>),
    /// `condition ? then : otherwise`
    Conditional(Box<(Expr, Expr, Expr)>),
    /// `[for …]`, `{for …}`
    For(Box<For>),
    /// What could not be parsed; a problem says why.
    Invalid,
}

/// A part of a template. Strip marks (`~`) are already applied to the literal parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Literal text, unescaped.
    Text(Arc<str>),
    /// `${expression}`
    Interpolation(Expr),
    /// `%{if}…%{else}…%{endif}`
    If(Box<IfParts>),
    /// `%{for key, value in collection}…%{endfor}`
    For(Box<ForParts>),
}

/// Parts of a template that a condition chooses from.
#[derive(Clone, Debug, PartialEq)]
pub struct IfParts {
    /// The condition.
    pub condition: Expr,
    /// The parts before `%{else}`.
    pub then: Vec<Part>,
    /// The parts after it.
    pub otherwise: Vec<Part>,
}

/// Parts of a template that are repeated.
#[derive(Clone, Debug, PartialEq)]
pub struct ForParts {
    /// The name of the key or index, when there is one.
    pub key: Option<Arc<str>>,
    /// The name of the element.
    pub value: Arc<str>,
    /// The collection.
    pub collection: Expr,
    /// The repeated parts.
    pub body: Vec<Part>,
}

/// One item of an object constructor.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The key; a bare word is a [`ExprKind::Text`], `(expression)` the expression.
    pub key: Expr,
    /// The value.
    pub value: Expr,
}

/// `source[*]` with what follows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Splat {
    /// What is iterated over.
    pub source: Expr,
    /// What is taken of each element.
    pub each: Vec<SplatStep>,
}

/// One step after a splat.
#[derive(Clone, Debug, PartialEq)]
pub enum SplatStep {
    /// `.name`
    Attribute(Arc<str>),
    /// `[key]`
    Index(Expr),
    /// `[*]` again: what follows is taken of each element of each element.
    Splat,
}

/// A function call.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function's name, `provider::x::y` included.
    pub name: Name,
    /// The arguments.
    pub arguments: Vec<Expr>,
    /// Whether the last argument is expanded by `...`.
    pub expand_last: bool,
}

/// A `for` expression.
#[derive(Clone, Debug, PartialEq)]
pub struct For {
    /// The name of the key or index, when there is one.
    pub key: Option<Name>,
    /// The name of the element.
    pub value: Name,
    /// The collection.
    pub collection: Expr,
    /// The key of the result, for an object.
    pub result_key: Option<Expr>,
    /// The element of the result.
    pub result: Expr,
    /// Whether values of one key are grouped (`...`).
    pub grouped: bool,
    /// The `if` clause.
    pub condition: Option<Expr>,
}

/// Operators with one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOperator {
    /// `!`
    Not,
    /// `-`
    Negate,
}

/// Operators with two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant is the operator that its name says")]
pub enum BinaryOperator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
}

impl Body {
    /// The attribute with that name; of duplicates the last.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().rev().find(|attribute| &*attribute.name.text == name)
    }

    /// The blocks of a kind.
    pub(crate) fn blocks_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> {
        self.blocks.iter().filter(move |block| &*block.kind.text == kind)
    }
}
