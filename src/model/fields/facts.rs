//! The names of derived facts, so that whoever compiles a policy can refuse a misspelt one.

use super::Kind::{
    ClusterParameterGroup, DbCluster, DbInstance, Detector, DetectorFeature, EventSubscription, LogGroup,
    ParameterGroup, Proxy,
};
use super::soundness::{ROWS, SETTINGS, SUPPORT};
use super::{Kind, Type};

/// A derived fact: what follows from several fields or entities, under a name of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fact {
    /// The kind that has it.
    pub kind: Kind,
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub ty: Type,
    /// What it says.
    pub says: &'static str,
}

/// The derived facts, topic by topic.
pub fn facts() -> impl Iterator<Item = &'static Fact> {
    [
        DATABASES,
        OPTIONS,
        GROUPS,
        MONITORING,
        CREDENTIALS,
        SUPPORT,
        ROWS,
        SETTINGS,
        super::network::FACTS,
        super::keys::FACTS,
        super::iam::FACTS,
        super::snapshots::FACTS,
        super::postgresql::FACTS,
    ]
    .into_iter()
    .flatten()
}

pub(super) const fn fact(kind: Kind, name: &'static str, ty: Type, says: &'static str) -> Fact {
    Fact { kind, name, ty, says }
}

/// Of databases and proxies.
const DATABASES: &[Fact] = &[
    fact(DbInstance, "engine", Type::Text, ENGINE),
    fact(DbInstance, "engine_group", Type::Text, ENGINE_GROUP),
    fact(DbInstance, "family", Type::Text, FAMILY),
    fact(DbInstance, "major", Type::Text, MAJOR),
    fact(DbInstance, "aurora", Type::Bool, AURORA),
    fact(DbInstance, "member", Type::Bool, "Whether it is a member of a cluster, in the source or outside"),
    fact(DbInstance, "replica", Type::Bool, "Whether it replicates another database"),
    fact(DbInstance, "restored", Type::Bool, "Whether it is restored from a snapshot or backup"),
    fact(DbInstance, "custom", Type::Bool, "Whether it is RDS Custom, where the customer runs the operating system"),
    fact(DbInstance, "port", Type::Number, PORT),
    fact(DbInstance, "legacy_tls_off", Type::Bool, LEGACY_TLS),
    fact(DbInstance, "main_log_exported", Type::Bool, MAIN_LOG),
    fact(DbInstance, "main_log_missing", Type::List, NO_MAIN_LOG),
    fact(DbInstance, "iam_authentication_supported", Type::Bool, IAM),
    fact(DbCluster, "engine", Type::Text, ENGINE),
    fact(DbCluster, "engine_group", Type::Text, ENGINE_GROUP),
    fact(DbCluster, "family", Type::Text, FAMILY),
    fact(DbCluster, "major", Type::Text, MAJOR),
    fact(DbCluster, "aurora", Type::Bool, AURORA),
    fact(DbCluster, "serverless_v1", Type::Bool, SERVERLESS),
    fact(DbCluster, "replica", Type::Bool, "Whether it replicates another database, or is a secondary of a global one"),
    fact(DbCluster, "restored", Type::Bool, "Whether it is restored from a snapshot or backup, or cloned"),
    fact(DbCluster, "port", Type::Number, PORT),
    fact(DbCluster, "main_log_exported", Type::Bool, MAIN_LOG),
    fact(DbCluster, "main_log_missing", Type::List, NO_MAIN_LOG),
    fact(DbCluster, "iam_authentication_supported", Type::Bool, IAM),
    fact(Proxy, "engine_group", Type::Text, ENGINE_GROUP),
    fact(Proxy, "port", Type::Number, PORT),
    fact(Kind::ProxyEndpoint, "engine_group", Type::Text, ENGINE_GROUP),
    fact(Kind::ProxyEndpoint, "port", Type::Number, PORT),
];

/// Of options.
const OPTIONS: &[Fact] = &[
    fact(DbInstance, "transparent_data_encryption", Type::Bool, "Whether its option group has the option of that name"),
    fact(
        DbInstance,
        "network_encryption_required",
        Type::Bool,
        "Whether Oracle's native network encryption is required of every session",
    ),
];

