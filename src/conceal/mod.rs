//! What must not be shown of a source: the secrets that the run knows, and whatever stands after a key that looks
//! like a secret's. The second is a net under the first: an excerpt shows lines that no policy has looked at.

mod assignment;
mod broken;
mod commands;
mod inner;
mod names;
mod pairs;
mod tree;
mod value;
mod words;

pub use inner::inner;
pub use words::{Words, literal};

use crate::source::{FileId, Problem, SourceFile, SourceMap, Span};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What stands in the place of a secret.
pub(crate) const MASK: &str = "********";

/// The words that secrets' names are told by, as a pattern; [`names_secret`](crate::value::names_secret) decides.
const WORDS: &str = "pass|pw|secret|token|private[_-]?key|access[_-]?key|api[_-]?key";

/// The masks of every file of a run; a file's are found when it is first asked for.
#[derive(Debug)]
pub struct Masks<'a> {
    sources: &'a SourceMap,
    secrets: FxHashMap<FileId, Vec<Range<usize>>>,
    /// What was added after a file's masks were found.
    more: FxHashMap<FileId, Vec<Range<usize>>>,
    known: FxHashMap<FileId, Vec<Range<usize>>>,
}

impl<'a> Masks<'a> {
    /// Masks for the places that the run knows to be secret, and for what looks like it.
    pub fn new(sources: &'a SourceMap, secrets: &[Span]) -> Self {
        let mut by_file: FxHashMap<FileId, Vec<Range<usize>>> = FxHashMap::default();
        for span in secrets {
            by_file.entry(span.file).or_default().push(span.range());
        }
        Self { sources, secrets: by_file, more: FxHashMap::default(), known: FxHashMap::default() }
    }

    /// The byte ranges of a file that must not be shown: sorted, not empty, apart from each other.
    pub fn of(&mut self, id: FileId) -> &[Range<usize>] {
        let file = self.sources.file(id);
        let known = self.known.entry(id).or_insert_with(|| {
            let known = self.secrets.remove(&id).unwrap_or_default().into_iter();
            // Nothing is shown of a sealed file but what is pointed at, and it may be of any size.
            let found = if file.is_sealed() { Vec::new() } else { looked_for(id, file) };
            merged(known.chain(found).collect(), file.text().len())
        });
        if let Some(more) = self.more.remove(&id) {
            *known = merged(known.drain(..).chain(more).collect(), file.text().len());
        }
        known
    }

    /// Masks what stands around the place of a problem and may be a secret that nobody could read.
    pub(crate) fn add_problem(&mut self, problem: &Problem) {
        let Some(span) = problem.span else { return };
        let file = self.sources.file(span.file);
        let more = if file.is_sealed() { Vec::new() } else { broken::secrets(file, span, problem.kind) };
        if !more.is_empty() {
            self.more.entry(span.file).or_default().extend(more);
        }
    }
}

/// The nearest boundary of characters that is not after `at`.
pub fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// What looks like a secret: by its tree where there is one, and by its text, which may be broken or hold another.
fn looked_for(id: FileId, file: &SourceFile) -> Vec<Range<usize>> {
    let is_hcl = [".tf", ".tofu", ".tfvars", ".hcl"].iter().any(|end| file.path().ends_with(end));
    let mut found = assignment::secrets(file.text(), is_hcl);
    if !is_hcl && assignment::may_hold(&file.text().to_ascii_lowercase()) {
        tree::secrets(id, file, &mut found);
    }
    found
}

