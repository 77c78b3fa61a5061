//! Variables: an argument of the module call, a value of the run, a line of a variables file, the default, or no value
//! at all.

use super::constraint::Constraint;
use super::conversion;
use super::evaluator::{Evaluator, Key};
use super::frames::Frame;
use super::inputs::Given;
use super::module::Module;
use super::origins::{known_parts, step};
use super::values::{Failure, Outcome};
use crate::source::{ProblemKind, Span};
use crate::syntax::hcl::tree::{Attribute, Block, ExprKind};
use crate::value::{Content, Origin, Unknown, Value, What, names_secret};
use std::sync::Arc;

impl<'p> Evaluator<'p> {
    /// The value of `var.name` in an instance.
    pub(super) fn variable(&mut self, instance: usize, name: &Arc<str>, at: Span) -> Outcome {
        let shown = format!("var.{name}");
        let Some(block) = self.instances[instance].module.variables.get(name) else {
            return Ok(self.undeclared(at, &shown));
        };
        self.once(Key::Variable(instance, name.clone()), block.header, &shown, |this| {
            let value = this.settled(instance, name, block)?;
            Ok(if is_concealed(block) { step(&value, What::Concealed(name.clone()), block.header) } else { value })
        })
    }

    /// The value that holds: what is given, unless it is null and the variable takes no null, else the default.
    fn settled(&mut self, instance: usize, name: &Arc<str>, block: &'p Block) -> Outcome {
        let refuses_null = refuses_null(block);
        let has_default = block.body.attribute("default").is_some();
        let value = match self.given(instance, name, block)? {
            Some(null) if refuses_null && null.is_null() && !has_default => null,
            Some(value) if !(refuses_null && value.is_null()) => self.typed(instance, value, name, block),
            _ => self.default(instance, name, block)?,
        };
        if refuses_null && value.is_null() {
            let message = format!("var.{name} must not be null");
            self.problem(ProblemKind::Meaning, value.origin.used_at().unwrap_or(block.header), message.clone());
            return Ok(Value::unknown(message, value.origin));
        }
        Ok(value)
    }

    /// The value from outside: of the call, of the run, or of the strongest file.
    fn given(&mut self, instance: usize, name: &Arc<str>, block: &'p Block) -> Result<Option<Value>, Failure> {
        if let Some(caller) = self.instances[instance].caller.clone() {
            let Some(argument) = caller.block.body.attribute(name) else { return Ok(None) };
            let uncertain = self.instances[instance].is_uncertain();
            let value = self.in_frame_of(caller.instance, caller.repetition.as_ref(), |this, frame| {
                this.eval_alone(&argument.value, frame, uncertain)
            });
            let call = self.instances[instance].prefix.trim_end_matches('.').into();
            let what = What::ModuleArgument { call, argument: name.clone() };
            return Ok(Some(step(&value, what, argument.value.span)));
        }
        if let Some(given) = self.value_of_run(name, block) {
            return given.map(Some);
        }
        let module = self.instances[instance].module;
        let Some(line) = module.values.iter().rev().find_map(|(_, file)| file.attribute(name)) else { return Ok(None) };
        let value = self.constant(&line.value, &Frame { instance, names: None })?;
        Ok(Some(step(&value, What::VariableFile(name.clone()), line.value.span)))
    }

    fn default(&mut self, instance: usize, name: &Arc<str>, block: &'p Block) -> Outcome {
        let Some(default) = block.body.attribute("default") else {
            let origin = Origin::default().step(What::VariableUnset(name.clone()), Some(block.header));
            let unknown =
                Unknown { non_null: refuses_null(block), ..Unknown::because(format!("var.{name} has no value")) };
            return Ok(Value::new(Content::Unknown(Arc::new(unknown)), origin));
        };
        let mut value = self.constant(&default.value, &Frame { instance, names: None })?;
        let what = match &self.instances[instance].stand {
            None => What::VariableDefault(name.clone()),
            Some(stand) => {
                value.origin = Origin::default();
                What::ModuleDefault(stand.description.title.clone())
            }
        };
        let value = step(&value, what, default.value.span);
        Ok(self.typed(instance, value, name, block))
    }

