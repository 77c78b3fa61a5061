//! One way into a security group, in any of the forms that it is written in: whether it lets the internet in.

use super::combine::{Existence, given, reason, truth_of};
use super::convert::convert;
use super::fields::Type;
use super::firewall::Asked;
use super::{EntityId, Model, Scope};
use crate::value::{Alternative, Content, Logic, Number, Origin, Reference, Truth, Value, What};
use std::net::IpAddr;
use std::sync::Arc;

/// An ingress rule.
#[derive(Debug)]
pub(super) struct Ingress {
    protocol: Value,
    from: Value,
    to: Value,
    addresses: Vec<Value>,
    prefix_list: bool,
    /// The scope that it stands in.
    scope: Scope,
}

/// Whether something is open, and the value that decides it or keeps it undecided.
pub(super) enum Opening {
    /// It is: the address range that opens it.
    Open(Value),
    /// It is not.
    Closed,
    /// Why it is not known, and where.
    Unsure(Arc<str>, Origin),
}

impl Ingress {
    /// An item of a security group's own ingress list, as CloudFormation or Terraform has it.
    pub(super) fn inline(item: &Value, scope: Scope) -> Option<Self> {
        item.as_map()?;
        let first = |names: &[&str], ty: Type| {
            let found = names.iter().find_map(|name| item.get(name).filter(|value| !value.is_null()));
            found.map_or_else(|| Value::null(Origin::default()), |value| convert(value, ty))
        };
        let addresses = ["CidrIp", "CidrIpv6", "cidr_blocks", "ipv6_cidr_blocks"];
        let prefix_list = first(&["SourcePrefixListId", "prefix_list_ids"], Type::List);
        Some(Self {
            protocol: first(&["IpProtocol", "protocol"], Type::Text),
            from: first(&["FromPort", "from_port"], Type::Number),
            to: first(&["ToPort", "to_port"], Type::Number),
            addresses: addresses.iter().map(|name| first(&[name], Type::List)).collect(),
            prefix_list: super::combine::presence(&prefix_list) != Truth::False,
            scope,
        })
    }

    /// A rule that stands on its own.
    pub(super) fn standalone(model: &Model, rule: EntityId) -> Self {
        Self {
            protocol: model.named(rule, "IpProtocol"),
            from: model.named(rule, "FromPort"),
            to: model.named(rule, "ToPort"),
            addresses: vec![model.named(rule, "CidrIp"), model.named(rule, "CidrIpv6")],
            prefix_list: super::combine::presence(&model.named(rule, "SourcePrefixListId")) != Truth::False,
            scope: model.entity(rule).resource.scope,
        }
    }

    /// Whether it may open anything to the internet, whatever is asked.
    pub(super) fn may_open(&self) -> bool {
        self.addresses.iter().any(depends)
            || !matches!(self.world(Existence { condition: "", logic: &Logic::default() }), Opening::Closed)
    }

    /// Whether any of it depends on a condition.
    pub(super) fn depends(&self) -> bool {
        [&self.protocol, &self.from, &self.to].into_iter().chain(&self.addresses).any(depends)
    }

    /// Whether its ports are references to those of databases.
    pub(super) fn names_ports(&self) -> bool {
        let names = |end: &Value| end.as_unknown().is_some() && end.references().iter().any(|r| is_port(&r.attribute));
        [&self.from, &self.to].into_iter().any(names)
    }

    /// Whether it opens a database's TCP port to the internet where its condition holds.
    pub(super) fn opens(&self, asked: &Asked) -> Opening {
        let own = |end| if self.means_own(end, asked) { asked.port } else { end };
        let [from, to] = [&self.from, &self.to].map(own);
        let covers = self.covers(from, to, asked.port);
        if covers == Truth::False {
            return Opening::Closed;
        }
        match (self.world(asked.existence), covers) {
            (Opening::Open(_), Truth::Unknown) => {
                let mut open = [&self.protocol, from, to, asked.port].into_iter();
                let unsure = open.find(|value| !matches!(value.content, Content::Text(_) | Content::Number(_)));
                let unsure = unsure.unwrap_or(&self.protocol);
                Opening::Unsure(reason(unsure), unsure.origin.clone())
            }
            (world, _) => world,
        }
    }

    /// Whether the end of a range is a reference to the database's own port.
    fn means_own(&self, end: &Value, asked: &Asked) -> bool {
        let is = |r: &Reference| asked.own.iter().any(|own| own.0 == r.within.from(self.scope) && own.1 == r.address);
        end.as_unknown().is_some() && end.references().iter().any(|r| is_port(&r.attribute) && is(r))
    }

