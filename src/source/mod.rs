//! Text and positions: the files of one run, and how a byte offset becomes a line and a column.
//!
//! Every other module speaks of places as [`Span`]s; only reports turn them into lines and columns.

mod files;
mod lines;
mod near;
mod places;
mod problem;
mod span;
mod suggest;

pub use files::{Absent, Content as FileContent, Files};
pub use lines::{LineIndex, Position};
pub(crate) use near::meant_by;
pub use places::Places;
pub use problem::{Problem, ProblemKind};
pub use span::{FileId, Span};
pub(crate) use suggest::did_you_mean;

use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// One file of the run: its path as shown to people, and its text.
#[derive(Debug)]
pub struct SourceFile {
    path: Arc<str>,
    name: Option<Arc<str>>,
    text: Arc<str>,
    is_installed: bool,
    is_sealed: bool,
    holds_values: bool,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// The path as the user would write it, with `/` on every platform.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// What the file is called whatever folder rdslint runs in: the path, where nothing else is known.
    pub fn name(&self) -> &Arc<str> {
        self.name.as_ref().unwrap_or(&self.path)
    }

    /// The whole text, decoded to UTF-8 and without a byte order mark.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Whether it is a fetched copy of somebody else's file, which nobody would edit.
    pub(crate) fn is_installed(&self) -> bool {
        self.is_installed
    }

    /// Whether it holds secrets in clear that nothing tells from the rest, so that nothing of its text is shown but what
    /// is pointed at.
    pub(crate) fn is_sealed(&self) -> bool {
        self.is_sealed
    }

    /// Whether it holds values for inputs, every one of which may be a secret.
    pub(crate) fn holds_values(&self) -> bool {
        self.holds_values
    }

    /// The index of line starts, made at the first call.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// All files of one run. A [`FileId`] is an index into it.
#[derive(Debug, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
    by_path: FxHashMap<Arc<str>, FileId>,
}

impl SourceMap {
    /// Adds a file and returns its id. A path that is already there keeps its first text.
    pub fn add(&mut self, path: &str, text: &str) -> FileId {
        self.add_named(path, None, text)
    }

    /// Adds a file under its path, with the [`SourceFile::name`] that it has from everywhere.
    pub(crate) fn add_named(&mut self, path: &str, name: Option<&str>, text: &str) -> FileId {
        if let Some(&known) = self.by_path.get(path) {
            return known;
        }
        let id = FileId::new(self.files.len() as u32);
        let path: Arc<str> = path.into();
        self.by_path.insert(path.clone(), id);
        let name = name.map(Into::into);
        let (text, lines) = (text.into(), OnceLock::new());
        self.files.push(SourceFile {
            path,
            name,
            text,
            is_installed: false,
            is_sealed: false,
            holds_values: false,
            lines,
        });
        id
    }

    /// Notes that nothing of a file may be shown but what is pointed at.
    pub(crate) fn seal(&mut self, id: FileId) {
        self.files[id.index()].is_sealed = true;
    }

    /// Notes that a file holds values for inputs.
    pub(crate) fn mark_values(&mut self, id: FileId) {
        if let Some(file) = self.files.get_mut(id.index()) {
            file.holds_values = true;
        }
    }

    /// Notes that a file is a fetched copy.
    pub(crate) fn mark_installed(&mut self, id: FileId) {
        if let Some(file) = self.files.get_mut(id.index()) {
            file.is_installed = true;
        }
    }

    /// The file with that id. Ids come only from [`SourceMap::add`] of the same map.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// The id of the file with that path, when the run has it.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// The text that a span covers; empty where the span does not fit the file.
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.range()).unwrap_or_default()
    }

    /// The first and the last position of a span, 1-based, columns in Unicode characters.
    pub fn positions(&self, span: Span) -> (Position, Position) {
        let file = self.file(span.file);
        let lines = file.lines();
        (lines.position(&file.text, span.start), lines.position(&file.text, span.end))
    }

    /// All files with their ids, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, file)| (FileId::new(i as u32), file))
    }

    /// How many files the run has.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether the run has no file at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}
