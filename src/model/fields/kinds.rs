//! The kinds of entity: everything in a source that decides what becomes of a database and who reaches it.

/// The kinds of entity, named as JSONPath selectors name their collections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `instances`: a DB instance, cluster members included.
    DbInstance,
    /// `clusters`: an Aurora or Multi-AZ DB cluster.
    DbCluster,
    /// `global_clusters`: an Aurora global database.
    GlobalCluster,
    /// `parameter_groups`: a DB (instance) parameter group.
    ParameterGroup,
    /// `cluster_parameter_groups`: a DB cluster parameter group.
    ClusterParameterGroup,
    /// `option_groups`: an option group.
    OptionGroup,
    /// `subnet_groups`: a DB subnet group.
    SubnetGroup,
    /// `classic_security_groups`: a DB security group of EC2-Classic.
    ClassicSecurityGroup,
    /// `classic_security_group_rules`: an ingress of one that stands on its own.
    ClassicSecurityGroupRule,
    /// `proxies`: an RDS Proxy.
    Proxy,
    /// `proxy_targets`: the database that a proxy leads to.
    ProxyTarget,
    /// `proxy_endpoints`: a further endpoint of a proxy.
    ProxyEndpoint,
    /// `shard_groups`: the shard group of an Aurora Limitless Database.
    ShardGroup,
    /// `role_associations`: an IAM role given to a database by a resource of its own.
    RoleAssociation,
    /// `activity_streams`: a Database Activity Stream.
    ActivityStream,
    /// `integrations`: a zero-ETL integration.
    Integration,
    /// `event_subscriptions`: a subscription to events of RDS.
    EventSubscription,
    /// `snapshots`: a manual snapshot of a DB instance.
    Snapshot,
    /// `cluster_snapshots`: a manual snapshot of a DB cluster.
    ClusterSnapshot,
    /// `snapshot_copies`: a copy of a snapshot of a DB instance.
    SnapshotCopy,
    /// `cluster_snapshot_copies`: a copy of a snapshot of a DB cluster.
    ClusterSnapshotCopy,
    /// `backup_replications`: the replication of automated backups to another region.
    BackupReplication,
    /// `backup_plans`: a plan of AWS Backup.
    BackupPlan,
    /// `backup_selections`: what a plan of AWS Backup is for.
    BackupSelection,
    /// `security_groups`: a VPC security group.
    SecurityGroup,
    /// `security_group_rules`: an ingress rule that stands on its own.
    SecurityGroupRule,
    /// `security_group_egress_rules`: an egress rule that stands on its own.
    SecurityGroupEgressRule,
    /// `prefix_lists`: a managed prefix list.
    PrefixList,
    /// `prefix_list_entries`: an entry of one that stands on its own.
    PrefixListEntry,
    /// `vpcs`: a VPC.
    Vpc,
    /// `subnets`: a subnet.
    Subnet,
    /// `route_tables`: a route table.
    RouteTable,
    /// `routes`: a route that stands on its own.
    Route,
    /// `route_table_associations`: a route table given to a subnet or, as its main one, to a VPC.
    RouteTableAssociation,
    /// `internet_gateways`: an internet gateway.
    InternetGateway,
    /// `gateway_attachments`: a gateway given to a VPC by a resource of its own.
    GatewayAttachment,
    /// `nat_gateways`: a NAT gateway.
    NatGateway,
    /// `network_acls`: a network ACL.
    NetworkAcl,
    /// `network_acl_entries`: an entry of one that stands on its own.
    NetworkAclEntry,
    /// `network_acl_associations`: a network ACL given to a subnet by a resource of its own.
    NetworkAclAssociation,
    /// `flow_logs`: a flow log.
    FlowLog,
    /// `vpc_endpoints`: a VPC endpoint.
    VpcEndpoint,
    /// `kms_keys`: a KMS key, replicas and imported ones included.
    KmsKey,
    /// `kms_key_policies`: a key's policy that stands on its own.
    KmsKeyPolicy,
    /// `kms_aliases`: a name of a KMS key.
    KmsAlias,
    /// `iam_policies`: an IAM policy, managed or inline, that stands on its own.
    IamPolicy,
    /// `iam_principals`: an IAM role, user or group, with the policies written in it.
    IamPrincipal,
    /// `iam_policy_attachments`: managed policies given to a principal by a resource of its own.
    IamPolicyAttachment,
    /// `secrets`: a secret of Secrets Manager.
    Secret,
    /// `secret_versions`: the text of one, given by a resource of its own.
    SecretVersion,
    /// `secret_rotations`: the rotation of one.
    SecretRotation,
    /// `secret_attachments`: a secret bound to the database that it is for.
    SecretAttachment,
    /// `random_passwords`: a password that Terraform makes up.
    RandomPassword,
    /// `ssm_parameters`: a parameter of the Systems Manager.
    SsmParameter,
    /// `workloads`: a function, task, server or job, with what is handed to it.
    Workload,
    /// `log_groups`: a group of `CloudWatch` Logs.
    LogGroup,
    /// `metric_filters`: a filter that counts lines of a log group.
    MetricFilter,
    /// `log_anomaly_detectors`: an anomaly detector for log groups.
    LogAnomalyDetector,
    /// `alarms`: an alarm of `CloudWatch`.
    Alarm,
    /// `topics`: a topic of SNS.
    Topic,
    /// `topic_policies`: the policy of topics that stands on its own.
    TopicPolicy,
    /// `detectors`: a detector of `GuardDuty`.
    Detector,
    /// `detector_features`: a feature of one, given by a resource of its own.
    DetectorFeature,
    /// `devops_guru_collections`: what DevOps Guru looks at.
    DevOpsGuruCollection,
    /// `trails`: a trail of `CloudTrail`.
    Trail,
    /// `postgresql_providers`: a configuration of Terraform's `postgresql` provider.
    PostgresqlProvider,
    /// `postgresql_roles`: a role made by it.
    PostgresqlRole,
    /// `postgresql_grants`: privileges given by it.
    PostgresqlGrant,
    /// `postgresql_role_grants`: a role given to a role by it.
    PostgresqlRoleGrant,
    /// `postgresql_default_privileges`: privileges on what will be made.
    PostgresqlDefaultPrivileges,
    /// `postgresql_databases`: a database made by it.
    PostgresqlDatabase,
    /// `postgresql_schemas`: a schema made by it.
    PostgresqlSchema,
    /// `postgresql_extensions`: an extension created by it.
    PostgresqlExtension,
    /// `postgresql_functions`: a function made by it.
    PostgresqlFunction,
    /// `postgresql_servers`: a foreign server made by it.
    PostgresqlServer,
    /// `postgresql_user_mappings`: a user's login at a foreign server.
    PostgresqlUserMapping,
    /// `postgresql_subscriptions`: a subscription to a publication.
    PostgresqlSubscription,
}

