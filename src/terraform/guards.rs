//! Guards: what has to hold for one of several values, in words. Equal words mean the same thing wherever they
//! stand, so that two guards can be told to agree or to contradict each other.

use super::conditionals::guarded;
use super::evaluator::Evaluator;
use super::frames::{Binding, Frame};
use super::values::{primitive_bool, primitive_text};
use crate::model::{mentions_secret, without_literals};
use crate::syntax::hcl::tree::{BinaryOperator, Expr, ExprKind, UnaryOperator};
use crate::value::guards::{all_of, beyond, both, contradict, parts};
use crate::value::{Alternative, Content, Value};
use rustc_hash::FxHashSet;
use std::fmt::Write;
use std::sync::Arc;

/// How many references and operators a guard is followed through.
pub(super) const MAX_STEPS: usize = 32;

/// What a guard says so far.
#[derive(Default)]
struct Atoms {
    found: Vec<String>,
    steps: usize,
}

impl<'p> Evaluator<'p> {
    /// What holds when an undecided condition comes out as `holds`.
    pub(super) fn guard(&mut self, condition: &'p Expr, holds: bool, frame: &Frame) -> String {
        let mut atoms = Atoms::default();
        self.atoms(condition, holds, frame, &mut atoms);
        let mut said = FxHashSet::default();
        all_of(atoms.found.iter().map(String::as_str).filter(|atom| said.insert(*atom)))
    }

    fn atoms(&mut self, expr: &'p Expr, holds: bool, frame: &Frame, atoms: &mut Atoms) {
        atoms.steps += 1;
        if atoms.steps < MAX_STEPS {
            match &expr.kind {
                ExprKind::Unary(UnaryOperator::Not, operand) => return self.atoms(operand, !holds, frame, atoms),
                ExprKind::Binary(operator @ (BinaryOperator::And | BinaryOperator::Or), sides) => {
                    let both_needed = (*operator == BinaryOperator::And) == holds;
                    let open = [&sides.0, &sides.1].map(|side| (side, self.is_open(side, frame)));
                    if both_needed || open.iter().any(|(_, open)| !open) {
                        for (side, _) in open.into_iter().filter(|(_, open)| *open) {
                            self.atoms(side, holds, frame, atoms);
                        }
                        return;
                    }
                }
                _ if self.behind(expr, holds, frame, atoms) => return,
                _ => {}
            }
        }
        atoms.found.push(format!("{} is {holds}", self.subject(expr, frame)));
    }

    fn is_open(&mut self, expr: &'p Expr, frame: &Frame) -> bool {
        self.eval(expr, frame).map_or(true, |value| primitive_bool(&value).is_none())
    }

    /// Follows a local value or a module's variable to what it is made of, where that is a reference or logic too.
    fn behind(&mut self, expr: &'p Expr, holds: bool, frame: &Frame, atoms: &mut Atoms) -> bool {
        let ExprKind::Attribute(base, name) = &expr.kind else { return false };
        let ExprKind::Variable(root) = &base.kind else { return false };
        let instance = &self.instances[frame.instance];
        if &**root == "local" {
            let Some(local) = instance.module.locals.get(name).filter(|local| is_plain(&local.value)) else {
                return false;
            };
            self.atoms(&local.value, holds, &Frame { instance: frame.instance, names: None }, atoms);
            return true;
        }
        let Some(caller) = instance.caller.clone().filter(|_| &**root == "var") else { return false };
        let Some(argument) = caller.block.body.attribute(name).filter(|argument| is_plain(&argument.value)) else {
            return false;
        };
        self.in_frame_of(caller.instance, caller.repetition.as_ref(), |this, frame| {
            this.atoms(&argument.value, holds, frame, atoms);
        });
        true
    }

    /// An expression in words that nothing else of the evaluation has.
    pub(super) fn subject(&mut self, expr: &'p Expr, frame: &Frame) -> String {
        let mut text = expr.to_string();
        if text.contains('"') {
            let doubts = std::mem::take(&mut self.doubts);
            let is_secret = self.eval(expr, frame).is_ok_and(|value| value.is_secret());
            self.doubts = doubts;
            text = condition_text(text, is_secret);
        }
        if text.contains('…') {
            // What was left out may differ.
            let places = self.shortened.entry(text.clone()).or_default();
            let known = places.iter().position(|place| *place == expr.span);
            let index = known.unwrap_or_else(|| {
                places.push(expr.span);
                places.len() - 1
            });
            if index > 0 {
                // Writing to a string does not fail.
                let _ = write!(text, " ({})", index + 1);
            }
        }
        let mut rounds = Vec::new();
        let mut names = frame.names;
        while let Some(binding) = names {
            if mentions(&text, binding.name) {
                rounds.extend(round(binding));
            }
            names = binding.outer;
        }
        for round in rounds {
            let _ = write!(text, " for {round}");
        }
        let prefix = self.instances[frame.instance].prefix.trim_end_matches('.');
        if !prefix.is_empty() {
            let _ = write!(text, " in {prefix}");
        }
        // A guard is taken apart at this word.
        text.replace(" and ", "\u{a0}and\u{a0}")
    }
}

/// Whether an expression only passes on or negates and joins what it refers to.
fn is_plain(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Attribute(base, _) | ExprKind::Index(base, _) => {
            matches!(base.kind, ExprKind::Variable(_)) || is_plain(base)
        }
        ExprKind::Unary(UnaryOperator::Not, _) => true,
        ExprKind::Binary(operator, _) => matches!(operator, BinaryOperator::And | BinaryOperator::Or),
        _ => false,
    }
}

