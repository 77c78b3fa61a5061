//! Secrets within longer texts that are secret: the password of a connection string, of a script, of a document in JSON.

use super::{assignment, commands};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::Value as Json;
use std::sync::Arc;

/// What a document of a secret says of a database besides its password.
const PLAIN: [&str; 9] =
    ["username", "user", "host", "port", "engine", "dbname", "database", "dbinstanceidentifier", "dbclusteridentifier"];

/// How deep a document is looked into.
const MAX_DEPTH: usize = 24;

/// How long a part must be to be recognised.
const RECOGNISABLE: usize = 6;

/// The secrets within a text that is one, each once.
pub fn inner(text: &str) -> Vec<Arc<str>> {
    let mut found = all(text);
    found.sort_unstable();
    found.dedup();
    found
}

fn all(text: &str) -> Vec<Arc<str>> {
    let mut found = Vec::new();
    if text.trim_start().starts_with(['{', '['])
        && let Ok(document) = serde_json::from_str(text)
    {
        leaves(&document, 0, &mut found);
        return found;
    }
    within(text, &mut found);
    let decoded = BASE64_STANDARD.decode(text.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    if let Some(decoded) = decoded.filter(|decoded| !decoded.contains('\0')) {
        within(&decoded, &mut found);
    }
    found
}

/// Adds the texts of a document that may be secrets.
fn leaves(document: &Json, depth: usize, found: &mut Vec<Arc<str>>) {
    if depth > MAX_DEPTH {
        return;
    }
    match document {
        Json::String(text) if text.len() >= RECOGNISABLE => {
            within(text, found);
            found.push(text.as_str().into());
        }
        Json::Array(items) => items.iter().for_each(|item| leaves(item, depth + 1, found)),
        Json::Object(entries) => {
            let secret = entries.iter().filter(|(key, _)| !PLAIN.iter().any(|plain| key.eq_ignore_ascii_case(plain)));
            secret.for_each(|(_, entry)| leaves(entry, depth + 1, found));
        }
        _ => {}
    }
}

/// Adds the parts of a text that stand where secrets do.
fn within(text: &str, found: &mut Vec<Arc<str>>) {
    let mut ranges = assignment::secrets(text, false);
    commands::secrets(text, &text.to_ascii_lowercase(), &mut ranges);
    let parts = ranges.into_iter().filter_map(|range| text.get(range)).map(str::trim);
    // An option may end where a password could go on.
    let parts = parts.flat_map(|part| [part, part.split([';', '&', ',']).next().unwrap_or_default()]);
    found.extend(parts.filter(|part| part.len() >= RECOGNISABLE && part.len() < text.len()).map(Arc::from));
}

#[cfg(test)]
mod tests {
    use super::inner;

    #[test]
    fn secrets_within_texts() {
        for (text, expected) in [
            ("postgres://app:hunter2@db/x", "hunter2"),
            (r#"{"username": "application", "host": "db.local", "word": "hunter2"}"#, "hunter2"),
            (r#"{"url": "mysql://app:hunter2@db/x"}"#, "hunter2|mysql://app:hunter2@db/x"),
            ("export PGPASSWORD=hunter2", "hunter2"),
            ("ZXhwb3J0IFBHUEFTU1dPUkQ9aHVudGVyMg==", "hunter2"),
            ("hunter2", ""),
        ] {
            let found: Vec<_> = inner(text).iter().map(ToString::to_string).collect();
            assert_eq!(found.join("|"), expected, "{text}");
        }
    }
}
