//! Functions that write a value in another form: `Fn::Base64` and `Fn::ToJsonString`.

use super::alternatives::each;
use super::call::Call;
use super::evaluator::Evaluator;
use super::lists::{known_from, unknown_from};
use super::scalars;
use crate::value::{Content, Made, Unknown, Value};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::fmt::Write as _;
use std::sync::Arc;

impl<'t> Evaluator<'t> {
    /// `Fn::Base64: text`.
    pub(super) fn base64(&mut self, call: &Call<'t>) -> Value {
        let source = self.argument(call);
        each(&source, |source| {
            let origin = call.behind(&source.origin);
            match (scalars::as_string(&source.content), source.as_unknown()) {
                (Some(text), _) if self.spend_text(text.len(), call.span) => {
                    Value::text(BASE64_STANDARD.encode(text.as_bytes()), origin)
                }
                (Some(_), _) => Value::unknown("the template takes too many steps to evaluate", origin),
                (None, Some(unknown)) => {
                    let encoded = Unknown { shape: unknown.with_gaps().into(), ..known_from(unknown) };
                    Value::new(Content::Unknown(Arc::new(encoded)), origin)
                }
                (None, None) => self.malformed(call),
            }
        })
    }

    /// `Fn::ToJsonString: list or map`: without spaces, as the documentation shows it.
    pub(super) fn json_string(&mut self, call: &Call<'t>) -> Value {
        let source = self.argument(call);
        each(&source, |source| match &source.content {
            Content::List(_) | Content::Map(_) => {
                let mut json = Json::default();
                json.write(source);
                let origin = call.behind(&source.origin).with_parts(json.parts).made_of(Made::Json(source.clone()));
                if !self.spend_text(json.text.len(), call.span) {
                    return Value::unknown("the template takes too many steps to evaluate", origin);
                }
                match json.end {
                    None => Value::text(json.text, origin),
                    Some(end) => {
                        let unknown = Unknown { non_null: true, prefix: json.text.into(), ..end };
                        Value::new(Content::Unknown(Arc::new(unknown)), origin)
                    }
                }
            }
            Content::Unknown(unknown) => unknown_from(unknown, call.behind(&source.origin)),
            _ => self.malformed(call),
        })
    }
}

/// The text so far. It ends at the first part that is not known, or of which nobody documents how it is written.
#[derive(Default)]
struct Json {
    text: String,
    end: Option<Unknown>,
    parts: Vec<crate::value::Origin>,
}

impl Json {
    /// Writes what is known. Values nest no deeper than expressions may.
    fn write(&mut self, value: &Value) {
        match &value.content {
            Content::Text(text) => {
                self.parts.push(value.origin.clone());
                self.quote(text);
            }
            Content::List(items) => self.enclosed('[', items.iter().map(|item| (None, item)), ']'),
            Content::Map(entries) => {
                // Whether the order is that of the source is not documented.
                if !entries.keys().is_sorted() {
                    self.stop("the order of the keys is not documented");
                }
                let present = entries.iter().filter(|(_, item)| !item.is_null());
                self.enclosed('{', present.map(|(key, item)| (Some(key), item)), '}');
            }
            Content::Unknown(unknown) => {
                self.end.get_or_insert_with(|| Unknown::because(unknown.reason.clone())).secret |= unknown.secret;
            }
            Content::OneOf(_) => self.stop("the text holds one of several values"),
            Content::Null | Content::Bool(_) | Content::Number(_) => {
                self.stop("whether numbers and booleans become texts is not documented");
            }
        }
    }

    fn enclosed<'v>(
        &mut self,
        open: char,
        items: impl Iterator<Item = (Option<&'v Arc<str>>, &'v Value)>,
        close: char,
    ) {
        self.push(open);
        for (i, (key, item)) in items.enumerate() {
            if i > 0 {
                self.push(',');
            }
            if let Some(key) = key {
                self.quote(key);
                self.push(':');
            }
            self.write(item);
        }
        self.push(close);
    }

    fn stop(&mut self, reason: &str) {
        self.end.get_or_insert_with(|| Unknown::because(reason));
    }

    fn push(&mut self, char: char) {
        if self.end.is_none() {
            self.text.push(char);
        }
    }

    fn quote(&mut self, text: &str) {
        if self.end.is_some() {
            return;
        }
        // What is left as it is and what is escaped beyond these is not documented.
        if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
            // Writing to a text cannot fail.
            let _ = write!(self.text, "\"{escaped}\"");
        } else {
            self.stop("how other than plain characters are written is not documented");
        }
    }
}
