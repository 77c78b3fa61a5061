//! Functions over strings.

use super::arguments::{at, integer_at, list, text, text_at};
use super::{Function, Result, fail, format, patterns};
use crate::terraform::templates::joined;
use crate::terraform::types::text as made;
use crate::terraform::values::{self, bare, chosen};
use crate::value::{Content, Value};

pub(super) const TABLE: &[(&str, Function)] = &[
    ("abspath", |a| {
        Err(super::Stop::Unknown(Box::new(Value::unknown("absolute paths are not known", at(a, 0)?.origin.clone()))))
    }),
    ("basename", |a| Ok(made(last_part(&text_at(a, 0)?)))),
    ("chomp", |a| Ok(made(text_at(a, 0)?.trim_end_matches(['\n', '\r'])))),
    ("dirname", |a| Ok(made(directory(&text_at(a, 0)?)))),
    ("endswith", |a| Ok(bare(Content::Bool(text_at(a, 0)?.ends_with(&*text_at(a, 1)?))))),
    ("format", format::format),
    ("formatlist", format::formatlist),
    ("indent", indent),
    ("join", join),
    ("lower", |a| Ok(made(text_at(a, 0)?.to_lowercase()))),
    ("replace", patterns::replace),
    ("split", split),
    ("startswith", startswith),
    ("strcontains", |a| Ok(bare(Content::Bool(text_at(a, 0)?.contains(&*text_at(a, 1)?))))),
    ("strrev", |a| Ok(made(text_at(a, 0)?.chars().rev().collect::<String>()))),
    ("substr", substr),
    ("title", |a| Ok(made(title(&text_at(a, 0)?)))),
    ("trim", |a| {
        let cut = text_at(a, 1)?;
        Ok(made(text_at(a, 0)?.trim_matches(|c| cut.contains(c))))
    }),
    ("trimprefix", |a| {
        let whole = text_at(a, 0)?;
        Ok(made(whole.strip_prefix(&*text_at(a, 1)?).unwrap_or(&whole)))
    }),
    ("trimspace", |a| Ok(made(text_at(a, 0)?.trim()))),
    ("trimsuffix", |a| {
        let whole = text_at(a, 0)?;
        Ok(made(whole.strip_suffix(&*text_at(a, 1)?).unwrap_or(&whole)))
    }),
    ("upper", |a| Ok(made(text_at(a, 0)?.to_uppercase()))),
];

/// How long a generated string may become.
const MAX_LENGTH: usize = 1 << 20;

fn last_part(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    match path.rsplit_once('/') {
        Some((_, last)) => last,
        None if path.is_empty() => ".",
        None => path,
    }
}

fn directory(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((directory, _)) => directory,
        None => ".",
    }
}

fn indent(a: &[Value]) -> Result {
    let width = usize::try_from(integer_at(a, 0)?).unwrap_or(0);
    let source = text_at(a, 1)?;
    let lines = source.bytes().filter(|&b| b == b'\n').count();
    if lines.saturating_mul(width) > MAX_LENGTH {
        return fail("the string is too long to be evaluated");
    }
    Ok(made(source.replace('\n', &format!("\n{}", " ".repeat(width)))))
}

fn join(a: &[Value]) -> Result {
    let separator = text_at(a, 0)?;
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
        _ => joined(&pieces).map_err(|failure| super::Stop::Failure(failure.0.to_string())),
    }
}

fn split(a: &[Value]) -> Result {
    let (separator, whole) = (text_at(a, 0)?, at(a, 1)?);
    let source = text(whole)?;
    let part = |part: &str| Value::text(part, whole.origin.clone());
    Ok(values::list(if separator.is_empty() {
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
            return Ok(bare(Content::Bool(true)));
        }
        if !wanted.starts_with(&*unknown.prefix) {
            return Ok(bare(Content::Bool(false)));
        }
    }
    Ok(bare(Content::Bool(text(value)?.starts_with(&*wanted))))
}

fn substr(a: &[Value]) -> Result {
    let characters: Vec<char> = text_at(a, 0)?.chars().collect();
    let (offset, length) = (integer_at(a, 1)?, integer_at(a, 2)?);
    let count = i64::try_from(characters.len()).unwrap_or(i64::MAX);
    let start = if offset < 0 { count.saturating_add(offset).max(0) } else { offset.min(count) };
    let end = if length < 0 { count } else { start.saturating_add(length).min(count) };
    let range = usize::try_from(start).unwrap_or(0)..usize::try_from(end).unwrap_or(0);
    Ok(made(characters.get(range).unwrap_or_default().iter().collect::<String>()))
}

fn title(text: &str) -> String {
    let mut at_start = true;
    let mut titled = String::with_capacity(text.len());
    for c in text.chars() {
        if at_start {
            titled.extend(c.to_uppercase());
        } else {
            titled.push(c);
        }
        at_start = !(c.is_alphanumeric() || c == '_' || c == '\'');
    }
    titled
}
