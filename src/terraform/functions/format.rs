//! `format` and `formatlist`: texts with Go's verbs, as far as Terraform has them.

use super::arguments::{at, text_at, uniform};
use super::verbs::{Verb, shown};
use super::{Result, Stop, fail, too_much};
use crate::terraform::templates::joined;
use crate::terraform::values::{self, is_open, text as made, undecided};
use crate::value::Value;
use std::iter::Peekable;
use std::str::Chars;

/// What a pattern is made of.
enum Piece {
    Literal(String),
    Verb(Verb),
}

pub(super) fn format(a: &[Value]) -> Result {
    let (pattern, arguments) = (text_at(a, 0)?, a.get(1..).unwrap_or_default());
    let pieces = pieces(&pattern)?;
    let used = pieces.iter().filter_map(|piece| if let Piece::Verb(verb) = piece { Some(verb.argument) } else { None });
    let used = used.max().unwrap_or(0);
    if used != arguments.len() {
        return fail(format!("{used} arguments are needed for the verbs, not {}", arguments.len()));
    }
    let formatted = pieces.into_iter().map(|piece| match piece {
        Piece::Literal(literal) => Ok(made(literal)),
        Piece::Verb(verb) => {
            let argument = at(a, verb.argument)?;
            match undecided(argument) {
                Some(open) if is_open(argument) && verb.is_plain() => Ok(open.clone()),
                Some(open) => Ok(values::derived_non_null(open)),
                None => shown(&verb, argument).map(made),
            }
        }
    });
    joined(&formatted.collect::<Result<Vec<_>>>()?).map_err(Stop::from)
}

/// One text for every round over the lists among the arguments, which are of one length.
pub(super) fn formatlist(a: &[Value]) -> Result {
    if let Some(open) = a.iter().find(|value| is_open(value)) {
        return Err(Stop::open(open));
    }
    let mut lengths = a.iter().skip(1).filter_map(Value::as_list).map(<[Value]>::len);
    let rounds = lengths.next();
    if lengths.any(|length| Some(length) != rounds) {
        return fail("the lists differ in length");
    }
    let round = |round: usize| {
        let argument = |value: &Value| match value.as_list() {
            Some(items) => at(items, round).cloned(),
            None => Ok(value.clone()),
        };
        format(&a.iter().map(argument).collect::<Result<Vec<_>>>()?)
    };
    Ok(uniform((0..rounds.unwrap_or(1)).map(round).collect::<Result<Vec<_>>>()?))
}

fn pieces(pattern: &str) -> Result<Vec<Piece>> {
    let mut rest = pattern.chars().peekable();
    let (mut pieces, mut literal, mut next) = (Vec::new(), String::new(), 1);
    while let Some(c) = rest.next() {
        if c != '%' || rest.next_if_eq(&'%').is_some() {
            literal.push(c);
            continue;
        }
        let verb = verb(&mut rest, next)?;
        next = verb.argument + 1;
        pieces.push(Piece::Literal(std::mem::take(&mut literal)));
        pieces.push(Piece::Verb(verb));
    }
    pieces.push(Piece::Literal(literal));
    Ok(pieces)
}

fn verb(rest: &mut Peekable<Chars>, next: usize) -> Result<Verb> {
    let mut verb = Verb { argument: next, ..Verb::default() };
    while let Some(flag) = rest.next_if(|c| matches!(c, '-' | '+' | '0' | '#' | ' ')) {
        match flag {
            '-' => verb.left = true,
            '+' => verb.sign = Some('+'),
            '0' => verb.zero = true,
            '#' => verb.sharp = true,
            _ => verb.sign = verb.sign.or(Some(' ')),
        }
    }
    verb.width = number(rest)?;
    if rest.next_if_eq(&'.').is_some() {
        verb.precision = Some(number(rest)?.unwrap_or(0));
    }
    if rest.next_if_eq(&'[').is_some() {
        verb.argument = number(rest)?.filter(|&at| at > 0).map_or_else(|| fail("arguments are counted from 1"), Ok)?;
        if rest.next() != Some(']') {
            return fail("the number of an argument does not end");
        }
    }
    match rest.next() {
        Some(letter) if "vsqtdfeEgGxXob".contains(letter) => Ok(Verb { letter, ..verb }),
        _ => fail("the verb is not supported"),
    }
}

fn number(rest: &mut Peekable<Chars>) -> Result<Option<usize>> {
    /// The widest padding, and the longest precision.
    const MOST: usize = 4_096;
    let mut digits = String::new();
    while let Some(digit) = rest.next_if(char::is_ascii_digit) {
        digits.push(digit);
    }
    match digits.parse() {
        _ if digits.is_empty() => Ok(None),
        Ok(number) if number <= MOST => Ok(Some(number)),
        _ => too_much("the text"),
    }
}
