//! Comments with their places: ignore directives stand in them.

use crate::source::Span;

/// A comment without its marker (`#`, `//`, `/*`), trimmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The comment with its marker.
    pub span: Span,
    /// The text without the marker and without white space around it.
    pub text: Box<str>,
    /// Whether nothing but white space stands before it on its line.
    pub own_line: bool,
}
