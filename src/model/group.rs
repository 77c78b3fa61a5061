//! The rows of a parameter group, in both languages' forms.

use super::combine::each;
use super::convert::scalar_text;
use crate::value::{Content, Map, Origin, Value};
use std::sync::Arc;

/// What a group says about one parameter.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Row {
    /// It sets it to this value, which may be unknown.
    Set(Value),
    /// It does not mention it.
    Unset,
    /// It is not known whether it does: why.
    Perhaps(Arc<str>),
}

/// Looks a parameter up in a group's rows: a map of names to values, or blocks with `name` and `value`.
/// The value must have no alternatives of its own.
pub(super) fn find(rows: &Value, name: &str) -> Row {
    match &rows.content {
        Content::Null => Row::Unset,
        Content::Map(map) => {
            let found = map.iter().rev().find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_null());
            found.map_or(Row::Unset, |(_, value)| Row::Set(as_sent(value)))
        }
        Content::List(blocks) => in_blocks(blocks, name),
        Content::Unknown(unknown) => Row::Perhaps(unknown.reason.clone()),
        _ => Row::Perhaps("its parameters are not a map".into()),
    }
}

fn in_blocks(blocks: &[Value], name: &str) -> Row {
    let mut perhaps = None;
    for block in blocks.iter().rev() {
        let named = block.get("name");
        match named.map(|named| &named.content) {
            Some(Content::Text(own)) if own.eq_ignore_ascii_case(name) => {
                return block
                    .get("value")
                    .filter(|value| !value.is_null())
                    .map_or(Row::Unset, |v| Row::Set(as_sent(v)));
            }
            Some(Content::Text(_)) => {}
            _ => perhaps = perhaps.or_else(|| Some(unnamed(block))),
        }
    }
    perhaps.map_or(Row::Unset, Row::Perhaps)
}

fn unnamed(block: &Value) -> Arc<str> {
    let unknown = block.as_unknown().or_else(|| block.get("name")?.as_unknown());
    unknown.map_or_else(|| "the name of one of its parameters is not known".into(), |unknown| unknown.reason.clone())
}

/// The names that a group's rows have, with the value of each.
pub(super) fn names(rows: &Value) -> Vec<(Arc<str>, Value)> {
    match &rows.content {
        Content::Map(map) => {
            map.iter().filter(|(_, value)| !value.is_null()).map(|(k, v)| (k.clone(), as_sent(v))).collect()
        }
        Content::List(blocks) => {
            let named = |block: &Value| Some((block.get("name")?.as_text()?.clone(), as_sent(block.get("value")?)));
            blocks.iter().filter_map(named).collect()
        }
        Content::OneOf(alternatives) => alternatives.iter().flat_map(|a| names(&a.value)).collect(),
        _ => Vec::new(),
    }
}

/// One row of a group.
pub(super) struct Setting {
    /// The parameter's name.
    pub(super) name: Arc<str>,
    /// The name as a value, where it is one.
    named: Option<Value>,
    /// The value as the text that reaches the API.
    pub(super) value: Value,
    /// How Terraform is to apply it, where the row says so.
    pub(super) method: Option<Value>,
}

impl Setting {
    /// Where the row stands, and its value.
    pub(super) fn origin(&self) -> Origin {
        match &self.named {
            Some(named) => named.origin.clone().with_parts(vec![named.origin.clone(), self.value.origin.clone()]),
            None => self.value.origin.clone(),
        }
    }

    /// Whether its name or its value must not be shown.
    pub(super) fn is_secret(&self) -> bool {
        self.value.is_secret() || self.named.as_ref().is_some_and(Value::is_secret)
    }

    /// The name, unless it is a secret.
    pub(super) fn shown_name(&self) -> String {
        if self.named.as_ref().is_some_and(Value::is_secret) { "…".to_owned() } else { self.name.to_string() }
    }
}

/// The rows that have names, of a group whose rows have no alternatives.
pub(super) fn settings(rows: &Value) -> Vec<Setting> {
    match &rows.content {
        Content::Map(map) => {
            let given = map.iter().filter(|(_, value)| !value.is_null());
            given.map(|(k, v)| Setting { name: k.clone(), named: None, value: as_sent(v), method: None }).collect()
        }
        Content::List(blocks) => blocks.iter().filter_map(of_block).collect(),
        _ => Vec::new(),
    }
}

fn of_block(block: &Value) -> Option<Setting> {
    let named = block.get("name")?.clone();
    let (name, value) = (named.as_text()?.clone(), as_sent(block.get("value")?));
    Some(Setting { name, named: Some(named), value, method: block.get("apply_method").cloned() })
}

/// The names that a group's rows have, without those that are secrets.
pub(super) fn shown_names(rows: &Value) -> Vec<Arc<str>> {
    match &rows.content {
        _ if rows.origin.is_secret() => Vec::new(),
        Content::List(blocks) => {
            let named = blocks.iter().filter_map(|block| block.get("name")).filter(|name| !name.is_secret());
            named.filter_map(|name| name.as_text().cloned()).collect()
        }
        Content::OneOf(alternatives) => alternatives.iter().flat_map(|a| shown_names(&a.value)).collect(),
        _ => names(rows).into_iter().map(|(name, _)| name).collect(),
    }
}

/// The rows as one map from name to value; unknown as soon as one row is.
pub(super) fn as_map(rows: &Value) -> Value {
    each(rows, |rows| match &rows.content {
        Content::Null | Content::Unknown(_) => rows.clone(),
        Content::List(blocks) => {
            let nameless = blocks.iter().find(|block| block.get("name").and_then(Value::as_text).is_none());
            match nameless {
                Some(block) => Value::unknown(unnamed(block), block.origin.clone()),
                None => {
                    Value::new(Content::Map(Arc::new(names(rows).into_iter().collect::<Map>())), rows.origin.clone())
                }
            }
        }
        _ => Value::new(Content::Map(Arc::new(names(rows).into_iter().collect::<Map>())), rows.origin.clone()),
    })
}

/// A value as the text that reaches the API.
fn as_sent(value: &Value) -> Value {
    each(value, |value| match scalar_text(&value.content) {
        Some(text) => Value::text(text, value.origin.clone()),
        None if matches!(value.content, Content::Unknown(_)) => value.clone(),
        None => Value::unknown("the parameter's value is not a string", value.origin.clone()),
    })
}
