//! The modules that have a description, release by release.

use super::version::Releases;

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

/// The rows, the releases of each module from the oldest to the newest.
pub(super) const ROWS: &[Row] = &[
    row(RDS, "", (7, 8), "7", &[include_str!("modules/tam_rds.tf")]),
    row(RDS, "modules/db_instance", (7, 8), "7", &[include_str!("modules/tam_rds_instance.tf")]),
    row(RDS, "modules/db_option_group", (7, 8), "7", &[include_str!("modules/tam_rds_option_group.tf")]),
    row(RDS, "modules/db_parameter_group", (7, 8), "7", &[include_str!("modules/tam_rds_parameter_group.tf")]),
    row(RDS, "modules/db_subnet_group", (7, 8), "7", &[include_str!("modules/tam_rds_subnet_group.tf")]),
];

/// A row for whole major versions: from the first up to but without the second.
const fn row(
    module: &'static str,
    inner: &'static str,
    (from, to): (u64, u64),
    version: &'static str,
    parts: &'static [&'static str],
) -> Row {
    Row { module, inner, releases: Releases { from: [from, 0, 0], to: [to, 0, 0] }, version, parts }
}
