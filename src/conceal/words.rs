//! What messages, labels and reasons must not say of secrets: they quote conditions, names and problems' places.

use super::Masks;
use super::names::Names;
use crate::finding::{Finding, Undecided};
use crate::model::{Secrets, without_literals};
use crate::source::{FileId, Problem, SourceFile, SourceMap, Span};
use crate::value::names_secret;
use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// How long a text that may be an ordinary word must be to be looked for.
const LONG: usize = 6;

/// What stands in the place of a secret's text within a sentence.
const HIDDEN: &str = "…";

/// How long a text must be to be recognised.
const RECOGNISABLE: usize = 4;

/// The texts and the names of a run's secrets.
#[derive(Debug, Default)]
pub struct Words {
    names: Names,
    texts: FxHashSet<String>,
    /// How long the texts are, the longest first.
    lengths: Vec<usize>,
    striking: Option<Regex>,
    /// Ordinary words that are secrets: looked for where they stand by themselves, in the files that hold secrets.
    plain: Option<Regex>,
    files: FxHashSet<FileId>,
    /// Keys of copies that are a secret.
    keys: Option<Regex>,
    /// Every text, and where each stands: what is said of a value that comes from there may hold it.
    any: Option<Regex>,
    /// In order.
    places: Vec<Span>,
}

impl Words {
    /// What the literals at the secrets' places say, and the texts that are made of them.
    pub fn new(sources: &SourceMap, secrets: &Secrets) -> Self {
        let written = secrets.whole.iter().map(|span| self::written(sources.slice(*span)));
        // A secret may stand in no file: it may be given on the command line.
        let mut texts: Vec<String> = written.chain(secrets.texts.iter().map(|text| self::written(text))).collect();
        texts.extend(secrets.shared.iter().map(|text| self::written(text)).filter(|text| is_striking(text)));
        let decoded = texts.iter().filter(|text| text.contains('\\')).filter_map(|text| unescaped(text));
        texts.extend(decoded.collect::<Vec<_>>());
        texts.extend(secrets.read.iter().flat_map(|text| text.lines()).map(self::written));
        texts.retain(|text| text.len() >= RECOGNISABLE);
        texts.sort_unstable_by(|a, b| (b.len(), a).cmp(&(a.len(), b)));
        texts.dedup();
        let striking = texts.iter().map(String::as_str).filter(|text| is_striking(text));
        let plain = secrets.texts.iter().map(|text| &**text);
        let plain = plain.filter(|text| text.len() >= LONG && !is_striking(text));
        let mut lengths: Vec<usize> = texts.iter().map(String::len).collect();
        lengths.dedup();
        let mut places: Vec<Span> = secrets.whole.iter().chain(&secrets.parts).copied().collect();
        places.sort_unstable();
        Self {
            names: Names::new(&secrets.names),
            any: any_of(texts.iter().map(String::as_str)),
            places,
            striking: any_of(striking),
            plain: any_of(plain),
            keys: keys_of(&secrets.texts),
            files: secrets.whole.iter().chain(&secrets.parts).map(|span| span.file).collect(),
            texts: texts.into_iter().collect(),
            lengths,
        }
    }

    /// All places where the text of a secret stands as such, or something that a secret is compared with.
    pub fn places(&self, sources: &SourceMap) -> Vec<Span> {
        let in_file = |(id, file): (FileId, &SourceFile)| {
            let text = &**file.text();
            let striking = self.striking.iter().flat_map(|striking| striking.find_iter(text));
            let plain = self
                .plain
                .iter()
                .filter(|_| self.files.contains(&id) && !file.is_sealed())
                .flat_map(|plain| plain.find_iter(text));
            let is_known =
                |at: usize| self.places.binary_search_by_key(&(id, at as u32), |place| (place.file, place.start));
            let is_key = |range: &Range<usize>| {
                is_word(text, range)
                    && !names_secret(&text[range.clone()])
                    && value_of_key(text, range.end).is_some_and(|at| is_known(at).is_ok())
            };
            let plain = plain.filter(|found| is_value(text, &found.range()) || is_key(&found.range()));
            // No plan compares anything.
            let compared = if file.is_sealed() { Vec::new() } else { self.names.compared(text) };
            let ranges = striking.chain(plain).map(|found| found.range()).chain(compared);
            ranges.map(|range| Span::new(id, range.start as u32, range.end as u32)).collect::<Vec<_>>()
        };
        sources.iter().flat_map(in_file).collect()
    }

