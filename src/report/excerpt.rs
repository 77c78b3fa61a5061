//! The lines around the labels of one finding, from all of its files, as one short text that miette can draw.
//!
//! miette draws from a single source and walks it from its start. So it gets a text of a few lines, made for the
//! finding: secrets are masked, the far parts of long lines are left out, and control characters cannot reach the
//! terminal. [`Excerpt::read_span`] answers with the lines' real files, numbers and columns.

use super::cut::{OnLine, Part, beside, parts, pointed_at};
use super::is_hostile;
use crate::conceal::{MASK, Masks, floor};
use crate::source::{Position, SourceFile, SourceMap, Span};
use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

/// Lines shown before and after the primary label's. The other labels do without: they only show the way.
const CONTEXT: u32 = 1;
/// Labels of one file that are no more lines apart are shown together.
const NEAR: u32 = 2;
/// What a tab becomes: how wide it is must not depend on where it stands.
const TAB: &str = "    ";

/// A place to show, with the words that go with it.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) text: Option<String>,
    pub(super) is_primary: bool,
}

impl Mark {
    /// How long the words are.
    fn length(&self) -> usize {
        self.text.as_ref().map_or(0, |text| text.chars().count())
    }

    /// Adds what another label says about the same place.
    pub(super) fn add(&mut self, more: Option<String>) {
        match (&mut self.text, more) {
            (_, None) => {}
            (Some(text), Some(more)) if text.contains(&more) => {}
            (Some(text), Some(more)) => *text = format!("{text}, {more}"),
            (none, more) => *none = more,
        }
    }
}

/// A short text with the lines of some places, and where its parts come from.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    text: String,
    lines: Vec<Line>,
    labels: Vec<LabeledSpan>,
    /// Where a label begins in the excerpt and in its file.
    anchors: Vec<(usize, Position)>,
}

/// A line of the excerpt.
#[derive(Debug)]
struct Line {
    start: usize,
    number: u32,
    path: Arc<str>,
    /// Lines that follow each other in one file are of one run.
    run: usize,
}

/// A part of a file and its part of the excerpt.
#[derive(Debug)]
struct Piece {
    file: Range<usize>,
    excerpt: Range<usize>,
    /// Whether the two are the same text, byte for byte.
    verbatim: bool,
}

impl Excerpt {
    /// Makes the excerpt for the places, in their order; lines and labels fit into so many columns.
    pub(super) fn new(sources: &SourceMap, masks: &mut Masks<'_>, mut places: Vec<Mark>, columns: usize) -> Self {
        let mut excerpt = Self::default();
        while let Some(first) = places.first() {
            let (id, file) = (first.span.file, sources.file(first.span.file));
            let block = Block::take(file, &mut places);
            excerpt.add_block(file, masks.of(id), block, columns);
        }
        excerpt
    }

    /// The labels, in the excerpt's own offsets.
    pub(super) fn labels(&self) -> &[LabeledSpan] {
        &self.labels
    }

    fn add_block(&mut self, file: &SourceFile, masks: &[Range<usize>], block: Block, columns: usize) {
        let text = file.text();
        let run = self.lines.last().map_or(0, |line| line.run + 1);
        let columns = columns.saturating_sub(gutter(*block.lines.end()));
        let mut pieces = Vec::new();
        for number in block.lines {
            let Some(range) = file.lines().range(text, number) else { continue };
            self.lines.push(Line { start: self.text.len(), number, path: file.path().clone(), run });
            let on_line = block.places.iter().filter(|(_, at)| file.lines().line(at.start as u32) == number);
            let labels: Vec<OnLine> = on_line.map(|(mark, at)| (at.clone(), mark.length())).collect();
            let cut = if file.is_sealed() { pointed_at } else { parts };
            for part in cut(text, &range, &labels, columns) {
                self.add_part(text, part, masks, &mut pieces);
            }
            self.push(range.end..range.end, "\n", false, &mut pieces);
        }
        for (mark, span) in block.places {
            self.add_label(file, mark, &span, &pieces, columns);
        }
    }

    /// Adds a part of a line, or a sign for one that is left out.
    fn add_part(&mut self, text: &str, part: Part, masks: &[Range<usize>], pieces: &mut Vec<Piece>) {
        let range = match part {
            Part::Shown(range) => range,
            Part::LeftOut(range) => return self.push(range, "…", false, pieces),
        };
        let mut at = range.start;
        let first = masks.partition_point(|mask| mask.end <= range.start);
        for mask in masks.iter().skip(first).take_while(|mask| mask.start < range.end) {
            let masked = mask.start.max(at)..mask.end.min(range.end);
            self.add_plain(text, at..masked.start, pieces);
            at = masked.end;
            self.push(masked, MASK, false, pieces);
        }
        self.add_plain(text, at..range.end, pieces);
    }

    fn add_plain(&mut self, text: &str, range: Range<usize>, pieces: &mut Vec<Piece>) {
        let Some(plain) = text.get(range.clone()) else { return };
        let mut done = 0;
        for (at, found) in plain.match_indices(|c| c == '\t' || is_hostile(c)) {
            self.push(range.start + done..range.start + at, &plain[done..at], true, pieces);
            done = at + found.len();
            let shown = if found == "\t" { TAB } else { "\u{FFFD}" };
            self.push(range.start + at..range.start + done, shown, false, pieces);
        }
        self.push(range.start + done..range.end, &plain[done..], true, pieces);
    }

    fn push(&mut self, file: Range<usize>, shown: &str, verbatim: bool, pieces: &mut Vec<Piece>) {
        let start = self.text.len();
        self.text.push_str(shown);
        pieces.push(Piece { file, excerpt: start..self.text.len(), verbatim });
    }

