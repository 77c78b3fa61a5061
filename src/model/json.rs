//! JSON within texts, as values: all of it stands where the text does.

use crate::value::{Content, Map, Number, Value};
use serde_json::Value as Json;
use std::sync::Arc;

/// What a text of JSON holds; `text` makes values of its strings. The reader of JSON limits how deep it nests.
pub(super) fn value(json: Json, whole: &Value, text: &impl Fn(String) -> Value) -> Value {
    let content = match json {
        Json::Null => Content::Null,
        Json::Bool(known) => Content::Bool(known),
        Json::Number(number) => number.as_f64().and_then(Number::new).map_or(Content::Null, Content::Number),
        Json::String(own) => return text(own),
        Json::Array(items) => Content::List(items.into_iter().map(|item| value(item, whole, text)).collect()),
        Json::Object(entries) => {
            let entries = entries.into_iter().map(|(key, entry)| (key.into(), value(entry, whole, text)));
            Content::Map(Arc::new(entries.collect::<Map>()))
        }
    };
    Value::new(content, whole.origin.clone())
}
