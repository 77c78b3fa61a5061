//! Defaults that depend on other fields.

use super::combine::{Guarded, each, ending, presence, reason};
use super::derived::truth;
use super::fields::{Field, Kind};
use super::links::Target;
use super::{EntityId, Language, Model, family};
use crate::value::{Content, Number, Origin, Truth, Value, What};

impl Model {
    /// The value of an absent field whose default is left to the model.
    pub(super) fn computed(&self, id: EntityId, field: &Field, origin: &Origin) -> Value {
        let written = origin;
        let origin = ending(origin, What::PropertyDefault);
        match (field.name, self.entity(id).kind) {
            ("Engine" | "EngineVersion", _) => self.engine_field(id, field.name, origin),
            ("Port", _) => self.default_port(id, &origin),
            ("StorageEncrypted", Kind::DbInstance) => encrypted_if(&self.custom(id), &origin),
            ("StorageEncrypted", _) => self.cluster_encrypted(id, &origin),
            ("DeletionPolicy", _) => self.deletion_policy(id),
            ("SkipFinalSnapshot", _) => self.skips_final_snapshot(id),
            ("StorageType", _) => self.storage_type(id, &origin),
            ("AutoMinorVersionUpgrade", _) => {
                let replica = truth(&self.replica(id)) != Truth::False;
                let inherited = if replica { self.taken_from_source(id, field) } else { None };
                inherited.unwrap_or_else(|| Value::new(Content::Bool(true), origin))
            }
            ("PubliclyAccessible", _) => self.public(id, written),
            _ => Value::null(origin),
        }
    }

    /// A member runs what its cluster runs.
    fn engine_field(&self, id: EntityId, name: &str, origin: Origin) -> Value {
        if self.membership(id) == Truth::False {
            let version = name == "EngineVersion";
            return if version { Value::unknown("no engine version is given", origin) } else { Value::null(origin) };
        }
        if let Some(cluster) = self.entity(id).links.only("cluster") {
            return self.step_inherited(id, cluster, &self.named(cluster, name));
        }
        // As of a cluster, Terraform's provider sent `aurora` for want of an engine, and demands one since.
        let apart = |(_, target): &Guarded<Target>| matches!(target, Target::Elsewhere { .. });
        let of_terraform = &*self.entity(id).resource.type_name == "aws_rds_cluster_instance";
        if name == "Engine" && of_terraform && self.targets(id, "cluster").iter().all(apart) {
            return Value::text("aurora", origin);
        }
        self.unseen_cluster(id)
    }

    fn default_port(&self, id: EntityId, origin: &Origin) -> Value {
        each(&self.engine_group(id), |engine| match engine.as_text().and_then(|group| family::default_port(group)) {
            Some(port) => Value::new(Content::Number(Number::from(port)), origin.clone()),
            None => unknown_as(engine, origin),
        })
    }

    fn storage_type(&self, id: EntityId, origin: &Origin) -> Value {
        let text = |text: &str| Value::text(text, origin.clone());
        if self.entity(id).kind == Kind::DbInstance {
            let iops = self.named(id, "Iops");
            return match presence(&iops) {
                Truth::True => text("io1"),
                Truth::False => text("gp3"),
                Truth::Unknown => unknown_as(&iops, origin),
            };
        }
        match self.is_aurora(id) {
            Truth::True => text("aurora"),
            Truth::False => text("io1"),
            Truth::Unknown => unknown_as(&self.engine(id), origin),
        }
    }

    /// Without a subnet group, everything but Aurora gets a public address; with one, nothing does, unless the
    /// group is the account's own named `default`.
    fn public(&self, id: EntityId, written: &Origin) -> Value {
        for made_from in [self.replica(id), self.restored(id)] {
            if truth(&made_from) != Truth::False {
                let why = "whether it gets a public address depends on the network of its source";
                return Value::unknown(why, made_from.origin);
            }
        }
        let origin = &ending(written, What::PropertyDefault);
        let answer =
            |public: bool, clause| Value::new(Content::Bool(public), ending(written, What::DefaultWhere(clause)));
        let without = match self.entity(id).resource.language {
            Language::CloudFormation => "without DBSubnetGroupName",
            Language::Terraform => "without db_subnet_group_name",
        };
        each(&self.named(id, "DBSubnetGroupName"), |group| match &group.content {
            Content::Null => each(&self.aurora(id), |aurora| match aurora.content {
                Content::Bool(true) => answer(false, "for Aurora"),
                Content::Bool(false) => answer(true, without),
                // Whoever makes an instance of Aurora says so.
                _ if self.entity(id).kind == Kind::DbInstance && self.names_no_engine(id) => answer(true, without),
                _ => unknown_as(aurora, origin),
            }),
            Content::Text(name) if name.eq_ignore_ascii_case("default") => {
                answer(true, "in the subnet group `default`")
            }
            Content::Text(_) => answer(false, "in a subnet group"),
            _ if !group.references().is_empty() => answer(false, "in a subnet group"),
            _ => unknown_as(group, origin),
        })
    }

