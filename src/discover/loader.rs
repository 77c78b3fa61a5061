//! Reads candidates, and the modules that those call, as far as they can matter.

use super::decode::Flaw;
use super::extras::Extras;
use super::formats::Format;
use super::graph::{self, Modules};
use super::here::Here;
use super::look::{self, Looked};
use super::walk::{self, Candidate};
use super::{installed, shadow};
use crate::parallel;
use crate::source::Problem;
use crate::terraform::Manifest;
use rustc_hash::{FxHashMap, FxHashSet};

/// A file that can matter, decoded.
pub(super) struct Kept {
    pub(super) path: String,
    pub(super) format: Format,
    pub(super) text: String,
}

impl Kept {
    /// The directory of the module that the file belongs to.
    pub(super) fn module(&self) -> &str {
        if self.format == Format::Manifest { installed::root(&self.path) } else { graph::directory(&self.path) }
    }
}

/// What a run has read so far.
#[derive(Default)]
pub(super) struct Loader {
    pub(super) kept: Vec<Kept>,
    pub(super) modules: Modules,
    pub(super) manifests: Vec<Manifest>,
    /// The directories that hold what was installed.
    pub(super) installed: FxHashSet<String>,
    pub(super) problems: Vec<Problem>,
    pub(super) unreadable: Vec<Problem>,
    pub(super) undecodable: Vec<(String, Flaw)>,
    /// The directories of the root modules that plans seem to be made of, by the plans' paths.
    pub(super) plan_roots: FxHashMap<String, String>,
    /// The directories that are read only for plans.
    pub(super) lent: FxHashSet<String>,
    pub(super) met: usize,
    /// The manifests of cloud assemblies that were given by their names.
    pub(super) named_assemblies: Vec<String>,
    /// The templates that were given by their names, whatever is in them.
    pub(super) named_templates: Vec<String>,
    /// The templates that cannot matter by themselves.
    pub(super) passed_over: Vec<String>,
    /// Whether templates without a database were met.
    pub(super) is_partial: bool,
    /// The places of the files of values that were given.
    pub(super) values: Vec<Option<String>>,
    /// Whether one of the named files is about every module.
    pub(super) about_all: bool,
}

impl Loader {
    /// Reads candidates in parallel and keeps what can matter, in their order. One of them may have come by a pipe.
    pub(super) fn read(&mut self, mut candidates: Vec<Candidate>, piped: Option<(&str, &[u8])>) {
        shadow::drop_shadowed(&mut candidates);
        let looked = parallel::map_buffered(candidates, |buffer, candidate| {
            buffer.clear();
            match piped.filter(|(place, _)| *place == candidate.place) {
                Some((_, text)) => buffer.extend_from_slice(text),
                None => walk::read(&candidate.path, buffer).map_err(|why| Problem::file(&candidate.place, why))?,
            }
            Ok(look::look(candidate, buffer))
        });
        for looked in looked {
            match looked {
                Ok(looked) => self.keep(looked),
                Err(problem) => self.unreadable.push(problem),
            }
        }
    }

    fn keep(&mut self, looked: Looked) {
        self.met += usize::from(looked.is_ours);
        if let Some(module) = looked.module {
            self.modules.add(module);
        }
        let mistaken = looked.mistaken.map(|what| Problem::file(&looked.path, what));
        self.problems.extend(mistaken);
        self.is_partial |= looked.text.is_none() && looked.is_ours && looked.format == Format::Template;
        let is_template = looked.is_ours && looked.format == Format::Template;
        if is_template && looked.is_named {
            self.named_templates.push(looked.path.clone());
        }
        let Some((text, flaw)) = looked.text else {
            self.passed_over.extend(is_template.then_some(looked.path));
            return;
        };
        if looked.is_named && looked.format == Format::Assembly {
            self.named_assemblies.push(looked.path.clone());
        }
        self.undecodable.extend(flaw.map(|flaw| (looked.path.clone(), flaw)));
        self.kept.push(Kept { path: looked.path, format: looked.format, text });
    }

    /// Reads the modules that lie outside the paths given, local and installed ones: their callers cannot be understood
    /// without.
    pub(super) fn follow_module_sources(&mut self) {
        for _ in 0..graph::MAX_DEPTH {
            self.read_manifests();
            let missing = self.modules.missing();
            if missing.is_empty() {
                return;
            }
            let mut candidates = Vec::new();
            for directory in missing {
                candidates.extend(walk::module_files(&directory));
                if graph::is_installed(&directory) {
                    self.installed.insert(directory.clone());
                }
                self.modules.mark_read(directory);
            }
            self.read(candidates, None);
        }
    }

    fn read_manifests(&mut self) {
        for root in self.modules.unasked() {
            match installed::find(&root) {
                None => {}
                Some(Err(problem)) => self.unreadable.push(problem),
                Some(Ok(installed::Found { path, manifest, broken })) => {
                    self.modules.install(&root, manifest.directories().into_iter().map(ToString::to_string));
                    self.manifests.push(manifest);
                    self.kept.extend(broken.map(|text| Kept { path, format: Format::Manifest, text }));
                }
            }
        }
    }

    /// Reads the files of values that were given. That one cannot be read is always said.
    pub(super) fn read_extras(&mut self, extras: &Extras, up: usize) {
        for read in extras.read(&Here::current(), up) {
            self.values.push(read.as_ref().ok().map(|extra| extra.place.clone()));
            match read {
                Err(problem) => self.problems.push(problem),
                Ok(extra) => {
                    self.undecodable.extend(extra.flaw.map(|flaw| (extra.place.clone(), flaw)));
                    self.kept.push(Kept { path: extra.place, format: Format::Given, text: extra.text });
                }
            }
        }
    }
}
