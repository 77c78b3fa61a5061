//! From resources to entities: what belongs to the model, and its links.

use super::fields::{Field, Kind};
use super::links::{self, Links};
use super::{Entity, Resource, effective, family};

/// The entities in the order of their resources. What RDS does not run, and egress rules, are left out.
pub(super) fn entities(resources: Vec<Resource>) -> Vec<Entity> {
    let mut entities: Vec<Entity> = resources.into_iter().filter_map(entity).collect();
    links::join(&mut entities);
    entities
}

fn entity(resource: Resource) -> Option<Entity> {
    let kind = Kind::of(&resource.type_name)?;
    let foreign = match kind {
        Kind::DbInstance | Kind::DbCluster => text_is(&resource, kind, "Engine", family::is_foreign),
        Kind::SecurityGroupRule => text_is(&resource, kind, "Type", |direction| direction == "egress"),
        _ => false,
    };
    (!foreign).then(|| Entity { kind, resource, links: Links::default() })
}

fn text_is(resource: &Resource, kind: Kind, field: &str, question: impl Fn(&str) -> bool) -> bool {
    let value = Field::find(kind, field).and_then(|field| effective::written(resource, field));
    value.is_some_and(|value| value.as_text().is_some_and(|text| question(text)))
}
