//! What finds entities: by the address of a resource, and by the names that others know them by.

use super::{Lookup, Target, is_list};
use crate::model::effective::written;
use crate::model::fields::{Field, Kind};
use crate::model::{Entity, EntityId, Scope};
use crate::value::Value;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::sync::Arc;

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

/// Entities with their kinds.
type OfKinds = Vec<(Kind, EntityId)>;

/// Entities by address and by name, within their scopes.
#[derive(Debug, Default)]
pub(in crate::model) struct Index {
    addresses: FxHashMap<(Scope, Arc<str>), OfKinds>,
    without_keys: FxHashMap<(Scope, String), OfKinds>,
    names: FxHashMap<(Scope, Kind, String), Vec<EntityId>>,
    /// The scopes in which a name of a key, or whose name it is, is not known.
    pub(super) vague_aliases: FxHashSet<Scope>,
}

impl Index {
    pub(super) fn new(entities: &[Entity]) -> Self {
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
    pub(super) fn address(&self, scope: Scope, kind: Kind, address: &Arc<str>) -> Vec<EntityId> {
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
    pub(super) fn is_known(&self, scope: Scope, address: &Arc<str>) -> bool {
        self.addresses.contains_key(&(scope, address.clone()))
            || self.without_keys.contains_key(&(scope, without_keys(address).into_owned()))
    }

    pub(super) fn named(&self, scope: Scope, kind: Kind, text: &str) -> &[EntityId] {
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
