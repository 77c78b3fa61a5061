//! Operators, three-valued.

use super::evaluator::Evaluator;
use super::frames::Frame;
use super::origins::{concealed, made_by};
use super::values::{
    Failure, Outcome, bare, derived_non_null, distribute, equal, is_open, kind, primitive_bool, primitive_number,
    undecided,
};
use crate::source::Span;
use crate::syntax::hcl::tree::{BinaryOperator, Expr, UnaryOperator};
use crate::value::{Content, Truth, Value};

impl<'p> Evaluator<'p> {
    pub(super) fn unary(&mut self, operator: UnaryOperator, operand: &'p Expr, at: Span, frame: &Frame) -> Outcome {
        let operand = self.eval(operand, frame)?;
        distribute(&[operand], &mut |operands| {
            let [operand] = operands else { return Err(Failure::new("an operator needs its operand")) };
            if is_open(operand) {
                return Ok(derived_non_null(operand));
            }
            let (name, content) = match operator {
                UnaryOperator::Not => ("!", primitive_bool(operand).map(|value| Content::Bool(!value))),
                UnaryOperator::Negate => {
                    ("-", primitive_number(operand).map(|number| Content::Number(number.negated())))
                }
            };
            let content = content.ok_or_else(|| unsuitable(name, operand))?;
            // A negative number is a literal to people.
            let literal = operator == UnaryOperator::Negate && operand.origin.used_at().is_some_and(|o| at.contains(o));
            if literal {
                return Ok(Value::new(content, crate::value::Origin::written(at)));
            }
            Ok(made_by(name, at, &bare(content), Some(operand), operands))
        })
    }

    pub(super) fn binary(
        &mut self,
        operator: BinaryOperator,
        sides: &'p (Expr, Expr),
        at: Span,
        frame: &Frame,
    ) -> Outcome {
        let (left, right) = (self.eval(&sides.0, frame), self.eval(&sides.1, frame));
        if let BinaryOperator::And | BinaryOperator::Or = operator
            && let Some(decided) = decided_by_one(operator, &left, &right)
        {
            return Ok(made_by(operator.as_str(), at, &decided, Some(&decided), &[]));
        }
        let sides = [left?, right?];
        self.spend(&sides);
        distribute(&sides, &mut |operands| {
            let [left, right] = operands else { return Err(Failure::new("an operator needs its operands")) };
            let result = apply(operator, left, right)?;
            Ok(made_by(operator.as_str(), at, &result, Some(decisive(operator, left, right)), operands))
        })
    }
}

/// The operand that a result is traced back to: one that must not be shown, else the one that decided alone, else the
/// one that came the longest way.
fn decisive<'v>(operator: BinaryOperator, left: &'v Value, right: &'v Value) -> &'v Value {
    let alone = match operator {
        BinaryOperator::And => Some(false),
        BinaryOperator::Or => Some(true),
        _ => None,
    };
    let decides = |side: &&Value| alone.is_some() && primitive_bool(side) == alone;
    let longer = if left.origin.steps().count() >= right.origin.steps().count() { left } else { right };
    let secret = concealed(left).or_else(|| concealed(right));
    secret.or_else(|| [left, right].into_iter().find(decides)).unwrap_or(longer)
}

/// What one side of `&&` or `||` decides, whatever is wrong with the other, unless that is no boolean at all. Where a
/// side is not decided, nobody knows whether the error of the other counts.
fn decided_by_one(operator: BinaryOperator, left: &Outcome, right: &Outcome) -> Option<Value> {
    let alone = operator == BinaryOperator::Or;
    let is_other = |side: &Outcome| {
        side.as_ref().is_ok_and(|side| !(side.is_null() || is_open(side) || primitive_bool(side).is_some()))
    };
    if is_other(left) || is_other(right) {
        return None;
    }
    let decides = |side: &&Outcome| side.as_ref().is_ok_and(|side| primitive_bool(side) == Some(alone));
    if let Some(Ok(side)) = [left, right].into_iter().find(decides) {
        return Some(Value { content: Content::Bool(alone), origin: side.origin.clone() });
    }
    match (left, right) {
        (Ok(open), Err(_)) | (Err(_), Ok(open)) if is_open(open) => Some(derived_non_null(open)),
        _ => None,
    }
}

fn apply(operator: BinaryOperator, left: &Value, right: &Value) -> Outcome {
    match operator {
        BinaryOperator::Equal => Ok(truth(equal(left, right), left, right)),
        BinaryOperator::NotEqual => Ok(truth(equal(left, right).negate(), left, right)),
        BinaryOperator::And | BinaryOperator::Or => logic(operator, left, right),
        _ => arithmetic(operator, left, right),
    }
}

fn truth(truth: Truth, left: &Value, right: &Value) -> Value {
    match truth {
        Truth::True => bare(Content::Bool(true)),
        Truth::False => bare(Content::Bool(false)),
        Truth::Unknown => derived_non_null(undecided(left).or_else(|| undecided(right)).unwrap_or(left)),
    }
}

fn logic(operator: BinaryOperator, left: &Value, right: &Value) -> Outcome {
    let side = |value: &Value| match primitive_bool(value) {
        Some(known) => Ok(Truth::from(known)),
        None if is_open(value) => Ok(Truth::Unknown),
        None => Err(unsuitable(operator.as_str(), value)),
    };
    let (a, b) = (side(left)?, side(right)?);
    let result = if operator == BinaryOperator::And { a.and(b) } else { a.or(b) };
    Ok(truth(result, left, right))
}

fn arithmetic(operator: BinaryOperator, left: &Value, right: &Value) -> Outcome {
    let side = |value: &Value| match primitive_number(value) {
        Some(number) => Ok(Some(number)),
        None if is_open(value) => Ok(None),
        None => Err(unsuitable(operator.as_str(), value)),
    };
    let (Some(a), Some(b)) = (side(left)?, side(right)?) else {
        return Ok(derived_non_null(if is_open(left) { left } else { right }));
    };
    let number = match operator {
        BinaryOperator::Add => a.plus(b),
        BinaryOperator::Subtract => a.plus(b.negated()),
        BinaryOperator::Multiply => a.times(b),
        BinaryOperator::Divide => a.divided_by(b),
        BinaryOperator::Modulo => a.modulo(b),
        BinaryOperator::Less => return Ok(bare(Content::Bool(a < b))),
        BinaryOperator::LessOrEqual => return Ok(bare(Content::Bool(a <= b))),
        BinaryOperator::Greater => return Ok(bare(Content::Bool(a > b))),
        _ => return Ok(bare(Content::Bool(a >= b))),
    };
    let number = number.ok_or_else(|| Failure::new(format!("{} has no result", operator.as_str())))?;
    Ok(bare(Content::Number(number)))
}

fn unsuitable(operator: &str, value: &Value) -> Failure {
    Failure::new(format!("{operator} does not work on {}", kind(value)))
}
