//! Where findings point and what they say: the place to edit first, then the rest of the value's way.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod support;

use rdslint::catalog::Catalog;
use rdslint::policy::{findings, merge};
use rdslint::source::Span;
use std::fmt::Write;
use support::{Read, modules, template};

/// What a policy says about a text, with the places.
fn show(id: &str, read: &Read) -> String {
    let catalog = Catalog::embedded();
    let found = findings(&[catalog.find(id).unwrap()], &read.model, &read.sources);
    let line = |span: Span| format!("{}:{}", read.sources.file(span.file).path(), read.sources.positions(span).0.line);
    let at = |span: Span| format!("{}: {}", line(span), read.sources.slice(span));
    let mut text = String::new();
    for finding in merge(found.findings) {
        let _ = writeln!(text, "{}\n  {} <- {}", finding.message, at(finding.primary.span), finding.primary.text);
        for label in finding.related {
            let _ = writeln!(text, "  {} <- {}", at(label.span), label.text);
        }
        let way: Vec<_> = finding.flow.iter().map(|label| line(label.span)).collect();
        let _ = writeln!(text, "  way: {}", way.join(" > "));
        let _ = writeln!(text, "  fix: {}", finding.fix.unwrap().text);
    }
    for undecided in found.undecided {
        let _ = writeln!(text, "{} is undecided: {}\n  {}", undecided.resource, undecided.reason, at(undecided.span));
    }
    text
}

