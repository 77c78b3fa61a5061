//! What references name: resources, data sources and modules, whole.

use super::evaluator::{Evaluator, Handle, Key};
use super::expansion::{Expansion, Form};
use super::guards::Doubt;
use super::origins::step;
use super::project::source;
use super::sources::{self, is_local};
use super::values::{Outcome, list, map, primitive_number};
use super::variables::is_true;
use crate::source::{ProblemKind, Span};
use crate::syntax::hcl::tree::Block;
use crate::value::{Alternative, Content, Map, Origin, Reference, Unknown, Value, What, Within};
use std::sync::Arc;

impl<'p> Evaluator<'p> {
    /// A module call as a value: what its outputs are taken of; the copy of a key alone where there is one, which the
    /// second part says.
    pub(super) fn module(&mut self, instance: usize, name: &Arc<str>, key: Option<&Value>, at: Span) -> (Value, bool) {
        let shown: Arc<str> = format!("module.{name}").into();
        let module = self.instances[instance].module;
        let Some(call) = module.calls.get(name) else {
            return (self.undeclared(at, &shown), false);
        };
        let expansion = self.expand(instance, &shown, call);
        let picked = key.and_then(|key| expansion.copy(key));
        let copies = picked.map_or(expansion.copies.as_slice(), std::slice::from_ref);
        let mut values = Vec::with_capacity(copies.len());
        for copy in copies {
            let address = format!("{}{shown}", self.instances[instance].prefix);
            let value = if let Some(child) = self.child(instance, name, call, copy) {
                self.whole((address + &copy.suffix).into(), Handle::Module(child), at)
            } else {
                Value::unknown(missing(&address, call), Origin::written(at))
            };
            values.push((copy.key.clone(), value));
        }
        match values.pop() {
            Some((_, only)) if picked.is_some() => (only, true),
            last => (self.together(&expansion, values.into_iter().chain(last).collect()), false),
        }
    }

    /// A resource or data source as a value: what its attributes are taken of.
    pub(super) fn resource(
        &mut self,
        instance: usize,
        address: &Arc<str>,
        key: Option<&Value>,
        at: Span,
    ) -> (Value, bool) {
        let module = self.instances[instance].module;
        let Some(block) = module.resources.get(address).or_else(|| module.data.get(address)) else {
            return (self.undeclared(at, address), false);
        };
        let expansion = self.expand(instance, address, block);
        let picked = key.and_then(|key| expansion.copy(key));
        let copies = picked.map_or(expansion.copies.as_slice(), std::slice::from_ref);
        let mut values = Vec::with_capacity(copies.len());
        for copy in copies {
            let full: Arc<str> = format!("{}{address}{}", self.instances[instance].prefix, copy.suffix).into();
            let handle = Handle::Resource { instance, block, repetition: copy.repetition.clone() };
            values.push((copy.key.clone(), self.whole(full, handle, at)));
        }
        match values.pop() {
            Some((_, only)) if picked.is_some() => (only, true),
            last => (self.together(&expansion, values.into_iter().chain(last).collect()), false),
        }
    }

    /// The copies of a block as one value; which ones there are may depend on conditions.
    fn together(&mut self, expansion: &Expansion, values: Vec<(Arc<str>, Value)>) -> Value {
        if let ([copy], Form::Unclear) = (expansion.copies.as_slice(), expansion.form)
            && let (Some(condition), Some((address, _))) =
                (&copy.condition, values.first().and_then(|(_, value)| self.handle(value)))
        {
            self.perhaps.insert(address, condition.clone());
        }
        if expansion.ways.is_empty() {
            return together(expansion.form, values);
        }
        let way = |(guard, copies): &(Arc<str>, Vec<usize>)| {
            let own = copies.iter().filter_map(|index| values.get(*index).cloned()).collect();
            Alternative { guard: guard.clone(), value: together(expansion.form, own) }
        };
        Value::one_of(expansion.ways.iter().map(way).collect(), Origin::default())
    }

