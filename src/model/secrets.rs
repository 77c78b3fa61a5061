//! Where secrets are written in the source: texts that end up in a secret field of an entity.

use super::{Model, effective, fields};
use crate::source::Span;
use crate::value::{Content, Value};

impl Model {
    /// The places whose text is a secret: literals that a password field takes, over any number of references.
    pub fn secrets(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for (_, entity) in self.entities() {
            let secret = fields::FIELDS.iter().filter(|f| f.kind == entity.kind && f.secret);
            for value in secret.filter_map(|field| effective::written(&entity.resource, field)) {
                collect(&value, &mut spans);
            }
        }
        spans.sort_unstable();
        spans.dedup();
        spans
    }
}

fn collect(value: &Value, spans: &mut Vec<Span>) {
    match &value.content {
        Content::Null | Content::Unknown(_) => {}
        Content::OneOf(alternatives) => alternatives.iter().for_each(|a| collect(&a.value, spans)),
        Content::List(items) => items.iter().for_each(|item| collect(item, spans)),
        Content::Map(map) => map.values().for_each(|entry| collect(entry, spans)),
        Content::Bool(_) | Content::Number(_) | Content::Text(_) => spans.extend(value.origin.written_at()),
    }
}
