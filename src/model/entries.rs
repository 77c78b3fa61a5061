//! What is handed to a workload, name by name: environments and texts in the forms of all their types.

use super::combine::both;
use super::connections::has_password;
use super::convert::scalar_text;
use crate::value::{Content, Value, names_secret};
use std::sync::Arc;

/// How deep and how far lists and maps are looked into.
const MAX_DEPTH: usize = 16;
const MAX_ENTRIES: usize = 20_000;

/// The keys under which a name and its value stand side by side, and a key that tells what the value is.
const NAME: [&str; 2] = ["Name", "name"];
const VALUE: [&str; 2] = ["Value", "value"];
const TYPE: [&str; 2] = ["Type", "type"];

/// A text, under the name by which it is handed over.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The name: a variable's, or the key under which the text stands.
    pub(super) name: Option<Arc<str>>,
    /// When it is handed over; empty for always.
    #[expect(dead_code, reason = "facts about workloads ask for it")]
    pub(super) guard: Arc<str>,
    /// The text.
    pub(super) value: Value,
}

impl Entry {
    /// Whether it is a secret: it goes by the name of one, or has a password in it.
    pub(super) fn is_secret(&self) -> bool {
        let text = self.value.as_text();
        self.name.as_ref().is_some_and(|name| names_secret(name)) && !text.is_some_and(|text| is_place(text))
            || text.is_some_and(|text| has_password(text))
    }
}

/// Whether a text only says where a secret is: an ARN, a dynamic reference, a path of SSM.
pub(super) fn is_place(text: &str) -> bool {
    text.starts_with("arn:") || text.contains("{{resolve:") || text.starts_with('/')
}

/// All texts of a value.
pub(super) fn entries(value: &Value) -> Vec<Entry> {
    let mut found = Vec::new();
    walk(None, &"".into(), value, 0, &mut found);
    found
}

fn walk(name: Option<&Arc<str>>, outer: &Arc<str>, value: &Value, depth: usize, found: &mut Vec<Entry>) {
    if depth > MAX_DEPTH || found.len() > MAX_ENTRIES {
        return;
    }
    for (guard, value) in value.alternatives() {
        let Some(guard) = guard.map_or_else(|| Some(outer.clone()), |guard| both(outer, guard)) else { continue };
        match &value.content {
            Content::Null => {}
            Content::List(items) => items.iter().for_each(|item| walk(name, &guard, item, depth + 1, found)),
            Content::Map(_) => map(&guard, value, depth, found),
            _ => found.push(Entry { name: name.cloned(), guard, value: value.clone() }),
        }
    }
}

/// The entries of a map, or the one that it is: a name and its value.
fn map(guard: &Arc<str>, value: &Value, depth: usize, found: &mut Vec<Entry>) {
    let first = |keys: [&str; 2]| keys.into_iter().find_map(|key| value.get(key));
    if let (Some(name), Some(text)) = (first(NAME), first(VALUE)) {
        let is_plain = first(TYPE).and_then(Value::as_text).is_none_or(|ty| ty.eq_ignore_ascii_case("plaintext"));
        if is_plain {
            walk(scalar_text(&name.content).as_ref(), guard, text, depth + 1, found);
        }
        return;
    }
    for (key, entry) in value.as_map().into_iter().flat_map(|map| map.iter()) {
        if !is_of_places(key) {
            walk(Some(key), guard, entry, depth + 1, found);
        }
    }
}

/// Whether a key is that of names and ARNs of secrets: what is below it is none itself.
fn is_of_places(key: &str) -> bool {
    ["secrets", "secretoptions", "runtimeenvironmentsecrets", "runtime_environment_secrets"]
        .iter()
        .any(|known| key.eq_ignore_ascii_case(known))
}
