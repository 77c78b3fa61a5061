//! Root templates as they are deployed: each evaluated once what others export is known to it.

use super::exports::{Exports, Imports};
use super::inputs::Inputs;
use super::project::{Outcome, Project};
use crate::model::{Evaluation, Scope};
use crate::parallel;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How often one deployment is evaluated anew because more of what it imports is known.
const MAX_TIMES: usize = 20;

/// A root template with what it is deployed with.
#[derive(Debug)]
pub struct Deployment<'s> {
    /// The path of the template.
    pub root: Arc<str>,
    /// The environment, where it is evaluated in any.
    pub environment: Option<&'s Arc<str>>,
    /// What it is deployed with.
    pub inputs: Inputs,
}

impl Project {
    /// Evaluates deployments, each in a scope of its own, with what they import from each other.
    pub(crate) fn evaluate_all(
        &self,
        deployments: &[Deployment<'_>],
        scope: impl Fn(usize) -> Scope + Sync,
    ) -> Vec<Evaluation> {
        let all: Vec<usize> = (0..deployments.len()).collect();
        let may_export = |index: &usize| deployments.get(*index).is_some_and(|one| self.may_export(&one.root));
        let (exporting, others) =
            if self.has_imports() { all.into_iter().partition(may_export) } else { (Vec::new(), all) };
        let mut run = Run::new(self, deployments, scope, !exporting.is_empty());
        let mut ready = run.evaluate(exporting);
        while !ready.is_empty() {
            ready = run.evaluate(ready);
        }
        run.exports.end_values();
        let left = run.waiting_still();
        run.evaluate(left);
        run.evaluate(others);
        run.states.into_iter().map(|state| state.evaluation).collect()
    }
}

/// What became of one deployment so far.
#[derive(Debug, Default)]
struct State {
    evaluation: Evaluation,
    /// How many names it waits for.
    waits: usize,
    /// Whether its imports were not all known when it was evaluated.
    is_open: bool,
    times: usize,
}

impl State {
    /// Takes over what an evaluation came to.
    fn take(&mut self, evaluation: Evaluation, is_open: bool) {
        let steps = self.evaluation.steps + evaluation.steps;
        self.evaluation = Evaluation { steps, ..evaluation };
        self.is_open = is_open;
        self.times += 1;
    }

    /// Whether it may be evaluated anew.
    fn is_ready(&self) -> bool {
        self.waits == 0 && self.times < MAX_TIMES
    }
}

/// The evaluation of all deployments.
struct Run<'r, S> {
    project: &'r Project,
    deployments: &'r [Deployment<'r>],
    scope: S,
    trades: bool,
    exports: Exports,
    states: Vec<State>,
    /// Who waits for a name.
    waiting: FxHashMap<Arc<str>, Vec<usize>>,
}

impl<'r, S: Fn(usize) -> Scope + Sync> Run<'r, S> {
    fn new(project: &'r Project, deployments: &'r [Deployment<'r>], scope: S, trades: bool) -> Self {
        Self {
            project,
            deployments,
            scope,
            trades,
            exports: Exports::new(deployments),
            states: deployments.iter().map(|_| State::default()).collect(),
            waiting: FxHashMap::default(),
        }
    }

    /// Evaluates some of the deployments, and says which are to be evaluated next.
    fn evaluate(&mut self, some: Vec<usize>) -> Vec<usize> {
        let outcomes = parallel::map(some, |_, index| (index, self.outcome(index)));
        let mut settled = Vec::new();
        let mut open = Vec::new();
        for (index, mut outcome) in outcomes {
            let (Some(one), Some(state)) = (self.deployments.get(index), self.states.get_mut(index)) else { continue };
            settled.extend(self.exports.take(index, &one.root, (self.scope)(index), &mut outcome.trade));
            state.take(outcome.evaluation, !outcome.trade.awaited.is_empty());
            open.push((index, outcome.trade.awaited));
        }
        self.exports.end_names();
        let mut ready: Vec<usize> = settled.iter().flat_map(|name: &Arc<str>| self.wake(name)).collect();
        for (index, awaited) in open.into_iter().filter(|(_, awaited)| !awaited.is_empty()) {
            ready.extend(self.wait(index, awaited));
        }
        ready.sort_unstable();
        ready
    }

    /// The deployments that waited for nothing else than this name.
    fn wake(&mut self, name: &str) -> Vec<usize> {
        let mut waiting = self.waiting.remove(name).unwrap_or_default();
        waiting.retain(|index| {
            let Some(state) = self.states.get_mut(*index) else { return false };
            state.waits = state.waits.saturating_sub(1);
            state.is_ready()
        });
        waiting
    }

    fn outcome(&self, index: usize) -> Outcome {
        let imports = self.trades.then_some(Imports { exports: &self.exports, by: index });
        let evaluate =
            |one: &Deployment<'_>| self.project.evaluate_root(&one.root, &one.inputs, (self.scope)(index), imports);
        self.deployments.get(index).map(evaluate).unwrap_or_default()
    }

    /// Lets a deployment wait for names; one that has nothing to wait for is ready at once.
    fn wait(&mut self, index: usize, awaited: impl IntoIterator<Item = Arc<str>>) -> Option<usize> {
        let state = self.states.get_mut(index)?;
        for name in awaited {
            if self.exports.is_open(&name) {
                state.waits += 1;
                self.waiting.entry(name).or_default().push(index);
            }
        }
        state.is_ready().then_some(index)
    }

    /// The deployments that wait for each other, or have been evaluated too often.
    fn waiting_still(&self) -> Vec<usize> {
        let open = self.states.iter().enumerate().filter(|(_, state)| state.is_open);
        open.map(|(index, _)| index).collect()
    }
}
