//! What the tree of written-out loops cannot say.

use crate::source::Span;
use crate::syntax::node::{Node, NodeKind};
use crate::value::{Origin, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What is known of the loops of a template besides what they make.
#[derive(Debug, Default)]
pub(in crate::cloudformation) struct Loops {
    /// Where texts came from that hold items: by their place in the body and what they have become.
    origins: FxHashMap<(Span, Arc<str>), Origin>,
    /// Identifiers that stand for items which are not known.
    pub(in crate::cloudformation) identifiers: FxHashMap<Arc<str>, Value>,
    /// When the resources exist that only some collections make, by their logical ids.
    guards: FxHashMap<Arc<str>, Arc<str>>,
    /// Whether loops make more than is known.
    pub(in crate::cloudformation) open: bool,
}

impl Loops {
    /// Notes where a text came from.
    pub(super) fn came_from(&mut self, span: Span, text: &Arc<str>, origin: Origin) {
        self.origins.entry((span, text.clone())).or_insert(origin);
    }

    /// Notes when a resource exists.
    pub(super) fn exists_when(&mut self, id: &Arc<str>, guard: &Arc<str>) {
        self.guards.insert(id.clone(), guard.clone());
    }

    /// Where a scalar came from, when a loop's item made it.
    pub(in crate::cloudformation) fn origin(&self, node: &Node) -> Option<&Origin> {
        let NodeKind::Scalar { text, .. } = &node.kind else { return None };
        if self.origins.is_empty() { None } else { self.origins.get(&(node.span, text.clone())) }
    }

    /// When a resource exists, unless it always does.
    pub(in crate::cloudformation) fn guard(&self, id: &str) -> Option<&Arc<str>> {
        self.guards.get(id)
    }
}
