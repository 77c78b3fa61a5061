//! Values for parameters of templates: from the command line, from files in every shape, from environments.

use super::{check, document, folder, run, said};
use std::fs;

const TEMPLATE: &str = "\
Parameters:
  Encrypted: {Type: String, Default: true, AllowedValues: [true, false]}
  Days: {Type: Number, Default: 7}
  Word: {Type: String, NoEcho: true}
Resources:
  Db:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: mysql
      StorageEncrypted: !Ref Encrypted
      BackupRetentionPeriod: !Ref Days
      MasterUserPassword: !Ref Word
";

const OPEN: &str = "Db stores its data unencrypted";
const LOST: &str = "Db keeps no automated backups";
const LITERAL: &str = "Db has its master password written in the source";

#[test]
fn the_last_value_of_the_command_line_holds() {
    let folder = folder(&[
        ("db.yaml", TEMPLATE),
        ("off.json", r#"[{"ParameterKey": "Encrypted", "ParameterValue": "false"}]"#),
        ("on.json", r#"{"Parameters": {"Encrypted": "true"}, "Tags": {}}"#),
    ]);
    let check = |args: &[&str], expected: &[&str]| check(folder.path(), args, expected);
    let off = format!("off.json:1 {OPEN}");
    check(&[], &[]);
    check(&["--parameter", "Encrypted=false"], &[&format!("db.yaml:10 {OPEN}")]);
    check(&["--parameter-file", "off.json"], &[&off]);
    check(&["--parameter-file=off.json", "--parameter=Encrypted=true"], &[]);
    check(&["--parameter=Encrypted=true", "--parameter-file=off.json"], &[&off]);
    check(&["--parameter-file=off.json", "--parameter-file=on.json"], &[]);
    check(&["--parameter-file=off.json", "db.yaml"], &[&off]);
    check(&["--parameter-file=off.json", "off.json"], &[]);
    let document = document(folder.path(), &["--parameter", "Days=0"]);
    assert_eq!(document["findings"][0]["label"], "`BackupRetentionPeriod` is 0, from --parameter");
}

#[test]
fn files_in_every_shape() {
    for (name, text, line) in [
        ("p.json", "{\n  \"Encrypted\": \"false\"\n}\n", 2),
        ("p.json", "{\"Parameters\": [\n{\"ParameterKey\": \"Encrypted\",\n\"ParameterValue\": \"false\"}]}\n", 3),
        ("p.json", "[\n\"Encrypted=false\"]\n", 2),
        ("p.yaml", "template-file-path: db.yaml\nparameters:\n  Encrypted: false\n", 3),
        (
            "samconfig.toml",
            "version = 0.1\n[default.deploy.parameters]\nparameter_overrides = \"Encrypted=false\"\n",
            3,
        ),
    ] {
        let folder = folder(&[("db.yaml", TEMPLATE), (name, text)]);
        // What is not asked for is not read.
        check(folder.path(), &[], &[]);
        check(folder.path(), &["--parameter-file", name], &[&format!("{name}:{line} {OPEN}")]);
    }
}

#[test]
fn files_that_cannot_be_used_are_problems() {
    let folder = folder(&[
        ("db.yaml", TEMPLATE),
        ("odd.yaml", "Encrypted: [a]\nEncryptd: false\nDays: many\n"),
        ("deep.json", r#"{"a": {"b": {}}}"#),
    ]);
    let check = |file: &str, expected: &[&str]| {
        let problems = said(&document(folder.path(), &["--parameter-file", file]));
        let problems: Vec<String> = problems.into_iter().filter(|line| line.starts_with('!')).collect();
        assert_eq!(problems, expected);
    };
    check("none.json", &["! none.json:null no such file or folder"]);
    check("deep.json", &["! deep.json:1 this is no file of values for parameters in any shape that is known"]);
    check("db.yaml", &["! db.yaml:1 this is a template; a file of values for parameters is expected here"]);
    check(
        "odd.yaml",
        &[
            "! odd.yaml:1 the value of the parameter Encrypted is a list; its type takes a text",
            "! odd.yaml:2 no template declares the parameter `Encryptd`; did you mean `Encrypted`?",
            "! odd.yaml:3 the value of the parameter Days must be a number",
        ],
    );
}

#[test]
fn a_parameter_that_nobody_declares_is_a_problem() {
    let folder = folder(&[("db.yaml", TEMPLATE)]);
    let problem = "! -:null --parameter: no template declares the parameter `Dayz`; did you mean `Days`?";
    check(folder.path(), &["--parameter", "Dayz=1"], &[problem]);
    // Of files that are named, only a part of the templates is there; so it is where some hold no database.
    check(folder.path(), &["--parameter", "Dayz=1", "db.yaml"], &[]);
    fs::write(folder.path().join("net.yaml"), "Resources: {Vpc: {Type: 'AWS::EC2::VPC'}}\n").unwrap();
    check(folder.path(), &["--parameter", "Dayz=1"], &[]);
}

#[test]
fn environments_give_values() {
    let text = "\
environments:
  production: { parameter-files: [sam.toml], region: eu-west-1 }
  staging: { parameters: { Encrypted: false }, parameter-files: [sam.toml] }
  review: { var-files: [] }
";
    let sam = "[default.deploy.parameters]\nparameter_overrides = \"Days=0\"\n[production.deploy.parameters]\nparameter_overrides = [\"Days=14\"]\n";
    let folder = folder(&[("rdslint.yaml", text), ("sam.toml", sam), ("stacks/db.yaml", TEMPLATE)]);
    let check = |args: &[&str], expected: &[&str]| check(folder.path(), args, expected);
    let (open, lost) = (format!("{OPEN} in staging [staging]"), format!("{LOST} in staging [staging]"));
    check(&[], &[&format!("rdslint.yaml:3 {open}"), &format!("sam.toml:2 {lost}")]);
    check(&["--environment", "production"], &[]);
    check(&["--environment", "review", "--parameter", "Days=0"], &[&format!("stacks/db.yaml:11 {LOST}")]);
    let (stdout, ..) = run(folder.path(), &["resolve"]);
    assert_eq!(stdout.lines().filter(|line| line.starts_with("Db  instance")).count(), 3, "{stdout}");
}

#[test]
fn an_environment_without_values_evaluates_a_template_once() {
    let text = "environments:\n  a: { vars: { on: true } }\n  b: { workspace: b }\n  c: { root: other, parameters: { Days: 0 } }\n";
    let files = [
        ("rdslint.yaml", text),
        ("db.yaml", TEMPLATE),
        ("other/db.yaml", TEMPLATE),
        (
            "main.tf",
            "variable \"on\" {}\nresource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  storage_encrypted = var.on\n  backup_retention_period = 7\n}\n",
        ),
    ];
    let folder = folder(&files);
    let template = TEMPLATE.replace("Default: true", "Default: false");
    fs::write(folder.path().join("db.yaml"), template).unwrap();
    check(
        folder.path(),
        &[],
        &[&format!("rdslint.yaml:4 {LOST} in c [c]"), &format!("db.yaml:10 {OPEN}"), "? var.on has no value [b]"],
    );
}

#[test]
fn exploring_finds_what_any_allowed_value_fails() {
    let folder = folder(&[("db.yaml", TEMPLATE)]);
    check(folder.path(), &["--explore"], &[&format!("db.yaml:10 {OPEN} when Encrypted is false")]);
    check(folder.path(), &["--explore", "--parameter", "Encrypted=true"], &[]);
}

#[test]
fn an_ignore_in_a_parameter_file_covers_its_value() {
    let ignore = "# rdslint: ignore[storage-unencrypted] a test\n";
    let sam = format!("[default.deploy.parameters]\n{ignore}parameter_overrides = \"Encrypted=false\"\n");
    let folder =
        folder(&[("db.yaml", TEMPLATE), ("p.yaml", &format!("{ignore}Encrypted: false\n")), ("samconfig.toml", &sam)]);
    check(folder.path(), &["--parameter-file", "p.yaml"], &[]);
    check(folder.path(), &["--parameter-file", "samconfig.toml"], &[]);
}

#[test]
fn the_region_is_known_when_it_is_told() {
    let template = "\
Conditions:
  Home: !Equals [!Ref AWS::Region, eu-central-1]
Resources:
  Db:
    Type: AWS::RDS::DBInstance
    Properties: {Engine: mysql, BackupRetentionPeriod: 7, StorageEncrypted: !If [Home, true, false]}
";
    let folder = folder(&[("db.yaml", template)]);
    let check = |args: &[&str], expected: &[&str]| check(folder.path(), args, expected);
    check(&[], &["? fails when Home is false"]);
    check(&["--region", "eu-central-1"], &[]);
    check(&["--region", "us-east-1"], &[&format!("db.yaml:6 {OPEN}")]);
}

#[test]
fn passwords_that_are_given_are_not_shown() {
    let word = "Hunter2-hunter2";
    let list = format!(
        "[{{\"ParameterKey\": \"Word\", \"ParameterValue\": \"{word}\"}}, {{\"ParameterKey\": \"Wort\", \"ParameterValue\": \"{word}\"}}]\n"
    );
    let sam = format!("[default.deploy.parameters]\nparameter_overrides = \"Word={word} Days=7\"\n");
    let folder = folder(&[("db.yaml", TEMPLATE), ("p.json", &list), ("samconfig.toml", &sam)]);
    let found = said(&document(folder.path(), &["--parameter-file=p.json", "db.yaml"]));
    assert_eq!(found, [format!("p.json:1 {LITERAL}")]);
    check(folder.path(), &["--parameter-file=samconfig.toml"], &[&format!("samconfig.toml:2 {LITERAL}")]);
    check(folder.path(), &[&format!("--parameter=Word={word}")], &[]);
    for given in ["--parameter-file=p.json", "--parameter-file=samconfig.toml", &format!("--parameter=Word={word}")] {
        for command in
            [&["check", "--verbose"][..], &["resolve"], &["resolve", "--format=json"], &["check", "--format=sarif"]]
        {
            let (stdout, stderr, _) = run(folder.path(), &[command, &[given]].concat());
            assert!(!format!("{stdout}{stderr}").contains("unter2"), "{given} {command:?} {stdout}{stderr}");
        }
    }
    let (_, stderr, exit) = run(folder.path(), &["check", "--parameter", word]);
    assert!(exit == 2 && !stderr.contains("unter2"), "{stderr}");
}
