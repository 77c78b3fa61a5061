//! Resources that create a stack from another template, and which template that is, as far as the text says.

use super::call::{Call, literal_text};
use super::project::file_name;
use crate::source::Span;
use crate::syntax::node::{Entry, Node, NodeKind};
use memchr::memmem;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The types of resources that create stacks, each with the property that names the template.
const TYPES: [(&str, Kind, &str); 3] = [
    ("AWS::CloudFormation::Stack", Kind::Stack, "TemplateURL"),
    ("AWS::CloudFormation::StackSet", Kind::Set, "TemplateURL"),
    ("AWS::Serverless::Application", Kind::Stack, "Location"),
];

/// How deep loops may nest around a resource.
const MAX_LOOPS: usize = 8;

/// The keys whose values name templates.
const KEYS: [&str; 3] = ["TemplateURL", "Location", "aws:asset:path"];

/// What the names of templates end with.
const ENDINGS: [&str; 4] = ["json", "template", "yaml", "yml"];

/// Whether a text can hold a template that creates stacks.
pub(crate) fn may_create(bytes: &[u8]) -> bool {
    [&b"AWS::CloudFormation::Stack"[..], b"AWS::Serverless::Application"]
        .iter()
        .any(|name| memmem::find(bytes, name).is_some())
}

/// The paths of files that a template seems to create stacks from, and the names of files in it that may end addresses,
/// without a parse.
pub(crate) fn template_paths(text: &str) -> (Vec<&str>, Vec<&str>) {
    let places = KEYS.iter().flat_map(|key| memmem::find_iter(text.as_bytes(), key).map(move |at| at + key.len()));
    let values = places.filter_map(|at| first_value(text.get(at..)?)).filter(|value| !value.contains("://"));
    let plain =
        values.filter_map(|value| value.trim_start_matches(['"', '\'']).split(['"', '\'', ',', '}', '#']).next());
    let is_path = |path: &&str| !path.is_empty() && !path.starts_with(['!', '{', '$', '&', '*']);
    let paths: Vec<&str> = plain.map(str::trim).filter(is_path).collect();
    let own: FxHashSet<&str> = paths.iter().map(|path| file_name(path)).collect();
    let names = file_names(text).into_iter().filter(|name| !own.contains(name)).collect();
    (paths, names)
}

/// The names in a text that a template's file may have, each once.
pub(crate) fn file_names(text: &str) -> Vec<&str> {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let words = text.split(|letter| !is_part(letter)).map(|word| word.trim_end_matches('.'));
    let mut known = FxHashSet::default();
    let is_name =
        |word: &&str| word.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && ENDINGS.contains(&ending));
    words.filter(is_name).filter(|word| known.insert(*word)).collect()
}

/// What stands behind a key on the same line.
fn first_value(behind: &str) -> Option<&str> {
    let line = behind.lines().next()?;
    Some(line.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?.trim_start())
}

/// What a resource creates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A stack beside its own.
    Stack,
    /// Stacks in any accounts and regions.
    Set,
}

/// A resource that creates stacks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Creator<'t> {
    pub(super) kind: Kind,
    /// The resource.
    pub(super) node: &'t Node,
    property: &'static str,
}

/// Where a template is said to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A file, seen from the folder of the template that names it.
    Path(String),
    /// The last parts of an address, as far as they are known, the last one first.
    Url(Vec<String>),
    /// The text of a property, by where it stands.
    Body(Span),
}

impl<'t> Creator<'t> {
    /// The creator that a resource is, if it is one.
    pub(super) fn read(resource: &'t Node) -> Option<Self> {
        let type_name = resource.get("Type").and_then(literal_text)?;
        let (_, kind, property) = TYPES.iter().find(|(name, ..)| *name == &**type_name)?;
        Some(Self { kind: *kind, node: resource, property })
    }

