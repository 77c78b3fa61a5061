//! Where a finding points: the place that the user can edit, and the other places of the value's origin.

use super::verdict::Evidence;
use super::words;
use crate::finding::Label;
use crate::model::{Entity, EntityId, Language, Member, Model, Scope};
use crate::policy::ast::Subject;
use crate::source::{SourceMap, Span};
use crate::value::{Content, Origin, Step, Value, What};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// The field that a derived fact is about.
const ABOUT: &[(&str, &str)] = &[
    ("main_log_exported", "EnableCloudwatchLogsExports"),
    ("missing_logs", "EnableCloudwatchLogsExports"),
    ("unexported_logs", "EnableCloudwatchLogsExports"),
    ("insights_recorded", "EnablePerformanceInsights"),
    ("insights_recorded", "PerformanceInsightsEnabled"),
    ("missing_categories", "EventCategories"),
    ("rds_protection", "Status"),
    ("unsupported_version", "EngineVersion"),
    ("unsupported_version", "Engine"),
    ("deprecated_version", "EngineVersion"),
    ("version_bulletin", "EngineVersion"),
    ("customer_managed_key", "KmsKeyId"),
    ("customer_managed_key", "KMSKeyId"),
    ("insights_customer_managed_key", "PerformanceInsightsKMSKeyId"),
    ("insights_customer_managed_key", "PerformanceInsightsKmsKeyId"),
    ("secret_customer_managed_key", "MasterUserSecretKmsKeyId"),
    ("backup_customer_managed_key", "AutomaticBackupReplicationKmsKeyId"),
    ("backup_customer_managed_key", "KmsKeyId"),
    ("standby", "MultiAZ"),
    ("serverless_v1", "EngineMode"),
    ("nitro", "DBInstanceClass"),
    ("nitro", "DBClusterInstanceClass"),
    ("retired_class", "DBInstanceClass"),
    ("retired_class", "DBClusterInstanceClass"),
    ("windows_overlap", "PreferredMaintenanceWindow"),
    ("uses_default_group", "DBParameterGroupName"),
    ("uses_default_group", "DBClusterParameterGroupName"),
    ("unknown_family", "Family"),
    ("main_log_missing", "EnableCloudwatchLogsExports"),
    ("reachable_from_internet", "PubliclyAccessible"),
    ("in_default_vpc", "DBSubnetGroupName"),
    ("default_port", "Port"),
    ("default_security_group", "VPCSecurityGroups"),
    ("default_security_group", "VpcSecurityGroupIds"),
    ("master_username_usual", "MasterUsername"),
    ("password_managed", "ManageMasterUserPassword"),
    ("database_password_length", "PasswordLength"),
    ("kms_key_unused", "StorageEncrypted"),
    ("encryption_differs", "StorageEncrypted"),
];

/// What the place says where a derived fact follows from what is written there, and is about no field.
const TELLS: &[(&str, &str)] = &[
    ("ports_open_to_world", "lets in the whole internet"),
    ("open_to_world", "lets in the whole internet"),
    ("login_open_to_world", "lets in the whole internet"),
    ("network_acl_open", "lets in the whole internet"),
    ("ports_open_to_wide_range", "lets in more than 256 addresses"),
    ("open_to_wide_range", "lets in more than 256 addresses"),
    ("all_ports_open", "opens more than one port"),
    ("egress_open", "lets connections out to the whole internet"),
    ("classic_network", "security groups of EC2-Classic"),
    ("default_security_group", "the default security group of a VPC"),
    ("single_zone", "all of them in one zone"),
    ("grants_any_login", "for every database and every user"),
    ("grants_database_administration", "for every database"),
    ("associated_roles_unscoped", "for everything of the service"),
    ("role_unscoped", "for every secret or key"),
    ("open_to_everyone", "everyone, in every account"),
    ("has_rds_full_access", "a policy of AWS for all of RDS"),
    ("iam_required", "takes passwords"),
    ("password_literal", "the password is written here"),
    ("password_parameter_visible", "not marked as sensitive"),
    ("password_in_state", "kept in Terraform's state"),
    ("password_plain_ssm", "kept in clear text"),
    ("password_entries", "the password is handed over here"),
    ("public_privileges", "granted to every user"),
    ("public_default_privileges", "granted to every user"),
    ("misspelt_parameters", "no parameter of RDS"),
    ("missing_parameters", "no parameter of this family"),
    ("fixed_parameters", "RDS lets nobody change it"),
    ("refused_values", "RDS refuses this value"),
    ("misplaced_parameters", "acts in a cluster parameter group only"),
    ("overriding_parameters", "the cluster's group has another value"),
    ("immediate_static_parameters", "takes a reboot"),
    ("immediate_defaults", "has this value by default"),
    ("group_of_other_family", "the family of the group"),
    ("audit_option_missing", "the options of the group"),
    ("network_encryption_required", "the options of the group"),
    ("transparent_data_encryption", "the options of the group"),
];

