//! One way into a security group, in any of the forms that it is written in: whom it lets in, and where to.

use super::answer::Answer;
use super::firewall::Asked;
use super::ranges::{Range, is_range};
use crate::model::combine::{Existence, Guarded, given, presence, reason, truth_of};
use crate::model::convert::convert;
use crate::model::fields::{Kind, Type};
use crate::model::links::Target;
use crate::model::{EntityId, Model, Scope};
use crate::value::{Alternative, Content, Logic, Number, Origin, Reference, Truth, Value, What};
use std::sync::Arc;

/// What may be asked of the way to a database's port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Question {
    /// Whether it lets in addresses of that range.
    From(Range),
    /// Whether it lets in what has that security group.
    FromGroup(EntityId),
    /// Whether it opens other ports too.
    AllPorts,
}

/// An ingress rule.
#[derive(Debug)]
pub(super) struct Rule {
    protocol: Value,
    from: Value,
    to: Value,
    /// The address ranges, those of prefix lists too.
    addresses: Vec<Value>,
    /// Where prefix lists are named whose addresses are not known.
    unknown_lists: Option<Origin>,
    /// The security groups that it names, and where.
    sources: Vec<Guarded<Target>>,
    named: Origin,
    /// Whether it lets in what has the group itself.
    own: Value,
    group: EntityId,
    /// The scope that it stands in.
    scope: Scope,
    /// Why whatever it says may not be so.
    doubt: Option<Arc<str>>,
    /// The ranges of which it may let in addresses, whatever is asked.
    possible: Vec<Range>,
}

impl Rule {
    /// An item of a security group's own ingress list, as CloudFormation or Terraform has it.
    pub(super) fn inline(model: &Model, item: &Value, group: EntityId) -> Option<Self> {
        item.as_map()?;
        let first = |names: &[&str], ty: Type| {
            let found = names.iter().find_map(|name| item.get(name).filter(|value| !value.is_null()));
            found.map_or_else(|| Value::null(Origin::default()), |value| convert(value, ty))
        };
        let addresses = ["CidrIp", "CidrIpv6", "cidr_blocks", "ipv6_cidr_blocks"];
        let scope = model.entity(group).resource.scope;
        let sources = first(&["SourceSecurityGroupId", "security_groups"], Type::List);
        let rule = Self {
            protocol: first(&["IpProtocol", "protocol"], Type::Text),
            from: first(&["FromPort", "from_port"], Type::Number),
            to: first(&["ToPort", "to_port"], Type::Number),
            addresses: addresses.iter().map(|name| first(&[name], Type::List)).collect(),
            unknown_lists: None,
            sources: model.leads(scope, Kind::SecurityGroup, &sources),
            named: sources.origin,
            own: first(&["self"], Type::Bool),
            group,
            scope,
            doubt: None,
            possible: Vec::new(),
        };
        Some(rule.with_lists(model, &first(&["SourcePrefixListId", "prefix_list_ids"], Type::List)))
    }

    /// A rule that stands on its own.
    pub(super) fn standalone(model: &Model, id: EntityId, group: EntityId) -> Self {
        let scope = model.entity(id).resource.scope;
        let rule = Self {
            protocol: model.named(id, "IpProtocol"),
            from: model.named(id, "FromPort"),
            to: model.named(id, "ToPort"),
            addresses: vec![model.named(id, "CidrIp"), model.named(id, "CidrIpv6")],
            unknown_lists: None,
            sources: model.targets(id, "source_group"),
            named: model.raw(id, "SourceSecurityGroupId").origin,
            own: model.named(id, "Self"),
            group,
            scope,
            doubt: None,
            possible: Vec::new(),
        };
        rule.with_lists(model, &model.named(id, "SourcePrefixListId"))
    }

    /// With the addresses of prefix lists.
    fn with_lists(mut self, model: &Model, lists: &Value) -> Self {
        if presence(lists) != Truth::False {
            for (guard, target) in model.leads(self.scope, Kind::PrefixList, lists) {
                match target {
                    Target::Nothing => {}
                    Target::Entity(list) if guard.is_empty() => self.addresses.extend(model.prefix_list(list, lists)),
                    _ => self.unknown_lists = Some(lists.origin.clone()),
                }
            }
        }
        let nowhere = Existence { condition: "", logic: &Logic::default() };
        let possible = |range: &Range| !self.addressed(*range, nowhere).is_no();
        let possible = Range::ALL.into_iter().filter(possible).collect();
        Self { possible, ..self }
    }

    /// The same where it is not known whether any of it is so.
    pub(super) fn doubted(self, doubt: Arc<str>) -> Self {
        Self { doubt: Some(doubt), ..self }
    }

