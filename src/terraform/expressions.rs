//! Expressions to values.

use super::evaluator::Evaluator;
use super::frames::Frame;
use super::values::{Certainty, Failure, Outcome, derived, is_open, kind, primitive_text, reason};
use crate::source::{ProblemKind, Span};
use crate::syntax::hcl::tree::{Expr, ExprKind, Item};
use crate::value::{Content, Map, Origin, Value};
use std::sync::Arc;

impl<'p> Evaluator<'p> {
    /// Evaluates an expression.
    pub(super) fn eval(&mut self, expr: &'p Expr, frame: &Frame) -> Outcome {
        let outcome = self.deeper(expr.span, |this| this.eval_kind(expr, frame));
        outcome.map_err(|failure| Failure { at: failure.at.or(Some(expr.span)), ..failure })
    }

    /// Evaluates an expression that Terraform evaluates in any case: an error of Terraform is a problem, and the value
    /// unknown.
    pub(super) fn eval_or_problem(&mut self, expr: &'p Expr, frame: &Frame) -> Value {
        let outcome = self.eval(expr, frame);
        outcome.unwrap_or_else(|failure| {
            if !self.uncertain && failure.certainty == Certainty::Certain {
                self.problem(ProblemKind::Meaning, failure.at.unwrap_or(expr.span), &*failure.reason);
            }
            Value::unknown(failure.reason, Origin::written(expr.span))
        })
    }

    /// Evaluates what Terraform evaluates by itself wherever the instance exists: a local value, an output.
    pub(super) fn eval_in(&mut self, instance: usize, expr: &'p Expr) -> Value {
        let uncertain = self.instances[instance].is_uncertain();
        self.eval_alone(expr, &Frame { instance, names: None }, uncertain)
    }

    /// As [`Self::eval_or_problem`], for an expression that Terraform evaluates whoever refers to it.
    pub(super) fn eval_alone(&mut self, expr: &'p Expr, frame: &Frame, uncertain: bool) -> Value {
        let outer = std::mem::replace(&mut self.uncertain, uncertain);
        let value = self.eval_or_problem(expr, frame);
        self.uncertain = outer;
        value
    }

    /// Evaluates an expression; an error of Terraform makes it unknown.
    pub(super) fn eval_or_unknown(&mut self, expr: &'p Expr, frame: &Frame) -> Value {
        let outcome = self.eval(expr, frame);
        outcome.unwrap_or_else(|failure| Value::unknown(failure.reason, Origin::written(expr.span)))
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
            ExprKind::Invalid => Ok(Value::unknown("this could not be parsed", Origin::written(expr.span))),
        }
    }

    fn object(&mut self, items: &'p [Item], at: Span, frame: &Frame) -> Outcome {
        let mut entries = Map::default();
        let mut origin = Origin::written(at);
        for item in items {
            let key = self.eval(&item.key, frame)?;
            let value = self.eval(&item.value, frame)?;
            if is_open(&key) {
                return Ok(derived(&key));
            }
            if key.is_secret() {
                origin = origin.of_secret();
            }
            let key = primitive_text(&key).ok_or_else(|| Failure::new(format!("a key must not be {}", kind(&key))))?;
            entries.insert(key, value);
        }
        Ok(self.sized(Value::new(Content::Map(Arc::new(entries)), origin), at))
    }
}

/// Why a value cannot be used, for a place that needs a decided one.
pub(super) fn because(value: &Value, what: &str) -> Value {
    Value::unknown(format!("{what}: {}", reason(value)), value.origin.clone())
}
