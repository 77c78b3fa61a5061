//! Calls of widely used modules that are not installed.

use super::{evaluated, text};
use crate::value::What;
use std::fmt::Write;

/// The arguments of the resources of a type that a call makes, each with where it is decided.
fn made(call: &str, ty: &str, arguments: &[&str]) -> String {
    let (sources, evaluation) = evaluated(&[("main.tf", call)]);
    let mut out = String::new();
    for resource in evaluation.resources.iter().filter(|resource| &*resource.type_name == ty) {
        writeln!(out, "{} @ {}", resource.address, sources.slice(resource.header)).unwrap();
        out.extend(resource.more_attributes.iter().map(|why| format!("  {why}\n")));
        for argument in arguments {
            let Some(value) = resource.attributes.get(*argument) else { continue };
            let default = value.origin.steps().find_map(|step| match &step.what {
                What::ModuleDefault(module) => Some(format!("default of {module}")),
                What::InModule => Some("the module".to_owned()),
                _ => None,
            });
            let place = value.origin.written_at().map(|span| sources.slice(span).to_owned());
            let decided = place.or(default).unwrap_or_else(|| "nowhere".into());
            writeln!(out, "  {argument} = {} @ {decided}", text(value)).unwrap();
        }
    }
    for problem in &evaluation.problems {
        writeln!(out, "problem: {}", problem.message).unwrap();
    }
    out
}

fn check(call: &str, (ty, arguments): (&str, &[&str]), expected: &str) {
    assert_eq!(made(call, ty, arguments).trim_end(), expected.trim(), "{call}");
}

/// What an argument becomes where a module is called with more arguments.
fn check_release(source: &str, arguments: &str, (ty, argument): (&str, &str), expected: &str) {
    let call = format!("module \"m\" {{\n  source = {source}\n  {arguments}\n}}");
    let made = made(&call, ty, &[argument]);
    let line = made.lines().nth(1).unwrap_or("nothing").trim();
    assert_eq!(line.split(" @ ").next().unwrap(), expected, "{call}\n{made}");
}

const RDS: &str = "\"terraform-aws-modules/rds/aws\"";
const AURORA: &str = "\"terraform-aws-modules/rds-aurora/aws\"";
const INSTANCE: &str = "aws_db_instance";
const CLUSTER: &str = "aws_rds_cluster";

#[test]
fn arguments_and_defaults_decide() {
    check(
        r#"
module "db" {
  source            = "terraform-aws-modules/rds/aws"
  version           = "~> 7.0"
  identifier        = "demo"
  storage_encrypted = "false"
  deletion_protection = var.protected
  monitoring_interval = 60
  parameters = [{ name = "rds.force_ssl", value = 0 }]
}
variable "protected" {}"#,
        (
            INSTANCE,
            &["storage_encrypted", "publicly_accessible", "deletion_protection", "kms_key_id", "monitoring_interval"],
        ),
        r#"
module.db.module.db_instance.aws_db_instance.this[0] @ module "db"
  storage_encrypted = "false" @ "false"
  publicly_accessible = false @ default of terraform-aws-modules/rds/aws (version 7)
  deletion_protection = ?(var.protected has no value) @ variable "protected"
  kms_key_id = null @ default of terraform-aws-modules/rds/aws (version 7)
  monitoring_interval = 60 @ 60"#,
    );
}

