//! The services that look at a whole account: `GuardDuty` and DevOps Guru.

use super::super::combine::{Existence, depends_on, each, reason, truth_of, undecided, under};
use super::super::derived::{bool_value, not_given, truth};
use super::super::{EntityId, Language, Member, Model};
use crate::value::{Content, Truth, Value};

/// What `GuardDuty` calls its protection of databases.
const LOGINS: &str = "RDS_LOGIN_EVENTS";

impl Model {
    /// Whether a detector looks at logins to databases. A new one does unless told otherwise.
    pub(super) fn rds_protection(&self, id: EntityId) -> Member {
        let enabled = self.named(id, "Enable");
        if truth(&enabled) == Truth::False {
            return Member::Value(enabled);
        }
        let (name, status) = ("Name", "Status");
        let decides = |feature: &&EntityId| {
            truth_of(&self.named(**feature, name), |name| match name.as_text() {
                Some(name) => (**name == *LOGINS).into(),
                None => Truth::Unknown,
            }) == Truth::True
        };
        let features = self.entity(id).links.backward("features");
        if let Some(feature) = features.iter().find(decides) {
            let address = &self.entity(*feature).resource.address;
            return Member::NotApplicable(format!("`{address}` decides").into());
        }
        let listed = self.raw(id, "Features");
        let protection = each(&listed, |list| match &list.content {
            Content::Null => self.unlisted(id),
            Content::List(items) => match items.iter().find(|item| is_feature(item, name) != Truth::False) {
                Some(item) if is_feature(item, name) == Truth::True => state(item.get(status), item),
                Some(item) => Value::unknown(reason(item), item.origin.clone()),
                None => bool_value(true, &not_given()),
            },
            _ => undecided(list),
        });
        Member::Value(each(&enabled, |enabled| match enabled.content {
            Content::Bool(false) => enabled.clone(),
            Content::Bool(_) => protection.clone(),
            _ => undecided(enabled),
        }))
    }

    /// Whether a feature that stands on its own has a detector look at logins to databases.
    pub(super) fn feature_protection(&self, id: EntityId) -> Value {
        let status = self.named(id, "Status");
        state(Some(&status), &status)
    }

    /// A detector that names no features has those that were there when it was made.
    fn unlisted(&self, id: EntityId) -> Value {
        let sources = self.raw(id, "DataSources");
        match super::super::combine::presence(&sources) {
            Truth::False => bool_value(true, &not_given()),
            _ => Value::unknown("its data sources are of a time before databases were among them", sources.origin),
        }
    }

    /// Whether a collection of DevOps Guru in the same source has the database in it.
    pub(super) fn devops_guru(&self, id: EntityId) -> Member {
        let own = &self.entity(id).resource;
        let collections = self.collections_of(own.scope);
        if collections.is_empty() {
            return Member::NotApplicable("no collection of DevOps Guru is in the scanned files".into());
        }
        let mut doubt = None;
        for collection in collections {
            let condition = self.entity(*collection).resource.condition.as_deref().unwrap_or_default();
            let exists = under(Existence::of(own), condition);
            match exists.and(self.collects(*collection, id)) {
                Truth::True => return Member::Value(bool_value(true, &not_given())),
                Truth::Unknown if exists == Truth::Unknown => doubt = doubt.or_else(|| Some(depends_on(condition))),
                Truth::Unknown => doubt = doubt.or_else(|| Some("what DevOps Guru looks at is not known".into())),
                Truth::False => {}
            }
        }
        Member::Value(match doubt {
            Some(why) => Value::unknown(why, not_given()),
            None => bool_value(false, &not_given()),
        })
    }

    /// Whether a collection has a database, by its stack or by its tags.
    fn collects(&self, collection: EntityId, id: EntityId) -> Truth {
        let all = truth_of(&self.named(collection, "Type"), |kind| match &kind.content {
            Content::Text(text) => (&**text == "AWS_SERVICE").into(),
            Content::Null => Truth::False,
            _ => Truth::Unknown,
        });
        let of_stack = self.entity(id).resource.language == Language::CloudFormation;
        let stacks = truth_of(&self.named(collection, "StackNames"), |names| match &names.content {
            Content::Null => Truth::False,
            Content::List(items) => items.iter().fold(Truth::False, |found, item| found.or(is_stack(item, of_stack))),
            _ => Truth::Unknown,
        });
        let tags = self.named(collection, "Tags");
        all.or(stacks).or(if tags.is_null() { Truth::False } else { self.tagged(&tags, id) })
    }

    /// Whether the database has the tag of a collection.
    fn tagged(&self, tags: &Value, id: EntityId) -> Truth {
        let own = self.named(id, "Tags");
        truth_of(tags, |tags| {
            let Some(items) = tags.as_list() else { return Truth::Unknown };
            items.iter().fold(Truth::False, |found, item| found.or(has_tag(&own, item)))
        })
    }
}

fn is_feature(item: &Value, name: &str) -> Truth {
    match item.get(name).map(|name| &name.content) {
        Some(Content::Text(text)) => (**text == *LOGINS).into(),
        _ => Truth::Unknown,
    }
}

/// The state of a feature as a boolean.
fn state(status: Option<&Value>, item: &Value) -> Value {
    let Some(status) = status else { return Value::unknown("the feature has no status", item.origin.clone()) };
    each(status, |status| match status.as_text() {
        Some(text) => bool_value(text.eq_ignore_ascii_case("ENABLED"), &status.origin),
        None => undecided(status),
    })
}

/// Whether a stack's name means all, or the one that a database is in: which name that has is known at deployment.
fn is_stack(item: &Value, of_stack: bool) -> Truth {
    match &item.content {
        Content::Text(text) if &**text == "*" => Truth::True,
        Content::Text(_) if !of_stack => Truth::False,
        _ => Truth::Unknown,
    }
}

/// Whether tags have the one that a collection asks for.
fn has_tag(tags: &Value, wanted: &Value) -> Truth {
    let part = |names: [&str; 2]| names.iter().find_map(|name| wanted.get(name));
    let (key, values) = (part(["AppBoundaryKey", "app_boundary_key"]), part(["TagValues", "tag_values"]));
    let Some(key) = key.and_then(Value::as_text) else { return Truth::Unknown };
    truth_of(tags, |tags| {
        let map = match &tags.content {
            Content::Null => return Truth::False,
            Content::Map(map) => map,
            _ => return Truth::Unknown,
        };
        let Some((_, value)) = map.iter().find(|(own, _)| own.eq_ignore_ascii_case(key)) else { return Truth::False };
        let Some(values) = values.and_then(Value::as_list) else { return Truth::Unknown };
        values.iter().fold(Truth::False, |found, wanted| {
            found.or(match (wanted.as_text(), value.as_text()) {
                (Some(wanted), _) if &**wanted == "*" => Truth::True,
                (Some(wanted), Some(value)) => (wanted == value).into(),
                _ => Truth::Unknown,
            })
        })
    })
}
