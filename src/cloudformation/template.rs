//! A template's sections, each indexed by name.

use super::transforms::{Declared, Loops, is_macro_key, may_include};
use crate::model::names_endpoint;
use crate::source::{Problem, ProblemKind};
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::value::Origin;
use memchr::memmem;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Whether a text can hold a template that matters here: one with an RDS resource, or that includes a file which may
/// have one.
pub(crate) fn may_matter(bytes: &[u8]) -> bool {
    names_database(bytes) || may_include(bytes)
}

/// Whether a text names a type of RDS, `GuardDuty`'s feature for databases, the right to log in to a database or, beside a
/// type of `CloudFormation`, a database's endpoint.
pub(crate) fn names_database(bytes: &[u8]) -> bool {
    let names = |needle: &[u8]| memmem::find(bytes, needle).is_some();
    [&b"AWS::RDS::"[..], b"RDS_LOGIN_EVENTS", b"rds-db:"].into_iter().any(names)
        || names_endpoint(bytes) && names(b"AWS::")
}

/// Whether a tree is a template: it says so, or it has resources with a type of CloudFormation's form, or macros that
/// make some.
pub fn is_template(root: &Node) -> bool {
    let declared = root.get("AWSTemplateFormatVersion").is_some();
    let typed = |entry: &Entry| {
        is_macro_key(&entry.key) || entry.value.get("Type").and_then(Node::as_text).is_some_and(|name| is_type(name))
    };
    root.get("Resources").is_some_and(|resources| declared || resources.entries().iter().any(typed))
}

fn is_type(name: &str) -> bool {
    let parts = name.split("::").collect::<Vec<_>>();
    matches!(parts[..], ["AWS" | "Custom" | "Alexa", _, ..] | [_, _, _]) && parts.iter().all(|part| !part.is_empty())
}

/// The entries of a section by name.
pub(super) type Section<'t> = FxHashMap<&'t str, &'t Entry>;

/// The sections that evaluation needs.
#[derive(Debug)]
pub(super) struct Template<'t> {
    /// `Parameters`, in source order.
    pub(super) parameters: &'t [Entry],
    /// `Rules`, in source order.
    pub(super) assertions: &'t [Entry],
    /// `Mappings`.
    pub(super) mappings: Section<'t>,
    /// `Conditions`.
    pub(super) conditions: Section<'t>,
    /// `Resources`, in source order.
    pub(super) resources: &'t [Entry],
    /// `Outputs`, in source order.
    pub(super) outputs: &'t [Entry],
    /// `Resources` by logical id.
    pub(super) by_id: Section<'t>,
    /// Whether names may be declared outside: by a transform, a macro, or in a part that could not be read. A
    /// reference to nothing is no problem then.
    pub(super) open: bool,
    /// Whether the template asks for `AWS::LanguageExtensions`.
    pub(super) language_extensions: bool,
    /// What the tree does not say of the loops that were written out in it.
    pub(super) loops: Option<&'t Loops>,
}

impl<'t> Template<'t> {
    /// Reads the sections; problems are sections and entries of the wrong shape.
    pub(super) fn read(root: &'t Node, incomplete: bool) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut section = |name: &str| -> &'t [Entry] {
            let Some(node) = root.get(name) else { return &[] };
            if !matches!(node.kind, NodeKind::Mapping(_)) && !node.is_null() {
                let message = format!("{name} must be a mapping");
                problems.push(Problem::at(ProblemKind::Meaning, node.span, message));
            }
            node.entries()
        };
        let parameters = section("Parameters");
        let assertions = section("Rules");
        let mappings = section("Mappings");
        let conditions = section("Conditions");
        let resources = section("Resources");
        let declared = Declared::read(root);
        let outputs = section("Outputs");
        let template = Self {
            parameters,
            assertions,
            mappings: index(mappings),
            conditions: index(conditions),
            resources,
            outputs,
            by_id: index(resources),
            open: incomplete || declared.is_open || has_macro(root),
            language_extensions: declared.language_extensions,
            loops: None,
        };
        (template, problems)
    }

    /// The same with what is known of loops that were written out.
    pub(super) fn with_loops(self, loops: Option<&'t Loops>) -> Self {
        Self { open: self.open || loops.is_some_and(|loops| loops.open), loops, ..self }
    }

    /// What an input is called in guards: a parameter by its name, unless a condition has that too.
    pub(super) fn input<'n>(&self, name: &'n str) -> Cow<'n, str> {
        if self.conditions.contains_key(name) { Cow::Owned(format!("Ref({name})")) } else { Cow::Borrowed(name) }
    }

    /// Where a node that is no function came from.
    pub(super) fn written(&self, node: &Node) -> Origin {
        let looped = self.loops.and_then(|loops| loops.origin(node)).cloned();
        looped.unwrap_or_else(|| Origin::written(node.span))
    }
}

fn has_macro(root: &Node) -> bool {
    let has = |node: &Node| node.entries().iter().any(|entry| is_macro_key(&entry.key));
    has(root) || root.entries().iter().any(|section| has(&section.value))
}

fn index(entries: &[Entry]) -> Section<'_> {
    entries.iter().map(|entry| (&*entry.key, entry)).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_template, may_matter};
    use crate::source::SourceMap;
    use crate::syntax::yaml;

    #[test]
    fn templates_are_told_by_their_resources() {
        let cases = [
            ("Resources: {A: {Type: 'AWS::RDS::DBInstance'}}", true),
            ("Resources: {A: 1, B: {Type: 'Custom::Thing'}}", true),
            ("Resources: {A: {Type: 'My::Own::Type'}}", true),
            ("{AWSTemplateFormatVersion: 2010-09-09, Resources: []}", true),
            ("Resources: {'Fn::ForEach::Loop': [A, [a], {}]}", true),
            ("AWSTemplateFormatVersion: 2010-09-09", false),
            ("Resources: {A: {Type: Deployment}}", false),
            ("Resources: {A: {Type: 'a::b'}}", false),
            ("Resources: [{Type: 'AWS::RDS::DBInstance'}]", false),
            ("kind: Pod", false),
            ("[1]", false),
        ];
        for (text, expected) in cases {
            let tree = yaml::parse(SourceMap::default().add("t", text), text).tree.unwrap();
            assert_eq!(is_template(&tree), expected, "{text}");
        }
        let host = "Host: orders.abc.eu-west-1.rds.amazonaws.com";
        assert!(may_matter(format!("Type: AWS::Lambda::Function\n{host}").as_bytes()));
        assert!(!may_matter(format!("kind: Pod\n{host}").as_bytes()));
        assert!(may_matter(b"Type: AWS::RDS::DBCluster") && !may_matter(b"Type: AWS::S3::Bucket"));
    }
}
