//! Terraform: directories of files to evaluated resources.
//!
//! A [`Project`] indexes the parsed files by directory. [`Project::evaluate`] starts at a root module and works out,
//! lazily and in three-valued logic, what every resource that matters would be: the values of its arguments where
//! the source decides them, and why not where it does not. Nothing is evaluated that no such resource refers to.

mod assumptions;
mod calls;
mod conditionals;
mod constraint;
mod conversion;
mod evaluator;
mod expansion;
mod expressions;
mod frames;
mod functions;
mod guards;
mod handed;
mod inputs;
mod instances;
mod known;
mod loops;
mod manifest;
mod module;
mod operators;
mod origins;
mod overrides;
mod paths;
mod plan;
mod policy_documents;
mod project;
mod providers;
mod references;
mod relevance;
mod rendering;
mod required;
mod resources;
mod sets;
mod sources;
mod splats;
mod templates;
mod traversal;
mod types;
mod values;
mod variables;

pub use inputs::{Given, Inputs};
pub(crate) use manifest::MANIFEST;
pub use manifest::{Installed, Manifest};
pub use plan::Plan;
pub(crate) use plan::{may_be_plan, mistaken_for_plan};
pub use project::Project;
pub(crate) use relevance::{fetches_modules, local_sources, names_database};

#[cfg(test)]
mod tests;
