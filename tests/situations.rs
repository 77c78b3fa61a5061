//! Situations that people complained about, and some that are easily judged wrongly, with what is said of them here.
//!
//! A file of `testdata/situations` holds several. Each begins with `== ` and what somebody wanted; a line `$ path` names
//! what alone is to be read, otherwise that is everything. Then come its files, each behind `-- path`; a policy in
//! `policies` is the user's own. Behind `-- said` there is a sentence for everything that the policies named there say.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod support;

use rdslint::catalog::Catalog;
use rdslint::cli::{Streams, Terminal, run};
use rdslint::lint::{Request, resolve};
use std::fs;
use std::path::{Path, PathBuf};
use support::folder::write;
use support::{Read, Said, said, whole};

/// What somebody wanted, in which repository, and what is said of it.
struct Situation<'a> {
    wish: &'a str,
    named: Vec<&'a str>,
    files: Vec<(&'a str, &'a str)>,
    said: Vec<&'a str>,
}

/// The situations of a file.
fn situations(text: &str) -> impl Iterator<Item = Situation<'_>> {
    text.split("\n== ").skip(1).map(|text| {
        let mut parts = text.split("\n-- ");
        let mut head = parts.next().unwrap().lines();
        let mut files: Vec<_> = parts.map(|part| part.split_once('\n').unwrap()).collect();
        let (last, said) = files.pop().unwrap();
        assert_eq!(last, "said", "{text}");
        let wish = head.next().unwrap();
        let named = head.filter_map(|line| line.strip_prefix("$ ")).collect();
        Situation { wish, named, files, said: said.lines().filter(|line| !line.is_empty()).collect() }
    })
}

impl Situation<'_> {
    /// Writes the files, and leads to what is to be read.
    fn write(&self, folder: &Path) -> Vec<PathBuf> {
        fs::create_dir(folder.join(".git")).unwrap();
        for (name, text) in &self.files {
            let is_template = name.ends_with("template.yaml");
            write(folder, name, if is_template { whole(text) } else { (*text).to_owned() });
        }
        match &*self.named {
            [] => vec![folder.to_owned()],
            named => named.iter().map(|name| folder.join(name)).collect(),
        }
    }

    /// The policies of the expected sentences, each once.
    fn policies(&self) -> Vec<&str> {
        let mut policies: Vec<_> = self.said.iter().map(|line| line.split(' ').next().unwrap()).collect();
        policies.sort_unstable();
        policies.dedup();
        policies
    }

    /// Everything that the policies say, as sentences.
    fn sentences(&self) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let paths = self.write(folder.path());
        let own = folder.path().join("policies");
        let catalog = Catalog::embedded().with_own(&if own.exists() { vec![own] } else { Vec::new() });
        assert!(catalog.broken().is_empty(), "{}", self.wish);
        let resolved = resolve(&Request { paths, ..Request::default() });
        let problems = resolved.problems.into_iter().map(|problem| problem.message).collect();
        let read = Read { sources: resolved.sources, model: resolved.model, problems };
        assert_eq!(read.problems, Vec::<String>::new(), "{}", self.wish);
        let about = |id| sentences(id, said(catalog.find(id).unwrap(), &read));
        self.policies().into_iter().flat_map(about).collect()
    }
}

fn sentences(id: &str, said: Vec<Said>) -> Vec<String> {
    if said.is_empty() {
        return vec![format!("{id} asks nothing")];
    }
    let sentence = |Said { address, verdict, detail }: Said| match verdict {
        "pass" => format!("{id} passes {address}"),
        "fail" => format!("{id} fails {address}: {detail}"),
        "unknown" => format!("{id} is undecided for {address}: {detail}"),
        _ => format!("{id} does not apply to {address}: {detail}"),
    };
    said.into_iter().map(sentence).collect()
}

/// Compares what is said with what is expected, whatever the order.
fn check(file: &str) {
    let path = Path::new("testdata/situations").join(file);
    let text = fs::read_to_string(path).unwrap();
    let mut wrong = String::new();
    let mut seen = 0;
    for situation in situations(&text) {
        seen += 1;
        let (mut expected, mut said) = (situation.said.clone(), situation.sentences());
        expected.sort_unstable();
        said.sort_unstable();
        if said != expected {
            wrong.extend(["== ", situation.wish, "\n-- said\n", &said.join("\n"), "\n"]);
        }
    }
    assert!(seen > 2 && wrong.is_empty(), "what is said in {file}:\n{wrong}");
}

#[test]
fn the_control_about_snapshots_is_not_one_about_storage() {
    let catalog = Catalog::embedded();
    let names =
        |id: &str| catalog.page(id).unwrap().controls.iter().any(|(_, all)| all.iter().any(|one| one == "RDS.4"));
    let about: Vec<_> = catalog.policies().iter().map(|policy| &*policy.id).filter(|id| names(id)).collect();
    assert_eq!(about, ["snapshot-unencrypted"]);
}

#[test]
fn the_last_line_counts_what_is_undecided_and_says_why() {
    let module = "variable \"pub\" {}\nresource \"aws_db_instance\" \"orders\" {\n  publicly_accessible = var.pub\n}\n";
    let arguments =
        ["rdslint", "check", "-", "--stdin-filename", "main.tf", "--no-config", "--policy", "publicly-accessible"];
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let streams = Streams { stdin: &mut module.as_bytes(), stdout: &mut stdout, stderr: &mut stderr };
    run(arguments.map(Into::into), Terminal::default(), streams);
    let said = [stdout, stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(
        said.contains("0 findings, 0 verdicts decided") && said.contains("1 undecidable (var.pub has no value)"),
        "{said}"
    );
}

/// A test for each file.
macro_rules! files {
    ($($name:ident: $file:literal,)*) => {
        $(#[test]
        fn $name() {
            check($file);
        })*

        #[test]
        fn each_file_has_its_test() {
            let mut found: Vec<_> = fs::read_dir("testdata/situations").unwrap().map(|one| one.unwrap().file_name()).collect();
            found.sort();
            assert_eq!(found, [$($file),*]);
        }
    };
}

files! {
    settings_are_asked_of_what_has_them: "applicability.txt",
    snapshots_backups_and_zones_are_told_apart: "backup.txt",
    absence_means_what_the_language_and_the_engine_make_of_it: "defaults.txt",
    keys_are_asked_of_what_has_one: "keys.txt",
    logs_are_judged_by_values_and_by_engine: "logging.txt",
    members_are_judged_with_their_cluster: "members.txt",
    ports_and_groups_are_joined_to_databases: "network.txt",
    parameters_come_from_the_group_that_is_attached: "parameter_groups.txt",
    passwords_are_secrets_and_user_names_are_not: "passwords.txt",
    roles_and_their_provider_are_looked_at: "postgresql.txt",
    tls_is_judged_by_family_and_level: "tls.txt",
    what_is_unknown_stays_so_and_shows: "unknown.txt",
    versions_classes_and_groups_fit_each_other: "versions.txt",
}