    /// Aurora Serverless v1 is encrypted; and so is an Aurora cluster of `CloudFormation`'s with a key. Of a Multi-AZ DB
    /// cluster the documentation says both.
    fn cluster_encrypted(&self, id: EntityId, origin: &Origin) -> Value {
        let with_key = self.entity(id).resource.language == Language::CloudFormation;
        let key = if with_key { self.named(id, "KmsKeyId") } else { Value::null(Origin::default()) };
        each(&key, |key| match presence(key) {
            Truth::True => Value::new(Content::Bool(true), ending(origin, What::DefaultWhere("with a KmsKeyId"))),
            Truth::Unknown => unknown_as(key, origin),
            Truth::False => each(&self.serverless_v1(id), |always| match always.content {
                Content::Bool(true) => Value::new(Content::Bool(true), origin.clone()),
                Content::Bool(_) => self.provisioned_encrypted(id, origin),
                _ => unknown_as(always, origin),
            }),
        })
    }

    fn provisioned_encrypted(&self, id: EntityId, origin: &Origin) -> Value {
        each(&self.aurora(id), |aurora| match aurora.content {
            Content::Bool(true) => Value::new(Content::Bool(false), origin.clone()),
            Content::Bool(_) => {
                let why = "AWS does not document whether a Multi-AZ DB cluster is encrypted by default";
                Value::unknown(why, origin.clone())
            }
            _ => unknown_as(aurora, origin),
        })
    }

    /// A stack keeps a snapshot of what it deletes, but not of a member: its cluster has the data.
    fn deletion_policy(&self, id: EntityId) -> Value {
        let policy = |text: &str, what| Value::text(text, Origin::default().step(what, None));
        if self.entity(id).kind == Kind::DbCluster {
            return policy("Snapshot", What::PropertyDefault);
        }
        each(&self.raw(id, "DBClusterIdentifier"), |cluster| match presence(cluster) {
            Truth::True => policy("Delete", What::DefaultWhere("of a cluster's member")),
            Truth::False => policy("Snapshot", What::DefaultWhere("of an instance in no cluster")),
            Truth::Unknown => unknown_as(cluster, &Origin::default()),
        })
    }

    /// What a stack deletes goes without a snapshot when its policy says so; a replica always does.
    fn skips_final_snapshot(&self, id: EntityId) -> Value {
        each(&self.named(id, "DeletionPolicy"), |policy| match policy.as_text().map(|text| &**text) {
            Some("Delete") => Value::new(Content::Bool(true), policy.origin.clone()),
            Some("Snapshot") if self.entity(id).kind == Kind::DbInstance => self.replica(id),
            Some("Snapshot" | "Retain" | "RetainExceptOnCreate") => {
                Value::new(Content::Bool(false), policy.origin.clone())
            }
            Some(_) => Value::unknown("CloudFormation knows no such DeletionPolicy", policy.origin.clone()),
            None => unknown_as(policy, &policy.origin),
        })
    }
}

/// Some kinds of database are encrypted without being asked: whether this is one of them.
fn encrypted_if(condition: &Value, origin: &Origin) -> Value {
    each(condition, |condition| match condition.content {
        Content::Bool(always) => Value::new(Content::Bool(always), origin.clone()),
        _ => unknown_as(condition, origin),
    })
}

/// Unknown because something else is.
fn unknown_as(other: &Value, origin: &Origin) -> Value {
    let why = if other.is_null() { "no engine is given".into() } else { reason(other) };
    let origin = if other.origin.is_empty() { origin } else { &other.origin };
    Value::unknown(why, origin.clone())
}
