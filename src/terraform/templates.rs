//! Templates: strings with `${}` and `%{}` parts. Of a string that is partly unknown, the known start is kept.

use super::conditionals::guarded;
use super::evaluator::Evaluator;
use super::frames::{Binding, Frame};
use super::loops::iterate;
use super::origins::{deciding, known_parts, put_together};
use super::values::{
    Failure, Outcome, bare, derived_non_null, distribute, kind, primitive_bool, primitive_text, reason,
};
use crate::source::Span;
use crate::syntax::hcl::tree::{Expr, ForParts, IfParts, Part};
use crate::value::{Alternative, Content, GAP, Made, Origin, Unknown, Value, What};
use std::sync::Arc;

/// How long a string may become.
const MAX_LENGTH: usize = 1 << 20;

impl<'p> Evaluator<'p> {
    pub(super) fn template(&mut self, parts: &'p [Part], at: Span, frame: &Frame) -> Outcome {
        // An interpolation alone keeps the type of its value.
        if let [Part::Interpolation(expr)] = parts {
            return self.eval(expr, frame);
        }
        let text = self.parts(parts, frame)?;
        if text.origin.is_empty() && text.as_text().is_some() {
            return Ok(Value { origin: Origin::written(at), ..text });
        }
        let literal = parts.iter().any(|part| matches!(part, Part::Text(text) if !text.is_empty()));
        Ok(each(&text, |text| {
            let own = literal.then(|| Origin::written(at));
            let others = Some(text.origin.clone()).filter(Origin::has_parts);
            let whole =
                put_together(text, What::Function("template".into()), at, own.into_iter().chain(others).collect());
            match text.origin.made().filter(|_| text.as_unknown().is_some()) {
                Some(made) => Value { content: whole.content, origin: whole.origin.made_of(made.clone()) },
                None => whole,
            }
        }))
    }

    /// The parts as one string.
    fn parts(&mut self, parts: &'p [Part], frame: &Frame) -> Outcome {
        let mut values = Vec::with_capacity(parts.len());
        for part in parts {
            values.push(self.deeper_part(part, frame)?);
        }
        self.spend(&values);
        distribute(&values, &mut traced)
    }

    fn deeper_part(&mut self, part: &'p Part, frame: &Frame) -> Outcome {
        match part {
            Part::Text(text) => Ok(bare(Content::Text(text.clone()))),
            Part::Interpolation(expr) => self.eval(expr, frame),
            Part::If(choice) => {
                let IfParts { condition, then, otherwise } = &**choice;
                let at = condition.span;
                self.deeper(at, |this| this.branch(condition, then, otherwise, frame))
            }
            Part::For(repeated) => {
                let ForParts { key, value, collection, body } = &**repeated;
                self.deeper(collection.span, |this| this.repeat((key.as_ref(), value), collection, body, frame))
            }
        }
    }

    fn branch(&mut self, condition: &'p Expr, then: &'p [Part], otherwise: &'p [Part], frame: &Frame) -> Outcome {
        let decided = self.eval(condition, frame)?;
        match primitive_bool(&decided) {
            Some(true) => self.parts(then, frame),
            Some(false) => self.parts(otherwise, frame),
            None => {
                let mut several = Vec::new();
                for (guard, holds) in self.decisions(&decided, condition, frame)? {
                    let parts = if holds { then } else { otherwise };
                    let text = self.supposing((condition, holds), frame, |this| this.parts(parts, frame))?;
                    several.extend(guarded(&guard, text));
                }
                Ok(Value::one_of(several, Origin::written(condition.span)))
            }
        }
    }

    fn repeat(
        &mut self,
        (key_name, value_name): (Option<&'p Arc<str>>, &'p Arc<str>),
        collection: &'p Expr,
        body: &'p [Part],
        frame: &Frame,
    ) -> Outcome {
        let collection = self.eval(collection, frame)?;
        let Some(entries) = iterate(&collection)? else { return Ok(derived_non_null(&collection)) };
        let mut rounds = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let shown = key_name.map_or(value_name, |name| name);
            let value = Binding { name: value_name, value, round: Some((shown, &key)), outer: frame.names };
            let both =
                key_name.map(|name| Binding { name, value: key.clone(), round: value.round, outer: Some(&value) });
            let frame = Frame { instance: frame.instance, names: both.as_ref().or(Some(&value)) };
            rounds.push(self.parts(body, &frame)?);
        }
        self.spend(&rounds);
        distribute(&rounds, &mut traced)
    }
}

/// The value, or each of its alternatives, changed.
fn each(value: &Value, change: impl Fn(&Value) -> Value) -> Value {
    let Content::OneOf(several) = &value.content else { return change(value) };
    let change = |one: &Alternative| Alternative { guard: one.guard.clone(), value: change(&one.value) };
    Value { content: Content::OneOf(several.iter().map(change).collect()), origin: value.origin.clone() }
}

/// [`joined`], traced back to one of the parts.
fn traced(values: &[Value]) -> Outcome {
    let origin = deciding(values).map(|part| part.origin.clone()).unwrap_or_default();
    let (whole, origin) = (joined(values)?, origin.with_parts(known_parts(values)));
    let is_made = values.len() > 1 && whole.as_unknown().is_some();
    Ok(Value { origin: if is_made { origin.made_of(Made::Text(values.to_vec())) } else { origin }, ..whole })
}

/// Decided values one after the other; from the first that is unknown on, only the start is known.
pub(super) fn joined(values: &[Value]) -> Outcome {
    let mut text = String::new();
    for value in values {
        if let Content::Unknown(unknown) = &value.content {
            text.push_str(&unknown.prefix);
            let secret = values.iter().any(|value| value.as_unknown().is_some_and(|unknown| unknown.secret));
            let shape = with_gaps(values);
            let whole =
                Unknown { non_null: true, prefix: text.into(), shape, secret, ..Unknown::because(reason(value)) };
            return Ok(Value::new(Content::Unknown(Arc::new(whole)), value.origin.clone()));
        }
        let part =
            primitive_text(value).ok_or_else(|| Failure::new(format!("{} cannot stand in a string", kind(value))))?;
        if text.len() + part.len() > MAX_LENGTH {
            return Err(Failure::new("the string is too long to be evaluated"));
        }
        text.push_str(&part);
    }
    Ok(bare(Content::Text(text.into())))
}

/// Values one after the other, with a gap for each that is not known.
fn with_gaps(values: &[Value]) -> Arc<str> {
    let mut text = String::new();
    for value in values {
        if text.len() > MAX_LENGTH {
            break;
        }
        match (&value.content, primitive_text(value)) {
            (Content::Unknown(unknown), _) => text.push_str(&unknown.with_gaps()),
            (_, Some(known)) => text.push_str(&known),
            (_, None) => text.push(GAP),
        }
    }
    text.into()
}
