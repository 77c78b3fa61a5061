//! Selections of AWS Backup: whether one is for a database, by its ARN or by its tags.

use super::super::combine::{Existence, presence, truth_of, under};
use super::super::convert::convert;
use super::super::derived::{bool_value, not_given};
use super::super::fields::{Kind, Type};
use super::super::links::Target;
use super::super::{EntityId, Model, Scope};
use super::arns::{Arn, may_be_of_rds, means};
use crate::value::{Content, Origin, Truth, Value};
use rustc_hash::FxHashMap;

/// The selections of each scope.
pub(in crate::model) type Selections = FxHashMap<Scope, Vec<EntityId>>;

impl Model {
    /// Whether a selection in the source is for the database. Without any it is not known: plans are often made for a
    /// whole account, elsewhere.
    pub(super) fn in_backup_plan(&self, id: EntityId) -> Value {
        let unknown = |reason: String| Value::unknown(reason, Origin::default());
        let mut unsure = None;
        let selections = self.selections().get(&self.entity(id).resource.scope).map_or(&[][..], Vec::as_slice);
        for selection in selections {
            match self.selects(*selection, id) {
                Truth::True => return bool_value(true, &not_given()),
                Truth::Unknown => unsure = unsure.or(Some(*selection)),
                Truth::False => {}
            }
        }
        match unsure {
            Some(one) => unknown(format!("whether {} selects it is not known", self.entity(one).resource.address)),
            None if selections.is_empty() => unknown("no selection of AWS Backup is in the scanned files".into()),
            None => bool_value(false, &not_given()),
        }
    }

    fn selections(&self) -> &Selections {
        self.selections.get_or_init(|| {
            let mut all = Selections::default();
            for (id, entity) in self.entities().filter(|(_, entity)| entity.kind == Kind::BackupSelection) {
                all.entry(entity.resource.scope).or_default().push(id);
            }
            all
        })
    }

    /// Whether a selection is for a database. AWS does not say what ARNs and tags come to that are given together, and
    /// conditions are not followed.
    fn selects(&self, selection: EntityId, id: EntityId) -> Truth {
        let given = |name: &str| presence(&self.raw(selection, name));
        let (resources, tags) = (given("Resources"), given("TagKeys"));
        let named = match (resources, tags) {
            (Truth::False, Truth::False) => Truth::True,
            (Truth::False, _) => self.selects_by_tag(selection, id),
            (_, Truth::False) => self.selects_by_arn(selection, id),
            _ => match (self.selects_by_arn(selection, id), self.selects_by_tag(selection, id)) {
                (arn, tag) if arn == tag => arn,
                _ => Truth::Unknown,
            },
        };
        let limited = given("Conditions").or(given("NotResources"));
        let exists = match &self.entity(selection).resource.condition {
            Some(condition) => under(Existence::of(&self.entity(id).resource), condition),
            None => Truth::True,
        };
        let unlimited = if limited == Truth::False { Truth::True } else { Truth::Unknown };
        named.and(unlimited).and(exists)
    }

    fn selects_by_arn(&self, selection: EntityId, id: EntityId) -> Truth {
        let (link, resource_type, name) = match self.entity(id).kind {
            Kind::DbInstance => ("instances", "db", "DBInstanceIdentifier"),
            _ => ("clusters", "cluster", "DBClusterIdentifier"),
        };
        let mut referred = self.entity(selection).links.guards(link, id).peekable();
        if referred.peek().is_some() {
            return if referred.any(|guard| guard.is_none()) { Truth::True } else { Truth::Unknown };
        }
        let one_of = |target: &Target| matches!(target, Target::OneOf { ids, .. } if ids.contains(&id));
        if self.targets(selection, link).iter().any(|(_, target)| one_of(target)) {
            return Truth::Unknown;
        }
        let identifier = self.raw(id, name);
        let arn = Arn { resource_type, identifier: identifier.as_text().map(|text| &**text) };
        any_of(&self.raw(selection, "Resources"), |item| match &item.content {
            Content::Text(pattern) => means(pattern, &arn),
            // What it refers to is something else, unless it is looked up.
            Content::Unknown(_) if item.references().iter().any(|to| !to.address.contains("data.")) => Truth::False,
            Content::Unknown(unknown) if !may_be_of_rds(unknown.start()) => Truth::False,
            _ => Truth::Unknown,
        })
    }

    /// One of the tags is enough.
    fn selects_by_tag(&self, selection: EntityId, id: EntityId) -> Truth {
        let tags = self.named(id, "Tags");
        let list = |name: &str| convert(&self.raw(selection, name), Type::List);
        let (keys, values) = (list("TagKeys"), list("TagValues"));
        let (Content::List(keys), Content::List(values)) = (&keys.content, &values.content) else {
            return Truth::Unknown;
        };
        if keys.len() != values.len() {
            return Truth::Unknown;
        }
        let pairs = keys.iter().zip(values.iter());
        pairs.map(|(key, value)| has_tag(&tags, key, value)).fold(Truth::False, Truth::or)
    }
}

/// Whether one of the items of a list is as asked.
fn any_of(list: &Value, ask: impl Fn(&Value) -> Truth) -> Truth {
    truth_of(&convert(list, Type::List), |list| match &list.content {
        Content::List(items) => items.iter().map(|item| truth_of(item, &ask)).fold(Truth::False, Truth::or),
        _ => Truth::Unknown,
    })
}

/// Whether the tags have a key with a value.
fn has_tag(tags: &Value, key: &Value, value: &Value) -> Truth {
    let Some(key) = key.as_text() else { return Truth::Unknown };
    truth_of(tags, |tags| match &tags.content {
        Content::Null => Truth::False,
        Content::Map(map) => match map.get(key) {
            Some(own) => truth_of(own, |own| truth_of(value, |value| same(own, value))),
            None => Truth::False,
        },
        _ => Truth::Unknown,
    })
}

fn same(own: &Value, value: &Value) -> Truth {
    match (&own.content, &value.content) {
        (Content::Text(own), Content::Text(value)) => (own == value).into(),
        (Content::Null, Content::Text(_)) => Truth::False,
        _ => Truth::Unknown,
    }
}
