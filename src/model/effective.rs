//! A field's effective value: what is written, made to fit its type, or what holds where nothing is written.

use super::combine::{depends_on, each, ending, presence, reason};
use super::convert::convert;
use super::fields::{Absent, Field, Inherit, Kind, LACKING, SENT, Type};
use super::links::Target;
use super::{EntityId, Language, Member, Model, Resource, group};
use crate::value::{Content, Number, Origin, Truth, Unknown, Value, What};
use std::sync::Arc;

/// What stands in the place of a secret's text.
const MASK: &str = "***";

/// What `CloudFormation` leaves out of the call that makes an instance with security groups of EC2-Classic.
const BESIDE_CLASSIC: [&str; 11] = [
    "StorageEncrypted",
    "KmsKeyId",
    "StorageType",
    "PubliclyAccessible",
    "DeletionProtection",
    "EnableIAMDatabaseAuthentication",
    "EnableCloudwatchLogsExports",
    "CopyTagsToSnapshot",
    "MonitoringInterval",
    "EnablePerformanceInsights",
    "CACertificateIdentifier",
];

/// How many replicas of replicas are followed.
const MAX_SOURCES: usize = 8;

/// What a replica certainly has as its source has it.
const FROM_SOURCE: [&str; 6] =
    ["Engine", "EngineVersion", "StorageEncrypted", "Port", "MasterUsername", "AutoMinorVersionUpgrade"];

/// What the source says about a field, unconverted; `None` where it says nothing at all.
pub(super) fn written(resource: &Resource, field: &Field) -> Option<Value> {
    match resource.language {
        Language::CloudFormation if field.cloudformation.is_empty() => None,
        Language::CloudFormation => property(resource, field.cloudformation),
        Language::Terraform => {
            let lacking = |name: &str| LACKING.contains(&(&*resource.type_name, name));
            let names = field.terraform.iter().filter(|name| !lacking(name));
            let mut present = names.filter_map(|name| property(resource, name));
            let first = present.clone().find(|value| !value.is_null());
            first.or_else(|| present.next())
        }
    }
}

/// A property by its path: what is unknown on the way is unknown at its end.
fn property(resource: &Resource, path: &str) -> Option<Value> {
    let mut names = path.split('.');
    let mut at = resource.attributes.get(names.next()?)?.clone();
    for name in names {
        at = below(&at, name);
    }
    Some(at)
}

/// What stands under a name: of a map its entry, of a single block the block's, of several what each of them has.
fn below(value: &Value, name: &str) -> Value {
    each(value, |value| match &value.content {
        Content::Map(map) => map.get(name).cloned().unwrap_or_else(|| Value::null(value.origin.clone())),
        Content::List(items) => match &items[..] {
            [] => Value::null(value.origin.clone()),
            [only] => entry(only, name),
            several => {
                let entries = several.iter().map(|item| entry(item, name)).filter(|entry| !entry.is_null());
                Value::new(Content::List(entries.collect()), value.origin.clone())
            }
        },
        _ => value.clone(),
    })
}

/// An entry of an item of a list; lists of lists have none.
fn entry(item: &Value, name: &str) -> Value {
    each(item, |item| match &item.content {
        Content::Map(map) => map.get(name).cloned().unwrap_or_else(|| Value::null(item.origin.clone())),
        Content::Unknown(_) => item.clone(),
        _ => Value::null(item.origin.clone()),
    })
}

impl Model {
    /// The field as a policy sees it.
    pub(super) fn field(&self, id: EntityId, field: &Field) -> Member {
        let entity = self.entity(id);
        if entity.kind == Kind::DbInstance && matches!(field.inherit, Inherit::Cluster | Inherit::Member) {
            match self.membership(id) {
                Truth::True => return Member::NotApplicable(self.cluster_decides(id)),
                Truth::Unknown => return Member::Value(self.perhaps_member(id)),
                Truth::False => {}
            }
        }
        if entity.kind == Kind::DbInstance && field.name == "BackupRetentionPeriod" && self.is_idle_replica(id) {
            return Member::NotApplicable("a replica has no backups of its own until it is told to".into());
        }
        if entity.kind == Kind::DbCluster && field.name == "PubliclyAccessible" && self.is_aurora(id) == Truth::True {
            return Member::NotApplicable("its members have addresses of their own".into());
        }
        Member::Value(self.shared_by_cluster(id, field).unwrap_or_else(|| self.own(id, field)))
    }