/// Of groups.
const GROUPS: &[Fact] = &[
    fact(ParameterGroup, "engine_group", Type::Text, ENGINE_GROUP),
    fact(ParameterGroup, "aurora", Type::Bool, AURORA),
    fact(
        ParameterGroup,
        "misplaced_parameters",
        Type::List,
        "Its parameters that only act in a cluster parameter group",
    ),
    fact(ClusterParameterGroup, "engine_group", Type::Text, ENGINE_GROUP),
    fact(ClusterParameterGroup, "aurora", Type::Bool, AURORA),
];

/// Of what watches databases.
const MONITORING: &[Fact] = &[
    fact(DbInstance, "alarm_raised", Type::Bool, ALARM),
    fact(DbInstance, "insights_supported", Type::Bool, INSIGHTS),
    fact(DbInstance, "insights_recorded", Type::Bool, RECORDED),
    fact(DbInstance, "devops_guru", Type::Bool, GURU),
    fact(DbInstance, "missing_logs", Type::List, "The logs worth keeping that are not sent to CloudWatch Logs"),
    fact(
        DbInstance,
        "audit_option_missing",
        Type::Text,
        "The option of its engine that writes an audit log, where its option group lacks it",
    ),
    fact(DbInstance, "unexported_logs", Type::List, UNEXPORTED),
    fact(DbCluster, "unexported_logs", Type::List, UNEXPORTED),
    fact(DbCluster, "alarm_raised", Type::Bool, ALARM),
    fact(DbCluster, "insights_supported", Type::Bool, INSIGHTS),
    fact(DbCluster, "insights_recorded", Type::Bool, RECORDED),
    fact(DbCluster, "devops_guru", Type::Bool, GURU),
    fact(DbCluster, "activity_stream", Type::Bool, "Whether an activity stream of the source is of this cluster"),
    fact(
        EventSubscription,
        "missing_categories",
        Type::List,
        "The categories that no subscription to the same type of source tells",
    ),
    fact(LogGroup, "database_log", Type::Bool, "Whether RDS sends logs to it, by its name"),
    fact(LogGroup, "anomalies_detected", Type::Bool, "Whether an anomaly detector of the source reads it"),
    fact(LogGroup, "metric_filtered", Type::Bool, "Whether a metric filter of the source reads it"),
    fact(Detector, "rds_protection", Type::Bool, "Whether it looks at logins to databases"),
    fact(DetectorFeature, "rds_protection", Type::Bool, "Whether it is turned on"),
];

const UNEXPORTED: &str = "All logs of its engine that are not sent to CloudWatch Logs";
const ALARM: &str = "Whether an alarm of the source that tells somebody watches a metric of it";
const INSIGHTS: &str = "Whether Performance Insights can be had with its engine and class";
const RECORDED: &str = "Whether Performance Insights is on, in the database or in its cluster";
const GURU: &str = "Whether a collection of DevOps Guru in the source has it";
const ENGINE: &str = "The engine in lower case; a cluster member's is its cluster's";
const ENGINE_GROUP: &str =
    "postgres, aurora-postgresql, mysql, aurora-mysql, mariadb, sqlserver, oracle or db2, whatever the edition";
const FAMILY: &str = "The parameter group family: postgres16, aurora-mysql8.0";
const MAJOR: &str = "The major version: 16, 8.0";
const AURORA: &str = "Whether the engine is Aurora's";
const SERVERLESS: &str = "Whether it is Aurora Serverless v1";
const PORT: &str = "The port it listens on, the engine's own where none is given";
const LEGACY_TLS: &str = "Whether the minor version of SQL Server has TLS 1.0 and 1.1, RC4 and 3DES off by default";
const MAIN_LOG: &str = "Whether the log that the engine writes its errors and sessions to goes to CloudWatch Logs";
const NO_MAIN_LOG: &str =
    "The log of its errors and sessions, in words, where it does not go to CloudWatch Logs; else empty";
const IAM: &str = "Whether the engine can authenticate users by IAM";
pub(super) const OPEN: &str = "Whether a security group lets every address of the internet reach its port";

