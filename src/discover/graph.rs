//! Which Terraform directories can matter: those that hold a database or call, over any number of local
//! modules, one that does; and every module that those call, since values come back from it.

use crate::terraform;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;
use std::path::Path;

/// How many times module sources outside the given paths lead to further ones.
pub(super) const MAX_DEPTH: usize = 32;

/// The directories of a run and which of them calls which.
#[derive(Debug, Default)]
pub(super) struct Modules {
    calls: FxHashMap<String, FxHashSet<String>>,
    databases: FxHashSet<String>,
    read: FxHashSet<String>,
    /// Whether any module calls one that is not local.
    fetches: bool,
    /// The directories that have been asked what is installed for them.
    asked: FxHashSet<String>,
}

/// The directory of a file, `.` for a bare file name.
pub(super) fn directory(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) => "/",
        Some(at) => &path[..at],
        None => ".",
    }
}

/// What one Terraform file says about its directory.
#[derive(Debug)]
pub(super) struct ModuleFile {
    directory: String,
    names_database: bool,
    calls: Vec<String>,
    fetches: bool,
}

/// Looks for resources of RDS and for calls of local modules, without a parse.
pub(super) fn module_file(path: &str, text: &str) -> ModuleFile {
    let directory = directory(path).to_owned();
    let calls = terraform::local_sources(text.as_bytes()).into_iter().map(|source| join(&directory, source)).collect();
    let fetches = terraform::fetches_modules(text.as_bytes());
    ModuleFile { names_database: terraform::names_database(text.as_bytes()), calls, fetches, directory }
}

/// Whether a directory lies where Terraform keeps what it fetched.
pub(super) fn is_installed(directory: &str) -> bool {
    directory.split('/').any(|part| part == ".terraform")
}

pub(super) fn join(directory: &str, source: &str) -> String {
    super::walk::display(&Path::new(directory).join(source))
}

impl Modules {
    /// Notes a file of a directory.
    pub(super) fn add(&mut self, file: ModuleFile) {
        let ModuleFile { directory, names_database, calls, fetches } = file;
        self.fetches |= fetches;
        if names_database {
            self.databases.insert(directory.clone());
        }
        self.calls.entry(directory.clone()).or_default().extend(calls);
        self.read.insert(directory);
    }

    /// The directories that are called and have not been read, sorted.
    pub(super) fn missing(&self) -> Vec<String> {
        let mut missing: Vec<_> = self.calls.values().flatten().filter(|d| !self.read.contains(*d)).cloned().collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    /// The directories that may be roots with modules that are not local, in any depth, and have not been asked yet what is
    /// installed for them, sorted.
    pub(super) fn unasked(&mut self) -> Vec<String> {
        if !self.fetches {
            return Vec::new();
        }
        let roots = self.calls.keys().filter(|directory| !is_installed(directory) && !self.asked.contains(*directory));
        let mut roots: Vec<_> = roots.cloned().collect();
        roots.sort_unstable();
        self.asked.extend(roots.iter().cloned());
        roots
    }

    /// Notes the directories that are installed for a root.
    pub(super) fn install(&mut self, root: &str, directories: impl IntoIterator<Item = String>) {
        self.calls.entry(root.to_owned()).or_default().extend(directories);
    }

    /// Notes that a directory has been looked into, whether or not it holds anything.
    pub(super) fn mark_read(&mut self, directory: String) {
        self.read.insert(directory);
    }

    /// The directories that have been looked into.
    pub(super) fn all_read(&self) -> &FxHashSet<String> {
        &self.read
    }

    /// The directories with all that they call.
    pub(super) fn with_called(&self, directories: impl IntoIterator<Item = String>) -> FxHashSet<String> {
        reach(directories, &self.calls)
    }

    /// The directories worth a parse. With `named` files, only those that share a configuration with one of them or with
    /// one of the `roots`.
    pub(super) fn relevant(&self, named: Option<&FxHashSet<String>>, roots: &[String]) -> FxHashSet<String> {
        let callers = self.callers();
        let mut wanted = reach(self.databases.iter().cloned(), &callers);
        if let Some(named) = named {
            let from = named.iter().map(|path| directory(path).to_owned()).chain(roots.iter().cloned());
            let near = reach(from, &callers);
            wanted.retain(|directory| near.contains(directory));
        }
        reach(wanted, &self.calls)
    }

    fn callers(&self) -> FxHashMap<String, FxHashSet<String>> {
        let mut callers: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
        for (caller, called) in &self.calls {
            for directory in called {
                callers.entry(directory.clone()).or_default().insert(caller.clone());
            }
        }
        callers
    }
}

/// Everything that `edges` lead to from `start`, the start included.
pub(super) fn reach(
    start: impl IntoIterator<Item = String>,
    edges: &FxHashMap<String, FxHashSet<String>>,
) -> FxHashSet<String> {
    let mut reached: FxHashSet<String> = start.into_iter().collect();
    let mut queue: VecDeque<String> = reached.iter().cloned().collect();
    while let Some(directory) = queue.pop_front() {
        for next in edges.get(&directory).into_iter().flatten() {
            if reached.insert(next.clone()) {
                queue.push_back(next.clone());
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modules() -> Modules {
        let mut modules = Modules::default();
        let mut add = |path: &str, text: &str| modules.add(module_file(path, text));
        add("envs/prod/main.tf", "module \"db\" {\n  source = \"../../modules/db\"\n}\n");
        add("envs/empty/main.tf", "module \"vpc\" {\n  source = \"../../modules/vpc\"\n}\n");
        add("modules/db/main.tf", "resource \"aws_db_instance\" \"this\" {}\nmodule \"n\" { source = \"./names\" }");
        modules
    }

    fn check(named: Option<&[&str]>, expected: &[&str]) {
        let named = named.map(|names| names.iter().map(ToString::to_string).collect());
        let mut relevant: Vec<_> = modules().relevant(named.as_ref(), &[]).into_iter().collect();
        relevant.sort();
        assert_eq!(relevant, expected);
    }

    #[test]
    fn a_directory_matters_through_the_modules_it_calls() {
        check(None, &["envs/prod", "modules/db", "modules/db/names"]);
    }

    #[test]
    fn a_named_file_brings_its_callers() {
        check(Some(&["modules/db/main.tf"]), &["envs/prod", "modules/db", "modules/db/names"]);
        check(Some(&["envs/empty/main.tf"]), &[]);
    }

    #[test]
    fn called_directories_that_were_not_read_are_missing() {
        assert_eq!(modules().missing(), ["modules/db/names", "modules/vpc"]);
    }
}
