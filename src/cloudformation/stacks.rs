//! Stacks that a stack creates: each is evaluated once, with what the resource that creates it gives it, when it is first
//! asked for.

use super::call::{self, literal_text};
use super::creators::{Creator, Kind};
use super::evaluator::Evaluator;
use super::exports::{Export, Imports};
use super::inputs::Inputs;
use super::project::{Outcome, Project};
use super::resources::block;
use super::scalars;
use crate::model::{Call, Resource, Scope};
use crate::source::Span;
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::value::{Alternative, Content, Map, Origin, Truth, Unknown, Value, What, guards};
use rustc_hash::FxHashSet;
use std::cell::Cell;
use std::sync::Arc;

/// How many stacks may lie within each other.
const MAX_DEPTH: usize = 10;
/// How many stacks one root may create.
const MAX_STACKS: usize = 1000;
/// How many expressions a stack within another counts as.
const DEPTH_OF_STACK: u32 = 6;

/// Which of the stacks that are evaluated together one is.
#[derive(Debug)]
pub(super) struct Stack<'p> {
    /// Where other templates are found, and which one this is.
    project: Option<(&'p Project, usize)>,
    /// Where addresses are unique.
    pub(super) scope: Scope,
    /// What other stacks export, where that counts.
    pub(super) imports: Option<Imports<'p>>,
    /// What tells its conditions and inputs from those of other templates, where values come from one to the other.
    pub(super) mark: Arc<str>,
    /// What addresses begin with: the logical ids of the resources that lead here.
    prefix: Arc<str>,
    /// Those resources, outermost first.
    pub(super) calls: Vec<Call>,
    /// Under which condition the stack exists at all.
    condition: Option<Arc<str>>,
    /// The stack that creates this one.
    parent: Option<&'p Stack<'p>>,
    /// How many stacks have been created so far, in the stack that nobody creates.
    created: Cell<usize>,
}

impl<'p> Stack<'p> {
    /// A stack that no other creates.
    pub(super) fn root(project: Option<(&'p Project, usize)>, scope: Scope) -> Self {
        Self {
            project,
            scope,
            imports: None,
            mark: "".into(),
            prefix: "".into(),
            calls: Vec::new(),
            condition: None,
            parent: None,
            created: Cell::new(0),
        }
    }

    /// The stack that a resource of this one creates.
    fn child(&'p self, template: usize, entry: &Entry, condition: Option<&str>) -> Self {
        let address = self.address(&entry.key);
        let call = Call { address: address.clone(), header: entry.key_span, block: block(entry) };
        Self {
            project: self.project.map(|(project, _)| (project, template)),
            scope: self.scope,
            imports: self.imports,
            mark: self.mark.clone(),
            prefix: format!("{address}.").into(),
            calls: self.calls.iter().cloned().chain([call]).collect(),
            condition: self.given(condition),
            parent: Some(self),
            created: Cell::new(0),
        }
    }

    /// One whose names are called the same, and from which nothing else can be reached.
    pub(super) fn names(&self) -> Stack<'static> {
        Stack { prefix: self.prefix.clone(), mark: self.mark.clone(), ..Stack::root(None, self.scope) }
    }

    /// Whether no other stack creates it.
    pub(super) fn is_root(&self) -> bool {
        self.parent.is_none()
    }

    /// What a name of this stack is called among all of them.
    pub(super) fn address(&self, name: &str) -> Arc<str> {
        if self.prefix.is_empty() { name.into() } else { format!("{}{name}", self.prefix).into() }
    }

    /// What a condition or an input of this stack is called where guards speak of it.
    pub(super) fn subject(&self, name: &str) -> Arc<str> {
        if self.mark.is_empty() { self.address(name) } else { format!("{}{}{name}", self.mark, self.prefix).into() }
    }

    /// A value of a parameter that nobody gives, with its guards as they are among all stacks.
    pub(super) fn own(&self, value: Value) -> Value {
        let Content::OneOf(several) = &value.content else { return value };
        let own = |one: &Alternative| Alternative { guard: self.subject(&one.guard), value: one.value.clone() };
        Value::new(Content::OneOf(several.iter().map(own).collect()), value.origin)
    }

