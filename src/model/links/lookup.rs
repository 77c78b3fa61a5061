//! From a value to the entities that it names: by reference, by name, or by the little that is known of either.

use super::{Index, Target};
use crate::model::combine::{Guarded, both};
use crate::model::fields::Kind;
use crate::model::{EntityId, Scope};
use crate::value::{Content, Reference, Value};
use std::sync::Arc;

/// By how many entities that may be meant none of them is told from the others any more.
const MAX_MEANT: usize = 16;

/// The attributes by which a resource tells who it is or, of what comes with it, who that is. Of another kind than the one
/// that is looked for, it is none of those in the source.
const IDENTITIES: [&str; 11] = [
    "Ref",
    "id",
    "arn",
    "name",
    "DefaultNetworkAcl",
    "DefaultSecurityGroup",
    "default_network_acl_id",
    "default_route_table_id",
    "default_security_group_id",
    "main_route_table_id",
    "cidr_block",
];

/// Follows values of a scope to entities of a kind.
pub(in crate::model) struct Lookup<'a> {
    pub(in crate::model) index: &'a Index,
    pub(in crate::model) scope: Scope,
    pub(in crate::model) kind: Kind,
    pub(in crate::model) list: bool,
    /// Whether the value is a secret, which names nothing by its text.
    pub(in crate::model) secret: bool,
}

impl Lookup<'_> {
    /// Where a value leads.
    pub(in crate::model) fn targets(&self, value: &Value) -> Vec<Guarded<Target>> {
        let mut found = Vec::new();
        self.collect(value, &"".into(), 0, &mut found);
        found
    }

    /// Adds where the value leads, its alternatives and elements one by one.
    fn collect(&self, value: &Value, outer: &Arc<str>, depth: usize, found: &mut Vec<Guarded<Target>>) {
        for (guard, value) in value.alternatives() {
            let guard = guard.map_or_else(|| Some(outer.clone()), |guard| both(outer, guard));
            let Some(guard) = guard else { continue };
            match &value.content {
                // Lists of lists come from a forgotten `flatten`; deeper ones mean nothing.
                Content::List(items) if depth < 2 => {
                    items.iter().for_each(|item| self.collect(item, &guard, depth + 1, found));
                }
                Content::Unknown(unknown) if self.list && depth == 0 => {
                    // Of a list that is not known, these are elements; there may be more.
                    let known = value.references();
                    found.extend(
                        known
                            .iter()
                            .flat_map(|reference| self.referred(reference))
                            .map(|id| (guard.clone(), Target::Entity(id))),
                    );
                    found.push((guard, Target::Elsewhere { reason: unknown.reason.clone(), any: true }));
                }
                _ => found.push((guard, self.scalar(value))),
            }
        }
    }

    pub(super) fn scalar(&self, value: &Value) -> Target {
        let references = value.references();
        for reference in &references {
            match self.referred(reference).as_slice() {
                [] => {}
                [only] => return Target::Entity(*only),
                several => return one_of(several, &reference.address),
            }
        }
        match &value.content {
            Content::Null => Target::Nothing,
            Content::Text(text) if text.is_empty() => Target::Nothing,
            Content::Text(text) => self.literal(text, value.is_secret()),
            Content::Unknown(unknown) if self.secret => self.fetched(&unknown.shape),
            _ if self.secret => elsewhere("it names nothing"),
            Content::Unknown(unknown) if self.default_family(unknown.start()).is_some() => Target::DefaultGroup(None),
            Content::Unknown(unknown) => {
                let any = !references.iter().any(|reference| self.is_of_another_kind(reference));
                Target::Elsewhere { reason: unknown.reason.clone(), any }
            }
            _ => elsewhere("it is not a name"),
        }
    }

    /// The secret that a dynamic reference names, by its name.
    fn fetched(&self, text: &str) -> Target {
        let named = text.split("{{resolve:secretsmanager:").nth(1).filter(|_| self.kind == Kind::Secret);
        let name = named.and_then(|rest| rest.split([':', '}']).next()).filter(|name| !name.is_empty());
        name.map_or_else(
            || elsewhere("it names nothing"),
            |name| match self.index.named(self.scope, self.kind, name) {
                [only] => Target::Entity(*only),
                _ => elsewhere("what it is fetched from is not in the scanned files"),
            },
        )
    }

    /// The entities of the kind that a reference leads to.
    fn referred(&self, reference: &Reference) -> Vec<EntityId> {
        self.index.address(reference.within.from(self.scope), self.kind, &reference.address)
    }

    /// Whether a reference is to who a resource of another kind is.
    fn is_of_another_kind(&self, reference: &Reference) -> bool {
        IDENTITIES.contains(&&*reference.attribute)
            && self.index.is_known(reference.within.from(self.scope), &reference.address)
    }

    /// The family of a group that nobody can change, by the name or the beginning of it: no other may begin so.
    fn default_family<'n>(&self, name: &'n str) -> Option<&'n str> {
        let start = match self.kind {
            Kind::ParameterGroup | Kind::ClusterParameterGroup => "default.",
            Kind::OptionGroup => "default:",
            _ => return None,
        };
        let (own, family) = name.split_at_checked(start.len())?;
        own.eq_ignore_ascii_case(start).then_some(family)
    }

    fn literal(&self, text: &str, is_secret: bool) -> Target {
        if self.secret {
            return elsewhere("it names nothing");
        }
        let shown = if is_secret { "…" } else { text };
        if let Some(family) = self.default_family(text) {
            return Target::DefaultGroup(Some(family.to_ascii_lowercase().into()));
        }
        // The ARN of an alias ends with its name.
        let name = if self.kind == Kind::KmsKey { text.rsplit(':').next().unwrap_or(text) } else { text };
        match self.index.named(self.scope, self.kind, name) {
            [] => Target::Elsewhere {
                reason: format!("the {} `{shown}` is not in the scanned files", self.kind.noun()).into(),
                any: self.kind == Kind::KmsKey && self.index.vague_aliases.contains(&self.scope),
            },
            [only] => Target::Entity(*only),
            _ => elsewhere(format!("several resources are named `{shown}`")),
        }
    }
}

fn elsewhere(reason: impl Into<Arc<str>>) -> Target {
    Target::Elsewhere { reason: reason.into(), any: false }
}

/// One of the instances of a resource.
fn one_of(ids: &[EntityId], address: &str) -> Target {
    let reason: Arc<str> = format!("it is not known which instance of `{address}` is meant").into();
    if ids.len() > MAX_MEANT {
        return Target::Elsewhere { reason, any: true };
    }
    Target::OneOf { ids: ids.into(), reason }
}
