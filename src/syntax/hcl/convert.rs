//! From the parser crate's tree to ours: the only place that knows the crate's types.

use super::template;
use super::tree::{
    Attribute, BinaryOperator, Block, Body, Call, Expr, ExprKind, For, Item, Name, Splat, SplatStep, UnaryOperator,
};
use crate::source::{FileId, Problem, ProblemKind, Span};
use crate::value::Number;
use hcl::edit::Span as _;
use hcl::edit::expr::{
    BinaryOperator as TheirBinary, Expression, ForExpr, FuncCall, Object, ObjectKey, Traversal, TraversalOperator,
    UnaryOperator as TheirUnary,
};
use hcl::edit::structure::{self, BlockLabel};
use std::cell::RefCell;
use std::ops::Range;

/// How the parsed text's byte ranges become places in the file.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// The text starts at this offset of the file.
    Offset(u32),
    /// The text does not stand in the file byte for byte; everything in it is said to be here.
    Fixed(Span),
}

/// How many steps one traversal may have: each nests the expression one level deeper.
const MAX_STEPS: usize = 100;

/// Converts trees of one text.
pub(super) struct Converter<'a> {
    file: FileId,
    place: Place,
    /// What is cut off at a limit.
    problems: RefCell<Vec<Problem>>,
    /// The parsed text, of which heredocs are read again.
    pub(super) text: &'a str,
}

impl<'a> Converter<'a> {
    pub(super) fn new(file: FileId, place: Place, text: &'a str) -> Self {
        Self { file, place, problems: RefCell::default(), text }
    }

    /// What could not be converted.
    pub(super) fn problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    pub(super) fn body(&self, body: &structure::Body) -> Body {
        let mut converted = Body::default();
        for attribute in body.attributes() {
            let name = self.name(attribute.key.as_str(), attribute.key.span());
            let value = self.expr(&attribute.value);
            converted.attributes.push(Attribute { name, value });
        }
        converted.blocks.extend(body.blocks().map(|block| self.block(block)));
        converted
    }

    fn block(&self, block: &structure::Block) -> Block {
        let kind = self.name(block.ident.as_str(), block.ident.span());
        let labels: Vec<_> = block.labels.iter().map(|label| self.label(label)).collect();
        let header = labels.iter().fold(kind.span, |header, label| header.to(label.span));
        let span = block.span().map_or(header, |range| self.span(Some(range)));
        Block { kind, labels, body: self.body(&block.body), header, span }
    }

    fn label(&self, label: &BlockLabel) -> Name {
        let text = match label {
            BlockLabel::Ident(ident) => ident.as_str(),
            BlockLabel::String(string) => string.as_str(),
        };
        self.name(text, label.span())
    }

    pub(super) fn name(&self, text: &str, range: Option<Range<usize>>) -> Name {
        Name { text: text.into(), span: self.span(range) }
    }

    pub(super) fn span(&self, range: Option<Range<usize>>) -> Span {
        match self.place {
            Place::Fixed(span) => span,
            Place::Offset(offset) => {
                let range = range.unwrap_or(0..0);
                Span::new(self.file, offset + range.start as u32, offset + range.end as u32)
            }
        }
    }

    pub(super) fn expr(&self, expr: &Expression) -> Expr {
        let span = self.span(expr.span());
        let kind = match expr {
            Expression::Parenthesis(inner) => return self.expr(inner.inner()),
            Expression::Traversal(traversal) => return self.traversal(traversal, span),
            Expression::Null(_) => ExprKind::Null,
            Expression::Bool(value) => ExprKind::Bool(*value.value()),
            Expression::Number(value) => number(value.value().as_f64()),
            Expression::String(text) => ExprKind::Text(text.as_str().into()),
            Expression::StringTemplate(quoted) => template::quoted(self, quoted),
            Expression::HeredocTemplate(heredoc) => template::heredoc(self, heredoc),
            Expression::Array(items) => ExprKind::List(items.iter().map(|item| self.expr(item)).collect()),
            Expression::Object(object) => self.object(object),
            Expression::Variable(name) => ExprKind::Variable(name.as_str().into()),
            Expression::FuncCall(call) => self.call(call),
            Expression::ForExpr(each) => self.each(each),
            Expression::Conditional(c) => ExprKind::Conditional(Box::new((
                self.expr(&c.cond_expr),
                self.expr(&c.true_expr),
                self.expr(&c.false_expr),
            ))),
            Expression::UnaryOp(op) => ExprKind::Unary(unary(*op.operator.value()), Box::new(self.expr(&op.expr))),
            Expression::BinaryOp(op) => {
                let sides = (self.expr(&op.lhs_expr), self.expr(&op.rhs_expr));
                ExprKind::Binary(binary(*op.operator.value()), Box::new(sides))
            }
        };
        Expr { kind, span }
    }

    fn object(&self, object: &Object) -> ExprKind {
        let item = |(key, value): (&ObjectKey, &hcl::edit::expr::ObjectValue)| {
            let key = match key {
                ObjectKey::Ident(name) => {
                    Expr { kind: ExprKind::Text(name.as_str().into()), span: self.span(name.span()) }
                }
                ObjectKey::Expression(expr) => self.expr(expr),
            };
            Item { key, value: self.expr(value.expr()) }
        };
        ExprKind::Object(object.iter().map(item).collect())
    }

