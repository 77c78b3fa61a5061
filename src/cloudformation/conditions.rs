//! Conditions by three-valued logic, each evaluated once.

use super::call::{Call, literal_text};
use super::evaluator::{Evaluator, PartOf};
use super::{dynamic, scalars};
use crate::source::Span;
use crate::syntax::node::Node;
use crate::value::{Content, Formula, Logic, Truth, Value};
use std::sync::Arc;

/// What is known of a condition.
#[derive(Clone, Copy, Debug)]
pub(super) enum Standing {
    /// It is being evaluated: to meet it again is a circle.
    Running,
    /// It is unknown by its parts, and nobody has asked yet whether it follows from what is assumed.
    Open,
    /// It was evaluated.
    Done(Truth),
}

impl<'t> Evaluator<'t> {
    /// Whether a condition holds, as far as the branch that is being evaluated knows; `at` refers to it.
    pub(super) fn decide(&mut self, name: &str, at: Span) -> Truth {
        if let Some(holds) = self.assumed.condition(name) {
            return holds.into();
        }
        match self.condition(name, at) {
            Truth::Unknown if !self.assumed.is_empty() => self.condition_here(name),
            truth => truth,
        }
    }

    /// Whether a condition that is open otherwise holds under what is assumed. What follows from the meaning of all
    /// conditions is asked for that one only, not for each of those that it is made of: their meaning is in it.
    fn condition_here(&mut self, name: &str) -> Truth {
        let Some(entry) = self.template.conditions.get(name).copied() else { return Truth::Unknown };
        let is_part = self.assumed.by_parts;
        let by_parts = match self.assumed.decided.get(name) {
            Some(Standing::Done(truth)) => return *truth,
            Some(Standing::Running) => return Truth::Unknown,
            Some(Standing::Open) => Truth::Unknown,
            None => {
                self.assumed.decided.insert(&entry.key, Standing::Running);
                self.by_parts(|this| this.truth(&entry.value))
            }
        };
        let (truth, standing) = match by_parts {
            Truth::Unknown if is_part => (Truth::Unknown, Standing::Open),
            Truth::Unknown => {
                let truth = self.certain(&self.assumed.guard(self.stack), name);
                (truth, Standing::Done(truth))
            }
            decided => (decided, Standing::Done(decided)),
        };
        self.assumed.decided.insert(&entry.key, standing);
        truth
    }

    /// Whether a condition certainly holds, or certainly does not, where others do.
    fn certain(&self, guard: &str, name: &str) -> Truth {
        let name = self.stack.subject(name);
        match [true, false].map(|holds| self.logic.both(guard, &format!("{name} is {holds}")).is_some()) {
            [true, false] => Truth::True,
            [false, true] => Truth::False,
            _ => Truth::Unknown,
        }
    }

    fn condition(&mut self, name: &str, at: Span) -> Truth {
        let Some(entry) = self.template.conditions.get(name).copied() else {
            if !self.template.open {
                self.problem(at, format!("this refers to the condition {name}, which nothing declares"));
            }
            return Truth::Unknown;
        };
        match self.conditions.get(name) {
            Some(Standing::Done(truth)) => return *truth,
            Some(Standing::Open) => return Truth::Unknown,
            Some(Standing::Running) => {
                self.problem(entry.key_span, format!("the condition {name} depends on itself"));
                return Truth::Unknown;
            }
            None => {}
        }
        self.conditions.insert(&entry.key, Standing::Running);
        let assumed = std::mem::take(&mut self.assumed);
        let truth = self.truth(&entry.value);
        let formula = match truth {
            Truth::Unknown => self.formula(&entry.value),
            decided => Formula::Known(decided == Truth::True),
        };
        self.logic.define(self.stack.subject(name), formula);
        let truth = if truth == Truth::Unknown { self.certain("", name) } else { truth };
        self.assumed = assumed;
        self.conditions.insert(&entry.key, Standing::Done(truth));
        truth
    }

