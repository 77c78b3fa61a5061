//! What a template's transforms and macros make of it.

mod declared;

pub(super) use declared::Declared;
