//! The schema of the configuration says what the table of its keys says. `UPDATE=1` writes it anew.

use rdslint::config::{Form, KEYS, Key};
use serde_json::{Map, Value, json};
use std::{env, fs};

const PATH: &str = "docs/rdslint.schema.json";

fn object(keys: &[Key]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    json!({ "type": ["object", "null"], "additionalProperties": false, "properties": properties })
}

fn property(key: &Key) -> Value {
    let mut schema = match key.form {
        Form::Text | Form::Folder => json!({ "type": "string" }),
        Form::Switch => json!({ "type": "boolean" }),
        Form::Word(words) => json!({ "enum": words }),
        Form::Files | Form::Folders => json!({ "type": "array", "items": { "type": "string" } }),
        Form::Values => json!({ "type": ["object", "null"] }),
        Form::Named(keys) => json!({ "type": ["object", "null"], "additionalProperties": object(keys) }),
    };
    schema["description"] = key.about.into();
    schema
}

#[test]
fn the_schema_has_the_keys() {
    let mut schema = object(KEYS);
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "The configuration of rdslint".into();
    let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
    if env::var_os("UPDATE").is_some() {
        fs::write(PATH, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(PATH).unwrap(), text);
}