/// The entities by address, for links that an origin names, and the files that places lie in.
pub(super) struct Addresses<'m> {
    model: &'m Model,
    sources: &'m SourceMap,
    ids: FxHashMap<(Scope, Arc<str>), EntityId>,
}

impl<'m> Addresses<'m> {
    pub(super) fn new(model: &'m Model, sources: &'m SourceMap) -> Self {
        let key = |entity: &Entity| (entity.resource.scope, entity.resource.address.clone());
        Self { model, sources, ids: model.entities().map(|(id, entity)| (key(entity), id)).collect() }
    }

    fn find(&self, near: &Entity, address: &Arc<str>) -> Option<&'m Entity> {
        let at = |address: &Arc<str>| self.ids.get(&(near.resource.scope, address.clone())).copied();
        // What an entity has from elsewhere may go by the address of something near it.
        let mut elsewhere = at(&near.resource.address).into_iter().flat_map(|near| self.model.elsewhere(near));
        let imported = elsewhere.find(|entity| entity.resource.address == *address);
        imported.or_else(|| Some(self.model.entity(at(address)?)))
    }

    /// Whether a place lies in a file of the user's own.
    fn is_editable(&self, span: Span) -> bool {
        !self.sources.file(span.file).is_installed()
    }

    /// The header of an entity or, where that is fetched, of the innermost call that is the user's own.
    fn header(&self, entity: &Entity) -> Span {
        let calls = entity.resource.calls.iter().rev().map(|call| call.header);
        let mut headers = std::iter::once(entity.resource.header).chain(calls);
        headers.find(|span| self.is_editable(*span)).unwrap_or(entity.resource.header)
    }

    /// Where an undecided value is used: in a file of the user's own, where one leads there.
    pub(super) fn used(&self, entity: &Entity, value: Option<&Value>) -> Span {
        let origin = value.map(main_origin).unwrap_or_default();
        match origin.used_at() {
            Some(used) if self.is_editable(used) => used,
            Some(_) => {
                let places = origin.steps().filter_map(|step| step.at);
                places.filter(|span| self.is_editable(*span)).last().unwrap_or_else(|| self.header(entity))
            }
            None => self.header(entity),
        }
    }
}

/// The labels of one finding.
pub(super) struct Labels {
    pub(super) primary: Label,
    pub(super) related: Vec<Label>,
    pub(super) flow: Vec<Label>,
}

