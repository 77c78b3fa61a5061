//! For people: every finding with the lines it is about, what to do, and a summary.

use super::cut::wrap;
use super::excerpt::{Excerpt, Mark};
use super::place::Place;
use super::{Options, PolicyInfo, Verbosity, counted, printable, summary};
use crate::conceal::Masks;
use crate::finding::{Finding, Report, Severity};
use crate::source::{Problem, SourceMap};
use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use std::fmt;
use std::io::{self, Write};

/// How many places of one finding are drawn.
const PLACES: usize = 8;
/// The columns of the signs that miette writes before the message and the help.
const MESSAGE_SIGN: usize = 4;
const HELP_SIGN: usize = 8;
/// A terminal that says it is narrower gets lines of this length.
const NARROWEST: usize = 40;

/// Writes problems, findings, undecided outcomes where they are wanted, and the summary.
pub(super) fn render(
    report: &Report,
    policies: &[PolicyInfo],
    options: Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let options = wide_enough(options);
    let mut masks = Masks::new(&report.sources, &report.secrets);
    write_problems(&report.sources, &mut masks, &report.problems, options, out)?;
    for finding in counted(report) {
        let policy = policies.iter().find(|policy| *policy.id == *finding.policy);
        let url = policy.filter(|_| options.links).and_then(PolicyInfo::address);
        let shown = Shown { url: url.map(str::to_owned), ..of_finding(&report.sources, &mut masks, finding, options) };
        write(options, &shown, out)?;
    }
    if options.verbosity == Verbosity::Verbose {
        summary::write_undecided(report, out)?;
    }
    if options.verbosity >= Verbosity::Normal {
        writeln!(out, "{}", summary::line(report))?;
    }
    Ok(())
}

/// Writes problems. What may be a secret around one of them is masked in the excerpts of the others as well.
pub(super) fn write_problems(
    sources: &SourceMap,
    masks: &mut Masks<'_>,
    problems: &[Problem],
    options: Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let options = wide_enough(options);
    for problem in problems {
        masks.add_problem(problem);
    }
    problems.iter().try_for_each(|problem| write(options, &of_problem(sources, masks, problem, options), out))
}

fn wide_enough(options: Options) -> Options {
    Options { width: options.width.max(NARROWEST), ..options }
}

/// The primary label has the colour of the severity, the others that of the words below.
fn handler(options: Options, shown: &Shown) -> GraphicalReportHandler {
    let mut theme = if options.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let styles = &mut theme.styles;
    let primary = match shown.level {
        miette::Severity::Error => styles.error,
        miette::Severity::Warning => styles.warning,
        miette::Severity::Advice => styles.advice,
    };
    let mut labels: Vec<&LabeledSpan> = shown.excerpt.labels().iter().collect();
    labels.sort_by_key(|label| label.offset());
    styles.highlights = labels.iter().map(|label| if label.primary() { primary } else { styles.help }).collect();
    // miette would break names at their hyphens.
    GraphicalReportHandler::new_themed(theme).with_wrap_lines(false).with_links(options.links)
}

fn write(options: Options, shown: &Shown, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    handler(options, shown).render_report(&mut text, shown).map_err(io::Error::other)?;
    for line in text.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    writeln!(out)
}

/// What it is and where: in two lines where one is too narrow.
fn headline(what: &str, place: Option<Place<'_>>, options: Options) -> String {
    let Some(Place { path, start, .. }) = place else { return what.to_owned() };
    let place = printable(&format!("at {path}:{}:{}", start.line, start.column));
    let fits = what.len() + 1 + place.chars().count() <= options.width;
    format!("{what}{}{place}", if fits { " " } else { "\n  " })
}

/// Words behind a sign that takes so many columns.
fn wrapped(text: &str, sign: usize, options: Options) -> String {
    let lines: Vec<String> = text.lines().flat_map(|line| wrap(line, options.width.saturating_sub(sign))).collect();
    lines.join("\n")
}

fn of_problem(sources: &SourceMap, masks: &mut Masks<'_>, problem: &Problem, options: Options) -> Shown {
    let message = match (&problem.span, &problem.path) {
        (None, Some(path)) => printable(&format!("{path}: {}", problem.message)),
        _ => printable(&problem.message),
    };
    let places = problem.span.into_iter().map(|span| Mark { span, text: None, is_primary: true }).collect();
    Shown {
        code: headline("problem", problem.span.map(|span| Place::of(sources, span)), options),
        level: miette::Severity::Error,
        message: wrapped(&message, MESSAGE_SIGN, options),
        help: None,
        url: None,
        excerpt: Excerpt::new(sources, masks, places, options.width),
    }
}

fn of_finding(sources: &SourceMap, masks: &mut Masks<'_>, finding: &Finding, options: Options) -> Shown {
    let what = format!("{} ({})", finding.policy, finding.severity);
    Shown {
        code: headline(&what, Some(Place::of(sources, finding.primary.span)), options),
        level: match finding.severity {
            Severity::Critical | Severity::High => miette::Severity::Error,
            Severity::Medium => miette::Severity::Warning,
            Severity::Low | Severity::Info => miette::Severity::Advice,
        },
        message: wrapped(&printable(&finding.message), MESSAGE_SIGN, options),
        help: help(finding).map(|help| wrapped(&help, HELP_SIGN, options)),
        url: None,
        excerpt: Excerpt::new(sources, masks, places(finding), options.width),
    }
}

/// The places to draw: the primary one first, each place once.
fn places(finding: &Finding) -> Vec<Mark> {
    let mut places: Vec<Mark> = Vec::new();
    for label in std::iter::once(&finding.primary).chain(&finding.related) {
        let is_primary = places.is_empty();
        let kind = if is_primary { "" } else { "note: " };
        let text = (!label.text.is_empty()).then(|| printable(&format!("{kind}{}", label.text)));
        match places.iter().position(|mark| mark.span == label.span) {
            Some(at) => places[at].add(text),
            None if places.len() < PLACES => places.push(Mark { span: label.span, text, is_primary }),
            None => {}
        }
    }
    places
}

/// What to do, what it does, and for what else the finding holds.
fn help(finding: &Finding) -> Option<String> {
    let mut lines = Vec::new();
    if let Some(fix) = &finding.fix {
        lines.push(printable(&fix.text));
        lines.extend(fix.note.as_deref().map(printable));
    }
    if finding.resources.len() > 1 {
        lines.push(printable(&format!("holds for {}", finding.resources.join(", "))));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A finding or a problem as miette takes it.
#[derive(Debug)]
struct Shown {
    code: String,
    level: miette::Severity,
    message: String,
    help: Option<String>,
    url: Option<String>,
    excerpt: Excerpt,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Diagnostic for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.level)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as _)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.url.as_ref().map(|url| Box::new(url) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.excerpt.labels();
        (!labels.is_empty()).then(|| Box::new(labels.iter().cloned()) as _)
    }
}
