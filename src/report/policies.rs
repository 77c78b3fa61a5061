//! The list of policies, as a table and as JSON.

use super::{JSON_VERSION, PolicyInfo};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    policies: Vec<Policy<'a>>,
}

#[derive(Serialize)]
struct Policy<'a> {
    id: &'a str,
    title: &'a str,
    severity: &'static str,
    tier: &'static str,
    why: &'a str,
    references: &'a [String],
    /// The controls' ids by catalogue.
    controls: BTreeMap<&'a str, &'a [String]>,
}

/// Writes one line a policy: severity, tier, id, title.
///
/// # Errors
/// When the writer fails.
pub fn list(policies: &[PolicyInfo], out: &mut dyn Write) -> io::Result<()> {
    let width = policies.iter().map(|policy| policy.id.len()).max().unwrap_or(0);
    for policy in policies {
        let (severity, tier) = (policy.severity.as_str(), policy.tier.as_str());
        writeln!(out, "{severity:8}  {tier:11}  {:width$}  {}", policy.id, policy.title)?;
    }
    Ok(())
}

/// Writes the document, indented, with a line break at its end.
///
/// # Errors
/// When the writer fails.
pub fn json(policies: &[PolicyInfo], out: &mut dyn Write) -> io::Result<()> {
    let policies = policies.iter().map(|policy| Policy {
        id: &policy.id,
        title: &policy.title,
        severity: policy.severity.as_str(),
        tier: policy.tier.as_str(),
        why: policy.why.trim(),
        references: &policy.references,
        controls: policy.controls_by_catalogue(),
    });
    serde_json::to_writer_pretty(&mut *out, &Document { version: JSON_VERSION, policies: policies.collect() })?;
    writeln!(out)
}
