//! Selections of AWS Backup: whether one is for a database, by its ARN or by its tags.
//!
//! A selection is read once for all databases, and asked only for those that it may mean.

use super::super::combine::{Existence, presence, truth_of, under};
use super::super::convert::convert;
use super::super::derived::{bool_value, not_given};
use super::super::fields::{Kind, Type};
use super::super::links::Target;
use super::super::{EntityId, Model, Scope};
use super::arns::{Arn, may_be_of_rds, means};
use crate::value::{Content, Origin, Truth, Value};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The selections of each scope.
pub(in crate::model) type Selections = FxHashMap<Scope, OfScope>;

/// The selections of a scope, in the order of the source, and which of them may mean what.
#[derive(Debug, Default)]
pub(in crate::model) struct OfScope {
    all: Vec<Selection>,
    by_reference: FxHashMap<EntityId, Vec<usize>>,
    by_tag: FxHashMap<Arc<str>, Vec<usize>>,
    /// Those that may mean any database.
    open: Vec<usize>,
}

/// A selection, read.
#[derive(Debug)]
struct Selection {
    id: EntityId,
    has_resources: Truth,
    has_tags: Truth,
    /// Whether nothing takes databases out of it again.
    unlimited: Truth,
    /// The databases that it refers to, and whether for certain.
    references: FxHashMap<EntityId, Truth>,
    /// What may mean databases by their ARNs.
    resources: Value,
    /// The tags with their values, one of which is enough; `None` where they are not known.
    tags: Option<Vec<(Value, Value)>>,
}

/// A database, as selections ask for it.
struct Database<'a> {
    id: EntityId,
    existence: Existence<'a>,
    resource_type: &'static str,
    identifier: Value,
    tags: Value,
}

impl Model {
    /// Whether a selection in the source is for the database. Without any it is not known: plans are often made for a
    /// whole account, elsewhere.
    pub(super) fn in_backup_plan(&self, id: EntityId) -> Value {
        let unknown = |reason: String| Value::unknown(reason, Origin::default());
        let Some(selections) = self.selections().get(&self.entity(id).resource.scope) else {
            return unknown("no selection of AWS Backup is in the scanned files".into());
        };
        let database = self.selectable(id);
        let mut unsure = None;
        for selection in selections.that_may_mean(&database) {
            match selection.selects(self, &database) {
                Truth::True => return bool_value(true, &not_given()),
                Truth::Unknown => unsure = unsure.or(Some(selection.id)),
                Truth::False => {}
            }
        }
        match unsure {
            Some(one) => unknown(format!("whether {} selects it is not known", self.entity(one).resource.address)),
            None => bool_value(false, &not_given()),
        }
    }

    fn selections(&self) -> &Selections {
        self.selections.get_or_init(|| {
            let mut all = Selections::default();
            for (id, entity) in self.entities().filter(|(_, entity)| entity.kind == Kind::BackupSelection) {
                all.entry(entity.resource.scope).or_default().add(Selection::read(self, id));
            }
            all
        })
    }

    fn selectable(&self, id: EntityId) -> Database<'_> {
        let (resource_type, name) = match self.entity(id).kind {
            Kind::DbInstance => ("db", "DBInstanceIdentifier"),
            _ => ("cluster", "DBClusterIdentifier"),
        };
        Database {
            id,
            existence: Existence::of(&self.entity(id).resource),
            resource_type,
            identifier: self.raw(id, name),
            tags: self.named(id, "Tags"),
        }
    }
}

impl OfScope {
    fn add(&mut self, selection: Selection) {
        let at = self.all.len();
        match selection.keys() {
            None => self.open.push(at),
            Some(keys) => {
                for id in selection.references.keys() {
                    self.by_reference.entry(*id).or_default().push(at);
                }
                for key in keys {
                    self.by_tag.entry(key).or_default().push(at);
                }
            }
        }
        self.all.push(selection);
    }

    /// The selections that may mean a database, in their order.
    fn that_may_mean(&self, database: &Database) -> impl Iterator<Item = &Selection> {
        let mut found = match database.tag_keys() {
            None => (0..self.all.len()).collect(),
            Some(keys) => {
                let by_tag = keys.into_iter().filter_map(|key| self.by_tag.get(key));
                let mut found: Vec<_> = by_tag.chain(self.by_reference.get(&database.id)).flatten().copied().collect();
                found.extend(&self.open);
                found
            }
        };
        found.sort_unstable();
        found.dedup();
        found.into_iter().filter_map(|at| self.all.get(at))
    }
}