    fn add_label(&mut self, file: &SourceFile, mark: Mark, span: &Range<usize>, pieces: &[Piece], columns: usize) {
        let start = start_in(pieces, span.start);
        let end = if span.is_empty() { start } else { end_in(pieces, span.end).max(start) };
        self.anchors.push((start, file.lines().position(file.text(), mark.span.start)));
        let line = self.lines.get(self.line_at(start)).map_or(0, |line| line.start);
        let column = |at: usize| self.text.get(line..at).map_or(0, |before| before.chars().count());
        let text = mark.text.map(|text| beside(&text, usize::midpoint(column(start), column(end)), columns));
        let length = end - start;
        self.labels.push(if mark.is_primary {
            LabeledSpan::new_primary_with_span(text, (start, length))
        } else {
            LabeledSpan::new(text, start, length)
        });
    }

    /// The index of the line that holds an offset.
    fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset).saturating_sub(1)
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (first, last) = (self.line_at(span.offset()), self.line_at(span.offset() + span.len()));
        let run = self.lines.get(last).ok_or(MietteError::OutOfBounds)?.run;
        let in_run = |index: &usize| self.lines.get(*index).is_some_and(|line| line.run == run);
        if !in_run(&first) {
            return Err(MietteError::OutOfBounds);
        }
        let from = (first.saturating_sub(before)..=first).find(in_run).unwrap_or(first);
        let to = (last..=last.saturating_add(after)).take_while(in_run).last().unwrap_or(last);
        let line = self.lines.get(from).ok_or(MietteError::OutOfBounds)?;
        let end = self.lines.get(to + 1).map_or(self.text.len(), |next| next.start);
        let data = &self.text.as_bytes()[line.start..end];
        // Asked for no context, miette wants to know where the span begins, to write it into the header.
        let anchor = self.anchors.iter().find(|(at, _)| before == 0 && *at == span.offset());
        let position = anchor.map_or(Position { line: line.number, column: 1 }, |(_, position)| *position);
        let (number, column) = (position.line as usize - 1, position.column as usize - 1);
        let (span, count) = ((line.start, data.len()).into(), to + 1 - from);
        // The headline has told the path of the first run.
        Ok(Box::new(if run == 0 {
            MietteSpanContents::new(data, span, number, column, count)
        } else {
            MietteSpanContents::new_named(line.path.to_string(), data, span, number, column, count)
        }))
    }
}

/// Places of one file that are shown together, with the part of each that is shown.
struct Block {
    lines: RangeInclusive<u32>,
    places: Vec<(Mark, Range<usize>)>,
}

impl Block {
    /// Takes the first of the places and those of its file that are near. Of two that overlap, miette would draw one in
    /// the wrong place.
    fn take(file: &SourceFile, places: &mut Vec<Mark>) -> Self {
        let (id, is_primary) = places.first().map_or((None, false), |mark| (Some(mark.span.file), mark.is_primary));
        let (mut first, mut last) = (u32::MAX, 0);
        let mut taken: Vec<(Mark, Range<usize>)> = Vec::new();
        for mark in std::mem::take(places) {
            let part = shown_part(file, mark.span);
            let line = file.lines().line(part.start as u32);
            let near = taken.is_empty() || (line + NEAR >= first && line <= last + NEAR);
            let overlaps = taken.iter().any(|(_, other)| other.start < part.end && part.start < other.end);
            if Some(mark.span.file) == id && near && !overlaps {
                (first, last) = (first.min(line), last.max(line));
                taken.push((mark, part));
            } else {
                places.push(mark);
            }
        }
        let context = if is_primary && !file.is_sealed() { CONTEXT } else { 0 };
        let lines = first.saturating_sub(context).max(1)..=(last + context).min(last_line(file).max(last));
        Self { lines, places: taken }
    }
}

/// The part of a span that is shown: its first line.
fn shown_part(file: &SourceFile, span: Span) -> Range<usize> {
    let text = file.text();
    let (start, end) = (floor(text, span.start as usize), floor(text, span.end as usize));
    let line = file.lines().line(start as u32);
    let limit = file.lines().range(text, line).map_or(text.len(), |range| range.end);
    start..end.min(limit).max(start)
}

/// The last line to people: what follows the last line break is none.
fn last_line(file: &SourceFile) -> u32 {
    let count = file.lines().count();
    count - u32::from(file.lines().range(file.text(), count).is_some_and(|range| range.is_empty()))
}

/// The columns that miette needs for the numbers of lines.
fn gutter(last: u32) -> usize {
    last.to_string().len() + 4
}

/// Where a label that starts at a file's offset starts in the excerpt.
fn start_in(pieces: &[Piece], offset: usize) -> usize {
    let index = pieces.partition_point(|piece| piece.file.start <= offset);
    let Some(piece) = index.checked_sub(1).and_then(|index| pieces.get(index)) else { return 0 };
    let inside = if piece.verbatim { offset - piece.file.start } else { 0 };
    (piece.excerpt.start + inside).min(piece.excerpt.end)
}

/// Where a label that ends at a file's offset ends in the excerpt.
fn end_in(pieces: &[Piece], offset: usize) -> usize {
    let index = pieces.partition_point(|piece| piece.file.start < offset);
    let Some(piece) = index.checked_sub(1).and_then(|index| pieces.get(index)) else { return 0 };
    match piece.verbatim {
        true => (piece.excerpt.start + (offset - piece.file.start)).min(piece.excerpt.end),
        // A line break is no part of what is marked.
        false if piece.file.is_empty() => piece.excerpt.start,
        false => piece.excerpt.end,
    }
}
