//! The nodes of a loop's body with an item in them.

use super::foreach::Expander;
use super::places::Place;
use super::scope::{Bound, Filled, Scope};
use crate::cloudformation::call::{Call, literal_text};
use crate::source::Span;
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::value::{Origin, What};
use std::sync::Arc;

impl Expander<'_> {
    /// A node with the items of the loops around it, and with the loops in it written out; `None` where that changes
    /// nothing.
    pub(super) fn node(&mut self, node: &Node, scope: &mut Scope, place: Place) -> Option<Node> {
        if !self.spend(1, node.span) {
            return None;
        }
        if let Some(item) = self.reference(node, scope).or_else(|| self.substituted(node, scope)) {
            return Some(item);
        }
        let place = place.of(node);
        let kind = match &node.kind {
            NodeKind::Scalar { text, .. } => return self.scalar(node, text, scope, place),
            NodeKind::Sequence(items) => self.items(items, scope, place)?,
            NodeKind::Mapping(entries) => self.mapping(entries, scope, place, None).finish()?,
        };
        Some(Node { kind, span: node.span, tag: node.tag.clone() })
    }

    fn items(&mut self, items: &[Node], scope: &mut Scope, place: Place) -> Option<NodeKind> {
        let made: Vec<Option<Node>> =
            items.iter().enumerate().map(|(index, item)| self.node(item, scope, place.item(index))).collect();
        let is_new = made.iter().any(Option::is_some);
        let items = || made.into_iter().zip(items).map(|(made, item)| made.unwrap_or_else(|| item.clone())).collect();
        is_new.then(|| NodeKind::Sequence(items()))
    }

    /// What `Ref` of an identifier stands for.
    fn reference(&mut self, node: &Node, scope: &Scope) -> Option<Node> {
        let call = Call::read(node).filter(|call| call.name == "Ref")?;
        let name = call.text()?;
        let Bound::Known(text, origin) = scope.get(name)? else { return None };
        let what = What::Reference(format!("{} {name}", call.written()).into());
        self.loops.came_from(node.span, text, origin.step(what, Some(node.span)));
        Some(plain_text(text.clone(), node.span))
    }

    /// `Fn::Sub` of a text that the items complete: the text itself.
    fn substituted(&mut self, node: &Node, scope: &Scope) -> Option<Node> {
        let call = Call::read(node).filter(|call| call.name == "Sub")?;
        let text = match call.items() {
            [text, ..] => literal_text(text)?,
            [] => call.text()?,
        };
        let filled = scope.fill(text).filter(|filled| !filled.text.contains("${"))?;
        self.filled(filled, node.span)
    }

    fn scalar(&mut self, node: &Node, text: &Arc<str>, scope: &Scope, place: Place) -> Option<Node> {
        let filled = scope.fill(text)?;
        if filled.is_open && place == Place::Value {
            return self.spend_text(filled.text.len(), node.span).then(|| open_text(node, &filled.text, scope));
        }
        let made = self.filled(filled, node.span)?;
        Some(Node { tag: node.tag.clone(), ..made })
    }

    fn filled(&mut self, filled: Filled, span: Span) -> Option<Node> {
        if !self.spend_text(filled.text.len(), span) {
            return None;
        }
        let text: Arc<str> = filled.text.into();
        let origin = if let (Some(reference), [item]) = (filled.whole, &filled.items[..]) {
            item.step(What::Reference(reference.into()), Some(span))
        } else {
            let parts = std::iter::once(Origin::written(span)).chain(filled.items);
            Origin::written(span).with_parts(parts.collect())
        };
        self.loops.came_from(span, &text, origin);
        Some(plain_text(text, span))
    }
}

fn plain_text(text: Arc<str>, span: Span) -> Node {
    Node { kind: NodeKind::Scalar { text, plain: false }, span, tag: None }
}

/// A text with identifiers of which nothing is known: as `Fn::Sub` would read it, were all else in it literal.
fn open_text(node: &Node, text: &str, scope: &Scope) -> Node {
    let mut literal = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        let is_open = behind.split_once('}').is_some_and(|(name, _)| scope.get(name).is_some());
        literal.extend([before, if is_open { "${" } else { "${!" }]);
        rest = behind;
    }
    literal.push_str(rest);
    let substitution = Node { tag: Some("!Sub".into()), ..plain_text(literal.into(), node.span) };
    match Call::read(node) {
        None => substitution,
        Some(call) => {
            let entry = Entry { key: call.full_name().into(), key_span: node.span, value: substitution };
            Node { kind: NodeKind::Mapping([entry].into()), span: node.span, tag: None }
        }
    }
}
