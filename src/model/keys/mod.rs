//! Keys: whose key encrypts something, and what becomes of the keys that databases use.

mod usage;

use super::combine::{each, presence, reason, undecided};
use super::derived::{bool_value, not_given, truth};
use super::fields::{Field, Inherit, Kind, links};
use super::links::Target;
use super::{EntityId, Member, Model};
use crate::value::{Content, Truth, Value};

/// Whose key it is that a field names, by the fact that says so.
const OWNERSHIP: &[(&str, &[&str])] = &[
    ("customer_managed_key", &["KmsKeyId", "KMSKeyId", "KmsMasterKeyId"]),
    ("insights_customer_managed_key", &["PerformanceInsightsKMSKeyId", "PerformanceInsightsKmsKeyId"]),
    ("secret_customer_managed_key", &["MasterUserSecretKmsKeyId"]),
    ("backup_customer_managed_key", &["AutomaticBackupReplicationKmsKeyId", "KmsKeyId"]),
];

/// What the names of keys begin with.
const ALIAS: &str = "alias/";
/// What the names of keys begin with that AWS has made in the account.
const OF_AWS: &str = "alias/aws/";

impl Model {
    /// The facts about keys.
    pub(super) fn key_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        let kind = self.entity(id).kind;
        if let Some((_, fields)) = OWNERSHIP.iter().find(|(fact, _)| *fact == name) {
            let field = fields.iter().find_map(|field| Field::find(kind, field))?;
            return Some(self.customer_managed(id, field));
        }
        let value = match (kind, name) {
            (Kind::DbInstance | Kind::DbCluster, "kms_key_unused") => return Some(self.key_unused(id)),
            (Kind::DbInstance, "encryption_differs") => return Some(self.encryption_differs(id)),
            (Kind::Secret, "of_database") => self.secret_of_database(id),
            (Kind::KmsKey, "used_by_database") => self.used_by_database(id),
            (Kind::KmsKey, "rotation_supported") => self.rotation_supported(id),
            _ => return None,
        };
        Some(Member::Value(value))
    }

    /// Whether the key that a field names is one of the customer's. One that AWS manages or owns is taken where none is
    /// named.
    fn customer_managed(&self, id: EntityId, field: &'static Field) -> Member {
        let key = match self.field(id, field) {
            Member::Value(key) => key,
            other => return other,
        };
        let replica = || truth(&self.replica(id)) == Truth::True;
        if field.inherit != Inherit::Own && self.raw(id, field.name).is_null() && replica() {
            return Member::NotApplicable("a replica has the key of its source".into());
        }
        Member::Value(each(&key, |key| self.is_customers(id, field, key)))
    }

    fn is_customers(&self, id: EntityId, field: &Field, key: &Value) -> Value {
        match &key.content {
            Content::Null if self.copies_key(id) => self.key_of_snapshot(id),
            Content::Null if key.origin.is_empty() => bool_value(false, &not_given()),
            Content::Null => bool_value(false, &key.origin),
            Content::Text(text) => bool_value(!text.contains(OF_AWS) && !text.is_empty(), &key.origin),
            Content::Unknown(unknown) if unknown.start().contains(OF_AWS) => bool_value(false, &key.origin),
            Content::Unknown(unknown) if !may_be_of_aws(unknown.start()) || self.names_own_key(id, field) => {
                bool_value(true, &key.origin)
            }
            _ => match by_alias(key) {
                Some(of_aws) => bool_value(!of_aws, &key.origin),
                None => Value::unknown(reason(key), key.origin.clone()),
            },
        }
    }

    /// Whether it copies a snapshot within a region, which takes the snapshot's key.
    fn copies_key(&self, id: EntityId) -> bool {
        matches!(self.entity(id).kind, Kind::SnapshotCopy | Kind::ClusterSnapshotCopy)
            && presence(&self.raw(id, "DestinationRegion")) != Truth::True
    }

    /// Whether the key of the snapshot that is copied is one of the customer's; there is none where it is not encrypted.
    fn key_of_snapshot(&self, id: EntityId) -> Value {
        let Some(snapshot) = self.entity(id).links.only("snapshot") else {
            return Value::unknown("a copy has the key of the snapshot that it is made of", not_given());
        };
        each(&self.key_of_database(snapshot), |key| match key.content {
            Content::Bool(own) => bool_value(own, &not_given()),
            _ => undecided(key),
        })
    }

    /// Whether a field leads to keys of the source alone.
    fn names_own_key(&self, id: EntityId, field: &Field) -> bool {
        let link = links().find(|link| link.from == field.kind && link.field == field.name);
        let targets = link.map(|link| self.targets(id, link.name)).unwrap_or_default();
        !targets.is_empty() && targets.iter().all(|(_, target)| matches!(target, Target::Entity(_)))
    }
}

/// Whether a key is one that AWS has made, where it is looked up by an alias.
fn by_alias(key: &Value) -> Option<bool> {
    let references = key.references();
    let alias = references.iter().find(|reference| reference.address.starts_with(ALIAS))?;
    Some(alias.address.starts_with(OF_AWS))
}

/// Whether a text that begins so can still be the name of a key that AWS has made, or its ARN.
fn may_be_of_aws(start: &str) -> bool {
    let name = start.rsplit(':').next().unwrap_or(start);
    OF_AWS.starts_with(name)
}
