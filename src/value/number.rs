//! Numbers as the two languages have them: equal when their values are equal, printed without a needless fraction.

use std::fmt;

/// A number of CloudFormation or Terraform.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Number(f64);

impl Number {
    /// A finite number; `None` for an infinity or not-a-number.
    pub fn new(value: f64) -> Option<Self> {
        value.is_finite().then_some(Self(value))
    }

    /// Parses a decimal number, as in `5432`, `-1.5` or `1e3`.
    pub fn parse(text: &str) -> Option<Self> {
        let starts_well = text.trim_start_matches(['-', '+']).starts_with(|c: char| c.is_ascii_digit() || c == '.');
        starts_well.then(|| text.parse().ok()).flatten().and_then(Self::new)
    }

    /// As a floating point number.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// As an integer, when it is a whole number that fits.
    #[expect(clippy::cast_precision_loss, reason = "the bound is a power of two and exact")]
    pub fn as_integer(self) -> Option<i64> {
        const BOUND: f64 = (1i64 << 53) as f64;
        (self.0.fract() == 0.0 && self.0.abs() <= BOUND).then_some(self.0 as i64)
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self(f64::from(value))
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self(f64::from(value))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_integer() {
            Some(integer) => write!(f, "{integer}"),
            None => write!(f, "{}", self.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn parses_and_prints_plainly() {
        for (text, shown) in [("5432", "5432"), ("1e3", "1000"), ("-1.50", "-1.5"), ("0.5", "0.5")] {
            assert_eq!(Number::parse(text).unwrap().to_string(), shown);
        }
        for text in ["", "inf", "NaN", "-", "abc", "1x"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }
}
