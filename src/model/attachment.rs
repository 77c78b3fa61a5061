//! Whether parameter groups and databases fit together.

use super::combine::{choices, depends_on, each, merge, presence, reason, undecided};
use super::derived::{bool_value, not_given, truth};
use super::fields::Kind;
use super::group;
use super::links::Target;
use super::parameters::behind;
use super::tables::{self, Level};
use super::{EntityId, Member, Model, family};
use crate::value::{Content, Origin, Truth, Value, What};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The ways back from a group to what uses it, with the links that lead to the group.
const USES: [(&str, &str); 3] = [
    ("databases", "parameter_group"),
    ("databases", "cluster_parameter_group"),
    ("clusters", "instance_parameter_group"),
];

impl Model {
    /// The facts about how groups are attached.
    pub(super) fn attachment_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        use Kind::{ClusterParameterGroup, DbCluster, DbInstance, ParameterGroup};
        Some(match (self.entity(id).kind, name) {
            (DbInstance, "group_of_other_family") => self.other_family(id, "parameter_group", "DBParameterGroupName"),
            (DbCluster, "group_of_other_family") => {
                self.other_family(id, "cluster_parameter_group", "DBClusterParameterGroupName")
            }
            (DbInstance, "uses_default_group") => {
                self.uses_default_group(id, "parameter_group", "DBParameterGroupName")
            }
            (DbCluster, "uses_default_group") => {
                self.uses_default_group(id, "cluster_parameter_group", "DBClusterParameterGroupName")
            }
            (ParameterGroup | ClusterParameterGroup, "attached") => Member::Value(self.attached(id)),
            (ParameterGroup, "overriding_parameters") => self.overriding(id),
            (DbCluster, "members_with_own_group") => Member::Value(self.members_with_own_group(id)),
            _ => return None,
        })
    }

    /// The family of the attached group, where it is not that of engine and version; null where it is.
    fn other_family(&self, id: EntityId, link: &str, field: &str) -> Member {
        let own = self.engine_family(id);
        let named = self.raw(id, field);
        let mut answers = Vec::new();
        for (guard, target) in self.targets(id, link) {
            let theirs = match target {
                Target::Nothing | Target::DefaultGroup(None) => Value::null(named.origin.clone()),
                Target::DefaultGroup(Some(family)) => Value::text(family, named.origin.clone()),
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    Value::unknown(reason, named.origin.clone())
                }
                Target::Entity(group) => self.family_through(group, &named.origin),
            };
            for (inner, theirs) in choices(&theirs) {
                for (other, own) in choices(&own) {
                    let guard = self.both(id, &guard, &inner).and_then(|guard| self.both(id, &guard, &other));
                    answers.extend(guard.map(|guard| (guard, self.mismatch(id, theirs, own))));
                }
            }
        }
        if answers.iter().all(|(_, answer)| answer.is_null()) && presence(&named) == Truth::False {
            return Member::NotApplicable("no parameter group is attached".into());
        }
        Member::Value(merge(answers, &named.origin))
    }

    /// A group's family behind the reference that leads to the group.
    fn family_through(&self, group: EntityId, named: &Origin) -> Value {
        let resource = &self.entity(group).resource;
        let family = self.family_of_group(group);
        let at = family.origin.used_at().or(Some(resource.header));
        let family = family.step_each(&What::ParameterGroup(resource.address.clone()), at);
        behind(&family, &Origin::default().step(What::Reference(resource.address.clone()), named.used_at()))
    }

    fn mismatch(&self, id: EntityId, theirs: &Value, own: &Value) -> Value {
        let Some(attached) = theirs.as_text() else {
            return if theirs.is_null() { theirs.clone() } else { undecided(theirs) };
        };
        let is_hidden = theirs.is_secret() || own.is_secret();
        let wanted = match own.as_text() {
            Some(own) if attached.eq_ignore_ascii_case(own) => return Value::null(theirs.origin.clone()),
            Some(own) => own.to_string(),
            // The engine is enough where the group is of another.
            None => match (self.engine_group(id).as_text(), family::engine_group_of_family(attached)) {
                (Some(engine), Some(of_group)) if **engine != *of_group => format!("of {engine}"),
                _ => return Value::unknown(reason(own), own.origin.clone()),
            },
        };
        let text = if is_hidden { "another".to_owned() } else { format!("{attached} and not {wanted}") };
        Value::text(text, theirs.origin.clone())
    }

    /// Whether a database uses the group. Where the configuration has no database at all, others are meant to use it.
    fn attached(&self, id: EntityId) -> Value {
        let entity = self.entity(id);
        let mut unsure = None;
        for (back, link) in USES {
            for user in entity.links.backward(back) {
                let user = self.entity(*user);
                // A database that exists only where the group does is no doubt.
                let exists =
                    user.resource.condition.as_ref().filter(|own| Some(*own) != entity.resource.condition.as_ref());
                for guard in user.links.guards(link, id) {
                    match guard.as_ref().or(exists) {
                        None => return bool_value(true, &not_given()),
                        Some(condition) => unsure = unsure.or_else(|| Some(depends_on(condition))),
                    }
                }
            }
            unsure = unsure.or_else(|| entity.links.perhaps_more(back));
        }
        if let Some(reason) = unsure {
            return Value::unknown(reason, Origin::default());
        }
        if !self.with_databases.contains(&entity.resource.scope) {
            return Value::unknown("no database is in the same configuration", Origin::default());
        }
        bool_value(false, &not_given())
    }

    /// The parameters that the group of members sets to something else than the group of their cluster.
    fn overriding(&self, id: EntityId) -> Member {
        let (groups, unsure) = self.groups_of_clusters(id);
        if groups.is_empty() {
            return match unsure {
                Some(reason) => Member::Value(Value::unknown(reason, Origin::default())),
                None => {
                    Member::NotApplicable("no member of a cluster with a parameter group of its own uses it".into())
                }
            };
        }
        let family = self.family_of_group(id);
        Member::Value(each(&self.raw(id, "Parameters"), |rows| {
            let answers = groups.iter().flat_map(|group| self.conflicts(rows, &family, *group));
            let (doubts, found): (Vec<Value>, Vec<Value>) = answers.partition(|answer| answer.as_unknown().is_some());
            let unsure = unsure.as_ref().map(|reason| Value::unknown(reason.clone(), Origin::default()));
            match (found.first(), doubts.into_iter().next().or(unsure)) {
                (None, Some(unsure)) => unsure,
                (first, _) => {
                    let origin = first.map_or_else(not_given, |first| first.origin.clone());
                    Value::new(Content::List(found.into()), origin)
                }
            }
        }))
    }

    /// The parameter groups of the clusters whose members have this group, each once, and why there may be more.
    fn groups_of_clusters(&self, id: EntityId) -> (Vec<EntityId>, Option<Arc<str>>) {
        let links = &self.entity(id).links;
        let mut unsure = links.perhaps_more("databases");
        let mut follow = |from: &[EntityId], link: &str| {
            let mut found = FxHashSet::default();
            for (guard, target) in from.iter().flat_map(|id| self.targets(*id, link)) {
                match target {
                    Target::Entity(id) if guard.is_empty() => drop(found.insert(id)),
                    Target::Entity(_) => unsure = unsure.take().or_else(|| Some(depends_on(&guard))),
                    Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                        unsure = unsure.take().or(Some(reason));
                    }
                    Target::Nothing | Target::DefaultGroup(_) => {}
                }
            }
            let mut found: Vec<EntityId> = found.into_iter().collect();
            found.sort_unstable();
            found
        };
        let clusters = follow(links.backward("databases"), "cluster");
        let groups = follow(&clusters, "cluster_parameter_group");
        (groups, unsure)
    }

    /// The rows that another group has otherwise, or may have.
    fn conflicts(&self, rows: &Value, family: &Value, other: EntityId) -> Vec<Value> {
        let others = self.raw(other, "Parameters");
        let nameless = [rows, &others].into_iter().map(group::as_map).find(|rows| rows.as_unknown().is_some());
        let others: FxHashMap<String, Value> =
            group::settings(&others).into_iter().map(|row| (row.name.to_ascii_lowercase(), row.value)).collect();
        let acts =
            |name: &str| family.as_text().is_none_or(|family| tables::level(family, name) != Some(Level::Cluster));
        let differs = |row: &group::Setting| {
            let other = others.get(&row.name.to_ascii_lowercase())?;
            match (row.value.as_text(), other.as_text()) {
                (Some(own), Some(other)) if same(own, other) => None,
                (Some(_), Some(_)) => Some(Value::text(row.shown_name(), row.value.origin.clone())),
                (None, _) => Some(undecided(&row.value)),
                (_, None) => Some(undecided(other)),
            }
        };
        let own = group::settings(rows);
        own.iter()
            .filter(|row| acts(&row.name))
            .filter_map(differs)
            .chain(nameless.map(|rows| undecided(&rows)))
            .collect()
    }

    /// Whether nobody can change what the database is told, because its parameter group is a default one.
    fn uses_default_group(&self, id: EntityId, link: &str, field: &str) -> Member {
        let named = self.raw(id, field);
        let replica = truth(&self.replica(id));
        if replica != Truth::False && presence(&named) == Truth::False {
            return Member::NotApplicable("a replica may take the group of its source".into());
        }
        let answers = self.targets(id, link).into_iter().map(|(guard, target)| {
            let answer = match target {
                Target::Nothing | Target::DefaultGroup(_) => bool_value(true, &named.origin),
                Target::Entity(_) | Target::Elsewhere { any: false, .. } => bool_value(false, &named.origin),
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    Value::unknown(reason, named.origin.clone())
                }
            };
            (guard, answer)
        });
        Member::Value(merge(answers.collect(), &named.origin))
    }

    /// Whether members have a parameter group of their own that RDS must be told about in a major upgrade.
    fn members_with_own_group(&self, id: EntityId) -> Value {
        let links = &self.entity(id).links;
        let mut unsure = links.perhaps_more("members");
        for member in links.backward("members") {
            let named = self.raw(*member, "DBParameterGroupName").origin;
            for (guard, target) in self.targets(*member, "parameter_group") {
                match target {
                    Target::Entity(_) | Target::OneOf { .. } | Target::Elsewhere { any: false, .. }
                        if guard.is_empty() =>
                    {
                        return bool_value(true, &named);
                    }
                    Target::Nothing | Target::DefaultGroup(_) => {}
                    Target::Elsewhere { reason, any: true } => unsure = unsure.or(Some(reason)),
                    _ => unsure = unsure.or_else(|| Some(depends_on(&guard))),
                }
            }
        }
        match unsure {
            Some(reason) => Value::unknown(reason, Origin::default()),
            None => bool_value(false, &not_given()),
        }
    }
}

/// Whether two spellings are one setting.
fn same(one: &Arc<str>, other: &Arc<str>) -> bool {
    let switch = |text: &str| match text.to_ascii_lowercase().as_str() {
        "1" | "on" | "true" | "yes" => Some(true),
        "0" | "off" | "false" | "no" => Some(false),
        _ => None,
    };
    let (a, b) = (one.trim(), other.trim());
    a.eq_ignore_ascii_case(b) || (switch(a).is_some() && switch(a) == switch(b))
}
