//! `Fn::FindInMap`: a row of a mapping, or every row that an unknown key may choose.

use super::call::Call;
use super::evaluator::Evaluator;
use super::{dynamic, scalars};
use crate::syntax::node::{Entry, Node};
use crate::value::{Alternative, Value, What, guards};
use std::sync::Arc;

/// How many rows an unknown key is followed into.
const MAX_ROWS: usize = 64;

/// How many keys are named where it is none of them.
const MAX_SAID: usize = 4;

/// Entries of a mapping that are searched in one step.
const SEARCHED_PER_STEP: usize = 8;

/// A key that may be the one looked for.
#[derive(Clone, Debug)]
struct Key {
    /// When it is; empty for certainly.
    guard: String,
    /// The key; `None` for one that the mapping does not have.
    name: Option<Arc<str>>,
}

/// What a key that is not known is called in guards.
struct Label {
    name: Option<String>,
    otherwise: &'static str,
}

/// A call's arguments.
struct Lookup<'t> {
    name: Arc<str>,
    rows: &'t Node,
    second: Value,
    second_label: Label,
    default: Option<&'t Node>,
}

impl<'t> Evaluator<'t> {
    /// `Fn::FindInMap: [mapping, first key, second key, {DefaultValue: …}]`.
    pub(super) fn find_in_map(&mut self, call: &Call<'t>) -> Value {
        let [name, first, second, options @ ..] = call.items() else { return self.malformed(call) };
        let name_value = self.value(name);
        let default = options.first().and_then(|options| options.get("DefaultValue"));
        if default.is_some() && !self.template.language_extensions {
            let message = "a DefaultValue is allowed only with the transform AWS::LanguageExtensions";
            self.refuse(call, message.to_owned());
        }
        let Some(name) = name_value.as_text() else {
            let reason = "the name of the mapping is not known";
            return Value::unknown(reason, call.behind(&name_value.origin));
        };
        let Some(mapping) = self.template.mappings.get(&**name).copied() else {
            self.refuse(call, format!("this refers to the mapping {name}, which nothing declares"));
            return Value::unknown(format!("nothing declares the mapping {name}"), call.origin());
        };
        let (first_label, second_label) = (self.label(first, "the first key"), self.label(second, "the second key"));
        let first = self.value(first);
        let lookup =
            Lookup { name: name.clone(), rows: &mapping.value, second: self.value(second), second_label, default };
        let place = self.stack.subject(name);
        let Some(rows) = self.keys(&first, &first_label, lookup.rows, default.map(|_| &*place)) else {
            return Value::unknown(format!("any row of the mapping {name} is possible"), call.behind(&first.origin));
        };
        let found: Vec<Alternative> = rows.into_iter().flat_map(|row| self.row(call, &lookup, &row)).collect();
        match &found[..] {
            [only] if only.guard.is_empty() => only.value.clone(),
            _ => Value::one_of(found, call.origin()),
        }
    }

    /// The entries of one row that the second key may choose.
    fn row(&mut self, call: &Call<'t>, lookup: &Lookup<'t>, row: &Key) -> Vec<Alternative> {
        let entries = row.name.as_ref().and_then(|name| lookup.rows.get(name));
        let missing = || vec![Key { guard: String::new(), name: None }];
        let known = |value: &Value| scalars::as_string(&value.content).is_some();
        let certain = row.guard.is_empty() && known(&lookup.second);
        let keys = match entries {
            Some(entries) => {
                let row = row.name.as_deref().unwrap_or_default();
                let place = lookup.default.map(|_| self.stack.subject(&format!("{}.{row}", lookup.name)));
                self.keys(&lookup.second, &lookup.second_label, entries, place.as_deref()).unwrap_or_else(missing)
            }
            None => missing(),
        };
        let possible = |key: Key| {
            let guard = self.logic.both(&row.guard, &key.guard)?.into();
            let node = entries.zip(key.name.as_ref()).and_then(|(entries, name)| entries.get(name));
            let path = [Some(&lookup.name), row.name.as_ref(), key.name.as_ref()];
            let path = path.into_iter().flatten().map(|part| &**part).collect::<Vec<_>>().join(".");
            if certain && node.is_none() && lookup.default.is_none() {
                self.refuse(call, format!("the mapping has no entry {path}"));
            }
            Some(Alternative { guard, value: self.entry(call, node, lookup.default, &path) })
        };
        keys.into_iter().filter_map(possible).collect()
    }

