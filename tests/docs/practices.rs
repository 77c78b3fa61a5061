//! The table of what the documents ask for, practice by practice: the policies that implement it, or why none can.

use super::check;
use rdslint::catalog::Catalog;
use rdslint::policy::titles::{self, DOCUMENTS, Titled};
use std::collections::BTreeMap;
use std::fmt::Write;

const TABLE: &str = include_str!("../../policies/practices.tsv");

const HEAD: &str = "\
# The practices of the documents

rdslint is built on five documents about the security of PostgreSQL in RDS and Aurora. This is what they ask for, in our words, with
the policies that look after it. Where there is none, or where one cannot do all, stands the reason.
";

/// One practice of a document.
struct Practice<'t> {
    document: &'t str,
    section: &'t str,
    text: &'t str,
    policies: Vec<&'t str>,
    reason: &'t str,
}

impl Practice<'_> {
    fn is_in(&self, (mark, _): &Titled) -> bool {
        self.document == *mark
    }

    /// The source of a policy that names the practice's section.
    fn source(&self) -> String {
        format!("{} {}", self.document, self.section)
    }
}

fn practices() -> Vec<Practice<'static>> {
    let rows = TABLE.lines().skip(1).map(|line| {
        let [document, section, text, policies, reason] = *line.split('\t').collect::<Vec<_>>() else {
            panic!("five columns: {line}")
        };
        Practice { document, section, text, policies: policies.split_whitespace().collect(), reason }
    });
    rows.collect()
}

#[test]
fn every_practice_has_a_policy_or_a_reason() {
    let catalog = Catalog::embedded();
    let mut wrong = Vec::new();
    for practice in practices() {
        wrong.extend(titles::known_source(&practice.source()).err());
        wrong.extend(practice.policies.iter().filter_map(|id| catalog.find(id).err()).map(|error| error.to_string()));
        if practice.policies.is_empty() && practice.reason.is_empty() {
            wrong.push(format!("`{}` has neither a policy nor a reason", practice.text));
        }
    }
    assert!(wrong.is_empty(), "policies/practices.tsv:\n{}", wrong.join("\n"));
}

#[test]
fn every_policy_stands_in_a_row_of_each_section_that_it_names() {
    let (catalog, practices) = (Catalog::embedded(), practices());
    let is_named = |id: &str, source: &str| {
        practices.iter().any(|practice| practice.source() == source && practice.policies.contains(&id))
    };
    let mut missing = Vec::new();
    for policy in catalog.policies() {
        let sources = catalog.page(&policy.id).unwrap().sources.iter();
        let unnamed = sources.filter(|source| titles::section(source).is_some() && !is_named(&policy.id, source));
        missing.extend(unnamed.map(|source| format!("{source}: {}", policy.id)));
    }
    assert!(missing.is_empty(), "no row of policies/practices.tsv names\n{}", missing.join("\n"));
}

#[test]
fn the_page_is_the_table() {
    let practices = practices();
    let with = practices.iter().filter(|practice| !practice.policies.is_empty()).count();
    let mut text =
        format!("{HEAD}\n{} practices: {with} have policies, {} cannot.\n", practices.len(), practices.len() - with);
    for document in DOCUMENTS {
        write!(
            text,
            "\n## {}\n\n| section | practice | policies | why not, or not all |\n|---|---|---|---|\n",
            document.1
        )
        .unwrap();
        let mut last = "";
        for practice in practices.iter().filter(|practice| practice.is_in(document)) {
            let section = if practice.section == last { "" } else { practice.section };
            last = practice.section;
            let links: Vec<String> = practice.policies.iter().map(|id| format!("[{id}](policies/{id}.md)")).collect();
            writeln!(text, "| {section} | {} | {} | {} |", practice.text, links.join(", "), practice.reason).unwrap();
        }
    }
    check(BTreeMap::from([("practices.md".to_owned(), text)]));
}

#[test]
fn the_table_is_in_the_order_of_the_documents() {
    let place = |practice: &Practice<'_>| {
        let section = titles::sections(practice.document).iter().position(|section| *section == practice.section);
        (practice.document.to_owned(), section)
    };
    let places: Vec<_> = practices().iter().map(place).collect();
    assert!(places.is_sorted(), "policies/practices.tsv");
}
