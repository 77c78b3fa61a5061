//! The model, asked by name: every test is a table of resources, a question and the answer.
//!
//! Resources are JSON: `"aws_db_instance.db": {…}` or `"AWS::RDS::DBInstance Db": {…}`. A string that begins with
//! `?` is unknown for that reason, one that begins with `@` is unknown but identifies the resource `address#attribute`,
//! `!begins x` is unknown behind that beginning, and `{"one of": {"condition": value}}` is undecided. `"more": "reason"`
//! stands for attributes that are not seen, `"uncounted": true` for a number that is not known.

mod backup;
mod exposure;
mod facts;
mod fields;
mod laws;
mod levels;
mod links;
mod monitoring;
mod network;
mod options;
mod parameters;
mod postgresql;

use super::{EntityId, Language, Member, Model, Resource, Scope};
use crate::source::{FileId, SourceMap, Span};
use crate::value::{Alternative, Content, Number, Origin, Reference, Unknown, Value, What, Within};
use serde_json::Value as Json;
use std::sync::Arc;

/// Builds the model and compares the answers, one `address.name`, `address $parameter`, `address sets parameter` or
/// `address decides parameter` a line.
fn check(resources: &Json, questions: &[(&str, &str)]) {
    let model = model(resources);
    for (question, expected) in questions {
        assert_eq!(answer(&model, question), *expected, "{question} of {resources}");
    }
}

fn model(resources: &Json) -> Model {
    let (model, problems) = Model::build(made(resources));
    assert!(problems.is_empty());
    model
}

fn made(resources: &Json) -> Vec<Resource> {
    let mut maker = Maker::new();
    resources.as_object().unwrap().iter().map(|(key, body)| maker.resource(key, body)).collect()
}

fn find(model: &Model, address: &str) -> EntityId {
    model.entities().find(|(_, entity)| &*entity.resource.address == address).unwrap().0
}

fn ask(model: &Model, question: &str) -> Member {
    if let Some((address, parameter)) = question.split_once(" $") {
        return model.parameter(find(model, address), parameter);
    }
    if let Some((address, parameter)) = question.split_once(" sets ") {
        return model.sets(find(model, address), parameter);
    }
    if let Some((address, parameter)) = question.split_once(" decides ") {
        return model.decides(find(model, address), parameter);
    }
    let (address, name) = question.rsplit_once('.').unwrap();
    model.member(find(model, address), name).unwrap_or_else(|| panic!("{question} has no answer"))
}

fn answer(model: &Model, question: &str) -> String {
    match ask(model, question) {
        Member::Value(value) => shown(&value),
        Member::Parameters => "parameters".to_owned(),
        Member::NotApplicable(reason) => format!("n/a: {reason}"),
        Member::Entities { ids, unresolved, .. } => {
            let mut names: Vec<_> = ids.iter().map(|id| model.entity(*id).resource.address.to_string()).collect();
            names.extend(unresolved.map(|reason| format!("? {reason}")));
            format!("-> {}", names.join(", "))
        }
    }
}