/// Which round of a repetition a name stands for.
fn round(binding: &Binding) -> Option<String> {
    let shown = |name: &str, value: &Value| {
        let text = primitive_text(value).filter(|_| !value.is_secret())?;
        let quoted = matches!(value.content, Content::Text(_));
        Some(if quoted { format!("{name} = {text:?}") } else { format!("{name} = {text}") })
    };
    match binding.round {
        Some((name, value)) => shown(name, value),
        None => ["key", "index"]
            .into_iter()
            .find_map(|part| shown(&format!("{}.{part}", binding.name), binding.value.get(part)?)),
    }
}

/// Whether a text uses a name as the start of a reference.
fn mentions(text: &str, name: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(|c| word(c) || c == '.') && !after.is_some_and(word)
    })
}

/// The text of a condition, without string literals where it is about a secret.
pub(super) fn condition_text(text: String, is_secret: bool) -> String {
    if is_secret || mentions_secret(&text) { without_literals(&text) } else { text }
}

/// Under which guards an expression works, and under which Terraform would stop; none of both where no guard says it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Doubt {
    pub(super) works: Vec<Arc<str>>,
    pub(super) fails: Vec<Arc<str>>,
}

impl Doubt {
    /// It only works where a condition holds.
    pub(super) fn about(condition: &Arc<str>) -> Self {
        let fails = opposites(condition).into_iter().map(Into::into).collect();
        Self { works: vec![condition.clone()], fails }
    }

    /// The value where it works, and another where it fails.
    pub(super) fn or_else(&self, value: &Value, other: &Value) -> Value {
        let under = |guard: &Arc<str>, value: &Value| guarded(guard, value.clone());
        let own: Option<Vec<_>> = value.alternatives().map(|(guard, one)| Some((guard?, one))).collect();
        let mut several: Vec<Alternative> = match own.filter(|own| own.iter().all(|(g, _)| self.works.contains(g))) {
            Some(own) => {
                own.into_iter().flat_map(|(guard, one)| under(guard, &super::origins::part(value, one))).collect()
            }
            None => self.works.iter().flat_map(|guard| under(guard, value)).collect(),
        };
        several.extend(self.fails.iter().flat_map(|guard| under(guard, other)));
        Value::one_of(several, value.origin.clone())
    }
}

/// The guards of all that can be where a guard does not hold.
pub(super) fn opposites(guard: &str) -> Vec<String> {
    let mut opposites = Vec::new();
    let mut before: Vec<&str> = Vec::new();
    for part in parts(guard) {
        let opposite = match part.rsplit_once(" is ") {
            Some((subject, "true")) => format!("{subject} is false"),
            Some((subject, "false")) => format!("{subject} is true"),
            Some((subject, is)) => match is.strip_prefix("not ") {
                Some(not) => format!("{subject} is {not}"),
                None => format!("{subject} is not {is}"),
            },
            None => format!("({part}) is false"),
        };
        opposites.push(all_of(before.iter().copied().chain([opposite.as_str()])));
        before.push(part);
    }
    opposites
}

/// That one of several guards holds, as one guard: what all of them say, and the choice between the rest.
pub(super) fn any_of(guards: &[&str]) -> String {
    let Some((first, others)) = guards.split_first() else { return String::new() };
    let (common, own): (Vec<&str>, Vec<&str>) =
        parts(first).partition(|part| others.iter().all(|guard| parts(guard).any(|other| other == *part)));
    let mut rests = vec![own];
    rests.extend(others.iter().map(|guard| parts(guard).filter(|part| !common.contains(part)).collect()));
    let always = match rests.as_slice() {
        [a, b] => matches!((a.as_slice(), b.as_slice()), ([a], [b]) if contradict(a, b)),
        _ => false,
    };
    if always || rests.iter().any(Vec::is_empty) {
        return all_of(common);
    }
    // One part for whoever takes the guard apart.
    let choice = rests.iter().map(|rest| rest.join("\u{a0}and\u{a0}")).collect::<Vec<_>>().join(" or ");
    let choice = choice.replace(" is ", "\u{a0}is\u{a0}");
    all_of(common.into_iter().chain([choice.as_str()]))
}

/// A value where it is known that something holds: what contradicts it is left out, what it says needs no guard.
pub(super) fn assuming(value: &Value, condition: &str) -> Value {
    let content = match &value.content {
        Content::OneOf(several) => return chosen(value, several, condition),
        Content::List(items) => Content::List(items.iter().map(|item| assuming(item, condition)).collect()),
        Content::Map(map) => {
            Content::Map(Arc::new(map.iter().map(|(key, item)| (key.clone(), assuming(item, condition))).collect()))
        }
        _ => return value.clone(),
    };
    Value::new(content, value.origin.clone())
}

fn chosen(value: &Value, several: &[Alternative], condition: &str) -> Value {
    let mut left = Vec::with_capacity(several.len());
    for one in several {
        if both(condition, &one.guard).is_none() {
            continue;
        }
        let open = all_of(beyond(condition, &one.guard));
        let inner = assuming(&super::origins::part(value, &one.value), condition);
        if open.is_empty() {
            return inner;
        }
        left.push(Alternative { guard: open.into(), value: inner });
    }
    if left.is_empty() { value.clone() } else { Value::one_of(left, value.origin.clone()) }
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn a_name_is_mentioned_where_a_reference_begins_with_it() {
        for (text, name, expected) in [
            ("each.value.on", "each", true),
            ("v.on && w", "w", true),
            ("var.v", "v", false),
            ("v_1.on", "v", false),
            ("length(v)", "v", true),
        ] {
            assert_eq!(mentions(text, name), expected, "{text} {name}");
        }
    }
}