impl Database<'_> {
    /// The keys of its tags; `None` where they are not known.
    fn tag_keys(&self) -> Option<FxHashSet<&Arc<str>>> {
        let mut keys = FxHashSet::default();
        for (_, tags) in self.tags.alternatives() {
            match &tags.content {
                Content::Null => {}
                Content::Map(map) => keys.extend(map.keys()),
                _ => return None,
            }
        }
        Some(keys)
    }
}

impl Selection {
    fn read(model: &Model, id: EntityId) -> Self {
        let given = |name: &str| presence(&model.raw(id, name));
        let list = |name: &str| convert(&model.raw(id, name), Type::List);
        let limited = given("Conditions").or(given("NotResources"));
        Self {
            id,
            has_resources: given("Resources"),
            has_tags: given("TagKeys"),
            unlimited: if limited == Truth::False { Truth::True } else { Truth::Unknown },
            references: references(model, id),
            resources: list("Resources"),
            tags: pairs(&list("TagKeys"), &list("TagValues")),
        }
    }

    /// The keys of tags by which it selects; `None` where it may select by something else than these and references.
    fn keys(&self) -> Option<Vec<Arc<str>>> {
        let names_only = self.has_resources == Truth::False || self.by_arn(None) == Truth::False;
        if !names_only || (self.has_resources, self.has_tags) == (Truth::False, Truth::False) {
            return None;
        }
        if self.has_tags == Truth::False {
            return Some(Vec::new());
        }
        self.tags.as_ref()?.iter().map(|(key, _)| key.as_text().cloned()).collect()
    }

    /// Whether it is for a database. AWS does not say what ARNs and tags come to that are given together, and
    /// conditions are not followed.
    fn selects(&self, model: &Model, database: &Database) -> Truth {
        let named = match (self.has_resources, self.has_tags) {
            (Truth::False, Truth::False) => Truth::True,
            (Truth::False, _) => self.selects_by_tag(database),
            (_, Truth::False) => self.selects_by_arn(database),
            _ => match (self.selects_by_arn(database), self.selects_by_tag(database)) {
                (arn, tag) if arn == tag => arn,
                _ => Truth::Unknown,
            },
        };
        let exists = match &model.entity(self.id).resource.condition {
            Some(condition) => under(database.existence, condition),
            None => Truth::True,
        };
        named.and(self.unlimited).and(exists)
    }

    fn selects_by_arn(&self, database: &Database) -> Truth {
        self.references.get(&database.id).copied().unwrap_or_else(|| {
            let identifier = database.identifier.as_text().map(|text| &**text);
            self.by_arn(Some(&Arn { resource_type: database.resource_type, identifier }))
        })
    }

    /// Whether it means what has an ARN by that; of no ARN, whether it may mean anything.
    fn by_arn(&self, arn: Option<&Arn>) -> Truth {
        any_of(&self.resources, |item| match &item.content {
            Content::Text(pattern) => arn.map_or(Truth::Unknown, |arn| means(pattern, arn)),
            // What it refers to is something else, unless it is looked up.
            Content::Unknown(_) if item.references().iter().any(|to| !to.address.contains("data.")) => Truth::False,
            Content::Unknown(unknown) if !may_be_of_rds(unknown.start()) => Truth::False,
            _ => Truth::Unknown,
        })
    }

    /// One of the tags is enough.
    fn selects_by_tag(&self, database: &Database) -> Truth {
        let Some(pairs) = &self.tags else { return Truth::Unknown };
        pairs.iter().map(|(key, value)| has_tag(&database.tags, key, value)).fold(Truth::False, Truth::or)
    }
}

/// The databases that a selection refers to: for certain where the reference is under no condition.
fn references(model: &Model, selection: EntityId) -> FxHashMap<EntityId, Truth> {
    let mut found = FxHashMap::default();
    for (guard, target) in ["instances", "clusters"].into_iter().flat_map(|link| model.targets(selection, link)) {
        match target {
            Target::Entity(id) if guard.is_empty() => {
                found.insert(id, Truth::True);
            }
            Target::Entity(id) => {
                found.entry(id).or_insert(Truth::Unknown);
            }
            Target::OneOf { ids, .. } => ids.iter().for_each(|id| {
                found.entry(*id).or_insert(Truth::Unknown);
            }),
            _ => {}
        }
    }
    found
}

/// Keys with their values; `None` where they are not known, or do not come in pairs.
fn pairs(keys: &Value, values: &Value) -> Option<Vec<(Value, Value)>> {
    let (Content::List(keys), Content::List(values)) = (&keys.content, &values.content) else { return None };
    (keys.len() == values.len()).then(|| keys.iter().cloned().zip(values.iter().cloned()).collect())
}

/// Whether one of the items of a list is as asked.
fn any_of(list: &Value, ask: impl Fn(&Value) -> Truth) -> Truth {
    truth_of(list, |list| match &list.content {
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
