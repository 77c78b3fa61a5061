//! Whether the internet may reach a database's port, through the security groups that it has.

use super::combine::{depends_on, reason, under};
use super::derived::bool_value;
use super::ingress::{Ingress, Opening};
use super::links::Target;
use super::{EntityId, Model};
use crate::value::{Content, Origin, Truth, Value, What};
use std::sync::Arc;

/// A search for an address range that opens one database's port.
struct Search<'m> {
    model: &'m Model,
    port: Value,
    /// The addresses by which rules mean the database itself.
    own: Vec<Arc<str>>,
    /// The condition under which the database exists.
    condition: Option<&'m Arc<str>>,
    /// The first reason that keeps the answer open.
    doubt: Option<(Arc<str>, Origin)>,
}

impl Model {
    /// Whether a security group lets every address of the internet reach the port. The origin ends at the address
    /// range that does.
    pub(super) fn ports_open_to_world(&self, id: EntityId) -> Value {
        let Some(owner) = self.owner_of_groups(id) else { return self.unseen_cluster(id) };
        let resource = &self.entity(id).resource;
        let own = [id, owner].map(|own| self.entity(own).resource.address.clone()).into();
        let port = self.port(id);
        let mut search = Search { model: self, port, own, condition: resource.condition.as_ref(), doubt: None };
        for (guard, target) in self.targets(owner, "security_groups") {
            match target {
                Target::Entity(group) => {
                    let range = search.group_opens(group);
                    if let Some(range) = range.and_then(|range| search.settle(&guard, range)) {
                        return self.open(owner, group, &range);
                    }
                }
                Target::Elsewhere { reason, .. } => search.note(reason, self.groups_field(owner).origin),
                Target::Nothing | Target::DefaultGroup(_) => {}
            }
        }
        match search.doubt {
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

impl Search<'_> {
    fn note(&mut self, reason: impl Into<Arc<str>>, origin: Origin) {
        if self.doubt.is_none() {
            self.doubt = Some((reason.into(), origin));
        }
    }

    /// The address range, where its guard holds whenever the database exists; a doubt where that is open.
    fn settle(&mut self, guard: &Arc<str>, range: Value) -> Option<Value> {
        match under(self.condition, guard) {
            Truth::True => return Some(range),
            Truth::Unknown => self.note(depends_on(guard), range.origin),
            Truth::False => {}
        }
        None
    }

    /// The address range by which a group opens the port to the internet.
    fn group_opens(&mut self, group: EntityId) -> Option<Value> {
        let inline = self.model.raw(group, "SecurityGroupIngress");
        let always = Arc::from("");
        for (guard, rules) in inline.alternatives() {
            let range = self.list_opens(rules);
            if let Some(range) = range.and_then(|range| self.settle(guard.unwrap_or(&always), range)) {
                return Some(range);
            }
        }
        let links = &self.model.entity(group).links;
        for rule in links.backward("rules") {
            let condition = self.model.entity(*rule).resource.condition.as_ref();
            let range = self.rule_opens(Ingress::standalone(self.model, *rule));
            if let Some(range) = range.and_then(|range| self.settle(condition.unwrap_or(&always), range)) {
                return Some(range);
            }
        }
        if let Some(reason) = links.perhaps_more("rules") {
            self.note(reason, Origin::default());
        }
        None
    }

    /// The address range by which an inline list opens the port.
    fn list_opens(&mut self, rules: &Value) -> Option<Value> {
        let items = match &rules.content {
            Content::Null => return None,
            Content::List(items) => &items[..],
            _ => std::slice::from_ref(rules),
        };
        let always = Arc::from("");
        let each = items.iter().flat_map(Value::alternatives).filter(|(_, item)| !item.is_null());
        for (guard, item) in each {
            let Some(rule) = Ingress::inline(item) else {
                self.note(reason(item), item.origin.clone());
                continue;
            };
            let range = self.rule_opens(rule);
            if let Some(range) = range.and_then(|range| self.settle(guard.unwrap_or(&always), range)) {
                return Some(range);
            }
        }
        None
    }

    fn rule_opens(&mut self, rule: Ingress) -> Option<Value> {
        match rule.for_database(&self.own, &self.port).opens(&self.port, self.condition) {
            Opening::Open(range) => Some(range),
            Opening::Unsure(reason, origin) => {
                self.note(reason, origin);
                None
            }
            Opening::Closed => None,
        }
    }
}
