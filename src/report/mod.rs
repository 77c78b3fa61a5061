//! What a run found, written in one of the formats; one file a format.
//!
//! A format gets the [`Report`], what there is to say about the policies, and a place to write to. It reads no
//! environment and no file, so the same report is the same text everywhere.

mod cut;
mod excerpt;
mod gcc;
mod github;
mod json;
mod place;
pub mod policies;
pub mod resolve;
mod sarif;
mod summary;
mod text;

use crate::conceal::Masks;
use crate::finding::{Finding, Report, Severity};
use crate::policy::Tier;
use crate::source::{Problem, SourceMap, Span};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// How a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: source excerpts with labels, and a summary.
    #[default]
    Text,
    /// `file:line:col: severity: message [policy]`, which the problem matchers of editors read.
    Gcc,
    /// GitHub's workflow commands, which annotate a pull request.
    Github,
    /// For programs; see `JSON_VERSION`.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// The version of the JSON documents of `check`, `resolve` and `policies`. Keys may be added within a version.
pub(crate) const JSON_VERSION: u32 = 1;

/// How much the text format says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Findings and problems.
    Quiet,
    /// And the summary.
    #[default]
    Normal,
    /// And every outcome that could not be decided.
    Verbose,
}

/// What the text formats take from the terminal and the command line.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Whether to use colours.
    pub color: bool,
    /// Whether to write hyperlinks as terminals understand them.
    pub links: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// How much to say.
    pub verbosity: Verbosity,
}

impl Default for Options {
    fn default() -> Self {
        Self { color: false, links: false, width: 100, verbosity: Verbosity::Normal }
    }
}

/// What the reports say about a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyInfo {
    /// The id.
    pub id: String,
    /// What is wrong, in a few words.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// Which set it belongs to.
    pub tier: Tier,
    /// Why it matters; Markdown.
    pub why: String,
    /// The address of its own page, where it has one.
    pub page: Option<String>,
    /// Pages to read on.
    pub references: Vec<String>,
    /// Controls of published catalogues: the catalogue and its controls' ids.
    pub controls: Vec<(String, Vec<String>)>,
}

impl PolicyInfo {
    /// Where to read about it: its own page, or else the first that it leads to.
    fn address(&self) -> Option<&str> {
        self.page.as_deref().or(self.references.first().map(String::as_str))
    }

    /// The controls' ids by catalogue.
    fn controls_by_catalogue(&self) -> BTreeMap<&str, &[String]> {
        self.controls.iter().map(|(catalogue, ids)| (&**catalogue, &**ids)).collect()
    }
}

/// Writes the report in a format.
///
/// # Errors
/// When the writer fails.
pub fn render(
    format: Format,
    report: &Report,
    policies: &[PolicyInfo],
    options: Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Text => text::render(report, policies, options, out),
        Format::Gcc => gcc::render(report, out),
        Format::Github => github::render(report, policies, out),
        Format::Json => json::render(report, policies, out),
        Format::Sarif => sarif::render(report, policies, out),
    }
}

/// Writes problems alone, as the text format does.
///
/// # Errors
/// When the writer fails.
pub fn problems(
    sources: &SourceMap,
    problems: &[Problem],
    secrets: &[Span],
    options: Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    text::write_problems(sources, &mut Masks::new(sources, secrets), problems, options, out)
}

/// Writes findings, problems and all that could not be decided as the text format does, without a summary.
///
/// # Errors
/// When the writer fails.
pub(crate) fn details(
    report: &Report,
    policies: &[PolicyInfo],
    options: Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    text::render(report, policies, Options { verbosity: Verbosity::Quiet, ..options }, out)?;
    summary::write_undecided(report, out)
}

/// The summary in one line, for whoever reads a format that has none.
pub fn summary(report: &Report) -> String {
    summary::line(report)
}

/// The findings that count: those that no ignore directive silences.
fn counted(report: &Report) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(|finding| finding.suppressed.is_none())
}

/// The word of compilers and of SARIF for a severity.
const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// A finding's message with its fix, for formats that have one text.
fn message_with_fix(finding: &Finding) -> String {
    let Some(fix) = &finding.fix else { return finding.message.clone() };
    let note = fix.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    format!("{}; fix: {}{note}", finding.message, fix.text)
}

/// Whether a character could drive the terminal or turn the direction of a text.
fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\t') || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A text of one line that is safe to print; names in it may come from the input.
fn printable(text: &str) -> String {
    text.replace(['\n', '\t'], " ").replace(is_hostile, "\u{FFFD}")
}
