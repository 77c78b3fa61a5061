//! Whether a configuration says only what it may: known keys, each with what stands under it.

use super::keys::{Form, Key};
use crate::source::did_you_mean;
use crate::source::{Problem, ProblemKind, Span};
use crate::syntax::node::{Entry, Node, NodeKind};
use std::path::Path;

/// How deep values may nest.
const MAX_DEPTH: usize = 32;
/// How many values a configuration may hold.
const MAX_VALUES: usize = 10_000;

/// What a switch says.
pub(super) fn switch(node: &Node) -> Option<bool> {
    match &node.kind {
        NodeKind::Scalar { text, plain: true } => text.parse().ok(),
        _ => None,
    }
}

/// Looks for what a configuration must not say.
pub(super) struct Checker<'a> {
    /// The folder of the configuration.
    pub(super) folder: &'a Path,
    pub(super) problems: Vec<Problem>,
    /// How many values there were.
    pub(super) values: usize,
}

impl Checker<'_> {
    /// Checks a section with its keys.
    pub(super) fn section(&mut self, node: &Node, keys: &[Key]) {
        for entry in self.entries(node) {
            if let Some(key) = keys.iter().find(|key| *key.name == *entry.key) {
                self.form(&entry.value, key.form, key.name);
            } else {
                let hint = did_you_mean(&entry.key, keys.iter().map(|key| key.name));
                self.say(entry.key_span, format!("there is no key `{}`{hint}", entry.key));
            }
        }
    }

    fn form(&mut self, node: &Node, form: Form, name: &str) {
        match form {
            Form::Text => self.text(node, name),
            Form::Word(words) => self.word(node, name, words),
            Form::Switch => self.switch(node, name),
            Form::Folder => self.path(node, name, "folder", Path::is_dir),
            Form::Folders => self.paths(node, name, "folder", Path::is_dir),
            Form::Files => self.paths(node, name, "file", Path::is_file),
            Form::Values => {
                for entry in self.entries(node) {
                    self.value(&entry.value, 0);
                }
            }
            Form::Named(keys) => {
                for entry in self.entries(node) {
                    if entry.key.trim().is_empty() {
                        self.say(entry.key_span, "a name is missing here".to_owned());
                    }
                    self.section(&entry.value, keys);
                }
            }
        }
    }

    /// The entries of a mapping; nothing at all is an empty one.
    fn entries<'n>(&mut self, node: &'n Node) -> &'n [Entry] {
        if !matches!(node.kind, NodeKind::Mapping(_)) && !node.is_null() {
            self.say(node.span, "keys with values are expected here".to_owned());
        }
        node.entries()
    }

    fn text(&mut self, node: &Node, name: &str) {
        if node.as_text().is_none() || node.is_null() {
            self.say(node.span, format!("`{name}` takes a text"));
        }
    }

    fn word(&mut self, node: &Node, name: &str, words: &[&str]) {
        let word = node.as_text().filter(|_| !node.is_null());
        if word.is_none_or(|word| !words.contains(&&**word)) {
            let hint = did_you_mean(word.map_or("", |word| word), words.iter().copied());
            self.say(node.span, format!("`{name}` is one of {}{hint}", words.join(", ")));
        }
    }

    fn switch(&mut self, node: &Node, name: &str) {
        if switch(node).is_none() {
            self.say(node.span, format!("`{name}` is true or false"));
        }
    }

    fn paths(&mut self, node: &Node, name: &str, what: &str, exists: fn(&Path) -> bool) {
        match &node.kind {
            NodeKind::Sequence(items) => items.iter().for_each(|item| self.path(item, name, what, exists)),
            _ => self.say(node.span, format!("`{name}` takes a list of {what}s")),
        }
    }

    fn path(&mut self, node: &Node, name: &str, what: &str, exists: impl FnOnce(&Path) -> bool) {
        match node.as_text().filter(|_| !node.is_null()) {
            None => self.say(node.span, format!("`{name}` takes paths of {what}s")),
            Some(path) if exists(&self.folder.join(&**path)) => {}
            Some(_) => self.say(node.span, format!("there is no such {what}; paths are seen from the configuration")),
        }
    }

    /// Any value; there must be an end to it.
    fn value(&mut self, node: &Node, depth: usize) {
        self.values += 1;
        if depth > MAX_DEPTH || self.values > MAX_VALUES {
            if self.problems.iter().all(|problem| problem.kind != ProblemKind::Limit) {
                let message = "the values of the configuration are too many or nest too deep";
                self.problems.push(Problem::at(ProblemKind::Limit, node.span, message));
            }
            return;
        }
        node.items().iter().for_each(|item| self.value(item, depth + 1));
        node.entries().iter().for_each(|entry| self.value(&entry.value, depth + 1));
    }

    fn say(&mut self, at: Span, message: String) {
        self.problems.push(Problem::at(ProblemKind::Meaning, at, message));
    }
}
