//! The one table of fields: the API's name, the names in both languages, the type, the default in each language,
//! and from where an absent field is taken. Nothing else in the project knows a property's or an argument's name.
//!
//! Names and defaults are from the AWS API reference, the CloudFormation schemas and the Terraform AWS provider's
//! documentation, read on [`AS_OF`].

use Absent::{Bool, Computed, Nothing, Number, Text, Unknown};
use Inherit::{Cluster, Own, Source};

/// The day on which names and defaults were last checked.
pub const AS_OF: &str = "2026-11-21";

/// The kinds of entity, named as JSONPath selectors name their collections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `instances`: a DB instance, cluster members included.
    DbInstance,
    /// `clusters`: an Aurora or Multi-AZ DB cluster.
    DbCluster,
    /// `parameter_groups`: a DB (instance) parameter group.
    ParameterGroup,
    /// `cluster_parameter_groups`: a DB cluster parameter group.
    ClusterParameterGroup,
    /// `subnet_groups`: a DB subnet group.
    SubnetGroup,
    /// `security_groups`: a VPC security group.
    SecurityGroup,
    /// `security_group_rules`: an ingress rule that stands on its own.
    SecurityGroupRule,
    /// `proxies`: an RDS Proxy.
    Proxy,
}

/// What a field holds. Values are converted to it: `"true"` is a boolean where a boolean belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A boolean.
    Bool,
    /// A number.
    Number,
    /// A string.
    Text,
    /// A list of strings, or of whatever it holds.
    List,
    /// A map, or a nested block.
    Map,
}

/// What holds where the source says nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Absent {
    /// Nothing: the field stays null.
    Nothing,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(u32),
    /// A string.
    Text(&'static str),
    /// Something that the source cannot tell, with the reason as a clause.
    Unknown(&'static str),
    /// A rule of the model (`model::defaults`), for defaults that depend on other fields.
    Computed,
}

/// From where an absent field is taken, or whether it is the entity's own at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inherit {
    /// Its own, always.
    Own,
    /// Its own; a replica or a restored entity takes an absent one from its source.
    Source,
    /// As [`Inherit::Source`]; and a cluster member does not have it: its cluster's counts, whatever it says.
    Cluster,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// The kind of entity that has it.
    pub kind: Kind,
    /// The name in the model: the API's.
    pub name: &'static str,
    /// What it holds.
    pub ty: Type,
    /// The CloudFormation property, with `.` between levels; empty where there is none.
    pub cloudformation: &'static str,
    /// The Terraform arguments that can hold it, the first that is present wins; empty where there is none.
    pub terraform: &'static [&'static str],
    /// What CloudFormation takes where it is absent.
    pub cloudformation_default: Absent,
    /// What Terraform takes where it is absent.
    pub terraform_default: Absent,
    /// From where an absent one is taken.
    pub inherit: Inherit,
    /// Whether its text is a secret.
    pub secret: bool,
}

/// The resource types of both languages and the kind of entity that each becomes.
pub const TYPES: &[(&str, Kind)] = &[
    ("AWS::RDS::DBInstance", Kind::DbInstance),
    ("AWS::RDS::DBCluster", Kind::DbCluster),
    ("AWS::RDS::DBParameterGroup", Kind::ParameterGroup),
    ("AWS::RDS::DBClusterParameterGroup", Kind::ClusterParameterGroup),
    ("AWS::RDS::DBSubnetGroup", Kind::SubnetGroup),
    ("AWS::RDS::DBProxy", Kind::Proxy),
    ("AWS::EC2::SecurityGroup", Kind::SecurityGroup),
    ("AWS::EC2::SecurityGroupIngress", Kind::SecurityGroupRule),
    ("aws_db_instance", Kind::DbInstance),
    ("aws_rds_cluster_instance", Kind::DbInstance),
    ("aws_rds_cluster", Kind::DbCluster),
    ("aws_db_parameter_group", Kind::ParameterGroup),
    ("aws_rds_cluster_parameter_group", Kind::ClusterParameterGroup),
    ("aws_db_subnet_group", Kind::SubnetGroup),
    ("aws_db_proxy", Kind::Proxy),
    ("aws_security_group", Kind::SecurityGroup),
    ("aws_default_security_group", Kind::SecurityGroup),
    ("aws_security_group_rule", Kind::SecurityGroupRule),
    ("aws_vpc_security_group_ingress_rule", Kind::SecurityGroupRule),
];

/// The table. Rows of one kind stand together.
pub const FIELDS: &[Field] = &[
    both(Kind::DbInstance, "StorageEncrypted", Type::Bool, &["storage_encrypted"], Bool(false), Cluster),
    Field {
        cloudformation_default: Computed,
        ..both(Kind::DbInstance, "PubliclyAccessible", Type::Bool, &["publicly_accessible"], Bool(false), Own)
    },
    secret(both(Kind::DbInstance, "MasterUserPassword", Type::Text, &["password"], Nothing, Cluster)),
    both(Kind::DbInstance, "Engine", Type::Text, &["engine"], Nothing, Source),
    both(Kind::DbInstance, "Port", Type::Number, &["port"], Computed, Cluster),
    both(Kind::DbInstance, "StorageType", Type::Text, &["storage_type"], Text("gp3"), Own),
    both(
        Kind::DbInstance,
        "EngineVersion",
        Type::Text,
        &["engine_version"],
        Unknown("no engine version is given"),
        Source,
    ),
    both(Kind::DbCluster, "BackupRetentionPeriod", Type::Number, &["backup_retention_period"], Number(1), Source),
];

/// A row whose property has the API's name and whose default is the same in both languages.
const fn both(
    kind: Kind,
    name: &'static str,
    ty: Type,
    terraform: &'static [&'static str],
    default: Absent,
    inherit: Inherit,
) -> Field {
    Field {
        kind,
        name,
        ty,
        cloudformation: name,
        terraform,
        cloudformation_default: default,
        terraform_default: default,
        inherit,
        secret: false,
    }
}

const fn secret(field: Field) -> Field {
    Field { secret: true, ..field }
}
