//! Lists and maps with what kind of collection they are: Terraform tells a tuple from a list from a set, and an
//! object from a map. Two collections are equal when they hold equal things, wherever those came from.

use super::Value;
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// What kind of list it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ListKind {
    /// Elements of any types in an order: every list of CloudFormation, and what Terraform's `[…]` makes.
    #[default]
    Tuple,
    /// Elements of one type in an order.
    List,
    /// Elements of one type without an order and without repetition; they stand in the order of iteration.
    Set,
}

/// The elements of a list, tuple or set. Cheap to clone.
#[derive(Clone, Debug)]
pub struct List {
    items: Arc<[Value]>,
    kind: ListKind,
}

/// The entries of a map or object, in source order.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Entries,
    uniform: bool,
}

type Entries = IndexMap<Arc<str>, Value, FxBuildHasher>;

impl List {
    /// Elements of a kind of list. Those of a set have to be distinct and in order already.
    pub fn of(kind: ListKind, items: impl Into<Arc<[Value]>>) -> Self {
        Self { items: items.into(), kind }
    }

    /// What kind of list it is.
    pub const fn kind(&self) -> ListKind {
        self.kind
    }

    /// Whether it is a set.
    pub(crate) fn is_set(&self) -> bool {
        self.kind == ListKind::Set
    }
}

impl Map {
    /// The same entries as a map, whose elements are all of one type.
    #[must_use]
    pub(crate) fn uniform(mut self) -> Self {
        self.uniform = true;
        self
    }

    /// Whether its elements are all of one type: a map, no object.
    pub(crate) const fn is_uniform(&self) -> bool {
        self.uniform
    }
}

impl Deref for List {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.items
    }
}

impl Deref for Map {
    type Target = Entries;

    fn deref(&self) -> &Entries {
        &self.entries
    }
}

impl DerefMut for Map {
    fn deref_mut(&mut self) -> &mut Entries {
        &mut self.entries
    }
}

impl PartialEq for List {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&Value, &Value)| a.content == b.content;
        Arc::ptr_eq(&self.items, &other.items) || (self.len() == other.len() && self.iter().zip(other.iter()).all(same))
    }
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        let same = |(key, a): (&Arc<str>, &Value)| other.get(key).is_some_and(|b| a.content == b.content);
        self.len() == other.len() && self.iter().all(same)
    }
}

impl<T: Into<Arc<[Value]>>> From<T> for List {
    fn from(items: T) -> Self {
        Self::of(ListKind::Tuple, items)
    }
}

impl FromIterator<Value> for List {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Self {
        Self::of(ListKind::Tuple, items.into_iter().collect::<Arc<[Value]>>())
    }
}

impl<'a> IntoIterator for &'a List {
    type Item = &'a Value;
    type IntoIter = std::slice::Iter<'a, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl FromIterator<(Arc<str>, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Value)>>(entries: I) -> Self {
        Self { entries: entries.into_iter().collect(), uniform: false }
    }
}

impl Extend<(Arc<str>, Value)> for Map {
    fn extend<I: IntoIterator<Item = (Arc<str>, Value)>>(&mut self, entries: I) {
        self.entries.extend(entries);
    }
}

impl IntoIterator for Map {
    type Item = (Arc<str>, Value);
    type IntoIter = indexmap::map::IntoIter<Arc<str>, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = (&'a Arc<str>, &'a Value);
    type IntoIter = indexmap::map::Iter<'a, Arc<str>, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}

impl<'a> IntoIterator for &'a mut Map {
    type Item = (&'a Arc<str>, &'a mut Value);
    type IntoIter = indexmap::map::IterMut<'a, Arc<str>, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter_mut()
    }
}
