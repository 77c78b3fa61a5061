//! What must hold for whole projects: the order of files changes nothing, and every finding has an identity of its own.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod support;

use rdslint::catalog::Catalog;
use rdslint::finding::{Finding, Report};
use rdslint::lint::{self, Request};
use rdslint::policy::Policy;
use rdslint::report::{Format, Options, render};
use rustc_hash::FxHashSet;
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::files::{files_below, parts_of_module};
use support::folder::write;
use support::{languages, module, modules, said, whole};
use tempfile::TempDir;

const WEBSHOP: &str = "testdata/projects/webshop";

fn lint_paths(paths: &[PathBuf]) -> Report {
    let catalog = Catalog::embedded();
    let policies: Vec<&Policy> = catalog.policies().iter().collect();
    lint::check(&Request { paths: paths.to_vec(), ..Request::default() }, &catalog, &policies)
}

fn json(report: &Report) -> String {
    let mut out = Vec::new();
    render(Format::Json, report, &[], Options::default(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Every example of every policy: a template each, and a folder with the parts of a module.
fn examples_as_files() -> TempDir {
    let catalog = Catalog::embedded();
    let folder = tempfile::tempdir().unwrap();
    for policy in catalog.policies() {
        for (i, example) in catalog.page(&policy.id).unwrap().examples.iter().enumerate() {
            for (language, text) in languages(example) {
                let name = folder.path().join(format!("{}-{i}", policy.id));
                if language == "cfn" {
                    fs::write(name.with_extension("yaml"), whole(text)).unwrap();
                    continue;
                }
                fs::create_dir(&name).unwrap();
                for (i, part) in parts_of_module(text).iter().enumerate() {
                    fs::write(name.join(format!("part{i}.tf")), part).unwrap();
                }
            }
        }
    }
    folder
}

/// Checks that a project's files give the same report in whatever order they are named.
fn check_order(files: &[PathBuf]) {
    let expected = json(&lint_paths(files));
    let reversed: Vec<_> = files.iter().rev().cloned().collect();
    let (late, early) = files.split_at(files.len() / 2);
    for order in [reversed, [early, late].concat()] {
        assert!(json(&lint_paths(&order)) == expected, "{order:?}");
    }
}

#[test]
fn the_order_in_which_files_are_named_changes_nothing() {
    let examples = examples_as_files();
    check_order(&files_below(Path::new(WEBSHOP)));
    check_order(&files_below(examples.path()));
    let folders = ["cloudformation", "terraform"].map(|name| Path::new(WEBSHOP).join(name));
    check_order(&folders);
}

#[test]
fn the_order_in_which_a_module_is_read_changes_nothing() {
    let catalog = Catalog::embedded();
    for policy in catalog.policies() {
        for example in &catalog.page(&policy.id).unwrap().examples {
            let Some(text) = &example.tf else { continue };
            let parts = parts_of_module(text);
            let names: Vec<String> = (0..parts.len()).map(|i| format!("part{i}.tf")).collect();
            let in_order: Vec<_> =
                names.iter().zip(&parts).map(|(name, part)| (name.as_str(), part.as_str())).collect();
            let read_backwards: Vec<_> = in_order.iter().rev().copied().collect();
            let named_backwards: Vec<_> =
                names.iter().zip(parts.iter().rev()).map(|(name, part)| (name.as_str(), part.as_str())).collect();
            let by_address = |read| {
                let mut said = said(policy, &read);
                said.sort_by(|a, b| a.address.cmp(&b.address));
                said
            };
            let expected = by_address(module("main.tf", text));
            for order in [in_order, read_backwards, named_backwards] {
                assert_eq!(by_address(modules(&order)), expected, "{}, {}", policy.id, example.name);
            }
        }
    }
}

#[track_caller]
fn assert_distinct(report: &Report) {
    let mut seen = FxHashSet::default();
    assert!(!report.findings.is_empty());
    for Finding { fingerprint, message, .. } in &report.findings {
        assert!(seen.insert(fingerprint), "{message} has a fingerprint that another finding has");
    }
}

#[test]
fn no_two_findings_share_a_fingerprint() {
    assert_distinct(&lint_paths(&[WEBSHOP.into()]));
    assert_distinct(&lint_paths(&[examples_as_files().path().into()]));
}

/// A project of two configurations that call one module, one of which has thought about it.
fn twice_called() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| write(folder.path(), path, text);
    write("db/main.tf", "resource \"aws_db_instance\" \"main\" {\n  engine = \"mysql\"\n}\n");
    write("prod/main.tf", "module \"db\" {\n  source = \"../db\"\n}\n");
    write(
        "test/main.tf",
        "# rdslint: ignore[storage-unencrypted] nothing but test data\nmodule \"db\" {\n  source = \"../db\"\n}\n\
         # rdslint: ignore[no-such] once\n\n# rdslint: ignore[no-such] twice\n",
    );
    folder
}

#[test]
fn configurations_that_share_a_module_have_findings_of_their_own() {
    let folder = twice_called();
    let report = lint_paths(&[folder.path().into()]);
    assert_distinct(&report);
    let storage = report.findings.iter().filter(|finding| &*finding.policy == "storage-unencrypted");
    assert_eq!(storage.map(|finding| finding.suppressed.is_some()).collect::<Vec<_>>(), [false, true]);
}

/// The fingerprints of a run of the program, with its findings' messages.
fn identities(folder: &Path, path: &Path) -> Vec<(String, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rdslint"));
    let run = command.current_dir(folder).args(["check", "--format", "json"]).arg(path).output().unwrap();
    let report: Json = serde_json::from_slice(&run.stdout).unwrap();
    let text = |finding: &Json, key: &str| finding[key].as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| (text(finding, "fingerprint"), text(finding, "message"))).collect()
}

#[test]
fn a_fingerprint_is_the_same_from_every_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let expected = identities(root, Path::new(WEBSHOP));
    assert!(expected.len() > 5);
    assert_eq!(identities(&root.join(WEBSHOP), Path::new(".")), expected);
    assert_eq!(identities(&root.join("src"), &Path::new("..").join(WEBSHOP)), expected);
    assert_eq!(identities(Path::new("/"), &root.join(WEBSHOP)), expected);

    let folder = twice_called();
    let expected = identities(folder.path(), Path::new("."));
    assert_eq!(identities(&folder.path().join("db"), Path::new("..")), expected);
    assert_eq!(identities(Path::new("/"), folder.path()), expected);
}

