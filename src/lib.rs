//! rdslint.

pub mod cloudformation;
pub mod finding;
pub mod lint;
pub mod model;
pub mod source;
pub mod syntax;
pub mod value;
