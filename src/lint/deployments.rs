//! What templates are deployed with: the values of every environment that is about them, or those of the command line alone.

use super::assemblies::Synthesized;
use super::environments::{Assignment, is_about};
use super::{Reading, Request};
use crate::cloudformation::given::{self, ParameterFile};
use crate::cloudformation::{Deployment, Inputs, Project};
use crate::config::Environment;
use crate::discover::{self, Input};
use crate::source::{Problem, ProblemKind, Span, did_you_mean};
use crate::suppress;
use crate::value::{Content, Map, Origin, Value, What, names_secret};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;
use std::sync::Arc;

/// Who gives a value that stands on the command line.
const COMMAND_LINE: &str = "from --parameter";

/// The parameter files of a run in their order, each read once; none for one that cannot be read.
pub(super) fn files(input: &Input, reading: &mut Reading) -> Vec<Option<Arc<ParameterFile>>> {
    let mut known = FxHashMap::default();
    let mut read = |file| {
        let found = known.entry(file).or_insert_with(|| {
            let source = input.sources.file(file);
            let (found, parsed) = given::read(file, source.path(), source.text());
            reading.problems.extend(parsed.problems);
            let elements = || parsed.tree.as_ref().map(suppress::node_elements).unwrap_or_default();
            reading.directives.extend(suppress::directives(&parsed.comments, file, &input.sources, elements));
            Arc::new(found)
        });
        found.clone()
    };
    input.parameters.iter().map(|file| file.map(&mut read)).collect()
}

/// Something that gives values to parameters.
enum Layer {
    File(Arc<ParameterFile>),
    Values(Map),
}

/// The values of all environments of a run.
pub(super) struct Deployments<'r> {
    request: &'r Request,
    /// What each environment gives, weakest first.
    environments: Vec<(&'r Environment, Vec<Layer>)>,
    /// What the command line gives, weakest first.
    own: Vec<Layer>,
    /// What the CDK gives and knows, by the paths of templates.
    synthesized: Synthesized,
}

impl<'r> Deployments<'r> {
    /// What a request asks for; `files` are its parameter files in their order.
    pub(super) fn new(request: &'r Request, files: &[Option<Arc<ParameterFile>>], synthesized: Synthesized) -> Self {
        let mut files = files.iter();
        let mut next =
            |count: usize| -> Vec<Layer> { files.by_ref().take(count).flatten().cloned().map(Layer::File).collect() };
        let mut environments = Vec::new();
        for one in request.chosen() {
            let mut layers = next(one.parameter_files.len());
            layers.push(Layer::Values(of_environment(one)));
            environments.push((one, layers));
        }
        let own = request.parameters.iter().flat_map(|assignment| match assignment {
            Assignment::Text { name, text } => vec![Layer::Values(of_command_line(name, text))],
            Assignment::File(_) => next(1),
        });
        let own = own.collect();
        Self { request, environments, own, synthesized }
    }

