//! Builds the tree that YAML and JSON share from a flat run of values, without recursion.
//!
//! The parser opens and closes containers and adds values; the builder keeps what is open on its own stack, so the
//! depth of the input is bounded here ([`MAX_DEPTH`]) and nowhere else.

use super::node::{Entry, Node, NodeKind};
use crate::source::{FileId, Problem, ProblemKind, Span};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How deeply containers may nest, aliases included.
pub(super) const MAX_DEPTH: u32 = 200;

/// How many containers stay when a text breaks off: the root and its sections. What was open below them is
/// incomplete, and nobody may take its missing half for absent.
const KEPT_WHEN_CUT: usize = 2;

/// Mappings with more entries than this find duplicate keys by hash.
const INDEXED_FROM: usize = 12;

/// How many characters of a key are told. An alias repeats a long one as often as it likes.
const MAX_TOLD: usize = 100;

/// A node with what it costs to repeat it.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    /// The node.
    pub(super) node: Node,
    /// How many nodes it stands for once every alias in it is followed.
    pub(super) size: u32,
    /// How many containers lie within each other in it.
    pub(super) height: u32,
}

impl Measured {
    /// A scalar.
    pub(super) fn scalar(text: Arc<str>, plain: bool, span: Span, tag: Option<Arc<str>>) -> Self {
        Self { node: Node { kind: NodeKind::Scalar { text, plain }, span, tag }, size: 1, height: 0 }
    }
}

/// What a container holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// A sequence or array.
    Sequence,
    /// A mapping or object.
    Mapping,
}

/// A container that is not closed yet.
#[derive(Debug)]
struct Frame {
    container: Container,
    items: Vec<Node>,
    entries: Vec<Entry>,
    index: FxHashMap<Arc<str>, usize>,
    merges: Vec<(usize, Node)>,
    pending: Pending,
    tag: Option<Arc<str>>,
    start: u32,
    end: u32,
    size: u32,
    height: u32,
}

/// What the next value of a mapping belongs to.
#[derive(Debug)]
enum Pending {
    /// Nothing: the next value is a key.
    None,
    /// This key.
    Key(Arc<str>, Span),
    /// The merge key `<<`.
    Merge,
    /// A key that cannot be one: the value is dropped.
    Dropped,
}

/// Takes values and makes the tree.
#[derive(Debug)]
pub(super) struct Builder {
    file: FileId,
    /// Where in the file the text begins that is read.
    base: u32,
    frames: Vec<Frame>,
    root: Option<Node>,
    problems: Vec<Problem>,
    limits_told: Vec<Box<str>>,
}

impl Builder {
    pub(super) fn new(file: FileId) -> Self {
        Self::from(file, 0)
    }

    /// As [`Builder::new`], for a text that begins somewhere within the file.
    pub(super) fn from(file: FileId, base: u32) -> Self {
        Self { file, base, frames: Vec::new(), root: None, problems: Vec::new(), limits_told: Vec::new() }
    }

