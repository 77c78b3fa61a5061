//! Functions over timestamps as RFC 3339 has them.

use super::arguments::text_at;
use super::numeric::count;
use super::signature::Takes::Text;
use super::{Function, Result, Stop, fail, too_much};
use crate::terraform::values::text;
use crate::value::Value;
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use std::fmt::Write;

pub(super) const TABLE: &[Function] = &[
    Function::of("formatdate", &[Text, Text], |a| format(&text_at(a, 0)?, &Time::parse(&text_at(a, 1)?)?)),
    Function::of("timeadd", &[Text, Text], add),
    Function::of("timecmp", &[Text, Text], |a| {
        let instant = |index| text_at(a, index).and_then(|text| Time::parse(&text)?.instant());
        Ok(count(instant(0)?.cmp(&instant(1)?) as i64))
    }),
];

/// A time as it reads where it was written down.
pub(super) struct Time {
    local: DateTime,
    /// Minutes ahead of UTC.
    offset: i32,
}

impl Time {
    /// Reads `2018-01-02T23:12:01Z` and nothing looser.
    pub(super) fn parse(source: &str) -> Result<Self> {
        Self::read(source).map_or_else(|| fail("it is no timestamp of RFC 3339"), Ok)
    }

    fn read(source: &str) -> Option<Self> {
        let shape = "dddd-dd-ddTdd:dd:dd";
        let (start, mut rest) = source.split_at_checked(shape.len())?;
        let fits = |(b, shape): (u8, u8)| if shape == b'd' { b.is_ascii_digit() } else { b == shape };
        if !start.bytes().zip(shape.bytes()).all(fits) {
            return None;
        }
        let number = |from: usize, to: usize| start.get(from..to)?.parse::<i16>().ok();
        let small = |from: usize| number(from, from + 2).and_then(|number| i8::try_from(number).ok());
        let mut nanoseconds = 0;
        if let Some(fraction) = rest.strip_prefix('.') {
            let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
            let (fraction, after) = fraction.split_at_checked(digits).filter(|_| digits > 0)?;
            nanoseconds = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
            rest = after;
        }
        let second = small(17).filter(|&second| second < 60)?;
        let local = DateTime::new(number(0, 4)?, small(5)?, small(8)?, small(11)?, small(14)?, second, nanoseconds);
        Some(Self { local: local.ok()?, offset: offset(rest)? })
    }

    /// A date or a time without an offset.
    pub(super) fn utc(local: DateTime) -> Self {
        Self { local, offset: 0 }
    }

    /// The same instant in UTC.
    fn instant(&self) -> Result<DateTime> {
        let ahead = SignedDuration::from_mins(i64::from(self.offset));
        self.local.checked_sub(ahead).map_err(|_| Stop::Failure("the time is out of range".to_owned()))
    }

    /// As RFC 3339 has it, without fractions of seconds.
    pub(super) fn show(&self) -> String {
        format!("{}{}", self.local.strftime("%Y-%m-%dT%H:%M:%S"), self.zone("Z", ":"))
    }

    fn zone(&self, utc: &str, between: &str) -> String {
        if self.offset == 0 && !utc.is_empty() {
            return utc.to_owned();
        }
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.unsigned_abs();
        format!("{sign}{:02}{between}{:02}", minutes / 60, minutes % 60)
    }
}

fn offset(source: &str) -> Option<i32> {
    if source == "Z" {
        return Some(0);
    }
    let (sign, rest) = source.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let number = |text: &str, most: i32| {
        let digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|&number: &i32| digits && number <= most)
    };
    let ahead = number(hours, 23)? * 60 + number(minutes, 59)?;
    match sign {
        "+" => Some(ahead),
        "-" => Some(-ahead),
        _ => None,
    }
}

fn add(a: &[Value]) -> Result {
    let Time { local, offset } = Time::parse(&text_at(a, 0)?)?;
    let Some(duration) = duration(&text_at(a, 1)?) else { return fail("it is no duration") };
    match local.checked_add(duration) {
        Ok(local) => Ok(text(Time { local, offset }.show())),
        Err(_) => too_much("the year"),
    }
}

/// A duration as Go writes it: `1h30m`, `-1.5s`.
fn duration(source: &str) -> Option<SignedDuration> {
    let (negative, mut rest) = match source.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, source.strip_prefix('+').unwrap_or(source)),
    };
    if rest == "0" {
        return Some(SignedDuration::ZERO);
    }
    let mut total: i128 = 0;
    loop {
        let (number, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len()));
        let (unit, after) = after.split_at(after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len()));
        total = total.checked_add(amount(number, nanoseconds(unit)?)?)?;
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    let total = i64::try_from(if negative { -total } else { total }).ok()?;
    Some(SignedDuration::from_nanos(total))
}

