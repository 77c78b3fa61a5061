//! The schema of policy files says what the compiler takes: it is made from the same tables. `UPDATE=1` writes it anew.
#![allow(clippy::unwrap_used, reason = "these are tests")]

use rdslint::finding::Severity;
use rdslint::model::fields::{DECIDES, Kind, PARAMETERS, SETS, Type, facts, link_of, names, type_of};
use rdslint::policy::Tier;
use rdslint::policy::compile::compile;
use rdslint::policy::operator::{OPERATORS, Takes};
use rdslint::policy::titles::{FRAMEWORKS, TOOLS, Titled};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

const PATH: &str = "docs/policy.schema.json";

fn described(mut schema: Json, text: &str) -> Json {
    schema["description"] = text.into();
    schema
}

fn schema() -> Json {
    let mut properties = Map::new();
    let mut key = |name: &str, schema: Json, text: &str| properties.insert(name.to_owned(), described(schema, text));
    key("id", json!({ "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" }), "The name of the file: the problem");
    key("title", json!({ "type": "string" }), "The problem as a short sentence without a full stop");
    key("severity", json!({ "enum": Severity::ALL.map(Severity::as_str) }), "How much it matters");
    key("tier", json!({ "enum": Tier::WORDS }), "Which set it belongs to; recommended, where nothing stands");
    key("language", json!({ "enum": ["cfn", "tf"] }), "The only language that has what the policy is about");
    key("select", select(), "The entities that it is about: JSONPath over the model");
    key("require", defined("requirement"), "What must hold for each of them");
    key("message", json!({ "type": "string" }), "What is wrong, with {resource}, {field} and {value}");
    key("why", json!({ "type": "string" }), "What goes wrong, and who gains what");
    key("fix", fix(), "What to do about a finding");
    key("sources", texts(), "Sections of documents that ask for it");
    key("references", texts(), "Addresses to read on");
    key("controls", marks(FRAMEWORKS), "Controls by framework; names of your own begin with x-");
    key("peers", marks(TOOLS), "Checks of other tools for the same; names of your own begin with x-");
    key("examples", json!({ "type": "array", "items": example() }), "Small texts with their verdicts");
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A policy of rdslint",
        "type": "object",
        "additionalProperties": false,
        "required": ["id", "title", "severity", "select", "require", "message", "why", "fix", "examples"],
        "properties": properties,
        "$defs": definitions(),
    })
}

fn texts() -> Json {
    json!({ "type": "array", "items": { "type": "string" } })
}

fn marks(table: &[Titled]) -> Json {
    let properties: Map<String, Json> =
        table.iter().map(|(mark, title)| ((*mark).to_owned(), described(texts(), title))).collect();
    json!({
        "type": "object",
        "properties": properties,
        "patternProperties": { "^x-": texts() },
        "additionalProperties": false,
    })
}

/// One selector or several, each from a collection of the model.
fn select() -> Json {
    let collections: Vec<&str> = Kind::ALL.iter().map(|(kind, ..)| kind.collection()).collect();
    let pattern = format!(r"^\$(\.({0})|\['({0})'\])(\[.*\])?$", collections.join("|"));
    let one = json!({ "type": "string", "pattern": pattern });
    json!({ "anyOf": [one, { "type": "array", "items": one }] })
}

/// What a name stands for: the collections that have it, and the types that it has in them.
#[derive(Default)]
struct Asked {
    collections: BTreeSet<&'static str>,
    types: BTreeSet<&'static str>,
}

/// Every name that can be asked.
fn asked() -> BTreeMap<&'static str, Asked> {
    let mut all: BTreeMap<&str, Asked> = BTreeMap::new();
    for (kind, name) in kinds_and_names() {
        if let Some(ty) = type_of(kind, name) {
            let asked = all.entry(name).or_default();
            asked.collections.insert(kind.collection());
            asked.types.insert(word(ty));
        }
    }
    all
}

fn kinds_and_names() -> impl Iterator<Item = (Kind, &'static str)> {
    Kind::ALL.iter().flat_map(|(kind, ..)| names(*kind).map(|name| (*kind, name)))
}

