//! The JSON document of `resolve`.
//!
//! `databases` in source order, each with `fields` by API name and `parameters` by name. Each of those is
//! `{"value": …}`, `{"unknown": "reason"}`, `{"one_of": […]}` or `{"not_applicable": "reason"}`, with `origins` from
//! the place of use to where the value was written or to the default that holds; a link outside of the source has
//! no file, line and column.

use super::value::{self, SECRET};
use super::{Databases, Row, Setting};
use crate::model::{Entity, EntityId, Kind, Language};
use crate::policy::step_words;
use crate::report::JSON_VERSION;
use crate::report::place::Place;
use crate::value::Value;
use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::io::{self, Write};

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    databases: Vec<Database<'a>>,
}

#[derive(Serialize)]
struct Database<'a> {
    address: &'a str,
    kind: &'static str,
    #[serde(rename = "type")]
    type_name: &'a str,
    file: &'a str,
    line: u32,
    fields: Map<String, Json>,
    parameters: Map<String, Json>,
}

/// Writes the document, indented, with a line break at its end.
///
/// # Errors
/// When the writer fails.
pub fn json(databases: Databases<'_>, out: &mut dyn Write) -> io::Result<()> {
    let all = databases.entities().map(|(id, entity)| database(databases, id, entity)).collect();
    serde_json::to_writer_pretty(&mut *out, &Document { version: JSON_VERSION, databases: all })?;
    writeln!(out)
}

fn database<'a>(databases: Databases<'a>, id: EntityId, entity: &'a Entity) -> Database<'a> {
    let place = Place::of(databases.sources, entity.resource.header);
    Database {
        address: &entity.resource.address,
        kind: if entity.kind == Kind::DbCluster { "cluster" } else { "instance" },
        type_name: &entity.resource.type_name,
        file: place.path,
        line: place.start.line,
        fields: rows(databases, entity, databases.fields(id)),
        parameters: rows(databases, entity, databases.parameters(id)),
    }
}

fn rows(databases: Databases<'_>, entity: &Entity, rows: Vec<Row>) -> Map<String, Json> {
    let language = entity.resource.language;
    rows.into_iter().map(|row| (row.name.to_string(), entry(databases, language, &row.setting).into())).collect()
}

fn entry(databases: Databases<'_>, language: Language, setting: &Setting) -> Map<String, Json> {
    let text = |key: &str, text: &str| Map::from_iter([(key.to_owned(), Json::from(text))]);
    let (mut entry, origins) = match setting {
        Setting::Value(known) => (value::setting(known, databases.secrets), chain(databases, language, known)),
        Setting::Secret(known) => (text("value", SECRET), chain(databases, language, known)),
        Setting::NotApplicable(reason) => (text("not_applicable", reason), Vec::new()),
    };
    entry.insert("origins".to_owned(), Json::Array(origins));
    entry
}

fn chain(databases: Databases<'_>, language: Language, value: &Value) -> Vec<Json> {
    let links = value.origin.steps().map(|step| {
        let mut link = Map::new();
        if let Some(place) = step.at.map(|span| Place::of(databases.sources, span)) {
            link.insert("file".to_owned(), Json::from(place.path));
            link.insert("line".to_owned(), Json::from(place.start.line));
            link.insert("column".to_owned(), Json::from(place.start.column));
        }
        link.insert("what".to_owned(), Json::from(step_words(language, &step.what)));
        Json::Object(link)
    });
    links.collect()
}
