//! What a text is for: loops put their items into all of them, but not everywhere in the same way.

use crate::cloudformation::call::Call;
use crate::syntax::node::{Entry, Node};

/// What a node is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A value.
    Value,
    /// Names something: a resource, a condition, a type.
    Name,
    /// The argument of `Fn::Sub`.
    Sub,
    /// The argument of `Fn::If`.
    If,
    /// A resource or an output as a whole.
    Body,
}

impl Place {
    /// What the argument of a function is for.
    fn argument(function: &str) -> Self {
        match function {
            "Ref" | "GetAtt" | "Condition" => Self::Name,
            "Sub" => Self::Sub,
            "If" => Self::If,
            _ => Self::Value,
        }
    }

    /// What a node is for that stands here: the tag of a short form says more.
    pub(super) fn of(self, node: &Node) -> Self {
        match Call::read(node) {
            Some(call) if call.short => Self::argument(call.name),
            _ => self,
        }
    }

    /// What an item of a list is for.
    pub(super) fn item(self, index: usize) -> Self {
        match (self, index) {
            (Self::Name, _) | (Self::If, 0) => Self::Name,
            (Self::Sub, 0) => Self::Sub,
            _ => Self::Value,
        }
    }

    /// What the value of an entry is for.
    pub(super) fn entry(self, entry: &Entry, is_only: bool) -> Self {
        match (&*entry.key, self) {
            ("Condition" | "DependsOn" | "Type", Self::Body) => Self::Name,
            ("Ref" | "Condition", _) if is_only => Self::Name,
            (key, _) => key.strip_prefix("Fn::").filter(|_| is_only).map_or(Self::Value, Self::argument),
        }
    }
}
