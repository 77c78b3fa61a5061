//! What is named on the command line: files within their modules, folders, standard input, and what a walk leaves out.
#![allow(clippy::unwrap_used, reason = "these are tests")]

#[path = "support/folder.rs"]
mod folder;

use assert_cmd::Command;
use folder::folder;
use serde_json::Value;
use std::path::Path;

/// Runs rdslint in a folder with a text on standard input; the JSON document with its exit code.
fn lint(current: &Path, args: &[&str], stdin: &str) -> (Value, i32) {
    let output = Command::cargo_bin("rdslint")
        .unwrap()
        .args(["check", "--format", "json", "--policy", "storage-unencrypted"])
        .args(args)
        .current_dir(current)
        .write_stdin(stdin)
        .output()
        .unwrap();
    (serde_json::from_slice(&output.stdout).unwrap(), output.status.code().unwrap())
}

/// The findings as `file:line resources`, and the problems as `file: message`.
fn said(document: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = document["findings"].as_array().unwrap().iter().map(|finding| {
        let resources: Vec<String> = finding["resources"].as_array().unwrap().iter().map(text).collect();
        format!("{}:{} {}", text(&finding["file"]), finding["line"], resources.join(" "))
    });
    let problems = document["problems"].as_array().unwrap().iter();
    findings
        .chain(problems.map(|problem| format!("{}: {}", text(&problem["file"]), text(&problem["message"]))))
        .collect()
}

fn check(current: &Path, args: &[&str], expected: &[&str]) {
    let (document, _) = lint(current, args, "");
    assert_eq!(said(&document), expected, "{args:?}");
}

/// Two roots that call one module, which has a second database of its own file.
const PROJECT: [(&str, &str); 9] = [
    (".git/HEAD", ""),
    ("live/main.tf", "module \"db\" {\n  source = \"../db\"\n  on     = var.on\n}\n"),
    ("live/variables.tf", "variable \"on\" {}\n"),
    ("live/terraform.tfvars", "on = false\n"),
    ("test/main.tf", "module \"other\" {\n  source = \"../db\"\n  on     = true\n}\n"),
    ("db/main.tf", "resource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  storage_encrypted = var.on\n}\n"),
    ("db/variables.tf", "variable \"on\" {\n  default = true\n}\n"),
    ("db/second.tf", "resource \"aws_db_instance\" \"second\" {\n  engine = \"mysql\"\n}\n"),
    ("stack.yaml", "Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: mysql\n"),
];

const FIRST: &str = "live/terraform.tfvars:1 module.db.aws_db_instance.db";
const SECOND: &str = "db/second.tf:1 module.db.aws_db_instance.second";
const BOTH: &str = "db/second.tf:1 module.db.aws_db_instance.second module.other.aws_db_instance.second";
const STACK: &str = "stack.yaml:2 Db";

#[test]
fn a_module_file_has_its_module_and_its_callers() {
    let folder = folder(&PROJECT);
    let root = folder.path();
    check(root, &["db/main.tf"], &[FIRST]);
    check(root, &["./db/main.tf"], &[FIRST]);
    check(root, &["db/../db/main.tf", "db/main.tf"], &[FIRST]);
    check(root, &["db/second.tf"], &[BOTH]);
    check(root, &["db/variables.tf"], &[]);
    check(root, &["live/terraform.tfvars"], &[FIRST]);
    check(root, &["live/variables.tf"], &[]);
    check(root, &["test/main.tf"], &["db/second.tf:1 module.other.aws_db_instance.second"]);
    check(root, &["live/main.tf", "stack.yaml"], &[SECOND, FIRST, STACK]);
    check(root, &["stack.yaml"], &[STACK]);
    check(root, &["stack.yaml", "db"], &["db/second.tf:1 aws_db_instance.second", STACK]);
    check(root, &["db/nothing.tf"], &["db/nothing.tf: no such file or folder"]);
}

#[test]
fn it_makes_no_difference_where_it_runs() {
    let folder = folder(&PROJECT);
    let root = folder.path();
    let named = |name: &str| root.join(name).to_str().unwrap().to_owned();
    check(&root.join("db"), &["main.tf"], &["../live/terraform.tfvars:1 module.db.aws_db_instance.db"]);
    check(&root.join("live"), &["../db/main.tf"], &["terraform.tfvars:1 module.db.aws_db_instance.db"]);
    check(
        &root.join("live"),
        &["main.tf", "../stack.yaml"],
        &[
            "../db/second.tf:1 module.db.aws_db_instance.second",
            "terraform.tfvars:1 module.db.aws_db_instance.db",
            "../stack.yaml:2 Db",
        ],
    );
    let (document, _) = lint(Path::new("/"), &[&named("db/main.tf")], "");
    assert_eq!(said(&document), [format!("{} module.db.aws_db_instance.db", named("live/terraform.tfvars:1"))]);
    for both in [[named("db/main.tf"), "db/main.tf".to_owned()], ["db/main.tf".to_owned(), named("db/main.tf")]] {
        let (document, _) = lint(root, &[&both[0], &both[1]], "");
        assert_eq!(said(&document).len(), 1, "{document:#}");
    }
    let (document, _) = lint(root, &[".", &named("stack.yaml")], "");
    assert_eq!(said(&document).iter().filter(|line| line.ends_with(":2 Db")).count(), 1, "{document:#}");
}