    /// A value that stands for everything at an address.
    fn whole(&mut self, address: Arc<str>, handle: Handle<'p>, at: Span) -> Value {
        let unknown = Unknown {
            non_null: true,
            refers_to: vec![Reference { address: address.clone(), attribute: "".into(), within: Within::default() }],
            ..Unknown::because(format!("{address} is known only after apply"))
        };
        self.handles.entry(address).or_insert(handle);
        Value::new(Content::Unknown(Arc::new(unknown)), Origin::written(at))
    }

    pub(super) fn handle(&self, value: &Value) -> Option<(Arc<str>, Handle<'p>)> {
        match value.as_unknown()?.refers_to.as_slice() {
            [Reference { address, attribute, .. }] if attribute.is_empty() => {
                Some((address.clone(), self.handles.get(address)?.clone()))
            }
            _ => None,
        }
    }

    /// When there is what a value stands for, where that is not certain.
    pub(super) fn condition_of(&self, value: &Value) -> Option<Arc<str>> {
        self.perhaps.get(&self.handle(value)?.0).cloned()
    }

    /// What speaks against a copy where the number of copies is not known.
    pub(super) fn doubt(&self, value: &Value, key: &Value) -> Option<Doubt> {
        let (address, handle) = self.handle(value)?;
        let counted = matches!(handle, Handle::Resource { repetition: Some(("count", _)), .. });
        let first = primitive_number(key).is_some_and(|number| number.as_integer() == Some(0));
        match self.perhaps.get(&address) {
            Some(condition) if counted && first => Some(Doubt::about(condition)),
            _ => Some(Doubt::default()),
        }
    }

    pub(super) fn is_single(&self, value: &Value) -> bool {
        matches!(self.handle(value), Some((_, Handle::Resource { repetition: None, .. })))
    }

    pub(super) fn output(&mut self, child: usize, call: &Arc<str>, name: &Arc<str>, at: Span) -> Outcome {
        let instance = &self.instances[child];
        if let Some(reason) = instance.stand.as_ref().and_then(|stand| stand.unclear.clone()) {
            return Ok(Value::unknown(reason, Origin::written(at)));
        }
        let Some(output) = instance.module.outputs.get(name) else {
            if let Some(stand) = &instance.stand {
                let reason =
                    format!("the output {name} of {call} is not known: {} is not installed", stand.description.title);
                return Ok(Value::unknown(reason, Origin::written(at)));
            }
            let message = format!("{call} has no output {name}");
            self.problem(ProblemKind::Meaning, at, message.clone());
            return Ok(Value::unknown(message, Origin::written(at)));
        };
        let Some(value) = output.body.attribute("value") else {
            return Ok(Value::unknown(format!("the output {name} of {call} has no value"), Origin::written(at)));
        };
        let shown = format!("output {name} of {call}");
        self.once(Key::Output(child, name.clone()), output.header, &shown, |this| {
            let result = this.eval_in(child, &value.value);
            let what = What::ModuleOutput { call: call.clone(), output: name.clone() };
            let mut result = step(&result, what, value.value.span);
            if is_true(output, "sensitive") {
                result.origin = result.origin.of_secret();
            }
            Ok(result)
        })
    }
}

/// Why a called module has no outputs.
fn missing(shown: &str, call: &Block) -> String {
    match source(call).map(|source| (is_local(source), sources::shown(source))) {
        Some((true, source)) => format!("{shown} ({source}) is not in the scanned files"),
        Some((false, source)) => format!("{shown} is not installed (source {source})"),
        None => format!("{shown} has no source that is a plain text"),
    }
}

/// The copies of a block as one value.
fn together(form: Form, mut values: Vec<(Arc<str>, Value)>) -> Value {
    match form {
        Form::Count => list(values.into_iter().map(|(_, value)| value).collect()),
        Form::Each => map(values.into_iter().collect::<Map>()),
        Form::Single | Form::Unclear => values.pop().map_or_else(|| list(Vec::new()), |(_, value)| value),
    }
}
