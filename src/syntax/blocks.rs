//! A broken text without its broken blocks: what is left can be read again, with every place where it was.
//!
//! Blocks are told by indentation, which people and programs write in YAML and JSON alike: the sections of a template,
//! and the entries of each. Nothing smaller is left out: an entry without one of its properties would say something
//! else.

use std::borrow::Cow;
use std::ops::Range;

/// How often a text is read again.
const MAX_REPAIRS: usize = 20;

/// The longest name of a block that is told.
const MAX_NAME: usize = 128;

/// How lines begin in a language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    /// What a line is by what stands behind its indentation.
    pub(super) kind: fn(&str) -> Kind,
    /// What indents.
    pub(super) indent: &'static [char],
}

/// What a line is by its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It begins an entry.
    Key,
    /// It closes what is indented less than the lines before.
    Close,
    /// Anything else: it belongs to the block above.
    Other,
}

/// A text that is repaired step by step.
#[derive(Debug)]
pub(super) struct Repairs<'t> {
    text: Cow<'t, str>,
    style: Style,
    made: usize,
}

impl<'t> Repairs<'t> {
    pub(super) fn new(text: &'t str, style: Style) -> Self {
        Self { text: Cow::Borrowed(text), style, made: 0 }
    }

    /// The text as it is now, as long as it ever was.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Leaves out the block at one of some places, the first that lies in any, and tells its name and where it was.
    /// Nothing where there is none, or enough was repaired.
    pub(super) fn leave_out(&mut self, places: &[usize]) -> Option<(String, Range<usize>)> {
        let lines = Lines::new(&self.text, self.style);
        let block = places.iter().find_map(|&at| lines.block(at))?;
        let name = name(self.text.get(block.clone())?);
        self.may_repair().then(|| self.blank(block.clone()))?;
        Some((name, block))
    }

    /// A place in the block before the first entry that nests otherwise than its indentation says, and the place of that
    /// entry. `depth_at` counts the containers that are open at a place.
    pub(super) fn misnested(&self, depth_at: impl Fn(usize) -> usize) -> Option<(usize, usize)> {
        Lines::new(&self.text, self.style).misnested(depth_at)
    }

    /// Puts one character in the place of another; false where enough was repaired.
    pub(super) fn put(&mut self, at: usize, new: char) -> bool {
        let may = self.text.as_bytes().get(at).is_some_and(u8::is_ascii) && self.may_repair();
        if may {
            self.text.to_mut().replace_range(at..=at, new.encode_utf8(&mut [0; 4]));
        }
        may
    }

    /// Puts spaces in the place of everything but line breaks.
    pub(super) fn blank(&mut self, range: Range<usize>) {
        let old = self.text.get(range.clone()).unwrap_or_default();
        let blank: String = old.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
        if blank.len() == range.len() {
            self.text.to_mut().replace_range(range, &blank);
        }
    }

    fn may_repair(&mut self) -> bool {
        self.made += 1;
        self.made <= MAX_REPAIRS
    }
}

/// What the message calls a block: its key, or nothing more than that it is one.
fn name(block: &str) -> String {
    let line = block.trim_start().lines().next().unwrap_or_default();
    let key = line.split_once(':').map_or("", |(key, _)| key.trim().trim_matches(['"', '\'']));
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
    let told = !key.is_empty() && key.len() <= MAX_NAME && key.chars().all(is_name);
    if told { key.to_owned() } else { "the block around it".to_owned() }
}

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    indent: usize,
    kind: Kind,
}

/// The lines of a text that are not blank.
struct Lines {
    all: Vec<Line>,
    end: usize,
    /// How far the sections are indented.
    root: usize,
}

