//! `AWS::Include`: the content of another file beside the entries of a mapping, in its place, or as sections.

use super::macros::{INCLUDE, MACRO, location};
use crate::cloudformation::call::Call;
use crate::syntax::node::{Entry, Node, NodeKind};
use std::sync::Arc;

/// Whether a text can be that of a template which includes a file.
pub(crate) fn may_include(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, INCLUDE.as_bytes()).is_some()
}

/// Puts the content of included files into the template. `file` gives what the path of a file leads to; one that it
/// does not give stays a call, and so does whatever lies elsewhere. Files that a file includes are not followed, as
/// CloudFormation does not follow them.
pub fn include(root: &Node, file: &mut dyn FnMut(&str) -> Option<Node>) -> Node {
    let root = node(root, file).unwrap_or_else(|| root.clone());
    let Some(transform) = root.entries().iter().find(|entry| &*entry.key == "Transform") else { return root };
    let calls = calls(&transform.value);
    let files: Vec<Option<Node>> =
        calls.iter().map(|call| content(call, file).filter(|part| joins(&root, part))).collect();
    let mut entries: Vec<Entry> = root.entries().iter().filter(|entry| &*entry.key != "Transform").cloned().collect();
    entries.extend(files.iter().flatten().flat_map(|part| part.entries().iter().cloned()));
    let left = calls.iter().zip(&files).filter(|(_, found)| found.is_none());
    let left: Vec<Node> = left.map(|(call, _)| (*call).clone()).collect();
    if !left.is_empty() {
        let value = Node { kind: NodeKind::Sequence(left.into()), span: transform.value.span, tag: None };
        entries.push(Entry { key: transform.key.clone(), key_span: transform.key_span, value });
    }
    Node { kind: NodeKind::Mapping(entries.into()), span: root.span, tag: root.tag.clone() }
}

/// The calls in a transform's value, which may be one or a list.
fn calls(value: &Node) -> Vec<&Node> {
    match &value.kind {
        NodeKind::Sequence(items) => items.iter().collect(),
        _ => vec![value],
    }
}

/// What a call includes.
fn content(call: &Node, file: &mut dyn FnMut(&str) -> Option<Node>) -> Option<Node> {
    let path = location(call).filter(|path| !path.contains("://"))?;
    file(path)
}

/// Whether something is a mapping of which a node has no key: nobody says which of two equal ones would count.
fn joins(node: &Node, part: &Node) -> bool {
    matches!(part.kind, NodeKind::Mapping(_)) && part.entries().iter().all(|entry| node.get(&entry.key).is_none())
}

/// A node with the files in it; `None` where there are none.
fn node(written: &Node, file: &mut dyn FnMut(&str) -> Option<Node>) -> Option<Node> {
    if let Some(call) =
        Call::read(written).filter(|call| call.name == "Transform" && !call.argument.entries().is_empty())
        && let Some(content) = content(call.argument, file)
    {
        return Some(content);
    }
    let kind = match &written.kind {
        NodeKind::Scalar { .. } => return None,
        NodeKind::Sequence(items) => NodeKind::Sequence(changed(items, |item| node(item, file))?),
        NodeKind::Mapping(entries) => {
            let inner = changed(entries, |entry| {
                let value = node(&entry.value, file)?;
                Some(Entry { key: entry.key.clone(), key_span: entry.key_span, value })
            });
            let spliced = splice(written, inner.as_deref().unwrap_or(entries), file);
            NodeKind::Mapping(spliced.or(inner)?)
        }
    };
    Some(Node { kind, span: written.span, tag: written.tag.clone() })
}

/// The items with those that change; `None` where none does.
fn changed<T: Clone>(items: &[T], mut change: impl FnMut(&T) -> Option<T>) -> Option<Arc<[T]>> {
    let made: Vec<Option<T>> = items.iter().map(&mut change).collect();
    let is_new = made.iter().any(Option::is_some);
    is_new.then(|| made.into_iter().zip(items).map(|(made, item)| made.unwrap_or_else(|| item.clone())).collect())
}

/// The entries of a mapping with the files beside them.
fn splice(written: &Node, entries: &[Entry], file: &mut dyn FnMut(&str) -> Option<Node>) -> Option<Arc<[Entry]>> {
    let transform = entries.iter().find(|entry| &*entry.key == MACRO)?;
    let parts: Option<Vec<Node>> = calls(&transform.value)
        .into_iter()
        .map(|call| content(call, file).filter(|part| joins(written, part)))
        .collect();
    let parts = parts?;
    let own = entries.iter().filter(|entry| &*entry.key != MACRO);
    Some(own.chain(parts.iter().flat_map(Node::entries)).cloned().collect())
}