#[test]
fn groups_and_outputs_lead_to_each_other() {
    check(
        r#"
module "cluster" {
  source = "terraform-aws-modules/rds-aurora/aws"
  name   = "c"
  engine = "aurora-postgresql"
  instances = { a = {}, b = { publicly_accessible = true } }
  cluster_parameter_group = { family = "aurora-postgresql16", parameters = [{ name = "rds.force_ssl", value = "0" }] }
}
resource "aws_db_proxy" "p" {
  name                   = module.cluster.cluster_id
  vpc_security_group_ids = [module.cluster.security_group_id]
  role_arn               = module.cluster.other
}"#,
        ("aws_db_proxy", &["name", "vpc_security_group_ids", "role_arn"]),
        r#"
aws_db_proxy.p @ resource "aws_db_proxy" "p"
  name = ?(module.cluster.aws_rds_cluster.this[0].id is known only after apply, is id of module.cluster.aws_rds_cluster.this[0]) @ module.cluster.cluster_id
  vpc_security_group_ids = [?(module.cluster.aws_security_group.this[0].id is known only after apply, is id of module.cluster.aws_security_group.this[0])] @ [module.cluster.security_group_id]
  role_arn = ?(the output other of module.cluster is not known: terraform-aws-modules/rds-aurora/aws (version 10) is not installed) @ module.cluster.other"#,
    );
}

#[test]
fn calls_have_copies() {
    check(
        r#"
module "db" {
  for_each            = { a = true, b = false }
  source              = "terraform-aws-modules/rds/aws//modules/db_instance"
  identifier          = each.key
  deletion_protection = each.value
}
module "none" {
  source     = "terraform-aws-modules/rds/aws"
  count      = 0
  identifier = "none"
}
module "off" {
  source             = "terraform-aws-modules/rds/aws"
  identifier         = "off"
  create_db_instance = false
}"#,
        (INSTANCE, &["identifier", "deletion_protection"]),
        r#"
module.db["a"].aws_db_instance.this[0] @ module "db"
  identifier = "a" @ { a = true, b = false }
  deletion_protection = true @ true
module.db["b"].aws_db_instance.this[0] @ module "db"
  identifier = "b" @ { a = true, b = false }
  deletion_protection = false @ false"#,
    );
}

#[test]
fn releases_have_their_own_defaults() {
    for (version, encrypted) in [("3.5.0", "false"), ("~> 3.0", "false"), ("4.0.0", "true"), (">= 3.0, < 5.0", "true")]
    {
        let arguments = format!("identifier = \"x\"\n  version = \"{version}\"");
        let expected = format!("storage_encrypted = {encrypted}");
        check_release(RDS, &arguments, (INSTANCE, "storage_encrypted"), &expected);
    }
    for (version, managed) in [("5.9.0", "null"), ("6.0.0", "true"), ("7.2.0", "true"), (">= 5.0", "true")] {
        let arguments = format!("identifier = \"x\"\n  version = \"{version}\"");
        let expected = format!("manage_master_user_password = {managed}");
        check_release(RDS, &arguments, (INSTANCE, "manage_master_user_password"), &expected);
    }
    for (version, days) in [("5.3.0", "7"), ("7.7.1", "7"), ("8.5.0", "7"), ("9.9.1", "null"), ("~> 10.0", "null")] {
        let arguments = format!("version = \"{version}\"");
        let expected = format!("backup_retention_period = {days}");
        check_release(AURORA, &arguments, (CLUSTER, "backup_retention_period"), &expected);
    }
}

#[test]
fn a_password_goes_where_the_release_puts_it() {
    let password = "manage_master_user_password = false\n  identifier = \"x\"\n  password = \"p\"";
    let check = |version: &str, more: &str, argument: &str, expected: &str| {
        let arguments = format!("{password}\n  {more}\n  version = \"{version}\"");
        check_release(RDS, &arguments, (INSTANCE, argument), expected);
    };
    check("6.5.0", "", "password", "password = \"p\"");
    check("7.0.0", "", "password", "nothing");
    check("5.0.0", "create_random_password = false", "password", "password = \"p\"");
    let random = "module.m.random_password.master_password[0].result is generated at apply";
    let reference = "is result of module.m.random_password.master_password[0]";
    check("5.0.0", "", "password", &format!("password = ?({random}, secret, {reference})"));
    check("7.0.0", "password_wo = \"p\"", "password_wo", "password_wo = \"p\"");
}