/// Puts the labels of a failure together; `selected` is the entity that the policy is about.
pub(super) fn labels(addresses: &Addresses<'_>, selected: EntityId, evidence: &Evidence) -> Labels {
    let entity = addresses.model.entity(evidence.entity);
    let origin = main_origin(&evidence.value);
    let mut chain = places(entity, &origin);
    let mut way = chain.clone();
    let primary = match primary(addresses, entity, evidence) {
        Some(index) if index < chain.len() => {
            let place = chain.remove(index);
            let text = states(addresses.model, evidence).or_else(|| tells(evidence, &place));
            Label { span: place.span, text: text.unwrap_or(place.text) }
        }
        _ => {
            let text =
                states(addresses.model, evidence).unwrap_or_else(|| format!("resource `{}`", entity.resource.address));
            let unset = unset_argument(addresses, entity, &origin);
            let unset = unset.map_or_else(String::new, |name| format!("; the argument `{name}` is not set here"));
            Label { span: owner(addresses, evidence), text: text + &unset }
        }
    };
    chain.extend(alternatives(&evidence.value));
    chain.extend(more_found(addresses.model, evidence));
    chain.extend(told(&origin).filter_map(|(step, _)| through(addresses, entity, &step.what)).flat_map(headers));
    chain.extend(headers(entity));
    way.reverse();
    way.push(header(entity));
    if selected != evidence.entity {
        let selected = addresses.model.entity(selected);
        chain.extend(headers(selected));
        way.push(header(selected));
    }
    Labels { related: unique(chain, Some(primary.span)), flow: flow(way, &primary), primary }
}

/// The way of a value, each place once; the primary one with its own words.
fn flow(way: Vec<Label>, primary: &Label) -> Vec<Label> {
    let mut flow = unique(way, None);
    match flow.iter_mut().find(|label| label.span == primary.span) {
        Some(label) => label.text.clone_from(&primary.text),
        // A value that is written nowhere begins with the resource that should set it.
        None => flow.insert(0, primary.clone()),
    }
    flow
}

/// The entity that a link of the origin leads through.
fn through<'m>(addresses: &Addresses<'m>, near: &Entity, what: &What) -> Option<&'m Entity> {
    match what {
        What::Reference(address) | What::ParameterGroup(address) => addresses.find(near, address),
        _ => None,
    }
}

/// The origin that is told link by link: the value's own or, where the value is only put together, that of its first
/// alternative.
pub(super) fn main_origin(value: &Value) -> Origin {
    match &value.content {
        Content::OneOf(alternatives) if value.origin.used_at().is_none() => {
            alternatives.first().map_or_else(Origin::default, |first| first.value.origin.clone())
        }
        _ => value.origin.clone(),
    }
}

/// The links of an origin that have a place and say where the value comes from, not that it is to be hidden.
fn told(origin: &Origin) -> impl Iterator<Item = (&Step, Span)> {
    let told = origin.steps().filter(|step| !matches!(step.what, What::Concealed(_)));
    told.filter_map(|step| Some((step, step.at?)))
}

/// The places of an origin, from the place of use on.
fn places(entity: &Entity, origin: &Origin) -> Vec<Label> {
    let words = |what: &What| match what {
        What::Reference(text) => words::step_words(entity.resource.language, &What::Reference(within(entity, text))),
        other => words::step_words(entity.resource.language, other),
    };
    told(origin).map(|(step, span)| Label { span, text: words(&step.what) }).collect()
}

/// An address as the entity's own module writes it.
fn within(entity: &Entity, address: &Arc<str>) -> Arc<str> {
    let call = entity.resource.calls.last().filter(|_| entity.resource.language == Language::Terraform);
    let inner = call.and_then(|call| address.strip_prefix(&*call.address)?.strip_prefix('.'));
    inner.map_or_else(|| address.clone(), Into::into)
}

/// Where the alternatives of a one-of are written.
fn alternatives(value: &Value) -> Vec<Label> {
    let guarded = value.alternatives().filter_map(|(guard, value)| Some((guard?, value.origin.written_at()?)));
    guarded.map(|(guard, span)| Label { span, text: format!("when {guard}") }).collect()
}

