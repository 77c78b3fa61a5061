//! What belongs together: each entity's fields that name others are followed, and the way back is noted.

mod ends;
mod index;
mod lookup;

pub(super) use ends::Links;
pub(super) use index::Index;
pub(super) use lookup::Lookup;

use super::combine::Guarded;
use super::convert::convert;
use super::effective::written;
use super::fields::{Field, Kind, Link, Type, links};
use super::{Entity, EntityId, Scope};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Where a name leads.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Target {
    /// Nothing is named.
    Nothing,
    /// An entity, of the same scope or of one that exports it.
    Entity(EntityId),
    /// The default parameter group of a family, or of whichever family the engine is of.
    DefaultGroup(Option<Arc<str>>),
    /// Something outside the source, or something unknown: why it could not be followed.
    Elsewhere {
        /// Why, as a clause.
        reason: Arc<str>,
        /// Whether it may be any entity of the scope, because not even its name is known.
        any: bool,
    },
    /// One of several entities: why it is not known which.
    OneOf {
        /// The entities.
        ids: Arc<[EntityId]>,
        /// Why, as a clause.
        reason: Arc<str>,
    },
}

/// Fills the links of all entities, and returns what finds entities by other values.
pub(super) fn join(entities: &mut [Entity]) -> Index {
    let index = Index::new(entities);
    let forward: Vec<_> = entities.iter().map(|entity| forward(&index, entity)).collect();
    let mut perhaps: FxHashMap<(Scope, Kind, &'static str), Arc<str>> = FxHashMap::default();
    for (i, links) in forward.into_iter().enumerate() {
        let (kind, scope) = (entities[i].kind, entities[i].resource.scope);
        for (name, targets) in &links {
            let Some((way_back, target_kind)) = way_back(kind, name) else { continue };
            for (_, target) in targets {
                match target {
                    Target::Entity(to) => entities[to.0 as usize].links.add_backward(way_back, EntityId(i as u32)),
                    Target::Elsewhere { reason, any: true } => {
                        perhaps.entry((scope, target_kind, way_back)).or_insert_with(|| reason.clone());
                    }
                    Target::OneOf { ids, reason } => {
                        ids.iter().for_each(|to| entities[to.0 as usize].links.add_perhaps(way_back, reason));
                    }
                    _ => {}
                }
            }
        }
        entities[i].links.forward = links;
    }
    for entity in entities.iter_mut().filter(|_| !perhaps.is_empty()) {
        let (kind, scope) = (entity.kind, entity.resource.scope);
        for link in links().filter(|link| link.to == kind && !link.back.is_empty()) {
            if let Some(reason) = perhaps.get(&(scope, kind, link.back)) {
                entity.links.add_perhaps(link.back, reason);
            }
        }
    }
    index
}

/// The name of the way back of a link, and the kind that has it.
fn way_back(kind: Kind, name: &str) -> Option<(&'static str, Kind)> {
    let link = links().find(|link| link.from == kind && link.name == name)?;
    (!link.back.is_empty()).then_some((link.back, link.to))
}

fn forward(index: &Index, entity: &Entity) -> Vec<(&'static str, Vec<Guarded<Target>>)> {
    let own = links().filter(|link| link.from == entity.kind);
    own.map(|link| (link.name, targets(index, entity, link))).collect()
}

fn targets(index: &Index, entity: &Entity, link: &Link) -> Vec<Guarded<Target>> {
    let Some(field) = Field::find(link.from, link.field) else { return Vec::new() };
    let value = super::naming::meant(entity, link).or_else(|| written(&entity.resource, field));
    let Some(value) = value else {
        let unsure = entity.resource.more_attributes.clone();
        let target = unsure.map_or(Target::Nothing, |reason| Target::Elsewhere { reason, any: true });
        return vec![("".into(), target)];
    };
    let lookup =
        Lookup { index, scope: entity.resource.scope, kind: link.to, list: is_list(field), secret: field.secret };
    lookup.targets(&convert(&value, field.ty))
}

/// Whether a field takes several names as one list, and not one name from each item of a list.
fn is_list(field: &Field) -> bool {
    field.ty == Type::List && !field.cloudformation.contains('.')
}
