//! What a run is given beside its paths: the configuration, and files of values for variables and parameters, wherever they
//! lie.

use super::decode::{self, Flaw};
use super::here::Here;
use super::root::absolute;
use super::walk;
use crate::source::Problem;
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a run is given beside its paths.
#[derive(Clone, Debug, Default)]
pub struct Extras {
    /// The configuration: its path as people write it, and its text. It is the first file of the run.
    pub configuration: Option<(PathBuf, Arc<str>)>,
    /// Files of values for variables.
    pub values: Vec<PathBuf>,
    /// Files of values for parameters.
    pub parameters: Vec<PathBuf>,
    /// Names of variables that some module should declare.
    pub variables: Vec<Arc<str>>,
}

/// A file that was given: its place among all files of the run, and its text.
pub(super) struct Extra {
    pub(super) place: String,
    pub(super) text: String,
    pub(super) flaw: Option<Flaw>,
}

impl Extras {
    /// Whether a path is one of them.
    pub(super) fn holds(&self, path: &Path) -> bool {
        let path = absolute(path);
        self.paths().any(|extra| absolute(extra) == path)
    }

    /// The folder whose modules they are about, when they say so.
    pub(super) fn folder(&self) -> Option<&Path> {
        let (path, _) = self.configuration.as_ref()?;
        Some(walk::folder_of(path))
    }

    /// Reads the files of values, those for variables first; places are seen from `up` folders above the current one.
    pub(super) fn read(&self, here: &Here, up: usize) -> Vec<Result<Extra, Problem>> {
        let mut buffer = Vec::new();
        let mut read = |path: &PathBuf| {
            buffer.clear();
            let shown = walk::display(path);
            if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
                return Err(Problem::file(shown, "not a regular file"));
            }
            walk::read(path, &mut buffer).map_err(|why| Problem::file(&shown, why))?;
            let (text, flaw) = decode::decode(&buffer);
            Ok(Extra { place: here.seen_from(up, &shown), text, flaw })
        };
        self.values.iter().chain(&self.parameters).map(&mut read).collect()
    }

    /// Which of the variables' names a text seems to declare.
    pub(super) fn declared(&self, text: &str) -> FxHashSet<Arc<str>> {
        let declares = |name: &&Arc<str>| text.contains(&format!("\"{name}\""));
        self.variables.iter().filter(declares).cloned().collect()
    }

    fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.configuration.iter().map(|(path, _)| path).chain(&self.values).chain(&self.parameters)
    }
}
