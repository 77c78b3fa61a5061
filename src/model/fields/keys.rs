//! The fields of KMS keys, their policies and their names; which entities use a key, and what follows from it.

use super::Absent::{Nothing, Text};
use super::Kind::{
    ActivityStream, BackupReplication, ClusterSnapshotCopy, DbCluster, DbInstance, Integration, KmsAlias, KmsKey,
    KmsKeyPolicy, Secret, SnapshotCopy, Topic,
};
use super::facts::fact;
use super::links::one;
use super::{Fact, Field, Link, Type};

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[
    Field::text(KmsKey, "Description", &["description"]),
    Field::bool(KmsKey, "Enabled", &["is_enabled", "enabled"], true),
    Field::bool(KmsKey, "EnableKeyRotation", &["enable_key_rotation"], false),
    Field::text(KmsKey, "KeySpec", &["customer_master_key_spec"]).absent(Text("SYMMETRIC_DEFAULT")),
    Field::text(KmsKey, "KeyUsage", &["key_usage"]).absent(Text("ENCRYPT_DECRYPT")),
    Field::text(KmsKey, "Origin", &[]).absent_in_cloudformation(Text("AWS_KMS")),
    Field::text(KmsKey, "CustomKeyStoreId", &["custom_key_store_id"]).property(""),
    Field::bool(KmsKey, "MultiRegion", &["multi_region"], false),
    Field::text(KmsKey, "PrimaryKeyArn", &["primary_key_arn"]).absent(Nothing),
    Field::map(KmsKey, "KeyPolicy", &["policy"]),
    Field::map(KmsKeyPolicy, "KeyPolicy", &["policy"]).property(""),
    Field::text(KmsKeyPolicy, "KeyId", &["key_id"]).property(""),
    Field::text(KmsAlias, "AliasName", &["name"]),
    Field::text(KmsAlias, "TargetKeyId", &["target_key_id"]),
];

/// Who uses a key.
pub(super) const LINKS: &[Link] = &[
    one(DbInstance, "kms_key", KmsKey, "KmsKeyId", "instances"),
    one(DbCluster, "kms_key", KmsKey, "KmsKeyId", "clusters"),
    one(DbInstance, "insights_key", KmsKey, "PerformanceInsightsKMSKeyId", "insights_instances"),
    one(DbCluster, "insights_key", KmsKey, "PerformanceInsightsKmsKeyId", "insights_clusters"),
    one(DbInstance, "secret_key", KmsKey, "MasterUserSecretKmsKeyId", "secret_instances"),
    one(DbCluster, "secret_key", KmsKey, "MasterUserSecretKmsKeyId", "secret_clusters"),
    one(DbInstance, "backup_key", KmsKey, "AutomaticBackupReplicationKmsKeyId", "backup_instances"),
    one(SnapshotCopy, "kms_key", KmsKey, "KmsKeyId", "snapshot_copies"),
    one(ClusterSnapshotCopy, "kms_key", KmsKey, "KmsKeyId", "cluster_snapshot_copies"),
    one(BackupReplication, "kms_key", KmsKey, "KmsKeyId", "backup_replications"),
    one(Integration, "kms_key", KmsKey, "KMSKeyId", "integrations"),
    one(ActivityStream, "kms_key", KmsKey, "KmsKeyId", "activity_streams"),
    one(Secret, "kms_key", KmsKey, "KmsKeyId", "secrets"),
    one(Topic, "kms_key", KmsKey, "KmsMasterKeyId", "topics"),
    one(KmsKeyPolicy, "kms_key", KmsKey, "KeyId", "policies"),
];

/// What follows about keys.
pub(super) const FACTS: &[Fact] = &[
    fact(DbInstance, "customer_managed_key", Type::Bool, OWN_KEY),
    fact(DbCluster, "customer_managed_key", Type::Bool, OWN_KEY),
    fact(DbInstance, "insights_customer_managed_key", Type::Bool, INSIGHTS),
    fact(DbCluster, "insights_customer_managed_key", Type::Bool, INSIGHTS),
    fact(DbInstance, "secret_customer_managed_key", Type::Bool, SECRET),
    fact(DbCluster, "secret_customer_managed_key", Type::Bool, SECRET),
    fact(DbInstance, "backup_customer_managed_key", Type::Bool, BACKUP),
    fact(DbInstance, "kms_key_unused", Type::Bool, UNUSED),
    fact(DbCluster, "kms_key_unused", Type::Bool, UNUSED),
    fact(DbInstance, "encryption_differs", Type::Bool, "Whether it asks for another encryption than its cluster has"),
    fact(SnapshotCopy, "customer_managed_key", Type::Bool, OWN_KEY),
    fact(ClusterSnapshotCopy, "customer_managed_key", Type::Bool, OWN_KEY),
    fact(BackupReplication, "backup_customer_managed_key", Type::Bool, BACKUP),
    fact(Integration, "customer_managed_key", Type::Bool, OWN_KEY),
    fact(ActivityStream, "customer_managed_key", Type::Bool, OWN_KEY),
    fact(Secret, "customer_managed_key", Type::Bool, OWN_KEY),
    fact(Topic, "customer_managed_key", Type::Bool, OWN_KEY),
    fact(Secret, "of_database", Type::Bool, "Whether a database or a proxy of the source takes a password from it"),
    fact(KmsKey, "used_by_database", Type::Bool, "Whether something of a database in the source is encrypted with it"),
    fact(KmsKey, "rotation_supported", Type::Bool, "Whether KMS can rotate its material by itself"),
];

const OWN_KEY: &str = "Whether it is encrypted with a KMS key of the customer's, not with one of AWS";
const INSIGHTS: &str = "Whether Performance Insights encrypts with a KMS key of the customer's";
const SECRET: &str = "Whether the managed master password is encrypted with a KMS key of the customer's";
const BACKUP: &str = "Whether the backups in another region are encrypted with a KMS key of the customer's";
const UNUSED: &str = "Whether it names a KMS key although its storage is not to be encrypted";
