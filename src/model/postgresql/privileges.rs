//! What everybody is given in a database: the privileges of the role `public`.

use crate::model::combine::{each, presence, truth_of, undecided};
use crate::model::convert::convert;
use crate::model::derived::{bool_value, not_given, truth};
use crate::model::fields::{Kind, Type};
use crate::model::{EntityId, Model};
use crate::value::{Content, Origin, Truth, Value};

/// The arguments of a schema's policy, with the privilege that each gives.
const OF_POLICY: [(&str, &str); 4] =
    [("create", "CREATE"), ("create_with_grant", "CREATE"), ("usage", "USAGE"), ("usage_with_grant", "USAGE")];

impl Model {
    /// The privileges that `public` is given, as a list: those that `PostgreSQL` gives it anyway, or those beyond them.
    pub(super) fn public_privileges(&self, id: EntityId, by_default: bool) -> Value {
        if self.entity(id).kind == Kind::PostgresqlSchema {
            return each(&self.raw(id, "policy"), |policy| of_policies(policy, by_default));
        }
        each(&self.named(id, "role"), |role| match truth(&is_public(role)) {
            Truth::False => none(&role.origin),
            Truth::Unknown => undecided(role),
            Truth::True => each(&self.named(id, "privileges"), |privileges| {
                each(&self.named(id, "object_type"), |object| of_object(privileges, object, by_default))
            }),
        })
    }
}

/// Whether a role is the one that everybody is a member of.
fn is_public(role: &Value) -> Value {
    match role.as_text() {
        Some(text) => bool_value(text.eq_ignore_ascii_case("public"), &role.origin),
        None if role.is_null() => bool_value(false, &not_given()),
        None => undecided(role),
    }
}

/// Of the privileges on a kind of object those that are asked about.
fn of_object(privileges: &Value, object: &Value, by_default: bool) -> Value {
    let items = match &privileges.content {
        Content::List(items) if items.is_empty() => return none(&privileges.origin),
        Content::Null => return none(&not_given()),
        Content::List(items) => items,
        _ => return undecided(privileges),
    };
    let Some(object) = object.as_text() else { return undecided(object) };
    let mut found = Vec::new();
    let mut unsure = None;
    for item in &**items {
        match truth_of(item, |item| is_given_anyway(object, item)) {
            Truth::Unknown => unsure = unsure.or(Some(item)),
            known if (known == Truth::True) == by_default => found.push(item.clone()),
            _ => {}
        }
    }
    match unsure {
        Some(item) if found.is_empty() => undecided(item),
        _ => listed(found, &privileges.origin),
    }
}

/// Whether everybody has a privilege on objects of a type until it is taken away. What functions do is worth a closer
/// look, so that to execute them does not count here.
fn is_given_anyway(object: &str, privilege: &Value) -> Truth {
    let Some(privilege) = privilege.as_text() else { return Truth::Unknown };
    let object = object.to_ascii_lowercase();
    matches!(
        (&*object, &*privilege.to_ascii_uppercase()),
        ("database", "CONNECT" | "TEMPORARY" | "TEMP") | ("schema" | "type", "USAGE")
    )
    .into()
}

/// The privileges of the policies of a schema whose role is everybody.
fn of_policies(policies: &Value, by_default: bool) -> Value {
    let all = convert(policies, Type::List);
    let items = match &all.content {
        Content::List(items) => items,
        Content::Null => return none(&not_given()),
        _ => return undecided(policies),
    };
    let mut found = Vec::new();
    let mut unsure = None;
    for policy in &**items {
        if policy.as_map().is_none() {
            unsure = unsure.or(Some(policy));
            continue;
        }
        let role = policy.get("role");
        let is_open = role.map_or(Truth::True, |role| presence(role).negate().or(truth(&each(role, is_public))));
        for (argument, privilege) in OF_POLICY {
            let Some(given) = policy.get(argument).filter(|_| (privilege == "USAGE") == by_default) else { continue };
            let is_given = truth(&convert(given, Type::Bool));
            match is_given.and(is_open) {
                Truth::True => found.push(Value::text(privilege, given.origin.clone())),
                Truth::Unknown if given.is_null() => {}
                Truth::Unknown if is_given == Truth::True => unsure = unsure.or(role),
                Truth::Unknown => unsure = unsure.or(Some(given)),
                Truth::False => {}
            }
        }
    }
    match unsure {
        Some(value) if found.is_empty() => undecided(value),
        _ => listed(found, &policies.origin),
    }
}

/// A list that stands where its first item does.
fn listed(items: Vec<Value>, whole: &Origin) -> Value {
    let origin = items.first().map_or_else(|| whole.clone(), |item| item.origin.clone());
    Value::new(Content::List(items.into()), origin)
}

fn none(origin: &Origin) -> Value {
    listed(Vec::new(), origin)
}
