//! The fields of secrets and of SSM parameters.

use super::Field;

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[];
