//! Plans and states of Terraform, alone and with the sources that they are made of.
#![allow(clippy::unwrap_used, reason = "these are tests")]

#[path = "support/folder.rs"]
mod folder;

use assert_cmd::Command;
use folder::folder;
use serde_json::Value;
use std::path::Path;

const PLAN: &str = include_str!("../testdata/plans/orders/plan.json");
const ROOT: &str = include_str!("../testdata/plans/orders/main.tf");
const MODULE: &str = include_str!("../testdata/plans/orders/database/main.tf");

/// What rdslint says in a folder, as `file:line resources` for findings and `file:line:column message` for problems, with
/// the summary.
fn lint(current: &Path, args: &[&str], stdin: &[u8]) -> (Vec<String>, Value) {
    let output = Command::cargo_bin("rdslint")
        .unwrap()
        .args(["check", "--format", "json", "--policy", "storage-unencrypted,deletion-protection-disabled"])
        .args(args)
        .current_dir(current)
        .write_stdin(stdin)
        .output()
        .unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let place = |at: &Value| format!("{}:{}", at["file"].as_str().unwrap_or_default(), at["line"]);
    let findings = document["findings"].as_array().unwrap().iter().map(|finding| {
        let resources: Vec<_> = finding["resources"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        format!("{} {}", place(finding), resources.join(" "))
    });
    let problems = document["problems"].as_array().unwrap().iter();
    let problems = problems.map(|problem| format!("{}:{} {}", place(problem), problem["column"], problem["message"]));
    (findings.chain(problems).collect(), document["summary"].clone())
}

fn check(current: &Path, args: &[&str], stdin: &[u8], expected: &[&str]) -> Value {
    let (said, summary) = lint(current, args, stdin);
    assert_eq!(said, expected, "{args:?}");
    summary
}

const IN_SOURCES: [&str; 2] = [
    "database/main.tf:15 module.orders[\"eu\"].aws_db_instance.this module.orders[\"us\"].aws_db_instance.this",
    "main.tf:21 aws_db_instance.reports[0] aws_db_instance.reports[1] module.orders[\"eu\"].aws_db_instance.this \
     module.orders[\"us\"].aws_db_instance.this",
];

const IN_PLAN: [&str; 6] = [
    "plan.json:35 aws_db_instance.reports[0]",
    "plan.json:79 aws_db_instance.reports[1]",
    "plan.json:128 module.orders[\"eu\"].aws_db_instance.this",
    "plan.json:130 aws_db_instance.reports[0] aws_db_instance.reports[1] module.orders[\"eu\"].aws_db_instance.this",
    "plan.json:210 module.orders[\"us\"].aws_db_instance.this",
    "plan.json:212 module.orders[\"us\"].aws_db_instance.this",
];

#[test]
fn a_plan_and_its_sources_are_one() {
    let folder = folder(&[
        ("plan.json", PLAN.as_bytes()),
        ("main.tf", ROOT.as_bytes()),
        ("database/main.tf", MODULE.as_bytes()),
    ]);
    for args in [&["."][..], &["plan.json"], &["plan.json", "main.tf"], &["main.tf", "."]] {
        let summary = check(folder.path(), args, b"", &IN_SOURCES);
        assert_eq!((&summary["databases"], &summary["ignored"]), (&4.into(), &1.into()), "{args:?}");
    }
    check(folder.path(), &["-"], PLAN.as_bytes(), &IN_SOURCES);
    check(folder.path(), &["-", "--stdin-filename", "new.json"], PLAN.as_bytes(), &IN_SOURCES);
    // The module alone has nothing to do with the plan's own root.
    let (said, _) = lint(folder.path(), &["database"], b"");
    assert!(said.iter().all(|line| !line.contains("orders")), "{said:#?}");
}

#[test]
fn sources_may_lie_elsewhere() {
    let folder = folder(&[
        ("out/plan.json", PLAN.as_bytes()),
        ("infra/main.tf", ROOT.as_bytes()),
        ("infra/database/main.tf", MODULE.as_bytes()),
    ]);
    let elsewhere = IN_SOURCES.map(|line| format!("infra/{line}"));
    let elsewhere: Vec<_> = elsewhere.iter().map(String::as_str).collect();
    check(folder.path(), &["out/plan.json", "--source", "infra"], b"", &elsewhere);
    check(folder.path(), &["out", "--source", "infra"], b"", &elsewhere);
    check(folder.path(), &[".", "--source", "./infra/"], b"", &elsewhere);
    let absolute = folder.path().join("infra");
    check(folder.path(), &["out/plan.json", "--source", absolute.to_str().unwrap()], b"", &elsewhere);
    let above: Vec<_> = elsewhere.iter().map(|line| format!("../{line}")).collect();
    let above: Vec<_> = above.iter().map(String::as_str).collect();
    check(&folder.path().join("out"), &["plan.json", "--source", "../infra"], b"", &above);
    let (said, _) = lint(folder.path(), &["out/plan.json", "--source", "nowhere"], b"");
    assert!(said.iter().any(|line| line.contains("no Terraform module")), "{said:#?}");
}

#[test]
fn without_sources_findings_lie_in_the_plan() {
    let alone = folder(&[("plan.json", PLAN.as_bytes())]);
    let summary = check(alone.path(), &["."], b"", &IN_PLAN);
    assert_eq!((&summary["databases"], &summary["files"]), (&4.into(), &1.into()));
    // Another module's files beside it do not matter to it.
    let other =
        "resource \"aws_db_instance\" \"other\" {\n  storage_encrypted = true\n  deletion_protection = true\n}\n";
    let beside = folder(&[("plan.json", PLAN.as_bytes()), ("main.tf", other.as_bytes())]);
    check(beside.path(), &["plan.json"], b"", &IN_PLAN);
    assert_eq!(check(beside.path(), &["."], b"", &IN_PLAN)["databases"], 5);
}

#[test]
fn a_plan_is_known_by_what_it_holds() {
    let compact = serde_json::from_str::<Value>(PLAN).unwrap().to_string();
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(PLAN.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let with_bom = [b"\xEF\xBB\xBF", PLAN.as_bytes()].concat();
    let folder = folder(&[
        ("a/plan.json", &utf16[..]),
        ("b/plan.json", &with_bom),
        ("c/tfplan.txt", PLAN.as_bytes()),
        ("d/plan.json", compact.as_bytes()),
        ("e/other.json", br#"{"format_version": "1.2", "values": {"aws_db_instance": 1}, "root": {}}"#),
        ("f/none.json", br#"{"format_version": "1.2", "resource_changes": []}"#),
    ]);
    check(folder.path(), &["a"], b"", &IN_PLAN.map(|line| format!("a/{line}")).each_ref().map(String::as_str));
    check(folder.path(), &["b"], b"", &IN_PLAN.map(|line| format!("b/{line}")).each_ref().map(String::as_str));
    let named = IN_PLAN.map(|line| line.replace("plan.json", "c/tfplan.txt"));
    check(folder.path(), &["c/tfplan.txt"], b"", &named.each_ref().map(String::as_str));
    assert_eq!(lint(folder.path(), &["d"], b"").0.len(), IN_PLAN.len());
    assert_eq!(check(folder.path(), &["e"], b"", &[])["databases"], 0);
    assert_eq!(check(folder.path(), &["f"], b"", &[])["databases"], 0);
    check(
        folder.path(),
        &["-"],
        &utf16,
        &IN_PLAN.map(|line| line.replace("plan.json", "<stdin>")).each_ref().map(String::as_str),
    );
}

#[test]
fn a_state_is_read_too() {
    let state = r#"{"format_version": "1.0", "terraform_version": "1.9.0", "values": {"root_module": {"resources": [
{"address": "aws_db_instance.old", "mode": "managed", "type": "aws_db_instance", "name": "old", "values":
{"engine": "mysql", "storage_encrypted": false, "deletion_protection": true}}]}}}"#;
    let folder = folder(&[("state.json", state.as_bytes())]);
    check(folder.path(), &["."], b"", &["state.json:3 aws_db_instance.old"]);
}

