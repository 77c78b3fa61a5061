//! Keeps the house tidy: floors, sizes, words and forbidden calls, read from the source text itself.
//! Every complaint names the file and the line.

mod calls;
mod code;
mod floors;
mod sizes;
mod words;

use code::Source;
use std::fs;
use std::path::{Path, PathBuf};

/// A complaint: where, and what is wrong there.
type Complaint = String;

/// All Rust files under the folders and files, in the order of their names.
fn read(roots: &[&str]) -> Vec<Source> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for root in roots {
        collect(&top.join(root), "rs", &mut files);
    }
    files.sort();
    files.iter().map(|file| Source::read(top, file)).collect()
}

/// Adds the files below `path` that end in `extension`.
fn collect(path: &Path, extension: &str, files: &mut Vec<PathBuf>) {
    if path.is_file() && path.extension().is_some_and(|found| found == extension) {
        files.push(path.to_path_buf());
    }
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        collect(&entry.path(), extension, files);
    }
}

/// Fails with all complaints at once.
fn assert_none(complaints: &[Complaint]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    let untitled = read(&["src", "tests", "benches", "fuzz/targets", "build.rs"]).into_iter().filter(|file| {
        let first = file.text.lines().find(|line| !line.starts_with("#!")).unwrap_or_default();
        !first.starts_with("//!")
    });
    assert_none(&untitled.map(|file| format!("{}:1: starts without `//!`", file.path)).collect::<Vec<_>>());
}

#[test]
fn a_policy_is_named_after_its_file() {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("policies"), "yaml", &mut files);
    let complaints = files.iter().filter_map(|file| {
        let stem = file.file_stem()?.to_str()?;
        let text = fs::read_to_string(file).ok()?;
        let id = text.lines().find_map(|line| line.strip_prefix("id:")).map_or("", str::trim);
        let kebab = id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        (id != stem || !kebab).then(|| format!("{}:1: the id is `{id}`, the file is `{stem}`", file.display()))
    });
    assert_none(&complaints.collect::<Vec<_>>());
}
