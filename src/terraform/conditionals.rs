//! Conditionals: the branch that is taken, or both under their guards where nothing decides.

use super::evaluator::{Evaluator, Frame};
use super::guards::condition_text;
use super::origins::{part, step};
use super::typing::{convert, type_of, unify};
use super::values::{Failure, Outcome, both, is_open, kind, primitive_bool};
use crate::source::Span;
use crate::syntax::hcl::tree::{Expr, ExprKind};
use crate::value::{Alternative, Content, Origin, Value, What};
use std::sync::Arc;

impl<'p> Evaluator<'p> {
    pub(super) fn conditional(&mut self, parts: &'p (Expr, Expr, Expr), at: Span, frame: &Frame) -> Outcome {
        let condition = self.eval(&parts.0, frame)?;
        let text: Arc<str> = condition_text(&parts.0).into();
        if let Some(holds) = primitive_bool(&condition) {
            let (taken, other) = if holds { (&parts.1, &parts.2) } else { (&parts.2, &parts.1) };
            let value = self.eval(taken, frame)?;
            let value = self.with_type_of(value, other, frame)?;
            return Ok(step(&value, What::Branch { condition: text, holds }, at));
        }
        let ways = self.decisions(&condition, &parts.0, frame)?;
        let [then, otherwise] = [(&parts.1, true), (&parts.2, false)].map(|(branch, holds)| {
            let possible = ways.iter().any(|way| way.1 == holds);
            possible.then(|| self.supposing((&parts.0, holds), frame, |this| this.eval_or_unknown(branch, frame)))
        });
        let (then, otherwise) = match (then, otherwise) {
            (Some(then), Some(otherwise)) => {
                let pair = [in_common(&then, &otherwise)?, in_common(&otherwise, &then)?];
                let [then, otherwise] = pair;
                (Some(then), Some(otherwise))
            }
            one => one,
        };
        let mut results = Vec::new();
        for (guard, holds) in ways {
            let Some(value) = (if holds { &then } else { &otherwise }) else { continue };
            let value = step(value, What::Branch { condition: text.clone(), holds }, at);
            results.extend(guarded(&guard, value));
        }
        Ok(Value::one_of(results, Origin::written(at)))
    }

    /// What an undecided condition may come out as, and the guard of each.
    pub(super) fn decisions(
        &mut self,
        condition: &Value,
        expr: &'p Expr,
        frame: &Frame,
    ) -> Result<Vec<(String, bool)>, Failure> {
        let mut ways = Vec::new();
        for (guard, decided) in condition.alternatives() {
            match (primitive_bool(decided), guard) {
                (Some(holds), Some(guard)) => ways.push((guard.to_string(), holds)),
                (Some(holds), None) => ways.push((String::new(), holds)),
                (None, _) if is_open(decided) => {
                    let guards = [true, false].map(|holds| (self.guard(expr, holds, frame), holds));
                    let both = guards
                        .into_iter()
                        .filter_map(|(own, holds)| Some((both(guard.map_or("", |guard| guard), &own)?, holds)));
                    ways.extend(both);
                }
                // Terraform stops there, whatever else is possible.
                (None, _) if guard.is_some() => {}
                _ => return Err(Failure::new(format!("a condition must not be {}", kind(decided)))),
            }
        }
        Ok(ways)
    }

    /// The value of a branch, converted to the type that it has in common with another branch.
    fn with_type_of(&mut self, value: Value, other: &'p Expr, frame: &Frame) -> Outcome {
        let alike = matches!(
            (&value.content, &other.kind),
            (Content::Null | Content::Unknown(_) | Content::Text(_), _)
                | (_, ExprKind::Null)
                | (Content::Bool(_), ExprKind::Bool(_))
                | (Content::Number(_), ExprKind::Number(_))
        );
        if alike {
            return Ok(value);
        }
        // Only its type is asked for.
        let doubts = std::mem::take(&mut self.doubts);
        let other = self.eval(other, frame);
        self.doubts = doubts;
        other.map_or_else(|_| Ok(value.clone()), |other| in_common(&value, &other))
    }
}

/// The value converted to the type that it has in common with another.
fn in_common(value: &Value, other: &Value) -> Outcome {
    if value.is_null() || other.is_null() || is_open(other) && !matches!(other.content, Content::OneOf(_)) {
        return Ok(value.clone());
    }
    let ty = unify(&[type_of(value), type_of(other)]);
    convert(value, &ty.ok_or_else(|| Failure::new("the branches of the condition have no type in common"))?)
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
