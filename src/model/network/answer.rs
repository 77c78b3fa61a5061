//! Answers to "is there any?": what proves it, or else the first reason that keeps it open; and answers under conditions,
//! gathered once and asked under the condition of whoever asks.

use crate::model::Scope;
use crate::model::combine::{Existence, depends_on, under};
use crate::value::{Content, Origin, Truth, Value, What};
use std::sync::Arc;

/// Why something is not known, and where.
pub(super) type Doubt = (Arc<str>, Origin);

/// What proves that there is one, or else what leaves it open; neither where there is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    pub(super) proof: Option<Origin>,
    pub(super) doubt: Option<Doubt>,
}

impl Answer {
    /// There is one.
    pub(super) fn yes(proof: Origin) -> Self {
        Self { proof: Some(proof), doubt: None }
    }

    /// It is not known whether there is.
    pub(super) fn unsure(reason: impl Into<Arc<str>>, origin: Origin) -> Self {
        Self { proof: None, doubt: Some((reason.into(), origin)) }
    }

    /// It is not known where there is a reason for that, and there is none where there is no reason.
    pub(super) fn perhaps(reason: Option<Arc<str>>) -> Self {
        reason.map_or_else(Self::default, |reason| Self::unsure(reason, Origin::default()))
    }

    /// Whether there certainly is none.
    pub(super) fn is_no(&self) -> bool {
        self.proof.is_none() && self.doubt.is_none()
    }

    /// One of either.
    pub(super) fn or(self, other: impl FnOnce() -> Self) -> Self {
        if self.proof.is_some() {
            return self;
        }
        let other = other();
        Self { proof: other.proof, doubt: self.doubt.or(other.doubt) }
    }

    /// One of each: the proof of the first, and behind it that of the second.
    pub(super) fn and(self, other: impl FnOnce() -> Self) -> Self {
        if self.is_no() {
            return self;
        }
        let other = other();
        if other.is_no() {
            return other;
        }
        match (self.proof, other.proof) {
            (Some(first), Some(second)) => Self::yes(behind(&first, second)),
            _ => Self { proof: None, doubt: self.doubt.or(other.doubt) },
        }
    }

    /// What is left of it where a guard has to hold as well.
    pub(super) fn under(self, guard: &str, existence: Existence<'_>) -> Self {
        match (under(existence, guard), self.proof) {
            (Truth::False, _) => Self::default(),
            (Truth::Unknown, Some(proof)) => {
                Self { proof: None, doubt: self.doubt.or_else(|| Some((depends_on(guard), proof))) }
            }
            (_, proof) => Self { proof, doubt: self.doubt },
        }
    }

    /// The proof seen from further away.
    pub(super) fn map(self, seen: impl FnOnce(Origin) -> Origin) -> Self {
        Self { proof: self.proof.map(seen), ..self }
    }

    /// As a fact; `otherwise` is where it comes from that there is none.
    pub(super) fn fact(self, otherwise: impl FnOnce() -> Origin) -> Value {
        match (self.proof, self.doubt) {
            (Some(proof), _) => Value::new(Content::Bool(true), proof),
            (None, Some((reason, origin))) => Value::unknown(reason, origin),
            (None, None) => Value::new(Content::Bool(false), otherwise()),
        }
    }
}

/// A chain behind another one.
pub(super) fn behind(first: &Origin, rest: Origin) -> Origin {
    let steps: Vec<_> = first.steps().collect();
    steps.into_iter().rev().fold(rest, |chain, step| chain.step(step.what.clone(), step.at))
}

/// One place of a path, with what is behind it.
pub(super) fn place(says: impl Into<Arc<str>>, at: Option<crate::source::Span>, rest: &Origin) -> Origin {
    rest.step(What::Path(says.into()), at)
}

/// An answer and the conditions under which it is one.
#[derive(Clone, Debug)]
struct Way<T> {
    to: T,
    guards: Vec<Arc<str>>,
    answer: Answer,
}

/// How many answers that depend on conditions are kept.
const MAX_GUARDED: usize = 64;

/// Answers under the conditions of one scope, each to one of several questions.
#[derive(Debug)]
pub(super) struct Ways<T> {
    scope: Scope,
    ways: Vec<Way<T>>,
}

impl<T: Copy + PartialEq> Ways<T> {
    /// None yet.
    pub(super) fn new(scope: Scope) -> Self {
        Self { scope, ways: Vec::new() }
    }

    /// Adds an answer to a question, unless it is no, or says nothing beyond a certain one.
    pub(super) fn add(&mut self, to: T, guards: Vec<Arc<str>>, answer: Answer) {
        let guards: Vec<_> = guards.into_iter().filter(|guard| !guard.is_empty()).collect();
        let known = |way: &Way<T>| way.to == to && way.guards.is_empty() && way.answer.proof.is_some();
        if answer.is_no() || self.ways.iter().any(known) {
            return;
        }
        let way = Way { to, guards, answer };
        if self.ways.len() < MAX_GUARDED {
            self.ways.push(way);
        } else if way.guards.is_empty() && way.answer.proof.is_some() {
            self.ways.insert(0, way);
        } else if let Some(last) = self.ways.last_mut() {
            let why = || ("it depends on too many conditions".into(), Origin::default());
            last.answer.doubt.get_or_insert_with(why);
        }
    }

    /// Adds what something else answers, under a guard of the own scope.
    pub(super) fn extend(&mut self, other: &Self, guards: &[Arc<str>], seen: impl Fn(Origin) -> Origin) {
        for way in &other.ways {
            let elsewhere = other.scope != self.scope && !way.guards.is_empty();
            let answer = if elsewhere { in_another_scope(&way.answer) } else { way.answer.clone() };
            let theirs = if elsewhere { &[][..] } else { &way.guards[..] };
            self.add(way.to, guards.iter().chain(theirs).cloned().collect(), answer.map(&seen));
        }
    }

    /// The same where something else may be in the place of all of it.
    pub(super) fn doubted(mut self, reason: &str) -> Self {
        for way in &mut self.ways {
            if let Some(proof) = way.answer.proof.take() {
                way.answer.doubt.get_or_insert_with(|| (reason.into(), proof));
            }
        }
        self
    }

    /// What there is where someone of that scope exists.
    pub(super) fn answer(&self, to: T, scope: Scope, existence: Existence<'_>) -> Answer {
        let own = self.ways.iter().filter(|way| way.to == to);
        own.fold(Answer::default(), |found, way| {
            found.or(|| {
                if scope != self.scope && !way.guards.is_empty() {
                    return in_another_scope(&way.answer);
                }
                way.guards.iter().fold(way.answer.clone(), |answer, guard| answer.under(guard, existence))
            })
        })
    }
}

/// What depends on the conditions of another scope: what these mean is not known here.
fn in_another_scope(answer: &Answer) -> Answer {
    let origin = answer.proof.clone().or_else(|| Some(answer.doubt.clone()?.1));
    Answer::unsure("it depends on conditions of another template", origin.unwrap_or_default())
}
