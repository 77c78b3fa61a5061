//! Spans as the formats write them: a path, lines and columns.

use crate::source::{Position, Problem, SourceMap, Span};

/// A span as path, lines and columns. Columns count Unicode characters; the end is the position after the last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) path: &'a str,
    pub(super) start: Position,
    pub(super) end: Position,
}

impl<'a> Place<'a> {
    /// The place of a span.
    pub(super) fn of(sources: &'a SourceMap, span: Span) -> Self {
        let (start, end) = sources.positions(span);
        Self { path: sources.file(span.file).path(), start, end: end.max(start) }
    }
}

/// The path that a problem is about, and its place where it has one.
pub(super) fn of_problem<'a>(sources: &'a SourceMap, problem: &'a Problem) -> (Option<&'a str>, Option<Place<'a>>) {
    let place = problem.span.map(|span| Place::of(sources, span));
    (place.map(|place| place.path).or(problem.path.as_deref()), place)
}
