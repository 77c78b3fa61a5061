//! Tags as one map from key to value, in whatever form a language writes them.

use super::combine::each;
use super::convert::scalar_text;
use crate::value::{Alternative, Content, Map, Origin, Value};
use std::sync::Arc;

/// A tag, or why there may be one.
type Tag = Result<(Arc<str>, Value), Value>;

/// The tags as a map: of a map its entries, of a list those of its elements with `Key` and `Value`. Unknown as soon as one
/// key is. The value must have no alternatives of its own.
pub(super) fn as_map(written: &Value) -> Value {
    let tags: Result<Map, Value> = match &written.content {
        Content::Map(entries) => Ok(entries.iter().map(|(key, value)| (key.clone(), as_sent(value))).collect()),
        Content::List(elements) => elements.iter().flat_map(tags_of).collect(),
        _ => Err(not_tags(written)),
    };
    match tags {
        Ok(tags) => {
            let given = tags.iter().filter(|(_, value)| !value.is_null());
            let tags = given.map(|(key, value)| (key.clone(), within(&written.origin, value))).collect::<Map>();
            let origin = written.origin.clone();
            Value::new(Content::Map(Arc::new(tags)), if has_secret_key(written) { origin.of_secret() } else { origin })
        }
        Err(unknown) => unknown,
    }
}

/// Whether a key is a secret: then the whole is, of which the keys are a part.
fn has_secret_key(written: &Value) -> bool {
    let is_secret = |tag: &Value| tag.get("Key").is_some_and(Value::is_secret);
    let mut elements = written.as_list().into_iter().flatten();
    elements.any(|element| element.alternatives().any(|(_, tag)| is_secret(tag)))
}

/// The tags that an element of a list makes: one, none, or one under a condition.
fn tags_of(element: &Value) -> Vec<Tag> {
    let Content::OneOf(several) = &element.content else { return tag(element).into_iter().collect() };
    let mut keys: Vec<Arc<str>> = Vec::new();
    for one in several.iter() {
        match tag(&one.value) {
            Some(Ok((key, _))) if !keys.contains(&key) => keys.push(key),
            Some(Err(unknown)) => return vec![Err(unknown)],
            _ => {}
        }
    }
    let value = |key: &Arc<str>| {
        let here = |one: &Alternative| {
            let own = tag(&one.value).and_then(Result::ok).filter(|(own, _)| own == key);
            let value = own.map_or_else(|| Value::null(one.value.origin.clone()), |(_, value)| value);
            Alternative { guard: one.guard.clone(), value }
        };
        Value::one_of(several.iter().map(here).collect(), element.origin.clone())
    };
    keys.iter().map(|key| Ok((key.clone(), value(key)))).collect()
}

/// The tag that an element without alternatives is.
fn tag(element: &Value) -> Option<Tag> {
    if element.is_null() {
        return None;
    }
    let Some(key) = element.get("Key") else { return Some(Err(not_tags(element))) };
    let Some(text) = scalar_text(&key.content) else { return Some(Err(not_tags(key))) };
    let value = element.get("Value").cloned().unwrap_or_else(|| Value::text("", element.origin.clone()));
    Some(Ok((text, as_sent(&value))))
}

/// What is no tag, or not yet: unknown for its own reason.
fn not_tags(value: &Value) -> Value {
    match &value.content {
        Content::Unknown(_) => value.clone(),
        Content::OneOf(_) => Value::unknown(super::combine::reason(value), value.origin.clone()),
        _ => Value::unknown("its tags are not a map of strings", value.origin.clone()),
    }
}

/// A tag's value as the text that reaches the API.
fn as_sent(value: &Value) -> Value {
    each(value, |value| match (&value.content, scalar_text(&value.content)) {
        (_, Some(text)) => Value::text(text, value.origin.clone()),
        (Content::Null | Content::Unknown(_), None) => value.clone(),
        _ => Value::unknown("the tag's value is not a string", value.origin.clone()),
    })
}

/// A tag behind the links that lead to all of them.
fn within(all: &Origin, tag: &Value) -> Value {
    let alternatives = |several: &Arc<[Alternative]>| {
        let behind = |one: &Alternative| Alternative { guard: one.guard.clone(), value: within(all, &one.value) };
        Content::OneOf(several.iter().map(behind).collect())
    };
    let content = match &tag.content {
        Content::OneOf(several) => alternatives(several),
        other => other.clone(),
    };
    Value::new(content, all.of_part(&tag.origin))
}
