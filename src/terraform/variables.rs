//! Variables: an argument of the module call, a line of a variables file, the default, or no value at all.

use super::evaluator::{Evaluator, Frame, Key};
use super::origins::{known_parts, step};
use super::types;
use super::values::Outcome;
use crate::source::Span;
use crate::syntax::hcl::tree::{Attribute, Block, Expr, ExprKind, Name};
use crate::value::{Origin, Value, What};
use std::sync::Arc;

impl<'p> Evaluator<'p> {
    /// The value of `var.name` in an instance.
    pub(super) fn variable(&mut self, instance: usize, name: &Name, at: Span) -> Outcome {
        let shown = format!("var.{}", name.text);
        let Some(block) = self.instances[instance].module.variables.get(&name.text) else {
            return Ok(self.undeclared(at, &shown));
        };
        self.once(Key::Variable(instance, name.text.clone()), block.header, &shown, |this| {
            let value = match this.given(instance, &name.text, block)? {
                Some(value) if !(value.is_null() && refuses_null(block)) => value,
                _ => this.default(instance, &name.text, block)?,
            };
            let sensitive = is_true(block, "sensitive");
            Ok(if sensitive { step(&value, What::Concealed(name.text.clone()), block.header) } else { value })
        })
    }

    /// The value from outside: of the call, or of the strongest file.
    fn given(
        &mut self,
        instance: usize,
        name: &Arc<str>,
        block: &'p Block,
    ) -> Result<Option<Value>, super::values::Failure> {
        if let Some(caller) = self.instances[instance].caller.clone() {
            let Some(argument) = caller.block.body.attribute(name) else { return Ok(None) };
            let value = self.in_frame_of(caller.instance, caller.repetition.as_ref(), |this, frame| {
                this.eval(&argument.value, frame)
            })?;
            let call = self.instances[instance].prefix.trim_end_matches('.').into();
            let what = What::ModuleArgument { call, argument: name.clone() };
            let value = step(&value, what, argument.value.span);
            return Ok(Some(self.typed(instance, value, block)));
        }
        let module = self.instances[instance].module;
        let Some(line) = module.values.iter().rev().find_map(|(_, file)| file.attribute(name)) else { return Ok(None) };
        let value = self.eval(&line.value, &Frame { instance, names: None })?;
        let value = step(&value, What::VariableFile(name.clone()), line.value.span);
        Ok(Some(self.typed(instance, value, block)))
    }

    fn default(&mut self, instance: usize, name: &Arc<str>, block: &'p Block) -> Outcome {
        let Some(default) = block.body.attribute("default") else {
            let origin = Origin::default().step(What::VariableUnset(name.clone()), Some(block.header));
            return Ok(Value::unknown(format!("var.{name} has no value"), origin));
        };
        let value = self.eval(&default.value, &Frame { instance, names: None })?;
        let value = step(&value, What::VariableDefault(name.clone()), default.value.span);
        Ok(self.typed(instance, value, block))
    }

    fn typed(&mut self, instance: usize, value: Value, block: &'p Block) -> Value {
        let Some(constraint) = block.body.attribute("type") else { return value };
        let frame = Frame { instance, names: None };
        let converted = types::convert(&value, &constraint.value, &mut |expr| self.eval(expr, &frame));
        // No expression can react to a value of the wrong type; it still is what somebody wrote.
        converted.unwrap_or_else(|failure| {
            let parts = known_parts([&value]);
            Value::unknown(failure.0, value.origin.clone().with_parts(parts))
        })
    }

    /// Runs `work` where an instance's block with that `each` or `count` is evaluated.
    pub(super) fn in_frame_of<T>(
        &mut self,
        instance: usize,
        repetition: Option<&(&'static str, Value)>,
        work: impl FnOnce(&mut Self, &Frame) -> T,
    ) -> T {
        let binding = repetition.map(|(name, value)| super::evaluator::Binding {
            name,
            value: value.clone(),
            round: None,
            outer: None,
        });
        work(self, &Frame { instance, names: binding.as_ref() })
    }

    /// Notes the places where the text of sensitive variables stands.
    pub(super) fn sensitive_variables(&mut self, instance: usize) {
        let module = self.instances[instance].module;
        for (name, block) in module.variables.iter().filter(|(_, block)| is_true(block, "sensitive")) {
            let mut places: Vec<&Attribute> = block.body.attribute("default").into_iter().collect();
            match &self.instances[instance].caller {
                Some(caller) => places.extend(caller.block.body.attribute(name)),
                None => places.extend(module.values.iter().filter_map(|(_, file)| file.attribute(name))),
            }
            for place in places {
                self.evaluation.secrets.extend(literal(&place.value));
            }
        }
    }
}

/// The place of an expression that holds literal text.
fn literal(expr: &Expr) -> Option<Span> {
    let written = matches!(
        expr.kind,
        ExprKind::Text(_) | ExprKind::Template(_) | ExprKind::Number(_) | ExprKind::List(_) | ExprKind::Object(_)
    );
    written.then_some(expr.span)
}

fn refuses_null(block: &Block) -> bool {
    block.body.attribute("nullable").is_some_and(|nullable| nullable.value.kind == ExprKind::Bool(false))
}

fn is_true(block: &Block, name: &str) -> bool {
    block.body.attribute(name).is_some_and(|attribute| attribute.value.kind == ExprKind::Bool(true))
}
