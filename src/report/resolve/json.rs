//! The JSON document of `resolve`.
//!
//! `databases` in source order, once for each setting of `environments` in which they differ, each with `fields` by
//! API name and `parameters` by name. Each of those is `{"value": …}` or `{"unknown": "reason"}`, with `origins` from
//! the place of use to where the value was written or to the default that holds; of a link outside of the source
//! `file`, `line` and `column` are null. What is one of several is unknown and has them as `one_of`, each `when`
//! something holds and with `origins` of its own; what the database cannot have is null and has the reason as
//! `not_applicable`. Tags have an entry of that form for each key in `entries`.

use super::value::{self, SECRET};
use super::{Database, Databases, Row, Setting};
use crate::model::{Entity, Kind, Language};
use crate::policy::step_words;
use crate::report::JSON_VERSION;
use crate::report::place::Place;
use crate::value::Value;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json, json};
use std::borrow::Cow;
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    databases: All<'a>,
}

/// All databases, each made when it is written.
struct All<'a>(Databases<'a>);

impl Serialize for All<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.distinct().map(|one| database(self.0, &one)))
    }
}

#[derive(Serialize)]
struct JsonDatabase<'a> {
    address: Cow<'a, str>,
    kind: &'static str,
    #[serde(rename = "type")]
    type_name: &'a str,
    file: &'a str,
    line: u32,
    /// Those in which it is so; empty where there are none.
    environments: Vec<String>,
    fields: Map<String, Json>,
    parameters: Map<String, Json>,
}

/// Writes the document, indented, with a line break at its end.
///
/// # Errors
/// When the writer fails.
pub fn json(databases: Databases<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Document { version: JSON_VERSION, databases: All(databases) })?;
    writeln!(out)
}

fn database<'a>(databases: Databases<'a>, one: &Database<'a>) -> JsonDatabase<'a> {
    let entity = one.entity;
    let place = Place::of(databases.sources, entity.resource.header);
    JsonDatabase {
        address: databases.words.hide(&entity.resource.address),
        kind: if entity.kind == Kind::DbCluster { "cluster" } else { "instance" },
        type_name: &entity.resource.type_name,
        file: place.path,
        line: place.start.line,
        environments: one.environments.names.iter().map(ToString::to_string).collect(),
        fields: rows(databases, entity, &one.fields),
        parameters: rows(databases, entity, &one.parameters),
    }
}

fn rows(databases: Databases<'_>, entity: &Entity, rows: &[Row]) -> Map<String, Json> {
    let language = entity.resource.language;
    rows.iter().map(|row| (row.name.to_string(), entry(databases, language, row).into())).collect()
}

fn entry(databases: Databases<'_>, language: Language, row: &Row) -> Map<String, Json> {
    let text = |key: &str, text: &str| Map::from_iter([(key.to_owned(), Json::from(text))]);
    let (mut entry, origins) = match &row.setting {
        Setting::Value(known) => several(databases, language, known),
        Setting::Secret(known) => (text("value", SECRET), chain(databases, language, known)),
        Setting::NotApplicable(reason) => {
            let mut entry = text("not_applicable", reason);
            entry.insert("value".to_owned(), Json::Null);
            (entry, Vec::new())
        }
    };
    entry.insert("origins".to_owned(), Json::Array(origins));
    entry.values_mut().for_each(|value| hide(databases, row, value));
    if !row.entries.is_empty() {
        let entries = row
            .entries
            .iter()
            .map(|row| (row.shown_name(databases).into_owned(), self::entry(databases, language, row).into()));
        entry.insert("entries".to_owned(), Json::Object(entries.collect()));
    }
    entry
}

/// Takes secrets out of all texts of a document, whose depth is bounded where it is made.
fn hide(databases: Databases<'_>, row: &Row, value: &mut Json) {
    match value {
        Json::String(text) => {
            if let Cow::Owned(hidden) = row.hide(databases, text) {
                *text = hidden;
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| hide(databases, row, item)),
        Json::Object(entries) => {
            entries.values_mut().for_each(|entry| hide(databases, row, entry));
            if entries.keys().any(|key| matches!(row.hide(databases, key), Cow::Owned(_))) {
                let shown = |(key, entry): (String, Json)| (row.hide(databases, &key).into_owned(), entry);
                *entries = std::mem::take(entries).into_iter().map(shown).collect();
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// A value with its links; what is one of several has links for each, and those that all have in common itself.
fn several(databases: Databases<'_>, language: Language, value: &Value) -> (Map<String, Json>, Vec<Json>) {
    let mut entry = value::setting(value, databases.hidden());
    let mut links = chain(databases, language, value);
    if let Some(Json::Array(several)) = entry.get_mut("one_of") {
        let chains: Vec<_> = value.alternatives().map(|(_, value)| chain(databases, language, value)).collect();
        if links.is_empty() {
            links = in_common(&chains).to_vec();
        }
        for (one, links) in several.iter_mut().filter_map(Json::as_object_mut).zip(chains) {
            one.insert("origins".to_owned(), Json::Array(links));
        }
    }
    (entry, links)
}

/// The links with which all chains begin.
fn in_common(chains: &[Vec<Json>]) -> &[Json] {
    let Some((first, others)) = chains.split_first() else { return &[] };
    let shared = |at: &usize| others.iter().all(|other| other.get(*at) == first.get(*at));
    let length = (0..first.len()).take_while(shared).count();
    first.get(..length).unwrap_or_default()
}

fn chain(databases: Databases<'_>, language: Language, value: &Value) -> Vec<Json> {
    let links = value.origin.steps().map(|step| {
        let place = step.at.map(|span| Place::of(databases.sources, span));
        json!({
            "file": place.map(|place| place.path),
            "line": place.map(|place| place.start.line),
            "column": place.map(|place| place.start.column),
            "what": step_words(language, &step.what),
        })
    });
    links.collect()
}
