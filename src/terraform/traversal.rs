//! References and what is taken of them: `var.x`, `aws_kms_key.k[0].arn`, `module.m.out`, `x[*].y`.

use super::conditionals::guarded;
use super::evaluator::{Evaluator, Handle, Key};
use super::frames::Frame;
use super::guards::Doubt;
use super::origins::{known_parts, part, step};
use super::types::is_unordered;
use super::values::{Failure, Outcome, chosen, derived, is_open, kind, primitive_number, primitive_text, undecided};
use crate::source::Span;
use crate::syntax::hcl::tree::{Expr, ExprKind};
use crate::value::{Content, Origin, Value, What};
use std::sync::Arc;

/// One step of a traversal.
#[derive(Clone, Copy)]
enum Step<'p> {
    Name(&'p Arc<str>),
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
        let first = value.origin.steps().next();
        let by_resource = first.is_some_and(|step| matches!(step.what, What::Resource { .. }) && step.at.is_some());
        let value = self.as_assumed(value, expr, frame);
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
        if frame.is_sealed() {
            return Err(Failure::new("the template refers to something that it is not given"));
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
                Ok((value, 1 + usize::from(picked)))
            }
            ("data" | "ephemeral", Some(ty), Some(name)) => {
                Ok(self.resource_at(&format!("{root}.{ty}.{name}").into(), steps, 2, at, frame))
            }
            ("path", Some(name), _) => Ok((self.path(frame.instance, name, at), 1)),
            ("terraform" | "tofu", Some(name), _) if &**name == "workspace" => Ok((self.workspace(at), 1)),
            ("terraform" | "tofu", Some(_), _) => Ok((outer("it is known only when Terraform runs"), 1)),
            ("each", ..) => Err(Failure::new("each needs the argument for_each in this block")),
            ("count", ..) => Err(Failure::new("count needs the argument count in this block")),
            ("self", ..) => Ok((outer("self is known only after apply"), 0)),
            // The type of every resource begins with its provider's name.
            (ty, Some(_), _) if !ty.contains('_') => Ok((self.bare_word(at), steps.len())),
            (ty, Some(name), _) => Ok(self.resource_at(&format!("{ty}.{name}").into(), steps, 1, at, frame)),
            (_, None, _) => Ok((self.bare_word(at), steps.len())),
        }
    }

    /// The resource, or one of its instances, that the first `named` steps name, and how many it took.
    fn resource_at(
        &mut self,
        address: &Arc<str>,
        steps: &[Step<'p>],
        named: usize,
        at: Span,
        frame: &Frame,
    ) -> (Value, usize) {
        let key = self.key(steps.get(named), frame);
        let (value, picked) = self.resource(frame.instance, address, key.as_ref(), at);
        (value, named + usize::from(picked))
    }

    /// The key that a step takes, when it is one.
    fn key(&mut self, step: Option<&Step<'p>>, frame: &Frame) -> Option<Value> {
        match step {
            Some(Step::Key(expr)) => self.eval(expr, frame).ok(),
            _ => None,
        }
    }

    pub(super) fn local(&mut self, instance: usize, name: &Arc<str>, at: Span) -> Outcome {
        let module = self.instances[instance].module;
        let shown = format!("local.{name}");
        let Some(local) = module.locals.get(name) else { return Ok(self.undeclared(at, &shown)) };
        self.once(Key::Local(instance, name.clone()), local.name.span, &shown, |this| {
            let value = this.eval_in(instance, &local.value);
            Ok(step(&value, What::Local(name.clone()), local.value.span))
        })
    }

    fn path(&self, instance: usize, name: &Arc<str>, at: Span) -> Value {
        match &**name {
            "root" => Value::text(".", Origin::written(at)),
            "module" => Value::text(self.instances[instance].path.clone(), Origin::written(at)),
            "cwd" => match self.project.files().and_then(|files| files.absolute(&self.root_directory())) {
                Some(path) => Value::text(path, Origin::written(at)),
                None => Value::unknown("path.cwd depends on where Terraform runs", Origin::written(at)),
            },
            other => Value::unknown(format!("path.{other} is not known"), Origin::written(at)),
        }
    }

    fn follow(&mut self, mut value: Value, steps: &[Step<'p>], at: Span, frame: &Frame) -> Outcome {
        for step in steps {
            value = match step {
                Step::Name(name) => self.member(&value, name, at)?,
                Step::Key(key) => {
                    let key = self.eval(key, frame)?;
                    self.element(&value, &key, at)?
                }
            };
        }
        Ok(value)
    }

    /// `value.name`
    pub(super) fn member(&mut self, value: &Value, name: &Arc<str>, at: Span) -> Outcome {
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
    pub(super) fn element(&mut self, value: &Value, key: &Value, at: Span) -> Outcome {
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
            Content::List(items) if is_unordered(items) => Ok(undecided(value).map_or_else(|| derived(value), derived)),
            Content::List(items) if items.is_set() => Err(Failure::new("a set has no elements with an index")),
            Content::List(_) | Content::Map(_) if is_open(key) => {
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

    /// Does something for every value that is possible. Where Terraform would stop, it is not: only `try` and `can`
    /// learn of it.
    pub(super) fn each_way(&mut self, value: &Value, mut work: impl FnMut(&mut Self, &Value) -> Outcome) -> Outcome {
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
}