    /// A condition in this stack as it is among all of them.
    pub(super) fn given(&self, condition: Option<&str>) -> Option<Arc<str>> {
        let own = condition.unwrap_or_default();
        let both = guards::all_of([self.condition.as_deref().unwrap_or_default(), own]);
        (!both.is_empty()).then(|| both.into())
    }

    /// How many expressions lie around it, taking stacks for such.
    pub(super) fn depth(&self) -> u32 {
        self.calls.len() as u32 * DEPTH_OF_STACK
    }

    /// Whether it, or a stack that leads to it, is made of a template.
    fn is_made_of(&self, template: usize) -> bool {
        let mut around = std::iter::successors(Some(self), |stack| stack.parent);
        around.any(|stack| stack.project.is_some_and(|(_, own)| own == template))
    }

    /// Counts one more stack; false where there are too many.
    fn count(&self) -> bool {
        let root = std::iter::successors(Some(self), |stack| stack.parent).last().unwrap_or(self);
        root.created.set(root.created.get() + 1);
        root.created.get() <= MAX_STACKS
    }
}

/// A stack that a resource creates.
#[derive(Debug)]
pub(super) enum Child {
    /// It is being evaluated: to meet it again is a circle.
    Running,
    /// Nothing is known of it, for a reason.
    Unknown(Arc<str>),
    /// It was evaluated.
    Done {
        /// Its resources, until they are taken.
        resources: Vec<Resource>,
        /// Its outputs by name.
        outputs: Map,
        /// Whether there may be more outputs.
        open: bool,
        /// Whether it waits for what another stack exports.
        waits: bool,
    },
}

impl<'t> Evaluator<'t> {
    /// The resources of the stack that a resource creates, where it creates one.
    pub(super) fn resources_of_stack(&mut self, entry: &'t Entry) -> Vec<Resource> {
        match self.child(entry) {
            Some(Child::Done { resources, .. }) => std::mem::take(resources),
            _ => Vec::new(),
        }
    }

    /// An output of the stack that a resource creates; `None` where it is no attribute of such a stack.
    pub(super) fn output_of_stack(&mut self, id: &str, attribute: &str, at: Span) -> Option<Value> {
        let name = attribute.strip_prefix("Outputs.")?;
        let entry = self.template.by_id.get(id).copied()?;
        let address = self.stack.address(id);
        let what = What::ModuleOutput { call: address.clone(), output: name.into() };
        let unknown = |reason: &str| {
            let unknown = Unknown { non_null: true, ..Unknown::because(reason) };
            let origin = Origin::default().step(what.clone(), None);
            Value::new(Content::Unknown(Arc::new(unknown)), origin)
        };
        let (found, is_open, waits) = match self.child(entry)? {
            Child::Done { outputs, open, waits, .. } => (outputs.get(name).cloned(), *open, *waits),
            Child::Unknown(reason) => return Some(unknown(&reason.clone())),
            Child::Running => {
                self.problem(at, format!("the stack {address} depends on itself"));
                return Some(unknown(&format!("the stack {address} depends on itself")));
            }
        };
        self.trade.waits += usize::from(waits);
        if let Some(value) = found {
            return Some(value.step_each(&what, value.origin.used_at()));
        }
        let missing = format!("the stack {address} has no output {name}");
        if !is_open && !self.template.open {
            self.problem(at, &*missing);
        }
        Some(unknown(&missing))
    }

    /// The stack that a resource creates; `None` where it creates none from a template of the run.
    fn child(&mut self, entry: &'t Entry) -> Option<&mut Child> {
        let id = &*entry.key;
        if !self.children.contains_key(id) {
            let (project, own) = self.stack.project?;
            let creator = Creator::read(&entry.value)?;
            let template = project.created(own, creator)?;
            self.children.insert(id, Child::Running);
            let assumed = std::mem::take(&mut self.assumed);
            let child = self.create(entry, creator, template);
            self.assumed = assumed;
            self.children.insert(id, child);
        }
        self.children.get_mut(id)
    }

