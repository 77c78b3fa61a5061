//! `count` and `for_each`: how many copies of a resource or module call there are, and what each of them sees.

use super::evaluator::Evaluator;
use super::frames::Frame;
use super::guards::any_of;
use super::values::{bare, is_open, kind, map, primitive_number, primitive_text, reason};
use crate::source::{ProblemKind, Span};
use crate::syntax::hcl::tree::{Block, Expr};
use crate::value::{Alternative, Content, Map, Number, Origin, Value, What};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::rc::Rc;
use std::sync::Arc;

/// How many copies one block may have.
const MAX_COPIES: usize = 1_000;

/// The copies of a block.
#[derive(Debug)]
pub(super) struct Expansion {
    pub(super) form: Form,
    pub(super) copies: Vec<Copy>,
    /// Where a condition decides which copies there are: by guard, which ones.
    pub(super) ways: Vec<(Arc<str>, Vec<usize>)>,
}

/// Keys and what is seen in their rounds.
type Rounds = Vec<(Arc<str>, Value)>;
/// The rounds under a guard.
type Way = (Arc<str>, Rounds);

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

/// What a copy sees: the name `count` or `each`, and its value.
pub(super) type Repetition = (&'static str, Value);

/// One copy of a block.
#[derive(Clone, Debug)]
pub(super) struct Copy {
    /// What follows the address: nothing, `[0]` or `["a"]`.
    pub(super) suffix: Arc<str>,
    /// The key, for [`Form::Each`].
    pub(super) key: Arc<str>,
    pub(super) repetition: Option<Repetition>,
    /// When it exists, if that is not certain.
    pub(super) condition: Option<Arc<str>>,
}

impl Form {
    fn argument(self) -> &'static str {
        if self == Self::Count { "count" } else { "for_each" }
    }

    fn name(self) -> &'static str {
        if self == Self::Count { "count" } else { "each" }
    }
}

impl Expansion {
    fn unclear(name: &'static str, value: Value, condition: Option<Arc<str>>) -> Self {
        let copy = Copy { suffix: "".into(), key: "".into(), repetition: Some((name, value)), condition };
        Self { form: Form::Unclear, copies: vec![copy], ways: Vec::new() }
    }

    /// Whether its one copy stands for an unknown number of them.
    pub(super) fn is_uncounted(&self) -> bool {
        self.form == Form::Unclear
    }

    /// The copy that a key stands for, where no condition decides which copies there are.
    pub(super) fn copy(&self, key: &Value) -> Option<&Copy> {
        if self.form == Form::Unclear || self.form == Form::Single || !self.ways.is_empty() {
            return None;
        }
        let key = primitive_text(key)?;
        self.copies.iter().find(|copy| copy.key == key)
    }

    /// The copies that there are in any way, each with what it sees in the ways that have it.
    fn keyed(form: Form, ways: Vec<Way>) -> Self {
        let mut keys: IndexMap<Arc<str>, Vec<Alternative>, FxBuildHasher> = IndexMap::default();
        let count = ways.len();
        let mut indices = Vec::with_capacity(count);
        for (guard, rounds) in ways {
            let mut own = Vec::with_capacity(rounds.len());
            for (key, value) in rounds {
                let entry = keys.entry(key);
                own.push(entry.index());
                entry.or_default().push(Alternative { guard: guard.clone(), value });
            }
            indices.push((guard, own));
        }
        let copy = |(index, (key, seen)): (usize, (Arc<str>, Vec<Alternative>))| {
            let suffix = suffix(form, &key, &seen, index);
            let guards: Vec<&str> = seen.iter().map(|one| &*one.guard).collect();
            let condition = (seen.len() < count).then(|| any_of(&guards).into());
            let repetition = Some((form.name(), seen_by(form, seen)));
            Copy { suffix, key, repetition, condition }
        };
        let copies = keys.into_iter().enumerate().map(copy).collect();
        Self { form, copies, ways: if count > 1 { indices } else { Vec::new() } }
    }
}

