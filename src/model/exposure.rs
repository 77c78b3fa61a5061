//! Whether the internet may reach a database's port, through the security groups that it has.

use super::combine::Existence;
use super::derived::bool_value;
use super::firewall::Asked;
use super::links::Target;
use super::{EntityId, Model};
use crate::value::{Truth, Value, What};

impl Model {
    /// Whether a security group lets every address of the internet reach the port. The origin ends at the address
    /// range that does.
    pub(super) fn ports_open_to_world(&self, id: EntityId) -> Value {
        let Some(owner) = self.owner_of_groups(id) else { return self.unseen_cluster(id) };
        let resource = &self.entity(id).resource;
        let own = [id, owner].map(|own| self.entity(own).resource.address.clone());
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
                Target::Nothing | Target::DefaultGroup(_) => {}
            }
        }
        match doubt {
            Some((reason, origin)) => Value::unknown(reason, origin),
            None => bool_value(false, &self.groups_field(owner).origin),
        }
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
