//! What can be done about a text that is no JSON: comments and commas too many are skipped, a comma too few is put in
//! place, and what else is broken is left out with the block around it.

use super::told;
use crate::source::{FileId, Problem, ProblemKind, Span};
use crate::syntax::blocks::{Kind, Repairs, Style};
use crate::syntax::comments::Comment;
use jiter::{JiterError, JiterErrorType, JsonErrorType};
use std::ops::Range;

/// How lines of JSON begin.
pub(super) const STYLE: Style = Style { kind, indent: &[' ', '\t'] };

fn kind(line: &str) -> Kind {
    match line.as_bytes().first() {
        Some(b'"') => Kind::Key,
        Some(b'}' | b']') => Kind::Close,
        _ => Kind::Other,
    }
}

/// Repairs a text where it broke off. The problem says what was done; false where nothing was.
pub(super) fn repair(
    repairs: &mut Repairs<'_>,
    comments: &mut Vec<Comment>,
    file: FileId,
    error: &JiterError,
) -> (Problem, bool) {
    let (place, message) = told(repairs.text(), error);
    let span = |range: Range<usize>| Span::new(file, range.start as u32, range.end as u32);
    let problem = |range, message: String| Problem::at(ProblemKind::Syntax, span(range), message);
    if comments.is_empty() && starts_comment(repairs.text(), place.start) {
        let ranges = comment_ranges(repairs.text());
        comments.extend(ranges.iter().map(|range| comment(repairs.text(), range, span(range.clone()))));
        for range in &ranges {
            repairs.blank(range.clone());
        }
        let first = ranges.first().cloned().unwrap_or(place);
        return (problem(first, "JSON has no comments; they are skipped".to_owned()), !ranges.is_empty());
    }
    // What stands behind the whole tree takes nothing from it, unless it is meant to be in it.
    let is_behind = error.error_type == JiterErrorType::JsonError(JsonErrorType::TrailingCharacters);
    if let Some((block, entry)) = misnested(repairs).filter(|(_, entry)| is_behind || *entry <= place.end)
        && let Some(name) = leave_out(repairs, block)
    {
        let message = format!("this is not valid JSON: the brackets before this do not pair; {name} is left out");
        return (problem(entry..entry, message), true);
    }
    if let Some((at, new, what)) = comma(repairs.text(), place.start, &error.error_type)
        && repairs.put(at, new)
    {
        return (problem(at..at + 1, format!("this is not valid JSON: {what}")), true);
    }
    match (!is_behind).then(|| leave_out(repairs, place.start)).flatten() {
        Some(name) => (problem(place, format!("{message}; {name} is left out")), true),
        None => (problem(place, message), false),
    }
}

/// The character that repairs a comma too many or too few, where it goes, and what was wrong.
fn comma(text: &str, at: usize, error: &JiterErrorType) -> Option<(usize, char, &'static str)> {
    use JsonErrorType::{ExpectedListCommaOrEnd, ExpectedObjectCommaOrEnd, TrailingComma};
    let JiterErrorType::JsonError(error) = error else { return None };
    let (before, behind) = text.split_at_checked(at)?;
    let starts_item = match error {
        TrailingComma => {
            let comma = before.trim_end().strip_suffix(',')?;
            return Some((comma.len(), ' ', "trailing comma; it is skipped"));
        }
        ExpectedObjectCommaOrEnd => behind.starts_with('"'),
        ExpectedListCommaOrEnd => behind.starts_with(['"', '{', '[']),
        _ => false,
    };
    let is_free = starts_item && before.ends_with([' ', '\t', '\n', '\r']);
    is_free.then(|| (at - 1, ',', "a comma is missing; it is put here"))
}

/// Leaves out the block at a place, with the comma before it where no entry follows.
fn leave_out(repairs: &mut Repairs<'_>, at: usize) -> Option<String> {
    if repairs.text().get(at..)?.is_empty() {
        return None;
    }
    let (name, block) = repairs.leave_out(&[at])?;
    let before = repairs.text().get(..block.start).unwrap_or_default().trim_end();
    let behind = repairs.text().get(block.end..).unwrap_or_default().trim_start();
    if before.ends_with(',') && (behind.is_empty() || behind.starts_with(['}', ']'])) {
        let comma = before.len() - 1;
        repairs.blank(comma..comma + 1);
    }
    Some(name)
}

/// A place in a block whose brackets do not pair, and the entry behind it.
fn misnested(repairs: &Repairs<'_>) -> Option<(usize, usize)> {
    let text = repairs.text();
    let mut depths = vec![(0, 0)];
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['"', '{', '}', '[', ']'])) {
        at += found;
        match text.as_bytes()[at] {
            b'"' => at = string_end(text, at) - 1,
            b'{' | b'[' => depth += 1,
            _ => depth = depth.saturating_sub(1),
        }
        at += 1;
        depths.push((at, depth));
    }
    repairs.misnested(|at| depths[depths.partition_point(|(end, _)| *end <= at) - 1].1)
}

fn starts_comment(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with("//") || rest.starts_with("/*"))
}

/// Where the comments are. A string ends with its line at the latest.
fn comment_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['"', '/'])) {
        let start = at + found;
        if !starts_comment(text, start) {
            at = if text[start..].starts_with('"') { string_end(text, start) } else { start + 1 };
            continue;
        }
        let rest = &text[start + 2..];
        let length =
            if text[start..].starts_with("//") { rest.find(['\n', '\r']) } else { rest.find("*/").map(|n| n + 2) };
        at = length.map_or(text.len(), |length| start + 2 + length);
        ranges.push(start..at);
    }
    ranges
}

/// The end of the string that begins at a place.
fn string_end(text: &str, start: usize) -> usize {
    let mut escaped = false;
    let end = text.as_bytes()[start + 1..].iter().position(|&byte| {
        let ends = byte == b'\n' || (byte == b'"' && !escaped);
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |length| start + 1 + length + 1)
}

fn comment(text: &str, range: &Range<usize>, span: Span) -> Comment {
    let before = text.get(..range.start).unwrap_or_default().trim_end_matches([' ', '\t']);
    Comment { span, own_line: before.is_empty() || before.ends_with('\n') }
}
