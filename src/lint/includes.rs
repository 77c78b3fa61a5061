//! The files that templates include by `AWS::Include`, as far as they lie in what is scanned.

use super::templates::{Read, metadata_directives, parse_template};
use crate::cloudformation;
use crate::discover::Input;
use crate::source::{FileId, Files};
use crate::suppress;
use crate::syntax::node::Node;
use rustc_hash::FxHashMap;

/// What is known of included files: their trees, by their ids.
type Known = FxHashMap<FileId, Option<Node>>;

/// Puts included files into the templates that include them, and drops templates that have no database even so.
pub(super) fn include(read: &mut Vec<Read>, input: &mut Input) {
    let mut known = Known::default();
    read.retain_mut(|read| {
        let Some(file) = read.template.as_ref().map(|template| template.file) else { return true };
        let text = input.sources.file(file).text().clone();
        if !cloudformation::may_include(text.as_bytes()) {
            return true;
        }
        let mut names_database = cloudformation::names_database(text.as_bytes());
        let Some(mut template) = read.template.take() else { return true };
        let root = cloudformation::include(&template.root, &mut |path| {
            let part = part(path, file, read, input, &mut known)?;
            let text = input.sources.file(part.span.file).text();
            names_database |= cloudformation::names_database(text.as_bytes());
            Some(part)
        });
        template.root = root;
        let included = metadata_directives(&template.root).into_iter().filter(|directive| directive.span.file != file);
        read.directives.extend(included);
        read.template = Some(template);
        names_database
    });
}

/// The tree of an included file.
fn part(path: &str, by: FileId, read: &mut Read, input: &mut Input, known: &mut Known) -> Option<Node> {
    let file = find(path, by, input)?;
    if let Some(named) = &mut input.named
        && named.contains(&by)
    {
        named.insert(file);
    }
    let sources = &input.sources;
    let tree = known.entry(file).or_insert_with(|| {
        let parsed = parse_template(file, sources.file(file));
        let elements = || parsed.tree.as_ref().map(suppress::node_elements).unwrap_or_default();
        read.directives.extend(suppress::directives(&parsed.comments, file, sources, elements));
        read.problems.extend(parsed.problems);
        parsed.tree
    });
    tree.clone()
}

/// The id of an included file, which is read where it is not yet known.
fn find(path: &str, by: FileId, input: &mut Input) -> Option<FileId> {
    let source = input.sources.file(by);
    let (shown, name) = (cloudformation::join(source.path(), path), cloudformation::join(source.name(), path));
    if let Some(known) = input.sources.find(&shown) {
        return Some(known);
    }
    let bytes = input.beside.read(&shown).ok()?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Some(input.sources.add_named(&shown, Some(&name), text))
}
