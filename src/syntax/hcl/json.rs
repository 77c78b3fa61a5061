//! Terraform's JSON syntax to the tree of HCL: every string is a template, and Terraform's own block types tell which
//! objects are blocks. Nested blocks of a resource cannot be told from arguments without the provider's schema; they
//! stay arguments.

use super::tree::{Attribute, Block, Body, Expr, ExprKind, Item, Name};
use super::{Place, parse_expr, parse_template};
use crate::source::{FileId, Problem, ProblemKind, Span};
use crate::syntax::Parsed;
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::value::Number;

/// How deep objects and lists may nest.
const MAX_DEPTH: usize = 60;

/// Terraform's top-level block types and how many labels each has.
pub(super) const BLOCKS: [(&str, usize); 13] = [
    ("resource", 2),
    ("data", 2),
    ("ephemeral", 2),
    ("module", 1),
    ("variable", 1),
    ("output", 1),
    ("provider", 1),
    ("check", 1),
    ("locals", 0),
    ("terraform", 0),
    ("moved", 0),
    ("import", 0),
    ("removed", 0),
];

/// Parses the text of a `.tf.json` file.
pub fn parse(file: FileId, text: &str) -> Parsed<Body> {
    read(file, text, |reader, entries| {
        let mut body = Body::default();
        for entry in entries {
            match BLOCKS.iter().find(|(kind, _)| *kind == &*entry.key) {
                Some(&(_, labels)) => reader.blocks(&entry.into(), Vec::new(), labels, &entry.value, &mut body.blocks),
                None => reader.stray(entry),
            }
        }
        body
    })
}

/// Parses the text of a `.tfvars.json` file: its strings are no templates.
pub fn parse_variables(file: FileId, text: &str) -> Parsed<Body> {
    read(file, text, |reader, entries| {
        reader.is_literal = true;
        reader.arguments(entries)
    })
}

fn read(file: FileId, text: &str, convert: impl FnOnce(&mut Reader, &[Entry]) -> Body) -> Parsed<Body> {
    let parsed = crate::syntax::json::parse(file, text);
    let mut reader = Reader { file, text, is_literal: false, problems: parsed.problems };
    let tree = match &parsed.tree {
        Some(Node { kind: NodeKind::Mapping(entries), .. }) => convert(&mut reader, entries),
        Some(node) => {
            reader.problem(node.span, "the top of the file must be an object");
            Body::default()
        }
        None => Body::default(),
    };
    Parsed { tree, comments: parsed.comments, problems: reader.problems }
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    /// Whether strings stand for themselves.
    is_literal: bool,
    problems: Vec<Problem>,
}

impl From<&Entry> for Name {
    fn from(entry: &Entry) -> Self {
        Self { text: entry.key.clone(), span: entry.key_span }
    }
}

