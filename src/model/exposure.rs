//! Whether the internet may reach a database's port, through the security groups that it has.

use super::combine::{depends_on, left_open, reason};
use super::derived::bool_value;
use super::ingress::{Ingress, Opening};
use super::links::Target;
use super::{EntityId, Model};
use crate::value::{Content, Origin, Truth, Value, What};
use std::sync::Arc;

/// The first reason that keeps the answer open.
#[derive(Default)]
struct Doubt(Option<(Arc<str>, Origin)>);

impl Doubt {
    fn note(&mut self, reason: impl Into<Arc<str>>, origin: Origin) {
        if self.0.is_none() {
            self.0 = Some((reason.into(), origin));
        }
    }
}

impl Model {
    /// Whether a security group lets every address of the internet reach the port. The origin ends at the address
    /// range that does.
    pub(super) fn ports_open_to_world(&self, id: EntityId) -> Value {
        let Some(owner) = self.owner_of_groups(id) else { return self.unseen_cluster(id) };
        let port = self.port(id);
        let held = self.entity(id).resource.condition.as_ref();
        let mut doubt = Doubt::default();
        for (guard, target) in self.targets(owner, "security_groups") {
            match target {
                Target::Entity(group) => match self.group_opens(group, &port, held, &mut doubt) {
                    Some(range) if guard.is_empty() => return self.open(owner, group, &range),
                    Some(range) => doubt.note(depends_on(&guard), range.origin),
                    None => {}
                },
                Target::Elsewhere { reason, .. } => doubt.note(reason, self.groups_field(owner).origin),
                Target::Nothing | Target::DefaultGroup(_) => {}
            }
        }
        match doubt.0 {
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

    /// The address range by which a group opens the port to the internet.
    fn group_opens(&self, group: EntityId, port: &Value, held: Option<&Arc<str>>, doubt: &mut Doubt) -> Option<Value> {
        let inline = self.raw(group, "SecurityGroupIngress");
        for (guard, rules) in inline.alternatives() {
            if let Some(range) = list_opens(rules, port, doubt) {
                match guard {
                    None => return Some(range),
                    Some(guard) => doubt.note(depends_on(guard), range.origin),
                }
            }
        }
        for rule in self.entity(group).links.backward("rules") {
            match Ingress::standalone(self, *rule).opens(port) {
                Opening::Open(range) => match left_open(self.entity(*rule).resource.condition.as_ref(), held) {
                    Some(condition) if condition.is_empty() => return Some(range),
                    Some(condition) => doubt.note(depends_on(&condition), range.origin),
                    None => {}
                },
                Opening::Unsure(reason, origin) => doubt.note(reason, origin),
                Opening::Closed => {}
            }
        }
        if let Some(reason) = self.entity(group).links.perhaps_more("rules") {
            doubt.note(reason, Origin::default());
        }
        None
    }
}

/// The address range by which an inline list opens the port.
fn list_opens(rules: &Value, port: &Value, doubt: &mut Doubt) -> Option<Value> {
    let items = match &rules.content {
        Content::Null => return None,
        Content::List(items) => &items[..],
        _ => std::slice::from_ref(rules),
    };
    for item in items {
        for (guard, item) in item.alternatives() {
            if item.is_null() {
                continue;
            }
            let Some(rule) = Ingress::inline(item) else {
                doubt.note(reason(item), item.origin.clone());
                continue;
            };
            match (rule.opens(port), guard) {
                (Opening::Open(range), None) => return Some(range),
                (Opening::Open(range), Some(guard)) => doubt.note(depends_on(guard), range.origin),
                (Opening::Unsure(reason, origin), _) => doubt.note(reason, origin),
                (Opening::Closed, _) => {}
            }
        }
    }
    None
}
