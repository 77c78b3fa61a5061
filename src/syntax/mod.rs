//! Text to trees with spans for keys and values. Knows nothing of AWS, reads no file, and never fails: every
//! parser returns what it could read together with the problems it met.

mod blocks;
mod build;
pub mod comments;
pub mod hcl;
pub mod json;
pub mod node;
pub(crate) mod pieces;
pub mod toml;
pub mod yaml;

use crate::source::Problem;
use comments::Comment;

/// What a parser made of a text.
#[derive(Debug)]
pub struct Parsed<T> {
    /// As much of the tree as could be read.
    pub tree: T,
    /// The comments, in source order (JSON has none that are right).
    pub comments: Vec<Comment>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}
