//! The manifest of a root module, `.terraform/modules/modules.json`: where `terraform init` put the modules that are
//! not local, by the path of calls that leads to them.

use super::paths::{directory, is_below, normal};
use super::sources::{is_local, same_package};
use crate::source::{Problem, ProblemKind};
use crate::syntax::Parsed;
use crate::syntax::node::Node;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the manifest lies, seen from a root module.
pub(crate) const MANIFEST: &str = ".terraform/modules/modules.json";

/// What a manifest says of one call.
#[derive(Debug)]
struct Record {
    source: Arc<str>,
    /// The normal path of the module's directory.
    directory: Arc<str>,
}

/// The modules that are installed for one root module.
#[derive(Debug, Default)]
pub struct Manifest {
    /// The directory of the root module.
    root: Arc<str>,
    /// By the names of the calls from the root on, joined by dots.
    records: FxHashMap<Arc<str>, Record>,
}

impl Manifest {
    /// Reads the manifest at a path. What cannot be read of it is a problem, the rest holds.
    pub fn new(path: &str, parsed: Parsed<Option<Node>>) -> (Self, Vec<Problem>) {
        let Parsed { tree, mut problems, .. } = parsed;
        let mut manifest = Self { root: root_of(path), ..Self::default() };
        let Some(tree) = tree else { return (manifest, problems) };
        match tree.get("Modules") {
            Some(modules) => modules.items().iter().for_each(|node| problems.extend(manifest.add(node))),
            None if problems.is_empty() => problems.push(problem(&tree, "this is no manifest of installed modules")),
            None => {}
        }
        (manifest, problems)
    }

    fn add(&mut self, node: &Node) -> Option<Problem> {
        let Some((key, record)) = record(&self.root, node) else {
            return Some(problem(node, "this record of an installed module has no Key or no Dir"));
        };
        let twice = self.records.insert(key, record).is_some();
        twice.then(|| problem(node, "an installed module is recorded twice; the last record holds"))
    }

    /// The directories below the root module that hold what was fetched, sorted. Those of local sources follow from
    /// their calls.
    pub fn directories(&self) -> Vec<&Arc<str>> {
        let fetched = self.records.values().filter(|record| !is_local(&record.source) && !record.source.is_empty());
        let directories = fetched.map(|record| &record.directory);
        let mut directories: Vec<_> = directories.filter(|directory| is_below(&self.root, directory)).collect();
        directories.sort_unstable();
        directories.dedup();
        directories
    }

    /// The directory of the module that a path of calls leads to, when what is installed there is of that source.
    fn directory(&self, key: &str, source: &str) -> Option<&Arc<str>> {
        let record = self.records.get(key)?;
        same_package(&record.source, source).then_some(&record.directory)
    }
}

/// The directory of the root module whose manifest lies at a path.
fn root_of(path: &str) -> Arc<str> {
    directory(path.strip_suffix(MANIFEST).map_or(path, |root| if root.is_empty() { "." } else { root }))
}

fn problem(node: &Node, message: &str) -> Problem {
    Problem::at(ProblemKind::Meaning, node.span, message)
}

fn record(root: &str, node: &Node) -> Option<(Arc<str>, Record)> {
    let text = |key| node.get(key).and_then(Node::as_text);
    let source = text("Source").cloned().unwrap_or_default();
    let below = text("Dir")?.replace('\\', "/");
    Some((text("Key")?.clone(), Record { source, directory: normal(&format!("{root}/{below}")) }))
}

/// What is installed for the root modules of a run.
#[derive(Debug, Default)]
pub struct Installed {
    /// By the root's directory.
    manifests: BTreeMap<Arc<str>, Manifest>,
    /// The directories that hold nobody's own code.
    directories: FxHashSet<Arc<str>>,
}

impl Installed {
    /// Manifests, and the directories of what they name.
    pub fn new(manifests: impl IntoIterator<Item = Manifest>, directories: impl IntoIterator<Item = Arc<str>>) -> Self {
        Self {
            manifests: manifests.into_iter().map(|manifest| (manifest.root.clone(), manifest)).collect(),
            directories: directories.into_iter().collect(),
        }
    }

    /// Whether a directory holds only what was installed.
    pub(super) fn holds(&self, directory: &str) -> bool {
        self.directories.contains(directory)
    }

    /// The directory of the module that a path of calls leads to from a root, when it is installed from that source.
    pub(super) fn directory(&self, root: &str, key: &str, source: &str) -> Option<&Arc<str>> {
        self.manifests.get(root)?.directory(key, source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::syntax::json;

    fn check(text: &str, directories: &[&str], problems: &[&str]) {
        let path = "infra/.terraform/modules/modules.json";
        let file = SourceMap::default().add(path, text);
        let (manifest, found) = Manifest::new(path, json::parse(file, text));
        assert_eq!(manifest.directories().iter().map(|directory| &***directory).collect::<Vec<_>>(), directories);
        assert_eq!(found.iter().map(|problem| &*problem.message).collect::<Vec<_>>(), problems);
    }

    #[test]
    fn what_was_fetched_is_told_from_what_is_local() {
        check(
            r#"{"Modules": [
                {"Key": "", "Source": "", "Dir": "."},
                {"Key": "db", "Source": "registry.terraform.io/acme/db/aws", "Version": "1.2.3", "Dir": ".terraform/modules/db"},
                {"Key": "db.inner", "Source": "./inner", "Dir": ".terraform/modules/db/inner"},
                {"Key": "net", "Source": "git::https://example.com/net.git", "Dir": ".terraform\\modules\\net"},
                {"Key": "far", "Source": "acme/far/aws", "Dir": "../../elsewhere"}
            ]}"#,
            &["infra/.terraform/modules/db", "infra/.terraform/modules/net"],
            &[],
        );
    }

    #[test]
    fn the_rest_of_a_broken_manifest_holds() {
        let no_dir = "this record of an installed module has no Key or no Dir";
        let twice = "an installed module is recorded twice; the last record holds";
        check(
            r#"{"Modules": [
                {"Key": "a", "Source": "x/a/aws", "Dir": "1"}, {"Key": "b"}, 7, {"Key": "a", "Source": "x/a/aws", "Dir": "2"}
            ]}"#,
            &["infra/2"],
            &[no_dir, no_dir, twice],
        );
        check("[]", &[], &["this is no manifest of installed modules"]);
        check("{\"Modules\": []}", &[], &[]);
    }
}
