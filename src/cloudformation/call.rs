//! An intrinsic function as written: `!Sub x`, `Fn::Sub: x` or `{"Fn::Sub": "x"}`.

use crate::source::Span;
use crate::syntax::node::{Node, NodeKind};
use crate::value::{Origin, What};
use std::sync::Arc;

/// A call of an intrinsic function.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'t> {
    /// The name without `Fn::` or `!`: `Ref`, `Sub`.
    pub(super) name: &'t str,
    /// The argument. That of a short form is the tagged node itself, tag included.
    pub(super) argument: &'t Node,
    /// Whether it is the short form.
    pub(super) short: bool,
    /// The whole expression.
    pub(super) span: Span,
}

impl<'t> Call<'t> {
    /// The call that a node is, if it is one.
    pub(super) fn read(node: &'t Node) -> Option<Self> {
        match short_name(node) {
            Some(name) => Some(Self { name, argument: node, short: true, span: node.span }),
            None => Self::long(node),
        }
    }

    /// The long form: a mapping with nothing but the function's key.
    pub(super) fn long(node: &'t Node) -> Option<Self> {
        let [entry] = node.entries() else { return None };
        let name = if &*entry.key == "Ref" { "Ref" } else { entry.key.strip_prefix("Fn::")? };
        Some(Self { name, argument: &entry.value, short: false, span: node.span })
    }

    /// The items of a list argument; none for anything else.
    pub(super) fn items(&self) -> &'t [Node] {
        self.argument.items()
    }

    /// The text of a scalar argument.
    pub(super) fn text(&self) -> Option<&'t Arc<str>> {
        let tagged = !self.short && short_name(self.argument).is_some();
        self.argument.as_text().filter(|_| !tagged)
    }

    /// The function's name in documents: `Fn::Sub`, `Ref`.
    pub(super) fn full_name(&self) -> String {
        if matches!(self.name, "Ref" | "Condition") { self.name.to_owned() } else { format!("Fn::{}", self.name) }
    }

    /// The function as written: `!Sub`, `Fn::Sub`.
    pub(super) fn written(&self) -> String {
        if self.short { format!("!{}", self.name) } else { self.full_name() }
    }

    /// The origin of a result that no single argument decides.
    pub(super) fn origin(&self) -> Origin {
        self.behind(&Origin::written(self.span))
    }

    /// The origin of a result that the value with the given origin decides.
    pub(super) fn behind(&self, deciding: &Origin) -> Origin {
        deciding.step(What::Function(self.written().into()), Some(self.span))
    }
}

/// The function of a short form's tag.
fn short_name(node: &Node) -> Option<&str> {
    let name = node.tag.as_deref()?.strip_prefix('!')?;
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
    named.then_some(name)
}

/// The text of a scalar that is no call.
pub(super) fn literal_text(node: &Node) -> Option<&Arc<str>> {
    match &node.kind {
        NodeKind::Scalar { text, .. } if short_name(node).is_none() => Some(text),
        _ => None,
    }
}
