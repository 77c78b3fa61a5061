//! The fields of what connects to databases: functions, tasks, servers and jobs.

use super::Field;

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[];
