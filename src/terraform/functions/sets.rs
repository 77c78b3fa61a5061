//! Functions over sets: lists in the order of their elements, without repetition.

use super::arguments::{decided, list};
use super::{Function, Result, fail};
use crate::terraform::sets::set;
use crate::terraform::values::{self, bare};
use crate::value::{Content, Value};

pub(super) const TABLE: &[(&str, Function)] = &[
    ("setintersection", |a| combine(a, |first, second| first.retain(|item| holds(second, item)))),
    ("setproduct", product),
    ("setsubtract", |a| combine(a, |first, second| first.retain(|item| !holds(second, item)))),
    ("setunion", |a| combine(a, Vec::extend_from_slice)),
];

/// How many elements a product may have.
const MAX_PRODUCT: usize = 10_000;

fn holds(items: &[Value], wanted: &Value) -> bool {
    items.iter().any(|item| item.content == wanted.content)
}

fn combine(a: &[Value], with: fn(&mut Vec<Value>, &[Value])) -> Result {
    let mut sets = a.iter().map(|argument| list(decided(argument)?));
    let Some(first) = sets.next() else { return fail("there is no argument") };
    let mut result = first?.to_vec();
    for set in sets {
        with(&mut result, set?);
    }
    Ok(bare(Content::List(set(result))))
}

fn product(a: &[Value]) -> Result {
    let mut rows = vec![Vec::new()];
    for argument in a {
        let items = list(argument)?;
        if rows.len().saturating_mul(items.len()) > MAX_PRODUCT {
            return fail("the product is too large to be evaluated");
        }
        let longer = rows.iter().flat_map(|row: &Vec<Value>| {
            items.iter().map(move |item| row.iter().chain([item]).cloned().collect::<Vec<_>>())
        });
        rows = longer.collect();
    }
    Ok(values::list(rows.into_iter().map(values::list).collect()))
}