fn shown(value: &Value) -> String {
    let list = |items: &[Value]| items.iter().map(shown).collect::<Vec<_>>().join(", ");
    match &value.content {
        Content::Null => "null".to_owned(),
        Content::Bool(value) => value.to_string(),
        Content::Number(number) => number.to_string(),
        Content::Text(text) => format!("\"{text}\""),
        Content::List(items) => format!("[{}]", list(items)),
        Content::Map(map) => {
            let entries = map.iter().map(|(key, value)| format!("{key}: {}", shown(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Content::Unknown(unknown) => format!("? {}", unknown.reason),
        Content::OneOf(several) => {
            let each = several.iter().map(|one| format!("{}: {}", one.guard, shown(&one.value)));
            each.collect::<Vec<_>>().join(" | ")
        }
    }
}

/// Makes values whose origins are places of an imaginary file, each at its own offset.
struct Maker {
    file: FileId,
    at: u32,
}

impl Maker {
    fn new() -> Self {
        Self { file: SourceMap::default().add("test", ""), at: 0 }
    }

    fn span(&mut self) -> Span {
        self.at += 10;
        Span::new(self.file, self.at, self.at + 5)
    }

    fn resource(&mut self, key: &str, body: &Json) -> Resource {
        let (type_name, address) = key.split_once(' ').unwrap_or_else(|| (terraform_type(key), key));
        let header = self.span();
        let mut body = body.as_object().unwrap().clone();
        let text = |json: Json| json.as_str().map(Arc::from);
        let more_attributes = body.remove("more").and_then(text);
        let condition = body.remove("condition").and_then(text);
        let uncounted = body.remove("uncounted").is_some();
        Resource {
            language: if type_name.contains("::") { Language::CloudFormation } else { Language::Terraform },
            type_name: type_name.into(),
            address: address.into(),
            scope: Scope(0),
            header,
            block: header,
            attributes: body.iter().map(|(name, value)| (name.as_str().into(), self.value(value))).collect(),
            more_attributes,
            condition,
            uncounted,
            logic: Arc::default(),
            calls: Vec::new(),
            alias: None,
        }
    }

    fn value(&mut self, json: &Json) -> Value {
        let origin = Origin::written(self.span());
        let content = match json {
            Json::Null => Content::Null,
            Json::Bool(value) => Content::Bool(*value),
            Json::Number(number) => Content::Number(Number::new(number.as_f64().unwrap()).unwrap()),
            Json::String(text) => return string(text, &origin),
            Json::Array(items) => Content::List(items.iter().map(|item| self.value(item)).collect()),
            Json::Object(map) if map.contains_key("one of") => return self.one_of(&map["one of"], origin),
            Json::Object(map) => Content::Map(Arc::new(
                map.iter().map(|(key, value)| (key.as_str().into(), self.value(value))).collect(),
            )),
        };
        Value::new(content, origin)
    }

    fn one_of(&mut self, json: &Json, origin: Origin) -> Value {
        let several = json.as_object().unwrap().iter();
        let several =
            several.map(|(guard, value)| Alternative { guard: guard.as_str().into(), value: self.value(value) });
        Value::one_of(several.collect(), origin)
    }
}

fn string(text: &str, origin: &Origin) -> Value {
    let place = origin.written_at();
    if let Some(reference) = text.strip_prefix('@') {
        let (address, attribute) = reference.split_once('#').unwrap_or((reference, "id"));
        let refers_to =
            vec![Reference { address: address.into(), attribute: attribute.into(), within: Within::default() }];
        let unknown = Unknown { refers_to, ..Unknown::because(format!("{reference} is not known yet")) };
        return Value::new(Content::Unknown(Arc::new(unknown)), origin.clone());
    }
    if let Some(parameter) = text.strip_prefix("!unset ") {
        let unset = Origin::default().step(What::ParameterUnset(parameter.into()), place);
        return Value::unknown(format!("{parameter} has no value"), unset);
    }
    if let Some(parameter) = text.strip_prefix("!concealed ") {
        let unset = Origin::default().step(What::ParameterUnset(parameter.into()), place);
        let unset = unset.step(What::Concealed(parameter.into()), place);
        return Value::unknown(format!("{parameter} has no value"), unset);
    }
    if let Some(prefix) = text.strip_prefix("!begins ") {
        let unknown =
            Unknown { non_null: true, prefix: prefix.into(), ..Unknown::because("parameter V has no default") };
        return Value::new(Content::Unknown(Arc::new(unknown)), origin.clone());
    }
    match text.strip_prefix('?') {
        Some(reason) => Value::unknown(reason, origin.clone()),
        None => Value::text(text, origin.clone()),
    }
}

/// The type of a Terraform address: `aws_db_instance` of `module.a["x"].aws_db_instance.this[0]`.
fn terraform_type(address: &str) -> &str {
    let start = ["aws_", "postgresql_"].iter().find_map(|start| address.find(start)).unwrap();
    let rest = &address[start..];
    &rest[..rest.find('.').unwrap()]
}
