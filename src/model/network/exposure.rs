//! What the security groups of a database let in, out of all places that might reach its port.

use super::answer::Answer;
use super::firewall::Asked;
use super::ranges::is_narrow;
use super::rule::Question;
use crate::model::combine::{Existence, depends_on, presence};
use crate::model::derived::truth;
use crate::model::fields::Kind;
use crate::model::links::Target;
use crate::model::{EntityId, Model};
use crate::value::{Origin, Truth, Value, What};

impl Model {
    /// A fact about the ways in.
    pub(super) fn any_way_in(&self, id: EntityId, question: Question) -> Value {
        match self.owner_of_groups(id) {
            Some(owner) => self.way_in(id, owner, question).fact(|| self.groups_field(owner).origin),
            None => self.unseen_cluster(id),
        }
    }

    /// Whether the security groups of `owner` have a way to the port of a database.
    pub(super) fn way_in(&self, id: EntityId, owner: EntityId, question: Question) -> Answer {
        let resource = &self.entity(id).resource;
        let own = [id, owner].map(|own| &self.entity(own).resource).map(|own| (own.scope, own.address.clone()));
        let asked = Asked { question, port: &self.port(id), own: &own, existence: Existence::of(resource) };
        let targets = self.targets(owner, "security_groups");
        targets.into_iter().fold(Answer::default(), |found, (guard, target)| {
            found.or(|| match target {
                Target::Entity(group) => {
                    let answer = self.firewall(group).answer(&asked).under(&guard, asked.existence);
                    answer.map(|range| self.by_attachment(owner, group, &range))
                }
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    Answer::unsure(reason, self.groups_field(owner).origin)
                }
                Target::Nothing => self.groups_of_source(owner, &asked),
                Target::DefaultGroup(_) => Answer::default(),
            })
        })
    }

    /// A replica that names no security groups has its source's or its VPC's own, which lets nobody in: AWS says both.
    /// What of this leaves open whether the port is.
    fn groups_of_source(&self, id: EntityId, asked: &Asked<'_>) -> Answer {
        let named = self.raw(id, "SourceDBInstanceIdentifier");
        if self.entity(id).kind != Kind::DbInstance || presence(&named) == Truth::False {
            return Answer::default();
        }
        let source = self.entity(id).links.only("source");
        let theirs = source.map(|source| self.targets(source, "security_groups")).unwrap_or_default();
        let closed = |target: &Target| match target {
            Target::Entity(group) => self.firewall(*group).answer(asked).is_no(),
            Target::Nothing => source.is_some_and(|source| truth(&self.replica(source)) == Truth::False),
            Target::DefaultGroup(_) | Target::Elsewhere { .. } | Target::OneOf { .. } => false,
        };
        if !theirs.is_empty() && theirs.iter().all(|(_, target)| closed(target)) {
            return Answer::default();
        }
        Answer::unsure("a replica may have its source's security groups", named.origin)
    }

    /// A member's security groups are its cluster's.
    pub(super) fn owner_of_groups(&self, id: EntityId) -> Option<EntityId> {
        if self.membership(id) == Truth::False { Some(id) } else { self.entity(id).links.only("cluster") }
    }

    /// Where the security groups are named.
    pub(super) fn groups_field(&self, id: EntityId) -> Value {
        let ours = self.raw(id, "VPCSecurityGroups");
        let value = if ours.is_null() { self.raw(id, "VpcSecurityGroupIds") } else { ours };
        if value.origin.is_empty() { value.step(What::PropertyDefault, None) } else { value }
    }

    fn by_attachment(&self, owner: EntityId, group: EntityId, range: &Origin) -> Origin {
        let used = self.groups_field(owner).origin.used_at();
        range.step(What::Reference(self.entity(group).resource.address.clone()), used)
    }

    /// A prefix list's address ranges, as the value that names it leads to them. Of those that nobody asks for, one is
    /// enough.
    pub(super) fn prefix_list(&self, list: EntityId, named: &Value) -> Vec<Value> {
        let step = What::Reference(self.entity(list).resource.address.clone());
        let used = named.origin.used_at();
        let ranges = self.networks.at(list).ranges.get_or_init(|| self.read_prefix_list(list));
        ranges.iter().map(|value| value.clone().step_each(&step, used)).collect()
    }

    fn read_prefix_list(&self, list: EntityId) -> Box<[Value]> {
        let links = &self.entity(list).links;
        let entries = links.backward("entries").iter().map(|entry| {
            let cidr = self.named(*entry, "Cidr");
            match &self.entity(*entry).resource.condition {
                Some(guard) => Value::unknown(depends_on(guard), cidr.origin),
                None => cidr,
            }
        });
        let more = links.perhaps_more("entries").map(|reason| Value::unknown(reason, Origin::default()));
        let mut narrow = 0;
        let matters = |value: &Value| {
            narrow += usize::from(is_narrow(value));
            !is_narrow(value) || narrow == 1
        };
        std::iter::once(self.named(list, "Cidrs")).chain(entries).chain(more).filter(matters).collect()
    }
}
