//! `rdslint policies test`: whether the examples of the user's own policies have the verdicts that they state.

use super::{Exit, Failure, Streams, own};
use crate::catalog::Catalog;
use crate::docs;
use crate::finding::Report;
use crate::lint;
use crate::policy::{Example, Expected, Only, Page, Policy};
use std::path::PathBuf;

/// What examples show: each policy should have one of each, in each language.
const VERDICTS: [Expected; 4] = [Expected::Fail, Expected::Pass, Expected::Unknown, Expected::NotApplicable];

/// How many examples have the verdict that they state, and how many have not.
#[derive(Default)]
struct Count {
    right: usize,
    wrong: usize,
}

/// Runs the examples of all policies in the folders, and writes what differs.
pub(super) fn test(folders: &[PathBuf], streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let catalog = Catalog::embedded().with_own(folders);
    own::say_broken(&catalog, streams)?;
    let mut count = Count::default();
    for policy in catalog.own() {
        let Some(page) = catalog.page(&policy.id) else { continue };
        let mut said = differences(&catalog, policy, page, &mut count);
        said.extend(missing(policy, page));
        if !said.is_empty() {
            writeln!(streams.stdout, "{}\n  {}", policy.id, said.join("\n  "))?;
        }
    }
    let Count { right, wrong } = count;
    let policies = match catalog.own().len() {
        1 => "1 policy".to_owned(),
        several => format!("{several} policies"),
    };
    writeln!(streams.stdout, "{policies}, {} examples: {right} as stated, {wrong} not", right + wrong)?;
    Ok(match wrong {
        _ if !catalog.broken().is_empty() => Exit::Incomplete,
        0 => Exit::Clean,
        _ => Exit::Findings,
    })
}

/// The texts of an example: the word for the language, the name of the file that stands for it, and the text.
fn texts(example: &Example) -> impl Iterator<Item = (Only, &'static str, String)> {
    let template = example.cfn.as_deref().map(|text| (Only::Cfn, "template.yaml", docs::whole(text)));
    template.into_iter().chain(example.tf.as_deref().map(|text| (Only::Tf, "main.tf", text.to_owned())))
}

/// The examples that have another verdict than they state, one sentence each.
fn differences(catalog: &Catalog, policy: &Policy, page: &Page, count: &mut Count) -> Vec<String> {
    let mut all = Vec::new();
    for example in &page.examples {
        for (language, file, text) in texts(example) {
            let report = lint::check_text(file, &text, catalog, &[policy]);
            let Some(said) = difference(example.expect, &report) else {
                count.right += 1;
                continue;
            };
            count.wrong += 1;
            let (name, stated) = (&example.name, example.expect.as_str());
            all.push(format!("{name} ({}): {stated} is stated, but {said}", language.as_str()));
        }
    }
    all
}

/// What a text does that is not what its example states.
fn difference(expected: Expected, report: &Report) -> Option<String> {
    if let Some(problem) = report.problems.first() {
        let line = problem.span.map(|span| report.sources.positions(span).0.line);
        let line = line.map(|line| format!(" in line {line}")).unwrap_or_default();
        return Some(format!("the text has a problem{line}: {}", problem.message));
    }
    let summary = report.summary;
    let holds = match expected {
        Expected::Fail => summary.failed > 0,
        Expected::Pass => summary.failed == 0 && summary.passed > 0,
        Expected::Unknown => summary.failed == 0 && summary.undecided > 0,
        Expected::NotApplicable => summary.decided() + summary.undecided == 0,
    };
    (!holds).then(|| outcome(report))
}

/// The verdict on a text as a clause.
fn outcome(report: &Report) -> String {
    if let Some(finding) = report.findings.first() {
        return format!("it fails: {}", finding.message);
    }
    match report.undecided.first() {
        Some(undecided) => format!("it cannot be decided: {}", undecided.reason),
        None if report.summary.passed > 0 => "it passes".to_owned(),
        None => "the policy does not apply to anything in it".to_owned(),
    }
}

/// The verdicts that no example shows, as advice: one sentence for each language.
fn missing(policy: &Policy, page: &Page) -> Vec<String> {
    let spoken = [Only::Cfn, Only::Tf].into_iter().filter(|language| policy.only.is_none_or(|only| only == *language));
    let shows = |language, verdict| {
        let stating = page.examples.iter().filter(|example| example.expect == verdict);
        stating.flat_map(texts).any(|(own, ..)| own == language)
    };
    let said = spoken.filter_map(|language| {
        let absent = VERDICTS.into_iter().filter(|verdict| !shows(language, *verdict));
        let absent: Vec<&str> = absent.map(Expected::as_str).collect();
        let say = || {
            format!("advice: show an example in {} that is {}", language.as_str(), absent.join(", and one that is "))
        };
        (!absent.is_empty()).then(say)
    });
    said.collect()
}
