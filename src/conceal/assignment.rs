//! Finds assignments to names that look like a secret's, in HCL, YAML and JSON alike, without parsing any of them:
//! it works on broken files, in comments and inside of strings.

use super::{WORDS, commands, floor, pairs, value};
use crate::value::names_secret;
use memchr::memmem;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A name with a secret's word in it and the sign that assigns, quoted (even within a string) or not.
static KEY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r#"(?i)[a-z0-9_.-]*(?:{WORDS})[a-z0-9_.-]*(?:\\?["'])?[ \t]*[:=]"#)).ok());

/// The header of a Terraform variable.
static VARIABLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?m)^[ \t]*(?:variable|output)[ \t]+"([^"\n]*)"[ \t]*\{"#).ok());

/// What a variable says of itself that is a secret by any name.
static SENSITIVE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^[ \t]*(?:sensitive|ephemeral)[ \t]*=[ \t]*true\b").ok());

/// The header of a resource that keeps a value which may be a secret under a harmless name.
static STORE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?m)^[ \t]*resource[ \t]+"aws_ssm_parameter"[ \t]+"[^"\n]*"[ \t]*\{"#).ok());

/// The keys under which a secret's own text stands, within a block that a secret's name opens.
static WITHIN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?i)\b(?:default|value|secretstring)["']?[ \t]*[:=]"#).ok());

/// What a parameter says of itself that is a secret by any name.
static NO_ECHO: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"NoEcho["']?[ \t]*:[ \t]*["']?(?i:true|yes|on)\b"#).ok());

/// A URL's password, in which expressions may stand.
static URL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"://[^/\s:@'\x22]*:((?:\$\{[^{}\n]*\}|[^\s'\x22])+)@").ok());

/// How far a block that a secret's name opens is searched.
const BLOCK: usize = 4096;

/// Without one of these in it, a text has nothing for the expressions to find. Compiling them costs more than all
/// the rest of a small run.
const STEMS: [&str; 21] = [
    "pass",
    "pw",
    "secret",
    "token",
    "private",
    "access",
    "apikey",
    "api_key",
    "api-key",
    "ssm_parameter",
    "://",
    "sensitive",
    "ephemeral",
    "noecho",
    "bearer",
    "curl",
    " -p",
    "@tcp(",
    "identified",
    "oracle:",
    "\\u",
];

/// Whether a text in small letters may hold a secret.
pub(super) fn may_hold(lower: &str) -> bool {
    STEMS.iter().any(|stem| memmem::find(lower.as_bytes(), stem.as_bytes()).is_some())
}

/// The ranges of a text that look like secrets, in no order.
pub(super) fn secrets(text: &str, is_hcl: bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let lower = text.to_ascii_lowercase();
    if !may_hold(&lower) {
        return found;
    }
    for key in matches(&KEY, text) {
        // What is masked already is not searched again, which keeps the whole search linear.
        let is_masked = found.last().is_some_and(|last| key.start < last.end);
        if !is_masked && names_secret(&text[key.clone()]) && assigns(text, &key) {
            value_after(text, key, is_hcl, &mut found);
        }
    }
    if is_hcl {
        variables(text, &mut found);
        for store in matches(&STORE, text) {
            inner_values(text, store.end..braces_end(text, store.end - 1), true, &mut found);
        }
    }
    pairs::secrets(text, is_hcl, &mut found);
    commands::secrets(text, &lower, &mut found);
    if !is_hcl {
        concealed(text, &mut found);
    }
    if let Some(url) = &*URL {
        let passwords = url.captures_iter(text).filter_map(|captures| captures.get(1));
        passwords.for_each(|password| value::known_parts(text, password.range(), &mut found));
    }
    found
}

fn matches<'t>(regex: &'static LazyLock<Option<Regex>>, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    regex.iter().flat_map(move |regex| regex.find_iter(text)).map(|found| found.range())
}

/// Whether the sign at the end of the match assigns: `==` compares, `=>` maps, `::` and `a:b` are parts of a word.
fn assigns(text: &str, key: &Range<usize>) -> bool {
    let next = text.as_bytes().get(key.end);
    if text[key.clone()].ends_with('=') {
        return !matches!(next, Some(b'=' | b'>'));
    }
    let quoted = text[key.clone()].contains(['"', '\'']);
    quoted || matches!(next, None | Some(b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b'{' | b'['))
}

