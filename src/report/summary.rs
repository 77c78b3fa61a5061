//! The last line of the text format: what was seen, what was decided, and why the rest was not.

use super::counted;
use crate::finding::{Report, Severity, Undecided};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::io::{self, Write};

/// How many reasons the summary names.
const REASONS: usize = 3;

/// How many findings there are of each severity, mildest first.
pub(super) fn by_severity(report: &Report) -> [usize; Severity::ALL.len()] {
    let mut counts = [0; Severity::ALL.len()];
    for finding in counted(report) {
        counts[finding.severity as usize] += 1;
    }
    counts
}

/// `3 databases: 5 findings (2 high, 3 medium), 41 passed, 4 undecidable (var.key has no value), …`
pub(super) fn line(report: &Report) -> String {
    let summary = report.summary;
    let mut parts = vec![findings(report), format!("{} passed", summary.passed)];
    parts.push(format!("{} undecidable{}", summary.undecided, reasons(report)));
    parts.push(format!("{} not applicable", summary.not_applicable));
    parts.push(format!("{} ignored", summary.ignored));
    parts.push(count(report.problems.len(), "problem"));
    format!("{}: {}", count(summary.databases, "database"), parts.join(", "))
}

/// Writes the outcomes that could not be decided, grouped by their reason, the most frequent first.
pub(super) fn write_undecided(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for (reason, outcomes) in grouped(report) {
        writeln!(out, "undecidable: {reason}")?;
        for outcome in outcomes {
            let path = report.sources.file(outcome.span.file).path();
            let start = report.sources.positions(outcome.span).0;
            let Undecided { policy, resource, .. } = outcome;
            writeln!(out, "  {path}:{}:{}: {policy} for {resource}", start.line, start.column)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn findings(report: &Report) -> String {
    let counts = by_severity(report);
    let total = count(counts.iter().sum(), "finding");
    let parts: Vec<String> = Severity::ALL
        .into_iter()
        .zip(counts)
        .rev()
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| format!("{count} {severity}"))
        .collect();
    if parts.is_empty() { total } else { format!("{total} ({})", parts.join(", ")) }
}

fn reasons(report: &Report) -> String {
    let groups = grouped(report);
    if groups.is_empty() {
        return String::new();
    }
    let mut words: Vec<&str> = groups.iter().take(REASONS).map(|(reason, _)| *reason).collect();
    if groups.len() > REASONS {
        words.push("…");
    }
    format!(" ({})", words.join("; "))
}

fn grouped(report: &Report) -> Vec<(&str, Vec<&Undecided>)> {
    let mut index = FxHashMap::default();
    let mut groups: Vec<(&str, Vec<&Undecided>)> = Vec::new();
    for outcome in &report.undecided {
        let at = *index.entry(&*outcome.reason).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, outcomes)) => outcomes.push(outcome),
            None => groups.push((&outcome.reason, vec![outcome])),
        }
    }
    groups.sort_by_key(|(_, outcomes)| Reverse(outcomes.len()));
    groups
}

fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}
