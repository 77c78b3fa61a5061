//! Cost grows in proportion to what there is: ten times as much of anything is about ten times the work.
//!
//! Steps of the evaluation are counted, the same in every run. What no step tells is timed, loosely: twenty times as much
//! may take up to eighty times as long here, so that a busy machine fails nothing, and growth by the square does.
#![allow(clippy::unwrap_used, reason = "these are tests")]

#[path = "support/folder.rs"]
mod folder;
#[path = "../benches/ratios/shapes.rs"]
mod shapes;
#[path = "../benches/ratios/templates.rs"]
mod templates;

use folder::folder;
use rdslint::catalog::Catalog;
use rdslint::cloudformation::{self, Inputs};
use rdslint::lint::{self, Request};
use rdslint::model::Scope;
use rdslint::policy::Policy;
use rdslint::source::SourceMap;
use rdslint::syntax::{self, hcl};
use rdslint::terraform::Project;
use shapes::{Files, SHAPES, Shape};
use std::time::{Duration, Instant};
use templates::{BY_CONDITIONS, BY_RESOURCES};

/// The small size, and how many times as much the large one is.
const SMALL: usize = 15;
const TIMES: usize = 20;
/// How many times the steps, and the time, may become.
const STEPS: usize = TIMES * 5 / 4;
const TIME: u32 = 80;
/// How many conditions a template may well have.
const CONDITIONS: usize = 40;
/// How many steps they may take: a step is less than a microsecond.
const MOST_STEPS: usize = 20_000;
/// How often a time is taken before it counts as too long.
const TRIES: usize = 4;

/// The steps of the evaluation of all roots.
fn steps(files: &Files) -> usize {
    let mut sources = SourceMap::default();
    let parsed = files.iter().map(|(path, text)| {
        let file = sources.add(path, text);
        (path.as_str().into(), file, hcl::parse(file, text).tree)
    });
    let project = Project::new(parsed.collect(), Vec::new());
    project.roots().iter().map(|root| project.evaluate(root, Scope(0)).steps).sum()
}

/// The steps of the evaluation of a template.
fn template_steps(files: &Files) -> usize {
    let one = |(path, text): &(String, String)| {
        let file = SourceMap::default().add(path, text);
        let parse = if path.contains(".json") { syntax::json::parse } else { syntax::yaml::parse };
        let tree = parse(file, text).tree.unwrap();
        let evaluation = cloudformation::evaluate(&tree, &Inputs::default(), Scope(0));
        assert!(evaluation.problems.is_empty(), "{:?}", evaluation.problems);
        evaluation.steps
    };
    files.iter().map(one).sum()
}

/// The steps of what is small, and of what is larger by a factor, of those shapes that grow more than that and a quarter.
fn grown(shapes: &[Shape], count: fn(&Files) -> usize, small: usize) -> Vec<String> {
    let wrong = shapes
        .iter()
        .map(|(name, shape)| (name, count(&shape(small)), count(&shape(small * TIMES))))
        .filter(|(_, small, large)| *small == 0 || *large > small * STEPS);
    wrong.map(|(name, small, large)| format!("{name}: {small} steps become {large}")).collect()
}

#[test]
fn steps_grow_with_what_there_is() {
    let mut wrong = grown(&SHAPES, steps, SMALL);
    wrong.extend(grown(&BY_RESOURCES, template_steps, SMALL));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn many_conditions_take_few_steps() {
    let counted = BY_CONDITIONS.iter().map(|(name, shape)| {
        let [half, all] = [CONDITIONS / 2, CONDITIONS].map(|count| template_steps(&shape(count)));
        (name, half, all)
    });
    // A condition of many parts that is asked for in many branches costs the square of them, and hardly more.
    let wrong = counted.filter(|(_, half, all)| *all > MOST_STEPS || *all > half * 5);
    let wrong: Vec<String> = wrong.map(|(name, half, all)| format!("{name}: {half} steps become {all}")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How long it takes to lint the files of a folder.
fn time(files: &Files, catalog: &Catalog, policies: &[&Policy]) -> Duration {
    let folder = folder(files);
    let request = Request { paths: vec![folder.path().to_owned()], ..Request::default() };
    let start = Instant::now();
    let report = lint::check(&request, catalog, policies);
    let took = start.elapsed();
    assert!(report.summary.databases > 0);
    took
}

#[test]
fn time_grows_with_what_there_is() {
    let catalog = Catalog::embedded();
    let policies: Vec<&Policy> = catalog.policies().iter().collect();
    let mut wrong = Vec::new();
    for (name, shape) in SHAPES.into_iter().chain(BY_RESOURCES) {
        let (mut small, mut large) = (Duration::MAX, Duration::MAX);
        for _ in 0..TRIES {
            small = small.min(time(&shape(SMALL), &catalog, &policies));
            large = large.min(time(&shape(SMALL * TIMES), &catalog, &policies));
            if large <= small * TIME {
                break;
            }
        }
        if large > small * TIME {
            wrong.push(format!("{name}: {small:?} become {large:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
