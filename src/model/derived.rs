//! Facts that follow from several fields: what a policy asks for by a name of its own.

use super::combine::{depends_on, each, presence, reason};
use super::fields::Kind;
use super::links::Target;
use super::{EntityId, Member, Model, family, group, tables};
use crate::value::{Content, Number, Origin, Truth, Value, What};

/// What an absent field says about where it comes from.
fn not_given() -> Origin {
    Origin::default().step(What::PropertyDefault, None)
}

/// A boolean fact as a truth; anything else is unknown.
pub(super) fn truth(fact: &Value) -> Truth {
    super::combine::truth_of(fact, |value| match value.content {
        Content::Bool(known) => known.into(),
        _ => Truth::Unknown,
    })
}

impl Model {
    /// The fact of that name; `None` where the kind has none.
    pub(super) fn fact(&self, id: EntityId, name: &str) -> Option<Member> {
        use Kind::{ClusterParameterGroup, DbCluster, DbInstance, ParameterGroup, Proxy};
        let kind = self.entity(id).kind;
        let value = match (kind, name) {
            (DbInstance | DbCluster, "engine") => self.engine(id),
            (DbInstance | DbCluster | ParameterGroup | ClusterParameterGroup | Proxy, "engine_group") => {
                self.engine_group(id)
            }
            (DbInstance | DbCluster, "family") => self.family(id),
            (DbInstance | DbCluster, "major") => self.major(id),
            (DbInstance | DbCluster | ParameterGroup | ClusterParameterGroup, "aurora") => self.aurora(id),
            (DbCluster, "serverless_v1") => self.serverless_v1(id),
            (DbInstance, "member") => self.member_fact(id),
            (DbInstance | DbCluster, "replica") => self.replica(id),
            (DbInstance | DbCluster, "restored") => self.restored(id),
            (DbInstance, "custom") => self.custom(id),
            (DbInstance | DbCluster | Proxy, "port") => self.port(id),
            (DbInstance | DbCluster, "main_log_exported") => return Some(self.main_log_exported(id)),
            (DbInstance | DbCluster, "iam_authentication_supported") => self.iam_supported(id),
            (DbInstance | DbCluster | Proxy, "ports_open_to_world") => self.ports_open_to_world(id),
            (DbInstance | DbCluster, "password_literal") => self.password_literal(id),
            (DbInstance | DbCluster, "password_parameter_visible") => self.password_parameter_visible(id),
            (ParameterGroup, "misplaced_parameters") => self.misplaced_parameters(id),
            _ => return None,
        };
        Some(Member::Value(value))
    }

    /// The engine in lower case; a member's is its cluster's where it does not say.
    pub(super) fn engine(&self, id: EntityId) -> Value {
        each(&self.named(id, "Engine"), |engine| match &engine.content {
            Content::Text(text) => Value::text(text.to_ascii_lowercase(), engine.origin.clone()),
            Content::Null => Value::unknown("no engine is given", engine.origin.clone()),
            _ => engine.clone(),
        })
    }

    /// The engine without its edition, by the engine, a group's family or a proxy's engine family.
    pub(super) fn engine_group(&self, id: EntityId) -> Value {
        let (written, group): (Value, fn(&str) -> Option<&'static str>) = match self.entity(id).kind {
            Kind::ParameterGroup | Kind::ClusterParameterGroup => {
                (self.named(id, "Family"), family::engine_group_of_family)
            }
            Kind::Proxy => (self.named(id, "EngineFamily"), proxy_engine),
            _ => self.engine_or_family(id),
        };
        each(&written, |written| match written.as_text() {
            Some(text) => match group(&text.to_ascii_lowercase()) {
                Some(group) => Value::text(group, written.origin.clone()),
                None => Value::unknown(format!("`{text}` is no engine of RDS"), written.origin.clone()),
            },
            None if written.is_null() => Value::unknown("no engine is given", written.origin.clone()),
            None => written.clone(),
        })
    }

