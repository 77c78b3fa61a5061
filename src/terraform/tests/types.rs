//! Values converted to declared types, as Terraform's own `plan` shows them.

use super::evaluated;

/// What a default becomes as a value of a type, or why it does not.
fn converted(ty: &str, default: &str) -> String {
    let source = format!(
        "variable \"x\" {{\n  type = {ty}\n  default = {default}\n}}\nresource \"aws_db_instance\" \"db\" {{\n  tags = var.x\n}}"
    );
    let (_, evaluation) = evaluated(&[("main.tf", &source)]);
    match evaluation.problems.as_slice() {
        [] => super::text(&evaluation.resources[0].attributes["tags"]),
        [problem] => format!("! {}", problem.message),
        several => panic!("{several:?}"),
    }
}

fn check(cases: &[(&str, &str, &str)]) {
    for (ty, default, expected) in cases {
        assert_eq!(converted(ty, default), *expected, "{default} as {ty}");
    }
}

#[test]
fn primitive_types() {
    check(&[
        ("number", r#""5""#, "5"),
        ("number", r#""1e3""#, "1000"),
        ("number", r#""+5""#, "5"),
        ("number", "true", "! var.x must be number: a bool is no number"),
        ("number", r#""1_000""#, "! var.x must be number: a string is no number"),
        ("bool", r#""true""#, "true"),
        ("bool", r#""1""#, "true"),
        ("bool", r#""0""#, "false"),
        ("bool", r#""TRUE""#, "! var.x must be bool: a string is no bool"),
        ("bool", "1", "! var.x must be bool: a number is no bool"),
        ("string", "7", r#""7""#),
        ("string", "1.50", r#""1.5""#),
        ("string", "1e21", r#""1000000000000000000000""#),
        ("string", r#"["a"]"#, "! var.x must be string: a list is no string"),
        ("string", "{ a = 1 }", "! var.x must be string: a map is no string"),
        ("string", "null", "null"),
        ("any", r#"[1, "a", true]"#, r#"[1, "a", true]"#),
    ]);
}

#[test]
fn collections() {
    check(&[
        ("list(string)", "[1, true]", r#"["1", "true"]"#),
        ("list(number)", "[null]", "[null]"),
        ("list(list(string))", "[[1], [true]]", r#"[["1"], ["true"]]"#),
        ("list(string)", "{ a = 1 }", "! var.x must be list(string): a map is no list"),
        ("list(string)", r#""a""#, "! var.x must be list(string): a string is no list"),
        ("list(number)", r#"[1, "a"]"#, "! var.x must be list(number): an element: a string is no number"),
        ("set(string)", r#"["b", "a", "b"]"#, r#"["a", "b"]"#),
        ("set(number)", r#"["3", 1, "1"]"#, "[1, 3]"),
        ("set(bool)", r#"[true, "false"]"#, "[false, true]"),
        ("set(string)", r#"[null, "a"]"#, r#"["a", null]"#),
        ("map(string)", "{ a = 1, b = null }", r#"{a = "1", b = null}"#),
        ("map(string)", r#"["a"]"#, "! var.x must be map(string): a list is no map"),
        ("tuple([string, number])", r#"[1, "2"]"#, r#"["1", 2]"#),
        ("tuple([string, number])", "[1]", "! var.x must be tuple: a list is no tuple of 2"),
    ]);
}

#[test]
fn collections_of_any_type_take_one_type_that_fits_all() {
    check(&[
        ("list", r#"[1, "a"]"#, r#"["1", "a"]"#),
        ("map", "{ a = 1 }", "{a = 1}"),
        ("list(any)", "[null, 1]", "[null, 1]"),
        ("list(any)", "[1, true]", "! var.x must be list(any): the elements are of several types"),
        ("list(any)", r#"[[], ["a"]]"#, r#"[[], ["a"]]"#),
        ("list(any)", r#"[{ p = 1 }, { q = "x" }]"#, r#"[{p = "1"}, {q = "x"}]"#),
        ("list(any)", r#"[{ p = 1 }, { p = "x" }]"#, r#"[{p = "1"}, {p = "x"}]"#),
        ("set(any)", r#"["b", "a", 1]"#, r#"["1", "a", "b"]"#),
        ("map(any)", r#"{ a = [1], b = ["x"] }"#, r#"{a = ["1"], b = ["x"]}"#),
        ("map(any)", "{ a = 1, b = true }", "! var.x must be map(any): the elements are of several types"),
        ("object({ a = any })", r#"{ a = [1, "x"] }"#, r#"{a = [1, "x"]}"#),
    ]);
}

#[test]
fn objects_have_the_attributes_of_their_type() {
    check(&[
        ("object({ a = string })", "{ a = 1, b = 2 }", r#"{a = "1"}"#),
        ("object({ a = string })", "{ b = 2 }", "! var.x must be object: the attribute `a` is missing"),
        ("object({ a = string })", r#"["x"]"#, "! var.x must be object: a list is no object"),
        ("object({ a = number })", r#"{ a = "x" }"#, "! var.x must be object: attribute `a`: a string is no number"),
        ("object({ a = string, b = optional(bool) })", "{ a = 1 }", r#"{a = "1", b = null}"#),
        (r#"object({ a = optional(string, "d") })"#, "{ a = null }", r#"{a = "d"}"#),
        (
            r#"object({ a = optional(object({ b = optional(number, "7"), c = optional(string) }), {}) })"#,
            "{}",
            "{a = {b = 7, c = null}}",
        ),
        ("map(object({ a = optional(number, 1) }))", r#"{ x = {}, y = { a = "2" } }"#, "{x = {a = 1}, y = {a = 2}}"),
        (
            "object({ a = list(object({ b = optional(bool, true) })) })",
            "{ a = [{}, { b = null }] }",
            "{a = [{b = true}, {b = true}]}",
        ),
    ]);
}

#[test]
fn what_is_no_type_is_a_problem() {
    check(&[
        ("strin", r#""a""#, "! this is no type of Terraform"),
        ("set", r#"["a"]"#, "! this is no type of Terraform"),
        ("optional(string)", r#""a""#, "! this is no type of Terraform"),
        ("list()", "[]", "! list() takes one argument"),
        ("object([])", "{}", "! object() takes a map of attributes to types"),
        ("tuple(string)", "[]", "! tuple() takes a list of types"),
        ("object({ a = optional() })", "{}", "! optional() takes a type and a default"),
    ]);
}

#[test]
fn the_old_quoted_types_are_known() {
    check(&[
        (r#""string""#, "1", r#""1""#),
        (r#""list""#, r#"["a"]"#, r#"["a"]"#),
        (r#""map""#, "{ a = 1 }", "{a = 1}"),
    ]);
}
