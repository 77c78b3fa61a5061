//! What is handed to a workload, name by name: environments and texts in the forms of all their types.

use super::connections::{has_password, tells_password};
use crate::model::combine::both;
use crate::model::convert::scalar_text;
use crate::value::{Content, GAP, Unknown, Value, names_secret};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::borrow::Cow;
use std::sync::Arc;

/// How deep and how far lists and maps are looked into.
const MAX_DEPTH: usize = 24;
const MAX_ENTRIES: usize = 20_000;
/// From which length on a text may be one in base64.
const ENCODED: usize = 16;

/// The keys under which a name and its value stand side by side, and a key that tells what the value is.
const NAME: [&str; 5] = ["Name", "name", "OptionName", "Key", "key"];
const VALUE: [&str; 2] = ["Value", "value"];
const TYPE: [&str; 2] = ["Type", "type"];

/// The keys under which names and ARNs of secrets stand: what is below is none itself.
const PLACES: [&str; 4] = ["secrets", "secretoptions", "runtimeenvironmentsecrets", "runtime_environment_secrets"];

/// A text, under the name by which it is handed over.
#[derive(Clone, Debug)]
pub(in crate::model) struct Entry {
    /// The name: a variable's, or the key under which the text stands.
    pub(in crate::model) name: Option<Arc<str>>,
    /// When it is handed over; empty for always.
    pub(in crate::model) guard: Arc<str>,
    /// The text.
    pub(in crate::model) value: Value,
}

impl Entry {
    /// Whether it is a secret: it goes by the name of one, or has a password in it.
    pub(in crate::model) fn is_secret(&self) -> bool {
        let text = self.text();
        self.name.as_ref().is_some_and(|name| names_secret(name)) && !is_place(&text) || has_password(&text)
    }

    /// Whether it must not be shown: it is a secret, has a known part of one in it, or is kept where secrets are.
    pub(in crate::model) fn is_hidden(&self, among_secrets: bool) -> bool {
        let text = self.text();
        self.is_secret() || tells_password(&text) || among_secrets && !is_place(&text)
    }

    /// The text with a gap for every part that is not known; what is in base64 is decoded.
    pub(in crate::model) fn text(&self) -> Cow<'_, str> {
        match &self.value.content {
            Content::Text(text) => decoded(text),
            Content::Unknown(unknown) => unknown.with_gaps(),
            content => Cow::Owned(scalar_text(content).unwrap_or_default().to_string()),
        }
    }
}

/// Whether a text only says where a secret is: an ARN, a dynamic reference, a path of SSM.
pub(super) fn is_place(text: &str) -> bool {
    text.starts_with("arn:") || text.contains("{{resolve:") || text.starts_with('/')
}

/// All texts of a value, which goes by a name itself.
pub(in crate::model) fn entries(name: &str, value: &Value) -> Vec<Entry> {
    let mut found = Vec::new();
    walk(Some(&name.into()), &"".into(), value, 0, &mut found);
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
            _ => match json(value) {
                Some(value) => walk(name, &guard, &value, depth + 1, found),
                None => found.push(Entry { name: name.cloned(), guard, value: value.clone() }),
            },
        }
    }
}

/// The entries of a map, or the one that it is: a name and its value.
fn map(guard: &Arc<str>, value: &Value, depth: usize, found: &mut Vec<Entry>) {
    let first = |keys: &[&'static str]| keys.iter().find_map(|key| value.get(key));
    if let (Some(name), Some(text)) = (first(&NAME), first(&VALUE)) {
        let is_plain = first(&TYPE).and_then(Value::as_text).is_none_or(|ty| ty.eq_ignore_ascii_case("plaintext"));
        if is_plain {
            // Names are shown: one that is a secret itself is none.
            let name = scalar_text(&name.content).filter(|_| !name.is_secret());
            walk(name.as_ref(), guard, text, depth + 1, found);
        }
        return;
    }
    for (key, entry) in value.as_map().into_iter().flat_map(|map| map.iter()) {
        if !PLACES.iter().any(|known| key.eq_ignore_ascii_case(known)) {
            walk(Some(key), guard, entry, depth + 1, found);
        }
    }
}

/// What a text of JSON holds, as far as it is known. All of it stands where the text does.
fn json(value: &Value) -> Option<Value> {
    let text = match &value.content {
        Content::Text(text) => &**text,
        Content::Unknown(unknown) => &*unknown.shape,
        _ => return None,
    };
    let begins = text.trim_start().starts_with(['{', '[']) && !text.trim_start().starts_with("{{");
    let parsed = begins.then(|| serde_json::from_str(text).ok()).flatten()?;
    Some(crate::model::json::value(parsed, value, &|text| partly(text, value)))
}

/// A text within one that may not be known as a whole.
fn partly(text: String, whole: &Value) -> Value {
    match whole.as_unknown() {
        Some(unknown) if text.contains(GAP) || text.contains("{{resolve:") => {
            let part = Unknown { shape: text.into(), prefix: "".into(), ..unknown.clone() };
            Value::new(Content::Unknown(Arc::new(part)), whole.origin.clone())
        }
        _ => Value::text(text, whole.origin.clone()),
    }
}

/// A text in base64 as the text that it stands for.
fn decoded(text: &str) -> Cow<'_, str> {
    let is_encoded = text.len() >= ENCODED
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\n' | b'\r'));
    let bytes = is_encoded.then(|| BASE64_STANDARD.decode(text.replace(['\n', '\r'], "")).ok()).flatten();
    match bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(decoded) if !decoded.contains(|c: char| c.is_control() && !c.is_whitespace()) => Cow::Owned(decoded),
        _ => Cow::Borrowed(text),
    }
}
