//! The policy compiler: from a policy file to a [`Policy`] and its [`Page`], or to errors with their places.
//!
//! It runs in the build script, for the policies that are built in, and for users' own policies when they are asked for.

mod jsonpath;
mod locate;
mod names;
mod requirement;
mod schema;

use crate::finding::{Safety, Severity};
use crate::model::fields::Kind;
use crate::policy::ast::{Change, Example, Only, Page, Policy, Remedy, Selector};
use crate::policy::titles::{self, FRAMEWORKS, TOOLS, Titled};
use crate::source::did_you_mean;
use requirement::{Errors, fits, literal, subject};
use rustc_hash::FxHashSet;
use schema::{ExampleFile, FixFile, PolicyFile, SafetyWord, TextFile};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

/// What is wrong with a policy file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    /// The file as given.
    pub path: String,
    /// 1-based line.
    pub line: usize,
    /// 1-based column.
    pub column: usize,
    /// The bytes of the text that it is about.
    pub range: Range<usize>,
    /// A sentence without a full stop.
    pub message: String,
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.path, self.line, self.column, self.message)
    }
}

impl CompileError {
    fn new(path: &str, text: &str, range: locate::Place, message: String) -> Self {
        let (line, column) = locate::line_and_column(text, range.start);
        Self { path: path.to_owned(), line, column, range, message }
    }

    /// An error about the id of a policy that compiles.
    pub(crate) fn about_id(path: &str, text: &str, message: String) -> Self {
        Self::new(path, text, locate::key(text, &["id"]), message)
    }
}

/// Compiles the text of a policy file; `path` names it in errors, and its stem must be the policy's id.
///
/// # Errors
/// Everything that is wrong with it.
pub fn compile(path: &str, text: &str) -> Result<(Policy, Page), Vec<CompileError>> {
    let error = |place, message| CompileError::new(path, text, place, message);
    let file: PolicyFile = serde_yaml::from_str(text).map_err(|wrong| {
        let (line, column) = wrong.location().map_or((1, 1), |place| (place.line(), place.column()));
        vec![error(locate::at(text, line, column), with_hint(&wrong.to_string()))]
    })?;
    let mut work = Compiler { text, errors: Vec::new() };
    let compiled = work.policy(path, file);
    if let (Some(compiled), true) = (compiled, work.errors.is_empty()) {
        return Ok(compiled);
    }
    Err(work.errors.into_iter().map(|(place, message)| error(place, message)).collect())
}

/// Adds a suggestion to the reader's "unknown field `a`, expected one of `b`, `c` at line …".
fn with_hint(message: &str) -> String {
    let sentence = message.rsplit_once(" at line ").map_or(message, |(sentence, _)| sentence);
    let mut quoted = sentence.split('`').skip(1).step_by(2);
    match (sentence.contains("unknown"), quoted.next()) {
        (true, Some(wrong)) => format!("{sentence}{}", did_you_mean(wrong, quoted)),
        _ => sentence.to_owned(),
    }
}

struct Compiler<'t> {
    text: &'t str,
    errors: Vec<(locate::Place, String)>,
}

