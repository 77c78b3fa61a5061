//! Depth has a limit, size has none, and neither costs more than its length.

use super::super::tree::ExprKind;
use super::{shown, value};
use std::fmt::Write;
use std::time::{Duration, Instant};

/// The only problem of a text is that it is too deep, at that column of its first line.
fn check_limit(text: &str, column: usize) {
    let shown = shown(text);
    assert_eq!(shown.lines().last(), Some(&*format!("1:{column} nested more than 256 levels deep")));
    assert_eq!(shown.lines().count(), 2, "{shown}");
}

#[test]
fn depth_has_a_limit() {
    let many = 100_000;
    check_limit(&format!("a = {}{}\n", "[".repeat(many), "]".repeat(many)), 261);
    check_limit(&format!("a = {}1{}\n", "(".repeat(many), ")".repeat(many)), 261);
    check_limit(&format!("a = {}1\n", "!".repeat(many)), 261);
    check_limit(&format!("a = b{}\n", ".c".repeat(many)), 517);
    check_limit(&format!("a = 1{}\n", " + 1".repeat(many)), 1031);
    check_limit(&format!("a = {}1\n", "b ? 1 : ".repeat(many)), 2049);
    check_limit(&format!("a = \"{}{}\"\n", "%{ if b }".repeat(many), "%{ endif }".repeat(many)), 2310);
    check_limit(&format!("a = {}1{}\n", "\"${".repeat(many), "}\"".repeat(many)), 773);
    let blocks = shown(&format!("{}{}", "a {\n".repeat(many), "}\n".repeat(many)));
    assert_eq!(blocks, "257:3 nested more than 256 levels deep\n");
}

#[test]
fn what_the_limit_allows_is_parsed() {
    for (open, close) in [("[", "]"), ("(", ")"), ("{ a = ", " }"), ("f(", ")"), ("\"${", "}\""), ("-", "")] {
        let text = format!("a = {}1{}\n", open.repeat(250), close.repeat(250));
        assert!(shown(&text).starts_with("a = "), "{open}");
    }
    let chained = format!("a = b{}{}\n", ".c[0]".repeat(60), " + 1".repeat(100));
    assert!(shown(&chained).starts_with("a = "));
}

#[test]
fn size_has_no_limit() {
    let many = 100_000;
    let mut items = String::new();
    for i in 0..many {
        writeln!(items, "k{i} = 1").unwrap();
    }
    let object = value(&format!("a = {{\n{items}}}\n"));
    assert!(matches!(object, ExprKind::Object(items) if items.len() == many));
    let list = value(&format!("a = [{}]\n", "x, ".repeat(many)));
    assert!(matches!(list, ExprKind::List(items) if items.len() == many));
}

/// Texts of a megabyte or so that leave everything open, or nest, or try to be read again and again.
#[test]
fn no_text_takes_long() {
    const LINES: &str = "\nx = 1\n";
    let many = 40_000;
    let hostile = [
        ("[", LINES),
        ("{", LINES),
        ("(", LINES),
        ("\"", LINES),
        ("\"${", LINES),
        ("\"%{", LINES),
        ("<<E\n", LINES),
        ("/*", LINES),
        ("a {\n", LINES),
        ("a = {\n", LINES),
        ("a = <<E\n${\n", LINES),
        ("resource \"a\" \"b\" {\n", LINES),
        ("a = [\n", "b = {}\n"),
        ("(", "]\n"),
        ("((", "{}\n"),
        ("a = \"${b(\n", LINES),
        ("\r", LINES),
        ("a = <<E\n\r", LINES),
        ("$", LINES),
        ("a = 1.", LINES),
        ("a", "\n"),
        ("\u{301}", LINES),
        ("x = = 1\n", ""),
        ("a b ", "\n"),
        ("#", "\n"),
        ("/**/", "\n"),
        ("~}", "\n"),
        ("\\", "\"\n"),
    ];
    for (piece, end) in hostile {
        let start = Instant::now();
        shown(&format!("a = {}{}", piece.repeat(many), end.repeat(1000)));
        shown(&format!("a = \"{}\"{end}", piece.repeat(many)));
        assert!(start.elapsed() < Duration::from_secs(20), "{piece}");
    }
}

#[test]
fn heredocs_without_an_end_are_many() {
    let mut text = String::new();
    for i in 0..20_000 {
        writeln!(text, "resource \"a\" \"r{i}\" {{\n  x = <<E{i}\n}}").unwrap();
    }
    assert!(shown(&text).contains("no more are listed"));
}
