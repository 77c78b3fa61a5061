//! Terraform: modules, files of values and plans, parsed, and evaluated as one project.

use super::environments::{self, RootJob, Settings};
use super::{Reading, Request};
use crate::discover::{Input, Placed, PlanFile};
use crate::model::{Evaluation, Scope};
use crate::parallel;
use crate::source::{FileId, SourceMap};
use crate::suppress::{self, Directive};
use crate::syntax::hcl::tree::Body;
use crate::syntax::{self, Parsed};
use crate::terraform::{Plan, Project};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// All Terraform directories as one project: parsed file by file, evaluated root by root in each of its environments.
pub(super) fn read(request: &Request, input: &mut Input, plans: &[(Plan, PlanFile)], reading: &mut Reading) {
    let modules = parsed(&input.terraform, &input.sources, false, reading);
    let variables = parsed(&input.variables, &input.sources, true, reading);
    let values = read_values(input, reading);
    let project = Project::new(modules, variables)
        .with_installed(std::mem::take(&mut input.installed))
        .with_files(std::mem::take(&mut input.beside));
    reading.problems.extend(environments::undeclared(request, input, &project));
    let settings = Settings::new(request, &values);
    let jobs = jobs(&project, plans, &settings, &input.sources);
    evaluate_all(&project, &jobs, reading);
}

/// Files of one kind with their paths, parsed.
fn parsed(
    files: &[Placed],
    sources: &SourceMap,
    are_values: bool,
    reading: &mut Reading,
) -> Vec<(Arc<str>, FileId, Body)> {
    let files = parallel::map(files.to_vec(), |_, (file, path)| (path, file, terraform_file(sources, file)));
    let mut bodies = Vec::with_capacity(files.len());
    for (path, file, (parsed, directives)) in files {
        reading.problems.extend(parsed.problems);
        reading.problems.extend(environments::misplaced_blocks(&parsed.tree).filter(|_| are_values));
        reading.directives.extend(directives);
        bodies.push((path, file, parsed.tree));
    }
    bodies
}

/// Evaluates jobs, each in a scope of its own behind those of the templates.
fn evaluate_all(project: &Project, jobs: &[Job<'_>], reading: &mut Reading) {
    let taken = reading.scopes;
    reading.scopes += jobs.len();
    let scope = |index: usize| Scope((taken + index) as u32);
    let evaluations = parallel::map(jobs.iter().collect(), |index, job| evaluate(project, job, scope(index)));
    let mut first: FxHashMap<&Arc<str>, Scope> = FxHashMap::default();
    for (index, (job, evaluation)) in jobs.iter().zip(evaluations).enumerate() {
        if let Some((root, name)) = job.environment() {
            let first = *first.entry(root).or_insert(scope(index));
            reading.environments.add(scope(index), first, name.clone());
        }
        reading.add(evaluation, Vec::new());
    }
}

/// The plans of the run, with the directories of the root modules that they seem to be made of. What only looked like
/// a plan may be a template, and becomes one of the input's.
pub(super) fn read_plans(input: &mut Input) -> Vec<(Plan, PlanFile)> {
    let read = parallel::map(input.plans.clone(), |_, planned| {
        let plan = Plan::read(planned.file, input.sources.file(planned.file).text());
        plan.map(|plan| (plan, planned.clone())).ok_or(planned.file)
    });
    let (plans, mistaken): (Vec<_>, Vec<_>) = read.into_iter().partition(Result::is_ok);
    let path = |file| (file, input.sources.file(file).path().clone());
    input.templates.extend(mistaken.into_iter().filter_map(Result::err).map(path));
    input.templates.sort_by_key(|(file, _)| *file);
    plans.into_iter().flatten().collect()
}

/// A root module in one of its environments, a plan, or a plan with the root module that it is made of.
enum Job<'p> {
    Root(RootJob<'p>),
    Plan(&'p Plan),
    PlanOfRoot {
        plan: &'p Plan,
        root: Arc<str>,
        /// The plan's file, where the root module is looked at in other ways, too.
        environment: Option<Arc<str>>,
        /// Whether what the root module has and the plan does not know is evaluated, too.
        with_rest: bool,
    },
}

impl Job<'_> {
    /// The root module and the environment that it is evaluated in, where it has any.
    fn environment(&self) -> Option<(&Arc<str>, &Arc<str>)> {
        match self {
            Self::Root(job) => Some((&job.root, job.environment?)),
            Self::Plan(_) => None,
            Self::PlanOfRoot { root, environment, .. } => Some((root, environment.as_ref()?)),
        }
    }
}

/// What is to be evaluated. A plan is one set of values for the root module that it is made of: it takes the place of
/// the values that the sources give, and is one more environment beside those of the configuration and other plans.
fn jobs<'p>(
    project: &Project,
    plans: &'p [(Plan, PlanFile)],
    settings: &'p Settings<'_>,
    sources: &SourceMap,
) -> Vec<Job<'p>> {
    let is_lent = |root: &Arc<str>| plans.iter().any(|(_, planned)| planned.is_lent && planned.root == *root);
    let mut roots: Vec<Arc<str>> = project.roots().into_iter().filter(|root| !is_lent(root)).collect();
    let (made, others): (Vec<_>, Vec<_>) = plans.iter().partition(|(plan, file)| plan.is_of(project, &file.root));
    let mut counts: FxHashMap<&Arc<str>, usize> = FxHashMap::default();
    for (_, file) in &made {
        *counts.entry(&file.root).or_default() += 1;
    }
    let mut jobs: Vec<_> = others.into_iter().map(|(plan, _)| Job::Plan(plan)).collect();
    for (plan, PlanFile { root, file, .. }) in made {
        let own = roots.iter().position(|own| own == root);
        let has_others = own.is_some() && settings.are_about(root);
        let is_one_of_many = has_others || counts.get(root).is_some_and(|count| *count > 1);
        let environment = is_one_of_many.then(|| sources.file(*file).path().clone());
        let taken = own.filter(|_| !has_others).map(|at| roots.remove(at));
        jobs.push(Job::PlanOfRoot { plan, root: root.clone(), environment, with_rest: taken.is_some() });
    }
    jobs.extend(settings.jobs(roots).into_iter().map(Job::Root));
    jobs
}

