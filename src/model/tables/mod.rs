//! What is known about engines: parameters by family, versions with their support, instance classes.
//!
//! The data are facts of public documentation, read on the day `AS_OF`, in tab-separated tables. The build turns them into
//! static arrays, which are searched by halves. Where they come from:
//!
//! - `parameters.tsv`: the pages on parameters, TLS, logs and passwords of the RDS and Aurora user guides, engine by
//!   engine, and the groups that `describe-engine-default-parameters` lists. `low` marks what is only concluded.
//! - `lacking.tsv`: the release notes of `PostgreSQL` 12, 14 and 17, of `MySQL` 8.0 and 8.4 and of `MariaDB` 10.5, and the
//!   Aurora user guide on Babelfish, which began with version 13.
//! - `static.tsv`: what "can only be set at server start" in `PostgreSQL`'s chapter on server configuration, and is not
//!   dynamic in `MySQL`'s and `MariaDB`'s lists of system variables alike.
//! - `aurora_postgresql_levels.tsv`: "Aurora `PostgreSQL` parameters" of the Aurora user guide, for version 14.
//! - `engines.tsv`: AWS's release calendars, engine by engine; where they give no day, those of endoflife.date.
//! - `bulletins.tsv`: AWS-2022-004, and the versions that `PostgreSQL`'s security page names for each CVE.
//! - `classes.tsv`: "DB instance class types" of both user guides, and EC2's list of Nitro instances.

mod allowed;
pub mod classes;
pub mod engines;
pub mod settings;

pub use allowed::Allowed;

use super::day::Day;
use super::family::engine_group_of_family;
use classes::{Class, Status};
use engines::{Bulletin, Ends, Version};
use settings::{Circumstance, Effect, Setting, Stated};
use std::cmp::Ordering;

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// The day on which the tables were last checked.
pub(crate) const AS_OF: Day = Day::new(2026, 11, 21);

/// The parameter groups in which a parameter acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// RDS: the DB parameter group; for a Multi-AZ DB cluster its cluster group.
    Instance,
    /// Aurora: only the DB cluster parameter group.
    Cluster,
    /// Aurora: both; the instance group's value wins where it sets one.
    Both,
}

/// How sure a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Concluded from something else: nothing definite is said because of it.
    Low,
    /// Documented for a neighbouring family, or once.
    Medium,
    /// Documented for this very family.
    High,
}

/// What a family says about a parameter that no group sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FamilyDefault {
    /// The value that is in force.
    Known(&'static str),
    /// Not documented well enough to rely on.
    Uncertain,
    /// The family has no such parameter.
    Missing,
}

/// What is known of a parameter in a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    family: &'static str,
    parameter: &'static str,
    level: Level,
    default: Option<&'static str>,
    /// Whether a new value takes a reboot.
    pub is_static: bool,
    /// Whether nobody can change it.
    pub is_fixed: bool,
    /// What it may be set to.
    pub allowed: Allowed,
    /// How sure all this is.
    pub confidence: Confidence,
}

/// The row of a parameter in a family. Names are compared without case, as the API does.
pub fn row(family: &str, parameter: &str) -> Option<&'static Row> {
    let found = ROWS.binary_search_by(|row| row.family.cmp(family).then_with(|| caseless(row.parameter, parameter)));
    found.ok().and_then(|at| ROWS.get(at))
}

/// The default of a parameter in a family.
pub fn default(family: &str, parameter: &str) -> FamilyDefault {
    if let Some(row) = row(family, parameter) {
        return row.default.map_or(FamilyDefault::Uncertain, FamilyDefault::Known);
    }
    if lacks(family, parameter) { FamilyDefault::Missing } else { FamilyDefault::Uncertain }
}

