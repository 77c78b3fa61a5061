//! Ignore directives in `Metadata`, and where each resource stands.

use super::call::literal_text;
use super::resources::block;
use super::transforms::is_loop;
use crate::source::Span;
use crate::syntax::node::{Entry, Node, NodeKind};
use std::sync::Arc;

/// One entry of `Metadata: {rdslint: {ignore: […]}}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnoreEntry {
    /// The logical id of the resource that it holds for; `None` for the whole template.
    pub resource: Option<Arc<str>>,
    /// The policy's id as written; empty where the entry names none.
    pub policy: Arc<str>,
    /// Why.
    pub reason: Option<Arc<str>>,
    /// The entry.
    pub span: Span,
}

/// All ignore directives of a template and its resources, in source order. An entry is a policy's id, or a mapping
/// with `policy` (one id or several) and `reason`.
pub(crate) fn metadata_ignores(root: &Node) -> Vec<IgnoreEntry> {
    let mut found = directives(root, None);
    for entry in resources(root) {
        found.extend(directives(&entry.value, Some(&entry.key)));
    }
    found.sort_by_key(|entry| entry.span);
    found
}

/// The logical id of every resource with the places of the id and of the whole resource.
pub(crate) fn resource_blocks(root: &Node) -> Vec<(Arc<str>, Span, Span)> {
    resources(root).into_iter().map(|entry| (entry.key.clone(), entry.key_span, block(entry))).collect()
}

/// The resources, those in the bodies of loops too.
fn resources(root: &Node) -> Vec<&Entry> {
    let mut found = Vec::new();
    let mut open: Vec<&[Entry]> = root.get("Resources").map(Node::entries).into_iter().collect();
    while let Some(entries) = open.pop() {
        let (loops, own): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| is_loop(&entry.key));
        found.extend(own);
        open.extend(loops.iter().filter_map(|entry| entry.value.items().get(2)).map(Node::entries));
    }
    found
}

fn directives(holder: &Node, resource: Option<&Arc<str>>) -> Vec<IgnoreEntry> {
    let ignore = holder.get("Metadata").and_then(|metadata| metadata.get("rdslint")?.get("ignore"));
    let Some(ignore) = ignore else { return Vec::new() };
    let items = if let NodeKind::Sequence(items) = &ignore.kind { &items[..] } else { std::slice::from_ref(ignore) };
    items.iter().flat_map(|item| entries(item, resource)).collect()
}

fn entries(item: &Node, resource: Option<&Arc<str>>) -> Vec<IgnoreEntry> {
    let reason = item.get("reason").and_then(literal_text).filter(|reason| !reason.trim().is_empty());
    let named = item.get("policy").unwrap_or(item);
    let several = named.items().iter().filter_map(literal_text);
    let mut policies: Vec<Arc<str>> = literal_text(named).into_iter().chain(several).cloned().collect();
    if policies.is_empty() {
        policies.push("".into());
    }
    let entry = |policy| IgnoreEntry { resource: resource.cloned(), policy, reason: reason.cloned(), span: item.span };
    policies.into_iter().map(entry).collect()
}
