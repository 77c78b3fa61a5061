//! The whole pipeline in one place: files in, a report out.
//!
//! [`read`] finds and parses, [`resolve`] adds the model, [`check`] adds policies and ignores. This is the only
//! module that sees every other.

mod environments;

use crate::catalog::Catalog;
use crate::cloudformation::{self, IgnoreEntry};
use crate::conceal::Words;
use crate::config::Configuration;
use crate::discover::{self, Input, Placed, PlanFile};
use crate::finding::{Report, Summary};
use crate::model::{Entity, EntityId, Environments, Evaluation, Model, Resource, Scope, Secrets};
use crate::parallel;
use crate::policy::{self, Policy};
use crate::source::{FileId, Problem, ProblemKind, SourceFile, SourceMap, Span};
use crate::suppress::{self, Directive};
use crate::syntax::hcl::tree::Body;
use crate::syntax::node::Node;
use crate::syntax::{self, Parsed};
use crate::terraform::{Plan, Project};
pub use environments::Assignment;
use environments::Settings;
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::PathBuf;
use std::sync::Arc;

/// What to lint.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders, as given; empty means the current folder.
    pub paths: Vec<PathBuf>,
    /// A text from standard input with the file name that it stands for.
    pub stdin: Option<(String, Vec<u8>)>,
    /// The folder of the root module that plans are made of; without it, the one beside each plan.
    pub source: Option<PathBuf>,
    /// Values for the variables of root modules, weakest first; stronger than those of environments.
    pub assignments: Vec<Assignment>,
    /// What `terraform.workspace` is, whatever environments say.
    pub workspace: Option<Arc<str>>,
    /// The configuration.
    pub configuration: Option<Configuration>,
    /// The names of the environments to look at; all of them where none is named.
    pub chosen: Vec<String>,
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
    /// Where secrets are written.
    pub secrets: Secrets,
    /// What must not be said of them.
    pub words: Words,
    /// The databases that were asked about.
    pub databases: Vec<EntityId>,
    /// How many templates and Terraform files were met.
    pub met: usize,
}

/// Everything that was read and evaluated, before the model.
#[derive(Debug, Default)]
struct Reading {
    resources: Vec<Resource>,
    problems: Vec<Problem>,
    secrets: Vec<Span>,
    directives: Vec<Directive>,
    environments: Environments,
}

/// What both commands start from: everything read, evaluated and joined, and what is secret in it.
struct Understood {
    input: Input,
    model: Model,
    problems: Vec<Problem>,
    directives: Vec<Directive>,
    secrets: Secrets,
    words: Words,
}

impl Understood {
    /// Whether a place lies in a file that was asked about, or that a plan is made of which was.
    fn is_asked(&self, span: Span) -> bool {
        self.is_own(span) || self.input.planned.contains(&span.file) || self.input.lent.contains(&span.file)
    }

    /// Whether a place lies in a file that was asked about itself.
    fn is_own(&self, span: Span) -> bool {
        let is_named = self.input.named.as_ref().is_none_or(|named| named.contains(&span.file));
        is_named && !self.input.lent.contains(&span.file)
    }

    /// Whether a place lies in a file that was asked about, or that the run was given.
    fn is_given(&self, span: Span) -> bool {
        let mut given = self.input.values.iter().chain([&self.input.configuration]);
        self.is_own(span) || given.any(|file| *file == Some(span.file))
    }
}

/// Lints the request. `Report::summary.files` is 0 when there was nothing to lint.
pub fn check(request: &Request, catalog: &Catalog, policies: &[&Policy]) -> Report {
    let understood = understand(request);
    let asked = |span: Span| understood.is_asked(span);
    let sources = &understood.input.sources;
    let found = policy::findings_about(policies, &understood.model, sources, &asked);
    let (mut findings, mut undecided) = (found.findings, found.undecided);
    let ran: FxHashSet<&str> = policies.iter().map(|policy| &*policy.id).collect();
    let names = suppress::Names {
        ran: &|id| ran.contains(id),
        unknown: &|id| catalog.find(id).err().map(|unknown| unknown.hint),
    };
    let mut stale = suppress::apply(&mut findings, &undecided, &understood.directives, sources, &names);
    if request.is_partial() {
        // What silences nothing here may do so in an environment that is left out.
        stale.clear();
    }
    let own = |span: Span| understood.is_own(span) && !sources.file(span.file).is_installed();
    findings.extend(stale.into_iter().filter(|finding| own(finding.primary.span)));
    let mut findings = policy::merge(findings);
    understood.words.hide_in(&mut findings, &mut undecided);
    findings.sort_by(|a, b| (a.primary.span, &a.policy).cmp(&(b.primary.span, &b.policy)));
    undecided.sort_by(|a, b| (a.span, &a.policy).cmp(&(b.span, &b.policy)));
    let summary = Summary {
        files: understood.input.met,
        databases: found.databases,
        environments: understood.model.environments.count(),
        passed: found.passed,
        failed: found.failed,
        undecided: undecided.len(),
        not_applicable: found.not_applicable,
        ignored: findings.iter().filter(|finding| finding.suppressed.is_some()).count(),
    };
    let Understood { input, problems, secrets, .. } = understood;
    Report { sources: input.sources, findings, undecided, problems, summary, secrets: secrets.places() }
}