/// Whether a family certainly has no such parameter: it came later, went before, or belongs to other engines.
pub fn lacks(family: &str, parameter: &str) -> bool {
    let order = |(own, name): &(&str, &str)| (*own).cmp(family).then_with(|| caseless(name, parameter));
    LACKING.binary_search_by(order).is_ok()
        || engine_group_of_family(family).is_some_and(|engine| engine_lacks(engine, parameter))
}

/// The default of a parameter where only the engine is known: certain where all of its families agree.
pub(crate) fn engine_default(engine: &str, parameter: &str) -> FamilyDefault {
    let families = ROWS.chunk_by(|a, b| a.family == b.family).filter_map(|rows| rows.first().map(|row| row.family));
    // Not that of the first Aurora MySQL, whose engine has a name of its own.
    let own = families.filter(|family| family.starts_with(engine) && engine_group_of_family(family) == Some(engine));
    let mut agreed = None;
    for family in own {
        match default(family, parameter) {
            FamilyDefault::Known(text) if agreed.is_none_or(|other| other == text) => agreed = Some(text),
            _ => return FamilyDefault::Uncertain,
        }
    }
    agreed.map_or(FamilyDefault::Uncertain, FamilyDefault::Known)
}

/// Whether an engine lacks a parameter in every version: only engines that are not related have it.
pub(crate) fn engine_lacks(engine: &str, parameter: &str) -> bool {
    let has = |engine: &&str| listed(engine, parameter).is_some();
    let related = |other: &&str| lineage(other) == lineage(engine);
    // Between related engines the tables are not complete enough to tell.
    ENGINES.iter().any(has) && !ENGINES.iter().filter(|other| related(other)).any(has)
}

/// Whether a new value of a parameter takes a reboot; `None` where that is not known.
pub(crate) fn is_static(family: &str, parameter: &str) -> Option<bool> {
    if let Some(row) = row(family, parameter) {
        return (row.confidence > Confidence::Low).then_some(row.is_static);
    }
    let lineage = lineage(engine_group_of_family(family)?);
    let order = |(own, name): &(&str, &str)| (*own).cmp(lineage).then_with(|| caseless(name, parameter));
    STATIC.binary_search_by(order).ok().map(|_| true)
}

/// Whether any engine's table has a parameter of that name.
pub(crate) fn is_known(engine: &str, parameter: &str) -> bool {
    let related = |other: &&&str| lineage(other) == lineage(engine);
    let of_engines = ENGINES.iter().filter(related).any(|engine| listed(engine, parameter).is_some());
    of_engines || (lineage(engine) == "postgres" && aurora_level(parameter).is_some())
}

/// The groups that hold a parameter; `None` for one that the tables do not know.
pub fn level(family: &str, parameter: &str) -> Option<Level> {
    row(family, parameter).map(|row| row.level).or_else(|| {
        let engine = engine_group_of_family(family)?;
        engine_level(engine, parameter)
    })
}

/// As [`level`], where only the engine is known.
pub(crate) fn engine_level(engine: &str, parameter: &str) -> Option<Level> {
    listed(engine, parameter).or_else(|| if engine == "aurora-postgresql" { aurora_level(parameter) } else { None })
}

/// The parameters that the table has for a family, in the order of their names.
pub fn parameters(family: &str) -> impl Iterator<Item = &'static str> {
    let start = ROWS.partition_point(|row| row.family < family);
    ROWS[start..].iter().take_while(move |row| row.family == family).map(|row| row.parameter)
}

/// The parameters that the table has for any version of an engine, in the order of their names.
pub(crate) fn engine_parameters(engine: &str) -> impl Iterator<Item = &'static str> {
    let start = ENGINE_LEVELS.partition_point(|(own, ..)| *own < engine);
    ENGINE_LEVELS[start..].iter().take_while(move |(own, ..)| *own == engine).map(|(_, parameter, _)| *parameter)
}

