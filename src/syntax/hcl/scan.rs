//! One cheap pass over HCL text ahead of the parser: comments, nesting depth, and how full a pair of braces is.
//!
//! It knows just enough of the grammar not to mistake a `#` or a brace in a string or heredoc for a real one.

use super::MAX_DEPTH;
use crate::source::{FileId, Span};
use crate::syntax::comments::Comment;
use memchr::memchr;

/// What the pass found.
pub(super) struct Scan {
    pub(super) comments: Vec<Comment>,
    /// The deepest nesting, and where it passes [`MAX_DEPTH`].
    pub(super) depth: usize,
    pub(super) too_deep: u32,
    /// The most lines and commas directly in one pair of braces, and where it opens.
    pub(super) items: usize,
    pub(super) fullest: u32,
    /// Where a quoted string starts that does not end on its line.
    pub(super) open_string: Option<u32>,
}

/// What surrounds the current byte.
enum Around<'a> {
    /// `(`, `[` or an interpolation.
    Bracket,
    /// `{`, with where it opened and the lines and commas counted so far.
    Brace { start: usize, items: usize },
    /// A quoted string, with where it opened.
    Quoted(usize),
    /// A heredoc with its marker.
    Heredoc(&'a [u8]),
}

struct Scanner<'a> {
    file: FileId,
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    around: Vec<Around<'a>>,
    /// The start of the line of the last comment, and how far the search for it has come.
    line: (usize, usize),
    found: Scan,
}

/// Scans a text.
pub(super) fn scan(file: FileId, text: &str) -> Scan {
    let found = Scan { comments: Vec::new(), depth: 0, too_deep: 0, items: 0, fullest: 0, open_string: None };
    let mut scanner = Scanner { file, text, bytes: text.as_bytes(), at: 0, around: Vec::new(), line: (0, 0), found };
    while scanner.at < scanner.bytes.len() {
        match scanner.around.last() {
            Some(Around::Quoted(start)) => scanner.quoted(*start),
            Some(Around::Heredoc(marker)) => scanner.heredoc_line(marker),
            _ => scanner.code(),
        }
    }
    if let Some(Around::Quoted(start)) = scanner.around.last() {
        scanner.found.open_string.get_or_insert(*start as u32);
    }
    scanner.found
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn code(&mut self) {
        match self.rest() {
            [b'#', ..] => self.line_comment(1),
            [b'/', b'/', ..] => self.line_comment(2),
            [b'/', b'*', ..] => self.block_comment(),
            [b'"', ..] => self.open(Around::Quoted(self.at), 1),
            [b'<', b'<', ..] => self.heredoc_start(),
            [b'{', ..] => self.open(Around::Brace { start: self.at, items: 0 }, 1),
            [b'(' | b'[', ..] => self.open(Around::Bracket, 1),
            [b'}' | b')' | b']', ..] => self.close(),
            [b'\n' | b',', ..] => self.count(),
            _ => self.at += 1,
        }
    }

    fn open(&mut self, what: Around<'a>, length: usize) {
        self.around.push(what);
        if self.around.len() > self.found.depth {
            self.found.depth = self.around.len();
            if self.found.depth == MAX_DEPTH + 1 {
                self.found.too_deep = self.at as u32;
            }
        }
        self.at += length;
    }

    fn close(&mut self) {
        self.around.pop();
        self.at += 1;
    }

    fn count(&mut self) {
        if let Some(Around::Brace { start, items }) = self.around.last_mut() {
            *items += 1;
            if *items > self.found.items {
                self.found.items = *items;
                self.found.fullest = *start as u32;
            }
        }
        self.at += 1;
    }

    fn line_comment(&mut self, marker: usize) {
        let length = memchr(b'\n', self.rest()).unwrap_or(self.rest().len());
        self.comment(length, marker, 0);
    }

    fn block_comment(&mut self) {
        let body = self.rest().get(2..).unwrap_or_default();
        match memchr::memmem::find(body, b"*/") {
            Some(length) => self.comment(length + 4, 2, 2),
            None => self.comment(body.len() + 2, 2, 0),
        }
    }

    fn comment(&mut self, length: usize, before: usize, after: usize) {
        let end = self.at + length;
        let text = self.text.get(self.at + before..end.saturating_sub(after)).unwrap_or_default();
        let (line_start, searched) = self.line;
        let newline = self.bytes.get(searched..self.at).and_then(|head| memchr::memrchr(b'\n', head));
        self.line = (newline.map_or(line_start, |newline| searched + newline + 1), self.at);
        let own_line = self.text.get(self.line.0..self.at).is_some_and(|head| head.trim().is_empty());
        let span = Span::new(self.file, self.at as u32, end as u32);
        self.found.comments.push(Comment { span, text: text.trim().into(), own_line });
        self.at = end;
    }

    fn heredoc_start(&mut self) {
        let after = self.rest().get(2..).unwrap_or_default();
        let after = after.strip_prefix(b"-").unwrap_or(after);
        let marker = after.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
        let tail = after.get(marker..).unwrap_or_default();
        let line_end = if tail.starts_with(b"\r\n") { 2 } else { 1 };
        if marker == 0 || !(tail.starts_with(b"\n") || tail.starts_with(b"\r\n")) {
            self.at += 2;
            return;
        }
        let length = self.rest().len() - after.len() + marker + line_end;
        self.open(Around::Heredoc(after.get(..marker).unwrap_or_default()), length);
    }

    /// Skips one line of a heredoc, or its part up to an interpolation. Starts at a line or after an interpolation.
    fn heredoc_line(&mut self, marker: &[u8]) {
        let line = memchr(b'\n', self.rest()).map_or(self.rest(), |end| self.rest().get(..end).unwrap_or_default());
        let at_line_start = self.at == 0 || self.bytes.get(self.at - 1) == Some(&b'\n');
        if at_line_start && line.trim_ascii() == marker {
            self.at += line.len();
            self.around.pop();
            return;
        }
        match interpolation(line) {
            Some(offset) => {
                self.at += offset;
                self.open(Around::Bracket, 2);
            }
            None => self.at += line.len() + 1,
        }
    }

    fn quoted(&mut self, start: usize) {
        match self.rest() {
            [b'\\', b'\n', ..] => self.at += 1,
            [b'\\', _, ..] => self.at += 2,
            [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] => self.at += 3,
            [b'$' | b'%', b'{', ..] => self.open(Around::Bracket, 2),
            [b'"', ..] => self.close(),
            [b'\n', ..] => {
                self.found.open_string.get_or_insert(start as u32);
                self.close();
            }
            _ => self.at += 1,
        }
    }
}

/// The offset of the first `${` or `%{` in a line that is not escaped by doubling.
fn interpolation(line: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = memchr(b'{', line.get(from..)?) {
        let brace = from + found;
        let opener = brace.checked_sub(1).and_then(|at| line.get(at)).copied();
        let before = brace.checked_sub(2).and_then(|at| line.get(at)).copied();
        if matches!(opener, Some(b'$' | b'%')) && before != opener {
            return Some(brace - 1);
        }
        from = brace + 1;
    }
    None
}