/// Where the others are written that a fact has found beside the first.
fn more_found(model: &Model, evidence: &Evidence) -> Vec<Label> {
    let Some(items) = evidence.value.as_list().filter(|_| matches!(evidence.subject, Subject::Fact(_))) else {
        return Vec::new();
    };
    let hidden = is_hidden(model, evidence);
    let others = items.iter().skip(1).filter_map(|item| Some((item, item.origin.used_at()?)));
    let text = |item| if hidden { "this one too".to_owned() } else { in_words(model, evidence, item) };
    others.map(|(item, span)| Label { span, text: text(item) }).collect()
}

/// Which of the places is the one to edit; none where all of it lies in fetched modules.
fn primary(addresses: &Addresses<'_>, entity: &Entity, evidence: &Evidence) -> Option<usize> {
    let origin = main_origin(&evidence.value);
    let is_beside = |(step, _): &(&Step, Span)| matches!(step.what, What::Path(_));
    let steps: Vec<(&Step, Span)> = told(&origin).take_while(|step| !is_beside(step)).collect();
    match entity.resource.language {
        Language::Terraform => written(addresses, &steps),
        Language::CloudFormation => used(addresses, entity, &steps),
    }
}

/// In Terraform it is where the value is written, at the end of the chain, or the last place before the chain ends in a
/// fetched module.
fn written(addresses: &Addresses<'_>, steps: &[(&Step, Span)]) -> Option<usize> {
    // A literal among a call's arguments is only a part of what the call returns, and what a comparison
    // compares is right as it is.
    let made = steps.iter().position(|(step, place)| match step.what {
        What::Function(_) => steps.last().is_some_and(|(_, end)| place.contains(*end)),
        What::Predicate(_) => addresses.is_editable(*place),
        _ => false,
    });
    let steps = made.map_or(steps, |made| steps.get(..=made).unwrap_or(steps));
    steps.iter().rposition(|(_, place)| addresses.is_editable(*place))
}

/// In `CloudFormation` it is where whoever deploys gives the value; else the property that uses it, since a parameter's
/// default is only one value that it may get: the first place behind the last link that leads to another resource.
fn used(addresses: &Addresses<'_>, entity: &Entity, steps: &[(&Step, Span)]) -> Option<usize> {
    let last = steps.len().checked_sub(1)?;
    if let Some(given) = steps.iter().position(|(step, _)| matches!(step.what, What::ParameterGiven { .. })) {
        return Some(given);
    }
    let behind = steps.iter().enumerate().filter_map(|(i, (step, _))| match &step.what {
        // What a stack is given stands in the template that creates it.
        What::ParameterGroup(_) | What::ModuleArgument { .. } => Some(i),
        What::Inherited(_) => Some(i + 1),
        What::Reference(name) if addresses.find(entity, name).is_some() => Some(i + 1),
        _ => None,
    });
    let mut at = behind.max().unwrap_or(0).min(last);
    // Of a condition's branches it is the one that was taken.
    while let Some([(step, place), (_, inner)]) = steps.get(at..at + 2)
        && matches!(step.what, What::Branch { .. })
        && place.contains(*inner)
    {
        at += 1;
    }
    Some(at)
}

/// Drops what repeats a place, the one that is known already included.
fn unique(labels: Vec<Label>, known: Option<Span>) -> Vec<Label> {
    let mut seen = FxHashSet::from_iter(known);
    labels.into_iter().filter(|label| seen.insert(label.span)).collect()
}

/// The headers of a resource and of the calls that lead to it, innermost first.
pub(super) fn headers(entity: &Entity) -> Vec<Label> {
    let resource = &entity.resource;
    let calls = resource.calls.iter().rev().map(|call| Label {
        span: call.header,
        text: match resource.language {
            Language::Terraform => format!("`{}` is called here", call.address),
            Language::CloudFormation => format!("nested stack `{}`", call.address),
        },
    });
    std::iter::once(header(entity)).chain(calls).collect()
}