/// Resolves the databases of the request.
pub fn resolve(request: &Request) -> Resolved {
    let understood = understand(request);
    let asked = |span: Span| understood.is_asked(span);
    let model = &understood.model;
    let is_asked = |(id, entity): &(EntityId, &Entity)| entity.kind.is_database() && model.touches(*id, &asked);
    let databases = model.entities().filter(is_asked).map(|(id, _)| id).collect();
    let Understood { input, model, problems, secrets, words, .. } = understood;
    Resolved { sources: input.sources, model, problems, secrets, words, databases, met: input.met }
}

/// Reads, evaluates and joins what was asked for. Problems come once each, in source order, without secrets.
fn understand(request: &Request) -> Understood {
    let mut input =
        discover::load(&request.paths, request.stdin.as_ref(), request.source.as_deref(), &request.extras());
    let Reading { resources, mut problems, secrets, directives, environments } = read(request, &mut input);
    let (mut model, joined) = Model::build(resources);
    model.environments = environments;
    problems.extend(joined);
    let (secrets, words) = conceal(request, &input.sources, &model, secrets);
    let mut understood = Understood { input, model, problems: Vec::new(), directives, secrets, words };
    problems.retain(|problem| problem.span.is_none_or(|span| understood.is_given(span)));
    understood.words.hide_in_problems(&understood.input.sources, &understood.secrets.places(), &mut problems);
    problems.sort_by(|a, b| (a.span, &a.path, &a.message).cmp(&(b.span, &b.path, &b.message)));
    problems.dedup();
    understood.problems = problems;
    understood
}

/// What is known of secrets: from the front ends, from the model, and by looking for their texts.
fn conceal(request: &Request, sources: &SourceMap, model: &Model, known: Vec<Span>) -> (Secrets, Words) {
    let mut secrets = model.secrets();
    secrets.texts.extend(request.secrets().cloned());
    secrets.whole.extend(known);
    let words = Words::new(sources, &secrets);
    secrets.whole.extend(words.places(sources));
    (secrets, words)
}

/// Parses and evaluates everything, templates first, each in parallel and put together in source order.
fn read(request: &Request, input: &mut Input) -> Reading {
    let mut reading = Reading { problems: std::mem::take(&mut input.problems), ..Reading::default() };
    let sources = &input.sources;
    let templates = parallel::map(input.templates.clone(), |index, file| template(sources, file, index));
    for (evaluation, directives) in templates.into_iter().flatten() {
        reading.add(evaluation, directives);
    }
    read_terraform(request, input, &mut reading);
    reading
}

impl Reading {
    fn add(&mut self, evaluation: Evaluation, directives: Vec<Directive>) {
        self.resources.extend(evaluation.resources);
        self.problems.extend(evaluation.problems);
        self.secrets.extend(evaluation.secrets);
        self.directives.extend(directives);
    }
}

/// One YAML or JSON file; `None` when it is no template.
fn template(sources: &SourceMap, file: FileId, index: usize) -> Option<(Evaluation, Vec<Directive>)> {
    let source = sources.file(file);
    let Parsed { tree, comments, problems } = parse_template(file, source);
    let broken_off = is_broken_off(&problems);
    let Some(root) = tree.filter(cloudformation::is_template) else {
        let meant = broken_off && source.text().contains("Resources");
        return meant.then(|| (Evaluation { problems, ..Evaluation::default() }, Vec::new()));
    };
    let evaluate = if broken_off { cloudformation::evaluate_incomplete } else { cloudformation::evaluate };
    let mut evaluation = evaluate(&root, Scope(index as u32));
    evaluation.problems.splice(0..0, problems);
    let mut directives = suppress::directives(&comments, file, sources, || suppress::node_elements(&root));
    directives.extend(metadata_directives(&root));
    Some((evaluation, directives))
}

/// JSON by its first character. YAML may begin with a brace too: what is no JSON and not called so is read as YAML.
fn parse_template(file: FileId, source: &SourceFile) -> Parsed<Option<Node>> {
    let text = source.text();
    if !text.trim_start().starts_with('{') {
        return syntax::yaml::parse(file, text);
    }
    let json = syntax::json::parse(file, text);
    let is_yaml = [".yaml", ".yml"].iter().any(|ending| source.path().ends_with(ending));
    if is_yaml && is_broken_off(&json.problems) { syntax::yaml::parse(file, text) } else { json }
}

fn is_broken_off(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.kind != ProblemKind::Meaning)
}

