//! Network ACLs: whether one lets the whole internet come to a port. The entry with the lowest number that fits decides.

use super::answer::{Answer, Doubt, place};
use super::ranges::{Range, has_world, is_range};
use super::routes::links_guards;
use crate::model::combine::{Existence, depends_on, reason, truth_of, under};
use crate::model::convert::convert;
use crate::model::derived::truth;
use crate::model::fields::Type;
use crate::model::links::Target;
use crate::model::{EntityId, Model, Scope};
use crate::source::Span;
use crate::value::{Content, Number, Origin, Truth, Value};
use std::sync::Arc;

/// The entries of an ACL for what comes in, read once.
#[derive(Debug)]
pub(super) struct Acl {
    /// In the order in which they are asked.
    entries: Vec<Entry>,
    /// Why the entries, or their order, are not known.
    unsure: Option<Doubt>,
    scope: Scope,
}

#[derive(Debug)]
struct Entry {
    guards: Vec<Arc<str>>,
    number: Value,
    protocol: Value,
    action: Value,
    cidr: Value,
    from: Value,
    to: Value,
    header: Option<Span>,
}

/// What an ACL does to what comes from the internet.
pub(super) enum Passage {
    /// It is no ACL of the source: the one that comes with a VPC lets everything in.
    Unguarded,
    /// Whether an entry lets it in.
    By(Answer),
}

impl Model {
    fn acl(&self, id: EntityId) -> &Acl {
        self.networks.at(id).acl.get_or_init(|| Box::new(Acl::read(self, id)))
    }

