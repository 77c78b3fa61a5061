//! Every policy's examples reach the verdicts that they state: one test a policy, named after it.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod support;

use rdslint::catalog::Catalog;
use rdslint::policy::Expected;
use support::{languages, read, said, verdict_holds};

include!(concat!(env!("OUT_DIR"), "/policy_tests.rs"));

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
    assert!(wrong.is_empty(), "{id}\n{}", wrong.join("\n"));
    let parts = [page.why.is_empty(), page.sources.is_empty(), page.references.is_empty(), page.controls.is_empty()];
    assert_eq!(parts, [false; 4], "{id}: a reason, sources, references and controls");
    assert!(policy.fix.note.is_some(), "{id}: what the fix does to a running database");
    for language in ["cfn", "tf"] {
        let of_language = || page.examples.iter().filter(|example| languages(example).any(|(own, _)| own == language));
        let shows = |verdict| of_language().any(|example| example.expect == verdict);
        let stated = [Expected::Fail, Expected::Pass, Expected::Unknown].map(shows);
        assert_eq!(stated, [true; 3], "{id}: a fail, a pass and an unknown in {language}");
    }
}
