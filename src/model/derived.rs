//! Facts that follow from several fields: what a policy asks for by a name of its own.

use super::combine::{depends_on, each, presence, reason, undecided};
use super::fields::Kind;
use super::{EntityId, Member, Model, family, group, tables};
use crate::value::{Content, Number, Origin, Truth, Value, What};

/// A topic of facts: it answers to the names of its own.
type Topic = fn(&Model, EntityId, &str) -> Option<Member>;

/// The topics.
const TOPICS: &[Topic] = &[
    Model::database_fact,
    Model::option_fact,
    Model::monitoring_fact,
    Model::network_fact,
    Model::credential_fact,
    Model::backup_fact,
    Model::row_fact,
    Model::attachment_fact,
    Model::misattachment_fact,
    Model::support_fact,
    Model::setting_fact,
    Model::key_fact,
    Model::permission_fact,
    Model::proxy_fact,
    Model::postgresql_fact,
];

/// The fields that say which database an instance replicates.
pub(super) const REPLICATES: &[&str] = &["SourceDBInstanceIdentifier", "SourceDBClusterIdentifier"];

/// The fields that say which snapshot or backup a database is made from.
pub(super) fn restores(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::DbInstance => &[
            "DBSnapshotIdentifier",
            "DBClusterSnapshotIdentifier",
            "SourceDbiResourceId",
            "SourceDBInstanceAutomatedBackupsArn",
            "RestoreToPointInTime",
        ],
        Kind::DbCluster => {
            &["SnapshotIdentifier", "SourceDBClusterIdentifier", "SourceDbClusterResourceId", "RestoreToPointInTime"]
        }
        _ => &[],
    }
}

/// What an absent field says about where it comes from.
pub(super) fn not_given() -> Origin {
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
        TOPICS.iter().find_map(|topic| topic(self, id, name))
    }

    fn database_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        use Kind::{ClusterParameterGroup, DbCluster, DbInstance, ParameterGroup, Proxy, ProxyEndpoint};
        let kind = self.entity(id).kind;
        let value = match (kind, name) {
            (DbInstance | DbCluster, "engine") => self.engine(id),
            (
                DbInstance | DbCluster | ParameterGroup | ClusterParameterGroup | Proxy | ProxyEndpoint,
                "engine_group",
            ) => self.engine_group(id),
            (DbInstance | DbCluster, "family") => self.family(id),
            (DbInstance | DbCluster, "major") => self.major(id),
            (DbInstance | DbCluster | ParameterGroup | ClusterParameterGroup, "aurora") => self.aurora(id),
            (DbCluster, "serverless_v1") => self.serverless_v1(id),
            (DbInstance, "member") => self.member_fact(id),
            (DbInstance | DbCluster, "replica") => self.replica(id),
            (DbInstance | DbCluster, "restored") => self.restored(id),
            (DbInstance, "custom") => self.custom(id),
            (DbInstance | DbCluster | Proxy | ProxyEndpoint, "port") => self.port(id),
            (DbInstance, "legacy_tls_off") => self.legacy_tls_off(id),
            (DbInstance | DbCluster, "main_log_exported") => return Some(self.main_log_exported(id)),
            (DbInstance | DbCluster, "iam_authentication_supported") => self.iam_supported(id),
            (ParameterGroup, "misplaced_parameters") => self.misplaced_parameters(id),
            _ => return None,
        };
        Some(Member::Value(value))
    }

    pub(super) fn serverless_v1(&self, id: EntityId) -> Value {
        each(&self.named(id, "EngineMode"), |mode| match mode.as_text() {
            Some(text) => bool_value(text.eq_ignore_ascii_case("serverless"), &mode.origin),
            None => undecided(mode),
        })
    }

    fn member_fact(&self, id: EntityId) -> Value {
        let named = self.raw(id, "DBClusterIdentifier");
        decided(self.membership(id), &named)
    }

    /// Whether it replicates another database.
    pub(super) fn replica(&self, id: EntityId) -> Value {
        match self.entity(id).kind {
            Kind::DbInstance => self.any_given(id, REPLICATES),
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
        self.any_given(id, restores(self.entity(id).kind))
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

    /// The port it listens on; a member's is its cluster's, a proxy's that of its engine.
    pub(super) fn port(&self, id: EntityId) -> Value {
        if matches!(self.entity(id).kind, Kind::Proxy | Kind::ProxyEndpoint) {
            return each(&self.engine_group(id), |group| {
                match group.as_text().and_then(|text| family::default_port(text)) {
                    Some(port) => Value::new(Content::Number(Number::from(port)), not_given()),
                    None => undecided(group),
                }
            });
        }
        match self.membership(id) {
            Truth::False => self.named(id, "Port"),
            _ => self.inherited_from_cluster(id, "Port").unwrap_or_else(|| self.unseen_cluster(id)),
        }
    }

    pub(super) fn main_log_exported(&self, id: EntityId) -> Member {
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
            _ => undecided(exports),
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
            // Without an engine nothing is made; the rest can still be looked at.
            None if self.names_no_engine(id) => bool_value(true, &not_given()),
            None => undecided(group),
        })
    }

    /// Of `MariaDB`'s versions those from 10.6 on have it.
    fn mariadb_iam(&self, id: EntityId) -> Value {
        each(&self.major(id), |major| match major.as_text().and_then(|text| text.split_once('.')) {
            Some((first, second)) => {
                let number = |text: &str| text.parse::<u32>().unwrap_or(0);
                bool_value((number(first), number(second)) >= (10, 6), &major.origin)
            }
            None if major.as_text().is_some() => Value::unknown("no such version is known", major.origin.clone()),
            None => undecided(major),
        })
    }

    /// Parameters in an instance group of Aurora that only act in a cluster group.
    fn misplaced_parameters(&self, id: EntityId) -> Value {
        let rows = self.raw(id, "Parameters");
        each(&self.family_of_group(id), |family| match &family.content {
            Content::Text(text) => in_family(text, &rows),
            Content::Null => Value::unknown("the group names no family", family.origin.clone()),
            // The engine is enough, and often enough the beginning of the family tells it.
            _ => each(&self.engine_group(id), |engine| match engine.as_text() {
                Some(engine) => in_family(engine, &rows),
                None => undecided(engine),
            }),
        })
    }
}

/// The misplaced parameters of a group; `family` may be an engine alone.
fn in_family(family: &str, rows: &Value) -> Value {
    if !family.starts_with("aurora") {
        return empty_list();
    }
    each(rows, |rows| match &rows.content {
        Content::Unknown(_) => undecided(rows),
        _ => misplaced(family, rows),
    })
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
        None if nameless.as_unknown().is_some() => undecided(&nameless),
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
    let Some(group) = engine.as_text() else { return undecided(engine) };
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

/// The first of some answers that is true, or else the first that may be; false where none is.
pub(super) fn any_of(answers: impl IntoIterator<Item = Value>) -> Value {
    let mut unsure = None;
    for answer in answers {
        match truth(&answer) {
            Truth::True => return answer,
            Truth::Unknown => unsure = unsure.or(Some(answer)),
            Truth::False => {}
        }
    }
    unsure.unwrap_or_else(|| bool_value(false, &not_given()))
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
