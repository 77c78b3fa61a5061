//! What is left of a broken template: everything but the broken block.

use super::check;
use crate::source::{ProblemKind, SourceMap};
use crate::syntax::build;
use crate::syntax::yaml::parse;
use std::fmt::Write as _;

/// The blocks that are left when the resource `B` is as given, then what is said.
fn left(block: &str) -> String {
    let before = "Parameters: {P: {Type: String}}\nResources:\n  A:\n    Type: x\n    Properties:\n      k: 1\n";
    let text = format!("{before}{block}\n  C: {{Type: x}}\n  D:\n    l:\n    - 'q'\n\nOutputs:\n  O: 1\n");
    let parsed = parse(SourceMap::default().add("t.yaml", &text), &text);
    assert!(parsed.problems.iter().all(|problem| problem.kind == ProblemKind::Syntax));
    build::left(parsed, "Resources", &text)
}

#[test]
fn a_resource_that_is_broken_is_left_out_alone() {
    let properties = [
        "k: a: b",
        "k: {{resolve:ssm:x}}/y",
        "k: @x",
        "k: `x`",
        "k: %x",
        "k: \"abc",
        "k: 'abc",
        "k: 'it's'",
        "k: \"a\\q\"",
        "k: [a, b",
        "k: {a: b",
        "k: {a: b,\n     c: d",
        "k: !Join ['', [a, b]",
        "k: [a, b}",
        "k: ]",
        "k: - a",
        "- a",
        "k: &",
        "k: !<x",
        "\tk: 1",
        "  k: 1",
        " k: 1",
        "k 1",
        "k: |\n    x",
        "k:\n        - a\n       - b",
        "k: x\n    # c\n   l: 1",
        "? [\n",
        "k: !Sub \"${x}\" y",
    ];
    for property in properties {
        let left = left(&format!("  B:\n    Type: x\n    Properties:\n      z: 1\n      {property}\n      y: 2"));
        let expected = "Parameters Resources Outputs: A C D | ";
        assert!(left.starts_with(expected) && left.ends_with("; B is left out"), "{property}: {left}");
        assert_eq!(left.matches(" | ").count(), 1, "{left}");
    }
}

#[test]
fn so_is_one_that_begins_or_ends_wrongly() {
    let blocks = [
        "  B:\n  \tType: x",
        "  @B:\n    Type: x",
        "  B",
        "  B: {Type: x",
        "  B: \"x\n    Type: 1",
        "  \"B: x",
        "  B: !If [a, b\n  # c",
        "  B:\n    Type: x\n   k: 1",
        "  B:\n    k: |\n      x\n   y",
        "\t\n  B:\n\t\tType: x",
    ];
    for block in blocks {
        let left = left(block);
        assert!(left.starts_with("Parameters Resources Outputs: A C D | "), "{block}: {left}");
        assert_eq!(left.matches(" | ").count(), 1, "{left}");
    }
    // Whether what is indented too little belongs to the resource above is anybody's guess.
    insta::assert_snapshot!(left(" B:\n    Type: x"), @r#"Parameters Resources Outputs: C D | "B:\n" this is not valid YAML: while parsing a block mapping, did not find expected key; A is left out"#);
    insta::assert_snapshot!(left("  - B"), @r#"Parameters Resources Outputs: C D | "B\n " this is not valid YAML: while parsing a block mapping, did not find expected key; A is left out"#);
}

#[test]
fn several_broken_blocks_are_left_out_as_far_as_the_limit_goes() {
    let mut text = "A: {a: b: c}\nB: 1\nC:\n  - @\n  - 2\nR:\n".to_owned();
    for i in 0..30 {
        writeln!(text, "  r{i}: {}", if i % 2 == 0 { "@" } else { "1" }).unwrap();
    }
    let parsed = parse(SourceMap::default().add("t.yaml", &text), &text);
    let tree = parsed.tree.unwrap();
    assert_eq!(tree.entries().iter().map(|entry| &*entry.key).collect::<Vec<_>>(), ["B", "R"]);
    assert_eq!((parsed.problems.len(), tree.get("R").unwrap().entries().len()), (17, 15));
    for i in 0..30 {
        writeln!(text, "  s{i}: @").unwrap();
    }
    let parsed = parse(SourceMap::default().add("t.yaml", &text), &text);
    assert_eq!((parsed.problems.len(), parsed.tree.unwrap().get("R").unwrap().entries().len()), (21, 15));
}

#[test]
fn places_and_comments_behind_a_broken_block_are_where_they_were() {
    insta::assert_snapshot!(check("R:\n  A: é: ö\n  B: # why\n    k: &x [1]\nZ: *x\nZ: 2\n"), @r#"
    mapping <R:\n  A: é: ö\n  B: # why\n    k: &x [1]\nZ: *x\nZ: 2>
      R: mapping <B: # why\n    k: &x [1]>
        B: mapping <k: &x [1]>
          k: sequence <[1]>
            - plain "1" <1>
      Z: plain "2" <2>
    # "why" <# why>
    Syntax <:> this is not valid YAML: mapping values are not allowed in this context; A is left out
    Meaning <Z> the key Z stands here a second time; the last one counts
    "#);
}

#[test]
fn a_text_without_blocks_keeps_what_was_complete() {
    insta::assert_snapshot!(check("{R: {A: {k: [1]}, B: {k: [1 }}, Z: 1}"), @"Syntax <[> this is not valid YAML: mismatched bracket '[' closed by '}'");
    insta::assert_snapshot!(check("{\n  R: {\n    A: @,\n    B: 1\n  },\n  Z: {a: b: c}\n}\n"), @r#"
    mapping <{\n  R: {\n    A: @,\n    B: 1\n  },\n  Z: {a: b: c}\n}>
      R: mapping <{\n    A: @,\n    B: 1\n  }>
        B: plain "1" <1>
    Syntax <@> this is not valid YAML: unexpected character: `@'; A is left out
    Syntax <:> this is not valid YAML: while parsing a flow mapping, did not find expected ',' or '}'; Z is left out
    "#);
    insta::assert_snapshot!(check("- 1\n- a: b: c\n"), @r#"
    sequence <- 1\n- a: b>
      - plain "1" <1>
      - mapping <a: b>
    Syntax <:> this is not valid YAML: mapping values are not allowed in this context
    "#);
}

#[test]
fn two_functions_in_short_form_are_told_from_other_errors() {
    for text in ["A: !Base64 !Sub x\n", "A:\n  - !Base64  !Sub x\nB: 1\n", "A: [!Join !Split x]\n"] {
        let parsed = parse(SourceMap::default().add("t.yaml", text), text);
        assert!(parsed.problems.iter().any(|problem| problem.message.contains("one tag at most")), "{text}");
    }
}
