//! Functions on lists: `Fn::Join`, `Fn::Select`, `Fn::Split`, `Fn::Length`.

use super::alternatives::each;
use super::call::Call;
use super::evaluator::Evaluator;
use super::networks::zone_of;
use super::scalars;
use crate::source::Span;
use crate::value::{Alternative, Content, Logic, MAX_ALTERNATIVES, Number, Origin, Unknown, Value, What};
use std::sync::Arc;

/// One of the lists that are possible, and its condition; empty for none.
type Draft = (String, Vec<Value>);

const EXHAUSTED: &str = "the template takes too many steps to evaluate";

impl<'t> Evaluator<'t> {
    /// `Fn::Join: [delimiter, list]`.
    pub(super) fn join(&mut self, call: &Call<'t>) -> Value {
        let [delimiter, list] = call.items() else { return self.malformed(call) };
        let delimiter = self.value(delimiter);
        if !could_be_text(&delimiter) {
            return self.malformed(call);
        }
        let list = self.value(list);
        let list = self.settled(&list, call.span);
        each(&list, |list| match &list.content {
            Content::List(items) => self.join_items(call, &delimiter, items, &list.origin),
            Content::Unknown(unknown) => unknown_from(unknown, call.behind(&list.origin)),
            _ => self.malformed(call),
        })
    }

    fn join_items(&mut self, call: &Call<'t>, delimiter: &Value, items: &[Value], list: &Origin) -> Value {
        if !self.spend(items.len(), call.span) {
            return Value::unknown(EXHAUSTED, call.origin());
        }
        if items.is_empty() {
            return Value::text("", call.origin());
        }
        let silent = delimiter.as_text().is_some_and(|text| text.is_empty());
        let mut parts = Vec::with_capacity(items.len() * 2);
        for item in items {
            if !parts.is_empty() && !silent {
                parts.push(delimiter.clone());
            }
            parts.push(item.clone());
        }
        let literal = list.steps().next().is_none_or(|step| step.what == What::Written);
        let origin = if literal { self.deciding(call, &parts) } else { call.behind(list) };
        self.concatenate(call, &parts, origin)
    }

    /// `Fn::Select: [index, list]`.
    pub(super) fn select(&mut self, call: &Call<'t>) -> Value {
        let [index, list] = call.items() else { return self.malformed(call) };
        let index = self.value(index);
        let list = self.value(list);
        let list = self.settled(&list, call.span);
        let certain = ![&index, &list].iter().any(|value| matches!(value.content, Content::OneOf(_)));
        each(&index, |index| match (position(index), index.as_unknown()) {
            (Some(at), _) => each(&list, |list| self.item(call, list, at, certain)),
            (None, Some(unknown)) => unknown_from(unknown, call.behind(&index.origin)),
            (None, None) => self.malformed(call),
        })
    }

    fn item(&mut self, call: &Call<'t>, list: &Value, at: usize, certain: bool) -> Value {
        match &list.content {
            Content::List(items) => {
                if let Some(item) = items.get(at) {
                    return Value::new(item.content.clone(), call.behind(&item.origin));
                }
                if certain {
                    self.refuse(call, format!("the list has no item {at}: it has {}", items.len()));
                }
                Value::unknown(format!("the list has no item {at}"), call.origin())
            }
            Content::Unknown(unknown) => zone_of(unknown, call.behind(&list.origin)),
            _ => self.malformed(call),
        }
    }

    /// `Fn::Split: [delimiter, text]`.
    pub(super) fn split(&mut self, call: &Call<'t>) -> Value {
        let [delimiter, source] = call.items() else { return self.malformed(call) };
        let delimiter = self.value(delimiter);
        let source = self.value(source);
        each(&delimiter, |delimiter| match (scalars::as_string(&delimiter.content), delimiter.as_unknown()) {
            (Some(text), _) if !text.is_empty() => each(&source, |source| self.pieces(call, &text, source)),
            (_, Some(unknown)) => unknown_from(unknown, call.behind(&delimiter.origin)),
            _ => self.malformed(call),
        })
    }

