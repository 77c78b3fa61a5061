//! Following a policy's paths through the model: from an entity over links to a value.

use super::filter::one_of_several;
use crate::model::{EntityId, Member, Model};
use crate::policy::ast::{Path, Subject};
use crate::value::{Origin, Value};
use std::sync::Arc;

/// Where a path ended.
#[derive(Clone, Debug)]
pub(super) enum Reached {
    /// At a value of that entity.
    Value(EntityId, Value),
    /// At something that the entity cannot have, with the reason.
    NotApplicable(Arc<str>),
    /// At a link that leads nowhere: its name.
    Nowhere(Arc<str>),
    /// At a link that leads out of the source, with the reason.
    Unresolved(EntityId, Arc<str>),
}

impl Reached {
    /// The value for a comparison in a filter, where what is not there is null.
    pub(super) fn or_null(self, from: EntityId) -> (EntityId, Value) {
        match self {
            Self::Value(id, value) => (id, value),
            Self::Unresolved(id, reason) => (id, Value::unknown(reason, Origin::default())),
            Self::NotApplicable(_) | Self::Nowhere(_) => (from, Value::null(Origin::default())),
        }
    }
}

/// Follows a path whose links lead to at most one entity each, as the compiler has checked.
pub(super) fn reach(model: &Model, from: EntityId, path: &Path) -> Reached {
    let mut id = from;
    for hop in &path.hops {
        match model.member(id, &hop.link) {
            Some(Member::Entities { ids, unresolved, .. }) => match (ids.as_slice(), unresolved) {
                (_, Some(reason)) => return Reached::Unresolved(id, reason),
                ([only], None) => id = *only,
                ([], None) => return Reached::Nowhere(hop.link.clone()),
                ([_, ..], None) => return Reached::Unresolved(id, one_of_several(id, &hop.link).reason),
            },
            Some(Member::NotApplicable(reason)) => return Reached::NotApplicable(reason),
            _ => return Reached::Unresolved(id, format!("{} is no link", hop.link).into()),
        }
    }
    match &path.end {
        Some(subject) => ask(model, id, subject),
        None => Reached::Value(id, Value::null(Origin::default())),
    }
}

/// What an entity answers to a name.
pub(super) fn ask(model: &Model, id: EntityId, subject: &Subject) -> Reached {
    let member = match subject {
        Subject::Parameter(name) => Some(model.parameter(id, name)),
        Subject::Sets(name) => Some(model.sets(id, name)),
        Subject::Decides(name) => Some(model.decides(id, name)),
        Subject::Field(name) | Subject::Fact(name) => model.member(id, name),
    };
    match member {
        Some(Member::Value(value)) => Reached::Value(id, value),
        Some(Member::NotApplicable(reason)) => Reached::NotApplicable(reason),
        _ => Reached::Unresolved(id, format!("{} has no value of its own", subject.name()).into()),
    }
}
