//! Values as JSON and as a few words. Secrets inside of them are not shown.

use crate::model::Secrets;
use crate::source::Places;
use crate::value::{Alternative, Content, Number, Value, names_secret};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// What stands in the place of a secret's text.
pub(super) const SECRET: &str = "(secret)";

/// What must not be shown of values.
#[derive(Clone, Copy)]
pub(super) struct Hidden<'a> {
    pub(super) secrets: &'a Secrets,
    /// The places of those that are a secret as they are.
    pub(super) places: &'a Places,
}

/// How deep values are shown.
const DEPTH: usize = 32;

/// `{"value": …}`, or `{"unknown": "reason"}`, with `"one_of": [{"when": …, "value": …}]` where that is known.
pub(super) fn setting(value: &Value, hidden: Hidden<'_>) -> Map<String, Json> {
    let (key, json) = match &value.content {
        Content::OneOf(_) if value.origin.is_secret() => ("value", Json::from(SECRET)),
        Content::Unknown(unknown) => ("unknown", Json::from(&*unknown.reason)),
        Content::OneOf(_) => ("unknown", Json::from("several values are possible")),
        _ => ("value", plain(value, hidden, DEPTH)),
    };
    let mut setting = Map::from_iter([(key.to_owned(), json)]);
    if let Content::OneOf(several) = &value.content
        && !value.origin.is_secret()
    {
        let several = several.iter().map(|one| alternative(one, hidden)).collect();
        setting.insert("one_of".to_owned(), Json::Array(several));
    }
    setting
}

/// The value in one line: `true`, `[a, b]`, `unknown: var.size has no value`, `1 if IsProd holds, or 0 if …`.
pub(super) fn words(value: &Value, hidden: Hidden<'_>) -> String {
    if matches!(value.content, Content::OneOf(_)) && value.origin.is_secret() {
        return SECRET.to_owned();
    }
    let several = value.alternatives().map(|(guard, value)| {
        let shown = match &value.content {
            Content::Unknown(unknown) => format!("unknown: {}", unknown.reason),
            _ => in_line(&plain(value, hidden, DEPTH)),
        };
        guard.map_or_else(|| shown.clone(), |guard| format!("{shown} if {guard}"))
    });
    several.collect::<Vec<_>>().join(", or ")
}

fn alternative(one: &Alternative, hidden: Hidden<'_>) -> Json {
    let mut entry = Map::from_iter([("when".to_owned(), Json::from(&*one.guard))]);
    entry.extend(setting(&one.value, hidden));
    Json::Object(entry)
}

/// A value as JSON; an unknown one within a list or a map as `{"unknown": "reason"}`.
fn plain(value: &Value, hidden: Hidden<'_>, depth: usize) -> Json {
    let Some(depth) = depth.checked_sub(1) else { return Json::from("…") };
    match &value.content {
        Content::Null => Json::Null,
        _ if hidden.secrets.covers(value, hidden.places) => Json::from(SECRET),
        Content::Bool(known) => Json::from(*known),
        Content::Number(known) => number(*known),
        Content::Text(known) => Json::from(&**known),
        Content::List(items) => items.iter().map(|item| plain(item, hidden, depth)).collect(),
        Content::Map(entries) => {
            // What goes by a secret's name is one.
            let shown = |(key, entry): (&Arc<str>, &Value)| match &entry.content {
                Content::Null | Content::Bool(_) | Content::Unknown(_) => plain(entry, hidden, depth),
                _ if names_secret(key) => Json::from(SECRET),
                _ => plain(entry, hidden, depth),
            };
            let name = |key: &str| if hidden.secrets.is_key(key) { SECRET.to_owned() } else { key.to_owned() };
            Json::Object(entries.iter().map(|(key, entry)| (name(key), shown((key, entry)))).collect())
        }
        Content::Unknown(unknown) => json!({ "unknown": &*unknown.reason }),
        Content::OneOf(several) => json!({
            "one_of": several.iter().map(|one| plain(&one.value, hidden, depth)).collect::<Vec<_>>(),
        }),
    }
}

fn number(number: Number) -> Json {
    number.as_integer().map_or_else(|| Json::from(number.get()), Json::from)
}

fn in_line(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Array(items) => format!("[{}]", items.iter().map(in_line).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) => {
            let entries = entries.iter().map(|(key, entry)| format!("{key}: {}", in_line(entry)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, SourceMap, Span};
    use crate::value::{Origin, What};

    fn at(file: FileId, start: u32, content: Content) -> Value {
        Value::new(content, Origin::written(Span::new(file, start, start + 5)))
    }

    #[test]
    fn values_are_shown_and_secrets_are_not() {
        let file = SourceMap::default().add("a.tf", "");
        let places = Places::new(vec![Span::new(file, 50, 60)]);
        let hidden = Hidden { secrets: &Secrets::default(), places: &places };
        let text = |start| at(file, start, Content::Text("hunter2".into()));
        let unknown = Value::unknown("var.size has no value", Origin::default());
        let list: Arc<[Value]> = [at(file, 0, Content::Number(5.into())), text(52), unknown.clone()].into();
        let concealed = text(0).step(What::Concealed("var.p".into()), None);
        let one = |guard: &str, value| Alternative { guard: guard.into(), value };
        let cases = [
            (at(file, 0, Content::Bool(true)), "true", json!({"value": true})),
            (unknown, "unknown: var.size has no value", json!({"unknown": "var.size has no value"})),
            (
                at(file, 0, Content::List(list.into())),
                "[5, (secret), {unknown: var.size has no value}]",
                json!({"value": [5, SECRET, {"unknown": "var.size has no value"}]}),
            ),
            (concealed, SECRET, json!({"value": SECRET})),
            (
                Value::one_of(
                    vec![
                        one("IsProd is true", text(0)),
                        one("IsProd is false", text(55).step(What::Written, None)),
                        one("x", Value::null(Origin::default())),
                    ],
                    Origin::default(),
                ),
                "hunter2 if IsProd is true, or (secret) if IsProd is false, or null if x",
                json!({"unknown": "several values are possible", "one_of": [
                    {"when": "IsProd is true", "value": "hunter2"},
                    {"when": "IsProd is false", "value": SECRET},
                    {"when": "x", "value": null},
                ]}),
            ),
        ];
        for (value, line, document) in cases {
            assert_eq!(words(&value, hidden), line);
            assert_eq!(Json::Object(setting(&value, hidden)), document);
        }
    }
}
