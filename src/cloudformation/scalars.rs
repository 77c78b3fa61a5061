//! What a scalar means: CloudFormation reads plain ones by YAML 1.1.

use crate::value::{Content, Number};
use std::sync::Arc;

/// The content of a scalar. A tag of YAML itself says what it is, quoted or not, as long as it can be that; without one,
/// what is quoted is text.
pub(super) fn read(text: &Arc<str>, plain: bool, tag: Option<&str>) -> Content {
    let known = match tag {
        Some("!!null") => Some(Content::Null),
        Some("!!bool") => boolean(text).map(Content::Bool),
        Some("!!int" | "!!float") => number(text),
        Some("!!str" | "!!timestamp" | "!!binary") => None,
        // That of a function, too, leaves a text what it is.
        Some(tag) if !tag.starts_with("!!") => None,
        _ if plain => resolved(text),
        _ => None,
    };
    known.unwrap_or_else(|| Content::Text(text.clone()))
}

/// What a plain scalar is, if it is no text.
fn resolved(word: &str) -> Option<Content> {
    match word {
        "" | "~" | "null" | "Null" | "NULL" => Some(Content::Null),
        _ => boolean(word).map(Content::Bool).or_else(|| number(word)),
    }
}

fn boolean(word: &str) -> Option<bool> {
    match word {
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

/// The text that CloudFormation makes of a scalar where a string belongs; `None` for anything else.
pub(super) fn as_string(content: &Content) -> Option<Arc<str>> {
    match content {
        Content::Text(text) => Some(text.clone()),
        Content::Bool(known) => Some(if *known { "true" } else { "false" }.into()),
        Content::Number(number) => Some(number.to_string().into()),
        _ => None,
    }
}

/// A number as YAML 1.1 writes it. A fraction that would be written differently, were it only a number, is the text
/// that CloudFormation makes of it: `1.0` is no `1`.
fn number(word: &str) -> Option<Content> {
    let unsigned = word.strip_prefix(['-', '+']).unwrap_or(word);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let sign = if word.starts_with('-') { -1.0 } else { 1.0 };
    if let Some(value) = integer(unsigned).or_else(|| sexagesimal(unsigned)) {
        return Number::new(sign * value).map(Content::Number);
    }
    let number = Number::new(sign * float(unsigned)?)?;
    let text = written_fraction(number.get());
    Some(if text == number.to_string() { Content::Number(number) } else { Content::Text(text.into()) })
}

/// A fraction as the service writes it, which is Java's way: with a point always, and with an exponent where it is
/// very small or has more than seven digits before the point.
fn written_fraction(value: f64) -> String {
    if value == 0.0 || (1e-3..1e7).contains(&value.abs()) {
        return format!("{value:?}");
    }
    let text = format!("{value:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let point = if digits.contains('.') { "" } else { ".0" };
    format!("{digits}{point}E{exponent}")
}

/// Digits of base sixty: `1:30` is 90.
fn sexagesimal(word: &str) -> Option<f64> {
    let (first, rest) = word.split_once(':')?;
    let leads = first.starts_with(|c: char| matches!(c, '1'..='9'));
    let digits = |text: &str, most: usize| text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = |text: &str| !text.is_empty() && digits(text, 2) && (text.len() < 2 || text < "60");
    if !leads || !digits(first, 6) || word.len() > 16 || !rest.split(':').all(fits) {
        return None;
    }
    word.split(':').try_fold(0.0, |value, digits| Some(value * 60.0 + digits.parse::<f64>().ok()?))
}

fn integer(word: &str) -> Option<f64> {
    let (digits, radix) = match word.strip_prefix('0') {
        None => (word, 10),
        Some("") => return Some(0.0),
        Some(rest) => match rest.as_bytes()[0] {
            b'x' => (&rest[1..], 16),
            b'b' => (&rest[1..], 2),
            _ => (rest, 8),
        },
    };
    let digits = digits.replace('_', "");
    let signed = digits.starts_with(['-', '+']);
    let value = if signed { None } else { u64::from_str_radix(&digits, radix).ok() }?;
    Number::parse(&value.to_string()).filter(|number| number.as_integer().is_some()).map(Number::get)
}

/// Digits, a point, digits, and an exponent; the point may be missing before an exponent, and where a zero leads digits
/// that are not octal.
fn float(word: &str) -> Option<f64> {
    let mantissa = word.split(['e', 'E']).next()?;
    let pointed = mantissa.contains('.') || mantissa.len() < word.len() || word.starts_with('0');
    let shaped = mantissa.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'));
    if !pointed || !shaped || !mantissa.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Number::parse(&word.replace('_', "")).map(Number::get)
}

#[cfg(test)]
mod tests {
    use super::{as_string, read};

    #[test]
    fn plain_scalars_follow_yaml_1_1() {
        let cases = [
            ("yes", "Bool(true)"),
            ("Off", "Bool(false)"),
            ("y", "Text(\"y\")"),
            ("", "Null"),
            ("~", "Null"),
            ("16.10", "Number(Number(16.1))"),
            ("5432", "Number(Number(5432.0))"),
            ("-1_000", "Number(Number(-1000.0))"),
            ("0777", "Number(Number(511.0))"),
            ("0x1F", "Number(Number(31.0))"),
            ("0b11", "Number(Number(3.0))"),
            (".5", "Number(Number(0.5))"),
            ("1e3", "Text(\"1000.0\")"),
            ("1.0", "Text(\"1.0\")"),
            ("-8.00", "Text(\"-8.0\")"),
            ("1.50", "Number(Number(1.5))"),
            ("0.0005", "Text(\"5.0E-4\")"),
            ("12345678.5", "Text(\"1.23456785E7\")"),
            ("1e300", "Text(\"1.0E300\")"),
            ("0", "Number(Number(0.0))"),
            ("012345678901", "Text(\"1.2345678901E10\")"),
            ("123456789012", "Number(Number(123456789012.0))"),
            ("12345678901234567891", "Text(\"12345678901234567891\")"),
            ("2010-09-09", "Text(\"2010-09-09\")"),
            ("03:00", "Text(\"03:00\")"),
            ("8.0.mysql_aurora.3.04.0", "Text(\"8.0.mysql_aurora.3.04.0\")"),
            ("1.2.3", "Text(\"1.2.3\")"),
            ("10.0.0.0/8", "Text(\"10.0.0.0/8\")"),
            (".", "Text(\".\")"),
            ("-", "Text(\"-\")"),
            ("0x", "Text(\"0x\")"),
            ("0+7", "Text(\"0+7\")"),
            (".inf", "Text(\".inf\")"),
            ("-.INF", "Text(\"-.INF\")"),
            (".nan", "Text(\".nan\")"),
            ("0o777", "Text(\"0o777\")"),
            ("089", "Text(\"89.0\")"),
            ("1:30", "Number(Number(90.0))"),
            ("-2:00:01", "Number(Number(-7201.0))"),
            ("1:60", "Text(\"1:60\")"),
            ("1:", "Text(\"1:\")"),
            ("190:20:30.15", "Text(\"190:20:30.15\")"),
            ("2001-12-14t21:59:43.10-05:00", "Text(\"2001-12-14t21:59:43.10-05:00\")"),
            ("+12", "Number(Number(12.0))"),
            ("1_000.5", "Number(Number(1000.5))"),
            ("-0x10", "Number(Number(-16.0))"),
            ("0b2", "Text(\"0b2\")"),
            ("yEs", "Text(\"yEs\")"),
            ("=", "Text(\"=\")"),
        ];
        for (word, content) in cases {
            assert_eq!(format!("{:?}", read(&word.into(), true, None)), content, "{word}");
        }
    }

    #[test]
    fn tags_of_yaml_say_what_a_scalar_is() {
        let cases = [
            ("5", "!!int", "Number(Number(5.0))"),
            ("0x1F", "!!int", "Number(Number(31.0))"),
            ("five", "!!int", "Text(\"five\")"),
            ("1.5", "!!float", "Number(Number(1.5))"),
            ("yes", "!!bool", "Bool(true)"),
            ("1", "!!bool", "Text(\"1\")"),
            ("", "!!null", "Null"),
            ("2001-01-01", "!!timestamp", "Text(\"2001-01-01\")"),
            ("eA==", "!!binary", "Text(\"eA==\")"),
        ];
        for (word, tag, content) in cases {
            assert_eq!(format!("{:?}", read(&word.into(), true, Some(tag))), content, "{tag} {word}");
            assert_eq!(format!("{:?}", read(&word.into(), false, Some(tag))), content, "{tag} '{word}'");
        }
    }

    #[test]
    fn quotes_and_string_tags_keep_the_text() {
        for (plain, tag) in [(false, None), (true, Some("!!str")), (true, Some("!")), (true, Some("!Base64"))] {
            assert_eq!(format!("{:?}", read(&"yes".into(), plain, tag)), "Text(\"yes\")");
        }
        assert_eq!(as_string(&read(&"16.10".into(), true, None)).as_deref(), Some("16.1"));
        assert_eq!(as_string(&read(&"on".into(), true, None)).as_deref(), Some("true"));
    }
}
