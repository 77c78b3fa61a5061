//! Policies of users' own: read at run time, asked as those that are built in, tested and begun on the command line.
#![allow(clippy::unwrap_used, reason = "these are tests")]

#[path = "support/folder.rs"]
mod folder;

use folder::folder;
use rdslint::cli::{Exit, Streams, Terminal, run};
use serde_json::Value as Json;
use std::path::Path;
use tempfile::TempDir;

const GUIDE: &str = include_str!("../docs/own-policies.md");
const CONTRIBUTING: &str = include_str!("../CONTRIBUTING.md");

const MODULE: &str =
    "resource \"aws_db_instance\" \"orders\" {\n  engine = \"postgres\"\n  backup_retention_period = 3\n}\n";

/// Runs the program: how it ends, and what it writes to both streams.
fn rdslint(args: &[&str]) -> (Exit, String, String) {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let streams = Streams { stdin: &mut MODULE.as_bytes(), stdout: &mut stdout, stderr: &mut stderr };
    let exit = run(std::iter::once(&"rdslint").chain(args).map(Into::into), Terminal::default(), streams);
    let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    (exit, stdout, stderr)
}

/// The skeleton of a policy, with some texts replaced.
fn skeleton(id: &str, changes: &[(&str, &str)]) -> String {
    let (_, text, _) = rdslint(&["policies", "new", id]);
    changes.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    })
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The report on [`MODULE`] with the policies of a folder.
fn check(folder: &TempDir, args: &[&str]) -> (Exit, Json) {
    let own = text(folder.path());
    let fixed = ["check", "-", "--stdin-filename", "main.tf", "--no-config", "--policies", own];
    let (exit, stdout, stderr) = rdslint(&[&fixed, args].concat());
    assert!(stdout.starts_with('{'), "{stdout}{stderr}");
    (exit, serde_json::from_str(&stdout).unwrap())
}

fn policies_of(findings: &Json) -> Vec<&str> {
    findings.as_array().unwrap().iter().map(|finding| finding["policy"].as_str().unwrap()).collect()
}

#[test]
fn own_policies_are_asked_as_others_are() {
    let strict = skeleton("acme-strict", &[("tier: recommended", "tier: strict")]);
    let folder = folder(&[("acme-short.yaml", skeleton("acme-short", &[])), ("below/acme-strict.yaml", strict)]);
    let found = |args: &[&str]| {
        let (_, report) = check(&folder, &[args, &["--format", "json"]].concat());
        let found = policies_of(&report["findings"]).into_iter().filter(|id| id.starts_with("acme"));
        found.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(found(&[]), ["acme-short"]);
    assert_eq!(found(&["--tier", "strict"]), ["acme-short", "acme-strict"]);
    assert_eq!(found(&["--policy", "acme-strict"]), ["acme-strict"]);
    assert_eq!(found(&["--tier", "all", "--skip-policy", "acme-short"]), ["acme-strict"]);

    let (exit, log) = check(&folder, &["--policy", "acme-short", "--format", "sarif"]);
    assert_eq!(exit, Exit::Findings);
    let rule = &log["runs"][0]["tool"]["driver"]["rules"][0];
    assert_eq!((rule["id"].as_str(), rule["properties"]["tier"].as_str()), (Some("acme-short"), Some("recommended")));
    assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("Whoever deletes or changes rows"));

    let own = text(folder.path());
    let (exit, page, _) = rdslint(&["explain", "acme-short", "--no-config", "--policies", own]);
    assert!(exit == Exit::Clean && page.contains("### Three days: fails"), "{page}");
    assert!(rdslint(&["policies", "--no-config", "--policies", own]).1.contains("strict       acme-strict"));
}

#[test]
fn the_configuration_names_folders_of_policies() {
    let folder = folder(&[
        ("rdslint.yaml", "policies: [house]\n".into()),
        ("house/acme-short.yaml", skeleton("acme-short", &[])),
        ("main.tf", format!("# rdslint: ignore[acme-short] A test of ours\n{MODULE}")),
    ]);
    let (_, stdout, _) = rdslint(&["check", text(folder.path()), "--format", "json"]);
    let report: Json = serde_json::from_str(&stdout).unwrap();
    assert_eq!(policies_of(&report["suppressed"]), ["acme-short"]);
    assert_eq!(report["problems"].as_array().unwrap().len(), 0, "{stdout}");
}