#[test]
fn a_broken_plan_is_a_problem_with_a_place() {
    let cut = PLAN.find("\"configuration\"").unwrap();
    let broken = format!("{}nonsense", &PLAN[..cut]);
    let folder = folder(&[("plan.json", broken.as_bytes())]);
    let (said, _) = lint(folder.path(), &["."], b"");
    let line = broken.lines().count();
    let problems: Vec<_> = said.iter().filter(|line| line.contains("JSON")).collect();
    assert!(problems.len() == 1 && problems[0].starts_with(&format!("plan.json:{line}:3 ")), "{said:#?}");
}

#[test]
fn newer_resources_of_the_sources_are_checked_as_well() {
    let newer = format!("{ROOT}\nresource \"aws_db_instance\" \"new\" {{\n  engine = \"mysql\"\n}}\n");
    let folder = folder(&[
        ("plan.json", PLAN.as_bytes()),
        ("main.tf", newer.as_bytes()),
        ("database/main.tf", MODULE.as_bytes()),
    ]);
    let (said, _) = lint(folder.path(), &["."], b"");
    assert_eq!(said.iter().filter(|line| line.ends_with(" aws_db_instance.new")).count(), 2, "{said:#?}");
    check(folder.path(), &["plan.json"], b"", &IN_SOURCES);
}