    /// Whether it is a replica whose source asks for no backups: the call that makes one takes no such argument.
    fn is_idle_replica(&self, id: EntityId) -> bool {
        let asked = self.raw(id, "BackupRetentionPeriod");
        let none = asked.is_null() || convert(&asked, Type::Number).content == Content::Number(Number::from(0));
        none && super::derived::truth(&self.replica(id)) == Truth::True
    }

    /// The field's own value, whatever a cluster may decide, under its name; null for a name that the kind lacks.
    pub(super) fn named(&self, id: EntityId, name: &str) -> Value {
        match Field::find(self.entity(id).kind, name) {
            Some(field) => self.own(id, field),
            None => Value::null(Origin::default()),
        }
    }

    /// The value as the source has it, null where it says nothing; a secret's text included.
    pub(super) fn raw(&self, id: EntityId, name: &str) -> Value {
        let entity = self.entity(id);
        let value = Field::find(entity.kind, name).and_then(|field| written(&entity.resource, field));
        value.unwrap_or_else(|| match &entity.resource.more_attributes {
            Some(reason) => Value::unknown(reason.clone(), Origin::default()),
            None => Value::null(Origin::default()),
        })
    }

    pub(super) fn own(&self, id: EntityId, field: &Field) -> Value {
        let resource = &self.entity(id).resource;
        let Some(written) = written(resource, field) else { return self.absent(id, field, &Origin::default()) };
        if self.is_ignored(id, field) && !written.is_null() {
            let reason = format!("CloudFormation ignores {} beside DBSecurityGroups", field.name);
            return Value::unknown(reason, written.origin);
        }
        if matches!(self.entity(id).kind, Kind::ParameterGroup | Kind::ClusterParameterGroup)
            && field.name == "Parameters"
        {
            return group::as_map(&written);
        }
        let value = each(&convert(&written, field.ty), |value| match &value.content {
            Content::Null => self.absent(id, field, &value.origin),
            Content::Text(text) if text.is_empty() => self.absent(id, field, &value.origin),
            Content::Bool(false) => self.encryption_of_source(id, field).unwrap_or_else(|| value.clone()),
            _ => value.clone(),
        });
        if field.secret { each(&value, masked) } else { value }
    }

    /// Whether the storage of a replica or of what is restored is encrypted, although it says that it is not: no call
    /// that makes one takes a word about it.
    fn encryption_of_source(&self, id: EntityId, field: &Field) -> Option<Value> {
        let is_made_from = match field.kind {
            Kind::DbInstance => Truth::True,
            Kind::DbCluster => super::derived::truth(&self.restored(id)),
            _ => Truth::False,
        };
        (field.name == "StorageEncrypted" && is_made_from != Truth::False).then(|| self.taken_from_source(id, field))?
    }

    /// Whether CloudFormation leaves the property out, because the instance has security groups of EC2-Classic.
    fn is_ignored(&self, id: EntityId, field: &Field) -> bool {
        field.kind == Kind::DbInstance
            && BESIDE_CLASSIC.contains(&field.name)
            && self.entity(id).resource.language == Language::CloudFormation
            && presence(&self.raw(id, "DBSecurityGroups")) == Truth::True
    }

