//! What a text was made of: whoever reads a text that is not wholly known, or wants to know where a part of it stands, can
//! look at what it was made of instead.

use super::Value;

/// What a text was made of.
#[derive(Clone, Debug)]
pub enum Made {
    /// It is the JSON of this value.
    Json(Value),
    /// These, one after the other.
    Text(Vec<Value>),
}
