//! `--var`, `--var-file` and `--workspace`.

use super::{check, document, folder, run, said};

const MAIN: &str = r#"variable "on" {
  type = bool
}

variable "days" {
  default = 7
}

resource "aws_db_instance" "db" {
  engine                  = "mysql"
  storage_encrypted       = var.on
  backup_retention_period = var.days
}
"#;

const OPEN: &str = "aws_db_instance.db stores its data unencrypted";

#[test]
fn the_last_value_of_the_command_line_holds() {
    let folder = folder(&[
        ("main.tf", MAIN),
        ("terraform.tfvars", "on = true\n"),
        ("off.tfvars", "on = false\n"),
        ("off.json", r#"{"on": "false", "nobody": 1}"#),
    ]);
    let check = |args: &[&str], expected: &[&str]| check(folder.path(), args, expected);
    check(&[], &[]);
    check(&["--var", "on=false"], &[&format!("main.tf:11 {OPEN}")]);
    check(&["--var-file", "off.tfvars"], &[&format!("off.tfvars:1 {OPEN}")]);
    check(&["--var-file=off.json"], &[&format!("off.json:1 {OPEN}")]);
    check(&["--var-file=off.tfvars", "--var=on=true"], &[]);
    check(&["--var=on=true", "--var-file=off.tfvars"], &[&format!("off.tfvars:1 {OPEN}")]);
    check(&["--var=on=false", "--var=on=true"], &[]);
    check(&["--var-file=off.tfvars", "--var-file=terraform.tfvars"], &[]);
}

#[test]
fn a_value_of_the_command_line_is_labelled_where_it_is_used() {
    let folder = folder(&[("main.tf", MAIN)]);
    let document = document(folder.path(), &["--var", "on=false"]);
    assert_eq!(document["findings"][0]["label"], "`storage_encrypted` is false, from --var");
    let (stdout, ..) = run(folder.path(), &["resolve", "--var", "on=false"]);
    assert!(stdout.contains("value of variable `on` from --var, by main.tf:11:29"), "{stdout}");
}

#[test]
fn files_of_values_may_lie_anywhere() {
    let elsewhere = folder(&[("given", "on = false # rdslint: ignore[storage-unencrypted] a test\n")]);
    let folder = folder(&[("main.tf", MAIN)]);
    let file = elsewhere.path().join("given");
    let document = document(folder.path(), &["--var-file", file.to_str().unwrap()]);
    assert_eq!(said(&document), [""; 0]);
    assert_eq!(document["suppressed"][0]["file"], file.to_str().unwrap());
}

#[test]
fn files_of_values_that_cannot_be_used_are_problems() {
    let folder = folder(&[
        ("main.tf", MAIN),
        ("broken.tfvars", "on = [\n"),
        ("odd.tfvars", "on = var.days\nblock {}\ndays = \"seven\"\n"),
    ]);
    let reason = "? var.on has no value";
    check(folder.path(), &["--var-file=none.tfvars"], &[reason, "! none.tfvars:null no such file or folder"]);
    check(folder.path(), &["--var-file=."], &[reason, "! .:null not a regular file"]);
    let broken = said(&document(folder.path(), &["--var-file=broken.tfvars", "main.tf"]));
    assert!(broken.iter().any(|line| line.starts_with("! broken.tfvars:")), "{broken:?}");
    let constants = "only constants may stand here, no references and no calls";
    let expected = [
        &format!("? {constants}"),
        &format!("! odd.tfvars:1 {constants}"),
        "! odd.tfvars:2 a file of values for variables holds no blocks",
    ];
    check(folder.path(), &["--var-file=odd.tfvars", "--var=days=7"], &expected);
}

#[test]
fn a_variable_that_nobody_declares_is_a_problem() {
    let network = "variable \"cidr\" {}\nresource \"aws_vpc\" \"main\" {\n  cidr_block = var.cidr\n}\n";
    let folder = folder(&[("db/main.tf", MAIN), ("net/main.tf", network)]);
    let values = ["--var", "on=true", "--var", "dayz=1"];
    let problem = "! -:null --var: no root module declares the variable `dayz`; did you mean `days`?";
    check(folder.path(), &values, &[problem]);
    // Of files that are named, only a part of the modules is there.
    check(folder.path(), &[&values[..], &["db/main.tf"]].concat(), &[]);
    // A module without a database is not parsed.
    check(folder.path(), &["--var", "on=true", "--var", "cidr=10.0.0.0/16"], &[]);
}

#[test]
fn a_password_of_the_command_line_is_not_in_the_source_and_not_in_the_report() {
    let main = r#"variable "password" {}
variable "copy" {}
resource "aws_db_instance" "db" {
  engine                  = "mysql"
  storage_encrypted       = true
  password                = var.password
  kms_key_id              = "key-${var.copy}"
  backup_retention_period = var.password == "x" ? 7 : 14
}
"#;
    let folder = folder(&[("main.tf", main)]);
    let values = ["--var=password=Hunter2-hunter2", "--var=copy=Hunter2-hunter2"];
    check(folder.path(), &values, &[]);
    for command in
        [&["check", "--verbose"][..], &["resolve"], &["resolve", "--format=json"], &["check", "--format=sarif"]]
    {
        let (stdout, stderr, _) = run(folder.path(), &[command, &values].concat());
        assert!(!stdout.contains("Hunter2") && !stderr.contains("Hunter2"), "{stdout}{stderr}");
    }
    let (_, stderr, exit) = run(folder.path(), &["check", "--var", "Hunter2-hunter2"]);
    assert!(exit == 2 && !stderr.contains("Hunter2"), "{stderr}");
    // A file of values is a source like any other.
    std::fs::write(folder.path().join("given.tfvars"), "password = \"Hunter2-hunter2\"\ncopy = \"a\"\n").unwrap();
    check(
        folder.path(),
        &["--var-file=given.tfvars"],
        &["given.tfvars:1 aws_db_instance.db has its master password written in the source"],
    );
}

#[test]
fn the_workspace_is_known_when_it_is_told() {
    let main = "resource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  storage_encrypted = terraform.workspace == \"prod\"\n  backup_retention_period = 7\n}\n";
    let folder = folder(&[("main.tf", main)]);
    check(folder.path(), &[], &["? terraform.workspace is not known"]);
    check(folder.path(), &["--workspace", "prod"], &[]);
    check(folder.path(), &["--workspace", "dev"], &[&format!("main.tf:3 {OPEN}")]);
}
