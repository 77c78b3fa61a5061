//! What policies speak of, in the words of the language of the file: fields, values, changes and the links of origins.

use crate::model::fields::{FIELDS, Field, Kind};
use crate::model::{Entity, Language};
use crate::policy::ast::{Change, Literal, Remedy, Subject};
use crate::policy::operator::{literal_text, scalar_text};
use crate::value::{Alternative, Content, Value, What};

/// How many characters of a value are shown.
const MAX_SHOWN: usize = 60;

/// How many characters of a list are shown.
const MAX_LIST_SHOWN: usize = 4 * MAX_SHOWN;

/// What is said of a literal.
pub(super) const WRITTEN: &str = "written here";

/// The row of a field.
fn row(kind: Kind, name: &str) -> Option<&'static Field> {
    kind.fields().iter().find(|row| row.name == name)
}

/// Whether a subject's text is a secret.
pub(super) fn is_secret(kind: Kind, subject: &Subject) -> bool {
    matches!(subject, Subject::Field(name) if row(kind, name).is_some_and(|row| row.secret))
}

/// Whether a subject is a secret of any kind of entity, or a fact about one.
pub(super) fn is_about_secret(subject: &Subject) -> bool {
    let name = subject.name();
    name.starts_with("password_") || FIELDS.iter().any(|row| row.secret && *row.name == **name)
}