/// The header of a resource.
fn header(entity: &Entity) -> Label {
    let resource = &entity.resource;
    Label { span: resource.header, text: format!("resource `{}`", resource.address) }
}

/// What is said of a place that a derived fact follows from.
fn tells(evidence: &Evidence, place: &Label) -> Option<String> {
    let Subject::Fact(fact) = &evidence.subject else { return None };
    let (_, says) = TELLS.iter().find(|(name, _)| **name == **fact)?;
    let is_input = place.text.starts_with("variable `");
    (place.text == words::WRITTEN || is_input).then(|| (*says).to_owned())
}

/// What the primary label says of a field or parameter. Of a derived fact it is the field that it is about, where there is
/// one: it is stated nowhere itself. A place elsewhere than the field's says what it says itself.
fn states(model: &Model, evidence: &Evidence) -> Option<String> {
    let entity = model.entity(evidence.entity);
    if let Subject::Fact(fact) = &evidence.subject {
        let fields = ABOUT.iter().filter(|(name, _)| **name == **fact).map(|(_, field)| *field);
        let place = main_origin(&evidence.value).used_at();
        let mut found = fields.filter_map(|field| match model.member(evidence.entity, field)? {
            // Where the field says nothing, as a version that only an attached group tells, it is the place that speaks.
            Member::Value(value) if is_told(&value) && main_origin(&value).used_at() == place => Some((field, value)),
            _ => None,
        });
        let (field, value) = found.next()?;
        let subject = Subject::Field(field.into());
        return states(model, &Evidence { entity: evidence.entity, subject, value, when: None });
    }
    let name = words::name(entity, &evidence.subject);
    // What is told last decides: a module may leave it to the provider.
    let default = main_origin(&evidence.value).steps().filter_map(|step| default_words(&step.what)).last();
    Some(match default {
        _ if is_hidden(model, evidence) => format!("`{name}` is set here"),
        Some(default) if !words::has_name(entity.resource.language, entity.kind, &evidence.subject) => {
            format!("`{name}` is {}, {default}", shown(model, evidence))
        }
        Some(default) if !evidence.value.is_null() => {
            format!("`{name}` is not set: {}, {default}", shown(model, evidence))
        }
        _ => format!("`{name}` is {}{}", shown(model, evidence), given(evidence).unwrap_or_default()),
    })
}

/// Whether a value is known, and so is what it is a list of.
fn is_told(value: &Value) -> bool {
    match &value.content {
        Content::List(items) => items.iter().all(|item| item.as_unknown().is_none()),
        content => !matches!(content, Content::Unknown(_)),
    }
}

/// Who gives a value that stands nowhere in the source.
fn given(evidence: &Evidence) -> Option<String> {
    main_origin(&evidence.value).steps().find_map(|step| match &step.what {
        What::VariableGiven { by, .. } | What::ParameterGiven { by, .. } if step.at.is_none() => {
            Some(format!(", {by}"))
        }
        _ => None,
    })
}

/// Whether the value must not be shown: a secret's field, or a value that passes through a concealed input or is made
/// of a secret. A boolean is no secret by its name: `manage_master_user_password`.
pub(super) fn is_hidden(model: &Model, evidence: &Evidence) -> bool {
    if matches!(&evidence.subject, Subject::Fact(fact) if NAMES.contains(&&**fact)) || names_settings(evidence) {
        return false;
    }
    let kind = model.entity(evidence.entity).kind;
    words::is_secret(kind, &evidence.subject) || tells_secret(model, &evidence.value, 0)
}

/// Facts that are the names of what is found, whose origins are the secrets that go by these names.
const NAMES: [&str; 3] = ["password_entries", "unencrypted_connections", "unverified_connections"];

/// Facts that are the names of settings, each with the reason why it is found.
const SETTINGS: [&str; 5] =
    ["refused_settings", "missing_settings", "impossible_settings", "idle_settings", "unguarded_settings"];

