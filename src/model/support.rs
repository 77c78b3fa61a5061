//! Versions and classes against the calendar: what is still supported on the day of the run.

use super::combine::{each, presence, undecided};
use super::derived::{bool_value, truth};
use super::fields::Kind;
use super::tables::classes::{self, Status};
use super::tables::engines::{self, Ends};
use super::tables::{self, Confidence};
use super::{Day, EntityId, Member, Model, family};
use crate::value::{Truth, Value};

/// How many replicas of replicas are followed.
const MAX_SOURCES: usize = 8;

impl Model {
    /// The facts about versions, classes and windows.
    pub(super) fn support_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        let kind = self.entity(id).kind;
        if !matches!(kind, Kind::DbInstance | Kind::DbCluster) {
            return None;
        }
        let class = if kind == Kind::DbInstance { "DBInstanceClass" } else { "DBClusterInstanceClass" };
        Some(Member::Value(match name {
            "unsupported_version" => self.unsupported(id),
            "deprecated_version" => self.of_version(id, deprecated),
            "version_bulletin" => return Some(self.version_bulletin(id)),
            "nitro" => return Some(on_nitro(&self.named(id, class))),
            "retired_class" => each(&self.named(id, class), |class| self.retired(id, class)),
            "windows_overlap" => self.windows_overlap(id),
            _ => return None,
        }))
    }

    /// The hole of the version: a member's is its cluster's, and asked of it only where the cluster is out of sight.
    fn version_bulletin(&self, id: EntityId) -> Member {
        let silent = self.raw(id, "EngineVersion").is_null() || self.entity(id).links.only("cluster").is_some();
        if silent && self.membership(id) == Truth::True {
            return Member::NotApplicable(self.cluster_decides(id));
        }
        Member::Value(self.of_version(id, bulletin))
    }

    /// What is said of a class that can no longer be had. The days on which support ended are RDS's: of a member of an
    /// Aurora cluster they say nothing, and no other instance is Aurora's.
    fn retired(&self, id: EntityId, class: &Value) -> Value {
        let retired = retired(class, self.today());
        let ends = class.as_text().and_then(|text| classes::class(&text.to_ascii_lowercase()));
        let is_dated = ends.is_some_and(|row| matches!(row.status, Status::Ending(_)));
        if !is_dated || retired.is_null() || self.entity(id).kind == Kind::DbCluster {
            return retired;
        }
        match self.membership(id) {
            Truth::False => retired,
            Truth::True => Value::unknown("AWS names no day for the class in Aurora", class.origin.clone()),
            Truth::Unknown => undecided(&self.named(id, "DBClusterIdentifier")),
        }
    }

    fn today(&self) -> Day {
        self.today.unwrap_or(tables::AS_OF)
    }

    /// The version whose standard support is over, with its date; null while it lasts. Where no version is given AWS
    /// takes one that it supports.
    fn unsupported(&self, id: EntityId) -> Value {
        let by_engine = self.engine_family(id);
        let is_open = by_engine.alternatives().any(|(_, family)| family.as_text().is_none());
        let family = if is_open { self.family(id) } else { by_engine };
        if family.as_text().is_none() && self.made_without_version(id).is_some_and(|made| self.has_no_group(made)) {
            return Value::null(self.raw(id, "EngineVersion").origin);
        }
        let today = self.today();
        each(&family, |family| match family.as_text() {
            Some(_) if family.is_secret() => undecided(family),
            Some(text) => ended(text, today, family),
            None => undecided(family),
        })
    }

    /// Whether no parameter group is attached, which tells the version, although it may not be known which.
    fn has_no_group(&self, id: EntityId) -> bool {
        let named = ["DBParameterGroupName", "DBClusterParameterGroupName"].map(|field| presence(&self.raw(id, field)));
        named == [Truth::False; 2]
    }

    /// Whether nobody says a version, neither of it nor of what it replicates: then AWS takes one that it supports.
    fn leaves_version_to_aws(&self, id: EntityId) -> bool {
        self.made_without_version(id).is_some()
    }

    /// What is made anew without a version: the database itself, or the one that it replicates.
    fn made_without_version(&self, id: EntityId) -> Option<EntityId> {
        let mut at = id;
        for _ in 0..MAX_SOURCES {
            let taken = [self.membership(at), truth(&self.restored(at)), presence(&self.raw(at, "EngineVersion"))];
            if taken != [Truth::False; 3] {
                return None;
            }
            match truth(&self.replica(at)) {
                Truth::False => return Some(at),
                Truth::True => at = self.entity(at).links.only("source")?,
                Truth::Unknown => return None,
            }
        }
        None
    }

    /// Asks about engine and full version; what is not given is of no concern.
    fn of_version(&self, id: EntityId, ask: fn(&str, &str, &str) -> Option<String>) -> Value {
        let engine = self.engine_group(id);
        each(&self.named(id, "EngineVersion"), |version| {
            let Some(text) = version.as_text() else {
                let is_open = self.leaves_version_to_aws(id);
                return if is_open { Value::null(version.origin.clone()) } else { undecided(version) };
            };
            each(&engine, |engine| match engine.as_text() {
                Some(_) if version.is_secret() => undecided(version),
                Some(engine) => answer(engine, text, version, ask),
                None => undecided(engine),
            })
        })
    }

    /// Whether the weekly window for maintenance covers a part of the daily one for backups: RDS refuses that.
    fn windows_overlap(&self, id: EntityId) -> Value {
        let backups = self.named(id, "PreferredBackupWindow");
        each(&self.named(id, "PreferredMaintenanceWindow"), |weekly| {
            each(&backups, |daily| match (weekly.as_text(), daily.as_text()) {
                (Some(weekly_text), Some(daily_text)) => {
                    bool_value(overlap(weekly_text, daily_text).unwrap_or(false), &weekly.origin)
                }
                (None, _) if !weekly.is_null() => undecided(weekly),
                (_, None) if !daily.is_null() => undecided(daily),
                _ => bool_value(false, &weekly.origin),
            })
        })
    }
}

