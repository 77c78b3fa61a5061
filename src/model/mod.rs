//! The one model of RDS that both front ends fill and every policy reads.
//!
//! [`Model::build`] turns evaluated [`Resource`]s into [`Entity`]s and joins what belongs together. Everything else
//! is worked out when it is asked for: a field's effective value (`effective`, `defaults`), a database parameter
//! (`parameters`), a derived fact (`derived`).

mod attachment;
mod backup;
mod build;
mod combine;
mod convert;
mod credentials;
mod day;
mod defaults;
mod derived;
mod effective;
mod endpoint;
mod engine;
mod environments;
mod family;
pub mod fields;
mod group;
mod iam;
mod json;
mod keys;
mod levels;
mod links;
mod minor;
mod misattached;
mod monitoring;
mod naming;
mod network;
mod options;
mod parameters;
mod postgresql;
mod proxy;
mod resource;
mod secrets;
mod settings;
mod soundness;
mod support;
pub mod tables;
mod tags;
#[cfg(test)]
mod tests;
mod touch;

pub use crate::value::Scope;
pub use day::Day;
pub(crate) use endpoint::names_endpoint;
pub use environments::Environments;
pub use fields::{Field, Kind};
pub(crate) use iam::statements as policy_statements;
pub use resource::{Call, Evaluation, Handed, Language, Resource};
pub use secrets::Secrets;
pub(crate) use secrets::{mentions_secret, without_literals};

use crate::source::{Places, Problem};
use crate::value::Value;
use links::{Index, Links};
use monitoring::Gathered;
use network::Networks;
use rustc_hash::FxHashSet;
use std::sync::{Arc, OnceLock};

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
    links: Links,
}

/// What an entity answers to a name.
#[derive(Clone, Debug, PartialEq)]
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
        /// Whether the entity may have no such link at all, by a condition that the source does not decide.
        maybe_none: bool,
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
    /// Which scopes are one configuration in several environments.
    pub environments: Environments,
    /// Whether every possibility of a template counts as a way to deploy it, so that what fails in one fails.
    pub explore: bool,
    /// The places whose text is a secret as it is, wherever it is used.
    pub secret_places: Places,
    /// What is known of secrets, where that is worked out.
    pub secrets: Arc<Secrets>,
    /// The day that support dates are compared with; without one, that of the tables.
    pub today: Option<Day>,
    index: Index,
    networks: Networks,
    gathered: Gathered,
    /// The scopes that have a database.
    with_databases: FxHashSet<Scope>,
    /// Where master passwords come from, once somebody has asked for it.
    masters: OnceLock<credentials::Masters>,
    /// The selections of AWS Backup, once somebody has asked for them.
    selections: OnceLock<backup::Selections>,
}

impl Model {
    /// Makes the model; problems are what only shows when resources are joined.
    pub fn build(resources: Vec<Resource>) -> (Self, Vec<Problem>) {
        let (entities, index) = build::entities(resources);
        let networks = Networks::new(entities.len());
        let databases = entities.iter().filter(|entity| entity.kind.is_database());
        let with_databases = databases.map(|entity| entity.resource.scope).collect();
        (Self { entities, index, networks, with_databases, ..Self::default() }, Vec::new())
    }

    /// All entities in source order.
    pub fn entities(&self) -> impl Iterator<Item = (EntityId, &Entity)> {
        self.entities.iter().enumerate().map(|(i, entity)| (EntityId(i as u32), entity))
    }

    /// The entity with that id.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.0 as usize]
    }

    /// The entities of other scopes that an entity names, or that one does which it names.
    pub fn elsewhere(&self, id: EntityId) -> impl Iterator<Item = &Entity> {
        let own = self.entity(id);
        let near = own.links.named().filter(|near| self.entity(*near).resource.scope == own.resource.scope);
        let all = std::iter::once(id).chain(near).flat_map(|near| self.entity(near).links.named());
        all.map(|id| self.entity(id)).filter(|entity| entity.resource.scope != own.resource.scope)
    }

    /// What the entity answers to a field's, link's or fact's name; `None` for a name that its kind does not know
    /// (the policy compiler has refused those).
    pub fn member(&self, id: EntityId, name: &str) -> Option<Member> {
        self.answer(id, name).map(|member| self.where_it_exists(id, member))
    }

    /// An answer as it is under the condition that the entity itself has: what other entities say may depend on it.
    fn where_it_exists(&self, id: EntityId, member: Member) -> Member {
        match member {
            Member::Value(value) => {
                Member::Value(combine::given(value, combine::Existence::of(&self.entity(id).resource)))
            }
            other => other,
        }
    }

    fn answer(&self, id: EntityId, name: &str) -> Option<Member> {
        let entity = self.entity(id);
        if let Some(field) = Field::find(entity.kind, name) {
            return Some(self.field(id, field));
        }
        if let Some(link) = entity.links.member(entity.kind, name) {
            return Some(link);
        }
        if name == fields::PARAMETERS && fields::names(entity.kind).any(|own| own == fields::PARAMETERS) {
            return Some(Member::Parameters);
        }
        self.fact(id, name)
    }

    /// The effective value of a database parameter: instance group, then cluster group, then the family's default.
    /// A parameter group answers for itself: what it sets, then its family's default.
    pub fn parameter(&self, id: EntityId, name: &str) -> Member {
        self.where_it_exists(id, self.effective_parameter(id, name))
    }

    /// Whether a parameter group in the source sets the parameter; false where the family's default holds.
    pub fn sets(&self, id: EntityId, name: &str) -> Member {
        self.where_it_exists(id, self.sets_parameter(id, name))
    }

    /// Whether the database's own level decides the parameter: a member whose own group sets it does, and a cluster does
    /// unless all of its members do.
    pub fn decides(&self, id: EntityId, name: &str) -> Member {
        self.where_it_exists(id, self.decides_parameter(id, name))
    }

    /// The names of the parameters that are worth showing: what the attached groups set, and what is known of the
    /// family.
    pub(crate) fn parameter_names(&self, id: EntityId) -> Vec<Arc<str>> {
        self.known_parameters(id)
    }

    /// The value that a cluster member takes from its cluster, for a field that [`Model::member`] calls not
    /// applicable; `None` where nothing is taken or the cluster is not in the source.
    pub(crate) fn inherited(&self, id: EntityId, name: &str) -> Option<Value> {
        self.inherited_from_cluster(id, name)
    }
}
