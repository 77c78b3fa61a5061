//! The links between entities: one row each, for both ways.

use super::Kind::{
    self, ActivityStream, Alarm, ClusterParameterGroup, DbCluster, DbInstance, Detector, DetectorFeature,
    EventSubscription, LogAnomalyDetector, LogGroup, MetricFilter, OptionGroup, ParameterGroup, Proxy, SecurityGroup,
    SecurityGroupRule, SubnetGroup, Topic, TopicPolicy,
};

/// A link from the entities of a kind to those that one of its fields names, and the way back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The kind that has it.
    pub from: Kind,
    /// Its name.
    pub name: &'static str,
    /// The kind that it leads to.
    pub to: Kind,
    /// Whether it leads to at most one entity.
    pub single: bool,
    /// The field that names the entity.
    pub field: &'static str,
    /// The name of the way back, which always leads to several; empty where nobody asks for it.
    pub back: &'static str,
}

/// The links, topic by topic.
pub fn links() -> impl Iterator<Item = &'static Link> {
    [
        DATABASES,
        FIREWALL,
        CREDENTIALS,
        MONITORING,
        super::proxies::LINKS,
        super::shards::LINKS,
        super::network::LINKS,
        super::keys::LINKS,
        super::iam::LINKS,
        super::snapshots::LINKS,
        super::postgresql::LINKS,
    ]
    .into_iter()
    .flatten()
}

/// A link to at most one entity.
pub(super) const fn one(from: Kind, name: &'static str, to: Kind, field: &'static str, back: &'static str) -> Link {
    Link { from, name, to, single: true, field, back }
}

/// A link to several entities.
pub(super) const fn several(from: Kind, name: &'static str, to: Kind, field: &'static str, back: &'static str) -> Link {
    Link { from, name, to, single: false, field, back }
}

/// Of databases with their groups.
const DATABASES: &[Link] = &[
    one(DbInstance, "cluster", DbCluster, "DBClusterIdentifier", "members"),
    one(DbInstance, "source", DbInstance, "SourceDBInstanceIdentifier", "replicas"),
    one(DbInstance, "parameter_group", ParameterGroup, "DBParameterGroupName", "databases"),
    one(DbInstance, "subnet_group", SubnetGroup, "DBSubnetGroupName", "instances"),
    one(DbInstance, "option_group", OptionGroup, "OptionGroupName", "databases"),
    one(DbCluster, "cluster_parameter_group", ClusterParameterGroup, "DBClusterParameterGroupName", "databases"),
    one(DbCluster, "instance_parameter_group", ParameterGroup, "DBInstanceParameterGroupName", "clusters"),
    one(DbCluster, "subnet_group", SubnetGroup, "DBSubnetGroupName", "clusters"),
];

/// Of what lets traffic in.
const FIREWALL: &[Link] = &[
    several(DbInstance, "security_groups", SecurityGroup, "VPCSecurityGroups", "instances"),
    several(DbCluster, "security_groups", SecurityGroup, "VpcSecurityGroupIds", "clusters"),
    several(Proxy, "security_groups", SecurityGroup, "VpcSecurityGroupIds", "proxies"),
    one(SecurityGroupRule, "security_group", SecurityGroup, "GroupId", "rules"),
];

/// Of passwords with what keeps them. A master password is one text; where it comes from is at most one of these.
const CREDENTIALS: &[Link] = &[
    one(DbInstance, "master_secret", Kind::Secret, "MasterUserPassword", "master_of_instances"),
    one(DbInstance, "master_secret_version", Kind::SecretVersion, "MasterUserPassword", "master_of_instances"),
    one(DbInstance, "master_ssm_parameter", Kind::SsmParameter, "MasterUserPassword", ""),
    one(DbInstance, "random_password", Kind::RandomPassword, "MasterUserPassword", "instances"),
    one(DbCluster, "master_secret", Kind::Secret, "MasterUserPassword", "master_of_clusters"),
    one(DbCluster, "master_secret_version", Kind::SecretVersion, "MasterUserPassword", "master_of_clusters"),
    one(DbCluster, "master_ssm_parameter", Kind::SsmParameter, "MasterUserPassword", ""),
    one(DbCluster, "random_password", Kind::RandomPassword, "MasterUserPassword", "clusters"),
    one(Kind::SecretVersion, "secret", Kind::Secret, "SecretId", "versions"),
    one(Kind::SecretVersion, "random_password", Kind::RandomPassword, "SecretString", "secret_versions"),
    one(Kind::SecretRotation, "secret", Kind::Secret, "SecretId", "rotations"),
    one(Kind::SecretRotation, "attachment", Kind::SecretAttachment, "SecretId", "rotations"),
    one(Kind::SecretAttachment, "secret", Kind::Secret, "SecretId", "attachments"),
    one(Kind::SecretAttachment, "instance", DbInstance, "TargetId", "secret_attachments"),
    one(Kind::SecretAttachment, "cluster", DbCluster, "TargetId", "secret_attachments"),
    several(Proxy, "secrets", Kind::Secret, "AuthSecretArns", "proxies"),
];

/// Of what watches databases. A log group's name has its database's within, and so have an alarm's dimensions:
/// `model::naming` finds it.
const MONITORING: &[Link] = &[
    one(EventSubscription, "topic", Topic, "SnsTopicArn", "event_subscriptions"),
    several(TopicPolicy, "topics", Topic, "Topics", "policies"),
    one(TopicPolicy, "topic", Topic, "TopicArn", "own_policies"),
    one(ActivityStream, "cluster", DbCluster, "ResourceArn", "activity_streams"),
    one(LogGroup, "instance", DbInstance, "LogGroupName", "log_groups"),
    one(LogGroup, "cluster", DbCluster, "LogGroupName", "log_groups"),
    one(MetricFilter, "log_group", LogGroup, "LogGroupName", "metric_filters"),
    several(LogAnomalyDetector, "log_groups", LogGroup, "LogGroupArnList", "anomaly_detectors"),
    several(Alarm, "instances", DbInstance, "Dimensions", "alarms"),
    several(Alarm, "clusters", DbCluster, "Dimensions", "alarms"),
    one(DetectorFeature, "detector", Detector, "DetectorId", "features"),
];
