//! Our HCL parser beside the established one: the same trees wherever both take a text, and a list of where they differ
//! with what Terraform's own parser says.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod inputs;
mod ours;
mod theirs;

use rdslint::source::SourceMap;
use rdslint::syntax::hcl::parse;

/// Our tree as text; nothing for a text with a problem.
fn ours(text: &str) -> Option<String> {
    let parsed = parse(SourceMap::default().add("main.tf", text), text);
    if !parsed.problems.is_empty() {
        return None;
    }
    let mut shown = String::new();
    ours::body(&parsed.tree, &mut shown);
    Some(shown)
}

fn theirs(text: &str) -> Option<String> {
    let body = hcl::edit::parser::parse_body(text).ok()?;
    let mut shown = String::new();
    theirs::body(&body, &mut shown);
    Some(shown)
}

/// Whether the other parser reads a text as Terraform does. It leaves strip marks and the indentation of heredocs to
/// whoever uses the tree, or does them in a way of its own.
fn is_comparable(text: &str) -> bool {
    !["~}", "{~", "<<-"].iter().any(|mark| text.contains(mark))
}

#[test]
fn what_is_written_parses_alike() {
    for text in inputs::written().iter().filter(|text| is_comparable(text)) {
        assert_eq!(ours(text), theirs(text), "{text}");
        assert!(ours(text).is_some(), "{text}");
    }
}

#[test]
fn mutations_that_both_take_parse_alike() {
    let texts = inputs::written();
    let mut numbers = inputs::Numbers(0x9E37_79B9_7F4A_7C15);
    let mut taken = 0;
    for text in (0..4000).map(|_| numbers.mutation(&texts)).filter(|text| is_comparable(text)) {
        if let (Some(ours), Some(theirs)) = (ours(&text), theirs(&text)) {
            assert_eq!(ours, theirs, "{text}");
            taken += 1;
        }
    }
    assert!(taken > 500, "{taken}");
}

/// Where the other parser differs from Terraform's own, and whether that takes the text.
const DEVIATIONS: &[(&str, bool)] = &[
    ("a = { b = 1, b = 2 }\n", true),
    ("\u{FEFF}a = 1\n", true),
    ("a = (-\n1)\n", true),
    ("a = (!\nb)\n", true),
    ("a = { for b in c : b => b ? 1 :\n2 }\n", true),
    ("a = <<E\nb\nE\"\nE\n", true),
    ("a = <<E\nb\nE", false),
    ("a = f(<<E\nE\nb\nE\n)\n", false),
    ("a = \"b\nc\"\n", false),
    ("a = 10.0.0\n", false),
    ("a = { for b ing : b => b }\n", false),
    ("a = b.*.c.*.d\n", false),
    ("a = b.0.1\n", false),
    ("a = 1 # b\rc = 2\n", true),
    ("a = <<E\nb\rc\nE\n", false),
];

#[test]
fn where_they_differ_ours_is_right() {
    let wrong: Vec<_> = DEVIATIONS
        .iter()
        .filter_map(|&(text, taken)| {
            let found = (ours(text).is_some(), theirs(text).is_some());
            (found != (taken, !taken)).then(|| format!("{text:?}: {taken} {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
