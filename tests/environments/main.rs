//! Values for variables and parameters from the command line, and several environments in one run.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "these are tests")]

mod configured;
#[path = "../support/folder.rs"]
mod folder;
mod given;
mod plans;
mod schema;
mod templates;

use assert_cmd::Command;
use folder::write;
use serde_json::Value;
use std::path::Path;

/// A folder with files. A repository begins in it, so that nothing above is looked at.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    files.iter().chain(&[(".git/HEAD", "")]).for_each(|(name, text)| write(folder.path(), name, text));
    folder
}

/// What a run in a folder wrote to its outputs, and its exit code.
fn run(current: &Path, args: &[&str]) -> (String, String, i32) {
    let output = Command::cargo_bin("rdslint").unwrap().args(args).current_dir(current).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

/// The document of `check`, with the few policies that these tests are about.
fn document(current: &Path, args: &[&str]) -> Value {
    let policies = "storage-unencrypted,backups-disabled,master-password-literal";
    let args = [&["check", "--format", "json", "--policy", policies], args].concat();
    serde_json::from_str(&run(current, &args).0).unwrap()
}

/// Findings as `file:line message`, what is undecided as `? reason`, problems as `! file:line message`.
fn said(document: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let all = |key: &str| document[key].as_array().unwrap().clone();
    let place = |one: &Value| format!("{}:{}", text(&one["file"]), one["line"]);
    let environments = |one: &Value| {
        let names: Vec<String> = one["environments"].as_array().unwrap().iter().map(text).collect();
        if names.is_empty() { String::new() } else { format!(" [{}]", names.join(" ")) }
    };
    let findings = all("findings").into_iter();
    let findings = findings.map(|one| format!("{} {}{}", place(&one), text(&one["message"]), environments(&one)));
    let undecided = all("undecided").into_iter();
    let undecided = undecided.map(|one| format!("? {}{}", text(&one["reason"]), environments(&one)));
    let problems = all("problems").into_iter().map(|one| format!("! {} {}", place(&one), text(&one["message"])));
    findings.chain(undecided).chain(problems).collect()
}

#[track_caller]
fn check(current: &Path, args: &[&str], expected: &[&str]) {
    assert_eq!(said(&document(current, args)), expected, "{args:?}");
}
