//! Passwords that the `postgresql` provider has or hands on: whether they stand in the source.

use super::connections::{has_password, is_literal};
use super::entries::entries;
use super::password::{any, comes_from_outside, literal};
use crate::model::derived::any_of;
use crate::model::fields::Kind;
use crate::model::{EntityId, Model};
use crate::value::{Content, GAP, Step, Truth, Value, What};

/// The argument of a user mapping that holds its login.
const OPTIONS: &str = "options";

/// The keyword of a password in a connection string.
const KEYWORD: &str = "password";

impl Model {
    /// Whether the source holds the password; `None` for an entity that has none.
    pub(in crate::model) fn managed_password_literal(&self, id: EntityId) -> Option<Value> {
        Some(match self.entity(id).kind {
            Kind::PostgresqlProvider | Kind::PostgresqlRole => literal(&self.raw(id, "password")),
            Kind::PostgresqlSubscription => literal_connection(&self.raw(id, "conninfo")),
            Kind::PostgresqlUserMapping => {
                let entries = entries(OPTIONS, &self.raw(id, OPTIONS)).into_iter();
                let is_whole = |name: &str| name == OPTIONS;
                let secret = entries.filter(|entry| entry.is_secret() || entry.name.as_deref().is_some_and(is_whole));
                any_of(secret.map(|entry| literal(&entry.value)))
            }
            _ => return None,
        })
    }
}

/// Whether a connection string with a password in it stands in the source. Where one has no password among what is known
/// of it, the rest may have one.
fn literal_connection(string: &Value) -> Value {
    any(string, |value| match &value.content {
        Content::Text(text) if has_keyword(text) || has_password(text) => {
            let is_given = |step: &&Step| matches!(step.what, What::VariableGiven { .. }) && step.at.is_none();
            if value.origin.all_steps().iter().any(is_given) { Truth::Unknown } else { Truth::True }
        }
        Content::Text(_) | Content::Null => Truth::False,
        Content::Unknown(unknown) => {
            let text = unknown.with_gaps();
            let has_known = text.trim_matches(GAP).contains(char::is_alphanumeric);
            let is_elsewhere = unknown.secret
                || text.to_ascii_lowercase().contains(KEYWORD)
                || !has_known && comes_from_outside(value);
            match (has_keyword(&text) || has_password(&text), is_elsewhere) {
                (true, _) => Truth::True,
                (false, true) => Truth::False,
                (false, false) => Truth::Unknown,
            }
        }
        _ => Truth::Unknown,
    })
}

/// Whether a text has `password=` with something behind it.
fn has_keyword(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let behind = lower.match_indices(KEYWORD).filter_map(|(at, word)| {
        let is_start = at == 0 || lower.get(..at)?.ends_with(char::is_whitespace);
        text.get(at + word.len()..).filter(|_| is_start)
    });
    behind.filter_map(|rest| rest.trim_start().strip_prefix('=')).any(|rest| {
        let word = rest.split_whitespace().next().unwrap_or_default();
        is_literal(word.trim_matches('\''))
    })
}
