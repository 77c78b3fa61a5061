//! Functions over sets: lists in the order of their elements, without repetition.

use super::arguments::{decided, list, uniform, unify};
use super::signature::Takes::List;
use super::{Function, Result, fail, too_much};
use crate::terraform::sets::set;
use crate::terraform::values::{self, bare};
use crate::value::{Content, Value};
use rustc_hash::FxHashSet;

pub(super) const TABLE: &[Function] = &[
    Function::of("setintersection", &[List], |a| combine(a, |first, second| keep(first, second, true))).then(List),
    Function::of("setproduct", &[List, List], product).then(List),
    Function::of("setsubtract", &[List, List], |a| combine(a, |first, second| keep(first, second, false))),
    Function::of("setunion", &[List], |a| combine(a, Vec::extend_from_slice)).then(List),
];

/// How many elements a product may have.
const MAX_PRODUCT: usize = 10_000;

/// Keeps the elements that the other set has, or those that it has not.
fn keep(items: &mut Vec<Value>, others: &[Value], wanted: bool) {
    let texts: FxHashSet<_> = others.iter().filter_map(Value::as_text).collect();
    items.retain(|item| {
        let found = match item.as_text() {
            Some(text) => texts.contains(text),
            // Few collections of other things are long; strings go through the hash.
            None => others.iter().any(|other| other.content == item.content),
        };
        found == wanted
    });
}

fn combine(a: &[Value], with: fn(&mut Vec<Value>, &[Value])) -> Result {
    let mut all = Vec::new();
    let mut ends = Vec::with_capacity(a.len());
    for argument in a {
        all.extend_from_slice(list(decided(argument)?)?);
        ends.push(all.len());
    }
    let mut rest = unify(all)?.into_iter();
    let mut from = 0;
    let mut sets = ends.into_iter().map(|end| {
        let set: Vec<Value> = rest.by_ref().take(end - from).collect();
        from = end;
        set
    });
    let Some(mut result) = sets.next() else { return fail("there is no argument") };
    sets.for_each(|set| with(&mut result, &set));
    Ok(bare(Content::List(set(result))))
}

fn product(a: &[Value]) -> Result {
    let mut rows = vec![Vec::new()];
    for argument in a {
        let items = unify(list(argument)?.to_vec())?;
        let items = items.as_slice();
        if rows.len().saturating_mul(items.len()) > MAX_PRODUCT {
            return too_much("the product");
        }
        let longer = rows.iter().flat_map(|row: &Vec<Value>| {
            items.iter().map(move |item| row.iter().chain([item]).cloned().collect::<Vec<_>>())
        });
        rows = longer.collect();
    }
    let rows = rows.into_iter().map(values::list).collect();
    let sets = a.iter().any(|set| matches!(&set.content, Content::List(items) if items.is_set()));
    Ok(if sets { bare(Content::List(set(rows))) } else { uniform(rows) })
}