/// What follows the address of a copy. A key that is a secret is none for Terraform; here its place stands for it.
fn suffix(form: Form, key: &str, seen: &[Alternative], index: usize) -> Arc<str> {
    let is_secret = seen.iter().any(|one| one.value.get("key").is_some_and(Value::is_secret));
    match form {
        Form::Count => format!("[{key}]").into(),
        _ if is_secret => format!("[\"…{}\"]", index + 1).into(),
        _ => format!("[{key:?}]").into(),
    }
}

/// What a copy sees as `count` or `each`, when it sees different things in different ways.
fn seen_by(form: Form, mut seen: Vec<Alternative>) -> Value {
    if form == Form::Count {
        let index = seen.pop().map_or_else(|| Value::null(Origin::default()), |one| one.value);
        return map(Map::from_iter([("index".into(), index)]));
    }
    if let [only] = seen.as_slice() {
        return only.value.clone();
    }
    let key = seen.first().and_then(|one| one.value.get("key")).cloned();
    let value =
        |one: &Alternative| Some(Alternative { guard: one.guard.clone(), value: one.value.get("value")?.clone() });
    let values = seen.iter().filter_map(value).collect();
    pair(key.unwrap_or_else(|| Value::null(Origin::default())), Value::one_of(values, Origin::default()))
}

