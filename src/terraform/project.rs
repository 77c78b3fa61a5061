//! All Terraform files of a run, by directory.

use super::evaluator::Evaluator;
use super::inputs::Inputs;
use super::manifest::Installed;
use super::module::Module;
use super::overrides::is_override;
use super::paths::{directory, file_name, module_directory};
use super::rendering::Shelf;
use crate::model::{Evaluation, Scope};
use crate::parallel::on_stack;
use crate::source::{FileId, Files, Problem, ProblemKind};
use crate::syntax::hcl::tree::{Block, Body, ExprKind};
use crate::value::Value;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The stack that an evaluation may use, in bytes: expressions nest and refer to each other, and it holds as much as the
/// depth limit allows.
const STACK: usize = 64 << 20;

/// The modules of a run.
#[derive(Debug, Default)]
pub struct Project {
    modules: BTreeMap<Arc<str>, Module>,
    roots: Vec<Arc<str>>,
    /// Modules that call themselves, by the root that stands for the circle.
    circles: FxHashMap<Arc<str>, Problem>,
    installed: Installed,
    /// What functions may read.
    files: Option<Box<dyn Files>>,
}

impl Project {
    /// Indexes parsed files (`.tf`, `.tf.json`) and files of variable values (`.tfvars`, `.tfvars.json`).
    pub fn new(mut files: Vec<(Arc<str>, FileId, Body)>, mut variable_files: Vec<(Arc<str>, FileId, Body)>) -> Self {
        files.sort_by_cached_key(|(path, ..)| (is_override(path), path.clone()));
        variable_files.sort_by_cached_key(|(path, ..)| strength(path));
        let mut by_directory: BTreeMap<Arc<str>, Vec<_>> = BTreeMap::new();
        for file in files {
            by_directory.entry(directory(&file.0)).or_default().push(file);
        }
        let mut modules: BTreeMap<_, _> =
            by_directory.into_iter().map(|(path, files)| (path.clone(), Module::new(path, files))).collect();
        for (path, _, body) in variable_files.into_iter().filter(|(path, ..)| strength(path).0 > 0) {
            if let Some(module) = modules.get_mut(&directory(&path)) {
                module.values.push((path, body));
            }
        }
        let (roots, circles) = find_roots(&modules);
        Self { modules, roots, circles, installed: Installed::default(), files: None }
    }

    /// The same project with what is installed for its roots; a directory that holds what was installed is no root.
    #[must_use]
    pub(crate) fn with_installed(mut self, installed: Installed) -> Self {
        self.roots.retain(|root| !installed.holds(root));
        self.installed = installed;
        self
    }

    /// The same project with the files that functions may read.
    #[must_use]
    pub(crate) fn with_files(self, files: impl Files + 'static) -> Self {
        Self { files: Some(Box::new(files)), ..self }
    }

    /// The files that functions may read.
    pub(super) fn files(&self) -> Option<&dyn Files> {
        self.files.as_deref()
    }

    /// The directories that no other directory calls as a local module, in order.
    pub fn roots(&self) -> Vec<Arc<str>> {
        self.roots.clone()
    }

    /// Evaluates a root module with everything that it calls. Problems of a module that several roots call come
    /// with each of them.
    pub fn evaluate(&self, root: &str, scope: Scope) -> Evaluation {
        self.evaluate_with(root, &Inputs::default(), scope)
    }

    /// As [`Project::evaluate`], with values for the variables of the root module.
    pub fn evaluate_with(&self, root: &str, inputs: &Inputs, scope: Scope) -> Evaluation {
        let Some(module) = self.modules.get(root) else { return Evaluation::default() };
        let outcome = on_stack(STACK, || {
            let templates = Shelf::default();
            Evaluator::new(self, module, (inputs, &templates), scope).run()
        });
        let mut evaluation = outcome.unwrap_or_else(|| {
            let problem = Problem::file(root, "the module could not be evaluated");
            Evaluation { problems: vec![problem], ..Evaluation::default() }
        });
        evaluation.problems.extend(self.circles.get(root).cloned());
        evaluation
    }