    /// The evaluations of root templates: in each environment that is about one, where any of them gives it something; else
    /// one. What only other environments than the chosen ones are about is left out.
    pub(super) fn jobs(&self, project: &Project) -> Vec<Deployment<'_>> {
        let mut jobs = Vec::new();
        for root in project.roots() {
            let place = discover::absolute(Path::new(&*root));
            let about: Vec<_> = self.environments.iter().filter(|(one, _)| is_about(one, &place)).collect();
            let mut others = self.request.environments().filter(|one| !self.request.is_chosen(one));
            if about.is_empty() && others.any(|one| is_about(one, &place)) {
                continue;
            }
            let declared: FxHashSet<&Arc<str>> = project.parameters(&root).collect();
            let inputs = |one: Option<&Environment>, layers| self.inputs(&root, one, layers, &declared);
            let plain = inputs(None, &[]);
            let each: Vec<_> = about.into_iter().map(|(one, layers)| (&one.name, inputs(Some(one), layers))).collect();
            if each.iter().all(|(_, inputs)| is_same(inputs, &plain)) {
                jobs.push(Deployment { root, environment: None, inputs: plain });
                continue;
            }
            let job = |(name, inputs)| Deployment { root: root.clone(), environment: Some(name), inputs };
            jobs.extend(each.into_iter().map(job));
        }
        jobs
    }

    /// What a template gets: of an environment, then of the command line.
    fn inputs(
        &self,
        root: &str,
        environment: Option<&Environment>,
        layers: &[Layer],
        declared: &FxHashSet<&Arc<str>>,
    ) -> Inputs {
        let stack = self.synthesized.get(root);
        let mut parameters = Map::default();
        let bound = stack.map(|stack| &stack.parameters).into_iter().flatten();
        parameters.extend(
            bound.filter(|(name, _)| declared.contains(name)).map(|(name, value)| (name.clone(), value.clone())),
        );
        let mut region = None;
        for layer in layers.iter().chain(&self.own) {
            let values = match layer {
                Layer::Values(values) => values,
                Layer::File(file) => {
                    let set = file.of(environment.map(|one| &*one.name)).filter(|_| file.is_about(root));
                    let Some(set) = set else { continue };
                    region = set.region.clone().or(region);
                    &*set.values
                }
            };
            let taken = values.iter().filter(|(name, _)| declared.contains(name));
            parameters.extend(taken.map(|(name, value)| (name.clone(), value.clone())));
        }
        let told = environment.and_then(|one| one.region.clone()).or(region);
        // A stack that the CDK binds to a region is deployed there, whatever others are.
        let bound = stack.and_then(|stack| stack.region.clone());
        Inputs {
            parameters: Arc::new(parameters),
            region: self.request.region.clone().or(bound).or(told),
            partition: self.request.partition.clone(),
            account: stack.and_then(|stack| stack.account.clone()),
            stack_name: stack.and_then(|stack| stack.name.clone()),
            explore: self.request.explore,
        }
    }

    /// Values for parameters that no template declares. Of files named, and where some hold no database, not all
    /// templates are there to be asked.
    pub(super) fn undeclared(&self, input: &Input, project: &Project) -> Vec<Problem> {
        if input.named.is_some() || input.is_partial {
            return Vec::new();
        }
        let declared = declared(project);
        let unknown = self.values().filter(|(name, _)| !declared.contains(*name));
        let problem = |(name, value): (&Arc<str>, &Value)| {
            let hint = did_you_mean(name, declared.iter().map(|name| &**name));
            let at = value.origin.used_at();
            let by = if at.is_none() { "--parameter: " } else { "" };
            Problem::at(ProblemKind::Meaning, at, format!("{by}no template declares the parameter `{name}`{hint}"))
        };
        unknown.map(problem).collect()
    }

    /// Where values stand that must not be shown: those that go by a secret's name, those of the parameters with the given
    /// names, whether they hold or a stronger one does, and those of which no template says that they are none.
    pub(super) fn secrets(&self, project: &Project, concealed: &[Arc<str>]) -> Vec<Span> {
        let declared = declared(project);
        let concealed: FxHashSet<&Arc<str>> = concealed.iter().collect();
        let is_secret = |name: &Arc<str>| names_secret(name) || concealed.contains(name) || !declared.contains(name);
        let synthesized = self.synthesized.values().flat_map(|stack| &stack.parameters);
        let secret = self.values().chain(synthesized).filter(|(name, _)| is_secret(name));
        secret
            .filter(|(_, value)| value.as_unknown().is_none())
            .filter_map(|(_, value)| value.origin.used_at())
            .collect()
    }

    /// All values of the run, whatever they are for.
    fn values(&self) -> impl Iterator<Item = (&Arc<str>, &Value)> {
        let layers = self.environments.iter().flat_map(|(_, layers)| layers).chain(&self.own);
        layers
            .flat_map(|layer| match layer {
                Layer::Values(values) => vec![values],
                Layer::File(file) => file.sets.iter().map(|set| &*set.values).collect(),
            })
            .flatten()
    }
}

/// The names of all parameters.
fn declared(project: &Project) -> FxHashSet<Arc<str>> {
    let roots = project.roots();
    roots.iter().flat_map(|root| project.parameters(root)).cloned().collect()
}

/// Whether two stacks are deployed with the same values from the same places.
fn is_same(one: &Inputs, other: &Inputs) -> bool {
    let same = |(name, value): (&Arc<str>, &Value)| other.parameters.get(name) == Some(value);
    one.region == other.region && one.parameters.len() == other.parameters.len() && one.parameters.iter().all(same)
}

fn of_environment(environment: &Environment) -> Map {
    let by: Arc<str> = format!("of environment {}", environment.name).into();
    let given = |(name, value): (&Arc<str>, &Value)| {
        let what = What::ParameterGiven { name: name.clone(), by: by.clone() };
        (name.clone(), value.step(what, value.origin.written_at()))
    };
    environment.parameters.iter().map(given).collect()
}

fn of_command_line(name: &Arc<str>, text: &Arc<str>) -> Map {
    let what = What::ParameterGiven { name: name.clone(), by: COMMAND_LINE.into() };
    let value = Value::new(Content::Text(text.clone()), Origin::default().step(what, None));
    Map::from_iter([(name.clone(), value)])
}