fn nanoseconds(unit: &str) -> Option<i128> {
    Some(match unit {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    })
}

/// So many of a unit, which may be a decimal fraction.
fn amount(number: &str, unit: i128) -> Option<i128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let fraction = fraction.get(..fraction.len().min(15))?;
    if (whole.is_empty() && fraction.is_empty()) || whole.len() > 18 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let parse = |digits: &str| if digits.is_empty() { Some(0) } else { digits.parse::<i128>().ok() };
    let part = parse(fraction)? * unit / 10_i128.pow(u32::try_from(fraction.len()).ok()?);
    parse(whole)?.checked_mul(unit)?.checked_add(part)
}

/// The time in words and digits, by letters that are repeated; other signs, and what stands in quotes, stay.
fn format(pattern: &str, time: &Time) -> Result {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => quoted(rest, &mut out)?,
            'a'..='z' | 'A'..='Z' => {
                let length = rest.len() - rest.trim_start_matches(first).len();
                verb(first, length, time, &mut out)?;
                length
            }
            other => {
                out.push(other);
                other.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(text(out))
}

/// What stands in quotes, two of which within are one; two alone are one, too.
fn quoted(source: &str, out: &mut String) -> Result<usize> {
    if source.starts_with("''") {
        out.push('\'');
        return Ok(2);
    }
    let mut rest = source.char_indices().skip(1).peekable();
    while let Some((at, c)) = rest.next() {
        if c == '\'' && rest.next_if(|(_, next)| *next == '\'').is_none() {
            return Ok(at + 1);
        }
        out.push(c);
    }
    fail("a quote is not closed")
}

fn verb(letter: char, length: usize, time: &Time, out: &mut String) -> Result<()> {
    let t = &time.local;
    let hour = i16::from(t.hour());
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let number = match (letter, length) {
        ('Y', 2) => (t.year() % 100, 2),
        ('Y', 4) => (t.year(), 4),
        ('M', 1 | 2) => (t.month().into(), length),
        ('D', 1 | 2) => (t.day().into(), length),
        ('h', 1 | 2) => (hour, length),
        ('H', 1 | 2) => (twelve, length),
        ('m', 1 | 2) => (t.minute().into(), length),
        ('s', 1 | 2) => (t.second().into(), length),
        _ => return named(letter, length, time, out),
    };
    // Writing to a string does not fail.
    let _ = write!(out, "{:0width$}", number.0, width = number.1);
    Ok(())
}

fn named(letter: char, length: usize, time: &Time, out: &mut String) -> Result<()> {
    let word = |format: &str| time.local.strftime(format).to_string();
    out.push_str(&match (letter, length) {
        ('M', 3) => word("%b"),
        ('M', 4) => word("%B"),
        ('E', 3) => word("%a"),
        ('E', 4) => word("%A"),
        ('A', 2) => word("%p"),
        ('a', 2) => word("%P"),
        ('Z', 1) => time.zone("Z", ":"),
        ('Z', 3) => time.zone("UTC", ""),
        ('Z', 4) => time.zone("", ""),
        ('Z', 5) => time.zone("", ":"),
        _ => return fail("the format has letters without a meaning"),
    });
    Ok(())
}

/// A timestamp of YAML, which may be looser: a date alone, or one with single digits.
pub(super) fn of_yaml(source: &str) -> Option<String> {
    let (year, rest) = source.split_at_checked(4).filter(|(year, _)| year.bytes().all(|b| b.is_ascii_digit()))?;
    let mut parts = rest.strip_prefix('-')?.splitn(2, '-');
    let (month, rest) = (parts.next()?, parts.next()?);
    let day = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (day, rest) = rest.split_at(day);
    if !(1..=2).contains(&month.len()) || !(1..=2).contains(&day.len()) {
        return None;
    }
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    match rest.chars().next() {
        None => Some(Time::utc(date.at(0, 0, 0, 0)).show()),
        Some(between @ ('T' | 't' | ' ')) => {
            let mut parts = rest.get(1..)?.splitn(3, ':');
            let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
            let second = if second.starts_with(|c: char| c.is_ascii_digit()) && !second.get(1..2).is_some_and(is_digit)
            {
                format!("0{second}")
            } else {
                second.to_owned()
            };
            let zone = if between == ' ' { "Z" } else { "" };
            let time = format!("{}T{hour:0>2}:{minute:0>2}:{second}{zone}", date.strftime("%Y-%m-%d"));
            Time::read(&time).map(|time| time.show())
        }
        Some(_) => None,
    }
}

fn is_digit(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}
