//! `yamlencode`: YAML in the very form that Terraform writes, since texts are compared and digests made of it.

use crate::value::{Content, Map, Value};
use std::fmt::Write;

/// How wide a line may become before a quoted text goes on in the next one.
const WIDTH: usize = 80;
/// The longest text that is a key without further signs, in bytes.
const LONGEST_KEY: usize = 128;

/// A value as a document.
pub(super) fn to_yaml(value: &Value) -> String {
    let mut writer = Writer::default();
    writer.node(value, 0, false);
    let plain = matches!(value.content, Content::Null | Content::Bool(_) | Content::Number(_));
    writer.out.push_str(if plain { "\n...\n" } else { "\n" });
    // A text that keeps its last line breaks has written them.
    if let Some(doubled) = writer.out.strip_suffix("\n\n").filter(|_| writer.ends_with_break) {
        writer.out = format!("{doubled}\n");
    }
    writer.out
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Whether the line break behind the last node is written already.
    ends_with_break: bool,
}

impl Writer {
    /// Writes what stands behind a dash, a colon or nothing; containers begin where that left off.
    fn node(&mut self, value: &Value, indent: usize, after_colon: bool) {
        self.ends_with_break = false;
        match &value.content {
            Content::List(items) if items.is_empty() => self.inline("[]", after_colon),
            Content::Map(entries) if entries.is_empty() => self.inline("{}", after_colon),
            Content::List(items) => self.list(items, indent, after_colon),
            Content::Map(entries) => self.map(entries, indent, after_colon),
            Content::Text(text) if is_literal(text) => {
                self.inline("", after_colon);
                self.literal(text, indent);
            }
            Content::Text(text) => {
                self.inline("", after_colon);
                self.quoted(text, Some(indent));
            }
            Content::Bool(holds) => self.inline(if *holds { "true" } else { "false" }, after_colon),
            Content::Number(number) => self.inline(&number.to_string(), after_colon),
            Content::Null | Content::Unknown(_) | Content::OneOf(_) => self.inline("null", after_colon),
        }
    }

    fn inline(&mut self, text: &str, after_colon: bool) {
        self.out.push_str(if after_colon { " " } else { "" });
        self.out.push_str(text);
    }

    fn line(&mut self, indent: usize) {
        if !std::mem::take(&mut self.ends_with_break) {
            self.out.push('\n');
        }
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    fn list(&mut self, items: &[Value], indent: usize, after_colon: bool) {
        // A list that is a map's value stands as far left as its key.
        let indent = if after_colon { indent.saturating_sub(2) } else { indent };
        for (index, item) in items.iter().enumerate() {
            if index > 0 || after_colon {
                self.line(indent);
            }
            self.out.push_str("- ");
            self.node(item, indent + 2, false);
        }
    }

    fn map(&mut self, entries: &Map, indent: usize, after_colon: bool) {
        let mut entries: Vec<_> = entries.iter().collect();
        entries.sort_by_key(|(a, _)| *a);
        for (index, (key, value)) in entries.into_iter().enumerate() {
            if index > 0 || after_colon {
                self.line(indent);
            }
            if key.len() <= LONGEST_KEY && !key.contains('\n') {
                self.quoted(key, None);
            } else {
                self.out.push_str("? ");
                if is_literal(key) {
                    self.literal(key, indent + 2);
                } else {
                    self.quoted(key, Some(indent + 2));
                }
                self.line(indent);
            }
            self.out.push(':');
            self.node(value, indent + 2, true);
        }
    }

    /// A text of several lines as it stands.
    fn literal(&mut self, text: &str, indent: usize) {
        let indent = indent.max(2);
        self.out.push('|');
        self.out.push_str(if text.starts_with([' ', '\n']) { "2" } else { "" });
        let body = text.strip_suffix('\n');
        self.out.push_str(match body {
            None => "-",
            Some(body) if body.is_empty() || body.ends_with('\n') => "+",
            Some(_) => "",
        });
        for line in body.unwrap_or(text).split('\n') {
            self.out.push('\n');
            if !line.is_empty() {
                self.out.extend(std::iter::repeat_n(' ', indent));
                self.out.push_str(line);
            }
        }
        if body.is_some_and(|body| body.is_empty() || body.ends_with('\n')) {
            self.out.push('\n');
            self.ends_with_break = true;
        }
    }

    /// A text in quotes; a long one is folded at its spaces, unless it is a key.
    fn quoted(&mut self, text: &str, fold: Option<usize>) {
        let start = self.out.rfind('\n').map_or(0, |at| at + 1);
        let mut column = self.out.get(start..).map_or(0, |line| line.chars().count()) + 1;
        self.out.push('"');
        let mut rest = text.chars().peekable();
        let mut spaces = false;
        let mut first = true;
        while let Some(c) = rest.next() {
            let before = self.out.len();
            match fold {
                Some(indent) if c == ' ' && !spaces && column > WIDTH && !first && rest.peek().is_some() => {
                    let indent = indent.max(2);
                    self.out.push('\n');
                    self.out.extend(std::iter::repeat_n(' ', indent));
                    column = indent;
                    if rest.peek() == Some(&' ') {
                        self.out.push('\\');
                        column += 1;
                    }
                }
                _ => {
                    escape(c, &mut self.out);
                    column += self.out.get(before..).map_or(0, |added| added.chars().count());
                }
            }
            spaces = c == ' ';
            first = false;
        }
        self.out.push('"');
    }
}

/// Whether a text has several lines and nothing in them that only quotes can show.
fn is_literal(text: &str) -> bool {
    text.contains('\n')
        && !text.ends_with(' ')
        && !text.contains(" \n")
        && text.chars().all(|c| c == '\n' || (is_printable(c) && !matches!(c, '\u{2028}' | '\u{2029}')))
}

/// Whether a character stands for itself.
fn is_printable(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

fn escape(c: char, out: &mut String) {
    let short = match c {
        '\0' => "\\0",
        '\u{7}' => "\\a",
        '\u{8}' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\u{b}' => "\\v",
        '\u{c}' => "\\f",
        '\r' => "\\r",
        '\u{1b}' => "\\e",
        '"' => "\\\"",
        '\\' => "\\\\",
        '\u{85}' => "\\N",
        '\u{2028}' => "\\L",
        '\u{2029}' => "\\P",
        _ if is_printable(c) => return out.push(c),
        _ => "",
    };
    out.push_str(short);
    if !short.is_empty() {
        return;
    }
    // Writing to a string does not fail.
    let _ = match u32::from(c) {
        code @ ..=0xff => write!(out, "\\x{code:02X}"),
        code @ ..=0xffff => write!(out, "\\u{code:04X}"),
        code => write!(out, "\\U{code:08X}"),
    };
}
