//! Functions on lists: `Fn::Join`, `Fn::Select`, `Fn::Split`.

use super::alternatives::each;
use super::call::Call;
use super::evaluator::Evaluator;
use super::scalars;
use crate::value::{Content, Number, Origin, Unknown, Value, What};
use std::sync::Arc;

impl<'t> Evaluator<'t> {
    /// `Fn::Join: [delimiter, list]`.
    pub(super) fn join(&mut self, call: &Call<'t>) -> Value {
        let [delimiter, list] = call.items() else { return self.malformed(call) };
        let delimiter = self.value(delimiter);
        let list = self.value(list);
        each(&list, |list| match &list.content {
            Content::List(items) => self.join_items(call, &delimiter, items, &list.origin),
            Content::Unknown(unknown) => unknown_from(unknown, call.behind(&list.origin)),
            _ => self.malformed(call),
        })
    }

    fn join_items(&mut self, call: &Call<'t>, delimiter: &Value, items: &[Value], list: &Origin) -> Value {
        if !self.spend(items.len(), call.span) {
            return Value::unknown("the template takes too many steps to evaluate", call.origin());
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
        each(&index, |index| match (position(index), index.as_unknown()) {
            (Some(at), _) => each(&list, |list| self.item(call, list, at)),
            (None, Some(unknown)) => unknown_from(unknown, call.behind(&index.origin)),
            (None, None) => self.malformed(call),
        })
    }

    fn item(&mut self, call: &Call<'t>, list: &Value, at: usize) -> Value {
        match &list.content {
            Content::List(items) => match items.get(at) {
                Some(item) => Value::new(item.content.clone(), call.behind(&item.origin)),
                None => Value::unknown(format!("the list has no item {at}"), call.origin()),
            },
            Content::Unknown(unknown) => unknown_from(unknown, call.behind(&list.origin)),
            _ => self.malformed(call),
        }
    }

    /// `Fn::Split: [delimiter, text]`.
    pub(super) fn split(&mut self, call: &Call<'t>) -> Value {
        let [delimiter, source] = call.items() else { return self.malformed(call) };
        let delimiter = self.value(delimiter);
        let source = self.value(source);
        let Some(delimiter) = delimiter.as_text().filter(|text| !text.is_empty()) else { return self.malformed(call) };
        each(&source, |source| {
            let origin = call.behind(&source.origin);
            match (scalars::as_string(&source.content), source.as_unknown()) {
                (Some(text), _) if self.spend_text(text.len() * 8, call.span) => {
                    let items: Vec<Value> =
                        text.split(&**delimiter).map(|item| Value::text(item, origin.clone())).collect();
                    Value::new(Content::List(items.into()), origin)
                }
                (Some(_), _) => Value::unknown("the template takes too many steps to evaluate", origin),
                (None, Some(unknown)) => unknown_from(unknown, origin),
                (None, None) => self.malformed(call),
            }
        })
    }
}

/// The result of a function on something unknown: unknown for the same reason, and as secret.
pub(super) fn unknown_from(unknown: &Unknown, origin: Origin) -> Value {
    let result = Unknown { non_null: true, secret: unknown.secret, ..Unknown::because(unknown.reason.clone()) };
    Value::new(Content::Unknown(Arc::new(result)), origin)
}

fn position(index: &Value) -> Option<usize> {
    let number = match &index.content {
        Content::Number(number) => *number,
        Content::Text(text) => Number::parse(text)?,
        _ => return None,
    };
    usize::try_from(number.as_integer()?).ok()
}
