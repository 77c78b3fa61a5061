//! Ignore directives in `Metadata`, and where each resource stands.

use super::call::literal_text;
use super::resources::block;
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
pub fn metadata_ignores(root: &Node) -> Vec<IgnoreEntry> {
    let mut found = directives(root, None);
    for entry in resources(root) {
        found.extend(directives(&entry.value, Some(&entry.key)));
    }
    found.sort_by_key(|entry| entry.span);
    found
}

/// The logical id of every resource with the places of the id and of the whole resource.
pub fn resource_blocks(root: &Node) -> Vec<(Arc<str>, Span, Span)> {
    resources(root).iter().map(|entry| (entry.key.clone(), entry.key_span, block(entry))).collect()
}

fn resources(root: &Node) -> &[Entry] {
    root.get("Resources").map_or(&[], Node::entries)
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