/// The parameters that any related engine has.
pub(crate) fn related_parameters(engine: &str) -> impl Iterator<Item = &'static str> {
    let own = lineage(engine).to_owned();
    let aurora = (own == "postgres").then(|| AURORA_LEVELS.iter().map(|(name, _)| *name)).into_iter().flatten();
    let listed = ENGINE_LEVELS.iter().filter(move |(engine, ..)| lineage(engine) == own);
    listed.map(|(_, name, _)| *name).chain(aurora)
}

/// The level of a parameter that the table of families has in any version of the engine.
fn listed(engine: &str, parameter: &str) -> Option<Level> {
    let order = |(own, name, _): &(&str, &str, Level)| (*own).cmp(engine).then_with(|| caseless(name, parameter));
    let found = ENGINE_LEVELS.binary_search_by(order).ok()?;
    ENGINE_LEVELS.get(found).map(|(.., level)| *level)
}

/// All engine groups.
const ENGINES: [&str; 8] =
    ["aurora-mysql", "aurora-postgresql", "db2", "mariadb", "mysql", "oracle", "postgres", "sqlserver"];

fn lineage(engine: &str) -> &str {
    match engine {
        "postgres" | "aurora-postgresql" => "postgres",
        "mysql" | "mariadb" | "aurora-mysql" => "mysql",
        other => other,
    }
}

fn caseless(a: &str, b: &str) -> Ordering {
    a.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(b.bytes().map(|byte| byte.to_ascii_lowercase()))
}

fn aurora_level(parameter: &str) -> Option<Level> {
    let found = AURORA_LEVELS.binary_search_by(|(name, _)| caseless(name, parameter)).ok()?;
    AURORA_LEVELS.get(found).map(|(_, level)| *level)
}

#[cfg(test)]
mod tests {
    use super::FamilyDefault::{Known, Missing, Uncertain};
    use super::*;

    #[test]
    fn tables_are_sorted_and_whole() {
        assert_eq!(ROWS.len(), include_str!("parameters.tsv").lines().count());
        let sorted = |a: &Row, b: &Row| a.family.cmp(b.family).then_with(|| caseless(a.parameter, b.parameter)).is_lt();
        assert!(ROWS.windows(2).all(|pair| sorted(&pair[0], &pair[1])));
        assert!(ENGINE_LEVELS.is_sorted_by_key(|(engine, parameter, _)| (engine, parameter)));
        assert!(ENGINE_LEVELS.iter().all(|(engine, ..)| ENGINES.contains(engine)));
        assert!(LACKING.is_sorted() && LACKING.iter().all(|(family, name)| row(family, name).is_none()));
        assert!(STATIC.is_sorted());
        assert!(AURORA_LEVELS.is_sorted_by(|a, b| caseless(a.0, b.0).is_lt()));
    }

    #[test]
    fn defaults_differ_by_family() {
        for (family, parameter, expected) in [
            ("postgres14", "rds.force_ssl", Known("0")),
            ("postgres15", "rds.force_ssl", Known("1")),
            ("aurora-postgresql16", "RDS.force_ssl", Known("0")),
            ("postgres16", "pgaudit.role", Known("")),
            ("mysql8.0", "rds.force_ssl", Missing),
            ("postgres10", "ssl_min_protocol_version", Missing),
            ("mysql8.0", "local_infile", Uncertain),
            ("postgres99", "rds.force_ssl", Uncertain),
            ("mysql5.6", "rds.force_ssl", Missing),
            ("postgres16", "no_such_parameter", Uncertain),
            ("db2-ae-11.5", "db2comm", Uncertain),
            ("aurora-postgresql13", "log_hostname", Uncertain),
            ("aurora-postgresql13", "idle_session_timeout", Missing),
            ("mariadb10.4", "Require_Secure_Transport", Missing),
            ("mariadb10.2", "require_secure_transport", Uncertain),
            ("aurora-mysql5.7", "default_password_lifetime", Uncertain),
        ] {
            assert_eq!(default(family, parameter), expected, "{family} {parameter}");
        }
    }

