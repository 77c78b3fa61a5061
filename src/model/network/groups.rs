//! What else security groups of databases do: the group that every VPC has, and where traffic may go.

use super::answer::{Answer, Ways};
use super::ranges::has_world;
use super::routes::links_guards;
use crate::model::combine::{Existence, presence, reason, truth_of};
use crate::model::convert::convert;
use crate::model::derived::{not_given, truth};
use crate::model::fields::{Kind, Type};
use crate::model::links::Target;
use crate::model::{EntityId, Language, Member, Model};
use crate::value::{Content, Origin, Truth, Value, What};
use std::sync::Arc;

/// The attributes of a VPC that are its default security group.
const DEFAULT_GROUP: [&str; 2] = ["default_security_group_id", "DefaultSecurityGroup"];

impl Model {
    /// Whether it has the default security group of its VPC, because it names none or names that one.
    pub(super) fn default_security_group(&self, id: EntityId) -> Member {
        if self.membership(id) != Truth::False {
            return Member::NotApplicable(self.cluster_decides(id));
        }
        if presence(&self.raw(id, "DBSecurityGroups")) != Truth::False {
            return Member::NotApplicable("it has DB security groups of EC2-Classic".into());
        }
        let existence = Existence::of(&self.entity(id).resource);
        let named = self.groups_field(id);
        let targets = self.targets(id, "security_groups");
        if targets.is_empty() {
            return Member::Value(self.without_groups(id).fact(not_given));
        }
        let found = targets.into_iter().fold(Answer::default(), |found, (guard, target)| {
            found.or(|| match target {
                Target::Nothing => self.without_groups(id).under(&guard, existence),
                Target::Entity(group) if &*self.entity(group).resource.type_name == "aws_default_security_group" => {
                    Answer::yes(named.origin.clone()).under(&guard, existence)
                }
                Target::Elsewhere { reason, .. } => perhaps_default(&named, reason).under(&guard, existence),
                Target::Entity(_) | Target::OneOf { .. } | Target::DefaultGroup(_) => Answer::default(),
            })
        });
        Member::Value(found.fact(|| named.origin.clone()))
    }

    /// A database that names no group has the default one, unless it is made from another.
    fn without_groups(&self, id: EntityId) -> Answer {
        for made_from in [self.replica(id), self.restored(id)] {
            if truth(&made_from) != Truth::False {
                return Answer::unsure("it may have the security groups of what it is made from", made_from.origin);
            }
        }
        Answer::yes(not_given())
    }

