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
    pub(crate) fn as_integer(self) -> Option<i64> {
        const BOUND: f64 = (1i64 << 53) as f64;
        (self.0.fract() == 0.0 && self.0.abs() <= BOUND).then_some(self.0 as i64)
    }
}

/// Arithmetic, exact for decimals of few digits: `0.1 + 0.2` is `0.3`.
impl Number {
    /// The sum; `None` where it is no number.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let exact = |a: i128, b: i128| a.checked_add(b);
        self.exactly(other, exact).or_else(|| Self::new(self.0 + other.0))
    }

    /// The product; `None` where it is no number.
    pub fn times(self, other: Self) -> Option<Self> {
        let product = || {
            let (a, b) = (Decimal::of(self)?, Decimal::of(other)?);
            Decimal { digits: a.digits.checked_mul(b.digits)?, exponent: a.exponent + b.exponent }.number()
        };
        product().or_else(|| Self::new(self.0 * other.0))
    }

    /// The quotient; `None` where it is no number.
    pub(crate) fn divided_by(self, other: Self) -> Option<Self> {
        let (a, b) = self.aligned(other).unwrap_or((self.0, other.0));
        Self::new(a / b)
    }

    /// What a division leaves, with the sign of the dividend; what is divided by zero stays as it is.
    pub(crate) fn modulo(self, other: Self) -> Option<Self> {
        if other.0 == 0.0 {
            return Some(self);
        }
        self.exactly(other, i128::checked_rem).or_else(|| Self::new(self.0 % other.0))
    }

    /// The number with the other sign.
    #[must_use]
    pub(crate) fn negated(self) -> Self {
        Self(-self.0)
    }

    /// The result of an operation on both as whole numbers of one unit.
    fn exactly(self, other: Self, operation: impl Fn(i128, i128) -> Option<i128>) -> Option<Self> {
        let (a, b) = (Decimal::of(self)?, Decimal::of(other)?);
        let exponent = a.exponent.min(b.exponent);
        Decimal { digits: operation(a.at(exponent)?, b.at(exponent)?)?, exponent }.number()
    }

    /// Both as whole numbers of one unit.
    #[expect(clippy::cast_precision_loss, reason = "the digits are few enough to be exact")]
    fn aligned(self, other: Self) -> Option<(f64, f64)> {
        let (a, b) = (Decimal::of(self)?, Decimal::of(other)?);
        let exponent = a.exponent.min(b.exponent);
        let whole =
            |decimal: Decimal| decimal.at(exponent).filter(|digits| digits.abs() < 1 << 53).map(|digits| digits as f64);
        Some((whole(a)?, whole(b)?))
    }
}

/// `digits` times ten to the power of `exponent`.
#[derive(Clone, Copy)]
struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    /// A number that somebody may have written so: with at most 15 digits.
    fn of(number: Number) -> Option<Self> {
        let text = format!("{:e}", number.0);
        let (digits, exponent) = text.split_once('e')?;
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let digits: String = digits.chars().filter(|c| *c != '.').collect();
        let few = digits.trim_start_matches('-').len() <= 15;
        let exponent = exponent.parse::<i32>().ok()? - i32::try_from(decimals).ok()?;
        few.then(|| Some(Self { digits: digits.parse().ok()?, exponent }))?
    }

    /// The digits for a smaller exponent.
    fn at(self, exponent: i32) -> Option<i128> {
        let power = u32::try_from(self.exponent - exponent).ok()?;
        self.digits.checked_mul(10_i128.checked_pow(power)?)
    }

    fn number(self) -> Option<Number> {
        Number::parse(&format!("{}e{}", self.digits, self.exponent))
    }
}

impl std::ops::Neg for Number {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
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
        let number = |text: &str| Number::parse(text).unwrap();
        for (result, shown) in [
            (number("0.1").plus(number("0.2")), "0.3"),
            (number("1.1").times(number("3")), "3.3"),
            (number("3.3").divided_by(number("1.1")), "3"),
            (number("10").divided_by(number("3")).unwrap().times(number("3")), "10"),
            (number("-5.5").modulo(number("2")), "-1.5"),
            (number("5").modulo(number("0")), "5"),
            (number("1e15").times(number("1e15")), "1000000000000000000000000000000"),
        ] {
            assert_eq!(result.unwrap().to_string(), shown);
        }
        assert_eq!(number("1").divided_by(number("0")), None);
        for text in ["", "inf", "NaN", "-", "abc", "1x"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }
}