    /// A text without secrets.
    pub fn hide<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut hidden = self.without_keys(text);
        if let Some(striking) = &self.striking
            && striking.is_match(&hidden)
        {
            hidden = Cow::Owned(striking.replace_all(&hidden, HIDDEN).into_owned());
        }
        let mentions = self.names.in_text(text);
        if mentions.of_terraform {
            hidden = Cow::Owned(without_literals(&hidden));
        }
        if mentions.of_cloudformation {
            hidden = Cow::Owned(self.unstated(&hidden));
        }
        hidden
    }

    /// A text without the keys of copies that are secrets, ordinary words, too: `aws_db_instance.db["hunter"]`.
    fn without_keys<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match &self.keys {
            Some(keys) if text.contains("[\"") => keys.replace_all(text, format!("[\"{HIDDEN}\"]")),
            _ => Cow::Borrowed(text),
        }
    }

    /// An address without secrets, that addresses of the same findings agree in.
    fn hide_address(&self, address: &mut Arc<str>) {
        if let Cow::Owned(hidden) = self.hide(address) {
            *address = hidden.into();
        }
    }

    /// Takes secrets out of what is said of findings.
    pub(crate) fn hide_in(&self, findings: &mut [Finding], undecided: &mut [Undecided]) {
        if self.names.is_empty() && self.any.is_none() {
            return;
        }
        for finding in findings {
            let any = self.any.as_ref().filter(|_| self.is_of_secret(finding));
            let labels = std::iter::once(&mut finding.primary).chain(&mut finding.related).chain(&mut finding.flow);
            for text in labels.map(|label| &mut label.text).chain([&mut finding.message]) {
                if let Some(Cow::Owned(hidden)) = any.map(|any| any.replace_all(text, HIDDEN)) {
                    *text = hidden;
                }
                self.replace(text);
            }
            finding.resources.iter_mut().for_each(|address| self.hide_address(address));
            finding.suppressed.iter_mut().flat_map(|by| &mut by.reason).for_each(|reason| self.replace(reason));
        }
        for undecided in undecided {
            self.replace(&mut undecided.reason);
            self.hide_address(&mut undecided.resource);
        }
    }

    /// Whether the value that a finding is about comes from where a secret stands, under whatever name.
    fn is_of_secret(&self, finding: &Finding) -> bool {
        let mut labels = std::iter::once(&finding.primary).chain(&finding.related).chain(&finding.flow);
        labels.any(|label| self.is_within(label.span))
    }

    /// Whether a secret stands wholly within a place.
    fn is_within(&self, span: Span) -> bool {
        let first = self.places.partition_point(|place| (place.file, place.start) < (span.file, span.start));
        let mut near =
            self.places.iter().skip(first).take_while(|place| place.file == span.file && place.start <= span.end);
        near.any(|place| span.contains(*place))
    }

    /// Takes secrets out of what is said of problems: what is masked at their places, too.
    pub(crate) fn hide_in_problems(&self, sources: &SourceMap, secrets: &[Span], problems: &mut [Problem]) {
        let mut masks = Masks::new(sources, secrets);
        for problem in problems.iter() {
            masks.add_problem(problem);
        }
        for problem in problems {
            self.replace(&mut problem.message);
            let Some(span) = problem.span else { continue };
            let text = sources.file(span.file).text();
            let (from, to) = (span.start as usize, span.end as usize);
            let masks = masks.of(span.file);
            let first = masks.partition_point(|mask| mask.end < from);
            let near = masks.iter().skip(first).take_while(|mask| mask.start <= to);
            let said: Vec<&str> = near.flat_map(|mask| words(&text[mask.clone()])).collect();
            for word in said {
                if problem.message.contains(word) {
                    problem.message = without(&problem.message, word);
                }
            }
        }
    }

    fn replace(&self, text: &mut String) {
        if let Cow::Owned(hidden) = self.hide(text) {
            *text = hidden;
        }
    }

    /// The text without what a secret is said to be: `Word is hunter2`, `Word is a or b`.
    fn unstated(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = [" is ", " or "].iter().filter_map(|word| rest.find(word)).min() {
            let (before, after) = rest.split_at(at + " is ".len());
            out.push_str(before);
            let secret = self
                .lengths
                .iter()
                .copied()
                .find(|length| after.get(..*length).is_some_and(|start| self.texts.contains(start)));
            if secret.is_some() {
                out.push_str(HIDDEN);
            }
            rest = after.get(secret.unwrap_or(0)..).unwrap_or_default();
        }
        out + rest
    }
}

