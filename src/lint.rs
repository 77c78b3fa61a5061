//! The whole pipeline in one place: files in, a report out.

use crate::finding::Report;
use crate::model::Model;
use crate::source::{Problem, SourceMap, Span};
use std::path::PathBuf;

/// What to lint.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders, as given; empty means the current folder.
    pub paths: Vec<PathBuf>,
    /// A text from standard input with the file name that it stands for.
    pub stdin: Option<(String, Vec<u8>)>,
    /// Only these policies; empty means all.
    pub policies: Vec<String>,
    /// Not these policies.
    pub skip: Vec<String>,
}

/// The model of a run, for `rdslint resolve`.
#[derive(Debug)]
pub struct Resolved {
    /// The files of the run.
    pub sources: SourceMap,
    /// What every database would really be.
    pub model: Model,
    /// Input that could not be read.
    pub problems: Vec<Problem>,
    /// Places whose text is a secret.
    pub secrets: Vec<Span>,
}

/// Lints the request. `Report::summary.files` is 0 when there was nothing to lint.
pub fn check(request: &Request) -> Report {
    let _ = request;
    Report::default()
}

/// Resolves the databases of the request.
pub fn resolve(request: &Request) -> Resolved {
    let _ = request;
    let (model, problems) = Model::build(Vec::new());
    Resolved { sources: SourceMap::default(), model, problems, secrets: Vec::new() }
}
