//! The environments of a configuration.

use super::{check, document, folder, run, said};
use serde_json::Value;
use std::fs;
use std::path::Path;

const MAIN: &str = r#"variable "on" {
  default = false
}

variable "key" {}

module "db" {
  source = "../db"
  on     = var.on
}

resource "aws_db_instance" "other" {
  engine                  = "mysql"
  storage_encrypted       = var.key
  backup_retention_period = 7
}
"#;

const MODULE: &str = r#"variable "on" {}

resource "aws_db_instance" "this" {
  engine                  = "mysql"
  storage_encrypted       = var.on
  backup_retention_period = terraform.workspace == "live" ? 7 : 0
}
"#;

const CONFIGURATION: &str = "\
environments:
  production:
    var-files: [envs/production.tfvars]
    workspace: live
  staging:
    var-files: [envs/staging.tfvars]
    workspace: stage
  review:
    vars: { key: true }
    workspace: review
";

fn project() -> tempfile::TempDir {
    folder(&[
        ("rdslint.yaml", CONFIGURATION),
        ("infra/main.tf", MAIN),
        ("db/main.tf", MODULE),
        ("envs/production.tfvars", "on = true\n"),
        ("envs/staging.tfvars", "on = false\nkey = true\n"),
    ])
}

const OPEN: &str = "module.db.aws_db_instance.this stores its data unencrypted";
const LOST: &str = "module.db.aws_db_instance.this keeps no automated backups";

#[test]
fn a_finding_says_where_it_holds() {
    check(
        project().path(),
        &[],
        &[
            &format!("db/main.tf:6 {LOST} in staging and review [staging review]"),
            &format!("envs/staging.tfvars:1 {OPEN} in staging [staging]"),
            &format!("infra/main.tf:2 {OPEN} in review [review]"),
            "? var.key has no value [production]",
        ],
    );
}

#[test]
fn everywhere_is_not_said() {
    let folder = project();
    fs::write(folder.path().join("envs/production.tfvars"), "key = true\n").unwrap();
    let two = CONFIGURATION.replace("live", "stage").replace("[envs/staging.tfvars]", "[envs/production.tfvars]");
    fs::write(folder.path().join("rdslint.yaml"), two.split("  review:").next().unwrap()).unwrap();
    check(
        folder.path(),
        &[],
        &[
            &format!("db/main.tf:6 {LOST} [production staging]"),
            &format!("infra/main.tf:2 {OPEN} [production staging]"),
        ],
    );
}

#[test]
fn counts_are_those_of_different_answers() {
    let document = document(project().path(), &[]);
    let summary = &document["summary"];
    let counts =
        ["databases", "environments", "passed", "failed", "undecided"].map(|key| summary[key].as_u64().unwrap());
    // Passed: backups of both, encryption of both, no password in either; failed: encryption and backups of one.
    assert_eq!(counts, [2, 3, 6, 2, 1]);
}

#[test]
fn environments_can_be_chosen_and_overruled() {
    let folder = project();
    let check = |args: &[&str], expected: &[&str]| check(folder.path(), args, expected);
    let production = "? var.key has no value [production]";
    check(&["--environment", "production"], &[production]);
    check(&["--environment", "production", "--var", "key=true"], &[]);
    check(
        &["--environment", "production,staging", "--workspace", "live"],
        &[&format!("envs/staging.tfvars:1 {OPEN} in staging [staging]"), production],
    );
    check(
        &["--no-config"],
        &[
            &format!("infra/main.tf:2 {OPEN}"),
            "? fails when terraform.workspace == \"live\" in module.db is false",
            "? var.key has no value",
        ],
    );
    for (args, message) in [
        (
            &["check", "--environment", "prod"][..],
            "rdslint.yaml has no environment `prod`; it has production, staging, review",
        ),
        (&["check", "--no-config", "--environment", "a"], "there is no environment `a`: no configuration was found"),
    ] {
        let (stdout, stderr, exit) = run(folder.path(), args);
        assert_eq!((stdout, stderr, exit), (String::new(), format!("error: {message}\n"), 2));
    }
}