    /// A default that is only a guess must not decide anything.
    #[test]
    fn what_is_not_sure_has_no_default() {
        let unsure = || ROWS.iter().filter(|row| row.confidence == Confidence::Low);
        assert!(unsure().count() > 40);
        for row in unsure() {
            assert_eq!(default(row.family, row.parameter), Uncertain, "{row:?}");
            assert_eq!(is_static(row.family, row.parameter), None, "{row:?}");
        }
    }

    /// The families of the engines that RDS runs today.
    #[test]
    fn every_family_that_is_supported_has_rows() {
        for family in [
            "aurora-mysql5.7",
            "aurora-mysql8.0",
            "aurora-mysql8.4",
            "db2-ae-11.5",
            "db2-se-12.1",
            "mysql5.7",
            "mysql8.0",
            "mysql8.4",
        ] {
            assert!(parameters(family).count() > 1, "{family}");
        }
        let numbered = |start: &str, versions: &[&str]| {
            for version in versions {
                assert!(parameters(&format!("{start}{version}")).count() > 1, "{start}{version}");
            }
        };
        let postgres = ["10", "11", "12", "13", "14", "15", "16", "17", "18"];
        numbered("postgres", &postgres);
        numbered("aurora-postgresql", &postgres);
        numbered("mariadb", &["10.3", "10.4", "10.5", "10.6", "10.11", "11.4", "11.8", "12.3"]);
        for edition in ["ee", "se", "ex", "web"] {
            numbered(&format!("sqlserver-{edition}-"), &["13.0", "14.0", "15.0", "16.0", "17.0"]);
        }
        for edition in ["ee", "se2", "ee-cdb", "se2-cdb"] {
            numbered(&format!("oracle-{edition}-"), &["19", "21"]);
        }
    }

    #[test]
    fn what_takes_a_reboot_is_known_where_it_is_documented() {
        for (family, parameter, expected) in [
            ("postgres16", "rds.logical_replication", Some(true)),
            ("postgres16", "log_statement", Some(false)),
            ("aurora-postgresql16", "max_connections", Some(true)),
            ("mysql8.0", "max_connections", None),
            ("mysql8.0", "performance_schema", Some(true)),
            ("sqlserver-ee-15.0", "rds.force_ssl", Some(true)),
            ("postgres16", "rds.force_ssl", Some(false)),
            ("oracle-ee-19", "processes", None),
        ] {
            assert_eq!(is_static(family, parameter), expected, "{family} {parameter}");
        }
    }

    #[test]
    fn an_engine_has_a_default_where_its_families_agree() {
        for (engine, parameter, expected) in [
            ("postgres", "log_statement", Known("none")),
            ("aurora-postgresql", "SSL", Known("1")),
            ("mysql", "require_secure_transport", Known("0")),
            ("postgres", "rds.force_ssl", Uncertain),
            ("mariadb", "require_secure_transport", Uncertain),
            ("postgres", "no_such_parameter", Uncertain),
        ] {
            assert_eq!(engine_default(engine, parameter), expected, "{engine} {parameter}");
        }
    }

    #[test]
    fn levels_come_from_the_family_or_its_engine() {
        for (family, parameter, expected) in [
            ("aurora-postgresql16", "rds.force_ssl", Some(Level::Cluster)),
            ("aurora-postgresql16", "log_statement", Some(Level::Both)),
            ("aurora-postgresql99", "array_nulls", Some(Level::Cluster)),
            ("aurora-postgresql14", "transform_null_equals", Some(Level::Both)),
            ("postgres16", "rds.force_ssl", Some(Level::Instance)),
            ("aurora-mysql8.0", "server_audit_logging", Some(Level::Cluster)),
            ("mysql8.0", "no_such_parameter", None),
        ] {
            assert_eq!(level(family, parameter), expected, "{family} {parameter}");
        }
    }
}
