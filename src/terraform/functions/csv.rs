//! `csvdecode`: comma-separated values as strictly as Go reads them.

use super::arguments::{text_at, uniform};
use super::signature::Takes::Text;
use super::{Function, Result, fail};
use crate::terraform::values;
use crate::terraform::values::text;
use crate::value::{Map, Value};
use std::iter::Peekable;
use std::str::Chars;

pub(super) const TABLE: &[Function] = &[Function::of("csvdecode", &[Text], decode)];

fn decode(a: &[Value]) -> Result {
    let source = text_at(a, 0)?.replace("\r\n", "\n");
    let mut rest = source.chars().peekable();
    let Some(names) = record(&mut rest)? else { return fail("there is no header") };
    let mut rows = Vec::new();
    while let Some(row) = record(&mut rest)? {
        if row.len() != names.len() {
            return fail("a row has another number of fields than the header");
        }
        let entries: Map = names.iter().map(|name| name.as_str().into()).zip(row.into_iter().map(text)).collect();
        if entries.len() != names.len() {
            return fail("the header has a name twice");
        }
        rows.push(values::map(entries));
    }
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort_unstable();
    if sorted.is_sorted_by(|a, b| a < b) { Ok(uniform(rows)) } else { fail("the header has a name twice") }
}

/// The fields up to the end of a line, skipping empty lines; `None` at the end of the text.
fn record(rest: &mut Peekable<Chars>) -> Result<Option<Vec<String>>> {
    while rest.next_if_eq(&'\n').is_some() {}
    if rest.peek().is_none() {
        return Ok(None);
    }
    let mut fields = vec![field(rest)?];
    loop {
        match rest.next() {
            Some(',') => fields.push(field(rest)?),
            _ => return Ok(Some(fields)),
        }
    }
}

fn field(rest: &mut Peekable<Chars>) -> Result<String> {
    let mut field = String::new();
    if rest.next_if_eq(&'"').is_none() {
        while let Some(c) = rest.next_if(|c| !matches!(c, ',' | '\n')) {
            field.push(c);
        }
        return if field.contains('"') { fail("a quote stands within a field") } else { Ok(field) };
    }
    loop {
        match rest.next() {
            Some('"') if rest.next_if_eq(&'"').is_some() => field.push('"'),
            Some('"') => break,
            Some(c) => field.push(c),
            None => return fail("a quoted field does not end"),
        }
    }
    if rest.peek().is_some_and(|c| !matches!(c, ',' | '\n')) { fail("a quoted field goes on") } else { Ok(field) }
}
