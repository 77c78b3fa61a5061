//! Functions over strings.

use super::arguments::{at, integer_at, list, text, text_at, texts_at, uniform};
use super::format::{format, formatlist};
use super::numeric::length;
use super::signature::Takes::{Anything, List, Number, Text, Texts};
use super::{Function, Result, Stop, fail, too_much};
use crate::terraform::templates::joined;
use crate::terraform::values::{self, bare, chosen, text as made};
use crate::value::{Content, Unknown, Value};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation;

pub(super) const TABLE: &[Function] = &[
    Function::of("chomp", &[Text], |a| Ok(made(text_at(a, 0)?.trim_end_matches(['\n', '\r'])))),
    Function::of("endswith", &[Text, Text], |a| Ok(truth(text_at(a, 0)?.ends_with(&*text_at(a, 1)?)))),
    Function::of("format", &[Text], format).then(Anything).open(),
    Function::of("formatlist", &[Text], formatlist).then(Anything).open(),
    Function::of("indent", &[Number, Text], indent),
    Function::of("join", &[Text], join).then(Texts).open(),
    Function::of("lower", &[Text], |a| Ok(made(text_at(a, 0)?.chars().map(lower).collect::<String>()))),
    Function::of("sort", &[Texts], sort),
    Function::of("split", &[Text, Text], split),
    Function::of("startswith", &[Text, Text], startswith).open(),
    Function::of("strcontains", &[Text, Text], |a| Ok(truth(text_at(a, 0)?.contains(&*text_at(a, 1)?)))),
    Function::of("strrev", &[Text], |a| Ok(made(text_at(a, 0)?.graphemes(true).rev().collect::<String>()))),
    Function::of("substr", &[Text, Number, Number], substr),
    Function::of("title", &[Text], |a| Ok(made(title(&text_at(a, 0)?)))),
    Function::of("trim", &[Text, Text], |a| {
        let cut = text_at(a, 1)?;
        Ok(made(text_at(a, 0)?.trim_matches(|c| cut.contains(c))))
    }),
    Function::of("trimprefix", &[Text, Text], |a| {
        let whole = text_at(a, 0)?;
        Ok(made(whole.strip_prefix(&*text_at(a, 1)?).unwrap_or(&whole)))
    }),
    Function::of("trimspace", &[Text], |a| Ok(made(text_at(a, 0)?.trim()))),
    Function::of("trimsuffix", &[Text, Text], |a| {
        let whole = text_at(a, 0)?;
        Ok(made(whole.strip_suffix(&*text_at(a, 1)?).unwrap_or(&whole)))
    }),
    Function::of("upper", &[Text], |a| Ok(made(text_at(a, 0)?.chars().map(upper).collect::<String>()))),
    Function::of("compact", &[List], compact).open(),
];

/// How long a generated string may become.
const MAX_LENGTH: usize = 1 << 20;

/// A boolean as a value.
pub(super) fn truth(holds: bool) -> Value {
    bare(Content::Bool(holds))
}

/// How many characters a string has, as people count them.
pub(super) fn characters(text: &str) -> Value {
    length(text.graphemes(true).count())
}

/// The capital letter, where it is one letter.
fn upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    upper.next().filter(|_| upper.next().is_none()).unwrap_or(c)
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn title(text: &str) -> String {
    let mut at_start = true;
    let titled = text.chars().map(|c| {
        let titled = if at_start { upper(c) } else { c };
        let in_word = c.is_alphanumeric() || c == '_' || !(c.is_ascii() || c.is_whitespace());
        at_start = !in_word;
        titled
    });
    titled.collect()
}

fn indent(a: &[Value]) -> Result {
    let Ok(width) = usize::try_from(integer_at(a, 0)?) else { return fail("the number of spaces is negative") };
    let source = text_at(a, 1)?;
    let lines = source.bytes().filter(|&b| b == b'\n').count();
    if lines.max(1).saturating_mul(width) > MAX_LENGTH {
        return too_much("the string");
    }
    Ok(made(source.replace('\n', &format!("\n{}", " ".repeat(width)))))
}

