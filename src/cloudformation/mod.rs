//! CloudFormation templates to evaluated resources: parameters, mappings, conditions and intrinsic functions.
//!
//! What a template leaves open (a parameter without a default, an import, a pseudo parameter) becomes unknown with
//! its reason, or one of several values under the conditions that would decide. Nothing here fails: a shape that
//! CloudFormation would reject is a problem, and the rest is still evaluated.

mod alternatives;
mod assumptions;
mod call;
mod conditions;
mod dynamic;
mod evaluator;
mod ignores;
mod inputs;
mod intrinsics;
mod lists;
mod mappings;
mod parameters;
mod resources;
mod scalars;
mod sub;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod transforms;

pub use ignores::{IgnoreEntry, metadata_ignores, resource_blocks};
pub use inputs::Inputs;
pub use template::{is_template, may_matter};

use crate::model::{Evaluation, Scope};
use crate::syntax::node::Node;
use evaluator::Evaluator;
use template::Template;

/// Evaluates a template's resources of the types that the model knows, as the inputs would deploy them.
pub fn evaluate(root: &Node, inputs: &Inputs, scope: Scope) -> Evaluation {
    run(root, inputs, scope, false)
}

/// As [`evaluate`], for the tree of a text that broke off: names may be declared in the part that is missing, so a
/// reference to nothing is unknown and no problem.
pub fn evaluate_incomplete(root: &Node, inputs: &Inputs, scope: Scope) -> Evaluation {
    run(root, inputs, scope, true)
}

fn run(root: &Node, inputs: &Inputs, scope: Scope, incomplete: bool) -> Evaluation {
    let (template, problems) = Template::read(root, incomplete);
    let mut evaluator = Evaluator::new(&template, inputs, root.span, problems);
    let resources = resources::all(&mut evaluator, scope);
    evaluator.finish(resources)
}
