//! The page about the JSON documents names every key that a run writes, and no other.
#![allow(clippy::unwrap_used, reason = "these are tests")]

use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

const PAGE: &str = include_str!("../docs/json.md");

/// A template that has a bit of everything.
const TEMPLATE: &str = "
Parameters:
  Stage: { Type: String }
  Key: { Type: String }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Db:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      StorageEncrypted: false
      # rdslint: ignore[publicly-accessible] a test of ours
      PubliclyAccessible: true
      DeletionProtection: !If [IsProd, true, !Ref Key]
      MasterUserPassword: !Ref Nowhere
      DBParameterGroupName: !Ref Group
      Tags: [{ Key: Team, Value: shop }]
  Group:
    Type: AWS::RDS::DBParameterGroup
    Properties:
      Family: postgres16
      Parameters: { rds.force_ssl: 0 }
  Cluster: { Type: AWS::RDS::DBCluster, Properties: { Engine: aurora-mysql } }
";

fn document(command: &str) -> Json {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rdslint"))
        .args([command, "-", "--stdin-filename", "template.yaml", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(TEMPLATE.as_bytes()).unwrap();
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap()
}

/// The keys of objects as paths. Fields, parameters and tags are left to themselves, and so is what stands in a `value`.
fn keys(json: &Json, path: &str, found: &mut BTreeSet<String>) {
    match json {
        Json::Object(map) if [".fields", ".parameters", "entries"].iter().any(|end| path.ends_with(end)) => {
            assert!(!map.is_empty(), "{path}");
            found.insert(format!("{path}.*"));
        }
        Json::Object(map) => {
            for (key, json) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                let inner = !matches!(json, Json::Object(_)) || key == "fix";
                if inner && !json.is_array() {
                    found.insert(path.clone());
                }
                if key != "value" {
                    keys(json, &path, found);
                }
            }
        }
        Json::Array(items) => {
            let path = format!("{path}[]");
            for item in items {
                keys(item, &path, found);
            }
            found.insert(path);
        }
        _ => {}
    }
}

/// The first cells of the table under a line of the page.
fn documented(above: &str) -> BTreeSet<String> {
    let (_, below) = PAGE.split_once(above).unwrap();
    let rows = below.lines().skip_while(|line| !line.starts_with("| `")).take_while(|line| line.starts_with("| `"));
    rows.map(|row| row.split('`').nth(1).unwrap().to_owned()).collect()
}

#[track_caller]
fn check(mut written: BTreeSet<String>, above: &str) {
    // A suppressed finding has the keys of a finding, which the page does not repeat.
    written.retain(|key| !key.starts_with("suppressed[].") || key.contains(".suppression."));
    assert_eq!(written, documented(above));
}

#[test]
fn the_page_names_the_keys_of_check() {
    let document = document("check");
    let mut written = BTreeSet::new();
    keys(&document, "", &mut written);
    check(written, "## check");
    assert_eq!(document["version"], 1);
}

#[test]
fn the_page_names_the_keys_of_resolve() {
    let document = document("resolve");
    let mut written = BTreeSet::new();
    keys(&document, "", &mut written);
    check(written, "## resolve");
    let mut settings = BTreeSet::new();
    for database in document["databases"].as_array().unwrap() {
        for setting in ["fields", "parameters"].iter().flat_map(|group| database[group].as_object().unwrap().values()) {
            assert!(setting.get("value").is_some() != setting.get("unknown").is_some(), "{setting}");
            keys(setting, "", &mut settings);
        }
    }
    settings.retain(|key| !key.starts_with("one_of[].origins[]."));
    check(settings, "A setting has these keys");
}
