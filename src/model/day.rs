//! A day of the calendar: what support dates are compared with.

use std::fmt;

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: u16,
    month: u16,
    of_month: u16,
}

impl Day {
    pub(super) const fn new(year: u16, month: u16, day: u16) -> Self {
        Self { year, month, of_month: day }
    }

    /// The day that is written so: `2026-11-21`. `None` for anything else, the 30th of February included.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = |part: &str, count: usize| {
            let is_number = part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
            if is_number { part.parse().ok() } else { None }
        };
        let mut parts = text.split('-');
        let (year, month, day) = (digits(parts.next()?, 4)?, digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
        let exists = (1..=12).contains(&month) && (1..=days(year, month)).contains(&day);
        (parts.next().is_none() && exists).then_some(Self { year, month, of_month: day })
    }

    /// The day of so many seconds after the first one of 1970, in the time of Greenwich.
    pub(crate) fn of_seconds(seconds: u64) -> Self {
        let mut left = seconds / 86_400;
        let mut year = 1970;
        while left >= days_of_year(year) && year < 9999 {
            left -= days_of_year(year);
            year += 1;
        }
        let mut month = 1;
        while month < 12 && left >= u64::from(days(year, month)) {
            left -= u64::from(days(year, month));
            month += 1;
        }
        Self { year, month, of_month: left.min(30) as u16 + 1 }
    }
}

fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
}

fn days_of_year(year: u16) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days(year: u16, month: u16) -> u16 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn days_are_read_and_written_alike() {
        for text in ["2026-11-21", "2024-02-29", "1970-01-01"] {
            assert_eq!(Day::parse(text).map(|day| day.to_string()).as_deref(), Some(text));
        }
        for wrong in ["2026-02-29", "2026-13-01", "26-1-1", "2026-11-21-1", "today", "+026-01-01", ""] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
        assert!(Day::parse("2026-09-30") < Day::parse("2026-10-01"));
    }

    #[test]
    fn seconds_have_days() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (1_795_305_599, "2026-11-21"),
            (1_798_761_600, "2027-01-01"),
        ] {
            assert_eq!(Day::of_seconds(seconds).to_string(), day);
        }
    }
}
