//! YAML, the way Terraform reads it: with the words for booleans of YAML 1.1 and the numbers of 1.2.

use super::arguments::{at, decided, text_at};
use super::dates::of_yaml;
use super::signature::Takes::{Anything, Text};
use super::yaml_writer::to_yaml;
use super::{Function, Result, fail, unknown};
use crate::source::FileId;
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::syntax::{Parsed, yaml};
use crate::terraform::values::{self, bare, text};
use crate::value::{Content, Map, Number, Value};

pub(super) const TABLE: &[Function] = &[
    Function::of("yamldecode", &[Text], decode).nullable(),
    Function::of("yamlencode", &[Anything], |a| Ok(text(to_yaml(decided(at(a, 0)?)?)))).open(),
];

fn decode(a: &[Value]) -> Result {
    let source = text_at(a, 0)?;
    // The places in the text are of no use outside of it.
    let Parsed { tree, problems, .. } = yaml::parse(FileId::embedded(u8::MAX), &source);
    match tree {
        Some(tree) if problems.is_empty() => value(&tree, &source),
        Some(_) => fail("the string is not YAML of one document"),
        None => fail("the string has no YAML document"),
    }
}

fn value(node: &Node, source: &str) -> Result {
    let tag = node.tag.as_deref();
    match &node.kind {
        NodeKind::Scalar { text, plain } => scalar(text, *plain, tag),
        NodeKind::Sequence(items) if matches!(tag, None | Some("!!seq")) => {
            Ok(values::list(items.iter().map(|item| value(item, source)).collect::<Result<_>>()?))
        }
        NodeKind::Mapping(entries) if matches!(tag, None | Some("!!map")) => {
            let entries = entries.iter().map(|entry| Ok((key(entry, source)?, value(&entry.value, source)?)));
            Ok(values::map(entries.collect::<Result<Map>>()?))
        }
        _ => fail("the tag is not supported"),
    }
}

/// A key as a string: `yes` alone is `true`.
fn key(entry: &Entry, source: &str) -> Result<std::sync::Arc<str>> {
    let written = source.get(entry.key_span.range()).unwrap_or_default();
    super::arguments::text(&scalar(&entry.key, !written.starts_with(['"', '\'']), None)?)
}

fn scalar(written: &str, plain: bool, tag: Option<&str>) -> Result {
    match tag {
        None if plain => resolved(written),
        Some("!!null") => Ok(bare(Content::Null)),
        Some("!!int" | "!!float") if plain => number(written).map_or_else(|| fail("it is no number"), Ok),
        Some("!!bool") if plain => boolean(written).map_or_else(|| fail("it is no boolean"), Ok),
        Some("!!timestamp") => of_yaml(written).map_or_else(|| fail("it is no timestamp"), |time| Ok(text(time))),
        Some("!!binary") => super::encoding::from_base64(written).map(|_| text(written)),
        None | Some("!!str" | "!!int" | "!!float" | "!!bool") => Ok(text(written)),
        Some(_) => fail("the tag is not supported"),
    }
}

/// What a scalar without quotes and tag is.
fn resolved(written: &str) -> Result {
    match written {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(bare(Content::Null)),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" | "-.inf" | "-.Inf" | "-.INF" => {
            return unknown("a number is infinite", &bare(Content::Null));
        }
        ".nan" | ".NaN" | ".NAN" => return fail("it is no number"),
        _ => {}
    }
    let known = boolean(written).or_else(|| of_yaml(written).map(text)).or_else(|| number(written));
    Ok(known.unwrap_or_else(|| text(written)))
}

fn boolean(written: &str) -> Option<Value> {
    let holds = match written {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => true,
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => false,
        _ => return None,
    };
    Some(bare(Content::Bool(holds)))
}

fn number(written: &str) -> Option<Value> {
    #[expect(clippy::cast_precision_loss, reason = "numbers are floating point throughout")]
    let based = |digits: &str, base| u64::from_str_radix(digits, base).ok().map(|number| number as f64);
    let number = match written.get(..2) {
        Some("0x") => based(written.get(2..)?, 16)?,
        Some("0o") => based(written.get(2..)?, 8)?,
        _ => decimal(written)?,
    };
    Number::new(number).map(|number| bare(Content::Number(number)))
}

/// Digits with a point and an exponent, and no words like `infinity`.
fn decimal(written: &str) -> Option<f64> {
    let plain = written.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    let starts = written.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit() || c == '.');
    (plain && starts).then(|| written.parse().ok())?
}
