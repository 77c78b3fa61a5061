//! The examples of a policy with what rdslint says of them, word for word.

use super::capitalised;
use crate::catalog::Catalog;
use crate::conceal::{MASK, Masks};
use crate::lint;
use crate::policy::{Example, Expected, Policy};
use crate::report::{self, Options};
use crate::source::SourceMap;
use std::borrow::Cow;

/// One example as it stands on a page: its texts, each with what is printed.
pub(super) fn section(catalog: &Catalog, policy: &Policy, example: &Example) -> String {
    let said = match example.expect {
        Expected::Fail => "fails",
        Expected::Pass => "passes",
        Expected::Unknown => "cannot be decided",
        Expected::NotApplicable => "does not apply",
    };
    let template = example.cfn.as_deref().map(|text| shown(catalog, policy, &TEMPLATE, &whole(text)));
    let module = example.tf.as_deref().map(|text| shown(catalog, policy, &MODULE, text));
    let parts: Vec<String> = template.into_iter().chain(module).collect();
    format!("### {}: {said}\n\n{}", capitalised(&example.name), parts.join("\n"))
}

/// How a language is shown: its name, the name of the file, and the word for its code.
struct Shown {
    language: &'static str,
    file: &'static str,
    code: &'static str,
}

const TEMPLATE: Shown = Shown { language: "CloudFormation", file: "template.yaml", code: "yaml" };
const MODULE: Shown = Shown { language: "Terraform", file: "main.tf", code: "hcl" };

fn shown(catalog: &Catalog, policy: &Policy, shown: &Shown, text: &str) -> String {
    let Shown { language, file, code } = shown;
    let text = text.trim_end();
    let said = printed(catalog, policy, file, &format!("{text}\n"));
    let is_own = catalog.own().iter().any(|own| own.id == policy.id);
    let text = if is_own { masked(file, text).into() } else { Cow::Borrowed(text) };
    let said = if said.is_empty() { said } else { format!("\n```text\n{said}\n```\n") };
    format!("{language}, `{file}`:\n\n```{code}\n{text}\n```\n{said}")
}

/// A text without what looks like a secret: an example may be a part of somebody's own source.
fn masked(file: &str, text: &str) -> String {
    let mut sources = SourceMap::default();
    let id = sources.add(file, text);
    let mut masked = text.to_owned();
    for secret in Masks::new(&sources, &[]).of(id).iter().rev() {
        masked.replace_range(secret.clone(), MASK);
    }
    masked
}

/// What rdslint prints of one policy on a text, without its summary.
fn printed(catalog: &Catalog, policy: &Policy, file: &str, text: &str) -> String {
    let checked = lint::check_text(file, text, catalog, &[policy]);
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _ = report::details(&checked, &[], Options::default(), &mut out);
    String::from_utf8_lossy(&out).trim_end().to_owned()
}

/// The text of a whole template, where only its resources are given, too.
pub fn whole(text: &str) -> String {
    if text.lines().any(|line| line.starts_with("Resources:")) {
        return text.to_owned();
    }
    let indented = text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") });
    format!("Resources:\n{}", indented.collect::<String>())
}
