//! Bad input: whatever is in a folder, the run says what it could not read, checks the rest, and ends.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "support/folder.rs"]
mod folder;

use assert_cmd::Command;
use folder::write;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A template with one finding that every case below must still report.
const GOOD: &str = "Resources:\n  Good:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: postgres\n      \
                    StorageEncrypted: false\n";

/// Writes the files beside a good template and lints the folder in the `gcc` format.
fn lint(files: &[(&str, &[u8])]) -> (i32, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("zz-good.yaml"), GOOD).unwrap();
    for (name, bytes) in files {
        write(folder.path(), name, bytes);
    }
    lint_folder(folder.path())
}

fn lint_folder(folder: &Path) -> (i32, Vec<String>) {
    let output = Command::cargo_bin("rdslint")
        .unwrap()
        .args(["check", "--format", "gcc", "--policy", "storage-unencrypted"])
        .current_dir(folder)
        .timeout(std::time::Duration::from_secs(60))
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    (output.status.code().unwrap(), lines)
}

/// The folder has a problem whose line starts with `place` and mentions `words`, and the good template is checked.
fn check(files: &[(&str, &[u8])], place: &str, words: &str) {
    let (code, lines) = lint(files);
    assert!(lines.iter().any(|line| line.starts_with("zz-good.yaml:6:25: error:")), "{lines:#?}");
    let is_it = |line: &&String| line.starts_with(place) && line.contains(words) && line.ends_with("[problem]");
    let found = lines.iter().any(|line| is_it(&line));
    assert!(found, "no {place} … {words} in {lines:#?}");
    assert_eq!(code, 2, "{lines:#?}");
}

/// The folder has no problem.
fn check_fine(files: &[(&str, &[u8])]) {
    let (code, lines) = lint(files);
    assert_eq!(code, 1, "{lines:#?}");
}

#[test]
fn broken_syntax_has_a_place() {
    check(
        &[("a.yaml", b"Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties: {Engine: [postgres\n")],
        "a.yaml:4:26:",
        "unclosed bracket",
    );
    check(
        &[("a.json", b"{\"Resources\": {\"Db\": {\"Type\": \"AWS::RDS::DBInstance\",}}}")],
        "a.json:1:53:",
        "trailing comma",
    );
    check(
        &[("main.tf", b"resource \"aws_db_instance\" \"a\" {\n  engine = = 1\n}\n")],
        "main.tf:2:12:",
        "invalid expression",
    );
    check(&[("main.tf.json", b"{\"resource\": {\"aws_db_instance\": ")], "main.tf.json:1:34:", "EOF");
}

#[test]
fn a_broken_block_does_not_hide_the_others() {
    let text = b"resource \"aws_db_instance\" \"a\" {\n  engine = = 1\n}\n\nresource \"aws_db_instance\" \"b\" {\n  engine = \"postgres\"\n}\n";
    let (_, lines) = lint(&[("main.tf", text)]);
    assert!(
        lines.iter().any(|line| line.starts_with("main.tf:5:") && line.contains("aws_db_instance.b")),
        "{lines:#?}"
    );
}

#[test]
fn wrong_shapes_are_problems() {
    check(
        &[("a.yaml", b"Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties: [1]\n")],
        "a.yaml:4:17:",
        "must be a mapping",
    );
    check(
        &[(
            "a.yaml",
            b"Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: !Ref Nowhere\n",
        )],
        "a.yaml:5:",
        "Nowhere",
    );
    check(
        &[("main.tf", b"resource \"aws_db_instance\" \"a\" {\n  engine = var.nowhere\n}\n")],
        "main.tf:2:",
        "nowhere",
    );
}

