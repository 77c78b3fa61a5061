//! The fields of global clusters and of snapshots, what they are taken of, and what follows.

use super::Kind::{
    BackupReplication, BackupSelection, ClusterSnapshot, ClusterSnapshotCopy, DbCluster, DbInstance, GlobalCluster,
    Snapshot, SnapshotCopy,
};
use super::facts::fact;
use super::links::{one, several};
use super::{Absent, Fact, Field, Link, Type};

/// The rows, in the order in which `resolve` shows them. Only Terraform can share a snapshot.
pub(super) const FIELDS: &[Field] = &[
    Field::text(GlobalCluster, "GlobalClusterIdentifier", &["global_cluster_identifier"]),
    Field::text(GlobalCluster, "Engine", &["engine"]),
    Field::text(GlobalCluster, "EngineVersion", &["engine_version"]),
    Field::text(GlobalCluster, "EngineLifecycleSupport", &["engine_lifecycle_support"])
        .absent(Absent::Text("open-source-rds-extended-support")),
    Field::text(GlobalCluster, "SourceDBClusterIdentifier", &["source_db_cluster_identifier"]),
    Field::bool(GlobalCluster, "StorageEncrypted", &["storage_encrypted"], false),
    Field::bool(GlobalCluster, "DeletionProtection", &["deletion_protection"], false),
    Field::tags(GlobalCluster),
    Field::text(Snapshot, "DBSnapshotIdentifier", &["db_snapshot_identifier"]),
    Field::text(Snapshot, "DBInstanceIdentifier", &["db_instance_identifier"]),
    Field::list(Snapshot, "SharedAccounts", &["shared_accounts"]).property(""),
    Field::tags(Snapshot),
    Field::text(ClusterSnapshot, "DBClusterSnapshotIdentifier", &["db_cluster_snapshot_identifier"]),
    Field::text(ClusterSnapshot, "DBClusterIdentifier", &["db_cluster_identifier"]),
    Field::list(ClusterSnapshot, "SharedAccounts", &["shared_accounts"]).property(""),
    Field::tags(ClusterSnapshot),
];

/// What a snapshot is taken of, and what a backup is for.
pub(super) const LINKS: &[Link] = &[
    one(GlobalCluster, "source", DbCluster, "SourceDBClusterIdentifier", "source_of"),
    one(DbCluster, "global_cluster", GlobalCluster, "GlobalClusterIdentifier", "clusters"),
    one(Snapshot, "database", DbInstance, "DBInstanceIdentifier", "snapshots"),
    one(ClusterSnapshot, "database", DbCluster, "DBClusterIdentifier", "snapshots"),
    one(SnapshotCopy, "snapshot", Snapshot, "SourceDBSnapshotIdentifier", "copies"),
    one(ClusterSnapshotCopy, "snapshot", ClusterSnapshot, "SourceDBClusterSnapshotIdentifier", "copies"),
    one(BackupReplication, "database", DbInstance, "SourceDBInstanceArn", "backup_replications"),
    several(BackupSelection, "instances", DbInstance, "Resources", "backup_selections"),
    several(BackupSelection, "clusters", DbCluster, "Resources", "backup_selections"),
];

/// What follows about what keeps data from being lost.
pub(super) const FACTS: &[Fact] = &[
    fact(DbInstance, "standby", Type::Bool, "Whether a standby in another zone takes over when its zone fails"),
    fact(DbInstance, "in_backup_plan", Type::Bool, PLAN),
    fact(DbCluster, "in_backup_plan", Type::Bool, PLAN),
    fact(DbCluster, "spans_zones", Type::Bool, "Whether it has members in more than one availability zone"),
    fact(Snapshot, "customer_managed_key", Type::Bool, KEY),
    fact(ClusterSnapshot, "customer_managed_key", Type::Bool, KEY),
    fact(Snapshot, "shared_with_accounts", Type::Bool, SHARED),
    fact(ClusterSnapshot, "shared_with_accounts", Type::Bool, SHARED),
    fact(SnapshotCopy, "shared_with_accounts", Type::Bool, SHARED),
    fact(ClusterSnapshotCopy, "shared_with_accounts", Type::Bool, SHARED),
];

const PLAN: &str = "Whether a plan of AWS Backup selects it";
const KEY: &str = "Whether its database is encrypted with a KMS key of the customer's, not with one of AWS";
const SHARED: &str = "Whether other accounts, by their numbers, may restore it";
