//! What the JSON reader makes of texts of every kind.

use super::*;
use crate::source::SourceMap;
use crate::syntax::build::{self, outline};
use std::fmt::Write as _;

/// The outline of the tree, then the problems with the text at their places.
fn check(text: &str) -> String {
    let file = SourceMap::default().add("t.json", text);
    let parsed = parse(file, text);
    let mut out = parsed.tree.map(|tree| outline(&tree, text)).unwrap_or_default();
    for comment in parsed.comments {
        writeln!(out, "# {:?} {}", comment.text(text), comment.own_line).unwrap();
    }
    for problem in parsed.problems {
        let place = problem.span.and_then(|span| text.get(span.range())).unwrap_or_default();
        writeln!(out, "{:?} <{place}> {}", problem.kind, problem.message).unwrap();
    }
    out
}

#[test]
fn spans_are_exact_whatever_the_spacing_and_the_escapes() {
    insta::assert_snapshot!(check(
        "\r\n{\"a\" : [1, -2.5e3 ,null],\"\\u0041\\n\":\n {\t} , \"ä\" :\"x\\\"y: z\" , \"b\":[ ], \"c\":true}\n"
    ), @r#"
    mapping <{\"a\" : [1, -2.5e3 ,null],\"\\u0041\\n\":\n {\t} , \"ä\" :\"x\\\"y: z\" , \"b\":[ ], \"c\":true}>
      "a": sequence <[1, -2.5e3 ,null]>
        - plain "1" <1>
        - plain "-2.5e3" <-2.5e3>
        - plain "null" <null>
      "\u0041\n": mapping <{\t}>
      "ä": "x\"y: z" <\"x\\\"y: z\">
      "b": sequence <[ ]>
      "c": plain "true" <true>
    "#);
}

#[test]
fn of_duplicate_keys_the_last_counts() {
    insta::assert_snapshot!(check(r#"{"a": 1, "b": 2, "a": {"<<": {"x": 1}}}"#), @r#"
    mapping <{\"a\": 1, \"b\": 2, \"a\": {\"<<\": {\"x\": 1}}}>
      "a": mapping <{\"<<\": {\"x\": 1}}>
        "<<": mapping <{\"x\": 1}>
          "x": plain "1" <1>
      "b": plain "2" <2>
    Meaning <"a"> the key a stands here a second time; the last one counts
    "#);
}

#[test]
fn a_broken_text_keeps_the_sections_that_were_complete() {
    insta::assert_snapshot!(check(r#"{"R": {"A": {"k": [1]}, "B": {"k": [1 2]}}, "Z": 1}"#), @r#"
    mapping <{\"R\": {\"A\": {\"k\": [1]}, \"B\">
      "R": mapping <{\"A\": {\"k\": [1]}, \"B\">
        "A": mapping <{\"k\": [1]}>
          "k": sequence <[1]>
            - plain "1" <1>
    Syntax <2> this is not valid JSON: expected `,` or `]`
    "#);
    insta::assert_snapshot!(check(r#"{"a": 1} x"#), @r#"
    mapping <{\"a\": 1}>
      "a": plain "1" <1>
    Syntax <x> this is not valid JSON: trailing characters
    "#);
    insta::assert_snapshot!(check(r#"{"a": 1,}"#), @r#"
    mapping <{\"a\": 1,}>
      "a": plain "1" <1>
    Syntax <,> this is not valid JSON: trailing comma; it is skipped
    "#);
    insta::assert_snapshot!(check("{\"a\": \"x"), @r#"
    mapping <{\"a\">
    Syntax <> this is not valid JSON: EOF while parsing a string
    "#);
    insta::assert_snapshot!(check("[nul, NaN]"), @"
    sequence <>
    Syntax <,> this is not valid JSON: expected ident
    ");
    insta::assert_snapshot!(check(""), @"Syntax <> this is not valid JSON: EOF while parsing a value");
}

#[test]
fn nesting_is_bounded() {
    for open in ["[", "{\"a\":"] {
        let shown = check(&open.repeat(100_000));
        assert!(shown.contains("Limit") && shown.contains("more than 200 levels"), "{shown}");
    }
    assert!(!check(&format!("{}{}", "[".repeat(200), "]".repeat(200))).contains("Limit"));
}

/// The blocks that are left when the resource `B` is as given, then what is said.
fn left(block: &str) -> String {
    let before = "{\n  \"P\": {},\n  \"R\": {\n    \"A\": {\n      \"k\": [1]\n    },\n";
    let text = format!("{before}{block}\n    \"C\": {{\"k\": 1}}\n  }},\n  \"O\": {{}}\n}}\n");
    let file = SourceMap::default().add("t.json", &text);
    build::left(parse(file, &text), "R", &text)
}

#[test]
fn a_resource_that_is_broken_is_left_out_alone() {
    let properties = [
        "\"k\": [1 2]",
        "\"k\": nul",
        "\"k\": NaN",
        "\"k\": 'x'",
        "\"k\": \"x",
        "\"k\" 1",
        "k: 1",
        "\"k\": \"a\\q\"",
        "\"k\": 01",
        "\"k\": \"say \"x\"\"",
        "\"k\": [1",
        "\"k\": {\"a\": 1",
        "\"k\": 1}",
        "\"k\": {}}}",
        "\"k\": \"\t\"",
        "\"k\": \"\\ud800\"",
        ", \"k\": 1",
    ];
    for property in properties {
        let left = left(&format!("    \"B\": {{\n      {property},\n      \"z\": 2\n    }},"));
        assert!(left.starts_with("P R O: A C | ") && left.ends_with("; B is left out"), "{property}: {left}");
        assert_eq!(left.matches(" | ").count(), 1, "{left}");
    }
}

#[test]
fn commas_too_many_and_too_few_lose_nothing() {
    insta::assert_snapshot!(left("    \"B\": {\"k\": [1, 2,],},"), @r#"P R O: A B C | ",]," this is not valid JSON: trailing comma; it is skipped | ",}," this is not valid JSON: trailing comma; it is skipped"#);
    insta::assert_snapshot!(left("    \"B\": {\"k\": [\"a\" \"b\"] \"l\": {}}"), @r#"P R O: A B C | " \"b" this is not valid JSON: a comma is missing; it is put here | " \"l" this is not valid JSON: a comma is missing; it is put here | " \"C" this is not valid JSON: a comma is missing; it is put here"#);
    insta::assert_snapshot!(left("    \"B\": {\n      \"k\": 1"), @r#"P R O: A C | "   " this is not valid JSON: the brackets before this do not pair; B is left out"#);
    insta::assert_snapshot!(left("    \"B\": {}\n  }\n},"), @r#"P R: A B | ",\n " this is not valid JSON: trailing characters"#);
    insta::assert_snapshot!(check("{\n\t\"a\": {\n\t\t\"b\": 1,\n\t\t\"c\": x\n\t}\n}"), @r#"
    mapping <{\n\t\"a\": {\n\t\t\"b\": 1,\n\t\t\"c\": x\n\t}\n}>
      "a": mapping <{\n\t\t\"b\": 1,\n\t\t\"c\": x\n\t}>
        "b": plain "1" <1>
    Syntax <x> this is not valid JSON: expected value; c is left out
    "#);
}

#[test]
fn comments_are_skipped() {
    insta::assert_snapshot!(
        check("// a\n{\"a\": \"/* // */\", /* b\n */ \"b\": \"\\\\\" // \"c\"\n,\"c\": [1, /**/ 2]} // no end"),
        @r#"
    mapping <{\"a\": \"/* // */\", /* b\n */ \"b\": \"\\\\\" // \"c\"\n,\"c\": [1, /**/ 2]}>
      "a": "/* // */" <\"/* // */\">
      "b": "\\" <\"\\\\\">
      "c": sequence <[1, /**/ 2]>
        - plain "1" <1>
        - plain "2" <2>
    # "a" true
    # "b" false
    # "\"c\"" false
    # "" false
    # "no end" false
    Syntax <// a> JSON has no comments; they are skipped
    "#
    );
}
