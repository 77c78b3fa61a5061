//! What a parameter's declaration asks of its values: `AllowedValues`, `AllowedPattern`, lengths and bounds.

use super::parameters::{Parameter, number, scalar};
use super::scalars;
use crate::source::{Span, did_you_mean};
use crate::syntax::node::Node;
use crate::value::{Number, Value, names_secret};
use regex::RegexBuilder;
use std::sync::Arc;

/// How large the program of an `AllowedPattern` may become, in bytes.
const MAX_PATTERN: usize = 1 << 20;

impl<'t> Parameter<'t> {
    /// The values that are allowed, as written; empty where any is.
    pub(super) fn allowed(&self) -> &'t [Node] {
        self.node("AllowedValues").map_or(&[], Node::items)
    }

    /// What CloudFormation would say to a default: one that is not among the allowed values can never be deployed.
    pub(super) fn misfit_of_default(&self, value: &Value) -> Vec<(Span, String)> {
        let misfits = items(value).filter_map(|item| Some((item, self.not_allowed(item)?)));
        misfits
            .map(|(item, why)| (self.place(item), format!("the default of the parameter {} {why}", self.name)))
            .collect()
    }

    /// What CloudFormation would say to a value that is given: the first thing that does not fit, of each possibility.
    pub(super) fn misfits(&self, value: &Value) -> Vec<(Span, String)> {
        let found = value.alternatives().flat_map(|(_, one)| items(one)).filter_map(|item| {
            let why = self.not_allowed(item).or_else(|| self.not_in_form(item)).or_else(|| self.not_in_bounds(item))?;
            Some((self.place(item), format!("the value of the parameter {} {why}", self.name)))
        });
        found.collect()
    }

    /// Where a value stands; one of the command line stands nowhere, and the declaration is what it does not fit.
    fn place(&self, value: &Value) -> Span {
        value.origin.written_at().unwrap_or(self.declared)
    }

    fn not_allowed(&self, value: &Value) -> Option<String> {
        let text = scalars::as_string(&value.content)?;
        let allowed = self.allowed();
        if allowed.is_empty() {
            return None;
        }
        // One that is no scalar may be anything.
        let contents = allowed.iter().map(scalar).collect::<Option<Vec<_>>>()?;
        let texts: Vec<Arc<str>> = contents.iter().filter_map(scalars::as_string).collect();
        if texts.contains(&text)
            || self.is_numeric() && contents.iter().any(|one| number(one) == number(&value.content))
        {
            return None;
        }
        if self.no_echo || names_secret(self.name) || value.is_secret() {
            return Some("is not one of its AllowedValues".to_owned());
        }
        let hint = did_you_mean(&text, texts.iter().map(|text| &**text));
        // What is near none of them is no slip of the pen, and may be a secret by where it goes.
        if hint.is_empty() {
            return Some("is not one of its AllowedValues".to_owned());
        }
        Some(format!("is `{text}`, which is not one of its AllowedValues{hint}"))
    }

    /// Java's regular expressions are not all ours; one that is not is no reason to refuse anything.
    fn not_in_form(&self, value: &Value) -> Option<String> {
        let text = scalars::as_string(&value.content)?;
        let pattern = self.node("AllowedPattern")?.as_text()?;
        let whole = RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(MAX_PATTERN).build().ok()?;
        (!whole.is_match(&text)).then(|| "does not match its AllowedPattern".to_owned())
    }

    fn not_in_bounds(&self, value: &Value) -> Option<String> {
        let text = scalars::as_string(&value.content)?;
        let (measured, least, most) = if self.is_numeric() {
            (number(&value.content)?, "MinValue", "MaxValue")
        } else {
            (Number::from(u32::try_from(text.chars().count()).ok()?), "MinLength", "MaxLength")
        };
        let bound = |name| Some((name, number(&scalar(self.node(name)?)?)?));
        let below = bound(least).filter(|(_, bound)| measured.get() < bound.get());
        let (name, bound) = below.or_else(|| bound(most).filter(|(_, bound)| measured.get() > bound.get()))?;
        Some(format!("does not fit its {name}, which is {bound}"))
    }
}

/// The items of a list, or the value itself.
fn items(value: &Value) -> impl Iterator<Item = &Value> {
    let list = value.as_list();
    list.unwrap_or_default().iter().chain(Some(value).filter(|_| list.is_none()))
}
