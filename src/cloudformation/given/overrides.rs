//! Values for parameters in one text, as SAM and the command line of AWS write them: `Name=Value Other="a b"`.

use crate::source::Span;
use std::ops::Range;

/// How long a string is of which the pieces are located, in bytes: each of them costs a look at all of it.
const MAX_LOCATED: usize = 8 << 10;

/// One of the values: its text and its place in the whole text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Override {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) at: Range<usize>,
}

/// `Name=Value` as one piece.
pub(super) fn assignment(text: &str) -> Option<(&str, &str)> {
    text.split_once('=').filter(|(name, _)| is_name(name))
}

/// The values of a text and where it stops to be one of values.
pub(super) fn split(text: &str) -> (Vec<Override>, Option<Range<usize>>) {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        at += text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        let rest = text.get(at..).unwrap_or_default();
        if rest.is_empty() {
            return (found, None);
        }
        let Some((name, start)) = name(rest) else { return (found, Some(at..text.len())) };
        let (value, range) = value(rest, start);
        let next = at + range.end.max(1);
        found.push(Override { name, value, at: at + range.start..next });
        at = next;
    }
}

/// The name at the beginning of a text and where its value begins: behind `Name=`, or in the longer form
/// `ParameterKey=Name,ParameterValue=`.
fn name(text: &str) -> Option<(String, usize)> {
    let long = text.strip_prefix("ParameterKey=").and_then(|rest| rest.split_once(",ParameterValue="));
    let (name, start) = match long.filter(|(name, _)| is_name(unquoted(name))) {
        Some((name, value)) => (name, text.len() - value.len()),
        None => text.split_once('=').map(|(name, value)| (name, text.len() - value.len()))?,
    };
    let name = unquoted(name);
    is_name(name).then(|| (name.to_owned(), start))
}

fn unquoted(name: &str) -> &str {
    name.trim_matches(['"', '\''])
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(char::is_alphanumeric)
}

/// The value that begins at `start`, up to white space that stands in no quotes and behind no backslash.
fn value(text: &str, start: usize) -> (String, Range<usize>) {
    let mut value = String::new();
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.get(start..).unwrap_or_default().char_indices() {
        match (c, quote) {
            _ if std::mem::take(&mut escaped) => value.push(c),
            ('\\', _) => escaped = true,
            (_, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => quote = Some(c),
            (_, None) if c.is_whitespace() => return (value, start..start + at),
            _ => value.push(c),
        }
    }
    (value, start..text.len())
}

/// Where a piece of a string's text stands in its file, whose text is `whole`; the string as such where that cannot be told.
pub(super) fn place(whole: &str, string: Span, text: &str, piece: Range<usize>) -> Span {
    if text.len() > MAX_LOCATED {
        return string;
    }
    let raw = whole.get(string.range()).unwrap_or_default();
    let Some((start, end)) = within(raw, text, &piece) else { return string };
    Span::new(string.file, string.start + start as u32, string.start + end as u32)
}

fn within(raw: &str, text: &str, piece: &Range<usize>) -> Option<(usize, usize)> {
    if let Some(at) = raw.find(text) {
        return Some((at + piece.start, at + piece.end));
    }
    // Every escape stands for one character; only the plain ones are short enough to be told apart by eye, too.
    let mut inner = raw.char_indices().skip(1);
    let mut offsets = Vec::with_capacity(text.len() + 1);
    for known in text.chars() {
        let (at, mut c) = inner.next()?;
        if c == '\\' {
            c = unescaped(inner.next()?.1)?;
        }
        if c != known {
            return None;
        }
        offsets.extend(std::iter::repeat_n(at, known.len_utf8()));
    }
    offsets.push(inner.next()?.0);
    Some((*offsets.get(piece.start)?, *offsets.get(piece.end)?))
}

/// The character that stands behind a backslash for itself or for white space.
fn unescaped(c: char) -> Option<char> {
    match c {
        '"' | '\\' | '/' => Some(c),
        'n' => Some('\n'),
        't' => Some('\t'),
        'r' => Some('\r'),
        _ => None,
    }
}
