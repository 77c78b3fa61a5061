//! The fields of what Terraform's `postgresql` provider manages inside a database.

use super::Field;

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[];
