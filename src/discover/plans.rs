//! The sources of plans: the root module that lies beside a plan, or in the folder that is given for all of them.

use super::PlanFile;
use super::formats::Format;
use super::graph::directory;
use super::loader::Loader;
use super::walk;
use crate::source::{FileId, Problem, SourceMap};
use rustc_hash::FxHashSet;

impl Loader {
    /// Reads the root modules that plans seem to be made of, with all that those call, as far as they are not read
    /// already.
    pub(super) fn follow_plans(&mut self, source: Option<&str>) {
        let plans = self.kept.iter().filter(|kept| kept.format == Format::Plan);
        let root = |path: &str| source.unwrap_or_else(|| directory(path)).to_owned();
        self.plan_roots = plans.map(|kept| (kept.path.clone(), root(&kept.path))).collect();
        let roots: FxHashSet<String> = self.plan_roots.values().cloned().collect();
        let before = self.modules.all_read().clone();
        let met = self.met;
        for root in roots.into_iter().filter(|root| !before.contains(root)) {
            let files = walk::root_files(&root);
            if files.is_empty() && source.is_some() {
                self.problems.push(Problem::file(root.as_str(), "there is no Terraform module in this folder"));
            }
            self.modules.mark_read(root);
            self.read(files, None);
        }
        self.follow_module_sources();
        // What is only looked up is not what was asked to be checked.
        self.met = met;
        self.lent = self.modules.all_read().difference(&before).cloned().collect();
    }

    /// The directories that the named plans are made of; none where everything that was found is asked about.
    pub(super) fn planned(&self, named: Option<&FxHashSet<String>>) -> FxHashSet<String> {
        let plans = self.plan_roots.iter().filter(|(path, _)| named.is_some_and(|named| named.contains(*path)));
        self.modules.with_called(plans.map(|(_, root)| root.clone()))
    }

    /// Notes a plan, and that its text holds secrets in clear.
    pub(super) fn plan(&self, file: FileId, path: &str, sources: &mut SourceMap) -> PlanFile {
        sources.seal(file);
        let root = self.plan_roots.get(path).map_or_else(|| directory(path), String::as_str);
        PlanFile { file, root: root.into(), is_lent: self.lent.contains(root) }
    }
}
