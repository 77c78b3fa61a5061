//! The fields of a DB cluster.

use super::Absent::{Computed, Number, Text};
use super::Inherit::{Restored, Source};
use super::{Absent, Field, Kind};

const fn text(name: &'static str, terraform: &'static [&'static str]) -> Field {
    Field::text(Kind::DbCluster, name, terraform)
}

const fn bool(name: &'static str, terraform: &'static [&'static str], default: bool) -> Field {
    Field::bool(Kind::DbCluster, name, terraform, default)
}

const fn number(name: &'static str, terraform: &'static [&'static str], default: Absent) -> Field {
    Field::number(Kind::DbCluster, name, terraform, default)
}

const fn list(name: &'static str, terraform: &'static [&'static str]) -> Field {
    Field::list(Kind::DbCluster, name, terraform)
}

const fn map(name: &'static str, terraform: &'static [&'static str]) -> Field {
    Field::map(Kind::DbCluster, name, terraform)
}

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[
    text("DBClusterIdentifier", &["cluster_identifier"]),
    text("DBClusterInstanceClass", &["db_cluster_instance_class"]),
    // Terraform's provider sent `aurora` before its release 5.0, and demands an engine since.
    text("Engine", &["engine"]).absent_in_terraform(Text("aurora")).inherit(Source),
    text("EngineVersion", &["engine_version"]).absent(Absent::Unknown("no engine version is given")).inherit(Source),
    text("EngineMode", &["engine_mode"]).absent(Text("provisioned")),
    text("EngineLifecycleSupport", &["engine_lifecycle_support"]).absent(Text("open-source-rds-extended-support")),
    text("DatabaseName", &["database_name"]).inherit(Source),
    number("Port", &["port"], Computed).inherit(Source),
    map("ScalingConfiguration", &["scaling_configuration"]),
    map("ServerlessV2ScalingConfiguration", &["serverlessv2_scaling_configuration"]),
    // Encryption. Aurora Serverless v1 is always encrypted.
    bool("StorageEncrypted", &["storage_encrypted"], false).absent(Computed).inherit(Source),
    text("KmsKeyId", &["kms_key_id"]).inherit(Source),
    text("StorageType", &["storage_type"]).absent(Computed).inherit(Source),
    number("AllocatedStorage", &["allocated_storage"], Absent::Nothing),
    number("Iops", &["iops"], Absent::Nothing),
    text("CACertificateIdentifier", &["ca_certificate_identifier"]).property("").absent(Text("rds-ca-rsa2048-g1")),
    // Network. Only a Multi-AZ DB cluster has an address of its own kind; Aurora members have theirs. Terraform cannot
    // ask for one.
    bool("PubliclyAccessible", &[], false).absent(Computed),
    text("DBSubnetGroupName", &["db_subnet_group_name"]),
    list("VpcSecurityGroupIds", &["vpc_security_group_ids"]),
    text("NetworkType", &["network_type"]),
    list("AvailabilityZones", &["availability_zones"]),
    bool("EnableHttpEndpoint", &["enable_http_endpoint"], false),
    // Who may log in.
    text("MasterUsername", &["master_username"]).inherit(Source),
    text("MasterUserPassword", &["master_password", "master_password_wo"]).secret(),
    bool("ManageMasterUserPassword", &["manage_master_user_password"], false).inherit(Source),
    text("MasterUserSecretKmsKeyId", &["master_user_secret_kms_key_id"])
        .property("MasterUserSecret.KmsKeyId")
        .inherit(Source),
    text("MasterUserAuthenticationType", &[]).absent(Text("password")).inherit(Source),
    bool("EnableIAMDatabaseAuthentication", &["iam_database_authentication_enabled"], false),
    text("Domain", &["domain"]),
    text("DomainIAMRoleName", &["domain_iam_role_name"]),
    list("AssociatedRoles", &[]),
    list("AssociatedRoleArns", &["iam_roles"]).property("AssociatedRoles.RoleArn"),
    // Backups and what keeps data from being lost.
    number("BackupRetentionPeriod", &["backup_retention_period"], Number(1)).inherit(Restored),
    text("PreferredBackupWindow", &["preferred_backup_window"]),
    bool("DeletionProtection", &["deletion_protection"], false),
    bool("DeleteAutomatedBackups", &["delete_automated_backups"], true),
    bool("CopyTagsToSnapshot", &["copy_tags_to_snapshot"], false),
    bool("SkipFinalSnapshot", &["skip_final_snapshot"], false).property("").absent_in_cloudformation(Computed),
    text("FinalDBSnapshotIdentifier", &["final_snapshot_identifier"]).property(""),
    text("DeletionPolicy", &[]).property("(DeletionPolicy)").absent_in_cloudformation(Computed),
    text("UpdateReplacePolicy", &[]).property("(UpdateReplacePolicy)").absent_in_cloudformation(Text("Delete")),
    number("BacktrackWindow", &["backtrack_window"], Number(0)),
    // Maintenance.
    bool("AutoMinorVersionUpgrade", &["auto_minor_version_upgrade"], true),
    // CloudFormation has no properties for these: it decides itself.
    bool("AllowMajorVersionUpgrade", &["allow_major_version_upgrade"], false)
        .property("")
        .absent_in_cloudformation(Absent::Nothing),
    bool("ApplyImmediately", &["apply_immediately"], false).property("").absent_in_cloudformation(Absent::Nothing),
    text("PreferredMaintenanceWindow", &["preferred_maintenance_window"]),
    // Monitoring.
    list("EnableCloudwatchLogsExports", &["enabled_cloudwatch_logs_exports"]),
    number("MonitoringInterval", &["monitoring_interval"], Number(0)),
    text("MonitoringRoleArn", &["monitoring_role_arn"]),
    bool("PerformanceInsightsEnabled", &["performance_insights_enabled"], false),
    text("PerformanceInsightsKmsKeyId", &["performance_insights_kms_key_id"]),
    number("PerformanceInsightsRetentionPeriod", &["performance_insights_retention_period"], Number(7)),
    text("DatabaseInsightsMode", &["database_insights_mode"]).absent(Text("standard")),
    // Groups.
    text("DBClusterParameterGroupName", &["db_cluster_parameter_group_name"]),
    text("DBInstanceParameterGroupName", &["db_instance_parameter_group_name"]),
    // What it is made from, and what it belongs to.
    text("SnapshotIdentifier", &["snapshot_identifier"]),
    text("SourceDBClusterIdentifier", &[]),
    text("SourceDbClusterResourceId", &[]),
    map("RestoreToPointInTime", &["restore_to_point_in_time"]).property(""),
    text("ReplicationSourceIdentifier", &["replication_source_identifier"]),
    text("GlobalClusterIdentifier", &["global_cluster_identifier"]),
    bool("EnableGlobalWriteForwarding", &["enable_global_write_forwarding"], false),
    bool("EnableLocalWriteForwarding", &["enable_local_write_forwarding"], false),
    Field::tags(Kind::DbCluster),
];
