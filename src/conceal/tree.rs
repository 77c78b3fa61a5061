//! Secrets in YAML, JSON and TOML that can be read: what the tree holds under a secret's name, however it is written.

use crate::source::{FileId, SourceFile, Span};
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::syntax::{json, toml, yaml};
use crate::value::names_secret;
use std::ops::Range;

/// How many of a function's arguments, from the first on, are no part of the text that it makes. What is in no row makes
/// it of all of them.
const FUNCTIONS: [(&str, usize); 11] = [
    ("Ref", usize::MAX),
    ("GetAtt", usize::MAX),
    ("ImportValue", usize::MAX),
    ("Condition", usize::MAX),
    ("GetAZs", usize::MAX),
    ("Cidr", usize::MAX),
    ("FindInMap", 3),
    ("If", 1),
    ("Join", 1),
    ("Select", 1),
    ("Split", 1),
];

/// The keys under which a secret's own text stands where its name opens a mapping, in lower case.
const WITHIN: [&str; 4] = ["default", "value", "secretstring", "allowedvalues"];

/// The keys that only describe what a secret's name opens, in lower case.
const DESCRIBING: [&str; 8] =
    ["type", "description", "name", "export", "condition", "username", "properties", "metadata"];

/// How many nodes are looked at: aliases may repeat a small text without end.
const MAX_NODES: usize = 1 << 21;

/// Adds the ranges of a file's text that stand under secrets' names.
pub(super) fn secrets(id: FileId, file: &SourceFile, found: &mut Vec<Range<usize>>) {
    let trees = read(id, file);
    let mut open: Vec<(&Node, Part)> = trees.iter().map(|root| (root, Part::Any)).collect();
    for _ in 0..MAX_NODES {
        let Some((node, part)) = open.pop() else { return };
        match part {
            Part::Any => any(node, &mut open),
            Part::Secret => secret(node, file.text(), &mut open, found),
        }
    }
}

/// The trees that a text may stand for; broken JSON may be YAML.
fn read(id: FileId, file: &SourceFile) -> Vec<Node> {
    let text = file.text();
    if file.path().ends_with(".toml") {
        return toml::parse(id, text).tree.into_iter().collect();
    }
    let json = text.trim_start().starts_with(['{', '[']).then(|| json::parse(id, text));
    let yaml = json.as_ref().is_none_or(|json| !json.problems.is_empty()).then(|| yaml::parse(id, text));
    json.into_iter().chain(yaml).filter_map(|parsed| parsed.tree).collect()
}

/// What a part of the tree is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Any,
    /// It stands under a secret's name.
    Secret,
}

/// Goes on below a node that is no secret.
fn any<'t>(node: &'t Node, open: &mut Vec<(&'t Node, Part)>) {
    open.extend(node.items().iter().map(|item| (item, Part::Any)));
    let conceals = node.get("NoEcho").and_then(Node::as_text).is_some_and(|word| word.eq_ignore_ascii_case("true"));
    let is_named = names_its_value(node);
    for entry in node.entries() {
        let is_secret = names_secret(&entry.key) || conceals && is_within(entry) || is_named && ends(entry, &["value"]);
        open.push((&entry.value, if is_secret { Part::Secret } else { Part::Any }));
    }
}

/// Masks a scalar under a secret's name, or goes on below.
fn secret<'t>(node: &'t Node, text: &str, open: &mut Vec<(&'t Node, Part)>, found: &mut Vec<Range<usize>>) {
    if let Some((function, arguments)) = call(node) {
        let row = FUNCTIONS.iter().find(|row| row.0 == function);
        let skipped = row.map_or(0, |row| row.1);
        match &arguments.kind {
            NodeKind::Sequence(items) => open.extend(items.iter().skip(skipped).map(|item| (item, Part::Secret))),
            NodeKind::Mapping(entries) => open.extend(entries.iter().map(|entry| (&entry.value, Part::Secret))),
            NodeKind::Scalar { .. } if skipped == 0 => scalar(arguments, text, found),
            NodeKind::Scalar { .. } => {}
        }
        return;
    }
    match &node.kind {
        NodeKind::Scalar { .. } => scalar(node, text, found),
        NodeKind::Sequence(items) => open.extend(items.iter().map(|item| (item, below(item)))),
        NodeKind::Mapping(entries) => {
            // A parameter or a resource says what it is.
            let is_declared = node.get("Type").is_some();
            let part = |entry: &Entry| match entry {
                entry if is_within(entry) => Part::Secret,
                entry if is_declared || describes(entry) => Part::Any,
                _ => Part::Secret,
            };
            open.extend(entries.iter().map(|entry| (&entry.value, part(entry))));
        }
    }
}

/// Items of a secret's list are secrets; mappings among them are, as far as their keys say so.
fn below(item: &Node) -> Part {
    if item.entries().is_empty() || call(item).is_some() { Part::Secret } else { Part::Any }
}

/// The function that a node calls, in either form, with its arguments.
fn call(node: &Node) -> Option<(&str, &Node)> {
    if let Some(tag) = node.tag.as_deref().and_then(|tag| tag.strip_prefix('!')).filter(|tag| !tag.starts_with('!')) {
        return Some((tag, node));
    }
    let [only] = node.entries() else { return None };
    let name =
        only.key.strip_prefix("Fn::").or_else(|| ["Ref", "Condition"].into_iter().find(|key| *key == &*only.key));
    name.map(|name| (name, &only.value))
}

fn is_within(entry: &Entry) -> bool {
    WITHIN.iter().any(|key| entry.key.eq_ignore_ascii_case(key))
}

/// Whether a mapping has a secret's name for a value that stands beside it: `{Key: Password, Value: …}`.
fn names_its_value(node: &Node) -> bool {
    let mut names = node.entries().iter().filter(|entry| ends(entry, &["name", "key"]));
    names.any(|entry| entry.value.as_text().is_some_and(|name| names_secret(name)))
}

/// Whether an entry tells something about a secret: by a key that says so, or is another thing's name.
fn describes(entry: &Entry) -> bool {
    DESCRIBING.iter().any(|key| entry.key.eq_ignore_ascii_case(key)) || ends(entry, &["arn", "id", "from"])
}

/// Whether a key ends in one of the words, in any case.
fn ends(entry: &Entry, words: &[&str]) -> bool {
    let key = entry.key.to_ascii_lowercase();
    words.iter().any(|word| key.ends_with(word))
}

/// Masks a text, unless it says that it is none or stands elsewhere.
fn scalar(node: &Node, text: &str, found: &mut Vec<Range<usize>>) {
    let NodeKind::Scalar { text: content, plain } = &node.kind else { return };
    let is_word = *plain && ["", "~", "null", "true", "false"].iter().any(|word| content.eq_ignore_ascii_case(word));
    let is_reference =
        content.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).is_some_and(|name| !name.contains('$'));
    if is_word || is_reference || content.starts_with("{{resolve:") {
        return;
    }
    found.push(inside(node.span, text, *plain));
}

/// The place of a scalar without its quotes, or the line that opens a block.
fn inside(span: Span, text: &str, plain: bool) -> Range<usize> {
    let range = span.range();
    let written = text.get(range.clone()).unwrap_or_default();
    if plain {
        return range;
    }
    let of_block = written.starts_with(['|', '>']).then(|| written.find('\n')).flatten();
    match of_block {
        Some(line) => range.start + line + 1..range.end,
        None if written.len() > 1 => range.start + 1..range.end - 1,
        None => range,
    }
}
