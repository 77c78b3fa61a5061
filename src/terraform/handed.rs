//! What is handed to anything under a secret's name: arguments of resources that the model does not know, of providers,
//! connections and calls, entries of maps, outputs. What it is made of is a secret wherever else it is used.

use super::evaluator::Evaluator;
use super::expansion::{Copy, Repetition};
use super::frames::Frame;
use super::variables::is_concealed;
use crate::model::{Handed, mentions_secret};
use crate::syntax::hcl::tree::{Attribute, Block, Body, Expr, ExprKind, Item, Part};
use crate::value::names_secret;
use std::sync::Arc;

/// How many copies of a block, and how deep an expression, are looked at.
const MAX_COPIES: usize = 256;
const MAX_DEPTH: usize = 64;

/// The arguments of a block, and the keys of an object, that name the value beside them.
const NAMES: [&str; 3] = ["name", "key", "option_name"];

impl<'p> Evaluator<'p> {
    /// Adds what an instance hands to anything under a secret's name. Nothing is reported of it: most of it is evaluated
    /// for no other reason.
    pub(super) fn handed(&mut self, instance: usize) {
        let owner = &self.instances[instance];
        let (module, is_known) = (owner.module, owner.stand.is_some());
        if is_known {
            return;
        }
        let outer = std::mem::replace(&mut self.silent, true);
        for (name, block) in module.resources.iter().chain(&module.data) {
            self.handed_by(instance, name, block);
        }
        for (name, block) in &module.providers {
            self.handed_by(instance, &format!("provider.{name}").into(), block);
        }
        for (name, block) in &module.calls {
            self.handed_by(instance, &format!("module.{name}").into(), block);
        }
        for (name, local) in module.locals.iter().filter(|(_, local)| tells_secret(local)) {
            let value = self.local(instance, name, local.name.span);
            self.hand_over(name, value.ok(), false);
        }
        for (name, block) in module.variables.iter().filter(|(name, _)| names_secret(name)) {
            let value = self.variable(instance, name, block.header);
            self.hand_over(name, value.ok(), false);
        }
        for (name, output) in &module.outputs {
            let value = output.body.attribute("value").filter(|_| is_concealed(output) || names_secret(name));
            let value = value.map(|value| self.eval_in(instance, &value.value));
            self.hand_over(name, value, is_concealed(output));
        }
        self.silent = outer;
    }

    /// Adds what the copies of a block are given.
    fn handed_by(&mut self, instance: usize, name: &Arc<str>, block: &'p Block) {
        if !holds_secret(&block.body, 0) {
            return;
        }
        let expansion = self.expand(instance, name, block);
        let repetition = |copy: &Copy| copy.repetition.clone();
        let repetitions: Vec<Option<Repetition>> = expansion.copies.iter().take(MAX_COPIES).map(repetition).collect();
        for repetition in &repetitions {
            self.in_frame_of(instance, repetition.as_ref(), |this, frame| this.handed_in(&block.body, frame));
        }
    }

    fn handed_in(&mut self, body: &'p Body, frame: &Frame) {
        for attribute in body.attributes.iter().filter(|attribute| tells_secret(attribute)) {
            let value = self.eval_or_unknown(&attribute.value, frame);
            self.hand_over(&attribute.name.text, Some(value), false);
        }
        for block in body.blocks.iter().filter(|block| holds_secret(&block.body, 0)) {
            let (name, value) = self.blocks(block, frame);
            self.hand_over(name, Some(value), false);
        }
    }

    fn hand_over(&mut self, name: &Arc<str>, value: Option<crate::value::Value>, is_whole: bool) {
        let handed = value.map(|value| Handed { name: name.clone(), value, is_whole });
        self.evaluation.handed.extend(handed);
    }
}

/// Whether a body has anything in it that goes by a secret's name.
fn holds_secret(body: &Body, depth: usize) -> bool {
    let is_name = |attribute: &Attribute| NAMES.contains(&&*attribute.name.text) && is_secret_name(&attribute.value);
    depth < MAX_DEPTH
        && (body.attributes.iter().any(|attribute| tells_secret(attribute) || is_name(attribute))
            || body.blocks.iter().any(|block| holds_secret(&block.body, depth + 1)))
}

/// Whether an argument goes by a secret's name, or something in it does.
fn tells_secret(attribute: &Attribute) -> bool {
    !matches!(attribute.value.kind, ExprKind::Bool(_) | ExprKind::Null)
        && (names_secret(&attribute.name.text) || has_secret(&attribute.value, 0))
}

/// Whether an expression makes something of a value that goes by a secret's name in it.
fn has_secret(expr: &Expr, depth: usize) -> bool {
    let inner = |expr: &Expr| depth < MAX_DEPTH && has_secret(expr, depth + 1);
    match &expr.kind {
        ExprKind::Object(items) => items.iter().any(|item| names_item(item) || inner(&item.value)),
        ExprKind::List(items) => items.iter().any(inner),
        ExprKind::Call(call) => call.arguments.iter().any(|one| has_secret_text(one) || inner(one)),
        ExprKind::Template(parts) => parts.iter().any(|part| match part {
            Part::Text(text) => tells_value(text),
            Part::Interpolation(expr) => inner(expr),
            Part::If(_) | Part::For(_) => true,
        }),
        ExprKind::Conditional(parts) => inner(&parts.1) || inner(&parts.2),
        ExprKind::For(parts) => parts.result_key.as_ref().is_some_and(is_secret_name) || inner(&parts.result),
        ExprKind::Index(base, _) | ExprKind::Attribute(base, _) => {
            matches!(base.kind, ExprKind::Object(_)) && inner(base)
        }
        _ => false,
    }
}

/// Whether an entry of an object goes by a secret's name, or is the name of the entry beside it.
fn names_item(item: &Item) -> bool {
    let ExprKind::Text(key) = &item.key.kind else { return false };
    names_secret(key) || NAMES.contains(&key.to_ascii_lowercase().as_str()) && is_secret_name(&item.value)
}

fn is_secret_name(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Text(text) if names_secret(text))
}

fn has_secret_text(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Text(text) if tells_value(text))
}

/// Whether a password may stand behind a part of a text.
fn tells_value(text: &str) -> bool {
    text.contains("://") || text.contains(" -p") || mentions_secret(text)
}