#[test]
fn sources_are_registries_and_repositories() {
    let repository = "git::https://github.com/terraform-aws-modules/terraform-aws-rds.git";
    for (source, expected) in [
        ("registry.opentofu.org/terraform-aws-modules/rds/aws".to_owned(), "copy_tags_to_snapshot = true"),
        (repository.to_owned(), "copy_tags_to_snapshot = true"),
        (format!("{repository}?ref=v6.1.0"), "copy_tags_to_snapshot = false"),
        (format!("{repository}//modules/db_instance?ref=6.1.0"), "copy_tags_to_snapshot = false"),
        ("github.com/terraform-aws-modules/terraform-aws-rds".to_owned(), "copy_tags_to_snapshot = true"),
        ("github.com/somebody/terraform-aws-rds".to_owned(), "nothing"),
        ("app.example.com/terraform-aws-modules/rds/aws".to_owned(), "nothing"),
        ("terraform-aws-modules/rds/aws//modules/other".to_owned(), "nothing"),
    ] {
        let argument = (INSTANCE, "copy_tags_to_snapshot");
        check_release(&format!("{source:?}"), "identifier = \"x\"", argument, expected);
    }
}

#[test]
fn of_a_release_that_is_not_known_only_the_databases_are() {
    for (source, version, said) in [
        (RDS, "version = \"8.0.0\"", "version 8.0.0"),
        (RDS, "version = \"2.35.0\"", "version 2.35.0"),
        (RDS, "version = \"newest\"", "version newest"),
        (RDS, "version = var.v", "the version that is computed"),
        ("\"git::https://github.com/terraform-aws-modules/terraform-aws-rds.git?ref=main\"", "", "the revision main"),
        ("\"cloudposse/rds/aws\"", "version = \"0.35.0\"", "version 0.35.0"),
    ] {
        let module = if source.contains("cloudposse") { "cloudposse/rds/aws" } else { "terraform-aws-modules/rds/aws" };
        let expected = format!("what {said} of {module} sets is not known: it is not installed");
        let arguments = format!("identifier = \"x\"\n  storage_encrypted = false\n  {version}");
        check_release(source, &arguments, (INSTANCE, "storage_encrypted"), &expected);
    }
    let call = format!(
        "module \"m\" {{\n source = {RDS}\n version = \"8.0\"\n}}\n\
         resource \"{INSTANCE}\" \"r\" {{\n  port = module.m.db_instance_port\n}}"
    );
    let made = made(&call, INSTANCE, &["port"]);
    assert!(made.contains("port = ?(what version 8.0 of terraform-aws-modules/rds/aws sets"), "{made}");
}

#[test]
fn the_other_modules_are_known() {
    for (source, resource, expected) in [
        ("cloudposse/rds/aws", (INSTANCE, "backup_retention_period"), "backup_retention_period = 0"),
        ("cloudposse/rds-cluster/aws", (CLUSTER, "storage_encrypted"), "storage_encrypted = false"),
        ("cloudposse/rds-cluster/aws", ("aws_rds_cluster_instance", "auto_minor_version_upgrade"), {
            "auto_minor_version_upgrade = true"
        }),
        ("aws-ia/rds-aurora/aws", (CLUSTER, "storage_encrypted"), "storage_encrypted = false"),
    ] {
        check_release(&format!("{source:?}"), "enabled = true", resource, expected);
    }
}

#[test]
fn an_own_module_is_evaluated_itself() {
    let call = "module \"rds\" {\n  source = \"./terraform-aws-modules/rds/aws\"\n}";
    let own = "resource \"aws_db_instance\" \"own\" {}";
    let (_, evaluation) = evaluated(&[("main.tf", call), ("terraform-aws-modules/rds/aws/main.tf", own)]);
    let addresses: Vec<_> = evaluation.resources.iter().map(|resource| &*resource.address).collect();
    assert_eq!(addresses, ["module.rds.aws_db_instance.own"]);
}
