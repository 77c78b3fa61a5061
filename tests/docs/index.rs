//! The index of the pages: by topic, by document, by control, and by what other tools call them.

use super::check;
use rdslint::catalog::Catalog;
use rdslint::policy::titles::{self, DOCUMENTS, FRAMEWORKS, TOOLS, Titled};
use rdslint::policy::{Page, Policy};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write;

const HEAD: &str = "\
# Policies

What rdslint asks of databases, a page each: why it matters, what to do and what that does to a running database, and examples
with what rdslint says of them. `rdslint explain ID` prints a page; it takes the ids of other tools, too.

[By topic](#by-topic) · [by document](#by-document) · [by control](#by-control) · [by the check of another tool](#by-the-check-of-another-tool)
";

/// A policy with its page.
type Entry<'c> = (&'c Policy, &'c Page);

#[test]
fn the_index_names_every_policy() {
    let catalog = Catalog::embedded();
    let entries: Vec<Entry<'_>> =
        catalog.policies().iter().map(|policy| (policy, catalog.page(&policy.id).unwrap())).collect();
    let parts = [
        HEAD.to_owned(),
        format!("## By topic\n\n{}", by_topic(&entries)),
        format!("## By document\n\n{}", by_document(&entries)),
        format!("## By control\n\n{}", by_mark(&entries, FRAMEWORKS, "control", |page| &page.controls)),
        format!("## By the check of another tool\n\n{}", by_mark(&entries, TOOLS, "check", |page| &page.peers)),
    ];
    check(BTreeMap::from([("policies/README.md".to_owned(), parts.join("\n"))]));
}

fn link(policy: &Policy) -> String {
    format!("[{0}]({0}.md)", policy.id)
}

fn links<'p>(policies: impl IntoIterator<Item = &'p Policy>) -> String {
    policies.into_iter().map(link).collect::<Vec<_>>().join(", ")
}

fn by_topic(entries: &[Entry<'_>]) -> String {
    let mut topics: BTreeMap<&str, Vec<&Policy>> = BTreeMap::new();
    for (policy, page) in entries {
        topics.entry(&page.topic).or_default().push(policy);
    }
    let section = |(topic, policies): (&str, Vec<&Policy>)| {
        let mut text = format!("### {topic}\n\n| policy | reports | severity | tier |\n|---|---|---|---|\n");
        for policy in policies {
            let Policy { title, severity, tier, .. } = policy;
            writeln!(text, "| {} | {title} | {severity} | {} |", link(policy), tier.as_str()).unwrap();
        }
        text
    };
    topics.into_iter().map(section).collect::<Vec<_>>().join("\n")
}

fn by_document(entries: &[Entry<'_>]) -> String {
    let of = |mark: &str, section: &str| {
        let source = format!("{mark} {section}");
        let asking = entries.iter().filter(move |(_, page)| page.sources.contains(&source));
        links(asking.map(|(policy, _)| *policy))
    };
    let document = |(mark, title): &Titled| {
        let mut text = format!("### {title}\n\n| section | policies |\n|---|---|\n");
        for section in titles::sections(mark) {
            let policies = of(mark, section);
            if !policies.is_empty() {
                writeln!(text, "| {section} | {policies} |").unwrap();
            }
        }
        text
    };
    let rest =
        "[The practices of these documents](../practices.md), one by one, with the reasons where there is no policy.\n";
    format!("{rest}\n{}", DOCUMENTS.iter().map(document).collect::<Vec<_>>().join("\n"))
}

/// The ids that a page names, by the marks of who has them.
type Marks = Vec<(String, Vec<String>)>;

fn by_mark<'c>(entries: &[Entry<'c>], table: &[Titled], what: &str, of: fn(&Page) -> &Marks) -> String {
    let mut marks: BTreeMap<&str, BTreeMap<Natural<'c>, Vec<&Policy>>> = BTreeMap::new();
    for (policy, page) in entries {
        for (mark, ids) in of(page) {
            for id in ids {
                marks.entry(mark).or_default().entry(Natural(id)).or_default().push(policy);
            }
        }
    }
    let section = |(mark, title): &Titled| {
        let ids = marks.get(mark)?;
        let mut text = format!("### {title}\n\n| {what} | policies |\n|---|---|\n");
        for (Natural(id), policies) in ids {
            writeln!(text, "| `{id}` | {} |", links(policies.iter().copied())).unwrap();
        }
        Some(text)
    };
    table.iter().filter_map(section).collect::<Vec<_>>().join("\n")
}

/// An id in the order that people expect: numbers in it count as numbers.
#[derive(PartialEq, Eq)]
struct Natural<'t>(&'t str);

impl Natural<'_> {
    fn pieces(&self) -> Vec<(u64, &str)> {
        let is_edge = |(left, right): (char, char)| left.is_ascii_digit() != right.is_ascii_digit();
        let characters = self.0.char_indices().zip(self.0.chars().skip(1));
        let edges = characters.filter(|((_, left), right)| is_edge((*left, *right)));
        let ends: Vec<usize> = edges.map(|((at, left), _)| at + left.len_utf8()).chain([self.0.len()]).collect();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let pieces = starts.zip(&ends).map(|(start, end)| &self.0[start..*end]);
        pieces.map(|piece| (piece.parse().unwrap_or_default(), piece)).collect()
    }
}

impl Ord for Natural<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.pieces().cmp(&other.pieces())
    }
}

impl PartialOrd for Natural<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[test]
fn numbers_count_as_numbers() {
    let mut ids = ["RDS.12", "RDS.3", "CKV2_AWS_69", "CKV_AWS_16", "CKV_AWS_133"].map(Natural);
    ids.sort();
    assert_eq!(ids.map(|id| id.0), ["CKV2_AWS_69", "CKV_AWS_16", "CKV_AWS_133", "RDS.3", "RDS.12"]);
}
