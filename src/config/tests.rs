//! What a configuration says, and what is said of one that is wrong.

use super::{Configuration, read};
use crate::policy::Tier;
use crate::value::{Content, Value};
use std::fmt::Write;
use std::path::Path;

fn configuration(text: &str) -> Configuration {
    read(Path::new("rdslint.yaml"), text).map_err(|broken| broken.problems).unwrap()
}

/// The problems as `line:column message`.
fn problems(text: &str) -> String {
    let broken = read(Path::new("rdslint.yaml"), text).unwrap_err();
    let mut out = String::new();
    for problem in &broken.problems {
        let start = broken.sources.positions(problem.span.unwrap()).0;
        writeln!(out, "{}:{} {}", start.line, start.column, problem.message).unwrap();
    }
    out
}

#[test]
fn what_an_environment_says() {
    let text = r#"
environments:
  production:
    var-files: [Cargo.toml, src/lib.rs]
    vars:
      on: true
      count: 5
      code: 007
      class: db.r6g.large
      quoted: "5"
      none: null
      several: { a: [1, x], b: ~ }
    workspace: prod
    parameter-files: [Cargo.toml]
    parameters: { Encrypted: yes, Days: 7 }
    region: eu-central-1
    root: src
  empty:
"#;
    let configuration = configuration(text);
    let [production, empty] = &configuration.environments[..] else { panic!("{configuration:?}") };
    assert_eq!((&*production.name, &*empty.name), ("production", "empty"));
    assert_eq!(production.var_files, [Path::new("Cargo.toml"), Path::new("src/lib.rs")]);
    assert_eq!((production.workspace.as_deref(), production.root.as_deref()), (Some("prod"), Some(Path::new("src"))));
    let region = production.region.as_deref();
    assert_eq!(
        (&*production.parameter_files, region),
        (&[Path::new("Cargo.toml").to_owned()][..], Some("eu-central-1"))
    );
    assert_eq!(production.parameters.values().map(shown).collect::<Vec<_>>(), ["\"yes\"", "7"]);
    assert!(empty.var_files.is_empty() && empty.values.is_empty() && empty.root.is_none());
    let shown: Vec<String> = production.values.iter().map(|(name, value)| format!("{name} {}", shown(value))).collect();
    assert_eq!(
        shown,
        [
            "on true",
            "count 5",
            "code \"007\"",
            "class \"db.r6g.large\"",
            "quoted \"5\"",
            "none null",
            "several {a: [1, \"x\"], b: null}"
        ]
    );
    for nothing in ["", "# only a comment\n", "environments:\n", "environments: {}\n"] {
        assert!(read(Path::new("rdslint.yaml"), nothing).unwrap().environments.is_empty());
    }
}

fn shown(value: &Value) -> String {
    let join = |items: Vec<String>| items.join(", ");
    match &value.content {
        Content::Null => "null".to_owned(),
        Content::Bool(value) => value.to_string(),
        Content::Number(number) => number.to_string(),
        Content::Text(text) => format!("{text:?}"),
        Content::List(items) => format!("[{}]", join(items.iter().map(shown).collect())),
        Content::Map(entries) => {
            format!("{{{}}}", join(entries.iter().map(|(key, entry)| format!("{key}: {}", shown(entry))).collect()))
        }
        _ => "unknown".to_owned(),
    }
}

#[test]
fn what_a_configuration_must_not_say() {
    insta::assert_snapshot!(problems("\
enviroments: {}
environments:
  production:
    var-file: [a]
    var-files: Cargo.toml
    workspace: [a]
    root: nowhere
    vars: [a]
  staging: yes
  review:
    var-files: [nowhere.tfvars, src, Cargo.toml, null]
    workspace: null
  \"\": {}
"), @r#"
1:1 there is no key `enviroments`; did you mean `environments`?
4:5 there is no key `var-file`; did you mean `var-files`?
5:16 `var-files` takes a list of files
6:16 `workspace` takes a text
7:11 there is no such folder; paths are seen from the configuration
8:11 keys with values are expected here
9:12 keys with values are expected here
11:17 there is no such file; paths are seen from the configuration
11:33 there is no such file; paths are seen from the configuration
11:50 `var-files` takes paths of files
12:16 `workspace` takes a text
13:3 a name is missing here
"#);
    insta::assert_snapshot!(problems("environments: [a]\n"), @r#"
1:15 keys with values are expected here
"#);
    insta::assert_snapshot!(problems("- environments\n"), @r#"
1:1 keys with values are expected here
"#);
    insta::assert_snapshot!(problems("environments: {a: {}, a: {}}\n"), @r#"
1:23 the key a stands here a second time; the last one counts
"#);
    insta::assert_snapshot!(problems("environments: {\n"), @"1:15 this is not valid YAML: unclosed bracket '{'; environments is left out");
    let deep = format!("environments: {{a: {{vars: {{x: {}1{}}}}}}}", "[".repeat(50), "]".repeat(50));
    insta::assert_snapshot!(problems(&deep), @r#"
1:63 the values of the configuration are too many or nest too deep
"#);
    let many = format!("environments: {{a: {{vars: {{x: [{}]}}}}}}", "1,".repeat(20_000));
    insta::assert_snapshot!(problems(&many), @r#"
1:20029 the values of the configuration are too many or nest too deep
"#);
}

#[test]
fn a_tier_is_one_of_three_words() {
    assert_eq!(configuration("environments: {}").tier, None);
    assert_eq!(configuration("tier: strict").tier, Some(Tier::Strict));
    assert_eq!(configuration("tier: all").tier, Some(Tier::All));
    insta::assert_snapshot!(problems("tier: strikt\n"), @"1:7 `tier` is one of recommended, strict, all; did you mean `strict`?");
    insta::assert_snapshot!(problems("tier: [all]\n"), @"1:7 `tier` is one of recommended, strict, all");
    insta::assert_snapshot!(problems("tier:\n"), @"1:5 `tier` is one of recommended, strict, all");
}

#[test]
fn a_switch_is_true_or_false() {
    assert!(!configuration("tier: all").fail_on_unknown);
    assert!(!configuration("fail-on-unknown: false").fail_on_unknown);
    assert!(configuration("fail-on-unknown: true").fail_on_unknown);
    insta::assert_snapshot!(problems("fail-on-unknown: \"true\"\n"), @"1:18 `fail-on-unknown` is true or false");
    insta::assert_snapshot!(problems("fail-on-unknown: yes\n"), @"1:18 `fail-on-unknown` is true or false");
}
