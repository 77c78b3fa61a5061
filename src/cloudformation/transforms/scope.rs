//! The identifiers of the loops around a node, and the texts that hold them.

use crate::value::Origin;
use std::sync::Arc;

/// What an identifier stands for in one round of a loop.
#[derive(Clone, Debug)]
pub(super) enum Bound {
    /// An item's text and where that came from.
    Known(Arc<str>, Origin),
    /// Something that is not known.
    Unknown,
}

/// The loops around a node, from the outside in.
#[derive(Debug, Default)]
pub(super) struct Scope {
    bindings: Vec<(Arc<str>, Bound)>,
    /// How many loops there are.
    pub(super) depth: usize,
    /// When this round takes place; empty for certainly.
    pub(super) guard: Arc<str>,
}

/// A text with the items in it.
#[derive(Debug, Default)]
pub(super) struct Filled {
    pub(super) text: String,
    /// Where the items came from.
    pub(super) items: Vec<Origin>,
    /// The reference that the text consisted of, where it did of nothing else.
    pub(super) whole: Option<String>,
    /// Whether identifiers are left that stand for something unknown.
    pub(super) is_open: bool,
}

impl Scope {
    /// Does something inside one more round.
    pub(super) fn within<T>(
        &mut self,
        bindings: impl IntoIterator<Item = (Arc<str>, Bound)>,
        guard: Arc<str>,
        go: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.bindings.len();
        self.bindings.extend(bindings);
        let outer = std::mem::replace(&mut self.guard, guard);
        self.depth += 1;
        let result = go(self);
        self.depth -= 1;
        self.guard = outer;
        self.bindings.truncate(before);
        result
    }

    /// What an identifier stands for.
    pub(super) fn get(&self, name: &str) -> Option<&Bound> {
        self.bindings.iter().rev().find(|(known, _)| &**known == name).map(|(_, bound)| bound)
    }

    /// Whether any identifier stands for something unknown.
    pub(super) fn has_unknown(&self) -> bool {
        self.bindings.iter().any(|(_, bound)| matches!(bound, Bound::Unknown))
    }

    /// Puts items into a text, `None` where it holds no identifier. One that is not known is left as `${Name}`.
    pub(super) fn fill(&self, text: &str) -> Option<Filled> {
        if self.bindings.is_empty() || !text.contains('{') {
            return None;
        }
        let mut filled = Filled::default();
        let mut rest = text;
        let mut found = false;
        while let Some(at) = rest.find('{') {
            let (before, behind) = rest.split_at(at + 1);
            let mark = before.as_bytes().get(at.wrapping_sub(1)).copied();
            let reference = behind.split_once('}').filter(|_| matches!(mark, Some(b'$' | b'&')));
            let bound = reference.and_then(|(name, after)| Some((name, after, self.get(name)?)));
            let Some((name, after, bound)) = bound else {
                filled.text.push_str(before);
                rest = behind;
                continue;
            };
            found = true;
            filled.text.push_str(before.get(..at.saturating_sub(1)).unwrap_or_default());
            filled.put(name, bound, mark == Some(b'&'));
            rest = after;
        }
        filled.text.push_str(rest);
        let inner = text.strip_prefix("${").or_else(|| text.strip_prefix("&{"));
        let is_whole = inner.and_then(|inner| inner.strip_suffix('}')).is_some_and(|name| self.get(name).is_some());
        filled.whole = is_whole.then(|| text.to_owned());
        found.then_some(filled)
    }
}

impl Filled {
    fn put(&mut self, name: &str, bound: &Bound, only_alphanumeric: bool) {
        match bound {
            Bound::Known(item, origin) => {
                let keep = |c: &char| !only_alphanumeric || c.is_ascii_alphanumeric();
                self.text.extend(item.chars().filter(keep));
                self.items.push(origin.clone());
            }
            Bound::Unknown => {
                self.text.extend(["${", name, "}"]);
                self.is_open = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, Scope};
    use crate::value::Origin;

    #[test]
    fn items_take_the_places_of_identifiers() {
        let known = |text: &str| Bound::Known(text.into(), Origin::default());
        let bindings = [("A", known("x-1")), ("B", known("${A}")), ("U", Bound::Unknown)];
        let mut scope = Scope::default();
        let bindings = bindings.map(|(name, bound)| (name.into(), bound));
        scope.within(bindings, "".into(), |scope| {
            for (text, expected) in [
                ("${A}", Some("x-1 whole")),
                ("a${A}b&{A}c", Some("ax-1bx1c")),
                ("${B}", Some("${A} whole")),
                ("${Db${A}.Arn}", Some("${Dbx-1.Arn}")),
                ("{${A}}", Some("{x-1}")),
                ("${U}&{U}${A}", Some("${U}${U}x-1 open")),
                ("${!A} ${ A } {A} $A ${A", None),
                ("{", None),
                ("é{A}${A}", Some("é{A}x-1")),
                ("plain", None),
            ] {
                let shown = scope.fill(text).map(|filled| {
                    let notes = [(filled.whole.is_some(), " whole"), (filled.is_open, " open")];
                    let notes = notes.into_iter().filter(|(is, _)| *is).map(|(_, note)| note);
                    filled.text.clone() + &notes.collect::<String>()
                });
                assert_eq!(shown.as_deref(), expected, "{text}");
            }
        });
        assert!(scope.fill("${A}").is_none());
    }
}