fn answer(engine: &str, version: &str, at: &Value, ask: fn(&str, &str, &str) -> Option<String>) -> Value {
    let major = family::family(engine, version).map(|family| family::major(&family).to_owned());
    match major.and_then(|major| ask(engine, &major, version)) {
        Some(text) => Value::text(text, at.origin.clone()),
        None => Value::null(at.origin.clone()),
    }
}

/// What is said of a family whose version is out of standard support.
fn ended(family: &str, today: Day, at: &Value) -> Value {
    let origin = at.origin.clone();
    let major = family::major(family);
    let group = family::engine_group_of_family(family).unwrap_or_default();
    let engine = if family.starts_with("aurora5") { "aurora" } else { group };
    let Some(row) = engines::version(engine, major) else { return Value::null(origin) };
    let over = match row.standard {
        Ends::Open => return Value::null(origin),
        Ends::On(day) if today <= day => return Value::null(origin),
        Ends::On(_) | Ends::Ended if row.confidence == Confidence::Low => {
            return Value::unknown(format!("the end of support of {engine} {major} is not certain"), origin);
        }
        Ends::On(day) => match row.extended.filter(|end| today > *end) {
            Some(end) => format!("Extended Support ended on {end}"),
            None if row.extended.is_some() => format!("standard support ended on {day}"),
            None => format!("support ended on {day}"),
        },
        Ends::Ended => format!("support ended before {}", tables::AS_OF),
    };
    Value::text(format!("{engine} {major}, {over}"), origin)
}

/// A minor version that can no longer be asked for.
fn deprecated(engine: &str, major: &str, version: &str) -> Option<String> {
    let row = engines::version(engine, major)?;
    let gone = row.deprecated.iter().any(|minor| minor.eq_ignore_ascii_case(version.trim()));
    gone.then(|| version.trim().to_owned())
}

