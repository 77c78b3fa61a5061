//! What is known of databases' own settings: which are refused, needed or without effect, and in which circumstances.
//!
//! All rows are documented: the last column of the table names the AWS or Terraform documentation that says so.

use super::SETTINGS;
use crate::model::fields::Kind;

/// What becomes of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The deployment fails because it is there.
    Refused,
    /// The deployment fails because it is not there.
    Missing,
    /// The deployment fails because of its value.
    Impossible,
    /// It does not apply to such a database.
    Idle,
    /// It does not apply, and what it would protect is unprotected.
    Unguarded,
}

/// What is asked about a setting itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stated {
    /// It is there.
    Given,
    /// It is not.
    Absent,
    /// It is true.
    On,
    /// It is there and false.
    Off,
    /// It is not there or false.
    NotOn,
    /// It is not there or zero.
    None,
    /// It is a number above this one.
    Above(i64),
    /// It is a number below this one.
    Below(i64),
    /// It is a number below a range or above it.
    Outside(i64, i64),
    /// It is a number above zero and below another setting.
    Less(&'static str),
    /// It is one of these.
    In(&'static [&'static str]),
    /// It is none of these.
    Not(&'static [&'static str]),
    /// It has a log that other engines have, beside these or in their place.
    Foreign(&'static [&'static str]),
    /// It is a number of days for which Performance Insights keeps nothing.
    Unkept,
    /// It is no window of a day that RDS takes.
    NoDailyWindow,
    /// It is no window of a week that RDS takes.
    NoWeeklyWindow,
}

/// A circumstance of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Circumstance {
    /// It is written in `CloudFormation`.
    CloudFormation,
    /// It is written in Terraform.
    Terraform,
    /// It belongs to a cluster.
    Member,
    /// Its engine is Aurora's.
    Aurora,
    /// It is RDS Custom.
    Custom,
    /// It replicates another.
    Replica,
    /// It is made from a snapshot or a backup.
    Restored,
    /// It is Aurora Serverless v1.
    ServerlessV1,
    /// One of its members is of Serverless v2.
    ServerlessMembers,
    /// Its engine, without the edition, is one of these.
    Engine(&'static [&'static str]),
    /// Its cluster has the setting.
    ClusterHas,
    /// Its cluster has the setting, or is not in the source.
    ClusterCovers,
    /// Another setting is so.
    Other(&'static str, Stated),
}

/// What is known of a setting in some circumstances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Whose setting.
    pub kind: Kind,
    /// Its name.
    pub field: &'static str,
    /// What of it matters.
    pub stated: Stated,
    /// All of the circumstances, and whether each holds or does not.
    pub circumstances: &'static [(Circumstance, bool)],
    /// What becomes of it.
    pub effect: Effect,
    /// Why.
    pub because: &'static str,
}

/// The rows of a kind of database that have an effect.
pub fn settings(kind: Kind, effect: Effect) -> impl Iterator<Item = &'static Setting> {
    SETTINGS.iter().filter(move |row| row.kind == kind && row.effect == effect)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fields::Field;

    #[test]
    fn rows_speak_of_fields_that_there_are() {
        assert_eq!(SETTINGS.len(), include_str!("settings.tsv").lines().count());
        for row in SETTINGS {
            let others = row.circumstances.iter().filter_map(|(circumstance, _)| match circumstance {
                Circumstance::Other(name, _) => Some(*name),
                _ => None,
            });
            for name in others.chain([row.field]) {
                assert!(Field::find(row.kind, name).is_some(), "{name} of {:?}", row.kind);
            }
        }
    }
}
