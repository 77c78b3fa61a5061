//! Guards: what has to hold for an [`Alternative`](super::Alternative), in words for people. The same words mean the
//! same thing wherever they stand, so guards can be told to agree or to contradict each other.
//!
//! A guard is made of parts, each of which says what a subject is or is not: `IsProd is true and Stage is not live`.

use std::borrow::Cow;

/// What stands between two parts.
const AND: &str = " and ";
/// What stands between the subject and what it is.
const IS: &str = " is ";
/// What stands between several things that a subject may be.
const OR: &str = " or ";
/// How many of several guards are said before there are only others.
const SAID: usize = 3;

/// What a part of a guard says.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'g> {
    /// A subject is something.
    Is(&'g str, &'g str),
    /// A subject is not something.
    IsNot(&'g str, &'g str),
    /// A subject is one of several things.
    OneOf(&'g str, Vec<&'g str>),
    /// It is not made of a subject and what that is.
    Other,
}

/// What a part of a guard says.
pub fn read(part: &str) -> Part<'_> {
    let Some((subject, is)) = part.rsplit_once(IS).filter(|(subject, _)| !subject.contains(OR)) else {
        return Part::Other;
    };
    if !is.contains(OR) {
        return is.strip_prefix("not ").map_or(Part::Is(subject, is), |not| Part::IsNot(subject, not));
    }
    let several: Vec<&str> = is.split(OR).collect();
    let all_said = several.last().is_some_and(|last| !is_rest(last)) && !is.starts_with("not ");
    if all_said { Part::OneOf(subject, several) } else { Part::Other }
}

/// Whether words only say that there are more.
fn is_rest(words: &str) -> bool {
    words.ends_with(" others") || words == OTHERWISE
}

/// What is said of several guards beside the first ones.
const OTHERWISE: &str = "in other cases";

/// What a subject may be, as one word to whoever takes a guard apart.
pub fn word(text: &str) -> Cow<'_, str> {
    let parts = |word: &str| matches!(word, "and" | "is" | "or" | "not" | "others" | "cases");
    if !text.split(' ').any(parts) {
        return Cow::Borrowed(text);
    }
    // A single word would be taken for one together with the spaces around it.
    let first = if text.contains(' ') { "" } else { "\u{a0}" };
    Cow::Owned(format!("{first}{}", text.replace(' ', "\u{a0}")))
}

/// That one of several guards holds, as one guard in few words: what all of them say, and the choice between the rest.
/// `R is a` and `R is b` are `R is a or b`.
pub(crate) fn any_of(guards: &[&str]) -> String {
    let Some((first, others)) = guards.split_first() else { return String::new() };
    let in_all = |part: &&str| others.iter().all(|guard| parts(guard).any(|other| other == *part));
    let common: Vec<&str> = parts(first).filter(in_all).collect();
    let rests = guards.iter().map(|guard| all_of(parts(guard).filter(|part| !common.contains(part))));
    let mut choice: Vec<String> = Vec::new();
    for rest in rests {
        if rest.is_empty() {
            return all_of(common);
        }
        if !choice.contains(&rest) {
            choice.push(rest);
        }
    }
    let always = matches!(&choice[..], [one, other] if are_opposite(one, other));
    if always { all_of(common) } else { all_of(common.into_iter().chain([&*one_of(&choice)])) }
}

/// Whether one of two parts always holds.
fn are_opposite(one: &str, other: &str) -> bool {
    match (read(one), read(other)) {
        (Part::Is(subject, is), Part::Is(same, too)) => {
            subject == same && matches!((is, too), ("true", "false") | ("false", "true"))
        }
        (Part::Is(subject, is), Part::IsNot(same, not)) | (Part::IsNot(same, not), Part::Is(subject, is)) => {
            subject == same && is == not
        }
        _ => false,
    }
}

