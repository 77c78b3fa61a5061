//! The resources that exist or may exist, with their properties evaluated.

use super::call::{Call, literal_text};
use super::evaluator::{Evaluator, NULL};
use super::scalars;
use super::transforms::{MACRO, describe, is_loop, is_macro_key};
use crate::model::fields::Kind;
use crate::model::{Language, Resource};
use crate::source::Span;
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::value::{Map, Truth, Value, guards};
use std::sync::Arc;

/// What becomes of the database when its resource goes: an attribute that is no property, the name that it gets, and
/// the values that it may have.
const POLICIES: [(&str, &str, &[&str]); 2] = [
    ("DeletionPolicy", "(DeletionPolicy)", &["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"]),
    ("UpdateReplacePolicy", "(UpdateReplacePolicy)", &["Delete", "Retain", "Snapshot"]),
];

/// All resources of modelled types, in source order, those of a stack in the place of the resource that creates it;
/// what a condition excludes is left out.
pub(super) fn all(evaluator: &mut Evaluator<'_>) -> Vec<Resource> {
    let mut all = Vec::new();
    for entry in evaluator.template.resources {
        all.extend(evaluator.resource(entry));
        all.extend(evaluator.resources_of_stack(entry));
    }
    all
}

/// From a resource's logical id to its end; the id alone where the body stands elsewhere, behind an alias.
pub(super) fn block(entry: &Entry) -> Span {
    let (key, body) = (entry.key_span, entry.value.span);
    if body.file == key.file && body.start >= key.end { key.to(body) } else { key }
}

/// A resource's own condition and that of the loop which makes it.
fn both(own: Option<Arc<str>>, looped: Option<&Arc<str>>) -> Option<Arc<str>> {
    match (own, looped) {
        (Some(own), Some(looped)) => Some(guards::all_of([&*own, looped]).into()),
        (own, looped) => own.or_else(|| looped.cloned()),
    }
}

impl<'t> Evaluator<'t> {
    fn resource(&mut self, entry: &'t Entry) -> Option<Resource> {
        if entry.key.starts_with("Fn::") {
            if is_loop(&entry.key) && !self.template.language_extensions {
                self.problem(entry.key_span, "Fn::ForEach needs Transform: AWS::LanguageExtensions");
            }
            return None;
        }
        let type_name = self.type_name(entry)?;
        Kind::of(type_name)?;
        let (exists, condition) = self.existence(entry);
        let looped = self.template.loops.and_then(|loops| loops.guard(&entry.key));
        let condition = both(condition, looped);
        if exists == Truth::False {
            return None;
        }
        // What the resource is counts only where it exists, so its condition holds in its properties.
        let named = entry.value.get("Condition").and_then(literal_text);
        let (attributes, more_attributes) = match named {
            Some(name) => self.assuming(name, true, |this| this.attributes(entry)),
            None => self.attributes(entry),
        };
        Some(Resource {
            language: Language::CloudFormation,
            type_name: type_name.clone(),
            address: self.stack.address(&entry.key),
            scope: self.stack.scope,
            header: entry.key_span,
            block: block(entry),
            attributes,
            more_attributes,
            condition: self.stack.given(condition.as_deref()),
            uncounted: false,
            logic: Arc::default(),
            calls: self.stack.calls.clone(),
            alias: entry.value.get("Metadata").and_then(|metadata| metadata.get("aws:cdk:path")?.as_text().cloned()),
        })
    }

    fn type_name(&mut self, entry: &'t Entry) -> Option<&'t Arc<str>> {
        if !matches!(entry.value.kind, NodeKind::Mapping(_)) {
            self.problem(entry.key_span, format!("the resource {} must be a mapping with a Type", entry.key));
            return None;
        }
        let type_name = entry.value.get("Type").and_then(literal_text);
        if type_name.is_none() && !entry.value.entries().iter().any(|entry| is_macro_key(&entry.key)) {
            self.problem(entry.key_span, format!("the resource {} has no Type", entry.key));
        }
        type_name
    }

    /// Whether the resource exists, and the condition that leaves it open.
    pub(super) fn existence(&mut self, entry: &'t Entry) -> (Truth, Option<Arc<str>>) {
        let Some(node) = entry.value.get("Condition") else { return (Truth::True, None) };
        let Some(name) = literal_text(node) else {
            self.problem(node.span, "the Condition of a resource must be the name of a condition");
            return (Truth::Unknown, Some("its condition is true".into()));
        };
        let truth = self.decide(name, node.span);
        (truth, (truth == Truth::Unknown).then(|| format!("{} is true", self.stack.subject(name)).into()))
    }

    fn attributes(&mut self, entry: &'t Entry) -> (Map, Option<Arc<str>>) {
        let mut more = None;
        let mut attributes = Map::default();
        if let Some(properties) = entry.value.get("Properties") {
            if let Some(call) = Call::read(properties) {
                more = Some(format!("the properties come from {}, which is not evaluated", call.full_name()).into());
            } else {
                more = self.properties(&entry.key, properties, &mut attributes);
            }
        }
        let whole = entry.value.entries().iter().find(|entry| &*entry.key == MACRO);
        more = whole.map(|whole| format!("{} may add properties", describe(whole)).into()).or(more);
        for (key, name, allowed) in POLICIES {
            if let Some(node) = entry.value.get(key) {
                attributes.insert(name.into(), self.policy(key, node, allowed));
            }
        }
        (attributes, more)
    }

    fn policy(&mut self, key: &str, node: &'t Node, allowed: &[&str]) -> Value {
        if !self.template.open && !self.template.language_extensions && Call::read(node).is_some() {
            let message = format!("a function in {key} is allowed only with the transform AWS::LanguageExtensions");
            self.problem(node.span, message);
        }
        let value = self.value(node);
        let refused = |value: &Value| scalars::as_string(&value.content).is_some_and(|text| !allowed.contains(&&*text));
        if !self.template.open && value.alternatives().any(|(_, value)| refused(value)) {
            self.problem(node.span, format!("{key} must be one of {}", allowed.join(", ")));
        }
        value
    }

    fn properties(&mut self, id: &str, properties: &'t Node, attributes: &mut Map) -> Option<Arc<str>> {
        if !matches!(properties.kind, NodeKind::Mapping(_)) && !properties.is_null() {
            self.problem(properties.span, format!("the Properties of {id} must be a mapping"));
            return Some("the properties are not a mapping".into());
        }
        if properties.is_null() && !self.template.open {
            self.problem(properties.span, NULL);
        }
        let mut more = None;
        for property in properties.entries() {
            if is_macro_key(&property.key) {
                more = Some(format!("{} may add properties", describe(property)).into());
            } else {
                attributes.insert(property.key.clone(), self.value(&property.value));
            }
        }
        more
    }
}