#[test]
fn duplicate_keys_are_problems() {
    check(
        &[("a.yaml", b"Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Type: AWS::RDS::DBInstance\n")],
        "a.yaml:4:5:",
        "Type",
    );
    check(
        &[(
            "a.json",
            b"{\"Resources\": {\"D\": {\"Type\": \"AWS::RDS::DBInstance\",\n \"Type\": \"AWS::RDS::DBInstance\"}}}",
        )],
        "a.json:2:2:",
        "Type",
    );
    check(
        &[("main.tf", b"resource \"aws_db_instance\" \"a\" {\n  engine = \"mysql\"\n  engine = \"mysql\"\n}\n")],
        "main.tf:3:3:",
        "engine",
    );
}

#[test]
fn cycles_are_problems() {
    check(
        &[(
            "main.tf",
            b"locals {\n  a = local.b\n  b = local.a\n}\nresource \"aws_db_instance\" \"a\" {\n  engine = local.a\n}\n",
        )],
        "main.tf:2:",
        "refers to itself",
    );
    check(
        &[
            ("a/main.tf", b"module \"b\" {\n  source = \"../b\"\n}\nresource \"aws_db_instance\" \"a\" {}\n"),
            ("b/main.tf", b"module \"a\" {\n  source = \"../a\"\n}\n"),
        ],
        "a/main.tf:1:1:",
        "module",
    );
    check(&[("a.yaml", b"Conditions:\n  A: !Condition B\n  B: !Not [!Condition A]\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Condition: A\n")], "a.yaml:2:3:", "depends on itself");
    check(
        &[("main.tf", b"resource \"aws_db_instance\" \"a\" {\n  engine = aws_db_instance.a.engine\n}\n")],
        "main.tf:2:",
        "refers to itself",
    );
}

#[test]
fn bombs_and_depths_are_bounded() {
    let mut bomb = String::from("x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n");
    for i in 1..12 {
        let alias = format!("*x{}", i - 1);
        writeln!(bomb, "x{i}: &x{i} [{}]", vec![alias; 10].join(", ")).unwrap();
    }
    bomb += "Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Tags: *x11\n";
    check(&[("a.yaml", bomb.as_bytes())], "a.yaml:", "");
    let deep = 100_000;
    let json = format!(
        "{{\"Resources\": {{\"Db\": {{\"Type\": \"AWS::RDS::DBInstance\", \"P\": {}1{}}}}}}}",
        "[".repeat(deep),
        "]".repeat(deep)
    );
    check(&[("a.json", json.as_bytes())], "a.json:1:", "");
    let yaml = format!("Resources: {{Db: {{Type: 'AWS::RDS::DBInstance', P: {}}}}}\n", "[".repeat(deep));
    check(&[("a.yaml", yaml.as_bytes())], "a.yaml:1:", "");
    let hcl =
        format!("resource \"aws_db_instance\" \"a\" {{\n  engine = {}1{}\n}}\n", "(".repeat(deep), ")".repeat(deep));
    check(&[("main.tf", hcl.as_bytes())], "main.tf:", "");
    let blocks = format!("resource \"aws_db_instance\" \"a\" {{\n{}{}\n}}\n", "a {\n".repeat(deep), "}\n".repeat(deep));
    check(&[("main.tf", blocks.as_bytes())], "main.tf:", "");
    let chained = format!(
        "locals {{\n  a = {}1\n}}\nresource \"aws_db_instance\" \"a\" {{\n  port = local.a\n}}\n",
        "1 + ".repeat(deep)
    );
    let (_, lines) = lint(&[("main.tf", chained.as_bytes())]);
    assert!(!lines.is_empty());
}

#[test]
fn long_chains_of_locals_end() {
    let mut text = String::from("locals {\n  l0 = false\n");
    for i in 1..20_000 {
        writeln!(text, "  l{i} = local.l{}", i - 1).unwrap();
    }
    text += "}\nresource \"aws_db_instance\" \"a\" {\n  storage_encrypted = local.l19999\n}\n";
    let (code, lines) = lint(&[("main.tf", text.as_bytes())]);
    assert!(code == 1 || code == 2, "{lines:#?}");
}

