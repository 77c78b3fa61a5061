//! The fields of parameter groups, option groups and subnet groups, and of the security groups of EC2-Classic.

use super::{Field, Kind};

/// The rows, in the order in which `resolve` shows them. The options of an option group stay in
/// their language's own form.
pub(super) const FIELDS: &[Field] = &[
    Field::text(Kind::ParameterGroup, "DBParameterGroupName", &["name"]),
    Field::text(Kind::ParameterGroup, "Family", &["family"]),
    Field::map(Kind::ParameterGroup, "Parameters", &["parameter"]),
    Field::text(Kind::ParameterGroup, "Description", &["description"]),
    Field::text(Kind::ClusterParameterGroup, "DBClusterParameterGroupName", &["name"]),
    Field::text(Kind::ClusterParameterGroup, "Family", &["family"]),
    Field::map(Kind::ClusterParameterGroup, "Parameters", &["parameter"]),
    Field::text(Kind::ClusterParameterGroup, "Description", &["description"]),
    Field::text(Kind::OptionGroup, "OptionGroupName", &["name"]),
    Field::text(Kind::OptionGroup, "EngineName", &["engine_name"]),
    Field::text(Kind::OptionGroup, "MajorEngineVersion", &["major_engine_version"]),
    Field::list(Kind::OptionGroup, "OptionConfigurations", &["option"]),
    Field::text(Kind::OptionGroup, "OptionGroupDescription", &["option_group_description"]),
    Field::text(Kind::SubnetGroup, "DBSubnetGroupName", &["name"]),
    Field::list(Kind::SubnetGroup, "SubnetIds", &["subnet_ids"]),
    Field::text(Kind::SubnetGroup, "DBSubnetGroupDescription", &["description"]),
    Field::text(Kind::ClassicSecurityGroup, "GroupDescription", &["description"]),
    Field::text(Kind::ClassicSecurityGroup, "EC2VpcId", &[]),
    Field::list(Kind::ClassicSecurityGroup, "CIDRIPs", &["ingress.cidr"]).property("DBSecurityGroupIngress.CIDRIP"),
    Field::text(Kind::ClassicSecurityGroupRule, "DBSecurityGroupName", &[]),
    Field::list(Kind::ClassicSecurityGroupRule, "CIDRIPs", &[]).property("CIDRIP"),
];
