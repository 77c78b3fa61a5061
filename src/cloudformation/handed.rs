//! What is handed to anything under a secret's name: properties of resources that the model does not know, and outputs.
//! What it is made of is a secret wherever else it is used.

use super::call::literal_text;
use super::evaluator::Evaluator;
use crate::model::fields::Kind;
use crate::model::{Handed, mentions_secret};
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::value::names_secret;
use std::sync::Arc;

/// How many parts of one resource are looked at.
const MAX_NODES: usize = 10_000;

/// The keys that name the value beside them.
const NAMES: [&str; 3] = ["Name", "Key", "OptionName"];

impl<'t> Evaluator<'t> {
    /// Notes what the template hands over. Nothing is reported of it: it is evaluated for no other reason.
    pub(super) fn handed(&mut self) {
        self.silent = true;
        for entry in self.template.resources {
            let ty = entry.value.get("Type").and_then(literal_text);
            if ty.is_some_and(|ty| Kind::of(ty).is_none()) {
                let properties = entry.value.get("Properties").map_or(&[][..], Node::entries);
                properties
                    .iter()
                    .filter(|entry| tells_secret(entry))
                    .for_each(|entry| self.hand_over(entry, &entry.value));
            }
        }
        for output in self.template.outputs.iter().filter(|output| names_secret(&output.key)) {
            output.value.get("Value").into_iter().for_each(|value| self.hand_over(output, value));
        }
        self.silent = false;
    }

    fn hand_over(&mut self, entry: &'t Entry, value: &'t Node) {
        let value = self.value(value);
        self.handed.push(Handed { name: Arc::clone(&entry.key), value, is_whole: false });
    }
}

/// Whether an entry goes by a secret's name, or anything in it does.
fn tells_secret(entry: &Entry) -> bool {
    let mut open = vec![&entry.value];
    for _ in 0..MAX_NODES {
        let Some(node) = open.pop() else { break };
        let named = |entry: &Entry| {
            let is_name = NAMES.contains(&&*entry.key) && entry.value.as_text().is_some_and(|name| names_secret(name));
            is_name || names_secret(&entry.key)
        };
        let tells = |text: &str| text.contains("://") || text.contains(" -p") || mentions_secret(text);
        let is_text = matches!(node.kind, NodeKind::Scalar { .. });
        if node.entries().iter().any(named) || is_text && node.as_text().is_some_and(|text| tells(text)) {
            return true;
        }
        open.extend(node.items());
        open.extend(node.entries().iter().map(|entry| &entry.value));
    }
    names_secret(&entry.key)
}
