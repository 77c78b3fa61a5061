//! What each intrinsic function comes to; those on texts, lists and mappings stand in modules of their own.

use super::alternatives::each;
use super::call::{Call, literal_text};
use super::evaluator::Evaluator;
use super::lists::unknown_from;
use super::scalars;
use crate::source::Span;
use crate::value::{Alternative, Content, Origin, Reference, Truth, Unknown, Value, What};
use std::sync::Arc;

/// The functions of `CloudFormation` that are not evaluated.
const KNOWN: [&str; 15] = [
    "And",
    "Cidr",
    "Contains",
    "EachMemberEquals",
    "EachMemberIn",
    "Equals",
    "GetAZs",
    "Length",
    "Not",
    "Or",
    "RefAll",
    "ToJsonString",
    "Transform",
    "ValueOf",
    "ValueOfAll",
];

impl<'t> Evaluator<'t> {
    /// The value of a call.
    pub(super) fn call(&mut self, call: &Call<'t>) -> Value {
        match call.name {
            "Ref" => self.reference(call),
            "GetAtt" => self.get_att(call),
            "If" => self.choice(call),
            "Sub" => self.substitute(call),
            "Join" => self.join(call),
            "Select" => self.select(call),
            "Split" => self.split(call),
            "FindInMap" => self.find_in_map(call),
            "Base64" => self.base64(call),
            "ImportValue" => unknown("the value is imported from another stack", call),
            _ if KNOWN.contains(&call.name) => unknown(&format!("{} is not evaluated", call.full_name()), call),
            // It may be the beginning of a text that needs quotes, even of a password.
            _ => Value::unknown("there is no such function", Origin::written(call.span)),
        }
    }

    /// Arguments of the wrong shape, which CloudFormation rejects.
    pub(super) fn malformed(&mut self, call: &Call<'t>) -> Value {
        if !self.template.open {
            self.problem(call.span, format!("{} has the wrong arguments", call.full_name()));
        }
        Value::unknown(format!("{} has the wrong arguments", call.full_name()), call.origin())
    }

    fn reference(&mut self, call: &Call<'t>) -> Value {
        match call.text() {
            Some(name) => self.named(name, call.span, format!("{} {name}", call.written())),
            None => self.malformed(call),
        }
    }

    /// What a name stands for: a pseudo parameter, a parameter, a resource.
    pub(super) fn named(&mut self, name: &str, at: Span, written: String) -> Value {
        let what = What::Reference(written.into());
        if let Some(value) = self.assumed.input(name).or_else(|| self.parameters.get(name)) {
            return value.step_each(&what, Some(at));
        }
        if self.template.by_id.contains_key(name) {
            return self.of_resource(name, "Ref", format!("the Ref of {name} is known only after creation"), at, what);
        }
        if let Some(value) = self.inputs.pseudo(name) {
            return value.step(what, Some(at));
        }
        let origin = Origin::default().step(what, Some(at));
        if name == "AWS::NoValue" {
            return Value::null(origin);
        }
        let pseudo = name.starts_with("AWS::");
        let reason =
            if pseudo { format!("{name} is known only at deployment") } else { format!("nothing declares {name}") };
        if !pseudo {
            self.undeclared(name, at);
        }
        Value::new(Content::Unknown(Arc::new(Unknown { non_null: true, ..Unknown::because(reason) })), origin)
    }

    fn undeclared(&mut self, name: &str, at: Span) {
        if !self.template.open {
            self.problem(at, format!("this refers to {name}, which nothing declares"));
        }
    }

    /// `Fn::GetAtt: Resource.Attribute` and `Fn::GetAtt: [Resource, Attribute]`.
    fn get_att(&mut self, call: &Call<'t>) -> Value {
        let (id, attribute) = match (call.text().and_then(|text| text.split_once('.')), call.items()) {
            (Some((id, attribute)), _) => (id, attribute.to_owned()),
            (None, [id, attribute]) if literal_text(id).is_some() => {
                let attribute = self.value(attribute);
                let known = scalars::as_string(&attribute.content);
                let id = literal_text(id).map_or("", |id| id);
                (id, known.map_or_else(|| "?".to_owned(), |known| known.to_string()))
            }
            _ => return self.malformed(call),
        };
        self.attribute(id, &attribute, call.span, format!("{} {id}.{attribute}", call.written()))
    }

    /// An attribute of a resource.
    pub(super) fn attribute(&mut self, id: &str, attribute: &str, at: Span, written: String) -> Value {
        let what = What::Reference(written.into());
        if !self.template.by_id.contains_key(id) {
            self.undeclared(id, at);
            return Value::unknown(format!("nothing declares {id}"), Origin::default().step(what, Some(at)));
        }
        self.of_resource(id, attribute, format!("{attribute} of {id} is known only after creation"), at, what)
    }

    fn of_resource(&self, id: &str, attribute: &str, reason: String, at: Span, what: What) -> Value {
        let reference = Reference { address: id.into(), attribute: attribute.into() };
        let header = self.template.by_id.get(id).map(|entry| entry.key_span);
        let resource = What::Resource { address: reference.address.clone(), attribute: reference.attribute.clone() };
        let origin = Origin::default().step(resource, header).step(what, Some(at));
        let unknown = Unknown { non_null: true, refers_to: vec![reference], ..Unknown::because(reason) };
        Value::new(Content::Unknown(Arc::new(unknown)), origin)
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
                    Alternative { guard: format!("{name} is {holds}").into(), value }
                };
                let alternatives = vec![alternative(then, true), alternative(otherwise, false)];
                Value::one_of(alternatives, call.origin())
            }
        }
    }

    fn base64(&mut self, call: &Call<'t>) -> Value {
        let source = self.argument(call);
        each(&source, |source| {
            let origin = call.behind(&source.origin);
            match (scalars::as_string(&source.content), source.as_unknown()) {
                (Some(text), _) if self.spend_text(text.len(), call.span) => {
                    Value::text(encode(text.as_bytes()), origin)
                }
                (Some(_), _) => Value::unknown("the template takes too many steps to evaluate", origin),
                (None, Some(unknown)) => unknown_from(unknown, origin),
                (None, None) => self.malformed(call),
            }
        })
    }
}

fn unknown(reason: &str, call: &Call<'_>) -> Value {
    let unknown = Unknown { non_null: true, ..Unknown::because(reason) };
    Value::new(Content::Unknown(Arc::new(unknown)), call.origin())
}

/// Base64 with padding.
fn encode(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn base64_pads_to_four_digits() {
        for (text, encoded) in [("", ""), ("M", "TQ=="), ("Ma", "TWE="), ("Man", "TWFu"), ("db-1", "ZGItMQ==")] {
            assert_eq!(encode(text.as_bytes()), encoded);
        }
    }
}
