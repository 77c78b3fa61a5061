//! HCL and its JSON twin: text to the tree of [`tree`].

mod convert;
mod display;
pub mod json;
mod recover;
mod scan;
mod template;
pub mod tree;

use super::Parsed;
use crate::source::{FileId, Problem, ProblemKind, Span};
use tree::Body;

/// How deep brackets, blocks and templates may nest.
const MAX_DEPTH: usize = 60;
/// Past this depth the text is parsed on a thread of its own, with a stack that holds it.
const SHALLOW: usize = 12;
/// How many lines and commas one pair of braces may hold directly.
const MAX_ITEMS: usize = 10_000;
/// The stack for deep texts, in bytes.
const DEEP_STACK: usize = 16 << 20;

/// Parses the text of a `.tf` or `.tfvars` file.
pub fn parse(file: FileId, text: &str) -> Parsed<Body> {
    let scan = scan::scan(file, text);
    if let Some(problem) = refuse(file, &scan) {
        return Parsed { tree: Body::default(), comments: scan.comments, problems: vec![problem] };
    }
    let (tree, mut problems) = if scan.depth > SHALLOW { parse_deep(file, text) } else { recover::parse(file, text) };
    problems.extend(scan.open_string.map(|at| {
        Problem::at(ProblemKind::Syntax, Span::new(file, at, at + 1), "a quoted string does not end on its line")
    }));
    Parsed { tree, comments: scan.comments, problems }
}

fn refuse(file: FileId, scan: &scan::Scan) -> Option<Problem> {
    let limit = |at: u32, what: String| Some(Problem::at(ProblemKind::Limit, Span::new(file, at, at + 1), what));
    if scan.depth > MAX_DEPTH {
        return limit(scan.too_deep, format!("nested more than {MAX_DEPTH} levels deep"));
    }
    if scan.items > MAX_ITEMS {
        return limit(scan.fullest, format!("more than {MAX_ITEMS} entries in one pair of braces"));
    }
    None
}

fn parse_deep(file: FileId, text: &str) -> (Body, Vec<Problem>) {
    let outcome = std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().stack_size(DEEP_STACK);
        let handle = builder.spawn_scoped(scope, || recover::parse(file, text)).ok()?;
        handle.join().ok()
    });
    outcome.unwrap_or_else(|| {
        let problem = Problem::at(ProblemKind::Limit, Span::new(file, 0, 0), "too deep to be parsed here");
        (Body::default(), vec![problem])
    })
}

#[cfg(test)]
mod tests;
