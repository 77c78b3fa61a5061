//! GitHub's workflow commands: a line on standard output that becomes an annotation of the pull request.
//!
//! GitHub shows ten errors, ten warnings and ten notices of a step and drops the rest without a word. All findings
//! are written, worst first, so that those that are shown are the ones that matter.

use super::place::{self, Place};
use super::{PolicyInfo, counted, message_with_fix};
use crate::finding::{Finding, Report, Severity};
use crate::source::{Problem, SourceMap};
use std::cmp::Reverse;
use std::io::{self, Write};

/// Writes problems, then findings, worst first.
pub(super) fn render(report: &Report, policies: &[PolicyInfo], out: &mut dyn Write) -> io::Result<()> {
    for problem in &report.problems {
        write_problem(&report.sources, problem, out)?;
    }
    let mut findings: Vec<&Finding> = counted(report).collect();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    for finding in findings {
        let title = policies.iter().find(|policy| *policy.id == *finding.policy).map(|policy| policy.title.as_str());
        write_finding(&report.sources, finding, title, out)?;
    }
    Ok(())
}

fn write_problem(sources: &SourceMap, problem: &Problem, out: &mut dyn Write) -> io::Result<()> {
    let (path, place) = place::of_problem(sources, problem);
    let mut properties = path.map(|path| format!("file={},", property(path))).unwrap_or_default();
    if let Some(place) = place {
        properties += &lines(&place);
    }
    writeln!(out, "::error {properties}title=rdslint could not read this::{}", data(&problem.message))
}

fn write_finding(sources: &SourceMap, finding: &Finding, title: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "notice",
    };
    let place = Place::of(sources, finding.primary.span);
    let title = title.map_or_else(|| finding.policy.to_string(), |title| format!("{title} ({})", finding.policy));
    writeln!(
        out,
        "::{command} file={},{}title={}::{}",
        property(place.path),
        lines(&place),
        property(&title),
        data(&message_with_fix(finding))
    )
}

/// The position's properties. GitHub takes columns only where both ends stand on one line.
fn lines(place: &Place<'_>) -> String {
    let Place { start, end, .. } = place;
    if start.line == end.line {
        return format!("line={},endLine={},col={},endColumn={},", start.line, end.line, start.column, end.column);
    }
    format!("line={},endLine={},", start.line, end.line)
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
