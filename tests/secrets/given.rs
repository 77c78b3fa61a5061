//! Secrets that a run is given: on the command line, in files of values by any name, in the configuration.

use super::{SECRETS, hides};
use rdslint::cli::{self, Streams, Terminal};
use std::fs;

const FORMS: [&[&str]; 7] = [
    &["check", "--verbose"],
    &["check", "--verbose", "--format=gcc"],
    &["check", "--format=github"],
    &["check", "--format=json"],
    &["check", "--format=sarif"],
    &["resolve"],
    &["resolve", "--format=json"],
];

/// Runs the program in every form about a database that has the variable `word` as its password, and elsewhere.
fn check(declared: &str, file: (&str, &str), arguments: &[&str]) {
    let main = format!(
        "variable \"word\" {{\n{declared}}}\nresource \"aws_db_instance\" \"db\" {{\n  engine = \"mysql\"\n  password = \
         var.word\n  identifier = \"d-${{var.word}}\"\n  storage_type = upper(var.word)\n}}\n"
    );
    check_in(("main.tf", &main), file, arguments);
}

/// Runs the program in every form about a file that has a database, with another one beside it.
fn check_in(main: (&str, &str), file: (&str, &str), arguments: &[&str]) {
    for secret in SECRETS {
        let filled = |text: &str| text.replace("SECRET", &format!("{}{}", secret.0, secret.1));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap();
        fs::write(folder.path().join(main.0), main.1).unwrap();
        fs::write(folder.path().join(file.0), filled(file.1)).unwrap();
        let given = arguments.iter().map(|argument| filled(argument).replace("DIR", path));
        let given: Vec<String> = given.chain([path.to_owned()]).collect();
        let shown = FORMS.map(|form| {
            let own = form.iter().map(ToString::to_string);
            run(["rdslint".to_owned()].into_iter().chain(own).chain(given.clone())).replace(path, "")
        });
        let folder = path.trim_start_matches('/');
        hides(&shown.map(|output| output.replace(folder, "")), secret);
    }
}

/// What the program writes, on both streams.
fn run(arguments: impl Iterator<Item = String>) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let streams = Streams { stdin: &mut std::io::empty(), stdout: &mut out, stderr: &mut err };
    cli::run(arguments.map(Into::into), Terminal::default(), streams);
    String::from_utf8([out, err].concat()).unwrap()
}

const DECLARED: [&str; 2] = ["", "  sensitive = true\n"];

#[test]
fn on_the_command_line() {
    let none = ("none.txt", "");
    for declared in DECLARED {
        for given in ["word=SECRET", "word =SECRET", "word SECRET=1", "SECRET", "=SECRET", "word:SECRET"] {
            check(declared, none, &["--var", given]);
        }
        check(&format!("{declared}  type = number\n"), none, &["--var", "word=SECRET"]);
        check(&format!("{declared}  type = list(string)\n"), none, &["--var", "word=[\"SECRET"]);
    }
}

#[test]
fn in_files_of_any_name() {
    for declared in DECLARED {
        for text in
            ["word = \"SECRET\"\n", "word = \"SECRET\n", "word = SECRET\"\nword SECRET\n", "word = <<E\nSECRET\n"]
        {
            check(declared, ("some.values", text), &["--var-file", "DIR/some.values"]);
        }
        for text in ["{\"word\": \"SECRET\"}", "{\"word\": \"SECRET\" \"SECRET\"}", "{\"word\": SECRET}"] {
            check(declared, ("some.json", text), &["--var-file", "DIR/some.json"]);
        }
    }
}

#[test]
fn in_the_configuration() {
    for values in [
        "vars:\n      word: SECRET",
        "vars: {word: SECRET}",
        "vars:\n      none: SECRET",
        "vars:\n      word: SECRET\n      word: SECRET",
        "vars:\n      word: &SECRET SECRET\n      x: *SECRET",
        "vars:\n      word: \"SECRET",
        "vars:\n      word: *SECRET",
        "vars:\n      word: @SECRET",
        "vars:\n      word: SECRET: x",
        "vars:\n      word: {SECRET",
        "vars:\n      word: [SECRET",
        "vars:\n      word SECRET",
        "vars:\n      word: \"\\SECRET\"",
        "vars:\n      - SECRET",
        "vars: SECRET",
        "db_password: SECRET",
        "word: SECRET\n    vars: {word: SECRET}",
        "vars:\n      word: SECRET\n    none: 1",
        "none: 1\n    vars: {word: SECRET}",
        "var-files: word=SECRET",
        "var-files:\n      - word=SECRET",
    ] {
        for declared in DECLARED {
            let text = format!("environments:\n  live:\n    {values}\n");
            check(declared, ("rdslint.yaml", &text), &[]);
        }
    }
}

#[test]
fn settings_of_the_configuration_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rdslint.yaml");
    fs::write(&path, "environments:\n  live:\n    var-files:\n      - live.tfvars\n    vars:\n      word: hunter2\n")
        .unwrap();
    let shown = run(["rdslint", "check", folder.path().to_str().unwrap()].map(str::to_owned).into_iter());
    assert!(shown.contains("- live.tfvars") && !shown.contains("hunter2"), "{shown}");
}

