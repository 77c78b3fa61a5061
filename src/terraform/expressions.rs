//! Expressions to values.

use super::evaluator::{Binding, Evaluator, Frame};
use super::expansion::sorted;
use super::functions;
use super::guards::{Doubt, condition_text};
use super::origins::{deciding, made_by, part, step};
use super::values::{
    Failure, Outcome, both, chosen, derived, distribute, kind, lifted, primitive_bool, primitive_text, reason,
    undecided,
};
use crate::source::Span;
use crate::syntax::hcl::tree::{Call, Expr, ExprKind, For, Item};
use crate::value::{Alternative, Content, Map, Number, Origin, Value, What};
use std::sync::Arc;

impl<'p> Evaluator<'p> {
    /// Evaluates an expression.
    pub(super) fn eval(&mut self, expr: &'p Expr, frame: &Frame) -> Outcome {
        self.deeper(expr.span, |this| this.eval_kind(expr, frame))
    }

    /// Evaluates an expression; an error of Terraform makes it unknown.
    pub(super) fn eval_or_unknown(&mut self, expr: &'p Expr, frame: &Frame) -> Value {
        let outcome = self.eval(expr, frame);
        outcome.unwrap_or_else(|failure| Value::unknown(failure.0, Origin::written(expr.span)))
    }

    fn eval_kind(&mut self, expr: &'p Expr, frame: &Frame) -> Outcome {
        let here = |content| Ok(Value::new(content, Origin::written(expr.span)));
        match &expr.kind {
            ExprKind::Null => here(Content::Null),
            ExprKind::Bool(value) => here(Content::Bool(*value)),
            ExprKind::Number(number) => here(Content::Number(*number)),
            ExprKind::Text(text) => here(Content::Text(text.clone())),
            ExprKind::Template(parts) => self.template(parts, expr.span, frame),
            ExprKind::List(items) => {
                let items = items.iter().map(|item| self.eval(item, frame)).collect::<Result<Vec<_>, _>>()?;
                Ok(self.sized(Value::new(Content::List(items.into()), Origin::written(expr.span)), expr.span))
            }
            ExprKind::Object(items) => self.object(items, expr.span, frame),
            ExprKind::Variable(_) | ExprKind::Attribute(..) | ExprKind::Index(..) => self.traverse(expr, frame),
            ExprKind::Splat(splat) => self.splat(splat, expr.span, frame),
            ExprKind::Call(call) => self.call(call, expr.span, frame),
            ExprKind::Unary(operator, operand) => self.unary(*operator, operand, expr.span, frame),
            ExprKind::Binary(operator, sides) => self.binary(*operator, sides, expr.span, frame),
            ExprKind::Conditional(parts) => self.conditional(parts, expr.span, frame),
            ExprKind::For(each) => self.for_each(each, expr.span, frame),
        }
    }

    fn object(&mut self, items: &'p [Item], at: Span, frame: &Frame) -> Outcome {
        let mut entries = Map::default();
        for item in items {
            let key = self.eval(&item.key, frame)?;
            let value = self.eval(&item.value, frame)?;
            if undecided(&key).is_some() {
                return Ok(derived(&key));
            }
            let key = primitive_text(&key).ok_or_else(|| Failure::new(format!("a key must not be {}", kind(&key))))?;
            entries.insert(key, value);
        }
        Ok(self.sized(Value::new(Content::Map(Arc::new(entries)), Origin::written(at)), at))
    }

    fn conditional(&mut self, parts: &'p (Expr, Expr, Expr), at: Span, frame: &Frame) -> Outcome {
        let condition = self.eval(&parts.0, frame)?;
        let text: Arc<str> = condition_text(&parts.0).into();
        if let Some(holds) = primitive_bool(&condition) {
            let (taken, other) = if holds { (&parts.1, &parts.2) } else { (&parts.2, &parts.1) };
            let value = unified(self.eval(taken, frame)?, other);
            return Ok(step(&value, What::Branch { condition: text, holds }, at));
        }
        if undecided(&condition).is_none() {
            return Err(Failure::new(format!("a condition must not be {}", kind(&condition))));
        }
        let mut results = Vec::new();
        for (guard, decided) in condition.alternatives() {
            for holds in [true, false] {
                if primitive_bool(decided).is_some_and(|known| known != holds) {
                    continue;
                }
                let guard = match guard.filter(|_| primitive_bool(decided).is_some()) {
                    Some(guard) => guard.to_string(),
                    None => self.guard(&parts.0, holds, frame),
                };
                let taken = if holds { &parts.1 } else { &parts.2 };
                let other = if holds { &parts.2 } else { &parts.1 };
                let value = unified(self.eval_or_unknown(taken, frame), other);
                let value = step(&value, What::Branch { condition: text.clone(), holds }, at);
                results.extend(guarded(&guard, value));
            }
        }
        Ok(Value::one_of(results, Origin::written(at)))
    }

