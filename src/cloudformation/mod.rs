//! CloudFormation templates to evaluated resources: parameters, mappings, conditions and intrinsic functions.
//!
//! What a template leaves open (a parameter without a default, an import, a pseudo parameter) becomes unknown with
//! its reason, or one of several values under the conditions that would decide. Nothing here fails: a shape that
//! CloudFormation would reject is a problem, and the rest is still evaluated.

mod alternatives;
mod assembly;
mod assertions;
mod assumptions;
mod call;
mod conditions;
mod constraints;
mod creators;
mod deployments;
mod dynamic;
mod encodings;
mod evaluator;
mod exports;
mod formulas;
pub mod given;
mod handed;
mod ignores;
mod inputs;
mod intrinsics;
mod lists;
mod mappings;
mod networks;
mod parameters;
mod project;
mod references;
mod resources;
mod scalars;
mod stacks;
mod sub;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod transforms;

pub use assembly::SynthesizedStack;
pub(crate) use assembly::{ASSET, MANIFEST, MARKER, may_be_assembly, read_assembly};
pub use creators::join;
pub(crate) use creators::{bodies, body_path, file_names, may_create, template_paths};
pub use deployments::Deployment;
pub(crate) use exports::{may_export, may_import};
pub use ignores::IgnoreEntry;
pub(crate) use ignores::{metadata_ignores, resource_blocks};
pub use inputs::Inputs;
pub use project::{Project, TemplateFile};
pub use template::is_template;
pub(crate) use template::{may_matter, names_database};
pub use transforms::include;
pub(crate) use transforms::may_include;

use crate::model::{Evaluation, Scope};
use crate::syntax::node::Node;
use stacks::Stack;

/// Evaluates the resources of a template that stands alone, as the inputs would deploy them.
pub fn evaluate(root: &Node, inputs: &Inputs, scope: Scope) -> Evaluation {
    project::evaluate(root, false, inputs, &Stack::root(None, scope)).evaluation
}
