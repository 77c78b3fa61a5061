//! The fields of logs, events, alarms and what watches an account.

use super::Field;

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[];
