//! Sets, lists and tuples, maps and objects: what Terraform tells apart and what it converts.

use super::{text, value};

const DECLARATIONS: &str = r#"
variable "set" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "list" {
  type    = list(string)
  default = ["b", "a"]
}
variable "map" {
  type    = map(number)
  default = { two = 2, one = "1" }
}
variable "unset" {}
"#;

fn check(rows: &[(&str, &str)]) {
    for (expression, expected) in rows {
        let shown = text(&value(&format!("try({expression}, \"stops\")"), DECLARATIONS));
        assert_eq!(shown, *expected, "{expression}");
    }
}

#[test]
fn sets_have_no_order_and_no_index() {
    check(&[
        ("var.set", r#"["a", "b"]"#),
        ("toset([10, 9, \"1\"])", r#"["1", "10", "9"]"#),
        ("toset([10, 9, 1])", "[1, 9, 10]"),
        ("toset([true, false])", "[false, true]"),
        ("toset([[2], [1], [2]])", "[[1], [2]]"),
        ("toset([{ a = 2 }, { a = 1 }])", "[{a = 1}, {a = 2}]"),
        ("[for k, v in var.set : \"${k}${v}\"]", r#"["aa", "bb"]"#),
        ("\"%{ for k, v in var.set }${k}${v} %{ endfor }\"", r#""aa bb ""#),
        ("var.set[0]", r#""stops""#),
        ("tolist(var.set)[0]", r#""a""#),
        ("var.set[*]", r#"["a", "b"]"#),
        ("[for x in toset([{ n = 1 }])[*].n : x]", "[1]"),
        ("var.set == toset([\"b\", \"a\"])", "true"),
        ("var.set == [\"a\", \"b\"]", "false"),
        ("jsonencode(var.set)", r#""[\"a\",\"b\"]""#),
        ("tolist(toset([var.unset, \"b\"]))[0]", "?(var.unset has no value)"),
        ("[for x in toset([var.unset, \"b\"]) : x][0]", "?(var.unset has no value)"),
        ("toset([var.unset]) == var.set", "?(var.unset has no value)"),
    ]);
}

#[test]
fn equality_converts_nothing() {
    check(&[
        ("[1, 2] == [1, 2]", "true"),
        ("[1, 2] == tolist([1, 2])", "false"),
        ("{ a = 1 } == tomap({ a = 1 })", "false"),
        ("{ for k, v in var.map : k => v } == var.map", "false"),
        ("var.list == tolist([\"b\", \"a\"])", "true"),
        ("var.set[*] == tolist([\"a\", \"b\"])", "true"),
        ("[1] == [\"1\"]", "false"),
        ("[null] == [null]", "true"),
        ("tostring(null) == null", "true"),
    ]);
}

#[test]
fn branches_have_a_type_in_common() {
    check(&[
        ("true ? 1 : \"x\"", r#""1""#),
        ("true ? true : \"${var.unset}-\"", r#""true""#),
        ("true ? 1 : \"${var.none.none}-\"", r#""1""#),
        ("true ? 1 : true", r#""stops""#),
        ("true ? [1] : [\"a\", \"b\"]", r#"["1"]"#),
        ("true ? [1, \"a\"] : [true]", r#"["1", "a"]"#),
        ("true ? { a = 1, b = \"x\" } : {}", r#"{a = "1", b = "x"}"#),
        ("true ? { a = [1], b = \"x\" } : {}", r#""stops""#),
        ("true ? { a = null, b = [1] } : {}", "{a = null, b = [1]}"),
        ("true ? { a = 1 } : { a = \"x\" }", r#"{a = "1"}"#),
        ("true ? [\"b\", \"a\", \"b\"] : var.set", r#"["a", "b"]"#),
        ("true ? [] : var.list", "[]"),
        ("(true ? [\"b\"] : var.list) == tolist([\"b\"])", "true"),
        ("true ? null : [1]", "null"),
        ("true ? {} : []", r#""stops""#),
        ("var.unset == 1 ? 5 : \"5\"", r#""5""#),
        ("var.unset == 1 ? [1] : \"5\"", r#""stops""#),
        ("var.unset == 1 ? [7] : [7]", "[7]"),
    ]);
}

#[test]
fn elements_have_a_type_in_common() {
    check(&[
        ("tolist([1, \"a\", true])", r#"["1", "a", "true"]"#),
        ("tolist([null, 1])", "[null, 1]"),
        ("tolist([1, true])", r#""stops""#),
        ("tolist([[1], [\"a\", \"b\"]])", r#"[["1"], ["a", "b"]]"#),
        ("tolist([{ a = 1 }, { b = \"x\" }])", r#"[{a = "1"}, {b = "x"}]"#),
        ("tomap({ a = 1, b = \"x\" })", r#"{a = "1", b = "x"}"#),
        ("tomap({ a = 1, b = [1] })", r#""stops""#),
        ("tolist(var.map)", r#""stops""#),
        ("var.map", "{two = 2, one = 1}"),
    ]);
}

#[test]
fn splats_and_indices() {
    check(&[
        ("null[*].a", "[]"),
        ("\"x\"[*]", r#"["x"]"#),
        ("{ a = 1 }.*.a", "[1]"),
        ("[{ a = [1, 2] }, { a = [3] }][*].a[0]", "[1, 3]"),
        ("[{ a = [1, 2] }, { a = [3] }].*.a[0]", "[1, 2]"),
        ("[1, 2, 3][\"1\"]", "2"),
        ("[1, 2].0", "1"),
        ("[1, 2, 3][-1]", r#""stops""#),
        ("[1, 2, 3][1.5]", r#""stops""#),
        ("[1, 2, 3][null]", r#""stops""#),
        ("{ \"0\" = 1 }[0]", "1"),
        ("null[0]", r#""stops""#),
        ("null.a", r#""stops""#),
        ("[{ a = 1 }].a", r#""stops""#),
        ("\"abc\"[0]", r#""stops""#),
    ]);
}

#[test]
fn operators_convert_and_stop() {
    check(&[
        ("\"5\" + \"6\"", "11"),
        ("1 + true", r#""stops""#),
        ("null + 1", r#""stops""#),
        ("\"1\" && true", "true"),
        ("\"yes\" && true", r#""stops""#),
        ("!\"0\"", "true"),
        ("!null", r#""stops""#),
        ("\"2\" > 1", "true"),
        ("\"b\" > \"a\"", r#""stops""#),
        ("5 % 0", "5"),
        ("-5.5 % 2", "-1.5"),
        ("0.1 + 0.2 == 0.3", "true"),
        ("3.3 / 1.1", "3"),
        ("10 / 3 * 3 == 10", "true"),
        ("\"a${1.50}\"", r#""a1.5""#),
        ("\"a${null}\"", r#""stops""#),
        ("\"${null}\"", "null"),
        ("null ? 1 : 2", r#""stops""#),
        ("\"true\" ? 1 : 2", "1"),
        ("tonumber(\"x\") == 1 || true", "true"),
        ("false || tonumber(\"x\") == 1", r#""stops""#),
        ("false && null", "false"),
        ("false && \"x\"", r#""stops""#),
        ("var.unset && [].a", "?(var.unset has no value)"),
    ]);
}

#[test]
fn loops_under_conditions() {
    let on = |rest: &str| format!("{rest} if var.unset is true");
    let off = |rest: &str| format!("{rest} if var.unset is false");
    check(&[
        ("[for x in null : x]", r#""stops""#),
        ("[for x in [1, 2] : x if null]", r#""stops""#),
        ("{ for x in [1, 1] : x => x }", r#""stops""#),
        ("{ for x in [] : x => x }", "{}"),
        ("[for x in [1, 2] : x if var.unset]", &format!("{} | {}", on("[1, 2]"), off("[]"))),
        ("length([for x in [1, 2] : x if var.unset || x == 1])", &format!("{} | {}", on("2"), off("1"))),
        ("{ for x in [1] : \"k\" => 1 if var.unset }", &format!("{} | {}", on("{k = 1}"), off("{}"))),
    ]);
}
