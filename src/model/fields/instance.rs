//! The fields of a DB instance.

use super::Absent::{Computed, Number, Text};
use super::Inherit::{Cluster, Member, Source};
use super::{Absent, Field, Kind};

const fn text(name: &'static str, terraform: &'static [&'static str]) -> Field {
    Field::text(Kind::DbInstance, name, terraform)
}

const fn bool(name: &'static str, terraform: &'static [&'static str], default: bool) -> Field {
    Field::bool(Kind::DbInstance, name, terraform, default)
}

const fn number(name: &'static str, terraform: &'static [&'static str], default: Absent) -> Field {
    Field::number(Kind::DbInstance, name, terraform, default)
}

const fn list(name: &'static str, terraform: &'static [&'static str]) -> Field {
    Field::list(Kind::DbInstance, name, terraform)
}

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[
    text("DBInstanceIdentifier", &["identifier"]),
    text("DBClusterIdentifier", &["cluster_identifier"]),
    text("DBInstanceClass", &["instance_class"]),
    text("Engine", &["engine"]).absent(Computed).inherit(Source),
    text("EngineVersion", &["engine_version"]).absent(Computed).inherit(Source),
    text("EngineLifecycleSupport", &["engine_lifecycle_support"])
        .absent(Text("open-source-rds-extended-support"))
        .inherit(Member),
    text("DBName", &["db_name", "name"]).inherit(Cluster),
    number("Port", &["port"], Computed).inherit(Cluster),
    // Encryption. RDS Custom is always encrypted.
    bool("StorageEncrypted", &["storage_encrypted"], false).absent(Computed).inherit(Cluster),
    text("KmsKeyId", &["kms_key_id"]).inherit(Cluster),
    text("StorageType", &["storage_type"]).absent(Computed).inherit(Cluster),
    number("AllocatedStorage", &["allocated_storage"], Absent::Nothing),
    number("MaxAllocatedStorage", &["max_allocated_storage"], Absent::Nothing),
    number("StorageThroughput", &["storage_throughput"], Absent::Nothing),
    number("Iops", &["iops"], Absent::Nothing).inherit(Member),
    text("CACertificateIdentifier", &["ca_cert_identifier"]).absent(Text("rds-ca-rsa2048-g1")),
    text("TdeCredentialArn", &[]),
    // Network.
    bool("PubliclyAccessible", &["publicly_accessible"], false).absent_in_cloudformation(Computed),
    text("DBSubnetGroupName", &["db_subnet_group_name"]),
    list("VPCSecurityGroups", &["vpc_security_group_ids"]).inherit(Cluster),
    list("DBSecurityGroups", &["security_group_names"]),
    text("NetworkType", &["network_type"]),
    bool("MultiAZ", &["multi_az"], false).inherit(Member),
    text("AvailabilityZone", &["availability_zone"]),
    // Who may log in.
    text("MasterUsername", &["username"]).inherit(Cluster),
    text("MasterUserPassword", &["password", "password_wo"]).inherit(Member).secret(),
    bool("ManageMasterUserPassword", &["manage_master_user_password"], false).inherit(Cluster),
    text("MasterUserSecretKmsKeyId", &["master_user_secret_kms_key_id"])
        .property("MasterUserSecret.KmsKeyId")
        .inherit(Cluster),
    text("MasterUserAuthenticationType", &[]).absent(Text("password")).inherit(Cluster),
    bool("EnableIAMDatabaseAuthentication", &["iam_database_authentication_enabled"], false).inherit(Member),
    text("Domain", &["domain"]).inherit(Member),
    text("DomainIAMRoleName", &["domain_iam_role_name"]).inherit(Member),
    text("DomainFqdn", &["domain_fqdn"]),
    text("DomainOu", &["domain_ou"]),
    text("DomainAuthSecretArn", &["domain_auth_secret_arn"]),
    list("DomainDnsIps", &["domain_dns_ips"]),
    list("AssociatedRoles", &[]),
    list("AssociatedRoleArns", &[]).property("AssociatedRoles.RoleArn"),
    text("CustomIAMInstanceProfile", &["custom_iam_instance_profile"]),
    // Backups and what keeps data from being lost.
    number("BackupRetentionPeriod", &["backup_retention_period"], Number(1))
        .absent_in_terraform(Number(0))
        .inherit(Cluster),
    text("PreferredBackupWindow", &["backup_window", "preferred_backup_window"]).inherit(Member),
    bool("DeletionProtection", &["deletion_protection"], false).inherit(Member),
    bool("DeleteAutomatedBackups", &["delete_automated_backups"], true).inherit(Member),
    bool("CopyTagsToSnapshot", &["copy_tags_to_snapshot"], false).inherit(Member),
    bool("SkipFinalSnapshot", &["skip_final_snapshot"], false)
        .property("")
        .absent_in_cloudformation(Computed)
        .inherit(Member),
    text("FinalDBSnapshotIdentifier", &["final_snapshot_identifier"]).property("").inherit(Member),
    text("DeletionPolicy", &[]).property("(DeletionPolicy)").absent_in_cloudformation(Computed),
    text("UpdateReplacePolicy", &[]).property("(UpdateReplacePolicy)").absent_in_cloudformation(Text("Delete")),
    text("BackupTarget", &["backup_target"]).absent(Text("region")).inherit(Member),
    text("AutomaticBackupReplicationRegion", &[]).inherit(Member),
    text("AutomaticBackupReplicationKmsKeyId", &[]).inherit(Member),
    // Maintenance. A CloudFormation replica takes the setting of its source.
    bool("AutoMinorVersionUpgrade", &["auto_minor_version_upgrade"], true).absent_in_cloudformation(Computed),
    bool("AllowMajorVersionUpgrade", &["allow_major_version_upgrade"], false),
    bool("ApplyImmediately", &["apply_immediately"], false).absent_in_cloudformation(Absent::Bool(true)),
    text("PreferredMaintenanceWindow", &["maintenance_window", "preferred_maintenance_window"]),
    // Monitoring.
    list("EnableCloudwatchLogsExports", &["enabled_cloudwatch_logs_exports"]).inherit(Member),
    number("MonitoringInterval", &["monitoring_interval"], Number(0)),
    text("MonitoringRoleArn", &["monitoring_role_arn"]),
    bool("EnablePerformanceInsights", &["performance_insights_enabled"], false),
    text("PerformanceInsightsKMSKeyId", &["performance_insights_kms_key_id"]),
    number("PerformanceInsightsRetentionPeriod", &["performance_insights_retention_period"], Number(7)),
    text("DatabaseInsightsMode", &["database_insights_mode"]).absent(Text("standard")).inherit(Member),
    number("PromotionTier", &["promotion_tier"], Absent::Nothing),
    text("CharacterSetName", &["character_set_name"]),
    text("NcharCharacterSetName", &["nchar_character_set_name"]),
    text("Timezone", &["timezone"]),
    // Groups.
    text("DBParameterGroupName", &["parameter_group_name", "db_parameter_group_name"]),
    text("OptionGroupName", &["option_group_name"]).inherit(Member),
    // What it is made from.
    text("SourceDBInstanceIdentifier", &["replicate_source_db"]),
    text("ReplicaMode", &["replica_mode"]),
    text("SourceDBClusterIdentifier", &[]),
    text("SourceDbiResourceId", &[]),
    text("SourceDBInstanceAutomatedBackupsArn", &[]),
    text("DBSnapshotIdentifier", &["snapshot_identifier"]),
    text("DBClusterSnapshotIdentifier", &[]),
    Field::map(Kind::DbInstance, "RestoreToPointInTime", &["restore_to_point_in_time"]).property(""),
    Field::tags(Kind::DbInstance),
];
