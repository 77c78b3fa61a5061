//! Input that is wrong, circular or far too much.

use super::{evaluated, shown};
use std::fmt::Write;

fn check(source: &str, expected: &str) {
    assert_eq!(shown(&[("main.tf", source)]).trim_end(), expected.trim());
}

#[test]
fn what_nothing_declares_is_a_problem() {
    check(
        "resource \"aws_db_instance\" \"db\" {\n  a = var.x\n  b = [local.y, module.z.out]\n  c = False\n  d = each.key\n}",
        r"
aws_db_instance.db
  a = ?(var.x is not declared)
  b = [?(local.y is not declared), ?(module.z is not declared)]
  c = ?(this refers to nothing; a text needs quotes)
  d = ?(each needs the argument for_each in this block)
problem in line 2: var.x is not declared
problem in line 3: local.y is not declared
problem in line 3: module.z is not declared
problem in line 4: this refers to nothing; a text needs quotes
problem in line 5: each needs the argument for_each in this block",
    );
}

#[test]
fn circles_end() {
    check(
        r#"
resource "aws_db_instance" "a" { port = aws_db_instance.b.port }
resource "aws_db_instance" "b" {
  port  = aws_db_instance.a.port
  count = length(aws_db_instance.b) + local.l
}
locals { l = local.l }"#,
        r"
aws_db_instance.a
  port = ?(aws_db_instance.b.port refers to itself)
aws_db_instance.b if length(aws_db_instance.b) + local.l is greater than 0
  port = ?(aws_db_instance.b.port refers to itself)
problem in line 7: local.l refers to itself
problem in line 2: aws_db_instance.b.port refers to itself",
    );
}

#[test]
fn modules_that_call_each_other_end() {
    let call =
        |other: &str| format!("module \"m\" {{ source = \"../{other}\" }}\nresource \"aws_db_instance\" \"x\" {{}}");
    let (_, evaluation) = evaluated(&[("a/main.tf", &call("b")), ("b/main.tf", &call("a"))]);
    assert_eq!(evaluation.resources.len(), 33);
    let messages: Vec<_> = evaluation.problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["too many module calls within each other", "this module calls itself through others"]);
}

#[test]
fn declared_twice_the_last_holds() {
    check(
        "resource \"aws_db_instance\" \"a\" { port = 1 }\nresource \"aws_db_instance\" \"a\" { port = 2 }",
        "aws_db_instance.a\n  port = 2\nproblem in line 2: aws_db_instance.a is declared twice",
    );
}

/// The problems of a chain of locals, each made of the one before.
fn chained(count: usize, link: &str) -> (String, Vec<String>) {
    let mut source = String::from("resource \"aws_db_instance\" \"x\" {\n  tags = local.l0\n}\nlocals {\n");
    for index in 0..count {
        let next = format!("local.l{}", index + 1);
        writeln!(source, "l{index} = {}", link.replace('@', &next)).unwrap();
    }
    writeln!(source, "l{count} = 1\n}}").unwrap();
    let (_, evaluation) = evaluated(&[("main.tf", &source)]);
    let value = super::text(&evaluation.resources[0].attributes["tags"]);
    (value, evaluation.problems.into_iter().map(|problem| problem.message).collect())
}

#[test]
fn long_and_growing_chains_are_cut_off() {
    assert_eq!(chained(100, "@ + 1"), ("101".to_owned(), vec![]));
    let (value, problems) = chained(3_000, "@ + 1");
    assert_eq!(value, "?(evaluation was cut off)");
    assert_eq!(problems, ["the evaluation was cut off: expressions nest too deep or take too long"]);
    for link in ["[@, @]", "{ a = @, b = @ }", "path.cwd == 1 ? [@] : [@, @]", "path.cwd == @ ? { a = @ } : { b = @ }"]
    {
        let (_, problems) = chained(60, link);
        assert_eq!(problems, ["the value is too large to be evaluated"], "{link}");
    }
    assert_eq!(chained(60, "\"${@}${@}\"").0, "?(the string is too long to be evaluated)");
    assert_eq!(chained(60, "concat([@], [@])").1, ["the value is too large to be evaluated"]);
}

#[test]
fn much_work_on_long_texts_is_cut_off() {
    let mut locals = format!("l0 = \"{}\"\n", "x".repeat(64));
    for index in 1..=4 {
        writeln!(locals, "l{index} = \"{}\"", format!("${{local.l{}}}", index - 1).repeat(8)).unwrap();
    }
    for work in ["upper(local.l4)", "\"${local.l4}.\"", "local.l4 == \"${local.l4}\"", "regexall(\"a${i}\", \"a\")"] {
        let all = format!("[for i in range(9000) : length([for j in range(900) : {work}])]");
        let source = format!("resource \"aws_db_instance\" \"x\" {{\n  tags = {all}\n}}\nlocals {{\n{locals}}}\n");
        let (_, evaluation) = evaluated(&[("main.tf", &source)]);
        assert_eq!(evaluation.problems.len(), 1, "{work}");
    }
}

#[test]
fn copies_are_capped() {
    let source = "resource \"aws_db_instance\" \"x\" { count = 1000000 }";
    let (_, evaluation) = evaluated(&[("main.tf", source)]);
    assert_eq!(evaluation.resources.len(), 1_000);
    assert_eq!(evaluation.problems[0].message, "only the first 1000 copies are evaluated");
}

#[test]
fn odd_blocks_do_no_harm() {
    check(
        "resource {}\nresource \"aws_db_instance\" {}\nvariable {}\nmodule \"m\" {}\nlocals \"x\" {}\nfoo \"bar\" { a = 1 }\n\
         resource aws_db_instance x {\ndynamic \"p\" {}\n}\ndata {}\noutput \"o\" {}\nlist(1)",
        r"
aws_db_instance.x
  p = [?(the dynamic block is incomplete)]
problem in line 12: expected `=` and a value, or `{` and the content of a block, found `(`",
    );
}