impl Lines {
    fn new(text: &str, style: Style) -> Self {
        let mut all = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let rest = line.trim_start_matches(style.indent);
            if !rest.trim_end().is_empty() {
                all.push(Line { start, indent: line.len() - rest.len(), kind: (style.kind)(rest) });
            }
            start += line.len();
        }
        let root = all.iter().find(|line| line.kind == Kind::Key).map_or(0, |line| line.indent);
        Self { all, end: text.len(), root }
    }

    /// The entry of a section at a place, or the section where it has no entries; `None` for a place in neither.
    fn block(&self, at: usize) -> Option<Range<usize>> {
        let line = self.all.partition_point(|line| line.start <= at).checked_sub(1)?;
        let section = (0..=line).rev().find(|&i| self.is_section(self.all[i]))?;
        let child = self.all.get(section + 1).filter(|first| first.indent > self.root && first.kind == Kind::Key);
        let entry = child.and_then(|first| {
            let is_entry = |line: Line| line.kind == Kind::Key && line.indent == first.indent;
            (section + 1..=line).rev().find(|&i| is_entry(self.all[i]))
        });
        let first = entry.unwrap_or(section);
        let level = self.all[first].indent;
        let next = self.all[first + 1..].iter().find(|line| self.ends(**line, level));
        Some(self.all[first].start..next.map_or(self.end, |line| line.start))
    }

    fn misnested(&self, depth_at: impl Fn(usize) -> usize) -> Option<(usize, usize)> {
        let mut child = None;
        let keys = self.all.iter().enumerate().filter(|(_, line)| line.kind == Kind::Key);
        for (i, line) in keys {
            if line.indent <= self.root {
                child = None;
            } else if *child.get_or_insert(line.indent) != line.indent {
                continue;
            }
            let expected = if child.is_some() { 2 } else { 1 };
            if depth_at(line.start) != expected {
                let before = self.all.get(i.checked_sub(1)?)?;
                let closes_section = before.kind == Kind::Close && before.indent <= self.root;
                // A section that is closed too early or never says nothing of its entries.
                return (closes_section == (expected == 1)).then_some((before.start, line.start));
            }
        }
        None
    }

    fn is_section(&self, line: Line) -> bool {
        line.kind == Kind::Key && line.indent <= self.root
    }

    fn ends(&self, line: Line, level: usize) -> bool {
        match line.kind {
            Kind::Key => line.indent == level || line.indent <= self.root,
            Kind::Close => line.indent < level,
            Kind::Other => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style { kind, indent: &[' '] };

    fn kind(line: &str) -> Kind {
        match line.as_bytes() {
            [b'-' | b'#', ..] => Kind::Other,
            [b'}', ..] => Kind::Close,
            _ => Kind::Key,
        }
    }

    #[test]
    fn the_block_at_a_place_is_an_entry_or_a_section() {
        let cases = [
            ("A:\n  a: @\n  b:\n", "  a: @\n"),
            ("A:\n  a:\n  - @\n\n  b:\n", "  a:\n  - @\n\n"),
            ("A:\n  a:\n    x: 1\n   y: @\n  b:\n", "  a:\n    x: 1\n   y: @\n"),
            ("A:\n  a:\nB: @\nC:\n", "B: @\n"),
            ("A: |\n  - @\nB: 1\n", "A: |\n  - @\n"),
            ("  A:\n    a: @\n  }\n", "    a: @\n"),
            ("# @\nA:\n", ""),
            ("@", "@"),
            ("A:\n  a:\n    é: @", "  a:\n    é: @"),
        ];
        for (text, block) in cases {
            let found = Lines::new(text, STYLE).block(text.find('@').unwrap());
            assert_eq!(found.map_or("", |range| &text[range]), block, "{text}");
        }
    }

    #[test]
    fn a_repair_keeps_every_place() {
        let mut repairs = Repairs::new("A:\n  a: é\r\n  b: 1\n", STYLE);
        assert_eq!(repairs.leave_out(&[3]), Some(("a".to_owned(), 3..12)));
        assert_eq!(repairs.text(), "A:\n        \n  b: 1\n");
        assert_eq!(repairs.leave_out(&[3]), Some(("A".to_owned(), 0..19)));
        assert_eq!(name("  'x y': 1"), "x y");
        assert_eq!(name("  p@ss: 1"), "the block around it");
    }
}
