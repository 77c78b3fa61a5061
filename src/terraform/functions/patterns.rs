//! Functions with regular expressions.

use super::arguments::text_at;
use super::{Function, Result, Stop, fail};
use crate::terraform::types::text;
use crate::terraform::values::{self, bare};
use crate::value::{Content, Value};
use regex::{Captures, Regex, RegexBuilder};

pub(super) const TABLE: &[(&str, Function)] = &[("regex", first), ("regexall", all)];

/// What compiling a pattern costs, in steps of the evaluation.
pub(super) const STEPS: usize = 5_000;
/// How large a compiled pattern may be, in bytes.
const MAX_PATTERN: usize = 1 << 20;
/// How long a result may become, in bytes, or in matches.
const MAX_RESULT: usize = 1 << 20;

fn compile(pattern: &str) -> Result<Regex> {
    let compiled = RegexBuilder::new(pattern).size_limit(MAX_PATTERN).build();
    compiled.map_err(|_| Stop::Failure("the pattern is not valid".to_owned()))
}

fn first(a: &[Value]) -> Result {
    let pattern = compile(&text_at(a, 0)?)?;
    let source = text_at(a, 1)?;
    pattern.captures(&source).map_or_else(|| fail("the pattern does not match"), |found| Ok(shown(&pattern, &found)))
}

fn all(a: &[Value]) -> Result {
    let pattern = compile(&text_at(a, 0)?)?;
    let source = text_at(a, 1)?;
    Ok(values::list(pattern.captures_iter(&source).map(|found| shown(&pattern, &found)).collect()))
}

/// A match: the whole without groups, a list of groups, or a map of named groups.
fn shown(pattern: &Regex, found: &Captures) -> Value {
    let group = |at: usize| found.get(at).map_or_else(|| bare(Content::Null), |group| text(group.as_str()));
    if pattern.captures_len() == 1 {
        return group(0);
    }
    let named = pattern.capture_names().enumerate().filter_map(|(at, name)| Some((name?.into(), group(at))));
    let named: crate::value::Map = named.collect();
    if named.is_empty() { values::list((1..pattern.captures_len()).map(group).collect()) } else { values::map(named) }
}

pub(super) fn replace(a: &[Value]) -> Result {
    let (source, search, with) = (text_at(a, 0)?, text_at(a, 1)?, text_at(a, 2)?);
    let pattern = search.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    let longest = source.len().saturating_add(1).saturating_mul(with.len().max(1));
    if longest > MAX_RESULT {
        return fail("the result is too long to be evaluated");
    }
    Ok(match pattern {
        Some(pattern) => text(compile(pattern)?.replace_all(&source, &*with).into_owned()),
        None => text(source.replace(&*search, &with)),
    })
}
