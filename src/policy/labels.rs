//! Where a finding points: the place that the user can edit, and the other places of the value's origin.

use super::verdict::Evidence;
use super::words;
use crate::finding::Label;
use crate::model::{Entity, EntityId, Language, Member, Model, Scope};
use crate::policy::ast::Subject;
use crate::source::Span;
use crate::value::{Content, Step, Value, What};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The entities by address, for links that an origin names.
pub(super) struct Addresses<'m> {
    model: &'m Model,
    ids: FxHashMap<(Scope, Arc<str>), EntityId>,
}

impl<'m> Addresses<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let key = |entity: &Entity| (entity.resource.scope, entity.resource.address.clone());
        Self { model, ids: model.entities().map(|(id, entity)| (key(entity), id)).collect() }
    }

    fn find(&self, near: &Entity, address: &Arc<str>) -> Option<&'m Entity> {
        let id = self.ids.get(&(near.resource.scope, address.clone()))?;
        Some(self.model.entity(*id))
    }
}

/// The labels of one finding.
pub(super) struct Labels {
    pub(super) primary: Label,
    pub(super) related: Vec<Label>,
}

/// Puts the labels of a failure together; `selected` is the entity that the policy is about.
pub(super) fn labels(addresses: &Addresses<'_>, selected: EntityId, evidence: &Evidence) -> Labels {
    let entity = addresses.model.entity(evidence.entity);
    let mut chain = places(entity.resource.language, &evidence.value);
    let written = match entity.resource.language {
        Language::CloudFormation => 0,
        Language::Terraform => own_places(&evidence.value).saturating_sub(1),
    };
    let primary = if chain.is_empty() {
        absent(addresses, entity, evidence)
    } else {
        let place = chain.remove(written.min(chain.len() - 1));
        Label { span: place.span, text: states(entity, evidence) }
    };
    chain.extend(headers(entity));
    if selected != evidence.entity {
        chain.extend(headers(addresses.model.entity(selected)));
    }
    Labels { related: unique(chain, primary.span), primary }
}

/// How many places the value's own chain has, those of its alternatives aside.
fn own_places(value: &Value) -> usize {
    told(value).filter(|step| step.at.is_some()).count()
}

/// The links of an origin that say where the value comes from, not that it is to be hidden.
fn told(value: &Value) -> impl Iterator<Item = &Step> {
    value.origin.steps().filter(|step| !matches!(step.what, What::Concealed(_)))
}

/// The places of a value's origin, from the place of use on, then those of its alternatives.
fn places(language: Language, value: &Value) -> Vec<Label> {
    let label = |step: &Step| step.at.map(|span| Label { span, text: step_words(language, &step.what) });
    let mut places: Vec<Label> = told(value).filter_map(label).collect();
    if let Content::OneOf(alternatives) = &value.content {
        for alternative in alternatives.iter() {
            let written = alternative.value.origin.written_at();
            places.extend(written.map(|span| Label { span, text: format!("when {}", alternative.guard) }));
        }
    }
    places
}

/// Drops what repeats a place, the primary one included.
fn unique(labels: Vec<Label>, primary: Span) -> Vec<Label> {
    let mut seen = rustc_hash::FxHashSet::from_iter([primary]);
    labels.into_iter().filter(|label| seen.insert(label.span)).collect()
}

/// The headers of a resource and of the calls that lead to it, innermost first.
fn headers(entity: &Entity) -> Vec<Label> {
    let resource = &entity.resource;
    let own = Label { span: resource.header, text: format!("resource `{}`", resource.address) };
    let calls = resource.calls.iter().rev().map(|call| Label {
        span: call.header,
        text: match resource.language {
            Language::Terraform => format!("`{}` is called here", call.address),
            Language::CloudFormation => format!("nested stack `{}`", call.address),
        },
    });
    std::iter::once(own).chain(calls).collect()
}

/// What the primary label says where the value is written.
fn states(entity: &Entity, evidence: &Evidence) -> String {
    let name = words::name(entity, &evidence.subject);
    let at_default = evidence.value.origin.steps().find_map(|step| default_words(&step.what));
    match (&evidence.subject, at_default) {
        (Subject::Parameter(_), Some(default)) => format!("does not set `{name}`: {}, {default}", shown(entity, evidence)),
        (Subject::Fact(_), _) => step_words(entity.resource.language, &What::Written),
        _ if is_hidden(entity, evidence) => format!("`{name}` is set here"),
        _ => format!("`{name}` is {}", shown(entity, evidence)),
    }
}

/// Whether the value must not be shown: a secret's field, or a value that passes through a concealed input.
pub(super) fn is_hidden(entity: &Entity, evidence: &Evidence) -> bool {
    let concealed = |value: &Value| value.origin.steps().any(|step| matches!(step.what, What::Concealed(_)));
    words::is_secret(entity.kind, &evidence.subject)
        || concealed(&evidence.value)
        || evidence.value.alternatives().any(|(_, value)| concealed(value))
}

