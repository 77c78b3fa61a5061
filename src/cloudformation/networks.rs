//! Functions on networks: `Fn::Cidr` and `Fn::GetAZs`.

use super::alternatives::each;
use super::call::Call;
use super::evaluator::Evaluator;
use super::lists::{position, unknown_from};
use super::scalars;
use crate::value::{Content, Origin, Unknown, Value};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

/// How many blocks a call may make.
const MAX_BLOCKS: usize = 256;

/// A block of addresses, as a number.
#[derive(Clone, Copy, Debug)]
struct Block {
    first: u128,
    /// The bits that are the same in all its addresses.
    fixed: u32,
    /// The bits of an address: 32 or 128.
    width: u32,
}

impl<'t> Evaluator<'t> {
    /// `Fn::Cidr: [block, count, bits]`: the first blocks of that many bits.
    pub(super) fn cidr(&mut self, call: &Call<'t>) -> Value {
        let ([block, count] | [block, count, _]) = call.items() else { return self.malformed(call) };
        let block = self.value(block);
        let count = self.value(count);
        // How many bits there are where nobody says is documented nowhere.
        let bits = call.items().get(2).map(|bits| self.value(bits));
        each(&count, |count| match (position(count), count.as_unknown()) {
            (Some(count @ 1..=MAX_BLOCKS), _) if self.spend(count, call.span) => {
                let each_bits = |bits: &Value| each(&block, |block| blocks(call, block, count, bits));
                bits.as_ref().map_or_else(|| unnamed(call, &block, count), |bits| each(bits, each_bits))
            }
            (Some(1..=MAX_BLOCKS), _) => Value::unknown("the template takes too many steps to evaluate", call.origin()),
            (None, Some(unknown)) => unknown_from(unknown, call.behind(&count.origin)),
            _ => self.malformed(call),
        })
    }

    /// `Fn::GetAZs: region`. How many zones there are is known only at deployment; what is known of each is that its
    /// name begins with the region, and so begins the unknown list.
    pub(super) fn get_azs(&mut self, call: &Call<'t>) -> Value {
        let region = self.argument(call);
        each(&region, |region| {
            let name = scalars::as_string(&region.content);
            let own = || self.inputs.region.clone();
            let name =
                name.map_or_else(|| "".into(), |name| if name.is_empty() { own().unwrap_or(name) } else { name });
            let reason = match &*name {
                "" => "the zones of the region are known only at deployment".to_owned(),
                name => format!("the zones of {name} are known only at deployment"),
            };
            let unknown = Unknown { non_null: true, prefix: name, ..Unknown::because(reason) };
            Value::new(Content::Unknown(Arc::new(unknown)), call.behind(&region.origin))
        })
    }
}

/// The blocks, or as many unknown ones.
fn blocks(call: &Call<'_>, whole: &Value, count: usize, bits: &Value) -> Value {
    let (Some(text), Some(bits)) = (scalars::as_string(&whole.content), position(bits)) else {
        return unnamed(call, whole, count);
    };
    let origin = call.behind(&whole.origin);
    match parse(&text).and_then(|whole| divide(whole, count, bits)) {
        Some(blocks) => {
            let blocks: Vec<Value> = blocks.into_iter().map(|block| Value::text(block, origin.clone())).collect();
            Value::new(Content::List(blocks.into()), origin)
        }
        None => Value::unknown("the block cannot be divided so", origin),
    }
}

/// As many blocks of which nothing is known.
fn unnamed(call: &Call<'_>, whole: &Value, count: usize) -> Value {
    let origin = call.behind(&whole.origin);
    let secret = whole.as_unknown().is_some_and(|unknown| unknown.secret);
    let reason =
        whole.as_unknown().map_or_else(|| "the size of the blocks is not known".into(), |why| why.reason.clone());
    let block = Unknown { non_null: true, secret, ..Unknown::because(reason) };
    let block = Value::new(Content::Unknown(Arc::new(block)), origin.clone());
    Value::new(Content::List(vec![block; count].into()), origin)
}

/// A block as it has to be written: no bit behind the fixed ones is set.
fn parse(text: &str) -> Option<Block> {
    let (address, fixed) = text.split_once('/')?;
    let fixed: u32 = fixed.parse().ok()?;
    let (first, width): (u128, u32) = match address.parse().ok()? {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    };
    let rest = width.checked_sub(fixed)?;
    let clean = rest == 0 || first.trailing_zeros() >= rest;
    clean.then_some(Block { first, fixed, width })
}

/// The first blocks of so many bits; `None` where they do not fit.
fn divide(whole: Block, count: usize, bits: usize) -> Option<Vec<String>> {
    let bits = u32::try_from(bits).ok()?;
    let fixed = whole.width.checked_sub(bits)?;
    let room = fixed.checked_sub(whole.fixed)?;
    if room < 64 && count as u64 > 1 << room {
        return None;
    }
    let step = 1u128.checked_shl(bits).unwrap_or_default();
    let name = |i: usize| format!("{}/{fixed}", address(whole.width, whole.first + step * i as u128));
    Some((0..count).map(name).collect())
}

fn address(width: u32, bits: u128) -> IpAddr {
    match u32::try_from(bits) {
        Ok(bits) if width == 32 => Ipv4Addr::from_bits(bits).into(),
        _ => Ipv6Addr::from_bits(bits).into(),
    }
}

/// The zones' names are behind the same beginning as the list of them.
pub(super) fn zone_of(list: &Unknown, origin: Origin) -> Value {
    let zone = Unknown { non_null: true, prefix: list.prefix.clone(), ..Unknown::because(list.reason.clone()) };
    Value::new(Content::Unknown(Arc::new(Unknown { secret: list.secret, ..zone })), origin)
}

#[cfg(test)]
mod tests {
    use super::{divide, parse};

    #[test]
    fn blocks_are_divided_in_order() {
        for (whole, count, bits, expected) in [
            ("10.1.0.0/22", 3, 8, "10.1.0.0/24 10.1.1.0/24 10.1.2.0/24"),
            ("172.16.4.0/24", 4, 6, "172.16.4.0/26 172.16.4.64/26 172.16.4.128/26 172.16.4.192/26"),
            ("255.255.255.254/31", 2, 0, "255.255.255.254/32 255.255.255.255/32"),
            ("0.0.0.0/0", 1, 32, "0.0.0.0/0"),
            ("2001:db8:4:500::/56", 2, 64, "2001:db8:4:500::/64 2001:db8:4:501::/64"),
            ("::/0", 2, 127, "::/1 8000::/1"),
            ("::/0", 1, 128, "::/0"),
            ("172.16.4.0/24", 5, 6, ""),
            ("172.16.4.0/24", 1, 9, ""),
            ("172.16.4.0/24", 1, 33, ""),
            ("172.16.4.1/24", 1, 6, ""),
            ("172.16.4.0/33", 1, 6, ""),
            ("172.16.4.0", 1, 6, ""),
            ("text", 1, 6, ""),
        ] {
            let divided = parse(whole).and_then(|whole| divide(whole, count, bits)).unwrap_or_default();
            assert_eq!(divided.join(" "), expected, "{whole} {count} {bits}");
        }
    }
}