const TYPES: [Type; 6] = [Type::Bool, Type::Number, Type::Text, Type::List, Type::Map, Type::Tags];

const fn word(ty: Type) -> &'static str {
    match ty {
        Type::Bool => "boolean",
        Type::Number => "number",
        Type::Text => "string",
        Type::List => "list",
        Type::Map => "map",
        Type::Tags => "tags",
    }
}

/// What can be asked of values of one type; of parameters, where there is none.
fn operators(ty: Option<Type>) -> Json {
    let fit = OPERATORS.iter().filter(|row| ty.is_none_or(|ty| row.on.takes(ty)));
    let properties: Map<String, Json> = fit.map(|row| (row.name.to_owned(), argument(row.takes, ty))).collect();
    json!({ "type": "object", "minProperties": 1, "properties": properties, "additionalProperties": false })
}

fn definitions() -> Map<String, Json> {
    let types = TYPES.map(|ty| (word(ty).to_owned(), operators(Some(ty))));
    let others = [("parameter", operators(None)), ("several", several()), ("requirement", requirement())];
    types.into_iter().chain(others.map(|(name, schema)| (name.to_owned(), schema))).collect()
}

fn defined(name: &str) -> Json {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// What must hold: names with operators, and requirements within.
fn requirement() -> Json {
    let mut properties = Map::new();
    for (word, text) in [("any", "At least one holds"), ("all", "All hold"), ("not", "They do not all hold")] {
        properties.insert(word.to_owned(), described(defined("several"), text));
    }
    for (name, Asked { collections, types }) in asked() {
        let says = facts().find(|fact| fact.name == name).map_or_else(String::new, |fact| format!("{}. ", fact.says));
        let of = collections.into_iter().collect::<Vec<_>>().join(", ");
        let types: Vec<Json> = types.into_iter().map(defined).collect();
        let schema = if let [one] = &types[..] { one.clone() } else { json!({ "anyOf": types }) };
        properties.insert(name.to_owned(), described(schema, &format!("{says}Of {of}")));
    }
    let single = kinds_and_names().filter(|(kind, name)| link_of(*kind, name).is_some_and(|(_, single)| single));
    let links: BTreeSet<&str> = single.map(|(_, name)| name).collect();
    let links = links.into_iter().collect::<Vec<_>>().join("|");
    json!({
        "type": "object",
        "minProperties": 1,
        "properties": properties,
        "patternProperties": {
            format!(r"^{PARAMETERS}\."): defined("parameter"),
            format!(r"^({SETS}|{DECIDES})\."): defined("boolean"),
            format!(r"^({links})\."): { "type": "object", "minProperties": 1 },
        },
        "additionalProperties": false,
    })
}

fn several() -> Json {
    json!({ "anyOf": [
        defined("requirement"),
        { "type": "array", "minItems": 1, "items": defined("requirement") },
    ] })
}

fn argument(takes: Takes, ty: Option<Type>) -> Json {
    let scalars = match ty {
        Some(ty @ (Type::Bool | Type::Number | Type::Text)) => vec![word(ty)],
        _ => vec!["boolean", "number", "string"],
    };
    match takes {
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::Number => json!({ "type": "number" }),
        Takes::Pattern => json!({ "type": "string", "format": "regex" }),
        Takes::Same => json!({ "type": scalars }),
        Takes::SameList => json!({ "type": "array", "minItems": 1, "items": { "type": scalars } }),
        Takes::Elements => json!({ "type": ["boolean", "number", "string", "array"] }),
    }
}

fn fix() -> Json {
    let words = json!({ "anyOf": [{ "type": "string" }, {
        "type": "object",
        "additionalProperties": false,
        "required": ["cfn", "tf"],
        "properties": { "cfn": { "type": "string" }, "tf": { "type": "string" } },
    }] });
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["safety"],
        "properties": {
            "set": described(json!({ "type": "object" }), "Fields and parameters with their new values"),
            "text": described(words.clone(), "What to do, where no value can be named"),
            "otherwise": described(words, "What to do where a language has nothing that could be set"),
            "safety": described(json!({ "enum": ["safe", "unsafe"] }), "unsafe where it reboots, replaces, costs or breaks"),
            "note": described(json!({ "type": "string" }), "What the change does to a running database"),
        },
        "oneOf": [{ "required": ["set"] }, { "required": ["text"] }],
    })
}

