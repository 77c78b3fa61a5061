//! Functions over numbers.

use super::arguments::{at, decided, integer_at, list_at, number, text_at};
use super::{Function, Result, Stop, fail};
use crate::terraform::values::{self, bare};
use crate::value::{Content, Number, Value};

pub(super) const TABLE: &[(&str, Function)] = &[
    ("abs", |a| result(number(at(a, 0)?)?.abs())),
    ("ceil", |a| result(number(at(a, 0)?)?.ceil())),
    ("floor", |a| result(number(at(a, 0)?)?.floor())),
    ("log", |a| result(number(at(a, 0)?)?.log(number(at(a, 1)?)?))),
    ("max", |a| extreme(a, f64::max)),
    ("min", |a| extreme(a, f64::min)),
    ("parseint", parseint),
    ("pow", |a| result(number(at(a, 0)?)?.powf(number(at(a, 1)?)?))),
    ("range", range),
    ("signum", |a| {
        let value = number(at(a, 0)?)?;
        result(if value == 0.0 { 0.0 } else { value.signum() })
    }),
    ("sum", sum),
];

/// How long a generated list may become.
const MAX_LENGTH: usize = 10_000;

fn result(value: f64) -> Result {
    Number::new(value).map_or_else(|| fail("there is no such number"), |number| Ok(bare(Content::Number(number))))
}

fn extreme(a: &[Value], choose: fn(f64, f64) -> f64) -> Result {
    let numbers = a.iter().map(number).collect::<Result<Vec<_>>>()?;
    let found = numbers.into_iter().reduce(choose);
    found.map_or_else(|| fail("there is no argument"), result)
}

fn parseint(a: &[Value]) -> Result {
    let base = u32::try_from(integer_at(a, 1)?).unwrap_or(0);
    if !(2..=36).contains(&base) {
        return fail("the base is not supported");
    }
    let parsed = i64::from_str_radix(&text_at(a, 0)?, base);
    #[expect(clippy::cast_precision_loss, reason = "numbers are floating point throughout")]
    parsed.map_or_else(|_| fail("the string is no number of that base"), |number| result(number as f64))
}

fn range(a: &[Value]) -> Result {
    let numbers = a.iter().map(number).collect::<Result<Vec<_>>>()?;
    let (start, end, step) = match numbers.as_slice() {
        [end] => (0.0, *end, if *end < 0.0 { -1.0 } else { 1.0 }),
        [start, end] => (*start, *end, if end < start { -1.0 } else { 1.0 }),
        [start, end, step] => (*start, *end, *step),
        _ => return fail("one to three numbers are needed"),
    };
    if step == 0.0 {
        return fail("the step is zero");
    }
    let mut items = Vec::new();
    let mut next = start;
    while if step > 0.0 { next < end } else { next > end } {
        if items.len() >= MAX_LENGTH {
            return Err(Stop::Failure("the range is too long to be evaluated".to_owned()));
        }
        items.push(result(next)?);
        next += step;
    }
    Ok(values::list(items))
}

fn sum(a: &[Value]) -> Result {
    let items = list_at(a, 0)?;
    let numbers = items.iter().map(|item| number(decided(item)?)).collect::<Result<Vec<_>>>()?;
    if numbers.is_empty() { fail("the list is empty") } else { result(numbers.into_iter().sum()) }
}