#[test]
fn encodings_are_read_or_reported() {
    let text = "Resources:\r\n  Db:\r\n    Type: AWS::RDS::DBInstance\r\n    Properties:\r\n      StorageEncrypted: true\r\n      Engine: mysql\r\n";
    check_fine(&[("a.yaml", text.as_bytes())]);
    check_fine(&[("a.yaml", format!("\u{FEFF}{text}").as_bytes())]);
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    check_fine(&[("a.yaml", &utf16)]);
    check_fine(&[(
        "main.tf",
        "\u{FEFF}resource \"aws_db_instance\" \"a\" {\r\n  storage_encrypted = true\r\n}\r\n".as_bytes(),
    )]);
    let broken = [&b"# \xFF\n"[..], text.as_bytes()].concat();
    check(&[("a.yaml", &broken)], "a.yaml:1:3:", "UTF-8");
}

#[test]
fn a_problem_of_a_module_with_two_callers_is_said_once() {
    let folder = tempfile::tempdir().unwrap();
    for caller in ["a", "b"] {
        fs::create_dir(folder.path().join(caller)).unwrap();
        fs::write(folder.path().join(caller).join("main.tf"), "module \"db\" {\n  source = \"../db\"\n}\n").unwrap();
    }
    fs::create_dir(folder.path().join("db")).unwrap();
    let database = "resource \"aws_db_instance\" \"this\" {\n  engine = var.nowhere\n}\n";
    fs::write(folder.path().join("db/main.tf"), database).unwrap();
    let run = |arguments: &[&str]| {
        Command::cargo_bin("rdslint").unwrap().args(arguments).current_dir(folder.path()).output().unwrap()
    };
    let said = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().matches("var.nowhere is not declared").count();
    assert_eq!(said(run(&["check", "--format", "gcc"]).stdout), 1);
    assert_eq!(said(run(&["resolve"]).stderr), 1);
}

#[test]
fn yaml_may_begin_with_a_brace() {
    check_fine(&[(
        "a.yaml",
        b"{Resources: {Db: {Type: 'AWS::RDS::DBInstance', Properties: {StorageEncrypted: true, Engine: mysql}}}}",
    )]);
}

#[test]
fn empty_and_foreign_files_are_passed_over() {
    check_fine(&[
        ("a.yaml", b""),
        ("b.json", b""),
        ("main.tf", b""),
        ("c.yaml", b"apiVersion: v1\nkind: List\n---\na: 1\n"),
    ]);
    check_fine(&[
        ("package.json", b"{\"name\": \"AWS::RDS::DBInstance\", "),
        ("k.yaml", b"# AWS::RDS::DBInstance\na: {{ .Values.x }}\n"),
    ]);
    check_fine(&[("bin.json", &[0u8; 4096])]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_back_are_problems() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("zz-good.yaml"), GOOD).unwrap();
    symlink("nowhere.tf", folder.path().join("main.tf")).unwrap();
    symlink(".", folder.path().join("self")).unwrap();
    symlink("nowhere.txt", folder.path().join("other.txt")).unwrap();
    let (code, lines) = lint_folder(folder.path());
    assert!(lines.iter().any(|line| line.starts_with("main.tf")), "{lines:#?}");
    assert!(lines.iter().any(|line| line.starts_with("self")), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.starts_with("other.txt")), "{lines:#?}");
    assert_eq!(lines.iter().filter(|line| line.contains("zz-good.yaml")).count(), 1, "{lines:#?}");
    assert_eq!(code, 2);
}

#[test]
fn a_path_that_is_not_there_is_a_problem_and_an_empty_folder_no_input() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        Command::cargo_bin("rdslint")
            .unwrap()
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap()
            .status
            .code()
    };
    assert_eq!(run(&["check", "nowhere.tf"]), Some(2));
    assert_eq!(run(&["check"]), Some(3));
    assert_eq!(run(&["check", "--no-such-option"]), Some(2));
    assert_eq!(run(&["check", "--policy", "no-such-policy"]), Some(2));
}
