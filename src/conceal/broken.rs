//! Secrets in text that cannot be read: nothing is known of it but the words on its lines.

use super::assignment::is_in_secret_variable;
use super::{WORDS, floor};
use crate::config::is_setting as is_setting_key;
use crate::source::{ProblemKind, SourceFile, Span};
use crate::value::names_secret;
use regex::{Match, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// A name with a secret's word in it, and the signs that may stand between it and its value.
static NAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r#"(?i)[a-z0-9_.-]*(?:{WORDS})[a-z0-9_.-]*["']?[ \t]*[:=]?[ \t]*"#)).ok());

/// The key of a variable's or a parameter's default: where the text is broken, nothing tells where its value goes.
static DEFAULT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"(?i)\bdefault["']?[ \t]*[:=][ \t]*"#).ok());

/// How many lines above the first one shown a value may begin.
const BEFORE: u32 = 4;

/// How many lines above a line the key is looked for that it belongs to.
const ABOVE: usize = 64;

/// How many lines after a problem's first one are searched; an excerpt shows no more.
const LINES: u32 = 8;

/// What may be a secret on the lines around a problem.
pub(super) fn secrets(file: &SourceFile, span: Span, kind: ProblemKind) -> Vec<Range<usize>> {
    let lines = file.lines();
    let first = lines.line(span.start).saturating_sub(1 + BEFORE).max(1);
    let last = (lines.line(span.end) + 1).min(first + BEFORE + LINES);
    let mut key = None;
    let mut on_lines = |number| {
        let continued = key.as_ref().and_then(|key| continued(file, number, key));
        if continued.is_none() {
            key = Key::on(file, number).filter(|_| kind == ProblemKind::Syntax);
        }
        continued.or_else(|| on_line(file, number, kind))
    };
    (first..=last).filter_map(&mut on_lines).collect()
}

/// A secret's name whose value may go on below.
struct Key {
    /// How far it is indented.
    depth: usize,
    /// Whether nothing of the value stands beside it.
    is_alone: bool,
}

impl Key {
    fn on(file: &SourceFile, number: u32) -> Option<Self> {
        let line = file.text().get(file.lines().range(file.text(), number)?)?;
        let rest = line.get(named_value(line, ProblemKind::Syntax)?..)?.trim();
        let is_alone = rest.is_empty() || rest.starts_with(['|', '>']);
        Some(Self { depth: depth(line), is_alone })
    }
}

/// What a line holds of the value of a secret's name above it.
fn continued(file: &SourceFile, number: u32, key: &Key) -> Option<Range<usize>> {
    let line = file.lines().range(file.text(), number)?;
    let text = file.text().get(line.clone())?;
    let content = text.trim();
    let is_entry = content.contains(": ") || content.contains(" = ") || content.ends_with([':', '{', '[', '(']);
    let is_value = content.contains(char::is_alphanumeric) && !is_entry && !content.starts_with(['#', '/']);
    let start = line.start + depth(text);
    (is_value && (key.is_alone || depth(text) > key.depth)).then(|| start..start + content.len())
}

/// How far a line is indented.
fn depth(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn on_line(file: &SourceFile, number: u32, kind: ProblemKind) -> Option<Range<usize>> {
    let line = file.lines().range(file.text(), number)?;
    let text = file.text().get(line.clone())?;
    let start = match file.holds_values() {
        // Neither a path nor a name has the form of a variable with its value.
        true if is_setting(file, number) => text.find('=')? + 1,
        true => value_of_parameter(text)?,
        false => match named_value(text, kind) {
            Some(start) => start,
            None if kind == ProblemKind::Syntax
                && tells_value(text)
                && is_in_secret_variable(file.text(), line.start) =>
            {
                value(text)
            }
            None => return None,
        },
    };
    let end = text.trim_end().len();
    (start < end).then(|| line.start + floor(text, start)..line.start + end)
}

/// Whether a line of a variable may be a part of its default: it is no other argument, and no end of a block.
fn tells_value(line: &str) -> bool {
    const OTHERS: [&str; 7] = ["type", "description", "sensitive", "ephemeral", "nullable", "validation", "}"];
    let line = line.trim_start();
    !OTHERS.iter().any(|other| line.starts_with(other))
}

/// Where the value begins on a line of values. Of a list's entry `{"ParameterKey": …, "ParameterValue": …}` the key is the
/// name; a line with the
/// key alone has no value.
fn value_of_parameter(line: &str) -> Option<usize> {
    match line.find("ParameterValue") {
        Some(at) => Some(at + value(line.get(at..)?)),
        None => match line.find("ParameterKey") {
            // What stands beside the name, under a key that is none, may be the value.
            Some(key) => line.get(key..)?.find(',').map(|comma| key + comma + 1),
            None => Some(value(line)),
        },
    }
}

/// Where the value of `name = value` begins: at once where no sign tells a name.
fn value(line: &str) -> usize {
    line.find(['=', ':']).map_or(line.len() - line.trim_start().len(), |sign| sign + 1)
}

/// Whether a line of a configuration says how it is to be read, and gives no value to a variable: the key on it does, or
/// the one that it stands below.
fn is_setting(file: &SourceFile, number: u32) -> bool {
    let line = |number: u32| file.text().get(file.lines().range(file.text(), number)?);
    let key = |line: &str| is_setting_key(line.split(':').next().unwrap_or_default().trim());
    let Some(own) = line(number).filter(|_| file.path().ends_with(".yaml") || file.path().ends_with(".yml")) else {
        return false;
    };
    let least = depth(own) + usize::from(own.trim_start().starts_with('-'));
    let above = (1..number).rev().take(ABOVE).filter_map(line);
    let is_key = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('-');
    let owner = above.filter(is_key).find(|line| depth(line) < least);
    key(own) || owner.is_some_and(key)
}

/// Where the value of a secret's name begins. Text that was read tells by its form that it is no expression.
fn named_value(line: &str, kind: ProblemKind) -> Option<usize> {
    let mut names = NAME.as_ref()?.find_iter(line);
    let name = names.find(|name| names_secret(name.as_str())).or_else(|| default(line, kind))?;
    let rest = line.get(name.end()..)?;
    // A block called so begins here.
    let opens = matches!(rest.trim(), "{" | "[" | "(");
    (kind == ProblemKind::Syntax && !opens || rest.starts_with(['{', '[', '*', '&', '!', '%', '@']))
        .then_some(name.end())
}

/// The key of a default on a line, where nobody could read what it is the default of.
fn default(line: &str, kind: ProblemKind) -> Option<Match<'_>> {
    DEFAULT.as_ref().filter(|_| kind == ProblemKind::Syntax)?.find(line)
}