    /// A property of the resource.
    pub(super) fn property(&self, name: &str) -> Option<&'t Node> {
        self.node.get("Properties")?.get(name)
    }

    /// Where its template is. What the CDK wrote down about its asset comes first: the property is an address then.
    pub(super) fn source(&self) -> Option<Source> {
        let asset = self.node.get("Metadata").and_then(|metadata| metadata.get("aws:asset:path")?.as_text());
        if let Some(path) = asset {
            return Some(Source::Path(path.to_string()));
        }
        if let Some(body) = self.body() {
            return Some(Source::Body(body.span));
        }
        let node = self.property(self.property)?;
        match literal_text(node) {
            Some(text) if !text.contains("://") => Some(Source::Path(text.to_string())),
            _ => Some(Source::Url(last_parts(&text(node)?))),
        }
    }

    /// The property whose text is the template, of a stack set.
    fn body(&self) -> Option<&'t Node> {
        self.property("TemplateBody").filter(|body| self.kind == Kind::Set && literal_text(body).is_some())
    }

    /// The names of the parameters that it gives; `None` where they are not written as such.
    pub(super) fn given(&self) -> Option<Vec<&'t str>> {
        let Some(node) = self.property("Parameters") else { return Some(Vec::new()) };
        match (&node.kind, self.kind) {
            _ if Call::read(node).is_some() => None,
            (NodeKind::Mapping(entries), _) => Some(entries.iter().map(|entry| &*entry.key).collect()),
            (NodeKind::Sequence(items), Kind::Set) => {
                items.iter().map(|item| literal_text(item.get("ParameterKey")?).map(|name| &**name)).collect()
            }
            _ => None,
        }
    }
}

/// Where the texts stand that a template's resources create stacks from.
pub(crate) fn bodies(root: &Node) -> Vec<Span> {
    all(root).iter().filter_map(|creator| Some(creator.body()?.span)).collect()
}

/// The path of a template that is a text in another one.
pub(crate) fn body_path(template: &str, body: Span) -> Arc<str> {
    format!("{template}#{}", body.start).into()
}

/// All creators of a template, those in loops too.
pub(super) fn all(root: &Node) -> Vec<Creator<'_>> {
    let mut found = Vec::new();
    if let Some(resources) = root.get("Resources") {
        within(resources.entries(), 0, &mut found);
    }
    found
}

fn within<'t>(entries: &'t [Entry], depth: usize, found: &mut Vec<Creator<'t>>) {
    for entry in entries {
        if entry.key.starts_with("Fn::ForEach") {
            if depth < MAX_LOOPS {
                entry.value.items().iter().for_each(|item| within(item.entries(), depth + 1, found));
            }
        } else {
            found.extend(Creator::read(&entry.value));
        }
    }
}

/// What stands for a part of a text that is not written.
const GAP: &str = "\u{0}";

/// The text of a node, with gaps for what is not written.
fn text(node: &Node) -> Option<String> {
    if let Some(text) = literal_text(node) {
        return Some(text.to_string());
    }
    let call = Call::read(node)?;
    match (call.name, call.text(), call.items()) {
        ("Sub", Some(text), _) => Some(gapped(text)),
        ("Sub", None, [text, ..]) => Some(gapped(literal_text(text)?)),
        ("Join", _, [delimiter, items]) => {
            let part = |item: &Node| literal_text(item).map_or_else(|| GAP.to_owned(), ToString::to_string);
            Some(items.items().iter().map(part).collect::<Vec<_>>().join(literal_text(delimiter)?))
        }
        _ => None,
    }
}

/// A text of `Fn::Sub` with gaps for its names.
fn gapped(text: &str) -> String {
    let mut pieces = text.split("${");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out += GAP;
        out += piece.split_once('}').map_or("", |(_, rest)| rest);
    }
    out
}

/// The last parts of an address that are written as such, the last one first.
fn last_parts(address: &str) -> Vec<String> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let known = path.rsplit('/').take_while(|part| !part.is_empty() && !part.contains(GAP));
    known.map(str::to_owned).collect()
}

