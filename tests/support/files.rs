//! Projects of several files: those of a folder, and a module in parts.

use rdslint::source::SourceMap;
use rdslint::syntax::hcl;
use std::fs;
use std::path::{Path, PathBuf};

/// All files below a folder, by their paths.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.retain(|path| path.extension().is_none_or(|extension| extension != "md"));
    files.sort();
    files
}

/// The blocks of a module, each with what stands before it.
pub(crate) fn parts_of_module(text: &str) -> Vec<String> {
    let file = SourceMap::default().add("main.tf", text);
    let mut at = 0;
    let mut parts = Vec::new();
    for block in &hcl::parse(file, text).tree.blocks {
        let end = block.span.end as usize;
        parts.push(format!("{}\n", &text[at..end]));
        at = end;
    }
    parts
}
