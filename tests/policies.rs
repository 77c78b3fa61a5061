//! Every policy's examples reach the verdicts that they state: one test a policy, named after it.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod support;

use rdslint::catalog::Catalog;
use rdslint::policy::{Expected, Only, Page, Policy};
use support::{languages, read, said, verdict_holds};

include!(concat!(env!("OUT_DIR"), "/policy_tests.rs"));

/// The verdicts that the examples of every policy show.
const VERDICTS: [Expected; 4] = [Expected::Fail, Expected::Pass, Expected::Unknown, Expected::NotApplicable];

/// Runs the examples of one policy, and asks for enough of them.
fn check(id: &str) {
    let catalog = Catalog::embedded();
    let (policy, page) = (catalog.find(id).unwrap(), catalog.page(id).unwrap());
    let mut wrong = Vec::new();
    for example in &page.examples {
        for (language, text) in languages(example) {
            let read = read(language, text);
            let said = said(policy, &read);
            if !verdict_holds(example.expect, &said) || !read.problems.is_empty() {
                let expected = example.expect.as_str();
                let problems = &read.problems;
                wrong.push(format!("{language}, {}: {expected} expected, {said:#?} {problems:?}", example.name));
            }
        }
    }
    wrong.extend(missing(policy, page));
    assert!(wrong.is_empty(), "{id}\n{}", wrong.join("\n"));
    let parts = [page.why.is_empty(), page.sources.is_empty(), page.references.is_empty(), page.controls.is_empty()];
    assert_eq!(parts, [false; 4], "{id}: a reason, sources, references and controls");
    assert!(policy.fix.note.is_some(), "{id}: what the fix does to a running database");
}

/// The verdicts that no example shows, in each language that the policy is about.
fn missing(policy: &Policy, page: &Page) -> Vec<String> {
    let all = [Only::Cfn.as_str(), Only::Tf.as_str()];
    let spoken = all.into_iter().filter(|language| policy.only.is_none_or(|only| only.as_str() == *language));
    let shows = |language: &str, verdict: Expected| {
        let stating = page.examples.iter().filter(|example| example.expect == verdict);
        stating.flat_map(languages).any(|(own, _)| own == language)
    };
    let pairs = spoken.flat_map(|language| VERDICTS.map(|verdict| (language, verdict)));
    let missing = pairs.filter(|(language, verdict)| !shows(language, *verdict));
    missing.map(|(language, verdict)| format!("no example in {language} is {}", verdict.as_str())).collect()
}
