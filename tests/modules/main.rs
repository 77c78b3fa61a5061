//! Modules as they lie on disk: installed ones, files of both tools, overrides, and directories that call each other.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod callers;
mod files;
#[path = "../support/folder.rs"]
mod folder;
mod installed;
mod patterns;

use folder::write;
use rdslint::catalog::Catalog;
use rdslint::finding::{Label, Report};
use rdslint::lint::{self, Request};
use rdslint::policy::Policy;
use std::fmt::Write;
use tempfile::TempDir;

/// The policy that most of these tests look through.
const POLICY: &str = "storage-unencrypted";

/// A folder with the files of a text: each begins with a line `-- path --`.
fn folder(text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in text.split("\n-- ").skip(1) {
        let (path, content) = part.split_once(" --\n").unwrap();
        write(folder.path(), path, content);
    }
    folder
}

/// Lints a folder of these files with one policy.
fn lint(text: &str) -> String {
    lint_with(POLICY, text)
}

fn lint_with(policy: &str, text: &str) -> String {
    lint_folder(policy, ".", text)
}

/// Lints one of the folders alone.
fn lint_below(below: &str, text: &str) -> String {
    lint_folder(POLICY, below, text)
}

fn lint_folder(policy: &str, below: &str, text: &str) -> String {
    let folder = folder(text);
    let catalog = Catalog::embedded();
    let policies: Vec<&Policy> = catalog.policies().iter().filter(|known| &*known.id == policy).collect();
    let request = Request { paths: vec![folder.path().join(below)], ..Request::default() };
    shown(&lint::check(&request, &catalog, &policies)).replace(&format!("{}/", folder.path().display()), "")
}

/// Findings with their places, then what is undecided, then problems.
fn shown(report: &Report) -> String {
    let mut out = String::new();
    let sources = &report.sources;
    let place = |span| {
        let line = sources.positions(span).0.line;
        format!("{}:{line}", sources.file(span.file).path())
    };
    let label = |label: &Label| format!("{} {}", place(label.span), label.text);
    for finding in &report.findings {
        let silent = if finding.suppressed.is_some() { "ignored: " } else { "" };
        writeln!(out, "{silent}{}\n  {}", finding.message, label(&finding.primary)).unwrap();
        for related in &finding.related {
            writeln!(out, "    {}", label(related)).unwrap();
        }
    }
    for undecided in &report.undecided {
        writeln!(out, "? {}: {}\n  {}", undecided.resource, undecided.reason, place(undecided.span)).unwrap();
    }
    for problem in &report.problems {
        let at = problem.span.map(place).or(problem.path.clone()).unwrap_or_default();
        writeln!(out, "problem: {}\n  {at}", problem.message).unwrap();
    }
    write!(out, "{} passed", report.summary.passed).unwrap();
    out
}
