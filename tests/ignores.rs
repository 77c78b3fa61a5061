//! Ignore directives: what each form silences, what it does not, and that none stands there for nothing.
#![allow(clippy::unwrap_used, reason = "these are tests")]

#[path = "support/folder.rs"]
mod folder;

use folder::folder;
use rdslint::cli::{Streams, Terminal, run};
use serde_json::Value;
use std::fs;

/// Lints the files with two policies, or with other arguments, and gives the JSON document.
fn lint(files: &[(&str, &str)], args: &[&str]) -> Value {
    let folder = folder(files);
    let policies = ["--policy", "storage-unencrypted,publicly-accessible"];
    let format = ["--format", "json", folder.path().to_str().unwrap()];
    let args = if args.is_empty() { &policies[..] } else { args };
    let text = output(&[&["check"], args, &format].concat());
    let text = text.replace(&format!("{}/", folder.path().display()), "");
    serde_json::from_str(&text).unwrap()
}

fn output(args: &[&str]) -> String {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let streams = Streams { stdin: &mut std::io::empty(), stdout: &mut stdout, stderr: &mut stderr };
    run(std::iter::once(&"rdslint").chain(args).map(Into::into), Terminal::default(), streams);
    assert_eq!(String::from_utf8_lossy(&stderr), "");
    String::from_utf8(stdout).unwrap()
}

/// The outcome of the files: `+` what counts, `-` what is silenced, with the reason, `?` a directive for nothing.
fn outcome(document: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let resources =
        |finding: &Value| finding["resources"].as_array().unwrap().iter().map(text).collect::<Vec<_>>().join(", ");
    let counted = document["findings"].as_array().unwrap().iter().map(|finding| match &finding["policy"] {
        policy if policy == "unused-ignore" => {
            format!("? {}:{} {}", text(&finding["file"]), finding["line"], text(&finding["message"]))
        }
        policy => format!("+ {} {}", text(policy), resources(finding)),
    });
    let silenced = document["suppressed"].as_array().unwrap().iter().map(|finding| {
        let reason = text(&finding["suppression"]["reason"]);
        format!("- {} {} ({reason})", text(&finding["policy"]), resources(finding))
    });
    let mut lines: Vec<String> = counted.chain(silenced).collect();
    assert_eq!(document["summary"]["ignored"], document["suppressed"].as_array().unwrap().len());
    lines.sort();
    lines.join("\n")
}

fn check(files: &[(&str, &str)], expected: &[&str]) {
    let found = outcome(&lint(files, &[]));
    assert_eq!(found.lines().collect::<Vec<_>>(), expected, "{files:#?}");
}

const SILENCED: &str = "- storage-unencrypted aws_db_instance.db (why)";
const OPEN: &str = "+ storage-unencrypted aws_db_instance.db";

/// A database with an argument that fails.
fn module(text: &str, expected: &[&str]) {
    check(&[("main.tf", text)], expected);
}

#[test]
fn comments_of_hcl() {
    for marked in [
        "# rdslint: ignore[storage-unencrypted] why\n  storage_encrypted = false",
        "// rdslint: ignore[storage-unencrypted] why\n  storage_encrypted = false",
        "/* rdslint: ignore[storage-unencrypted] why */\n  storage_encrypted = false",
        "/* rdslint: ignore[storage-unencrypted] why */ storage_encrypted = false",
        "/* rdslint: ignore[storage-unencrypted] why\n     and more */\n  storage_encrypted = false",
        "storage_encrypted = false # rdslint: ignore[storage-unencrypted] why",
        "storage_encrypted = false // rdslint:ignore [ storage-unencrypted ] - why",
        "storage_encrypted = false /* rdslint: ignore[storage-unencrypted]: why */",
        "# rdslint: ignore[storage-unencrypted] why\n\n  # more words\n  storage_encrypted = false",
        "# rdslint: ignore[storage-unencrypted] why\r\n  storage_encrypted = false\r",
    ] {
        module(&format!("resource \"aws_db_instance\" \"db\" {{\n  engine = \"mysql\"\n  {marked}\n}}\n"), &[SILENCED]);
    }
}

