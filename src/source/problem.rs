//! Input that could not be read: said with its place, never a reason to stop.

use super::Span;

/// What sort of input a [`Problem`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A file or folder that could not be opened or decoded.
    Unreadable,
    /// Text that does not follow its format's grammar.
    Syntax,
    /// Text that parses and still cannot mean anything: a cycle, a duplicate, a dangling reference.
    Meaning,
    /// A limit that keeps the run bounded was reached.
    Limit,
}

/// A piece of input that could not be read or understood. It is not a finding: it makes the run exit with 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What sort of problem.
    pub kind: ProblemKind,
    /// The place, where there is one.
    pub span: Option<Span>,
    /// The path as shown to people, for a problem without a place in a text (a file that cannot be opened).
    pub path: Option<String>,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
}

impl Problem {
    /// A problem at a place in a text, as far as it has one.
    pub fn at(kind: ProblemKind, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self { kind, span: span.into(), path: None, message: message.into() }
    }

    /// A problem with a file or folder as a whole.
    pub fn file(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind: ProblemKind::Unreadable, span: None, path: Some(path.into()), message: message.into() }
    }
}