/// Masks the value that a key is given.
pub(super) fn value_after(text: &str, key: Range<usize>, is_hcl: bool, found: &mut Vec<Range<usize>>) {
    let block = match value::of(text, key.end, is_hcl, found) {
        value::Rest::Done => return,
        value::Rest::Braces(from) => from..braces_end(text, from),
        value::Rest::Indented => key.end..indented(text, &key, found),
    };
    inner_values(text, block, is_hcl, found);
}

/// Masks the defaults of Terraform variables whose name is a secret's, and of those that are said to be sensitive: the
/// default may be what could not be read.
fn variables(text: &str, found: &mut Vec<Range<usize>>) {
    let Some(header) = &*VARIABLE else { return };
    for captures in header.captures_iter(text) {
        let (Some(all), Some(name)) = (captures.get(0), captures.get(1)) else { continue };
        let block = all.end()..block_end(text, all.end());
        if names_secret(name.as_str()) || is_sensitive(&text[block.clone()]) {
            inner_values(text, block, true, found);
        }
    }
}

/// Masks the defaults of parameters that are said to be secrets, those that a key of the same name replaces, too.
fn concealed(text: &str, found: &mut Vec<Range<usize>>) {
    let mut done = 0;
    for no_echo in matches(&NO_ECHO, text) {
        if no_echo.start < done {
            continue;
        }
        for part in pairs::beside(text, no_echo.start) {
            done = done.max(part.end);
            inner_values(text, part, false, found);
        }
    }
}

fn is_sensitive(block: &str) -> bool {
    SENSITIVE.as_ref().is_some_and(|sensitive| sensitive.is_match(block))
}

/// Whether an offset is in the block of a variable that is a secret.
pub(super) fn is_in_secret_variable(text: &str, at: usize) -> bool {
    let from = floor(text, at.saturating_sub(BLOCK));
    let header = VARIABLE.iter().flat_map(|header| header.captures_iter(&text[from..at])).last();
    let Some((Some(all), Some(name))) = header.map(|header| (header.get(0), header.get(1))) else { return false };
    let block = from + all.end()..block_end(text, from + all.end());
    block.contains(&at) && (names_secret(name.as_str()) || is_sensitive(&text[block]))
}

/// Where a block ends that begins before `from`: at a brace that begins a line, as what stands in between may not be closed.
fn block_end(text: &str, from: usize) -> usize {
    let stop = floor(text, from.saturating_add(BLOCK));
    let closed = memmem::find(&text.as_bytes()[from..stop], b"\n}").map_or(stop, |at| from + at);
    closed.min(braces_end(text, from - 1).max(from))
}

fn inner_values(text: &str, block: Range<usize>, is_hcl: bool, found: &mut Vec<Range<usize>>) {
    for key in matches(&WITHIN, &text[block.clone()]) {
        value::of(text, block.start + key.end, is_hcl, found);
    }
}

/// Where the braces that open at `from` close, or where the search gives up.
fn braces_end(text: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in text.as_bytes().iter().enumerate().skip(from).take(BLOCK) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => continue,
        }
        if depth == 0 {
            return at;
        }
    }
    floor(text, from.saturating_add(BLOCK))
}

/// Masks what stands alone on the lines below a key that are indented deeper; returns where they end.
fn indented(text: &str, key: &Range<usize>, found: &mut Vec<Range<usize>>) -> usize {
    let own = value::indentation(text, key.start);
    let stop = floor(text, key.end.saturating_add(BLOCK));
    let mut at = value::line_end(text, key.end) + 1;
    while at < stop {
        let end = value::line_end(text, at);
        let line = &text[at..end];
        let content = line.trim_start_matches([' ', '\t']);
        if !content.trim().is_empty() {
            if line.len() - content.len() <= own {
                break;
            }
            alone(line, at, found);
        }
        at = end + 1;
    }
    at.min(text.len())
}

/// Masks a scalar that is all there is on a line, or an item of a sequence.
fn alone(line: &str, at: usize, found: &mut Vec<Range<usize>>) {
    let scalar = line.trim_start().trim_start_matches("- ").trim();
    let is_entry = scalar.contains(": ") || scalar.ends_with(':') || scalar.starts_with(['!', '{', '[', '#']);
    if !is_entry && let Some(offset) = line.rfind(scalar) {
        found.push(at + offset..at + offset + scalar.len());
    }
}
