//! The last line of the text format: what was seen, what was decided, and why the rest was not.

use super::{counted, printable};
use crate::finding::{Report, Severity, Undecided};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
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

/// `3 databases: 5 findings (2 high, 3 medium), 46 verdicts decided (41 passed), 4 undecidable (var.key has no
/// value), …`: one line, however long, for whoever reads by lines.
pub(super) fn line(report: &Report) -> String {
    let summary = report.summary;
    let parts = [
        findings(report),
        format!("{} decided ({} passed)", count(summary.decided(), "verdict"), summary.passed),
        format!("{} undecidable{}", summary.undecided, reasons(report)),
        format!("{} not applicable", summary.not_applicable),
        format!("{} ignored", summary.ignored),
        count(report.problems.len(), "problem"),
    ];
    let environments = match summary.environments {
        0 => String::new(),
        number => format!(" in {}", count(number, "environment")),
    };
    format!("{}{environments}: {}", count(summary.databases, "database"), parts.join(", "))
}

/// Writes the outcomes that could not be decided, grouped by their reason, the most frequent first.
pub(super) fn write_undecided(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for (reason, outcomes) in grouped(report) {
        writeln!(out, "undecidable: {}", printable(reason))?;
        for outcome in outcomes {
            let path = printable(report.sources.file(outcome.span.file).path());
            let start = report.sources.positions(outcome.span).0;
            let Undecided { policy, resource, .. } = outcome;
            let resource = printable(resource);
            let environments = outcome.environments.words().map(|words| format!(" in {words}")).unwrap_or_default();
            let environments = printable(&environments);
            writeln!(out, "  {path}:{}:{}: {policy} for {resource}{environments}", start.line, start.column)?;
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

/// Why not everything was decided, the most frequent reasons first; one for all instances of a module or resource.
fn reasons(report: &Report) -> String {
    let mut counts: IndexMap<String, usize, FxBuildHasher> = IndexMap::default();
    for outcome in &report.undecided {
        *counts.entry(without_keys(&outcome.reason)).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| Reverse(*count));
    let more = counts.len().saturating_sub(REASONS);
    let mut words: Vec<String> = counts.into_iter().take(REASONS).map(|(reason, _)| printable(&reason)).collect();
    if more > 0 {
        words.push(format!("and {more} more"));
    }
    if words.is_empty() { String::new() } else { format!(" ({})", words.join("; ")) }
}

/// A reason without the keys of instances: `module.db["a"].x` and `module.db["b"].x` are one.
fn without_keys(reason: &str) -> String {
    let mut plain = String::with_capacity(reason.len());
    let mut rest = reason;
    while let Some((before, after)) = rest.split_once('[') {
        let is_key = before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ']' || c == '-');
        let key = if is_key { key_end(after) } else { None };
        plain.push_str(before);
        if key.is_none() {
            plain.push('[');
        }
        rest = key.map_or(after, |end| &after[end..]);
    }
    plain + rest
}

/// Where the key that a text begins with ends, behind its bracket.
fn key_end(text: &str) -> Option<usize> {
    let end = match text.strip_prefix('"') {
        Some(quoted) => 1 + quoted.find("\"]")? + 1,
        None => text.find(']')?,
    };
    Some(end + 1)
}

fn grouped(report: &Report) -> Vec<(&str, Vec<&Undecided>)> {
    let mut groups: IndexMap<&str, Vec<&Undecided>, FxBuildHasher> = IndexMap::default();
    for outcome in &report.undecided {
        groups.entry(&outcome.reason).or_default().push(outcome);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(_, outcomes)| Reverse(outcomes.len()));
    groups
}

fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Environments;
    use crate::source::Span;

    #[test]
    fn equal_reasons_are_one_and_three_are_named() {
        let mut report = Report::default();
        let file = report.sources.add("main.tf", "");
        let reasons =
            ["var.a has no value", "module.db[\"a.b\"].x[0] is unset", "module.db[\"]\"].x[1] is unset", "b", "c", "d"];
        report.undecided = Vec::from(reasons.map(|reason| Undecided {
            policy: "tls-not-required".into(),
            resource: "db".into(),
            reason: reason.to_owned(),
            span: Span::new(file, 0, 0),
            headers: Vec::new(),
            environments: Environments::default(),
        }));
        assert_eq!(super::reasons(&report), " (module.db.x is unset; var.a has no value; b; and 2 more)");
    }
}