#[test]
fn what_is_no_plan_says_what_would_be() {
    let log = "{\"@level\":\"info\",\"@module\":\"terraform.ui\",\"change\":\"aws_db_instance\"}\n";
    let wrapped = format!("$ terraform show -json tfplan\n{PLAN}");
    let archive = "PK\u{3}\u{4}".to_owned() + &"x".repeat(26) + "tfplan";
    let folder =
        folder(&[("log.json", log.as_bytes()), ("out.txt", wrapped.as_bytes()), ("tfplan", archive.as_bytes())]);
    for (name, text, what) in [
        ("log.json", log, "the log of"),
        ("out.txt", &wrapped, "other output"),
        ("tfplan", &archive, "as Terraform keeps"),
    ] {
        for (args, stdin) in [(&[name][..], ""), (&["-"], text), (&["-", "--stdin-filename", "plan.json"], text)] {
            let (said, _) = lint(folder.path(), args, stdin.as_bytes());
            let [only] = &said[..] else { panic!("{name} {args:?}: {said:#?}") };
            assert!(only.contains(what) && only.contains("show -json"), "{only}");
        }
    }
    // Nobody asked about those.
    check(folder.path(), &["."], b"", &[]);
}

#[test]
fn plans_that_are_not_complete_say_so() {
    let errored = PLAN.replacen('{', "{\"errored\": true, \"complete\": false,", 1);
    let deferred =
        PLAN.replacen("\"resource_changes\": [", "\"deferred_changes\": [{\"reason\": \"x\", \"resource_change\":", 1);
    let end = deferred.find("\"configuration\"").unwrap();
    let entry = deferred[..end].find("    },\n    {").map_or(end, |at| at + "    }".len());
    let deferred = format!("{}}}], \"resource_changes\": null, {}", &deferred[..entry], &deferred[end..]);
    let folder = folder(&[("a/plan.json", errored.as_bytes()), ("b/plan.json", deferred.as_bytes())]);
    let (said, _) = lint(folder.path(), &["a"], b"");
    assert!(said.iter().any(|line| line.contains("not complete")), "{said:#?}");
    assert_eq!(lint(folder.path(), &["b"], b"").1["databases"], 1);
}

#[test]
fn the_settings_of_the_postgresql_provider_are_in_the_plan() {
    let plan = r#"{"format_version": "1.2", "terraform_version": "1.9.0",
"resource_changes": [{"address": "postgresql_role.app", "mode": "managed", "type": "postgresql_role", "name": "app",
  "change": {"actions": ["create"], "after": {"name": "app"}, "after_unknown": {}}}],
"configuration": {"provider_config": {"postgresql": {"name": "postgresql", "expressions": {
  "sslmode": {"constant_value": "disable"}}}}, "root_module": {}}}"#;
    let folder = folder(&[("plan.json", plan.as_bytes())]);
    let args = ["plan.json", "--policy", "postgresql-provider-tls-off"];
    check(folder.path(), &args, b"", &["plan.json:5 provider.postgresql"]);
}
