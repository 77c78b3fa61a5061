//! The fields of a VPC: subnets, routes, gateways, network ACLs, flow logs and endpoints.

use super::Field;

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[];
