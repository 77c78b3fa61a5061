//! From paths to texts: which files there are, which of them can matter, and what they say.
//!
//! A file is read once. What cannot hold a database is dropped as bytes, before anything is parsed.

mod beside;
mod decode;
mod extras;
mod graph;
mod here;
mod installed;
mod look;
mod plans;
mod root;
mod shadow;
mod walk;

use crate::parallel;
use crate::source::{FileId, Problem, SourceMap};
use crate::terraform::{Installed, Manifest};
use crate::{cloudformation, terraform};
pub use beside::Beside;
pub use extras::Extras;
use graph::Modules;
use here::Here;
use look::Looked;
use root::Root;
pub use root::{absolute, relative};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walk::{Candidate, Format};

/// The texts of one run, sorted into what they are.
#[derive(Debug, Default)]
pub struct Input {
    /// All texts that can matter.
    pub sources: SourceMap,
    /// YAML and JSON files that may be CloudFormation templates with a database.
    pub templates: Vec<FileId>,
    /// `.tf`, `.tofu` and their JSON twins, of the directories that can matter.
    pub terraform: Vec<Placed>,
    /// `.tfvars` and `.tfvars.json` files of those directories that Terraform reads by itself.
    pub variables: Vec<Placed>,
    /// What is installed for root modules.
    pub installed: Installed,
    /// Plans and states of Terraform.
    pub plans: Vec<PlanFile>,
    /// Files that are read only because a plan is made of them: of these only what the plan is about is reported.
    pub lent: FxHashSet<FileId>,
    /// The files that named plans are made of: a finding about them is one about the plan.
    pub planned: FxHashSet<FileId>,
    /// The files that Terraform's functions may read.
    pub beside: Beside,
    /// The files of values that were given, in their order; none for one that cannot be read.
    pub values: Vec<Option<FileId>>,
    /// The configuration.
    pub configuration: Option<FileId>,
    /// The given names of variables that modules which cannot matter seem to declare.
    pub declared: FxHashSet<Arc<str>>,
    /// The files that were asked about, when only findings that touch them are wanted.
    pub named: Option<FxHashSet<FileId>>,
    /// Files and folders that could not be read or decoded.
    pub problems: Vec<Problem>,
    /// How many Terraform files and templates were met, whether they can matter or not.
    pub met: usize,
}

/// A file with the path by which module sources lead to it; the path that people see may be a shorter one.
pub type Placed = (FileId, Arc<str>);

/// A plan with the directory of the root module that it seems to be made of.
#[derive(Clone, Debug)]
pub struct PlanFile {
    /// The plan.
    pub file: FileId,
    /// The directory.
    pub root: Arc<str>,
    /// Whether the directory is read only for the plan.
    pub is_lent: bool,
}

/// A text from standard input and the file name that it stands for.
pub type Stdin = (String, Vec<u8>);

/// What standard input is called where nobody says which file it stands for.
pub const STDIN: &str = "<stdin>";

/// The file that a text on standard input stands for: without a name, its content decides what it is.
fn stands_for((name, text): &Stdin) -> PathBuf {
    if terraform::may_be_plan(text) {
        return name.into();
    }
    let is_terraform = name == STDIN && !cloudformation::may_matter(text) && terraform::names_database(text);
    match is_terraform {
        true if text.trim_ascii_start().starts_with(b"{") => Path::new(STDIN).join("main.tf.json"),
        true => Path::new(STDIN).join("main.tf"),
        false => name.into(),
    }
}

/// Finds and reads everything that `paths` and `stdin` name, and the extras. Empty `paths` without `stdin` is the
/// current folder. `source` is the folder that plans are made of, where they do not lie in it.
pub fn load(paths: &[PathBuf], stdin: Option<&Stdin>, source: Option<&Path>, extras: &Extras) -> Input {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() && stdin.is_none() { &here[..] } else { paths };
    let piped = stdin.map(stands_for);
    let found = walk::find(paths, piped.as_deref(), source, extras);
    let mut loader = Loader { problems: found.problems, ..Loader::default() };
    loader.read(found.candidates, found.piped.as_deref().zip(stdin.map(|(_, text)| text.as_slice())));
    loader.follow_module_sources();
    loader.follow_plans(found.source.as_deref());
    loader.read_extras(extras, found.up);
    loader.about_all = found.names_extra;
    let given = paths.iter().map(PathBuf::as_path).chain(stdin.map(|(name, _)| Path::new(name)));
    loader.finish(found.named.as_ref(), Root::of(given).as_ref(), extras)
}

/// A file that can matter, decoded.
struct Kept {
    path: String,
    format: Format,
    text: String,
}

impl Kept {
    /// The directory of the module that the file belongs to.
    fn module(&self) -> &str {
        if self.format == Format::Manifest { installed::root(&self.path) } else { graph::directory(&self.path) }
    }
}

