//! Functions that refer to something by its name: `Ref`, `Fn::GetAtt`, and those that look into other stacks.

use super::alternatives::each;
use super::call::{Call, literal_text};
use super::evaluator::{Evaluator, PartOf};
use super::exports::Found;
use super::intrinsics::unknown;
use super::scalars;
use crate::source::Span;
use crate::syntax::node::{Entry, Node};
use crate::value::{Content, Origin, Reference, Unknown, Value, What, Within};
use std::sync::Arc;

/// What is documented to be a property as it is written: the type, `Ref` or an attribute, and the property.
const WRITTEN: [(&str, &str, &str); 10] = [
    ("AWS::RDS::DBInstance", "Ref", "DBInstanceIdentifier"),
    ("AWS::RDS::DBInstance", "Endpoint.Port", "Port"),
    ("AWS::RDS::DBCluster", "Ref", "DBClusterIdentifier"),
    ("AWS::RDS::DBCluster", "Endpoint.Port", "Port"),
    ("AWS::RDS::DBParameterGroup", "Ref", "DBParameterGroupName"),
    ("AWS::RDS::DBParameterGroup", "DBParameterGroupName", "DBParameterGroupName"),
    ("AWS::RDS::DBClusterParameterGroup", "Ref", "DBClusterParameterGroupName"),
    ("AWS::RDS::DBSubnetGroup", "Ref", "DBSubnetGroupName"),
    ("AWS::EC2::VPC", "CidrBlock", "CidrBlock"),
    ("AWS::EC2::Subnet", "CidrBlock", "CidrBlock"),
];

/// Why an import is unknown that nobody exports.
const IMPORTED: &str = "the value is imported from another stack";

/// How many resources a value may be followed through. It bounds circles, and what a tangle of references costs.
const MAX_FOLLOWED: u32 = 3;

impl<'t> Evaluator<'t> {
    /// `Ref: name`.
    pub(super) fn reference(&mut self, call: &Call<'t>) -> Value {
        match call.text() {
            Some(name) => self.named(name, call.span, format!("{} {name}", call.written())),
            None => self.malformed(call),
        }
    }

    /// What a name stands for: a parameter, a resource, a pseudo parameter.
    pub(super) fn named(&mut self, name: &str, at: Span, written: String) -> Value {
        let what = What::Reference(written.into());
        if let Some(value) = self.assumed.input(name).or_else(|| self.parameters.get(name)) {
            return value.step_each(&what, Some(at));
        }
        if self.template.by_id.contains_key(name) {
            self.refuse_resource(name, at);
            return self.of_resource(name, "Ref", format!("the Ref of {name} is known only after creation"), at, what);
        }
        if let Some(value) = self.inputs.pseudo(name) {
            return value.step(what, Some(at));
        }
        let origin = Origin::default().step(what, Some(at));
        if name == "AWS::NoValue" {
            return Value::null(origin);
        }
        let (reason, prefix) = if let Some(prefix) = self.inputs.pseudo_prefix(name) {
            (format!("{name} is known only at deployment"), prefix)
        } else {
            self.undeclared(name, at);
            (format!("nothing declares {name}"), String::new())
        };
        let unknown = Unknown { non_null: true, prefix: prefix.into(), ..Unknown::because(reason) };
        Value::new(Content::Unknown(Arc::new(unknown)), origin)
    }

    fn undeclared(&mut self, name: &str, at: Span) {
        if !self.template.open {
            self.problem(at, format!("this refers to {name}, which nothing declares"));
        }
    }

    /// `Fn::GetAtt: Resource.Attribute` and `Fn::GetAtt: [Resource, Attribute]`.
    pub(super) fn get_att(&mut self, call: &Call<'t>) -> Value {
        let (id, attribute) = match (call.text().and_then(|text| text.split_once('.')), call.items()) {
            (Some((id, attribute)), _) => (id, Some(attribute.into())),
            (None, [id, rest @ ..]) if !rest.is_empty() => match literal_text(id) {
                Some(id) => (&**id, self.attribute_name(rest)),
                None => return self.malformed(call),
            },
            _ => return self.malformed(call),
        };
        let written = |attribute: &str| format!("{} {id}.{attribute}", call.written());
        if let Some(attribute) = attribute {
            return self.attribute(id, &attribute, call.span, written(&attribute));
        }
        let what = What::Reference(written("?").into());
        Value::unknown(
            format!("which attribute of {id} it is is not known"),
            Origin::default().step(what, Some(call.span)),
        )
    }

    /// The name of an attribute, whose parts may stand in a list of their own; `None` where a part is not known.
    fn attribute_name(&mut self, parts: &'t [Node]) -> Option<Arc<str>> {
        let known = |part| scalars::as_string(&self.value(part).content);
        let parts: Vec<Arc<str>> = parts.iter().map(known).collect::<Option<_>>()?;
        Some(parts.join(".").into())
    }