#[test]
fn terraform_points_at_the_module_argument() {
    let read = modules(&[
        (
            "main.tf",
            "locals {\n  encrypted = false\n}\nmodule \"db\" {\n  source    = \"./db\"\n  encrypted = local.encrypted\n}\n",
        ),
        (
            "db/main.tf",
            "variable \"encrypted\" {\n  default = true\n}\nresource \"aws_db_instance\" \"main\" {\n  \
             engine            = \"postgres\"\n  storage_encrypted = var.encrypted\n}\n",
        ),
    ]);
    insta::assert_snapshot!(show("storage-unencrypted", &read), @r#"
    module.db.aws_db_instance.main stores its data unencrypted
      main.tf:2: false <- `storage_encrypted` is false
      db/main.tf:6: var.encrypted <- `var.encrypted` is used here
      main.tf:6: local.encrypted <- argument `encrypted` of module.db
      db/main.tf:4: resource "aws_db_instance" "main" <- resource `module.db.aws_db_instance.main`
      main.tf:4: module "db" <- `module.db` is called here
      way: main.tf:2 > main.tf:6 > db/main.tf:6 > db/main.tf:4
      fix: set storage_encrypted = true
    "#);
}

#[test]
fn terraform_points_at_a_comparison_and_not_at_what_it_compares() {
    let read = modules(&[(
        "main.tf",
        "variable \"stage\" {\n  default = \"test\"\n}\nresource \"aws_db_instance\" \"main\" {\n  \
         engine            = \"postgres\"\n  storage_encrypted = var.stage == \"live\"\n}\n",
    )]);
    insta::assert_snapshot!(show("storage-unencrypted", &read), @r#"
    aws_db_instance.main stores its data unencrypted
      main.tf:6: var.stage == "live" <- `storage_encrypted` is false
      main.tf:6: var.stage <- `var.stage` is used here
      main.tf:2: "test" <- default of variable `stage`
      main.tf:4: resource "aws_db_instance" "main" <- resource `aws_db_instance.main`
      way: main.tf:2 > main.tf:6 > main.tf:6 > main.tf:4
      fix: set storage_encrypted = true
    "#);
}

#[test]
fn terraform_points_at_the_header_where_a_module_is_silent() {
    let read = modules(&[
        ("main.tf", "module \"db\" {\n  source = \"./db\"\n}\n"),
        ("db/main.tf", "resource \"aws_db_instance\" \"main\" {\n  count  = 3\n  engine = \"postgres\"\n}\n"),
    ]);
    insta::assert_snapshot!(show("storage-unencrypted", &read), @r#"
    module.db.aws_db_instance.main[0] (and 2 more) stores its data unencrypted
      db/main.tf:1: resource "aws_db_instance" "main" <- `storage_encrypted` is not set: false, the default
      main.tf:1: module "db" <- `module.db` is called here
      way: db/main.tf:1
      fix: set storage_encrypted = true
    "#);
}

#[test]
fn a_version_that_only_the_group_tells_is_labelled_there() {
    let read = modules(&[(
        "main.tf",
        "resource \"aws_db_parameter_group\" \"my\" {\n  family = \"mysql5.7\"\n}\n\
         resource \"aws_db_instance\" \"a\" {\n  engine = \"mysql\"\n  parameter_group_name = aws_db_parameter_group.my.name\n}\n",
    )]);
    insta::assert_snapshot!(show("engine-version-unsupported", &read), @r#"
    aws_db_instance.a runs mysql 5.7, standard support ended on 2024-02-29
      main.tf:2: "mysql5.7" <- written here
      main.tf:4: resource "aws_db_instance" "a" <- resource `aws_db_instance.a`
      way: main.tf:2 > main.tf:4
      fix: upgrade to a major version that is supported
    "#);
}

#[test]
fn databases_on_one_parameter_group_are_one_finding() {
    let read = modules(&[(
        "main.tf",
        "resource \"aws_db_parameter_group\" \"pg\" {\n  family = \"postgres14\"\n}\n\
         resource \"aws_db_instance\" \"a\" {\n  engine = \"postgres\"\n  parameter_group_name = aws_db_parameter_group.pg.name\n}\n\
         resource \"aws_db_instance\" \"b\" {\n  engine = \"postgres\"\n  parameter_group_name = aws_db_parameter_group.pg.name\n}\n",
    )]);
    insta::assert_snapshot!(show("postgresql-tls-not-required", &read), @r#"
    aws_db_instance.a (and aws_db_instance.b) accepts connections without TLS (rds.force_ssl is 0)
      main.tf:1: resource "aws_db_parameter_group" "pg" <- `rds.force_ssl` is not set: 0, the default of postgres14
      main.tf:6: aws_db_parameter_group.pg.name <- `aws_db_parameter_group.pg` is used here
      main.tf:4: resource "aws_db_instance" "a" <- resource `aws_db_instance.a`
      main.tf:10: aws_db_parameter_group.pg.name <- `aws_db_parameter_group.pg` is used here
      main.tf:8: resource "aws_db_instance" "b" <- resource `aws_db_instance.b`
      way: main.tf:1 > main.tf:6 > main.tf:4
      fix: set the parameter rds.force_ssl to 1 in aws_db_parameter_group.pg
    "#);
}

#[test]
fn cloudformation_points_at_the_property_with_the_parameter_related() {
    let read = template(
        "Parameters:\n  Encrypted: { Type: String, Default: 'false' }\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    \
         Metadata: { 'aws:cdk:path': App/Data/Db/Resource }\n    Properties:\n      Engine: postgres\n      \
         StorageEncrypted: !Ref Encrypted\n",
    );
    insta::assert_snapshot!(show("storage-unencrypted", &read), @r"
    Db (App/Data/Db/Resource) stores its data unencrypted
      template.yaml:9: Encrypted <- `StorageEncrypted` is false
      template.yaml:2: 'false' <- default of parameter `Encrypted`
      template.yaml:4: Db <- resource `Db`
      way: template.yaml:2 > template.yaml:9 > template.yaml:4
      fix: set StorageEncrypted: true
    ");
}

#[test]
fn every_alternative_that_fails_is_shown() {
    let read = template(
        "Parameters:\n  Stage: { Type: String }\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]\nResources:\n  Db:\n    \
         Type: AWS::RDS::DBInstance\n    Condition: IsProd\n    Properties:\n      Engine: postgres\n      EngineVersion: '13'\n      \
         DBParameterGroupName: !If [IsProd, default.postgres13, default.postgres12]\n  Other:\n    Type: AWS::RDS::DBInstance\n    \
         Properties:\n      Engine: postgres\n      DBParameterGroupName: !If [IsProd, default.postgres13, default.postgres16]\n",
    );
    insta::assert_snapshot!(show("postgresql-tls-not-required", &read), @r"
    Db accepts connections without TLS (rds.force_ssl is 0) when IsProd is true
      template.yaml:12: [IsProd, default.postgres13, default.postgres12] <- `rds.force_ssl` is not set: 0, the default of postgres13
      template.yaml:6: Db <- resource `Db`
      way: template.yaml:12 > template.yaml:6
      fix: attach a parameter group that sets rds.force_ssl to 1
    Other is undecided: fails when IsProd is true
      template.yaml:17: [IsProd, default.postgres13, default.postgres16]
    ");
}

#[test]
fn a_password_is_never_shown() {
    let read = modules(&[(
        "main.tf",
        "variable \"password\" {\n  default   = \"hunter2\"\n  sensitive = true\n}\nresource \"aws_db_instance\" \"a\" {\n  \
         engine   = \"postgres\"\n  password = var.password\n}\n",
    )]);
    let catalog = Catalog::embedded();
    let found = findings(&[catalog.find("master-password-literal").unwrap()], &read.model, &read.sources);
    assert_eq!(found.findings.len(), 1);
    assert!(!format!("{:?}", found.findings).contains("hunter2"));
}

#[test]
fn a_fact_about_one_field_is_told_with_the_field() {
    let read = modules(&[(
        "main.tf",
        "resource \"aws_db_instance\" \"main\" {\n  engine             = \"mysql\"\n  instance_class     = \"db.t2.micro\"\n  \
         maintenance_window = \"sat:23:00-sun:01:00\"\n  backup_window      = \"00:30-01:30\"\n}\n",
    )]);
    insta::assert_snapshot!(show("instance-class-retired", &read), @r#"
    aws_db_instance.main is of class db.t2, support ended on 2024-12-31
      main.tf:3: "db.t2.micro" <- `instance_class` is db.t2.micro
      main.tf:1: resource "aws_db_instance" "main" <- resource `aws_db_instance.main`
      way: main.tf:3 > main.tf:1
      fix: take a class of a current generation, such as db.m7g or db.r7g
    "#);
    insta::assert_snapshot!(show("windows-overlap", &read), @r#"
    aws_db_instance.main is to be maintained while it is backed up
      main.tf:4: "sat:23:00-sun:01:00" <- `maintenance_window` is sat:23:00-sun:01:00
      main.tf:1: resource "aws_db_instance" "main" <- resource `aws_db_instance.main`
      way: main.tf:4 > main.tf:1
      fix: move one of the windows
    "#);
    insta::assert_snapshot!(show("logs-not-exported", &read), @r#"
    aws_db_instance.main does not send its main log to CloudWatch Logs: error or audit
      main.tf:1: resource "aws_db_instance" "main" <- `enabled_cloudwatch_logs_exports` is not set
      way: main.tf:1
      fix: add the log to enabled_cloudwatch_logs_exports
    "#);
}

#[test]
fn an_engine_of_one_version_tells_it() {
    let read = modules(&[(
        "main.tf",
        "resource \"aws_rds_cluster\" \"main\" {\n  engine              = \"aurora\"\n  snapshot_identifier = \"orders\"\n}\n",
    )]);
    insta::assert_snapshot!(show("engine-version-unsupported", &read), @r#"
    aws_rds_cluster.main runs aurora 5.6, support ended on 2023-02-28
      main.tf:2: "aurora" <- `engine` is aurora
      main.tf:1: resource "aws_rds_cluster" "main" <- resource `aws_rds_cluster.main`
      way: main.tf:2 > main.tf:1
      fix: upgrade to a major version that is supported
    "#);
}

#[test]
fn places_say_what_follows_from_them() {
    let text = "variable \"password\" {\n  type = string\n}\nresource \"aws_security_group\" \"db\" {\n  ingress {\n    \
                from_port   = 3306\n    to_port     = 3306\n    protocol    = \"tcp\"\n    \
                cidr_blocks = [\"0.0.0.0/0\"]\n  }\n}\nresource \"aws_db_instance\" \"main\" {\n  \
                engine                 = \"mysql\"\n  username               = \"admin\"\n  \
                password               = var.password\n  \
                vpc_security_group_ids = [aws_security_group.db.id]\n}\n";
    let read = modules(&[("main.tf", text)]);
    let primary = |id: &str| show(id, &read).lines().nth(1).unwrap_or_default().trim().to_owned();
    for (id, expected) in [
        ("database-port-open-to-world", "main.tf:9: \"0.0.0.0/0\" <- lets in the whole internet"),
        ("master-username-guessable", "main.tf:14: \"admin\" <- `username` is admin"),
        ("master-password-variable-not-sensitive", "main.tf:1: variable \"password\" <- not marked as sensitive"),
        ("password-in-terraform-state", "main.tf:1: variable \"password\" <- kept in Terraform's state"),
    ] {
        assert_eq!(primary(id), expected, "{id}");
    }
}
