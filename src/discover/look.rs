//! A first look at a file's bytes: whether it can matter, before it costs a decoding or a parse.

use super::decode::{Flaw, decode, is_utf16};
use super::formats::Format;
use super::graph::{self, ModuleFile};
use super::walk::Candidate;
use crate::{cloudformation, terraform};
use memchr::memmem;

/// What a first look at a file tells.
#[derive(Debug)]
pub(super) struct Looked {
    pub(super) path: String,
    pub(super) format: Format,
    /// Whether it was given by its name.
    pub(super) is_named: bool,
    /// Whether it is Terraform's or seems to be a template, with a database or without.
    pub(super) is_ours: bool,
    /// The text with its first flaw, when it can matter.
    pub(super) text: Option<(String, Option<Flaw>)>,
    /// What it is that was meant as a plan and is none.
    pub(super) mistaken: Option<&'static str>,
    /// What a Terraform file says about its directory.
    pub(super) module: Option<ModuleFile>,
}

/// Looks at a file's bytes.
pub(super) fn look(candidate: Candidate, bytes: &[u8]) -> Looked {
    let is_manifest = candidate.path.file_name().is_some_and(|name| name == cloudformation::MANIFEST);
    let Candidate { place: path, format, is_named, .. } = candidate;
    let is_ours = format == Format::Terraform;
    let mut looked = Looked { path, format, is_named, is_ours, text: None, mistaken: None, module: None };
    if format == Format::Template && terraform::may_be_plan(bytes) {
        return plan(looked, bytes);
    }
    if format == Format::Template && is_manifest && cloudformation::may_be_assembly(bytes) {
        return Looked { format: Format::Assembly, text: Some(decode(bytes)), ..looked };
    }
    if format == Format::Template && is_named {
        looked.mistaken = terraform::mistaken_for_plan(bytes);
    }
    if looked.mistaken.is_some() {
        return Looked { is_ours: true, ..looked };
    }
    if format == Format::Template && !is_utf16(bytes) {
        looked.is_ours = is_like_template(bytes);
        if !looked.is_ours || !can_matter(bytes) {
            return looked;
        }
    }
    let (text, flaw) = decode(bytes);
    if format == Format::Template && is_utf16(bytes) && terraform::may_be_plan(text.as_bytes()) {
        return plan(looked, text.as_bytes());
    }
    match format {
        Format::Template => looked.is_ours = is_like_template(text.as_bytes()),
        Format::Terraform => looked.module = Some(graph::module_file(&looked.path, &text)),
        Format::Variables | Format::Manifest | Format::Assembly | Format::Plan | Format::Given => {}
    }
    if format != Format::Template || can_matter(text.as_bytes()) {
        looked.text = Some((text, flaw));
    }
    looked
}

/// Whether a text seems to be a template. The tree that the CDK writes beside templates names types, too.
pub(super) fn is_like_template(bytes: &[u8]) -> bool {
    [&b"AWS::"[..], b"Resources"].iter().all(|word| memmem::find(bytes, word).is_some())
}

/// Whether a template has a database, may create a stack that has one, or may export what one imports.
fn can_matter(bytes: &[u8]) -> bool {
    cloudformation::may_matter(bytes) || cloudformation::may_create(bytes) || cloudformation::may_export(bytes)
}

/// A plan counts as met whatever it holds; without a database it is not read.
fn plan(looked: Looked, bytes: &[u8]) -> Looked {
    let text = terraform::names_database(bytes).then(|| decode(bytes));
    Looked { format: Format::Plan, is_ours: true, text, ..looked }
}
