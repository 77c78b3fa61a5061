//! What must hold for any Terraform configuration, and for any template: an input that becomes unknown turns no verdict into its opposite, and
//! makes no database disappear; and the way by which a value comes to where it is used changes nothing.
//!
//! Configurations are made from random bytes, the same in every run. `PROPTEST_CASES` makes it more of them, and
//! `PROPTEST_RNG_SEED` others.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod choices;
mod expressions;
mod grammar;
mod layout;
#[path = "../support/mod.rs"]
mod support;
mod template;
mod worlds;

use layout::{Configuration, Files, ROUTES, Route};
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence, RngSeed, TestCaseError, TestError, TestRunner};
use rdslint::catalog::Catalog;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How many configurations a property is tried with.
const CASES: u32 = 160;
/// How many inputs of a configuration are made unknown.
const INPUTS: usize = 6;

/// What policies say of a configuration.
#[derive(Debug, PartialEq)]
struct Verdicts {
    /// By policy and address.
    said: BTreeMap<(String, String), &'static str>,
    /// The addresses of all databases, without keys.
    databases: BTreeSet<String>,
}

fn verdicts(files: &Files) -> Verdicts {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    said_of(&support::modules(&files))
}

fn said_of(read: &support::Read) -> Verdicts {
    let catalog = Catalog::embedded();
    let mut said = BTreeMap::new();
    for policy in catalog.policies() {
        let outcomes = support::said(policy, read).into_iter();
        said.extend(outcomes.map(|outcome| ((policy.id.to_string(), outcome.address), outcome.verdict)));
    }
    let databases = read.model.entities().filter(|(_, entity)| entity.kind.is_database());
    let databases = databases.map(|(_, entity)| without_keys(&entity.resource.address)).collect();
    Verdicts { said, databases }
}

/// The names of an address, each with its key. No key of the grammar has a dot.
fn names(address: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    address.split('.').map(|name| name.split_once('[').map_or((name, None), |(name, key)| (name, Some(key))))
}

/// An address without the keys of its copies.
fn without_keys(address: &str) -> String {
    names(address).map(|(name, _)| name).collect::<Vec<_>>().join(".")
}

/// Whether an address stands for another: it is the same, or has no key where that one has one.
fn stands_for(address: &str, copy: &str) -> bool {
    let same = |((a, key), (b, of_copy)): ((&str, Option<&str>), _)| a == b && (key.is_none() || key == of_copy);
    names(address).count() == names(copy).count() && names(address).zip(names(copy)).all(same)
}

/// What an unknown input changed that it must not.
fn turned(before: &Verdicts, after: &Verdicts) -> Vec<String> {
    let gone = before.databases.difference(&after.databases).map(|address| format!("{address} is gone"));
    let mut turned: Vec<String> = gone.collect();
    for ((policy, address), verdict) in &after.said {
        let earlier = before.of(policy, address);
        let opposite = match *verdict {
            "unknown" => false,
            "fail" => !earlier.is_empty() && !earlier.iter().any(|verdict| ["fail", "unknown"].contains(verdict)),
            _ => earlier.contains(&"fail"),
        };
        if opposite {
            turned.push(format!("{policy} said {earlier:?} of {address}, and now {verdict}"));
        }
    }
    turned
}

impl Verdicts {
    /// What is said of the copies that an address stands for.
    fn of(&self, policy: &str, address: &str) -> Vec<&'static str> {
        let own = self.said.iter().filter(|((own, copy), _)| own == policy && stands_for(address, copy));
        own.map(|(_, verdict)| *verdict).collect()
    }
}

/// Tries a property with configurations made from bytes.
fn check(property: impl Fn(&Configuration, &[u8]) -> Result<(), String>) {
    check_bytes(|bytes, more| property(&grammar::configuration(bytes), more));
}

fn check_bytes(property: impl Fn(&[u8], &[u8]) -> Result<(), String>) {
    check_some(CASES, property);
}

fn check_some(cases: u32, property: impl Fn(&[u8], &[u8]) -> Result<(), String>) {
    let default = Config::default();
    let cases = if default.cases == 256 { cases } else { default.cases };
    let rng_seed = if default.rng_seed == RngSeed::Random { RngSeed::Fixed(7) } else { default.rng_seed };
    let failure_persistence = Some(Box::new(FileFailurePersistence::Off) as _);
    let config = Config { cases, rng_seed, failure_persistence, max_shrink_iters: 4000, ..default };
    let bytes = (prop::collection::vec(any::<u8>(), 8..160), prop::collection::vec(any::<u8>(), 8..40));
    let outcome =
        TestRunner::new(config).run(&bytes, |(bytes, more)| property(&bytes, &more).map_err(TestCaseError::fail));
    let why = match outcome {
        Ok(()) => String::new(),
        Err(TestError::Fail(why, bytes)) => format!("{why}\nmade from {bytes:?}"),
        Err(other) => other.to_string(),
    };
    assert!(why.is_empty(), "{why}");
}