    /// Whether it may be what is asked for, whatever the port and the condition.
    pub(super) fn may_be(&self, question: Question) -> bool {
        match question {
            Question::From(range) => self.possible.contains(&range) || self.addresses.iter().any(depends),
            Question::FromGroup(_) | Question::AllPorts => true,
        }
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

    /// Whether it is what is asked for, where the condition of the database holds.
    pub(super) fn answer(&self, asked: &Asked) -> Answer {
        let own = |end| if self.means_own(end, asked) { asked.port } else { end };
        let [from, to] = [&self.from, &self.to].map(own);
        let covers = self.covers(from, to, asked.port);
        if covers == Truth::False {
            return Answer::default();
        }
        let answer = match asked.question {
            Question::From(range) => self.addressed(range, asked.existence),
            Question::FromGroup(group) => self.admits_group(group, asked.existence),
            Question::AllPorts => self.all_ports(from, to),
        };
        match (&answer.proof, &self.doubt) {
            (Some(proof), Some(doubt)) => Answer::unsure(doubt.clone(), proof.clone()),
            (Some(_), None) if covers == Truth::Unknown => {
                let mut open = [&self.protocol, from, to, asked.port].into_iter();
                let unsure = open.find(|value| !matches!(value.content, Content::Text(_) | Content::Number(_)));
                let unsure = unsure.unwrap_or(&self.protocol);
                Answer::unsure(reason(unsure), unsure.origin.clone())
            }
            _ => answer,
        }
    }

    /// Whether the end of a range is a reference to the database's own port.
    fn means_own(&self, end: &Value, asked: &Asked) -> bool {
        let is = |r: &Reference| asked.own.iter().any(|own| own.0 == r.within.from(self.scope) && own.1 == r.address);
        end.as_unknown().is_some() && end.references().iter().any(|r| is_port(&r.attribute) && is(r))
    }

    fn covers(&self, from: &Value, to: &Value, port: &Value) -> Truth {
        self.by_protocol(|| in_range(from, to, port))
    }

    /// What holds for all protocols, holds for TCP if a question about its ports says so, and for no other.
    fn by_protocol(&self, ports: impl Fn() -> Truth) -> Truth {
        truth_of(&self.protocol, |protocol| match &protocol.content {
            Content::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "-1" | "all" => Truth::True,
                "tcp" | "6" => ports(),
                _ => Truth::False,
            },
            _ => Truth::Unknown,
        })
    }

    /// Whether it opens more than one port to anything but members of the group itself.
    fn all_ports(&self, from: &Value, to: &Value) -> Answer {
        let strangers = self.strangers();
        if strangers == Truth::False {
            return Answer::default();
        }
        let several = || if is_same(from, to) { Truth::False } else { at_most(to, from).negate() };
        let every = self.by_protocol(|| Truth::False);
        let decisive = if every == Truth::True { &self.protocol } else { from };
        match self.by_protocol(several) {
            Truth::True if strangers == Truth::True => Answer::yes(decisive.origin.clone()),
            Truth::True => Answer::unsure("it is not known which security group it lets in", self.named.clone()),
            Truth::False => Answer::default(),
            Truth::Unknown => {
                let mut open = [&self.protocol, from, to].into_iter();
                let unsure = open.find(|value| !matches!(value.content, Content::Text(_) | Content::Number(_)));
                let unsure = unsure.unwrap_or(&self.protocol);
                Answer::unsure(reason(unsure), unsure.origin.clone())
            }
        }
    }

    /// Whether it lets in anything that has not the group itself.
    fn strangers(&self) -> Truth {
        let addressed = self.addresses.iter().any(|list| presence(list) != Truth::False);
        if addressed || self.unknown_lists.is_some() {
            return Truth::True;
        }
        let stranger = |(_, target): &Guarded<Target>| match target {
            Target::Nothing => Truth::False,
            Target::Entity(source) => (*source != self.group).into(),
            Target::Elsewhere { any: false, .. } | Target::DefaultGroup(_) => Truth::True,
            Target::Elsewhere { any: true, .. } | Target::OneOf { .. } => Truth::Unknown,
        };
        self.sources.iter().map(stranger).fold(Truth::False, Truth::or)
    }

    /// Whether it lets in what has a security group.
    fn admits_group(&self, group: EntityId, existence: Existence<'_>) -> Answer {
        let named = self.sources.iter().fold(Answer::default(), |found, (guard, target)| {
            found.or(|| match target {
                Target::Entity(source) if *source == group => Answer::yes(self.named.clone()).under(guard, existence),
                Target::OneOf { ids, reason } if ids.contains(&group) => {
                    Answer::unsure(reason.clone(), self.named.clone())
                }
                _ => Answer::default(),
            })
        });
        named.or(|| match &self.own.content {
            Content::Bool(true) if group == self.group => Answer::yes(self.own.origin.clone()),
            Content::Bool(_) | Content::Null => Answer::default(),
            _ if group == self.group => Answer::unsure(reason(&self.own), self.own.origin.clone()),
            _ => Answer::default(),
        })
    }

    /// Whether it lets in addresses of a range.
    fn addressed(&self, range: Range, existence: Existence<'_>) -> Answer {
        let items = self.addresses.iter().flat_map(|list| ranges(list, existence));
        let found = items.fold(Answer::default(), |found, item| {
            found.or(|| match truth_of(&item, |item| is_range(item, range)) {
                Truth::True => Answer::yes(item.origin.clone()),
                Truth::Unknown => Answer::unsure(reason(&item), item.origin.clone()),
                Truth::False => Answer::default(),
            })
        });
        found.or(|| match &self.unknown_lists {
            Some(named) => Answer::unsure("the addresses of a prefix list are not known", named.clone()),
            None => Answer::default(),
        })
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

/// Whether a port lies in a range of ports.
pub(super) fn in_range(from: &Value, to: &Value, port: &Value) -> Truth {
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

fn is_port(attribute: &str) -> bool {
    matches!(attribute, "port" | "Endpoint.Port")
}
