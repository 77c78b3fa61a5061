//! Files, variables, copies and calls.

use super::{chain, evaluated, shown};

fn check(files: &[(&str, &str)], expected: &str) {
    assert_eq!(shown(files).trim_end(), expected.trim());
}

#[test]
fn copies_have_addresses() {
    let main = r#"
        variable "n" {}
        resource "aws_db_instance" "two" {
          count = 2
          port = 5432 + count.index
        }
        resource "aws_db_instance" "none" { count = 0 }
        resource "aws_db_instance" "each" {
          for_each = { b = true, a = false }
          tags = "${each.key}-${each.value}"
        }
        resource "aws_db_instance" "may" { count = var.n ? 1 : 0 }
        resource "aws_db_instance" "some" {
          for_each = var.n
          tags = each.key
        }"#;
    check(
        &[("main.tf", main)],
        r#"
aws_db_instance.two[0]
  port = 5432
aws_db_instance.two[1]
  port = 5433
aws_db_instance.each["a"]
  tags = "a-false"
aws_db_instance.each["b"]
  tags = "b-true"
aws_db_instance.may[0] if var.n is true
aws_db_instance.some if var.n is not empty
  tags = ?(each.key is not known: var.n has no value)"#,
    );
}

#[test]
fn dynamic_blocks_are_expanded() {
    let main = r#"
        variable "n" {}
        locals { p = [{ name = "a" }, { name = "b" }] }
        resource "aws_db_parameter_group" "pg" {
          parameter {
            name = "own"
          }
          dynamic "parameter" {
            for_each = local.p
            content {
              name = parameter.value.name
              value = parameter.key
            }
          }
          dynamic "parameter" {
            for_each = toset(["x"])
            iterator = it
            content { name = "${it.key}${it.value}" }
          }
        }
        resource "aws_db_parameter_group" "unknown" {
          dynamic "parameter" {
            for_each = var.n
            content { name = parameter.value }
          }
          lifecycle { ignore_changes = [parameter] }
        }"#;
    check(
        &[("main.tf", main)],
        r#"
aws_db_parameter_group.pg
  parameter = [{name = "own"}, {name = "a", value = 0}, {name = "b", value = 1}, {name = "xx"}]
aws_db_parameter_group.unknown
  parameter = [?(the number of parameter blocks is not known: var.n has no value)]"#,
    );
}

#[test]
fn modules_are_called() {
    let files = [
        ("main.tf", include_str!("../../../testdata/terraform/modules/main.tf")),
        ("modules/db/main.tf", include_str!("../../../testdata/terraform/modules/modules/db/main.tf")),
        ("modules/inner/main.tf", include_str!("../../../testdata/terraform/modules/modules/inner/main.tf")),
    ];
    check(
        &files,
        r#"
aws_db_subnet_group.s
  name = "inner"
  subnet_ids = ?(module.vpc is not installed (source terraform-aws-modules/vpc/aws))
module.db["a"].module.inner[0].aws_db_instance.this
  storage_encrypted = true
  identifier = "inner"
module.db["b"].module.inner[0].aws_db_instance.this
  storage_encrypted = false
  identifier = "inner""#,
    );
    let (sources, evaluation) = evaluated(&files);
    let database = &evaluation.resources[1];
    let calls: Vec<_> = database.calls.iter().map(|call| (&*call.address, sources.slice(call.header))).collect();
    assert_eq!(
        calls,
        [("module.db[\"a\"]", "module \"db\""), ("module.db[\"a\"].module.inner[0]", "module \"inner\"")]
    );
    assert_eq!(
        chain(&sources, &database.attributes["storage_encrypted"]),
        "reference var.on @ var.on\n\
         argument on of module.db[\"a\"].module.inner[0] @ var.encrypt\n\
         reference var.encrypt @ var.encrypt\n\
         argument encrypt of module.db[\"a\"] @ each.value\n\
         reference each.value @ each.value\n\
         written @ true\n"
    );
}

#[test]
fn origins_lead_to_the_place_that_was_written() {
    let main = r#"
        variable "cfg" { default = { days = 7 } }
        locals { days = var.cfg.days }
        resource "aws_db_parameter_group" "pg" { name = "shop" }
        resource "aws_db_instance" "db" {
          backup_retention_period = local.days
          parameter_group_name = aws_db_parameter_group.pg.name
          port = max(local.days, 1)
        }"#;
    let (sources, evaluation) = evaluated(&[("main.tf", main)]);
    let database = &evaluation.resources[1];
    let expected = "reference local.days @ local.days\nlocal days @ var.cfg.days\n\
                    reference var.cfg.days @ var.cfg.days\ndefault of cfg @ { days = 7 }\nwritten @ 7\n";
    assert_eq!(chain(&sources, &database.attributes["backup_retention_period"]), expected);
    assert_eq!(
        chain(&sources, &database.attributes["parameter_group_name"]),
        "name of aws_db_parameter_group.pg @ aws_db_parameter_group.pg.name\nwritten @ \"shop\"\n"
    );
    assert_eq!(chain(&sources, &database.attributes["port"]), format!("function max @ max(local.days, 1)\n{expected}"));
}

#[test]
fn override_files_replace_arguments() {
    let main = "resource \"aws_db_instance\" \"db\" {\n port = 1\n engine = \"mysql\"\n}\nlocals { a = 1 }";
    let over = "resource \"aws_db_instance\" \"db\" {\n port = local.a\n}\nlocals { a = 2 }";
    check(&[("override.tf", over), ("main.tf", main)], "aws_db_instance.db\n  engine = \"mysql\"\n  port = 2");
}

#[test]
fn json_means_the_same() {
    let json = r#"{
        "//": "a comment",
        "variable": {"n": {"type": "number", "default": "3"}},
        "locals": {"port": "${var.n + 1}"},
        "resource": {"aws_db_parameter_group": {
            "one": {"name": "p-${var.n}$${x}", "parameter": {"name": "a"}},
            "two": [{"count": 1, "dynamic": {"parameter": {"for_each": ["b"], "content": {"name": "${parameter.value}"}}}}]
        }}
    }"#;
    check(
        &[("main.tf.json", json)],
        r#"
aws_db_parameter_group.one
  name = "p-3${x}"
  parameter = [{name = "a"}]
aws_db_parameter_group.two[0]
  parameter = [{name = "b"}]"#,
    );
}

#[test]
fn secrets_are_noted() {
    let main = r#"
        variable "p" {
          sensitive = true
          default = "one"
        }
        resource "aws_db_instance" "db" { password = sensitive("three") }"#;
    let (sources, evaluation) = evaluated(&[("main.tf", main), ("terraform.tfvars", "p = \"two\"")]);
    let mut places: Vec<_> = evaluation.secrets.iter().map(|span| sources.slice(*span)).collect();
    places.sort_unstable();
    assert_eq!(places, ["\"one\"", "\"three\"", "\"two\""]);
}

#[test]
fn what_is_made_of_a_concealed_value_is_concealed() {
    let main = r#"
        variable "p" {
          sensitive = true
          default = "one"
        }
        resource "aws_db_instance" "db" {
          a = "x-${upper("y")}-${var.p}"
          b = format("%s", join("", ["x", var.p]))
          c = jsonencode({ list = [var.p] })
          d = var.p == "x"
        }"#;
    let (sources, evaluation) = evaluated(&[("main.tf", main)]);
    for (name, value) in &evaluation.resources[0].attributes {
        assert!(chain(&sources, value).contains("concealed p"), "{name}");
    }
}