/// A subject's name as the entity's language writes it: of several arguments the one that is there.
pub(super) fn name(entity: &Entity, subject: &Subject) -> String {
    let resource = &entity.resource;
    let present = |names: &[&'static str]| names.iter().find(|name| resource.attributes.contains_key(**name)).copied();
    name_in(resource.language, entity.kind, subject, present)
}

fn name_in(
    language: Language,
    kind: Kind,
    subject: &Subject,
    present: impl Fn(&[&'static str]) -> Option<&'static str>,
) -> String {
    let field = match subject {
        Subject::Parameter(name) | Subject::Sets(name) | Subject::Decides(name) => return name.to_string(),
        Subject::Fact(name) => return name.replace('_', " "),
        Subject::Field(name) => name,
    };
    let known = row(kind, field).and_then(|row| match language {
        Language::CloudFormation => Some(row.cloudformation),
        Language::Terraform => present(row.terraform).or(row.terraform.first().copied()),
    });
    known
        .map(|name| name.trim_matches(['(', ')']))
        .filter(|name| !name.is_empty())
        .map_or_else(|| field.to_string(), Into::into)
}

/// Whether the language has a word for a subject. The API's own stands for what has none.
pub(super) fn has_name(language: Language, kind: Kind, subject: &Subject) -> bool {
    let Subject::Field(name) = subject else { return true };
    row(kind, name).is_none_or(|row| match language {
        Language::CloudFormation => !row.cloudformation.is_empty(),
        Language::Terraform => !row.terraform.is_empty(),
    })
}

/// A value for people; an unknown one is "unknown".
pub(super) fn value(value: &Value) -> String {
    let line = text(value).replace(['\n', '\r'], " ");
    let limit = if matches!(value.content, Content::List(_)) { MAX_LIST_SHOWN } else { MAX_SHOWN };
    match line.char_indices().nth(limit) {
        Some((cut, _)) => format!("{}…", &line[..cut]),
        None => line,
    }
}

fn text(value: &Value) -> String {
    match &value.content {
        Content::Null => "not set".into(),
        Content::Unknown(_) => "unknown".into(),
        Content::Map(_) => "a map".into(),
        Content::List(list) if list.is_empty() => "empty".into(),
        Content::List(list) => list.iter().map(text).collect::<Vec<_>>().join(", "),
        Content::OneOf(alternatives) => {
            let mut shown: Vec<String> = Vec::new();
            for alternative in alternatives.iter().map(|alternative| self::value(&alternative.value)) {
                if !shown.contains(&alternative) {
                    shown.push(alternative);
                }
            }
            shown.join(" or ")
        }
        scalar => {
            scalar_text(scalar).map_or_else(String::new, |text| if text.is_empty() { "empty".into() } else { text })
        }
    }
}

/// Texts that begin with a field's name, with the name as the entity's language writes it.
pub(super) fn settings(entity: &Entity, value: &Value) -> Value {
    let content = match &value.content {
        Content::Text(text) => {
            let (field, rest) = text.split_once(' ').unwrap_or((text, ""));
            let name = name(entity, &Subject::Field(field.into()));
            Content::Text(format!("{name} {rest}").trim_end().into())
        }
        Content::List(items) => {
            let items = items.iter().map(|item| settings(entity, item));
            Content::List(items.collect())
        }
        Content::OneOf(several) => {
            let renamed =
                |one: &Alternative| Alternative { guard: one.guard.clone(), value: settings(entity, &one.value) };
            Content::OneOf(several.iter().map(renamed).collect())
        }
        other => other.clone(),
    };
    Value::new(content, value.origin.clone())
}

/// A literal as the language writes it.
fn literal(language: Language, literal: &Literal) -> String {
    match (literal, language) {
        (Literal::Null, _) => "null".into(),
        (Literal::Text(text), Language::Terraform) => format!("{text:?}"),
        (Literal::List(list), _) => {
            let elements: Vec<String> = list.iter().map(|one| self::literal(language, one)).collect();
            format!("[{}]", elements.join(", "))
        }
        (scalar, _) => literal_text(scalar).unwrap_or_default(),
    }
}

/// What to do about an entity; `group` is the parameter group that is attached, where one is.
pub(super) fn change(entity: &Entity, fix: &Remedy, group: Option<&str>) -> String {
    change_by(settable(entity.resource.language, entity.kind, fix), entity.resource.language, group, |subject| {
        name(entity, subject)
    })
}

/// What to do about entities of a kind in general.
pub(crate) fn change_in(language: Language, kind: Kind, fix: &Remedy) -> String {
    let change = settable(language, kind, fix);
    change_by(change, language, None, |subject| name_in(language, kind, subject, |_| None))
}

/// The change, or the other one where the language cannot say what is to be set.
fn settable(language: Language, kind: Kind, fix: &Remedy) -> &Change {
    match (&fix.change, &fix.otherwise) {
        (Change::Set(settings), Some(otherwise))
            if !settings.iter().all(|(subject, _)| has_name(language, kind, subject)) =>
        {
            otherwise
        }
        (change, _) => change,
    }
}

fn change_by(change: &Change, language: Language, group: Option<&str>, name: impl Fn(&Subject) -> String) -> String {
    let settings = match change {
        Change::Text { cloudformation, .. } if language == Language::CloudFormation => {
            return cloudformation.to_string();
        }
        Change::Text { terraform, .. } => return terraform.to_string(),
        Change::Set(settings) => settings,
    };
    let said = settings.iter().map(|(subject, wanted)| match (subject, group, language) {
        (Subject::Parameter(name), Some(group), _) => {
            format!("set the parameter {name} to {} in {group}", literal_text(wanted).unwrap_or_default())
        }
        (Subject::Parameter(name), None, _) => {
            format!("attach a parameter group that sets {name} to {}", literal_text(wanted).unwrap_or_default())
        }
        (_, _, Language::Terraform) => format!("set {} = {}", name(subject), literal(language, wanted)),
        (_, _, Language::CloudFormation) => format!("set {}: {}", name(subject), literal(language, wanted)),
    });
    said.collect::<Vec<_>>().join(" and ")
}

/// What happened at one link of an origin, in words.
pub(crate) fn step_words(language: Language, what: &What) -> String {
    let variable = |name: &str| name.strip_prefix("var.").unwrap_or(name).to_owned();
    match what {
        What::Written => WRITTEN.into(),
        What::Reference(text) => format!("`{text}` is used here"),
        What::VariableDefault(name) => format!("default of variable `{}`", variable(name)),
        What::VariableUnset(name) => format!("variable `{}` has no value", variable(name)),
        What::VariableFile(name) => format!("value of variable `{}`", variable(name)),
        What::VariableGiven { name, by } => format!("value of variable `{}` {by}", variable(name)),
        What::ModuleArgument { call, argument } => match language {
            Language::Terraform => format!("argument `{argument}` of {call}"),
            Language::CloudFormation => format!("parameter `{argument}` of nested stack {call}"),
        },
        What::ModuleOutput { call, output } => match language {
            Language::Terraform => format!("output `{output}` of {call}"),
            Language::CloudFormation => format!("output `{output}` of nested stack {call}"),
        },
        What::Exported(name) => format!("exported as `{name}`"),
        What::InModule => "set by the module".into(),
        What::ModuleDefault(module) => format!("default of {module}"),
        What::DefaultTags(provider) => format!("default tags of provider `{provider}`"),
        What::Local(name) => format!("local value `{}`", name.strip_prefix("local.").unwrap_or(name)),
        What::Resource { address, attribute, .. } => format!("`{attribute}` of `{address}`"),
        What::ParameterDefault(name) => format!("default of parameter `{name}`"),
        What::ParameterAllowed(name) => format!("one of the allowed values of parameter `{name}`"),
        What::ParameterGiven { name, by } => format!("value of parameter `{name}` {by}"),
        What::ParameterUnset(name) => format!("parameter `{name}` has no default"),
        What::Concealed(name) => format!("`{name}` is concealed"),
        What::Mapping(text) => format!("row of mapping `{text}`"),
        What::Branch { condition, holds } => format!("chosen because {condition} is {holds}"),
        What::Function(name) if &**name == "template" => "put together here".into(),
        What::Function(name) | What::Predicate(name) => format!("result of `{name}`"),
        What::File(path) => format!("read from `{path}`"),
        What::ParameterGroup(address) => format!("parameter group `{address}`"),
        What::FamilyDefault { family } => format!("default of {family}"),
        What::PropertyDefault => "the default".into(),
        What::DefaultWhere(clause) => format!("the default {clause}"),
        What::Inherited(address) => format!("taken from `{address}`"),
        What::Path(text) => text.to_string(),
    }
}
