//! What is known about engines' parameters: defaults by family and the groups that may hold them.
//!
//! The data are facts of AWS's documentation, read on [`AS_OF`], in two tab-separated tables. The build turns them
//! into static arrays, which are searched by halves.

use super::family::engine_group_of_family;
use std::cmp::Ordering;

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// The day on which the tables were last checked.
pub const AS_OF: &str = "2026-11-21";

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

struct Row {
    family: &'static str,
    parameter: &'static str,
    level: Level,
    default: Option<&'static str>,
}

/// The default of a parameter in a family. Names are compared without case, as the API does.
pub fn default(family: &str, parameter: &str) -> FamilyDefault {
    if let Some(row) = find(family, parameter) {
        return row.default.map_or(FamilyDefault::Uncertain, FamilyDefault::Known);
    }
    let Some(engine) = engine_group_of_family(family) else { return FamilyDefault::Uncertain };
    missing_or_uncertain(engine, parameter, has_family(family))
}

/// Whether an engine lacks a parameter in every version: then nobody needs to know the version.
pub fn engine_lacks(engine: &str, parameter: &str) -> bool {
    missing_or_uncertain(engine, parameter, false) == FamilyDefault::Missing
}

/// The groups that hold a parameter; `None` for one that the tables do not know.
pub fn level(family: &str, parameter: &str) -> Option<Level> {
    find(family, parameter).map(|row| row.level).or_else(|| {
        let engine = engine_group_of_family(family)?;
        engine_level(engine, parameter)
    })
}

/// As [`level`], where only the engine is known.
pub fn engine_level(engine: &str, parameter: &str) -> Option<Level> {
    listed(engine, parameter).or_else(|| if engine == "aurora-postgresql" { aurora_level(parameter) } else { None })
}

/// The parameters that the table has for a family, in the order of their names.
pub fn parameters(family: &str) -> impl Iterator<Item = &'static str> {
    let start = ROWS.partition_point(|row| row.family < family);
    ROWS[start..].iter().take_while(move |row| row.family == family).map(|row| row.parameter)
}

/// The parameters that the table has for any version of an engine, in the order of their names.
pub fn engine_parameters(engine: &str) -> impl Iterator<Item = &'static str> {
    let start = ENGINE_LEVELS.partition_point(|(own, ..)| *own < engine);
    ENGINE_LEVELS[start..].iter().take_while(move |(own, ..)| *own == engine).map(|(_, parameter, _)| *parameter)
}

/// A parameter that other versions of the engine have is missing from this one; one that only unrelated engines
/// have is missing from all. Between related engines the tables are not complete enough to tell.
fn missing_or_uncertain(engine: &str, parameter: &str, family_known: bool) -> FamilyDefault {
    let has = |engine: &&str| listed(engine, parameter).is_some();
    if has(&engine) {
        return if family_known { FamilyDefault::Missing } else { FamilyDefault::Uncertain };
    }
    let related = |other: &&str| lineage(other) == lineage(engine);
    if ENGINES.iter().any(has) && !ENGINES.iter().filter(|other| related(other)).any(has) {
        FamilyDefault::Missing
    } else {
        FamilyDefault::Uncertain
    }
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

fn has_family(family: &str) -> bool {
    parameters(family).next().is_some()
}

fn find(family: &str, parameter: &str) -> Option<&'static Row> {
    let found = ROWS.binary_search_by(|row| row.family.cmp(family).then_with(|| caseless(row.parameter, parameter)));
    found.ok().and_then(|at| ROWS.get(at))
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
        ] {
            assert_eq!(default(family, parameter), expected, "{family} {parameter}");
        }
    }

    #[test]
    fn levels_come_from_the_family_or_its_engine() {
        for (family, parameter, expected) in [
            ("aurora-postgresql16", "rds.force_ssl", Some(Level::Cluster)),
            ("aurora-postgresql16", "log_statement", Some(Level::Both)),
            ("aurora-postgresql99", "array_nulls", Some(Level::Cluster)),
            ("postgres16", "rds.force_ssl", Some(Level::Instance)),
            ("aurora-mysql8.0", "server_audit_logging", Some(Level::Cluster)),
            ("mysql8.0", "no_such_parameter", None),
        ] {
            assert_eq!(level(family, parameter), expected, "{family} {parameter}");
        }
    }
}
