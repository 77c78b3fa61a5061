//! The same text in another notation, and texts in which one value is unknown.

use rdslint::model::fields::FIELDS;
use serde_json::{Map, Value, json};

/// The name of the input that has no value.
const UNKNOWN: &str = "SweepUnknown";

/// A YAML template as JSON: tags become the long forms of the intrinsic functions.
pub(crate) fn template_as_json(text: &str) -> Value {
    let yaml: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
    let json = from_yaml(yaml);
    if json.get("Resources").is_some() { json } else { json!({ "Resources": json }) }
}

fn from_yaml(yaml: serde_yaml::Value) -> Value {
    match yaml {
        serde_yaml::Value::Tagged(tagged) => {
            let name = tagged.tag.to_string().trim_start_matches('!').to_owned();
            intrinsic(&name, &from_yaml(tagged.value))
        }
        serde_yaml::Value::Mapping(map) => {
            let entries =
                map.into_iter().map(|(key, value)| (key.as_str().unwrap_or_default().into(), from_yaml(value)));
            Value::Object(entries.collect())
        }
        serde_yaml::Value::Sequence(list) => list.into_iter().map(from_yaml).collect(),
        serde_yaml::Value::Null => Value::Null,
        scalar => serde_json::to_value(scalar).unwrap(),
    }
}

fn intrinsic(name: &str, argument: &Value) -> Value {
    match (name, argument.as_str().and_then(|text| text.split_once('.'))) {
        ("GetAtt", Some((resource, attribute))) => json!({ "Fn::GetAtt": [resource, attribute] }),
        ("Ref" | "Condition", _) => json!({ name: argument }),
        _ => json!({ format!("Fn::{name}"): argument }),
    }
}

/// A module in HCL as JSON, or nothing where the notation has no equivalent that the converter knows.
pub(crate) fn module_as_json(text: &str) -> Option<Value> {
    hcl::from_str(text).ok()
}

/// The template, once for each of its properties' values, with that value unknown.
pub(crate) fn templates_with_an_unknown(template: &Value) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (name, resource) in template["Resources"].as_object().into_iter().flatten() {
        let path = format!("/Resources/{name}/Properties");
        let mut paths = Vec::new();
        collect(&resource["Properties"], &path, &mut paths);
        for path in paths.into_iter().filter(|path| !is_secret(path)) {
            let mut changed = template.clone();
            changed["Parameters"][UNKNOWN] = json!({ "Type": "String" });
            all.extend(replaced(changed, &path, json!({ "Ref": UNKNOWN })));
        }
    }
    for (name, parameter) in template["Parameters"].as_object().into_iter().flatten() {
        if parameter.get("NoEcho").is_some() {
            continue;
        }
        let mut changed = template.clone();
        let parameter = changed["Parameters"][name].as_object_mut().unwrap();
        if parameter.remove("Default").is_some() {
            all.push((format!("/Parameters/{name}/Default"), changed.to_string()));
        }
    }
    all
}

/// The module, once for each of its arguments' values, with that value unknown.
pub(crate) fn modules_with_an_unknown(module: &Value) -> Vec<(String, String)> {
    let mut paths = Vec::new();
    for (kind, named) in module["resource"].as_object().into_iter().flatten() {
        for (name, body) in named.as_object().into_iter().flatten() {
            collect(body, &format!("/resource/{kind}/{name}"), &mut paths);
        }
    }
    let mut all = Vec::new();
    for path in paths.into_iter().filter(|path| !is_meta(path) && !is_secret(path)) {
        let mut changed = module.clone();
        changed["variable"][UNKNOWN] = json!({});
        all.extend(replaced(changed, &path, json!(format!("${{var.{UNKNOWN}}}"))));
    }
    all
}

/// Whether the value is a secret's. Policies judge where its text stands, so an input in its place is no unknown value
/// but another answer.
fn is_secret(path: &str) -> bool {
    let name = path.split('/').nth(4).unwrap_or_default();
    let begins = |path: &&str| path.split('.').next() == Some(name);
    FIELDS.iter().any(|row| row.secret && (begins(&row.cloudformation) || row.terraform.iter().any(begins)))
}

/// Whether an argument decides how often a resource exists, or is no argument of the provider.
fn is_meta(path: &str) -> bool {
    let argument = path.split('/').nth(4).unwrap_or_default();
    ["count", "for_each", "lifecycle", "depends_on", "provider", "dynamic"].contains(&argument)
}

fn replaced(mut root: Value, path: &str, value: Value) -> Option<(String, String)> {
    *root.pointer_mut(path)? = value;
    Some((path.to_owned(), root.to_string()))
}

/// The paths of all scalars and intrinsic functions below a value.
fn collect(value: &Value, path: &str, paths: &mut Vec<String>) {
    let below = |key: &str| format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Null => {}
        Value::Object(map) if is_intrinsic(map) => paths.push(path.to_owned()),
        Value::Object(map) => map.iter().for_each(|(key, value)| collect(value, &below(key), paths)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(i, value)| collect(value, &below(&i.to_string()), paths));
        }
        _ => paths.push(path.to_owned()),
    }
}

fn is_intrinsic(map: &Map<String, Value>) -> bool {
    map.len() == 1 && map.keys().all(|key| key == "Ref" || key.starts_with("Fn::"))
}