/// How deep in a value is looked for something to hide; what lies deeper is hidden.
const MAX_DEPTH: usize = 8;

/// Whether a value, or anything in it that would be shown, must not be.
fn tells_secret(model: &Model, value: &Value, depth: usize) -> bool {
    match &value.content {
        Content::Bool(_) | Content::Null | Content::Unknown(_) => value.origin.is_concealed(),
        _ if value.origin.is_secret() => true,
        Content::List(_) | Content::OneOf(_) if depth >= MAX_DEPTH => true,
        Content::Text(_) | Content::Number(_) => {
            let mut places = value.origin.parts_written_at().into_iter().chain(value.origin.written_at());
            places.any(|place| model.secret_places.touch(place)) || model.secrets.is_in_made(value)
        }
        Content::List(items) => items.iter().any(|item| tells_secret(model, item, depth + 1)),
        Content::OneOf(several) => several.iter().any(|one| tells_secret(model, &one.value, depth + 1)),
        Content::Map(_) => false,
    }
}

fn names_settings(evidence: &Evidence) -> bool {
    matches!(&evidence.subject, Subject::Fact(fact) if SETTINGS.contains(&&**fact))
}

/// The value for people.
pub(super) fn shown(model: &Model, evidence: &Evidence) -> String {
    if is_hidden(model, evidence) { "hidden".into() } else { in_words(model, evidence, &evidence.value) }
}

/// A value of the evidence, or an item of it, in the words of the entity's language.
fn in_words(model: &Model, evidence: &Evidence, value: &Value) -> String {
    if names_settings(evidence) {
        words::value(&words::settings(model.entity(evidence.entity), value))
    } else {
        words::value(value)
    }
}

fn default_words(what: &What) -> Option<String> {
    match what {
        What::FamilyDefault { family } => Some(format!("the default of {family}")),
        What::PropertyDefault => Some("the default".into()),
        What::DefaultWhere(clause) => Some(format!("the default {clause}")),
        What::ModuleDefault(module) => Some(format!("the default of {module}")),
        What::InModule => Some("set by the module".into()),
        _ => None,
    }
}

/// The argument that would decide, of the innermost call that is the user's own, where the fetched module that it calls
/// has a default.
fn unset_argument<'o>(addresses: &Addresses<'_>, entity: &Entity, origin: &'o Origin) -> Option<&'o Arc<str>> {
    let calls = &entity.resource.calls;
    let own = calls.iter().rposition(|call| addresses.is_editable(call.header))?;
    let name = origin.steps().find_map(|step| match &step.what {
        What::VariableDefault(name) => Some(name).filter(|_| step.at.is_some_and(|at| !addresses.is_editable(at))),
        _ => None,
    })?;
    let passed_on = origin.steps().filter_map(|step| match &step.what {
        What::ModuleArgument { call, .. } => calls.iter().position(|known| known.address == *call),
        _ => None,
    });
    // An argument is written in the module that makes the call.
    let written_in = passed_on.last().map_or(calls.len(), |call| call).checked_sub(1)?;
    (written_in == own).then_some(name)
}

/// The header of the resource that should set a value that is written nowhere: the one that it is inherited from, or
/// the entity's own; of a resource in a fetched module the call.
fn owner(addresses: &Addresses<'_>, evidence: &Evidence) -> Span {
    let entity = addresses.model.entity(evidence.entity);
    let origin = main_origin(&evidence.value);
    let named = origin.steps().filter_map(|step| match &step.what {
        What::Inherited(address) => addresses.find(entity, address),
        _ => None,
    });
    addresses.header(named.last().unwrap_or(entity))
}

/// The address of the parameter group that the value's origin leads through.
pub(super) fn group(evidence: &Evidence) -> Option<Arc<str>> {
    main_origin(&evidence.value).steps().find_map(|step| match &step.what {
        What::ParameterGroup(address) => Some(address.clone()),
        _ => None,
    })
}