/// The value for people.
pub(super) fn shown(entity: &Entity, evidence: &Evidence) -> String {
    if is_hidden(entity, evidence) { "hidden".into() } else { words::value(&evidence.value) }
}

fn default_words(what: &What) -> Option<String> {
    match what {
        What::FamilyDefault { family } => Some(format!("the default of {family}")),
        What::PropertyDefault => Some("the default".into()),
        _ => None,
    }
}

/// The primary label of something that is written nowhere: the header of what should say it.
fn absent(addresses: &Addresses<'_>, entity: &Entity, evidence: &Evidence) -> Label {
    let text = match &evidence.subject {
        Subject::Fact(_) => format!("resource `{}`", entity.resource.address),
        subject => {
            let name = words::name(entity, subject);
            let default = evidence.value.origin.steps().find_map(|step| default_words(&step.what));
            match (evidence.value.is_null(), default) {
                (false, Some(default)) => format!("`{name}` is not set: {}, {default}", shown(entity, evidence)),
                _ => format!("`{name}` is not set"),
            }
        }
    };
    Label { span: owner(addresses, evidence), text }
}

/// The place of what should set an absent value: the entity that it is inherited from, the parameter group, the
/// property that names a default group, or the resource.
fn owner(addresses: &Addresses<'_>, evidence: &Evidence) -> Span {
    let entity = addresses.model.entity(evidence.entity);
    let named = evidence.value.origin.steps().filter_map(|step| match &step.what {
        What::Inherited(address) | What::ParameterGroup(address) => addresses.find(entity, address),
        _ => None,
    });
    if let Some(owner) = named.last() {
        return owner.resource.header;
    }
    if let Subject::Parameter(_) = evidence.subject {
        let group = group(addresses.model, evidence.entity);
        let header = group.map(|group| group.resource.header);
        return header.or_else(|| default_group(addresses.model, evidence.entity)).unwrap_or(entity.resource.header);
    }
    entity.resource.header
}

/// The parameter group in which a parameter of the database can be set: a cluster's or member's is the cluster's.
pub(super) fn group(model: &Model, id: EntityId) -> Option<&Entity> {
    let cluster = linked(model, id, "cluster").unwrap_or(id);
    let group = linked(model, cluster, "cluster_parameter_group").or_else(|| linked(model, id, "parameter_group"));
    group.map(|group| model.entity(group))
}

fn linked(model: &Model, id: EntityId, link: &str) -> Option<EntityId> {
    match model.member(id, link) {
        Some(Member::Entities { ids, .. }) => ids.first().copied(),
        _ => None,
    }
}

/// The property that names one of the engine's own groups (`default.postgres16`).
fn default_group(model: &Model, id: EntityId) -> Option<Span> {
    let names = ["DBParameterGroupName", "DBClusterParameterGroupName"];
    names.into_iter().find_map(|name| match model.member(id, name) {
        Some(Member::Value(value)) if value.as_text()?.starts_with("default.") => value.origin.used_at(),
        _ => None,
    })
}

/// What happened at one link of an origin, in words.
fn step_words(language: Language, what: &What) -> String {
    let variable = |name: &str| name.strip_prefix("var.").unwrap_or(name).to_owned();
    match what {
        What::Written => "written here".into(),
        What::Reference(text) => format!("`{text}` is used here"),
        What::VariableDefault(name) => format!("default of variable `{}`", variable(name)),
        What::VariableUnset(name) => format!("variable `{}` has no value", variable(name)),
        What::VariableFile(name) => format!("value of variable `{}`", variable(name)),
        What::ModuleArgument { call, argument } => format!("argument `{argument}` of {call}"),
        What::ModuleOutput { call, output } => match language {
            Language::Terraform => format!("output `{output}` of {call}"),
            Language::CloudFormation => format!("output `{output}` of nested stack {call}"),
        },
        What::Local(name) => format!("local value `{}`", name.strip_prefix("local.").unwrap_or(name)),
        What::Resource { address, attribute } => format!("`{attribute}` of `{address}`"),
        What::ParameterDefault(name) => format!("default of parameter `{name}`"),
        What::ParameterUnset(name) => format!("parameter `{name}` has no default"),
        What::Concealed(name) => format!("`{name}` is concealed"),
        What::Mapping(text) => format!("row of mapping `{text}`"),
        What::Branch { condition, holds } => format!("chosen because {condition} is {holds}"),
        What::Function(name) => format!("result of `{name}`"),
        What::ParameterGroup(address) => format!("parameter group `{address}`"),
        What::FamilyDefault { family } => format!("default of {family}"),
        What::PropertyDefault => "the default".into(),
        What::Inherited(address) => format!("taken from `{address}`"),
    }
}
