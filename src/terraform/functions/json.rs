//! JSON, the way Terraform reads and writes it.

use super::arguments::{at, decided, text_at};
use super::signature::Takes::{Anything, Text};
use super::{Function, Result, Stop, fail};
use crate::terraform::values::{self, bare, derived_non_null, text};
use crate::value::{Content, GAP, Number, Unknown, Value};
use std::fmt::Write;
use std::sync::Arc;

pub(super) const TABLE: &[Function] = &[
    Function::of("jsondecode", &[Text], jsondecode).nullable(),
    Function::of("jsonencode", &[Anything], encode).open(),
];

/// The text as far as it is known: up to the first value that is not.
fn encode(a: &[Value]) -> Result {
    let value = at(a, 0)?;
    let mut json = String::new();
    match write_json(value, Open::Ends, &mut json) {
        Ok(()) => Ok(text(json)),
        Err(open) => {
            let unknown = derived_non_null(open);
            let secret = unknown.as_unknown().is_some_and(|unknown| unknown.secret);
            let reason = values::reason(open);
            let mut shape = String::new();
            // With gaps it is written to its end.
            let _ = write_json(value, Open::Gap, &mut shape);
            let known = Unknown {
                non_null: true,
                prefix: json.into(),
                shape: shape.into(),
                secret,
                ..Unknown::because(reason)
            };
            Ok(Value { content: Content::Unknown(Arc::new(known)), ..unknown })
        }
    }
}

/// A value as JSON, the way Terraform writes it.
pub(super) fn to_json(value: &Value) -> Result<String> {
    let mut json = String::new();
    match write_json(decided(value)?, Open::Ends, &mut json) {
        Ok(()) => Ok(json),
        Err(open) => Err(Stop::open(open)),
    }
}

/// What to write where a value is not known.
#[derive(Clone, Copy)]
enum Open {
    /// Nothing any more: the value is the error.
    Ends,
    /// A string with a gap.
    Gap,
}

/// Writes a value, as far as it is known.
fn write_json<'v>(value: &'v Value, when_open: Open, out: &mut String) -> std::result::Result<(), &'v Value> {
    match &value.content {
        Content::Unknown(unknown) if matches!(when_open, Open::Gap) => write_text(&unknown.with_gaps(), out),
        Content::OneOf(_) if matches!(when_open, Open::Gap) => write_text(&GAP.to_string(), out),
        Content::Unknown(_) | Content::OneOf(_) => return Err(value),
        Content::Null => out.push_str("null"),
        Content::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Content::Number(number) => out.push_str(&number.to_string()),
        Content::Text(text) => write_text(text, out),
        Content::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_json(item, when_open, out)?;
            }
            out.push(']');
        }
        Content::Map(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.sort_by_key(|(a, _)| *a);
            out.push('{');
            for (index, (key, item)) in entries.into_iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_text(key, out);
                out.push(':');
                write_json(item, when_open, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                // Writing to a string does not fail.
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

fn jsondecode(a: &[Value]) -> Result {
    let source = text_at(a, 0)?;
    match serde_json::from_str(&source) {
        Ok(parsed) => Ok(from_json(parsed)),
        Err(_) => fail("the string is not JSON"),
    }
}

fn from_json(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => bare(Content::Null),
        serde_json::Value::Bool(value) => bare(Content::Bool(value)),
        serde_json::Value::Number(number) => {
            bare(number.as_f64().and_then(Number::new).map_or(Content::Null, Content::Number))
        }
        serde_json::Value::String(string) => text(string),
        serde_json::Value::Array(items) => values::list(items.into_iter().map(from_json).collect()),
        serde_json::Value::Object(entries) => {
            values::map(entries.into_iter().map(|(key, item)| (key.into(), from_json(item))).collect())
        }
    }
}
