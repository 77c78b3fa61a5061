//! Which directories are worth a parse: those that hold an RDS resource, those that lead to one by local module
//! calls, and the modules that those call. Works on bytes, in time linear in the input.

use super::paths::module_directory;
use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Whether the text of a Terraform file may matter: it names an RDS resource type or calls a module.
pub fn may_matter(bytes: &[u8]) -> bool {
    names_rds(bytes) || memmem::find(bytes, b"module").is_some()
}

fn names_rds(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"aws_db_").is_some() || memmem::find(bytes, b"aws_rds_").is_some()
}

/// The local module sources that the text of a file seems to name: strings after `source` that start with `./` or
/// `../`. A comment or another block may hold one too; that costs only a look.
pub fn local_sources(bytes: &[u8]) -> Vec<&str> {
    memmem::find_iter(bytes, b"source")
        .filter_map(|at| {
            let rest = bytes.get(at + b"source".len()..)?;
            let start = rest.iter().take(64).position(|&b| b == b'.')?;
            let between = rest.get(..start)?;
            if !between.iter().all(|b| b" \t\":=\r\n".contains(b)) || !between.contains(&b'"') {
                return None;
            }
            let source = rest.get(start..)?;
            let end = source.iter().take(4096).position(|b| b"\"\n$".contains(b))?;
            std::str::from_utf8(source.get(..end)?).ok()
        })
        .filter(|source| source.starts_with("./") || source.starts_with("../"))
        .collect()
}

/// Of all files (each with its directory and its bytes), the directories that matter.
pub fn relevant_directories(files: &[(Arc<str>, &[u8])]) -> FxHashSet<Arc<str>> {
    let mut calls: FxHashMap<Arc<str>, Vec<Arc<str>>> = FxHashMap::default();
    let mut callers: FxHashMap<Arc<str>, Vec<Arc<str>>> = FxHashMap::default();
    let mut relevant = Vec::new();
    for (directory, bytes) in files {
        let directory = super::paths::normal(directory);
        if names_rds(bytes) {
            relevant.push(directory.clone());
        }
        for called in local_sources(bytes).into_iter().filter_map(|source| module_directory(&directory, source)) {
            callers.entry(called.clone()).or_default().push(directory.clone());
            calls.entry(directory.clone()).or_default().push(called);
        }
    }
    let upwards = closure(relevant, &callers);
    closure(upwards.into_iter().collect(), &calls)
}

fn closure(mut open: Vec<Arc<str>>, edges: &FxHashMap<Arc<str>, Vec<Arc<str>>>) -> FxHashSet<Arc<str>> {
    let mut found = FxHashSet::default();
    while let Some(directory) = open.pop() {
        if found.insert(directory.clone()) {
            open.extend(edges.get(&directory).into_iter().flatten().cloned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_found_in_both_syntaxes() {
        let text =
            "module \"a\" {\n source = \"./x\" }\n{\"source\": \"../y\"}\nsource = \"hashicorp/z\"\nresources ./n";
        assert_eq!(local_sources(text.as_bytes()), ["./x", "../y"]);
    }

    #[test]
    fn callers_and_callees_of_a_database_matter() {
        let file = |directory: &str, text: &'static str| (Arc::from(directory), text.as_bytes());
        let files = [
            file(".", "module \"a\" { source = \"./a\" }\nmodule \"v\" { source = \"./v\" }"),
            file("a", "resource \"aws_db_instance\" \"x\" {}"),
            file("v", "resource \"aws_vpc\" \"x\" {}"),
            file("lonely", "resource \"aws_vpc\" \"x\" {}"),
        ];
        let mut found: Vec<_> = relevant_directories(&files).into_iter().collect();
        found.sort();
        assert_eq!(found, [".".into(), "a".into(), "v".into()] as [Arc<str>; 3]);
    }
}
