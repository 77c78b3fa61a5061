//! Which entities have to do with certain places of the source: by where they stand, by the values that they take, and
//! by what they are linked to.

use super::{Entity, EntityId, Member, Model};
use crate::source::Span;
use crate::value::{Content, Origin, Value};

/// The links that decide what a database becomes.
const LINKS: [&str; 3] = ["cluster", "parameter_group", "cluster_parameter_group"];

impl Model {
    /// Whether an entity, or what it is set up by, has to do with any of the places asked for.
    pub(crate) fn touches(&self, id: EntityId, asked: &dyn Fn(Span) -> bool) -> bool {
        touches(self.entity(id), asked)
            || self.set_up_by(id).into_iter().any(|other| touches(self.entity(other), asked))
    }

    /// The groups of an entity, its cluster, and the cluster's groups.
    fn set_up_by(&self, id: EntityId) -> Vec<EntityId> {
        let linked = |id| {
            let members = LINKS.iter().filter_map(move |link| self.member(id, link));
            members.flat_map(|member| if let Member::Entities { ids, .. } = member { ids } else { Vec::new() })
        };
        let own: Vec<EntityId> = linked(id).collect();
        own.iter().copied().flat_map(linked).chain(own.iter().copied()).collect()
    }
}

fn touches(entity: &Entity, asked: &dyn Fn(Span) -> bool) -> bool {
    let resource = &entity.resource;
    asked(resource.header)
        || resource.calls.iter().any(|call| asked(call.header))
        || resource.attributes.values().any(|value| takes(value, asked))
}

/// Whether a value comes from any of the places. Front ends bound how deep values nest.
fn takes(value: &Value, asked: &dyn Fn(Span) -> bool) -> bool {
    comes_from(&value.origin, asked)
        || match &value.content {
            Content::List(items) => items.iter().any(|item| takes(item, asked)),
            Content::Map(entries) => entries.values().any(|entry| takes(entry, asked)),
            Content::OneOf(several) => several.iter().any(|one| takes(&one.value, asked)),
            Content::Null | Content::Bool(_) | Content::Number(_) | Content::Text(_) | Content::Unknown(_) => false,
        }
}

fn comes_from(origin: &Origin, asked: &dyn Fn(Span) -> bool) -> bool {
    origin.steps().filter_map(|step| step.at).any(asked) || origin.parts_written_at().into_iter().any(asked)
}
