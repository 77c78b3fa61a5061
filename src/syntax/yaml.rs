//! YAML text to the tree, with comments: `granit-parser`'s events, put together without recursion.
//!
//! Only the first document of a stream is read; that a second one follows is a problem at its start. A block
//! scalar's span begins at its `|` or `>`; a block container's ends with its last child. An alias is the node of
//! its anchor, span included.

use super::Parsed;
use super::build::{Builder, Container, Measured};
use super::comments::Comment;
use super::node::Node;
use crate::source::{FileId, ProblemKind, Span};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::Arc;

/// How many nodes aliases may repeat in all.
const MAX_ALIASED: u32 = 1_000_000;

/// Reads the first document of a text. The tree is `None` where there is none: an empty text, or comments only.
pub fn parse(file: FileId, text: &str) -> Parsed<Option<Node>> {
    let options = granit_parser::options! {
        max_buffered_comment_events: usize::MAX,
        emit_unresolved_aliases: true,
    };
    let mut reader = Reader {
        text,
        builder: Builder::new(file),
        anchors: FxHashMap::default(),
        open: Vec::new(),
        comments: Vec::new(),
        cursor: 0,
        aliased: 0,
        documents: 0,
    };
    let mut complete = true;
    for event in Parser::new_from_str_with_options(text, options) {
        let step = match event {
            Ok((event, place)) => reader.event(event, &place),
            Err(error) => reader.fail(&error),
        };
        if step != Step::Go {
            complete = step == Step::Done;
            break;
        }
    }
    reader.finish(complete)
}

/// What to do after an event.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Go,
    Done,
    Broken,
}

struct Reader<'t> {
    text: &'t str,
    builder: Builder,
    anchors: FxHashMap<usize, Measured>,
    /// The anchors of the open containers, 0 for none.
    open: Vec<usize>,
    comments: Vec<Comment>,
    /// Behind the last node token: where the search for a block scalar's header begins.
    cursor: usize,
    aliased: u32,
    documents: u32,
}

impl<'t> Reader<'t> {
    fn event(&mut self, event: Event<'t>, place: &granit_parser::Span) -> Step {
        let range = place.byte_range().unwrap_or_default();
        let tag = place.tag_span().and_then(|span| span.slice(self.text)).map(Arc::from);
        match event {
            Event::DocumentStart(..) if self.documents > 0 => return self.second_document(&range),
            Event::DocumentStart(..) => self.documents += 1,
            Event::Comment(..) => self.comment(&range),
            Event::Scalar(text, style, anchor, _) => self.scalar(&text, style, anchor, tag, range),
            Event::SequenceStart(style, anchor, _) => {
                let start = if style == StructureStyle::Block { self.dash(range.start) } else { range.start };
                return self.start(Container::Sequence, anchor, tag, start..range.end);
            }
            Event::MappingStart(_, anchor, _) => return self.start(Container::Mapping, anchor, tag, range),
            Event::SequenceEnd | Event::MappingEnd => self.end(&range),
            Event::Alias(anchor) => self.alias(anchor, range),
            Event::UnresolvedAlias(name) => self.dangling(&name, range),
            _ => {}
        }
        Step::Go
    }

    fn start(&mut self, container: Container, anchor: usize, tag: Option<Arc<str>>, range: Range<usize>) -> Step {
        self.cursor = self.cursor.max(range.end);
        self.open.push(anchor);
        if self.builder.open(container, range.start, tag) { Step::Go } else { Step::Broken }
    }

    fn end(&mut self, range: &Range<usize>) {
        // A block container's end event is empty and lies at the next token, behind comments and blank lines.
        let end = (!range.is_empty()).then_some(range.end);
        self.cursor = self.cursor.max(range.start);
        let anchor = self.open.pop().unwrap_or_default();
        if let Some(container) = self.builder.close(end) {
            let end = container.node.span.end;
            self.add(container, anchor, end);
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, anchor: usize, tag: Option<Arc<str>>, range: Range<usize>) {
        let raw_end = range.end;
        let range = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.block_scalar(range),
            _ => range,
        };
        let span = self.builder.span(range.start, range.end);
        self.cursor = self.cursor.max(raw_end);
        self.add(Measured::scalar(text.into(), style == ScalarStyle::Plain, span, tag), anchor, span.end);
    }

