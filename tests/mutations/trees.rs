//! What must hold for any text that is read as YAML or JSON. The fuzz targets and a test of the gate share it.

use rdslint::source::{SourceMap, Span};
use rdslint::syntax::node::{Node, NodeKind};
use rdslint::syntax::{Parsed, json, yaml};

/// The text as YAML: every place lies in the text, and the tree is the same once it went through JSON.
pub(crate) fn yaml(text: &str) {
    let parsed = yaml::parse(SourceMap::default().add("t.yaml", text), text);
    places(text, &parsed, !text.contains(['&', '*']));
    round_trip(&parsed);
}

/// The text as JSON: every place lies in the text and within that of what holds it.
pub(crate) fn json(text: &str) {
    let parsed = json::parse(SourceMap::default().add("t.json", text), text);
    places(text, &parsed, true);
    round_trip(&parsed);
}

/// Every place lies in the text, between characters; with `nested`, within that of what holds it, too.
fn places(text: &str, parsed: &Parsed<Option<Node>>, nested: bool) {
    let lies = |span: Span| assert!(span.start <= span.end && text.get(span.range()).is_some(), "{span:?} of {text:?}");
    parsed.problems.iter().filter_map(|problem| problem.span).for_each(lies);
    for comment in &parsed.comments {
        lies(comment.span);
        assert!(text[comment.span.range()].contains(comment.text(text)), "{comment:?}");
    }
    // Aliases may repeat more than anybody could look at.
    let mut left = 100_000;
    let mut open: Vec<(&Node, Option<Span>)> = parsed.tree.iter().map(|root| (root, None)).collect();
    while let Some((node, holder)) = open.pop() {
        lies(node.span);
        assert!(!nested || holder.is_none_or(|holder| holder.contains(node.span)), "{node:?} is not within {holder:?}");
        node.entries().iter().for_each(|entry| lies(entry.key_span));
        let inner = node.items().iter().chain(node.entries().iter().map(|entry| &entry.value));
        open.extend(inner.map(|inner| (inner, Some(node.span))));
        left -= 1;
        if left == 0 {
            return;
        }
    }
}

/// A tree written as JSON is the same tree for both readers.
fn round_trip(parsed: &Parsed<Option<Node>>) {
    let Some(written) = parsed.tree.as_ref().and_then(|tree| written(tree, &mut 20_000)) else { return };
    for read in [json::parse, yaml::parse] {
        let again = read(SourceMap::default().add("t", &written), &written);
        assert!(again.problems.is_empty(), "{:?} for {written}", again.problems);
        let same = again.tree.as_ref().and_then(|tree| self::written(tree, &mut 40_000));
        assert_eq!(same.as_deref(), Some(&*written));
    }
}

/// A text as JSON. What YAML has no place for as it is, even in quotes, is written as an escape.
fn quoted(text: &str) -> String {
    let is_printable = |c: char| !c.is_control() && !matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}');
    let escaped = |c: char| if is_printable(c) { c.to_string() } else { format!("\\u{:04x}", c as u32) };
    serde_json::Value::from(text).to_string().chars().map(escaped).collect()
}

/// The tree as JSON with every scalar as a string; nothing for a tree that is too large. Its depth is bounded.
fn written(node: &Node, left: &mut usize) -> Option<String> {
    *left = left.checked_sub(1)?;
    Some(match &node.kind {
        NodeKind::Scalar { text, .. } => quoted(text),
        NodeKind::Sequence(items) => {
            let items: Option<Vec<String>> = items.iter().map(|item| written(item, left)).collect();
            format!("[{}]", items?.join(","))
        }
        NodeKind::Mapping(entries) => {
            let entry = |entry: &rdslint::syntax::node::Entry| {
                // What is no merge key in one language is one in the other.
                let key = if &*entry.key == "<<" { "merge" } else { &entry.key };
                written(&entry.value, left).map(|value| format!("{}: {value}", quoted(key)))
            };
            let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries?.join(","))
        }
    })
}
