//! All names that an entity answers to, so that whoever compiles a policy can refuse a misspelt one.

use super::{Field, Kind, Type, facts, links};

/// The name under which the effective parameters of a database or a parameter group are asked for.
pub const PARAMETERS: &str = "parameters";

/// The name under which a policy asks whether a group in the source sets a parameter.
pub const SETS: &str = "sets";

/// The name under which a policy asks whether a parameter is decided at the database's own level.
pub const DECIDES: &str = "decides";

/// All names that an entity of that kind answers to: fields, links, facts and, for databases and parameter groups, the
/// parameters.
pub fn names(kind: Kind) -> impl Iterator<Item = &'static str> {
    let fields = kind.fields().iter().map(|field| field.name);
    let forward = links().filter(move |link| link.from == kind).map(|link| link.name);
    let backward = links().filter(move |link| link.to == kind && !link.back.is_empty()).map(|link| link.back);
    let facts = facts().filter(move |fact| fact.kind == kind).map(|fact| fact.name);
    let of_parameters: &[_] = match kind {
        Kind::ParameterGroup | Kind::ClusterParameterGroup => &[PARAMETERS, SETS],
        _ if kind.is_database() => &[PARAMETERS, SETS, DECIDES],
        _ => &[],
    };
    fields.chain(forward).chain(backward).chain(facts).chain(of_parameters.iter().copied())
}

/// What a field or a derived fact of that kind holds; `None` for any other name.
pub fn type_of(kind: Kind, name: &str) -> Option<Type> {
    let fact = || facts().find(|fact| fact.kind == kind && fact.name == name).map(|fact| fact.ty);
    Field::find(kind, name).map(|field| field.ty).or_else(fact)
}

/// Where a link of that kind leads, and whether to at most one entity; `None` for any other name.
pub fn link_of(kind: Kind, name: &str) -> Option<(Kind, bool)> {
    let forward = links().find(|link| link.from == kind && link.name == name).map(|link| (link.to, link.single));
    let backward = || links().find(|link| link.to == kind && link.back == name).map(|link| (link.from, false));
    forward.or_else(backward)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_kind_answers_twice_to_a_name() {
        for (kind, ..) in Kind::ALL {
            let mut all: Vec<_> = names(*kind).collect();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count, "{kind:?}");
        }
    }

    #[test]
    fn links_begin_at_fields() {
        for link in links() {
            assert!(Field::find(link.from, link.field).is_some(), "{link:?}");
        }
    }
}
