//! The inside of strings and heredocs: literal pieces, and where interpolations and directives begin.
//!
//! Pieces are cut as the reference implementation cuts them (a heredoc at each line, everything at a lone `$`),
//! because strip marks and the indentation of heredocs work on pieces.

use super::bytes::plain;
use super::{Kind, Lexer, Mode, name_length};
use memchr::memchr3;

impl<'a> Lexer<'a> {
    /// A quote in code: a string of plain text is one token.
    pub(super) fn quote(&mut self) {
        let inside = self.rest().get(1..).unwrap_or_default();
        let length = plain(inside);
        if inside.get(length) == Some(&b'"') {
            return self.push(Kind::Text, length + 2);
        }
        self.push(Kind::OpenQuote, 1);
        self.modes.push(Mode::Quoted);
    }

    /// The next token of a quoted template.
    pub(super) fn quoted(&mut self) {
        match self.rest() {
            [b'"', ..] => {
                self.push(Kind::CloseQuote, 1);
                self.modes.pop();
            }
            [b'\n' | b'\r', ..] => {
                self.push(Kind::BrokenQuote, 0);
                self.modes.pop();
            }
            [b'$' | b'%', ..] => self.sequence(),
            rest => self.push(Kind::Literal, escaped_length(rest)),
        }
    }

    /// The next token of a heredoc: a line, a piece of one, or the end.
    pub(super) fn heredoc(&mut self, marker: &'a [u8], line_start: bool) {
        let rest = self.rest();
        let length = rest.iter().position(|byte| matches!(byte, b'$' | b'%' | b'\r' | b'\n')).unwrap_or(rest.len());
        let line_break = line_break(rest.get(length..).unwrap_or_default());
        if line_break > 0 {
            let line = self.text.get(self.at..self.at + length).unwrap_or_default();
            if line_start && line.trim().as_bytes() == marker {
                return self.close_heredoc(line);
            }
            self.push(Kind::Literal, length + line_break);
            self.line_start(true);
            return self.restart();
        }
        self.line_start(false);
        match rest {
            _ if length > 0 => self.push(Kind::Literal, length),
            [b'\r', ..] => self.push(Kind::Invalid, 1),
            _ => self.sequence(),
        }
    }

    fn line_start(&mut self, now: bool) {
        if let Some(Mode::Heredoc { line_start, .. }) = self.modes.last_mut() {
            *line_start = now;
        }
    }

    fn close_heredoc(&mut self, line: &str) {
        let end = self.at + line.len();
        self.at += line.len() - line.trim_start().len();
        self.close(Kind::CloseHeredoc, line.trim().len());
        self.at = end;
        self.modes.pop();
    }

    /// The next token of a template that nothing encloses.
    pub(super) fn bare(&mut self) {
        let rest = self.rest();
        match memchr3(b'$', b'%', b'\n', rest) {
            Some(0) if rest.first() != Some(&b'\n') => self.sequence(),
            Some(length) if rest.get(length) == Some(&b'\n') => self.push(Kind::Literal, length + 1),
            Some(length) => self.push(Kind::Literal, length),
            None => self.push(Kind::Literal, rest.len()),
        }
    }

    /// What begins with `$` or `%`.
    fn sequence(&mut self) {
        let rest = self.rest();
        let strip = |brace: usize| usize::from(rest.get(brace + 1) == Some(&b'~'));
        match rest {
            [b'$', b'{', ..] => self.open_sequence(Kind::Interpolation, 2 + strip(1)),
            [b'%', b'{', ..] => self.open_sequence(Kind::Directive, 2 + strip(1)),
            [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] => self.push(Kind::Literal, 3 + strip(2)),
            _ => self.push(Kind::Literal, 1),
        }
    }

    fn open_sequence(&mut self, kind: Kind, length: usize) {
        self.open(kind, length);
        self.modes.push(Mode::Code { braces: 0 });
    }

    /// `<<MARKER` or `<<-MARKER` at the end of a line; anything else is no heredoc.
    pub(super) fn open_heredoc(&mut self) {
        let after = self.text.get(self.at + 2..).unwrap_or_default();
        let (kind, name) = match after.strip_prefix('-') {
            Some(name) => (Kind::OpenIndented, name),
            None => (Kind::OpenHeredoc, after),
        };
        let marker = name.get(..name_length(name)).unwrap_or_default();
        let tail = name.get(marker.len()..).unwrap_or_default();
        let line_break = line_break(tail.as_bytes());
        if marker.is_empty() || line_break == 0 {
            return self.operator();
        }
        let length = 2 + after.len() - name.len() + marker.len() + line_break;
        self.open(kind, length);
        self.modes.push(Mode::Heredoc { marker: marker.as_bytes(), line_start: true });
        self.restart();
    }
}

/// The length of the line break that a text begins with.
fn line_break(bytes: &[u8]) -> usize {
    match bytes {
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => 0,
    }
}

/// How many bytes of a quoted string are text or escapes.
fn escaped_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    loop {
        let rest = bytes.get(length..).unwrap_or_default();
        length += plain(rest);
        match bytes.get(length..).unwrap_or_default() {
            [b'\\', b'\n' | b'\r', ..] | [b'\\'] => return length + 1,
            [b'\\', ..] => length += 2,
            _ => return length,
        }
    }
}
