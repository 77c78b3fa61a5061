//! The GitHub Action, executed as a runner would: the `run` steps of action.yml with their inputs and a runner's files.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a test may fail where the machine lacks what it needs")]

use serde_yaml::Value;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// The top of the repository, which is the action's folder.
const TOP: &str = env!("CARGO_MANIFEST_DIR");

/// A machine that runs steps: a workspace and the files that a runner offers to a step.
struct Runner {
    home: TempDir,
}

/// What a step left behind.
struct Done {
    code: Option<i32>,
    log: String,
    summary: String,
    outputs: HashMap<String, String>,
}

impl Runner {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(home.path().join("workspace")).expect("a workspace");
        Self { home }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// A file in the workspace.
    fn file(&self, name: &str, text: &str) {
        let path = self.path("workspace").join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Copies the project that the README shows into the workspace.
    fn with_webshop(self) -> Self {
        let project = Path::new(TOP).join("testdata/projects/webshop");
        let copy = Command::new("cp").arg("-R").arg(project).arg(self.path("workspace")).status();
        assert!(copy.expect("cp starts").success());
        self
    }

    /// Executes the step with that id; `inputs` stand for those that a workflow gives.
    fn step(&self, id: &str, inputs: &[(&str, &str)], environment: &[(&str, &str)]) -> Done {
        let action: Value = serde_yaml::from_str(include_str!("../action.yml")).expect("action.yml is YAML");
        let steps = action["runs"]["steps"].as_sequence().expect("steps");
        let step = steps.iter().find(|step| step["id"].as_str() == Some(id)).expect("the step");
        assert_eq!(step["shell"].as_str(), Some("bash"));
        let output = self.bash(step["run"].as_str().expect("a script"), &variables(&action, step, inputs), environment);
        let read = |name: &str| fs::read_to_string(self.path(name)).unwrap_or_default();
        Done {
            code: output.status.code(),
            log: [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat(),
            summary: read("summary"),
            outputs: pairs(&read("output")),
        }
    }

    /// Runs a script as `shell: bash` does.
    fn bash(&self, script: &str, variables: &HashMap<String, String>, environment: &[(&str, &str)]) -> Output {
        fs::write(self.path("script.sh"), script).expect("a script");
        Command::new("bash")
            .args(["--noprofile", "--norc", "-e", "-o", "pipefail"])
            .arg(self.path("script.sh"))
            .current_dir(self.path("workspace"))
            .env("GITHUB_ACTION_PATH", TOP)
            .env("GITHUB_WORKSPACE", self.path("workspace"))
            .env("GITHUB_STEP_SUMMARY", self.path("summary"))
            .env("GITHUB_OUTPUT", self.path("output"))
            .env("RUNNER_TEMP", self.path("temp"))
            .env("RUNNER_OS", "Linux")
            .env("RUNNER_ARCH", "X64")
            .env("CI", "true")
            .envs(variables)
            .envs(environment.iter().copied())
            .output()
            .expect("bash starts")
    }
}

/// The variables of a step with its expressions replaced: inputs by what is given or their defaults.
fn variables(action: &Value, step: &Value, inputs: &[(&str, &str)]) -> HashMap<String, String> {
    let given: HashMap<&str, &str> = inputs.iter().copied().collect();
    let value = |expression: &str| {
        let name = expression.trim_start_matches("${{ ").trim_end_matches(" }}");
        match name.strip_prefix("inputs.") {
            Some(input) => {
                let default = action["inputs"][input]["default"].as_str().expect("every input has a default");
                given.get(input).copied().unwrap_or(default).to_owned()
            }
            None if name == "steps.install.outputs.binary" => env!("CARGO_BIN_EXE_rdslint").to_owned(),
            None => "example/rdslint".to_owned(),
        }
    };
    let environment = step["env"].as_mapping().expect("variables");
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    environment.iter().map(|(name, expression)| (text(name), value(&text(expression)))).collect()
}

fn pairs(text: &str) -> HashMap<String, String> {
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[test]
fn findings_are_annotated_summarized_and_written() {
    let runner = Runner::new().with_webshop();
    let done = runner.step("check", &[("paths", "webshop"), ("sarif-file", "reports/rdslint.sarif")], &[]);
    assert_eq!(done.code, Some(1), "{}", done.log);
    assert_eq!(done.outputs["exit-code"], "1");
    assert_eq!(done.outputs["sarif-file"], "reports/rdslint.sarif");

    let sarif = fs::read_to_string(runner.path("workspace/reports/rdslint.sarif")).expect("the report");
    let sarif: serde_json::Value = serde_json::from_str(&sarif).expect("JSON");
    let results = sarif["runs"][0]["results"].as_array().expect("results");
    let reported = results.iter().filter(|result| result["suppressions"].as_array().is_none_or(Vec::is_empty)).count();
    assert_eq!(done.outputs["findings"], reported.to_string());

    let annotations = done.log.lines().filter(|line| line.starts_with("::") && line.contains("file=webshop/"));
    assert_eq!(annotations.count(), reported, "{}", done.log);
    let rows = done.summary.lines().filter(|line| line.contains("| `webshop/")).count();
    assert_eq!(rows, reported, "{}", done.summary);
    assert!(done.summary.contains("**Findings at or above the threshold.**"), "{}", done.summary);
    let overview = done.summary.lines().last().unwrap_or_default();
    assert!(overview.contains(" databases: ") && overview.ends_with(" 0 problems"), "{}", done.summary);
}

#[test]
fn inputs_become_options() {
    let runner = Runner::new().with_webshop();
    let inputs = [
        ("working-directory", "webshop"),
        ("paths", "terraform\ncloudformation/reporting.json\n"),
        ("policies", "publicly-accessible\n"),
        ("fail-on", "critical"),
        ("annotations", "false"),
    ];
    let done = runner.step("check", &inputs, &[]);
    assert_eq!(done.outputs["findings"], "1", "{}", done.log);
    assert_eq!(done.outputs["sarif-file"], "webshop/rdslint.sarif");
    assert!(done.summary.contains("`cloudformation/reporting.json:"), "{}", done.summary);
    assert!(!done.log.contains("::error") && done.log.contains("cloudformation/reporting.json:"), "{}", done.log);
}

#[test]
fn other_ends_have_other_codes() {
    let check = |text: &str, code: i32, says: &str| {
        let runner = Runner::new();
        runner.file("main.tf", text);
        let done = runner.step("check", &[("paths", if text.is_empty() { "nothing-here" } else { "." })], &[]);
        assert_eq!(
            (done.code, done.outputs["exit-code"].as_str()),
            (Some(code), code.to_string().as_str()),
            "{}",
            done.log
        );
        assert!(done.summary.contains(says), "{}", done.summary);
    };
    check("locals {\n  answer = 42\n}\n", 0, "No finding at or above the threshold.");
    check("resource \"aws_db_instance\" {{{\n", 2, "**Something could not be checked**");
}

#[test]
fn a_release_is_installed_only_if_its_digest_is_right() {
    let check = |digest: &str, installed: bool| {
        let runner = Runner::new();
        runner.file("bin/curl", include_str!("../testdata/action/curl.sh"));
        let tools = runner.path("workspace/bin");
        assert!(Command::new("chmod").arg("+x").arg(tools.join("curl")).status().expect("chmod starts").success());
        let path = format!("{}:{}", tools.display(), std::env::var("PATH").unwrap_or_default());
        let done = runner.step("install", &[("version", "9.8.7")], &[("PATH", &path), ("FAKE_DIGEST", digest)]);
        assert_eq!(done.code == Some(0), installed, "{}", done.log);
        assert_eq!(done.outputs.contains_key("binary"), installed);
        let asked =
            "https://github.com/example/rdslint/releases/download/v9.8.7/rdslint-9.8.7-x86_64-unknown-linux-gnu.tar.gz";
        assert!(done.log.contains(asked), "{}", done.log);
    };
    check("", true);
    check("0000000000000000000000000000000000000000000000000000000000000000", false);
}
