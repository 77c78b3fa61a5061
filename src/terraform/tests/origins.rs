//! How values came to be: the chain from the place of use to the place where they are written.

use super::{chain, evaluated};

const SOURCE: &str = r#"
variable "list" {
  default = [{ name = "a", on = true }, { name = "b", on = false }]
}
variable "flag" { default = false }
variable "word" { default = "w" }
locals {
  common = { port = 1, on = true }
  merged = merge(local.common, { port = 3306 })
  named  = { for i in var.list : i.name => i }
}
resource "aws_db_instance" "db" {
  merged = local.merged.port
  looped = local.named["b"].on
  both   = local.merged.on && var.flag
  made   = join("-", ["x", "y", var.word])
  found  = lookup(local.common, "none", var.word)
  chosen = var.flag ? 1 : local.common.port
  asked  = !contains(["x"], var.word)
  same   = var.flag == true
  splat  = var.list[*].name
  tried  = try({}.none, local.common.on)
  parameter {
    name = "x"
  }
  dynamic "block" {
    for_each = var.list
    content {
      name = block.value.name
    }
  }
}
"#;

fn check(name: &str, expected: &str) {
    let (sources, evaluation) = evaluated(&[("main.tf", SOURCE)]);
    let mut value = &evaluation.resources[0].attributes[name.split('.').next().unwrap()];
    for part in name.split('.').skip(1) {
        value =
            part.parse().map_or_else(|_| value.get(part), |index: usize| value.as_list().unwrap().get(index)).unwrap();
    }
    let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    assert_eq!(lines(chain(&sources, value).trim()), lines(expected.trim()), "{name}");
}

#[test]
fn collections_lead_to_the_element() {
    check(
        "merged",
        r"
        reference local.merged.port @ local.merged.port
        local merged @ merge(local.common, { port = 3306 })
        function merge @ merge(local.common, { port = 3306 })
        written @ 3306",
    );
    check(
        "looped",
        r#"
        reference local.named["b"].on @ local.named["b"].on
        local named @ { for i in var.list : i.name => i }
        reference i @ i
        reference var.list @ var.list
        default of list @ [{ name = "a", on = true }, { name = "b", on = false }]
        written @ false"#,
    );
    check(
        "splat.1",
        r#"
        reference var.list @ var.list
        default of list @ [{ name = "a", on = true }, { name = "b", on = false }]
        written @ "b""#,
    );
    check(
        "block.1.name",
        r#"
        reference block.value.name @ block.value.name
        reference var.list @ var.list
        default of list @ [{ name = "a", on = true }, { name = "b", on = false }]
        written @ "b""#,
    );
}

#[test]
fn what_decides_is_followed() {
    check(
        "both",
        r"
        function && @ local.merged.on && var.flag
        reference var.flag @ var.flag
        default of flag @ false
        written @ false",
    );
    check(
        "made",
        r#"
        function join @ join("-", ["x", "y", var.word])
        reference var.word @ var.word
        default of word @ "w"
        written @ "w""#,
    );
    check(
        "found",
        r#"
        function lookup @ lookup(local.common, "none", var.word)
        reference var.word @ var.word
        default of word @ "w"
        written @ "w""#,
    );
    check(
        "asked",
        r#"
        function ! @ !contains(["x"], var.word)
        predicate contains @ contains(["x"], var.word)
        reference var.word @ var.word
        default of word @ "w"
        written @ "w""#,
    );
    check(
        "same",
        r"
        function == @ var.flag == true
        reference var.flag @ var.flag
        default of flag @ false
        written @ false",
    );
    check(
        "chosen",
        r"
        branch var.flag is false @ var.flag ? 1 : local.common.port
        reference local.common.port @ local.common.port
        local common @ { port = 1, on = true }
        written @ 1",
    );
    check(
        "tried",
        r"
        reference local.common.on @ local.common.on
        local common @ { port = 1, on = true }
        written @ true",
    );
}
