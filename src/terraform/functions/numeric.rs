//! Functions over numbers.

use super::arguments::{decided, integer_at, list, number, number_at, text_at, uniform};
use super::signature::Takes::{List, Number as Num, Written};
use super::{Function, Result, fail};
use crate::terraform::values::bare;
use crate::value::{Content, Number, Value};

pub(super) const TABLE: &[Function] = &[
    Function::of("abs", &[Num], |a| result(number_at(a, 0)?.abs())),
    Function::of("ceil", &[Num], |a| result(number_at(a, 0)?.ceil())),
    Function::of("floor", &[Num], |a| result(number_at(a, 0)?.floor())),
    Function::of("log", &[Num, Num], |a| result(number_at(a, 0)?.log(number_at(a, 1)?))),
    Function::of("max", &[], |a| extreme(a, f64::max)).then(Num),
    Function::of("min", &[], |a| extreme(a, f64::min)).then(Num),
    Function::of("parseint", &[Written, Num], parseint),
    Function::of("pow", &[Num, Num], |a| result(number_at(a, 0)?.powf(number_at(a, 1)?))),
    Function::of("range", &[], range).then(Num),
    Function::of("signum", &[Num], |a| Ok(count(integer_at(a, 0)?.signum()))),
    Function::of("sum", &[List], sum),
];

/// How long a list may become, as in Terraform.
const MAX_LENGTH: usize = 1024;

fn result(value: f64) -> Result {
    Number::new(value).map_or_else(|| fail("there is no such number"), |number| Ok(bare(Content::Number(number))))
}

/// A whole number as a value.
pub(super) fn count(number: i64) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let number = Number::new(number as f64);
    bare(number.map_or(Content::Null, Content::Number))
}

/// The length of something as a value.
pub(super) fn length(length: usize) -> Value {
    count(i64::try_from(length).unwrap_or(i64::MAX))
}

fn extreme(a: &[Value], choose: fn(f64, f64) -> f64) -> Result {
    let numbers = a.iter().map(number).collect::<Result<Vec<_>>>()?;
    let found = numbers.into_iter().reduce(choose);
    found.map_or_else(|| fail("there is no argument"), result)
}

fn parseint(a: &[Value]) -> Result {
    let base = u32::try_from(integer_at(a, 1)?).ok().filter(|base| (2..=62).contains(base));
    let Some(base) = base else { return fail("the base is not supported") };
    let text = text_at(a, 0)?;
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let parsed = digits.chars().try_fold(0.0, |number, c| Some(number * f64::from(base) + f64::from(digit(c, base)?)));
    match parsed.filter(|_| !digits.is_empty()) {
        Some(number) => result(if negative { -number } else { number }),
        None => fail("the string is no number of that base"),
    }
}

/// Up to base 36 capital letters are the small ones; beyond, they are the digits from 36 on.
fn digit(c: char, base: u32) -> Option<u32> {
    let digit = match c {
        'A'..='Z' if base > 36 => u32::from(c) - u32::from('A') + 36,
        _ => c.to_digit(36)?,
    };
    (digit < base).then_some(digit)
}

fn range(a: &[Value]) -> Result {
    let numbers = a.iter().map(number).collect::<Result<Vec<_>>>()?;
    let direction = |start: f64, end: f64| if end < start { -1.0 } else { 1.0 };
    let (start, end, step) = match *numbers.as_slice() {
        [end] => (0.0, end, direction(0.0, end)),
        [start, end] => (start, end, direction(start, end)),
        [start, end, step] => (start, end, step),
        _ => return fail("one to three numbers are needed"),
    };
    let away = (step > 0.0 && end < start) || (step < 0.0 && end > start) || (step == 0.0 && (end - start).abs() > 0.0);
    if away {
        return fail("the steps do not lead to the limit");
    }
    let mut items = Vec::new();
    let mut next = start;
    while (next < end && step > 0.0) || (next > end && step < 0.0) {
        if items.len() >= MAX_LENGTH {
            return fail("there are too many steps");
        }
        items.push(result(next)?);
        let (at, step) = (Number::new(next), Number::new(step));
        next = at.and_then(|at| at.plus(step?)).map_or(f64::INFINITY, Number::get);
    }
    Ok(uniform(items))
}

fn sum(a: &[Value]) -> Result {
    let items = list(decided(super::arguments::at(a, 0)?)?)?;
    let numbers = items.iter().map(|item| number(item).map(Number::new)).collect::<Result<Option<Vec<_>>>>()?;
    let sum = numbers.and_then(|numbers| numbers.into_iter().map(Some).reduce(|a, b| a?.plus(b?))?);
    sum.map_or_else(|| fail("the list has no sum"), |sum| Ok(bare(Content::Number(sum))))
}
