//! The one table of fields: the API's name, the names in both languages, the type, the default in each language,
//! and from where an absent field is taken. Nothing else in the project knows a property's or an argument's name.
//!
//! Names and defaults are from the AWS API reference, the CloudFormation schemas and the Terraform AWS provider's
//! documentation, read on [`AS_OF`]. This module uses nothing but the standard library, so that whoever compiles
//! policies can include it alone.

mod cluster;
mod groups;
mod instance;
mod names;
mod network;

pub use names::{FACTS, LINKS, PARAMETERS, names, type_of};

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
    /// Tags: a map of strings, in CloudFormation written as a list of `Key` and `Value`.
    Tags,
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
    /// Worked out by the model (`model::defaults`), for defaults that depend on other fields.
    Computed,
}

/// From where an absent field is taken, or whether it is the entity's own at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inherit {
    /// Its own, always.
    Own,
    /// Its own; a replica or a restored entity takes an absent one from its source.
    Source,
    /// Its own, a replica's too; what is restored takes an absent one from its source.
    Restored,
    /// As [`Inherit::Source`]; and a cluster member does not have it: its cluster's counts, whatever it says.
    Cluster,
    /// Its own, a replica's and a restored entity's too; a cluster member does not have it, as with
    /// [`Inherit::Cluster`].
    Member,
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

/// Arguments that a resource type lacks although another type of its kind has them: who writes them there says
/// nothing to AWS.
pub const LACKING: &[(&str, &str)] = &[("aws_db_instance", "cluster_identifier")];

/// Arguments whose default Terraform's provider sends itself, so that what is restored or replicated has it too.
pub const SENT: &[(&str, &str)] = &[("aws_rds_cluster", "backup_retention_period")];

/// The table. Rows of one kind stand together.
pub const FIELDS: &[Field] = &concat::<COUNT>(&[instance::FIELDS, cluster::FIELDS, groups::FIELDS, network::FIELDS]);

const COUNT: usize = instance::FIELDS.len() + cluster::FIELDS.len() + groups::FIELDS.len() + network::FIELDS.len();

const fn concat<const N: usize>(parts: &[&[Field]]) -> [Field; N] {
    let mut all = [Field::text(Kind::DbInstance, "", &[]); N];
    let (mut part, mut at) = (0, 0);
    while part < parts.len() {
        let mut row = 0;
        while row < parts[part].len() {
            all[at] = parts[part][row];
            row += 1;
            at += 1;
        }
        part += 1;
    }
    all
}

impl Kind {
    /// What a resource of that type becomes; `None` for a type that is of no concern.
    pub fn of(type_name: &str) -> Option<Self> {
        TYPES.iter().find(|(known, _)| *known == type_name).map(|(_, kind)| *kind)
    }

    /// Whether it is a database: a DB instance or a DB cluster.
    pub const fn is_database(self) -> bool {
        matches!(self, Self::DbInstance | Self::DbCluster)
    }

    /// All kinds with the names of their collections in a selector.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::DbInstance, "instances"),
        (Self::DbCluster, "clusters"),
        (Self::ParameterGroup, "parameter_groups"),
        (Self::ClusterParameterGroup, "cluster_parameter_groups"),
        (Self::SubnetGroup, "subnet_groups"),
        (Self::SecurityGroup, "security_groups"),
        (Self::SecurityGroupRule, "security_group_rules"),
        (Self::Proxy, "proxies"),
    ];

    /// The name of the collection in a selector: `instances`.
    pub fn collection(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The kind whose collection has that name.
    pub fn from_collection(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, own)| *own == name).map(|(kind, _)| kind)
    }
}

impl Field {
    /// The field of that name, when the kind has it.
    pub fn find(kind: Kind, name: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.kind == kind && field.name == name)
    }

    const fn new(kind: Kind, name: &'static str, ty: Type, terraform: &'static [&'static str]) -> Self {
        Self {
            kind,
            name,
            ty,
            cloudformation: name,
            terraform,
            cloudformation_default: Absent::Nothing,
            terraform_default: Absent::Nothing,
            inherit: Inherit::Own,
            secret: false,
        }
    }

    const fn text(kind: Kind, name: &'static str, terraform: &'static [&'static str]) -> Self {
        Self::new(kind, name, Type::Text, terraform)
    }

    const fn list(kind: Kind, name: &'static str, terraform: &'static [&'static str]) -> Self {
        Self::new(kind, name, Type::List, terraform)
    }

    const fn map(kind: Kind, name: &'static str, terraform: &'static [&'static str]) -> Self {
        Self::new(kind, name, Type::Map, terraform)
    }

    const fn tags(kind: Kind) -> Self {
        Self::new(kind, "Tags", Type::Tags, &["tags"])
    }

    const fn number(kind: Kind, name: &'static str, terraform: &'static [&'static str], default: Absent) -> Self {
        Self::new(kind, name, Type::Number, terraform).absent(default)
    }

    const fn bool(kind: Kind, name: &'static str, terraform: &'static [&'static str], default: bool) -> Self {
        Self::new(kind, name, Type::Bool, terraform).absent(Absent::Bool(default))
    }

    const fn property(self, cloudformation: &'static str) -> Self {
        Self { cloudformation, ..self }
    }

    const fn absent(self, default: Absent) -> Self {
        Self { cloudformation_default: default, terraform_default: default, ..self }
    }

    const fn absent_in_cloudformation(self, default: Absent) -> Self {
        Self { cloudformation_default: default, ..self }
    }

    const fn absent_in_terraform(self, default: Absent) -> Self {
        Self { terraform_default: default, ..self }
    }

    const fn inherit(self, inherit: Inherit) -> Self {
        Self { inherit, ..self }
    }

    const fn secret(self) -> Self {
        Self { secret: true, ..self }
    }
}
