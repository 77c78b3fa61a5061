//! The intrinsic functions: where each may stand and what computes it.

use super::call::{Call, literal_text};
use super::evaluator::{Evaluator, PartOf};
use crate::syntax::node::Node;
use crate::value::{Alternative, Content, Origin, Truth, Unknown, Value, What};
use std::sync::Arc;

/// Where `CloudFormation` takes a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In every value.
    Values,
    /// In values, where the template has the transform `AWS::LanguageExtensions`.
    Extended,
    /// As a condition, or as a part of one.
    Conditions,
    /// In the section `Rules`.
    Assertions,
}

/// What computes a function.
type Compute = for<'t> fn(&mut Evaluator<'t>, &Call<'t>) -> Value;

/// A function: its name, its place, and what computes it.
type Function = (&'static str, Place, Compute);

const FUNCTIONS: [Function; 28] = [
    ("Ref", Place::Values, |this, call| this.reference(call)),
    ("GetAtt", Place::Values, |this, call| this.get_att(call)),
    ("ImportValue", Place::Values, |this, call| this.import_value(call)),
    ("GetStackOutput", Place::Values, |this, call| this.get_stack_output(call)),
    ("If", Place::Values, |this, call| this.choice(call)),
    ("FindInMap", Place::Values, |this, call| this.find_in_map(call)),
    ("Sub", Place::Values, |this, call| this.substitute(call)),
    ("Join", Place::Values, |this, call| this.join(call)),
    ("Select", Place::Values, |this, call| this.select(call)),
    ("Split", Place::Values, |this, call| this.split(call)),
    ("Length", Place::Extended, |this, call| this.length(call)),
    ("Cidr", Place::Values, |this, call| this.cidr(call)),
    ("GetAZs", Place::Values, |this, call| this.get_azs(call)),
    ("Base64", Place::Values, |this, call| this.base64(call)),
    ("ToJsonString", Place::Extended, |this, call| this.json_string(call)),
    ("Transform", Place::Values, |_, call| unknown("what the macro returns is not known", call)),
    ("And", Place::Conditions, |_, call| elsewhere(call)),
    ("Condition", Place::Conditions, |_, call| elsewhere(call)),
    ("Equals", Place::Conditions, |_, call| elsewhere(call)),
    ("Not", Place::Conditions, |_, call| elsewhere(call)),
    ("Or", Place::Conditions, |_, call| elsewhere(call)),
    ("Contains", Place::Assertions, |_, call| elsewhere(call)),
    ("EachMemberEquals", Place::Assertions, |_, call| elsewhere(call)),
    ("EachMemberIn", Place::Assertions, |_, call| elsewhere(call)),
    ("RefAll", Place::Assertions, |this, call| this.ref_all(call)),
    ("ValueOf", Place::Assertions, |_, call| unknown("the attributes of what a parameter names are not known", call)),
    ("ValueOfAll", Place::Assertions, |_, call| unknown("the attributes of what parameters name are not known", call)),
    // The section `Resources` and the like are expanded before; what is left could not be.
    ("ForEach", Place::Values, |_, call| unknown("what the loop makes is not known", call)),
];

/// Whether a key is that of a function.
pub(super) fn is_function(key: &str) -> bool {
    key.strip_prefix("Fn::").is_some_and(|name| FUNCTIONS.iter().any(|function| function.0 == name))
}

impl<'t> Evaluator<'t> {
    /// The value of a call.
    pub(super) fn call(&mut self, call: &Call<'t>) -> Value {
        // Each loop has a name behind that of the function.
        let name = call.name.split("::").next().unwrap_or_default();
        match FUNCTIONS.iter().find(|function| function.0 == name) {
            Some((_, place, compute)) => {
                if self.has_place(call, *place) {
                    compute(self, call)
                } else {
                    elsewhere(call)
                }
            }
            None => self.no_function(call),
        }
    }

    /// The value of a part of something, where more functions may stand than in a resource.
    pub(super) fn operand(&mut self, node: &'t Node, part_of: PartOf) -> Value {
        let before = self.part_of;
        self.part_of = part_of.max(before);
        let value = self.value(node);
        self.part_of = before;
        value
    }

    /// Whether a function means something where it stands; what may not stand there is refused.
    fn has_place(&mut self, call: &Call<'t>, place: Place) -> bool {
        let (only, computed) = match place {
            Place::Conditions if self.part_of == PartOf::Resource => ("in conditions", false),
            Place::Assertions if self.part_of != PartOf::Assertion => ("in the section Rules", false),
            Place::Extended if !self.template.language_extensions => {
                ("with the transform AWS::LanguageExtensions", true)
            }
            _ => return true,
        };
        self.refuse(call, format!("{} is allowed only {only}", call.full_name()));
        computed
    }

    /// A tag that is none may be the beginning of a text that needs quotes, even of a password, and is not named.
    fn no_function(&mut self, call: &Call<'t>) -> Value {
        if !call.short {
            self.refuse(call, format!("there is no function {}", call.full_name()));
        }
        Value::unknown("there is no such function", Origin::written(call.span))
    }

    /// Notes what `CloudFormation` rejects in a call, unless a macro may still change it.
    pub(super) fn refuse(&mut self, call: &Call<'t>, message: String) {
        if !self.template.open {
            self.problem(call.span, message);
        }
    }

    /// Arguments of the wrong shape, which `CloudFormation` rejects.
    pub(super) fn malformed(&mut self, call: &Call<'t>) -> Value {
        let reason = format!("{} has the wrong arguments", call.full_name());
        self.refuse(call, reason.clone());
        Value::unknown(reason, call.origin())
    }

    /// `Fn::If: [condition, then, else]`: a branch, or both under their guards.
    fn choice(&mut self, call: &Call<'t>) -> Value {
        let [name, then, otherwise] = call.items() else { return self.malformed(call) };
        let Some(name) = literal_text(name) else { return self.malformed(call) };
        let branch = |value: &Value, holds: bool| {
            value.step_each(&What::Branch { condition: name.clone(), holds }, Some(call.span))
        };
        match self.decide(name, call.span) {
            Truth::True => branch(&self.value(then), true),
            Truth::False => branch(&self.value(otherwise), false),
            Truth::Unknown => {
                let mut alternative = |node, holds: bool| {
                    let value = self.assuming(name, holds, |this| branch(&this.value(node), holds));
                    Alternative { guard: format!("{} is {holds}", self.stack.subject(name)).into(), value }
                };
                let alternatives = vec![alternative(then, true), alternative(otherwise, false)];
                Value::one_of(alternatives, call.origin())
            }
        }
    }
}

/// A result that is not known, and no more than that.
pub(super) fn unknown(reason: &str, call: &Call<'_>) -> Value {
    let unknown = Unknown { non_null: true, ..Unknown::because(reason) };
    Value::new(Content::Unknown(Arc::new(unknown)), call.origin())
}

fn elsewhere(call: &Call<'_>) -> Value {
    unknown(&format!("{} is no value here", call.full_name()), call)
}
