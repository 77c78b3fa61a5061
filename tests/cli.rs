//! The command line, called as the program calls it.
#![allow(clippy::unwrap_used, reason = "these are tests")]

use rdslint::cli::{Exit, Streams, Terminal, run};
use std::io::{self, Write};

struct Outcome {
    exit: Exit,
    stdout: String,
    stderr: String,
}

/// Runs the program with arguments and a text on standard input.
fn rdslint(args: &[&str], stdin: &str) -> Outcome {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let streams = Streams { stdin: &mut stdin.as_bytes(), stdout: &mut stdout, stderr: &mut stderr };
    let args = std::iter::once(&"rdslint").chain(args).map(Into::into);
    let exit = run(args, Terminal::default(), streams);
    let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    Outcome { exit, stdout, stderr }
}

#[test]
fn wrong_arguments_are_refused_with_2() {
    let cases: [(&[&str], &str); 6] = [
        (&["chek"], "a similar subcommand exists: 'check'"),
        (&["check", "--format", "sarf"], "a similar value exists: 'sarif'"),
        (&["check", "--fail-on", "grave"], "possible values: info, low, medium, high, critical, never"),
        (&["check", "--quiet", "--verbose"], "cannot be used with"),
        (&["check", "--stdin-filename", "a.yaml"], "--stdin-filename needs - among the paths"),
        (&["check", "--policy", "storage-unencrypte"], "there is no policy `storage-unencrypte`"),
    ];
    for (args, message) in cases {
        let outcome = rdslint(args, "");
        assert_eq!((outcome.exit, outcome.stdout), (Exit::Incomplete, String::new()), "{args:?}");
        assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
    }
}

#[test]
fn help_and_version_are_output() {
    for (args, text) in [(["--version"], "rdslint "), (["--help"], "Usage: rdslint")] {
        let outcome = rdslint(&args, "");
        assert_eq!((outcome.exit, &*outcome.stderr), (Exit::Clean, ""));
        assert!(outcome.stdout.contains(text), "{}", outcome.stdout);
    }
}

#[test]
fn a_policy_is_explained_by_any_of_its_names() {
    let page = rdslint(&["explain", "storage-unencrypted"], "");
    assert!(
        page.stdout.starts_with("# Database storage is not encrypted at rest\n\n`storage-unencrypted` · severity high")
    );
    assert_eq!(rdslint(&["explain", "ckv_aws_16"], "").stdout, page.stdout);
    let several = rdslint(&["explain", "RDS_STORAGE_ENCRYPTED"], "");
    assert_eq!((several.exit, several.stdout.lines().count()), (Exit::Clean, 4), "{}", several.stdout);
    let unknown = rdslint(&["explain", "CKV_AWS_9999"], "");
    assert_eq!((unknown.exit, &*unknown.stdout), (Exit::Incomplete, ""));
}

#[test]
fn a_closed_pipe_is_no_error() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut stderr = Vec::new();
    let streams = Streams { stdin: &mut io::empty(), stdout: &mut Closed, stderr: &mut stderr };
    let args = ["rdslint", "check", "--format", "json", "-"].map(Into::into);
    assert_eq!(run(args, Terminal::default(), streams), Exit::Clean);
    assert!(stderr.is_empty());
}

#[test]
fn an_empty_folder_is_no_input() {
    let folder = tempfile::tempdir().unwrap();
    let outcome = rdslint(&["check", folder.path().to_str().unwrap()], "");
    assert_eq!(outcome.exit, Exit::NoInput);
    assert_eq!(outcome.stderr, "no CloudFormation template and no Terraform module was found\n");
    let outcome = rdslint(&["check", "--allow-no-input", folder.path().to_str().unwrap()], "");
    assert_eq!((outcome.exit, &*outcome.stderr), (Exit::Clean, ""));
}

