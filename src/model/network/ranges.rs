//! Ranges of addresses: the whole internet, and those that are wider than any group of clients.

use crate::model::combine::presence;
use crate::value::{Content, Truth, Value};
use std::net::IpAddr;

/// A range that somebody may have to do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Range {
    /// The whole internet, or a half of it.
    World,
    /// The whole internet of IPv4, or a half of it.
    WorldOverIpv4,
    /// More than a subnet, and less than the whole internet.
    Wide,
}

impl Range {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::World, Self::WorldOverIpv4, Self::Wide];
}

/// How many bits are the same in all addresses of the widest range that is not wide: of 256 addresses, or of one subnet.
const NARROW: [u8; 2] = [24, 64];

/// Whether a text is such a range.
pub(super) fn is_range(value: &Value, range: Range) -> Truth {
    match &value.content {
        Content::Null => Truth::False,
        Content::Text(text) => of_text(text, range).into(),
        // No network of a VPC is as large as the world.
        Content::Unknown(_) if range != Range::Wide && names_network(value) => Truth::False,
        _ => Truth::Unknown,
    }
}

/// Whether a value is one range for certain, and none of those.
pub(super) fn is_narrow(value: &Value) -> bool {
    value.as_text().is_some_and(|text| Range::ALL.iter().all(|range| !of_text(text, *range)))
}

/// Whether a list, or a single text, has the whole internet.
pub(super) fn has_world(list: &Value) -> Truth {
    match &list.content {
        Content::List(items) => items.iter().map(|item| is_range(item, Range::World)).fold(Truth::False, Truth::or),
        _ if presence(list) == Truth::False => Truth::False,
        _ => is_range(list, Range::World),
    }
}

fn of_text(text: &str, range: Range) -> bool {
    let Some((address, length)) = text.trim().split_once('/') else { return false };
    let (Ok(address), Ok(length)) = (address.parse::<IpAddr>(), length.parse::<u8>()) else { return false };
    match range {
        Range::World => length <= 1,
        Range::WorldOverIpv4 => length <= 1 && address.is_ipv4(),
        Range::Wide => length > 1 && length < NARROW[usize::from(address.is_ipv6())],
    }
}

fn names_network(value: &Value) -> bool {
    let is = |attribute: &str| matches!(attribute, "cidr_block" | "ipv6_cidr_block" | "CidrBlock" | "Ipv6CidrBlocks");
    value.references().iter().any(|reference| is(&reference.attribute))
}

#[cfg(test)]
mod tests {
    use super::{Range, of_text};

    #[test]
    fn ranges_are_told_by_their_length() {
        for (text, expected) in [
            ("0.0.0.0/0", "world ipv4"),
            ("128.0.0.0/1", "world ipv4"),
            ("::/0", "world"),
            ("0:0:0:0:0:0:0:0/0", "world"),
            ("8000::/1", "world"),
            ("10.0.0.0/8", "wide"),
            ("10.1.2.0/23", "wide"),
            ("10.1.2.0/24", ""),
            ("2001:db8::/32", "wide"),
            ("2001:db8::/64", ""),
            ("0.0.0.0", ""),
            ("0.0.0.0/32", ""),
            ("nonsense/0", ""),
            ("", ""),
        ] {
            let words = Range::ALL.into_iter().zip(["world", "ipv4", "wide"]);
            let said: Vec<_> = words.filter(|(range, _)| of_text(text, *range)).map(|(_, word)| word).collect();
            assert_eq!(said.join(" "), expected, "{text}");
        }
    }
}
