//! Which values must not be shown to anybody.

use crate::model::Model;
use crate::policy::ast::Subject;
use crate::policy::verdict::Evidence;
use crate::policy::words;
use crate::value::{Content, Value};

/// Whether the value must not be shown: a secret's field, or a value that passes through a concealed input or is made
/// of a secret. A boolean is no secret by its name: `manage_master_user_password`.
pub(in crate::policy) fn is_hidden(model: &Model, evidence: &Evidence) -> bool {
    if matches!(&evidence.subject, Subject::Fact(fact) if NAMES.contains(&&**fact)) || names_settings(evidence) {
        return false;
    }
    let kind = model.entity(evidence.entity).kind;
    words::is_secret(kind, &evidence.subject) || tells_secret(model, &evidence.value, 0)
}

/// Facts that are the names of what is found, whose origins are the secrets that go by these names.
const NAMES: [&str; 3] = ["password_entries", "unencrypted_connections", "unverified_connections"];

/// Facts that are the names of settings, each with the reason why it is found.
const SETTINGS: [&str; 5] =
    ["refused_settings", "missing_settings", "impossible_settings", "idle_settings", "unguarded_settings"];

/// How deep in a value is looked for something to hide; what lies deeper is hidden.
const MAX_DEPTH: usize = 8;

/// Whether a value, or anything in it that would be shown, must not be.
fn tells_secret(model: &Model, value: &Value, depth: usize) -> bool {
    match &value.content {
        Content::Bool(_) | Content::Null | Content::Unknown(_) => value.origin.is_concealed(),
        _ if value.origin.is_secret() => true,
        Content::List(_) | Content::OneOf(_) if depth >= MAX_DEPTH => true,
        Content::Text(_) | Content::Number(_) => {
            let mut places = value.origin.parts_written_at().into_iter().chain(value.origin.written_at());
            places.any(|place| model.secret_places.touch(place)) || model.secrets.is_in_made(value)
        }
        Content::List(items) => items.iter().any(|item| tells_secret(model, item, depth + 1)),
        Content::OneOf(several) => several.iter().any(|one| tells_secret(model, &one.value, depth + 1)),
        Content::Map(_) => false,
    }
}

pub(super) fn names_settings(evidence: &Evidence) -> bool {
    matches!(&evidence.subject, Subject::Fact(fact) if SETTINGS.contains(&&**fact))
}