    /// The engine; where none is given, the family of the attached group tells it as well.
    fn engine_or_family(&self, id: EntityId) -> (Value, fn(&str) -> Option<&'static str>) {
        let engine = self.engine(id);
        let unsaid = engine.as_text().is_none() && self.raw(id, "Engine").is_null();
        match self.group_family(id).filter(|_| unsaid) {
            Some(family) => (family, family::engine_group_of_family),
            None => (engine, family::engine_group),
        }
    }

    fn aurora(&self, id: EntityId) -> Value {
        each(&self.engine_group(id), |group| match group.as_text() {
            Some(text) => bool_value(text.starts_with("aurora"), &group.origin),
            None => group.clone(),
        })
    }

    pub(super) fn is_aurora(&self, id: EntityId) -> Truth {
        truth(&self.aurora(id))
    }

    /// The parameter group family: an attached group's, else the one of engine and version.
    pub(super) fn family(&self, id: EntityId) -> Value {
        self.group_family(id).unwrap_or_else(|| self.engine_family(id))
    }

    /// The family of the attached group, a member's cluster's included.
    fn group_family(&self, id: EntityId) -> Option<Value> {
        let attached = match self.entity(id).kind {
            Kind::DbInstance => self.attached_family(id, "parameter_group"),
            _ => self.attached_family(id, "cluster_parameter_group"),
        };
        attached.or_else(|| self.attached_family(self.entity(id).links.only("cluster")?, "cluster_parameter_group"))
    }

    fn attached_family(&self, id: EntityId, link: &str) -> Option<Value> {
        let mut targets = self.targets(id, link);
        match (targets.pop(), targets.is_empty()) {
            (Some((_, Target::Entity(group))), true) => {
                Some(self.named(group, "Family")).filter(|family| family.as_text().is_some())
            }
            (Some((_, Target::DefaultGroup(family))), true) => Some(Value::text(family, not_given())),
            _ => None,
        }
    }

    /// The family of engine and version alone.
    pub(super) fn engine_family(&self, id: EntityId) -> Value {
        let version = self.named(id, "EngineVersion");
        each(&self.engine(id), |engine| {
            let Some(name) = engine.as_text() else { return engine.clone() };
            each(&version, |version| match version.as_text() {
                Some(text) => match family::family(name, text) {
                    Some(family) => Value::text(family, version.origin.clone()),
                    None => Value::unknown("the engine version tells no major version", version.origin.clone()),
                },
                None if version.is_null() => Value::unknown("no engine version is given", version.origin.clone()),
                None => version.clone(),
            })
        })
    }

    fn major(&self, id: EntityId) -> Value {
        each(&self.family(id), |family| match family.as_text() {
            Some(text) => Value::text(family::major(text), family.origin.clone()),
            None => family.clone(),
        })
    }

    pub(super) fn serverless_v1(&self, id: EntityId) -> Value {
        each(&self.named(id, "EngineMode"), |mode| match mode.as_text() {
            Some(text) => bool_value(text.eq_ignore_ascii_case("serverless"), &mode.origin),
            None => mode.clone(),
        })
    }

    fn member_fact(&self, id: EntityId) -> Value {
        let named = self.raw(id, "DBClusterIdentifier");
        decided(self.membership(id), &named)
    }

    /// Whether it replicates another database.
    pub(super) fn replica(&self, id: EntityId) -> Value {
        match self.entity(id).kind {
            Kind::DbInstance => self.any_given(id, &["SourceDBInstanceIdentifier", "SourceDBClusterIdentifier"]),
            Kind::DbCluster => match self.any_given(id, &["ReplicationSourceIdentifier"]) {
                none if truth(&none) == Truth::False => self.global_secondary(id),
                replica => replica,
            },
            _ => bool_value(false, &not_given()),
        }
    }

