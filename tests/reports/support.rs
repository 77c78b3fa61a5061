//! A report made by hand: two files, a chain of origins, secrets beside it, a problem and a silenced finding.

#![expect(clippy::expect_used, reason = "a test")]

use rdslint::catalog::Catalog;
use rdslint::finding::{Environments, Finding, Fix, Label, Report, Safety, Severity, Summary, Suppression, Undecided};
use rdslint::lint::{self, Request};
use rdslint::policy::{Policy, Tier};
use rdslint::report::{Format, Options, PolicyInfo, render};
use rdslint::source::{FileId, Problem, ProblemKind, SourceMap, Span};

const MAIN: &str = r#"module "db" {
  source    = "./db"
  encrypted = false
  password  = "hunter2"
}

resource "aws_db_instance" "replica" {
  publicly_accessible = true # rdslint: ignore[publicly-accessible] behind a firewall
}
"#;

const MODULE: &str = r#"variable "encrypted" {
  type = bool
}

resource "aws_db_instance" "this" {
  storage_encrypted = var.encrypted
  password          = var.password
  kms_key_id        = var.key
  tags              = { note = "correct horse" }
}
"#;

/// The place of a part of a file's text.
pub(crate) fn span(sources: &SourceMap, file: FileId, part: &str) -> Span {
    let at = sources.file(file).text().find(part).expect("the part is in the file");
    Span::new(file, at as u32, (at + part.len()) as u32)
}

/// A finding whose value comes through a module.
pub(crate) fn encryption(sources: &SourceMap) -> Finding {
    let label = |path: &str, part: &str, text: &str| {
        let file = sources.find(path).or(sources.find("db.json")).expect("the file is there");
        let part = if sources.file(file).text().contains(part) { part } else { "" };
        Label { span: span(sources, file, part), text: text.to_owned() }
    };
    let written = label("main.tf", "false", "false is written here");
    let used = label("db/main.tf", "var.encrypted", "storage_encrypted is var.encrypted");
    let header = label("db/main.tf", "resource \"aws_db_instance\" \"this\"", "this database");
    Finding {
        policy: "storage-unencrypted".into(),
        severity: Severity::High,
        message: "module.db.aws_db_instance.this stores its data unencrypted".to_owned(),
        condition: None,
        resources: vec!["module.db.aws_db_instance.this".into()],
        primary: written.clone(),
        related: vec![used.clone(), header.clone()],
        flow: vec![written, used, header],
        fix: Some(Fix {
            text: "set encrypted = true".to_owned(),
            note: Some("replaces an existing instance".to_owned()),
            safety: Safety::Unsafe,
        }),
        fingerprint: "0123456789abcdef0123456789abcdef".to_owned(),
        suppressed: None,
        environments: Environments::default(),
    }
}

fn silenced(sources: &SourceMap, file: FileId) -> Finding {
    Finding {
        policy: "publicly-accessible".into(),
        severity: Severity::Critical,
        message: "aws_db_instance.replica has a public address".to_owned(),
        condition: None,
        resources: vec!["aws_db_instance.replica".into()],
        primary: Label { span: span(sources, file, "true"), text: String::new() },
        related: Vec::new(),
        flow: Vec::new(),
        fix: None,
        fingerprint: "fedcba9876543210fedcba9876543210".to_owned(),
        environments: Environments::default(),
        suppressed: Some(Suppression {
            reason: Some("behind a firewall".to_owned()),
            span: span(sources, file, "# rdslint: ignore[publicly-accessible] behind a firewall"),
        }),
    }
}

fn backups(sources: &SourceMap, file: FileId) -> Finding {
    Finding {
        policy: "backups-disabled".into(),
        severity: Severity::Medium,
        message: "aws_db_instance.replica, 100% of it, keeps no backups".to_owned(),
        condition: None,
        resources: vec!["aws_db_instance.replica".into(), "aws_db_instance.other[\"a\"]".into()],
        primary: Label {
            span: span(sources, file, "resource \"aws_db_instance\" \"replica\""),
            text: "not set".to_owned(),
        },
        related: Vec::new(),
        flow: Vec::new(),
        fix: Some(Fix { text: "set backup_retention_period = 7".to_owned(), note: None, safety: Safety::Safe }),
        fingerprint: "00112233445566778899aabbccddeeff".to_owned(),
        suppressed: None,
        environments: Environments::default(),
    }
}

/// The report.
pub(crate) fn report() -> Report {
    let mut sources = SourceMap::default();
    let main = sources.add("main.tf", MAIN);
    let module = sources.add("db/main.tf", MODULE);
    let broken = sources.add("old, unused/a:b.yaml", "Resources:\n  Db: [\n");
    let findings = vec![encryption(&sources), silenced(&sources, main), backups(&sources, main)];
    let undecided = ["storage-key-default", "key-missing"].map(|policy| Undecided {
        policy: policy.into(),
        resource: "module.db.aws_db_instance.this".into(),
        reason: "var.key has no value".to_owned(),
        span: span(&sources, module, "var.key"),
        headers: Vec::new(),
        environments: Environments::default(),
    });
    let problems = vec![
        Problem::at(ProblemKind::Syntax, span(&sources, broken, "["), "this list is not closed"),
        Problem::file("gone.tf", "permission denied"),
    ];
    let summary = Summary {
        files: 3,
        databases: 2,
        environments: 0,
        passed: 41,
        failed: 3,
        undecided: 2,
        not_applicable: 7,
        ignored: 1,
    };
    let secrets = vec![span(&sources, module, "correct horse")];
    Report { findings, undecided: undecided.into(), problems, summary, secrets, sources }
}

/// The report on the example project.
pub(crate) fn webshop() -> Report {
    let catalog = Catalog::embedded();
    let policies: Vec<&Policy> = catalog.policies().iter().collect();
    let request = Request { paths: vec!["testdata/projects/webshop".into()], ..Request::default() };
    lint::check(&request, &catalog, &policies)
}

fn policies() -> Vec<PolicyInfo> {
    let policy = |id: &str, title: &str, severity| PolicyInfo {
        id: id.to_owned(),
        title: title.to_owned(),
        severity,
        tier: Tier::Recommended,
        why: "Whoever gets the disk has the data.\n".to_owned(),
        page: (id == "storage-unencrypted")
            .then(|| "https://git.example.com/rdslint/storage-unencrypted.md".to_owned()),
        references: vec!["https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html".to_owned()],
        controls: vec![("aws-fsbp".to_owned(), vec!["RDS.3".to_owned()])],
    };
    vec![
        policy("publicly-accessible", "Database has a public address", Severity::Critical),
        policy("storage-unencrypted", "Database storage is not encrypted at rest", Severity::High),
    ]
}

/// The report of this module in a format.
pub(crate) fn in_format(format: Format) -> String {
    rendered(&report(), format, Options::default())
}

/// A report in a format.
pub(crate) fn rendered(report: &Report, format: Format, options: Options) -> String {
    let mut out = Vec::new();
    render(format, report, &policies(), options, &mut out).expect("writing to memory");
    String::from_utf8(out).expect("reports are UTF-8")
}
