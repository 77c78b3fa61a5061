//! Names and values that stand beside each other, as tags and environment variables are written:
//! `{Key: Password, Value: …}`. A secret's name makes a secret of the value.

use super::{assignment, floor, value};
use crate::value::names_secret;
use regex::Regex;
use std::iter;
use std::ops::Range;
use std::sync::LazyLock;

/// The keys under which a name stands, with the name.
static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let key = r#"(?i)\b(?:tag|parameter|option)?_?(?:key|name)\\?["']?[ \t]*[:=]"#;
    Regex::new(&format!(r#"{key}[ \t]*(?:![a-z]+[ \t]+)?\\?["']?([a-z0-9_./:$\{{\}}-]+)"#)).ok()
});

/// The keys under which its value stands.
static VALUE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?i)\b(?:[a-z]+_?)?value\\?["']?[ \t]*[:=]"#).ok());

/// How far from its name a value is looked for, either way.
const FAR: usize = 1024;

/// Masks the values that stand beside secrets' names.
pub(super) fn secrets(text: &str, is_hcl: bool, found: &mut Vec<Range<usize>>) {
    let (Some(names), Some(values)) = (&*NAME, &*VALUE) else { return };
    let mut done = 0;
    for captures in names.captures_iter(text) {
        let (Some(whole), Some(name)) = (captures.get(0), captures.get(1)) else { continue };
        if whole.start() < done || !names_secret(name.as_str()) {
            continue;
        }
        for part in beside(text, whole.start()) {
            done = done.max(part.end);
            for key in values.find_iter(&text[part.clone()]) {
                assignment::value_after(text, part.start + key.start()..part.start + key.end(), is_hcl, found);
            }
        }
    }
}

/// The parts of a text that belong to the same object as a key: what is in the same braces, or the lines of a block
/// mapping.
pub(super) fn beside(text: &str, key: usize) -> Vec<Range<usize>> {
    let from = floor(text, key.saturating_sub(FAR));
    let to = floor(text, key.saturating_add(FAR));
    match opening(text, from..key) {
        Some(start) => iter::once(start..closing(text, key..to)).collect(),
        None => lines(text, from..to, key),
    }
}

/// The brace before the end of a range that does not close in it.
fn opening(text: &str, range: Range<usize>) -> Option<usize> {
    let mut closed = 0_usize;
    for (at, byte) in text.as_bytes()[range.clone()].iter().enumerate().rev() {
        match byte {
            b'}' => closed += 1,
            b'{' if closed == 0 => return Some(range.start + at),
            b'{' => closed -= 1,
            _ => {}
        }
    }
    None
}

/// Where the braces close that are open at the start of a range.
fn closing(text: &str, range: Range<usize>) -> usize {
    let mut open = 0_usize;
    for (at, byte) in text.as_bytes()[range.clone()].iter().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open == 0 => return range.start + at,
            b'}' => open -= 1,
            _ => {}
        }
    }
    range.end
}

/// The lines around a key that begin in its column, up to where its mapping or its item of a sequence ends.
fn lines(text: &str, window: Range<usize>, key: usize) -> Vec<Range<usize>> {
    let first = start_of_line(text, key);
    let column = column(&text[first..]);
    let mut parts: Vec<Range<usize>> = iter::once(key..value::line_end(text, key).max(key)).collect();
    let mut at = first;
    // A line that begins an item has nothing of the item above it.
    while at > window.start && !begins_item(&text[at..]) {
        let above = start_of_line(text, at - 1);
        let line = &text[above..at];
        if !line.trim().is_empty() && self::column(line) < column {
            break;
        }
        parts.extend((self::column(line) == column).then_some(above..at));
        at = above;
    }
    at = value::line_end(text, key) + 1;
    while at < window.end {
        let end = value::line_end(text, at);
        let line = &text[at..end];
        if !line.trim().is_empty() && (self::column(line) < column || begins_item(line) && indented(line) < column) {
            break;
        }
        parts.extend((self::column(line) == column).then_some(at..end));
        at = end + 1;
    }
    parts
}

