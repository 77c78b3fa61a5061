//! Which keys databases use, what can be done with these keys, and where a key and encryption contradict each other.

use super::super::combine::{each, presence, reason, truth_of};
use super::super::convert::convert;
use super::super::derived::{bool_value, not_given};
use super::super::effective::written;
use super::super::fields::{Field, Kind, Type, links};
use super::super::{EntityId, Member, Model};
use crate::value::{Content, Truth, Value};

impl Model {
    /// Whether something of a database is encrypted with the key, as far as the source says which key it is.
    pub(super) fn used_by_database(&self, id: EntityId) -> Value {
        let own = &self.entity(id).links;
        let ways = || {
            let others = [Kind::KmsKeyPolicy, Kind::Secret, Kind::Topic];
            links().filter(move |link| link.to == Kind::KmsKey && !others.contains(&link.from))
        };
        if ways().any(|link| !own.backward(link.back).is_empty()) {
            return bool_value(true, &not_given());
        }
        match ways().find_map(|link| own.perhaps_more(link.back)) {
            Some(reason) => Value::unknown(reason, not_given()),
            None => bool_value(false, &not_given()),
        }
    }

    /// Whether a database or a proxy takes a password from a secret, as far as the source says which secret it is.
    pub(super) fn secret_of_database(&self, id: EntityId) -> Value {
        const WAYS: [&str; 4] = ["master_of_instances", "master_of_clusters", "attachments", "proxies"];
        let own = &self.entity(id).links;
        if WAYS.iter().any(|way| !own.backward(way).is_empty()) {
            return bool_value(true, &not_given());
        }
        match WAYS.iter().find_map(|way| own.perhaps_more(way)) {
            Some(reason) => Value::unknown(reason, not_given()),
            None => bool_value(false, &not_given()),
        }
    }

    /// KMS rotates symmetric keys whose material it has made itself. A replica has the material of its primary key.
    pub(super) fn rotation_supported(&self, id: EntityId) -> Value {
        const NEVER: [&str; 4] =
            ["aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key", "AWS::KMS::ReplicaKey"];
        if NEVER.contains(&&*self.entity(id).resource.type_name) {
            return bool_value(false, &not_given());
        }
        let is = |name: &str, wanted: &str| text_is(&self.named(id, name), wanted);
        let store = presence(&self.named(id, "CustomKeyStoreId")).negate();
        let made_by_kms = match self.named(id, "Origin") {
            none if none.is_null() => Truth::True,
            _ => is("Origin", "AWS_KMS"),
        };
        match is("KeySpec", "SYMMETRIC_DEFAULT").and(store).and(made_by_kms) {
            Truth::Unknown => Value::unknown("it is not known what kind of key it is", not_given()),
            known => bool_value(known == Truth::True, &not_given()),
        }
    }

    /// Whether a key is named where nothing is to be encrypted. An Aurora cluster that says nothing may be encrypted.
    pub(super) fn key_unused(&self, id: EntityId) -> Member {
        let Some(field) = Field::find(self.entity(id).kind, "StorageEncrypted") else {
            return Member::Value(bool_value(false, &not_given()));
        };
        let encrypted = match self.field(id, field) {
            Member::Value(value) => value,
            other => return other,
        };
        let key = self.raw(id, "KmsKeyId");
        let explicit = written(&self.entity(id).resource, field).is_some_and(|value| !value.is_null());
        Member::Value(match presence(&key) {
            Truth::False => bool_value(false, &not_given()),
            Truth::Unknown => Value::unknown(reason(&key), key.origin),
            Truth::True if self.entity(id).kind == Kind::DbCluster && !explicit => bool_value(false, &not_given()),
            Truth::True => each(&encrypted, |encrypted| match encrypted.content {
                Content::Bool(on) => bool_value(!on, &encrypted.origin),
                _ => Value::unknown(reason(encrypted), encrypted.origin.clone()),
            }),
        })
    }

    /// Whether a member says another thing about encryption than its cluster does; what it says has no effect.
    pub(super) fn encryption_differs(&self, id: EntityId) -> Member {
        if self.membership(id) == Truth::False {
            return Member::NotApplicable("it is no member of a cluster".into());
        }
        let own = convert(&self.raw(id, "StorageEncrypted"), Type::Bool);
        if own.is_null() {
            return Member::Value(bool_value(false, &not_given()));
        }
        let theirs = self.inherited_from_cluster(id, "StorageEncrypted").unwrap_or_else(|| self.unseen_cluster(id));
        Member::Value(each(&own, |own| {
            each(&theirs, |theirs| match (&own.content, &theirs.content) {
                (Content::Bool(own_says), Content::Bool(they_say)) => bool_value(own_says != they_say, &own.origin),
                (Content::Bool(_), _) => Value::unknown(reason(theirs), theirs.origin.clone()),
                _ => Value::unknown(reason(own), own.origin.clone()),
            })
        }))
    }
}

fn text_is(value: &Value, wanted: &str) -> Truth {
    truth_of(value, |value| match &value.content {
        Content::Text(text) => text.eq_ignore_ascii_case(wanted).into(),
        _ => Truth::Unknown,
    })
}