    /// What the ACL of a subnet does to what comes from the internet to a port.
    pub(super) fn passage(&self, subnet: EntityId, port: &Value, asking: (Scope, Existence<'_>)) -> Passage {
        let links = &self.entity(subnet).links;
        let given = links.backward("network_acl_associations").iter().flat_map(|id| {
            let by = self.entity(*id).resource.condition.clone();
            let guards = links_guards(self, *id, "subnet", subnet).into_iter().flatten().chain(by);
            let guards: Vec<_> = guards.collect();
            let acls = self.targets(*id, "network_acl").into_iter();
            acls.map(move |(guard, target)| (guards.iter().cloned().chain([guard]).collect::<Vec<_>>(), target))
        });
        let listing = links.backward("network_acls").iter().flat_map(|id| {
            let guards = links_guards(self, *id, "subnets", subnet);
            guards.into_iter().map(|guard| (guard.into_iter().collect::<Vec<_>>(), Target::Entity(*id)))
        });
        let acls: Vec<_> = given.chain(listing).collect();
        if !acls.is_empty() {
            return Passage::By(self.through_acls(acls, port, asking));
        }
        let perhaps = ["network_acl_associations", "network_acls"];
        if let Some(reason) = perhaps.into_iter().find_map(|link| links.perhaps_more(link)) {
            return Passage::By(Answer::unsure(reason, Origin::default()));
        }
        self.default_passage(subnet, port, asking)
    }

    fn through_acls(&self, acls: Vec<(Vec<Arc<str>>, Target)>, port: &Value, asking: (Scope, Existence<'_>)) -> Answer {
        acls.into_iter().fold(Answer::default(), |found, (guards, target)| {
            found.or(|| match target {
                Target::Entity(acl) => {
                    let doubtful = guards.iter().find(|guard| under(asking.1, guard) == Truth::Unknown);
                    match (self.acl(acl).answer(port, asking), doubtful) {
                        // Where the condition does not hold, another ACL is in its place.
                        (_, Some(guard)) => Answer::unsure(depends_on(guard), Origin::default()),
                        (answer, None) => guards.iter().fold(answer, |answer, guard| answer.under(guard, asking.1)),
                    }
                }
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    Answer::unsure(reason, Origin::default())
                }
                Target::Nothing | Target::DefaultGroup(_) => Answer::default(),
            })
        })
    }

    /// What the ACL does that comes with the subnet's VPC.
    fn default_passage(&self, subnet: EntityId, port: &Value, asking: (Scope, Existence<'_>)) -> Passage {
        let Some(vpc) = self.entity(subnet).links.only("vpc") else { return Passage::Unguarded };
        let links = &self.entity(vpc).links;
        match links.backward("default_network_acls") {
            [acl] => Passage::By(self.acl(*acl).answer(port, asking)),
            [] => match links.perhaps_more("default_network_acls") {
                Some(reason) => Passage::By(Answer::unsure(reason, Origin::default())),
                None => Passage::Unguarded,
            },
            _ => Passage::By(Answer::unsure("its VPC has several default network ACLs", Origin::default())),
        }
    }
}

impl Acl {
    fn read(model: &Model, id: EntityId) -> Self {
        let entity = model.entity(id);
        let mut acl = Self { entries: Vec::new(), unsure: None, scope: entity.resource.scope };
        acl.add_inline(&model.raw(id, "Ingress"));
        for entry in entity.links.backward("entries") {
            acl.add_entry(model, *entry, id);
        }
        if let Some(reason) = entity.links.perhaps_more("entries") {
            acl.unsure.get_or_insert((reason, Origin::default()));
        }
        acl.sort();
        acl
    }

    fn add_inline(&mut self, list: &Value) {
        for (outer, list) in list.alternatives() {
            let items = match &list.content {
                Content::Null => continue,
                Content::List(items) => &items[..],
                _ => std::slice::from_ref(list),
            };
            for (guard, item) in items.iter().flat_map(Value::alternatives).filter(|(_, item)| !item.is_null()) {
                if item.as_map().is_none() {
                    self.unsure.get_or_insert_with(|| (reason(item), item.origin.clone()));
                    continue;
                }
                let get = |name: &str| item.get(name).cloned().unwrap_or_else(|| Value::null(Origin::default()));
                for cidr in ["cidr_block", "ipv6_cidr_block"].map(get) {
                    self.entries.push(Entry {
                        guards: guard.into_iter().chain(outer).cloned().collect(),
                        number: convert(&get("rule_no"), Type::Number),
                        protocol: convert(&get("protocol"), Type::Text),
                        action: get("action"),
                        cidr,
                        from: convert(&get("from_port"), Type::Number),
                        to: convert(&get("to_port"), Type::Number),
                        header: item.origin.used_at(),
                    });
                }
            }
        }
    }

    fn add_entry(&mut self, model: &Model, id: EntityId, acl: EntityId) {
        match truth(&model.named(id, "Egress")) {
            Truth::True => return,
            Truth::False => {}
            Truth::Unknown => {
                let egress = model.named(id, "Egress");
                self.unsure.get_or_insert_with(|| (reason(&egress), egress.origin.clone()));
            }
        }
        let resource = &model.entity(id).resource;
        for guard in links_guards(model, id, "network_acl", acl) {
            for cidr in ["CidrBlock", "Ipv6CidrBlock"] {
                self.entries.push(Entry {
                    guards: resource.condition.iter().cloned().chain(guard.clone()).collect(),
                    number: model.named(id, "RuleNumber"),
                    protocol: model.named(id, "Protocol"),
                    action: model.named(id, "RuleAction"),
                    cidr: model.named(id, cidr),
                    from: model.named(id, "FromPort"),
                    to: model.named(id, "ToPort"),
                    header: Some(resource.header),
                });
            }
        }
    }

    /// In the order of their numbers.
    fn sort(&mut self) {
        self.entries.retain(|entry| !entry.cidr.is_null());
        let number = |entry: &Entry| match entry.number.content {
            Content::Number(number) => Some(number),
            _ => None,
        };
        if let Some(entry) = self.entries.iter().find(|entry| number(entry).is_none()) {
            let doubt = (reason(&entry.number), entry.number.origin.clone());
            self.unsure.get_or_insert(doubt);
        }
        self.entries.sort_by(|one, other| {
            let [one, other] = [one, other].map(|entry| number(entry).map(Number::get).unwrap_or_default());
            one.total_cmp(&other)
        });
    }

    /// Whether an entry lets the whole internet in, before another keeps it out.
    fn answer(&self, port: &Value, (scope, existence): (Scope, Existence<'_>)) -> Answer {
        if let Some((reason, origin)) = &self.unsure {
            return Answer::unsure(reason.clone(), origin.clone());
        }
        let mut doubt: Option<Doubt> = None;
        for entry in &self.entries {
            let fits = entry.fits(port, (scope == self.scope).then_some(existence));
            match (fits, &entry.action.content) {
                (Truth::False, _) => {}
                (Truth::True, Content::Text(action)) if doubt.is_none() => {
                    let path = || {
                        place(
                            "let in by the network ACL",
                            entry.cidr.origin.used_at().or(entry.header),
                            &Origin::default(),
                        )
                    };
                    let allows = action.eq_ignore_ascii_case("allow");
                    return if allows { Answer::yes(path()) } else { Answer::default() };
                }
                (Truth::True, Content::Text(action)) if action.eq_ignore_ascii_case("deny") => break,
                _ => doubt = doubt.or_else(|| Some(entry.doubt())),
            }
        }
        Answer { proof: None, doubt }
    }
}

impl Entry {
    /// Whether it is about the whole internet and the port, where the condition holds.
    fn fits(&self, port: &Value, existence: Option<Existence<'_>>) -> Truth {
        let guarded = self.guards.iter().fold(Truth::True, |all, guard| {
            all.and(existence.map_or(Truth::Unknown, |existence| under(existence, guard)))
        });
        let world = truth_of(&self.cidr, |cidr| has_world(cidr).or(is_range(cidr, Range::World)));
        guarded.and(world).and(self.covers(port))
    }

    fn covers(&self, port: &Value) -> Truth {
        truth_of(&self.protocol, |protocol| match protocol.as_text() {
            Some(text) => match text.trim().to_ascii_lowercase().as_str() {
                "-1" | "all" => Truth::True,
                "tcp" | "6" => super::rule::in_range(&self.from, &self.to, port),
                _ => Truth::False,
            },
            None => Truth::Unknown,
        })
    }

    fn doubt(&self) -> Doubt {
        if let Some(guard) = self.guards.first() {
            return (depends_on(guard), Origin::default());
        }
        let mut parts = [&self.cidr, &self.protocol, &self.from, &self.to, &self.action].into_iter();
        let unknown = parts.find(|value| matches!(value.content, Content::Unknown(_) | Content::OneOf(_)));
        let unknown = unknown.unwrap_or(&self.action);
        (reason(unknown), unknown.origin.clone())
    }
}
