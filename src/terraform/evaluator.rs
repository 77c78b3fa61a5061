//! The state of one evaluation: module instances, what is already evaluated, and the limits that keep it bounded.

use super::assumptions::Assumption;
use super::expansion::{Expansion, Repetition};
use super::guards::Doubt;
use super::inputs::Inputs;
use super::instances::Instance;
use super::module::Module;
use super::project::Project;
use super::rendering::Shelf;
use super::values::{Outcome, size};
use crate::model::{Evaluation, Resource, Scope};
use crate::source::{Problem, ProblemKind, Span};
use crate::syntax::hcl::tree::{Block, Expr};
use crate::value::{Origin, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;
use std::sync::Arc;

/// How deep expressions and references may lead.
const MAX_DEPTH: usize = 600;
/// How many steps one root module may take.
const MAX_STEPS: usize = 20_000_000;
/// How many module instances and resources one root module may have.
pub(super) const MAX_INSTANCES: usize = 10_000;

/// What an address stands for while the whole resource or module is passed around as a value.
#[derive(Clone)]
pub(super) enum Handle<'p> {
    /// A resource of an instance, with its `each` or `count`.
    Resource { instance: usize, block: &'p Block, repetition: Option<Repetition> },
    /// A module instance.
    Module(usize),
}

/// What is evaluated at most once.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Variable(usize, Arc<str>),
    Local(usize, Arc<str>),
    Output(usize, Arc<str>),
    /// An attribute of the resource at an address.
    Attribute(Arc<str>, Arc<str>),
}

/// One evaluation of a root module.
pub(super) struct Evaluator<'p> {
    pub(super) project: &'p Project,
    pub(super) inputs: &'p Inputs,
    pub(super) scope: Scope,
    pub(super) instances: Vec<Instance<'p>>,
    pub(super) handles: FxHashMap<Arc<str>, Handle<'p>>,
    pub(super) expansions: FxHashMap<(usize, Arc<str>), Rc<Expansion>>,
    pub(super) children: FxHashMap<Arc<str>, Option<usize>>,
    memo: FxHashMap<Key, Option<Outcome>>,
    said: FxHashSet<(Option<Span>, String)>,
    /// The places of conditions whose text is not all of them, by text.
    pub(super) shortened: FxHashMap<String, Vec<Span>>,
    /// When there is what an address stands for, where that is not certain.
    pub(super) perhaps: FxHashMap<Arc<str>, Arc<str>>,
    /// Where the expression that is being evaluated only works under conditions.
    pub(super) doubts: Vec<Doubt>,
    /// Whether what is evaluated must not refer to anything.
    pub(super) constants: bool,
    /// What holds in the branches that the expression stands in.
    pub(super) assumptions: Vec<Assumption>,
    /// Whether it is not certain that Terraform evaluates what is being evaluated.
    pub(super) uncertain: bool,
    /// Whether nothing is reported of what is being evaluated.
    pub(super) silent: bool,
    /// Templates that were parsed, by their texts, and where the next one is kept.
    pub(super) templates: FxHashMap<Arc<str>, Result<&'p Expr, &'static str>>,
    pub(super) shelf: &'p Shelf,
    pub(super) evaluation: Evaluation,
    depth: usize,
    steps: usize,
}

impl<'p> Evaluator<'p> {
    pub(super) fn new(
        project: &'p Project,
        root: &'p Module,
        (inputs, shelf): (&'p Inputs, &'p Shelf),
        scope: Scope,
    ) -> Self {
        Self {
            project,
            inputs,
            scope,
            instances: vec![Instance::root(root)],
            handles: FxHashMap::default(),
            expansions: FxHashMap::default(),
            children: FxHashMap::default(),
            memo: FxHashMap::default(),
            said: FxHashSet::default(),
            shortened: FxHashMap::default(),
            perhaps: FxHashMap::default(),
            doubts: Vec::new(),
            constants: false,
            assumptions: Vec::new(),
            uncertain: false,
            silent: false,
            templates: FxHashMap::default(),
            shelf,
            evaluation: Evaluation::default(),
            depth: 0,
            steps: 0,
        }
    }

    pub(super) fn run(mut self) -> Evaluation {
        let mut open = vec![0];
        let mut seen = FxHashSet::default();
        while let Some(instance) = open.pop() {
            if seen.insert(self.instances[instance].module.directory.clone()) {
                self.evaluation.problems.extend(self.instances[instance].module.problems.iter().cloned());
            }
            self.sensitive_variables(instance);
            self.resources(instance);
            self.provider_configurations(instance);
            let mut children = self.children_of(instance);
            children.reverse();
            open.append(&mut children);
        }
        for instance in 0..self.instances.len() {
            self.handed(instance);
        }
        self.evaluation.secrets.sort_unstable();
        self.evaluation.secrets.dedup();
        self.evaluation.secret_names.sort_unstable();
        self.evaluation.secret_names.dedup();
        self.evaluation.steps = self.steps;
        self.evaluation
    }

