//! YAML text to the tree, with comments: `granit-parser`'s events, put together without recursion.
//!
//! Only the first document of a stream is read; that a second one follows is a problem at its start. A block
//! scalar's span begins at its `|` or `>`; a block container's ends with its last child. An alias is the node of
//! its anchor, span included. A tag is what it stands for: `!!str` however it is written, `!Ref`, or a whole URI.
//!
//! A block that is no YAML is left out with a problem, and the rest is read again (`Repairs`).

use super::Parsed;
use super::blocks::{Kind, Repairs, Style};
use super::build::{Builder, Container, Measured};
use super::comments::Comment;
use super::node::Node;
use crate::source::{FileId, Problem, ProblemKind, Span};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StructureStyle, Tag};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

/// How many nodes aliases may repeat in all.
const MAX_ALIASED: u32 = 1_000_000;

const BOM: char = '\u{feff}';

/// What is said of a value with two tags, which people write for a function of a function.
const TWO_TAGS: &str =
    "a value has one tag at most; write the outer function in its long form, as in Fn::Base64: !Sub x";

/// Where the tags of YAML itself live; they are written `!!` here.
const CORE: &str = "tag:yaml.org,2002:";

/// Reads the first document of a text. The tree is `None` where there is none: an empty text, or comments only.
pub fn parse(file: FileId, text: &str) -> Parsed<Option<Node>> {
    let kind = if text.trim_start().starts_with('{') { flow_line } else { block_line };
    let mut repairs = Repairs::new(text, Style { kind, indent: &[' '] });
    let mut told = Vec::new();
    loop {
        let mut reader = Reader::new(file, repairs.text());
        let outcome = reader.read();
        let mut parsed = reader.finish(outcome.is_ok());
        let Err(Stop::Broken { mut problem, places }) = outcome else {
            told.append(&mut parsed.problems);
            return Parsed { problems: told, ..parsed };
        };
        let left_out = repairs.leave_out(&places);
        if let Some((name, _)) = &left_out {
            let _ = write!(problem.message, "; {name} is left out");
        }
        told.push(problem);
        if left_out.is_none() {
            told.append(&mut parsed.problems);
            return Parsed { problems: told, ..parsed };
        }
    }
}

/// What a line is by its beginning, in block style.
fn block_line(line: &str) -> Kind {
    let is_item = line.trim_end() == "-" || line.starts_with("- ");
    if is_item || line.starts_with(['\t', '#', '{', '}', '[', ']']) { Kind::Other } else { Kind::Key }
}

/// What a line is where the whole text is one flow mapping.
fn flow_line(line: &str) -> Kind {
    if line.starts_with(['}', ']']) { Kind::Close } else { block_line(line) }
}

/// Why reading ends before the text does.
enum Stop {
    /// The text is not YAML.
    Broken {
        problem: Problem,
        /// Where what is broken may lie, the likeliest place first.
        places: [usize; 2],
    },
    /// A limit, told already.
    Limit,
}

struct Reader<'t> {
    text: &'t str,
    builder: Builder,
    anchors: FxHashMap<usize, Measured>,
    /// The anchors of the open containers, 0 for none.
    open: Vec<usize>,
    /// Where the outermost flow container that is open begins, and how many are open before it.
    flow: Option<(usize, usize)>,
    comments: Vec<Comment>,
    /// Behind the last node token: where the search for a block scalar's header begins.
    cursor: usize,
    aliased: u32,
    documents: u32,
}

impl<'t> Reader<'t> {
    fn new(file: FileId, text: &'t str) -> Self {
        Self {
            text,
            builder: Builder::new(file),
            anchors: FxHashMap::default(),
            open: Vec::new(),
            flow: None,
            comments: Vec::new(),
            cursor: 0,
            aliased: 0,
            documents: 0,
        }
    }

    fn read(&mut self) -> Result<(), Stop> {
        let options = granit_parser::options! {
            max_buffered_comment_events: usize::MAX,
            emit_unresolved_aliases: true,
        };
        for event in Parser::new_from_str_with_options(self.text, options) {
            let (event, place) = event.map_err(|error| self.broken(&error))?;
            if matches!(event, Event::DocumentStart(..)) && self.documents > 0 {
                self.second_document(&place.byte_range().unwrap_or_default());
                break;
            }
            self.event(event, &place)?;
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'t>, place: &granit_parser::Span) -> Result<(), Stop> {
        let range = place.byte_range().unwrap_or_default();
        match event {
            Event::DocumentStart(..) => self.documents += 1,
            Event::Comment(..) => self.comment(&range),
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, named(tag), range),
            Event::SequenceStart(style, anchor, tag) => {
                let start = if style == StructureStyle::Block { self.dash(range.start) } else { range.start };
                return self.start((Container::Sequence, style), anchor, named(tag), start..range.end);
            }
            Event::MappingStart(style, anchor, tag) => {
                return self.start((Container::Mapping, style), anchor, named(tag), range);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&range),
            Event::Alias(anchor) => self.alias(anchor, range),
            Event::UnresolvedAlias(name) => self.dangling(&name, range),
            _ => {}
        }
        Ok(())
    }