#[test]
fn a_fingerprint_stays_while_lines_move() {
    let fingerprints = |text: &str| -> Vec<String> {
        let stdin = Some(("main.tf".to_owned(), text.as_bytes().to_vec()));
        let catalog = Catalog::embedded();
        let policies: Vec<&Policy> = catalog.policies().iter().collect();
        let report = lint::check(&Request { stdin, ..Request::default() }, &catalog, &policies);
        report.findings.into_iter().map(|finding| finding.fingerprint).collect()
    };
    let text = "resource \"aws_db_instance\" \"a\" {\n  count  = 2\n  engine = \"mysql\"\n}\n";
    assert_eq!(fingerprints(text), fingerprints(&format!("# moved\n\n{}", text.replace("  engine", "\n      engine"))));
}

#[test]
fn a_named_file_is_read_within_its_module_from_every_folder() {
    let repository = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| write(repository.path(), path, text);
    write(".git/HEAD", "");
    write("live/main.tf", "module \"db\" {\n  source    = \"../modules/db\"\n  encrypted = false\n}\n");
    write("modules/db/variables.tf", "variable \"encrypted\" {}\n");
    let database = "resource \"aws_db_instance\" \"x\" {\n  engine            = \"mysql\"\n  storage_encrypted = var.encrypted\n}\n";
    write("modules/db/main.tf", database);
    write("other/broken.tf", "resource {{{");
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", repository.path().join("other/gone.tf")).unwrap();

    write("third/main.tf", database);
    write("third/variables.tf", "variable \"encrypted\" { default = false }\n");

    for (folder, paths) in [
        (".", &["modules/db/main.tf"][..]),
        ("modules", &["db/main.tf"]),
        ("modules/db", &["main.tf"]),
        ("modules/db", &["../db/main.tf"]),
        ("live", &["../modules/db/main.tf"]),
        ("modules", &["../live", "db/main.tf"]),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rdslint"));
        command.current_dir(repository.path().join(folder));
        let run =
            command.args(["check", "--format", "gcc", "--policy", "storage-unencrypted"]).args(paths).output().unwrap();
        let report = String::from_utf8_lossy(&run.stdout);
        assert_eq!(run.status.code(), Some(1), "{folder} {paths:?}: {report}");
        assert_eq!(report.lines().count(), 1, "{folder} {paths:?}: {report}");
        assert!(report.contains("main.tf:3:15: error: module.db.aws_db_instance.x "), "{folder} {paths:?}: {report}");
    }
}
