//! Functions that encode and decode.

use super::arguments::{at, decided, text_at};
use super::{Function, Result, Stop, fail};
use crate::terraform::expansion::sorted;
use crate::terraform::types::text;
use crate::terraform::values::{self, bare};
use crate::value::{Content, Number, Value};
use sha2::{Digest, Sha256, Sha512};
use std::fmt::Write;

pub(super) const TABLE: &[(&str, Function)] = &[
    ("base64decode", base64decode),
    ("base64encode", |a| Ok(text(base64(text_at(a, 0)?.as_bytes())))),
    ("base64sha256", |a| Ok(text(base64(&Sha256::digest(text_at(a, 0)?.as_bytes()))))),
    ("base64sha512", |a| Ok(text(base64(&Sha512::digest(text_at(a, 0)?.as_bytes()))))),
    ("jsondecode", jsondecode),
    ("jsonencode", |a| Ok(text(to_json(at(a, 0)?)?))),
    ("sha256", |a| Ok(text(hex(&Sha256::digest(text_at(a, 0)?.as_bytes()))))),
    ("sha512", |a| Ok(text(hex(&Sha512::digest(text_at(a, 0)?.as_bytes()))))),
    ("urlencode", |a| Ok(text(urlencode(&text_at(a, 0)?)))),
];

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A value as JSON, the way Terraform writes it.
pub(super) fn to_json(value: &Value) -> Result<String> {
    let mut json = String::new();
    write_json(decided(value)?, &mut json);
    Ok(json)
}

fn write_json(value: &Value, out: &mut String) {
    match &value.content {
        Content::Null | Content::Unknown(_) | Content::OneOf(_) => out.push_str("null"),
        Content::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Content::Number(number) => out.push_str(&number.to_string()),
        Content::Text(text) => write_text(text, out),
        Content::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_json(item, out);
            }
            out.push(']');
        }
        Content::Map(entries) => {
            out.push('{');
            for (index, (key, item)) in sorted(entries).iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write_text(key, out);
                out.push(':');
                write_json(item, out);
            }
            out.push('}');
        }
    }
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
    let parsed = serde_json::from_str(&source).map_err(|_| Stop::Failure("the string is not JSON".to_owned()))?;
    Ok(from_json(parsed))
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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn base64(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let digit = (bits >> (18 - 6 * at)) & 63;
            let letter = ALPHABET.get(digit as usize).copied().map_or('A', char::from);
            encoded.push(if at <= chunk.len() { letter } else { '=' });
        }
    }
    encoded
}

fn base64decode(a: &[Value]) -> Result {
    let source = text_at(a, 0)?;
    let mut bytes = Vec::with_capacity(source.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for letter in source.trim_end_matches('=').bytes() {
        let Some(digit) = ALPHABET.iter().position(|&known| known == letter) else { return fail("it is not base64") };
        bits = bits << 6 | digit as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    String::from_utf8(bytes).map_or_else(|_| fail("the result is not text"), |decoded| Ok(text(decoded)))
}

fn urlencode(source: &str) -> String {
    let mut encoded = String::new();
    for byte in source.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            b' ' => encoded.push('+'),
            _ => {
                // Writing to a string does not fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}