#[derive(Default)]
struct Loader {
    kept: Vec<Kept>,
    modules: Modules,
    manifests: Vec<Manifest>,
    /// The directories that hold what was installed.
    installed: FxHashSet<String>,
    problems: Vec<Problem>,
    unreadable: Vec<Problem>,
    undecodable: Vec<(String, decode::Flaw)>,
    /// The directories of the root modules that plans seem to be made of, by the plans' paths.
    plan_roots: FxHashMap<String, String>,
    /// The directories that are read only for plans.
    lent: FxHashSet<String>,
    met: usize,
    /// The places of the files of values that were given.
    values: Vec<Option<String>>,
    /// Whether one of the named files is about every module.
    about_all: bool,
}

impl Loader {
    /// Reads candidates in parallel and keeps what can matter, in their order. One of them may have come by a pipe.
    fn read(&mut self, mut candidates: Vec<Candidate>, piped: Option<(&str, &[u8])>) {
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
        let Some((text, flaw)) = looked.text else { return };
        self.undecodable.extend(flaw.map(|flaw| (looked.path.clone(), flaw)));
        self.kept.push(Kept { path: looked.path, format: looked.format, text });
    }

    /// Reads the modules that lie outside the paths given, local and installed ones: their callers cannot be understood
    /// without.
    fn follow_module_sources(&mut self) {
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
    fn read_extras(&mut self, extras: &Extras, up: usize) {
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

    /// Puts the texts that can matter into a source map, by their paths, whatever order they were read in.
    fn finish(mut self, named: Option<&FxHashSet<String>>, root: Option<&Root>, extras: &Extras) -> Input {
        self.kept.sort_by(|a, b| Path::new(&a.path).cmp(Path::new(&b.path)));
        let plan_roots: Vec<String> = self.plan_roots.values().cloned().collect();
        let wanted = self.modules.relevant(named.filter(|_| !self.about_all), &plan_roots);
        let planned = self.planned(named);
        let here = Here::current();
        let beside = root.map(Root::files).unwrap_or_default();
        let mut input = Input { met: self.met, beside, ..Input::default() };
        if let Some((path, text)) = &extras.configuration {
            let path = walk::display(path);
            let name = root.and_then(|root| root.name(&path));
            input.configuration = Some(input.sources.add_named(&path, name.as_deref(), text));
        }
        for kept in std::mem::take(&mut self.kept) {
            let is_wanted = matches!(kept.format, Format::Template | Format::Plan | Format::Given);
            if is_wanted || wanted.contains(kept.module()) {
                self.place(kept, &here, root, &planned, &mut input);
            } else if kept.format == Format::Terraform {
                input.declared.extend(extras.declared(&kept.text));
            }
        }
        input.installed = Installed::new(self.manifests, self.installed.into_iter().map(Into::into));
        let find = |place: &String| input.sources.find(&here.shown(place));
        input.values = self.values.iter().map(|place| place.as_ref().and_then(find)).collect();
        for (path, flaw) in self.undecodable {
            if let Some(file) = input.sources.find(&here.shown(&path)) {
                input.problems.push(flaw.problem(file));
            }
        }
        let is_asked =
            |problem: &Problem| named.is_none_or(|names| problem.path.as_ref().is_some_and(|p| names.contains(p)));
        self.problems.extend(self.unreadable.into_iter().filter(is_asked));
        let shown = |problem: Problem| Problem { path: problem.path.map(|path| here.shown(&path)), ..problem };
        input.problems.splice(0..0, self.problems.into_iter().map(shown));
        input.named =
            named.map(|names| names.iter().filter_map(|name| input.sources.find(&here.shown(name))).collect());
        input
    }

    /// Puts a text into the source map and onto the list of its kind.
    fn place(&self, kept: Kept, here: &Here, root: Option<&Root>, planned: &FxHashSet<String>, input: &mut Input) {
        let name = root.and_then(|root| root.name(&kept.path));
        let id = input.sources.add_named(&here.shown(&kept.path), name.as_deref(), &kept.text);
        if self.installed.contains(kept.module()) {
            input.sources.mark_installed(id);
        }
        if !matches!(kept.format, Format::Template | Format::Plan) {
            input.lent.extend(self.lent.contains(kept.module()).then_some(id));
            input.planned.extend(planned.contains(kept.module()).then_some(id));
        }
        match kept.format {
            Format::Plan => input.plans.push(self.plan(id, &kept.path, &mut input.sources)),
            Format::Template => input.templates.push(id),
            Format::Terraform => input.terraform.push((id, kept.path.into())),
            Format::Variables => input.variables.push((id, kept.path.into())),
            Format::Given => {}
            Format::Manifest => input.problems.extend(installed::problems(&kept.path, id, &kept.text)),
        }
    }
}
