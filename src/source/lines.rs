//! From byte offsets to lines and columns.

use memchr::memchr_iter;

/// A 1-based line and column; the column counts Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// 1-based line.
    pub line: u32,
    /// 1-based column, in Unicode characters.
    pub column: u32,
}

/// The byte offset of every line's first byte.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    ascii: bool,
    /// How many characters begin before every [`BLOCK`] of a text that is not ASCII: a line may be the whole file.
    before: Vec<u32>,
}

/// Bytes between two counts of characters.
const BLOCK: usize = 1024;

impl LineIndex {
    /// Indexes a text, in time linear in its length.
    pub fn new(text: &str) -> Self {
        let starts = std::iter::once(0).chain(memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1)).collect();
        let ascii = text.is_ascii();
        let before = if ascii { Vec::new() } else { counts(text.as_bytes()) };
        Self { starts, ascii, before }
    }

    /// How many lines the text has; a text without a line break has one.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The 1-based line that holds a byte offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// The byte range of a 1-based line, without its line break; `None` past the end.
    pub fn range(&self, text: &str, line: u32) -> Option<std::ops::Range<usize>> {
        let index = line.checked_sub(1)? as usize;
        let start = *self.starts.get(index)? as usize;
        let end = self.starts.get(index + 1).map_or(text.len(), |&next| next as usize - 1);
        let end = if text.as_bytes()[start..end].ends_with(b"\r") { end - 1 } else { end };
        Some(start..end)
    }

    /// The position of a byte offset; an offset past the end is the end.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let offset = offset.min(text.len() as u32);
        let line = self.line(offset);
        let start = self.starts[line as usize - 1];
        Position { line, column: self.characters(text, start, offset) + 1 }
    }

    fn characters(&self, text: &str, start: u32, end: u32) -> u32 {
        if self.ascii {
            return end - start;
        }
        self.characters_before(text, end) - self.characters_before(text, start)
    }

    fn characters_before(&self, text: &str, offset: u32) -> u32 {
        let block = offset as usize / BLOCK;
        let rest = text.as_bytes().get(block * BLOCK..offset as usize).unwrap_or_default();
        self.before.get(block).copied().unwrap_or_default() + beginning(rest)
    }
}

/// The number of characters before each block, and before the end.
fn counts(text: &[u8]) -> Vec<u32> {
    let blocks = text.chunks(BLOCK).map(beginning);
    let sums = blocks.scan(0, |sum, count| {
        *sum += count;
        Some(*sum)
    });
    std::iter::once(0).chain(sums).collect()
}

/// How many characters begin in these bytes of UTF-8.
fn beginning(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let text = "a\r\nä😀b\n";
        let lines = LineIndex::new(text);
        let b = text.find('b').unwrap() as u32;
        assert_eq!(lines.position(text, b), Position { line: 2, column: 3 });
        assert_eq!(&text[lines.range(text, 1).unwrap()], "a");
        assert_eq!(lines.count(), 3);
    }

    #[test]
    fn columns_of_a_long_line_are_exact() {
        let text = "aé😀".repeat(1000);
        let lines = LineIndex::new(&text);
        for (index, (offset, _)) in text.char_indices().enumerate() {
            assert_eq!(lines.position(&text, offset as u32), Position { line: 1, column: index as u32 + 1 });
        }
        assert_eq!(lines.position(&text, text.len() as u32).column, 3001);
    }

    #[test]
    fn an_offset_past_the_end_is_the_end() {
        let lines = LineIndex::new("ab");
        assert_eq!(lines.position("ab", 99), Position { line: 1, column: 3 });
    }
}
