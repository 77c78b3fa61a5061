//! What the reference implementation takes and rejects, and the values of its literals.

use super::super::tree::{ExprKind, Part};
use super::{check_text, parse, value};
use crate::source::SourceMap;

/// One text a line, with `\n` and `\r` for line breaks.
fn check(taken: bool, texts: &[&str]) {
    for text in texts {
        let parsed = parse(SourceMap::default().add("main.tf", text), text);
        assert_eq!(parsed.problems.is_empty(), taken, "{text:?} {:?}", parsed.problems);
    }
}

#[test]
fn bodies() {
    check(true, &["", "# x", "\u{FEFF}a = 1\n", "a = 1", "a = 1\r\nb = 2\r\n", "a {\n}", "a {}\n\n", "a { b = 1 }\n"]);
    check(
        true,
        &[
            "if = 1\nfor = 2\n",
            "é = 1\nñ-b = 2\n",
            "a\t=\t1\n",
            "a b \"c\" {}\n",
            "a \"b\\n$${c}\" {}\n",
            "a = 1\na {}\n",
        ],
    );
    check(
        false,
        &[
            "a = 1\nb = 2\na = 3\n",
            "a {} b {}\n",
            "a {\n b = 1 }\n",
            "a { b {} }\n",
            "a { b = 1\n}\n",
            "a {",
            "}\n",
            "a = 1\rb = 2\n",
        ],
    );
    check(
        false,
        &[
            "a = 1;\n",
            "a = 1\u{C}\n",
            "a =\u{A0}1\n",
            "a = 1\n\u{FEFF}b = 2\n",
            "a = 1\0\n",
            "a = 1 /* b\n",
            "a\n",
            "\"a\" = 1\n",
        ],
    );
}

#[test]
fn numbers_and_names() {
    check(true, &["a = 1.e5\n", "a = 1E+5\n", "a = 1e400\n", "a = b-1\n", "a = b.1e5\n", "a = null.b\n", "a = 007\n"]);
    check(
        false,
        &[
            "a = 10.0.0\n",
            "a = 1.\n",
            "a = .5\n",
            "a = 1e\n",
            "a = 1a\n",
            "a = 0x1\n",
            "a = 1_000\n",
            "a = b.0.1\n",
            "a = b.\n",
        ],
    );
}

#[test]
fn operators() {
    check(
        true,
        &[
            "a = 1 == 1 == true\n",
            "a = 1 < 2 < 3\n",
            "a = - -1\n",
            "a = !!b\n",
            "a = (b\n? 1\n: 2)\n",
            "a = b ? c : d ? e : f\n",
        ],
    );
    check(
        false,
        &[
            "a = b ?\n 1 : 2\n",
            "a = b ? c\n",
            "a = ~1\n",
            "a = 1 << 2\n",
            "a = b & c\n",
            "a = 2 ** 3\n",
            "a = (1\n",
            "a = ()\n",
            "a = b ++ c\n",
        ],
    );
}

#[test]
fn traversals() {
    check(
        true,
        &[
            "a = b[\n0\n]\n",
            "a = (b[*\n])\n",
            "a = b.*.0.c\n",
            "a = b[*].c[*].d\n",
            "a = b[*].c.*.d\n",
            "a = b.0.c\n",
            "a = f().b[0]\n",
        ],
    );
    check(false, &["a = b[\n*]\n", "a = b.*.c.*.d\n", "a = b[]\n", "a = b[0\n", "a = b[*, 0]\n", "a = b..c\n"]);
}

#[test]
fn calls() {
    check(
        true,
        &[
            "a = f (1)\n",
            "a = (f\n(1))\n",
            "a = f(1,\n2,\n)\n",
            "a = f(b...)\n",
            "a = b :: c :: f(1)\n",
            "a = true(1)\n",
        ],
    );
    check(
        false,
        &[
            "a = f(,)\n",
            "a = f(b...,)\n",
            "a = f(b..., c)\n",
            "a = b::c\n",
            "a = b::1()\n",
            "a = f(1 2)\n",
            "a = f\n(1)\n",
        ],
    );
}

