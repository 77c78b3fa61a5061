//! References and what is taken of them: `var.x`, `aws_kms_key.k[0].arn`, `module.m.out`, `x[*].y`.

use super::evaluator::{Evaluator, Frame, Handle, Key};
use super::expansion::{Expansion, Form};
use super::expressions::guarded;
use super::guards::{Doubt, opposites};
use super::origins::{known_parts, part, step};
use super::project::source;
use super::sources::{self, is_local};
use super::values::{Failure, Outcome, chosen, derived, kind, list, map, primitive_number, primitive_text, undecided};
use crate::source::{ProblemKind, Span};
use crate::syntax::hcl::tree::{Block, Expr, ExprKind, Name, Splat, SplatStep};
use crate::value::{Alternative, Content, Map, Origin, Reference, Unknown, Value, What};
use std::sync::Arc;

/// One step of a traversal.
#[derive(Clone, Copy)]
enum Step<'p> {
    Name(&'p Name),
    Key(&'p Expr),
}

impl<'p> Evaluator<'p> {
    pub(super) fn traverse(&mut self, expr: &'p Expr, frame: &Frame) -> Outcome {
        let mut steps = Vec::new();
        let mut base = expr;
        loop {
            base = match &base.kind {
                ExprKind::Attribute(inner, name) => {
                    steps.push(Step::Name(name));
                    inner
                }
                ExprKind::Index(inner, key) => {
                    steps.push(Step::Key(key));
                    inner
                }
                _ => break,
            };
        }
        steps.reverse();
        let ExprKind::Variable(root) = &base.kind else {
            let value = self.eval(base, frame)?;
            return self.follow(value, &steps, expr.span, frame);
        };
        let (value, used) = self.root(root, &steps, expr.span, frame)?;
        let value = self.follow(value, steps.get(used..).unwrap_or_default(), expr.span, frame)?;
        let by_resource = value.origin.steps().next().is_some_and(|step| matches!(step.what, What::Resource { .. }));
        if by_resource || value.origin.used_at().is_some_and(|used| used == expr.span) {
            return Ok(value);
        }
        Ok(step(&value, What::Reference(expr.to_string().into()), expr.span))
    }

    /// The value that a traversal starts with, and how many of its steps that took.
    fn root(
        &mut self,
        root: &'p Arc<str>,
        steps: &[Step<'p>],
        at: Span,
        frame: &Frame,
    ) -> Result<(Value, usize), Failure> {
        if let Some(bound) = frame.find(root) {
            return Ok((bound.clone(), 0));
        }
        let name = |index: usize| match steps.get(index) {
            Some(Step::Name(name)) => Some(*name),
            _ => None,
        };
        if self.constants && !steps.is_empty() {
            return Ok((self.not_constant(at), steps.len()));
        }
        let outer = |text: &str| Value::unknown(text, Origin::written(at));
        match (&**root, name(0), name(1)) {
            ("var", Some(name), _) => Ok((self.variable(frame.instance, name, at)?, 1)),
            ("local", Some(name), _) => Ok((self.local(frame.instance, name, at)?, 1)),
            ("module", Some(name), _) => {
                let key = self.key(steps.get(1), frame);
                let (value, picked) = self.module(frame.instance, name, key.as_ref(), at);
                Ok((value, if picked { 2 } else { 1 }))
            }
            ("data" | "ephemeral", Some(ty), Some(name)) => {
                let address = format!("{root}.{}.{}", ty.text, name.text).into();
                let key = self.key(steps.get(2), frame);
                let (value, picked) = self.resource(frame.instance, &address, key.as_ref(), at);
                Ok((value, if picked { 3 } else { 2 }))
            }
            ("path", Some(name), _) => Ok((self.path(frame.instance, name, at), 1)),
            ("terraform" | "tofu", Some(name), _) if &*name.text == "workspace" => Ok((self.workspace(at), 1)),
            ("terraform" | "tofu", Some(_), _) => Ok((outer("the workspace is not known"), 1)),
            ("each" | "count", ..) => Err(Failure::new(format!("{root} has no value here"))),
            ("self", ..) => Ok((outer("self is known only after apply"), 0)),
            // The type of every resource begins with its provider's name.
            (ty, Some(_), _) if !ty.contains('_') => Ok((self.bare_word(at), steps.len())),
            (ty, Some(name), _) => {
                let address = format!("{ty}.{}", name.text).into();
                let key = self.key(steps.get(1), frame);
                let (value, picked) = self.resource(frame.instance, &address, key.as_ref(), at);
                Ok((value, if picked { 2 } else { 1 }))
            }
            (_, None, _) => Ok((self.bare_word(at), steps.len())),
        }
    }

    /// The key that a step takes, when it is one.
    fn key(&mut self, step: Option<&Step<'p>>, frame: &Frame) -> Option<Value> {
        match step {
            Some(Step::Key(expr)) => self.eval(expr, frame).ok(),
            _ => None,
        }
    }

    fn local(&mut self, instance: usize, name: &Name, at: Span) -> Outcome {
        let module = self.instances[instance].module;
        let shown = format!("local.{}", name.text);
        let Some(local) = module.locals.get(&name.text) else { return Ok(self.undeclared(at, &shown)) };
        self.once(Key::Local(instance, name.text.clone()), local.name.span, &shown, |this| {
            let value = this.eval(&local.value, &Frame { instance, names: None })?;
            Ok(step(&value, What::Local(name.text.clone()), local.value.span))
        })
    }

    fn path(&self, instance: usize, name: &Name, at: Span) -> Value {
        match &*name.text {
            "root" => Value::text(".", Origin::written(at)),
            "module" => Value::text(self.instances[instance].path.clone(), Origin::written(at)),
            "cwd" => Value::unknown("path.cwd depends on where Terraform runs", Origin::written(at)),
            other => Value::unknown(format!("path.{other} is not known"), Origin::written(at)),
        }
    }

    /// A module call as a value: what its outputs are taken of; the copy of a key alone where there is one, which the
    /// second part says.
    fn module(&mut self, instance: usize, name: &Name, key: Option<&Value>, at: Span) -> (Value, bool) {
        let shown: Arc<str> = format!("module.{}", name.text).into();
        let module = self.instances[instance].module;
        let Some(call) = module.calls.get(&name.text) else {
            return (self.undeclared(at, &shown), false);
        };
        let expansion = self.expand(instance, &shown, call);
        let picked = key.and_then(|key| expansion.copy(key));
        let copies = picked.map_or(expansion.copies.as_slice(), std::slice::from_ref);
        let mut values = Vec::with_capacity(copies.len());
        for copy in copies {
            let value = match self.child(instance, &name.text, call, copy) {
                Some(child) => {
                    let address: Arc<str> = format!("{}{shown}{}", self.instances[instance].prefix, copy.suffix).into();
                    self.whole(address, Handle::Module(child), at)
                }
                None => Value::unknown(missing(&shown, call), Origin::written(at)),
            };
            values.push((copy.key.clone(), value));
        }
        match values.pop() {
            Some((_, only)) if picked.is_some() => (only, true),
            last => (self.together(&expansion, values.into_iter().chain(last).collect()), false),
        }
    }

    /// A resource or data source as a value: what its attributes are taken of.
    fn resource(&mut self, instance: usize, address: &Arc<str>, key: Option<&Value>, at: Span) -> (Value, bool) {
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
            refers_to: vec![Reference { address: address.clone(), attribute: "".into() }],
            ..Unknown::because(format!("{address} is known only after apply"))
        };
        self.handles.entry(address).or_insert(handle);
        Value::new(Content::Unknown(Arc::new(unknown)), Origin::written(at))
    }

    fn handle(&self, value: &Value) -> Option<(Arc<str>, Handle<'p>)> {
        match value.as_unknown()?.refers_to.as_slice() {
            [Reference { address, attribute }] if attribute.is_empty() => {
                Some((address.clone(), self.handles.get(address)?.clone()))
            }
            _ => None,
        }
    }

    fn follow(&mut self, mut value: Value, steps: &[Step<'p>], at: Span, frame: &Frame) -> Outcome {
        for step in steps {
            value = match step {
                Step::Name(name) => self.member(&value, &name.text, at)?,
                Step::Key(key) => {
                    let key = self.eval(key, frame)?;
                    self.element(&value, &key, at)?
                }
            };
        }
        Ok(value)
    }

    /// `value.name`
    fn member(&mut self, value: &Value, name: &Arc<str>, at: Span) -> Outcome {
        if let Some((address, handle)) = self.handle(value) {
            return match handle {
                Handle::Module(child) => self.output(child, &address, name, at),
                Handle::Resource { instance, block, repetition } => {
                    self.attribute((instance, block, repetition), &address, name, at)
                }
            };
        }
        match &value.content {
            Content::Map(entries) => match entries.get(name) {
                Some(found) => Ok(part(value, found)),
                None => Err(Failure::new(format!("there is no attribute {name}"))),
            },
            Content::OneOf(_) => self.each_way(value, |this, one| this.member(one, name, at)),
            Content::Unknown(_) => Ok(derived(value)),
            _ => Err(Failure::new(format!("{} has no attribute {name}", kind(value)))),
        }
    }

    /// `value[key]`
    fn element(&mut self, value: &Value, key: &Value, at: Span) -> Outcome {
        if matches!(key.content, Content::OneOf(_)) {
            return self.each_way(key, |this, key| this.element(value, key, at));
        }
        match &value.content {
            Content::OneOf(_) => self.each_way(value, |this, one| this.element(one, key, at)),
            // One stands for all where the number of copies is not known.
            Content::Unknown(_) if self.handle(value).is_some() => match primitive_text(key) {
                Some(name) if primitive_number(key).is_none() && self.is_single(value) => self.member(value, &name, at),
                _ => {
                    self.doubts.extend(self.doubt(value, key));
                    Ok(value.clone())
                }
            },
            Content::Unknown(_) => Ok(chosen(value)),
            _ if undecided(key).is_some() => {
                let parts = known_parts([value]);
                let unknown = derived(key);
                Ok(Value { origin: unknown.origin.clone().with_parts(parts), ..unknown })
            }
            Content::List(items) => {
                let index = primitive_number(key).and_then(|number| usize::try_from(number.as_integer()?).ok());
                let found = index.and_then(|index| items.get(index));
                found.map(|item| part(value, item)).ok_or_else(|| Failure::new("there is no element of that index"))
            }
            Content::Map(entries) => {
                let found = primitive_text(key).and_then(|key| entries.get(&key));
                found.map(|item| part(value, item)).ok_or_else(|| Failure::new("there is no element of that key"))
            }
            _ => Err(Failure::new(format!("{} has no elements", kind(value)))),
        }
    }

    /// When there is what a value stands for, where that is not certain.
    fn condition_of(&self, value: &Value) -> Option<Arc<str>> {
        self.perhaps.get(&self.handle(value)?.0).cloned()
    }

    /// What speaks against a copy where the number of copies is not known.
    fn doubt(&self, value: &Value, key: &Value) -> Option<Doubt> {
        let (address, handle) = self.handle(value)?;
        let counted = matches!(handle, Handle::Resource { repetition: Some(("count", _)), .. });
        let first = primitive_number(key).is_some_and(|number| number.as_integer() == Some(0));
        match self.perhaps.get(&address) {
            Some(condition) if counted && first => Some(Doubt::about(condition)),
            _ => Some(Doubt::default()),
        }
    }

    fn is_single(&self, value: &Value) -> bool {
        matches!(self.handle(value), Some((_, Handle::Resource { repetition: None, .. })))
    }

    /// Does something for every value that is possible. Where Terraform would stop, it is not: only `try` and `can`
    /// learn of it.
    fn each_way(&mut self, value: &Value, mut work: impl FnMut(&mut Self, &Value) -> Outcome) -> Outcome {
        let (mut results, mut doubt) = (Vec::new(), Doubt::default());
        let mut failure = Failure::new("no alternative is possible");
        for (guard, one) in value.alternatives() {
            let guard = guard.cloned().unwrap_or_default();
            match work(self, &part(value, one)) {
                Ok(result) => {
                    results.extend(guarded(&guard, result));
                    doubt.works.push(guard);
                }
                Err(stopped) => {
                    failure = stopped;
                    doubt.fails.push(guard);
                }
            }
        }
        if results.is_empty() {
            return Err(failure);
        }
        if !doubt.fails.is_empty() {
            self.doubts.push(doubt);
        }
        Ok(Value::one_of(results, Origin::default()))
    }

    pub(super) fn splat(&mut self, splat: &'p Splat, at: Span, frame: &Frame) -> Outcome {
        let source = self.eval(&splat.source, frame)?;
        self.splat_over(&source, &splat.each, at, frame)
    }

    fn splat_over(&mut self, source: &Value, each: &'p [SplatStep], at: Span, frame: &Frame) -> Outcome {
        let items = match &source.content {
            Content::Null => Vec::new(),
            Content::List(items) => items.iter().map(|item| part(source, item)).collect(),
            Content::OneOf(_) => return self.each_way(source, |this, one| this.splat_over(one, each, at, frame)),
            Content::Unknown(_) if self.handle(source).is_none() => return Ok(derived(source)),
            _ => {
                if let Some(condition) = self.condition_of(source) {
                    let none = opposites(&condition).into_iter().map(|guard| (guard, list(Vec::new())));
                    let one = (condition.to_string(), list(vec![source.clone()]));
                    let ways = std::iter::once(one).chain(none);
                    let several = ways.map(|(guard, value)| Alternative { guard: guard.into(), value }).collect();
                    let several = Value::one_of(several, Origin::default());
                    return self.splat_over(&several, each, at, frame);
                }
                vec![source.clone()]
            }
        };
        let mut results = Vec::with_capacity(items.len());
        for item in items {
            results.push(self.deeper(at, |this| this.splat_steps(item, each, at, frame))?);
        }
        let result = list(results);
        Ok(self.sized(Value { origin: Origin::written(at), ..result }, at))
    }

    fn splat_steps(&mut self, mut value: Value, each: &'p [SplatStep], at: Span, frame: &Frame) -> Outcome {
        for (index, step) in each.iter().enumerate() {
            value = match step {
                SplatStep::Attribute(name) => self.member(&value, &name.text, at)?,
                SplatStep::Index(key) => {
                    let key = self.eval(key, frame)?;
                    self.element(&value, &key, at)?
                }
                SplatStep::Splat => {
                    return self.splat_over(&value, each.get(index + 1..).unwrap_or_default(), at, frame);
                }
            };
        }
        Ok(value)
    }

    fn output(&mut self, child: usize, call: &Arc<str>, name: &Arc<str>, at: Span) -> Outcome {
        let Some(output) = self.instances[child].module.outputs.get(name) else {
            if let Some(stand) = &self.instances[child].stand {
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
            let result = this.eval(&value.value, &Frame { instance: child, names: None })?;
            let what = What::ModuleOutput { call: call.clone(), output: name.clone() };
            Ok(step(&result, what, value.value.span))
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
