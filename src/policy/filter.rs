//! Filters of selectors in three-valued logic: whether an entity is one that a policy is about.

use super::path::{Reached, ask, reach};
use crate::model::fields::{self, Type};
use crate::model::{EntityId, Member, Model};
use crate::policy::ast::{Comparison, Filter, Hop, Literal, Operand, Path, Selector, Subject};
use crate::policy::operator::{equals, number, present, scalar_text};
use crate::value::{Content, Truth, Value};
use std::sync::Arc;

/// Why something could not be decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// The reason, as a clause: `var.kms_key has no value`.
    pub reason: Arc<str>,
    /// The entity that holds what is unknown.
    pub entity: EntityId,
    /// The unknown value, where it is one.
    pub value: Option<Value>,
}

/// A truth, and why it is unknown where it is.
#[derive(Clone, Debug)]
pub(super) struct Judgement {
    pub(super) truth: Truth,
    pub(super) doubt: Option<Doubt>,
}

impl Judgement {
    fn unknown(doubt: Doubt) -> Self {
        Self { truth: Truth::Unknown, doubt: Some(doubt) }
    }

    fn and(self, other: Self) -> Self {
        let truth = self.truth.and(other.truth);
        Self { truth, doubt: self.doubt.or(other.doubt).filter(|_| truth == Truth::Unknown) }
    }

    fn or(self, other: Self) -> Self {
        let truth = self.truth.or(other.truth);
        Self { truth, doubt: self.doubt.or(other.doubt).filter(|_| truth == Truth::Unknown) }
    }

    /// All of them; those behind one that does not hold are not asked.
    fn all(answers: impl Iterator<Item = Self>) -> Self {
        joined(answers, Truth::True, Self::and)
    }

    /// Any of them; those behind one that holds are not asked.
    fn any(answers: impl Iterator<Item = Self>) -> Self {
        joined(answers, Truth::False, Self::or)
    }
}

/// Answers joined until the opposite of what no answers come to, which no other changes.
fn joined(
    answers: impl Iterator<Item = Judgement>,
    none: Truth,
    join: fn(Judgement, Judgement) -> Judgement,
) -> Judgement {
    let mut all = Judgement::from(none);
    for answer in answers {
        all = join(all, answer);
        if all.truth == none.negate() {
            break;
        }
    }
    all
}

impl From<Truth> for Judgement {
    fn from(truth: Truth) -> Self {
        Self { truth, doubt: None }
    }
}

/// Whether any of the selectors selects the entity.
pub(super) fn selected(model: &Model, id: EntityId, selectors: &[Selector]) -> Judgement {
    let kind = model.entity(id).kind;
    let own = selectors.iter().filter(|selector| selector.kind == kind);
    let answers = own.map(|selector| match &selector.filter {
        Some(filter) => holds(model, id, filter),
        None => Truth::True.into(),
    });
    Judgement::any(answers)
}

/// Whether a filter holds for an entity. The depth is bounded by the compiler.
fn holds(model: &Model, id: EntityId, filter: &Filter) -> Judgement {
    match filter {
        Filter::All(all) => Judgement::all(all.iter().map(|one| holds(model, id, one))),
        Filter::Any(any) => Judgement::any(any.iter().map(|one| holds(model, id, one))),
        Filter::Not(inner) => {
            let answer = holds(model, id, inner);
            Judgement { truth: answer.truth.negate(), ..answer }
        }
        Filter::Exists(path) => exists(model, id, &path.hops, path.end.as_ref()),
        Filter::Compare(left, how, right) => compare(model, id, left, *how, right),
        Filter::Matches(path, pattern) => {
            let (at, value) = reach(model, id, path).or_null(id);
            each_alternative(at, &value, |one| match &one.content {
                Content::Unknown(_) => Truth::Unknown,
                content => scalar_text(content).is_some_and(|text| pattern.is_match(&text)).into(),
            })
        }
    }
}

/// Asks every alternative of a value; unknown unless all agree.
fn each_alternative(entity: EntityId, value: &Value, ask: impl Fn(&Value) -> Truth) -> Judgement {
    let mut agreed = None;
    for (guard, alternative) in value.alternatives() {
        let truth = ask(alternative);
        let doubt = |reason: Arc<str>| Doubt { reason, entity, value: Some(value.clone()) };
        if truth == Truth::Unknown {
            return Judgement::unknown(doubt(reason_of(alternative)));
        }
        if *agreed.get_or_insert(truth) != truth {
            let reason = guard.map_or_else(|| reason_of(value), |guard| format!("it is open whether {guard}").into());
            return Judgement::unknown(doubt(reason));
        }
    }
    agreed.unwrap_or(Truth::Unknown).into()
}

/// Why a value decides nothing.
pub(super) fn reason_of(value: &Value) -> Arc<str> {
    match &value.content {
        Content::Unknown(unknown) => unknown.reason.clone(),
        Content::List(elements) => elements
            .iter()
            .find_map(|element| element.as_unknown())
            .map_or_else(|| "an element is not decided".into(), |unknown| unknown.reason.clone()),
        Content::OneOf(alternatives) => {
            let unknown = alternatives.iter().find_map(|alternative| alternative.value.as_unknown());
            unknown.map_or_else(|| "several values are possible".into(), |unknown| unknown.reason.clone())
        }
        _ => "the value cannot be judged".into(),
    }
}