    /// What holds where nothing is written, behind the origin of an explicit nothing.
    fn absent(&self, id: EntityId, field: &Field, origin: &Origin) -> Value {
        let resource = &self.entity(id).resource;
        if let (Some(reason), true) = (&resource.more_attributes, origin.is_empty()) {
            return Value::unknown(reason.clone(), origin.clone());
        }
        if self.may_be_taken(id, field)
            && !self.is_sent(id, field)
            && let Some(value) = self.taken_from_source(id, field)
        {
            return value;
        }
        let default = match resource.language {
            Language::CloudFormation => field.cloudformation_default,
            Language::Terraform => field.terraform_default,
        };
        let content = match default {
            Absent::Nothing => Content::Null,
            Absent::Bool(value) => Content::Bool(value),
            Absent::Number(number) => Content::Number(Number::from(number)),
            Absent::Text(text) => Content::Text(text.into()),
            Absent::Unknown(reason) => Content::Unknown(Arc::new(Unknown::because(reason))),
            Absent::Computed => return self.computed(id, field, origin),
        };
        Value::new(content, ending(origin, What::PropertyDefault))
    }

    /// Whether Terraform's provider sends a default of its own in the place of what the source has. Whoever restores a
    /// point in time names no engine.
    fn is_sent(&self, id: EntityId, field: &Field) -> bool {
        let type_name = &*self.entity(id).resource.type_name;
        let restores_moment = || presence(&self.raw(id, "RestoreToPointInTime")) != Truth::False;
        let sent = field.terraform.iter().any(|name| SENT.contains(&(type_name, *name)));
        sent && (field.name != "Engine" || !restores_moment())
    }

    /// Whether a replica or a restored entity takes an absent field from its source.
    fn may_be_taken(&self, id: EntityId, field: &Field) -> bool {
        match field.inherit {
            Inherit::Source | Inherit::Cluster => true,
            Inherit::Restored => super::derived::truth(&self.restored(id)) != Truth::False,
            Inherit::Own | Inherit::Member => false,
        }
    }

    /// The value of a replica or restored entity that does not give it; `None` for what is made anew.
    pub(super) fn taken_from_source(&self, id: EntityId, field: &Field) -> Option<Value> {
        let replica = self.replica(id);
        let restored = self.restored(id);
        let (made, because) = (super::derived::truth(&replica), super::derived::truth(&restored));
        match made.or(because) {
            Truth::False => None,
            Truth::True if made == Truth::True && FROM_SOURCE.contains(&field.name) => {
                Some(self.inherited_from_source(id, field).unwrap_or_else(|| unknown_source(&replica)))
            }
            Truth::True => Some(unknown_source(if made == Truth::True { &replica } else { &restored })),
            Truth::Unknown => {
                let undecided = if made == Truth::Unknown { &replica } else { &restored };
                Some(Value::unknown(reason(undecided), undecided.origin.clone()))
            }
        }
    }

    /// Follows a replica's sources to the first that says what the field is.
    fn inherited_from_source(&self, id: EntityId, field: &Field) -> Option<Value> {
        let mut at = id;
        for _ in 0..MAX_SOURCES {
            at = self.entity(at).links.only("source")?;
            let resource = &self.entity(at).resource;
            let written = written(resource, field).filter(|value| presence(value) != Truth::False);
            if let Some(written) = written {
                let value = convert(&written, field.ty);
                return Some(value.step_each(&What::Inherited(resource.address.clone()), None));
            }
            if super::derived::truth(&self.replica(at)) == Truth::False {
                let value = self.own(at, field);
                return Some(value.step_each(&What::Inherited(resource.address.clone()), Some(resource.header)));
            }
        }
        None
    }

    /// What a member takes from its cluster.
    pub(super) fn inherited_from_cluster(&self, id: EntityId, name: &str) -> Option<Value> {
        let inherit = Field::find(self.entity(id).kind, name)?.inherit;
        if !matches!(inherit, Inherit::Cluster | Inherit::Member) {
            return None;
        }
        let cluster = self.entity(id).links.only("cluster")?;
        let field = match name {
            "VPCSecurityGroups" => "VpcSecurityGroupIds",
            "DBName" => "DatabaseName",
            other => other,
        };
        let field = Field::find(Kind::DbCluster, field)?;
        Some(self.step_inherited(id, cluster, &self.own(cluster, field)))
    }

