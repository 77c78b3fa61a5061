//! From paths to texts: which files there are, which of them can matter, and what they say.
//!
//! A file is read once. What cannot hold a database is dropped as bytes, before anything is parsed.

mod assemblies;
mod beside;
mod creators;
mod decode;
mod extras;
mod finish;
mod formats;
mod graph;
mod here;
mod installed;
mod loader;
mod look;
mod plans;
mod root;
mod shadow;
mod stacks;
mod walk;

use crate::source::{FileId, Problem, SourceMap};
use crate::terraform::Installed;
use crate::{cloudformation, terraform};
pub use beside::Beside;
pub use extras::Extras;
use loader::Loader;
use root::Root;
pub use root::absolute;
pub(crate) use root::relative;
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The texts of one run, sorted into what they are.
#[derive(Debug, Default)]
pub struct Input {
    /// All texts that can matter.
    pub sources: SourceMap,
    /// YAML and JSON files that may be CloudFormation templates with a database.
    pub templates: Vec<Placed>,
    /// The manifests of cloud assemblies.
    pub assemblies: Vec<Placed>,
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
    /// The files of values for variables that were given, in their order; none for one that cannot be read.
    pub values: Vec<Option<FileId>>,
    /// The files of values for parameters that were given, as those for variables.
    pub parameters: Vec<Option<FileId>>,
    /// Whether templates were left out, since no database is in them.
    pub is_partial: bool,
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

impl Input {
    /// One text by itself: Terraform by its name, a template by any other.
    pub(crate) fn of_text(path: &str, text: &str) -> Self {
        let mut input = Self { met: 1, ..Self::default() };
        let placed = (input.sources.add(path, text), path.into());
        let files = if path.strip_suffix(".tf").is_some() { &mut input.terraform } else { &mut input.templates };
        files.push(placed);
        input
    }
}

/// A file with the path by which module sources and templates lead to it; the path that people see may be a shorter one.
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
pub(crate) const STDIN: &str = "<stdin>";

/// The file that a text on standard input stands for: without a name, its content decides what it is.
fn stands_for((name, text): &Stdin) -> PathBuf {
    if terraform::may_be_plan(text) {
        return name.into();
    }
    let is_terraform = name == STDIN
        && !cloudformation::may_matter(text)
        && terraform::names_database(text)
        && terraform::mistaken_for_plan(text).is_none();
    match is_terraform {
        true if text.trim_ascii_start().starts_with(b"{") => Path::new(STDIN).join("main.tf.json"),
        true => Path::new(STDIN).join("main.tf"),
        false => name.into(),
    }
}

/// Finds and reads everything that `paths` and `stdin` name, and the extras. Empty `paths` without `stdin` is the
/// current folder. `source` is the folder that plans are made of, where they do not lie in it.
pub(crate) fn load(paths: &[PathBuf], stdin: Option<&Stdin>, source: Option<&Path>, extras: &Extras) -> Input {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() && stdin.is_none() { &here[..] } else { paths };
    let piped = stdin.map(stands_for);
    let found = walk::find(paths, piped.as_deref(), source, extras);
    let mut loader = Loader { problems: found.problems, ..Loader::default() };
    loader.read(found.candidates, found.piped.as_deref().zip(stdin.map(|(_, text)| text.as_slice())));
    let mut named = found.named;
    loader.follow_creators(found.around);
    loader.follow_assemblies(named.as_mut());
    loader.follow_module_sources();
    loader.follow_plans(found.source.as_deref());
    let given = paths.iter().map(PathBuf::as_path).chain(stdin.map(|(name, _)| Path::new(name)));
    let root = Root::of(given);
    loader.follow_templates(root.as_ref());
    loader.read_extras(extras, found.up);
    loader.about_all = found.names_extra;
    loader.finish(named.as_ref(), root.as_ref(), extras)
}
