//! Comments with their places: ignore directives stand in them.

use crate::source::Span;

/// A comment and where it stands; its text is taken from the source when somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The comment with its marker.
    pub span: Span,
    /// Whether nothing but white space stands before it on its line.
    pub own_line: bool,
}

impl Comment {
    /// What it says, without its marker (`#`, `//`, `/*`) and without white space around it.
    pub fn text<'a>(&self, source: &'a str) -> &'a str {
        let written = source.get(self.span.range()).unwrap_or_default();
        let text = match written.strip_prefix("/*") {
            Some(rest) => rest.strip_suffix("*/").unwrap_or(rest),
            None => written.strip_prefix("//").or_else(|| written.strip_prefix('#')).unwrap_or(written),
        };
        text.trim()
    }
}
