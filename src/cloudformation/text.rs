//! Texts put together from parts: known, unknown from the first unknown part on, or one of several.

use super::call::Call;
use super::dynamic;
use super::evaluator::Evaluator;
use super::scalars;
use crate::value::{Alternative, Content, GAP, MAX_ALTERNATIVES, Made, Origin, Reference, Unknown, Value, What};
use std::sync::Arc;

/// One possibility of a text that is being put together.
#[derive(Clone, Debug, Default)]
struct Draft {
    /// The condition; empty for none.
    guard: String,
    /// The text, with a [`GAP`] for every part that is not known.
    text: String,
    /// What is known once a part is not: the reason and the beginning, from the first one; secret if any is.
    unknown: Option<Unknown>,
    /// What the parts that are not known identify: in a dynamic reference, what is fetched.
    refers_to: Vec<Reference>,
    /// Where the known parts came from.
    parts: Vec<Origin>,
    /// What was put together.
    pieces: Vec<Value>,
}

impl<'t> Evaluator<'t> {
    /// The parts one after another, as the result of a call. A single unknown part is the result itself, so what
    /// it refers to is kept.
    pub(super) fn concatenate(&mut self, call: &Call<'t>, parts: &[Value], origin: Origin) -> Value {
        if let [only @ Value { content: Content::Unknown(_), .. }] = parts {
            return Value::new(only.content.clone(), origin);
        }
        let mut drafts = vec![Draft::default()];
        for part in parts {
            let choices = part.alternatives().count();
            // Alternatives copy what is there so far; a single part is only appended.
            let copied = if choices > 1 { drafts.iter().map(|draft| draft.text.len()).sum() } else { 0 };
            let appended = drafts.len() * part.as_text().map_or(0, |text| text.len());
            let several = drafts.len().saturating_mul(choices) > MAX_ALTERNATIVES * 4;
            drafts = if several { append_gap(drafts, part) } else { self.append_each(drafts, part) };
            if !self.spend_text(copied + appended, call.span) {
                return Value::unknown("the template takes too many steps to evaluate", origin);
            }
        }
        let finish = |draft: Draft| Alternative { guard: draft.guard.as_str().into(), value: draft.finish(&origin) };
        let mut alternatives: Vec<Alternative> = drafts.into_iter().map(finish).collect();
        match alternatives.pop() {
            Some(only) if alternatives.is_empty() => only.value,
            last => Value::one_of(alternatives.into_iter().chain(last).collect(), origin),
        }
    }

    /// The origin of what is put together: behind the one part that is not written right here, or the secret one.
    pub(super) fn deciding(&self, call: &Call<'t>, parts: &[Value]) -> Origin {
        let referring = |part: &&Value| part.origin.steps().next().is_some_and(|step| step.what != What::Written);
        let mut referring = parts.iter().filter(referring);
        let first = referring.next();
        let only = first.filter(|_| referring.next().is_none());
        let secret = || parts.iter().find(|part| self.is_secret(part));
        only.or_else(secret).map_or_else(|| call.origin(), |part| call.behind(&part.origin))
    }

    /// Every draft with every alternative of the part that does not contradict it.
    fn append_each(&self, drafts: Vec<Draft>, part: &Value) -> Vec<Draft> {
        if !matches!(part.content, Content::OneOf(_)) {
            let append = |mut draft: Draft| {
                draft.append(part);
                draft
            };
            return drafts.into_iter().map(append).collect();
        }
        let mut extended = Vec::new();
        for draft in &drafts {
            for (guard, value) in part.alternatives() {
                let guard = guard.map_or("", |guard| guard);
                let Some(guard) = self.logic.both(&draft.guard, guard) else { continue };
                let mut next = Draft { guard, ..draft.clone() };
                next.append(value);
                extended.push(next);
            }
        }
        extended
    }

    /// Whether the value came from a default, or a value of a parameter, that is a secret.
    fn is_secret(&self, value: &Value) -> bool {
        let secret = |what: &What| matches!(what, What::ParameterDefault(name) | What::ParameterGiven { name, .. } if self.secret_parameters.contains(&**name));
        value.origin.steps().any(|step| secret(&step.what))
    }
}

/// Every draft with the part taken for unknown: there are too many combinations.
fn append_gap(mut drafts: Vec<Draft>, part: &Value) -> Vec<Draft> {
    let secret = part.alternatives().any(|(_, value)| value.as_unknown().is_some_and(|unknown| unknown.secret));
    let unknown = Unknown { secret, ..Unknown::because(format!("more than {MAX_ALTERNATIVES} values are possible")) };
    for draft in &mut drafts {
        draft.gap(&unknown);
    }
    drafts
}

impl Draft {
    fn append(&mut self, part: &Value) {
        let text = scalars::as_string(&part.content);
        self.pieces.push(part.clone());
        if text.as_ref().is_some_and(|text| !text.is_empty()) || part.origin.has_parts() {
            self.parts.push(part.origin.clone());
        }
        match (text, &part.content) {
            (Some(text), _) => self.text.push_str(&text),
            (None, Content::Null) => {}
            (None, Content::Unknown(unknown)) => self.gap(unknown),
            (None, _) => self.gap(&Unknown::because("a list or map stands where a text is needed")),
        }
    }

    fn gap(&mut self, unknown: &Unknown) {
        self.refers_to.extend(unknown.refers_to.iter().cloned());
        let prefix = format!("{}{}", self.text, unknown.prefix);
        let reason = unknown.reason.clone();
        let first = || Unknown { non_null: true, prefix: prefix.into(), ..Unknown::because(reason) };
        self.unknown.get_or_insert_with(first).secret |= unknown.secret;
        // What is fetched for a part is not looked for again in the whole.
        match &*unknown.shape {
            shape if shape.is_empty() || shape.contains("{{resolve:") => self.text.push(GAP),
            shape => self.text.push_str(shape),
        }
    }

    fn finish(self, origin: &Origin) -> Value {
        let origin = origin.clone().with_parts(self.parts);
        let secret = self.unknown.as_ref().is_some_and(|unknown| unknown.secret);
        let unknown = match dynamic::fetched(&self.text) {
            Some(fetched) => Unknown { secret: fetched.secret || secret, refers_to: self.refers_to, ..fetched },
            None => match self.unknown {
                Some(unknown) => Unknown { shape: self.text.into(), ..unknown },
                None => return Value::text(self.text, origin),
            },
        };
        Value::new(Content::Unknown(Arc::new(unknown)), origin.made_of(Made::Text(self.pieces)))
    }
}