#[test]
fn blocks_and_headers() {
    let db = "resource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  storage_encrypted = false\n}\n";
    let mark = "# rdslint: ignore[storage-unencrypted] why";
    module(&format!("{mark}\n{db}"), &[SILENCED]);
    module(&db.replacen('{', &format!("{{ {mark}"), 1), &[SILENCED]);
    module(&format!("{mark}\n{}", db.replace("  storage_encrypted = false\n", "")), &[SILENCED]);
    let unused = "? main.tf:4 the ignore of storage-unencrypted silences nothing";
    module(&db.replace("\n}", &format!("\n}} {mark}")), &[OPEN, unused]);
    module(&db.replace("\n}", &format!("\n  {mark}\n}}")), &[OPEN, unused]);
    module(&format!("{db}{mark}\n"), &[OPEN, &unused.replace(":4", ":5")]);
}

#[test]
fn several_ids_and_reasons() {
    let db = |mark: &str| {
        format!(
            "# {mark}\nresource \"aws_db_instance\" \"db\" {{\n  engine = \"mysql\"\n  publicly_accessible = true\n}}\n"
        )
    };
    module(
        &db("rdslint: ignore[storage-unencrypted,publicly-accessible] why"),
        &["- publicly-accessible aws_db_instance.db (why)", SILENCED],
    );
    module(&db("rdslint: ignore[publicly-accessible]"), &[OPEN, "- publicly-accessible aws_db_instance.db ()"]);
    module(
        &db(
            "rdslint: ignore[storage-unencrypted] why\n# rdslint: ignore[storage-unencrypted, publicly-accessible] again",
        ),
        &["- publicly-accessible aws_db_instance.db (again)", SILENCED],
    );
    let both = ["+ publicly-accessible aws_db_instance.db", OPEN];
    let with = |message: &str| [both[0].to_owned(), both[1].to_owned(), format!("? main.tf:1 {message}")];
    for (mark, message) in [
        ("rdslint: ignore[]", "the ignore names no policy"),
        ("rdslint: ignore storage-unencrypted", "the ignore names no policy"),
        (
            "rdslint: ignore[storage-unencryptd]",
            "the ignore names `storage-unencryptd`, which is no policy; did you mean `storage-unencrypted`?",
        ),
        ("rdslint: ignore[no-such-thing-at-all]", "the ignore names `no-such-thing-at-all`, which is no policy"),
    ] {
        module(&db(mark), &with(message).each_ref().map(|line| &**line));
    }
    // What another run checks is not judged in this one.
    module(&db("rdslint: ignore[backups-disabled]"), &both);
}

#[test]
fn unused_ignores_can_be_wanted() {
    let db = "resource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  storage_encrypted = true\n}\n";
    let unused = "? main.tf:1 the ignore of storage-unencrypted silences nothing";
    module(&format!("# rdslint: ignore[storage-unencrypted]\n{db}"), &[unused]);
    module(
        &format!("# rdslint: ignore[storage-unencrypted, unused-ignore] soon\n{db}"),
        &["- unused-ignore main.tf (soon)"],
    );
    let files = [("main.tf", &*format!("# rdslint: ignore[storage-unencrypted]\n{db}"))];
    let skipped = lint(&files, &["--policy", "storage-unencrypted", "--skip-policy", "unused-ignore"]);
    assert_eq!(outcome(&skipped), "");
    assert!(output(&["explain", "unused-ignore"]).starts_with("# An ignore directive silences nothing\n"));
    // Where the verdict is open, nobody knows what the directive would silence.
    let open = format!("# rdslint: ignore[storage-unencrypted]\n{}variable \"x\" {{}}\n", db.replace("true", "var.x"));
    module(&open, &[]);
}

#[test]
fn text_that_only_looks_like_a_directive() {
    for line in [
        "identifier = \"# rdslint: ignore[storage-unencrypted]\"",
        "identifier = \"/* rdslint: ignore[storage-unencrypted] */\"",
        "identifier = <<-EOT\n    # rdslint: ignore[storage-unencrypted]\n  EOT",
        "identifier = \"${\"# rdslint: ignore[storage-unencrypted]\"}\"",
    ] {
        let text = format!(
            "resource \"aws_db_instance\" \"db\" {{ // {line}\n  engine = \"mysql\"\n  {line}\n  storage_encrypted = false\n}}\n"
        );
        module(&text.replacen(&format!(" // {line}"), "", 1), &[OPEN]);
    }
    let template = "Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: mysql\n      \
                    DBName: 'a # rdslint: ignore[storage-unencrypted]'\n      DBInstanceIdentifier: |\n        \
                    # rdslint: ignore[storage-unencrypted]\n        x\n      StorageEncrypted: false\n      PubliclyAccessible: false\n";
    check(&[("db.yaml", template)], &["+ storage-unencrypted Db"]);
}