impl Reader<'_> {
    fn problem(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(Problem::at(ProblemKind::Syntax, span, message));
    }

    fn stray(&mut self, entry: &Entry) {
        if &*entry.key != "//" {
            self.problem(entry.key_span, format!("{} is no block type of Terraform", entry.key));
        }
    }

    /// The blocks of a kind: an object, or a list of objects, at every level of labels and at the body.
    fn blocks(&mut self, kind: &Name, labels: Vec<Name>, missing: usize, node: &Node, out: &mut Vec<Block>) {
        match &node.kind {
            NodeKind::Sequence(items) => {
                for item in items.iter().filter(|item| !matches!(item.kind, NodeKind::Sequence(_))) {
                    self.blocks(kind, labels.clone(), missing, item, out);
                }
            }
            NodeKind::Mapping(entries) if missing > 0 => {
                for entry in entries.iter().filter(|entry| &*entry.key != "//") {
                    let labels = labels.iter().cloned().chain([Name::from(entry)]).collect();
                    self.blocks(kind, labels, missing - 1, &entry.value, out);
                }
            }
            NodeKind::Mapping(entries) => {
                let header = labels.last().map_or(kind.span, |label| label.span);
                let body = self.body(&kind.text, entries);
                out.push(Block { kind: kind.clone(), labels, body, header, span: header.to(node.span) });
            }
            NodeKind::Scalar { .. } => self.problem(node.span, format!("{} must be an object", kind.text)),
        }
    }

    fn body(&mut self, kind: &str, entries: &[Entry]) -> Body {
        if matches!(kind, "locals" | "module" | "output") {
            return self.arguments(entries);
        }
        let mut body = Body::default();
        for entry in entries.iter().filter(|entry| &*entry.key != "//") {
            match (kind, &*entry.key) {
                ("resource" | "data", "dynamic") => {
                    self.blocks(&entry.into(), Vec::new(), 1, &entry.value, &mut body.blocks);
                }
                ("dynamic", "content") | ("resource" | "data", "lifecycle" | "connection" | "provisioner") => {
                    self.blocks(&entry.into(), Vec::new(), 0, &entry.value, &mut body.blocks);
                }
                ("dynamic", "iterator") | ("variable", "type") => {
                    let value = self.constraint(&entry.value);
                    body.attributes.push(Attribute { name: entry.into(), value });
                }
                _ => body.attributes.push(self.attribute(entry)),
            }
        }
        body
    }

    fn arguments(&mut self, entries: &[Entry]) -> Body {
        let named = entries.iter().filter(|entry| &*entry.key != "//");
        Body { attributes: named.map(|entry| self.attribute(entry)).collect(), blocks: Vec::new() }
    }

    fn attribute(&mut self, entry: &Entry) -> Attribute {
        Attribute { name: entry.into(), value: self.expr(&entry.value, 0) }
    }

    /// A string whose content is an expression: a type constraint or a name.
    fn constraint(&mut self, node: &Node) -> Expr {
        let parsed = node.as_text().and_then(|text| parse_expr(Place::Fixed(node.span), text).ok());
        parsed.unwrap_or_else(|| self.expr(node, 0))
    }

    fn expr(&mut self, node: &Node, depth: usize) -> Expr {
        if depth > MAX_DEPTH {
            self.problems.push(Problem::at(ProblemKind::Limit, node.span, "nested too deep"));
            return Expr { kind: ExprKind::Invalid, span: node.span };
        }
        let kind = match &node.kind {
            NodeKind::Scalar { text, plain: false } => self.string(text, node.span),
            NodeKind::Scalar { text, plain: true } => plain(text),
            NodeKind::Sequence(items) => ExprKind::List(items.iter().map(|item| self.expr(item, depth + 1)).collect()),
            NodeKind::Mapping(entries) => {
                let named = entries.iter().filter(|entry| &*entry.key != "//");
                ExprKind::Object(named.map(|entry| self.item(entry, depth)).collect())
            }
        };
        Expr { kind, span: node.span }
    }

    fn item(&mut self, entry: &Entry, depth: usize) -> Item {
        let key = Expr { kind: self.string(&entry.key, entry.key_span), span: entry.key_span };
        Item { key, value: self.expr(&entry.value, depth + 1) }
    }

    fn string(&mut self, text: &str, span: Span) -> ExprKind {
        if self.is_literal || !text.contains("${") && !text.contains("%{") {
            return ExprKind::Text(text.into());
        }
        // Without an escape the text stands in the file as it is, one byte after the quote.
        let inner = self.text.get(span.start as usize + 1..(span.end as usize).saturating_sub(1));
        let place = if inner == Some(text) { Place::Offset(self.file, span.start + 1) } else { Place::Fixed(span) };
        parse_template(place, text).unwrap_or_else(|problem| {
            self.problems.push(problem);
            ExprKind::Invalid
        })
    }
}

fn plain(text: &str) -> ExprKind {
    match text {
        "true" => ExprKind::Bool(true),
        "false" => ExprKind::Bool(false),
        _ => Number::parse(text).map_or(ExprKind::Null, ExprKind::Number),
    }
}
