//! Whether a database's own settings go together: what only shows when it is created, or never, is told before.
//!
//! The table says which settings are refused, needed or without effect in which circumstances; each row is asked of
//! the database in every case that conditions leave open.

use super::combine::{Existence, each, given, presence, undecided, under};
use super::convert::convert;
use super::derived::{REPLICATES, any_of, bool_value, not_given, restores, truth};
use super::effective::written;
use super::fields::{Field, Kind, Type};
use super::support::{minute, moment};
use super::tables::settings::{Circumstance, Effect, Setting, Stated, settings};
use super::{EntityId, Language, Member, Model, Resource};
use crate::value::{Content, Truth, Value};

/// The logs that engines have, and `slow_query`, which is taken for one.
const LOGS: [&str; 15] = [
    "agent",
    "alert",
    "audit",
    "diag.log",
    "error",
    "general",
    "instance",
    "listener",
    "notify.log",
    "oemagent",
    "postgresql",
    "slowquery",
    "slow_query",
    "trace",
    "upgrade",
];

/// How many cases are told apart.
const MAX_CASES: usize = 16;

/// The facts by the effects that they list.
const FACTS: [(&str, Effect); 5] = [
    ("refused_settings", Effect::Refused),
    ("missing_settings", Effect::Missing),
    ("impossible_settings", Effect::Impossible),
    ("idle_settings", Effect::Idle),
    ("unguarded_settings", Effect::Unguarded),
];

impl Model {
    /// The facts about databases' own settings.
    pub(super) fn setting_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        if !matches!(self.entity(id).kind, Kind::DbInstance | Kind::DbCluster) {
            return None;
        }
        if name == "engine_of_other_cluster" {
            return Some(Member::Value(self.engine_of_other_cluster(id)));
        }
        let (_, effect) = FACTS.into_iter().find(|(fact, _)| *fact == name)?;
        Some(Member::Value(self.settings_with(id, effect)))
    }

    /// The settings that have an effect, in the order of the table; unknown where none has it but one may.
    fn settings_with(&self, id: EntityId, effect: Effect) -> Value {
        let entity = self.entity(id);
        let existence = Existence::of(&entity.resource);
        let mut found = list(Vec::new());
        for row in settings(entity.kind, effect) {
            if !can_be_written(&entity.resource, row) {
                continue;
            }
            let holds = given(self.holds(id, row), existence);
            if truth(&holds) == Truth::False {
                continue;
            }
            let text = format!("{} ({})", row.field, row.because);
            let wide = found.alternatives().count() * holds.alternatives().count() > MAX_CASES;
            let holds = if wide { undecided(&holds) } else { holds };
            found = given(each(&found, |found| each(&holds, |holds| with(found, holds, &text))), existence);
        }
        found
    }

    /// Whether a row holds of a database, with the origin of the setting.
    fn holds(&self, id: EntityId, row: &Setting) -> Value {
        let resource = &self.entity(id).resource;
        let asks_for_nothing = matches!(row.stated, Stated::Absent | Stated::None | Stated::NotOn);
        let is_written = Field::find(row.kind, row.field).and_then(|field| written(resource, field)).is_some();
        if !is_written && !asks_for_nothing {
            return bool_value(false, &not_given());
        }
        let mut holds = self.stated(id, row.field, row.stated);
        for (circumstance, wanted) in row.circumstances {
            if truth(&holds) == Truth::False {
                break;
            }
            let other = self.circumstance(id, row.field, *circumstance);
            holds = each(&holds, |holds| each(&other, |other| both(holds, other, *wanted)));
        }
        holds
    }

    fn circumstance(&self, id: EntityId, field: &str, circumstance: Circumstance) -> Value {
        let known = |is: bool| bool_value(is, &not_given());
        match circumstance {
            Circumstance::CloudFormation => known(self.entity(id).resource.language == Language::CloudFormation),
            Circumstance::Terraform => known(self.entity(id).resource.language == Language::Terraform),
            Circumstance::Member => self.belongs_to_cluster(id),
            Circumstance::Aurora => self.aurora_by_name(id),
            Circumstance::Custom => self.custom(id),
            Circumstance::Replica if self.entity(id).kind == Kind::DbCluster => self.replica(id),
            Circumstance::Replica => self.is_made_from(id, REPLICATES),
            Circumstance::Restored => self.is_made_from(id, restores(self.entity(id).kind)),
            Circumstance::ServerlessV1 => self.serverless_v1(id),
            Circumstance::ServerlessMembers => self.has_serverless_member(id),
            Circumstance::Engine(engines) => each(&self.engine_group(id), |group| match group.as_text() {
                Some(text) => bool_value(engines.contains(&&**text), &group.origin),
                None => undecided(group),
            }),
            Circumstance::ClusterHas => self.cluster_has(id, field).unwrap_or_else(|| self.unseen_cluster(id)),
            Circumstance::ClusterCovers => self.cluster_has(id, field).unwrap_or_else(|| known(true)),
            Circumstance::Other(name, stated) => self.stated(id, name, stated),
        }
    }

    /// What is so of a setting as the source has it.
    fn stated(&self, id: EntityId, name: &str, stated: Stated) -> Value {
        let raw = self.raw(id, name);
        match stated {
            Stated::Given => each(&raw, |value| decided(presence(value), value)),
            Stated::Absent => each(&raw, |value| decided(presence(value).negate(), value)),
            Stated::Less(other) => {
                let limit = convert(&self.raw(id, other), Type::Number);
                each(&convert(&raw, Type::Number), |value| each(&limit, |limit| is_less(value, limit)))
            }
            other => each(&convert(&raw, type_of(other)), |value| is_so(value, other)),
        }
    }

    /// Whether one of the fields names what it is made from. An input without a value may be empty, as that of a template
    /// which makes a new database as well.
    fn is_made_from(&self, id: EntityId, fields: &[&str]) -> Value {
        any_of(fields.iter().map(|field| {
            each(&self.raw(id, field), |source| match source.as_unknown() {
                Some(unknown) if unknown.start().is_empty() && source.references().is_empty() => undecided(source),
                _ => decided(presence(source), source),
            })
        }))
    }

    /// Whether an instance belongs to a cluster, in each case that conditions leave open.
    fn belongs_to_cluster(&self, id: EntityId) -> Value {
        match self.membership(id) {
            Truth::Unknown => self.stated(id, "DBClusterIdentifier", Stated::Given),
            known => bool_value(known == Truth::True, &not_given()),
        }
    }

    /// Whether the cluster has a setting on, or at all; none has anything. `None` for a cluster that is not in the source.
    fn cluster_has(&self, id: EntityId, name: &str) -> Option<Value> {
        if presence(&self.raw(id, "DBClusterIdentifier")) == Truth::False {
            return Some(bool_value(false, &not_given()));
        }
        let cluster = self.entity(id).links.only("cluster")?;
        let field = Field::find(Kind::DbCluster, name)?;
        Some(self.stated(cluster, name, if field.ty == Type::Bool { Stated::On } else { Stated::Given }))
    }

    /// Whether a member of the cluster is of Serverless v2.
    fn has_serverless_member(&self, id: EntityId) -> Value {
        let cluster = Existence::of(&self.entity(id).resource);
        let links = &self.entity(id).links;
        let members = links.backward("members").iter().map(|member| {
            let class = self.stated(*member, "DBInstanceClass", Stated::In(&["db.serverless"]));
            let condition = self.entity(*member).resource.condition.as_deref().unwrap_or_default();
            if under(cluster, condition) == Truth::True { class } else { bool_value(false, &not_given()) }
        });
        let others = links.perhaps_more("members").map(|reason| Value::unknown(reason, not_given()));
        any_of(members.chain(others))
    }

    /// The engine of a member, where it is not that of its cluster.
    fn engine_of_other_cluster(&self, id: EntityId) -> Value {
        let own = self.raw(id, "Engine");
        if own.is_null() || presence(&self.raw(id, "DBClusterIdentifier")) == Truth::False {
            return Value::null(own.origin);
        }
        let Some(cluster) = self.entity(id).links.only("cluster") else { return self.unseen_cluster(id) };
        let theirs = self.raw(cluster, "Engine");
        each(&own, |own| {
            each(&theirs, |theirs| match (own.as_text(), theirs.as_text()) {
                (Some(a), Some(b)) if a.eq_ignore_ascii_case(b) => Value::null(own.origin.clone()),
                (Some(_), Some(_)) => own.clone(),
                _ if own.is_null() || theirs.is_null() => Value::null(own.origin.clone()),
                (None, _) => undecided(own),
                (_, None) => undecided(theirs),
            })
        })
    }
}

