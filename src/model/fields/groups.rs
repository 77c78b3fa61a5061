//! The fields of parameter groups and subnet groups.

use super::{Field, Kind};

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[
    Field::text(Kind::ParameterGroup, "DBParameterGroupName", &["name"]),
    Field::text(Kind::ParameterGroup, "Family", &["family"]),
    Field::map(Kind::ParameterGroup, "Parameters", &["parameter"]),
    Field::text(Kind::ParameterGroup, "Description", &["description"]),
    Field::text(Kind::ClusterParameterGroup, "DBClusterParameterGroupName", &["name"]),
    Field::text(Kind::ClusterParameterGroup, "Family", &["family"]),
    Field::map(Kind::ClusterParameterGroup, "Parameters", &["parameter"]),
    Field::text(Kind::ClusterParameterGroup, "Description", &["description"]),
    Field::text(Kind::SubnetGroup, "DBSubnetGroupName", &["name"]),
    Field::list(Kind::SubnetGroup, "SubnetIds", &["subnet_ids"]),
    Field::text(Kind::SubnetGroup, "DBSubnetGroupDescription", &["description"]),
];
