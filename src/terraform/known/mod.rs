//! Widely used modules that are not installed: what they would create, by a description of each.
//!
//! A description is Terraform code of our own that says what matters of a module: its variables with their defaults,
//! its databases and groups, and its outputs. It is evaluated like a local module. Its text is a part of rdslint and
//! of no run, so no place that leaves the evaluation lies in it: see [`FileId::is_embedded`]. What would be labelled
//! there is labelled at the call.

mod address;
mod table;
mod version;

use super::module::Module;
use super::overrides;
use crate::source::FileId;
use crate::syntax::hcl;
use crate::syntax::hcl::tree::{Block, Body, ExprKind, Name};
use address::Revision;
use std::sync::{Arc, OnceLock};
use table::{ROWS, Row};
use version::Releases;

pub(super) use table::NEEDLES;

/// How many texts a description may be made of.
const MAX_PARTS: usize = 4;

/// A module as some releases of it are.
#[derive(Debug)]
pub(super) struct Description {
    row: &'static Row,
    /// The module and the releases, for people.
    pub(super) title: Arc<str>,
    pub(super) module: Module,
}

/// What stands for a module that is not installed.
#[derive(Clone, Debug)]
pub(super) struct Stand {
    pub(super) description: &'static Description,
    /// Why it is not known which release it is: its resources are known to exist, and nothing of them.
    pub(super) unclear: Option<Arc<str>>,
}

/// The description that stands for the module that a call names, when it is a known one.
pub(super) fn called(call: &Block) -> Option<Stand> {
    let ExprKind::Text(source) = &call.body.attribute("source")?.value.kind else { return None };
    let address = address::parse(source)?;
    let rows = || ROWS.iter().enumerate().filter(|(_, row)| row.module == address.module && row.inner == address.inner);
    let (newest, _) = rows().next_back()?;
    let (releases, written) = releases(call, &address.revision);
    let found = releases.and_then(|wanted| rows().rfind(|(_, row)| !row.releases.and(wanted).is_empty()));
    let unclear = || format!("what {written} of {} sets is not known: it is not installed", address.module).into();
    Some(match found {
        Some((index, _)) => Stand { description: description(index)?, unclear: None },
        None => Stand { description: description(newest)?, unclear: Some(unclear()) },
    })
}

impl Stand {
    /// The description that stands for a module within the same module.
    pub(super) fn inner(&self, call: &Block) -> Option<Self> {
        let ExprKind::Text(source) = &call.body.attribute("source")?.value.kind else { return None };
        let inner = source.strip_prefix("./")?;
        let row = self.description.row;
        let same = |other: &Row| other.module == row.module && !other.releases.and(row.releases).is_empty();
        let index = ROWS.iter().position(|other| other.inner == inner && same(other))?;
        Some(Self { description: description(index)?, unclear: self.unclear.clone() })
    }
}

/// The releases that a call admits, when that is understood, and what it says of them.
fn releases(call: &Block, revision: &Revision<'_>) -> (Option<Releases>, String) {
    match revision {
        Revision::Newest => (Some(Releases::ALL), "the newest release".into()),
        Revision::Named(tag) => (Releases::tagged(tag), format!("the revision {tag}")),
        Revision::Elsewhere => match call.body.attribute("version").map(|version| &version.value.kind) {
            None => (Some(Releases::ALL), "the newest release".into()),
            Some(ExprKind::Text(text)) => (Releases::admitted(text), format!("version {text}")),
            Some(_) => (None, "the version that is computed".into()),
        },
    }
}

/// A row's description, parsed when it is first asked for.
fn description(index: usize) -> Option<&'static Description> {
    static PARSED: [OnceLock<Description>; ROWS.len()] = [const { OnceLock::new() }; ROWS.len()];
    let row = ROWS.get(index)?;
    let parsed = PARSED.get(index)?;
    Some(parsed.get_or_init(|| {
        let inner = if row.inner.is_empty() { String::new() } else { format!("//{}", row.inner) };
        let title = format!("{}{inner} (version {})", row.module, row.version);
        let mut whole = Body::default();
        for (part, text) in row.parts.iter().enumerate() {
            let number = u8::try_from(index * MAX_PARTS + part).unwrap_or(u8::MAX);
            overlay(&mut whole, expanded(hcl::parse(FileId::embedded(number), text).tree));
        }
        let file = FileId::embedded(u8::MAX);
        let module = Module::new(title.as_str().into(), vec![("main.tf".into(), file, whole)]);
        Description { row, module, title: title.into() }
    }))
}

