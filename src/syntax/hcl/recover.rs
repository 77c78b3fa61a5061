//! Parsing that survives errors: a text that does not parse as a whole is parsed block by block, and a block that
//! does not parse is tried again without the lines that hold the errors.

use super::convert::{Converter, Place};
use super::tree::Body;
use crate::source::{FileId, Problem, ProblemKind, Span};
use hcl::edit::parser::{Error, parse_body};
use std::borrow::Cow;
use std::ops::Range;

/// How many broken lines of one block are left out before the block is given up.
const MAX_ATTEMPTS: usize = 5;
/// Texts longer than this are given up at their first error, block by block.
const MAX_REPAIRED: usize = 64 << 10;
/// The words that start a block at the top of a file.
const TOP_LEVEL: [&str; 13] = [
    "check",
    "data",
    "ephemeral",
    "import",
    "locals",
    "module",
    "moved",
    "output",
    "provider",
    "removed",
    "resource",
    "terraform",
    "variable",
];

/// Parses a text, as much of it as can be read.
pub(super) fn parse(file: FileId, text: &str) -> (Body, Vec<Problem>) {
    if let Ok(body) = parse_body(text) {
        let converter = Converter::new(file, Place::Offset(0), text);
        return (converter.body(&body), converter.problems());
    }
    let mut whole = Body::default();
    let mut problems = Vec::new();
    for range in chunks(text) {
        let chunk = text.get(range.clone()).unwrap_or_default();
        let mut body = parse_chunk(file, range.start, chunk, &mut problems);
        whole.attributes.append(&mut body.attributes);
        whole.blocks.append(&mut body.blocks);
    }
    (whole, problems)
}

/// The text cut where a top-level block seems to start: its word at the very start of a line.
fn chunks(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let word_length = line.bytes().take_while(u8::is_ascii_lowercase).count();
        let (word, rest) = line.split_at(word_length);
        let opens = matches!(rest.trim_start().as_bytes().first(), Some(b'"' | b'{'));
        if offset > 0 && opens && TOP_LEVEL.contains(&word) {
            starts.push(offset);
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn parse_chunk(file: FileId, offset: usize, chunk: &str, problems: &mut Vec<Problem>) -> Body {
    let attempts = if chunk.len() > MAX_REPAIRED { 1 } else { MAX_ATTEMPTS };
    let mut text = Cow::Borrowed(chunk);
    for _ in 0..attempts {
        let error = match parse_body(&text) {
            Ok(body) => {
                let converter = Converter::new(file, Place::Offset(offset as u32), &text);
                let tree = converter.body(&body);
                problems.extend(converter.problems());
                return tree;
            }
            Err(error) => error,
        };
        let place = error.location().offset();
        // Terraform takes the last of two equal keys; the parser crate takes none of them.
        let repaired = error.message().contains("redefined object key").then(|| without_earlier_key(&text, place));
        let repaired = repaired.flatten().or_else(|| {
            problems.push(problem(file, offset, &text, &error));
            without_line(&text, place)
        });
        match repaired {
            Some(repaired) => text = Cow::Owned(repaired),
            None => break,
        }
    }
    Body::default()
}

fn problem(file: FileId, offset: usize, chunk: &str, error: &Error) -> Problem {
    let place = error.location().offset();
    let at = |length: usize| Span::new(file, (offset + place) as u32, (offset + place + length) as u32);
    if error.message().contains("redefined attribute") {
        let rest = chunk.get(place..).unwrap_or_default();
        let name = rest.split(|c: char| c != '_' && c != '-' && !c.is_alphanumeric()).next().unwrap_or_default();
        return Problem::at(ProblemKind::Meaning, at(name.len()), format!("{name} is set twice"));
    }
    let limit = error.message().contains("expected at most");
    Problem::at(if limit { ProblemKind::Limit } else { ProblemKind::Syntax }, at(1), error.message())
}

/// The text with the line at `offset` blanked out, byte for byte; `None` when there is nothing to blank.
fn without_line(text: &str, offset: usize) -> Option<String> {
    let offset = offset.min(text.len());
    let start = text.as_bytes().get(..offset)?.iter().rposition(|&b| b == b'\n').map_or(0, |newline| newline + 1);
    let end = memchr::memchr(b'\n', text.as_bytes().get(start..)?).map_or(text.len(), |length| start + length);
    let line = text.get(start..end)?;
    if line.trim().is_empty() || line.contains(['{', '}']) {
        return None;
    }
    Some(format!("{}{}{}", text.get(..start)?, " ".repeat(line.len()), text.get(end..)?))
}

/// The text without the line before `offset` that sets the object key which `offset` sets again.
fn without_earlier_key(text: &str, offset: usize) -> Option<String> {
    let key = text.get(offset..)?.split(['=', ':', '\n']).next()?.trim_end();
    let head = text.get(..offset)?;
    let mut end = head.rfind('\n')?;
    loop {
        let start = text.get(..end)?.rfind('\n').map_or(0, |newline| newline + 1);
        let rest = text.get(start..end)?.trim_start().strip_prefix(key);
        if rest.is_some_and(|rest| rest.trim_start().starts_with(['=', ':'])) {
            return without_line(text, start);
        }
        end = start.checked_sub(1)?;
    }
}