    /// The names of the variables that a module declares.
    pub fn variables(&self, directory: &str) -> impl Iterator<Item = &Arc<str>> {
        self.modules.get(directory).into_iter().flat_map(|module| module.variables.keys())
    }

    /// The values that the variables of a root module have, as far as its files tell.
    pub(super) fn variable_values(&self, root: &str) -> FxHashMap<Arc<str>, Value> {
        let Some(module) = self.modules.get(root) else { return FxHashMap::default() };
        let inputs = Inputs::default();
        let values = on_stack(STACK, || {
            let templates = Shelf::default();
            let mut evaluator = Evaluator::new(self, module, (&inputs, &templates), Scope(0));
            let names = module.variables.values().filter_map(|variable| variable.labels.first());
            names
                .filter_map(|name| Some((name.text.clone(), evaluator.variable(0, &name.text, name.span).ok()?)))
                .collect()
        });
        values.unwrap_or_default()
    }

    /// Whether the module of a directory has a resource block, by `type.name`.
    pub(super) fn has_resource(&self, directory: &str, block: &str) -> bool {
        self.modules.get(directory).is_some_and(|module| module.resources.contains_key(block))
    }

    /// Whether the module of a directory has a call of that name.
    pub(super) fn has_call(&self, directory: &str, name: &str) -> bool {
        self.modules.get(directory).is_some_and(|module| module.calls.contains_key(name))
    }

    /// The module that a call in the directory `from` leads to: a local one, or what is installed for the path of calls
    /// from the root. `None` when it is not in the scanned files.
    pub(super) fn called(&self, (root, key): (&str, &str), from: &str, call: &Block) -> Option<&Module> {
        let source = source(call)?;
        match module_directory(from, source) {
            Some(local) => self.modules.get(&local),
            None => self.modules.get(self.installed.directory(root, key, source)?),
        }
    }
}

/// The source of a call, when it is a plain text.
pub(super) fn source(call: &Block) -> Option<&Arc<str>> {
    let source = &call.body.attribute("source")?.value;
    if let ExprKind::Text(source) = &source.kind { Some(source) } else { None }
}

/// The local directory that a call names, when it is local.
fn local_source(from: &str, call: &Block) -> Option<Arc<str>> {
    module_directory(from, source(call)?)
}

/// How strong a file of variable values is; 0 is not read by Terraform itself.
fn strength(path: &str) -> (u8, Arc<str>) {
    let name = file_name(path);
    let level = match name {
        "terraform.tfvars" => 1,
        "terraform.tfvars.json" => 2,
        _ if name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json") => 3,
        _ => 0,
    };
    (level, path.into())
}

/// The directories that nobody calls; of a circle that nobody else calls, the first directory.
fn find_roots(modules: &BTreeMap<Arc<str>, Module>) -> (Vec<Arc<str>>, FxHashMap<Arc<str>, Problem>) {
    let called: FxHashSet<Arc<str>> = modules
        .values()
        .flat_map(|module| module.calls.values().filter_map(|call| local_source(&module.directory, call)))
        .collect();
    let mut roots: Vec<_> = modules.keys().filter(|path| !called.contains(*path)).cloned().collect();
    let mut reached = FxHashSet::default();
    for root in &roots {
        reach(modules, root, &mut reached);
    }
    let mut circles = FxHashMap::default();
    for (path, module) in modules {
        if reached.contains(path) {
            continue;
        }
        reach(modules, path, &mut reached);
        roots.push(path.clone());
        if let Some(call) = module.calls.values().find(|call| local_source(path, call).is_some()) {
            let problem = Problem::at(ProblemKind::Meaning, call.header, "this module calls itself through others");
            circles.insert(path.clone(), problem);
        }
    }
    roots.sort();
    (roots, circles)
}

fn reach(modules: &BTreeMap<Arc<str>, Module>, from: &Arc<str>, reached: &mut FxHashSet<Arc<str>>) {
    let mut open = vec![from.clone()];
    while let Some(path) = open.pop() {
        let Some(module) = modules.get(&path) else { continue };
        if reached.insert(path.clone()) {
            open.extend(module.calls.values().filter_map(|call| local_source(&path, call)));
        }
    }
}