/// The path of a file that is named in a template, among the paths of a run.
pub fn join(template: &str, path: &str) -> Arc<str> {
    let folder = template.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (root, start) = if path.starts_with('/') || (folder.is_empty() && template.starts_with('/')) {
        ("/", "")
    } else if template.starts_with('/') {
        ("/", folder)
    } else {
        ("", folder)
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(path.split(['/', '\\'])) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("{root}{}", parts.join("/")).into()
}

#[cfg(test)]
mod tests {
    use super::{Creator, Source, join, template_paths};
    use crate::source::SourceMap;
    use crate::syntax::yaml;

    fn source(text: &str) -> Option<Source> {
        let tree = yaml::parse(SourceMap::default().add("t", text), text).tree?;
        Creator::read(&tree)?.source()
    }

    fn url(parts: &[&str]) -> Source {
        Source::Url(parts.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_resource_says_where_its_template_is() {
        let stack =
            |url: &str| source(&format!("Type: AWS::CloudFormation::Stack\nProperties: {{TemplateURL: {url}}}"));
        assert_eq!(stack("./db.yaml"), Some(Source::Path("./db.yaml".into())));
        assert_eq!(stack("https://b.s3.amazonaws.com/v1/db.yaml?x=1"), Some(url(&["db.yaml", "v1"])));
        assert_eq!(stack("!Sub 'https://${B}.s3.amazonaws.com/${P}x/t/db.yaml'"), Some(url(&["db.yaml", "t"])));
        assert_eq!(stack("!Sub ['https://${B}/t/db.yaml', {B: x}]"), Some(url(&["db.yaml", "t"])));
        assert_eq!(stack("!Join ['/', ['https://x', !Ref B, t, db.yaml]]"), Some(url(&["db.yaml", "t"])));
        assert_eq!(stack("!Ref Url"), None);
        let asset = "Type: AWS::CloudFormation::Stack\nMetadata: {aws:asset:path: N.nested.template.json}\nProperties: \
                     {TemplateURL: {Ref: Url}}";
        assert_eq!(source(asset), Some(Source::Path("N.nested.template.json".into())));
        let application = "Type: AWS::Serverless::Application\nProperties: {Location: {ApplicationId: a}}";
        assert_eq!(source(application), None);
        assert_eq!(source("Type: AWS::RDS::DBInstance"), None);
    }

    #[test]
    fn paths_are_found_without_a_parse() {
        let text = "T: AWS::CloudFormation::Stack\nTemplateURL: ./a.yaml # x\n\"aws:asset:path\": \"b.json\",\n\
                    {TemplateURL: 'c.yaml', Location: d/e.yaml}\nTemplateURL: https://x/f.yaml\nTemplateURL: !Sub '${G}/g.json'\n";
        assert_eq!(template_paths(text), (vec!["./a.yaml", "c.yaml", "d/e.yaml", "b.json"], vec!["f.yaml", "g.json"]));
        let joined = "Fn::Join: ['/', [https://x, !Ref B,\n  db.yaml]] # db.yaml. x.yamls .yaml";
        assert_eq!(template_paths(joined), (vec![], vec!["db.yaml"]));
    }

    #[test]
    fn paths_are_seen_from_the_folder_of_the_template() {
        for (template, path, expected) in [
            ("root.yaml", "db.yaml", "db.yaml"),
            ("infra/root.yaml", "./nested/db.yaml", "infra/nested/db.yaml"),
            ("infra/root.yaml", "../db.yaml", "db.yaml"),
            ("root.yaml", "../db.yaml", "../db.yaml"),
            ("/w/infra/root.yaml", "../db.yaml", "/w/db.yaml"),
            ("infra/root.yaml", "/w/db.yaml", "/w/db.yaml"),
            ("../root.yaml", "../db.yaml", "../../db.yaml"),
            ("/w/root.yaml", "x/../db.yaml", "/w/db.yaml"),
        ] {
            assert_eq!(&*join(template, path), expected);
        }
    }
}
