//! One report, made by hand, in every format.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod json;
mod sarif;
mod support;

use rdslint::finding::{Environments, Finding, Label, Report};
use rdslint::report::{Format, Options, Verbosity};
use rdslint::source::{SourceMap, Span};
use serde_json::Value as Json;
use support::{in_format, rendered, report, span};

#[test]
fn text() {
    insta::assert_snapshot!(in_format(Format::Text), @r#"
    problem at old, unused/a:b.yaml:2:7

      × this list is not closed
       ╭─[2:7]
     1 │ Resources:
     2 │   Db: [
       ·       ─
       ╰────

    problem

      × gone.tf: permission denied

    storage-unencrypted (high) at main.tf:3:15

      × module.db.aws_db_instance.this stores its data unencrypted
       ╭─[3:15]
     2 │   source    = "./db"
     3 │   encrypted = false
       ·               ──┬──
       ·                 ╰── false is written here
     4 │   password  = "********"
       ╰────
       ╭─[db/main.tf:5:1]
     5 │ resource "aws_db_instance" "this" {
       · ────────────────┬────────────────
       ·                 ╰── note: this database
     6 │   storage_encrypted = var.encrypted
       ·                       ──────┬──────
       ·                             ╰── note: storage_encrypted is var.encrypted
       ╰────
      help: set encrypted = true
            replaces an existing instance

    backups-disabled (medium) at main.tf:7:1

      ⚠ aws_db_instance.replica, 100% of it, keeps no backups
       ╭─[7:1]
     6 │
     7 │ resource "aws_db_instance" "replica" {
       · ──────────────────┬─────────────────
       ·                   ╰── not set
     8 │   publicly_accessible = true # rdslint: ignore[publicly-accessible] behind a firewall
       ╰────
      help: set backup_retention_period = 7
            holds for aws_db_instance.replica, aws_db_instance.other["a"]

    2 databases: 2 findings (1 high, 1 medium), 44 verdicts decided (41 passed), 2 undecidable (var.key has no value), 7 not applicable, 1 ignored, 2 problems
    "#);
}

#[test]
fn text_with_every_undecided_outcome() {
    let options = Options { verbosity: Verbosity::Verbose, ..Options::default() };
    let text = rendered(&report(), Format::Text, options);
    let (_, undecided) = text.split_once("undecidable: ").unwrap();
    insta::assert_snapshot!(undecided, @r"
    var.key has no value
      db/main.tf:8:23: storage-key-default for module.db.aws_db_instance.this
      db/main.tf:8:23: key-missing for module.db.aws_db_instance.this

    2 databases: 2 findings (1 high, 1 medium), 44 verdicts decided (41 passed), 2 undecidable (var.key has no value), 7 not applicable, 1 ignored, 2 problems
    ");
}

#[test]
fn gcc() {
    insta::assert_snapshot!(in_format(Format::Gcc), @r"
    old, unused/a:b.yaml:2:7: error: this list is not closed [problem]
    gone.tf:1:1: error: permission denied [problem]
    main.tf:3:15: error: module.db.aws_db_instance.this stores its data unencrypted; fix: set encrypted = true [storage-unencrypted]
    main.tf:7:1: warning: aws_db_instance.replica, 100% of it, keeps no backups; fix: set backup_retention_period = 7 [backups-disabled]
    ");
}

#[test]
fn github() {
    insta::assert_snapshot!(in_format(Format::Github), @r"
    ::error file=old%2C unused/a%3Ab.yaml,line=2,endLine=2,col=7,endColumn=8,title=rdslint could not read this::this list is not closed
    ::error file=gone.tf,title=rdslint could not read this::permission denied
    ::error file=main.tf,line=3,endLine=3,col=15,endColumn=20,title=Database storage is not encrypted at rest (storage-unencrypted)::module.db.aws_db_instance.this stores its data unencrypted; fix: set encrypted = true (replaces an existing instance)
    ::warning file=main.tf,line=7,endLine=7,col=1,endColumn=37,title=backups-disabled::aws_db_instance.replica, 100%25 of it, keeps no backups; fix: set backup_retention_period = 7
    ");
}

/// What one of the problem matchers takes of a line, by the names of its groups.
fn matched(matcher: &Json, line: &str, names: &[&str]) -> Option<String> {
    let pattern = &matcher["pattern"][0];
    let regex = regex::Regex::new(pattern["regexp"].as_str().unwrap()).unwrap();
    let captures = regex.captures(line)?;
    let group = |name: &&str| captures[usize::try_from(pattern[*name].as_u64().unwrap()).unwrap()].to_owned();
    Some(names.iter().map(group).collect::<Vec<_>>().join(" "))
}

#[test]
fn problem_matcher_reads_the_gcc_format() {
    let matchers: Json = serde_json::from_str(include_str!("../../.github/problem-matcher.json")).unwrap();
    let [first, notes] = matchers["problemMatcher"].as_array().unwrap().as_slice() else { panic!("two matchers") };
    let names = ["file", "line", "column", "severity", "code"];
    let output = in_format(Format::Gcc);
    let read = output.lines().map(|line| matched(first, line, &names).unwrap_or_else(|| panic!("not read: {line}")));
    insta::assert_snapshot!(read.collect::<Vec<_>>().join("\n"), @r"
    old, unused/a:b.yaml 2 7 error problem
    gone.tf 1 1 error problem
    main.tf 3 15 error storage-unencrypted
    main.tf 7 1 warning backups-disabled
    ");
    // GitHub knows no `note`: the second matcher makes notices of those lines, and of no others.
    let note = output.lines().next_back().unwrap().replace(": warning: ", ": note: ");
    assert_eq!(matched(notes, &note, &names[..3]).unwrap(), "main.tf 7 1");
    assert!(output.lines().all(|line| matched(notes, line, &[]).is_none()));
    assert_eq!(notes["severity"], "notice");
}

#[test]
fn nothing_found_is_one_line() {
    insta::assert_snapshot!(rendered(&Report::default(), Format::Text, Options::default()), @"0 databases: 0 findings, 0 verdicts decided (0 passed), 0 undecidable, 0 not applicable, 0 ignored, 0 problems");
}

#[test]
fn no_format_shows_a_secret() {
    for format in [Format::Text, Format::Gcc, Format::Github, Format::Json, Format::Sarif] {
        for color in [false, true] {
            let output = rendered(&report(), format, Options { color, ..Options::default() });
            assert!(!output.contains("hunter2") && !output.contains("correct horse"), "{format:?}: {output}");
        }
    }
}

/// A report with one finding at a part of a text.
fn found(text: &str, part: &str) -> Report {
    let mut sources = SourceMap::default();
    let file = sources.add("db.json", text);
    let primary = Label { span: span(&sources, file, part), text: "here".to_owned() };
    let finding = Finding {
        primary,
        related: Vec::new(),
        flow: Vec::new(),
        fix: None,
        suppressed: None,
        environments: Environments::default(),
        ..support::encryption(&sources)
    };
    Report { sources, findings: vec![finding], ..Report::default() }
}

#[test]
fn a_long_line_is_shown_in_part() {
    let text =
        format!(r#"{{"a":[{}], "StorageEncrypted": false, "b":[{}]}}"#, "1,".repeat(60_000), "2,".repeat(400_000));
    insta::assert_snapshot!(rendered(&found(&text, "\"StorageEncrypted\": false"), Format::Text, Options::default()), @r#"
    storage-unencrypted (high) at db.json:1:120010

      × module.db.aws_db_instance.this stores its data unencrypted
       ╭────
     1 │ …,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,], "StorageEncrypted": false, "b":[2,2,2,2,2,2,2,2,2,2,2…
       ·                                          ────────────┬────────────
       ·                                                      ╰── here
       ╰────

    0 databases: 1 finding (1 high), 0 verdicts decided (0 passed), 0 undecidable, 0 not applicable, 0 ignored, 0 problems
    "#);
}

#[test]
fn every_line_fits_the_terminal() {
    let report = support::webshop();
    for width in [60, 80, 120] {
        let text = rendered(&report, Format::Text, Options { width, ..Options::default() });
        // A path is for clicking and stays in one piece; the summary is one line for whoever reads by lines.
        let is_whole = |line: &str| line.contains("testdata/") || line.contains(" verdicts decided ");
        let long = text.lines().filter(|line| line.chars().count() > width && !is_whole(line));
        assert_eq!(long.collect::<Vec<_>>(), [""; 0], "{width}");
    }
}

#[test]
fn awkward_places_do_not_panic() {
    let texts = ["", "\n", "a", "a\r\n", "é\u{1b}[31m\u{202e}ü\tb\r\nx\r\n", "password: |\n  é\n", &"ü".repeat(500)];
    for text in texts {
        for start in 0..=text.len().min(30) as u32 + 1 {
            for length in [0, 1, 3, 1000] {
                let mut report = found(text, "");
                report.findings[0].primary.span.start = start;
                report.findings[0].primary.span.end = start + length;
                report.findings[0].related = vec![report.findings[0].primary.clone()];
                let output = rendered(&report, Format::Text, Options::default());
                assert!(!output.contains('\u{1b}') && !output.contains('\u{202e}'), "{text:?}");
            }
        }
    }
}

#[test]
fn a_span_may_be_a_whole_file() {
    let lines = "another line\n".repeat(100_000);
    let mut report = found(&lines, "line");
    report.findings[0].primary.span = Span::new(report.findings[0].primary.span.file, 0, lines.len() as u32);
    assert!(rendered(&report, Format::Text, Options::default()).lines().count() < 20);
}