    fn create(&mut self, entry: &'t Entry, creator: Creator<'t>, template: usize) -> Child {
        let address = self.stack.address(&entry.key);
        if self.stack.is_made_of(template) {
            self.problem(entry.key_span, "the template of this stack creates itself");
            return Child::Unknown(format!("the stack {address} creates itself").into());
        }
        if self.stack.calls.len() >= MAX_DEPTH || !self.stack.count() {
            let message = format!(
                "stacks lie more than {MAX_DEPTH} deep within each other, or are more than {MAX_STACKS}; this one is left out"
            );
            self.past_limit(entry.key_span, message);
            return Child::Unknown(format!("the stack {address} lies too deep or is one of too many").into());
        }
        let (exists, condition) = self.existence(entry);
        if exists == Truth::False {
            return Child::Unknown(format!("the stack {address} is not created").into());
        }
        let waits = self.trade.waits;
        let named = entry.value.get("Condition").and_then(literal_text);
        let parameters = match named {
            Some(name) => self.assuming(name, true, |this| this.parameters_of(creator, &address, template)),
            None => self.parameters_of(creator, &address, template),
        };
        let (region, account) = match creator.kind {
            Kind::Stack => (self.inputs.region.clone(), self.inputs.account.clone()),
            Kind::Set => (self.only_region(creator), None),
        };
        // CloudFormation makes up the name of a stack within another.
        let (parameters, stack_name) = (Arc::new(parameters), None);
        let inputs = Inputs { parameters, region, account, stack_name, ..self.inputs.clone() };
        let stack = self.stack.child(template, entry, condition.as_deref());
        let outcome = self.stack.project.and_then(|(project, _)| project.evaluate_stack(template, &inputs, &stack));
        let Outcome { evaluation, outputs, open, trade } = outcome.unwrap_or_default();
        let waits = self.trade.absorb(trade, self.trade.waits > waits, creator.kind == Kind::Stack);
        Child::Done { resources: self.absorb(evaluation), outputs, open, waits }
    }

    /// What a resource gives the parameters of the stack that it creates.
    fn parameters_of(&mut self, creator: Creator<'t>, address: &Arc<str>, template: usize) -> Map {
        let Some(node) = creator.property("Parameters") else { return Map::default() };
        let given: Vec<(Arc<str>, Value, Span)> = match (&node.kind, creator.kind) {
            (NodeKind::Sequence(items), Kind::Set) if creator.given().is_some() => {
                self.listed_parameters(creator, items)
            }
            (NodeKind::Sequence(_), Kind::Set) => {
                let unclear = Value::unknown("the parameters are not written as such", Origin::written(node.span));
                self.unclear_parameters(template, &unclear, node.span)
            }
            _ => match self.value(node) {
                Value { content: Content::Map(entries), .. } => {
                    let place = |name: &str| node.get(name).map_or(node.span, |node| node.span);
                    entries.iter().map(|(name, value)| (name.clone(), value.clone(), place(name))).collect()
                }
                absent if absent.is_null() => Vec::new(),
                unclear => self.unclear_parameters(template, &unclear, node.span),
            },
        };
        let argument = |name: &Arc<str>| What::ModuleArgument { call: address.clone(), argument: name.clone() };
        self.undeclared_parameters(template, address, &given);
        given.into_iter().map(|(name, value, at)| (name.clone(), value.step_each(&argument(&name), Some(at)))).collect()
    }

    fn undeclared_parameters(&mut self, template: usize, address: &str, given: &[(Arc<str>, Value, Span)]) {
        let Some((project, _)) = self.stack.project.filter(|(project, _)| !project.is_open(template)) else { return };
        let declared: FxHashSet<&str> = project.declared(template).iter().map(|entry| &*entry.key).collect();
        for (name, value, at) in given.iter().filter(|(name, ..)| !declared.contains(&**name)) {
            // The name may be that of a secret, misspelt.
            let places = value.alternatives().filter_map(|(_, one)| one.origin.written_at());
            self.keep_secret(places.chain([*at]));
            self.problem(*at, format!("the template of the stack {address} has no parameter {name}"));
        }
    }

    /// The parameters of a stack set, which are a list.
    fn listed_parameters(&mut self, creator: Creator<'t>, items: &'t [Node]) -> Vec<(Arc<str>, Value, Span)> {
        let overridden = overridden(creator);
        let given = items.iter().filter_map(|item| {
            let name = item.get("ParameterKey").and_then(literal_text)?;
            let several = || format!("the stack set gives {name} several values");
            let (value, at) = match item.get("ParameterValue") {
                Some(node) if overridden.as_ref().is_some_and(|names| !names.contains(&**name)) => {
                    (self.value(node), node.span)
                }
                node => {
                    let at = node.map_or(item.span, |node| node.span);
                    (Value::unknown(several(), Origin::written(at)), at)
                }
            };
            Some((name.clone(), value, at))
        });
        given.collect()
    }

