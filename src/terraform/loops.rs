//! `for` expressions.

use super::evaluator::Evaluator;
use super::expansion::sorted;
use super::frames::{Binding, Frame};
use super::origins::part;
use super::types::is_unordered;
use super::values::{Failure, Outcome, bare, derived, distribute, is_open, kind, primitive_bool, primitive_text};
use crate::source::Span;
use crate::syntax::hcl::tree::{Expr, For};
use crate::value::{Alternative, Content, List, ListKind, Map, Number, Origin, Value};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::sync::Arc;

/// What a round of a `for` makes.
struct Round {
    /// Whether it makes anything; one of both where that depends on conditions.
    taken: Value,
    /// The key, for an object.
    key: Option<Value>,
    value: Value,
}

impl<'p> Evaluator<'p> {
    pub(super) fn for_each(&mut self, each: &'p For, at: Span, frame: &Frame) -> Outcome {
        let collection = self.eval(&each.collection, frame)?;
        distribute(&[collection], &mut |values| {
            let Some(collection) = values.first() else { return Err(Failure::new("nothing to repeat")) };
            let Some(entries) = iterate(collection)? else { return Ok(derived(collection)) };
            let mut rounds = Vec::with_capacity(entries.len());
            for entry in &entries {
                rounds.extend(self.round(each, entry, frame)?);
            }
            let unordered = matches!(&collection.content, Content::List(list) if is_unordered(list));
            let result = assembled(&rounds, each, at)?;
            let result = if unordered { as_unordered(result) } else { result };
            Ok(self.sized(result, at))
        })
    }

    /// One round of a `for`: with its names bound, unless its condition does not hold.
    fn round(&mut self, each: &'p For, (key, value): &(Value, Value), frame: &Frame) -> Result<Option<Round>, Failure> {
        let round = Some((&*each.key.as_ref().unwrap_or(&each.value).text, key));
        let bound = Binding { name: &each.value.text, value: value.clone(), round, outer: frame.names };
        let named = |name| Binding { name, value: key.clone(), round, outer: Some(&bound) };
        let both = each.key.as_ref().map(|name| named(&*name.text));
        let frame = Frame { instance: frame.instance, names: both.as_ref().or(Some(&bound)) };
        let taken = match &each.condition {
            Some(condition) => self.filter(condition, &frame)?,
            None => bare(Content::Bool(true)),
        };
        let (key, value) = match (&taken.content, &each.condition) {
            (Content::Bool(false), _) => return Ok(None),
            (Content::OneOf(_), Some(condition)) => self.supposing((condition, true), &frame, |this| {
                let key = each.result_key.as_ref().map(|key| this.eval_or_unknown(key, &frame));
                (key, this.eval_or_unknown(&each.result, &frame))
            }),
            _ => {
                let key = each.result_key.as_ref().map(|key| self.eval(key, &frame)).transpose()?;
                (key, self.eval(&each.result, &frame)?)
            }
        };
        Ok(Some(Round { taken, key, value }))
    }

    /// Whether the `if` of a round holds.
    fn filter(&mut self, expr: &'p Expr, frame: &Frame) -> Outcome {
        let condition = self.eval(expr, frame)?;
        if let Some(holds) = primitive_bool(&condition) {
            return Ok(bare(Content::Bool(holds)));
        }
        let ways = self.decisions(&condition, expr, frame)?;
        let way = |(guard, holds): (String, bool)| {
            let value = Value::new(Content::Bool(holds), condition.origin.clone());
            Alternative { guard: guard.into(), value }
        };
        Ok(Value::one_of(ways.into_iter().map(way).collect(), condition.origin.clone()))
    }
}

/// The list or object that rounds make.
fn assembled(rounds: &[Round], each: &For, at: Span) -> Outcome {
    let open =
        rounds.iter().map(|round| round.taken.clone()).chain(rounds.iter().filter_map(|round| round.key.clone()));
    distribute(&open.collect::<Vec<_>>(), &mut |decided| {
        let (taken, keys) = decided.split_at_checked(rounds.len()).unwrap_or_default();
        let holds = |taken: &Value| primitive_bool(taken) == Some(true);
        if each.result_key.is_some() {
            let entries = rounds.iter().zip(keys).zip(taken).filter(|(_, taken)| holds(taken));
            return object(entries.map(|((round, key), _)| (key, &round.value)), each.grouped, at);
        }
        let items = rounds.iter().zip(taken).filter(|(_, taken)| holds(taken));
        let content = Content::List(items.map(|(round, _)| round.value.clone()).collect());
        Ok(Value::new(content, Origin::written(at)))
    })
}

/// The list that a `for` over elements of no known order makes.
fn as_unordered(value: Value) -> Value {
    match &value.content {
        Content::List(list) => {
            let items: Vec<Value> = list.iter().cloned().collect();
            Value { content: Content::List(List::of(ListKind::Set, items)), ..value }
        }
        _ => value,
    }
}

fn object<'v>(entries: impl Iterator<Item = (&'v Value, &'v Value)>, grouped: bool, at: Span) -> Outcome {
    let mut result: IndexMap<Arc<str>, Vec<Value>, FxBuildHasher> = IndexMap::default();
    let mut origin = Origin::written(at);
    for (key, value) in entries {
        if is_open(key) {
            return Ok(derived(key));
        }
        if key.is_secret() {
            origin = origin.of_secret();
        }
        let key = primitive_text(key).ok_or_else(|| Failure::new(format!("a key must not be {}", kind(key))))?;
        let values = result.entry(key).or_default();
        values.push(value.clone());
        if values.len() > 1 && !grouped {
            return Err(Failure::new("a key occurs twice in an object"));
        }
    }
    let one = |mut values: Vec<Value>| {
        if grouped { Some(Value::new(Content::List(values.into()), Origin::written(at))) } else { values.pop() }
    };
    let map: Map = result.into_iter().filter_map(|(key, values)| Some((key, one(values)?))).collect();
    Ok(Value::new(Content::Map(Arc::new(map)), origin))
}

/// The keys and elements of a collection; `None` when they are not known.
pub(super) fn iterate(collection: &Value) -> Result<Option<Vec<(Value, Value)>>, Failure> {
    match &collection.content {
        Content::List(items) => Ok(Some(elements(collection, items))),
        Content::Map(map) => {
            let named = |key| Value::new(Content::Text(key), collection.origin.clone());
            let entry = |(key, value): (Arc<str>, Value)| (named(key), part(collection, &value));
            Ok(Some(sorted(map).into_iter().map(entry).collect()))
        }
        Content::Unknown(_) | Content::OneOf(_) => Ok(None),
        _ => Err(Failure::new(format!("{} cannot be iterated over", kind(collection)))),
    }
}

/// The elements with their indices; those of a set are their own keys.
fn elements(collection: &Value, items: &List) -> Vec<(Value, Value)> {
    let entry = |(index, item): (usize, &Value)| {
        let item = part(collection, item);
        let number = || Value::new(Content::Number(Number::from(index as u32)), collection.origin.clone());
        (if items.is_set() { item.clone() } else { number() }, item)
    };
    items.iter().enumerate().map(entry).collect()
}