impl Compiler<'_> {
    fn policy(&mut self, path: &str, file: PolicyFile) -> Option<(Policy, Page)> {
        self.id(path, &file.id);
        self.marks(&file);
        let severity = file.severity.parse().unwrap_or_else(|()| {
            let hint = did_you_mean(&file.severity, Severity::ALL.map(Severity::as_str));
            self.fail(&["severity"], format!("`{}` is no severity{hint}", file.severity));
            Severity::Info
        });
        let select = self.selectors(file.select.into_vec());
        let mut kinds: Vec<Kind> = select.iter().map(|selector| selector.kind).collect();
        kinds.dedup();
        if kinds.is_empty() {
            // The selector is wrong: the names below it cannot be judged.
            return None;
        }
        let mut errors = Errors::new();
        let require = requirement::requirement(&kinds, &file.require, &mut errors);
        self.fail_below("require", errors);
        self.message(&file.message);
        let fix = self.remedy(&kinds, file.fix);
        self.examples(&file.examples, file.language);
        let policy = Policy {
            id: file.id.into(),
            title: file.title.into(),
            severity,
            tier: file.tier,
            only: file.language,
            select,
            require,
            message: file.message.into(),
            fix,
        };
        let page = Page {
            topic: topic(path).to_owned(),
            why: file.why.trim().to_owned(),
            sources: file.sources,
            references: file.references,
            controls: file.controls.into_iter().collect(),
            peers: file.peers.into_iter().collect(),
            examples: file.examples.into_iter().map(example).collect(),
        };
        Some((policy, page))
    }

    fn fail(&mut self, chain: &[&str], message: String) {
        self.errors.push((locate::key(self.text, chain), message));
    }

    fn fail_below(&mut self, key: &str, errors: Errors) {
        for (chain, message) in errors {
            let chain: Vec<&str> = std::iter::once(key).chain(chain.iter().map(String::as_str)).collect();
            self.fail(&chain, message);
        }
    }

    fn id(&mut self, path: &str, id: &str) {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if stem != id {
            self.fail(&["id"], format!("the id is `{id}`, but the file is named `{stem}`"));
        }
        if !is_id(id) {
            self.fail(&["id"], "an id is lower-case words with hyphens between them".into());
        }
    }

    fn selectors(&mut self, texts: Vec<String>) -> Vec<Selector> {
        let mut selectors = Vec::new();
        for text in texts {
            match jsonpath::selector(&text) {
                Ok(selector) => selectors.push(selector),
                Err(message) => {
                    let wrong = message.split('`').nth(1).unwrap_or(&text);
                    self.errors.push((locate::word(self.text, &["select"], wrong), message));
                }
            }
        }
        selectors
    }

    fn message(&mut self, message: &str) {
        for placeholder in message.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
            if !["resource", "field", "value"].contains(&placeholder) {
                let hint = did_you_mean(placeholder, ["resource", "field", "value"]);
                self.fail(&["message"], format!("`{{{placeholder}}}` is no placeholder{hint}"));
            }
        }
    }

    fn remedy(&mut self, kinds: &[Kind], fix: FixFile) -> Remedy {
        let change = match (fix.text, fix.set.is_empty()) {
            (Some(text), true) => text.into_change(),
            (None, false) => self.changes(kinds, &fix.set),
            _ => {
                self.fail(&["fix"], "a fix has either `set` or `text`".into());
                Change::Set(Vec::new())
            }
        };
        let otherwise = fix.otherwise.map(TextFile::into_change);
        if otherwise.is_some() && !matches!(change, Change::Set(_)) {
            self.fail(&["fix", "otherwise"], "`otherwise` stands beside `set`".into());
        }
        let safety = match fix.safety {
            SafetyWord::Safe => Safety::Safe,
            SafetyWord::Unsafe => Safety::Unsafe,
        };
        Remedy { change, otherwise, safety, note: fix.note.map(Into::into) }
    }

    fn changes(&mut self, kinds: &[Kind], set: &serde_yaml::Mapping) -> Change {
        let mut changes = Vec::new();
        for (key, value) in set {
            let key = key.as_str().unwrap_or_default();
            let found = subject(kinds, key).and_then(|(path, holds)| match (path.end, literal(value)) {
                (Some(end), Some(literal)) if fits(holds, &literal) => Ok((end, literal)),
                _ => Err(format!("`{key}` cannot be set to that")),
            });
            match found {
                Ok(change) => changes.push(change),
                Err(message) => self.fail(&["fix", "set", key], message),
            }
        }
        Change::Set(changes)
    }

    /// The documents' sections, the frameworks and the tools are those of the tables, and each is named for something.
    fn marks(&mut self, file: &PolicyFile) {
        for source in &file.sources {
            if let Err(message) = titles::known_source(source) {
                self.errors.push((locate::word(self.text, &["sources"], source), message));
            }
        }
        self.marks_of("controls", &file.controls, FRAMEWORKS, "framework");
        self.marks_of("peers", &file.peers, TOOLS, "tool");
    }

    fn marks_of(&mut self, key: &str, marks: &BTreeMap<String, Vec<String>>, table: &[Titled], what: &str) {
        for (mark, ids) in marks {
            if let Err(hint) = titles::known(table, mark) {
                self.fail(&[key, mark], format!("`{mark}` is no known {what}{hint}"));
            }
            if ids.is_empty() {
                self.fail(&[key, mark], format!("`{mark}` names nothing"));
            }
        }
    }

    fn examples(&mut self, examples: &[ExampleFile], only: Option<Only>) {
        let mut names = FxHashSet::default();
        for example in examples {
            let name = &example.name;
            let foreign = match only {
                Some(Only::Tf) => example.cfn.is_some(),
                Some(Only::Cfn) => example.tf.is_some(),
                None => false,
            };
            let wrong = [
                (foreign, "example `NAME` is not only in the policy's `language`"),
                (example.cfn.is_none() && example.tf.is_none(), "example `NAME` has neither `cfn` nor `tf`"),
                (!names.insert(name), "two examples are named `NAME`"),
            ];
            for (_, message) in wrong.iter().filter(|(is_wrong, _)| *is_wrong) {
                self.errors.push((locate::word(self.text, &["examples"], name), message.replace("NAME", name)));
            }
        }
    }
}

/// The folder that a file lies in.
fn topic(path: &str) -> &str {
    path.rsplit(['/', '\\']).nth(1).unwrap_or_default()
}

/// Whether a policy can be called so.
pub(crate) fn is_id(id: &str) -> bool {
    id.split('-').all(|word| !word.is_empty() && word.chars().all(is_kebab))
}

const fn is_kebab(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

fn example(file: ExampleFile) -> Example {
    Example { name: file.name, expect: file.expect, cfn: file.cfn, tf: file.tf }
}

#[cfg(test)]
mod tests;
