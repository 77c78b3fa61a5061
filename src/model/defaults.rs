//! Defaults that depend on other fields.

use super::combine::{each, ending, presence, reason};
use super::derived::truth;
use super::fields::{Field, Kind};
use super::{EntityId, Model, family};
use crate::value::{Content, Number, Origin, Truth, Value, What};

impl Model {
    /// The value of an absent field whose default is left to the model.
    pub(super) fn computed(&self, id: EntityId, field: &Field, origin: &Origin) -> Value {
        let origin = ending(origin, What::PropertyDefault);
        match (field.name, self.entity(id).kind) {
            ("Engine" | "EngineVersion", _) => self.engine_field(id, field.name, origin),
            ("Port", _) => self.default_port(id, &origin),
            ("StorageEncrypted", Kind::DbInstance) => encrypted_if(&self.custom(id), &origin),
            ("StorageEncrypted", _) => encrypted_if(&self.serverless_v1(id), &origin),
            ("StorageType", _) => self.storage_type(id, &origin),
            ("AutoMinorVersionUpgrade", _) => {
                let replica = truth(&self.replica(id)) != Truth::False;
                let inherited = if replica { self.taken_from_source(id, field) } else { None };
                inherited.unwrap_or_else(|| Value::new(Content::Bool(true), origin))
            }
            ("PubliclyAccessible", _) => self.public(id, &origin),
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
    fn public(&self, id: EntityId, origin: &Origin) -> Value {
        for made_from in [self.replica(id), self.restored(id)] {
            if truth(&made_from) != Truth::False {
                let why = "whether it gets a public address depends on the network of its source";
                return Value::unknown(why, made_from.origin);
            }
        }
        let answer = |public: bool| Value::new(Content::Bool(public), origin.clone());
        each(&self.named(id, "DBSubnetGroupName"), |group| match &group.content {
            Content::Null => each(&self.aurora(id), |aurora| match aurora.content {
                Content::Bool(aurora) => answer(!aurora),
                _ => unknown_as(aurora, origin),
            }),
            Content::Text(name) => answer(name.eq_ignore_ascii_case("default")),
            _ if !group.references().is_empty() => answer(false),
            _ => unknown_as(group, origin),
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
