//! Who may use a key, by its own policy.

use super::super::combine::{each, reason};
use super::super::derived::{bool_value, not_given};
use super::super::{EntityId, Model};
use super::document::{Statement, any_statement, elements_of_choices, statements_of_choices};
use super::pattern::Pattern;
use crate::value::{Content, Truth, Value};

/// The keys of conditions that leave only some accounts, networks or services.
const RESTRICTING: [&str; 17] = [
    "kms:calleraccount",
    "kms:viaservice",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "aws:sourceip",
    "kms:grantisforawsresource",
    "sns:endpoint",
];

impl Model {
    /// Whether everyone may use the key. Without a policy of its own, only its account may.
    pub(super) fn key_open_to_everyone(&self, id: EntityId) -> Value {
        let apart = self.entity(id).links.backward("policies").iter().map(|policy| self.raw(*policy, "KeyPolicy"));
        let documents: Vec<Value> = std::iter::once(self.raw(id, "KeyPolicy")).chain(apart).collect();
        let statements: Vec<Value> = documents.iter().flat_map(statements_of_choices).collect();
        let found = any_statement(&statements, open).unwrap_or_else(|| bool_value(false, &not_given()));
        match self.entity(id).links.perhaps_more("policies") {
            Some(reason) if found.content == Content::Bool(false) => Value::unknown(reason, not_given()),
            _ => found,
        }
    }
}

/// Whether a statement lets everyone in: true where it says so.
pub(super) fn open(statement: &Statement<'_>) -> Value {
    let mut unknown = None;
    for (ty, who) in statement.principals() {
        let answer = each(&who, |who| match &who.content {
            Content::Text(text) if &**text == "*" && matches!(&*ty, "AWS" | "*") => bool_value(true, &who.origin),
            Content::Unknown(_) if Pattern::of(who).is_open() => Value::unknown(reason(who), who.origin.clone()),
            _ => bool_value(false, &who.origin),
        });
        match (answer.content == Content::Bool(true), answer.content == Content::Bool(false)) {
            (true, _) => return under_conditions(statement, answer),
            (_, true) => {}
            _ => unknown = unknown.or(Some(answer)),
        }
    }
    match unknown {
        Some(unknown) if statement.allows() != Truth::False => unknown,
        _ => bool_value(false, &not_given()),
    }
}

/// What is open to everyone, unless the statement denies or a condition restricts it.
fn under_conditions(statement: &Statement<'_>, answer: Value) -> Value {
    let conditions = statement.conditions();
    match statement.allows() {
        Truth::False => bool_value(false, &answer.origin),
        Truth::Unknown => Value::unknown("it is not known whether the statement allows or denies", answer.origin),
        Truth::True if conditions.is_empty() => answer,
        Truth::True if conditions.iter().any(|(operator, key, values)| restricts(operator, key, values)) => {
            bool_value(false, &answer.origin)
        }
        Truth::True => Value::unknown("its condition may leave out some", answer.origin),
    }
}

fn restricts(operator: &str, key: &str, values: &Value) -> bool {
    let negative = operator.contains("Not") || operator.contains("Null") || operator.ends_with("IfExists");
    let all = elements_of_choices(values);
    let wide = |value: &Value| value.as_text().is_some_and(|text| matches!(&**text, "*" | "0.0.0.0/0" | "::/0"));
    !negative && RESTRICTING.contains(&&*key.to_ascii_lowercase()) && !all.is_empty() && !all.iter().any(wide)
}