#[test]
fn a_policy_that_cannot_be_used_does_not_stop_the_others() {
    let ignored = "# rdslint: ignore[acme-broken] It is mended soon\n";
    let folder = folder(&[
        ("policies/acme-broken.yaml", skeleton("acme-broken", &[("require:", "requires:")])),
        ("policies/acme-short.yaml", skeleton("acme-short", &[])),
        ("main.tf", format!("{ignored}{MODULE}")),
    ]);
    let own = folder.path().join("policies");
    let main = folder.path().join("main.tf");
    let args = ["check", text(&main), "--policies", text(&own), "--no-config", "--format", "json"];
    let (exit, stdout, _) = rdslint(&args);
    let report: Json = serde_json::from_str(&stdout).unwrap();
    let found = policies_of(&report["findings"]);
    assert!(exit == Exit::Incomplete && found.contains(&"acme-short") && !found.contains(&"unused-ignore"), "{stdout}");
    assert!(report["problems"][0]["message"].as_str().unwrap().ends_with("did you mean `require`?"));
    assert_eq!(report["problems"][0]["line"], 21);
}

/// What is wrong with the files of a folder, as `file:line:column: message`.
fn problems(folder: &TempDir) -> String {
    let (exit, report) = check(folder, &["--format", "json"]);
    assert_eq!(exit, Exit::Incomplete);
    let name = |problem: &Json| Path::new(problem["file"].as_str().unwrap()).file_name().unwrap().to_owned();
    let lines = report["problems"].as_array().unwrap().iter().map(|problem| {
        let (line, column, message) = (&problem["line"], &problem["column"], problem["message"].as_str().unwrap());
        format!("{}:{line}:{column}: {message}\n", text(Path::new(&name(problem))))
    });
    lines.collect()
}

#[test]
fn each_error_is_said_at_its_place() {
    let bad = |id: &str, from: &str, to: &str| (format!("{id}.yaml"), skeleton(id, &[(from, to)]));
    let files = [
        bad("a-name", "id: a-name", "id: storage-unencrypted"),
        bad("b-severity", "severity: medium", "severity: grave"),
        bad("c-tier", "tier: recommended", "tier: loose"),
        bad("d-select", "$.clusters", "$.cluster"),
        bad("e-field", "  BackupRetentionPeriod: { at_least", "  BackupRetention: { at_least"),
        bad("f-operator", "at_least: 7", "atleast: 7"),
        bad("g-type", "at_least: 7", "at_least: seven"),
        bad("h-placeholder", "{resource} keeps", "{ressource} keeps"),
        bad("i-fix", "set: { BackupRetentionPeriod: 7 }", "set: { BackupRetentionPeriod: week }"),
        bad("j-expect", "expect: pass", "expect: passes"),
        bad("k-language", "tier: recommended", "tier: recommended\nlanguage: tf"),
        bad("l-names", "name: two weeks", "name: three days"),
        bad("m-yaml", "title: Database", "title: [Database"),
        bad("n-key", "fix:", "fixes:"),
    ];
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (&**name, text.clone())).collect();
    insta::assert_snapshot!(problems(&folder(&files)), @r##"
    a-name.yaml:9:1: the id is `storage-unencrypted`, but the file is named `a-name`
    b-severity.yaml:13:1: `grave` is no severity
    c-tier.yaml:15:7: tier: unknown variant `loose`, expected one of `recommended`, `strict`, `all`
    d-select.yaml:19:7: `cluster` is no collection of the model; did you mean `clusters`?
    e-field.yaml:22:3: `BackupRetention` is no field, fact or link of instances; did you mean `BackupRetentionPeriod`?
    f-operator.yaml:22:28: `atleast` is no operator; did you mean `at_least`?
    g-type.yaml:22:28: `at_least` takes a number
    h-placeholder.yaml:24:1: `{ressource}` is no placeholder; did you mean `resource`?
    i-fix.yaml:31:10: `BackupRetentionPeriod` cannot be set to that
    j-expect.yaml:51:13: examples[1].expect: unknown variant `passes`, expected one of `fail`, `pass`, `unknown`, `not-applicable`; did you mean `pass`?
    k-language.yaml:38:11: example `three days` is not only in the policy's `language`
    k-language.yaml:51:11: example `two weeks` is not only in the policy's `language`
    k-language.yaml:64:11: example `a value that nobody gives` is not only in the policy's `language`
    k-language.yaml:85:11: example `a member of a cluster` is not only in the policy's `language`
    l-names.yaml:37:11: two examples are named `three days`
    m-yaml.yaml:11:8: title: invalid type: sequence, expected a string
    n-key.yaml:29:1: unknown field `fixes`, expected one of `id`, `title`, `severity`, `tier`, `language`, `select`, `require`, `message`, `why`, `fix`, `sources`, `references`, `controls`, `peers`, `examples`; did you mean `fix`?
    "##);
}