/// Whether the language has a word for the setting.
fn can_be_written(resource: &Resource, row: &Setting) -> bool {
    Field::find(row.kind, row.field).is_some_and(|field| match resource.language {
        Language::CloudFormation => !field.cloudformation.is_empty(),
        Language::Terraform => !field.terraform.is_empty(),
    })
}

/// What has been found, and one more if the row holds.
fn with(found: &Value, holds: &Value, text: &str) -> Value {
    match (&holds.content, &found.content) {
        (Content::Bool(true), Content::List(items)) => {
            let mut items = items.to_vec();
            items.push(Value::text(text, holds.origin.clone()));
            list(items)
        }
        (Content::Bool(true), _) => list(vec![Value::text(text, holds.origin.clone())]),
        (Content::Unknown(_), Content::List(items)) if items.is_empty() => undecided(holds),
        _ => found.clone(),
    }
}

/// A list with the origin of its first item.
fn list(items: Vec<Value>) -> Value {
    let origin = items.first().map_or_else(not_given, |first| first.origin.clone());
    Value::new(Content::List(items.into()), origin)
}

/// Whether one thing holds and another is as wanted, with the origin of the first.
fn both(one: &Value, other: &Value, wanted: bool) -> Value {
    let other_truth = if wanted { truth(other) } else { truth(other).negate() };
    match (truth(one), other_truth) {
        (Truth::False, _) | (_, Truth::False) => bool_value(false, &one.origin),
        (Truth::True, Truth::True) => one.clone(),
        (Truth::Unknown, _) => undecided(one),
        (_, Truth::Unknown) => Value::unknown(super::combine::reason(other), one.origin.clone()),
    }
}