#[test]
fn what_is_not_decided_may_fail_a_run() {
    let template = |encrypted: &str| {
        format!(
            "Parameters: {{ P: {{ Type: String }} }}\nResources: {{ Db: {{ Type: 'AWS::RDS::DBInstance', Properties: \
             {{ Engine: postgres, StorageEncrypted: {encrypted} }} }} }}\n"
        )
    };
    let check = |encrypted: &str, more: &[&str]| {
        let args = [&["check", "-", "--no-config", "--policy", "storage-unencrypted", "--quiet"], more].concat();
        rdslint(&args, &template(encrypted))
    };
    assert_eq!(check("!Ref P", &[]).exit, Exit::Clean);
    let outcome = check("!Ref P", &["--fail-on-unknown"]);
    assert_eq!(outcome.exit, Exit::Incomplete);
    assert_eq!(outcome.stderr, "1 question could not be decided; --verbose lists them\n");
    assert_eq!(check("true", &["--fail-on-unknown"]).exit, Exit::Clean);
    assert_eq!(check("false", &["--fail-on-unknown"]).exit, Exit::Findings);

    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("rdslint.yaml"), "fail-on-unknown: true\n").unwrap();
    std::fs::write(folder.path().join("a.yaml"), template("!Ref P")).unwrap();
    assert_eq!(rdslint(&["check", folder.path().to_str().unwrap()], "").exit, Exit::Incomplete);
}

#[test]
fn what_connects_to_a_database_elsewhere_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let url = "postgres://shop:not-a-real-password@orders.abc123.eu-west-1.rds.amazonaws.com/shop";
    let terraform = format!(
        "resource \"aws_lambda_function\" \"f\" {{\n  environment {{\n    variables = {{ URL = \"{url}\" }}\n  }}\n}}\n"
    );
    let template = format!(
        "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties:\n      Environment: {{ Variables: {{ URL: \"{url}\" }} }}\n"
    );
    // A chart of Helm is no YAML; nobody asked about it.
    let chart = "kind: Pod\n{{- if .Values.on }}\nhost: orders.abc123.eu-west-1.rds.amazonaws.com\n{{- end }}\n";
    for (name, text) in [("main.tf", &*terraform), ("f.yaml", &template), ("chart.yaml", chart)] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let path = folder.path().to_str().unwrap();
    let outcome = rdslint(&["check", path, "--format", "gcc", "--policy", "database-password-in-environment"], "");
    assert_eq!(outcome.stdout.lines().count(), 2, "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("not-a-real-password"), "{}", outcome.stdout);
}

#[test]
fn output_goes_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    let outcome = rdslint(&["check", "-", "--format", "json", "--output", file.to_str().unwrap()], "");
    assert_eq!(outcome.stdout, "");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("{\n  \"version\": 1"));
    let outcome = rdslint(&["check", "-", "--output", folder.path().to_str().unwrap()], "");
    assert_eq!(outcome.exit, Exit::Incomplete);
    assert!(outcome.stderr.starts_with("error: cannot write "), "{}", outcome.stderr);
}

/// What a run asked, by its JSON.
fn asked(args: &[&str]) -> Vec<String> {
    let template = "Resources: { Db: { Type: 'AWS::RDS::DBInstance', Properties: { Engine: postgres } } }";
    let args = [&["check", "-", "--stdin-filename", "a.yaml", "--format", "json"], args].concat();
    let outcome = rdslint(&args, template);
    let json: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap_or_default();
    json["policies"].as_array().into_iter().flatten().filter_map(|id| Some(id.as_str()?.to_owned())).collect()
}

#[test]
fn the_tier_says_what_is_asked() {
    const STRICT: &str = "iam-authentication-disabled";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rdslint.yaml");
    std::fs::write(&file, "tier: strict\n").unwrap();
    let config = file.to_str().unwrap();
    let is_asked = |args: &[&str]| asked(args).iter().any(|id| id == STRICT);
    assert!(!is_asked(&["--no-config"]) && is_asked(&["--no-config", "--tier", "all"]));
    assert!(is_asked(&["--config", config]) && !is_asked(&["--config", config, "--tier", "recommended"]));
    assert_eq!(asked(&["--policy", STRICT, "--skip-policy", "unused-ignore"]), [STRICT]);
}

#[test]
fn the_list_of_policies_can_be_narrowed() {
    let count = |args: &[&str]| rdslint(&[&["policies"], args].concat(), "").stdout.lines().count();
    let [all, recommended] = [count(&[]), count(&["--tier", "recommended"])];
    assert!(recommended > 0 && recommended < count(&["--tier", "strict"]) && count(&["--tier", "all"]) == all);
    assert!(count(&["--min-severity", "critical"]) < count(&["--min-severity", "high"]));
    assert!(
        rdslint(&["policies", "--tier", "strikt"], "").stderr.contains("possible values: recommended, strict, all")
    );
}
