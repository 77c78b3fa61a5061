//! Conditionals: the branch that is taken, or both under their guards where nothing decides.

use super::evaluator::Evaluator;
use super::frames::Frame;
use super::guards::condition_text;
use super::origins::{part, step};
use super::types::{Type, convert, type_of, unify};
use super::values::{Failure, Outcome, is_open, kind, primitive_bool};
use crate::source::Span;
use crate::syntax::hcl::tree::{BinaryOperator, Expr, ExprKind, Part, UnaryOperator};
use crate::value::guards::both;
use crate::value::{Alternative, Content, Origin, Value, What};
use std::sync::Arc;

impl<'p> Evaluator<'p> {
    pub(super) fn conditional(&mut self, parts: &'p (Expr, Expr, Expr), at: Span, frame: &Frame) -> Outcome {
        let condition = self.eval(&parts.0, frame)?;
        let text: Arc<str> = condition_text(parts.0.to_string(), condition.is_secret()).into();
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
        let (then, otherwise) = alike((then, &parts.1), (otherwise, &parts.2))?;
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
        if ways.is_empty() {
            return Err(Failure::new(format!("a condition must not be {}", kind(condition))));
        }
        Ok(ways)
    }

    /// The value of a branch, converted to the type that it has in common with another branch.
    fn with_type_of(&mut self, value: Value, expr: &'p Expr, frame: &Frame) -> Outcome {
        let alike = matches!(
            (&value.content, &expr.kind),
            (Content::Null | Content::Unknown(_) | Content::Text(_), _)
                | (_, ExprKind::Null)
                | (Content::Bool(_), ExprKind::Bool(_))
                | (Content::Number(_), ExprKind::Number(_))
        );
        if alike {
            return Ok(value);
        }
        self.spend(std::slice::from_ref(&value));
        // Only its type is asked for.
        let doubts = std::mem::take(&mut self.doubts);
        let other = self.eval(expr, frame);
        self.doubts = doubts;
        let other = match &other {
            Ok(other) if other.is_null() => Type::Any,
            Ok(other) => Some(type_of(other)).filter(|ty| *ty != Type::Any).unwrap_or_else(|| evident(expr)),
            // A function that fails has no type.
            Err(_) if matches!(expr.kind, ExprKind::Call(_)) => Type::Any,
            Err(_) => evident(expr),
        };
        in_common(&value, &other)
    }
}

/// Both branches converted to the type that they have in common, where both are possible.
fn alike(
    (then, then_expr): (Option<Value>, &Expr),
    (otherwise, otherwise_expr): (Option<Value>, &Expr),
) -> Result<(Option<Value>, Option<Value>), Failure> {
    let (Some(then), Some(otherwise)) = (&then, &otherwise) else { return Ok((then, otherwise)) };
    let of = |value: &Value, expr: &Expr| match type_of(value) {
        Type::Any if !value.is_null() => evident(expr),
        ty => ty,
    };
    let types = (of(then, then_expr), of(otherwise, otherwise_expr));
    Ok((Some(in_common(then, &types.1)?), Some(in_common(otherwise, &types.0)?)))
}

/// The value converted to the type that it has in common with another's.
fn in_common(value: &Value, other: &Type) -> Outcome {
    if value.is_null() || *other == Type::Any {
        return Ok(value.clone());
    }
    let ty = unify(&[type_of(value), other.clone()]);
    convert(value, &ty.ok_or_else(|| Failure::new("the branches of the condition have no type in common"))?)
}

/// The type that an expression has, whatever the values in it are.
fn evident(expr: &Expr) -> Type {
    match &expr.kind {
        ExprKind::Template(parts) if !matches!(parts.as_slice(), [Part::Interpolation(_)]) => Type::Text,
        ExprKind::Unary(UnaryOperator::Not, _) => Type::Bool,
        ExprKind::Unary(UnaryOperator::Negate, _) => Type::Number,
        ExprKind::Binary(operator, _) => match operator {
            BinaryOperator::Add
            | BinaryOperator::Subtract
            | BinaryOperator::Multiply
            | BinaryOperator::Divide
            | BinaryOperator::Modulo => Type::Number,
            _ => Type::Bool,
        },
        ExprKind::Call(call) => match &*call.name.text {
            "tostring" | "format" | "join" | "lower" | "upper" | "replace" | "jsonencode" | "substr" => Type::Text,
            "tonumber" | "length" | "max" | "min" | "floor" | "ceil" => Type::Number,
            "tobool" | "can" | "contains" | "anytrue" | "alltrue" | "startswith" | "endswith" => Type::Bool,
            _ => Type::Any,
        },
        _ => Type::Any,
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
