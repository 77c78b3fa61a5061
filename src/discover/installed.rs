//! What `terraform init` has installed: the manifests of root modules. Only the directories that they name are read, of
//! all that lies in `.terraform`.

use super::decode::decode;
use super::walk;
use crate::source::{FileId, Problem, SourceMap};
use crate::syntax::json;
use crate::terraform::{MANIFEST, Manifest};
use std::path::Path;

/// The manifest of one root module.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: String,
    pub(super) manifest: Manifest,
    /// The text, where something is wrong with it.
    pub(super) broken: Option<String>,
}

/// Reads the manifest of the root module in a directory; `None` when it has none or an empty one.
pub(super) fn find(directory: &str) -> Option<Result<Found, Problem>> {
    let path =
        if directory == "." { MANIFEST.to_owned() } else { format!("{}/{MANIFEST}", directory.trim_end_matches('/')) };
    if !Path::new(&path).is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    if let Err(why) = walk::read(Path::new(&path), &mut bytes) {
        return Some(Err(Problem::file(path, why)));
    }
    let (text, _) = decode(&bytes);
    if text.trim().is_empty() {
        return None;
    }
    // The text gets its place among the others later, should there be anything to say of it.
    let file = SourceMap::default().add(&path, "");
    let (manifest, problems) = Manifest::new(&path, json::parse(file, &text));
    Some(Ok(Found { path, manifest, broken: (!problems.is_empty()).then_some(text) }))
}

/// The directory of the root module that a manifest belongs to.
pub(super) fn root(path: &str) -> &str {
    path.strip_suffix(MANIFEST)
        .map_or(path, |root| root.strip_suffix('/').filter(|root| !root.is_empty()).unwrap_or("."))
}

/// What is wrong with the text of a manifest.
pub(super) fn problems(path: &str, file: FileId, text: &str) -> Vec<Problem> {
    Manifest::new(path, json::parse(file, text)).1
}
