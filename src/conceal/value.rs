//! Where the value of an assignment ends: quoted, plain, in a list, in a heredoc or in a YAML block.

use super::floor;
use std::ops::Range;

/// What there is to do after a value was looked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// Nothing: the value is masked, or refers to something else.
    Done,
    /// The value is in braces that open here.
    Braces(usize),
    /// The value is on the lines below.
    Indented,
}

/// How far a quoted YAML value or a list may go on over further lines.
const FAR: usize = 1 << 16;

/// Finds the secret text of a value that begins after `from`.
pub(super) fn of(text: &str, from: usize, is_hcl: bool, found: &mut Vec<Range<usize>>) -> Rest {
    let at = skip_tag(text, from, is_hcl, found);
    let rest = &text[at..];
    if !is_hcl && lone_word(text, at, found) {
        return Rest::Done;
    }
    match rest.as_bytes().first() {
        None => {}
        Some(b'\r' | b'\n' | b'#') => return if is_hcl { Rest::Done } else { Rest::Indented },
        Some(b'{') => return Rest::Braces(at),
        Some(b'[') => list(text, at, found),
        Some(b'"' | b'\'') => quoted(text, at, found),
        Some(b'\\') => escaped(text, at, found),
        Some(b'<') if rest.starts_with("<<") => heredoc(text, at, found),
        Some(b'|' | b'>') => block(text, from, at, found),
        Some(_) if is_reference(text, from, at) => {}
        Some(first) if is_hcl && !first.is_ascii_digit() => expression(text, at, found),
        Some(_) => plain(text, at, found),
    }
    Rest::Done
}

/// The offset of the line break after `at`, or the end.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let from = at.min(text.len());
    memchr::memchr(b'\n', &text.as_bytes()[from..]).map_or(text.len(), |offset| from + offset)
}

/// How far the line that holds `at` is indented.
pub(super) fn indentation(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at.min(bytes.len())]).map_or(0, |newline| newline + 1);
    bytes[start..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// What a YAML tag may be; anything else is a text that begins with an exclamation mark.
const TAGS: [&str; 14] = [
    "!Base64",
    "!Cidr",
    "!FindInMap",
    "!GetAZs",
    "!GetAtt",
    "!If",
    "!ImportValue",
    "!Join",
    "!Ref",
    "!Select",
    "!Split",
    "!Sub",
    "!ToJsonString",
    "!Transform",
];

/// Skips blanks and a YAML tag.
fn skip_tag(text: &str, from: usize, is_hcl: bool, found: &mut Vec<Range<usize>>) -> usize {
    let blank = |at: usize| at + text[at..].bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let at = blank(from);
    if is_hcl || !text[at..].starts_with('!') {
        return at;
    }
    let end = at + text[at..].bytes().take_while(|byte| !byte.is_ascii_whitespace()).count();
    if !text[at..].starts_with("!!") && !TAGS.contains(&&text[at..end]) {
        found.push(at..end);
    }
    blank(end)
}

/// Masks an expression of HCL: its string literals, or a single word that is a text without its quotes.
fn expression(text: &str, at: usize, found: &mut Vec<Range<usize>>) {
    let line = &text[at..line_end(text, at)];
    let word = line.split([' ', '\t', '\r', '#', ',', '}']).next().unwrap_or_default();
    let rest = line[word.len()..].trim_start();
    let refers = word.contains(['.', '[', '(', '"']);
    // Two words in a row are no expression.
    if !refers && rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return found.push(at..at + line.trim_end().len());
    }
    if !refers && (rest.is_empty() || rest.starts_with(['#', '/', ',', '}'])) {
        found.push(at..at + word.len());
    }
    // A text that ends with the string around it: `"PGPASSWORD=hunter2"`.
    let end = word.find(['"', '\'', '\\', '&', ';']).unwrap_or(word.len());
    if end > 0 && end < word.len() && !word[..end].contains(['[', '(', '$']) {
        found.push(at..at + end);
    }
    every_quoted(text, at, at + line.len(), found);
}

/// Masks what is known of a text: what stands around its expressions, and the string literals within them.
pub(super) fn known_parts(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut at = range.start;
    while let Some(open) = text[at..range.end].find("${").map(|offset| at + offset) {
        found.push(at..open);
        let close = text[open..range.end].find('}').map_or(range.end, |offset| open + offset);
        every_quoted(text, open, close, found);
        at = close;
        at += usize::from(at < range.end);
    }
    found.push(at..range.end);
}

