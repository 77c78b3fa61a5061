//! Functions over address ranges in CIDR notation.

use super::arguments::{integer_at, text_at, uniform};
use super::signature::Takes::{Number, Text};
use super::strings::truth;
use super::{Function, Result, Stop, fail};
use crate::terraform::values::text;
use crate::value::Value;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

pub(super) const TABLE: &[Function] = &[
    Function::of("cidrcontains", &[Text, Text], contains),
    Function::of("cidrhost", &[Text, Number], host),
    Function::of("cidrnetmask", &[Text], netmask),
    Function::of("cidrsubnet", &[Text, Number, Number], subnet),
    Function::of("cidrsubnets", &[Text], subnets).then(Number),
];

/// By how many bits one of several ranges may be smaller than the whole.
const MAX_BITS: i64 = 32;

/// An address range.
#[derive(Clone, Copy)]
struct Range {
    /// The first address.
    first: u128,
    /// How many bits of it are fixed.
    length: u32,
    /// How many bits an address has: 32 or 128.
    bits: u32,
}

impl Range {
    fn parse(source: &str) -> Result<Self> {
        let parsed = source.split_once('/').and_then(|(given, length)| {
            let (first, bits) = address(given)?;
            let length: u32 = length.parse().ok().filter(|_| !length.starts_with('+'))?;
            (length <= bits).then_some(Self { first, length, bits })
        });
        let range = parsed.ok_or_else(|| Stop::Failure("it is no address range".to_owned()))?;
        Ok(Self { first: range.first & !range.hosts(), ..range })
    }

    /// Whether all of another range lies in it.
    fn holds(self, other: Self) -> bool {
        self.length <= other.length && other.first & !self.hosts() == self.first
    }

    /// The bits that tell its addresses apart.
    fn hosts(self) -> u128 {
        let free = self.bits - self.length;
        if free >= 128 { u128::MAX } else { (1 << free) - 1 }
    }

    fn address(self, value: u128) -> String {
        match u32::try_from(value) {
            Ok(value) if self.bits == 32 => Ipv4Addr::from(value).to_string(),
            _ => Ipv6Addr::from(value).to_string(),
        }
    }

    fn shown(self) -> Value {
        text(format!("{}/{}", self.address(self.first), self.length))
    }

    /// The range with that many more fixed bits that starts `number` such ranges on.
    fn part(self, more: i64, number: i64) -> Result<Self> {
        let length = u32::try_from(i64::from(self.length).saturating_add(more)).ok();
        let (Some(length), Ok(number)) = (length.filter(|&length| length <= self.bits), u128::try_from(number)) else {
            return fail("there is no such subnet");
        };
        if u32::try_from(more).unwrap_or(0) < 128 && number >> more.max(0) != 0 {
            return fail("there is no subnet of that number");
        }
        let first = self.first | number.checked_shl(self.bits - length).unwrap_or(0);
        Ok(Self { first, length, ..self })
    }
}

/// An address as a number, and how many bits it has. Leading zeros of a part are nothing but zeros.
fn address(source: &str) -> Option<(u128, u32)> {
    let decimal = |part: &str| match part.trim_start_matches('0') {
        "" if !part.is_empty() => "0".to_owned(),
        digits => digits.to_owned(),
    };
    let plain = if source.contains(':') {
        source.to_owned()
    } else {
        source.split('.').map(decimal).collect::<Vec<_>>().join(".")
    };
    match plain.parse().ok()? {
        IpAddr::V4(address) => Some((u128::from(u32::from(address)), 32)),
        IpAddr::V6(address) => Some((u128::from(address), 128)),
    }
}

fn contains(a: &[Value]) -> Result {
    let (range, inner) = (Range::parse(&text_at(a, 0)?)?, text_at(a, 1)?);
    let inner = match address(&inner) {
        Some((first, bits)) => Range { first, length: bits, bits },
        None => Range::parse(&inner)?,
    };
    if range.bits != inner.bits {
        return fail("one is IPv4, the other IPv6");
    }
    Ok(truth(range.holds(inner)))
}

fn subnet(a: &[Value]) -> Result {
    let range = Range::parse(&text_at(a, 0)?)?;
    range.part(integer_at(a, 1)?, integer_at(a, 2)?).map(Range::shown)
}

fn host(a: &[Value]) -> Result {
    let range = Range::parse(&text_at(a, 0)?)?;
    let number = integer_at(a, 1)?;
    let distance = u128::from(number.unsigned_abs());
    let offset = if number < 0 { range.hosts().checked_sub(distance - 1) } else { Some(distance) };
    match offset.filter(|&offset| offset <= range.hosts()) {
        Some(offset) => Ok(text(range.address(range.first | offset))),
        None => fail("there is no host of that number"),
    }
}

fn netmask(a: &[Value]) -> Result {
    let range = Range::parse(&text_at(a, 0)?)?;
    if range.bits != 32 {
        return fail("only IPv4 has netmasks");
    }
    Ok(text(range.address(u128::from(u32::MAX) & !range.hosts())))
}

fn subnets(a: &[Value]) -> Result {
    let range = Range::parse(&text_at(a, 0)?)?;
    let mut next = range.first;
    let mut found = Vec::new();
    for index in 1..a.len() {
        let more = integer_at(a, index)?;
        if !(1..=MAX_BITS).contains(&more) {
            return fail("a part must be smaller, by at most 32 bits");
        }
        let part = range.part(more, 0)?;
        // A range starts at a multiple of its own size.
        let first = next.checked_add(part.hosts()).map(|end| end & !part.hosts());
        let Some(first) = first.filter(|first| first & !range.hosts() == range.first) else {
            return fail("the range is too small");
        };
        let part = Range { first, ..part };
        found.push(part.shown());
        next = first.saturating_add(part.hosts()).saturating_add(1);
    }
    Ok(uniform(found))
}
