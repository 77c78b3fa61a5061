//! Databases of widely used modules that are not installed: where findings lie, and what silences them.
#![allow(clippy::unwrap_used, reason = "these are tests")]

use rdslint::cli::{Streams, Terminal, run};
use serde_json::Value;
use std::fs;

/// What a command says of one file of Terraform, as JSON.
fn document(command: &[&str], text: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("main.tf"), text).unwrap();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let streams = Streams { stdin: &mut std::io::empty(), stdout: &mut stdout, stderr: &mut stderr };
    let path = folder.path().to_str().unwrap();
    let args = [&["rdslint"], command, &["--format", "json", path]].concat();
    run(args.into_iter().map(Into::into), Terminal::default(), streams);
    assert_eq!(String::from_utf8_lossy(&stderr), "");
    serde_json::from_slice(&stdout).unwrap()
}

/// The findings of two policies: policy, place, label.
fn check(text: &str, expected: &str) {
    let found = document(&["check", "--policy", "storage-unencrypted,deletion-protection-disabled"], text);
    let line = |mark: &str, finding: &Value| {
        let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        format!("{mark} {} {}:{} {}\n", word("policy"), finding["line"], finding["column"], word("label"))
    };
    let findings = found["findings"].as_array().unwrap().iter().map(|finding| line("+", finding));
    let silenced = found["suppressed"].as_array().unwrap().iter().map(|finding| line("-", finding));
    let all: String = findings.chain(silenced).collect();
    assert_eq!(all.trim_end(), expected.trim(), "{text}");
    assert_eq!(found["problems"].as_array().unwrap().len(), 0);
}

#[test]
fn findings_lie_at_the_argument_or_the_call() {
    check(
        r#"
module "db" {
  source            = "terraform-aws-modules/rds/aws"
  version           = "~> 6.0"
  identifier        = "demo"
  storage_encrypted = false
}"#,
        "
+ deletion-protection-disabled 2:1 `deletion_protection` is not set: false, the default of terraform-aws-modules/rds/aws (version 6)
+ storage-unencrypted 6:23 `storage_encrypted` is false",
    );
}

#[test]
fn the_lines_of_the_call_take_ignores() {
    check(
        r#"
# rdslint:ignore[deletion-protection-disabled] a test
module "db" {
  source            = "terraform-aws-modules/rds/aws"
  identifier        = "demo"
  storage_encrypted = false # rdslint:ignore[storage-unencrypted] a test
}"#,
        "
- deletion-protection-disabled 3:1 `deletion_protection` is not set: false, the default of terraform-aws-modules/rds/aws (version 7)
- storage-unencrypted 6:23 `storage_encrypted` is false",
    );
}

#[test]
fn a_value_is_followed_through_the_call() {
    check(
        r#"
variable "encrypted" {
  default = false
}
module "db" {
  source              = "terraform-aws-modules/rds-aurora/aws"
  name                = "demo"
  engine              = "aurora-mysql"
  deletion_protection = var.encrypted
}
module "one" {
  source     = "cloudposse/rds/aws"
  engine     = "postgres"
  storage_encrypted   = var.encrypted
  deletion_protection = true
}"#,
        "
+ deletion-protection-disabled 3:13 `deletion_protection` is false
+ storage-unencrypted 3:13 `storage_encrypted` is false",
    );
}

#[test]
fn what_is_not_known_of_a_release_is_undecided() {
    let text = r#"
module "db" {
  source            = "terraform-aws-modules/rds/aws"
  version           = "99.0.0"
  storage_encrypted = false
}"#;
    check(text, "");
    let found = document(&["check", "--policy", "storage-unencrypted"], text);
    let undecided = &found["undecided"][0];
    assert_eq!(undecided["resource"], "module.db.module.db_instance.aws_db_instance.this[0]");
    assert_eq!(undecided["line"], 2);
    let reason = "what version 99.0.0 of terraform-aws-modules/rds/aws sets is not known: it is not installed";
    assert_eq!(undecided["reason"], reason);
}

#[test]
fn every_place_and_no_secret_is_shown() {
    let text = r#"
module "db" {
  source                      = "terraform-aws-modules/rds/aws"
  version                     = "6.10.0"
  identifier                  = "demo"
  manage_master_user_password = false
  password                    = "hunter2-hunter2"
}"#;
    let resolved = document(&["resolve"], text);
    let fields = &resolved["databases"][0]["fields"];
    assert_eq!(fields["MasterUserPassword"]["value"], "(secret)");
    assert_eq!(fields["DBInstanceIdentifier"]["origins"][0]["line"], 5);
    assert_eq!(fields["MultiAZ"]["origins"][0]["what"], "default of terraform-aws-modules/rds/aws (version 6)");
    assert_eq!(fields["MultiAZ"]["origins"][0]["line"], Value::Null);
    assert!(!resolved.to_string().contains("hunter2"));
    let found = document(&["check", "--policy", "master-password-literal"], text);
    assert_eq!((&found["findings"][0]["line"], &found["findings"][0]["column"]), (&7.into(), &33.into()));
    assert!(!found.to_string().contains("hunter2"));
}
