//! Policies as SARIF's rules.

use super::model::{Configuration, Help, Rule, RuleProperties, Text};
use crate::finding::Severity;
use crate::report::{PolicyInfo, level};

/// The rule of a policy.
pub(super) fn rule(policy: &PolicyInfo) -> Rule<'_> {
    Rule {
        id: &policy.id,
        short_description: Text { text: &policy.title },
        full_description: Text { text: first_paragraph(&policy.why) },
        help: Help { text: policy.why.trim(), markdown: markdown(policy) },
        help_uri: policy.address(),
        default_configuration: Configuration { level: level(policy.severity) },
        properties: RuleProperties {
            tags: vec!["security", "aws", "rds"],
            precision: "high",
            tier: policy.tier.as_str(),
            security_severity: security_severity(policy.severity),
            controls: policy.controls_by_catalogue(),
        },
    }
}

/// The number by which GitHub sorts alerts into its own classes of the same names.
const fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "3.0",
        Severity::Info => "1.0",
    }
}

/// GitHub takes 1,024 characters for a description; the help has all of it.
fn first_paragraph(text: &str) -> &str {
    text.trim().split("\n\n").next().unwrap_or_default()
}

fn markdown(policy: &PolicyInfo) -> String {
    let mut parts = vec![policy.why.trim().to_owned()];
    if !policy.references.is_empty() {
        let references = policy.references.iter().map(|reference| format!("- <{reference}>"));
        parts.push(format!("References:\n\n{}", references.collect::<Vec<_>>().join("\n")));
    }
    if !policy.controls.is_empty() {
        let controls = policy.controls.iter().map(|(catalogue, ids)| format!("{catalogue} {}", ids.join(", ")));
        parts.push(format!("Controls: {}", controls.collect::<Vec<_>>().join("; ")));
    }
    parts.join("\n\n")
}
