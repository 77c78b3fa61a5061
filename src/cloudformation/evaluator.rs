//! The evaluation of one template: what every function needs to know and to count.

use super::alternatives::{bound, possible};
use super::assumptions::Assumptions;
use super::call::Call;
use super::conditions::Standing;
use super::exports::Trade;
use super::inputs::Inputs;
use super::intrinsics::is_function;
use super::stacks::{Child, Stack};
use super::template::Template;
use super::transforms::{describe, is_macro_key};
use super::{dynamic, parameters, scalars};
use crate::model::{Evaluation, Handed, Resource};
use crate::source::{Problem, ProblemKind, Span};
use crate::syntax::node::{Node, NodeKind};
use crate::value::{Content, Logic, Map, Origin, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// How deeply expressions and conditions may nest.
const MAX_DEPTH: u32 = 100;

/// The steps that any template may take, and those for each of its bytes.
const BASE_FUEL: u64 = 1_000_000;
const FUEL_PER_BYTE: u64 = 8;

/// Bytes of produced text that count as one step.
const BYTES_PER_STEP: usize = 16;

/// What is said of a null.
pub(super) const NULL: &str = "CloudFormation takes no null; this is taken as left out";

/// What a value is a part of: some functions may not stand everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PartOf {
    /// A resource or an output.
    Resource,
    /// A condition.
    Condition,
    /// An assertion of the section `Rules`, or when it counts.
    Assertion,
}

/// Evaluates the expressions of one template. Every value takes a step; when they run out, the rest is unknown.
#[derive(Debug)]
pub(super) struct Evaluator<'t> {
    /// The template.
    pub(super) template: &'t Template<'t>,
    /// What it is deployed with.
    pub(super) inputs: &'t Inputs,
    /// Which of the stacks that are evaluated together it is.
    pub(super) stack: &'t Stack<'t>,
    /// The stacks that it creates, as far as they have been asked for, by logical id.
    pub(super) children: FxHashMap<&'t str, Child>,
    /// The parameters' values by name.
    pub(super) parameters: FxHashMap<&'t str, Value>,
    /// The parameters whose defaults are secrets.
    pub(super) secret_parameters: FxHashSet<&'t str>,
    /// What is known of the conditions so far.
    pub(super) conditions: FxHashMap<&'t str, Standing>,
    /// What holds in the branch that is being evaluated.
    pub(super) assumed: Assumptions<'t>,
    /// What the value that is being evaluated is a part of.
    pub(super) part_of: PartOf,
    /// How many resources the value that is being evaluated was followed through.
    pub(super) followed: u32,
    /// What it exports, and what it waits for to be exported.
    pub(super) trade: Trade,
    /// What the conditions that were looked at are made of.
    pub(super) logic: Logic,
    secrets: Vec<Span>,
    secret_names: Vec<Arc<str>>,
    problems: Vec<Problem>,
    told: FxHashSet<(Span, String)>,
    /// Whether nothing is reported of what is being evaluated.
    pub(super) silent: bool,
    /// What stands under secrets' names that no field of the model is.
    pub(super) handed: Vec<Handed>,
    depth: u32,
    fuel: u64,
    spent: usize,
    exhausted: bool,
}

impl<'t> Evaluator<'t> {
    /// Starts with the values of the parameters.
    pub(super) fn new(
        template: &'t Template<'t>,
        inputs: &'t Inputs,
        stack: &'t Stack<'t>,
        whole: Span,
        problems: Vec<Problem>,
    ) -> Self {
        let bytes = u64::from(whole.end.saturating_sub(whole.start));
        let mut evaluator = Self {
            template,
            inputs,
            stack,
            children: FxHashMap::default(),
            parameters: FxHashMap::default(),
            secret_parameters: FxHashSet::default(),
            conditions: FxHashMap::default(),
            assumed: Assumptions::default(),
            part_of: PartOf::Resource,
            followed: 0,
            trade: Trade::default(),
            logic: Logic::default(),
            secrets: Vec::new(),
            secret_names: Vec::new(),
            problems,
            told: FxHashSet::default(),
            silent: false,
            handed: Vec::new(),
            depth: stack.depth(),
            fuel: BASE_FUEL + FUEL_PER_BYTE * bytes,
            spent: 0,
            exhausted: false,
        };
        for entry in template.parameters {
            evaluator.declare(entry);
        }
        for (name, value) in template.loops.iter().flat_map(|loops| &loops.identifiers) {
            evaluator.parameters.entry(name).or_insert_with(|| value.clone());
        }
        evaluator
    }

    /// Lets it take no more steps than these.
    pub(super) fn limit(&mut self, steps: u64) {
        self.fuel = self.fuel.min(steps);
    }

    fn declare(&mut self, entry: &'t crate::syntax::node::Entry) {
        let called = self.template.input(&entry.key);
        let declared = parameters::read(entry, self.inputs, &called);
        if !declared.secrets.is_empty() {
            self.secrets.extend(declared.secrets);
            self.secret_parameters.insert(&entry.key);
        }
        for (span, message) in declared.problems {
            self.problem(span, message);
        }
        let is_given = self.inputs.parameters.contains_key(&entry.key);
        let value = if is_given { declared.value } else { self.stack.own(declared.value) };
        bound(&mut self.logic, self.stack.subject(&called), &value);
        self.parameters.insert(&entry.key, value);
    }

    /// Notes where secrets stand.
    pub(super) fn keep_secret(&mut self, places: impl Iterator<Item = Span>) {
        self.secrets.extend(places);
    }

