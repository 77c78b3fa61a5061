//! The whole pipeline in one place: files in, a report out.
//!
//! `read` finds and parses, [`resolve`] adds the model, [`check`] adds policies and ignores. This is the only
//! module that sees every other.

mod assemblies;
mod bodies;
mod deployments;
mod environments;
mod includes;
mod templates;
mod terraform;

use crate::catalog::Catalog;
use crate::conceal::{Words, inner, literal};
use crate::config::Configuration;
use crate::discover::{self, Input};
use crate::finding::{Report, Summary};
use crate::model::{Day, Entity, EntityId, Environments, Evaluation, Handed, Model, Resource, Secrets};
use crate::policy::{self, Policy};
use crate::source::{Places, Problem, SourceMap, Span};
use crate::suppress::{self, Directive};
pub use environments::Assignment;
use rustc_hash::FxHashSet;
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
    /// Values for the parameters of templates, weakest first; stronger than those of environments.
    pub parameters: Vec<Assignment>,
    /// What `AWS::Region` is, whatever environments say.
    pub region: Option<Arc<str>>,
    /// What `AWS::Partition` is; by the region where nobody says.
    pub partition: Option<Arc<str>>,
    /// Whether a parameter may be any of its allowed values, whatever its default is.
    pub explore: bool,
    /// The day of the run, that ends of support are compared with; without one, that of the tables.
    pub today: Option<Day>,
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
    secret_names: Vec<Arc<str>>,
    handed: Vec<Handed>,
    directives: Vec<Directive>,
    environments: Environments,
    /// How many scopes are taken.
    scopes: usize,
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
        let values = self.input.values.iter().chain(&self.input.parameters);
        let mut given = values.chain([&self.input.configuration]);
        self.is_own(span) || given.any(|file| *file == Some(span.file))
    }
}

/// Lints the request. `Report::summary.files` is 0 when there was nothing to lint.
pub fn check(request: &Request, catalog: &Catalog, policies: &[&Policy]) -> Report {
    judge(request, understand(request), catalog, policies)
}

/// Lints one text as a file of that name, without a look at any other.
pub(crate) fn check_text(path: &str, text: &str, catalog: &Catalog, policies: &[&Policy]) -> Report {
    let request = Request::default();
    let understood = understand_input(&request, Input::of_text(path, text));
    judge(&request, understood, catalog, policies)
}

/// Asks the policies, and puts what they say together with the ignores.
fn judge(request: &Request, understood: Understood, catalog: &Catalog, policies: &[&Policy]) -> Report {
    let asked = |span: Span| understood.is_asked(span);
    let sources = &understood.input.sources;
    let found = policy::findings_about(policies, &understood.model, sources, &asked);
    let (mut findings, mut undecided) = (found.findings, found.undecided);
    let ran: FxHashSet<&str> = policies.iter().map(|policy| &*policy.id).collect();
    let names = suppress::Names { ran: &|id| ran.contains(id), unknown: &|id| catalog.unknown(id) };
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

/// Reads, evaluates and joins what was asked for.
fn understand(request: &Request) -> Understood {
    let extras = request.extras();
    understand_input(
        request,
        discover::load(&request.paths, request.stdin.as_ref(), request.source.as_deref(), &extras),
    )
}

/// Evaluates and joins what was read. Problems come once each, in source order, without secrets.
fn understand_input(request: &Request, mut input: Input) -> Understood {
    let reading = read(request, &mut input);
    let Reading { resources, mut problems, secrets, secret_names, handed, directives, environments, .. } = reading;
    let (mut model, joined) = Model::build(resources);
    model.environments = environments;
    model.explore = request.explore;
    model.today = request.today;
    problems.extend(joined);
    let (secrets, words) =
        conceal(request, &input.sources, &model, Known { places: secrets, names: secret_names, handed });
    model.secret_places = Places::new(secrets.whole.clone());
    model.secrets = Arc::new(secrets.clone());
    let mut understood = Understood { input, model, problems: Vec::new(), directives, secrets, words };
    problems.retain(|problem| problem.span.is_none_or(|span| understood.is_given(span)));
    understood.words.hide_in_problems(&understood.input.sources, &understood.secrets.places(), &mut problems);
    problems.sort_by(|a, b| (a.span, &a.path, &a.message).cmp(&(b.span, &b.path, &b.message)));
    problems.dedup();
    understood.problems = problems;
    understood
}

/// What the front ends know of secrets.
struct Known {
    places: Vec<Span>,
    names: Vec<Arc<str>>,
    handed: Vec<Handed>,
}

/// What is known of secrets: from the front ends, from the model, and by looking for their texts.
fn conceal(request: &Request, sources: &SourceMap, model: &Model, known: Known) -> (Secrets, Words) {
    let Known { places, names, handed } = known;
    let mut secrets = model.secrets(&handed, &inner);
    secrets.names.extend(names);
    secrets.texts.extend(request.secrets().cloned());
    secrets.whole.extend(places);
    secrets.promote(&|place| literal(sources, place));
    model.part_shared(&mut secrets);
    let words = Words::new(sources, &secrets);
    secrets.whole.extend(words.places(sources));
    (secrets, words)
}

/// Parses and evaluates everything, templates first, each in parallel and put together in source order.
fn read(request: &Request, input: &mut Input) -> Reading {
    let mut reading = Reading { problems: std::mem::take(&mut input.problems), ..Reading::default() };
    let plans = terraform::read_plans(input);
    templates::read(request, input, &mut reading);
    terraform::read(request, input, &plans, &mut reading);
    reading
}

impl Reading {
    fn add(&mut self, evaluation: Evaluation, directives: Vec<Directive>) {
        self.resources.extend(evaluation.resources);
        self.problems.extend(evaluation.problems);
        self.secrets.extend(evaluation.secrets);
        self.secret_names.extend(evaluation.secret_names);
        self.handed.extend(evaluation.handed);
        self.directives.extend(directives);
    }
}
