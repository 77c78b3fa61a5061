//! Rust text with comments, strings and tests blanked out, so that a plain search finds code only.

use std::fs;
use std::ops::Range;
use std::path::Path;

/// A Rust file.
pub(super) struct Source {
    /// The path from the top of the repository, with `/`.
    pub(super) path: String,
    /// The text as it is.
    pub(super) text: String,
    /// The text with comments and the contents of strings as spaces; same length, same lines.
    pub(super) code: String,
    /// As `code`, with the items under `#[cfg(test)]` as spaces too.
    pub(super) shipped: String,
}

impl Source {
    /// Reads a file.
    pub(super) fn read(top: &Path, file: &Path) -> Self {
        let path = file.strip_prefix(top).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(file).unwrap_or_default().replace("\r\n", "\n");
        Self::new(path, text)
    }

    /// A source of that text.
    pub(super) fn new(path: String, text: String) -> Self {
        let code = mask(&text);
        let in_tests = path.ends_with("/tests.rs") || path.contains("/tests/") || path.starts_with("tests/");
        let shipped = if in_tests { blank(&code, 0..code.len()) } else { without_tests(&code) };
        Self { path, text, code, shipped }
    }

    /// A complaint about the place at a byte offset.
    pub(super) fn complain(&self, offset: usize, what: &str) -> String {
        let line = self.text[..offset].matches('\n').count() + 1;
        format!("{}:{line}: {what}", self.path)
    }
}

/// The end of the block that opens at `open`, behind its closing brace.
pub(super) fn block_end(code: &str, open: usize) -> usize {
    let mut depth = 0usize;
    for (i, byte) in code.bytes().enumerate().skip(open) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return i + 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// Blanks comments, strings and characters.
fn mask(text: &str) -> String {
    let mut masked = text.to_owned();
    let mut at = 0;
    while at < text.len() {
        let end = at + opaque(&text[at..], text[..at].chars().next_back());
        if end > at {
            masked = blank(&masked, at..end);
            at = end;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    masked
}

/// The length of the comment, string or character that `rest` begins with; 0 where it begins with code.
fn opaque(rest: &str, before: Option<char>) -> usize {
    let word_before = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    match rest.as_bytes() {
        [b'/', b'/', ..] => rest.find('\n').unwrap_or(rest.len()),
        [b'/', b'*', ..] => comment(rest),
        [b'"', ..] => quoted(rest, '"'),
        [b'r', b'"' | b'#', ..] if !word_before || before == Some('b') => raw(rest),
        [b'\'', b'\\', ..] => quoted(rest, '\''),
        [b'\'', ..] => character(rest),
        _ => 0,
    }
}

/// A block comment, which may hold others.
fn comment(rest: &str) -> usize {
    let mut depth = 0usize;
    for (i, pair) in rest.as_bytes().windows(2).enumerate() {
        match pair {
            b"/*" => depth += 1,
            b"*/" if depth <= 1 => return i + 2,
            b"*/" => depth -= 1,
            _ => {}
        }
    }
    rest.len()
}

/// A string or an escaped character.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return i + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// A raw string with its hashes; 0 for a raw identifier.
fn raw(rest: &str) -> usize {
    let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
    let Some(body) = rest[1 + hashes..].strip_prefix('"') else { return 0 };
    let close = format!("\"{}", "#".repeat(hashes));
    body.find(&close).map_or(rest.len(), |at| 2 + hashes + at + close.len())
}

/// A plain character; 0 for a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(2);
    match chars.next() {
        Some((i, '\'')) => i + 1,
        _ => 0,
    }
}

/// The text with a range of it as spaces.
fn blank(text: &str, range: Range<usize>) -> String {
    let spaces = text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect::<String>();
    [&text[..range.start], &spaces, &text[range.end..]].concat()
}

/// Blanks the items under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut shipped = code.to_owned();
    for (at, _) in code.match_indices("#[cfg(test)]") {
        let end = match code[at..].find(['{', ';']) {
            Some(found) if code.as_bytes()[at + found] == b'{' => block_end(code, at + found),
            Some(found) => at + found,
            None => code.len(),
        };
        shipped = blank(&shipped, at..end);
    }
    shipped
}

#[test]
fn code_is_told_from_text() {
    let text =
        "let a = \"fs::\"; // fs::\nlet b = r#\"fs\"#; let c = '\"'; fn f<'a>() {} #[cfg(test)] mod t { x }\nlet d;";
    let source = Source::new("src/x.rs".to_owned(), text.to_owned());
    assert_eq!(source.shipped.split_whitespace().collect::<Vec<_>>().join(" "), {
        "let a = ; let b = ; let c = ; fn f<'a>() {} let d;"
    });
    assert_eq!(source.complain(text.find("let d").unwrap(), "here"), "src/x.rs:3: here");
}