    /// A secondary cluster of a global database has no master user of its own.
    fn global_secondary(&self, id: EntityId) -> Value {
        let global = self.raw(id, "GlobalClusterIdentifier");
        let with_user = ["MasterUsername", "ManageMasterUserPassword", "MasterUserPassword", "SnapshotIdentifier"];
        let own_user = truth(&self.any_given(id, &with_user));
        decided(presence(&global).and(own_user.negate()), &global)
    }

    /// Whether it is made from a snapshot or a backup, or cloned.
    pub(super) fn restored(&self, id: EntityId) -> Value {
        let fields: &[&str] = match self.entity(id).kind {
            Kind::DbInstance => &[
                "DBSnapshotIdentifier",
                "DBClusterSnapshotIdentifier",
                "SourceDbiResourceId",
                "SourceDBInstanceAutomatedBackupsArn",
                "RestoreToPointInTime",
            ],
            Kind::DbCluster => &[
                "SnapshotIdentifier",
                "SourceDBClusterIdentifier",
                "SourceDbClusterResourceId",
                "RestoreToPointInTime",
            ],
            _ => &[],
        };
        self.any_given(id, fields)
    }

    /// Whether one of the fields is given, with the origin of the one that decides.
    fn any_given(&self, id: EntityId, fields: &[&str]) -> Value {
        let mut unsure = None;
        for field in fields {
            let value = self.raw(id, field);
            match presence(&value) {
                Truth::True => return bool_value(true, &value.origin),
                Truth::Unknown => unsure = unsure.or(Some(value)),
                Truth::False => {}
            }
        }
        unsure.map_or_else(|| bool_value(false, &not_given()), |value| decided(Truth::Unknown, &value))
    }

    pub(super) fn custom(&self, id: EntityId) -> Value {
        let named = self.raw(id, "Engine");
        each(&named, |engine| match &engine.content {
            Content::Text(text) => bool_value(text.to_ascii_lowercase().starts_with("custom-"), &engine.origin),
            // A replica or a member need not name its engine; RDS Custom has neither.
            Content::Null => bool_value(false, &not_given()),
            _ => engine.clone(),
        })
    }

    /// The port it listens on; a member's is its cluster's, a proxy's that of its engine.
    pub(super) fn port(&self, id: EntityId) -> Value {
        if self.entity(id).kind == Kind::Proxy {
            return each(&self.engine_group(id), |group| {
                match group.as_text().and_then(|text| family::default_port(text)) {
                    Some(port) => Value::new(Content::Number(Number::from(port)), not_given()),
                    None => group.clone(),
                }
            });
        }
        match self.membership(id) {
            Truth::False => self.named(id, "Port"),
            _ => self.inherited_from_cluster(id, "Port").unwrap_or_else(|| self.unseen_cluster(id)),
        }
    }

    fn main_log_exported(&self, id: EntityId) -> Member {
        if self.membership(id) == Truth::True {
            return Member::NotApplicable(self.cluster_decides(id));
        }
        if truth(&self.custom(id)) == Truth::True {
            return Member::NotApplicable("RDS Custom exports no logs itself".into());
        }
        if self.entity(id).kind == Kind::DbCluster && truth(&self.serverless_v1(id)) == Truth::True {
            return Member::NotApplicable("Aurora Serverless v1 exports its logs by itself".into());
        }
        let engine = self.engine_group(id);
        Member::Value(each(&self.named(id, "EnableCloudwatchLogsExports"), |exports| match &exports.content {
            Content::Null => bool_value(false, &exports.origin),
            Content::List(items) if items.is_empty() => bool_value(false, &exports.origin),
            Content::List(items) => each(&engine, |engine| exported(items, engine, exports)),
            _ => exports.clone(),
        }))
    }

