//! Values as JSON and as a few words. Secrets inside of them are not shown.

use crate::source::{Places, Span};
use crate::value::{Alternative, Content, Number, Step, Value, What};
use serde_json::{Map, Value as Json, json};

/// What stands in the place of a secret's text.
pub(super) const SECRET: &str = "(secret)";

/// How deep values are shown.
const DEPTH: usize = 32;

/// `{"value": …}`, or `{"unknown": "reason"}`, with `"one_of": [{"when": …, "value": …}]` where that is known.
pub(super) fn setting(value: &Value, secrets: &Places) -> Map<String, Json> {
    let (key, json) = match &value.content {
        Content::Unknown(unknown) => ("unknown", Json::from(&*unknown.reason)),
        Content::OneOf(_) => ("unknown", Json::from("several values are possible")),
        _ => ("value", plain(value, secrets, DEPTH)),
    };
    let mut setting = Map::from_iter([(key.to_owned(), json)]);
    if let Content::OneOf(several) = &value.content {
        let several = several.iter().map(|one| alternative(one, secrets)).collect();
        setting.insert("one_of".to_owned(), Json::Array(several));
    }
    setting
}

/// The value in one line: `true`, `[a, b]`, `unknown: var.size has no value`, `1 if IsProd holds, or 0 if …`.
pub(super) fn words(value: &Value, secrets: &Places) -> String {
    let several = value.alternatives().map(|(guard, value)| {
        let shown = match &value.content {
            Content::Unknown(unknown) => format!("unknown: {}", unknown.reason),
            _ => in_line(&plain(value, secrets, DEPTH)),
        };
        guard.map_or_else(|| shown.clone(), |guard| format!("{shown} if {guard}"))
    });
    several.collect::<Vec<_>>().join(", or ")
}

fn alternative(one: &Alternative, secrets: &Places) -> Json {
    let mut entry = Map::from_iter([("when".to_owned(), Json::from(&*one.guard))]);
    entry.extend(setting(&one.value, secrets));
    Json::Object(entry)
}

/// A value as JSON; an unknown one within a list or a map as `{"unknown": "reason"}`.
fn plain(value: &Value, secrets: &Places, depth: usize) -> Json {
    let Some(depth) = depth.checked_sub(1) else { return Json::from("…") };
    match &value.content {
        Content::Null => Json::Null,
        _ if is_secret(value, secrets) => Json::from(SECRET),
        Content::Bool(known) => Json::from(*known),
        Content::Number(known) => number(*known),
        Content::Text(known) => Json::from(&**known),
        Content::List(items) => items.iter().map(|item| plain(item, secrets, depth)).collect(),
        Content::Map(entries) => {
            Json::Object(entries.iter().map(|(key, entry)| (key.to_string(), plain(entry, secrets, depth))).collect())
        }
        Content::Unknown(unknown) => json!({ "unknown": &*unknown.reason }),
        Content::OneOf(several) => json!({
            "one_of": several.iter().map(|one| plain(&one.value, secrets, depth)).collect::<Vec<_>>(),
        }),
    }
}

fn number(number: Number) -> Json {
    number.as_integer().map_or_else(|| Json::from(number.get()), Json::from)
}

fn is_secret(value: &Value, secrets: &Places) -> bool {
    let is_scalar = matches!(value.content, Content::Text(_) | Content::Number(_));
    let is_known = |place: Span| secrets.touch(place);
    let tells = |step: &Step| matches!(step.what, What::Concealed(_)) || step.at.is_some_and(is_known);
    is_scalar && (value.origin.steps().any(tells) || value.origin.parts_written_at().into_iter().any(is_known))
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
    use crate::source::{FileId, SourceMap};
    use crate::value::Origin;
    use std::sync::Arc;

    fn at(file: FileId, start: u32, content: Content) -> Value {
        Value::new(content, Origin::written(Span::new(file, start, start + 5)))
    }

    #[test]
    fn values_are_shown_and_secrets_are_not() {
        let file = SourceMap::default().add("a.tf", "");
        let secrets = Places::new(vec![Span::new(file, 50, 60)]);
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
            assert_eq!(words(&value, &secrets), line);
            assert_eq!(Json::Object(setting(&value, &secrets)), document);
        }
    }
}
