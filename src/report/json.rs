//! The JSON document of `check`, for programs.
//!
//! `findings` are those that count; `suppressed` are those that an ignore directive silences, in the same form with
//! a `suppression`. Lines and columns start at 1, columns count Unicode characters, and the end is the position
//! after the last character. `related` are the other places of the value's origin chain, from the place of use on.

use super::place::{self, Place};
use super::{JSON_VERSION, PolicyInfo, summary};
use crate::finding::{Environments, Finding, Fix, Label, Report, Safety, Suppression, Undecided};
use crate::source::{Problem, ProblemKind, SourceMap};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    findings: Vec<JsonFinding<'a>>,
    suppressed: Vec<JsonFinding<'a>>,
    problems: Vec<JsonProblem<'a>>,
    undecided: Vec<JsonUndecided<'a>>,
    /// The ids of what was asked.
    policies: Vec<&'a str>,
    summary: JsonSummary,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    policy: &'a str,
    severity: &'static str,
    message: &'a str,
    /// The first of `resources`.
    resource: &'a str,
    resources: Vec<&'a str>,
    #[serde(flatten)]
    at: Region<'a>,
    /// What is to be seen at the place.
    label: &'a str,
    related: Vec<JsonLabel<'a>>,
    fix: Option<JsonFix<'a>>,
    /// Those that it holds in; empty where there are no environments.
    environments: Vec<&'a str>,
    fingerprint: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppression: Option<JsonSuppression<'a>>,
}

#[derive(Serialize)]
struct Region<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    #[serde(flatten)]
    at: Region<'a>,
    message: &'a str,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    text: &'a str,
    note: Option<&'a str>,
    safety: &'static str,
}

#[derive(Serialize)]
struct JsonSuppression<'a> {
    reason: Option<&'a str>,
    file: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct JsonProblem<'a> {
    kind: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
}

#[derive(Serialize)]
struct JsonUndecided<'a> {
    policy: &'a str,
    resource: &'a str,
    reason: &'a str,
    #[serde(flatten)]
    at: Region<'a>,
    environments: Vec<&'a str>,
}

/// `decided` (which is `passed` and `failed`), `undecided` and `not_applicable` count policies × entities; one finding
/// may stand for several.
#[derive(Serialize)]
struct JsonSummary {
    files: usize,
    databases: usize,
    environments: usize,
    findings: usize,
    critical: usize,
    high: usize,
    medium: usize,
    low: usize,
    info: usize,
    decided: usize,
    passed: usize,
    failed: usize,
    undecided: usize,
    not_applicable: usize,
    ignored: usize,
    problems: usize,
}

/// Writes the document, indented, with a line break at its end.
pub(super) fn render(report: &Report, policies: &[PolicyInfo], out: &mut dyn Write) -> io::Result<()> {
    let sources = &report.sources;
    let (suppressed, findings): (Vec<_>, Vec<_>) = report.findings.iter().partition(|f| f.suppressed.is_some());
    let document = Document {
        version: JSON_VERSION,
        findings: findings.into_iter().map(|f| finding(sources, f)).collect(),
        suppressed: suppressed.into_iter().map(|f| finding(sources, f)).collect(),
        problems: report.problems.iter().map(|p| problem(sources, p)).collect(),
        undecided: report.undecided.iter().map(|u| undecided(sources, u)).collect(),
        policies: policies.iter().map(|policy| &*policy.id).collect(),
        summary: counts(report),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn finding<'a>(sources: &'a SourceMap, finding: &'a Finding) -> JsonFinding<'a> {
    JsonFinding {
        policy: &finding.policy,
        severity: finding.severity.as_str(),
        message: &finding.message,
        resource: finding.resources.first().map_or("", |address| address),
        resources: finding.resources.iter().map(|address| &**address).collect(),
        at: region(Place::of(sources, finding.primary.span)),
        label: &finding.primary.text,
        related: finding.related.iter().map(|label| related(sources, label)).collect(),
        fix: finding.fix.as_ref().map(fix),
        environments: names(&finding.environments),
        fingerprint: &finding.fingerprint,
        suppression: finding.suppressed.as_ref().map(|suppression| suppressed(sources, suppression)),
    }
}

fn related<'a>(sources: &'a SourceMap, label: &'a Label) -> JsonLabel<'a> {
    JsonLabel { at: region(Place::of(sources, label.span)), message: &label.text }
}

fn fix(fix: &Fix) -> JsonFix<'_> {
    let safety = match fix.safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe",
    };
    JsonFix { text: &fix.text, note: fix.note.as_deref(), safety }
}

fn suppressed<'a>(sources: &'a SourceMap, suppression: &'a Suppression) -> JsonSuppression<'a> {
    let place = Place::of(sources, suppression.span);
    JsonSuppression { reason: suppression.reason.as_deref(), file: place.path, line: place.start.line }
}

fn problem<'a>(sources: &'a SourceMap, problem: &'a Problem) -> JsonProblem<'a> {
    let (file, place) = place::of_problem(sources, problem);
    JsonProblem {
        kind: kind(problem.kind),
        message: &problem.message,
        file,
        line: place.map(|place| place.start.line),
        column: place.map(|place| place.start.column),
        end_line: place.map(|place| place.end.line),
        end_column: place.map(|place| place.end.column),
    }
}

const fn kind(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Unreadable => "unreadable",
        ProblemKind::Syntax => "syntax",
        ProblemKind::Meaning => "meaning",
        ProblemKind::Limit => "limit",
    }
}

fn undecided<'a>(sources: &'a SourceMap, undecided: &'a Undecided) -> JsonUndecided<'a> {
    JsonUndecided {
        policy: &undecided.policy,
        resource: &undecided.resource,
        reason: &undecided.reason,
        at: region(Place::of(sources, undecided.span)),
        environments: names(&undecided.environments),
    }
}

fn names(environments: &Environments) -> Vec<&str> {
    environments.names.iter().map(|name| &**name).collect()
}

fn region(place: Place<'_>) -> Region<'_> {
    Region {
        file: place.path,
        line: place.start.line,
        column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
    }
}

fn counts(report: &Report) -> JsonSummary {
    let [info, low, medium, high, critical] = summary::by_severity(report);
    let summary = report.summary;
    JsonSummary {
        files: summary.files,
        databases: summary.databases,
        environments: summary.environments,
        findings: info + low + medium + high + critical,
        critical,
        high,
        medium,
        low,
        info,
        decided: summary.decided(),
        passed: summary.passed,
        failed: summary.failed,
        undecided: summary.undecided,
        not_applicable: summary.not_applicable,
        ignored: summary.ignored,
        problems: report.problems.len(),
    }
}
