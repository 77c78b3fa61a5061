//! Policy documents: statements, whether written as a map, as JSON text, or as text that is put together of parts.

use super::super::combine::{each, reason};
use super::super::json;
use super::pattern::Pattern;
use crate::value::guards::{self, Part};
use crate::value::{Alternative, Content, Made, Truth, Unknown, Value};
use std::sync::Arc;

/// How deep texts within texts are read.
const MAX_DEPTH: u8 = 8;
/// Where the marks for parts of a text begin that are not known.
const HOLES: u32 = 0xf_0000;

/// A statement of a policy document.
pub(super) struct Statement<'v> {
    body: &'v Value,
}

/// One side of a statement: what it is about, or what it is not about.
pub(super) struct Side {
    /// The patterns.
    pub(super) elements: Vec<Value>,
    /// Whether it is everything but these.
    pub(super) is_inverted: bool,
}

impl<'v> Statement<'v> {
    /// The statement that a value is, when its parts are known.
    fn of(body: &'v Value) -> Option<Self> {
        body.as_map().map(|_| Self { body })
    }

    /// Whether it allows something; the opposite is that it denies it.
    pub(super) fn allows(&self) -> Truth {
        match get(self.body, "Effect") {
            None => Truth::False,
            Some(effect) => match effect.as_text() {
                Some(text) => text.eq_ignore_ascii_case("Allow").into(),
                None => Truth::Unknown,
            },
        }
    }

    /// Whether it certainly denies something.
    pub(super) fn denies(&self) -> bool {
        let effect = get(self.body, "Effect").and_then(|effect| effect.as_text());
        effect.is_some_and(|effect| effect.eq_ignore_ascii_case("Deny"))
    }

    /// `Action` and `NotAction`, `Resource` and `NotResource`, by the first of these names.
    pub(super) fn side(&self, name: &str) -> Side {
        let inverted = get(self.body, &format!("Not{name}"));
        let is_inverted = inverted.is_some();
        let elements = inverted.or_else(|| get(self.body, name)).map(elements).unwrap_or_default();
        Side { elements, is_inverted }
    }

    /// Whom it is about: the texts under every type of principal.
    pub(super) fn principals(&self) -> Vec<(Arc<str>, Value)> {
        let Some(principal) = get(self.body, "Principal") else { return Vec::new() };
        match &principal.content {
            Content::Map(types) => {
                let all = types.iter().flat_map(|(ty, who)| elements(who).into_iter().map(|one| (ty.clone(), one)));
                all.collect()
            }
            _ => elements(principal).into_iter().map(|one| ("AWS".into(), one)).collect(),
        }
    }

    /// Its conditions: operator, key and values.
    pub(super) fn conditions(&self) -> Vec<(Arc<str>, Arc<str>, Value)> {
        let Some(conditions) = get(self.body, "Condition").filter(|value| !value.is_null()) else { return Vec::new() };
        let Some(operators) = conditions.as_map() else {
            return vec![("".into(), "".into(), conditions.clone())];
        };
        let keys = operators.iter().flat_map(|(operator, keys)| match keys.as_map() {
            Some(keys) => keys.iter().map(|(key, value)| (operator.clone(), key.clone(), value.clone())).collect(),
            None => vec![(operator.clone(), "".into(), keys.clone())],
        });
        keys.collect()
    }

    /// Whether an action is among those that it is about.
    pub(super) fn is_about(&self, action: &str) -> Truth {
        let side = self.side("Action");
        let any = any(&side.elements, |pattern| pattern.matches(action)).0;
        if side.is_inverted { any.negate() } else { any }
    }
}

/// What holds of any of some patterns, and the first of which it does, or may.
pub(super) fn any(elements: &[Value], question: impl Fn(&Pattern) -> Truth) -> (Truth, Option<&Value>) {
    let mut perhaps = None;
    for element in elements {
        match question(&Pattern::of(element)) {
            Truth::True => return (Truth::True, Some(element)),
            Truth::Unknown => perhaps = perhaps.or(Some(element)),
            Truth::False => {}
        }
    }
    (if perhaps.is_some() { Truth::Unknown } else { Truth::False }, perhaps)
}

/// The statements of a document, each of which may depend on conditions; unknown where there is no telling.
pub(super) fn statements(document: &Value) -> Vec<Value> {
    let document = structure(document, 0);
    match get(&document, "Statement") {
        Some(statements) => elements(statements).iter().map(|one| structure(one, 0)).collect(),
        None if document.as_unknown().is_some() => vec![document],
        None => Vec::new(),
    }
}

/// The statements of a document that may be one of several.
pub(super) fn statements_of_choices(document: &Value) -> Vec<Value> {
    let choices = document.alternatives();
    choices.flat_map(|(guard, one)| statements(one).into_iter().map(move |each| only_if(guard, each))).collect()
}

/// The elements of a list that may be one of several.
pub(super) fn elements_of_choices(value: &Value) -> Vec<Value> {
    let choices = value.alternatives();
    choices.flat_map(|(guard, one)| elements(one).into_iter().map(move |each| only_if(guard, each))).collect()
}