    fn covers(&self, from: &Value, to: &Value, port: &Value) -> Truth {
        truth_of(&self.protocol, |protocol| match &protocol.content {
            Content::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "-1" | "all" => Truth::True,
                "tcp" | "6" => in_range(from, to, port),
                _ => Truth::False,
            },
            _ => Truth::Unknown,
        })
    }

    fn world(&self, existence: Existence<'_>) -> Opening {
        let mut unsure = None;
        for item in self.addresses.iter().flat_map(|list| ranges(list, existence)) {
            match truth_of(&item, is_world) {
                Truth::True => return Opening::Open(item),
                Truth::Unknown => {
                    unsure.get_or_insert_with(|| (reason(&item), item.origin.clone()));
                }
                Truth::False => {}
            }
        }
        match unsure {
            Some((reason, origin)) => Opening::Unsure(reason, origin),
            None if self.prefix_list => {
                Opening::Unsure("the addresses of a prefix list are not known".into(), Origin::default())
            }
            None => Opening::Closed,
        }
    }
}

/// Whether a value or an item of a list depends on a condition.
fn depends(list: &Value) -> bool {
    let depends = |value: &Value| matches!(value.content, Content::OneOf(_));
    depends(list) || list.as_list().is_some_and(|items| items.iter().any(depends))
}

/// The address ranges of a list where a condition holds: of a list with alternatives, each is one of them or nothing.
fn ranges(list: &Value, existence: Existence<'_>) -> Vec<Value> {
    let list = given(list.clone(), existence);
    let items = |list: &Value| list.as_list().map_or_else(|| vec![list.clone()], <[Value]>::to_vec);
    let single = |(guard, list): (Option<&Arc<str>>, &Value)| {
        let guarded = |item: Value| match guard {
            None => given(item, existence),
            Some(guard) => {
                let nothing =
                    Alternative { guard: format!("not {guard}").into(), value: Value::null(Origin::default()) };
                let origin = item.origin.clone();
                Value::one_of(vec![Alternative { guard: guard.clone(), value: item }, nothing], origin)
            }
        };
        items(list).into_iter().map(guarded).collect::<Vec<_>>()
    };
    list.alternatives().flat_map(single).collect()
}

/// Whether two values are the same although neither is known: both are one input, unchanged.
fn is_same(one: &Value, other: &Value) -> bool {
    let mut pairs = one.alternatives().zip(other.alternatives());
    one.alternatives().count() == other.alternatives().count()
        && pairs.all(|((guard, one), (same, other))| guard == same && is_same_input(one, other))
}

fn is_same_input(one: &Value, other: &Value) -> bool {
    if one.as_unknown().is_none() {
        return one.content == other.content;
    }
    let changed =
        |value: &Value| value.origin.steps().any(|step| matches!(step.what, What::Function(_) | What::Predicate(_)));
    let end = |value: &Value| value.origin.steps().last().map(|step| (step.what.clone(), step.at));
    other.as_unknown().is_some()
        && !changed(one)
        && !changed(other)
        && end(one).is_some_and(|(what, at)| at.is_some() && Some((what, at)) == end(other))
}

fn in_range(from: &Value, to: &Value, port: &Value) -> Truth {
    at_most(from, port).and(at_most(port, to))
}

fn at_most(low: &Value, high: &Value) -> Truth {
    if is_same(low, high) {
        return Truth::True;
    }
    truth_of(low, |low| {
        truth_of(high, |high| match (&low.content, &high.content) {
            (Content::Number(low), Content::Number(high)) => (low <= high).into(),
            // Any port lies between the first and the last, whatever it is.
            (Content::Number(low), _) if *low <= Number::from(1) => Truth::True,
            (_, Content::Number(high)) if *high >= Number::from(65535) => Truth::True,
            _ => Truth::Unknown,
        })
    })
}

/// Whether an address range is the whole internet, or a half of it.
fn is_world(range: &Value) -> Truth {
    match &range.content {
        Content::Null => Truth::False,
        Content::Text(text) => world_text(text).into(),
        // No network of a VPC is that large.
        Content::Unknown(_) if range.references().iter().any(|r| is_network(&r.attribute)) => Truth::False,
        _ => Truth::Unknown,
    }
}

fn world_text(text: &str) -> bool {
    let Some((address, length)) = text.trim().split_once('/') else { return false };
    address.parse::<IpAddr>().is_ok() && length.parse::<u8>().is_ok_and(|length| length <= 1)
}

fn is_network(attribute: &str) -> bool {
    matches!(attribute, "cidr_block" | "ipv6_cidr_block" | "CidrBlock" | "Ipv6CidrBlocks")
}

fn is_port(attribute: &str) -> bool {
    matches!(attribute, "port" | "Endpoint.Port")
}

#[cfg(test)]
mod tests {
    use super::world_text;

    #[test]
    fn the_world_is_everything_or_a_half_of_it() {
        for text in ["0.0.0.0/0", "::/0", "0:0:0:0:0:0:0:0/0", "0.0.0.0/1", "128.0.0.0/1", "8000::/1"] {
            assert!(world_text(text), "{text}");
        }
        for text in ["10.0.0.0/8", "0.0.0.0", "0.0.0.0/32", "nonsense/0", "", "2001:db8::/32"] {
            assert!(!world_text(text), "{text}");
        }
    }
}