    pub(super) fn truth(&mut self, node: &'t Node) -> Truth {
        self.nested(node.span, |this| this.operation(node)).unwrap_or(Truth::Unknown)
    }

    fn operation(&mut self, node: &'t Node) -> Truth {
        if let Some(name) = condition_name(node) {
            return self.decide(name, node.span);
        }
        let Some(call) = Call::read(node) else { return self.malformed_condition(node.span) };
        match (call.name, call.items()) {
            ("Equals", [left, right]) => {
                let (left, right) = (self.operand(left, PartOf::Condition), self.operand(right, PartOf::Condition));
                self.keep_compared(&left, &right);
                equal(&left, &right, &self.logic)
            }
            ("Not", [item]) => self.truth(item).negate(),
            ("And", items @ [_, ..]) => items.iter().fold(Truth::True, |all, item| all.and(self.truth(item))),
            ("Or", items @ [_, ..]) => items.iter().fold(Truth::False, |any, item| any.or(self.truth(item))),
            ("Equals" | "Not" | "And" | "Or" | "Condition", _) => self.malformed_condition(call.span),
            _ => self.membership(&call),
        }
    }

    /// What a secret is compared with may be the secret: notes where it stands.
    pub(super) fn keep_compared(&mut self, left: &Value, right: &Value) {
        for (secret, other) in [(left, right), (right, left)] {
            if !secret.is_secret() {
                continue;
            }
            let items = other.as_list().unwrap_or_default().iter().chain([other]);
            let texts = items.filter(|one| one.as_text().is_some_and(|text| !text.is_empty()));
            self.keep_secret(texts.filter_map(|text| text.origin.written_at()));
        }
    }

    fn malformed_condition(&mut self, span: Span) -> Truth {
        if !self.template.open {
            self.problem(
                span,
                "this is not a condition: one of Fn::Equals, Fn::And, Fn::Or, Fn::Not, Condition with its arguments",
            );
        }
        Truth::Unknown
    }
}

/// The condition that `Condition: Name` or `!Condition Name` refers to.
pub(super) fn condition_name(node: &Node) -> Option<&Arc<str>> {
    if let [entry] = node.entries()
        && &*entry.key == "Condition"
    {
        return literal_text(&entry.value);
    }
    Call::read(node).filter(|call| call.name == "Condition").and_then(|call| call.text())
}

/// Whether two values are equal: as strings, and only where every possible combination agrees.
pub(super) fn equal(left: &Value, right: &Value, logic: &Logic) -> Truth {
    let mut result = None;
    for (guard, one) in left.alternatives() {
        for (other_guard, other) in right.alternatives() {
            if let (Some(guard), Some(other_guard)) = (guard, other_guard)
                && logic.both(guard, other_guard).is_none()
            {
                continue;
            }
            let truth = same(&one.content, &other.content, logic);
            if *result.get_or_insert(truth) != truth {
                return Truth::Unknown;
            }
        }
    }
    result.unwrap_or(Truth::Unknown)
}

fn same(left: &Content, right: &Content, logic: &Logic) -> Truth {
    match (left, right) {
        (Content::Unknown(unknown), other) | (other, Content::Unknown(unknown)) => {
            let start = dynamic::certain(&unknown.prefix);
            match scalars::as_string(other) {
                Some(text) if !text.starts_with(start) => Truth::False,
                _ => Truth::Unknown,
            }
        }
        (Content::List(left), Content::List(right)) if left.len() == right.len() => {
            left.iter().zip(right.iter()).fold(Truth::True, |all, (left, right)| all.and(equal(left, right, logic)))
        }
        (Content::List(_), Content::List(_)) => Truth::False,
        _ => match (scalars::as_string(left), scalars::as_string(right)) {
            (Some(left), Some(right)) => (left == right).into(),
            _ => Truth::Unknown,
        },
    }
}