fn exists(model: &Model, id: EntityId, hops: &[Hop], end: Option<&Subject>) -> Judgement {
    let Some((hop, rest)) = hops.split_first() else {
        return end.map_or_else(|| Truth::True.into(), |subject| has(model, id, subject));
    };
    let Some(Member::Entities { ids, single, unresolved, maybe_none }) = model.member(id, &hop.link) else {
        return Truth::False.into();
    };
    let is_there = single && !maybe_none && rest.is_empty() && end.is_none() && hop.filter.is_none();
    let unseen = unresolved.map(|reason| {
        if is_there { Truth::True.into() } else { Judgement::unknown(Doubt { reason, entity: id, value: None }) }
    });
    let seen = ids.iter().map(|&next| {
        let counts = hop.filter.as_ref().map_or_else(|| Truth::True.into(), |filter| holds(model, next, filter));
        counts.and(exists(model, next, rest, end))
    });
    let answers = seen.chain(unseen);
    if !single {
        return Judgement::any(answers);
    }
    // It leads to one of these, whichever that is.
    let one = |left: Judgement, right: Judgement| {
        if left.truth == right.truth {
            return left;
        }
        Judgement::unknown(left.doubt.or(right.doubt).unwrap_or_else(|| one_of_several(id, &hop.link)))
    };
    answers.reduce(one).unwrap_or_else(|| Truth::False.into())
}

/// The doubt about a link that leads to one of several entities.
pub(super) fn one_of_several(entity: EntityId, link: &str) -> Doubt {
    let reason = format!("its {} is one of several", link.replace('_', " ")).into();
    Doubt { reason, entity, value: None }
}

fn has(model: &Model, id: EntityId, subject: &Subject) -> Judgement {
    match ask(model, id, subject) {
        Reached::Value(at, value) => {
            let boolean = match subject {
                Subject::Sets(_) | Subject::Decides(_) => true,
                other => fields::type_of(model.entity(at).kind, other.name()) == Some(Type::Bool),
            };
            each_alternative(at, &value, |one| holds_something(one, boolean))
        }
        Reached::Unresolved(entity, reason) => Judgement::unknown(Doubt { reason, entity, value: None }),
        Reached::NotApplicable(_) | Reached::Nowhere(_) => Truth::False.into(),
    }
}

/// What a name alone asks as a filter: a boolean's truth, and of anything else whether it is there.
fn holds_something(value: &Value, boolean: bool) -> Truth {
    match &value.content {
        Content::Bool(known) => (*known).into(),
        Content::Unknown(_) if boolean => Truth::Unknown,
        _ => present(value),
    }
}

fn compare(model: &Model, id: EntityId, left: &Operand, how: Comparison, right: &Operand) -> Judgement {
    match (left, right) {
        (Operand::Path(path), Operand::Literal(literal)) => {
            let (at, value) = reach(model, id, path).or_null(id);
            each_alternative(at, &value, |one| compare_value(one, how, literal))
        }
        (Operand::Literal(_), Operand::Path(_)) => compare(model, id, right, how.mirrored(), left),
        (Operand::Path(left), Operand::Path(right)) => compare_paths(model, id, left, how, right),
        (Operand::Literal(left), Operand::Literal(right)) => {
            let same = Truth::from(left == right);
            (if how == Comparison::NotEqual { same.negate() } else { same }).into()
        }
    }
}

fn compare_paths(model: &Model, id: EntityId, left: &Path, how: Comparison, right: &Path) -> Judgement {
    let (at, right) = reach(model, id, right).or_null(id);
    let (from, left) = reach(model, id, left).or_null(id);
    let mut answers = right.alternatives().map(|(_, other)| match literal(&other.content) {
        Some(literal) => each_alternative(from, &left, |one| compare_value(one, how, &literal)),
        None => Judgement::unknown(Doubt { reason: reason_of(other), entity: at, value: Some(right.clone()) }),
    });
    let first = answers.next().unwrap_or_else(|| Truth::Unknown.into());
    answers.fold(first, |all, next| {
        if all.truth == next.truth {
            return all;
        }
        Judgement::unknown(Doubt { reason: reason_of(&right), entity: at, value: Some(right.clone()) })
    })
}

fn literal(content: &Content) -> Option<Literal> {
    match content {
        Content::Null => Some(Literal::Null),
        Content::Bool(known) => Some(Literal::Bool(*known)),
        Content::Number(number) => Some(Literal::Number(number.get())),
        Content::Text(text) => Some(Literal::Text(text.clone())),
        Content::List(_) | Content::Map(_) | Content::Unknown(_) | Content::OneOf(_) => None,
    }
}

fn compare_value(value: &Value, how: Comparison, literal: &Literal) -> Truth {
    let bound = if let Literal::Number(bound) = literal { Some(*bound) } else { None };
    let ordered = |holds: fn(f64, f64) -> bool| match (&value.content, bound) {
        (Content::Unknown(_), _) => Truth::Unknown,
        (content, Some(bound)) => number(content).is_some_and(|value| holds(value, bound)).into(),
        (_, None) => Truth::False,
    };
    match how {
        Comparison::Equal => equals(value, literal),
        Comparison::NotEqual => equals(value, literal).negate(),
        Comparison::Less => ordered(|a, b| a < b),
        Comparison::AtMost => ordered(|a, b| a <= b),
        Comparison::Greater => ordered(|a, b| a > b),
        Comparison::AtLeast => ordered(|a, b| a >= b),
    }
}

impl Comparison {
    /// The comparison with its sides exchanged.
    const fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }
}