/// As [`check`] about a template's parameter `Word`.
fn check_parameter(declared: &str, file: (&str, &str), arguments: &[&str]) {
    let template = format!(
        "Parameters:\n  Word: {{Type: String{declared}}}\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      \
         Engine: mysql\n      MasterUserPassword: !Ref Word\n      DBInstanceIdentifier: !Sub 'd-${{Word}}'\n      \
         StorageType: !Select [0, !Split ['|', !Ref Word]]\n"
    );
    check_in(("db.yaml", &template), file, arguments);
}

const PARAMETERS: [&str; 5] = [
    "",
    ", AllowedValues: [a]",
    ", NoEcho: true",
    ", NoEcho: true, AllowedValues: [a]",
    ", AllowedPattern: '[0-9]+', MaxLength: 3",
];

#[test]
fn parameters_on_the_command_line() {
    for declared in PARAMETERS {
        for given in ["Word=SECRET", "Word =SECRET", "SECRET", "=SECRET", "Wort=SECRET"] {
            check_parameter(declared, ("none.txt", ""), &["--parameter", given]);
        }
    }
}

#[test]
fn parameters_in_files() {
    for declared in PARAMETERS {
        for text in [
            "[{\"ParameterKey\": \"Word\", \"ParameterValue\": \"SECRET\"}]",
            "[{\"ParameterKey\": \"Wort\", \"ParameterValue\": \"SECRET\"}]",
            "[{\"ParameterKey\": \"Word\", \"ParameterValue\": {\"SECRET\": 1}}]",
            "[{\"ParameterKey\": \"Word\",\n \"ParameterValue\": \"SECRET\" \"x\"}]",
            "[{\"ParameterKey\": \"Word\", \"ParametrValue\": \"SECRET\"}]",
            "[\"Word=SECRET\", \"Word SECRET\", \"SECRET\"]",
            "{\"Parameters\": {\"Word\": \"SECRET\"}}",
            "{\"Parameters\": {\"Word\": [\"SECRET\"], \"Other\": \"SECRET\"}}",
            "{\"Word\": \"SECRET\n}",
            "{\"Word\": \"SECRET\", \"Deep\": {\"Word\": {\"a\": \"SECRET\"}}}",
            "{\"Parameters\": \"SECRET\"}",
        ] {
            check_parameter(declared, ("p.json", text), &["--parameter-file", "DIR/p.json"]);
        }
        for text in [
            "Word: SECRET\n",
            "Word: {a: SECRET}\n",
            "Word: *SECRET\n",
            "template-file-path: db.yaml\nparameters:\n  Word: 'SECRET\n",
            "SECRET",
        ] {
            check_parameter(declared, ("p.yaml", text), &["--parameter-file", "DIR/p.yaml"]);
        }
        for value in [
            "\"Word=SECRET\"",
            "'Word=\"SECRET\" x'",
            "\"Word=\\\"SECRET\\\" SECRET\"",
            "[\"Wort=SECRET\"]",
            "\"Word=SECRET",
            "SECRET",
        ] {
            let text = format!("[default.deploy.parameters]\nparameter_overrides = {value}\n");
            check_parameter(declared, ("samconfig.toml", &text), &["--parameter-file", "DIR/samconfig.toml"]);
        }
    }
}

#[test]
fn parameters_in_the_configuration() {
    for values in [
        "parameters:\n      Word: SECRET",
        "parameters: {Word: [SECRET]}",
        "parameters:\n      Wort: SECRET",
        "parameters:\n      Word: @SECRET",
    ] {
        for declared in PARAMETERS {
            let text = format!("environments:\n  live:\n    {values}\n");
            check_parameter(declared, ("rdslint.yaml", &text), &[]);
        }
    }
}

#[test]
fn examples_of_own_policies() {
    for example in [
        "tf: |\n      resource \"aws_db_instance\" \"db\" {\n        engine = \"postgres\"\n        password = \"SECRET\"\n      }\n",
        "cfn: |\n      Db:\n        Type: AWS::RDS::DBInstance\n        Properties:\n          MasterUserPassword: SECRET\n",
        "cfn: |\n      Db:\n        Type: AWS::RDS::DBInstance\n        Properties:\n          MasterUserPassword: \"SECRET\n",
    ] {
        for secret in SECRETS {
            let words = |args: &[&str]| run(["rdslint"].iter().chain(args).map(|word| (*word).to_owned()));
            let skeleton = words(&["policies", "new", "acme-kept"]);
            let (head, _) = skeleton.split_once("\nexamples:").unwrap();
            let policy = format!("{head}\nexamples:\n  - name: one\n    expect: fail\n    {example}");
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("acme-kept.yaml"), policy.replace("SECRET", &[secret.0, secret.1].concat()))
                .unwrap();
            let path = folder.path().to_str().unwrap();
            let explained = words(&["explain", "--policies", path, "acme-kept"]);
            assert!(explained.contains("aws_db_instance") || explained.contains("MasterUserPassword"), "{explained}");
            hides(&[explained, words(&["policies", "test", path]).replace(path, "")], secret);
        }
    }
}
