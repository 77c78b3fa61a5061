//! The logs of databases: which of them leave the database, which group holds one, and the options that write audits.

use super::super::combine::{each, presence, reason, undecided};
use super::super::derived::{bool_value, truth};
use super::super::fields::Kind;
use super::super::{EntityId, Member, Model, family};
use crate::value::{Content, Truth, Value};

/// How the names of the log groups begin that RDS sends logs to.
const GROUPS: [&str; 2] = ["/aws/rds/instance/", "/aws/rds/cluster/"];

/// What is worth keeping of the logs of an engine. Traces and the general log are for debugging, and hold data.
const WORTH_KEEPING: [(&str, &[&str]); 5] = [
    ("mysql", &["audit", "error"]),
    ("mariadb", &["audit", "error"]),
    ("sqlserver", &["agent", "error"]),
    ("oracle", &["alert", "audit", "listener"]),
    ("db2", &["diag.log", "notify.log"]),
];

/// All logs that an engine writes for those who run it.
const ALL: [(&str, &[&str]); 8] = [
    ("postgres", &["postgresql", "upgrade"]),
    ("aurora-postgresql", &["postgresql"]),
    ("mysql", &["audit", "error", "general", "slowquery"]),
    ("mariadb", &["audit", "error", "general", "slowquery"]),
    ("aurora-mysql", &["audit", "error", "general", "slowquery"]),
    ("sqlserver", &["agent", "error"]),
    ("oracle", &["alert", "audit", "listener", "trace"]),
    ("db2", &["diag.log", "notify.log"]),
];

/// The option of an engine that writes an audit log.
const AUDIT_OPTIONS: [(&str, &str); 4] = [
    ("mysql", "MARIADB_AUDIT_PLUGIN"),
    ("mariadb", "MARIADB_AUDIT_PLUGIN"),
    ("sqlserver", "SQLSERVER_AUDIT"),
    ("db2", "DB2_AUDIT"),
];

impl Model {
    /// The logs worth keeping that stay in the database.
    pub(super) fn missing_logs(&self, id: EntityId) -> Member {
        self.logs_without(id, &WORTH_KEEPING)
    }

    /// All logs that stay in the database.
    pub(super) fn unexported_logs(&self, id: EntityId) -> Member {
        self.logs_without(id, &ALL)
    }

    fn logs_without(&self, id: EntityId, table: &[(&str, &'static [&'static str])]) -> Member {
        if let Some(reason) = self.keeps_no_logs(id) {
            return Member::NotApplicable(reason);
        }
        let engine = self.engine(id);
        Member::Value(each(&self.named(id, "EnableCloudwatchLogsExports"), |exports| {
            each(&self.engine_group(id), |group| {
                let Some(group) = group.as_text() else { return undecided(group) };
                each(&engine, |engine| match engine.as_text() {
                    Some(engine) => missing(exports, wanted(table, group), engine.ends_with("-ex")),
                    None => undecided(engine),
                })
            })
        }))
    }

    /// The main log that stays in the database, in words; empty where it is exported.
    pub(super) fn main_log_missing(&self, id: EntityId) -> Member {
        let exported = match self.main_log_exported(id) {
            Member::Value(exported) => exported,
            other => return other,
        };
        let engine = self.engine_group(id);
        Member::Value(each(&exported, |exported| match exported.content {
            Content::Bool(true) => Value::new(Content::List([].into()), exported.origin.clone()),
            Content::Bool(false) => each(&engine, |engine| {
                let log = Value::text(main_log(engine), exported.origin.clone());
                Value::new(Content::List([log].into()), exported.origin.clone())
            }),
            _ => undecided(exported),
        }))
    }

    /// The option that would write an audit log; null where the option group has it.
    pub(super) fn audit_option_missing(&self, id: EntityId) -> Member {
        if let Some(reason) = self.keeps_no_logs(id) {
            return Member::NotApplicable(reason);
        }
        let group = self.engine_group(id);
        let other = |group: &Value| group.as_text().is_some_and(|group| option_of(group).is_none());
        if group.alternatives().all(|(_, group)| other(group)) {
            return Member::NotApplicable("its engine has no such option".into());
        }
        Member::Value(each(&group, |group| match group.as_text().and_then(|group| option_of(group)) {
            Some(option) => each(&self.option(id, option), |found| match presence(found) {
                Truth::Unknown => undecided(found),
                Truth::True => Value::null(found.origin.clone()),
                Truth::False => Value::text(option, found.origin.clone()),
            }),
            None if group.as_text().is_some() => Value::null(group.origin.clone()),
            None => undecided(group),
        }))
    }

    /// Why a database has neither logs nor options of its own.
    fn keeps_no_logs(&self, id: EntityId) -> Option<std::sync::Arc<str>> {
        if self.membership(id) == Truth::True {
            return Some(self.cluster_decides(id));
        }
        (truth(&self.custom(id)) == Truth::True).then(|| "RDS Custom exports no logs itself".into())
    }

    /// Whether a log group is one that RDS sends logs to, by the beginning of its name.
    pub(super) fn database_log(&self, id: EntityId) -> Value {
        debug_assert!(self.entity(id).kind == Kind::LogGroup, "only log groups are asked");
        each(&self.named(id, "LogGroupName"), |name| {
            let start = match &name.content {
                Content::Text(text) => text,
                Content::Unknown(unknown) => unknown.start(),
                _ => return bool_value(false, &name.origin),
            };
            let whole = name.as_text().is_some();
            if GROUPS.iter().any(|group| start.starts_with(group)) {
                bool_value(true, &name.origin)
            } else if !whole && GROUPS.iter().any(|group| group.starts_with(start)) {
                undecided(name)
            } else {
                bool_value(false, &name.origin)
            }
        })
    }
}

/// An engine's main log in words.
fn main_log(engine: &Value) -> String {
    let logs = engine.as_text().filter(|_| !engine.is_secret()).map_or(&[][..], |group| family::main_logs(group));
    match logs {
        [] => "that of its engine".to_owned(),
        logs => logs.join(" or "),
    }
}

fn option_of(group: &str) -> Option<&'static str> {
    AUDIT_OPTIONS.iter().find(|(own, _)| *own == group).map(|(_, option)| *option)
}

fn wanted(table: &[(&str, &'static [&'static str])], group: &str) -> &'static [&'static str] {
    table.iter().find(|(own, _)| *own == group).map_or(&[][..], |(_, logs)| *logs)
}

/// The logs of an engine that are not among those that are exported. SQL Server Express has no agent.
fn missing(exports: &Value, wanted: &[&'static str], express: bool) -> Value {
    let mut wanted = wanted.iter().copied().filter(|log| !(express && *log == "agent"));
    let items = match &exports.content {
        Content::Null => &[],
        Content::List(items) => &items[..],
        _ => return undecided(exports),
    };
    let has = |log: &&str| items.iter().any(|item| item.as_text().is_some_and(|own| **own == **log));
    let unsure = items.iter().find(|item| item.as_text().is_none());
    let absent: Vec<Value> =
        wanted.by_ref().filter(|log| !has(log)).map(|log| Value::text(log, exports.origin.clone())).collect();
    match unsure {
        Some(unsure) if !absent.is_empty() => Value::unknown(reason(unsure), unsure.origin.clone()),
        _ => Value::new(Content::List(absent.into()), exports.origin.clone()),
    }
}
