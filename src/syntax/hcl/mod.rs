//! HCL and its JSON twin: text to the tree of [`tree`].
//!
//! A text is lexed as a whole and parsed as if it had no error. If it has one, it is lexed and parsed again in a way
//! that goes on behind errors: both take time that is linear in its length.

mod display;
pub mod json;
mod lexer;
mod parser;
pub mod tree;

use super::Parsed;
use crate::parallel;
use crate::source::{FileId, Problem, ProblemKind, Span};
use lexer::Lexed;
pub use parser::Place;
use parser::{Failure, Parser};
use tree::{Body, Expr, ExprKind};

/// Past this depth a text is parsed on a thread of its own, with a stack that holds it.
const SHALLOW: usize = 24;
/// The stack for deep texts, in bytes.
const DEEP_STACK: usize = 32 << 20;

/// Parses the text of a `.tf` or `.tfvars` file.
pub fn parse(file: FileId, text: &str) -> Parsed<Body> {
    let lexed = lexer::file(file, text);
    if let Ok((tree, problems)) = parse_body(file, text, &lexed, true) {
        return Parsed { tree, comments: lexed.comments, problems };
    }
    let lexed = lexer::broken_file(file, text);
    let parsed = parse_body(file, text, &lexed, false);
    let (tree, problems) = parsed.unwrap_or_else(|problem| (Body::default(), vec![problem]));
    Parsed { tree, comments: lexed.comments, problems }
}

fn parse_body(file: FileId, text: &str, lexed: &Lexed, strict: bool) -> Result<(Body, Vec<Problem>), Problem> {
    on_deep_stack(lexed.depth, Span::new(file, 0, 0), || {
        let mut parser = Parser::new(Place::Offset(file, 0), text, &lexed.tokens, strict);
        let body = parser.file()?;
        Ok((body, parser.problems()))
    })
}

/// Parses a text that is one expression, as in a variable's value on the command line.
///
/// # Errors
/// The first problem of a text that is no expression.
pub(crate) fn parse_expr(place: Place, text: &str) -> Result<Expr, Problem> {
    let lexed = lexer::file(place.start().file, text);
    on_deep_stack(lexed.depth, place.start(), || Parser::new(place, text, &lexed.tokens, true).whole_expr())
}

/// Parses a text that is one template without quotes, as in the strings of JSON and in template files.
///
/// # Errors
/// The first problem of a text that is no template.
pub(crate) fn parse_template(place: Place, text: &str) -> Result<ExprKind, Problem> {
    let lexed = lexer::bare_template(place.start().file, text);
    on_deep_stack(lexed.depth, place.start(), || Parser::new(place, text, &lexed.tokens, true).whole_template())
}

/// Parses on a stack that is large enough for the depth of the text.
fn on_deep_stack<T: Send>(
    depth: usize,
    place: Span,
    parse: impl FnOnce() -> Result<T, Failure> + Send,
) -> Result<T, Problem> {
    let parse = || parse().map_err(Problem::from);
    if depth <= SHALLOW {
        return parse();
    }
    parallel::on_stack(DEEP_STACK, parse)
        .unwrap_or_else(|| Err(Problem::at(ProblemKind::Limit, place, "too deep to be parsed here")))
}

#[cfg(test)]
mod tests;
