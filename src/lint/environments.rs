//! What root modules are evaluated with: the values and the workspace of every environment that is about them, or those
//! of the command line alone.

use super::Request;
use crate::config::Environment;
use crate::discover::{self, Extras, Input};
use crate::source::did_you_mean;
use crate::source::{FileId, Problem, ProblemKind, Span};
use crate::syntax::hcl::tree::Body;
use crate::terraform::{Given, Inputs, Project};
use crate::value::names_secret;
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A value for a variable of root modules or a parameter of templates, or a file of them, from the command line.
#[derive(Clone)]
pub enum Assignment {
    /// A variable's or parameter's name and the text of its value.
    Text {
        /// The name.
        name: Arc<str>,
        /// The text.
        text: Arc<str>,
    },
    /// A file of values.
    File(PathBuf),
}

/// Without the value: it may be a secret.
impl fmt::Debug for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { name, .. } => write!(f, "{name}"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

impl Request {
    /// The environments to look at, in their order.
    pub(super) fn chosen(&self) -> impl Iterator<Item = &Environment> {
        self.environments().filter(|one| self.is_chosen(one))
    }

    /// All environments of the configuration.
    pub(super) fn environments(&self) -> impl Iterator<Item = &Environment> {
        self.configuration.iter().flat_map(|configuration| &configuration.environments)
    }

    pub(super) fn is_chosen(&self, environment: &Environment) -> bool {
        self.chosen.is_empty() || self.chosen.iter().any(|name| **name == *environment.name)
    }

    /// Whether environments are left out, so that not everything is looked at.
    pub(super) fn is_partial(&self) -> bool {
        self.environments().any(|one| !self.is_chosen(one))
    }

    /// The files that the run is given beside its paths: those of the environments, then those of the command line.
    pub(super) fn extras(&self) -> Extras {
        let configuration = self.configuration.as_ref();
        Extras {
            configuration: configuration.map(|configuration| (configuration.path.clone(), configuration.text.clone())),
            values: self.chosen().flat_map(|one| &one.var_files).chain(files(&self.assignments)).cloned().collect(),
            parameters: self
                .chosen()
                .flat_map(|one| &one.parameter_files)
                .chain(files(&self.parameters))
                .cloned()
                .collect(),
            variables: self.names().map(|(name, _)| name).collect(),
        }
    }

    /// The names of the variables that values are given for one by one, with their place where they have one.
    fn names(&self) -> impl Iterator<Item = (Arc<str>, Option<Span>)> {
        let of_environment = |one: &Environment| {
            one.values.iter().map(|(name, value)| (name.clone(), value.origin.written_at())).collect::<Vec<_>>()
        };
        let own = self.assignments.iter().filter_map(|assignment| match assignment {
            Assignment::Text { name, .. } => Some((name.clone(), None)),
            Assignment::File(_) => None,
        });
        self.chosen().flat_map(of_environment).chain(own)
    }

    /// The values of the command line that are secrets by their names.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &Arc<str>> {
        self.assignments.iter().chain(&self.parameters).filter_map(|assignment| match assignment {
            Assignment::Text { name, text } if names_secret(name) => Some(text),
            _ => None,
        })
    }
}

/// The files among what the command line gives.
fn files(assignments: &[Assignment]) -> impl Iterator<Item = &PathBuf> {
    assignments.iter().filter_map(|assignment| match assignment {
        Assignment::File(path) => Some(path),
        Assignment::Text { .. } => None,
    })
}

/// The inputs of all environments of a run.
pub(super) struct Settings<'r> {
    environments: Vec<(&'r Environment, Inputs)>,
    /// What a root module is evaluated with that no environment is about.
    plain: Inputs,
    /// The folders of the environments that were not chosen.
    others: Vec<&'r Environment>,
}

/// One evaluation of a root module.
pub(super) struct RootJob<'s> {
    pub(super) root: Arc<str>,
    pub(super) environment: Option<&'s Arc<str>>,
    pub(super) inputs: &'s Inputs,
}

