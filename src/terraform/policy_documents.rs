//! `data "aws_iam_policy_document"`: nothing is read for it, so what it renders follows from its blocks. Its text is the
//! provider's; what counts is what the text is made of.

use super::evaluator::Evaluator;
use super::frames::Frame;
use crate::model::policy_statements;
use crate::syntax::hcl::tree::Block;
use crate::value::{Alternative, Content, Made, Map, Origin, Unknown, Value};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The arguments of a statement and what they are called in a document.
const NAMES: [(&str, &str); 6] = [
    ("sid", "Sid"),
    ("effect", "Effect"),
    ("actions", "Action"),
    ("not_actions", "NotAction"),
    ("resources", "Resource"),
    ("not_resources", "NotResource"),
];

/// The documents whose statements come first, and those whose statements take the place of others of their names.
const SOURCES: [&str; 2] = ["source_policy_documents", "source_json"];
const OVERRIDES: [&str; 2] = ["override_policy_documents", "override_json"];

impl<'p> Evaluator<'p> {
    /// The rendered document of a data source.
    pub(super) fn policy_document(&mut self, block: &'p Block, frame: &Frame) -> Value {
        let origin = Origin::written(block.header);
        let arguments = self.body(&block.body, frame);
        let mut statements = others(&arguments, &SOURCES);
        statements.extend(own(&arguments).iter().map(|one| each(one, &statement)));
        statements.extend(others(&arguments, &OVERRIDES));
        let statements = Value::new(Content::List(last_of_names(statements).into()), origin.clone());
        let document = Map::from_iter([("Statement".into(), statements)]);
        let made = Made::Json(Value::new(Content::Map(Arc::new(document)), origin.clone()));
        let unknown = Unknown { non_null: true, ..Unknown::because("the provider renders the document") };
        Value::new(Content::Unknown(Arc::new(unknown)), origin.made_of(made))
    }
}

/// The statements of its own blocks.
fn own(arguments: &Map) -> Vec<Value> {
    match arguments.get("statement").map(|blocks| &blocks.content) {
        Some(Content::List(blocks)) => blocks.to_vec(),
        Some(Content::Null) | None => Vec::new(),
        Some(_) => arguments.get("statement").map(unclear).into_iter().collect(),
    }
}

/// The statements of other documents.
fn others(arguments: &Map, names: &[&str]) -> Vec<Value> {
    let given = names.iter().filter_map(|name| arguments.get(*name)).filter(|value| !value.is_null());
    let statements = given.flat_map(|value| match &value.content {
        Content::List(documents) => documents.iter().flat_map(policy_statements).collect(),
        Content::OneOf(_) => vec![unclear(value)],
        _ => policy_statements(value),
    });
    statements.collect()
}

fn unclear(value: &Value) -> Value {
    Value::unknown("its statements are not known", value.origin.clone())
}

/// Of statements with the same name only the last counts, in the place of the first.
fn last_of_names(statements: Vec<Value>) -> Vec<Value> {
    let mut seen = FxHashSet::default();
    let name = |one: &Value| one.get("Sid").and_then(Value::as_text).filter(|name| !name.is_empty()).cloned();
    let mut kept: Vec<Value> =
        statements.into_iter().rev().filter(|one| name(one).is_none_or(|name| seen.insert(name))).collect();
    kept.reverse();
    kept
}

/// The value, or each of its alternatives, changed.
fn each(value: &Value, change: &impl Fn(&Value) -> Value) -> Value {
    let Content::OneOf(several) = &value.content else { return change(value) };
    let change = |one: &Alternative| Alternative { guard: one.guard.clone(), value: change(&one.value) };
    Value { content: Content::OneOf(several.iter().map(change).collect()), origin: value.origin.clone() }
}

/// A block as a statement of a document. It allows unless it says otherwise.
fn statement(block: &Value) -> Value {
    let Some(arguments) = block.as_map() else { return block.clone() };
    let mut made = Map::from_iter([("Effect".into(), Value::text("Allow", block.origin.clone()))]);
    for (argument, name) in NAMES {
        if let Some(value) = arguments.get(argument).filter(|value| !value.is_null()) {
            made.insert(name.into(), value.clone());
        }
    }
    for (blocks, name) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
        if let Some(principals) = arguments.get(blocks).filter(|value| !value.is_null()) {
            made.insert(name.into(), by_type(principals));
        }
    }
    if let Some(conditions) = arguments.get("condition").filter(|value| !value.is_null()) {
        made.insert("Condition".into(), conditions_of(conditions));
    }
    Value::new(Content::Map(Arc::new(made)), block.origin.clone())
}

/// Blocks of principals as a map from their types to whom they name.
fn by_type(blocks: &Value) -> Value {
    let Some(list) = blocks_of(blocks) else { return unclear(blocks) };
    let mut types = Map::default();
    for block in list {
        let (ty, who) = (block.get("type").and_then(Value::as_text), block.get("identifiers"));
        let (Some(ty), Some(who)) = (ty, who) else { return unclear(block) };
        let all: Vec<Value> = types.get(ty).into_iter().chain([who]).flat_map(items).collect();
        types.insert(ty.clone(), Value::new(Content::List(all.into()), who.origin.clone()));
    }
    Value::new(Content::Map(Arc::new(types)), blocks.origin.clone())
}

/// Blocks as a list. The JSON syntax writes a single one as an object.
fn blocks_of(value: &Value) -> Option<&[Value]> {
    if value.as_map().is_some() { Some(std::slice::from_ref(value)) } else { value.as_list() }
}

fn items(value: &Value) -> Vec<Value> {
    value.as_list().map_or_else(|| vec![value.clone()], <[Value]>::to_vec)
}

/// Blocks of conditions as a map from their operators to their keys and values.
fn conditions_of(blocks: &Value) -> Value {
    let Some(list) = blocks_of(blocks) else { return unclear(blocks) };
    let mut operators = Map::default();
    for block in list {
        let text = |name: &str| block.get(name).and_then(Value::as_text).cloned();
        let (Some(operator), Some(key), Some(values)) = (text("test"), text("variable"), block.get("values")) else {
            return unclear(block);
        };
        let mut keys = operators.get(&*operator).and_then(Value::as_map).cloned().unwrap_or_default();
        keys.insert(key, values.clone());
        operators.insert(operator, Value::new(Content::Map(Arc::new(keys)), block.origin.clone()));
    }
    Value::new(Content::Map(Arc::new(operators)), blocks.origin.clone())
}
