//! Secrets in text that cannot be read: nothing is known of it but the words on its lines.

use super::{WORDS, floor};
use crate::model::names_secret;
use crate::source::{ProblemKind, SourceFile, Span};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A name with a secret's word in it, and the signs that may stand between it and its value.
static NAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r#"(?i)[a-z0-9_.-]*(?:{WORDS})[a-z0-9_.-]*["']?[ \t]*[:=]?[ \t]*"#)).ok());

/// How many lines after a problem's first one are searched; an excerpt shows no more.
const LINES: u32 = 8;

/// What may be a secret on the lines around a problem.
pub(super) fn secrets(file: &SourceFile, span: Span, kind: ProblemKind) -> Vec<Range<usize>> {
    let lines = file.lines();
    let first = lines.line(span.start).saturating_sub(1).max(1);
    let last = (lines.line(span.end) + 1).min(first + LINES);
    let ranges = (first..=last).filter_map(|number| lines.range(file.text(), number));
    ranges.filter_map(|line| on_line(file, line, kind)).collect()
}

fn on_line(file: &SourceFile, line: Range<usize>, kind: ProblemKind) -> Option<Range<usize>> {
    let text = file.text().get(line.clone())?;
    let start = if is_values(file.path()) { value(text) } else { named_value(text, kind)? };
    let end = text.trim_end().len();
    (start < end).then(|| line.start + floor(text, start)..line.start + end)
}

/// Whether the file holds nothing but values, every one of which may be a secret.
fn is_values(path: &str) -> bool {
    path.ends_with(".tfvars") || path.ends_with(".tfvars.json")
}

/// Where the value of `name = value` begins.
fn value(line: &str) -> usize {
    let sign = line.find(['=', ':']).map(|sign| sign + 1);
    let word = || line.len() - line.trim_start().trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len();
    sign.unwrap_or_else(word)
}

/// Where the value of a secret's name begins. Text that was read tells by its form that it is no expression.
fn named_value(line: &str, kind: ProblemKind) -> Option<usize> {
    let mut names = NAME.as_ref()?.find_iter(line);
    let name = names.find(|name| names_secret(name.as_str()))?;
    let rest = line.get(name.end()..)?;
    (kind == ProblemKind::Syntax || rest.starts_with(['{', '[', '*', '&', '!', '%', '@'])).then_some(name.end())
}