    /// An attribute of a resource.
    pub(super) fn attribute(&mut self, id: &str, attribute: &str, at: Span, written: String) -> Value {
        let what = What::Reference(written.into());
        if !self.template.by_id.contains_key(id) {
            self.undeclared(id, at);
            return Value::unknown(format!("nothing declares {id}"), Origin::default().step(what, Some(at)));
        }
        self.refuse_resource(id, at);
        if let Some(value) = self.output_of_stack(id, attribute, at) {
            return value.step_each(&what, Some(at));
        }
        self.of_resource(id, attribute, format!("{attribute} of {id} is known only after creation"), at, what)
    }

    /// Conditions are decided before there are resources.
    fn refuse_resource(&mut self, id: &str, at: Span) {
        if self.part_of != PartOf::Resource && !self.template.open {
            self.problem(at, format!("a condition cannot refer to a resource, as this does to {id}"));
        }
    }

    fn of_resource(&mut self, id: &str, attribute: &str, reason: String, at: Span, what: What) -> Value {
        let within = Within::default();
        let reference = Reference { address: self.stack.address(id), attribute: attribute.into(), within };
        let header = self.template.by_id.get(id).map(|entry| entry.key_span);
        let (address, named) = (reference.address.clone(), reference.attribute.clone());
        let resource = What::Resource { address, attribute: named, within };
        if let Some(value) = self.as_written(id, attribute) {
            return value.step_each(&resource, header).step_each(&what, Some(at));
        }
        let origin = Origin::default().step(resource, header).step(what, Some(at));
        let unknown = Unknown { non_null: true, refers_to: vec![reference], ..Unknown::because(reason) };
        Value::new(Content::Unknown(Arc::new(unknown)), origin)
    }

    /// An attribute that is a property as it is written, where that is known to the last letter.
    fn as_written(&mut self, id: &str, attribute: &str) -> Option<Value> {
        let body = &self.template.by_id.get(id)?.value;
        let ty = body.get("Type").and_then(literal_text)?;
        let property = WRITTEN.iter().find(|row| row.0 == &**ty && row.1 == attribute)?.2;
        let node = body.get("Properties").and_then(|properties| properties.get(property))?;
        if self.followed >= MAX_FOLLOWED {
            return None;
        }
        self.followed += 1;
        let value = self.value(node);
        self.followed -= 1;
        // RDS keeps names in small letters.
        let exact = |text: Arc<str>| !text.is_empty() && !text.bytes().any(|byte| byte.is_ascii_uppercase());
        let known = |value: &Value| scalars::as_string(&value.content).is_some_and(exact);
        // Whichever of several names it has, it is one resource.
        let named = attribute != "Ref" || value.as_text().is_some();
        (named && value.alternatives().all(|(_, value)| known(value))).then(|| each(&value, as_text))
    }

    /// `Fn::ImportValue: name`.
    pub(super) fn import_value(&mut self, call: &Call<'t>) -> Value {
        let name = self.argument(call);
        match (&name.content, scalars::as_string(&name.content)) {
            (_, Some(name)) => self.import(&name, call),
            (Content::OneOf(_), None) => each(&name, |name| match scalars::as_string(&name.content) {
                Some(name) => self.import(&name, call),
                None => unknown(IMPORTED, call),
            }),
            (Content::Unknown(_), None) => unknown(IMPORTED, call),
            _ => self.malformed(call),
        }
    }

    /// The value that another stack exports by that name.
    fn import(&mut self, name: &Arc<str>, call: &Call<'t>) -> Value {
        match self.stack.imports.map_or(Found::Nothing, |imports| imports.find(name)) {
            Found::Nothing => unknown(IMPORTED, call),
            Found::Awaited => {
                self.trade.wait(name.clone());
                unknown(IMPORTED, call)
            }
            Found::Unclear(reason) => unknown(&reason, call),
            Found::Value(value) if value.origin.is_long() => unknown("the value comes through too many stacks", call),
            Found::Value(value) => {
                let what = What::Reference(format!("{} {name}", call.written()).into());
                value.step_each(&what, Some(call.span))
            }
        }
    }

    /// `Fn::GetStackOutput: {StackName: …, OutputName: …, Region: …, RoleArn: …}`.
    pub(super) fn get_stack_output(&mut self, call: &Call<'t>) -> Value {
        let given = |key| call.argument.get(key).is_some();
        if !given("StackName") || !given("OutputName") {
            return self.malformed(call);
        }
        for entry in call.argument.entries() {
            self.value(&entry.value);
        }
        unknown("the value is an output of another stack", call)
    }

    /// `Fn::RefAll: type`: the values of all parameters of a type.
    pub(super) fn ref_all(&mut self, call: &Call<'t>) -> Value {
        let Some(wanted) = call.text() else { return self.malformed(call) };
        let of_type = |entry: &&Entry| entry.value.get("Type").and_then(literal_text).is_some_and(|ty| ty == wanted);
        let named = self.template.parameters.iter().filter(of_type);
        let values: Vec<Value> = named.filter_map(|entry| self.parameters.get(&*entry.key).cloned()).collect();
        Value::new(Content::List(values.into()), call.origin())
    }
}

/// Attributes are texts, whatever the property is.
fn as_text(value: &Value) -> Value {
    let content = scalars::as_string(&value.content).map_or_else(|| value.content.clone(), Content::Text);
    Value::new(content, value.origin.clone())
}