#[test]
fn collections() {
    check(
        true,
        &[
            "a = {b = 1,}\n",
            "a = {b : 1, \"c\" : 2\n}\n",
            "a = {b ? c : d = 1}\n",
            "a = {true = 1, 2 = 3, (e) = 4}\n",
            "a = [1,\n2,]\n",
            "a = {e = 1, e = 2}\n",
        ],
    );
    check(
        true,
        &[
            "a = {\nfor b in c\n: b\n=>\nb\n...\nif\nb\n}\n",
            "a = [for b, c in d: b if c]\n",
            "a = {b = {\n}}\n",
            "a = {b.c = 1}\n",
        ],
    );
    check(
        false,
        &[
            "a = [,]\n",
            "a = {b =\n1}\n",
            "a = {b = 1\n,c = 2}\n",
            "a = {b = 1 c = 2}\n",
            "a = {for = 1}\n",
            "a = {b}\n",
            "a = {b = 1 ~}\n",
        ],
    );
    check(
        false,
        &[
            "a = [for b in c: b...]\n",
            "a = {for b in c: b}\n",
            "a = [for b in c: b => 1]\n",
            "a = [for b in c b]\n",
            "a = [forb in c: b]\n",
        ],
    );
}

#[test]
fn templates() {
    check(
        true,
        &[
            "a = \"${\n b\n}\"\n",
            "a = \"x${\"y${z}\"}\"\n",
            "a = \"x${ {\nb = 1\n}[\"b\"] }\"\n",
            "a = \"%{if x}y%{endif}\"\n",
            "a = \"%%\"\n",
        ],
    );
    check(
        false,
        &[
            "a = \"b\nc\"\n",
            "a = \"\\q\"\n",
            "a = \"\\ud800\"\n",
            "a = \"\\${b}\"\n",
            "a = \"b\\\n\"\n",
            "a = \"%{b}\"\n",
            "a = \"%{ endif }\"\n",
        ],
    );
    check(
        false,
        &[
            "a = \"%{if x}y%{else}z%{else}w%{endif}\"\n",
            "a = \"${b c}\"\n",
            "a = \"${}\"\n",
            "a \"b${c}\" {}\n",
            "a = \"${b\"\n",
        ],
    );
    check_text("a = \"$$${x} $$ %% $${y} %%{z} 5$\"\n", "$${x} $$ %% ${y} %{z} 5$");
    check_text("a = \"\\U0001F600 \\u00e9\\\\\"\n", "😀 é\\");
}

#[test]
fn heredocs() {
    check(
        true,
        &[
            "a = [<<E\nx\nE\n, 2]\n",
            "a = <<E-T\nx\n E-T \nb = 1\n",
            "a = <<É\nÉ\n",
            "a = <<E\n${<<F\nx\nF\n}\nE\n",
            "a = f(<<E\nE)\nE\n)\n",
        ],
    );
    check(false, &["a = <<E\nx\nE", "a = <<E \nx\nE\n", "a = <<E\nx\n", "a = <<E\nx\ry\nE\n", "a = <<E\n${b\nE\n"]);
    check_text("a = <<E\nx$\n\\q $${y} $$$${z}\nE$\nE\n", "x$\n\\q ${y} $$${z}\nE$\n");
    check_text("a = <<-E\n    b\n      \n  \n     c\n  E\n", "b\n      \n  \n c\n");
    check_text("a = <<-E\r\n    b\r\n\r\n      c\r\n  E\r\n", "b\r\n\r\n  c\r\n");
    check_text("a = <<-E\n    b\n    $c\n      d\n  E\n", "b\n$c\n  d\n");
}

#[test]
fn indentation_is_what_lines_share_and_marks_count() {
    let ExprKind::Template(parts) = value("a = <<-E\n    b\n  ${c}\n      d\n  E\n") else { panic!() };
    let [Part::Text(before), Part::Interpolation(_), Part::Text(after)] = parts.as_slice() else { panic!("{parts:?}") };
    assert_eq!((&**before, &**after), ("  b\n", "\n    d\n"));
}

#[test]
fn white_space_that_is_stripped_still_makes_a_string() {
    assert!(matches!(value("a = \"${b}\"\n"), ExprKind::Template(parts) if parts.len() == 1));
    assert!(matches!(value("a = \"  ${~ b}\"\n"), ExprKind::Template(parts) if parts.len() == 2));
}
