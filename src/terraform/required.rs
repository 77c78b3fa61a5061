//! The providers that a module requires, as far as a local name hides what they are.

use super::providers::POSTGRESQL;
use crate::syntax::hcl::tree::{Block, Expr, ExprKind, Item};
use std::sync::Arc;

/// The end of the source of the provider that manages what is in a database.
const SOURCE: &str = "cyrilgdn/postgresql";

/// The local names that a `terraform` block gives to the `postgresql` provider, its own name aside.
pub(super) fn names_of_postgresql(block: &Block) -> Vec<Arc<str>> {
    let written = block.body.blocks_of("required_providers").flat_map(|required| &required.body.attributes);
    let written = written.map(|required| (required.name.text.clone(), &required.value));
    // The JSON syntax does not tell the block from an argument.
    let json = block.body.attribute("required_providers").map(|required| &required.value);
    let json = json.into_iter().flat_map(objects).filter_map(|item| Some((text(&item.key)?, &item.value)));
    let is_it = |(name, value): &(Arc<str>, &Expr)| &**name != POSTGRESQL && is_postgresql(value);
    written.chain(json).filter(is_it).map(|(name, _)| name).collect()
}

fn is_postgresql(required: &Expr) -> bool {
    let source = objects(required).into_iter().find(|item| text(&item.key).is_some_and(|key| &*key == "source"));
    let source = source.and_then(|item| text(&item.value)).unwrap_or_default().to_ascii_lowercase();
    source.strip_suffix(SOURCE).is_some_and(|host| host.is_empty() || host.ends_with('/'))
}

/// The items of an object, or of the objects of a list.
fn objects(expr: &Expr) -> Vec<&Item> {
    let all = if let ExprKind::List(all) = &expr.kind { &all[..] } else { std::slice::from_ref(expr) };
    let all = all.iter().filter_map(|one| if let ExprKind::Object(items) = &one.kind { Some(items) } else { None });
    all.flatten().collect()
}

fn text(expr: &Expr) -> Option<Arc<str>> {
    if let ExprKind::Text(text) | ExprKind::Variable(text) = &expr.kind { Some(text.clone()) } else { None }
}