    fn entry(&mut self, call: &Call<'t>, node: Option<&'t Node>, default: Option<&'t Node>, path: &str) -> Value {
        match (node, default) {
            (Some(node), _) => {
                let found = self.value(node).step(What::Mapping(path.into()), Some(node.span));
                Value::new(found.content, call.behind(&found.origin))
            }
            (None, Some(default)) => {
                let value = self.value(default);
                Value::new(value.content, call.behind(&value.origin))
            }
            (None, None) => Value::unknown(format!("the mapping has no entry {path}"), call.origin()),
        }
    }

    /// The keys that a value may be, of those that a mapping has; `None` where there are too many. It may be none of them
    /// where the place of the mapping is said.
    fn keys(&mut self, value: &Value, label: &Label, mapping: &Node, place: Option<&str>) -> Option<Vec<Key>> {
        let entries = mapping.entries();
        let mut keys = Vec::new();
        for (guard, value) in value.alternatives() {
            let guard = guard.map_or("", |guard| guard);
            if !self.spend(1 + entries.len() / SEARCHED_PER_STEP, mapping.span) {
                return None;
            }
            if let Some(name) = scalars::as_string(&value.content) {
                keys.push(Key { guard: guard.to_owned(), name: Some(name) });
                continue;
            }
            let start = value.as_unknown().map_or("", |unknown| dynamic::certain(&unknown.prefix));
            let and = if guard.is_empty() { String::new() } else { format!("{guard} and ") };
            let fitting = entries.iter().filter(|entry| entry.key.starts_with(start));
            keys.extend(
                fitting.map(|entry| Key {
                    guard: format!("{and}{}", label.is(&entry.key)),
                    name: Some(entry.key.clone()),
                }),
            );
            if let Some(place) = place {
                let none = label.is_none(entries, place);
                keys.push(Key { guard: format!("{and}{none}"), name: None });
            }
        }
        (keys.len() <= MAX_ROWS && !keys.is_empty()).then_some(keys)
    }

    /// What a key is called in guards: the parameter which it is, else how it is written where that is one text.
    fn label(&self, node: &Node, otherwise: &'static str) -> Label {
        let call = Call::read(node);
        let name = call.and_then(|call| Some((call, call.text()?))).map(|(call, text)| match call.name {
            "Ref" => self.stack.subject(&self.template.input(text)).to_string(),
            _ => guards::word(&self.stack.subject(&format!("{} {text}", call.written()))).into_owned(),
        });
        Label { name, otherwise }
    }
}

impl Label {
    /// That the key is something. What has no name of its own says it in one word, since another key may be called so.
    fn is(&self, what: &str) -> String {
        match &self.name {
            Some(name) => format!("{name} is {}", guards::word(what)),
            None => guards::word(&format!("{} is {what}", self.otherwise)).into_owned(),
        }
    }

    /// That the key is none of those that are there: it may be one of another mapping, or what a condition asks for.
    fn is_none(&self, entries: &[Entry], place: &str) -> String {
        match &self.name {
            Some(name) if entries.len() <= MAX_SAID => {
                let not = |entry: &Entry| format!("{name} is not {}", guards::word(&entry.key));
                guards::all_of(entries.iter().map(not).collect::<Vec<_>>().iter().map(String::as_str))
            }
            name => {
                let name = name.as_deref().unwrap_or(self.otherwise);
                guards::word(&format!("{name} is not in {place}")).into_owned()
            }
        }
    }
}
