//! Function calls, `try` and `can` among them.

use super::constraint::Constraint;
use super::conversion;
use super::evaluator::Evaluator;
use super::frames::Frame;
use super::functions;
use super::guards::Doubt;
use super::origins::{deciding, made_by, part};
use super::values::{Failure, Outcome, chosen, derived, distribute, is_open, lifted, undecided};
use crate::source::Span;
use crate::syntax::hcl::tree::{Call, Expr, ExprKind};
use crate::value::{Content, Made, Origin, Value};

impl<'p> Evaluator<'p> {
    pub(super) fn call(&mut self, call: &'p Call, at: Span, frame: &Frame) -> Outcome {
        if self.constants {
            return Ok(self.not_constant(at));
        }
        let name = &*call.name.text;
        let name = name.strip_prefix("core::").unwrap_or(name);
        match name {
            "try" => return self.first_that_works(call, frame),
            "can" => return self.works(call, at, frame),
            "convert" => return self.converted(call, frame),
            "templatefile" => return self.rendered_file(call, at, frame),
            "templatestring" => return self.rendered_text(call, at, frame),
            "type" => return Err(Failure::new("type() is known only in Terraform's console")),
            "sensitive" => self.mark_secret(call),
            _ => {}
        }
        let mut arguments = Vec::with_capacity(call.arguments.len());
        for argument in &call.arguments {
            arguments.push(self.eval(argument, frame)?);
        }
        match arguments.pop() {
            Some(last) if call.expand_last => distribute(&[last], &mut |last| {
                let mut arguments = arguments.clone();
                for last in last {
                    match &last.content {
                        Content::List(items) => arguments.extend(items.iter().map(|item| part(last, item))),
                        _ if is_open(last) => return Ok(derived(last)),
                        _ => return Err(Failure::new(format!("{name}(): only a list can be expanded by ..."))),
                    }
                }
                self.apply(name, at, &arguments)
            }),
            last => {
                arguments.extend(last);
                self.apply(name, at, &arguments)
            }
        }
    }

    /// Applies a function to its arguments.
    fn apply(&mut self, name: &str, at: Span, arguments: &[Value]) -> Outcome {
        let Some(function) = functions::find(name) else {
            return Ok(Value::unknown(functions::not_evaluated(name), Origin::written(at)));
        };
        let directory = self.root_directory();
        let context = functions::Context { files: self.project.files(), directory: &directory, at };
        self.spend(arguments);
        self.spend_steps(functions::own_steps(name, arguments));
        let mut work = |arguments: &[Value]| {
            let made = functions::call(function, arguments, context)?;
            let made = made_by(name, at, &made, deciding(arguments), arguments);
            Ok(match arguments {
                [value] if name == "jsonencode" => {
                    Value { content: made.content, origin: made.origin.made_of(Made::Json(value.clone())) }
                }
                _ => made,
            })
        };
        let mut result = distribute(arguments, &mut work)?;
        if matches!(result.content, Content::Unknown(_)) {
            // It may only need to know which of several elements there are.
            let lifted: Vec<Value> = arguments.iter().map(lifted).collect();
            let several = |value: &Value| matches!(value.content, Content::OneOf(_));
            if lifted.iter().zip(arguments).any(|(lifted, given)| several(lifted) && !several(given)) {
                result = distribute(&lifted, &mut work)?;
            }
        }
        Ok(self.sized(result, at))
    }

    /// `try(…)`: the first argument that Terraform would not stop at.
    fn first_that_works(&mut self, call: &'p Call, frame: &Frame) -> Outcome {
        self.first_of(&call.arguments, frame)
    }

    fn first_of(&mut self, arguments: &'p [Expr], frame: &Frame) -> Outcome {
        let mut last = Failure::new("none of the arguments of try() works");
        for (index, argument) in arguments.iter().enumerate() {
            let (outcome, doubts) = self.doubted(argument, frame);
            let others = arguments.get(index + 1..).unwrap_or_default();
            match (outcome, doubts.as_slice()) {
                (Err(failure), _) => last = failure,
                (Ok(value), [doubt]) if !others.is_empty() && !doubt.works.is_empty() => {
                    let other = self.deeper(argument.span, |this| this.first_of(others, frame));
                    let other =
                        other.unwrap_or_else(|stop| Value::unknown(stop.reason, Origin::written(argument.span)));
                    return Ok(doubt.or_else(&value, &other));
                }
                (Ok(value), [_, ..]) if !others.is_empty() => return Ok(chosen(&value)),
                (Ok(value), _) => return Ok(value),
            }
        }
        Err(last)
    }

    /// Evaluates an expression, and says where it only works under conditions.
    fn doubted(&mut self, expr: &'p Expr, frame: &Frame) -> (Outcome, Vec<Doubt>) {
        let outer = std::mem::take(&mut self.doubts);
        let outcome = self.eval(expr, frame);
        let mut doubts = std::mem::replace(&mut self.doubts, outer);
        doubts.dedup();
        (outcome, doubts)
    }

    /// `can(…)`: whether Terraform would not stop at the argument.
    fn works(&mut self, call: &'p Call, at: Span, frame: &Frame) -> Outcome {
        let [argument] = call.arguments.as_slice() else { return Err(Failure::new("can() needs one argument")) };
        let (outcome, doubts) = self.doubted(argument, frame);
        let works = match outcome {
            Ok(value) if !doubts.is_empty() => return Ok(derived(&value)),
            Ok(value) if undecided(&value).is_some() => return Ok(derived(&value)),
            outcome => outcome.is_ok(),
        };
        Ok(Value::new(Content::Bool(works), Origin::written(at)))
    }

    /// `convert(value, type)`
    fn converted(&mut self, call: &'p Call, frame: &Frame) -> Outcome {
        let [value, constraint] = call.arguments.as_slice() else {
            return Err(Failure::new("convert() needs a value and a type"));
        };
        let (value, ty) = (self.eval(value, frame)?, Constraint::read(constraint)?);
        let converted = conversion::convert(&value, &ty, &mut |expr| self.eval(expr, frame));
        converted.map_err(|mismatch| Failure::new(format!("convert(): {}", mismatch.reason)))
    }

    fn mark_secret(&mut self, call: &Call) {
        let literal = |argument: &&Expr| matches!(argument.kind, ExprKind::Text(_) | ExprKind::Template(_));
        self.evaluation.secrets.extend(call.arguments.iter().filter(literal).map(|argument| argument.span));
    }
}