    /// The span of a byte range of the text.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.base + start as u32, self.base + end.max(start) as u32)
    }

    /// Notes something that could not be read.
    pub(super) fn problem(&mut self, kind: ProblemKind, span: Span, message: impl Into<String>) {
        self.problems.push(Problem::at(kind, span, message));
    }

    /// Notes, once, that a limit was reached.
    pub(super) fn limit(&mut self, span: Span, message: &str) {
        if self.limits_told.iter().all(|told| &**told != message) {
            self.limits_told.push(message.into());
            self.problem(ProblemKind::Limit, span, message);
        }
    }

    /// The kind of the innermost open container.
    pub(super) fn innermost(&self) -> Option<Container> {
        self.frames.last().map(|frame| frame.container)
    }

    /// Whether a value would nest too deeply where the next one goes.
    pub(super) fn too_deep(&self, value: &Measured) -> bool {
        value.height.saturating_add(self.frames.len() as u32) > MAX_DEPTH
    }

    /// Opens a container; false, with a problem, where it would lie too deep.
    pub(super) fn open(&mut self, container: Container, start: usize, tag: Option<Arc<str>>) -> bool {
        if self.frames.len() as u32 >= MAX_DEPTH {
            let span = self.span(start, start + 1);
            self.limit(span, &format!("more than {MAX_DEPTH} levels of nesting"));
            return false;
        }
        self.frames.push(Frame::new(container, self.base + start as u32, tag));
        true
    }

    /// Names the key of the next value.
    pub(super) fn key(&mut self, key: Arc<str>, span: Span) {
        if let Some(frame) = self.frames.last_mut() {
            frame.end = frame.end.max(span.end);
            frame.pending = Pending::Key(key, span);
        }
    }

    /// Adds a value that ends at `end` in the text (an alias ends elsewhere than its node): as the value of the
    /// pending key, as an item, as the root, or, in a mapping without a pending key, as the key itself.
    pub(super) fn add(&mut self, value: Measured, end: u32) {
        let Some(frame) = self.frames.last_mut() else {
            self.root.get_or_insert(value.node);
            return;
        };
        frame.end = frame.end.max(end);
        frame.size = frame.size.saturating_add(value.size);
        frame.height = frame.height.max(value.height.saturating_add(1));
        if frame.container == Container::Sequence {
            frame.items.push(value.node);
            return;
        }
        let found = match std::mem::replace(&mut frame.pending, Pending::None) {
            Pending::None => frame.take_key(&value.node),
            Pending::Key(key, span) => frame.insert(Entry { key, key_span: span, value: value.node }),
            Pending::Merge => frame.merge(&value.node),
            Pending::Dropped => None,
        };
        self.problems.extend(found);
    }

    /// Closes the innermost container; a flow container says where it ends. The caller adds the result.
    pub(super) fn close(&mut self, end: Option<usize>) -> Option<Measured> {
        self.frames.pop().map(|frame| frame.finish(self.file, end.map(|end| self.base + end as u32)))
    }

    /// The tree of a text that was read to its end.
    pub(super) fn finish(self) -> (Option<Node>, Vec<Problem>) {
        (self.root, self.problems)
    }

    /// The tree of a text that broke off: what was complete before. Where indentation closes containers, the one
    /// before the break may have been closed too early, so it counts as incomplete.
    pub(super) fn cut(mut self, by_indentation: bool) -> (Option<Node>, Vec<Problem>) {
        if let [_, section] = &mut self.frames[..]
            && by_indentation
            && matches!(section.pending, Pending::None)
        {
            section.entries.pop();
        }
        self.frames.truncate(KEPT_WHEN_CUT);
        while let Some(frame) = self.frames.pop() {
            let end = frame.end;
            let value = frame.finish(self.file, None);
            self.add(value, end);
        }
        (self.root, self.problems)
    }
}

impl Frame {
    fn new(container: Container, start: u32, tag: Option<Arc<str>>) -> Self {
        Self {
            container,
            items: Vec::new(),
            entries: Vec::new(),
            index: FxHashMap::default(),
            merges: Vec::new(),
            pending: Pending::None,
            tag,
            start,
            end: start,
            size: 1,
            height: 1,
        }
    }

    fn take_key(&mut self, key: &Node) -> Option<Problem> {
        let NodeKind::Scalar { text, plain } = &key.kind else {
            self.pending = Pending::Dropped;
            return Some(Problem::at(ProblemKind::Meaning, key.span, self.not_a_key(key)));
        };
        let merges = *plain && &**text == "<<" && key.tag.as_deref().is_none_or(|tag| tag == "!!merge");
        self.pending = if merges { Pending::Merge } else { Pending::Key(text.clone(), key.span) };
        None
    }