impl<'r> Settings<'r> {
    /// The inputs that a request asks for; `values` are its files of values in their order, as far as they could be read.
    pub(super) fn new(request: &'r Request, values: &[Option<Arc<Body>>]) -> Self {
        let mut values = values.iter();
        let mut next =
            |count: usize| -> Vec<Given> { values.by_ref().take(count).flatten().cloned().map(Given::File).collect() };
        let mut environments: Vec<(&Environment, Vec<Given>)> = Vec::new();
        for one in request.chosen() {
            let mut given = next(one.var_files.len());
            if !one.values.is_empty() {
                let by = format!("of environment {}", one.name).into();
                given.push(Given::Values { by, values: one.values.clone() });
            }
            environments.push((one, given));
        }
        let own = request.assignments.iter().flat_map(|assignment| match assignment {
            Assignment::Text { name, text } => vec![Given::Text { name: name.clone(), text: text.clone() }],
            Assignment::File(_) => next(1),
        });
        let own: Vec<Given> = own.collect();
        let with_own = |(one, given): (&'r Environment, Vec<Given>)| {
            let workspace = request.workspace.clone().or_else(|| one.workspace.clone());
            (one, Inputs { given: given.into_iter().chain(own.iter().cloned()).collect(), workspace })
        };
        Self {
            environments: environments.into_iter().map(with_own).collect(),
            plain: Inputs { given: own.clone(), workspace: request.workspace.clone() },
            others: request.environments().filter(|one| !request.is_chosen(one)).collect(),
        }
    }

    /// Whether any of the environments is about a root module.
    pub(super) fn are_about(&self, root: &str) -> bool {
        let place = discover::absolute(Path::new(root));
        self.environments.iter().any(|(one, _)| is_about(one, &place))
    }

    /// The evaluations of root modules: in each environment that is about one; alone where none is. What only other
    /// environments than the chosen ones are about is left out.
    pub(super) fn jobs(&self, roots: Vec<Arc<str>>) -> Vec<RootJob<'_>> {
        let mut jobs = Vec::new();
        for root in roots {
            let place = discover::absolute(Path::new(&*root));
            let of = |one: &Environment| is_about(one, &place);
            let first = jobs.len();
            for (one, inputs) in self.environments.iter().filter(|(one, _)| of(one)) {
                jobs.push(RootJob { root: root.clone(), environment: Some(&one.name), inputs });
            }
            if jobs.len() == first && !self.others.iter().any(|one| of(one)) {
                jobs.push(RootJob { root, environment: None, inputs: &self.plain });
            }
        }
        jobs
    }
}

/// Whether an environment is about a root module or a template.
pub(super) fn is_about(environment: &Environment, root: &Path) -> bool {
    environment.root.as_ref().is_none_or(|folder| root.starts_with(discover::absolute(folder)))
}

/// Values for variables that no root module declares. Of files named, not all root modules are there to be asked.
pub(super) fn undeclared(request: &Request, input: &Input, project: &Project) -> Vec<Problem> {
    if input.named.is_some() {
        return Vec::new();
    }
    let roots = project.roots();
    let declared: FxHashSet<&Arc<str>> = roots.iter().flat_map(|root| project.variables(root)).collect();
    let unknown = request.names().filter(|(name, _)| !declared.contains(name) && !input.declared.contains(name));
    unknown
        .map(|(name, at)| {
            let hint = did_you_mean(&name, declared.iter().map(|name| &***name));
            let message = format!("no root module declares the variable `{name}`{hint}");
            let by = if at.is_none() { "--var: " } else { "" };
            Problem::at(ProblemKind::Meaning, at, format!("{by}{message}"))
        })
        .collect()
}

/// The bodies of files of values, each parsed once however often it is given.
pub(super) fn bodies(files: &[Option<FileId>], mut parse: impl FnMut(FileId) -> Body) -> Vec<Option<Arc<Body>>> {
    let mut parsed: FxHashMap<FileId, Arc<Body>> = FxHashMap::default();
    let mut body = |file: FileId| parsed.entry(file).or_insert_with(|| Arc::new(parse(file))).clone();
    files.iter().map(|file| file.map(&mut body)).collect()
}

/// Blocks in a file of values: it takes none.
pub(super) fn misplaced_blocks(body: &Body) -> impl Iterator<Item = Problem> {
    let message = "a file of values for variables holds no blocks";
    body.blocks.iter().map(move |block| Problem::at(ProblemKind::Meaning, block.header, message))
}