    fn add(&mut self, value: Measured, anchor: usize, end: u32) {
        if anchor != 0 {
            self.anchors.insert(anchor, value.clone());
        }
        self.builder.add(value, end);
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) {
        let span = self.builder.span(range.start, range.end);
        self.cursor = self.cursor.max(range.end);
        let Some(target) = self.anchors.get(&anchor).cloned() else {
            self.builder.problem(ProblemKind::Meaning, span, "this alias stands within the node that it repeats");
            return self.null(span);
        };
        self.aliased = self.aliased.saturating_add(target.size);
        if self.aliased > MAX_ALIASED {
            self.builder
                .limit(span, &format!("aliases repeat more than {MAX_ALIASED} nodes; from here on they are null"));
            return self.null(span);
        }
        if self.builder.too_deep(&target) {
            self.builder.limit(span, "aliases within aliases nest too deeply; this one is null");
            return self.null(span);
        }
        self.builder.add(target, span.end);
    }

    fn dangling(&mut self, name: &str, range: Range<usize>) {
        let span = self.builder.span(range.start, range.end);
        self.cursor = self.cursor.max(range.end);
        self.builder.problem(ProblemKind::Meaning, span, format!("no anchor &{name} stands before this alias"));
        self.null(span);
    }

    /// Puts null in the place of an alias that cannot be followed.
    fn null(&mut self, span: Span) {
        self.builder.add(Measured::scalar("~".into(), true, span, None), span.end);
    }

    fn comment(&mut self, range: &Range<usize>) {
        let before = self.text.get(..range.start).unwrap_or_default();
        let own_line = before.trim_end_matches([' ', '\t']).ends_with('\n') || before.trim().is_empty();
        let span = self.builder.span(range.start, range.end);
        self.comments.push(Comment { span, own_line });
    }

    /// The start of a block sequence: its first dash, even where the event points behind it.
    fn dash(&self, start: usize) -> usize {
        let before = self.text.get(..start).unwrap_or_default().trim_end_matches([' ', '\t']);
        if before.ends_with('-') && !self.text[start..].starts_with("- ") { before.len() - 1 } else { start }
    }

    /// From the header of a block scalar (`|-`) to the end of its content.
    fn block_scalar(&self, content: Range<usize>) -> Range<usize> {
        let start = self.header(content.end).unwrap_or(content.start);
        let text = self.text.get(start..content.end).unwrap_or_default();
        start..start + text.trim_end().len()
    }

    /// The first `|` or `>` behind the cursor that is not in a comment.
    fn header(&self, end: usize) -> Option<usize> {
        let text = self.text.get(self.cursor..end)?;
        let mut in_comment = false;
        text.bytes()
            .position(|byte| {
                in_comment = byte == b'#' || (in_comment && byte != b'\n');
                !in_comment && matches!(byte, b'|' | b'>')
            })
            .map(|at| self.cursor + at)
    }

    /// Only the first document is read; that another one holds something is a problem.
    fn second_document(&mut self, marker: &Range<usize>) -> Step {
        let rest = self.text.get(marker.end..).unwrap_or_default();
        let blank = |line: &str| line.is_empty() || line.starts_with('#') || matches!(line, "---" | "...");
        if !rest.lines().all(|line| blank(line.trim())) {
            let span = self.builder.span(marker.start, marker.end);
            let message = "a second document begins here; only the first one is read";
            self.builder.problem(ProblemKind::Meaning, span, message);
        }
        Step::Done
    }

    fn fail(&mut self, error: &ScanError) -> Step {
        let at = error.marker().byte_offset().unwrap_or_default().min(self.text.len());
        let width = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let span = self.builder.span(at, at + width);
        let kind = match error.kind() {
            ErrorKind::RecursionLimitExceeded => ProblemKind::Limit,
            _ => ProblemKind::Syntax,
        };
        self.builder.problem(kind, span, format!("this is not valid YAML: {}", error.info()));
        Step::Broken
    }

    fn finish(mut self, complete: bool) -> Parsed<Option<Node>> {
        self.comments.sort_by_key(|comment| comment.span);
        let (tree, problems) = if complete { self.builder.finish() } else { self.builder.cut(true) };
        Parsed { tree, comments: self.comments, problems }
    }
}

#[cfg(test)]
mod tests;