/// Adds blocks to a description. What a block says takes the place of what an earlier one of that name says.
fn overlay(whole: &mut Body, more: Body) {
    for block in more.blocks {
        let name = |block: &Block| block.labels.iter().map(|label| label.text.clone()).collect::<Vec<_>>();
        let same = |other: &&mut Block| other.kind.text == block.kind.text && name(other) == name(&block);
        match whole.blocks.iter_mut().find(same) {
            Some(earlier) => overrides::merge(&mut earlier.body, block.body),
            None => whole.blocks.push(block),
        }
    }
}

/// A description's short form of variables in full: an argument of a `variables` block is a variable with its default.
fn expanded(mut body: Body) -> Body {
    let (short, mut blocks): (Vec<_>, Vec<_>) =
        body.blocks.into_iter().partition(|block| &*block.kind.text == "variables");
    for block in short {
        blocks.extend(block.body.attributes.into_iter().map(|mut variable| {
            let span = variable.name.span.to(variable.value.span);
            let header = variable.name.span;
            let label = std::mem::replace(&mut variable.name, Name { text: "default".into(), span: header });
            let kind = Name { text: "variable".into(), span: header };
            let body = Body { attributes: vec![variable], blocks: Vec::new() };
            Block { kind, labels: vec![label], body, header, span }
        }));
    }
    body.blocks = blocks;
    body
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terraform::Project;
    use crate::{model::Scope, source::SourceMap};

    /// A text of a Terraform file that calls the module of a row.
    fn call(row: &Row) -> String {
        let inner = if row.inner.is_empty() { String::new() } else { format!("//{}", row.inner) };
        let [major, minor, patch] = row.releases.from;
        let version = if minor == u64::MAX { String::new() } else { format!("version = \"{major}.{minor}.{patch}\"") };
        format!("module \"m\" {{\n  source = \"{}{inner}\"\n  {version}\n}}\n", row.module)
    }

    #[test]
    fn descriptions_are_read_and_evaluated_without_a_problem() {
        for row in ROWS {
            let mut sources = SourceMap::default();
            for part in row.parts {
                assert_eq!(hcl::parse(FileId::embedded(0), part).problems, [], "{row:?}");
            }
            let text = call(row);
            let file = sources.add("main.tf", &text);
            let project = Project::new(vec![("main.tf".into(), file, hcl::parse(file, &text).tree)], Vec::new());
            let evaluation = project.evaluate(".", Scope(0));
            assert_eq!(evaluation.problems, [], "{text}");
            assert!(row.inner.contains("option_group") || !evaluation.resources.is_empty(), "{text}");
            assert!(evaluation.resources.iter().all(|resource| resource.more_attributes.is_none()), "{text}");
        }
    }

    #[test]
    fn every_description_refers_to_what_it_declares() {
        for (index, row) in ROWS.iter().enumerate() {
            let module = &description(index).unwrap().module;
            for name in row.parts.iter().flat_map(|part| part.split("var.").skip(1)) {
                let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
                assert!(module.variables.contains_key(&name[..end]), "var.{} of {row:?}", &name[..end]);
            }
        }
    }

    #[test]
    fn calls_are_noticed_by_their_bytes() {
        for row in ROWS {
            let (owner, rest) = row.module.split_once('/').unwrap();
            let (name, provider) = rest.split_once('/').unwrap();
            for text in
                [call(row), format!("git::https://github.com/{owner}/terraform-{provider}-{name}.git?ref=v1.0.0")]
            {
                assert!(crate::terraform::names_database(text.as_bytes()), "{text}");
            }
        }
    }

    #[test]
    fn every_text_has_a_number() {
        assert!(ROWS.len() * MAX_PARTS < usize::from(u8::MAX));
        assert!(ROWS.iter().all(|row| row.parts.len() <= MAX_PARTS));
    }
}