#[test]
fn the_summary_counts_what_was_asked_for() {
    let folder = folder(&PROJECT);
    let counts = |args: &[&str]| {
        let (document, _) = lint(folder.path(), args, "");
        let count = |name: &str| document["summary"][name].as_u64().unwrap();
        [count("databases"), count("passed"), count("failed")]
    };
    assert_eq!(counts(&["."]), [5, 1, 4]);
    assert_eq!(counts(&["db/main.tf"]), [2, 1, 1]);
    assert_eq!(counts(&["db/second.tf"]), [2, 0, 2]);
    assert_eq!(counts(&["live/terraform.tfvars"]), [1, 0, 1]);
    assert_eq!(counts(&["test/main.tf"]), [2, 1, 1]);
    assert_eq!(counts(&["stack.yaml"]), [1, 0, 1]);
}

#[test]
fn resolve_shows_the_databases_of_what_is_named() {
    let folder = folder(&PROJECT);
    let resolved = |args: &[&str]| {
        let mut command = Command::cargo_bin("rdslint").unwrap();
        let output =
            command.args(["resolve", "--format", "json"]).args(args).current_dir(folder.path()).output().unwrap();
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let databases = document["databases"].as_array().unwrap().iter();
        databases.map(|database| database["address"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(resolved(&["stack.yaml"]), ["Db"]);
    assert_eq!(resolved(&["live/terraform.tfvars"]), ["module.db.aws_db_instance.db"]);
    assert_eq!(resolved(&["."]).len(), 5);
}

#[test]
fn standard_input_stands_for_a_file() {
    let folder = folder(&PROJECT);
    let check = |args: &[&str], stdin: &str, expected: &[&str]| {
        let (document, _) = lint(folder.path(), args, stdin);
        assert_eq!(said(&document), expected, "{args:?}");
    };
    let fixed = PROJECT[5].1.replace("var.on", "true");
    check(&["-", "--stdin-filename", "db/main.tf"], PROJECT[5].1, &[FIRST]);
    check(&["-", "--stdin-filename", "./db/main.tf"], &fixed, &[]);
    check(
        &["-", "--stdin-filename", "db/new.tf"],
        PROJECT[7].1.replace("second", "new").as_str(),
        &["db/new.tf:1 module.db.aws_db_instance.new module.other.aws_db_instance.new"],
    );
    check(&["-", "--stdin-filename", "other.yaml"], PROJECT[8].1, &["other.yaml:2 Db"]);
    check(&["-", "--stdin-filename", "live/terraform.tfvars"], "on = true\n", &[]);
    check(&["-"], PROJECT[8].1, &["<stdin>:2 Db"]);
    check(&["-"], "{\"Resources\": {\"Db\": {\"Type\": \"AWS::RDS::DBInstance\"}}}", &["<stdin>:1 Db"]);
    check(&["-"], PROJECT[7].1, &["<stdin>:1 aws_db_instance.second"]);
    assert_eq!(lint(folder.path(), &["-"], "nothing: at all\n").1, 3);
    let absolute = folder.path().join("stack.yaml");
    check(&[".", "-", "--stdin-filename", absolute.to_str().unwrap()], "a: 1\n", &[BOTH, FIRST]);
}

#[test]
fn a_walk_leaves_out_what_is_not_ours() {
    let template = PROJECT[8].1;
    let folder = folder(&[
        (".gitignore", "generated/\n*.draft.yaml\n"),
        ("generated/main.tf", "resource \"aws_db_instance\" \"db\" {\n  storage_encrypted = var.on\n}\n"),
        ("generated/variables.tf", "variable \"on\" {\n  default = false\n}\n"),
        ("a.draft.yaml", template),
        (".hidden/stack.yaml", template),
        (".terraform/modules/x/main.tf", PROJECT[7].1),
        (".git/HEAD", ""),
        ("node_modules/x/stack.yaml", template),
    ]);
    let root = folder.path();
    check(root, &[], &[".hidden/stack.yaml:2 Db"]);
    check(root, &["a.draft.yaml"], &["a.draft.yaml:2 Db"]);
    check(root, &["generated/main.tf"], &["generated/variables.tf:2 aws_db_instance.db"]);
    check(root, &[".terraform"], &[".terraform/modules/x/main.tf:1 aws_db_instance.second"]);
    check(root, &["node_modules/x/stack.yaml"], &["node_modules/x/stack.yaml:2 Db"]);
}
