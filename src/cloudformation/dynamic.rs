//! Dynamic references: `{{resolve:secretsmanager:…}}`, `{{resolve:ssm-secure:…}}` and `{{resolve:ssm:…}}`.

use crate::value::{Content, GAP, Origin, Unknown, Value};
use memchr::memmem;
use std::sync::Arc;

const OPEN: &str = "{{resolve:";

/// How a reference to a parameter that SSM keeps in clear text begins.
pub(super) const CLEAR: &str = "{{resolve:ssm:";

/// The dynamic references in a text.
#[derive(Debug)]
struct Found {
    /// Where the first one begins.
    at: usize,
    /// Whether a secret is fetched: from Secrets Manager or a secure parameter.
    secret: bool,
    /// Whether the first is a parameter in clear text.
    clear: bool,
    reason: &'static str,
}

/// A text without gaps: itself, or unknown where it holds a dynamic reference.
pub(super) fn known(text: Arc<str>, origin: Origin) -> Value {
    match fetched(&text) {
        Some(unknown) => Value::new(Content::Unknown(Arc::new(unknown)), origin),
        None => Value::text(text, origin),
    }
}

/// What a text with dynamic references, and perhaps gaps, turns out to be: nothing known but its beginning. For a
/// parameter in clear text that includes the `{{resolve:ssm:` itself, so that it can be told.
pub(super) fn fetched(text: &str) -> Option<Unknown> {
    let found = find(text)?;
    let gap = text.find(GAP).unwrap_or(text.len());
    let end = if found.clear { found.at + OPEN.len() + "ssm:".len() } else { found.at };
    Some(Unknown {
        non_null: true,
        prefix: text.get(..end.min(gap)).unwrap_or_default().into(),
        shape: text.into(),
        secret: found.secret,
        ..Unknown::because(found.reason)
    })
}

/// The part of a prefix that the deployed value certainly starts with.
pub(super) fn certain(prefix: &str) -> &str {
    prefix.split(OPEN).next().unwrap_or_default()
}

/// A reference is a service, a colon and what the service is asked for; anything else is a text like any other.
fn find(text: &str) -> Option<Found> {
    let mut found: Option<Found> = None;
    let closed = text.rfind("}}").unwrap_or_default();
    for at in memmem::find_iter(text.as_bytes(), OPEN).take_while(|&at| at < closed) {
        let rest = text.get(at + OPEN.len()..).unwrap_or_default();
        let Some((service, key)) = rest.split_once(':') else { continue };
        if service.contains('}') || key.starts_with("}}") {
            continue;
        }
        let (secret, clear, reason) = match service {
            "secretsmanager" => (true, false, "the value is fetched from Secrets Manager at deployment"),
            "ssm-secure" => (true, false, "the value is fetched from a secure SSM parameter at deployment"),
            "ssm" => (false, true, "the value is fetched from an SSM parameter (clear text) at deployment"),
            _ => (false, false, "the value is fetched by a dynamic reference at deployment"),
        };
        let first = found.get_or_insert(Found { at, secret, clear, reason });
        first.secret |= secret;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{certain, fetched};

    #[test]
    fn references_are_found_and_told_apart() {
        let cases = [
            ("{{resolve:secretsmanager:x:SecretString:p}}", true, ""),
            ("{{resolve:ssm-secure:x:1}}", true, ""),
            ("{{resolve:ssm:x}}", false, "{{resolve:ssm:"),
            ("user:{{resolve:ssm:a}}/{{resolve:secretsmanager:b}}", true, "user:{{resolve:ssm:"),
            ("a-\u{fffd}-{{resolve:secretsmanager:\u{fffd}}}", true, "a-"),
            ("{{resolve:other:x}}", false, ""),
        ];
        for (text, secret, prefix) in cases {
            let unknown = fetched(text).unwrap();
            assert_eq!((unknown.secret, &*unknown.prefix), (secret, prefix), "{text}");
        }
        assert!(fetched("{{resolve:ssm:x").is_none() && fetched("{{x}}").is_none());
        assert_eq!(certain("user:{{resolve:ssm:"), "user:");
    }
}
