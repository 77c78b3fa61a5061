//! What belongs together: names and references followed to entities, and back.

use super::combine::{Guarded, depends_on};
use super::convert::convert;
use super::effective::written;
use super::fields::{Field, Kind, Link, Type, link_of, links};
use super::{Entity, EntityId, Member, Scope};
use crate::value::{Content, Reference, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
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

/// An entity's links: those that it names, and those of the entities that name it.
#[derive(Debug, Default)]
pub(super) struct Links {
    forward: Vec<(&'static str, Vec<Guarded<Target>>)>,
    backward: Vec<(&'static str, Vec<EntityId>)>,
    /// Why there may be more backward links than these.
    perhaps_more: Vec<(&'static str, Arc<str>)>,
}

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

/// The fields by whose text others name an entity.
const NAMES: &[(Kind, &str)] = &[
    (Kind::DbInstance, "DBInstanceIdentifier"),
    (Kind::DbCluster, "DBClusterIdentifier"),
    (Kind::ParameterGroup, "DBParameterGroupName"),
    (Kind::ClusterParameterGroup, "DBClusterParameterGroupName"),
    (Kind::OptionGroup, "OptionGroupName"),
    (Kind::IamPrincipal, "RoleName"),
    (Kind::IamPolicy, "PolicyName"),
    (Kind::IamPolicy, "ManagedPolicyName"),
    (Kind::SubnetGroup, "DBSubnetGroupName"),
    (Kind::GlobalCluster, "GlobalClusterIdentifier"),
    (Kind::Snapshot, "DBSnapshotIdentifier"),
    (Kind::ClusterSnapshot, "DBClusterSnapshotIdentifier"),
    (Kind::Secret, "Name"),
    (Kind::LogGroup, "LogGroupName"),
    (Kind::Proxy, "DBProxyName"),
    (Kind::PostgresqlDatabase, "name"),
];

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

/// Follows values of a scope to entities of a kind.
pub(super) struct Lookup<'a> {
    pub(super) index: &'a Index,
    pub(super) scope: Scope,
    pub(super) kind: Kind,
    pub(super) list: bool,
    /// Whether the value is a secret, which names nothing by its text.
    pub(super) secret: bool,
}

impl Lookup<'_> {
    /// Where a value leads.
    pub(super) fn targets(&self, value: &Value) -> Vec<Guarded<Target>> {
        let mut found = Vec::new();
        self.collect(value, &"".into(), 0, &mut found);
        found
    }

    /// Adds where the value leads, its alternatives and elements one by one.
    fn collect(&self, value: &Value, outer: &Arc<str>, depth: usize, found: &mut Vec<Guarded<Target>>) {
        for (guard, value) in value.alternatives() {
            let guard = guard.map_or_else(|| Some(outer.clone()), |guard| super::combine::both(outer, guard));
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

    fn scalar(&self, value: &Value) -> Target {
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

impl Links {
    /// The link as a policy sees it; `None` for a name that the kind has no link of.
    pub(super) fn member(&self, kind: Kind, name: &str) -> Option<Member> {
        let (_, single) = link_of(kind, name)?;
        let Some(targets) = self.forward.iter().find(|(link, _)| *link == name).map(|(_, targets)| targets) else {
            let ids = self.backward(name).to_vec();
            return Some(Member::Entities { ids, single, unresolved: self.perhaps_more(name), maybe_none: false });
        };
        let mut ids: Vec<EntityId> = Vec::new();
        let (mut unresolved, mut maybe_none) = (None, false);
        for (guard, target) in targets {
            match target {
                Target::Entity(id) if ids.contains(id) => {}
                Target::Entity(id) => ids.push(*id),
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    unresolved = unresolved.or_else(|| Some(reason.clone()));
                }
                Target::Nothing | Target::DefaultGroup(_) if guard.is_empty() => {}
                Target::Nothing | Target::DefaultGroup(_) => {
                    maybe_none = true;
                    unresolved = unresolved.or_else(|| Some(depends_on(guard)));
                }
            }
        }
        Some(Member::Entities { ids, single, unresolved, maybe_none })
    }

    /// Where a link of this entity's own leads.
    pub(super) fn targets(&self, name: &str) -> Vec<Guarded<Target>> {
        self.forward.iter().find(|(link, _)| *link == name).map(|(_, targets)| targets.clone()).unwrap_or_default()
    }

    /// The one entity that a link certainly leads to.
    pub(super) fn only(&self, name: &str) -> Option<EntityId> {
        let (_, targets) = self.forward.iter().find(|(link, _)| *link == name)?;
        match targets.as_slice() {
            [(_, Target::Entity(id))] => Some(*id),
            _ => None,
        }
    }

    /// Under which conditions a link leads to an entity; `None` for always.
    pub(super) fn guards(&self, name: &str, to: EntityId) -> impl Iterator<Item = Option<Arc<str>>> {
        let targets = self.forward.iter().filter(move |(link, _)| *link == name).flat_map(|(_, targets)| targets);
        let those = targets.filter(move |(_, target)| *target == Target::Entity(to));
        those.map(|(guard, _)| (!guard.is_empty()).then(|| guard.clone()))
    }

    /// All entities that it names.
    pub(super) fn named(&self) -> impl Iterator<Item = EntityId> {
        let targets = self.forward.iter().flat_map(|(_, targets)| targets);
        targets.filter_map(|(_, target)| if let Target::Entity(id) = target { Some(*id) } else { None })
    }

    /// The entities that name this one.
    pub(super) fn backward(&self, name: &str) -> &[EntityId] {
        self.backward.iter().find(|(link, _)| *link == name).map_or(&[], |(_, ids)| ids)
    }

    /// Why there may be more of them.
    pub(super) fn perhaps_more(&self, name: &str) -> Option<Arc<str>> {
        self.perhaps_more.iter().find(|(link, _)| *link == name).map(|(_, reason)| reason.clone())
    }

    fn add_perhaps(&mut self, name: &'static str, reason: &Arc<str>) {
        if self.perhaps_more(name).is_none() {
            self.perhaps_more.push((name, reason.clone()));
        }
    }

    fn add_backward(&mut self, name: &'static str, id: EntityId) {
        match self.backward.iter_mut().find(|(link, _)| *link == name) {
            // Entities come in order, so a second mention of one stands last.
            Some((_, ids)) if ids.last() == Some(&id) => {}
            Some((_, ids)) => ids.push(id),
            None => self.backward.push((name, vec![id])),
        }
    }
}

/// Entities with their kinds.
type OfKinds = Vec<(Kind, EntityId)>;

/// Entities by address and by name, within their scopes.
#[derive(Debug, Default)]
pub(super) struct Index {
    addresses: FxHashMap<(Scope, Arc<str>), OfKinds>,
    without_keys: FxHashMap<(Scope, String), OfKinds>,
    names: FxHashMap<(Scope, Kind, String), Vec<EntityId>>,
    /// The scopes in which a name of a key, or whose name it is, is not known.
    vague_aliases: FxHashSet<Scope>,
}

impl Index {
    fn new(entities: &[Entity]) -> Self {
        let mut index = Self::default();
        for (i, entity) in entities.iter().enumerate() {
            index.add(EntityId(i as u32), entity);
        }
        for entity in entities.iter().filter(|entity| entity.kind == Kind::KmsAlias) {
            index.add_alias(entity);
        }
        index
    }

    fn add(&mut self, id: EntityId, entity: &Entity) {
        let (kind, resource) = (entity.kind, &entity.resource);
        self.addresses.entry((resource.scope, resource.address.clone())).or_default().push((kind, id));
        if let Cow::Owned(bare) = without_keys(&resource.address) {
            self.without_keys.entry((resource.scope, bare)).or_default().push((kind, id));
        }
        let names = NAMES.iter().filter(|(own, _)| *own == kind).filter_map(|(_, name)| Field::find(kind, name));
        for value in names.filter_map(|field| written(resource, field)) {
            for text in value.alternatives().filter_map(|(_, value)| value.as_text()).filter(|text| !text.is_empty()) {
                let ids = self.names.entry((resource.scope, kind, text.to_ascii_lowercase())).or_default();
                if ids.last() != Some(&id) {
                    ids.push(id);
                }
            }
        }
    }

    /// Whoever names an alias means the key that it is a name of.
    fn add_alias(&mut self, alias: &Entity) {
        let resource = &alias.resource;
        let field = |name: &str| Field::find(Kind::KmsAlias, name).and_then(|field| written(resource, field));
        let Some(named) = Field::find(Kind::KmsAlias, "TargetKeyId") else { return };
        let lookup = Lookup {
            index: self,
            scope: resource.scope,
            kind: Kind::KmsKey,
            list: is_list(named),
            secret: named.secret,
        };
        let target = field("TargetKeyId").map(|target| lookup.scalar(&target));
        let name = field("AliasName").as_ref().and_then(Value::as_text).cloned();
        if name.is_none() || matches!(target, Some(Target::Elsewhere { any: true, .. })) {
            self.vague_aliases.insert(resource.scope);
        }
        let Some(Target::Entity(key)) = target else { return };
        if let Some(name) = name {
            self.names.entry((resource.scope, Kind::KmsKey, name.to_ascii_lowercase())).or_default().push(key);
        }
        self.addresses.entry((resource.scope, resource.address.clone())).or_default().push((Kind::KmsKey, key));
        if let Cow::Owned(bare) = without_keys(&resource.address) {
            self.without_keys.entry((resource.scope, bare)).or_default().push((Kind::KmsKey, key));
        }
    }

    /// The entities of an address; one without instance keys stands for all its instances.
    fn address(&self, scope: Scope, kind: Kind, address: &Arc<str>) -> Vec<EntityId> {
        let of_kind = |found: &OfKinds| -> Vec<EntityId> {
            found.iter().filter(|(own, _)| *own == kind).map(|(_, id)| *id).collect()
        };
        if let Some(exact) = self.addresses.get(&(scope, address.clone())) {
            return of_kind(exact);
        }
        let bare = without_keys(address).into_owned();
        let all = self.without_keys.get(&(scope, bare.clone())).map(of_kind).unwrap_or_default();
        if all.is_empty() && *bare != **address {
            return self.addresses.get(&(scope, bare.into())).map(of_kind).unwrap_or_default();
        }
        all
    }

    /// Whether an entity of any kind has that address, with instance keys or without.
    fn is_known(&self, scope: Scope, address: &Arc<str>) -> bool {
        self.addresses.contains_key(&(scope, address.clone()))
            || self.without_keys.contains_key(&(scope, without_keys(address).into_owned()))
    }

    fn named(&self, scope: Scope, kind: Kind, text: &str) -> &[EntityId] {
        self.names.get(&(scope, kind, text.to_ascii_lowercase())).map_or(&[], Vec::as_slice)
    }
}

/// An address without `[0]` and `["key"]`.
fn without_keys(address: &str) -> Cow<'_, str> {
    if !address.contains('[') {
        return Cow::Borrowed(address);
    }
    let mut bare = String::with_capacity(address.len());
    let (mut in_key, mut in_quotes, mut escaped) = (false, false, false);
    for c in address.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_quotes => escaped = true,
            '"' if in_key => in_quotes = !in_quotes,
            '[' if !in_key => in_key = true,
            ']' if in_key && !in_quotes => in_key = false,
            _ if in_key => {}
            _ => bare.push(c),
        }
    }
    Cow::Owned(bare)
}
