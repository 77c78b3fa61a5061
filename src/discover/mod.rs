//! From paths to texts: which files there are, which of them can matter, and what they say.
//!
//! A file is read once. What cannot hold a database is dropped as bytes, before anything is parsed.

mod decode;
mod graph;
mod walk;

use crate::parallel;
use crate::source::{FileId, Problem, SourceMap};
use graph::Modules;
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};
use walk::{Candidate, Format};

/// The texts of one run, sorted into what they are.
#[derive(Debug, Default)]
pub struct Input {
    /// All texts that can matter.
    pub sources: SourceMap,
    /// YAML and JSON files that may be CloudFormation templates with a database.
    pub templates: Vec<FileId>,
    /// `.tf` and `.tf.json` files of the directories that can matter.
    pub terraform: Vec<FileId>,
    /// `.tfvars` and `.tfvars.json` files of those directories that Terraform reads by itself.
    pub variables: Vec<FileId>,
    /// The files named on the command line, when only findings that touch them are wanted.
    pub named: Option<FxHashSet<FileId>>,
    /// Files and folders that could not be read or decoded.
    pub problems: Vec<Problem>,
    /// How many Terraform files and templates were met, whether they can matter or not.
    pub met: usize,
}

/// A text from standard input and the file name that it stands for.
pub type Stdin = (String, Vec<u8>);

/// Finds and reads everything that `paths` and `stdin` name. Empty `paths` without `stdin` is the current folder.
pub fn load(paths: &[PathBuf], stdin: Option<&Stdin>) -> Input {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() && stdin.is_none() { &here[..] } else { paths };
    let found = walk::find(paths, stdin.map(|(name, _)| Path::new(name)));
    let mut loader = Loader { problems: found.problems, ..Loader::default() };
    loader.read(found.candidates, stdin);
    loader.follow_module_sources();
    loader.finish(&found.named)
}

/// A file's decoded text.
struct Text {
    path: String,
    format: Format,
    text: String,
}

#[derive(Default)]
struct Loader {
    texts: Vec<Text>,
    modules: Modules,
    problems: Vec<Problem>,
    undecodable: Vec<(String, decode::Flaw)>,
    met: usize,
}

impl Loader {
    /// Reads candidates in parallel and keeps what can matter, in their order.
    fn read(&mut self, candidates: Vec<Candidate>, stdin: Option<&Stdin>) {
        let read = |_, candidate: Candidate| {
            let piped = stdin.filter(|(name, _)| walk::display(Path::new(name)) == candidate.shown);
            let bytes = piped.map_or_else(|| walk::read(&candidate.path), |(_, bytes)| Ok(bytes.clone()));
            (candidate, bytes)
        };
        for (candidate, bytes) in parallel::map(candidates, read) {
            match bytes {
                Ok(bytes) => self.keep(candidate, bytes),
                Err(error) => self.problems.push(Problem::file(candidate.shown, error)),
            }
        }
    }

    fn keep(&mut self, candidate: Candidate, bytes: Vec<u8>) {
        let Candidate { shown, format, .. } = candidate;
        let (text, flaw) = decode::decode(bytes);
        let matters = match format {
            Format::Template => {
                self.met += usize::from(text.contains("AWS::"));
                crate::cloudformation::may_matter(text.as_bytes())
            }
            Format::Terraform => {
                self.met += 1;
                self.modules.add(&shown, &text);
                true
            }
            Format::Variables => true,
        };
        if let Some(flaw) = flaw.filter(|_| matters) {
            self.undecodable.push((shown.clone(), flaw));
        }
        if matters {
            self.texts.push(Text { path: shown, format, text });
        }
    }

    /// Reads the local modules that lie outside the paths given: their callers cannot be understood without.
    fn follow_module_sources(&mut self) {
        for _ in 0..graph::MAX_DEPTH {
            let missing = self.modules.missing();
            if missing.is_empty() {
                return;
            }
            let mut candidates = Vec::new();
            for directory in missing {
                candidates.extend(walk::module_files(&directory));
                self.modules.mark_read(directory);
            }
            self.read(candidates, None);
        }
    }

    /// Puts the texts that can matter into a source map.
    fn finish(self, named: &Option<FxHashSet<String>>) -> Input {
        let wanted = self.modules.relevant(named.as_ref());
        let mut input = Input { problems: self.problems, met: self.met, ..Input::default() };
        for Text { path, format, text } in self.texts {
            if format != Format::Template && !wanted.contains(graph::directory(&path)) {
                continue;
            }
            let id = input.sources.add(&path, &text);
            match format {
                Format::Template => input.templates.push(id),
                Format::Terraform => input.terraform.push(id),
                Format::Variables => input.variables.push(id),
            }
        }
        for (path, flaw) in self.undecodable {
            if let Some(file) = input.sources.find(&path) {
                input.problems.push(flaw.problem(file));
            }
        }
        input.named = named.as_ref().map(|names| names.iter().filter_map(|name| input.sources.find(name)).collect());
        input
    }
}