    fn not_a_key(&self, key: &Node) -> &'static str {
        let doubled = matches!(key.kind, NodeKind::Mapping(_)) && key.span.start == self.start + 1;
        if doubled {
            "the key of a mapping must be a scalar; a value that begins with {{ needs quotes"
        } else {
            "the key of a mapping must be a scalar"
        }
    }

    fn insert(&mut self, entry: Entry) -> Option<Problem> {
        let Some(at) = self.position(&entry.key) else {
            self.push(entry);
            return None;
        };
        let name: String = entry.key.chars().take(MAX_TOLD).collect();
        let message = format!("the key {name} stands here a second time; the last one counts");
        let problem = Problem::at(ProblemKind::Meaning, entry.key_span, message);
        self.entries[at] = entry;
        Some(problem)
    }

    fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
        match self.entries.len() {
            n if n == INDEXED_FROM => {
                self.index = self.entries.iter().enumerate().map(|(i, entry)| (entry.key.clone(), i)).collect();
            }
            n if n > INDEXED_FROM => {
                self.index.extend(self.entries.last().map(|entry| (entry.key.clone(), n - 1)));
            }
            _ => {}
        }
    }

    fn position(&self, key: &str) -> Option<usize> {
        if self.entries.len() < INDEXED_FROM {
            return self.entries.iter().position(|entry| &*entry.key == key);
        }
        self.index.get(key).copied()
    }

    fn merge(&mut self, source: &Node) -> Option<Problem> {
        let sources =
            if let NodeKind::Sequence(items) = &source.kind { &items[..] } else { std::slice::from_ref(source) };
        if sources.iter().any(|node| !matches!(node.kind, NodeKind::Mapping(_))) {
            return Some(Problem::at(ProblemKind::Meaning, source.span, "the value of << must be a mapping"));
        }
        let at = self.entries.len();
        self.merges.extend(sources.iter().map(|node| (at, node.clone())));
        None
    }

    /// Puts the merged entries where their `<<` stood. A key that the mapping has itself wins, then the first source.
    fn resolve_merges(&mut self) {
        let merges = std::mem::take(&mut self.merges);
        if merges.is_empty() {
            return;
        }
        let mut known: rustc_hash::FxHashSet<Arc<str>> = self.entries.iter().map(|entry| entry.key.clone()).collect();
        let mut own = std::mem::take(&mut self.entries).into_iter();
        let mut placed = 0;
        for (at, source) in merges {
            self.entries.extend(own.by_ref().take(at - placed));
            placed = at;
            let added = source.entries().iter().filter(|entry| known.insert(entry.key.clone()));
            self.entries.extend(added.cloned());
        }
        self.entries.extend(own);
    }

    fn finish(mut self, file: FileId, end: Option<u32>) -> Measured {
        self.resolve_merges();
        let end = end.unwrap_or(self.end);
        let kind = match self.container {
            Container::Sequence => NodeKind::Sequence(self.items.into()),
            Container::Mapping => NodeKind::Mapping(self.entries.into()),
        };
        let node = Node { kind, span: Span::new(file, self.start, end), tag: self.tag };
        Measured { node, size: self.size, height: self.height }
    }
}

/// The keys of a tree and of what stands under one of them, then what is said: what tests of broken texts compare.
#[cfg(test)]
pub(super) fn left(parsed: super::Parsed<Option<Node>>, under: &str, text: &str) -> String {
    use std::fmt::Write as _;
    let names = |node: &Node| node.entries().iter().map(|entry| entry.key.to_string()).collect::<Vec<_>>().join(" ");
    let tree = parsed.tree.unwrap();
    let mut left = format!("{}: {}", names(&tree), tree.get(under).map(names).unwrap_or_default());
    for problem in parsed.problems {
        let place = &text[problem.span.unwrap().start as usize..];
        write!(left, " | {:?} {}", place.chars().take(3).collect::<String>(), problem.message).unwrap();
    }
    left
}

/// A tree with the text of every span, one node a line: what the parsers' tests compare.
#[cfg(test)]
pub(super) fn outline(node: &Node, text: &str) -> String {
    use std::fmt::Write as _;
    fn walk(node: &Node, text: &str, label: &str, depth: usize, out: &mut String) {
        let tag = node.tag.as_deref().map(|tag| format!("{tag} ")).unwrap_or_default();
        let value = match &node.kind {
            NodeKind::Scalar { text, plain } => format!("{}{text:?} ", if *plain { "plain " } else { "" }),
            NodeKind::Sequence(_) => "sequence ".to_owned(),
            NodeKind::Mapping(_) => "mapping ".to_owned(),
        };
        let place = text.get(node.span.range()).unwrap_or("?");
        writeln!(out, "{}{label}{tag}{value}<{}>", "  ".repeat(depth), place.escape_debug()).unwrap();
        node.items().iter().for_each(|item| walk(item, text, "- ", depth + 1, out));
        for entry in node.entries() {
            walk(&entry.value, text, &format!("{}: ", &text[entry.key_span.range()]), depth + 1, out);
        }
    }
    let mut out = String::new();
    walk(node, text, "", 0, &mut out);
    out
}