fn start_of_line(text: &str, at: usize) -> usize {
    memchr::memrchr(b'\n', &text.as_bytes()[..at.min(text.len())]).map_or(0, |newline| newline + 1)
}

fn indented(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn begins_item(line: &str) -> bool {
    line.trim_start_matches([' ', '\t']).starts_with("- ")
}

/// The column in which a line's content begins, behind the dashes of sequences.
fn column(line: &str) -> usize {
    let mut at = indented(line);
    while line[at..].starts_with("- ") {
        at += 1 + indented(&line[at + 1..]);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::secrets;

    fn check(is_hcl: bool, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            let mut found = Vec::new();
            secrets(text, is_hcl, &mut found);
            found.sort_by_key(|range| range.start);
            let mut shown = (*text).to_owned();
            found.into_iter().rev().for_each(|range| shown.replace_range(range, "*"));
            assert_eq!(shown, *expected, "{text}");
        }
    }

    #[test]
    fn values_beside_names_in_braces() {
        check(
            false,
            &[
                ("{Key: Password, Value: 12}", "{Key: Password, Value: *}"),
                ("{Value: \"a\", Key: Password}", "{Value: \"*\", Key: Password}"),
                (
                    r#"{"Key":"DbPassword","Value":"a"},{"Value":"b"}"#,
                    r#"{"Key":"DbPassword","Value":"*"},{"Value":"b"}"#,
                ),
                ("{Key: Owner, Value: a}", "{Key: Owner, Value: a}"),
                ("{Key: password_encryption, Value: md5}", "{Key: password_encryption, Value: md5}"),
                ("{Key: !Sub '${Stage}Token', Value: 'a'}", "{Key: !Sub '${Stage}Token', Value: '*'}"),
                ("{ParameterKey: Password, ParameterValue: 'a'}", "{ParameterKey: Password, ParameterValue: '*'}"),
                ("{Key: Password, Value: !Ref P}", "{Key: Password, Value: !Ref P}"),
            ],
        );
        check(
            true,
            &[
                ("{ name = \"DB_PASSWORD\", value = \"a\" }", "{ name = \"DB_PASSWORD\", value = \"*\" }"),
                ("e {\n  name = \"DB_TOKEN\"\n  value = \"a\"\n}", "e {\n  name = \"DB_TOKEN\"\n  value = \"*\"\n}"),
                ("e {\n  name = \"size\"\n  value = \"a\"\n}", "e {\n  name = \"size\"\n  value = \"a\"\n}"),
            ],
        );
    }

    #[test]
    fn values_beside_names_on_lines() {
        check(
            false,
            &[
                (
                    "- Key: Password\n  Value: a b\n- Key: x\n  Value: y",
                    "- Key: Password\n  Value: *\n- Key: x\n  Value: y",
                ),
                ("- Key: x\n  Value: y\n- Value: a\n  Key: Token", "- Key: x\n  Value: y\n- Value: *\n  Key: Token"),
                (
                    "  Name: Password\n\n  Type: x\n  Value: 'a'\nValue: b",
                    "  Name: Password\n\n  Type: x\n  Value: '*'\nValue: b",
                ),
                (
                    "Name: db-secret\nTags:\n  - Key: a\n    Value: b",
                    "Name: db-secret\nTags:\n  - Key: a\n    Value: b",
                ),
                (
                    "-\n  Key: Secret\n  Value:\n    a\n-\n  Value: b",
                    "-\n  Key: Secret\n  Value:\n    *\n-\n  Value: b",
                ),
                ("- Key: Secret\n  Value: |\n    a\n  X: b", "- Key: Secret\n  Value: |\n*\n  X: b"),
                ("Name: Password\r\nValue: a\r\n", "Name: Password\r\nValue: *\r\n"),
                ("Name: Passwörter", "Name: Passwörter"),
            ],
        );
    }
}
