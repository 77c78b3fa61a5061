//! The fields of the shard groups of Aurora Limitless Database, which have an address of their own.

use super::Absent::{Number, Unknown};
use super::links::one;
use super::{Field, Kind, Link};

/// What decides where neither says it.
const BY_NETWORK: &str = "whether it is public by default depends on the gateways of its VPC";

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[
    Field::text(Kind::ShardGroup, "DBShardGroupIdentifier", &["db_shard_group_identifier"]),
    Field::text(Kind::ShardGroup, "DBClusterIdentifier", &["db_cluster_identifier"]),
    Field::bool(Kind::ShardGroup, "PubliclyAccessible", &["publicly_accessible"], false).absent(Unknown(BY_NETWORK)),
    Field::number(Kind::ShardGroup, "ComputeRedundancy", &["compute_redundancy"], Number(0)),
];

/// The cluster that it makes up.
pub(super) const LINKS: &[Link] =
    &[one(Kind::ShardGroup, "cluster", Kind::DbCluster, "DBClusterIdentifier", "shard_groups")];
