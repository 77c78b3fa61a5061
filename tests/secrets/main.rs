//! A secret's text reaches no output: not a message, not an excerpt, not a reason, in any format, whole or in part.
//!
//! A case is a project with `SECRET`, or its halves `LEFT` and `RIGHT`, in some place. It is linted with two secrets: one that
//! any search would find, and a plain word, which only the structure of the source gives away.

#![allow(clippy::unwrap_used, reason = "these are tests")]

mod broken;
mod cloudformation;
mod files;
mod flow;
#[path = "../support/folder.rs"]
mod folder;
mod given;
mod handed;
mod hcl;
mod kept;
mod modules;
mod neighbours;
mod plans;
mod postgresql;
mod taint;

use folder::write;
use rdslint::catalog::Catalog;
use rdslint::lint::{self, Request, Resolved};
use rdslint::report::resolve::{self, Databases};
use rdslint::report::{Format, Options, Verbosity, render};
use rdslint::source::Places;
use std::sync::LazyLock;

/// A secret as its two halves.
type Halves = (&'static str, &'static str);

const SECRETS: [Halves; 2] = [("Zq7xKv9", "m_Tw4rJ"), ("zqxwv", "kyjhfg")];

/// How much of a secret must not be seen.
const PART: usize = 4;

const FORMATS: [Format; 5] = [Format::Text, Format::Gcc, Format::Github, Format::Json, Format::Sarif];

/// The project has a database, and nothing that is said of it tells the secret.
fn check(files: &[(&str, &str)]) {
    for secret in SECRETS {
        let outputs = outputs(files, secret);
        assert!(!outputs[FORMATS.len()].contains("no databases"), "no database in {files:#?}");
        hides(&outputs, secret);
    }
}

/// The project cannot be read as it is, and what is said of it does not tell the secret.
fn check_broken(files: &[(&str, &str)]) {
    for secret in SECRETS {
        let outputs = outputs(files, secret);
        assert!(outputs[0].starts_with("problem at "), "{}", outputs[0]);
        hides(&outputs, secret);
    }
}

fn hides(outputs: &[String], (left, right): Halves) {
    let secret = format!("{left}{right}");
    for output in outputs {
        for start in 0..=secret.len() - PART {
            let part = &secret[start..start + PART];
            assert!(!output.contains(part), "`{part}` of `{secret}` in\n{output}");
        }
    }
}

/// Everything that can be said of a project: every format with all there is, and both forms of `resolve`.
fn outputs(files: &[(&str, &str)], (left, right): Halves) -> Vec<String> {
    static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::embedded);
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let whole = text.replace("SECRET", &format!("{left}{right}"));
        write(folder.path(), name, whole.replace("LEFT", left).replace("RIGHT", right));
    }
    let request = Request { paths: vec![folder.path().to_owned()], ..Request::default() };
    let policies: Vec<_> = CATALOG.policies().iter().collect();
    let report = lint::check(&request, &CATALOG, &policies);
    let options = Options { verbosity: Verbosity::Verbose, ..Options::default() };
    let reports = FORMATS.map(|format| written(|out| render(format, &report, &[], options, out)));
    let Resolved { sources, model, secrets, words, problems, databases: shown, .. } = &lint::resolve(&request);
    let places = &Places::new(secrets.whole.clone());
    let databases = Databases { sources, model, shown, secrets, places, words };
    let table = written(|out| {
        resolve::table(databases, out).and_then(|()| resolve::problems(databases, problems, options, out))
    });
    let json = written(|out| resolve::json(databases, out));
    // The folder's random name is nobody's secret.
    let folder = folder.path().to_str().unwrap();
    reports.into_iter().chain([table, json]).map(|output| output.replace(folder.trim_start_matches('/'), "")).collect()
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}
