//! Values made to fit the type of their field, as both languages do when they send them.

use super::combine::each;
use super::fields::Type;
use super::tags;
use crate::value::{Content, Number, Value};
use std::sync::Arc;

/// The value as the type; null and unknown stay, and what cannot be converted is unknown.
pub(super) fn convert(value: &Value, ty: Type) -> Value {
    each(value, |value| {
        let content = match &value.content {
            Content::Null | Content::Unknown(_) => return value.clone(),
            content => match ty {
                Type::Bool => boolean(content),
                Type::Number => number(content),
                Type::Text => text(content),
                Type::List => Some(list(value)),
                Type::Map => map(content).or_else(|| super::iam::document::map_of_text(value)),
                Type::Tags => return tags::as_map(value),
            },
        };
        match content {
            Some(content) => Value::new(content, value.origin.clone()),
            None => Value::unknown(format!("the value is not {}", noun(ty)), value.origin.clone()),
        }
    })
}

/// A scalar as the text that reaches the API; `None` for anything else.
pub(super) fn scalar_text(content: &Content) -> Option<Arc<str>> {
    match content {
        Content::Text(text) => Some(text.clone()),
        Content::Number(number) => Some(number.to_string().into()),
        Content::Bool(value) => Some(if *value { "true" } else { "false" }.into()),
        _ => None,
    }
}

fn boolean(content: &Content) -> Option<Content> {
    let known = match content {
        Content::Bool(value) => *value,
        Content::Number(number) => match number.as_integer() {
            Some(0) => false,
            Some(1) => true,
            _ => return None,
        },
        Content::Text(text) if &**text == "1" || text.eq_ignore_ascii_case("true") => true,
        Content::Text(text) if &**text == "0" || text.eq_ignore_ascii_case("false") => false,
        _ => return None,
    };
    Some(Content::Bool(known))
}

fn number(content: &Content) -> Option<Content> {
    match content {
        Content::Number(number) => Some(Content::Number(*number)),
        Content::Text(text) => Number::parse(text.trim()).map(Content::Number),
        _ => None,
    }
}

fn text(content: &Content) -> Option<Content> {
    scalar_text(content).map(Content::Text)
}

/// A null within a list takes its element away; a single value is a list of one.
fn list(value: &Value) -> Content {
    match &value.content {
        Content::List(items) if items.iter().any(Value::is_null) => {
            Content::List(items.iter().filter(|item| !item.is_null()).cloned().collect())
        }
        Content::List(items) => Content::List(items.clone()),
        _ => Content::List([value.clone()].into()),
    }
}

/// A nested block stands as a list of one map; no block at all is null.
fn map(content: &Content) -> Option<Content> {
    match content {
        Content::Map(map) => Some(Content::Map(map.clone())),
        Content::List(items) => match &items[..] {
            [] => Some(Content::Null),
            [only] if matches!(only.content, Content::Map(_) | Content::Unknown(_)) => Some(only.content.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn noun(ty: Type) -> &'static str {
    match ty {
        Type::Bool => "a boolean",
        Type::Number => "a number",
        Type::Text => "a string",
        Type::List => "a list",
        Type::Map | Type::Tags => "a map",
    }
}