fn merged(mut ranges: Vec<Range<usize>>, end: usize) -> Vec<Range<usize>> {
    ranges.retain(|range| range.start < range.end && range.end <= end);
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of a file with its masks applied.
    fn masked(path: &str, text: &str) -> String {
        let mut sources = SourceMap::default();
        let id = sources.add(path, text);
        let mut masks = Masks::new(&sources, &[]);
        let mut shown = text.to_owned();
        for range in masks.of(id).iter().rev() {
            shown.replace_range(range.clone(), "*");
        }
        shown
    }

    fn check(path: &str, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(masked(path, text), *expected, "{text}");
        }
    }

    #[test]
    fn values_after_secret_keys_of_hcl() {
        check(
            "main.tf",
            &[
                ("password = \"hunter2\"", "password = \"*\""),
                ("password = 12345", "password = *"),
                ("master_password_wo = \"hunter2\"", "master_password_wo = \"*\""),
                ("password_wo_version = 12", "password_wo_version = 12"),
                ("password = var.password", "password = var.password"),
                ("password = !local.on ? var.a : null", "password = !local.on ? var.a : null"),
                ("password = hunter2 # old", "password = * # old"),
                ("password = coalesce(var.p, \"hunter2\")", "password = coalesce(var.p, \"*\")"),
                ("password = \"${var.p}\"", "password = \"${var.p}\""),
                ("password = \"a${var.p}\"", "password = \"*\""),
                ("private_key = <<-EOT\n  abc\n  def\n  EOT\nx = 1", "private_key = <<-EOT\n*\n  EOT\nx = 1"),
                ("tokens = [\"a\", \"b\"]\nx = \"c\"", "tokens = [\"*\", \"*\"]\nx = \"c\""),
                ("tokens = [\n  \"a\",\n]", "tokens = [\n  \"*\",\n]"),
                ("if var.password == \"\"", "if var.password == \"\""),
                (
                    "variable \"db_password\" {\n  default = \"x\"\n}",
                    "variable \"db_password\" {\n  default = \"*\"\n}",
                ),
                ("name = \"password_encryption\"\nvalue = \"md5\"", "name = \"password_encryption\"\nvalue = \"md5\""),
                ("manage_master_user_password = true", "manage_master_user_password = true"),
                ("url = \"postgres://app:hunter2@db/x\"", "url = \"postgres://app:*@db/x\""),
            ],
        );
    }

    #[test]
    fn values_after_secret_keys_of_yaml() {
        check(
            "t.yaml",
            &[
                ("MasterUserPassword: hunter2 # old", "MasterUserPassword: * # old"),
                ("MasterUserPassword: 'it''s'", "MasterUserPassword: '*'"),
                ("MasterUserPassword: !Ref Password", "MasterUserPassword: !Ref Password"),
                ("MasterUserPassword: !Sub hunter2", "MasterUserPassword: !Sub *"),
                ("Password: '{{resolve:secretsmanager:db}}'", "Password: '{{resolve:secretsmanager:db}}'"),
                ("MasterUserPassword:\n  Ref: P", "MasterUserPassword:\n  Ref: P"),
                ("P:\n  DbPassword:\n    Default: x\n  B: y", "P:\n  DbPassword:\n    Default: *\n  B: y"),
                ("SecretKey: |\n  a\n  b\nOther: c", "SecretKey: |\n*\nOther: c"),
                ("Tokens:\n  - abc\nOther: c", "Tokens:\n  - *\nOther: c"),
                ("Password:\n  abc\nOther: c", "Password:\n  *\nOther: c"),
                ("Type: AWS::SecretsManager::Secret", "Type: AWS::SecretsManager::Secret"),
                ("password_encryption: md5", "password_encryption: md5"),
                ("{Password: abc}", "{Password: *"),
            ],
        );
    }

    #[test]
    fn values_after_secret_keys_of_json() {
        check(
            "t.json",
            &[
                (r#"{"password":"a\"b","x":1}"#, r#"{"password":"*","x":1}"#),
                (r#"{"Password": {"Ref": "P"}}"#, r#"{"Password": {"Ref": "P"}}"#),
                (
                    r#"{"DbPassword": {"Type": "String", "Default": "x"}}"#,
                    r#"{"DbPassword": {"Type": "String", "Default": "*"}}"#,
                ),
                (r#"{"token": 5, "x": 1}"#, r#"{"token": *, "x": 1}"#),
                (r#"{"password": "never closed"#, r#"{"password": "*"#),
                (r#"{"s": "{\"password\":\"hunter2\"}"}"#, r#"{"s": "{\"password\":\"*\"}"}"#),
            ],
        );
    }

    #[test]
    fn known_secrets_are_masked_and_ranges_merge() {
        let mut sources = SourceMap::default();
        let id = sources.add("a.yaml", "Default: hunter2");
        let secrets = [Span::new(id, 9, 12), Span::new(id, 11, 16), Span::new(id, 3, 3), Span::new(id, 9, 99)];
        assert_eq!(Masks::new(&sources, &secrets).of(id).first(), Some(&(9..16)));
    }
}
