//! Subscriptions to the events of RDS: what those of one type of source, taken together, do not tell anybody.

use super::super::combine::{Existence, depends_on, each, reason, truth_of, under};
use super::super::convert::convert;
use super::super::derived::truth;
use super::super::fields::{Kind, Type};
use super::super::{EntityId, Member, Model, Scope};
use crate::value::{Content, Truth, Value};
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// The categories that somebody should be told, by type of source.
const WANTED: [(&str, &[&str]); 4] = [
    ("db-instance", &["configuration change", "failure", "maintenance", "security patching"]),
    ("db-cluster", &["failure", "maintenance"]),
    ("db-parameter-group", &["configuration change"]),
    ("db-security-group", &["configuration change", "failure"]),
];

/// The subscriptions of each scope in the order of their addresses, by type of source; none where that is not one known text.
type OfType = FxHashMap<(Scope, Option<Arc<str>>), Vec<EntityId>>;

/// What stands for itself in a model, gathered when it is first asked for.
#[derive(Debug, Default)]
pub(in super::super) struct Gathered {
    subscriptions: OnceLock<OfType>,
    collections: OnceLock<FxHashMap<Scope, Vec<EntityId>>>,
}

impl Model {
    /// The categories that no subscription of this one's type tells. One of a type answers for all of them.
    pub(super) fn missing_categories(&self, id: EntityId) -> Member {
        if truth(&self.named(id, "Enabled")) == Truth::False {
            return Member::NotApplicable("it is turned off".into());
        }
        let source = self.named(id, "SourceType");
        let Some(source_type) = source.as_text() else {
            return match &source.content {
                Content::Null => Member::NotApplicable("it is about no type of source alone".into()),
                _ => Member::Value(Value::unknown(reason(&source), source.origin.clone())),
            };
        };
        let Some((_, wanted)) = WANTED.iter().find(|(own, _)| own.eq_ignore_ascii_case(source_type)) else {
            return Member::NotApplicable(format!("nothing that happens to a {source_type} has to be told").into());
        };
        let scope = self.entity(id).resource.scope;
        let same = self.subscriptions_of(scope, Some(source_type.to_ascii_lowercase().into()));
        match same.iter().find(|other| truth(&self.named(**other, "Enabled")) != Truth::False) {
            Some(first) if *first != id => {
                let address = &self.entity(*first).resource.address;
                Member::NotApplicable(format!("it is judged together with `{address}`").into())
            }
            _ => Member::Value(self.untold(id, wanted, same)),
        }
    }

    /// What is wanted and told by none of the subscriptions, nor by those of no or of an unknown type.
    fn untold(&self, id: EntityId, wanted: &[&str], same: &[EntityId]) -> Value {
        let own = self.raw(id, "EventCategories");
        let open = self.subscriptions_of(self.entity(id).resource.scope, None);
        each(&own, |own| {
            let (mut untold, mut doubt) = (Vec::new(), None);
            for category in wanted {
                let others = same.iter().chain(open).filter(|other| **other != id);
                let told = others.fold(tells(own, category), |told, other| told.or(self.told(id, *other, category)));
                match told {
                    Truth::True => {}
                    Truth::False => untold.push(Value::text(*category, own.origin.clone())),
                    Truth::Unknown => doubt = doubt.or_else(|| Some(self.why_open(id, own, same, open))),
                }
            }
            match doubt {
                Some(why) if untold.is_empty() => Value::unknown(why, own.origin.clone()),
                _ => Value::new(Content::List(untold.into()), own.origin.clone()),
            }
        })
    }

    /// Whether another subscription tells a category wherever the first one exists.
    fn told(&self, first: EntityId, other: EntityId, category: &str) -> Truth {
        let condition = self.entity(other).resource.condition.as_deref().unwrap_or_default();
        let exists = under(Existence::of(&self.entity(first).resource), condition);
        let source = self.named(other, "SourceType");
        let of_type = if source.as_unknown().is_some() || source.alternatives().count() > 1 {
            Truth::Unknown
        } else {
            Truth::True
        };
        let enabled = truth(&self.named(other, "Enabled"));
        let tells = truth_of(&self.raw(other, "EventCategories"), |categories| tells(categories, category));
        exists.and(of_type).and(enabled).and(tells)
    }

    /// Why it is open what the subscriptions tell.
    fn why_open(&self, id: EntityId, own: &Value, same: &[EntityId], open: &[EntityId]) -> Arc<str> {
        let unknown = |value: &Value| value.alternatives().any(|(_, value)| has_unknown(value));
        if unknown(own) {
            return first_reason(own);
        }
        for other in same.iter().chain(open).filter(|other| **other != id) {
            if let Some(condition) = &self.entity(*other).resource.condition {
                return depends_on(condition);
            }
            let fields = ["EventCategories", "SourceType", "Enabled"].map(|name| self.raw(*other, name));
            if let Some(field) = fields.iter().find(|field| unknown(field) || field.alternatives().count() > 1) {
                return first_reason(field);
            }
        }
        "what the subscriptions tell is not known".into()
    }

    fn subscriptions_of(&self, scope: Scope, source_type: Option<Arc<str>>) -> &[EntityId] {
        let all = self.gathered.subscriptions.get_or_init(|| {
            let mut all = OfType::default();
            for (id, entity) in self.entities().filter(|(_, entity)| entity.kind == Kind::EventSubscription) {
                let source = self.named(id, "SourceType");
                let source = source.as_text().map(|text| text.to_ascii_lowercase().into());
                all.entry((entity.resource.scope, source)).or_default().push(id);
            }
            for same in all.values_mut() {
                same.sort_by_key(|id| &self.entity(*id).resource.address);
            }
            all
        });
        all.get(&(scope, source_type)).map_or(&[], Vec::as_slice)
    }

    /// What DevOps Guru looks at, as far as a scope says.
    pub(super) fn collections_of(&self, scope: Scope) -> &[EntityId] {
        let all = self.gathered.collections.get_or_init(|| {
            let mut all = FxHashMap::<Scope, Vec<EntityId>>::default();
            for (id, entity) in self.entities().filter(|(_, entity)| entity.kind == Kind::DevOpsGuruCollection) {
                all.entry(entity.resource.scope).or_default().push(id);
            }
            all
        });
        all.get(&scope).map_or(&[], Vec::as_slice)
    }
}

/// Whether a list of categories has one; no list has all of them.
fn tells(categories: &Value, category: &str) -> Truth {
    match &convert(categories, Type::List).content {
        Content::Null => Truth::True,
        Content::List(items) if items.is_empty() => Truth::True,
        Content::List(items) => items.iter().fold(Truth::False, |found, item| {
            found.or(truth_of(item, |item| match item.as_text() {
                Some(text) => text.eq_ignore_ascii_case(category).into(),
                None => Truth::Unknown,
            }))
        }),
        _ => Truth::Unknown,
    }
}

fn has_unknown(value: &Value) -> bool {
    value.as_unknown().is_some()
        || value.as_list().is_some_and(|items| items.iter().any(|item| item.as_text().is_none()))
}

fn first_reason(value: &Value) -> Arc<str> {
    let items = value.alternatives().filter_map(|(_, value)| value.as_list()).flatten();
    let unsure = items.into_iter().find(|item| item.as_text().is_none());
    unsure.map_or_else(|| reason(value), reason)
}
