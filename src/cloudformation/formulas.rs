//! What conditions are made of, for whoever has to tell whether several of them can hold at once.

use super::call::Call;
use super::conditions::{condition_name, equal};
use super::evaluator::{Evaluator, PartOf};
use super::scalars;
use crate::syntax::node::Node;
use crate::value::{Formula, Truth, Value, guards};

impl<'t> Evaluator<'t> {
    /// When a condition that nothing decides holds.
    pub(super) fn formula(&mut self, node: &'t Node) -> Formula {
        self.nested(node.span, |this| this.made_of(node)).unwrap_or(Formula::Open)
    }

    fn made_of(&mut self, node: &'t Node) -> Formula {
        if let Some(name) = condition_name(node) {
            return Formula::Holds(self.stack.subject(name));
        }
        let Some(call) = Call::read(node) else { return Formula::Open };
        match (call.name, call.items()) {
            ("Equals", [left, right]) => self.question(left, right),
            ("Not", [item]) => Formula::Not(self.formula(item).into()),
            ("And", items @ [_, ..]) => Formula::All(items.iter().map(|item| self.formula(item)).collect()),
            ("Or", items @ [_, ..]) => Formula::Any(items.iter().map(|item| self.formula(item)).collect()),
            _ => Formula::Open,
        }
    }

    /// Whether two things are equal, as a question about an input.
    fn question(&mut self, left: &'t Node, right: &'t Node) -> Formula {
        let (one, other) = (self.operand(left, PartOf::Condition), self.operand(right, PartOf::Condition));
        match equal(&one, &other, &self.logic) {
            Truth::Unknown => {}
            decided => return Formula::Known(decided == Truth::True),
        }
        let mut ways = Vec::new();
        for (guard, left_one) in one.alternatives() {
            for (other_guard, right_one) in other.alternatives() {
                let guard = self.logic.both(guard.map_or("", |guard| guard), other_guard.map_or("", |guard| guard));
                let Some(guard) = guard else { continue };
                let same = match equal(left_one, right_one, &self.logic) {
                    Truth::False => continue,
                    Truth::True => Formula::Known(true),
                    Truth::Unknown => self
                        .asked(left, left_one, right_one)
                        .or_else(|| self.asked(right, right_one, left_one))
                        .or_else(|| self.same_input(left, right))
                        .unwrap_or(Formula::Open),
                };
                ways.push(if guard.is_empty() { same } else { Formula::All(vec![self.logic.formula(&guard), same]) });
            }
        }
        Formula::Any(ways)
    }

    /// When an input that is not known is what another value is known to be.
    fn asked(&self, node: &Node, value: &Value, other: &Value) -> Option<Formula> {
        let text = scalars::as_string(&other.content)?;
        // What a secret is compared with is not what it is.
        let open = value.as_unknown().is_some_and(|unknown| !unknown.secret);
        let name = self.template.input(input(node)?);
        open.then(|| Formula::Is(self.stack.subject(&name), guards::word(&text).into()))
    }

    /// That two inputs are equal, whichever is named first.
    fn same_input(&self, left: &Node, right: &Node) -> Option<Formula> {
        let (left, right) = (input(left)?, input(right)?);
        let (first, second) = if left <= right { (left, right) } else { (right, left) };
        Some(Formula::Is(self.stack.subject(&format!("{first} = {second}")), "true".into()))
    }
}

/// The input that a reference is to.
fn input(node: &Node) -> Option<&str> {
    Call::read(node).filter(|call| call.name == "Ref").and_then(|call| call.text()).map(|name| &**name)
}
