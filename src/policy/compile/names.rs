//! The names that a policy may use, looked up in the model's tables.

use crate::model::fields::{DECIDES, Field, Kind, PARAMETERS, SETS, Type, facts, link_of, names};
use crate::policy::ast::{Hop, Path, Subject};
use crate::source::did_you_mean;
use std::sync::Arc;

/// What a name means for a kind of entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    Field(Type),
    Fact(Type),
    Link { to: Kind, single: bool },
}

/// What the end of a path holds: its type; nothing is known about a database parameter's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Typed(Type),
    Parameter,
}

/// Looks a name up; the error says what would have been right.
pub(super) fn look_up(kind: Kind, name: &str) -> Result<Name, String> {
    let field = || Field::find(kind, name).map(|row| Name::Field(row.ty));
    let fact = || facts().find(|row| row.kind == kind && row.name == name).map(|row| Name::Fact(row.ty));
    let link = || link_of(kind, name).map(|(to, single)| Name::Link { to, single });
    field().or_else(fact).or_else(link).ok_or_else(|| {
        let hint = did_you_mean(name, names(kind));
        format!("`{name}` is no field, fact or link of {}{hint}", kind.collection())
    })
}

/// Whether entities of that kind can be asked that about a parameter.
pub(super) fn has_parameters(kind: Kind, question: &str) -> Result<(), String> {
    let has = names(kind).any(|name| name == question);
    if has { Ok(()) } else { Err(format!("{} cannot be asked for `{question}` of a parameter", kind.collection())) }
}

/// What a name asks about the parameter that is named behind it.
pub(super) fn of_parameter(name: &str) -> Option<fn(Arc<str>) -> Subject> {
    match name {
        PARAMETERS => Some(Subject::Parameter),
        SETS => Some(Subject::Sets),
        DECIDES => Some(Subject::Decides),
        _ => None,
    }
}

/// Reads a dotted path of a requirement, such as `cluster.parameters.rds.force_ssl`, from a kind of entity.
pub(super) fn dotted(kind: Kind, text: &str) -> Result<(Path, Holds), String> {
    let mut kind = kind;
    let mut hops = Vec::new();
    let mut rest = text;
    loop {
        let (name, after) = rest.split_once('.').map_or((rest, None), |(name, after)| (name, Some(after)));
        if let Some((subject, parameter)) = of_parameter(name).zip(after) {
            has_parameters(kind, name)?;
            let holds = if name == PARAMETERS { Holds::Parameter } else { Holds::Typed(Type::Bool) };
            return Ok((Path { hops, end: Some(subject(parameter.into())) }, holds));
        }
        match (look_up(kind, name)?, after) {
            (Name::Link { to, single: true }, Some(after)) => {
                hops.push(Hop { link: name.into(), filter: None });
                (kind, rest) = (to, after);
            }
            (Name::Link { single: false, .. }, Some(_)) => return Err(format!("`{name}` leads to several entities")),
            (Name::Link { .. }, None) => {
                return Err(format!("`{name}` is a link: name what the entity there must have"));
            }
            (Name::Field(_) | Name::Fact(_), Some(_)) => return Err(format!("`{name}` has nothing below it")),
            (Name::Field(ty), None) => {
                return Ok((Path { hops, end: Some(Subject::Field(name.into())) }, Holds::Typed(ty)));
            }
            (Name::Fact(ty), None) => {
                return Ok((Path { hops, end: Some(Subject::Fact(name.into())) }, Holds::Typed(ty)));
            }
        }
    }
}
