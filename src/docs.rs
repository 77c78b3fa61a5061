//! A policy's page: what `explain` prints, as Markdown.

use crate::finding::Safety;
use crate::model::Language;
use crate::model::fields::Kind;
use crate::policy::titles::{self, FRAMEWORKS, TOOLS, Titled};
use crate::policy::{Change, Example, Page, Policy, Tier, change_in};
use crate::suppress;

/// Writes the page of a policy.
pub fn page(policy: &Policy, page: &Page) -> String {
    let tier = match policy.tier {
        Tier::Recommended => "recommended",
        Tier::Strict => "strict",
    };
    let head = format!("# {}\n\n`{}` · severity {} · {tier}\n", policy.title, policy.id, policy.severity);
    let mut parts = vec![head, format!("## Why\n\n{}\n", page.why), format!("## Fix\n\n{}", fix(policy))];
    if !page.examples.is_empty() {
        let examples: Vec<String> = page.examples.iter().map(example).collect();
        parts.push(format!("## Examples\n\n{}", examples.join("\n")));
    }
    parts.extend(section("Asked for by", page.sources.iter().map(|source| document(source))));
    parts.extend(section("Controls", page.controls.iter().map(|entry| named(FRAMEWORKS, entry))));
    parts.extend(section("The same in other tools", page.peers.iter().map(|entry| named(TOOLS, entry))));
    parts.extend(section("Read on", page.references.iter().map(|link| format!("<{link}>"))));
    parts.join("\n")
}

/// Writes the page about ignore directives that silence nothing.
pub fn unused_ignore() -> String {
    let (id, title) = (suppress::UNUSED, suppress::TITLE);
    format!(
        "# {title}\n\n`{id}` · severity {}\n\n## Why\n\n{}\n\n`--skip-policy {id}` turns it off.\n",
        suppress::SEVERITY,
        suppress::WHY
    )
}

/// A source with its document's title; one without a mark as it is.
fn document(source: &str) -> String {
    let titled = titles::section(source).map(|((_, title), section)| format!("{title}: {section}"));
    titled.unwrap_or_else(|| source.to_owned())
}

fn named(table: &[Titled], (mark, list): &(String, Vec<String>)) -> String {
    format!("{}: {}", titles::title(table, mark), list.join(", "))
}

fn section(title: &str, items: impl Iterator<Item = String>) -> Option<String> {
    let list: Vec<String> = items.map(|item| format!("- {item}\n")).collect();
    (!list.is_empty()).then(|| format!("## {title}\n\n{}", list.concat()))
}

fn fix(policy: &Policy) -> String {
    let kind = policy.select.first().map_or(Kind::DbInstance, |selector| selector.kind);
    let said = |language| change_in(language, kind, &policy.fix);
    let (cloudformation, terraform) = (said(Language::CloudFormation), said(Language::Terraform));
    let text = if cloudformation == terraform {
        format!("{}\n", capitalised(&terraform))
    } else {
        format!("- CloudFormation: {cloudformation}\n- Terraform: {terraform}\n")
    };
    let otherwise = policy.fix.otherwise.as_ref().and_then(|otherwise| match otherwise {
        Change::Text { terraform, .. } => Some(format!("\nWhere there is no such setting, {terraform}.\n")),
        Change::Set(_) => None,
    });
    let text = text + &otherwise.unwrap_or_default();
    let safety = match policy.fix.safety {
        Safety::Safe => "The change is safe",
        Safety::Unsafe => "Look before you change it",
    };
    let note = policy.fix.note.as_deref().map_or_else(|| ".".to_owned(), |note| format!(": {note}"));
    format!("{text}\n{safety}{note}\n")
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn example(example: &Example) -> String {
    let code = |language: &str, text: &Option<String>| {
        text.as_ref().map_or_else(String::new, |text| format!("\n```{language}\n{}\n```\n", text.trim_end()))
    };
    let (cfn, tf) = (code("yaml", &example.cfn), code("hcl", &example.tf));
    format!("### {}: {}\n{cfn}{tf}", capitalised(&example.name), example.expect.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::policy::ast::{Literal, Remedy, Requirement, Selector};
    use crate::policy::{Change, Expected, Subject};

    fn policy() -> Policy {
        Policy {
            id: "storage-unencrypted".into(),
            title: "Database storage is not encrypted at rest".into(),
            severity: Severity::High,
            tier: Tier::Recommended,
            select: vec![Selector { kind: Kind::DbInstance, filter: None }],
            require: Requirement::All(Vec::new()),
            message: "{resource} stores its data unencrypted".into(),
            fix: Remedy {
                change: Change::Set(vec![(Subject::Field("StorageEncrypted".into()), Literal::Bool(true))]),
                otherwise: None,
                safety: Safety::Unsafe,
                note: Some("replaces an existing instance".into()),
            },
        }
    }

    #[test]
    fn a_page_reads_from_top_to_bottom() {
        let text = page(
            &policy(),
            &Page {
                why: "Whoever gets the disk gets the data.".into(),
                sources: vec!["S1 Encryption at rest".into()],
                references: vec!["https://example.com/encryption".into()],
                controls: vec![("cis-aws-6.0".into(), vec!["3.2.1".into()])],
                peers: Vec::new(),
                examples: vec![Example {
                    name: "left at the default".into(),
                    expect: Expected::Fail,
                    cfn: None,
                    tf: Some("resource \"aws_db_instance\" \"a\" {}\n".into()),
                }],
            },
        );
        insta::assert_snapshot!(text, @r#"
        # Database storage is not encrypted at rest

        `storage-unencrypted` · severity high · recommended

        ## Why

        Whoever gets the disk gets the data.

        ## Fix

        - CloudFormation: set StorageEncrypted: true
        - Terraform: set storage_encrypted = true

        Look before you change it: replaces an existing instance

        ## Examples

        ### Left at the default: fail

        ```hcl
        resource "aws_db_instance" "a" {}
        ```

        ## Asked for by

        - PostgreSQL Security Best Practices (AWS whitepaper, 2024): Encryption at rest

        ## Controls

        - CIS Amazon Web Services Foundations Benchmark 6.0: 3.2.1

        ## Read on

        - <https://example.com/encryption>
        "#);
    }
}