/// The published hole of a minor version.
fn bulletin(engine: &str, major: &str, version: &str) -> Option<String> {
    let rest = version.trim().strip_prefix(major)?.strip_prefix('.')?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let minor = rest.get(..end)?.parse().ok()?;
    engines::bulletin(engine, major, minor).map(|row| row.name.to_owned())
}

/// Whether a class runs on the Nitro System; who takes a serverless one chooses no hardware.
fn on_nitro(class: &Value) -> Member {
    if class.as_text().is_some_and(|text| text.eq_ignore_ascii_case("db.serverless")) {
        return Member::NotApplicable("a serverless class names no hardware".into());
    }
    Member::Value(each(class, nitro))
}

fn nitro(class: &Value) -> Value {
    let Some(text) = class.as_text() else {
        return if class.is_null() { class.clone() } else { undecided(class) };
    };
    match classes::class(&text.to_ascii_lowercase()).map(|row| row.nitro) {
        Some(Some(known)) => bool_value(known, &class.origin),
        _ => Value::unknown("it is not known on which hardware the class runs", class.origin.clone()),
    }
}

/// A class that AWS no longer offers or supports.
fn retired(class: &Value, today: Day) -> Value {
    let Some(text) = class.as_text() else {
        return if class.is_null() { class.clone() } else { undecided(class) };
    };
    let name = text.to_ascii_lowercase();
    let over = match classes::class(&name).map(|row| (row.name, row.status)) {
        Some((family, Status::Ending(day))) if today > day => format!("{family}, support ended on {day}"),
        Some((family, Status::Gone)) => format!("{family}, no longer offered on {}", tables::AS_OF),
        _ => return Value::null(class.origin.clone()),
    };
    if class.is_secret() { undecided(class) } else { Value::text(over, class.origin.clone()) }
}

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MINUTES_OF_DAY: u32 = 24 * 60;

/// Whether `sun:05:00-sun:06:00` and `05:30-06:30` have a minute in common; `None` for what is no window.
fn overlap(weekly: &str, daily: &str) -> Option<bool> {
    let (start, end) = weekly.trim().split_once('-')?;
    let (first, last) = (moment(start)?, moment(end)?);
    let (from, to) = daily.trim().split_once('-')?;
    let (from, to) = (minute(from)?, minute(to)?);
    let week = MINUTES_OF_DAY * 7;
    let length = (last + week - first) % week;
    let daily_length = (to + MINUTES_OF_DAY - from) % MINUTES_OF_DAY;
    // Behind the start of the one, how long until the next start of the other.
    let until = (from + MINUTES_OF_DAY - first % MINUTES_OF_DAY) % MINUTES_OF_DAY;
    let since = MINUTES_OF_DAY - until;
    Some(until < length || (until > 0 && since < daily_length) || (until == 0 && length > 0 && daily_length > 0))
}

/// The minute of the week.
pub(super) fn moment(text: &str) -> Option<u32> {
    let (day, time) = text.trim().split_once(':')?;
    let day = DAYS.iter().position(|name| name.eq_ignore_ascii_case(day))?;
    Some(day as u32 * MINUTES_OF_DAY + minute(time)?)
}

/// The minute of the day.
pub(super) fn minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::overlap;

    #[test]
    fn windows_have_a_minute_in_common_or_not() {
        for (weekly, daily, expected) in [
            ("sun:05:00-sun:06:00", "05:30-06:30", Some(true)),
            ("sun:05:00-sun:06:00", "04:30-05:30", Some(true)),
            ("sun:05:00-sun:06:00", "03:00-05:00", Some(false)),
            ("Sun:05:00-Sun:06:00", "06:00-07:00", Some(false)),
            ("sun:23:30-mon:00:30", "00:00-00:30", Some(true)),
            ("mon:00:00-mon:00:30", "23:45-00:15", Some(true)),
            ("mon:00:00-tue:00:30", "12:00-12:30", Some(true)),
            ("sometimes", "05:00-06:00", None),
        ] {
            assert_eq!(overlap(weekly, daily), expected, "{weekly} {daily}");
        }
    }
}