fn evaluate(project: &Project, job: &Job<'_>, scope: Scope) -> Evaluation {
    match job {
        Job::Root(job) => project.evaluate_with(&job.root, job.inputs, scope),
        Job::Plan(plan) => plan.evaluate(scope),
        Job::PlanOfRoot { plan, root, with_rest, .. } => plan.refine(project, root, scope, *with_rest),
    }
}

/// The files of values that the run is given, in their order.
fn read_values(input: &Input, reading: &mut Reading) -> Vec<Option<Arc<Body>>> {
    environments::bodies(&input.values, |file| {
        let (parsed, directives) = values_file(&input.sources, file);
        // What Terraform reads by itself has been read.
        if input.variables.iter().all(|(known, _)| *known != file) {
            reading.problems.extend(parsed.problems);
            reading.problems.extend(environments::misplaced_blocks(&parsed.tree));
            reading.directives.extend(directives);
        }
        parsed.tree
    })
}

/// A file of values by any name: JSON by its ending.
fn values_file(sources: &SourceMap, file: FileId) -> (Parsed<Body>, Vec<Directive>) {
    let is_json = sources.file(file).path().ends_with(".json");
    hcl_file(sources, file, if is_json { syntax::hcl::json::parse_variables } else { syntax::hcl::parse })
}

/// One file of a module, or of values for its variables.
fn terraform_file(sources: &SourceMap, file: FileId) -> (Parsed<Body>, Vec<Directive>) {
    let source = sources.file(file);
    let parse = match &**source.path() {
        path if path.strip_suffix(".tfvars.json").is_some() => syntax::hcl::json::parse_variables,
        path if path.strip_suffix(".json").is_some() => syntax::hcl::json::parse,
        _ => syntax::hcl::parse,
    };
    hcl_file(sources, file, parse)
}

fn hcl_file(
    sources: &SourceMap,
    file: FileId,
    parse: fn(FileId, &str) -> Parsed<Body>,
) -> (Parsed<Body>, Vec<Directive>) {
    let parsed = parse(file, sources.file(file).text());
    let elements = || suppress::hcl_elements(&parsed.tree);
    let directives = suppress::directives(&parsed.comments, file, sources, elements);
    (parsed, directives)
}
