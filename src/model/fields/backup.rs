//! The fields of snapshots, of their copies, of what leaves a database by itself, and of AWS Backup.

use super::Kind::{BackupReplication, ClusterSnapshotCopy, Integration, SnapshotCopy};
use super::{Absent, Field};

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[
    Field::text(SnapshotCopy, "SourceDBSnapshotIdentifier", &["source_db_snapshot_identifier"]),
    Field::text(SnapshotCopy, "KmsKeyId", &["kms_key_id"]),
    Field::text(SnapshotCopy, "DestinationRegion", &["destination_region"]),
    Field::text(ClusterSnapshotCopy, "SourceDBClusterSnapshotIdentifier", &["source_db_cluster_snapshot_identifier"]),
    Field::text(ClusterSnapshotCopy, "KmsKeyId", &["kms_key_id"]),
    Field::text(ClusterSnapshotCopy, "DestinationRegion", &["destination_region"]),
    Field::text(BackupReplication, "SourceDBInstanceArn", &["source_db_instance_arn"]),
    Field::text(BackupReplication, "KmsKeyId", &["kms_key_id"]),
    Field::number(BackupReplication, "BackupRetentionPeriod", &["retention_period"], Absent::Number(7)),
    Field::text(Integration, "IntegrationName", &["integration_name"]),
    Field::text(Integration, "SourceArn", &["source_arn"]),
    Field::text(Integration, "TargetArn", &["target_arn"]),
    Field::text(Integration, "KMSKeyId", &["kms_key_id"]),
];
