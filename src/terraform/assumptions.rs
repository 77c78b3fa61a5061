//! What is known within the branch of a condition that nothing decides: that the condition holds there.

use super::evaluator::Evaluator;
use super::frames::Frame;
use super::guards::MAX_STEPS;
use crate::syntax::hcl::tree::{BinaryOperator, Expr, ExprKind, UnaryOperator};
use crate::value::guards::parts;
use crate::value::{Content, Unknown, Value};
use std::sync::Arc;

/// What holds in a branch.
pub(super) struct Assumption {
    /// The parts of the branch's guard.
    guard: Vec<String>,
    /// What references are there, by their subject.
    facts: Vec<(String, Fact)>,
}

/// What a reference is known to be.
enum Fact {
    Is(Content),
    NotNull,
}

impl<'p> Evaluator<'p> {
    /// Runs `work` where a condition is assumed to come out as `holds`.
    pub(super) fn supposing<T>(
        &mut self,
        (condition, holds): (&'p Expr, bool),
        frame: &Frame,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let guard = parts(&self.guard(condition, holds, frame)).map(str::to_owned).collect();
        let mut facts = Vec::new();
        self.facts((condition, holds), frame, 0, &mut facts);
        self.assumptions.push(Assumption { guard, facts });
        let result = work(self);
        self.assumptions.pop();
        result
    }

    /// What a condition says about the references in it.
    fn facts(&mut self, (expr, holds): (&'p Expr, bool), frame: &Frame, depth: usize, facts: &mut Vec<(String, Fact)>) {
        match &expr.kind {
            _ if depth > MAX_STEPS => {}
            ExprKind::Unary(UnaryOperator::Not, operand) => self.facts((operand, !holds), frame, depth + 1, facts),
            ExprKind::Binary(BinaryOperator::And, sides) if holds => {
                self.facts_of_both(sides, holds, frame, depth, facts);
            }
            ExprKind::Binary(BinaryOperator::Or, sides) if !holds => {
                self.facts_of_both(sides, holds, frame, depth, facts);
            }
            ExprKind::Binary(operator @ (BinaryOperator::Equal | BinaryOperator::NotEqual), sides) => {
                let equal = (*operator == BinaryOperator::Equal) == holds;
                let fact = self.comparison(&sides.0, &sides.1, equal, frame);
                let fact = fact.or_else(|| self.comparison(&sides.1, &sides.0, equal, frame));
                facts.extend(fact);
            }
            _ => {}
        }
    }

    fn facts_of_both(
        &mut self,
        sides: &'p (Expr, Expr),
        holds: bool,
        frame: &Frame,
        depth: usize,
        facts: &mut Vec<(String, Fact)>,
    ) {
        self.facts((&sides.0, holds), frame, depth + 1, facts);
        self.facts((&sides.1, holds), frame, depth + 1, facts);
    }

    /// What a comparison of a reference with a literal says.
    fn comparison(&mut self, subject: &'p Expr, literal: &Expr, equal: bool, frame: &Frame) -> Option<(String, Fact)> {
        let content = match &literal.kind {
            ExprKind::Null => Content::Null,
            ExprKind::Bool(value) => Content::Bool(*value),
            ExprKind::Number(number) => Content::Number(*number),
            ExprKind::Text(text) => Content::Text(text.clone()),
            _ => return None,
        };
        let fact = match (equal, content) {
            (true, content) => Fact::Is(content),
            (false, Content::Null) => Fact::NotNull,
            _ => return None,
        };
        matches!(subject.kind, ExprKind::Attribute(..) | ExprKind::Index(..) | ExprKind::Variable(_))
            .then(|| (self.subject(subject, frame), fact))
    }

    /// A reference's value with what is assumed about it.
    pub(super) fn as_assumed(&mut self, value: Value, expr: &'p Expr, frame: &Frame) -> Value {
        let Some(unknown) = value.as_unknown().filter(|_| !self.assumptions.is_empty()) else { return value };
        // What follows looks at the reference as if nothing were assumed.
        let assumptions = std::mem::take(&mut self.assumptions);
        let subject = self.subject(expr, frame);
        let mut facts =
            assumptions.iter().flat_map(|assumption| &assumption.facts).filter(|(about, _)| *about == subject);
        let known = match facts.next() {
            Some((_, Fact::Is(content))) => Some(content.clone()),
            Some((_, Fact::NotNull)) => Some(Content::Unknown(Arc::new(Unknown { non_null: true, ..unknown.clone() }))),
            None => [true, false].into_iter().find_map(|holds| {
                let guard = self.guard(expr, holds, frame);
                let assumed =
                    |part: &str| assumptions.iter().any(|known| known.guard.iter().any(|known| known == part));
                parts(&guard).all(assumed).then_some(Content::Bool(holds))
            }),
        };
        self.assumptions = assumptions;
        known.map_or_else(|| value.clone(), |content| Value { content, origin: value.origin.clone() })
    }
}
