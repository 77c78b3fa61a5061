//! The manifest of a cloud assembly stands for everything in it, where it is given by its name.

use super::formats::Format;
use super::loader::Loader;
use super::walk::Candidate;
use crate::cloudformation;
use crate::source::SourceMap;
use rustc_hash::FxHashSet;
use std::path::PathBuf;

/// How deep assemblies may lie within each other.
const MAX_DEPTH: usize = 8;

impl Loader {
    /// Reads the templates that named manifests list, and those of the assemblies within, as if they were named.
    pub(super) fn follow_assemblies(&mut self, mut named: Option<&mut FxHashSet<String>>) {
        let mut manifests = std::mem::take(&mut self.named_assemblies);
        let mut known: FxHashSet<String> = self.kept.iter().map(|kept| kept.path.clone()).collect();
        for _ in 0..MAX_DEPTH {
            let mut paths: Vec<String> = manifests.iter().flat_map(|path| self.listed(path)).collect();
            if let Some(named) = &mut named {
                named.extend(paths.iter().cloned());
            }
            paths.retain(|path| known.insert(path.clone()) && PathBuf::from(path).is_file());
            let candidate = |path: String| Candidate {
                path: PathBuf::from(&path),
                place: path,
                format: Format::Template,
                is_named: true,
            };
            self.read(paths.into_iter().map(candidate).collect(), None);
            manifests = std::mem::take(&mut self.named_assemblies);
            if manifests.is_empty() {
                break;
            }
        }
    }

    /// The files that a manifest lists which was read.
    fn listed(&self, manifest: &str) -> Vec<String> {
        let Some(kept) = self.kept.iter().find(|kept| kept.path == manifest) else { return Vec::new() };
        let file = SourceMap::default().add(manifest, &kept.text);
        let assembly = cloudformation::read_assembly(file, manifest, &kept.text);
        let stacks = assembly.stacks.iter().map(|stack| &stack.template);
        stacks.chain(&assembly.nested).map(ToString::to_string).collect()
    }
}
