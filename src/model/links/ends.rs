//! The links of one entity, asked by name: where its own lead, and who names it.

use super::Target;
use crate::model::combine::{Guarded, depends_on};
use crate::model::fields::{Kind, link_of};
use crate::model::{EntityId, Member};
use std::sync::Arc;

/// An entity's links: those that it names, and those of the entities that name it.
#[derive(Debug, Default)]
pub(in crate::model) struct Links {
    pub(super) forward: Vec<(&'static str, Vec<Guarded<Target>>)>,
    backward: Vec<(&'static str, Vec<EntityId>)>,
    /// Why there may be more backward links than these.
    perhaps_more: Vec<(&'static str, Arc<str>)>,
}

impl Links {
    /// The link as a policy sees it; `None` for a name that the kind has no link of.
    pub(in crate::model) fn member(&self, kind: Kind, name: &str) -> Option<Member> {
        let (_, single) = link_of(kind, name)?;
        let Some(targets) = self.forward.iter().find(|(link, _)| *link == name).map(|(_, targets)| targets) else {
            let ids = self.backward(name).to_vec();
            return Some(Member::Entities { ids, single, unresolved: self.perhaps_more(name), maybe_none: false });
        };
        let mut ids: Vec<EntityId> = Vec::new();
        let (mut unresolved, mut maybe_none) = (None, false);
        for (guard, target) in targets {
            match target {
                Target::Entity(id) if ids.contains(id) => {}
                Target::Entity(id) => ids.push(*id),
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    unresolved = unresolved.or_else(|| Some(reason.clone()));
                }
                Target::Nothing | Target::DefaultGroup(_) if guard.is_empty() => {}
                Target::Nothing | Target::DefaultGroup(_) => {
                    maybe_none = true;
                    unresolved = unresolved.or_else(|| Some(depends_on(guard)));
                }
            }
        }
        Some(Member::Entities { ids, single, unresolved, maybe_none })
    }

    /// Where a link of this entity's own leads.
    pub(in crate::model) fn targets(&self, name: &str) -> Vec<Guarded<Target>> {
        self.forward.iter().find(|(link, _)| *link == name).map(|(_, targets)| targets.clone()).unwrap_or_default()
    }

    /// The one entity that a link certainly leads to.
    pub(in crate::model) fn only(&self, name: &str) -> Option<EntityId> {
        let (_, targets) = self.forward.iter().find(|(link, _)| *link == name)?;
        match targets.as_slice() {
            [(_, Target::Entity(id))] => Some(*id),
            _ => None,
        }
    }

    /// Under which conditions a link leads to an entity; `None` for always.
    pub(in crate::model) fn guards(&self, name: &str, to: EntityId) -> impl Iterator<Item = Option<Arc<str>>> {
        let targets = self.forward.iter().filter(move |(link, _)| *link == name).flat_map(|(_, targets)| targets);
        let those = targets.filter(move |(_, target)| *target == Target::Entity(to));
        those.map(|(guard, _)| (!guard.is_empty()).then(|| guard.clone()))
    }

    /// All entities that it names.
    pub(in crate::model) fn named(&self) -> impl Iterator<Item = EntityId> {
        let targets = self.forward.iter().flat_map(|(_, targets)| targets);
        targets.filter_map(|(_, target)| if let Target::Entity(id) = target { Some(*id) } else { None })
    }

    /// The entities that name this one.
    pub(in crate::model) fn backward(&self, name: &str) -> &[EntityId] {
        self.backward.iter().find(|(link, _)| *link == name).map_or(&[], |(_, ids)| ids)
    }

    /// Why there may be more of them.
    pub(in crate::model) fn perhaps_more(&self, name: &str) -> Option<Arc<str>> {
        self.perhaps_more.iter().find(|(link, _)| *link == name).map(|(_, reason)| reason.clone())
    }

    pub(super) fn add_perhaps(&mut self, name: &'static str, reason: &Arc<str>) {
        if self.perhaps_more(name).is_none() {
            self.perhaps_more.push((name, reason.clone()));
        }
    }

    pub(super) fn add_backward(&mut self, name: &'static str, id: EntityId) {
        match self.backward.iter_mut().find(|(link, _)| *link == name) {
            // Entities come in order, so a second mention of one stands last.
            Some((_, ids)) if ids.last() == Some(&id) => {}
            Some((_, ids)) => ids.push(id),
            None => self.backward.push((name, vec![id])),
        }
    }
}
