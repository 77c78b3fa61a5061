//! Whether the internet may reach a database's port, through the security groups that it has.

use super::combine::Existence;
use super::combine::presence;
use super::derived::{bool_value, truth};
use super::fields::Kind;
use super::firewall::Asked;
use super::links::Target;
use super::{EntityId, Model};
use crate::value::{Origin, Truth, Value, What};
use std::sync::Arc;

impl Model {
    /// Whether a security group lets every address of the internet reach the port. The origin ends at the address
    /// range that does.
    pub(super) fn ports_open_to_world(&self, id: EntityId) -> Value {
        let Some(owner) = self.owner_of_groups(id) else { return self.unseen_cluster(id) };
        let resource = &self.entity(id).resource;
        let own = [id, owner].map(|own| &self.entity(own).resource).map(|own| (own.scope, own.address.clone()));
        let asked = Asked { port: &self.port(id), own: &own, existence: Existence::of(resource) };
        let mut doubt = None;
        for (guard, target) in self.targets(owner, "security_groups") {
            match target {
                Target::Entity(group) => {
                    let answer = self.firewall(group).answer(&asked).under(&guard, asked.existence);
                    if let Some(range) = answer.range {
                        return self.open(owner, group, &range);
                    }
                    doubt = doubt.or(answer.doubt);
                }
                Target::Elsewhere { reason, .. } => {
                    doubt = doubt.or_else(|| Some((reason, self.groups_field(owner).origin)));
                }
                Target::Nothing => doubt = doubt.or_else(|| self.groups_of_source(owner, &asked)),
                Target::DefaultGroup(_) => {}
            }
        }
        match doubt {
            Some((reason, origin)) => Value::unknown(reason, origin),
            None => bool_value(false, &self.groups_field(owner).origin),
        }
    }

    /// A replica that names no security groups has its source's or its VPC's own, which lets nobody in: AWS says both.
    /// What of this leaves open whether the port is.
    fn groups_of_source(&self, id: EntityId, asked: &Asked<'_>) -> Option<(Arc<str>, Origin)> {
        let named = self.raw(id, "SourceDBInstanceIdentifier");
        if self.entity(id).kind != Kind::DbInstance || presence(&named) == Truth::False {
            return None;
        }
        let source = self.entity(id).links.only("source");
        let theirs = source.map(|source| self.targets(source, "security_groups")).unwrap_or_default();
        let closed = |target: &Target| match target {
            Target::Entity(group) => {
                let answer = self.firewall(*group).answer(asked);
                answer.range.is_none() && answer.doubt.is_none()
            }
            Target::Nothing => source.is_some_and(|source| truth(&self.replica(source)) == Truth::False),
            Target::DefaultGroup(_) | Target::Elsewhere { .. } => false,
        };
        let all_closed = !theirs.is_empty() && theirs.iter().all(|(_, target)| closed(target));
        (!all_closed).then(|| ("a replica may have its source's security groups".into(), named.origin))
    }

    /// A member's security groups are its cluster's.
    fn owner_of_groups(&self, id: EntityId) -> Option<EntityId> {
        if self.membership(id) == Truth::False { Some(id) } else { self.entity(id).links.only("cluster") }
    }

    fn groups_field(&self, id: EntityId) -> Value {
        let ours = self.raw(id, "VPCSecurityGroups");
        let value = if ours.is_null() { self.raw(id, "VpcSecurityGroupIds") } else { ours };
        if value.origin.is_empty() { value.step(What::PropertyDefault, None) } else { value }
    }

    fn open(&self, owner: EntityId, group: EntityId, range: &Value) -> Value {
        let used = self.groups_field(owner).origin.used_at();
        let attached = What::Reference(self.entity(group).resource.address.clone());
        bool_value(true, &range.origin.step(attached, used))
    }
}