    /// A cluster's value as its member has it: the chain begins where the member names its cluster.
    pub(super) fn step_inherited(&self, id: EntityId, cluster: EntityId, value: &Value) -> Value {
        let resource = &self.entity(cluster).resource;
        let named = self.raw(id, "DBClusterIdentifier").origin.used_at();
        value.step_each(&What::Inherited(resource.address.clone()), named.or(Some(resource.header)))
    }

    /// Whether an instance is a cluster's member: it is when it names one, in the source or outside.
    pub(super) fn membership(&self, id: EntityId) -> Truth {
        let entity = self.entity(id);
        if entity.kind != Kind::DbInstance {
            return Truth::False;
        }
        if &*entity.resource.type_name == "aws_rds_cluster_instance" {
            return Truth::True;
        }
        // What a macro may add is not taken for a cluster: hardly any does. Aurora has no instance without one.
        let given = |name: &str| Field::find(entity.kind, name).and_then(|field| written(&entity.resource, field));
        let aurora = given("Engine").is_some_and(|engine| is_aurora(&engine));
        let Some(named) = given("DBClusterIdentifier").filter(|_| !aurora) else { return aurora.into() };
        match named.content {
            // Whoever writes the property means a cluster, although its name is not known.
            Content::Unknown(_) if !named.origin.is_empty() => Truth::True,
            _ => presence(&named),
        }
    }

    pub(super) fn cluster_decides(&self, id: EntityId) -> Arc<str> {
        let named = self.raw(id, "DBClusterIdentifier");
        match (self.entity(id).links.only("cluster"), named.as_text()) {
            (Some(cluster), _) => format!("its cluster `{}` decides", self.entity(cluster).resource.address).into(),
            (None, Some(name)) => format!("its cluster `{name}` decides").into(),
            (None, None) => "its cluster decides".into(),
        }
    }

    /// What nobody knows who does not see the cluster: unknown for the reason that keeps it out of sight.
    pub(super) fn unseen_cluster(&self, id: EntityId) -> Value {
        let reason = match self.targets(id, "cluster").into_iter().next() {
            Some((guard, Target::Entity(_))) => depends_on(&guard),
            Some((_, Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. })) => reason,
            _ => "it names no cluster".into(),
        };
        Value::unknown(reason, self.raw(id, "DBClusterIdentifier").origin)
    }

    fn perhaps_member(&self, id: EntityId) -> Value {
        let named = self.raw(id, "DBClusterIdentifier");
        let why = match named.alternatives().find_map(|(guard, _)| guard) {
            Some(guard) => depends_on(guard),
            None => reason(&named),
        };
        Value::unknown(why, named.origin)
    }

    /// Where a single link leads, under which conditions.
    pub(super) fn targets(&self, id: EntityId, link: &str) -> Vec<super::combine::Guarded<Target>> {
        self.entity(id).links.targets(link)
    }
}

/// Whether an engine certainly is Aurora's, as far as its text is known.
fn is_aurora(engine: &Value) -> bool {
    engine.alternatives().all(|(_, engine)| {
        let known = engine.as_text().map(|text| &**text).or_else(|| Some(engine.as_unknown()?.start()));
        known.and_then(|text| text.get(..6)).is_some_and(|start| start.eq_ignore_ascii_case("aurora"))
    })
}

fn unknown_source(made_from: &Value) -> Value {
    Value::unknown("it is taken from the snapshot or source it is made from", made_from.origin.clone())
}

/// A secret without its text: that there is one, and where it stands, is all that anyone may know.
fn masked(value: &Value) -> Value {
    let content = match &value.content {
        Content::Text(_) | Content::List(_) | Content::Map(_) => Content::Text(MASK.into()),
        Content::Unknown(unknown) => {
            Content::Unknown(Arc::new(Unknown { prefix: "".into(), shape: "".into(), ..Unknown::clone(unknown) }))
        }
        other => other.clone(),
    };
    Value::new(content, value.origin.clone())
}
