//! What the YAML reader makes of unusual, broken and hostile texts.

use super::parse;
use crate::source::SourceMap;
use crate::syntax::build::outline;
use std::fmt::Write as _;

mod broken;

/// The outline of the tree, the comments, then the problems with the text at their places.
fn check(text: &str) -> String {
    let file = SourceMap::default().add("t.yaml", text);
    let parsed = parse(file, text);
    let mut out = parsed.tree.map(|tree| outline(&tree, text)).unwrap_or_default();
    for comment in parsed.comments {
        let own = if comment.own_line { " alone" } else { "" };
        writeln!(out, "#{own} {:?} <{}>", comment.text(text), &text[comment.span.range()]).unwrap();
    }
    for problem in parsed.problems {
        let place = problem.span.and_then(|span| text.get(span.range())).unwrap_or_default();
        writeln!(out, "{:?} <{}> {}", problem.kind, place.escape_debug(), problem.message).unwrap();
    }
    out
}

#[test]
fn spans_of_every_kind_of_node() {
    insta::assert_snapshot!(check(
        "# top\nA:\nB: !Sub \"x${y}\"  # why | > \n\nC:\n- 1\n# between\n- 'ä'\n-\nD: {e: [1, 2], f: }\nE: !If\n  - a\n  - &x b: c\n\nF: *x\nG: !Ref\n"
    ), @r#"
    mapping <A:\nB: !Sub \"x${y}\"  # why | > \n\nC:\n- 1\n# between\n- \'ä\'\n-\nD: {e: [1, 2], f: }\nE: !If\n  - a\n  - &x b: c\n\nF: *x\nG: !Ref>
      A: plain "" <>
      B: !Sub "x${y}" <\"x${y}\">
      C: sequence <- 1\n# between\n- \'ä\'\n->
        - plain "1" <1>
        - "ä" <\'ä\'>
        - plain "" <>
      D: mapping <{e: [1, 2], f: }>
        e: sequence <[1, 2]>
          - plain "1" <1>
          - plain "2" <2>
        f: plain "" <>
      E: !If sequence <- a\n  - &x b: c>
        - plain "a" <a>
        - mapping <&x b: c>
          b: plain "c" <c>
      F: plain "b" <b>
      G: !Ref plain "" <>
    # alone "top" <# top>
    # "why | >" <# why | > >
    # alone "between" <# between>
    "#);
}

#[test]
fn block_scalars_span_from_their_header_to_their_last_word() {
    insta::assert_snapshot!(check(
        "A: |  # not | this\n  x\n  y\n\n\nB: !Sub >-\n   q\n# a | b\nC:\n  - |\n   z\nD: |"
    ), @r#"
    mapping <A: |  # not | this\n  x\n  y\n\n\nB: !Sub >-\n   q\n# a | b\nC:\n  - |\n   z\nD: |>
      A: "x\ny\n" <|  # not | this\n  x\n  y>
      B: !Sub "q" <>-\n   q>
      C: sequence <- |\n   z>
        - "z\n" <|\n   z>
      D: "" <|>
    # "not | this" <# not | this>
    # alone "a | b" <# a | b>
    "#);
}

#[test]
fn line_breaks_may_be_carriage_returns_and_line_feeds() {
    insta::assert_snapshot!(check("A: |\r\n  x\r\nB:\r\n  - 1 # c\r\n  - two\r\n"), @r#"
    mapping <A: |\r\n  x\r\nB:\r\n  - 1 # c\r\n  - two>
      A: "x\n" <|\r\n  x>
      B: sequence <- 1 # c\r\n  - two>
        - plain "1" <1>
        - plain "two" <two>
    # "c" <# c>
    "#);
}

#[test]
fn merge_keys_and_duplicates() {
    insta::assert_snapshot!(check(
        "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  k: 0\n  <<: [*a, *b]\n  z: 3\nd: {<<: 5}\ne: {'<<': 5}\na: 2\n"
    ), @r#"
    mapping <a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  k: 0\n  <<: [*a, *b]\n  z: 3\nd: {<<: 5}\ne: {\'<<\': 5}\na: 2>
      a: plain "2" <2>
      b: mapping <{y: 2, z: 2}>
        y: plain "2" <2>
        z: plain "2" <2>
      c: mapping <k: 0\n  <<: [*a, *b]\n  z: 3>
        k: plain "0" <0>
        x: plain "1" <1>
        y: plain "1" <1>
        z: plain "3" <3>
      d: mapping <{<<: 5}>
      e: mapping <{\'<<\': 5}>
        '<<': plain "5" <5>
    Meaning <5> the value of << must be a mapping
    Meaning <a> the key a stands here a second time; the last one counts
    "#);
}

#[test]
fn aliases_that_lead_nowhere() {
    insta::assert_snapshot!(check("a: &r [*r]\nb: *no\n? [x]\n: y\n*r : 3\nc: {{resolve}}\n"), @r#"
    mapping <a: &r [*r]\nb: *no\n? [x]\n: y\n*r : 3\nc: {{resolve}}>
      a: sequence <[*r]>
        - plain "~" <*r>
      b: plain "~" <*no>
      c: mapping <{{resolve}}>
    Meaning <*r> this alias stands within the node that it repeats
    Meaning <*no> no anchor &no stands before this alias
    Meaning <[x]> the key of a mapping must be a scalar
    Meaning <[*r]> the key of a mapping must be a scalar
    Meaning <{resolve}> the key of a mapping must be a scalar; a value that begins with {{ needs quotes
    "#);
}

#[test]
fn only_the_first_document_counts() {
    insta::assert_snapshot!(check("---\na: 1\n---\nb: 2\n"), @r#"
    mapping <a: 1>
      a: plain "1" <1>
    Meaning <---> a second document begins here; only the first one is read
    "#);
    insta::assert_snapshot!(check("---\na: 1\n---\n# end\n"), @r#"
    mapping <a: 1>
      a: plain "1" <1>
    "#);
    assert_eq!(check("# nothing\n"), "# alone \"nothing\" <# nothing>\n");
    assert_eq!(check(""), "");
}

#[test]
fn nesting_is_bounded() {
    for deep in ["[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000)] {
        assert!(check(&deep).contains("Limit"), "{}", check(&deep));
    }
    let mut chain = "a0: &a0 [x]\n".to_owned();
    for i in 1..1_000 {
        writeln!(chain, "a{i}: &a{i} [*a{}]", i - 1).unwrap();
    }
    assert!(check(&chain).contains("aliases within aliases nest too deeply"));
}

#[test]
fn an_alias_bomb_is_defused() {
    let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for i in 1..12 {
        let line = vec![format!("*a{}", i - 1); 9].join(",");
        writeln!(bomb, "a{i}: &a{i} [{line}]").unwrap();
    }
    let parsed = parse(SourceMap::default().add("t.yaml", &bomb), &bomb);
    assert_eq!(parsed.problems.len(), 1);
    assert!(parsed.problems[0].message.contains("repeat more than 1000000 nodes"));
}

#[test]
fn many_comments_and_many_entries_are_read() {
    let comments = format!("a:\n{}  - 1\n", "  # c\n".repeat(300));
    assert_eq!(parse(SourceMap::default().add("t", ""), &comments).comments.len(), 300);
    let mut keys = String::new();
    for i in 0..20_000 {
        writeln!(keys, "k{i}: {i}").unwrap();
    }
    keys.push_str("k19998: x\n");
    assert_eq!(parse(SourceMap::default().add("t", ""), &keys).problems.len(), 1);
}
