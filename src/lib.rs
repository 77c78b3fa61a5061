//! rdslint.

pub mod catalog;
pub mod cli;
pub mod cloudformation;
pub mod docs;
pub mod finding;
pub mod lint;
pub mod model;
pub mod policy;
pub mod report;
pub mod source;
pub mod syntax;
pub mod terraform;
pub mod value;
