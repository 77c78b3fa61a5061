//! Values as Go's `%` verbs show them.

use super::arguments::{boolean, number, text};
use super::json::to_json;
use super::{Result, fail};
use crate::terraform::values::text as made;
use crate::value::{Content, Value};
use unicode_segmentation::UnicodeSegmentation;

/// One `%` verb.
#[derive(Clone, Copy, Default)]
pub(super) struct Verb {
    /// Whether the text stands on the left of its field.
    pub(super) left: bool,
    /// What stands before numbers that are not negative.
    pub(super) sign: Option<char>,
    /// Whether the field is filled with zeros.
    pub(super) zero: bool,
    /// Whether the other form is wanted: with the base, or as JSON.
    pub(super) sharp: bool,
    pub(super) width: Option<usize>,
    pub(super) precision: Option<usize>,
    /// The number of the argument, from 1.
    pub(super) argument: usize,
    pub(super) letter: char,
}

impl Verb {
    /// Whether it shows a string as it is.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.letter, 's' | 'v') && !self.sharp && self.width.is_none() && self.precision.is_none()
    }
}

pub(super) fn shown(verb: &Verb, value: &Value) -> Result<String> {
    if value.is_null() && verb.letter != 'v' {
        return fail("null cannot be formatted");
    }
    match verb.letter {
        'v' => Ok(padded(verb, &natural(verb, value)?)),
        't' => Ok(boolean(value)?.to_string()),
        's' => Ok(padded(verb, &cut(verb, &text(value)?))),
        'q' => Ok(padded(verb, &to_json(&made(cut(verb, &text(value)?)))?)),
        'e' | 'E' | 'f' | 'g' | 'G' => Ok(fraction(verb, number(value)?)),
        _ => whole(verb, number(value)?),
    }
}

fn natural(verb: &Verb, value: &Value) -> Result<String> {
    match &value.content {
        Content::Text(text) if !verb.sharp => Ok(text.to_string()),
        Content::Number(number) if !verb.sharp => Ok(signed(number.get(), None, &general(number.get(), None))),
        _ => to_json(value),
    }
}

/// The first characters, as many as the precision says.
fn cut(verb: &Verb, text: &str) -> String {
    let most = verb.precision.filter(|&most| most > 0).unwrap_or(usize::MAX);
    text.graphemes(true).take(most).collect()
}

fn missing(verb: &Verb, text: &str) -> usize {
    verb.width.unwrap_or(0).saturating_sub(text.graphemes(true).count())
}

fn padded(verb: &Verb, text: &str) -> String {
    let padding = if verb.zero { "0" } else { " " }.repeat(missing(verb, text));
    if verb.left { text.to_owned() + &padding } else { padding + text }
}

fn signed(number: f64, sign: Option<char>, digits: &str) -> String {
    let sign = if number.is_sign_negative() { Some('-') } else { sign };
    sign.into_iter().chain(digits.chars()).collect()
}

/// Fills up a number: zeros stand between the sign and the digits.
fn filled(verb: &Verb, zero: bool, number: f64, prefix: &str, digits: &str) -> String {
    let text = signed(number, verb.sign, &format!("{prefix}{digits}"));
    let missing = missing(verb, &text);
    match (zero, verb.left) {
        (true, _) => signed(number, verb.sign, &format!("{prefix}{}{digits}", "0".repeat(missing))),
        (false, true) => text + &" ".repeat(missing),
        (false, false) => " ".repeat(missing) + &text,
    }
}

fn whole(verb: &Verb, number: f64) -> Result<String> {
    if number.fract() != 0.0 {
        return fail("a whole number is needed");
    }
    let digits = match verb.letter {
        'd' => format!("{:.0}", number.abs()),
        #[expect(clippy::cast_sign_loss, reason = "it is not negative")]
        letter => based(letter, number.abs() as u128),
    };
    let digits = format!("{digits:0>width$}", width = verb.precision.unwrap_or(0));
    let prefix = match verb.letter {
        'x' => "0x",
        'X' => "0X",
        'o' => "0",
        'b' => "0b",
        _ => "",
    };
    let prefix = if verb.sharp { prefix } else { "" };
    let zero = verb.zero && !verb.left && verb.precision.is_none();
    Ok(filled(verb, zero, number + 0.0, prefix, &digits))
}

fn based(letter: char, number: u128) -> String {
    match letter {
        'x' => format!("{number:x}"),
        'X' => format!("{number:X}"),
        'o' => format!("{number:o}"),
        _ => format!("{number:b}"),
    }
}

fn fraction(verb: &Verb, number: f64) -> String {
    let size = number.abs();
    let digits = match verb.letter {
        'f' => format!("{size:.*}", verb.precision.unwrap_or(6)),
        'e' | 'E' => {
            let (digits, exponent) = scientific(size, Some(verb.precision.unwrap_or(6)));
            with_exponent(&digits, exponent)
        }
        _ => general(size, verb.precision),
    };
    let digits = if verb.letter.is_ascii_uppercase() { digits.to_ascii_uppercase() } else { digits };
    filled(verb, verb.zero, number, "", &digits)
}

/// The digits and the exponent of the first: as many decimals as wanted, or as few as tell it from other numbers.
fn scientific(number: f64, decimals: Option<usize>) -> (String, i32) {
    let text = match decimals {
        Some(decimals) => format!("{number:.decimals$e}"),
        None => format!("{number:e}"),
    };
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (mantissa.replace('.', ""), exponent.parse().unwrap_or(0))
}

fn with_exponent(digits: &str, exponent: i32) -> String {
    let (first, rest) = digits.split_at(digits.len().min(1));
    let point = if rest.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{point}{rest}e{sign}{:02}", exponent.unsigned_abs())
}

/// With an exponent where the number is very small, or larger than its digits tell.
fn general(number: f64, precision: Option<usize>) -> String {
    let number = number.abs();
    let (digits, exponent) = scientific(number, precision.map(|digits| digits.max(1) - 1));
    let digits = match digits.trim_end_matches('0') {
        "" => "0",
        digits => digits,
    };
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let most = match precision.map(|digits| i32::try_from(digits.max(1)).unwrap_or(i32::MAX)) {
        None => 6,
        Some(most) if most > count && count > exponent => count,
        Some(most) => most,
    };
    if exponent < -4 || exponent >= most {
        return with_exponent(digits, exponent);
    }
    match usize::try_from(exponent) {
        Err(_) => format!("0.{}{digits}", "0".repeat(exponent.unsigned_abs() as usize - 1)),
        Ok(whole) if digits.len() <= whole + 1 => format!("{digits:0<width$}", width = whole + 1),
        Ok(whole) => {
            let (whole, rest) = digits.split_at(whole + 1);
            format!("{whole}.{rest}")
        }
    }
}
