//! What the tree of a text looks like.

mod grammar;
mod limits;
mod recovery;

use super::parse;
use super::tree::{Body, ExprKind, Part};
use crate::source::SourceMap;
use std::fmt::Write;

/// Every attribute as `path = text of its span`, then comments and problems with their places.
fn shown(text: &str) -> String {
    let mut sources = SourceMap::default();
    let file = sources.add("main.tf", text);
    let parsed = parse(file, text);
    let mut out = String::new();
    body(&sources, &parsed.tree, "", &mut out);
    for comment in &parsed.comments {
        writeln!(out, "comment {:?} own line: {}", comment.text(text), comment.own_line).unwrap();
    }
    for problem in &parsed.problems {
        let at = sources.positions(problem.span.unwrap()).0;
        writeln!(out, "{}:{} {}", at.line, at.column, problem.message).unwrap();
    }
    out
}

fn body(sources: &SourceMap, tree: &Body, path: &str, out: &mut String) {
    for attribute in &tree.attributes {
        let name = &attribute.name.text;
        writeln!(out, "{path}{name} = {} <- {:?}", attribute.value, sources.slice(attribute.value.span)).unwrap();
    }
    for block in &tree.blocks {
        body(sources, &block.body, &format!("{path}{}/", sources.slice(block.header)), out);
    }
}

/// The value of the only attribute.
fn value(text: &str) -> ExprKind {
    let mut sources = SourceMap::default();
    let parsed = parse(sources.add("main.tf", text), text);
    assert_eq!(parsed.problems, []);
    parsed.tree.attributes[0].value.kind.clone()
}

fn check_text(source: &str, expected: &str) {
    assert_eq!(value(source), ExprKind::Text(expected.into()), "{source}");
}

#[test]
fn spans_are_exact() {
    insta::assert_snapshot!(shown(concat!(
        "resource aws_db_instance \"a\" { # the \"first\"\n  x = (var.y[0].z == 1) ? \"p-${q}\" : !f(a, [1]...)\n",
        "  s = m.n[*].o[2]\n}\n/* c */ locals { l = a.*.b[0] }\n",
    )), @r#"
    resource aws_db_instance "a"/x = (var.y[0].z == 1) ? "…" : !f(a, [1]) <- "(var.y[0].z == 1) ? \"p-${q}\" : !f(a, [1]...)"
    resource aws_db_instance "a"/s = m.n[*].o[2] <- "m.n[*].o[2]"
    locals/l = a[*].b[0] <- "a.*.b[0]"
    comment "the \"first\"" own line: false
    comment "c" own line: true
    "#);
}

#[test]
fn strings_are_unescaped() {
    check_text(r#"a = "\u00e9\t\"$${x}%%{y}""#, "é\t\"${x}%{y}");
    check_text("a = <<EOF\nb\n  $${c}\nEOF\n", "b\n  ${c}\n");
    check_text("a = <<-EOF\n    b\n\n      c\n    EOF\n", "b\n\n  c\n");
}

#[test]
fn strip_marks_take_white_space() {
    let ExprKind::Template(parts) = value("a = <<-E\n    x\n    %{ if c ~}\n    y\n    %{ endif ~}\n  E\n") else {
        panic!()
    };
    let [Part::Text(before), Part::If(choice)] = parts.as_slice() else { panic!("{parts:?}") };
    assert_eq!(&**before, "x\n");
    assert_eq!(choice.then.as_slice(), [Part::Text("    y\n".into())]);
    assert_eq!(choice.otherwise.as_slice(), []);
}

#[test]
fn attributes_are_set_once() {
    insta::assert_snapshot!(shown("a {\n  x = 1\n  x = 2\n}\n"), @r#"
    a/x = 1 <- "1"
    3:3 x is set twice
    "#);
}

#[test]
fn of_equal_object_keys_the_last_stays() {
    let ExprKind::Object(items) = value("a = {\n  k = 1\n  l = 2\n  k = 3\n}\n") else { panic!() };
    let shown: Vec<_> = items.iter().map(|item| format!("{} {}", item.key, item.value)).collect();
    assert_eq!(shown, ["\"l\" 2", "\"k\" 3"]);
}
