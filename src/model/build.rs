//! From resources to entities: what belongs to the model, and its links.

use super::fields::{Field, Kind};
use super::links::{self, Index, Links};
use super::{Entity, Resource, effective, family};

/// The entities in the order of their resources, and what finds them. What RDS does not run is left out.
pub(super) fn entities(resources: Vec<Resource>) -> (Vec<Entity>, Index) {
    let mut entities: Vec<Entity> = resources.into_iter().filter_map(entity).collect();
    let index = links::join(&mut entities);
    (entities, index)
}

fn entity(resource: Resource) -> Option<Entity> {
    let kind = match Kind::of(&resource.type_name)? {
        kind @ (Kind::DbInstance | Kind::DbCluster) if text_is(&resource, kind, "Engine", family::is_foreign) => {
            return None;
        }
        // One of Terraform's types is for both directions.
        kind @ Kind::SecurityGroupRule if text_is(&resource, kind, "Type", |direction| direction == "egress") => {
            Kind::SecurityGroupEgressRule
        }
        kind => kind,
    };
    Some(Entity { kind, resource, links: Links::default() })
}

fn text_is(resource: &Resource, kind: Kind, field: &str, question: impl Fn(&str) -> bool) -> bool {
    let value = Field::find(kind, field).and_then(|field| effective::written(resource, field));
    value.is_some_and(|value| value.as_text().is_some_and(|text| question(text)))
}
