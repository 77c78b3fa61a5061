//! The fields of copies of snapshots, of what leaves a database by itself, and of AWS Backup.

use super::Kind::{BackupPlan, BackupReplication, BackupSelection, ClusterSnapshotCopy, Integration, SnapshotCopy};
use super::{Absent, Field};

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[
    Field::text(SnapshotCopy, "SourceDBSnapshotIdentifier", &["source_db_snapshot_identifier"]),
    Field::text(SnapshotCopy, "TargetDBSnapshotIdentifier", &["target_db_snapshot_identifier"]),
    Field::text(SnapshotCopy, "KmsKeyId", &["kms_key_id"]),
    Field::text(SnapshotCopy, "DestinationRegion", &["destination_region"]),
    Field::list(SnapshotCopy, "SharedAccounts", &["shared_accounts"]),
    Field::text(ClusterSnapshotCopy, "SourceDBClusterSnapshotIdentifier", &["source_db_cluster_snapshot_identifier"]),
    Field::text(ClusterSnapshotCopy, "TargetDBClusterSnapshotIdentifier", &["target_db_cluster_snapshot_identifier"]),
    Field::text(ClusterSnapshotCopy, "KmsKeyId", &["kms_key_id"]),
    Field::text(ClusterSnapshotCopy, "DestinationRegion", &["destination_region"]),
    Field::list(ClusterSnapshotCopy, "SharedAccounts", &["shared_accounts"]),
    Field::text(BackupReplication, "SourceDBInstanceArn", &["source_db_instance_arn"]),
    Field::text(BackupReplication, "KmsKeyId", &["kms_key_id"]),
    Field::number(BackupReplication, "BackupRetentionPeriod", &["retention_period"], Absent::Number(7)),
    Field::text(Integration, "IntegrationName", &["integration_name"]),
    Field::text(Integration, "SourceArn", &["source_arn"]),
    Field::text(Integration, "TargetArn", &["target_arn"]),
    Field::text(Integration, "KMSKeyId", &["kms_key_id"]),
    Field::text(BackupPlan, "BackupPlanName", &["name"]).property("BackupPlan.BackupPlanName"),
    Field::text(BackupSelection, "SelectionName", &["name"]).property("BackupSelection.SelectionName"),
    Field::text(BackupSelection, "BackupPlanId", &["plan_id"]),
    Field::list(BackupSelection, "Resources", &["resources"]).property("BackupSelection.Resources"),
    Field::list(BackupSelection, "NotResources", &["not_resources"]).property("BackupSelection.NotResources"),
    Field::list(BackupSelection, "TagKeys", &["selection_tag.key"]).property("BackupSelection.ListOfTags.ConditionKey"),
    Field::list(BackupSelection, "TagValues", &["selection_tag.value"])
        .property("BackupSelection.ListOfTags.ConditionValue"),
    Field::list(BackupSelection, "Conditions", &["condition"]).property("BackupSelection.Conditions"),
];