/// Where the value begins that the key ending at an offset has. What a key's text is taken from is found by its value.
fn value_of_key(text: &str, key: usize) -> Option<usize> {
    let rest = text.get(key..)?;
    let sign = rest.find(|c: char| !c.is_whitespace() && !"\"')".contains(c))?;
    let value = rest[sign..].strip_prefix(['=', ':'])?.trim_start();
    Some(text.len() - value.len())
}

/// An expression that finds any of the texts; the longest come first.
fn any_of<'t>(texts: impl Iterator<Item = &'t str>) -> Option<Regex> {
    let texts: Vec<String> = texts.map(regex::escape).collect();
    if texts.is_empty() {
        return None;
    }
    // Its size is in proportion to texts that are in memory already; without it they would be shown.
    RegexBuilder::new(&texts.join("|")).size_limit(usize::MAX).build().ok()
}

/// An expression that finds the keys in brackets that any of the texts is.
fn keys_of(texts: &[Arc<str>]) -> Option<Regex> {
    let texts = texts.iter().filter(|text| text.len() >= RECOGNISABLE && !names_secret(text));
    let keys: Vec<String> = texts.map(|text| regex::escape(&format!("{text:?}"))).collect();
    if keys.is_empty() {
        return None;
    }
    RegexBuilder::new(&format!(r"\[(?:{})\]", keys.join("|"))).size_limit(usize::MAX).build().ok()
}

/// Whether a text stands there as a word of its own.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "_-./$".contains(c);
    !text[..range.start].ends_with(is_part) && !text[range.end..].starts_with(is_part)
}

/// Whether a text stands there as a word of its own, and is no key.
fn is_value(text: &str, range: &Range<usize>) -> bool {
    let after = &text[range.end..];
    is_word(text, range) && !after.trim_start_matches(['"', '\'', ' ', '\t']).starts_with([':', '='])
}

/// The text that a literal at a place stands for, or what stands there.
pub fn literal(sources: &SourceMap, place: Span) -> Arc<str> {
    let written = self::written(sources.slice(place));
    let decoded = if written.contains('\\') { unescaped(&written) } else { None };
    decoded.unwrap_or(written).into()
}

/// The text of a literal as it stands in the source, without quotes.
fn written(slice: &str) -> String {
    slice.trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'').to_owned()
}

/// The text that a literal with escapes stands for, as JSON writes them.
fn unescaped(literal: &str) -> Option<String> {
    serde_json::from_str(&format!("\"{literal}\"")).ok()
}

/// Whether a text is no ordinary word or name, so that wherever it stands it is the secret.
fn is_striking(text: &str) -> bool {
    let has = |kind: fn(&char) -> bool| text.chars().any(|c| kind(&c));
    let kinds = [
        has(char::is_ascii_lowercase),
        has(char::is_ascii_uppercase),
        has(char::is_ascii_digit),
        has(|c| !c.is_ascii_alphanumeric() && !"-_. ".contains(*c)),
    ];
    text.len() >= 8 && !text.contains('\n') && kinds.into_iter().filter(|has| *has).count() >= 2
}

/// A text without a word, which may stand at the end of another: a word that only begins with it is a sentence's own.
fn without(text: &str, word: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(word) {
        out.push_str(before);
        out.push_str(if after.starts_with(char::is_alphanumeric) { word } else { HIDDEN });
        rest = after;
    }
    out + rest
}

/// The words of what is masked that can be recognised.
fn words(masked: &str) -> impl Iterator<Item = &str> {
    let words = masked.split(|c: char| c.is_whitespace() || "\"'{}[](),:=".contains(c));
    words.map(|word| word.trim_start_matches(['*', '&', '!', '%', '@', '$'])).filter(|word| word.len() >= RECOGNISABLE)
}
