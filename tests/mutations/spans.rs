//! Whether the places of a tree lie where they can.

use rdslint::source::Span;
use rdslint::syntax::Parsed;
use rdslint::syntax::hcl::tree::{Attribute, Block, Body, Expr, ExprKind, For, Item, Name, Part, SplatStep};

/// Every place lies within the text, between characters; with `nested`, within that of what holds it, too.
pub(super) fn check(text: &str, parsed: &Parsed<Body>, nested: bool) {
    let places = Places { text, nested };
    let end = text.len() as u32;
    for problem in &parsed.problems {
        problem.span.into_iter().for_each(|span| places.lies_in_text(span));
    }
    for comment in &parsed.comments {
        places.lies_in_text(comment.span);
        assert!(text[comment.span.range()].contains(comment.text(text)), "{comment:?}");
    }
    let file = parsed.comments.iter().map(|comment| comment.span.file);
    let file = file.chain(first_span(&parsed.tree).map(|span| span.file)).next();
    if let Some(file) = file {
        places.body(&parsed.tree, Span::new(file, 0, end));
    }
}

fn first_span(body: &Body) -> Option<Span> {
    let blocks = body.blocks.first().map(|block| block.span);
    blocks.or_else(|| body.attributes.first().map(|attribute| attribute.value.span))
}

struct Places<'t> {
    text: &'t str,
    nested: bool,
}

impl Places<'_> {
    fn lies_in_text(&self, span: Span) {
        let is_there = span.start <= span.end && self.text.get(span.range()).is_some();
        assert!(is_there, "{span:?} is no place in {} bytes", self.text.len());
    }

    fn lies_in(&self, inner: Span, outer: Span) {
        self.lies_in_text(inner);
        assert!(!self.nested || outer.contains(inner), "{inner:?} is not within {outer:?} of {:?}", self.text);
    }

    fn name(&self, name: &Name, outer: Span) {
        self.lies_in(name.span, outer);
    }

    fn body(&self, body: &Body, outer: Span) {
        for Attribute { name, value } in &body.attributes {
            self.name(name, outer);
            self.expr(value, outer);
            assert!(!self.nested || name.span.end <= value.span.start, "{name:?} does not stand before its value");
        }
        body.blocks.iter().for_each(|block| self.block(block, outer));
    }

    fn block(&self, block: &Block, outer: Span) {
        self.lies_in(block.span, outer);
        self.lies_in(block.header, block.span);
        self.name(&block.kind, block.header);
        block.labels.iter().for_each(|label| self.name(label, block.header));
        self.body(&block.body, block.span);
    }

    /// The parser bounds how deep expressions nest.
    fn expr(&self, expr: &Expr, outer: Span) {
        let span = expr.span;
        self.lies_in(span, outer);
        let each = |all: &[Expr]| all.iter().for_each(|one| self.expr(one, span));
        match &expr.kind {
            ExprKind::Null
            | ExprKind::Invalid
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::Text(_)
            | ExprKind::Variable(_) => {}
            ExprKind::Template(parts) => self.parts(parts, span),
            ExprKind::List(items) => each(items),
            ExprKind::Object(items) => items.iter().for_each(|Item { key, value }| {
                self.expr(key, span);
                self.expr(value, span);
            }),
            ExprKind::Attribute(base, _) => self.expr(base, span),
            ExprKind::Index(base, key) => {
                self.expr(base, span);
                self.expr(key, span);
            }
            ExprKind::Splat(splat) => {
                self.expr(&splat.source, span);
                splat.each.iter().for_each(|step| self.step(step, span));
            }
            ExprKind::Call(call) => {
                self.name(&call.name, span);
                each(&call.arguments);
            }
            ExprKind::Unary(_, operand) => self.expr(operand, span),
            ExprKind::Binary(_, sides) => {
                self.expr(&sides.0, span);
                self.expr(&sides.1, span);
            }
            ExprKind::Conditional(parts) => [&parts.0, &parts.1, &parts.2].into_iter().for_each(|p| self.expr(p, span)),
            ExprKind::For(each) => self.each(each, span),
        }
    }

    fn step(&self, step: &SplatStep, outer: Span) {
        match step {
            SplatStep::Index(key) => self.expr(key, outer),
            SplatStep::Attribute(_) | SplatStep::Splat => {}
        }
    }

    fn each(&self, each: &For, outer: Span) {
        each.key.iter().chain([&each.value]).for_each(|name| self.name(name, outer));
        let optional = each.result_key.iter().chain(&each.condition);
        optional.chain([&each.collection, &each.result]).for_each(|expr| self.expr(expr, outer));
    }

    fn parts(&self, parts: &[Part], outer: Span) {
        for part in parts {
            match part {
                Part::Text(_) => {}
                Part::Interpolation(expr) => self.expr(expr, outer),
                Part::If(choice) => {
                    self.expr(&choice.condition, outer);
                    self.parts(&choice.then, outer);
                    self.parts(&choice.otherwise, outer);
                }
                Part::For(repeated) => {
                    self.expr(&repeated.collection, outer);
                    self.parts(&repeated.body, outer);
                }
            }
        }
    }
}
