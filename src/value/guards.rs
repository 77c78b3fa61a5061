//! Guards: what has to hold for an [`Alternative`](super::Alternative), in words for people. The same words mean the
//! same thing wherever they stand, so guards can be told to agree or to contradict each other.
//!
//! A guard is made of parts, each of which says what a subject is or is not: `IsProd is true and Stage is not live`.

/// What stands between two parts.
const AND: &str = " and ";
/// What stands between the subject and what it is.
const IS: &str = " is ";
/// What stands between several things that a subject may be.
const OR: &str = " or ";

/// The parts of a guard; none of an empty one, which always holds.
pub fn parts(guard: &str) -> impl Iterator<Item = &str> + Clone {
    guard.split(AND).filter(|part| !part.is_empty())
}

/// Several guards, or parts of guards, as one guard.
pub fn all_of<'g>(guards: impl IntoIterator<Item = &'g str>) -> String {
    guards.into_iter().filter(|guard| !guard.is_empty()).collect::<Vec<_>>().join(AND)
}

/// Two guards at once, every part once; `None` when they contradict each other.
pub fn both(one: &str, other: &str) -> Option<String> {
    let mut all: Vec<&str> = parts(one).collect();
    for part in parts(other) {
        if all.iter().any(|known| contradict(known, part)) {
            return None;
        }
        if !all.contains(&part) {
            all.push(part);
        }
    }
    Some(all.join(AND))
}

/// The parts of a guard that a condition does not say.
pub fn beyond<'g>(condition: &str, guard: &'g str) -> impl Iterator<Item = &'g str> {
    parts(guard).filter(move |part| parts(condition).all(|known| known != *part))
}

/// Whether two parts cannot hold together: one subject is two things, or is and is not the same. Of a subject that is one
/// of several things nothing is certain.
pub fn contradict(one: &str, other: &str) -> bool {
    let (Some((subject, is)), Some((same, too))) = (one.rsplit_once(IS), other.rsplit_once(IS)) else { return false };
    if subject != same || is.contains(OR) || too.contains(OR) {
        return false;
    }
    match (is.strip_prefix("not "), too.strip_prefix("not ")) {
        (None, None) => is != too,
        (Some(not), None) => not == too,
        (None, Some(not)) => not == is,
        (Some(_), Some(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_join_unless_they_contradict() {
        for (one, other, expected) in [
            ("", "", Some("")),
            ("", "P is true", Some("P is true")),
            ("P is true", "P is true", Some("P is true")),
            ("P is true", "Q is false", Some("P is true and Q is false")),
            ("P is true and Q is true", "Q is true", Some("P is true and Q is true")),
            ("P is true and Q is true", "Q is false", None),
            ("A is true and B is x", "C is 1 and B is y", None),
            ("Stage is test", "Stage is live", None),
            ("Stage is live", "Stage is not live", None),
            ("Stage is test", "Stage is not live", Some("Stage is test and Stage is not live")),
            ("R is a or b", "R is b or c", Some("R is a or b and R is b or c")),
        ] {
            assert_eq!(both(one, other).as_deref(), expected, "{one} / {other}");
        }
    }

    #[test]
    fn a_condition_leaves_what_it_does_not_say() {
        for (condition, guard, expected) in [
            ("P is true", "P is true", ""),
            ("P is true", "Q is true and P is true", "Q is true"),
            ("", "P is true", "P is true"),
        ] {
            assert_eq!(all_of(beyond(condition, guard)), expected, "{condition} / {guard}");
        }
    }
}
