//! Policies: what they say about the model, and what is said about it to people.
//!
//! A policy file is compiled when the crate is built ([`compile`], by the build script) or, when it is a user's own,
//! when a run begins: its names are checked against the model's tables and its selector is parsed. From then on a
//! policy is data ([`ast`]) that [`evaluate`] walks in three-valued logic, and [`findings`] puts the outcomes into
//! words and places.

pub mod ast;
mod cases;
pub mod compile;
mod filter;
mod findings;
mod labels;
mod merge;
pub mod operator;
mod path;
#[cfg(test)]
mod tests;
pub mod titles;
mod verdict;
pub mod wire;
mod words;
mod writing;

pub use ast::{Change, Example, Expected, Only, Page, Policy, Remedy, Subject, Tier};
pub use filter::Doubt;
pub(crate) use findings::findings_about;
pub use findings::{Findings, findings};
pub use merge::merge;
pub use verdict::{Evidence, Outcome, Verdict, evaluate};
pub(crate) use words::{change_in, step_words};
pub use writing::fingerprint;
