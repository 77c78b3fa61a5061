//! SARIF 2.1.0, as GitHub code scanning takes it.
//!
//! Every result has a place in a file: one without makes GitHub refuse the whole upload. What could not be decided
//! is no result, input that could not be read is a notification, and silenced findings are results with a
//! suppression. The code flow goes from where a value was written to the database that uses it.

mod model;
mod rules;
mod uri;

use super::place::{self, Place};
use super::{PolicyInfo, level, message_with_fix};
use crate::finding::{Finding, Label, Report};
use crate::source::{Problem, SourceMap};
use model::{
    CodeFlow, Driver, FlowLocation, Invocation, Location, Log, LogicalLocation, Notification, OwnedText,
    PhysicalLocation, Region, ResultProperties, Run, SarifResult, Suppression, Text, ThreadFlow, Tool,
};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::io::{self, Write};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// GitHub refuses a result with more places than this; a finding may stand for thousands of databases.
const MAX_RELATED: usize = 900;

/// The name under which GitHub finds a finding's fingerprint again.
const FINGERPRINT: &str = "rdslint/v1";

/// Writes the log, indented, with a line break at its end.
pub(super) fn render(report: &Report, policies: &[PolicyInfo], out: &mut dyn Write) -> io::Result<()> {
    let index: FxHashMap<&str, usize> = policies.iter().enumerate().map(|(i, policy)| (&*policy.id, i)).collect();
    let results = report.findings.iter().map(|finding| result(&report.sources, finding, &index)).collect();
    let rules = policies.iter().map(rules::rule).collect();
    let run = Run {
        tool: Tool { driver: Driver { name: "rdslint", semantic_version: env!("CARGO_PKG_VERSION"), rules } },
        invocations: [invocation(report)],
        results,
        column_kind: "unicodeCodePoints",
    };
    serde_json::to_writer_pretty(&mut *out, &Log { schema: SCHEMA, version: "2.1.0", runs: [run] })?;
    writeln!(out)
}

fn invocation(report: &Report) -> Invocation<'_> {
    Invocation {
        execution_successful: report.problems.is_empty(),
        tool_execution_notifications: report.problems.iter().map(|p| notification(&report.sources, p)).collect(),
    }
}

fn notification<'a>(sources: &'a SourceMap, problem: &'a Problem) -> Notification<'a> {
    let (path, place) = place::of_problem(sources, problem);
    let location = path.map(|path| Location {
        id: None,
        physical_location: PhysicalLocation { artifact_location: uri::of(path), region: place.map(region) },
        logical_locations: Vec::new(),
        message: None,
    });
    Notification { level: "error", message: Text { text: &problem.message }, locations: location.into_iter().collect() }
}

fn result<'a>(sources: &'a SourceMap, finding: &'a Finding, index: &FxHashMap<&str, usize>) -> SarifResult<'a> {
    SarifResult {
        rule_id: &finding.policy,
        rule_index: index.get(&*finding.policy).copied(),
        level: level(finding.severity),
        message: OwnedText { text: message_with_fix(finding) },
        locations: [primary(sources, finding)],
        related_locations: related(sources, finding),
        code_flows: code_flow(sources, finding).into_iter().collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, &*finding.fingerprint)]),
        suppressions: finding
            .suppressed
            .as_ref()
            .map(|by| [Suppression { kind: "inSource", justification: by.reason.as_deref() }]),
        properties: properties(finding),
    }
}

/// The environments that a result holds in, where there are any.
fn properties(finding: &Finding) -> Option<ResultProperties<'_>> {
    let names = &finding.environments.names;
    let environments = names.iter().map(|name| &**name).collect();
    (!names.is_empty()).then_some(ResultProperties { environments })
}

fn primary<'a>(sources: &'a SourceMap, finding: &'a Finding) -> Location<'a> {
    let names = finding.resources.iter();
    let logical = names.map(|name| LogicalLocation { fully_qualified_name: name, kind: "resource" });
    Location { logical_locations: logical.collect(), ..location(sources, &finding.primary, None) }
}

fn related<'a>(sources: &'a SourceMap, finding: &'a Finding) -> Vec<Location<'a>> {
    finding.related.iter().take(MAX_RELATED).zip(1..).map(|(label, id)| location(sources, label, Some(id))).collect()
}

/// The value's way; a single place is none.
fn code_flow<'a>(sources: &'a SourceMap, finding: &'a Finding) -> Option<CodeFlow<'a>> {
    if finding.flow.len() < 2 {
        return None;
    }
    let step = |label| FlowLocation { location: location(sources, label, None) };
    let locations = finding.flow.iter().map(step).collect();
    Some(CodeFlow { thread_flows: [ThreadFlow { locations }] })
}

fn location<'a>(sources: &'a SourceMap, label: &'a Label, id: Option<usize>) -> Location<'a> {
    let place = Place::of(sources, label.span);
    Location {
        id,
        physical_location: PhysicalLocation { artifact_location: uri::of(place.path), region: Some(region(place)) },
        logical_locations: Vec::new(),
        message: (!label.text.is_empty()).then_some(Text { text: &label.text }),
    }
}

fn region(place: Place<'_>) -> Region {
    Region {
        start_line: place.start.line,
        start_column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
    }
}