    fn call(&mut self, call: &'p Call, at: Span, frame: &Frame) -> Outcome {
        if self.constants {
            return Ok(self.not_constant(at));
        }
        let name = &*call.name.text;
        let name = name.strip_prefix("core::").unwrap_or(name);
        match name {
            "try" => return self.first_that_works(call, frame),
            "can" => return self.works(call, at, frame),
            "sensitive" => self.mark_secret(call),
            _ => {}
        }
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            arguments.push(self.eval(argument, frame)?);
        }
        if call.expand_last
            && let Some(last) = arguments.pop()
        {
            match &last.content {
                Content::List(items) => arguments.extend(items.iter().map(|item| part(&last, item))),
                _ if undecided(&last).is_some() => return Ok(derived(&last)),
                _ => return Err(Failure::new(format!("{name}(): only a list can be expanded by ..."))),
            }
        }
        let Some(function) = functions::find(name) else {
            let reason = format!("the function {name}() is not evaluated");
            return Ok(Value::unknown(reason, Origin::written(at)));
        };
        self.spend(&arguments);
        self.spend_steps(functions::own_steps(name, &arguments));
        let mut work = |arguments: &[Value]| {
            let made = functions::call(name, function, arguments)?;
            Ok(made_by(name, at, &made, deciding(arguments), arguments))
        };
        let mut result = distribute(&arguments, &mut work)?;
        if matches!(result.content, Content::Unknown(_)) {
            // It may only need to know which of several elements there are.
            let lifted: Vec<Value> = arguments.iter().map(lifted).collect();
            let several = |value: &Value| matches!(value.content, Content::OneOf(_));
            if lifted.iter().zip(&arguments).any(|(lifted, given)| several(lifted) && !several(given)) {
                result = distribute(&lifted, &mut work)?;
            }
        }
        Ok(self.sized(result, at))
    }

    /// `try(…)`: the first argument that Terraform would not stop at.
    fn first_that_works(&mut self, call: &'p Call, frame: &Frame) -> Outcome {
        self.first_of(&call.arguments, frame)
    }

    fn first_of(&mut self, arguments: &'p [Expr], frame: &Frame) -> Outcome {
        let mut last = Failure::new("try() needs an argument");
        for (index, argument) in arguments.iter().enumerate() {
            let (outcome, doubts) = self.doubted(argument, frame);
            let others = arguments.get(index + 1..).unwrap_or_default();
            match (outcome, doubts.as_slice()) {
                (Err(failure), _) => last = failure,
                (Ok(value), [doubt]) if !others.is_empty() && !doubt.works.is_empty() => {
                    let other = self.deeper(argument.span, |this| this.first_of(others, frame));
                    let other = other.unwrap_or_else(|stop| Value::unknown(stop.0, Origin::written(argument.span)));
                    return Ok(doubt.or_else(&value, &other));
                }
                (Ok(value), [_, ..]) if !others.is_empty() => return Ok(chosen(&value)),
                (Ok(value), _) => return Ok(value),
            }
        }
        Err(last)
    }

    /// Evaluates an expression, and says where it only works under conditions.
    fn doubted(&mut self, expr: &'p Expr, frame: &Frame) -> (Outcome, Vec<Doubt>) {
        let outer = std::mem::take(&mut self.doubts);
        let outcome = self.eval(expr, frame);
        let mut doubts = std::mem::replace(&mut self.doubts, outer);
        doubts.dedup();
        (outcome, doubts)
    }

    /// `can(…)`: whether Terraform would not stop at the argument.
    fn works(&mut self, call: &'p Call, at: Span, frame: &Frame) -> Outcome {
        let Some(argument) = call.arguments.first() else { return Err(Failure::new("can() needs an argument")) };
        let (outcome, doubts) = self.doubted(argument, frame);
        let works = match outcome {
            Ok(value) if !doubts.is_empty() => return Ok(derived(&value)),
            Ok(value) if undecided(&value).is_some() => return Ok(derived(&value)),
            outcome => outcome.is_ok(),
        };
        Ok(Value::new(Content::Bool(works), Origin::written(at)))
    }

    fn mark_secret(&mut self, call: &Call) {
        let literal = |argument: &&Expr| matches!(argument.kind, ExprKind::Text(_) | ExprKind::Template(_));
        self.evaluation.secrets.extend(call.arguments.iter().filter(literal).map(|argument| argument.span));
    }

    fn for_each(&mut self, each: &'p For, at: Span, frame: &Frame) -> Outcome {
        let collection = self.eval(&each.collection, frame)?;
        distribute(&[collection], &mut |values| {
            let Some(collection) = values.first() else { return Err(Failure::new("nothing to repeat")) };
            let Some(entries) = iterate(collection)? else { return Ok(derived(collection)) };
            let result = if each.result_key.is_some() {
                self.for_object(each, &entries, at, frame)?
            } else {
                self.for_list(each, &entries, at, frame)?
            };
            Ok(self.sized(result, at))
        })
    }

    fn for_list(&mut self, each: &'p For, entries: &[(Value, Value)], at: Span, frame: &Frame) -> Outcome {
        let mut items = Vec::with_capacity(entries.len());
        for entry in entries {
            match self.round(each, entry, frame, |this, frame| this.eval(&each.result, frame))? {
                Round::Taken(value) => items.push(value),
                Round::Skipped => {}
                Round::Unclear(condition) => return Ok(derived(&condition)),
            }
        }
        Ok(Value::new(Content::List(items.into()), Origin::written(at)))
    }

    fn for_object(&mut self, each: &'p For, entries: &[(Value, Value)], at: Span, frame: &Frame) -> Outcome {
        let mut result: indexmap::IndexMap<Arc<str>, Vec<Value>, rustc_hash::FxBuildHasher> =
            indexmap::IndexMap::default();
        let Some(key_of) = &each.result_key else { return Err(Failure::new("an object needs keys")) };
        for entry in entries {
            let pair =
                |this: &mut Self, frame: &Frame| Ok((this.eval(key_of, frame)?, this.eval(&each.result, frame)?));
            let (key, value) = match self.round(each, entry, frame, pair)? {
                Round::Taken(pair) => pair,
                Round::Skipped => continue,
                Round::Unclear(condition) => return Ok(derived(&condition)),
            };
            if undecided(&key).is_some() {
                return Ok(derived(&key));
            }
            let key = primitive_text(&key).ok_or_else(|| Failure::new("a key must be a string"))?;
            let values = result.entry(key).or_default();
            values.push(value);
            if values.len() > 1 && !each.grouped {
                return Err(Failure::new("a key occurs twice in an object"));
            }
        }
        let grouped = each.grouped;
        let one = |mut values: Vec<Value>| {
            if grouped { Some(Value::new(Content::List(values.into()), Origin::written(at))) } else { values.pop() }
        };
        let map: Map = result.into_iter().filter_map(|(key, values)| Some((key, one(values)?))).collect();
        Ok(Value::new(Content::Map(Arc::new(map)), Origin::written(at)))
    }

    /// One round of a `for`: with its names bound, when its condition holds.
    fn round<T>(
        &mut self,
        each: &'p For,
        (key, value): &(Value, Value),
        frame: &Frame,
        work: impl FnOnce(&mut Self, &Frame) -> Result<T, Failure>,
    ) -> Result<Round<T>, Failure> {
        let round = Some((&*each.key.as_ref().unwrap_or(&each.value).text, key));
        let bound = Binding { name: &each.value.text, value: value.clone(), round, outer: frame.names };
        let named = |name| Binding { name, value: key.clone(), round, outer: Some(&bound) };
        let both = each.key.as_ref().map(|name| named(&*name.text));
        let frame = Frame { instance: frame.instance, names: both.as_ref().or(Some(&bound)) };
        if let Some(condition) = &each.condition {
            let condition = self.eval(condition, &frame)?;
            match primitive_bool(&condition) {
                Some(true) => {}
                Some(false) => return Ok(Round::Skipped),
                None => return Ok(Round::Unclear(condition)),
            }
        }
        work(self, &frame).map(Round::Taken)
    }
}

