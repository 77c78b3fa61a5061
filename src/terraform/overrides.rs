//! Override files: `override.tf`, `*_override.tf` and their twins, merged into what other files declare.
//!
//! An argument takes the place of the one of that name, as a whole. The nested blocks of a type take the place of all
//! blocks of that type, whether dynamic ones make them or not. Only `lifecycle` is merged argument by argument.

use super::paths::file_name;
use crate::syntax::hcl::tree::{Attribute, Block, Body};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Whether a file overrides blocks of other files instead of declaring its own.
pub(super) fn is_override(path: &str) -> bool {
    let name = file_name(path);
    let stem = name.strip_suffix(".json").unwrap_or(name).rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem == "override" || stem.ends_with("_override")
}

/// Merges the body of a block in an override file into the body of the block that it overrides.
pub(super) fn merge(base: &mut Body, over: Body) {
    let (lifecycles, blocks): (Vec<_>, Vec<_>) =
        over.blocks.into_iter().partition(|block| &*block.kind.text == "lifecycle");
    // In JSON nested blocks are written as arguments are.
    let names: FxHashSet<Arc<str>> =
        over.attributes.iter().map(|attribute| &attribute.name.text).chain(blocks.iter().map(makes)).cloned().collect();
    base.attributes.retain(|old| !names.contains(&old.name.text));
    base.blocks.retain(|old| !names.contains(makes(old)));
    base.attributes.extend(over.attributes);
    base.blocks.extend(blocks);
    for lifecycle in lifecycles {
        match base.blocks.iter_mut().find(|block| &*block.kind.text == "lifecycle") {
            Some(own) => merge_arguments(&mut own.body, lifecycle.body.attributes),
            None => base.blocks.push(lifecycle),
        }
    }
}

fn merge_arguments(base: &mut Body, over: Vec<Attribute>) {
    let names: FxHashSet<Arc<str>> = over.iter().map(|attribute| attribute.name.text.clone()).collect();
    base.attributes.retain(|old| !names.contains(&old.name.text));
    base.attributes.extend(over);
}

/// The type of the blocks that a nested block is or generates.
fn makes(block: &Block) -> &Arc<str> {
    match block.labels.first() {
        Some(label) if &*block.kind.text == "dynamic" => &label.text,
        _ => &block.kind.text,
    }
}
