//! Families of instance classes: on which hardware they run, and whether they can still be had.

use super::CLASSES;
use crate::model::day::Day;

/// A family of instance classes: `db.m5`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
    /// Its name.
    pub name: &'static str,
    /// Whether it is of the Nitro System; `None` where that is not known.
    pub nitro: Option<bool>,
    /// Whether it can be had.
    pub status: Status,
    /// Whether traffic between its instances is encrypted by the hardware.
    pub encrypts: bool,
}

/// Whether a class can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It can.
    Current,
    /// Of a generation that has successors.
    Previous,
    /// Its support ends, or ended, on this day.
    Ending(Day),
    /// Nothing can be created with it any more.
    Gone,
}

/// The family of a class: that of `db.r5b.8xlarge.tpc2.mem3x` is `db.r5b`. `None` for one that is newer than the table.
pub fn class(name: &str) -> Option<&'static Class> {
    let end = name.match_indices('.').nth(1).map_or(name.len(), |(at, _)| at);
    let family = name.get(..end)?;
    CLASSES.binary_search_by(|row| row.name.cmp(family)).ok().and_then(|at| CLASSES.get(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_found_by_their_families() {
        assert_eq!(CLASSES.len(), include_str!("classes.tsv").lines().count());
        assert!(CLASSES.is_sorted_by_key(|row| row.name));
        for (name, nitro) in [
            ("db.t2.micro", Some(Some(false))),
            ("db.r5b.8xlarge.tpc2.mem3x", Some(Some(true))),
            ("db.serverless", Some(None)),
            ("db.m99g.large", None),
            ("m5.large", None),
        ] {
            assert_eq!(class(name).map(|class| class.nitro), nitro, "{name}");
        }
    }
}
