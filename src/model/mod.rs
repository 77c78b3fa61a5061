//! The one model of RDS that both front ends fill and every policy reads.
//!
//! [`Model::build`] turns evaluated [`Resource`]s into [`Entity`]s, gives every field its effective value, joins
//! what belongs together, and answers a policy's questions by name.

pub mod fields;
mod resource;

pub use fields::{Field, Kind};
pub use resource::{Call, Evaluation, Language, Resource, Scope};

use crate::source::Problem;
use crate::value::Value;
use std::sync::Arc;

/// An index into [`Model`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntityId(u32);

/// A database, a group, a proxy: a resource with its effective fields.
#[derive(Debug)]
pub struct Entity {
    /// What it is.
    pub kind: Kind,
    /// The resource it was made from.
    pub resource: Resource,
}

/// What an entity answers to a name.
#[derive(Clone, Debug)]
pub enum Member {
    /// A field, an effective parameter or a derived fact.
    Value(Value),
    /// Linked entities: none, one or several. `unresolved` says why there may be more than these.
    Entities {
        /// The entities found.
        ids: Vec<EntityId>,
        /// Whether the link is to at most one entity (`cluster`), not to a list (`members`).
        single: bool,
        /// Why the link, or a part of it, could not be followed: a value that names nothing in the source.
        unresolved: Option<Arc<str>>,
    },
    /// The effective parameters, to be asked by name.
    Parameters,
    /// The entity has nothing of that name for a reason that makes a policy about it not applicable:
    /// `its cluster Main decides`, `mysql5.7 has no such parameter`.
    NotApplicable(Arc<str>),
}

/// All entities of a run with their links.
#[derive(Debug, Default)]
pub struct Model {
    entities: Vec<Entity>,
}

impl Model {
    /// Makes the model; problems are what only shows when resources are joined.
    pub fn build(resources: Vec<Resource>) -> (Self, Vec<Problem>) {
        let _ = resources;
        (Self::default(), Vec::new())
    }

    /// All entities in source order.
    pub fn entities(&self) -> impl Iterator<Item = (EntityId, &Entity)> {
        self.entities.iter().enumerate().map(|(i, entity)| (EntityId(i as u32), entity))
    }

    /// The entity with that id.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// What the entity answers to a field's, link's or fact's name; `None` for a name that its kind does not know
    /// (the policy compiler has refused those).
    pub fn member(&self, id: EntityId, name: &str) -> Option<Member> {
        let _ = (id, name);
        None
    }

    /// The effective value of a database parameter: instance group, then cluster group, then the family's default.
    pub fn parameter(&self, id: EntityId, name: &str) -> Member {
        let _ = (id, name);
        Member::Parameters
    }
}
