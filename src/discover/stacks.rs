//! Templates that matter without a database of their own: those that create, in any depth, one that has one, and those
//! that such a template creates, since values come back from them. So do those that export what such a template may
//! import.

use super::formats::Format;
use super::graph::{MAX_DEPTH, directory, reach};
use super::loader::{Kept, Loader};
use super::root::Root;
use super::walk;
use super::{decode, graph};
use crate::cloudformation;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;

type Edges = FxHashMap<String, FxHashSet<String>>;

impl Loader {
    /// Reads the templates that others create and that were passed over, or lie outside the paths given, and drops those
    /// that turn out not to matter. Nothing outside the root is read.
    pub(super) fn follow_templates(&mut self, root: Option<&Root>) {
        let mut creates = Edges::default();
        let mut tried: FxHashSet<String> = self.templates().map(|kept| kept.path.clone()).collect();
        let mut by_name: FxHashMap<String, Vec<String>> = FxHashMap::default();
        for path in tried.iter().chain(&self.passed_over) {
            by_name.entry(path.rsplit('/').next().unwrap_or(path).to_owned()).or_default().push(path.clone());
        }
        let mut from = 0;
        for _ in 0..MAX_DEPTH {
            for kept in self.kept.iter().skip(from).filter(|kept| kept.format == Format::Template) {
                created(kept, &by_name, &mut creates);
            }
            from = self.kept.len();
            let mut missing: Vec<String> =
                creates.values().flatten().filter(|path| !tried.contains(*path)).cloned().collect();
            missing.sort_unstable();
            missing.dedup();
            tried.extend(missing.iter().cloned());
            self.kept.extend(missing.into_iter().filter_map(|path| template(path, root)));
            if self.kept.len() == from {
                break;
            }
        }
        self.drop_templates(&creates);
    }

    fn templates(&self) -> impl Iterator<Item = &Kept> {
        self.kept.iter().filter(|kept| kept.format == Format::Template)
    }

    fn drop_templates(&mut self, creates: &Edges) {
        let mut creators = Edges::default();
        for (by, created) in creates {
            for path in created {
                creators.entry(path.clone()).or_default().insert(by.clone());
            }
        }
        let with_database = self.templates().filter(|kept| cloudformation::may_matter(kept.text.as_bytes()));
        let wanted = reach(with_database.map(|kept| kept.path.clone()), &creators);
        let mut wanted = reach(wanted, creates);
        let imports = |kept: &Kept| wanted.contains(&kept.path) && cloudformation::may_import(kept.text.as_bytes());
        if self.templates().any(imports) {
            let exporting = self.templates().filter(|kept| cloudformation::may_export(kept.text.as_bytes()));
            let exporting = reach(exporting.map(|kept| kept.path.clone()), &creators);
            wanted.extend(reach(exporting, creates));
        }
        let before = self.kept.len();
        self.kept.retain(|kept| kept.format != Format::Template || wanted.contains(&kept.path));
        self.is_partial |= self.kept.len() < before;
    }
}

/// Notes what a template creates: files seen from its folder, and what was read of the names in addresses.
fn created(kept: &Kept, by_name: &FxHashMap<String, Vec<String>>, edges: &mut Edges) {
    if !cloudformation::may_create(kept.text.as_bytes()) {
        return;
    }
    let (paths, names) = cloudformation::template_paths(&kept.text);
    let targets = edges.entry(kept.path.clone()).or_default();
    targets.extend(paths.into_iter().map(|path| graph::join(directory(&kept.path), path)));
    targets.extend(names.into_iter().filter_map(|name| by_name.get(name)).flatten().cloned());
}

/// A template that another one creates, whatever is in it.
fn template(path: String, root: Option<&Root>) -> Option<Kept> {
    root?.name(&path)?;
    if !Path::new(&path).is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    walk::read(Path::new(&path), &mut bytes).ok()?;
    let (text, _) = decode::decode(&bytes);
    Some(Kept { path, format: Format::Template, text })
}
