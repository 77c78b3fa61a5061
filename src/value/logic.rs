//! What the words of guards mean where conditions are made of others and of questions about inputs: so that guards are
//! told to contradict each other, or to follow from each other, although their words differ.

use super::guards::{self, Part};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many formulas a question is followed through before its answer is that nothing is certain.
const MAX_STEPS: usize = 1_000;
/// How many choices between open parts are tried within each other.
const MAX_CHOICES: usize = 6;
/// How deeply a formula is looked into.
const MAX_DEPTH: usize = 40;

/// When something holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// An input is a text.
    Is(Arc<str>, Arc<str>),
    /// A condition of that name holds.
    Holds(Arc<str>),
    /// Another one does not hold.
    Not(Box<Self>),
    /// All hold.
    All(Vec<Self>),
    /// One at least holds.
    Any(Vec<Self>),
    /// It is decided.
    Known(bool),
    /// Nobody knows.
    Open,
}

/// The conditions of one scope by name, and what its inputs can be. Without any, guards mean what their words say.
#[derive(Debug, Default)]
pub struct Logic {
    conditions: FxHashMap<Arc<str>, Formula>,
    ranges: FxHashMap<Arc<str>, Vec<Arc<str>>>,
    /// Whether a guard can hold where a part does not: policies ask for the same ones again and again.
    answers: Mutex<FxHashMap<(String, String), bool>>,
}

impl PartialEq for Logic {
    fn eq(&self, other: &Self) -> bool {
        self.conditions == other.conditions && self.ranges == other.ranges
    }
}

impl Logic {
    /// Says what a condition is made of.
    pub(crate) fn define(&mut self, name: Arc<str>, formula: Formula) {
        self.conditions.insert(name, formula);
        self.forget();
    }

    /// Takes over what another one says of other names.
    pub fn extend(&mut self, other: &Self) {
        let conditions = other.conditions.iter().map(|(name, formula)| (name.clone(), formula.clone()));
        self.conditions.extend(conditions);
        self.ranges.extend(other.ranges.iter().map(|(name, range)| (name.clone(), range.clone())));
        self.forget();
    }

    /// Says what an input can be, and nothing else.
    pub(crate) fn bound(&mut self, input: Arc<str>, range: Vec<Arc<str>>) {
        self.ranges.insert(input, range);
        self.forget();
    }