    /// Every parameter that a template declares, where it is not clear what is given.
    fn unclear_parameters(&self, template: usize, given: &Value, at: Span) -> Vec<(Arc<str>, Value, Span)> {
        let declared = self.stack.project.map_or(&[][..], |(project, _)| project.declared(template));
        let reason = given.as_unknown().map_or("the parameters are not a mapping", |unknown| &unknown.reason);
        let unknown = Unknown { non_null: true, ..Unknown::because(reason) };
        let value = Value::new(Content::Unknown(Arc::new(unknown)), given.origin.clone());
        declared.iter().map(|entry| (entry.key.clone(), value.clone(), at)).collect()
    }

    /// The one region that a stack set creates stacks in, where there is only one.
    fn only_region(&mut self, creator: Creator<'t>) -> Option<Arc<str>> {
        let groups = creator.property("StackInstancesGroup")?;
        let mut only: Option<Arc<str>> = None;
        for group in groups.items() {
            let regions = self.value(group.get("Regions")?);
            for region in regions.as_list()? {
                let region = scalars::as_string(&region.content)?;
                if only.as_ref().is_some_and(|known| *known != region) {
                    return None;
                }
                only = Some(region);
            }
        }
        only
    }

    /// The outputs of this stack; of one that no other creates, those that are exported and may be imported.
    pub(super) fn outputs(&mut self) -> Map {
        let mut outputs = Map::default();
        for entry in self.template.outputs {
            let export = entry.value.get("Export").filter(|_| self.stack.imports.is_some());
            if self.stack.is_root() && export.is_none() {
                continue;
            }
            let waits = self.trade.waits;
            let Some(value) = self.output(entry) else { continue };
            if let Some(name) = export.and_then(|export| self.exported_name(entry, export)) {
                let what = What::Exported(name.clone());
                let value = value.step_each(&what, Some(entry.key_span));
                self.trade.exports.push(Export { name, value, is_final: waits == self.trade.waits });
            }
            outputs.insert(entry.key.clone(), value);
        }
        outputs
    }

    /// The name by which an output is exported, where it certainly has that name if it exists.
    fn exported_name(&mut self, output: &'t Entry, export: &'t Node) -> Option<Arc<str>> {
        let condition = output.value.get("Condition");
        let exists = condition
            .is_none_or(|node| literal_text(node).is_some_and(|name| self.decide(name, node.span) != Truth::False));
        let name = export.get("Name").filter(|_| exists)?;
        scalars::as_string(&self.value(name).content)
    }

    /// The value of an output.
    pub(super) fn output(&mut self, entry: &'t Entry) -> Option<Value> {
        let node = entry.value.get("Value")?;
        let Some(condition) = entry.value.get("Condition") else { return Some(self.value(node)) };
        let name = literal_text(condition)?;
        match self.decide(name, condition.span) {
            Truth::False => {
                let reason = format!("the output {} exists only when {name} is true", entry.key);
                Some(Value::unknown(reason, Origin::written(node.span)))
            }
            _ => Some(self.assuming(name, true, |this| this.value(node))),
        }
    }
}

/// The parameters that a stack set gives other values in some accounts or regions; `None` where they are not written as
/// such.
fn overridden(creator: Creator<'_>) -> Option<FxHashSet<&str>> {
    let Some(groups) = creator.property("StackInstancesGroup") else { return Some(FxHashSet::default()) };
    let mut names = FxHashSet::default();
    for group in literal_items(groups)? {
        let Some(given) = group.get("ParameterOverrides") else { continue };
        for item in literal_items(given)? {
            names.insert(&**literal_text(item.get("ParameterKey")?)?);
        }
    }
    Some(names)
}

/// The items of a list that is written as such, each of them a mapping.
fn literal_items(node: &Node) -> Option<&[Node]> {
    let NodeKind::Sequence(items) = &node.kind else { return None };
    let is_literal = |item: &Node| matches!(item.kind, NodeKind::Mapping(_)) && call::Call::read(item).is_none();
    (call::Call::read(node).is_none() && items.iter().all(is_literal)).then_some(items)
}