#[test]
fn the_configuration_is_found_from_the_first_path_upwards() {
    let folder = project();
    let findings = |current: &str, args: &[&str]| said(&document(&folder.path().join(current), args)).len();
    assert_eq!(findings("infra", &[]), 4);
    assert_eq!(findings("envs", &["../infra"]), 4);
    assert_eq!(findings("db", &["--config", "../rdslint.yaml", "../infra"]), 4);
    fs::create_dir_all(folder.path().join("inner/.git")).unwrap();
    fs::write(folder.path().join("inner/main.tf"), MAIN.replace("../db", "./db")).unwrap();
    assert_eq!(said(&document(&folder.path().join("inner"), &[])), ["? var.key has no value"]);
}

#[test]
fn an_environment_may_be_about_some_roots_only() {
    let text = "environments:\n  a:\n    root: a\n    vars: { on: false }\n  b: { root: b, vars: { on: true } }\n";
    let main = "variable \"on\" { default = false }\nresource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  storage_encrypted = var.on\n  backup_retention_period = 7\n}\n";
    let folder = folder(&[(".rdslint.yaml", text), ("a/main.tf", main), ("b/main.tf", main), ("c/main.tf", main)]);
    let open = "aws_db_instance.db stores its data unencrypted";
    let first = format!(".rdslint.yaml:4 {open} [a]");
    let third = format!("c/main.tf:1 {open}");
    check(folder.path(), &[], &[&first, &third]);
    check(folder.path(), &["--environment", "b"], &[&third]);
}

#[test]
fn a_file_of_an_environment_that_is_named_brings_what_it_touches() {
    let folder = project();
    let open = format!("envs/staging.tfvars:1 {OPEN} in staging [staging]");
    check(folder.path(), &["envs/staging.tfvars"], &[&open]);
    check(folder.path(), &["envs/production.tfvars"], &[]);
    assert_eq!(said(&document(folder.path(), &["infra/main.tf"])).len(), 4);
    assert_eq!(document(folder.path(), &["rdslint.yaml"])["summary"]["databases"], 1);
}

#[test]
fn an_ignore_is_used_where_any_environment_needs_it() {
    let folder = project();
    let ignore = |policy: &str| format!("# rdslint: ignore[{policy}] a test\n");
    let module = MODULE.replace("  backup_ret", &format!("  {}  backup_ret", ignore("backups-disabled")));
    fs::write(folder.path().join("db/main.tf"), module).unwrap();
    let values = format!("{}on = false\nkey = true\n", ignore("storage-unencrypted"));
    fs::write(folder.path().join("envs/staging.tfvars"), values).unwrap();
    let review = format!("infra/main.tf:2 {OPEN} in review [review]");
    let production = "? var.key has no value [production]";
    check(folder.path(), &[], &[&review, production]);
    // It may be needed in an environment that is left out.
    check(folder.path(), &["--environment", "production"], &[production]);
    assert_eq!(document(folder.path(), &[])["summary"]["ignored"], 2);
}

/// The fingerprints by file.
fn fingerprints(current: &Path) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let document = document(current, &[]);
    let findings = document["findings"].as_array().unwrap().iter();
    findings.map(|one| format!("{} {}", text(&one["file"]), text(&one["fingerprint"]))).collect()
}

#[test]
fn fingerprints_stay_when_an_environment_is_added() {
    let folder = project();
    let before = fingerprints(folder.path());
    assert_eq!(before.len(), 3);
    for added in ["  first:\n    vars: { on: false, key: true }\n", "  last: { workspace: other }\n"] {
        let text = if added.contains("first") {
            CONFIGURATION.replace("environments:\n", &format!("environments:\n{added}"))
        } else {
            format!("{CONFIGURATION}{added}")
        };
        fs::write(folder.path().join("rdslint.yaml"), text).unwrap();
        let after = fingerprints(folder.path());
        assert!(before.iter().all(|one| after.contains(one)), "{before:?} {after:?}");
    }
}