    /// What was answered before may be answered better with what is known now.
    fn forget(&mut self) {
        self.answers.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Two guards at once; `None` when they contradict each other.
    pub fn both(&self, one: &str, other: &str) -> Option<String> {
        guards::both(one, other).filter(|both| self.is_possible(both))
    }

    /// Whether a guard can hold, as far as anyone can tell.
    pub(crate) fn is_possible(&self, guard: &str) -> bool {
        self.conditions.is_empty() && self.ranges.is_empty() || self.answer(guard, "")
    }

    /// Whether a part of a guard certainly holds where a condition does.
    pub fn follows(&self, condition: &str, part: &str) -> bool {
        if part.is_empty() || guards::parts(condition).any(|known| known == part) {
            return true;
        }
        !self.answer(condition, part)
    }

    /// Whether a guard can hold where a part does not, if there is one; worked out once.
    fn answer(&self, guard: &str, without: &str) -> bool {
        let question = (guard.to_owned(), without.to_owned());
        let answers = || self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = answers().get(&question) {
            return *known;
        }
        let mut formula = self.formula(guard);
        if !without.is_empty() {
            formula = Formula::All(vec![formula, Formula::Not(self.formula(without).into())]);
        }
        let answer = self.can_hold(&formula, true);
        answers().insert(question, answer);
        answer
    }

    /// A guard without the parts that follow from its others: the same in fewer words.
    pub(crate) fn simplified(&self, guard: &str) -> String {
        let mut left: Vec<&str> = guards::parts(guard).collect();
        let mut at = 0;
        while left.len() > 1 && at < left.len() {
            let part = left.remove(at);
            if !self.follows(&guards::all_of(left.iter().copied()), part) {
                left.insert(at, part);
                at += 1;
            }
        }
        guards::all_of(left)
    }

    /// What a guard says, as far as its words are understood.
    pub(crate) fn formula(&self, guard: &str) -> Formula {
        Formula::All(guards::parts(guard).map(|part| self.part(part)).collect())
    }

    fn part(&self, part: &str) -> Formula {
        match guards::read(part) {
            Part::Is(subject, "true") if self.conditions.contains_key(subject) => Formula::Holds(subject.into()),
            Part::Is(subject, "false") if self.conditions.contains_key(subject) => {
                Formula::Not(Formula::Holds(subject.into()).into())
            }
            Part::Is(subject, text) => Formula::Is(subject.into(), text.into()),
            Part::IsNot(subject, text) => Formula::Not(Formula::Is(subject.into(), text.into()).into()),
            Part::OneOf(subject, texts) => {
                Formula::Any(texts.into_iter().map(|text| Formula::Is(subject.into(), text.into())).collect())
            }
            Part::Other => Formula::Open,
        }
    }

    fn can_hold(&self, formula: &Formula, holds: bool) -> bool {
        let mut steps = 0;
        State { logic: self, conditions: FxHashMap::default(), inputs: FxHashMap::default(), waiting: Vec::new() }.with(
            vec![(formula, holds)],
            0,
            &mut steps,
        )
    }
}

/// What is known of an input.
#[derive(Clone, Debug)]
enum Known<'l> {
    Is(&'l str),
    IsNone(Vec<&'l str>),
}

/// What is taken to hold.
#[derive(Clone)]
struct State<'l> {
    logic: &'l Logic,
    conditions: FxHashMap<&'l str, bool>,
    inputs: FxHashMap<&'l str, Known<'l>>,
    /// Formulas of which one at least must come out as it is said, none of them certain yet.
    waiting: Vec<(&'l [Formula], bool)>,
}

impl<'l> State<'l> {
    /// Whether the formulas can hold, or not, together with all that is known.
    fn with(mut self, mut queue: Vec<(&'l Formula, bool)>, choices: usize, steps: &mut usize) -> bool {
        loop {
            while let Some((formula, holds)) = queue.pop() {
                *steps += 1;
                if *steps > MAX_STEPS {
                    return true;
                }
                if !self.take(formula, holds, &mut queue) {
                    return false;
                }
            }
            let mut open = None;
            for (several, holds) in std::mem::take(&mut self.waiting) {
                match self.left(several, holds, steps).as_deref() {
                    None => {}
                    Some([]) => return false,
                    Some([only]) => queue.push((only, holds)),
                    Some(left) => {
                        self.waiting.push((several, holds));
                        open = open.or_else(|| Some((left.to_vec(), holds)));
                    }
                }
            }
            if !queue.is_empty() {
                continue;
            }
            let Some((left, holds)) = open.filter(|_| choices < MAX_CHOICES && *steps <= MAX_STEPS) else {
                return true;
            };
            return left.into_iter().any(|one| self.clone().with(vec![(one, holds)], choices + 1, steps));
        }
    }

    /// The formulas that may still come out as said; `None` where one certainly does.
    fn left(&self, several: &'l [Formula], holds: bool, steps: &mut usize) -> Option<Vec<&'l Formula>> {
        let mut left = Vec::new();
        for one in several {
            match self.truth(one, 0, steps) {
                Some(known) if known == holds => return None,
                Some(_) => {}
                None => left.push(one),
            }
        }
        Some(left)
    }

    /// Takes one formula to hold, or not; false where that contradicts what is known.
    fn take(&mut self, formula: &'l Formula, holds: bool, queue: &mut Vec<(&'l Formula, bool)>) -> bool {
        match formula {
            Formula::Known(known) => return *known == holds,
            Formula::Open => {}
            Formula::Not(one) => queue.push((one, !holds)),
            Formula::All(all) if holds => queue.extend(all.iter().map(|one| (one, true))),
            Formula::Any(any) if !holds => queue.extend(any.iter().map(|one| (one, false))),
            Formula::All(several) | Formula::Any(several) => self.waiting.push((several, holds)),
            Formula::Holds(name) => match self.conditions.insert(name, holds) {
                Some(known) => return known == holds,
                None => queue.extend(self.logic.conditions.get(name).map(|formula| (formula, holds))),
            },
            Formula::Is(input, text) => return self.narrow(input, text, holds),
        }
        true
    }

    /// Takes an input to be a text, or not to be it.
    fn narrow(&mut self, input: &'l str, text: &'l str, holds: bool) -> bool {
        let range = self.logic.ranges.get(input);
        let known = self.inputs.entry(input).or_insert(Known::IsNone(Vec::new()));
        match (&mut *known, holds) {
            (Known::Is(is), true) => return *is == text,
            (Known::Is(is), false) => return *is != text,
            (Known::IsNone(not), true) => {
                if not.contains(&text) || range.is_some_and(|range| range.iter().all(|one| **one != *text)) {
                    return false;
                }
                *known = Known::Is(text);
            }
            (Known::IsNone(not), false) => {
                not.push(text);
                let mut left = range.into_iter().flatten().filter(|one| !not.contains(&&***one));
                match (range, left.next(), left.next()) {
                    (Some(_), None, _) => return false,
                    (Some(_), Some(only), None) => *known = Known::Is(only),
                    _ => {}
                }
            }
        }
        true
    }

    /// Whether a formula certainly holds, or certainly does not.
    fn truth(&self, formula: &Formula, depth: usize, steps: &mut usize) -> Option<bool> {
        *steps += 1;
        if depth > MAX_DEPTH || *steps > MAX_STEPS {
            return None;
        }
        match formula {
            Formula::Known(known) => Some(*known),
            Formula::Open => None,
            Formula::Not(one) => self.truth(one, depth + 1, steps).map(|known| !known),
            Formula::All(all) => self.decided(all, false, depth, steps),
            Formula::Any(any) => self.decided(any, true, depth, steps),
            Formula::Holds(name) => match self.conditions.get(&**name) {
                Some(known) => Some(*known),
                None => self.truth(self.logic.conditions.get(name)?, depth + 1, steps),
            },
            Formula::Is(input, text) => match self.inputs.get(&**input) {
                Some(Known::Is(is)) => Some(*is == &**text),
                Some(Known::IsNone(not)) if not.contains(&&**text) => Some(false),
                _ => None,
            },
        }
    }

    /// What several come to, of which one decides by being what is said.
    fn decided(&self, several: &[Formula], by: bool, depth: usize, steps: &mut usize) -> Option<bool> {
        let mut open = false;
        for one in several {
            match self.truth(one, depth + 1, steps) {
                Some(known) if known == by => return Some(by),
                Some(_) => {}
                None => open = true,
            }
        }
        (!open).then_some(!by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(input: &str, text: &str) -> Formula {
        Formula::Is(input.into(), text.into())
    }

    fn holds(name: &str) -> Formula {
        Formula::Holds(name.into())
    }

    fn logic() -> Logic {
        let mut logic = Logic::default();
        logic.define("Prod".into(), is("Stage", "prod"));
        logic.define("Test".into(), is("Stage", "test"));
        logic.define("NotProd".into(), Formula::Not(holds("Prod").into()));
        logic.define("Large".into(), is("Size", "large"));
        logic.define("Small".into(), is("Size", "small"));
        logic.define("Both".into(), Formula::All(vec![holds("Prod"), holds("Large")]));
        logic.define("Either".into(), Formula::Any(vec![holds("Prod"), holds("Test")]));
        logic.define("Loop".into(), Formula::Not(holds("Loop").into()));
        logic.define("What".into(), Formula::Open);
        logic.bound("Size".into(), vec!["small".into(), "large".into()]);
        logic
    }

    #[test]
    fn guards_contradict_by_what_they_mean() {
        for (guard, possible) in [
            ("Prod is true and NotProd is false", true),
            ("Prod is true and NotProd is true", false),
            ("Prod is true and Test is true", false),
            ("Prod is false and Test is false", true),
            ("Either is true and Prod is false and Test is false", false),
            ("Either is true and Prod is false", true),
            ("Either is true and Prod is false and Stage is test", true),
            ("Either is true and Stage is other", false),
            ("Both is true and Size is small", false),
            ("Both is false and Prod is true and Size is large", false),
            ("Both is false and Prod is true and Size is small", true),
            ("Large is false and Small is false", false),
            ("Size is small or large and Small is false and Large is true", true),
            ("Size is small or medium and Small is false", false),
            ("Either is true and NotProd is true and Stage is not test", false),
            ("What is true and What is false", false),
            ("What is true and Other is true", true),
            ("a thing\u{a0}is so or in other cases and Prod is true", true),
        ] {
            assert_eq!(logic().is_possible(guard), possible, "{guard}");
        }
        assert!(Logic::default().is_possible("Prod is true"));
    }

    #[test]
    fn a_guard_leaves_out_what_follows_from_the_rest_of_it() {
        for (guard, simplified) in [
            ("Either is true and Prod is true", "Prod is true"),
            ("Prod is true and NotProd is false", "NotProd is false"),
            ("Prod is false and Either is true", "Prod is false and Either is true"),
            ("Large is false and Size is small", "Size is small"),
            ("What is true and Prod is true", "What is true and Prod is true"),
            ("Prod is true", "Prod is true"),
            ("", ""),
        ] {
            assert_eq!(logic().simplified(guard), simplified, "{guard}");
        }
    }

    #[test]
    fn a_long_chain_and_many_choices_end() {
        let mut logic = Logic::default();
        for i in 0..20_000 {
            logic.define(format!("C{i}").into(), Formula::Not(holds(&format!("C{}", i + 1)).into()));
        }
        for i in 0..200 {
            let pair = |j: usize| Formula::Is(format!("P{}", (i + j) % 200).into(), j.to_string().into());
            logic.define(format!("D{i}").into(), Formula::Any((0..9).map(pair).collect()));
        }
        let guard = guards::all_of((0..200).map(|i| format!("D{i} is true")).collect::<Vec<_>>().iter().map(|s| &**s));
        assert!(logic.is_possible("C0 is true and C1 is false") && logic.is_possible(&guard));
    }
}
