//! The modules that have a description, release by release.

use super::version::{Release, Releases};

/// A description of some releases of a module.
#[derive(Debug)]
pub(super) struct Row {
    /// The address in the registry.
    pub(super) module: &'static str,
    /// The module within it, empty for the whole.
    pub(super) inner: &'static str,
    /// The releases that it describes.
    pub(super) releases: Releases,
    /// The releases for people.
    pub(super) version: &'static str,
    /// Terraform code; each text overrides the ones before.
    pub(super) parts: &'static [&'static str],
}

/// Texts of which a file that calls one of the modules holds at least one.
pub(in crate::terraform) const NEEDLES: [&[u8]; 4] =
    [b"/rds/aws", b"/rds-aurora/aws", b"/rds-cluster/aws", b"/terraform-aws-rds"];

const RDS: &str = "terraform-aws-modules/rds/aws";
const RDS_7: &str = include_str!("modules/tam_rds.tf");
const RDS_6: &str = include_str!("modules/tam_rds_6.tf");
const RDS_5: &str = include_str!("modules/tam_rds_5.tf");
const RDS_3: &str = include_str!("modules/tam_rds_3.tf");

const INSTANCE: &str = "modules/db_instance";
const INSTANCE_7: &str = include_str!("modules/tam_rds_instance.tf");
const INSTANCE_6: &str = include_str!("modules/tam_rds_instance_6.tf");
const INSTANCE_6_0: &str = include_str!("modules/tam_rds_instance_6_0.tf");
const INSTANCE_5: &str = include_str!("modules/tam_rds_instance_5.tf");
const INSTANCE_3: &str = include_str!("modules/tam_rds_instance_3.tf");

const OPTION_GROUP: &[&str] = &[include_str!("modules/tam_rds_option_group.tf")];
const PARAMETER_GROUP: &[&str] = &[include_str!("modules/tam_rds_parameter_group.tf")];
const SUBNET_GROUP: &[&str] = &[include_str!("modules/tam_rds_subnet_group.tf")];

const AURORA: &str = "terraform-aws-modules/rds-aurora/aws";
const AURORA_10: &str = include_str!("modules/tam_aurora_10.tf");
const AURORA_9: &str = include_str!("modules/tam_aurora_9.tf");
const AURORA_8: &str = include_str!("modules/tam_aurora_8.tf");
const AURORA_7: &str = include_str!("modules/tam_aurora_7.tf");
const AURORA_5: &str = include_str!("modules/tam_aurora_5.tf");

const CLOUDPOSSE_RDS: &str = include_str!("modules/cloudposse_rds.tf");
const CLOUDPOSSE_CLUSTER: &str = include_str!("modules/cloudposse_rds_cluster.tf");
const AWS_IA_AURORA: &str = include_str!("modules/aws_ia_aurora.tf");

/// Releases before 1 of which only the newest is known, whatever its numbers are.
const NEWEST_0: Releases = releases([0, u64::MAX, 0], [1, 0, 0]);

/// The rows, the releases of each module from the oldest to the newest.
pub(super) const ROWS: &[Row] = &[
    row(RDS, "", major(3, 4), "3", &[RDS_7, RDS_6, RDS_5, RDS_3]),
    row(RDS, "", major(4, 6), "4 and 5", &[RDS_7, RDS_6, RDS_5]),
    row(RDS, "", major(6, 7), "6", &[RDS_7, RDS_6]),
    row(RDS, "", major(7, 8), "7", &[RDS_7]),
    row(RDS, INSTANCE, major(3, 4), "3", &[INSTANCE_7, INSTANCE_6, INSTANCE_5, INSTANCE_3]),
    row(RDS, INSTANCE, major(4, 6), "4 and 5", &[INSTANCE_7, INSTANCE_6, INSTANCE_5]),
    row(RDS, INSTANCE, releases([6, 0, 0], [6, 3, 1]), "6.0 to 6.3", &[INSTANCE_7, INSTANCE_6, INSTANCE_6_0]),
    row(RDS, INSTANCE, releases([6, 3, 1], [7, 0, 0]), "6", &[INSTANCE_7, INSTANCE_6]),
    row(RDS, INSTANCE, major(7, 8), "7", &[INSTANCE_7]),
    row(RDS, "modules/db_option_group", major(3, 8), "3 to 7", OPTION_GROUP),
    row(RDS, "modules/db_parameter_group", major(3, 8), "3 to 7", PARAMETER_GROUP),
    row(RDS, "modules/db_subnet_group", major(3, 8), "3 to 7", SUBNET_GROUP),
    row(AURORA, "", major(3, 6), "3 to 5", &[AURORA_5]),
    row(AURORA, "", major(6, 8), "6 and 7", &[AURORA_9, AURORA_7]),
    row(AURORA, "", major(8, 9), "8", &[AURORA_9, AURORA_8]),
    row(AURORA, "", major(9, 10), "9", &[AURORA_9]),
    row(AURORA, "", major(10, 11), "10", &[AURORA_10]),
    row("cloudposse/rds/aws", "", major(1, 2), "1", &[CLOUDPOSSE_RDS]),
    row("cloudposse/rds-cluster/aws", "", major(1, 3), "1 and 2", &[CLOUDPOSSE_CLUSTER]),
    row("aws-ia/rds-aurora/aws", "", NEWEST_0, "0", &[AWS_IA_AURORA]),
];

const fn row(
    module: &'static str,
    inner: &'static str,
    releases: Releases,
    version: &'static str,
    parts: &'static [&'static str],
) -> Row {
    Row { module, inner, releases, version, parts }
}

const fn releases(from: Release, to: Release) -> Releases {
    Releases { from, to }
}

/// Whole major versions: from the first up to but without the second.
const fn major(from: u64, to: u64) -> Releases {
    releases([from, 0, 0], [to, 0, 0])
}
