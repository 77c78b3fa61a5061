//! The section `Rules`: what it asserts of the parameters, with functions of its own.

use super::call::{Call, literal_text};
use super::conditions::equal;
use super::evaluator::{Evaluator, PartOf};
use crate::syntax::node::{Entry, Node};
use crate::value::{Content, Logic, Truth, Value};

impl<'t> Evaluator<'t> {
    /// Notes the assertions that do not hold for the parameters that are given: `CloudFormation` refuses to deploy
    /// with them. Defaults alone are not held to them: a template may ask for better ones.
    pub(super) fn check_assertions(&mut self) {
        if self.inputs.parameters.is_empty() {
            return;
        }
        self.part_of = PartOf::Assertion;
        for rule in self.template.assertions {
            let counts = rule.value.get("RuleCondition").map_or(Truth::True, |condition| self.truth(condition));
            if counts == Truth::True {
                let assertions = rule.value.get("Assertions").map_or(&[][..], Node::items);
                for assertion in assertions {
                    self.check_assertion(rule, assertion);
                }
            }
        }
        self.part_of = PartOf::Resource;
    }

    fn check_assertion(&mut self, rule: &Entry, assertion: &'t Node) {
        let Some(assert) = assertion.get("Assert") else { return };
        if self.truth(assert) != Truth::False {
            return;
        }
        let described = assertion.get("AssertDescription").and_then(literal_text);
        let described = described.map(|text| format!(": {text}")).unwrap_or_default();
        self.problem(assert.span, format!("the parameters do not meet the rule {}{described}", rule.key));
    }

    /// Whether a function on members holds: of the section `Rules`, and unknown elsewhere.
    pub(super) fn membership(&mut self, call: &Call<'t>) -> Truth {
        let ("Contains" | "EachMemberEquals" | "EachMemberIn", [list, other]) = (call.name, call.items()) else {
            return Truth::Unknown;
        };
        if self.part_of != PartOf::Assertion {
            self.refuse(call, format!("{} is allowed only in the section Rules", call.full_name()));
            return Truth::Unknown;
        }
        let (list, other) = (self.operand(list, PartOf::Assertion), self.operand(other, PartOf::Assertion));
        self.keep_compared(&list, &other);
        let (Content::List(members), false) = (&list.content, other.as_unknown().is_some()) else {
            return Truth::Unknown;
        };
        let others = other.as_list().unwrap_or_default();
        if !self.spend(members.len() * others.len().max(1), call.span) {
            return Truth::Unknown;
        }
        match call.name {
            "Contains" => any(members, &other, &self.logic),
            "EachMemberEquals" => all(members, |member| equal(member, &other, &self.logic)),
            _ => all(members, |member| any(others, member, &self.logic)),
        }
    }
}

fn any(members: &[Value], wanted: &Value, logic: &Logic) -> Truth {
    members.iter().fold(Truth::False, |any, member| any.or(equal(member, wanted, logic)))
}

fn all(members: &[Value], holds: impl Fn(&Value) -> Truth) -> Truth {
    members.iter().fold(Truth::True, |all, member| all.and(holds(member)))
}
