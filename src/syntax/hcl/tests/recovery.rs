//! What is left of a file with errors, and what is said about them.

use super::shown;

#[test]
fn an_error_costs_one_line_or_one_block() {
    insta::assert_snapshot!(shown("a {\n  x = = 1\n  y = 2\n}\nresource \"t\" \"n\" {\n  z = {\nresource \"t\" \"m\" {\n  k = 3\n}\n"), @r#"
    a/x = … <- "="
    a/y = 2 <- "2"
    resource "t" "n"/z = … <- "{"
    resource "t" "m"/k = 3 <- "3"
    2:7 invalid expression: expected a value, found `=`
    6:7 this `{` is not closed
    "#);
}

#[test]
fn an_argument_costs_itself() {
    insta::assert_snapshot!(shown(concat!(
        "a {\n  v = 0\n  w = x & y\n  x = [1,\n  y = 2\n  n {\n    o = f(\n    p = 3\n  }\n  \"q\" = 4\n  r = 5 s = 6\n  t = 7\n}\n",
        "]\nu = 8\n}\nz = 9\n",
    )), @r#"
    u = 8 <- "8"
    z = 9 <- "9"
    a/v = 0 <- "0"
    a/w = … <- "x &"
    a/x = … <- "[1,"
    a/y = 2 <- "2"
    a/r = … <- "5 s"
    a/t = 7 <- "7"
    a/n/o = … <- "f("
    a/n/p = 3 <- "3"
    3:9 expected the end of the line after this argument, found `&` (logical and is `&&`)
    5:5 expected `,` or `]`, found `=`
    8:7 expected `,` or `)`, found `=`
    10:3 expected an argument's name, which has no quotes, found a string
    11:9 expected the end of the line after this argument, found a name
    14:1 expected an argument or a block, found `]`
    16:1 this `}` closes nothing
    "#);
}

#[test]
fn a_string_ends_with_its_line() {
    insta::assert_snapshot!(shown("a {\n  b = \"c\n  d = \"${e\n  f = 1\n  g = \"${\"${h(\n  i = 2\n}\nj = 3\n"), @r#"
    j = 3 <- "3"
    a/b = … <- "\"c"
    a/d = … <- "\"${e"
    a/f = 1 <- "1"
    a/g = … <- "\"${\"${h("
    a/i = 2 <- "2"
    2:7 this quoted string does not end on its line
    3:8 this `${` is not closed
    5:15 invalid expression: expected a value, found the end of the line
    "#);
}

#[test]
fn a_block_begins_whatever_is_open() {
    insta::assert_snapshot!(shown(concat!(
        "resource \"t\" \"a\" {\n  b = 1\n  n {\n    c = {\n\nresource \"t\" \"d\" {\n  e = <<E\nf\n}\nlocals {\n  g = <<E\n",
        "resource \"in\" \"text\" {\nE\n  h = \"${\"\nvariable \"i\" {\n  j = 2\n}\n",
    )), @r#"
    resource "t" "a"/b = 1 <- "1"
    resource "t" "a"/n/c = … <- "{"
    resource "t" "d"/e = "f\n}\nlocals {\n  g = <<E\nresource \"in\" \"text\" {\n" <- "<<E\nf\n}\nlocals {\n  g = <<E\nresource \"in\" \"text\" {\nE"
    resource "t" "d"/h = … <- "\"${\""
    variable "i"/j = 2 <- "2"
    4:9 this `{` is not closed
    6:1 this block is not closed
    14:10 this quoted string does not end on its line
    "#);
}

#[test]
fn a_line_holds_one_block_or_argument() {
    insta::assert_snapshot!(shown("a { b = 1, c = 2 }\nd { e = 1\n f = 2 }\ng { h {} }\ni {} j {}\nk\nl m\nn = 3\n"), @r#"
    n = 3 <- "3"
    a/b = 1 <- "1"
    d/e = 1 <- "1"
    d/f = 2 <- "2"
    1:10 expected `}`: a block on one line holds one argument and nothing else, found `,`
    2:10 expected `}`: a block on one line holds one argument and nothing else, found the end of the line
    3:8 expected the end of the line after this argument, found `}`
    4:7 expected `=`: a block on one line holds one argument and nothing else, found `{`
    5:6 expected the end of the line after this block, found a name
    6:2 expected `=` and a value, or `{` and the content of a block, found the end of the line
    7:4 expected `{` on the line of the block's header, found the end of the line
    "#);
}

#[test]
fn templates_say_what_is_wrong() {
    insta::assert_snapshot!(shown(concat!(
        "a = \"${B:-c}\"\nd = \"%{ if e }\"\nf = \"%{ endif }\"\ng = \"%{ while h }\"\ni = \"\\q\"\nj = \"\\u12\"\nk = \"\\${l}\"\n",
        "m \"${n}\" {}\no = \"%{ if p }%{ endfor }\"\nq = 'r'\n",
    )), @r#"
    a = … <- "\"${B:"
    d = … <- "\"%{ if e }\""
    f = … <- "\"%{ endif }\""
    g = … <- "\"%{ while"
    i = … <- "\"\\q\""
    j = … <- "\"\\u12\""
    k = … <- "\"\\${l}\""
    o = … <- "\"%{ if p }%{ endfor }\""
    q = … <- "'"
    1:9 expected `}` (a `${` or `%{` that is no template is written `$${` or `%%{`), found `:`
    2:6 this directive has no `%{ endif }`
    3:6 this directive ends none that is open
    4:9 expected `if`, `else`, `endif`, `for` or `endfor`, found a name
    5:6 this is no escape sequence (a backslash itself is written `\\`)
    6:6 `\u` needs the four hexadecimal digits of a character
    7:6 this is no escape sequence (a backslash itself is written `\\`)
    8:4 a label is no template (`${` is written `$${`, and `%{` is written `%%{`)
    9:15 expected `%{ endif }` here
    10:5 invalid expression: expected a value, found `'` (strings stand in double quotes)
    "#);
}

#[test]
fn problems_have_an_end() {
    let said = shown(&"a {\n  x = = 1\n}\n".repeat(1000));
    assert_eq!(said.matches("expected a value").count(), 50);
    assert!(said.ends_with("152:7 more than 50 problems in this file: no more are listed\n"));
}
