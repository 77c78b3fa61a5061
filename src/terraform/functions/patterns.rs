//! Functions with regular expressions.

use super::arguments::{text_at, uniform};
use super::signature::Takes::Text;
use super::{Function, Result, fail, too_much};
use crate::terraform::values::{self, bare, text};
use crate::value::{Content, Value};
use regex::{Captures, Regex, RegexBuilder};
use std::iter::Peekable;
use std::str::Chars;

pub(super) const TABLE: &[Function] = &[
    Function::of("regex", &[Text, Text], first),
    Function::of("regexall", &[Text, Text], all),
    Function::of("replace", &[Text, Text, Text], replace),
];

/// What compiling a pattern costs, in steps of the evaluation.
pub(super) const STEPS: usize = 5_000;
/// How large a compiled pattern may be, in bytes.
const MAX_PATTERN: usize = 1 << 20;
/// How long a result may become, in bytes, or in matches.
const MAX_RESULT: usize = 1 << 20;

fn build(pattern: &str) -> Result<Regex> {
    match RegexBuilder::new(&translated(pattern)).size_limit(MAX_PATTERN).build() {
        Ok(_) if repeats_repetition(pattern) => fail("the pattern is not valid"),
        Ok(built) => Ok(built),
        Err(regex::Error::CompiledTooBig(_)) => too_much("the pattern"),
        Err(_) => fail("the pattern is not valid"),
    }
}

fn compile(pattern: &str) -> Result<Regex> {
    let pattern = build(pattern)?;
    let named = pattern.capture_names().flatten().count();
    if named > 0 && named + 1 < pattern.captures_len() {
        return fail("the pattern mixes groups with and without names");
    }
    Ok(pattern)
}

fn first(a: &[Value]) -> Result {
    let pattern = compile(&text_at(a, 0)?)?;
    let source = text_at(a, 1)?;
    pattern.captures(&source).map_or_else(|| fail("the pattern does not match"), |found| Ok(shown(&pattern, &found)))
}

fn all(a: &[Value]) -> Result {
    let pattern = compile(&text_at(a, 0)?)?;
    let source = text_at(a, 1)?;
    Ok(uniform(pattern.captures_iter(&source).map(|found| shown(&pattern, &found)).collect()))
}

/// A match: the whole without groups, a list of groups, or a map of named groups.
fn shown(pattern: &Regex, found: &Captures) -> Value {
    let group = |at: usize| found.get(at).map_or_else(|| bare(Content::Null), |group| text(group.as_str()));
    if pattern.captures_len() == 1 {
        return group(0);
    }
    let named = pattern.capture_names().enumerate().filter_map(|(at, name)| Some((name?.into(), group(at))));
    let named: crate::value::Map = named.collect();
    if named.is_empty() { values::list((1..pattern.captures_len()).map(group).collect()) } else { values::map(named) }
}

fn replace(a: &[Value]) -> Result {
    let (source, search, with) = (text_at(a, 0)?, text_at(a, 1)?, text_at(a, 2)?);
    let pattern = search.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let longest = source.len().saturating_add(1).saturating_mul(with.len().max(1));
    if longest > MAX_RESULT {
        return too_much("the result");
    }
    let Some(pattern) = pattern else { return Ok(text(source.replace(&*search, &with))) };
    Ok(text(build(pattern)?.replace_all(&source, &*with).into_owned()))
}

/// A pattern of Go as one of ours: there, classes like `\d` are ASCII, brackets in a class are letters, and braces that
/// count nothing stand for themselves.
fn translated(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern.chars().peekable();
    let mut class: Option<usize> = None;
    while let Some(c) = rest.next() {
        match (c, &mut class) {
            ('\\', _) => escape(&mut rest, class.is_some(), &mut out),
            ('[', None) => {
                out.push(c);
                out.extend(rest.next_if_eq(&'^'));
                if rest.next_if_eq(&']').is_some() {
                    out.push_str("\\]");
                }
                class = Some(0);
            }
            ('[', Some(_)) if rest.peek() == Some(&':') => named_class(&mut rest, &mut out),
            (']', Some(_)) => {
                out.push(c);
                class = None;
            }
            ('[' | '&' | '~', Some(_)) => out.extend(['\\', c]),
            ('{', None) if !counts(rest.clone()) => out.push_str("\\{"),
            _ => out.push(c),
        }
    }
    out
}

/// Whether a repetition is repeated, as in `a**`.
fn repeats_repetition(pattern: &str) -> bool {
    let (mut before, mut in_class, mut rest) = (0, false, pattern.chars());
    while let Some(c) = rest.next() {
        before = match c {
            '\\' => {
                rest.next();
                0
            }
            '[' | ']' => {
                in_class = c == '[';
                0
            }
            // One question mark behind a repetition makes it short.
            '?' if before == 1 => 2,
            '*' | '+' | '?' if !in_class && before > 0 => return true,
            '*' | '+' | '?' if !in_class => 1,
            _ => 0,
        };
    }
    false
}

/// Whether what stands behind a brace is a number of repetitions.
fn counts(rest: Peekable<Chars>) -> bool {
    let inner: String = rest.take_while(|&c| c != '}').take(16).collect();
    let (least, most) = inner.split_once(',').unwrap_or((&inner, ""));
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    !least.is_empty() && number(least) && number(most)
}

/// `[:alpha:]`; what only begins like it is a bracket.
fn named_class(rest: &mut Peekable<Chars>, out: &mut String) {
    let name: String = rest.clone().take_while(|&c| c != ']').collect();
    if name.len() > 2 && name.ends_with(':') {
        out.push('[');
        out.push_str(&name);
        out.push(']');
        rest.nth(name.chars().count());
    } else {
        out.push_str("\\[");
    }
}

fn escape(rest: &mut Peekable<Chars>, in_class: bool, out: &mut String) {
    let Some(c) = rest.next() else { return out.push('\\') };
    let ascii = match (c, in_class) {
        ('d', true) => "0-9",
        ('d', false) => "[0-9]",
        ('D', _) => "[^0-9]",
        ('w', true) => "0-9A-Za-z_",
        ('w', false) => "[0-9A-Za-z_]",
        ('W', _) => "[^0-9A-Za-z_]",
        ('s', true) => "\\t\\n\\f\\r ",
        ('s', false) => "[\\t\\n\\f\\r ]",
        ('S', _) => "[^\\t\\n\\f\\r ]",
        ('b', false) => "(?-u:\\b)",
        ('B', false) => "(?-u:\\B)",
        ('<', _) => "<",
        ('>', _) => ">",
        ('Q', false) => return quoted(rest, out),
        _ => return out.extend(['\\', c]),
    };
    out.push_str(ascii);
}

/// `\Q…\E`: letters that stand for themselves.
fn quoted(rest: &mut Peekable<Chars>, out: &mut String) {
    let text: String = rest.clone().collect();
    let literal = text.split("\\E").next().unwrap_or_default();
    out.push_str(&regex::escape(literal));
    let taken = literal.chars().count() + if literal.len() < text.len() { 2 } else { 0 };
    rest.by_ref().take(taken).for_each(drop);
}