fn join(a: &[Value]) -> Result {
    let separator = text_at(a, 0)?;
    if a.len() < 2 {
        return fail("there is no list");
    }
    let mut pieces = Vec::new();
    for argument in a.get(1..).unwrap_or_default() {
        if let (Content::Unknown(_), 2) = (&argument.content, a.len()) {
            return Ok(chosen(argument));
        }
        for item in list(argument)? {
            if !pieces.is_empty() {
                pieces.push(made(separator.clone()));
            }
            pieces.push(item.clone());
        }
    }
    match pieces.as_slice() {
        // One element alone is that element.
        [one] if matches!(one.content, Content::Unknown(_)) => Ok(one.clone()),
        _ => joined(&pieces).map_err(Stop::from),
    }
}

fn sort(a: &[Value]) -> Result {
    let items = list(at(a, 0)?)?;
    if let Some(open) = items.iter().find(|item| values::is_open(item)) {
        // The order is not known, the number of elements is.
        let one =
            bare(Content::Unknown(Arc::new(Unknown { non_null: true, ..Unknown::because(values::reason(open)) })));
        return Ok(uniform(items.iter().map(|_| one.clone()).collect()));
    }
    let mut texts = texts_at(a, 0)?.into_iter().zip(items).collect::<Vec<_>>();
    texts.sort_by(|(a, _), (b, _)| a.cmp(b));
    let sorted = texts.into_iter().map(|(text, item)| Value { content: Content::Text(text), ..item.clone() });
    Ok(uniform(sorted.collect()))
}

fn split(a: &[Value]) -> Result {
    let (separator, whole) = (text_at(a, 0)?, at(a, 1)?);
    let source = text(whole)?;
    let part = |part: &str| Value::text(part, whole.origin.clone());
    Ok(uniform(if separator.is_empty() {
        source.chars().map(|c| part(c.encode_utf8(&mut [0; 4]))).collect()
    } else {
        source.split(&*separator).map(part).collect()
    }))
}

fn startswith(a: &[Value]) -> Result {
    let wanted = text_at(a, 1)?;
    let value = at(a, 0)?;
    if let Content::Unknown(unknown) = &value.content {
        if unknown.prefix.starts_with(&*wanted) {
            return Ok(truth(true));
        }
        if !wanted.starts_with(&*unknown.prefix) {
            return Ok(truth(false));
        }
    }
    Ok(truth(text(value)?.starts_with(&*wanted)))
}

/// Terraform forgets that no characters are wanted where the offset counts from the end.
fn substr(a: &[Value]) -> Result {
    let source = text_at(a, 0)?;
    let (offset, length) = (integer_at(a, 1)?, integer_at(a, 2)?);
    let mut starts: Vec<usize> = source.grapheme_indices(true).map(|(at, _)| at).collect();
    let count = i64::try_from(starts.len()).unwrap_or(i64::MAX);
    starts.push(source.len());
    let start = if offset < 0 { count.saturating_add(offset).max(0) } else { offset.min(count) };
    let end = if length < 0 || (length == 0 && offset < 0) { count } else { start.saturating_add(length).min(count) };
    let place = |at: i64| usize::try_from(at).ok().and_then(|at| starts.get(at)).copied().unwrap_or(source.len());
    Ok(made(source.get(place(start)..place(end)).unwrap_or_default()))
}

fn compact(a: &[Value]) -> Result {
    let mut kept = Vec::new();
    for item in list(at(a, 0)?)? {
        match &item.content {
            Content::Null => {}
            Content::Text(text) if text.is_empty() => {}
            Content::Unknown(unknown)
                if !unknown.non_null && unknown.prefix.is_empty() && unknown.refers_to.is_empty() =>
            {
                return Ok(chosen(item));
            }
            Content::OneOf(_) => return Ok(chosen(item)),
            Content::Unknown(_) => kept.push(item.clone()),
            _ => kept.push(Value { content: Content::Text(text(item)?), ..item.clone() }),
        }
    }
    Ok(uniform(kept))
}