fn one_of(choice: &[String]) -> String {
    if let [only] = choice {
        return only.clone();
    }
    let subject = choice.first().and_then(|first| first.split_once(IS)).map_or("", |(subject, _)| subject);
    let thing = |guard: &String| match read(guard) {
        Part::Is(of, thing) if of == subject && !guard.contains(AND) => Some(thing.to_owned()),
        _ => None,
    };
    if let Some(things) = choice.iter().map(thing).collect::<Option<Vec<_>>>() {
        let rest = (things.len() > SAID + 1).then(|| format!("{} others", things.len() - SAID));
        let said = things.into_iter().take(if rest.is_some() { SAID } else { SAID + 1 });
        return format!("{subject}{IS}{}", said.chain(rest).collect::<Vec<_>>().join(OR));
    }
    let open = choice.iter().any(|guard| guard.ends_with(OTHERWISE)) || choice.len() > SAID;
    let whole = |guard: &&String| !guard.ends_with(OTHERWISE);
    let said = choice.iter().filter(whole).take(SAID).map(|guard| word(guard));
    let said = said.map(Cow::into_owned);
    said.chain(open.then(|| OTHERWISE.to_owned())).collect::<Vec<_>>().join(OR)
}

/// The parts of a guard; none of an empty one, which always holds.
pub fn parts(guard: &str) -> impl Iterator<Item = &str> + Clone {
    guard.split(AND).filter(|part| !part.is_empty())
}

/// Several guards, or parts of guards, as one guard.
pub(crate) fn all_of<'g>(guards: impl IntoIterator<Item = &'g str>) -> String {
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
pub(crate) fn beyond<'g>(condition: &str, guard: &'g str) -> impl Iterator<Item = &'g str> {
    parts(guard).filter(move |part| parts(condition).all(|known| known != *part))
}

/// Whether two parts cannot hold together: one subject is two things, or is and is not the same. Of a subject that is one
/// of several things nothing is certain.
pub(crate) fn contradict(one: &str, other: &str) -> bool {
    match (read(one), read(other)) {
        (Part::Is(subject, is), Part::Is(same, too)) => subject == same && is != too,
        (Part::Is(subject, is), Part::IsNot(same, not)) | (Part::IsNot(same, not), Part::Is(subject, is)) => {
            subject == same && is == not
        }
        _ => false,
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
    fn one_of_several_guards_is_said_in_few_words() {
        for (guards, expected) in [
            (&["R is a", "R is b"][..], "R is a or b"),
            (&["R is a", "R is b", "R is c", "R is d", "R is e"], "R is a or b or c or 2 others"),
            (&["P is true and Q is true", "P is true and Q is false"], "P is true"),
            (&["P is true and Q is x", "P is true and Q is y"], "P is true and Q is x or y"),
            (&["P is true", "P is true and Q is false"], "P is true"),
            (&["P is true", "Q is true"], "P\u{a0}is\u{a0}true or Q\u{a0}is\u{a0}true"),
            (
                &["P is 1", "Q is 1", "R is 1", "S is 1"],
                "P\u{a0}is\u{a0}1 or Q\u{a0}is\u{a0}1 or R\u{a0}is\u{a0}1 or in other cases",
            ),
        ] {
            assert_eq!(any_of(guards), expected);
            assert_eq!(parts(expected).filter(|part| contradict(part, "R is z") && part.contains("or")).count(), 0);
        }
    }

    #[test]
    fn any_text_can_be_what_a_subject_is() {
        let texts = ["a and b", "and", "or", "is", "x is y", "not a", "a or b", "x and", "or x", "2 others", "", "a b"];
        for text in texts {
            for other in ["c", "and", "or", "not"] {
                let guard = all_of([&*format!("S is {}", word(text)), &*format!("T is {}", word(other))]);
                let read: Vec<Part<'_>> = parts(&guard).map(read).collect();
                assert_eq!(read, [Part::Is("S", &word(text)), Part::Is("T", &word(other))], "{text} / {other}");
                let several = any_of(&[&format!("S is {}", word(text)), &format!("S is {}", word(other))]);
                let both = [word(text), word(other)];
                let both = Part::OneOf("S", both.iter().map(|text| &**text).collect());
                assert!(text == other || self::read(&several) == both, "{several}");
            }
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
