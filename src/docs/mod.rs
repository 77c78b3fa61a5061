//! A policy's page: what `explain` prints, and what `docs/policies` has, as Markdown.

mod examples;
mod foreign;

use crate::catalog::Catalog;
use crate::finding::Safety;
use crate::model::Language;
use crate::policy::titles::{self, FRAMEWORKS, TOOLS, Titled};
use crate::policy::{Change, Page, Policy, change_in};
use crate::suppress;
pub use examples::whole;
pub use foreign::{Meant, find};

/// Where the source of this build can be read: the key `repository` of its manifest, empty where there is none.
pub(crate) const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The address of a policy's page in a repository, as it was when this version was made.
pub fn address(repository: &str, id: &str) -> Option<String> {
    let repository = repository.trim_end_matches('/');
    let version = env!("CARGO_PKG_VERSION");
    (!repository.is_empty()).then(|| format!("{repository}/blob/v{version}/docs/policies/{id}.md"))
}

/// Writes the page of a policy: Markdown, with links to the pages of its neighbours.
pub fn page(catalog: &Catalog, policy: &Policy) -> Option<String> {
    let page = catalog.page(&policy.id)?;
    let mut parts = vec![head(policy), format!("## Why\n\n{}\n", page.why), format!("## Fix\n\n{}", fix(policy))];
    parts.extend(section("Asked for by", page.sources.iter().map(|source| document(source))));
    parts.extend(section("Controls", page.controls.iter().map(|entry| named(FRAMEWORKS, entry))));
    parts.extend(section("The same in other tools", page.peers.iter().map(|entry| named(TOOLS, entry))));
    parts.extend(section("Read on", page.references.iter().map(|link| format!("<{link}>"))));
    parts.extend(section("Neighbours", neighbours(catalog, policy, page).map(link)));
    parts.extend(examples(catalog, policy, page));
    Some(parts.join("\n"))
}

/// The examples come last: they are many times as long as all the rest.
fn examples(catalog: &Catalog, policy: &Policy, page: &Page) -> Option<String> {
    let sections: Vec<String> =
        page.examples.iter().map(|example| examples::section(catalog, policy, example)).collect();
    (!sections.is_empty()).then(|| format!("## Examples\n\n{}", sections.join("\n")))
}

fn head(policy: &Policy) -> String {
    let only = policy.only.map_or_else(String::new, |only| format!(" · only in {}", only.name()));
    let Policy { title, id, severity, tier, .. } = policy;
    format!("# {title}\n\n`{id}` · severity {severity} · tier {}{only}\n", tier.as_str())
}

/// The other policies of the same topic.
fn neighbours<'c>(catalog: &'c Catalog, policy: &'c Policy, page: &'c Page) -> impl Iterator<Item = &'c Policy> {
    let is_near = move |other: &&Policy| {
        other.id != policy.id && catalog.page(&other.id).is_some_and(|near| near.topic == page.topic)
    };
    catalog.policies().iter().filter(is_near)
}

/// A link from one page to another.
fn link(policy: &Policy) -> String {
    format!("[{}]({}.md): {}", policy.id, policy.id, policy.title)
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
    format!("{}: `{}`", titles::title(table, mark), list.join("`, `"))
}

fn section(title: &str, items: impl Iterator<Item = String>) -> Option<String> {
    let list: Vec<String> = items.map(|item| format!("- {item}\n")).collect();
    (!list.is_empty()).then(|| format!("## {title}\n\n{}", list.concat()))
}

fn fix(policy: &Policy) -> String {
    let (cloudformation, terraform) = (said(policy, Language::CloudFormation), said(policy, Language::Terraform));
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

/// What to do in a language: each way once, where kinds of entities differ in it.
fn said(policy: &Policy, language: Language) -> String {
    let mut ways: Vec<String> = Vec::new();
    for way in policy.select.iter().map(|selector| change_in(language, selector.kind, &policy.fix)) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    ways.join(", or ")
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn pages_have_addresses_where_the_repository_has_one() {
        assert_eq!(address("", "storage-unencrypted"), None);
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            address("https://git.example.com/team/rdslint/", "storage-unencrypted"),
            Some(format!("https://git.example.com/team/rdslint/blob/v{version}/docs/policies/storage-unencrypted.md"))
        );
    }
}