fn example() -> Json {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "expect"],
        "anyOf": [{ "required": ["cfn"] }, { "required": ["tf"] }],
        "properties": {
            "name": described(json!({ "type": "string" }), "What it shows"),
            "expect": { "enum": ["fail", "pass", "unknown", "not-applicable"] },
            "cfn": described(json!({ "type": "string" }), "A template, or only its resources, in YAML"),
            "tf": described(json!({ "type": "string" }), "A Terraform module"),
        },
    })
}

#[test]
fn the_schema_is_up_to_date() {
    let text = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
    if env::var_os("UPDATE").is_some() {
        fs::write(PATH, &text).unwrap();
    }
    assert!(fs::read_to_string(PATH).unwrap() == text, "UPDATE=1 cargo test --test policy_schema");
}

/// Whether a policy, as YAML, is as the schema says.
fn is_valid(text: &str) -> bool {
    let yaml: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
    jsonschema::is_valid(&schema(), &serde_json::to_value(yaml).unwrap())
}

/// The policy files in a folder and those below it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    found.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")).collect()
}

#[test]
fn the_policies_that_are_built_in_are_valid() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for path in files(Path::new("policies")) {
        let yaml: serde_yaml::Value = serde_yaml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let json = serde_json::to_value(yaml).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
    }
}

const POLICY: &str = "\
id: a
title: A
severity: low
select: $.instances
require: { any: [{ StorageEncrypted: { equals: true } }, { parameters.rds.force_ssl: { enabled: true } }] }
message: a
why: a
fix: { text: a, safety: safe }
examples: [{ name: a, expect: fail, tf: a }]
";

#[test]
fn the_schema_and_the_compiler_take_the_same() {
    let changes = [
        ("", ""),
        ("severity: low", "severity: loud"),
        ("$.instances", "$.instance"),
        ("StorageEncrypted", "cluster.StorageEncrypted"),
        ("StorageEncrypted", "StorageEncrypt"),
        ("equals: true", "at_least: 1"),
        ("equals: true", "equal: true"),
        ("enabled: true", "enabled: yes please"),
        ("any:", "some:"),
        ("text: a", "text: { cfn: a, tf: b }"),
        ("text: a", "text: { cfn: a }"),
        ("text: a, ", ""),
        ("expect: fail", "expect: fails"),
        (", tf: a", ""),
        ("why: a", "controls: { x-own: [a] }\nwhy: a"),
        ("why: a", "controls: { nobody: [a] }\nwhy: a"),
        ("why: a\n", ""),
        ("why: a", "tier: all\nwhy: a"),
        ("why: a", "reason: a"),
    ];
    for (from, to) in changes {
        let text = POLICY.replacen(from, to, 1);
        let compiled = compile("a.yaml", &text);
        assert_eq!(is_valid(&text), compiled.is_ok(), "{from} → {to}: {compiled:?}");
    }
}

/// The keys that the compiler knows where one stands that it does not.
fn known_keys(from: &str, to: &str) -> BTreeSet<String> {
    let errors = compile("a.yaml", &POLICY.replacen(from, to, 1)).unwrap_err();
    let (_, list) = errors[0].message.split_once("expected one of ").unwrap();
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_schema_has_every_key() {
    let schema = schema();
    let keys =
        |schema: &Json| -> BTreeSet<String> { schema["properties"].as_object().unwrap().keys().cloned().collect() };
    assert_eq!(keys(&schema), known_keys("why:", "zzzzzzz:"));
    assert_eq!(keys(&schema["properties"]["fix"]), known_keys("text:", "zzzzzzz:"));
    assert_eq!(keys(&schema["properties"]["examples"]["items"]), known_keys("name:", "zzzzzzz:"));
}
