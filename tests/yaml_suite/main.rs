//! The YAML reader against the YAML 1.2 specification, restated: `cases/` has one file a chapter.
//!
//! A case is its title behind `#`; its text, every line behind `| `; then what is expected: `=` the tree (or `none`),
//! `?` a part of a problem that leaves the tree whole, `!` a part of the problem of a text that is refused. In a text `→`
//! is a tab, `·` a space, and `←` a carriage return. In a tree plain scalars stand bare or in single quotes, others in
//! double quotes.
#![allow(clippy::unwrap_used, reason = "these are tests")]

use rdslint::source::{Problem, ProblemKind, SourceMap};
use rdslint::syntax::node::{Entry, Node, NodeKind};
use rdslint::syntax::yaml;
use std::path::Path;

/// How many cases there must be at least.
const CASES: usize = 150;

#[derive(Default)]
struct Case {
    title: String,
    text: String,
    tree: Option<String>,
    told: Option<String>,
    refused: Option<String>,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/yaml_suite/cases");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut cases: Vec<Case> = Vec::new();
    for line in paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect::<String>().lines() {
        if let Some(title) = line.strip_prefix("# ") {
            cases.push(Case { title: title.to_owned(), ..Case::default() });
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(text) = line.strip_prefix('|') {
            let text = text.strip_prefix(' ').unwrap_or(text);
            case.text += &text.replace('→', "\t").replace('·', " ").replace('←', "\r");
            case.text.push('\n');
        }
        let rest = || Some(line[1..].trim().to_owned());
        match line.as_bytes().first() {
            Some(b'=') => case.tree = rest(),
            Some(b'?') => case.told = rest(),
            Some(b'!') => case.refused = rest(),
            _ => {}
        }
    }
    cases
}

/// The tree in the notation of the cases.
fn shown(node: &Node) -> String {
    let value = match &node.kind {
        NodeKind::Scalar { text, plain: true } => plain(text),
        NodeKind::Scalar { text, .. } => format!("{text:?}"),
        NodeKind::Sequence(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        NodeKind::Mapping(entries) => format!("{{{}}}", entries.iter().map(pair).collect::<Vec<_>>().join(", ")),
    };
    match node.tag.as_deref() {
        Some(tag) if tag.starts_with('!') => format!("{tag} {value}"),
        Some(tag) => format!("!<{tag}> {value}"),
        None => value,
    }
}

fn pair(entry: &Entry) -> String {
    let key = if entry.key.contains('\n') { format!("{:?}", entry.key) } else { plain(&entry.key) };
    format!("{key}: {}", shown(&entry.value))
}

/// A plain scalar: bare where it could not be mistaken.
fn plain(text: &str) -> String {
    let mistaken = text.is_empty() || text.contains([',', '[', ']', '{', '}', '"', '\'', ':', '\n']);
    if mistaken { format!("'{}'", text.escape_debug()) } else { text.to_owned() }
}

/// What the problems say: of those that leave the tree whole, and of the others.
fn told(problems: &[Problem], whole: bool) -> Option<String> {
    let told = problems.iter().filter(|problem| (problem.kind == ProblemKind::Meaning) == whole);
    told.map(|problem| problem.message.clone()).reduce(|all, next| format!("{all}; {next}"))
}

/// How the outcome differs from what is expected.
fn difference(case: &Case) -> Option<String> {
    let parsed = yaml::parse(SourceMap::default().add("t.yaml", &case.text), &case.text);
    let agrees = |expected: &Option<String>, found: &Option<String>| match (expected, found) {
        (Some(part), Some(found)) => found.contains(&**part),
        (expected, found) => expected.is_none() && found.is_none(),
    };
    let (meant, refused) = (told(&parsed.problems, true), told(&parsed.problems, false));
    let tree = parsed.tree.as_ref().map_or("none".to_owned(), shown);
    let tree_agrees = case.tree.as_ref().is_none_or(|expected| *expected == tree);
    let fine = tree_agrees && agrees(&case.refused, &refused) && (agrees(&case.told, &meant) || refused.is_some());
    (!fine).then(|| format!("# {}\n{}= {tree}\n? {meant:?}\n! {refused:?}\n", case.title, case.text))
}

#[test]
fn yaml_is_read_as_the_specification_says() {
    let cases = cases();
    assert!(cases.len() >= CASES, "{} cases", cases.len());
    let without = cases.iter().find(|case| case.tree.is_none() && case.refused.is_none());
    assert!(without.is_none(), "{:?} expects nothing", without.map(|case| &case.title));
    let wrong: Vec<String> = cases.iter().filter_map(difference).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