#[test]
fn values_from_elsewhere() {
    let db = "resource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  storage_encrypted = var.on\n}\n";
    let mark = "# rdslint: ignore[storage-unencrypted] why";
    module(&format!("{db}variable \"on\" {{\n  {mark}\n  default = false\n}}\n"), &[SILENCED]);
    module(&format!("{db}{mark}\nvariable \"on\" {{\n  default = false\n}}\n"), &[SILENCED]);
    module(
        &db.replace("var.on", &format!("var.on {mark}")).replace("}\n", "}\nvariable \"on\" { default = false }\n"),
        &[SILENCED],
    );
    module(
        &format!(
            "{}locals {{\n  dbs = {{\n    {mark}\n    a = {{\n      on = false\n    }}\n  }}\n}}\n",
            db.replace("var.on", "local.dbs.a.on")
        ),
        &[SILENCED],
    );
    let files = format!("{db}variable \"on\" {{}}\n");
    check(&[("main.tf", &files), ("terraform.tfvars", &format!("{mark}\non = false\n"))], &[SILENCED]);
    check(&[("main.tf", &format!("{mark}\n{files}")), ("terraform.tfvars", "on = false\n")], &[SILENCED]);
}

#[test]
fn calls_of_modules() {
    let mark = "# rdslint: ignore[storage-unencrypted] why";
    let call =
        |name: &str, mark: &str| format!("{mark}\nmodule \"{name}\" {{\n  source = \"./db\"\n  on     = var.on\n}}\n");
    let db = "variable \"on\" {}\nresource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  storage_encrypted = var.on\n}\n";
    let main = format!("variable \"on\" {{}}\n{}{}", call("a", mark), call("b", ""));
    let one = [
        "+ storage-unencrypted module.b.aws_db_instance.db",
        "- storage-unencrypted module.a.aws_db_instance.db (why)",
    ];
    check(&[("main.tf", &main), ("terraform.tfvars", "on = false\n"), ("db/main.tf", db)], &one);
    check(
        &[("main.tf", &main), ("terraform.tfvars", "on = false\n"), ("db/main.tf", &db.replace("var.on", "false"))],
        &one,
    );
    let both = ["- storage-unencrypted module.a.aws_db_instance.db, module.b.aws_db_instance.db (why)"];
    let inner = db.replace("resource", &format!("{mark}\nresource"));
    check(&[("main.tf", &main.replace(mark, "")), ("terraform.tfvars", "on = false\n"), ("db/main.tf", &inner)], &both);
    let nested = "module \"inner\" {\n  source = \"../db\"\n  on = false\n}\n";
    let main = format!("{mark}\nmodule \"a\" {{\n  source = \"./outer\"\n}}\n");
    check(
        &[("main.tf", &main), ("outer/main.tf", nested), ("db/main.tf", db)],
        &["- storage-unencrypted module.a.module.inner.aws_db_instance.db (why)"],
    );
}

#[test]
fn one_of_two_that_share_a_parameter_group() {
    let db = |name: &str| {
        format!(
            "resource \"aws_db_instance\" \"{name}\" {{\n  engine = \"mysql\"\n  engine_version = \"8.0\"\n  parameter_group_name = aws_db_parameter_group.g.name\n}}\n"
        )
    };
    let group = "resource \"aws_db_parameter_group\" \"g\" {\n  family = \"mysql8.0\"\n  parameter {\n    name  = \"require_secure_transport\"\n    value = \"0\"\n  }\n}\n";
    let mark = "# rdslint: ignore[mysql-tls-not-required] why\n";
    let run = |text: String| outcome(&lint(&[("main.tf", &text)], &["--policy", "mysql-tls-not-required"]));
    let expected = "+ mysql-tls-not-required aws_db_instance.b\n- mysql-tls-not-required aws_db_instance.a (why)";
    assert_eq!(run(format!("{mark}{}{}{group}", db("a"), db("b"))), expected);
    let both = "- mysql-tls-not-required aws_db_instance.a, aws_db_instance.b (why)";
    assert_eq!(run(format!("{}{}{mark}{group}", db("a"), db("b"))), both);
    let nested = group.replace("  parameter {", &format!("  {mark}  parameter {{"));
    assert_eq!(run(format!("{}{}{nested}", db("a"), db("b"))), both);
}

const TEMPLATE: &str = "Metadata: {}\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      \
                        Engine: mysql\n      StorageEncrypted: false\n      PubliclyAccessible: false\n  Other:\n    Type: AWS::RDS::DBInstance\n    \
                        Properties:\n      Engine: mysql\n      PubliclyAccessible: false\n";