/// The ignores in a template's `Metadata`: those of a resource cover it, those of the template all of it.
fn metadata_directives(root: &Node) -> Vec<Directive> {
    let blocks: FxHashMap<_, _> =
        cloudformation::resource_blocks(root).into_iter().map(|(id, _, block)| (id, block)).collect();
    let directive = |entry: IgnoreEntry| Directive {
        covers: entry.resource.as_ref().and_then(|id| blocks.get(id)).copied().unwrap_or(root.span),
        policy: entry.policy,
        reason: entry.reason.as_deref().map(str::to_owned),
        span: entry.span,
    };
    cloudformation::metadata_ignores(root).into_iter().map(directive).collect()
}

/// All Terraform directories as one project: parsed file by file, evaluated root by root in each of its environments.
fn read_terraform(request: &Request, input: &mut Input, reading: &mut Reading) {
    let mut sort = |files: &[Placed], is_values: bool| -> Vec<_> {
        parallel::map(files.to_vec(), |_, (file, path)| (path, file, terraform_file(&input.sources, file)))
            .into_iter()
            .map(|(path, file, (parsed, directives))| {
                reading.problems.extend(parsed.problems);
                reading.directives.extend(directives);
                let misplaced = environments::misplaced_blocks(&parsed.tree).filter(|_| is_values);
                reading.problems.extend(misplaced);
                (path, file, parsed.tree)
            })
            .collect()
    };
    let modules = sort(&input.terraform, false);
    let variables = sort(&input.variables, true);
    let values = read_values(input, reading);
    let project = Project::new(modules, variables)
        .with_installed(std::mem::take(&mut input.installed))
        .with_files(std::mem::take(&mut input.beside));
    reading.problems.extend(environments::undeclared(request, input, &project));
    let settings = Settings::new(request, &values);
    let plans = read_plans(input, reading);
    let jobs = jobs(&project, &plans, &settings);
    let scope = |index: usize| Scope((input.templates.len() + index) as u32);
    let evaluations = parallel::map(jobs.iter().collect(), |index, job| evaluate(&project, job, scope(index)));
    let mut first = scope(0);
    for (index, (job, evaluation)) in jobs.iter().zip(evaluations).enumerate() {
        if let Job::Root(job) = job
            && let Some(name) = job.environment
        {
            first = if job.is_first { scope(index) } else { first };
            reading.environments.add(scope(index), first, name.clone());
        }
        reading.add(evaluation, Vec::new());
    }
}

/// The plans of the run, with the directories of the root modules that they seem to be made of. What only looked like
/// a plan may be a template.
fn read_plans(input: &Input, reading: &mut Reading) -> Vec<(Plan, PlanFile)> {
    let read = parallel::map(input.plans.clone(), |index, planned| {
        let plan = Plan::read(planned.file, input.sources.file(planned.file).text());
        // Counted from above, no scope is one of a template or a root module.
        plan.map(|plan| (plan, planned.clone())).ok_or_else(|| template(&input.sources, planned.file, !index))
    });
    let mut plans = Vec::with_capacity(read.len());
    for plan in read {
        match plan {
            Ok(plan) => plans.push(plan),
            Err(template) => {
                let (evaluation, directives) = template.unwrap_or_default();
                reading.add(evaluation, directives);
            }
        }
    }
    plans
}

/// A root module in one of its environments, a plan, or a plan with the root module that it is made of.
enum Job<'p> {
    Root(environments::Job<'p>),
    Plan(&'p Plan),
    /// With what the root module has and the plan does not know, where the third part says so.
    Both(&'p Plan, Arc<str>, bool),
}

/// What is to be evaluated. A root module that plans are made of is evaluated with them, not by itself.
fn jobs<'p>(project: &Project, plans: &'p [(Plan, PlanFile)], settings: &'p Settings<'_>) -> Vec<Job<'p>> {
    let is_lent = |root: &Arc<str>| plans.iter().any(|(_, planned)| planned.is_lent && planned.root == *root);
    let mut roots: Vec<Arc<str>> = project.roots().into_iter().filter(|root| !is_lent(root)).collect();
    let mut jobs = Vec::new();
    for (plan, PlanFile { root, .. }) in plans {
        if plan.is_of(project, root) {
            // Several plans may be made of one root module.
            let own = roots.iter().position(|own| own == root).map(|at| roots.remove(at));
            jobs.push(Job::Both(plan, root.clone(), own.is_some()));
        } else {
            jobs.push(Job::Plan(plan));
        }
    }
    jobs.extend(settings.jobs(roots).into_iter().map(Job::Root));
    jobs
}

fn evaluate(project: &Project, job: &Job<'_>, scope: Scope) -> Evaluation {
    match job {
        Job::Root(job) => project.evaluate_with(&job.root, job.inputs, scope),
        Job::Plan(plan) => plan.evaluate(scope),
        Job::Both(plan, root, rest) => plan.refine(project, root, scope, *rest),
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