    /// Whether a security group lets the database connect to the whole internet.
    pub(super) fn egress_open(&self, id: EntityId) -> Member {
        if self.membership(id) != Truth::False {
            return Member::NotApplicable(self.cluster_decides(id));
        }
        let resource = &self.entity(id).resource;
        let existence = Existence::of(resource);
        let targets = self.targets(id, "security_groups");
        let found = targets.into_iter().fold(Answer::default(), |found, (guard, target)| {
            found.or(|| match target {
                Target::Entity(group) => {
                    let answer = self.egress(group).answer((), resource.scope, existence).under(&guard, existence);
                    let attached = What::Reference(self.entity(group).resource.address.clone());
                    answer.map(|origin| origin.step(attached, self.groups_field(id).origin.used_at()))
                }
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    Answer::unsure(reason, self.groups_field(id).origin)
                }
                Target::Nothing if self.without_groups(id).proof.is_none() => self.without_groups(id),
                Target::Nothing | Target::DefaultGroup(_) => {
                    Answer::unsure("its VPC's default security group is not in the source", Origin::default())
                }
            })
        });
        Member::Value(found.fact(|| self.groups_field(id).origin))
    }

    fn egress(&self, group: EntityId) -> &Ways<()> {
        self.networks.at(group).egress.get_or_init(|| Box::new(self.read_egress(group)))
    }

    fn read_egress(&self, group: EntityId) -> Ways<()> {
        let entity = self.entity(group);
        let mut ways = Ways::new(entity.resource.scope);
        let inline = self.raw(group, "SecurityGroupEgress");
        for (guard, list) in inline.alternatives() {
            self.add_egress_list(&mut ways, group, guard, list);
        }
        for rule in entity.links.backward("egress_rules") {
            let condition = self.entity(*rule).resource.condition.clone();
            let mut own = Ways::new(self.entity(*rule).resource.scope);
            let answer = ["CidrIp", "CidrIpv6"].map(|name| world_in(&self.named(*rule, name)));
            let [ipv4, ipv6] = answer;
            for guard in links_guards(self, *rule, "security_group", group) {
                let guards = condition.iter().cloned().chain(guard).collect();
                own.add((), guards, ipv4.clone().or(|| ipv6.clone()));
            }
            ways.extend(&own, &[], |origin| origin);
        }
        let undecided = |rule: &&EntityId| self.named(**rule, "Type").as_text().is_none();
        if let Some(rule) = entity.links.backward("rules").iter().find(undecided) {
            let direction = self.named(*rule, "Type");
            ways.add((), Vec::new(), Answer::unsure(reason(&direction), direction.origin));
        }
        if let Some(reason) = entity.links.perhaps_more("egress_rules") {
            ways.add((), Vec::new(), Answer::unsure(reason, Origin::default()));
        }
        ways
    }

    fn add_egress_list(&self, ways: &mut Ways<()>, group: EntityId, outer: Option<&Arc<str>>, list: &Value) {
        let items = match &list.content {
            Content::Null => {
                return ways.add((), outer.cloned().into_iter().collect(), self.without_egress(group));
            }
            Content::List(items) if items.is_empty() => {
                let answer = self.without_egress(group);
                let open =
                    Answer::unsure("AWS does not say what an empty list of egress rules does", list.origin.clone());
                let answer = if answer.is_no() { answer } else { open };
                return ways.add((), outer.cloned().into_iter().collect(), answer);
            }
            Content::List(items) => &items[..],
            _ => std::slice::from_ref(list),
        };
        for (guard, item) in items.iter().flat_map(Value::alternatives).filter(|(_, item)| !item.is_null()) {
            let guards: Vec<_> = guard.into_iter().chain(outer).cloned().collect();
            let names = ["CidrIp", "CidrIpv6", "cidr_blocks", "ipv6_cidr_blocks"];
            let answer = match item.as_map() {
                Some(map) => {
                    let ranges = names.into_iter().filter_map(|name| map.get(name));
                    ranges.fold(Answer::default(), |found, list| found.or(|| world_in(&convert(list, Type::List))))
                }
                None => Answer::unsure(reason(item), item.origin.clone()),
            };
            ways.add((), guards, answer);
        }
    }

    /// A group of `CloudFormation`'s without any egress rule lets everything out. Terraform takes that rule away.
    fn without_egress(&self, group: EntityId) -> Answer {
        let entity = self.entity(group);
        if entity.resource.language == Language::Terraform || entity.kind != Kind::SecurityGroup {
            return Answer::default();
        }
        let rules = entity.links.backward("egress_rules");
        let certain = |rule: &EntityId| {
            self.entity(*rule).resource.condition.is_none()
                && links_guards(self, *rule, "security_group", group).iter().any(Option::is_none)
        };
        match rules {
            [] => {
                let says = "a security group without egress rules lets everything out";
                Answer::yes(super::answer::place(says, Some(entity.resource.header), &Origin::default()))
            }
            rules if rules.iter().any(certain) => Answer::default(),
            _ => Answer::unsure("whether it has egress rules depends on a condition", Origin::default()),
        }
    }
}

/// A group that is not in the source may be the default one; a literal name tells nothing.
fn perhaps_default(named: &Value, reason: Arc<str>) -> Answer {
    let is_default =
        |value: &Value| value.references().iter().any(|reference| DEFAULT_GROUP.contains(&&*reference.attribute));
    let mut items = named.alternatives().flat_map(|(_, list)| match list.as_list() {
        Some(items) => items.to_vec(),
        None => vec![list.clone()],
    });
    match items.find(is_default) {
        Some(item) => Answer::yes(item.origin),
        None => Answer::unsure(reason, named.origin.clone()),
    }
}

/// Whether a list of address ranges has the whole internet, and where.
fn world_in(list: &Value) -> Answer {
    match truth_of(list, has_world) {
        Truth::False => Answer::default(),
        Truth::Unknown => Answer::unsure(reason(list), list.origin.clone()),
        Truth::True => {
            let items = list.as_list().unwrap_or_default().iter();
            let world = items.filter(|item| has_world(item) == Truth::True).map(|item| item.origin.clone()).next();
            Answer::yes(world.unwrap_or_else(|| list.origin.clone()))
        }
    }
}
