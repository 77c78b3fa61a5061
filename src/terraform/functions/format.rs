//! `format` and `formatlist`: Go's verbs as far as Terraform has them.

use super::arguments::{at, number, text, text_at};
use super::encoding::to_json;
use super::{Result, Stop, fail};
use crate::terraform::templates::joined;
use crate::terraform::types::text as made;
use crate::terraform::values::{self, primitive_text};
use crate::value::{Content, Value};

/// The widest padding.
const MAX_WIDTH: usize = 4_096;

/// One `%` verb.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of a verb are independent of each other")]
struct Verb {
    left: bool,
    plus: bool,
    zero: bool,
    sharp: bool,
    width: usize,
    precision: Option<usize>,
    letter: char,
}

pub(super) fn format(a: &[Value]) -> Result {
    let pattern = text_at(a, 0)?;
    let mut rest = pattern.chars().peekable();
    let mut arguments = a.iter().skip(1);
    let mut pieces = Vec::new();
    let mut literal = String::new();
    while let Some(c) = rest.next() {
        if c != '%' {
            literal.push(c);
            continue;
        }
        if rest.next_if_eq(&'%').is_some() {
            literal.push('%');
            continue;
        }
        let verb = verb(&mut rest)?;
        let Some(argument) = arguments.next() else { return fail("there are fewer arguments than verbs") };
        pieces.push(made(std::mem::take(&mut literal)));
        pieces.push(match &argument.content {
            Content::Unknown(_) => argument.clone(),
            _ => made(shown(&verb, argument)?),
        });
    }
    pieces.push(made(literal));
    joined(&pieces).map_err(|failure| Stop::Failure(failure.0.to_string()))
}

pub(super) fn formatlist(a: &[Value]) -> Result {
    let lists = a.iter().skip(1).filter_map(Value::as_list);
    let rounds = lists.map(<[Value]>::len).max().unwrap_or(1);
    if let Some(open) = a.iter().find(|value| matches!(value.content, Content::Unknown(_) | Content::OneOf(_))) {
        return Err(Stop::Unknown(Box::new(open.clone())));
    }
    let mut results = Vec::with_capacity(rounds);
    for round in 0..rounds {
        let mut arguments = vec![at(a, 0)?.clone()];
        for argument in a.iter().skip(1) {
            match argument.as_list() {
                Some(items) => arguments.push(at(items, round)?.clone()),
                None => arguments.push(argument.clone()),
            }
        }
        results.push(format(&arguments)?);
    }
    Ok(values::list(results))
}

fn verb(rest: &mut std::iter::Peekable<std::str::Chars>) -> Result<Verb> {
    let mut verb = Verb::default();
    while let Some(flag) = rest.next_if(|c| matches!(c, '-' | '+' | '0' | '#' | ' ')) {
        verb.left |= flag == '-';
        verb.plus |= flag == '+';
        verb.zero |= flag == '0';
        verb.sharp |= flag == '#';
    }
    verb.width = digits(rest).unwrap_or(0).min(MAX_WIDTH);
    if rest.next_if_eq(&'.').is_some() {
        verb.precision = Some(digits(rest).unwrap_or(0).min(MAX_WIDTH));
    }
    match rest.next() {
        Some(letter) if "vsqdtfFeEgGxXob".contains(letter) => Ok(Verb { letter, ..verb }),
        _ => fail("the verb is not supported"),
    }
}

fn digits(rest: &mut std::iter::Peekable<std::str::Chars>) -> Option<usize> {
    let mut digits = String::new();
    while let Some(digit) = rest.next_if(char::is_ascii_digit) {
        digits.push(digit);
    }
    digits.parse().ok()
}

fn shown(verb: &Verb, value: &Value) -> Result<String> {
    let body = match verb.letter {
        'v' if !verb.sharp && primitive_text(value).is_some() => text(value)?.to_string(),
        'v' => to_json(value)?,
        's' => text(value)?.to_string(),
        'q' => to_json(&made(text(value)?))?,
        't' => super::arguments::boolean(value)?.to_string(),
        letter => numeric(letter, verb, number(value)?)?,
    };
    let body = match (verb.letter, verb.precision) {
        ('s' | 'v', Some(precision)) => body.chars().take(precision).collect(),
        _ => body,
    };
    let missing = verb.width.saturating_sub(body.chars().count());
    Ok(match (verb.left, verb.zero) {
        (true, _) => format!("{body}{}", " ".repeat(missing)),
        (false, true) => match body.strip_prefix('-') {
            Some(digits) => format!("-{}{digits}", "0".repeat(missing)),
            None => format!("{}{body}", "0".repeat(missing)),
        },
        (false, false) => format!("{}{body}", " ".repeat(missing)),
    })
}

fn numeric(letter: char, verb: &Verb, number: f64) -> Result<String> {
    let integer = crate::value::Number::new(number.trunc()).and_then(crate::value::Number::as_integer);
    let sign = if verb.plus && number >= 0.0 { "+" } else { "" };
    let text = match (letter, integer) {
        ('d', Some(integer)) => integer.to_string(),
        ('x', Some(integer)) => format!("{integer:x}"),
        ('X', Some(integer)) => format!("{integer:X}"),
        ('o', Some(integer)) => format!("{integer:o}"),
        ('b', Some(integer)) => format!("{integer:b}"),
        ('f' | 'F', _) => format!("{number:.*}", verb.precision.unwrap_or(6)),
        ('g' | 'G', _) => number.to_string(),
        _ => return fail("the number cannot be shown like that"),
    };
    Ok(format!("{sign}{text}"))
}
