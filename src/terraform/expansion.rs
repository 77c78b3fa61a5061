//! `count` and `for_each`: how many copies of a resource or module call there are, and what each of them sees.

use super::evaluator::{Evaluator, Frame};
use super::values::{map, primitive_number, primitive_text, reason};
use crate::source::{ProblemKind, Span};
use crate::syntax::hcl::tree::{Block, Expr};
use crate::value::{Content, Map, Number, Origin, Value};
use std::rc::Rc;
use std::sync::Arc;

/// How many copies one block may have.
const MAX_COPIES: usize = 1_000;

/// The copies of a block.
#[derive(Debug)]
pub(super) struct Expansion {
    pub(super) form: Form,
    pub(super) copies: Vec<Copy>,
}

/// How the copies are addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// No `count` and no `for_each`: one copy without an index.
    Single,
    /// By number.
    Count,
    /// By key.
    Each,
    /// It is not known how many there are: one stands for all.
    Unclear,
}

/// One copy of a block.
#[derive(Clone, Debug)]
pub(super) struct Copy {
    /// What follows the address: nothing, `[0]` or `["a"]`.
    pub(super) suffix: Arc<str>,
    /// The key, for [`Form::Each`].
    pub(super) key: Arc<str>,
    /// The name `count` or `each` and its value.
    pub(super) repetition: Option<(&'static str, Value)>,
    /// When it exists, if that is not certain.
    pub(super) condition: Option<Arc<str>>,
}

impl Expansion {
    fn unclear(name: &'static str, value: Value, condition: Option<Arc<str>>) -> Self {
        let copy = Copy { suffix: "".into(), key: "".into(), repetition: Some((name, value)), condition };
        Self { form: Form::Unclear, copies: vec![copy] }
    }

    fn keyed(form: Form, copies: impl Iterator<Item = (Arc<str>, Value)>) -> Self {
        let name = if form == Form::Count { "count" } else { "each" };
        let copies = copies.map(|(key, value)| {
            let suffix = if form == Form::Count { format!("[{key}]") } else { format!("[{key:?}]") };
            Copy { suffix: suffix.into(), key, repetition: Some((name, value)), condition: None }
        });
        Self { form, copies: copies.collect() }
    }
}

impl<'p> Evaluator<'p> {
    /// The copies of a block of an instance; `name` is its address within the module.
    pub(super) fn expand(&mut self, instance: usize, name: &Arc<str>, block: &'p Block) -> Rc<Expansion> {
        let key = (instance, name.clone());
        if let Some(known) = self.expansions.get(&key) {
            return known.clone();
        }
        // Stands while the block's own count is evaluated, in case that refers to the block itself.
        let reason = format!("the number of {name} is not known");
        let busy = Expansion::unclear("count", Value::unknown(reason, Origin::written(block.header)), None);
        self.expansions.insert(key.clone(), Rc::new(busy));
        let expansion = Rc::new(self.expansion(instance, block));
        self.expansions.insert(key, expansion.clone());
        expansion
    }

    fn expansion(&mut self, instance: usize, block: &'p Block) -> Expansion {
        let frame = Frame { instance, names: None };
        let mut argument = |name: &str| {
            let expr: &'p Expr = &block.body.attribute(name)?.value;
            let failed = |failure: super::values::Failure| Value::unknown(failure.0, Origin::written(expr.span));
            Some((self.eval(expr, &frame).unwrap_or_else(failed), expr.span))
        };
        if let Some((count, at)) = argument("count") {
            return self.by_count(&count, at);
        }
        if let Some((collection, at)) = argument("for_each") {
            return self.by_each(&collection, at);
        }
        let copy = Copy { suffix: "".into(), key: "".into(), repetition: None, condition: None };
        Expansion { form: Form::Single, copies: vec![copy] }
    }

    fn by_count(&mut self, count: &Value, at: Span) -> Expansion {
        let number = |value: &Value| primitive_number(value).and_then(Number::as_integer);
        if never(count, |value| number(value).map(|n| n > 0)) {
            return Expansion::keyed(Form::Count, std::iter::empty());
        }
        let Some(count) = number(count) else {
            let condition = at_least_one(count, "count is greater than 0", |value| number(value).map(|n| n > 0));
            let index = Value::unknown("count.index is not known", Origin::written(at));
            let unclear = map(Map::from_iter([("index".into(), index)]));
            return Expansion::unclear("count", unclear, condition);
        };
        let count = self.capped(usize::try_from(count).unwrap_or(0), at);
        let copies = (0..count as u32).map(|index| {
            let value = Value::new(Content::Number(index.into()), Origin::written(at));
            (index.to_string().into(), map(Map::from_iter([("index".into(), value)])))
        });
        Expansion::keyed(Form::Count, copies)
    }

    fn by_each(&mut self, collection: &Value, at: Span) -> Expansion {
        let some = |value: &Value| entries(value).map(|entries| !entries.is_empty());
        if never(collection, some) {
            return Expansion::keyed(Form::Each, std::iter::empty());
        }
        let Some(entries) = entries(collection) else {
            let condition = at_least_one(collection, "for_each is not empty", some);
            let part = |name: &str| {
                let text = format!("each.{name} is not known: {}", reason(collection));
                Value::unknown(text, Origin::written(at))
            };
            let unclear = map(Map::from_iter([("key".into(), part("key")), ("value".into(), part("value"))]));
            return Expansion::unclear("each", unclear, condition);
        };
        let count = self.capped(entries.len(), at);
        let copies = entries.into_iter().take(count).map(|(key, value)| {
            let name = Value::new(Content::Text(key.clone()), collection.origin.clone());
            let value = super::origins::part(collection, &value);
            (key, map(Map::from_iter([("key".into(), name), ("value".into(), value)])))
        });
        Expansion::keyed(Form::Each, copies)
    }

    fn capped(&mut self, count: usize, at: Span) -> usize {
        if count > MAX_COPIES {
            let message = format!("only the first {MAX_COPIES} copies are evaluated");
            self.problem(ProblemKind::Limit, at, message);
        }
        count.min(MAX_COPIES)
    }
}

/// The copies that a known `for_each` makes: entries of a map in the order of keys, or the strings of a set.
fn entries(collection: &Value) -> Option<Vec<(Arc<str>, Value)>> {
    match &collection.content {
        Content::Map(map) => Some(sorted(map)),
        Content::List(items) => {
            items.iter().map(|item| Some((primitive_text(item)?, item.clone()))).collect::<Option<Vec<_>>>()
        }
        Content::Null => Some(Vec::new()),
        _ => None,
    }
}

/// The entries of a map in Terraform's order: by key.
pub(super) fn sorted(map: &Map) -> Vec<(Arc<str>, Value)> {
    let mut entries: Vec<_> = map.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    entries
}

/// Under which condition there is a copy at all: `None` when there certainly is one; `otherwise` when nothing better
/// can be said than that there may be.
fn at_least_one(value: &Value, otherwise: &str, some: impl Fn(&Value) -> Option<bool>) -> Option<Arc<str>> {
    let Content::OneOf(several) = &value.content else { return Some(otherwise.into()) };
    let possible = several.iter().filter(|one| some(&one.value) != Some(false));
    let guards: Vec<&str> = possible.map(|one| &*one.guard).collect();
    let certain = several.iter().all(|one| some(&one.value) == Some(true));
    (!certain).then(|| guards.join(" or ").into())
}

/// Whether none of the possible values makes a copy.
fn never(value: &Value, some: impl Fn(&Value) -> Option<bool>) -> bool {
    matches!(&value.content, Content::OneOf(several) if several.iter().all(|one| some(&one.value) == Some(false)))
}