    /// The value as the variable's type takes it; unknown, with a problem at its place, where the type does not.
    fn typed(&mut self, instance: usize, value: Value, name: &Arc<str>, block: &'p Block) -> Value {
        let Some(constraint) = block.body.attribute("type") else { return value };
        let ty = match Constraint::read(&constraint.value) {
            Ok(ty) => ty,
            Err(failure) => {
                self.problem(ProblemKind::Meaning, constraint.value.span, &*failure.reason);
                return value;
            }
        };
        let frame = Frame { instance, names: None };
        let converted = conversion::convert(&value, &ty, &mut |expr| self.constant(expr, &frame));
        converted.unwrap_or_else(|mismatch| {
            let message = format!("var.{name} must be {ty}: {}", mismatch.reason);
            let place = value.origin.used_at().unwrap_or(block.header);
            let part = mismatch.at.filter(|part| place.contains(*part));
            self.problem(ProblemKind::Meaning, part.unwrap_or(place), message.clone());
            // No expression can react to it; it still is what somebody wrote.
            let parts = known_parts([&value]);
            Value::unknown(message, value.origin.clone().with_parts(parts))
        })
    }

    /// Notes the names of sensitive variables, and the places where their text stands.
    pub(super) fn sensitive_variables(&mut self, instance: usize) {
        let module = self.instances[instance].module;
        let all = || module.variables.iter();
        let secret = all().filter(|(name, block)| is_concealed(block) || names_secret(name));
        self.evaluation.secret_names.extend(secret.map(|(name, _)| Arc::from(format!("var.{name}"))));
        for (name, block) in all().filter(|(_, block)| is_concealed(block)) {
            let mut places: Vec<Span> = block.body.attribute("default").and_then(literal).into_iter().collect();
            match &self.instances[instance].caller {
                Some(caller) => places.extend(caller.block.body.attribute(name).and_then(literal)),
                None => places.extend(self.values_of(module, name)),
            }
            self.evaluation.secrets.extend(places);
        }
    }

    /// Where values for a variable of the root module stand, whether they hold or a stronger one does.
    fn values_of(&self, module: &'p Module, name: &Arc<str>) -> Vec<Span> {
        let automatic = module.values.iter().filter_map(|(_, file)| file.attribute(name).and_then(literal));
        let given = self.inputs.given.iter().filter_map(|given| match given {
            Given::Text { .. } => None,
            Given::File(body) => body.attribute(name).and_then(literal),
            Given::Values { values, .. } => values.get(name)?.origin.written_at(),
        });
        automatic.chain(given).collect()
    }
}

/// The place of a value that is literal text, of the run's files.
fn literal(Attribute { value, .. }: &Attribute) -> Option<Span> {
    let written = matches!(
        value.kind,
        ExprKind::Text(_) | ExprKind::Template(_) | ExprKind::Number(_) | ExprKind::List(_) | ExprKind::Object(_)
    );
    (written && !value.span.file.is_embedded()).then_some(value.span)
}

/// Whether a variable is sensitive. What is ephemeral is in no plan and no log either.
pub(super) fn is_concealed(block: &Block) -> bool {
    is_true(block, "sensitive") || is_true(block, "ephemeral")
}

fn refuses_null(block: &Block) -> bool {
    block.body.attribute("nullable").is_some_and(|nullable| nullable.value.kind == ExprKind::Bool(false))
}

/// Whether an argument of a block is `true`, as it stands.
pub(super) fn is_true(block: &Block, name: &str) -> bool {
    block.body.attribute(name).is_some_and(|attribute| attribute.value.kind == ExprKind::Bool(true))
}