    fn start(
        &mut self,
        (container, style): (Container, StructureStyle),
        anchor: usize,
        tag: Option<Arc<str>>,
        range: Range<usize>,
    ) -> Result<(), Stop> {
        self.cursor = self.cursor.max(range.end);
        if style == StructureStyle::Flow && self.flow.is_none() {
            self.flow = Some((range.start, self.open.len()));
        }
        self.open.push(anchor);
        if self.builder.open(container, range.start, tag) { Ok(()) } else { Err(Stop::Limit) }
    }

    fn end(&mut self, range: &Range<usize>) {
        // A block container's end event is empty and lies at the next token, behind comments and blank lines.
        let end = (!range.is_empty()).then_some(range.end);
        self.cursor = self.cursor.max(range.start);
        let anchor = self.open.pop().unwrap_or_default();
        self.flow = self.flow.filter(|(_, outside)| *outside < self.open.len());
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
        // The parser says `~` where nothing stands.
        let text = if range.is_empty() { "" } else { text };
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
        let own_line = before.trim_end_matches([' ', '\t']);
        let own_line = own_line.is_empty() || own_line.ends_with(['\n', '\r', BOM]);
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
        let start = self.first_of(b"|>", content.end).unwrap_or(content.start);
        let text = self.text.get(start..content.end).unwrap_or_default();
        start..start + text.trim_end().len()
    }

    /// The first of some characters behind the cursor that is not in a comment.
    fn first_of(&self, characters: &[u8], end: usize) -> Option<usize> {
        let text = self.text.get(self.cursor..end)?;
        let mut in_comment = false;
        text.bytes()
            .position(|byte| {
                in_comment = byte == b'#' || (in_comment && byte != b'\n');
                !in_comment && characters.contains(&byte)
            })
            .map(|at| self.cursor + at)
    }

    /// Only the first document is read; that another one holds something is a problem.
    fn second_document(&mut self, marker: &Range<usize>) {
        let rest = self.text.get(marker.end..).unwrap_or_default();
        let blank = |line: &str| line.is_empty() || line.starts_with('#') || matches!(line, "---" | "...");
        if !rest.lines().all(|line| blank(line.trim())) {
            let span = self.builder.span(marker.start, marker.end);
            let message = "a second document begins here; only the first one is read";
            self.builder.problem(ProblemKind::Meaning, span, message);
        }
    }

    fn broken(&mut self, error: &ScanError) -> Stop {
        let at = error.marker().byte_offset().unwrap_or_default().min(self.text.len());
        let width = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let span = self.builder.span(at, at + width);
        let why = if self.has_two_tags(at) { TWO_TAGS.to_owned() } else { error.info() };
        let message = format!("this is not valid YAML: {why}");
        if *error.kind() == ErrorKind::RecursionLimitExceeded {
            self.builder.problem(ProblemKind::Limit, span, message);
            return Stop::Limit;
        }
        let places = match self.flow {
            Some((start, outside)) if outside > 0 => [start, at],
            _ if begins_earlier(error.kind()) => [self.first_of(b"\"'[{", at).unwrap_or(self.cursor), at],
            _ => [at, self.cursor],
        };
        Stop::Broken { problem: Problem::at(ProblemKind::Syntax, span, message), places }
    }

    /// Whether two tags follow each other on the line of a place.
    fn has_two_tags(&self, at: usize) -> bool {
        let from = self.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        let line = self.text.get(from..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let is_tag = |word: &str| {
            word.trim_start_matches(['[', '{'])
                .strip_prefix('!')
                .is_some_and(|name| name.starts_with(char::is_alphabetic))
        };
        let words = line.split(' ').filter(|word| !word.is_empty());
        words.clone().zip(words.skip(1)).any(|(one, next)| is_tag(one) && is_tag(next))
    }

    fn finish(mut self, complete: bool) -> Parsed<Option<Node>> {
        self.comments.sort_by_key(|comment| comment.span);
        let (tree, problems) = if complete { self.builder.finish() } else { self.builder.cut(true) };
        Parsed { tree, comments: self.comments, problems }
    }
}

/// A tag's name: those of YAML itself begin with `!!`, those of the document with `!`.
fn named(tag: Option<Cow<'_, Tag>>) -> Option<Arc<str>> {
    let tag = tag?;
    Some(match tag.suffix_in_namespace(CORE) {
        Some(name) => format!("!!{name}").into(),
        None => format!("{}{}", tag.handle(), tag.suffix()).into(),
    })
}

/// Whether an error tells where a scalar or a flow container should have ended, and not where it began.
const fn begins_earlier(kind: &ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar
            | ErrorKind::UnclosedFlowCollection { .. }
            | ErrorKind::BlockEntryInFlowCollection
            | ErrorKind::InvalidFlowScalarIndent
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping
    )
}

#[cfg(test)]
mod tests;