/// Of credentials.
const CREDENTIALS: &[Fact] = &[
    fact(DbInstance, "password_literal", Type::Bool, PASSWORD_LITERAL),
    fact(DbCluster, "password_literal", Type::Bool, PASSWORD_LITERAL),
    fact(DbInstance, "password_parameter_visible", Type::Bool, PASSWORD_VISIBLE),
    fact(DbCluster, "password_parameter_visible", Type::Bool, PASSWORD_VISIBLE),
    fact(DbInstance, "password_plain_ssm", Type::Bool, PLAIN_SSM),
    fact(DbCluster, "password_plain_ssm", Type::Bool, PLAIN_SSM),
    fact(DbInstance, "password_managed", Type::Bool, MANAGED),
    fact(DbCluster, "password_managed", Type::Bool, MANAGED),
    fact(DbInstance, "password_in_state", Type::Bool, IN_STATE),
    fact(DbCluster, "password_in_state", Type::Bool, IN_STATE),
    fact(DbInstance, "master_username_literal", Type::Bool, USERNAME_LITERAL),
    fact(DbCluster, "master_username_literal", Type::Bool, USERNAME_LITERAL),
    fact(DbInstance, "master_username_usual", Type::Bool, USUAL),
    fact(DbCluster, "master_username_usual", Type::Bool, USUAL),
    fact(Kind::Secret, "password_literal", Type::Bool, SECRET_LITERAL),
    fact(Kind::SecretVersion, "password_literal", Type::Bool, SECRET_LITERAL),
    fact(Kind::SecretVersion, "password_in_state", Type::Bool, IN_STATE),
    fact(Kind::Secret, "database_password_length", Type::Number, LENGTH),
    fact(Kind::RandomPassword, "database_password_length", Type::Number, LENGTH),
    fact(Kind::Secret, "rotated", Type::Bool, "Whether a database's secret is changed by itself"),
    fact(
        Kind::Workload,
        "password_entries",
        Type::List,
        "The names under which it is handed a database's password in clear text",
    ),
    fact(Kind::Secret, "unencrypted_connections", Type::List, UNENCRYPTED),
    fact(Kind::SecretVersion, "unencrypted_connections", Type::List, UNENCRYPTED),
    fact(Kind::SsmParameter, "unencrypted_connections", Type::List, UNENCRYPTED),
    fact(Kind::Workload, "unencrypted_connections", Type::List, UNENCRYPTED),
    fact(Kind::Secret, "unverified_connections", Type::List, UNVERIFIED),
    fact(Kind::SecretVersion, "unverified_connections", Type::List, UNVERIFIED),
    fact(Kind::SsmParameter, "unverified_connections", Type::List, UNVERIFIED),
    fact(Kind::Workload, "unverified_connections", Type::List, UNVERIFIED),
    fact(Kind::Secret, "expired_ca_bundles", Type::List, BUNDLES),
    fact(Kind::SecretVersion, "expired_ca_bundles", Type::List, BUNDLES),
    fact(Kind::SsmParameter, "expired_ca_bundles", Type::List, BUNDLES),
    fact(Kind::Workload, "expired_ca_bundles", Type::List, BUNDLES),
];

const PASSWORD_LITERAL: &str = "Whether the master password stands in the source";
const PASSWORD_VISIBLE: &str = "Whether the master password comes from an input that the console or a plan shows";
const PLAIN_SSM: &str = "Whether the master password is fetched from an SSM parameter that keeps it in clear text";
const MANAGED: &str = "Whether RDS keeps the master password itself, in Secrets Manager";
const IN_STATE: &str = "Whether a password is written into Terraform's state";
const USERNAME_LITERAL: &str = "Whether the master user's name stands in the source";
const USUAL: &str = "Whether the master user's name is one that everyone tries first";
const SECRET_LITERAL: &str = "Whether the password in a secret stands in the source";
const LENGTH: &str = "How long a database's password is that is made up";
const UNENCRYPTED: &str = "What tells of a connection to a database without TLS";
const UNVERIFIED: &str = "What tells of a connection to a database that believes whoever answers";
const BUNDLES: &str = "The bundles of expired certificate authorities that it names";