    /// What the template comes to.
    pub(super) fn finish(self, mut resources: Vec<Resource>) -> Evaluation {
        let logic = Arc::new(self.logic);
        for resource in &mut resources {
            for value in resource.attributes.values_mut() {
                possible(value, &logic);
            }
            resource.logic = logic.clone();
        }
        let mut problems = self.problems;
        problems.sort_by_key(|problem| problem.span);
        let secret = self.parameters.iter().filter(|(_, value)| value.origin.is_secret());
        let mut secret_names = self.secret_names;
        secret_names.extend(secret.map(|(name, _)| Arc::from(*name)));
        Evaluation { resources, problems, secrets: self.secrets, secret_names, handed: self.handed, steps: self.spent }
    }

    /// Takes over what the evaluation of another stack told, and hands back its resources.
    pub(super) fn absorb(&mut self, other: Evaluation) -> Vec<Resource> {
        self.problems.extend(other.problems);
        self.secrets.extend(other.secrets);
        self.secret_names.extend(other.secret_names);
        self.handed.extend(other.handed);
        for resource in other.resources.iter().take(1) {
            self.logic.extend(&resource.logic);
        }
        other.resources
    }

    /// Notes something that CloudFormation would reject, once for each place.
    pub(super) fn problem(&mut self, span: Span, message: impl Into<String>) {
        self.tell(ProblemKind::Meaning, span, message.into());
    }

    /// Notes that something is past a limit, once for each place.
    pub(super) fn past_limit(&mut self, span: Span, message: String) {
        self.tell(ProblemKind::Limit, span, message);
    }

    fn tell(&mut self, kind: ProblemKind, span: Span, message: String) {
        if !self.silent && self.told.insert((span, message.clone())) {
            self.problems.push(Problem::at(kind, span, message));
        }
    }

    /// Takes some steps; false, with a problem at the first time, where none are left.
    pub(super) fn spend(&mut self, steps: usize, at: Span) -> bool {
        self.fuel = self.fuel.saturating_sub(steps as u64);
        self.spent = self.spent.saturating_add(steps);
        if self.fuel == 0 && !self.exhausted {
            self.exhausted = true;
            let message = "the template takes too many steps to evaluate; what follows is taken for unknown";
            self.tell(ProblemKind::Limit, at, message.to_owned());
        }
        self.fuel > 0
    }

    /// Takes the steps for a text of that length.
    pub(super) fn spend_text(&mut self, bytes: usize, at: Span) -> bool {
        self.spend(1 + bytes / BYTES_PER_STEP, at)
    }

    /// Goes one level down, or says why it cannot.
    pub(super) fn nested<T>(&mut self, at: Span, go: impl FnOnce(&mut Self) -> T) -> Result<T, &'static str> {
        if !self.spend(1, at) {
            return Err("the template takes too many steps to evaluate");
        }
        if self.depth >= MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} expressions lie within each other here");
            self.tell(ProblemKind::Limit, at, message);
            return Err("the expression nests too deeply");
        }
        self.depth += 1;
        let result = go(self);
        self.depth -= 1;
        Ok(result)
    }

    /// The value of an expression.
    pub(super) fn value(&mut self, node: &'t Node) -> Value {
        let result = self.nested(node.span, |this| match Call::read(node) {
            Some(call) => this.call(&call),
            None => this.literal(node),
        });
        result.unwrap_or_else(|reason| Value::unknown(reason, Origin::written(node.span)))
    }

    /// The value of a function's argument: of a short form, without the form's own tag.
    pub(super) fn argument(&mut self, call: &Call<'t>) -> Value {
        if !call.short {
            return self.value(call.argument);
        }
        match Call::long(call.argument) {
            Some(inner) => self.nested(inner.span, |this| this.call(&inner)),
            None => self.nested(call.span, |this| this.literal(call.argument)),
        }
        .unwrap_or_else(|reason| Value::unknown(reason, call.origin()))
    }

    /// Null, which no template may have; what it stands for is taken as left out.
    fn nothing(&mut self, node: &Node, origin: Origin) -> Value {
        if !self.template.open {
            self.problem(node.span, NULL);
        }
        Value::null(origin)
    }

    /// The value of a node that is no function itself.
    fn literal(&mut self, node: &'t Node) -> Value {
        let origin = self.template.written(node);
        match &node.kind {
            NodeKind::Scalar { text, plain } => match scalars::read(text, *plain, node.tag.as_deref()) {
                Content::Text(text) => dynamic::known(text, origin),
                Content::Null => self.nothing(node, origin),
                content => Value::new(content, origin),
            },
            // CloudFormation removes an item that is AWS::NoValue.
            NodeKind::Sequence(items) => {
                let values: Vec<Value> = items.iter().map(|item| self.value(item)).filter(|v| !v.is_null()).collect();
                Value::new(Content::List(values.into()), origin)
            }
            NodeKind::Mapping(entries) => {
                if let Some(entry) = entries.iter().find(|entry| is_macro_key(&entry.key)) {
                    return Value::unknown(format!("{} may add entries", describe(entry)), origin);
                }
                if let Some(entry) = entries.iter().find(|entry| is_function(&entry.key)) {
                    let message = format!("{} must be the only key here", entry.key);
                    if !self.template.open {
                        self.problem(entry.key_span, message);
                    }
                }
                let map: Map = entries.iter().map(|entry| (entry.key.clone(), self.value(&entry.value))).collect();
                Value::new(Content::Map(Arc::new(map)), origin)
            }
        }
    }
}