#[test]
fn names_are_given_once() {
    let own = skeleton("storage-unencrypted-here", &[]);
    let taken = own.replace("storage-unencrypted-here", "storage-unencrypted");
    let unused = own.replace("storage-unencrypted-here", "unused-ignore");
    let folder = folder(&[
        ("storage-unencrypted.yaml", taken),
        ("unused-ignore.yaml", unused),
        ("storage-unencrypted-here.yaml", own.clone()),
        ("twice/storage-unencrypted-here.yaml", own),
        ("empty.yml", String::new()),
    ]);
    insta::assert_snapshot!(problems(&folder), @r##"
    empty.yml:1:1: missing field `id`
    storage-unencrypted.yaml:9:1: rdslint has a policy `storage-unencrypted` of its own: give yours another name
    storage-unencrypted-here.yaml:9:1: another of your policies is named `storage-unencrypted-here` too
    unused-ignore.yaml:9:1: rdslint has a policy `unused-ignore` of its own: give yours another name
    "##);
}

#[test]
fn what_cannot_be_read_is_said() {
    let empty = tempfile::tempdir().unwrap();
    for (path, message) in [(empty.path().to_owned(), "no policy"), (empty.path().join("nowhere"), "o such file")] {
        let (exit, _, stderr) = rdslint(&["policies", "test", text(&path)]);
        assert!(exit == Exit::Incomplete && stderr.contains(message), "{stderr}");
    }
}

#[test]
fn examples_are_held_against_what_they_state() {
    let wrong = skeleton("acme-wrong", &[("expect: fail", "expect: pass")]);
    let folder = folder(&[("acme-right.yaml", skeleton("acme-right", &[])), ("acme-wrong.yaml", wrong)]);
    let (exit, stdout, _) = rdslint(&["policies", "test", text(folder.path())]);
    assert_eq!(exit, Exit::Findings);
    insta::assert_snapshot!(stdout, @r##"
    acme-wrong
      three days (cfn): pass is stated, but it fails: Orders keeps its backups for 3 days
      three days (tf): pass is stated, but it fails: aws_db_instance.orders keeps its backups for 3 days
      advice: show an example in cfn that is fail
      advice: show an example in tf that is fail
    2 policies, 16 examples: 14 as stated, 2 not
    "##);
    let right = folder.path().join("acme-right.yaml");
    let (exit, stdout, _) = rdslint(&["policies", "test", text(&right)]);
    assert_eq!((exit, &*stdout), (Exit::Clean, "1 policy, 8 examples: 8 as stated, 0 not\n"));
}

#[test]
fn a_new_policy_is_written_once_and_under_a_free_name() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("house/policies");
    let args = ["policies", "new", "acme-new", "--dir", text(&own)];
    assert_eq!(rdslint(&args).0, Exit::Clean);
    assert!(own.join("acme-new.yaml").is_file());
    assert!(rdslint(&args).2.contains("cannot write"));
    assert!(rdslint(&["policies", "new", "storage-unencrypted"]).2.contains("of its own"));
    assert!(rdslint(&["policies", "new", "Acme New"]).2.contains("is no id"));
}

/// Checks what the policies among the YAML of a document come to; one that has a name of ours is an error.
fn check_policies(document: &str, expected: &str) {
    let blocks = document.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let named = blocks.filter_map(|block| Some((block.strip_prefix("id: ")?.lines().next()?, block)));
    let files: Vec<_> = named.map(|(id, block)| (format!("{id}.yaml"), block.to_owned())).collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (&**name, text.clone())).collect();
    let folder = folder(&files);
    let (exit, stdout, stderr) = rdslint(&["policies", "test", text(folder.path())]);
    assert_eq!((exit, &*stdout), (Exit::Clean, expected), "{stderr}");
}

#[test]
fn the_policies_of_the_guides_hold() {
    check_policies(GUIDE, "3 policies, 24 examples: 24 as stated, 0 not\n");
    check_policies(CONTRIBUTING, "1 policy, 8 examples: 8 as stated, 0 not\n");
}