#[test]
fn values_of_several_environments_in_one_file_have_fingerprints_of_their_own() {
    let text = "environments:\n  a: { vars: { on: false, key: true } }\n  b: { vars: { on: false, key: true } }\n";
    let folder = folder(&[("rdslint.yaml", text), ("infra/main.tf", MAIN), ("db/main.tf", MODULE)]);
    let before = fingerprints(folder.path());
    assert_eq!(before.len(), 2, "{before:?}");
    let lines: Vec<&str> = text.lines().collect();
    fs::write(folder.path().join("rdslint.yaml"), format!("{}\n{}\n{}\n", lines[0], lines[2], lines[1])).unwrap();
    let mut after = fingerprints(folder.path());
    after.reverse();
    assert_eq!(before, after);
}

#[test]
fn resolve_shows_a_database_for_each_way_that_it_is() {
    let folder = project();
    let (stdout, ..) = run(folder.path(), &["resolve"]);
    let headers: Vec<&str> = stdout.lines().filter(|line| line.contains("  instance  ")).collect();
    assert_eq!(
        headers,
        [
            "aws_db_instance.other  instance  infra/main.tf:12  in production",
            "aws_db_instance.other  instance  infra/main.tf:12  in staging",
            "aws_db_instance.other  instance  infra/main.tf:12  in review",
            "module.db.aws_db_instance.this  instance  db/main.tf:3  in production",
            "module.db.aws_db_instance.this  instance  db/main.tf:3  in staging",
            "module.db.aws_db_instance.this  instance  db/main.tf:3  in review",
        ]
    );
    let (stdout, ..) = run(folder.path(), &["resolve", "--format", "json", "--environment", "staging"]);
    let document: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(document["databases"][0]["environments"], serde_json::json!(["staging"]));
}

#[test]
fn secrets_of_environments_are_not_shown() {
    let main = "variable \"password\" { sensitive = true }\nvariable \"name\" {}\nresource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  storage_encrypted = true\n  backup_retention_period = 7\n  password = var.password\n  db_name = var.name\n}\n";
    let text = "environments:\n  a: { var-files: [a.tfvars] }\n  b: { vars: { password: Tiger3-tiger3, name: b } }\n";
    let values = "password = \"Hunter2-hunter2\"\nname = \"a\"\n";
    let folder = folder(&[("main.tf", main), ("rdslint.yaml", text), ("a.tfvars", values)]);
    let literal = "aws_db_instance.db has its master password written in the source";
    check(
        folder.path(),
        &[],
        &[&format!("rdslint.yaml:3 {literal} in b [b]"), &format!("a.tfvars:1 {literal} in a [a]")],
    );
    for command in [&["check"][..], &["resolve"], &["check", "--format=sarif"], &["resolve", "--format=json"]] {
        let (stdout, stderr, _) = run(folder.path(), command);
        assert!(!format!("{stdout}{stderr}").contains("unter2-") && !stdout.contains("Tiger3"), "{stdout}{stderr}");
    }
}

#[test]
fn the_other_formats_say_it_too() {
    let folder = project();
    let (gcc, ..) = run(folder.path(), &["check", "--format", "gcc", "--policy", "storage-unencrypted"]);
    assert!(gcc.contains("unencrypted in staging; fix:"), "{gcc}");
    let (sarif, ..) = run(folder.path(), &["check", "--format", "sarif", "--policy", "storage-unencrypted"]);
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["properties"], serde_json::json!({ "environments": ["staging"] }));
    let (text, ..) = run(folder.path(), &["check", "--verbose", "--policy", "storage-unencrypted"]);
    assert!(text.contains("storage-unencrypted for aws_db_instance.other in production\n"), "{text}");
    assert!(text.contains("2 databases in 3 environments: 2 findings"), "{text}");
}