#[test]
fn templates_in_yaml() {
    let one = ["+ storage-unencrypted Other", "- storage-unencrypted Db (why)"];
    let all = ["- storage-unencrypted Db (why)", "- storage-unencrypted Other (why)"];
    let mark = "# rdslint: ignore[storage-unencrypted] why";
    let entry = "rdslint: {ignore: [{policy: storage-unencrypted, reason: why}]}";
    for (from, to, expected) in [
        ("  Db:\n", format!("  {mark}\n  Db:\n"), one),
        ("  Db:\n", format!("  Db: {mark}\n"), one),
        ("      Storage", format!("      {mark}\n      Storage"), one),
        ("false\n", format!("false {mark}\n"), one),
        ("Resources:\n", format!("{mark}\nResources:\n"), all),
        ("    Properties:\n", format!("    Metadata: {{{entry}}}\n    Properties:\n"), one),
        ("    Properties:\n", "    Metadata:\n      rdslint:\n        ignore:\n          - policy: [storage-unencrypted]\n            reason: why\n    Properties:\n".to_owned(), one),
        ("Metadata: {}", format!("Metadata: {{{entry}}}"), all),
    ] {
        check(&[("db.yaml", &TEMPLATE.replacen(from, &to, 1))], &expected);
    }
    let stale = TEMPLATE.replace("Metadata: {}", "Metadata: {rdslint: {ignore: [storage-unencryptd, {reason: why}]}}");
    check(
        &[("db.yaml", &stale)],
        &[
            "+ storage-unencrypted Db",
            "+ storage-unencrypted Other",
            "? db.yaml:1 the ignore names `storage-unencryptd`, which is no policy; did you mean `storage-unencrypted`?",
            "? db.yaml:1 the ignore names no policy",
        ],
    );
}

#[test]
fn items_of_lists() {
    let group = "Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: mysql\n      VPCSecurityGroups: [!Ref Sg]\n      \
                 PubliclyAccessible: true\n  Sg:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      SecurityGroupIngress:\n        \
                 # rdslint: ignore[database-port-open-to-world] why\n        - IpProtocol: tcp\n          FromPort: 3306\n          ToPort: 3306\n          CidrIp: 0.0.0.0/0\n";
    let found = outcome(&lint(&[("db.yaml", group)], &["--policy", "database-port-open-to-world"]));
    assert_eq!(found, "- database-port-open-to-world Db (why)");
}

#[test]
fn templates_in_json() {
    let text = |template: &str, resource: &str| {
        format!(
            "{{\"Metadata\": {{{template}}}, \"Resources\": {{\"Db\": {{\"Type\": \"AWS::RDS::DBInstance\", \"Metadata\": {{{resource}}},\n\
             \"Properties\": {{\"Engine\": \"mysql\", \"PubliclyAccessible\": false}}}},\n\"Other\": {{\"Type\": \"AWS::RDS::DBInstance\", \"Properties\": {{\"PubliclyAccessible\": false}}}}}}}}"
        )
    };
    let entry = "\"rdslint\": {\"ignore\": [{\"policy\": \"storage-unencrypted\", \"reason\": \"why\"}]}";
    check(&[("db.json", &text("", entry))], &["+ storage-unencrypted Other", "- storage-unencrypted Db (why)"]);
    check(&[("db.json", &text(entry, ""))], &["- storage-unencrypted Db (why)", "- storage-unencrypted Other (why)"]);
}

#[test]
fn sarif_carries_suppressions_and_the_unused() {
    let folder = tempfile::tempdir().unwrap();
    let text = "# rdslint: ignore[storage-unencrypted, publicly-accessible] why\nresource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  publicly_accessible = false\n}\n";
    fs::write(folder.path().join("main.tf"), text).unwrap();
    let args = [
        "check",
        "--policy",
        "storage-unencrypted,publicly-accessible",
        "--format",
        "sarif",
        folder.path().to_str().unwrap(),
    ];
    let log: Value = serde_json::from_str(&output(&args)).unwrap();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let result = |id: &str| results.iter().find(|result| result["ruleId"] == id).unwrap();
    assert_eq!(result("storage-unencrypted")["suppressions"][0]["justification"], "why");
    let unused = result("unused-ignore");
    assert_eq!(unused["suppressions"], Value::Null);
    let index = usize::try_from(unused["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(run["tool"]["driver"]["rules"][index]["id"], "unused-ignore");
}
