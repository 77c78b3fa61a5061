//! The lines around the labels of one finding, from all of its files, as one short text that miette can draw.
//!
//! miette draws from a single source and walks it from its start. So it gets a text of a few lines, made for the
//! finding: secrets are masked, the far parts of long lines are left out, and control characters cannot reach the
//! terminal. [`Excerpt::read_span`] answers with the lines' real files, numbers and columns.

use super::is_hostile;
use super::mask::{MASK, Masks, floor};
use crate::source::{FileId, Position, SourceFile, SourceMap, Span};
use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// How many lines of a label are shown.
const LABEL_LINES: u32 = 6;
/// Lines shown before and after a label's.
const CONTEXT: u32 = 1;
/// Longer lines are shown in part: so many bytes around a label, and so many of the label.
const LONG_LINE: usize = 200;
const AROUND: usize = 40;
const OF_LABEL: usize = 80;

/// A place to show, with the words that go with it.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) text: Option<String>,
    pub(super) is_primary: bool,
}

impl Mark {
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
    /// Makes the excerpt for the places; those in the first one's file come first.
    pub(super) fn new(sources: &SourceMap, masks: &mut Masks<'_>, places: Vec<Mark>) -> Self {
        let mut excerpt = Self::default();
        let mut by_file: Vec<(FileId, Vec<Mark>)> = Vec::new();
        for mark in places {
            match by_file.iter_mut().find(|(file, _)| *file == mark.span.file) {
                Some((_, places)) => places.push(mark),
                None => by_file.push((mark.span.file, vec![mark])),
            }
        }
        for (id, places) in by_file {
            excerpt.add_file(sources.file(id), masks.of(id), places);
        }
        excerpt
    }

    /// The labels, in the excerpt's own offsets.
    pub(super) fn labels(&self) -> &[LabeledSpan] {
        &self.labels
    }

    fn add_file(&mut self, file: &SourceFile, masks: &[Range<usize>], places: Vec<Mark>) {
        let text = file.text();
        let spans: Vec<Range<usize>> = places.iter().map(|mark| shown_part(file, mark.span)).collect();
        let mut pieces = Vec::new();
        let mut previous = None;
        for (number, on_line) in lines_to_show(file, &spans) {
            let Some(range) = file.lines().range(text, number) else { continue };
            let follows = previous.is_some_and(|previous: u32| previous + 1 == number);
            let run = self.lines.last().map_or(0, |line| line.run + usize::from(!follows));
            self.lines.push(Line { start: self.text.len(), number, path: file.path().clone(), run });
            previous = Some(number);
            for part in parts(text, &range, &on_line) {
                self.add_part(text, part, masks, &mut pieces);
            }
            self.push(range.end..range.end, "\n", false, &mut pieces);
        }
        for (mark, span) in places.into_iter().zip(spans) {
            self.add_label(file, mark, &span, &pieces);
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
        for (at, hostile) in plain.match_indices(is_hostile) {
            self.push(range.start + done..range.start + at, &plain[done..at], true, pieces);
            done = at + hostile.len();
            self.push(range.start + at..range.start + done, "\u{FFFD}", false, pieces);
        }
        self.push(range.start + done..range.end, &plain[done..], true, pieces);
    }

    fn push(&mut self, file: Range<usize>, shown: &str, verbatim: bool, pieces: &mut Vec<Piece>) {
        let start = self.text.len();
        self.text.push_str(shown);
        pieces.push(Piece { file, excerpt: start..self.text.len(), verbatim });
    }

    fn add_label(&mut self, file: &SourceFile, mark: Mark, span: &Range<usize>, pieces: &[Piece]) {
        let start = start_in(pieces, span.start);
        let end = if span.is_empty() { start } else { end_in(pieces, span.end).max(start) };
        self.anchors.push((start, file.lines().position(file.text(), mark.span.start)));
        let length = end - start;
        self.labels.push(if mark.is_primary {
            LabeledSpan::new_primary_with_span(mark.text, (start, length))
        } else {
            LabeledSpan::new(mark.text, start, length)
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
        Ok(Box::new(MietteSpanContents::new_named(
            line.path.to_string(),
            data,
            (line.start, data.len()).into(),
            position.line as usize - 1,
            position.column as usize - 1,
            to + 1 - from,
        )))
    }
}

/// A part of a long line.
enum Part {
    Shown(Range<usize>),
    LeftOut(Range<usize>),
}

/// The part of a span that is shown: its first lines.
fn shown_part(file: &SourceFile, span: Span) -> Range<usize> {
    let text = file.text();
    let (start, end) = (floor(text, span.start as usize), floor(text, span.end as usize));
    let last = file.lines().line(start as u32) + LABEL_LINES - 1;
    let limit = file.lines().range(text, last).map_or(text.len(), |range| range.end);
    start..end.min(limit).max(start)
}

/// The numbers of the lines to show, each with the spans that touch it.
fn lines_to_show<'s>(file: &SourceFile, spans: &'s [Range<usize>]) -> BTreeMap<u32, Vec<&'s Range<usize>>> {
    let mut shown: BTreeMap<u32, Vec<&Range<usize>>> = BTreeMap::new();
    for span in spans {
        let first = file.lines().line(span.start as u32);
        let last = file.lines().line(span.end.saturating_sub(1).max(span.start) as u32);
        for number in first.saturating_sub(CONTEXT).max(1)..=(last + CONTEXT).min(file.lines().count()) {
            let on_line = shown.entry(number).or_default();
            if (first..=last).contains(&number) {
                on_line.push(span);
            }
        }
    }
    // The line after the last line break is no line to people.
    let count = file.lines().count();
    if shown.get(&count).is_some_and(Vec::is_empty)
        && file.lines().range(file.text(), count).is_some_and(|r| r.is_empty())
    {
        shown.remove(&count);
    }
    shown
}

/// Cuts a line: all of a short one, the surroundings of the spans of a long one.
fn parts(text: &str, line: &Range<usize>, spans: &[&Range<usize>]) -> Vec<Part> {
    if line.len() <= LONG_LINE {
        return vec![Part::Shown(line.clone())];
    }
    let mut kept: Vec<Range<usize>> = spans.iter().map(|span| surroundings(text, line, span)).collect();
    if kept.is_empty() {
        kept.push(line.start..floor(text, line.start + LONG_LINE));
    }
    kept.sort_by_key(|range| range.start);
    let mut parts = Vec::new();
    let mut at = line.start;
    for range in kept {
        if at < range.start {
            parts.push(Part::LeftOut(at..range.start));
        }
        if at < range.end {
            parts.push(Part::Shown(at.max(range.start)..range.end));
            at = range.end;
        }
    }
    if at < line.end {
        parts.push(Part::LeftOut(at..line.end));
    }
    parts
}

fn surroundings(text: &str, line: &Range<usize>, span: &Range<usize>) -> Range<usize> {
    let start = span.start.max(line.start);
    let end = span.end.min(line.end).min(start + OF_LABEL);
    let from = floor(text, start.saturating_sub(AROUND)).max(line.start);
    from..floor(text, end + AROUND).min(line.end)
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