/// What a round of a `for` makes.
enum Round<T> {
    Taken(T),
    Skipped,
    Unclear(Value),
}

/// The keys and elements of a collection; `None` when they are not known.
pub(super) fn iterate(collection: &Value) -> Result<Option<Vec<(Value, Value)>>, Failure> {
    let named = |content| Value::new(content, collection.origin.clone());
    match &collection.content {
        Content::List(items) => {
            let number = |index: usize| named(Content::Number(Number::from(index as u32)));
            let entry = |(index, item)| (number(index), part(collection, item));
            Ok(Some(items.iter().enumerate().map(entry).collect()))
        }
        Content::Map(map) => {
            let entry = |(key, value): (Arc<str>, Value)| (named(Content::Text(key)), part(collection, &value));
            Ok(Some(sorted(map).into_iter().map(entry).collect()))
        }
        Content::Unknown(_) | Content::OneOf(_) => Ok(None),
        _ => Err(Failure::new(format!("{} cannot be iterated over", kind(collection)))),
    }
}

/// The alternatives that a value is under a guard.
pub(super) fn guarded(guard: &str, value: Value) -> Vec<Alternative> {
    if !matches!(value.content, Content::OneOf(_)) {
        return vec![Alternative { guard: guard.into(), value }];
    }
    let inner = value.alternatives().filter_map(|(own, one)| {
        let guard = both(guard, own.map_or("", |own| own))?;
        Some(Alternative { guard: guard.into(), value: part(&value, one) })
    });
    inner.collect()
}

/// The value of a conditional's branch, as a string where the other branch is one.
fn unified(value: Value, other: &Expr) -> Value {
    let text = matches!(other.kind, ExprKind::Text(_) | ExprKind::Template(_));
    match (&value.content, primitive_text(&value)) {
        (Content::Bool(_) | Content::Number(_), Some(converted)) if text => {
            Value::new(Content::Text(converted), value.origin.clone())
        }
        _ => value,
    }
}

/// Why a value cannot be used, for a place that needs a decided one.
pub(super) fn because(value: &Value, what: &str) -> Value {
    Value::unknown(format!("{what}: {}", reason(value)), value.origin.clone())
}
