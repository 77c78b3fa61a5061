//! Splats: something taken of every element, `x[*].y`.

use super::evaluator::Evaluator;
use super::frames::Frame;
use super::guards::opposites;
use super::origins::part;
use super::values::{Outcome, derived, list};
use crate::source::Span;
use crate::syntax::hcl::tree::{Splat, SplatStep};
use crate::value::{Alternative, Content, List, ListKind, Origin, Value};

impl<'p> Evaluator<'p> {
    pub(super) fn splat(&mut self, splat: &'p Splat, at: Span, frame: &Frame) -> Outcome {
        let source = self.eval(&splat.source, frame)?;
        self.splat_over(&source, &splat.each, at, frame)
    }

    fn splat_over(&mut self, source: &Value, each: &'p [SplatStep], at: Span, frame: &Frame) -> Outcome {
        let (items, kind): (Vec<Value>, ListKind) = match &source.content {
            Content::Null => (Vec::new(), ListKind::Tuple),
            Content::List(items) => {
                let kind = if items.kind() == ListKind::Tuple { ListKind::Tuple } else { ListKind::List };
                (items.iter().map(|item| part(source, item)).collect(), kind)
            }
            Content::OneOf(_) => return self.each_way(source, |this, one| this.splat_over(one, each, at, frame)),
            Content::Unknown(_) if self.handle(source).is_none() => return Ok(derived(source)),
            _ => {
                if let Some(condition) = self.condition_of(source) {
                    let none = opposites(&condition).into_iter().map(|guard| (guard, list(Vec::new())));
                    let one = (condition.to_string(), list(vec![source.clone()]));
                    let ways = std::iter::once(one).chain(none);
                    let several = ways.map(|(guard, value)| Alternative { guard: guard.into(), value }).collect();
                    let several = Value::one_of(several, Origin::default());
                    return self.splat_over(&several, each, at, frame);
                }
                (vec![source.clone()], ListKind::Tuple)
            }
        };
        let mut results = Vec::with_capacity(items.len());
        for item in items {
            results.push(self.deeper(at, |this| this.splat_steps(item, each, at, frame))?);
        }
        let result = Content::List(List::of(kind, results));
        Ok(self.sized(Value::new(result, Origin::written(at)), at))
    }

    fn splat_steps(&mut self, mut value: Value, each: &'p [SplatStep], at: Span, frame: &Frame) -> Outcome {
        for (index, step) in each.iter().enumerate() {
            value = match step {
                SplatStep::Attribute(name) => self.member(&value, name, at)?,
                SplatStep::Index(key) => {
                    let key = self.eval(key, frame)?;
                    self.element(&value, &key, at)?
                }
                SplatStep::Splat => {
                    return self.splat_over(&value, each.get(index + 1..).unwrap_or_default(), at, frame);
                }
            };
        }
        Ok(value)
    }
}
