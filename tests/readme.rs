//! What the README shows is what rdslint says: its policies and its output are written from a run.
//! `UPDATE=1 cargo test --test readme` rewrites them.

use rdslint::catalog::Catalog;
use rdslint::policy::Tier;
use regex::Regex;
use std::cmp::Reverse;
use std::process::Command;
use std::{env, fs};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

/// The findings that the README shows, by their policies.
const SHOWN: &[&str] = &["aurora-postgresql-tls-not-required", "proxy-tls-not-required"];

/// Compares what stands between two markers with what should, or writes it there.
#[track_caller]
fn check(name: &str, expected: &str) {
    let text = fs::read_to_string(README).unwrap_or_default().replace("\r\n", "\n");
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
    let found = text.split_once(&open).and_then(|(_, rest)| rest.split_once(&close)).map(|(block, _)| block);
    let found = found.unwrap_or_default();
    if env::var_os("UPDATE").is_some() {
        let updated = text.replace(&format!("{open}{found}{close}"), &format!("{open}{expected}{close}"));
        assert!(fs::write(README, updated).is_ok());
    } else {
        assert_eq!(found, expected, "the README is out of date: UPDATE=1 cargo test --test readme");
    }
}

/// What the README shows of a run: some findings, and the summary.
fn excerpt(output: &str) -> String {
    let summary = output.trim_end().rsplit("\n\n").next().unwrap_or_default();
    let mut wanted = false;
    let shown = output.trim_end().split("\n\n").filter(|block| {
        // A finding begins with its policy on a line of its own.
        if let Some((id, _)) = block.split_once(" (").filter(|(id, _)| !id.contains(char::is_whitespace)) {
            wanted = SHOWN.contains(&id);
        }
        wanted && *block != summary
    });
    let shown = shown.collect::<Vec<_>>().join("\n\n");
    format!("```text\n$ rdslint check testdata/projects/webshop\n{shown}\n\n…\n\n{summary}\n```\n")
}

/// Standard output of `rdslint check` on the example project.
fn webshop(options: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rdslint"));
    command.args(["check", "testdata/projects/webshop"]).args(options);
    let run = command.current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", "1").output();
    run.map(|run| String::from_utf8_lossy(&run.stdout).into_owned()).unwrap_or_default()
}

#[test]
fn the_readme_is_true() {
    check("output", &excerpt(&webshop(&[])));

    let catalog = Catalog::embedded();
    let mut recommended: Vec<_> = catalog.policies().iter().filter(|policy| policy.tier == Tier::Recommended).collect();
    recommended.sort_by_key(|policy| Reverse(policy.severity));
    let rows = recommended.iter().map(|policy| {
        let id = &policy.id;
        format!("| [`{id}`](docs/policies/{id}.md) | {} | {} |\n", policy.title, policy.severity)
    });
    let rows: String = rows.collect();
    check("policies", &format!("\n| policy | reports | severity |\n|---|---|---|\n{rows}\n"));

    let count = |tier| catalog.policies().iter().filter(|policy| policy.tier == tier).count();
    let (strict, all) = (count(Tier::Strict), count(Tier::All));
    check("tiers", &format!("{strict} more are of the tier `strict`, {all} of the tier `all`.\n"));
}

#[test]
fn the_vs_code_task_reads_every_line() {
    let text = include_str!("../README.md");
    let blocks = text.split("```json\n").skip(1).filter_map(|rest| rest.split_once("```"));
    let task: serde_json::Value = blocks.map(|(block, _)| serde_json::from_str(block).unwrap()).next().unwrap();
    let pattern = &task["tasks"][0]["problemMatcher"]["pattern"];
    let regexp = Regex::new(pattern["regexp"].as_str().unwrap()).unwrap();
    let group = |key: &str| usize::try_from(pattern[key].as_u64().unwrap()).unwrap();

    let output = webshop(&["--format", "gcc"]);
    assert!(output.lines().count() > 5);
    for line in output.lines() {
        let found = regexp.captures(line).expect(line);
        assert!(fs::exists(format!("{}/{}", env!("CARGO_MANIFEST_DIR"), &found[group("file")])).unwrap(), "{line}");
        assert!(found[group("line")].parse::<u32>().is_ok_and(|number| number > 0), "{line}");
        assert!(Catalog::embedded().find(&found[group("code")]).is_ok(), "{line}");
    }
}
