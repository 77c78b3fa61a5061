//! What is known where a condition is taken to hold, or not to hold: the conditions and inputs that follow from it.
//!
//! In the branch of `IsProd`, which asks whether `Stage` is `prod`, `Stage` is `prod` and `IsTest` does not hold.

use super::call::Call;
use super::conditions::{Standing, condition_name};
use super::evaluator::Evaluator;
use super::scalars;
use super::stacks::Stack;
use crate::syntax::node::Node;
use crate::value::{Alternative, Content, Origin, Truth, Value, guards};
use rustc_hash::FxHashMap;

/// What is taken for granted in the branch that is being evaluated.
#[derive(Debug, Default)]
pub(super) struct Assumptions<'t> {
    conditions: Vec<(&'t str, bool)>,
    inputs: Vec<(&'t str, Value)>,
    /// What several conditions are one of at least: that they hold, or that they do not.
    waiting: Vec<(&'t [Node], bool)>,
    /// Conditions that were evaluated under these assumptions.
    pub(super) decided: FxHashMap<&'t str, Standing>,
    /// Whether conditions are decided by their parts alone: within another condition, and while assumptions are made.
    pub(super) by_parts: bool,
}

impl Assumptions<'_> {
    /// Whether nothing is assumed.
    pub(super) fn is_empty(&self) -> bool {
        self.conditions.is_empty()
    }

    /// What is assumed of conditions, as a guard.
    pub(super) fn guard(&self, stack: &Stack<'_>) -> String {
        let parts: Vec<String> =
            self.conditions.iter().map(|(name, holds)| format!("{} is {holds}", stack.subject(name))).collect();
        guards::all_of(parts.iter().map(String::as_str))
    }

    /// Whether a condition is assumed to hold.
    pub(super) fn condition(&self, name: &str) -> Option<bool> {
        self.conditions.iter().rev().find(|(assumed, _)| *assumed == name).map(|(_, holds)| *holds)
    }

    /// What a parameter or pseudo parameter must be.
    pub(super) fn input(&self, name: &str) -> Option<&Value> {
        self.inputs.iter().rev().find(|(assumed, _)| *assumed == name).map(|(_, value)| value)
    }
}

impl<'t> Evaluator<'t> {
    /// Does something where a condition is assumed to hold, or not to.
    pub(super) fn assuming<T>(&mut self, name: &'t str, holds: bool, go: impl FnOnce(&mut Self) -> T) -> T {
        let decided = std::mem::take(&mut self.assumed.decided);
        let before = self.assumed.waiting.clone();
        let (conditions, inputs) = (self.assumed.conditions.len(), self.assumed.inputs.len());
        let by_parts = std::mem::replace(&mut self.assumed.by_parts, true);
        self.suppose(name, holds);
        // Together with what was assumed before, more may follow.
        self.assumed.decided.clear();
        for (items, holds) in &before {
            let known = self.assumed.conditions.len();
            self.follow_last(items, *holds);
            if self.assumed.conditions.len() > known {
                self.assumed.decided.clear();
            }
        }
        self.assumed.by_parts = by_parts;
        self.assumed.decided.clear();
        let result = go(self);
        self.assumed.conditions.truncate(conditions);
        self.assumed.inputs.truncate(inputs);
        self.assumed.waiting = before;
        self.assumed.decided = decided;
        result
    }

    /// Does something with conditions decided by their parts alone.
    pub(super) fn by_parts<T>(&mut self, go: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.assumed.by_parts, true);
        let result = go(self);
        self.assumed.by_parts = before;
        result
    }

    fn suppose(&mut self, name: &'t str, holds: bool) {
        if self.assumed.condition(name).is_some() {
            return;
        }
        self.assumed.conditions.push((name, holds));
        if let Some(entry) = self.template.conditions.get(name).copied() {
            self.suppose_node(&entry.value, holds);
        }
    }

    fn suppose_node(&mut self, node: &'t Node, holds: bool) {
        // Past a limit nothing more follows, and the limit is told where the condition itself is evaluated.
        let _ = self.nested(node.span, |this| this.follow(node, holds));
    }

    fn follow(&mut self, node: &'t Node, holds: bool) {
        if let Some(name) = condition_name(node) {
            return self.suppose(name, holds);
        }
        let Some(call) = Call::read(node) else { return };
        match (call.name, call.items()) {
            ("Not", [item]) => self.suppose_node(item, !holds),
            ("And", items) if holds => items.iter().for_each(|item| self.suppose_node(item, true)),
            ("Or", items) if !holds => items.iter().for_each(|item| self.suppose_node(item, false)),
            ("And" | "Or", items) => self.follow_last(items, holds),
            ("Equals", [left, right]) => {
                self.narrow(left, right, holds);
                self.narrow(right, left, holds);
            }
            _ => {}
        }
    }

    /// Of an `And` that does not hold, or an `Or` that does, the one part that all others leave to decide it.
    fn follow_last(&mut self, items: &'t [Node], holds: bool) {
        let mut open = items.iter().filter(|item| self.truth(item) != Truth::from(!holds));
        match (open.next(), open.next()) {
            (Some(last), None) => self.suppose_node(last, holds),
            (Some(_), Some(_)) => {
                let known = |(known, _): &(&[Node], bool)| std::ptr::eq(*known, items);
                if !self.assumed.waiting.iter().any(known) {
                    self.assumed.waiting.push((items, holds));
                }
            }
            _ => {}
        }
    }

    /// What a reference to an input must be where it equals something known, or does not.
    fn narrow(&mut self, node: &'t Node, other: &'t Node, holds: bool) {
        let Some(call) = Call::read(node).filter(|call| call.name == "Ref") else { return };
        let (Some(name), Some(input)) = (call.text(), call.text().and_then(|name| self.input(name))) else { return };
        let Some(text) = scalars::as_string(&self.value(other).content) else { return };
        let narrowed = match &input.content {
            // What a secret is compared with is not what it is.
            Content::Unknown(unknown) if holds && !unknown.secret => Value::text(text, input.origin),
            Content::OneOf(alternatives) => {
                let fits = |a: &&Alternative| (scalars::as_string(&a.value.content).as_ref() == Some(&text)) == holds;
                match alternatives.iter().filter(fits).cloned().collect::<Vec<_>>() {
                    left if left.is_empty() => return,
                    left => Value::one_of(left, input.origin),
                }
            }
            _ => return,
        };
        self.assumed.inputs.push((name, narrowed));
    }

    /// A parameter as far as it is known here; of a pseudo parameter nothing is.
    fn input(&self, name: &str) -> Option<Value> {
        let known = self.assumed.input(name).or_else(|| self.parameters.get(name)).cloned();
        let pseudo = name.starts_with("AWS::") && name != "AWS::NoValue";
        let known = known.or_else(|| self.inputs.pseudo(name));
        known.or_else(|| pseudo.then(|| Value::unknown("it is known only at deployment", Origin::default())))
    }
}