/// A route for every leaf. A secret stays a literal: whether its place is harmless is what policies ask.
fn routes<'c>(configuration: &'c Configuration, bytes: &'c [u8]) -> impl Fn(usize) -> Route + Copy + 'c {
    |leaf| {
        let byte = if configuration.leaves[leaf].is_secret { 0 } else { bytes[leaf % bytes.len()] };
        ROUTES[usize::from(byte) % ROUTES.len()]
    }
}

fn shown(files: &Files) -> String {
    files.iter().fold(String::new(), |all, (path, text)| all + "# " + path + "\n" + text + "\n")
}

#[test]
fn an_unknown_input_turns_no_verdict_into_its_opposite() {
    check(|configuration, more| {
        let route = routes(configuration, more);
        let known = configuration.rendered(route, None).files();
        let before = verdicts(&known);
        let open: Vec<usize> =
            (0..configuration.leaves.len()).filter(|leaf| !configuration.leaves[*leaf].is_secret).collect();
        for input in more.iter().take(INPUTS).filter(|_| !open.is_empty()) {
            let missing = (open[usize::from(*input) % open.len()], usize::from(input / 16));
            let files = configuration.rendered(route, Some(missing)).files();
            let turned = turned(&before, &verdicts(&files));
            if !turned.is_empty() {
                return Err(format!("{turned:#?}\n{}---- unknown:\n{}", shown(&known), shown(&files)));
            }
        }
        Ok(())
    });
}

/// Two forms of a configuration mean the same.
fn same(one: &Files, other: &Files) -> Result<(), String> {
    differences(&verdicts(one), &verdicts(other), || format!("{}---- and\n{}", shown(one), shown(other)))
}

fn differences(before: &Verdicts, after: &Verdicts, shown: impl Fn() -> String) -> Result<(), String> {
    let keys: BTreeSet<_> = before.said.keys().chain(after.said.keys()).collect();
    let differs = |key: &&(String, String)| before.said.get(key) != after.said.get(key);
    let told = |key: &(String, String)| format!("{key:?}: {:?}, {:?}", before.said.get(key), after.said.get(key));
    let different: Vec<String> = keys.into_iter().filter(differs).map(told).collect();
    if before == after { Ok(()) } else { Err(format!("{different:#?}\n{}", shown())) }
}

#[test]
fn the_way_of_a_value_changes_no_verdict() {
    check(|configuration, more| {
        let plain = configuration.rendered(|_| Route::Literal, None).files();
        same(&plain, &configuration.rendered(routes(configuration, more), None).files())?;
        same(&plain, &configuration.rendered(routes(configuration, &more[..1]), None).files())
    });
}

#[test]
fn the_order_of_blocks_and_files_changes_no_verdict() {
    check(|configuration, more| {
        let route = routes(configuration, more);
        let rendered = configuration.rendered(route, None);
        same(&rendered.files(), &rendered.split())
    });
}

#[test]
fn the_json_syntax_changes_no_verdict() {
    check(|configuration, more| {
        let route = routes(configuration, more);
        let files = configuration.rendered(route, None).files();
        let twin = |(path, text): &(String, String)| match support::twins::module_as_json(text) {
            Some(json) if path.strip_suffix(".tf").is_some() => (format!("{path}.json"), json.to_string()),
            _ => (path.clone(), text.clone()),
        };
        same(&files, &files.iter().map(twin).collect())
    });
}

fn said_of_template(template: &Value) -> Verdicts {
    said_of(&support::json_template(&template.to_string()))
}

#[test]
fn a_parameter_without_a_value_turns_no_verdict_into_its_opposite() {
    check_bytes(|bytes, _| {
        let template = template::template(bytes);
        let before = said_of_template(&template);
        for changed in template::without_a_default(&template) {
            let turned = turned(&before, &said_of_template(&changed));
            if !turned.is_empty() {
                return Err(format!("{turned:#?}\n{template:#}\n---- unknown:\n{:#}", changed["Parameters"]));
            }
        }
        Ok(())
    });
}

#[test]
fn what_is_said_of_an_open_template_is_so_whatever_its_parameters_are() {
    check_some(CASES / 4, |bytes, _| {
        let (open, names) = worlds::opened(&template::template(bytes));
        let worlds = worlds::worlds(&open, &names);
        let wrong = worlds::contradictions(&open, &names, &worlds);
        if wrong.is_empty() { Ok(()) } else { Err(format!("{wrong:#?}\n{open:#}")) }
    });
}

#[test]
fn a_parameter_says_the_same_as_its_value() {
    check_bytes(|bytes, _| {
        let template = template::template(bytes);
        let plain = template::with_literals(&template);
        differences(&said_of_template(&template), &said_of_template(&plain), || format!("{template:#}"))
    });
}