    fn call(&self, call: &FuncCall) -> ExprKind {
        let mut text = String::new();
        for part in &call.name.namespace {
            text.push_str(part.as_str());
            text.push_str("::");
        }
        text.push_str(call.name.name.as_str());
        let name = self.name(&text, call.name.name.span());
        let arguments = call.args.iter().map(|argument| self.expr(argument)).collect();
        ExprKind::Call(Box::new(Call { name, arguments, expand_last: call.args.expand_final() }))
    }

    fn each(&self, each: &ForExpr) -> ExprKind {
        ExprKind::For(Box::new(For {
            key: each.intro.key_var.as_ref().map(|key| self.name(key.as_str(), key.span())),
            value: self.name(each.intro.value_var.as_str(), each.intro.value_var.span()),
            collection: self.expr(&each.intro.collection_expr),
            result_key: each.key_expr.as_ref().map(|key| self.expr(key)),
            result: self.expr(&each.value_expr),
            grouped: each.grouping,
            condition: each.cond.as_ref().map(|condition| self.expr(&condition.expr)),
        }))
    }

    fn traversal(&self, traversal: &Traversal, whole: Span) -> Expr {
        if traversal.operators.len() > MAX_STEPS {
            let problem = Problem::at(ProblemKind::Limit, whole, format!("more than {MAX_STEPS} steps in a traversal"));
            self.problems.borrow_mut().push(problem);
            return Expr { kind: ExprKind::Null, span: whole };
        }
        let mut expr = self.expr(&traversal.expr);
        let mut operators = traversal.operators.iter().peekable();
        while let Some(operator) = operators.next() {
            let span = expr.span.to(self.span(operator.span()));
            let base = Box::new(expr);
            let kind = match operator.value() {
                TraversalOperator::GetAttr(name) => ExprKind::Attribute(base, self.name(name.as_str(), name.span())),
                TraversalOperator::Index(key) => ExprKind::Index(base, Box::new(self.expr(key))),
                TraversalOperator::LegacyIndex(index) => {
                    let at = self.span(index.span());
                    ExprKind::Index(base, Box::new(Expr { kind: index_number(*index.value()), span: at }))
                }
                TraversalOperator::FullSplat(_) => {
                    let each = operators.by_ref().map(|operator| self.splat_step(operator.value())).collect();
                    ExprKind::Splat(Box::new(Splat { source: *base, each }))
                }
                TraversalOperator::AttrSplat(_) => {
                    let mut each = Vec::new();
                    while let Some(name) = operators.next_if(|next| next.is_get_attr()) {
                        each.push(self.splat_step(name.value()));
                    }
                    ExprKind::Splat(Box::new(Splat { source: *base, each }))
                }
            };
            expr = Expr { kind, span };
        }
        // The last operator may end in a bracket that its own span leaves out.
        Expr { span: expr.span.to(whole), ..expr }
    }

    fn splat_step(&self, operator: &TraversalOperator) -> SplatStep {
        match operator {
            TraversalOperator::GetAttr(name) => SplatStep::Attribute(self.name(name.as_str(), name.span())),
            TraversalOperator::Index(key) => SplatStep::Index(self.expr(key)),
            TraversalOperator::LegacyIndex(index) => {
                let span = self.span(index.span());
                SplatStep::Index(Expr { kind: index_number(*index.value()), span })
            }
            TraversalOperator::FullSplat(_) | TraversalOperator::AttrSplat(_) => SplatStep::Splat,
        }
    }
}

/// Tells the operators that an attribute splat takes along.
trait IsGetAttr {
    fn is_get_attr(&self) -> bool;
}

impl IsGetAttr for hcl::edit::Decorated<TraversalOperator> {
    fn is_get_attr(&self) -> bool {
        matches!(self.value(), TraversalOperator::GetAttr(_))
    }
}

#[expect(clippy::cast_precision_loss, reason = "an index that large finds nothing anyway")]
fn index_number(index: u64) -> ExprKind {
    number(Some(index as f64))
}

fn number(value: Option<f64>) -> ExprKind {
    value.and_then(Number::new).map_or(ExprKind::Null, ExprKind::Number)
}

fn unary(operator: TheirUnary) -> UnaryOperator {
    match operator {
        TheirUnary::Not => UnaryOperator::Not,
        TheirUnary::Neg => UnaryOperator::Negate,
    }
}

fn binary(operator: TheirBinary) -> BinaryOperator {
    match operator {
        TheirBinary::Plus => BinaryOperator::Add,
        TheirBinary::Minus => BinaryOperator::Subtract,
        TheirBinary::Mul => BinaryOperator::Multiply,
        TheirBinary::Div => BinaryOperator::Divide,
        TheirBinary::Mod => BinaryOperator::Modulo,
        TheirBinary::Eq => BinaryOperator::Equal,
        TheirBinary::NotEq => BinaryOperator::NotEqual,
        TheirBinary::Less => BinaryOperator::Less,
        TheirBinary::LessEq => BinaryOperator::LessOrEqual,
        TheirBinary::Greater => BinaryOperator::Greater,
        TheirBinary::GreaterEq => BinaryOperator::GreaterOrEqual,
        TheirBinary::And => BinaryOperator::And,
        TheirBinary::Or => BinaryOperator::Or,
    }
}
