//! Groups that RDS refuses where they are attached: parameter groups of the other kind, options for another engine.

use super::combine::{Guarded, choices, each, merge, presence, undecided};
use super::fields::Kind;
use super::links::{Lookup, Target};
use super::{EntityId, Member, Model, Scope, family};
use crate::value::{Content, Truth, Value};

/// Where a database names a parameter group: the link, the field, and the kind that does not belong there.
type Place = (&'static str, &'static str, Kind);

const OF_INSTANCES: &[Place] = &[("parameter_group", "DBParameterGroupName", Kind::ClusterParameterGroup)];

const OF_CLUSTERS: &[Place] = &[
    ("cluster_parameter_group", "DBClusterParameterGroupName", Kind::ParameterGroup),
    ("instance_parameter_group", "DBInstanceParameterGroupName", Kind::ClusterParameterGroup),
];

impl Model {
    /// The facts about groups that do not belong where they are.
    pub(super) fn misattachment_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        match (self.entity(id).kind, name) {
            (Kind::DbInstance, "group_of_wrong_kind") => Some(self.wrong_kind(id, OF_INSTANCES)),
            (Kind::DbCluster, "group_of_wrong_kind") => Some(self.wrong_kind(id, OF_CLUSTERS)),
            (Kind::DbInstance, "options_of_other_engine") => Some(self.options_of_other_engine(id)),
            _ => None,
        }
    }

    /// What kind of group is attached where one of another kind belongs; null where none is.
    fn wrong_kind(&self, id: EntityId, places: &[Place]) -> Member {
        let mut answers = Vec::new();
        for &(link, field, other) in places {
            let named = self.raw(id, field);
            if presence(&named) != Truth::False {
                answers.push(self.kind_at(id, link, &named, other));
            }
        }
        let is_known = |answer: &&Value| answer.alternatives().any(|(_, one)| one.as_text().is_some());
        let unclear = answers.iter().find(|answer| !answer.is_null());
        match answers.iter().find(is_known).or(unclear).or(answers.first()) {
            Some(answer) => Member::Value(answer.clone()),
            None => Member::NotApplicable("no parameter group is attached".into()),
        }
    }

    fn kind_at(&self, id: EntityId, link: &str, named: &Value, other: Kind) -> Value {
        let scope = self.entity(id).resource.scope;
        let others = Lookup { index: &self.index, scope, kind: other, list: false, secret: false }.targets(named);
        let both = self.targets(id, link).into_iter().zip(others);
        let answer = |(belongs, other_kind): (Target, Target)| match (belongs, other_kind) {
            (Target::Elsewhere { .. }, Target::Entity(_) | Target::OneOf { .. })
                if named.references().is_empty() && self.has_nameless(scope, other) =>
            {
                Value::unknown("the name of a group of the right kind is not known", named.origin.clone())
            }
            (Target::Elsewhere { .. }, Target::Entity(_) | Target::OneOf { .. }) => {
                Value::text(format!("a {}", noun(other)), named.origin.clone())
            }
            (Target::Elsewhere { reason, .. }, _) => Value::unknown(reason, named.origin.clone()),
            _ => Value::null(named.origin.clone()),
        };
        let answers: Vec<Guarded<Value>> =
            both.map(|((guard, belongs), (_, other))| (guard, answer((belongs, other)))).collect();
        merge(answers, &named.origin)
    }

    /// Whether a group of the right kind has a name that is not known, which may be any.
    fn has_nameless(&self, scope: Scope, wrong: Kind) -> bool {
        let (right, name) = match wrong {
            Kind::ParameterGroup => (Kind::ClusterParameterGroup, "DBClusterParameterGroupName"),
            _ => (Kind::ParameterGroup, "DBParameterGroupName"),
        };
        let mut groups = self.entities().filter(|(_, group)| group.kind == right && group.resource.scope == scope);
        groups.any(|(id, _)| self.raw(id, name).alternatives().any(|(_, name)| name.as_unknown().is_some()))
    }

    /// The engine and version that the attached option group is for, where the database has others; null where it fits.
    fn options_of_other_engine(&self, id: EntityId) -> Member {
        if self.membership(id) == Truth::True {
            return Member::NotApplicable(self.cluster_decides(id));
        }
        let named = self.raw(id, "OptionGroupName");
        if presence(&named) == Truth::False {
            return Member::NotApplicable("no option group is attached".into());
        }
        let own = self.engine_family(id);
        let answers = self.targets(id, "option_group").into_iter().map(|(guard, target)| {
            let theirs = match target {
                Target::Nothing | Target::DefaultGroup(None) => Value::null(named.origin.clone()),
                Target::DefaultGroup(Some(name)) => default_options(&name).map_or_else(
                    || Value::null(named.origin.clone()),
                    |family| Value::text(family, named.origin.clone()),
                ),
                Target::Entity(group) => self.family_of_options(group, &named),
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    Value::unknown(reason, named.origin.clone())
                }
            };
            (guard, each(&theirs, |theirs| self.unfit(id, theirs, &own)))
        });
        Member::Value(merge(answers.collect(), &named.origin))
    }

    /// The family that an option group is for, at the place where it is attached.
    fn family_of_options(&self, group: EntityId, named: &Value) -> Value {
        let version = self.named(group, "MajorEngineVersion");
        each(&self.named(group, "EngineName"), |engine| {
            let Some(name) = engine.as_text() else { return undecided(engine) };
            each(&version, |version| match version.as_text() {
                Some(_) if engine.is_secret() || version.is_secret() => undecided(version),
                Some(text) => match family::family(&name.to_ascii_lowercase(), text) {
                    Some(family) => Value::text(family, named.origin.clone()),
                    None => Value::unknown("its option group names no version of the engine", named.origin.clone()),
                },
                None => undecided(version),
            })
        })
    }

    fn unfit(&self, id: EntityId, theirs: &Value, own: &Value) -> Value {
        let Some(of_group) = theirs.as_text() else {
            return if theirs.is_null() { theirs.clone() } else { undecided(theirs) };
        };
        let answers = choices(own).into_iter().map(|(guard, own)| {
            let answer = match own.as_text() {
                Some(family) if family.eq_ignore_ascii_case(of_group) => Value::null(theirs.origin.clone()),
                Some(_) if own.is_secret() => undecided(own),
                Some(family) => Value::text(format!("{of_group} and not {family}"), theirs.origin.clone()),
                None => self.unfit_engine(id, theirs, of_group, own),
            };
            (guard, answer)
        });
        merge(answers.collect(), &theirs.origin)
    }

    /// The engine is enough where the group is for another.
    fn unfit_engine(&self, id: EntityId, theirs: &Value, of_group: &str, own: &Value) -> Value {
        match (&self.engine_group(id).content, family::engine_group_of_family(of_group)) {
            (Content::Text(engine), Some(other)) if **engine != *other => {
                Value::text(format!("{of_group} and not of {engine}"), theirs.origin.clone())
            }
            _ => undecided(own),
        }
    }
}

/// The family that a default option group is for, by its name behind `default:`: `mysql-8-0`.
fn default_options(name: &str) -> Option<String> {
    let dashes = name.match_indices('-').map(|(at, _)| at);
    let is_version = |at: &usize| name[at + 1..].starts_with(|c: char| c.is_ascii_digit());
    let (engine, version) = name.split_at(dashes.into_iter().find(is_version)?);
    family::family(engine, &version.trim_start_matches('-').replace('-', "."))
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::ClusterParameterGroup => "DB cluster parameter group",
        _ => "DB parameter group",
    }
}