    /// Adds a resource; `false` when there are too many.
    pub(super) fn emit(&mut self, resource: Resource) -> bool {
        if self.evaluation.resources.len() >= MAX_INSTANCES {
            self.limit(resource.header, &format!("more than {MAX_INSTANCES} resources"));
            return false;
        }
        self.evaluation.resources.push(resource);
        true
    }

    /// Reports a problem, once however often it is met.
    pub(super) fn problem(&mut self, kind: ProblemKind, at: Span, message: impl Into<String>) {
        let message = message.into();
        let at = self.in_source(at);
        if !self.silent && self.said.insert((at, message.clone())) {
            self.evaluation.problems.push(Problem::at(kind, at, message));
        }
    }

    /// A place that people can see: for one within a module that is not installed, a call of that module.
    fn in_source(&self, at: Span) -> Option<Span> {
        if !at.file.is_embedded() {
            return Some(at);
        }
        let standing = self.instances.iter().rev().filter(|instance| instance.stand.is_some());
        standing.filter_map(|instance| instance.calls.last()).map(|call| call.header).next()
    }

    /// Reports something that nothing declares, and stands for its value.
    pub(super) fn undeclared(&mut self, at: Span, what: &str) -> Value {
        let message = format!("{what} is not declared");
        self.problem(ProblemKind::Meaning, at, message.clone());
        Value::unknown(message, Origin::written(at))
    }

    /// Reports a word that refers to nothing. It is not said: it may be a text without its quotes, even a password.
    pub(super) fn bare_word(&mut self, at: Span) -> Value {
        let message = "this refers to nothing; a text needs quotes";
        self.problem(ProblemKind::Meaning, at, message);
        let written = Origin::written(at);
        Value::unknown(message, written.clone().with_parts(vec![written]))
    }

    /// Runs `work` one level deeper, or gives up where limits are reached.
    pub(super) fn deeper(&mut self, at: Span, work: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        self.steps += 1;
        if self.depth >= MAX_DEPTH || self.steps > MAX_STEPS {
            return Ok(self.cut_off(at));
        }
        self.depth += 1;
        let outcome = work(self);
        self.depth -= 1;
        outcome
    }

    fn cut_off(&mut self, at: Span) -> Value {
        self.limit(at, "the evaluation was cut off: expressions nest too deep or take too long");
        Value::unknown("evaluation was cut off", Origin::written(at))
    }

    /// Reports a limit, at the first place that reaches it.
    pub(super) fn limit(&mut self, at: Span, message: &str) {
        if !self.silent && self.said.insert((None, message.to_owned())) {
            let span = self.in_source(at);
            self.evaluation.problems.push(Problem::at(ProblemKind::Limit, span, message));
        }
    }

    /// Counts the work of a function or operator over its arguments.
    pub(super) fn spend(&mut self, arguments: &[Value]) {
        self.steps += arguments.iter().filter_map(size).sum::<usize>();
    }

    /// Counts work that no argument's size tells.
    pub(super) fn spend_steps(&mut self, steps: usize) {
        self.steps += steps;
    }

    /// Passes a new value on when it is of a size to go on with, and counts its making.
    pub(super) fn sized(&mut self, value: Value, at: Span) -> Value {
        if let Some(steps) = size(&value) {
            self.steps += steps;
            return value;
        }
        self.limit(at, "the value is too large to be evaluated");
        Value::unknown("the value is too large", Origin::written(at))
    }

    /// Evaluates something once; a value that needs itself is unknown.
    pub(super) fn once(&mut self, key: Key, at: Span, name: &str, work: impl FnOnce(&mut Self) -> Outcome) -> Outcome {
        match self.memo.get(&key) {
            Some(Some(known)) => return known.clone(),
            Some(None) => {
                let message = format!("{name} refers to itself");
                self.problem(ProblemKind::Meaning, at, message.clone());
                return Ok(Value::unknown(message, Origin::written(at)));
            }
            None => {}
        }
        self.memo.insert(key.clone(), None);
        // Whoever refers to it does not see where it would stop.
        let doubts = std::mem::take(&mut self.doubts);
        // Nor in which branch it stands.
        let assumptions = std::mem::take(&mut self.assumptions);
        let outcome = self.deeper(at, work);
        (self.doubts, self.assumptions) = (doubts, assumptions);
        self.memo.insert(key, Some(outcome.clone()));
        outcome
    }
}