fn decided(truth: Truth, value: &Value) -> Value {
    match truth {
        Truth::Unknown => undecided(value),
        known => {
            let origin = if value.origin.is_empty() { not_given() } else { value.origin.clone() };
            bool_value(known == Truth::True, &origin)
        }
    }
}

/// What a setting has to be converted to before it is asked.
fn type_of(stated: Stated) -> Type {
    match stated {
        Stated::On | Stated::Off | Stated::NotOn => Type::Bool,
        Stated::None | Stated::Above(_) | Stated::Below(_) | Stated::Outside(..) | Stated::Unkept => Type::Number,
        Stated::Foreign(_) => Type::List,
        _ => Type::Text,
    }
}

/// Whether a value without alternatives is so. What is not there is neither one thing nor another.
fn is_so(value: &Value, stated: Stated) -> Value {
    let is = match (&value.content, stated) {
        (Content::Null, _) => matches!(stated, Stated::None | Stated::NotOn),
        (Content::Bool(on), Stated::On) => *on,
        (Content::Bool(on), Stated::Off | Stated::NotOn) => !*on,
        (Content::Number(number), _) => match number.as_integer() {
            Some(number) => is_number_so(number, stated),
            None => return Value::unknown("it is not a whole number", value.origin.clone()),
        },
        (Content::Text(text), _) => is_text_so(text, stated),
        (Content::List(items), Stated::Foreign(own)) => return has_foreign(items, own, value),
        _ => return undecided(value),
    };
    decided(is.into(), value)
}

fn is_number_so(number: i64, stated: Stated) -> bool {
    match stated {
        Stated::None => number == 0,
        Stated::Above(limit) => number > limit,
        Stated::Below(limit) => number < limit,
        Stated::Outside(first, last) => !(first..=last).contains(&number),
        Stated::Unkept => !matches!(number, 7 | 731) && (number % 31 != 0 || !(31..=713).contains(&number)),
        _ => false,
    }
}

fn is_text_so(text: &str, stated: Stated) -> bool {
    let is_one_of = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text.trim()));
    match stated {
        _ if text.is_empty() => false,
        Stated::In(words) => is_one_of(words),
        Stated::Not(words) => !is_one_of(words),
        Stated::NoDailyWindow => !is_window(text, minute, 24 * 60),
        Stated::NoWeeklyWindow => !is_window(text, moment, 7 * 24 * 60),
        _ => false,
    }
}

/// Whether a list of logs has one that only other engines have. One that no engine has may be newer than the table.
fn has_foreign(items: &[Value], own: &[&str], at: &Value) -> Value {
    let is_foreign = |log: &str| LOGS.contains(&log) && !own.contains(&log);
    let foreign = |item: &Value| match item.as_text() {
        Some(log) => bool_value(is_foreign(log), &item.origin),
        None => undecided(item),
    };
    match any_of(items.iter().map(|item| each(item, foreign))) {
        none if truth(&none) == Truth::False => bool_value(false, &at.origin),
        found => found,
    }
}

/// Whether a text is a window of half an hour at least.
fn is_window(text: &str, read: fn(&str) -> Option<u32>, whole: u32) -> bool {
    let ends = text.trim().split_once('-').and_then(|(start, end)| Some((read(start)?, read(end)?)));
    ends.is_some_and(|(start, end)| (end + whole - start) % whole >= 30)
}

/// Whether a number is above zero and below another.
fn is_less(value: &Value, limit: &Value) -> Value {
    match (&value.content, &limit.content) {
        (Content::Null, _) | (_, Content::Null) => bool_value(false, &value.origin),
        (Content::Number(number), Content::Number(limit)) => match (number.as_integer(), limit.as_integer()) {
            (Some(number), Some(limit)) => bool_value(0 < number && number < limit, &value.origin),
            _ => Value::unknown("it is not a whole number", value.origin.clone()),
        },
        (Content::Number(_), _) => undecided(limit),
        _ => undecided(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_half_an_hour_at_least() {
        for (text, daily, weekly) in [
            ("03:00-03:30", true, false),
            ("23:45-00:15", true, false),
            ("03:00-03:29", false, false),
            ("03:00-03:00", false, false),
            ("3:00", false, false),
            ("24:00-24:30", false, false),
            ("Sun:05:00-sun:05:30", false, true),
            ("sun:23:45-mon:00:15", false, true),
            ("sun:05:00-sun:05:15", false, false),
        ] {
            assert_eq!(is_window(text, minute, 24 * 60), daily, "{text}");
            assert_eq!(is_window(text, moment, 7 * 24 * 60), weekly, "{text}");
        }
    }

    #[test]
    fn performance_insights_keep_whole_months() {
        for (days, refused) in [(7, false), (31, false), (93, false), (713, false), (731, false), (30, true), (0, true)]
        {
            assert_eq!(is_number_so(days, Stated::Unkept), refused, "{days}");
        }
        assert!(is_number_so(744, Stated::Unkept) && is_number_so(94, Stated::Unkept));
    }
}