/// Whether a value is an attribute of a resource.
fn is_attribute(value: &Value) -> bool {
    value.origin.steps().any(|step| matches!(step.what, What::Resource { .. }))
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
        let assumptions = std::mem::take(&mut self.assumptions);
        let expansion = Rc::new(self.expansion(instance, block));
        self.assumptions = assumptions;
        self.expansions.insert(key, expansion.clone());
        expansion
    }

    fn expansion(&mut self, instance: usize, block: &'p Block) -> Expansion {
        let frame = Frame { instance, names: None };
        for form in [Form::Count, Form::Each] {
            let Some(argument) = block.body.attribute(form.argument()) else { continue };
            let expr: &'p Expr = &argument.value;
            let value = self.eval_in(instance, expr);
            self.unsuitable(form, &value, expr.span, self.instances[instance].is_uncertain());
            return match self.ways(form, &value, expr.span) {
                Some(ways) => Expansion::keyed(form, ways),
                None => self.unclear(form, &value, expr, &frame),
            };
        }
        let copy = Copy { suffix: "".into(), key: "".into(), repetition: None, condition: None };
        Expansion { form: Form::Single, copies: vec![copy], ways: Vec::new() }
    }

    /// Reports a value that Terraform does not take.
    fn unsuitable(&mut self, form: Form, value: &Value, at: Span, uncertain: bool) {
        let why = match (form, &value.content) {
            _ if uncertain || is_open(value) => return,
            (Form::Count, _) => match primitive_number(value) {
                Some(number) if number.as_integer().is_some_and(|count| count >= 0) => return,
                Some(_) => "count must be a whole number that is not negative".to_owned(),
                None => format!("count must be a number, not {}", kind(value)),
            },
            (_, Content::Map(_)) => return,
            // An attribute of a resource is what its schema says, whatever its argument was given: often a set.
            (_, Content::List(items)) if !items.is_set() && is_attribute(value) => return,
            (_, Content::List(items)) if !items.is_set() => {
                "for_each needs a map or a set of strings, not a list: toset() makes a set of it".to_owned()
            }
            (_, Content::List(items)) => match items.iter().find(|item| item.as_text().is_none() && !is_open(item)) {
                Some(item) => format!("for_each needs a set of strings, not of {}", kinds(item)),
                None => return,
            },
            _ => format!("for_each needs a map or a set of strings, not {}", kind(value)),
        };
        self.problem(ProblemKind::Meaning, at, why);
    }

    /// The rounds of each value that is possible, by its guard; `None` when some are not known.
    fn ways(&mut self, form: Form, value: &Value, at: Span) -> Option<Vec<Way>> {
        let several = value.alternatives().map(|(guard, one)| {
            let guard = guard.cloned().unwrap_or_default();
            let rounds = match form {
                Form::Count => self.numbers(one, at),
                _ if is_open(value) => self.entries(&super::origins::part(value, one), at),
                _ => self.entries(one, at),
            };
            Some((guard, rounds?))
        });
        several.collect()
    }

    fn numbers(&mut self, count: &Value, at: Span) -> Option<Rounds> {
        let count = primitive_number(count).and_then(Number::as_integer)?;
        let count = self.capped(usize::try_from(count).unwrap_or(0), at);
        // Nobody changes an index where the number of copies is written: its origin is where it is used.
        let round = |index: u32| (index.to_string().into(), bare(Content::Number(index.into())));
        Some((0..count as u32).map(round).collect())
    }

    /// Entries of a map in the order of keys, or the strings of a set.
    fn entries(&mut self, collection: &Value, at: Span) -> Option<Rounds> {
        let mut entries = match &collection.content {
            Content::Map(map) => sorted(map),
            Content::List(items) => {
                items.iter().map(|item| Some((primitive_text(item)?, item.clone()))).collect::<Option<Vec<_>>>()?
            }
            Content::Null => Vec::new(),
            _ => return None,
        };
        entries.truncate(self.capped(entries.len(), at));
        let behind = |(key, value): (Arc<str>, Value)| {
            let value = super::origins::part(collection, &value);
            let origin = collection.origin.clone();
            // Of a set, the key is the element.
            let is_element = matches!(collection.content, Content::List(_));
            let origin = if is_element { origin.with_parts(vec![value.origin.clone()]) } else { origin };
            let origin = if is_element && value.is_secret() { origin.of_secret() } else { origin };
            (key.clone(), pair(Value::new(Content::Text(key), origin), value))
        };
        Some(entries.into_iter().map(behind).collect())
    }

    /// One copy for all, where their number is not known.
    fn unclear(&mut self, form: Form, value: &Value, expr: &'p Expr, frame: &Frame) -> Expansion {
        let condition = self.at_least_one(form, value, expr, frame);
        let part =
            |name: &str, why: &str| Value::unknown(format!("{name} is not known{why}"), Origin::written(expr.span));
        let seen = if form == Form::Count {
            map(Map::from_iter([("index".into(), part("count.index", ""))]))
        } else {
            let why = format!(": {}", reason(value));
            pair(part("each.key", &why), part("each.value", &why))
        };
        Expansion::unclear(form.name(), seen, condition.map(Into::into))
    }

    /// Under which condition there is a copy at all; `None` when there certainly is one.
    fn at_least_one(&mut self, form: Form, value: &Value, expr: &'p Expr, frame: &Frame) -> Option<String> {
        if value.alternatives().all(|(_, one)| some(form, one) == Some(true)) {
            return None;
        }
        let possible = value.alternatives().filter(|(_, one)| some(form, one) != Some(false));
        let guards: Vec<&str> = possible.filter_map(|(guard, _)| guard.map(|guard| &**guard)).collect();
        if !guards.is_empty() {
            return Some(any_of(&guards));
        }
        let what = if form == Form::Count { "greater than 0" } else { "not empty" };
        Some(format!("{} is {what}", self.subject(expr, frame)))
    }

    fn capped(&mut self, count: usize, at: Span) -> usize {
        if count > MAX_COPIES {
            let message = format!("only the first {MAX_COPIES} copies are evaluated");
            self.problem(ProblemKind::Limit, at, message);
        }
        count.min(MAX_COPIES)
    }
}

/// What `each` is in one round.
fn pair(key: Value, value: Value) -> Value {
    map(Map::from_iter([("key".into(), key), ("value".into(), value)]))
}

/// Whether a value makes a copy at all.
fn some(form: Form, value: &Value) -> Option<bool> {
    match (form, &value.content) {
        (Form::Count, _) => Some(primitive_number(value)?.get() > 0.0),
        (_, Content::Map(map)) => Some(!map.is_empty()),
        (_, Content::List(items)) => Some(!items.is_empty()),
        (_, Content::Null) => Some(false),
        _ => None,
    }
}

/// The entries of a map in Terraform's order: by key.
pub(super) fn sorted(map: &Map) -> Vec<(Arc<str>, Value)> {
    let mut entries: Vec<_> = map.iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    entries
}

/// What to call several values of a kind.
fn kinds(value: &Value) -> &'static str {
    match &value.content {
        Content::Null => "null",
        Content::Bool(_) => "bools",
        Content::Number(_) => "numbers",
        Content::List(_) => "lists",
        _ => "maps",
    }
}