impl Kind {
    /// All kinds with the names of their collections in a selector and the word for one of them, in the order of the
    /// kinds.
    pub const ALL: &[(Self, &'static str, &'static str)] = &[
        (Self::DbInstance, "instances", "DB instance"),
        (Self::DbCluster, "clusters", "DB cluster"),
        (Self::GlobalCluster, "global_clusters", "global cluster"),
        (Self::ParameterGroup, "parameter_groups", "parameter group"),
        (Self::ClusterParameterGroup, "cluster_parameter_groups", "cluster parameter group"),
        (Self::OptionGroup, "option_groups", "option group"),
        (Self::SubnetGroup, "subnet_groups", "subnet group"),
        (Self::ClassicSecurityGroup, "classic_security_groups", "DB security group"),
        (Self::ClassicSecurityGroupRule, "classic_security_group_rules", "DB security group ingress"),
        (Self::Proxy, "proxies", "proxy"),
        (Self::ProxyTarget, "proxy_targets", "proxy target"),
        (Self::ProxyEndpoint, "proxy_endpoints", "proxy endpoint"),
        (Self::ShardGroup, "shard_groups", "shard group"),
        (Self::RoleAssociation, "role_associations", "role association"),
        (Self::ActivityStream, "activity_streams", "activity stream"),
        (Self::Integration, "integrations", "integration"),
        (Self::EventSubscription, "event_subscriptions", "event subscription"),
        (Self::Snapshot, "snapshots", "snapshot"),
        (Self::ClusterSnapshot, "cluster_snapshots", "cluster snapshot"),
        (Self::SnapshotCopy, "snapshot_copies", "snapshot copy"),
        (Self::ClusterSnapshotCopy, "cluster_snapshot_copies", "cluster snapshot copy"),
        (Self::BackupReplication, "backup_replications", "replication of backups"),
        (Self::BackupPlan, "backup_plans", "backup plan"),
        (Self::BackupSelection, "backup_selections", "backup selection"),
        (Self::SecurityGroup, "security_groups", "security group"),
        (Self::SecurityGroupRule, "security_group_rules", "security group rule"),
        (Self::SecurityGroupEgressRule, "security_group_egress_rules", "security group egress rule"),
        (Self::PrefixList, "prefix_lists", "prefix list"),
        (Self::PrefixListEntry, "prefix_list_entries", "prefix list entry"),
        (Self::Vpc, "vpcs", "VPC"),
        (Self::Subnet, "subnets", "subnet"),
        (Self::RouteTable, "route_tables", "route table"),
        (Self::Route, "routes", "route"),
        (Self::RouteTableAssociation, "route_table_associations", "route table association"),
        (Self::InternetGateway, "internet_gateways", "internet gateway"),
        (Self::GatewayAttachment, "gateway_attachments", "gateway attachment"),
        (Self::NatGateway, "nat_gateways", "NAT gateway"),
        (Self::NetworkAcl, "network_acls", "network ACL"),
        (Self::NetworkAclEntry, "network_acl_entries", "network ACL entry"),
        (Self::NetworkAclAssociation, "network_acl_associations", "network ACL association"),
        (Self::FlowLog, "flow_logs", "flow log"),
        (Self::VpcEndpoint, "vpc_endpoints", "VPC endpoint"),
        (Self::KmsKey, "kms_keys", "KMS key"),
        (Self::KmsKeyPolicy, "kms_key_policies", "key policy"),
        (Self::KmsAlias, "kms_aliases", "key alias"),
        (Self::IamPolicy, "iam_policies", "IAM policy"),
        (Self::IamPrincipal, "iam_principals", "IAM principal"),
        (Self::IamPolicyAttachment, "iam_policy_attachments", "policy attachment"),
        (Self::Secret, "secrets", "secret"),
        (Self::SecretVersion, "secret_versions", "secret version"),
        (Self::SecretRotation, "secret_rotations", "secret rotation"),
        (Self::SecretAttachment, "secret_attachments", "secret attachment"),
        (Self::RandomPassword, "random_passwords", "random password"),
        (Self::SsmParameter, "ssm_parameters", "SSM parameter"),
        (Self::Workload, "workloads", "workload"),
        (Self::LogGroup, "log_groups", "log group"),
        (Self::MetricFilter, "metric_filters", "metric filter"),
        (Self::LogAnomalyDetector, "log_anomaly_detectors", "log anomaly detector"),
        (Self::Alarm, "alarms", "alarm"),
        (Self::Topic, "topics", "topic"),
        (Self::TopicPolicy, "topic_policies", "topic policy"),
        (Self::Detector, "detectors", "detector"),
        (Self::DetectorFeature, "detector_features", "detector feature"),
        (Self::DevOpsGuruCollection, "devops_guru_collections", "DevOps Guru collection"),
        (Self::Trail, "trails", "trail"),
        (Self::PostgresqlProvider, "postgresql_providers", "postgresql provider"),
        (Self::PostgresqlRole, "postgresql_roles", "role"),
        (Self::PostgresqlGrant, "postgresql_grants", "grant"),
        (Self::PostgresqlRoleGrant, "postgresql_role_grants", "role grant"),
        (Self::PostgresqlDefaultPrivileges, "postgresql_default_privileges", "default privileges"),
        (Self::PostgresqlDatabase, "postgresql_databases", "database"),
        (Self::PostgresqlSchema, "postgresql_schemas", "schema"),
        (Self::PostgresqlExtension, "postgresql_extensions", "extension"),
        (Self::PostgresqlFunction, "postgresql_functions", "function"),
        (Self::PostgresqlServer, "postgresql_servers", "foreign server"),
        (Self::PostgresqlUserMapping, "postgresql_user_mappings", "user mapping"),
        (Self::PostgresqlSubscription, "postgresql_subscriptions", "subscription"),
    ];

    /// Whether it is a database: a DB instance or a DB cluster.
    pub const fn is_database(self) -> bool {
        matches!(self, Self::DbInstance | Self::DbCluster)
    }

    /// Whether both languages cut it into the same resources. A VPC's gateway or a role's policy is one resource here and
    /// two there.
    pub const fn is_cut_alike(self) -> bool {
        (self as usize) < Self::SecurityGroupEgressRule as usize && !matches!(self, Self::ProxyTarget)
    }

    /// The name of the collection in a selector: `instances`.
    pub fn collection(self) -> &'static str {
        Self::ALL.get(self as usize).map_or("", |(_, name, _)| name)
    }

    /// The word for one of them: `DB instance`.
    pub(crate) fn noun(self) -> &'static str {
        Self::ALL.get(self as usize).map_or("", |(.., noun)| noun)
    }

    /// The kind whose collection has that name.
    pub(crate) fn from_collection(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own, _)| *own == name).map(|(kind, ..)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn kinds_stand_in_their_order() {
        for (at, (kind, name, _)) in Kind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, at, "{name}");
            assert_eq!(Kind::from_collection(name), Some(*kind));
            assert_eq!(kind.collection(), *name);
        }
    }
}
