//! What the CDK says of the templates that it made.

use crate::cloudformation::{SynthesizedStack, read_assembly};
use crate::discover::Input;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// The stacks of all cloud assemblies of a run, by the paths of their templates.
pub(super) type Synthesized = FxHashMap<Arc<str>, SynthesizedStack>;

/// Reads the manifests. Of several stacks with one template, only what they have in common is known.
pub(super) fn stacks(input: &Input) -> Synthesized {
    let mut known = Synthesized::default();
    for (file, path) in &input.assemblies {
        let assembly = read_assembly(*file, path, input.sources.file(*file).text());
        for stack in assembly.stacks {
            match known.entry(stack.template.clone()) {
                Entry::Vacant(entry) => drop(entry.insert(stack)),
                Entry::Occupied(mut entry) => {
                    let both = stack.in_common(entry.get());
                    entry.insert(both);
                }
            }
        }
    }
    known
}
