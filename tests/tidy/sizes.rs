//! Sizes: a file and a function must fit into a reader's head.

use super::{Complaint, assert_none, code::Source, code::block_end, read};

/// The longest file, in lines.
const FILE: usize = 500;
/// The longest function, in lines of code.
const FUNCTION: usize = 60;
/// What nine of ten functions stay within.
const USUAL_FUNCTION: usize = 25;
/// Files that are tables of data and may be as long as the data.
const TABLES: &[&str] = &["src/model/tables/", "src/model/fields"];

#[test]
fn files_are_short() {
    let long = read(&["src", "tests", "benches", "fuzz/targets", "build.rs"]).into_iter().filter_map(|file| {
        let lines = file.text.lines().count();
        let table = TABLES.iter().any(|table| file.path.starts_with(table));
        (lines > FILE && !table).then(|| format!("{}:{lines}: more than {FILE} lines", file.path))
    });
    assert_none(&long.collect::<Vec<_>>());
}

#[test]
fn functions_are_short() {
    let files = read(&["src", "tests", "benches", "fuzz/targets", "build.rs"]);
    assert_none(&files.iter().flat_map(long_functions).collect::<Vec<_>>());
}

#[test]
fn most_functions_are_very_short() {
    let mut sizes: Vec<usize> =
        read(&["src"]).iter().flat_map(|file| functions(&file.shipped)).map(|(_, lines)| lines).collect();
    sizes.sort_unstable();
    let ninth_of_ten = sizes.get(sizes.len() * 9 / 10).copied().unwrap_or_default();
    assert!(ninth_of_ten <= USUAL_FUNCTION, "one function in ten has {ninth_of_ten} lines or more");
}

fn long_functions(file: &Source) -> Vec<Complaint> {
    let long = functions(&file.code).into_iter().filter(|(_, lines)| *lines > FUNCTION);
    long.map(|(at, lines)| file.complain(at, &format!("a function of {lines} lines of code"))).collect()
}

/// The functions with a body: where they begin and how many lines hold code.
fn functions(code: &str) -> Vec<(usize, usize)> {
    code.match_indices("fn ")
        .filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .filter_map(|(at, _)| {
            let open = at + body(&code[at..])?;
            let lines = code[open..block_end(code, open)].lines().filter(|line| !line.trim().is_empty()).count();
            Some((at, lines))
        })
        .collect()
}

/// Where the body of the function begins; `None` for a declaration or a function type.
fn body(signature: &str) -> Option<usize> {
    let mut depth = 0i32;
    for (i, c) in signature.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(i),
            ';' | '}' | ',' | '=' if depth == 0 => return None,
            _ if depth < 0 => return None,
            _ => {}
        }
    }
    None
}

#[test]
fn functions_are_measured() {
    let text = "fn a(x: [u8; 2]) -> u8 {\n    // a comment\n    1\n}\ntrait T {\n    fn b();\n}\n";
    let source = Source::new("src/x.rs".to_owned(), text.to_owned());
    assert_eq!(functions(&source.code), [(0, 3)]);
}
