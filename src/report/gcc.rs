//! `file:line:col: severity: message [policy]`, one line a finding: the form of compilers, which editors read.

use super::place::{self, Place};
use super::{counted, level, printable};
use crate::finding::{Finding, Report};
use crate::source::{Problem, SourceMap};
use std::io::{self, Write};

/// Writes problems, then findings.
pub(super) fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    report.problems.iter().try_for_each(|problem| write_problem(&report.sources, problem, out))?;
    counted(report).try_for_each(|finding| write_finding(&report.sources, finding, out))
}

/// Writes one problem: an error at its place, or at the start of its file.
pub(super) fn write_problem(sources: &SourceMap, problem: &Problem, out: &mut dyn Write) -> io::Result<()> {
    let (path, place) = place::of_problem(sources, problem);
    let (line, column) = place.map_or((1, 1), |place| (place.start.line, place.start.column));
    let message = printable(&problem.message);
    writeln!(out, "{}:{line}:{column}: error: {message} [problem]", printable(path.unwrap_or("rdslint")))
}

fn write_finding(sources: &SourceMap, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let Place { path, start, .. } = Place::of(sources, finding.primary.span);
    // What a change does to the database is for a page, not for a line of an editor's list.
    let fix = finding.fix.as_ref().map_or_else(String::new, |fix| format!("; fix: {}", fix.text));
    let message = printable(&format!("{}{fix}", finding.message));
    let level = level(finding.severity);
    let path = printable(path);
    writeln!(out, "{path}:{}:{}: {level}: {message} [{}]", start.line, start.column, finding.policy)
}