    fn iam_supported(&self, id: EntityId) -> Value {
        let custom = self.custom(id);
        if truth(&custom) == Truth::True {
            return bool_value(false, &custom.origin);
        }
        if self.entity(id).kind == Kind::DbCluster {
            return bool_value(true, &not_given());
        }
        each(&self.engine_group(id), |group| match group.as_text().map(|text| &**text) {
            Some("mariadb") => self.mariadb_iam(id),
            Some(text) => bool_value(!matches!(text, "sqlserver" | "oracle" | "db2"), &group.origin),
            None => group.clone(),
        })
    }

    /// Of `MariaDB`'s versions those from 10.6 on have it; a version that is not known is a newer one than that by now.
    fn mariadb_iam(&self, id: EntityId) -> Value {
        each(&self.major(id), |major| match major.as_text().and_then(|text| text.split_once('.')) {
            Some((first, second)) => {
                let number = |text: &str| text.parse::<u32>().unwrap_or(0);
                bool_value((number(first), number(second)) >= (10, 6), &major.origin)
            }
            None => major.clone(),
        })
    }

    /// Parameters in an instance group of Aurora that only act in a cluster group.
    fn misplaced_parameters(&self, id: EntityId) -> Value {
        let family = self.named(id, "Family");
        let rows = self.raw(id, "Parameters");
        each(&family, |family| match family.as_text() {
            Some(text) if !text.starts_with("aurora") => empty_list(),
            Some(text) => each(&rows, |rows| match &rows.content {
                Content::Unknown(_) => rows.clone(),
                _ => misplaced(text, rows),
            }),
            None if family.is_null() => Value::unknown("the group names no family", family.origin.clone()),
            None => family.clone(),
        })
    }
}

/// The names of the rows that do nothing, each where its value stands; unknown when a nameless row may be one.
fn misplaced(family: &str, rows: &Value) -> Value {
    let cluster_only = |name: &str| tables::level(family, name) == Some(tables::Level::Cluster);
    let found: Vec<Value> = group::names(rows)
        .into_iter()
        .filter(|(name, _)| cluster_only(name))
        .map(|(name, value)| Value::text(name, value.origin))
        .collect();
    let nameless = group::as_map(rows);
    match found.first() {
        None if nameless.as_unknown().is_some() => nameless,
        None => empty_list(),
        Some(first) => {
            let origin = first.origin.clone();
            Value::new(Content::List(found.into()), origin)
        }
    }
}

fn empty_list() -> Value {
    Value::new(Content::List([].into()), not_given())
}

/// Whether a list of log names has the main one of an engine.
fn exported(items: &[Value], engine: &Value, exports: &Value) -> Value {
    let Some(group) = engine.as_text() else { return engine.clone() };
    let main = family::main_logs(group);
    let is_main = |item: &&Value| item.as_text().is_some_and(|log| main.contains(&&**log));
    if let Some(found) = items.iter().find(is_main) {
        return bool_value(true, &found.origin);
    }
    match items.iter().find(|item| item.as_text().is_none()) {
        Some(unsure) => Value::unknown(reason(unsure), unsure.origin.clone()),
        None => bool_value(false, &exports.origin),
    }
}

fn proxy_engine(engine_family: &str) -> Option<&'static str> {
    match engine_family {
        "mysql" => Some("mysql"),
        "postgresql" => Some("postgres"),
        "sqlserver" => Some("sqlserver"),
        _ => None,
    }
}

pub(super) fn bool_value(known: bool, origin: &Origin) -> Value {
    Value::new(Content::Bool(known), origin.clone())
}

/// A truth about whether a field is given, with the field's origin.
fn decided(truth: Truth, field: &Value) -> Value {
    let origin = if field.origin.is_empty() { not_given() } else { field.origin.clone() };
    match truth {
        Truth::True => bool_value(true, &origin),
        Truth::False => bool_value(false, &origin),
        Truth::Unknown => {
            let guard = field.alternatives().find_map(|(guard, _)| guard);
            Value::unknown(guard.map_or_else(|| reason(field), |guard| depends_on(guard)), origin)
        }
    }
}
