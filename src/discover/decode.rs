//! Bytes to text: byte order marks, UTF-16, and bytes that are no text.

use crate::source::{FileId, Problem, ProblemKind, Span};

/// Where the first bytes stand that are not valid in the file's encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    offset: usize,
    encoding: &'static str,
}

impl Flaw {
    /// The problem to report, once the text has an id.
    pub(super) fn problem(self, file: FileId) -> Problem {
        let at = self.offset as u32;
        let message = format!("the text is not valid {} here; it is read as a replacement character", self.encoding);
        Problem::at(ProblemKind::Syntax, Span::new(file, at, at + 1), message)
    }
}

/// Decodes a file: UTF-8, or UTF-16 with a byte order mark; marks are dropped. What cannot be decoded becomes
/// U+FFFD, with the place of the first.
pub(super) fn decode(bytes: &[u8]) -> (String, Option<Flaw>) {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

/// Whether the bytes begin with a mark of UTF-16: then no search for ASCII words finds anything in them.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF])
}

fn utf8(bytes: &[u8]) -> (String, Option<Flaw>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => {
            let flaw = Flaw { offset: error.valid_up_to(), encoding: "UTF-8" };
            (String::from_utf8_lossy(bytes).into_owned(), Some(flaw))
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Option<Flaw>) {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut flaw = None;
    for decoded in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        let character = decoded.unwrap_or_else(|_| {
            flaw.get_or_insert(text.len());
            char::REPLACEMENT_CHARACTER
        });
        text.push(character);
    }
    if !odd.is_empty() {
        flaw.get_or_insert(text.len());
    }
    (text, flaw.map(|offset| Flaw { offset, encoding: "UTF-16" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, flaw: Option<usize>) {
        let (decoded, found) = decode(bytes);
        assert_eq!(decoded, text);
        assert_eq!(found.map(|flaw| flaw.offset), flaw);
    }

    #[test]
    fn marks_are_dropped_and_utf16_is_read() {
        check(b"a: 1", "a: 1", None);
        check(b"\xEF\xBB\xBFa", "a", None);
        check(b"\xFF\xFEa\0\xE4\0", "aä", None);
        check(b"\xFE\xFF\0a", "a", None);
        check(b"", "", None);
    }

    #[test]
    fn broken_text_is_read_as_far_as_it_goes() {
        check(b"ab\xFFc", "ab\u{FFFD}c", Some(2));
        check(b"\xFF\xFEa\0\0\xD8", "a\u{FFFD}", Some(1));
        check(b"\xFF\xFEa\0b", "a", Some(1));
    }
}
