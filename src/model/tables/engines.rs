//! Versions of engines: until when they are supported, and which of their minor versions have known holes.

use super::{BULLETINS, Confidence, VERSIONS};
use crate::model::day::Day;

/// A major version of an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// The engine without its edition; `aurora` for the first Aurora `MySQL`.
    pub engine: &'static str,
    /// The major version, as the parameter group family has it.
    pub major: &'static str,
    /// The day from which RDS offered it.
    pub release: Option<Day>,
    /// When its standard support ends.
    pub standard: Ends,
    /// The last day of paid Extended Support.
    pub extended: Option<Day>,
    /// How sure the dates are.
    pub confidence: Confidence,
    /// The minor versions that can be asked for.
    pub minors: &'static [&'static str],
    /// The minor versions that no longer can.
    pub deprecated: &'static [&'static str],
}

/// When support ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// No day is published.
    Open,
    /// This is the last day.
    On(Day),
    /// It ended before the tables were made; the day is not known.
    Ended,
}

/// Minor versions of a major one that share a known hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bulletin {
    /// The engine.
    pub engine: &'static str,
    /// The major version.
    pub major: &'static str,
    /// The first minor version.
    pub first: u32,
    /// The last minor version.
    pub last: u32,
    /// The name under which the hole is published.
    pub name: &'static str,
}

/// The row of a major version; `None` for one that is newer than the table, or never was.
pub fn version(engine: &str, major: &str) -> Option<&'static Version> {
    let found = VERSIONS.binary_search_by(|row| (row.engine, row.major).cmp(&(engine, major)));
    found.ok().and_then(|at| VERSIONS.get(at))
}

/// The hole that a minor version is known for.
pub(crate) fn bulletin(engine: &str, major: &str, minor: u32) -> Option<&'static Bulletin> {
    let after = BULLETINS.partition_point(|row| (row.engine, row.major, row.first) <= (engine, major, minor));
    let row = BULLETINS.get(after.checked_sub(1)?)?;
    (row.engine == engine && row.major == major && minor <= row.last).then_some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_whole() {
        assert_eq!(VERSIONS.len(), include_str!("engines.tsv").lines().count());
        assert!(VERSIONS.is_sorted_by_key(|row| (row.engine, row.major)));
        assert!(BULLETINS.is_sorted_by_key(|row| (row.engine, row.major, row.first)));
        for row in VERSIONS {
            if let (Ends::On(standard), Some(extended)) = (row.standard, row.extended) {
                assert!(standard < extended, "{row:?}");
            }
            assert!(row.minors.iter().all(|minor| !row.deprecated.contains(minor)), "{row:?}");
        }
    }

    #[test]
    fn holes_are_those_of_their_versions() {
        for (engine, major, minor, expected) in [
            ("postgres", "13", 2, Some("AWS-2022-004")),
            ("postgres", "13", 3, Some("CVE-2022-1552")),
            ("postgres", "16", 5, None),
            ("postgres", "18", 0, None),
            ("postgres", "9.6", 21, Some("AWS-2022-004")),
            ("aurora-postgresql", "11", 9, None),
            ("aurora-postgresql", "11", 7, Some("AWS-2022-004")),
            ("mysql", "8.0", 1, None),
        ] {
            assert_eq!(bulletin(engine, major, minor).map(|row| row.name), expected, "{engine} {major}.{minor}");
        }
    }
}
