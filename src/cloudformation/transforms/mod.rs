//! What a template's transforms and macros make of it, before its sections are read.
//!
//! Loops are written out: the tree then has what each item makes, every node with the span of the body that it comes
//! from. A template that does not ask for the language extensions is left as it is, at no cost.

mod collection;
mod declared;
mod foreach;
mod include;
mod loops;
mod macros;
mod places;
mod rewrite;
mod scope;

pub(super) use declared::Declared;
pub(super) use foreach::is_loop;
pub use include::include;
pub(crate) use include::may_include;
pub(super) use loops::Loops;
pub(super) use macros::{MACRO, describe, is_macro_key};

use super::inputs::Inputs;
use super::stacks::Stack;
use crate::source::Problem;
use crate::syntax::node::Node;

/// A template with its loops written out.
#[derive(Debug)]
pub(super) struct Expanded {
    /// The tree.
    pub(super) root: Node,
    /// What the tree cannot say of the loops.
    pub(super) loops: Loops,
    /// What CloudFormation would reject.
    pub(super) problems: Vec<Problem>,
}

/// Writes the loops out, as the inputs decide their collections; `None` where there can be none.
pub(super) fn expand(root: &Node, inputs: &Inputs, stack: &Stack<'_>) -> Option<Expanded> {
    Declared::read(root).language_extensions.then(|| foreach::expand(root, inputs, stack))
}
