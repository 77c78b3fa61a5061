//! The fields of snapshots, of their copies and of AWS Backup.

use super::Field;

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[];