    fn pieces(&mut self, call: &Call<'t>, delimiter: &str, source: &Value) -> Value {
        let origin = call.behind(&source.origin);
        match (scalars::as_string(&source.content), source.as_unknown()) {
            (Some(text), _) if self.spend_text(text.len() * 8, call.span) => {
                let items = text.split(delimiter).map(|item| Value::text(item, origin.clone()));
                Value::new(Content::List(items.collect()), origin)
            }
            (Some(_), _) => Value::unknown(EXHAUSTED, origin),
            (None, Some(unknown)) => unknown_from(unknown, origin),
            (None, None) => self.malformed(call),
        }
    }

    /// `Fn::Length: list`.
    pub(super) fn length(&mut self, call: &Call<'t>) -> Value {
        let list = self.argument(call);
        let list = self.settled(&list, call.span);
        each(&list, |list| match &list.content {
            Content::List(items) => match Number::parse(&items.len().to_string()) {
                Some(length) => Value::new(Content::Number(length), call.behind(&list.origin)),
                None => self.malformed(call),
            },
            Content::Unknown(unknown) => unknown_from(unknown, call.behind(&list.origin)),
            _ => self.malformed(call),
        })
    }

    /// A list, or several of them, whose items all exist: where a condition leaves open whether an item is there, one
    /// of the lists that are possible.
    pub(super) fn settled(&mut self, list: &Value, at: Span) -> Value {
        each(list, |list| self.settled_list(list, at))
    }

    fn settled_list(&mut self, list: &Value, at: Span) -> Value {
        let Some(items) = list.as_list().filter(|items| items.iter().any(is_removable)) else { return list.clone() };
        let mut drafts = vec![Draft::default()];
        for item in items {
            drafts = extend(drafts, item, &self.logic);
            if drafts.len() > MAX_ALTERNATIVES || !self.spend(drafts.len(), at) {
                let reason = format!("more than {MAX_ALTERNATIVES} lists are possible");
                return unknown_from(&Unknown::because(reason), list.origin.clone());
            }
        }
        let draft = |(guard, items): Draft| {
            let value = Value::new(Content::List(items.into()), list.origin.clone());
            Alternative { guard: guard.into(), value }
        };
        Value::one_of(drafts.into_iter().map(draft).collect(), list.origin.clone())
    }
}

/// Whether the item is one of several of which one is that there is none.
fn is_removable(item: &Value) -> bool {
    matches!(item.content, Content::OneOf(_)) && item.alternatives().any(|(_, value)| value.is_null())
}

/// Every draft with the item; with each of its alternatives, where there may be none. Items are copied only where
/// a draft becomes several.
fn extend(drafts: Vec<Draft>, item: &Value, logic: &Logic) -> Vec<Draft> {
    let mut extended = Vec::with_capacity(drafts.len());
    for (guard, items) in drafts {
        let fitting = |(own, value): (Option<&Arc<str>>, &'_ Value)| {
            Some((logic.both(&guard, own.map_or("", |own| own))?, value.clone()))
        };
        let mut fitting: Vec<(String, Value)> = if is_removable(item) {
            item.alternatives().filter_map(fitting).collect()
        } else {
            vec![(guard.clone(), item.clone())]
        };
        let last = fitting.pop();
        extended.extend(fitting.into_iter().map(|(guard, value)| with(guard, items.clone(), value)));
        extended.extend(last.map(|(guard, value)| with(guard, items, value)));
    }
    extended
}

fn with(guard: String, mut items: Vec<Value>, item: Value) -> Draft {
    items.extend((!item.is_null()).then_some(item));
    (guard, items)
}

fn could_be_text(value: &Value) -> bool {
    let text = |value: &Value| value.as_unknown().is_some() || scalars::as_string(&value.content).is_some();
    value.alternatives().all(|(_, value)| text(value))
}

/// The result of a function on something unknown: unknown for the same reason, and as secret.
pub(super) fn unknown_from(unknown: &Unknown, origin: Origin) -> Value {
    Value::new(Content::Unknown(Arc::new(known_from(unknown))), origin)
}

/// What is known of a text that is made of an unknown one.
pub(super) fn known_from(unknown: &Unknown) -> Unknown {
    Unknown { non_null: true, secret: unknown.secret, ..Unknown::because(unknown.reason.clone()) }
}

/// A whole number that is not negative.
pub(super) fn position(index: &Value) -> Option<usize> {
    let number = match &index.content {
        Content::Number(number) => *number,
        Content::Text(text) => Number::parse(text)?,
        _ => return None,
    };
    usize::try_from(number.as_integer()?).ok()
}
