//! Small repositories in the layouts that people use, with what a reader expects of each written into it.
//!
//! A file of `testdata/layouts` is a repository. It begins with what it shows (`#`), the arguments of the run (`$`) and
//! its databases (`=`), some of their values (`~ address.Field = value`). Then come its files, each behind `-- path`. In
//! them `#! policy` marks the line that a finding lies on, and `#? policy` one that keeps a policy undecided; there must be
//! no others. `@safe` stands for arguments that no policy minds, as far as the block does not have them itself.
#![allow(clippy::unwrap_used, reason = "these are tests")]

#[path = "support/folder.rs"]
mod folder;

use folder::write;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What `@safe` stands for, in a database, a cluster and a member of a cluster.
const SAFE: &[(&str, &[(&str, &str)])] = &[
    (
        "aws_db_instance",
        &[
            ("engine", "\"postgres\""),
            ("engine_version", "\"16.9\""),
            ("storage_encrypted", "true"),
            ("backup_retention_period", "7"),
            ("deletion_protection", "true"),
        ],
    ),
    (
        "aws_rds_cluster",
        &[
            ("engine", "\"aurora-postgresql\""),
            ("engine_version", "\"17.4\""),
            ("storage_encrypted", "true"),
            ("deletion_protection", "true"),
        ],
    ),
];

/// Policies that nearly every repository fails, and which none of these is about.
const NOT_ASKED: &[&str] = &[
    "logs-not-exported",
    "iam-authentication-disabled",
    "pgaudit-not-loaded",
    "postgresql-password-method-weak",
    "postgresql-password-encryption-weak",
    "mysql-tls-version-outdated",
    "postgresql-tls-version-outdated",
];

/// A repository and what is expected of it.
#[derive(Default)]
struct Layout {
    arguments: Vec<String>,
    databases: BTreeSet<String>,
    values: BTreeSet<String>,
    files: Vec<(String, String)>,
    expected: BTreeSet<String>,
}

impl Layout {
    fn read(text: &str) -> Self {
        let mut layout = Self::default();
        let (head, files) = text.split_once("\n-- ").unwrap();
        for line in head.lines() {
            if let Some(arguments) = line.strip_prefix("$ ") {
                layout.arguments = arguments.split(' ').map(Into::into).collect();
            } else if let Some(database) = line.strip_prefix("= ") {
                layout.databases.insert(database.into());
            } else if let Some(value) = line.strip_prefix("~ ") {
                layout.values.insert(value.into());
            }
        }
        for file in files.split("\n-- ") {
            let (path, content) = file.split_once('\n').unwrap();
            layout.file(path, &completed(content));
        }
        layout
    }

    fn file(&mut self, path: &str, content: &str) {
        let mut plain = String::new();
        for (number, line) in content.lines().enumerate() {
            let (code, marks) = line.find("#!").or(line.find("#?")).map_or((line, ""), |at| line.split_at(at));
            for mark in marks.split('#').filter(|mark| !mark.is_empty()) {
                let (kind, policies) = mark.split_at(1);
                for policy in policies.split_whitespace() {
                    self.expected.insert(format!("{kind} {path}:{} {policy}", number + 1));
                }
            }
            let _ = writeln!(plain, "{}", code.trim_end());
        }
        self.files.push((path.into(), plain));
    }

    fn write(&self, folder: &Path) {
        fs::create_dir(folder.join(".git")).unwrap();
        for (path, text) in &self.files {
            write(folder, path, text);
        }
    }
}

/// The text with the arguments that `@safe` stands for, each block having one of a kind.
fn completed(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    for (at, line) in lines.iter().enumerate() {
        if line.trim() != "@safe" {
            let _ = writeln!(out, "{line}");
            continue;
        }
        let start = lines[..at].iter().rposition(|line| line.starts_with("resource")).unwrap();
        let block = lines[start..].iter().take_while(|line| **line != "}");
        let own: Vec<&str> = block.filter_map(|line| line.split_whitespace().next()).collect();
        let (_, safe) = SAFE.iter().find(|(kind, _)| lines[start].contains(&format!("\"{kind}\""))).unwrap();
        for (name, value) in safe.iter().filter(|(name, _)| !own.contains(name)) {
            let _ = writeln!(out, "  {name} = {value}");
        }
    }
    out
}

fn run(folder: &Path, command: &str, arguments: &[String]) -> Json {
    let mut run = Command::new(env!("CARGO_BIN_EXE_rdslint"));
    run.current_dir(folder).args([command, "--format", "json"]).args(arguments);
    serde_json::from_slice(&run.output().unwrap().stdout).unwrap()
}

/// What `resolve` says of the fields that values are expected of, in the form of these.
fn values(databases: &[Json], expected: &BTreeSet<String>) -> BTreeSet<String> {
    let said = expected.iter().map(|line| {
        let (path, _) = line.split_once(" = ").unwrap();
        let (address, field) = path.rsplit_once('.').unwrap();
        let database = databases.iter().find(|one| one["address"] == address).unwrap();
        let value = &database["fields"][field]["value"];
        let text = value.as_str().map_or_else(|| value.to_string(), Into::into);
        format!("{path} = {text}")
    });
    said.collect()
}

/// The findings and what is undecided of a run, as the marks say it; what is a problem as well.
fn said(report: &Json) -> BTreeSet<String> {
    let list = |key: &str| report[key].as_array().unwrap().clone();
    let asked = |one: &Json| !NOT_ASKED.contains(&one["policy"].as_str().unwrap());
    let place = |one: &Json| format!("{}:{}", one["file"].as_str().unwrap(), one["line"]);
    let mark = |kind: &str, one: &Json| format!("{kind} {} {}", place(one), one["policy"].as_str().unwrap());
    let findings = list("findings").into_iter().filter(asked).map(|one| mark("!", &one));
    let undecided = list("undecided").into_iter().filter(asked).map(|one| mark("?", &one));
    let problems = list("problems").into_iter().map(|one| format!("! {} problem", place(&one)));
    findings.chain(undecided).chain(problems).collect()
}

#[test]
fn what_is_expected_of_each_layout_is_said() {
    let mut names: Vec<_> = fs::read_dir("testdata/layouts").unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(names.len() > 20);
    let mut wrong = Vec::new();
    for name in names {
        let layout = Layout::read(&fs::read_to_string(&name).unwrap());
        let folder = tempfile::tempdir().unwrap();
        layout.write(folder.path());
        let said = said(&run(folder.path(), "check", &layout.arguments));
        wrong.extend(said.difference(&layout.expected).map(|mark| format!("{}: {mark} is too much", name.display())));
        wrong.extend(layout.expected.difference(&said).map(|mark| format!("{}: {mark} is missing", name.display())));
        let resolved = run(folder.path(), "resolve", &layout.arguments);
        let databases = resolved["databases"].as_array().unwrap();
        let addresses: BTreeSet<_> = databases.iter().map(|one| one["address"].as_str().unwrap().to_owned()).collect();
        assert_eq!(addresses, layout.databases, "{}", name.display());
        assert_eq!(values(databases, &layout.values), layout.values, "{}", name.display());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
