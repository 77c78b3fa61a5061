//! Where an expression is evaluated, and what it can see there.

use super::evaluator::Evaluator;
use super::expansion::Repetition;
use crate::value::Value;

/// A name that an expression can see besides the module's declarations.
pub(super) struct Binding<'f> {
    /// The name; empty where the value holds all variables of a template by their names.
    pub(super) name: &'f str,
    pub(super) value: Value,
    /// Which round of a `for` it stands for: the name and value of the key. `each` and its like hold it themselves.
    pub(super) round: Option<(&'f str, &'f Value)>,
    pub(super) outer: Option<&'f Binding<'f>>,
}

/// Where an expression is evaluated.
#[derive(Clone, Copy)]
pub(super) struct Frame<'f> {
    pub(super) instance: usize,
    pub(super) names: Option<&'f Binding<'f>>,
}

impl<'f> Frame<'f> {
    /// The value of a name of a `for`, `each`, `count`, of a dynamic block or of a template.
    pub(super) fn find(&self, name: &str) -> Option<&'f Value> {
        let mut names = self.names;
        while let Some(binding) = names {
            if binding.name.is_empty() {
                return binding.value.get(name);
            }
            if binding.name == name {
                return Some(&binding.value);
            }
            names = binding.outer;
        }
        None
    }

    /// Whether it is within a template, which sees nothing but its variables.
    pub(super) fn is_sealed(&self) -> bool {
        let bindings = std::iter::successors(self.names, |binding| binding.outer);
        bindings.last().is_some_and(|outermost| outermost.name.is_empty())
    }
}

impl Evaluator<'_> {
    /// Runs `work` where an instance's block with that `each` or `count` is evaluated.
    pub(super) fn in_frame_of<T>(
        &mut self,
        instance: usize,
        repetition: Option<&Repetition>,
        work: impl FnOnce(&mut Self, &Frame) -> T,
    ) -> T {
        let binding = repetition.map(|(name, value)| Binding { name, value: value.clone(), round: None, outer: None });
        work(self, &Frame { instance, names: binding.as_ref() })
    }
}