/// A value that is only there under a condition; null where it is not.
pub(super) fn only_if(guard: Option<&Arc<str>>, value: Value) -> Value {
    let Some(guard) = guard else { return value };
    let origin = value.origin.clone();
    let otherwise = match guards::read(guard) {
        Part::Is(subject, "true") => format!("{subject} is false"),
        Part::Is(subject, "false") => format!("{subject} is true"),
        _ => "in other cases".to_owned(),
    };
    let none = Alternative { guard: otherwise.into(), value: Value::null(origin.clone()) };
    Value::one_of(vec![Alternative { guard: guard.clone(), value }, none], origin)
}

/// Asks each of the statements a question whose answer is a boolean value: true if it is of any, where it is of that.
pub(super) fn any_statement(statements: &[Value], mut ask: impl FnMut(&Statement<'_>) -> Value) -> Option<Value> {
    let mut perhaps: Option<Value> = None;
    let mut no = None;
    for statement in statements {
        let answer = each(statement, |statement| match Statement::of(statement) {
            Some(statement) => ask(&statement),
            None if statement.is_null() => Value::null(statement.origin.clone()),
            None => Value::unknown(reason(statement), statement.origin.clone()),
        });
        match answer.content {
            Content::Bool(true) => return Some(answer),
            Content::Bool(false) => no = no.or(Some(answer)),
            Content::Null => {}
            _ => perhaps = perhaps.or(Some(answer)),
        }
    }
    perhaps.or(no)
}

/// An entry of a map under a name.
fn get<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    value.get(name).filter(|value| !value.is_null())
}

/// A list, or one alone.
fn elements(value: &Value) -> Vec<Value> {
    match &value.content {
        Content::List(items) => items.iter().filter(|item| !item.is_null()).cloned().collect(),
        Content::Null => Vec::new(),
        _ => vec![value.clone()],
    }
}

/// The map or list that a text is the JSON of; anything else as it is.
pub(super) fn structure(value: &Value, depth: u8) -> Value {
    match (&value.content, value.origin.made()) {
        _ if depth > MAX_DEPTH => value.clone(),
        (Content::Text(_) | Content::Unknown(_), Some(Made::Json(own))) => each(own, |own| structure(own, depth + 1)),
        (Content::Unknown(_), Some(Made::Text(parts))) => {
            of_parts(parts, value, depth).unwrap_or_else(|| value.clone())
        }
        (Content::Text(text), _) => of_text(text, value).unwrap_or_else(|| value.clone()),
        _ => value.clone(),
    }
}

/// A map as the JSON text has it, for fields that are maps.
pub(in crate::model) fn map_of_text(value: &Value) -> Option<Content> {
    let read = structure(value, 0);
    read.as_map().map(|map| Content::Map(Arc::new(map.clone())))
}

fn of_text(text: &str, whole: &Value) -> Option<Value> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let read = serde_json::from_str(text).ok()?;
    Some(json::value(read, whole, &|text| Value::text(text, whole.origin.clone())))
}

/// JSON of which parts are not known. A part that stands alone is a value; within a string, that string is not known.
fn of_parts(parts: &[Value], whole: &Value, depth: u8) -> Option<Value> {
    let (mut text, mut in_string, mut escaped) = (String::new(), false, false);
    for (index, part) in parts.iter().enumerate() {
        let Content::Text(own) = &part.content else {
            let mark = char::from_u32(HOLES + u32::try_from(index).ok()?)?;
            if in_string {
                text.push(mark);
            } else {
                text.extend(['"', mark, '"']);
            }
            continue;
        };
        for c in own.chars() {
            match c {
                _ if escaped => escaped = false,
                '\\' if in_string => escaped = true,
                '"' => in_string = !in_string,
                _ => {}
            }
        }
        text.push_str(own);
    }
    let read = serde_json::from_str(&text).ok()?;
    let parts: Vec<Value> = parts.iter().map(|part| structure(part, depth + 1)).collect();
    Some(json::value(read, whole, &|text| with_holes(&text, &parts, whole)))
}

/// A string in which marks stand for parts that are not known.
fn with_holes(text: &str, parts: &[Value], whole: &Value) -> Value {
    let part = |c: char| parts.get(u32::from(c).checked_sub(HOLES)? as usize);
    let mut pieces: Vec<Value> = Vec::new();
    let mut known = String::new();
    for c in text.chars() {
        match part(c) {
            Some(part) => {
                pieces.push(Value::text(std::mem::take(&mut known), whole.origin.clone()));
                pieces.push(part.clone());
            }
            None => known.push(c),
        }
    }
    if pieces.is_empty() {
        return Value::text(known, whole.origin.clone());
    }
    pieces.push(Value::text(known, whole.origin.clone()));
    pieces.retain(|piece| piece.as_text().is_none_or(|text| !text.is_empty()));
    if let [only] = &pieces[..] {
        return only.clone();
    }
    let unknown = pieces.iter().find(|piece| piece.as_unknown().is_some());
    let why = unknown.map_or_else(|| "a part of it is not known".into(), reason);
    let origin = whole.origin.clone().made_of(Made::Text(pieces));
    Value::new(Content::Unknown(Arc::new(Unknown { non_null: true, ..Unknown::because(why) })), origin)
}
