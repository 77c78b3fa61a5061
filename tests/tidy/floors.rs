//! The floors of the house: no module uses one above it, no two use each other, not even through others, and the two
//! front ends and the policies never see each other.

use super::{Complaint, assert_none, code::Source, read};
use std::collections::{BTreeMap, BTreeSet};

/// Every top module and its floor. `lib` only lists the modules.
const FLOORS: &[(&str, u8)] = &[
    ("source", 0),
    ("parallel", 0),
    ("syntax", 1),
    ("value", 1),
    ("finding", 1),
    ("model", 2),
    ("cloudformation", 3),
    ("terraform", 3),
    ("policy", 3),
    ("conceal", 4),
    ("discover", 4),
    ("config", 4),
    ("catalog", 4),
    ("suppress", 4),
    ("lint", 5),
    ("report", 5),
    ("docs", 5),
    ("cli", 6),
    ("main", 7),
];

/// The floor whose modules never see each other: two front ends fill one model, and policies read only the model.
const SEPARATE: u8 = 3;

#[test]
fn no_module_uses_one_above_it() {
    let files = read(&["src"]);
    assert_none(&files.iter().filter(|file| file.path != "src/lib.rs").flat_map(complaints).collect::<Vec<_>>());
}

/// What a file uses that is not under it.
fn complaints(file: &Source) -> Vec<Complaint> {
    let own = top_module(&file.path);
    let Some(floor) = floor_of(own) else {
        return vec![file.complain(0, &format!("`{own}` has no floor in tests/tidy/floors.rs"))];
    };
    let upwards = uses(&file.code).into_iter().filter_map(|(at, used)| {
        let other = floor_of(&used).filter(|_| used != own)?;
        let allowed = other < floor || other == floor && floor != SEPARATE;
        (!allowed).then(|| file.complain(at, &format!("`{own}` (floor {floor}) uses `{used}` (floor {other})")))
    });
    upwards.chain(escapes(file)).collect()
}

#[test]
fn no_modules_use_each_other() {
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in read(&["src"]) {
        let used = uses(&file.code).into_iter().map(|(_, used)| used).filter(|used| floor_of(used).is_some());
        graph.entry(top_module(&file.path).to_owned()).or_default().extend(used);
    }
    let circles = graph.keys().filter(|module| reaches_itself(&graph, module));
    assert_none(&circles.map(|module| format!("src/{module}: uses itself through what it uses")).collect::<Vec<_>>());
}

/// Whether a module uses another that uses it, directly or not.
fn reaches_itself(graph: &BTreeMap<String, BTreeSet<String>>, module: &str) -> bool {
    let others = |of: &str| graph.get(of).into_iter().flatten().filter(|used| *used != of).cloned().collect::<Vec<_>>();
    let (mut seen, mut next) = (BTreeSet::new(), others(module));
    while let Some(used) = next.pop() {
        if seen.insert(used.clone()) {
            next.extend(others(&used));
        }
    }
    seen.contains(module)
}

/// The module directly under the crate that a file belongs to.
fn top_module(path: &str) -> &str {
    let inside = path.trim_start_matches("src/");
    inside.split(['/', '.']).next().unwrap_or(inside)
}

fn floor_of(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

/// The modules named after `crate::` or `rdslint::`, with the place.
fn uses(code: &str) -> Vec<(usize, String)> {
    let paths = ["crate::", "rdslint::"];
    let starts = paths.iter().flat_map(|path| code.match_indices(path).map(|(at, _)| at + path.len()));
    starts.flat_map(|at| heads(&code[at..]).into_iter().map(move |(offset, name)| (at + offset, name))).collect()
}

/// The first names of what follows `crate::`: one, or those of a group in braces.
fn heads(rest: &str) -> Vec<(usize, String)> {
    if !rest.starts_with('{') {
        return vec![(0, word(rest))];
    }
    let (mut depth, mut names, mut fresh) = (0, Vec::new(), false);
    for (i, c) in rest.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            c if fresh && (c.is_alphanumeric() || c == '_') => names.push((i, word(&rest[i..]))),
            _ => {}
        }
        fresh = depth == 1 && (matches!(c, '{' | ',') || fresh && c.is_whitespace());
        if depth == 0 {
            break;
        }
    }
    names
}

/// The identifier at the beginning.
fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Chains of `super::` that leave the top module: they would hide from the floors.
fn escapes(file: &Source) -> Vec<Complaint> {
    let inside = file.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
    let chain = "super::".repeat(inside.split('/').count());
    let places = file.shipped.match_indices(&chain).map(|(at, _)| at);
    places.map(|at| file.complain(at, "`super` leaves the module: write `crate::`")).collect()
}

#[test]
fn imports_upwards_are_seen() {
    let check = |path: &str, text: &str| complaints(&Source::new(path.to_owned(), text.to_owned())).join("\n");
    assert_eq!(check("src/model/link.rs", "use crate::{source::Span, value::{Value, Truth}};"), "");
    assert_eq!(
        check("src/policy/mod.rs", "use crate::{model::Kind,\n terraform::Module};"),
        "src/policy/mod.rs:2: `policy` (floor 3) uses `terraform` (floor 3)"
    );
    assert_eq!(
        check("src/value/mod.rs", "fn f() { super::lint::check() }"),
        "src/value/mod.rs:1: `super` leaves the module: write `crate::`"
    );
    assert_eq!(check("src/value/number.rs", "use super::Value; // crate::lint"), "");
    assert_eq!(check("src/new.rs", ""), "src/new.rs:1: `new` has no floor in tests/tidy/floors.rs");
}
