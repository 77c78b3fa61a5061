//! The tree that YAML and JSON share.

use crate::source::Span;
use std::sync::Arc;

/// A YAML or JSON value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub kind: NodeKind,
    /// The value's text, without a YAML tag or anchor before it.
    pub span: Span,
    /// The YAML tag as written (`!Ref`), when there is one.
    pub tag: Option<Arc<str>>,
}

/// What a [`Node`] is. Aliases are resolved; containers are shared, so a clone is cheap.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A scalar as text; what a plain one means is for the reader to say.
    Scalar {
        /// The text, unescaped.
        text: Arc<str>,
        /// Whether it stood without quotes. JSON numbers, booleans and null are plain.
        plain: bool,
    },
    /// A sequence or array.
    Sequence(Arc<[Node]>),
    /// A mapping or object, in source order. Of duplicate keys the last one stays, in the place of the first.
    Mapping(Arc<[Entry]>),
}

/// One entry of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Arc<str>,
    /// The key's place.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Node {
    /// The value of a key, when this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|entry| &*entry.key == key).map(|entry| &entry.value)
    }

    /// The entries of a mapping; none for anything else.
    pub fn entries(&self) -> &[Entry] {
        if let NodeKind::Mapping(entries) = &self.kind { entries } else { &[] }
    }

    /// The items of a sequence; none for anything else.
    pub fn items(&self) -> &[Node] {
        if let NodeKind::Sequence(items) = &self.kind { items } else { &[] }
    }

    /// Whether it is null: that word or none at all, without quotes.
    pub(crate) fn is_null(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar { text, plain: true } if matches!(&**text, "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The text of a scalar.
    pub fn as_text(&self) -> Option<&Arc<str>> {
        if let NodeKind::Scalar { text, .. } = &self.kind { Some(text) } else { None }
    }
}