/// Masks what stands in braces in the place of a text: `{hunter2}` is no mapping that anybody would write.
fn lone_word(text: &str, at: usize, found: &mut Vec<Range<usize>>) -> bool {
    let line = &text[at..line_end(text, at)];
    let inner = line.trim_start_matches('{');
    let open = line.len() - inner.len();
    if open == 0 {
        return false;
    }
    let Some(end) = inner.find('}').filter(|end| !inner[..*end].contains([':', '"', '\'', '{'])) else { return false };
    found.push(at + open..at + open + end);
    true
}

/// Whether a plain value names something else, or nothing.
fn is_reference(text: &str, from: usize, at: usize) -> bool {
    let tag = text[from..at].trim();
    let word = text[at..].split([',', '}', ' ', '\t', '\r', '\n']).next().unwrap_or_default();
    ["!Ref", "!GetAtt", "!ImportValue", "!If"].contains(&tag) || ["true", "false", "null", "~"].contains(&word)
}

/// Masks between quotes, unless all of it is a reference.
fn quoted(text: &str, at: usize, found: &mut Vec<Range<usize>>) {
    let inside = at + 1..closing(text, at, floor(text, at.saturating_add(FAR)));
    let secret = &text[inside.clone()];
    let refers = secret.starts_with("{{resolve:")
        || secret
            .strip_prefix("${")
            .and_then(|rest| rest.strip_suffix('}'))
            .is_some_and(|path| !path.contains(['"', '$']));
    if !refers {
        found.push(inside);
    }
}

/// The offset of the quote that closes the one at `at`; the line's end where none does before `stop`.
fn closing(text: &str, at: usize, stop: usize) -> usize {
    let bytes = text.as_bytes();
    let quote = bytes.get(at).copied().unwrap_or_default();
    let mut next = at + 1;
    while next < stop.min(bytes.len()) {
        match bytes[next] {
            b'\\' if quote == b'"' => next += 2,
            b'\'' if quote == b'\'' && bytes.get(next + 1) == Some(&b'\'') => next += 2,
            byte if byte == quote => return next,
            _ => next += 1,
        }
    }
    line_end(text, at)
}

/// Masks between escaped quotes, in a string that holds another document.
fn escaped(text: &str, at: usize, found: &mut Vec<Range<usize>>) {
    let line = &text[at..line_end(text, at)];
    let start = line.find(['"', '\'']).map_or(0, |quote| quote + 1);
    let end = line[start..].find(['\\', '"']).map_or(line.len(), |offset| start + offset);
    found.push(at + start..at + end);
}

/// Masks every quoted string of a list.
fn list(text: &str, at: usize, found: &mut Vec<Range<usize>>) {
    let stop = floor(text, at.saturating_add(FAR));
    let end = memchr::memchr(b']', &text.as_bytes()[at..stop]).map_or(stop, |offset| at + offset);
    every_quoted(text, at, end, found);
}

fn every_quoted(text: &str, from: usize, end: usize, found: &mut Vec<Range<usize>>) {
    let mut at = from;
    while let Some(offset) = text.get(at..end).and_then(|rest| rest.find('"')) {
        let close = closing(text, at + offset, end);
        found.push(at + offset + 1..close);
        at = close + 1;
    }
}

/// Masks the lines of a heredoc up to its marker.
fn heredoc(text: &str, at: usize, found: &mut Vec<Range<usize>>) {
    let first = line_end(text, at);
    let marker = text[at..first].trim_start_matches(['<', '-']).trim();
    let start = (first + 1).min(text.len());
    let mut next = start;
    while next < text.len() {
        let end = line_end(text, next);
        if text[next..end].trim() == marker {
            break;
        }
        next = end + 1;
    }
    found.push(start..next.saturating_sub(1).clamp(start, text.len()));
}

/// Masks the lines of a YAML block scalar: those that are indented deeper than the key.
fn block(text: &str, key: usize, at: usize, found: &mut Vec<Range<usize>>) {
    let own = indentation(text, key);
    let start = (line_end(text, at) + 1).min(text.len());
    let mut next = start;
    while next < text.len() {
        let end = line_end(text, next);
        let is_blank = text[next..end].trim().is_empty();
        if !is_blank && indentation(text, next) <= own {
            break;
        }
        next = end + 1;
    }
    found.push(start..next.saturating_sub(1).clamp(start, text.len()));
}

/// Masks a plain value: to the comment or the line's end; a number ends with its digits.
fn plain(text: &str, at: usize, found: &mut Vec<Range<usize>>) {
    let line = &text[at..line_end(text, at)];
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = digits > 0 && line[digits..].starts_with([',', '}', ']', ' ', '\r']) || digits == line.len();
    let end = if is_number { digits } else { line.find(" #").unwrap_or(line.len()) };
    found.push(at..at + line[..end].trim_end().len());
}
