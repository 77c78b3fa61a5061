//! The table of `resolve`: one block a database, one line a field or parameter that says something.

use super::value::{self, SECRET};
use super::{Database, Databases, Row, Setting};
use crate::model::{Kind, Language};
use crate::policy::step_words;
use crate::report::place::Place;
use crate::report::printable;
use crate::value::Value;
use std::io::{self, Write};

/// Longer values are cut.
const VALUE_WIDTH: usize = 60;

/// Writes a block for every database; what is not set at all is left out.
///
/// # Errors
/// When the writer fails.
pub fn table(databases: Databases<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut first = true;
    for Database { entity, environments, fields, parameters } in databases.distinct() {
        if !std::mem::take(&mut first) {
            writeln!(out)?;
        }
        let place = Place::of(databases.sources, entity.resource.header);
        let kind = if entity.kind == Kind::DbCluster { "cluster" } else { "instance" };
        let address = printable(&databases.words.hide(&entity.resource.address));
        let place = format!("{}:{}", printable(place.path), place.start.line);
        let environments = environments.words().map(|words| format!("  in {}", printable(&words)));
        writeln!(out, "{address}  {kind}  {place}{}", environments.unwrap_or_default())?;
        let language = entity.resource.language;
        write_rows(databases, language, ("fields", &fields), out)?;
        write_rows(databases, language, ("parameters", &parameters), out)?;
    }
    if first { writeln!(out, "no databases") } else { Ok(()) }
}

fn write_rows(
    databases: Databases<'_>,
    language: Language,
    (title, rows): (&str, &[Row]),
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut cells: Vec<[String; 3]> = Vec::new();
    for row in rows {
        // Each tag has a line of its own.
        let entries = row.entries.iter().filter_map(|entry| self::cells(databases, language, entry));
        let entries = entries.map(|[key, value, from]| [printable(&format!("{}.{}", row.name, key)), value, from]);
        let whole = if row.entries.is_empty() { self::cells(databases, language, row) } else { None };
        cells.extend(entries.chain(whole));
    }
    if cells.is_empty() {
        return Ok(());
    }
    let width = |column: usize| cells.iter().map(|cells| cells[column].chars().count()).max().unwrap_or(0);
    let (names, values) = (width(0), width(1));
    writeln!(out, "  {title}")?;
    for [name, value, from] in &cells {
        let line = format!("    {name:names$}  {value:values$}  {from}");
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The name, the value and where it came from; none where the value is known to be nothing.
fn cells(databases: Databases<'_>, language: Language, row: &Row) -> Option<[String; 3]> {
    let (value, from) = match &row.setting {
        Setting::Value(value) if value.is_null() => return None,
        Setting::Value(value) => (value::words(value, databases.hidden()), source(databases, language, value)),
        Setting::Secret(value) => (SECRET.to_owned(), source(databases, language, value)),
        Setting::NotApplicable(reason) => ("-".to_owned(), reason.to_string()),
    };
    let [value, from] = [value, from].map(|text| printable(&row.hide(databases, &text)));
    Some([row.shown_name(databases).into_owned(), cut(&value), from])
}

fn cut(text: &str) -> String {
    let shown: String = text.chars().take(VALUE_WIDTH).collect();
    if shown.len() < text.len() { format!("{shown}…") } else { shown }
}

/// The end of the chain with its place; where it ends outside of the source, the last place on the way there.
fn source(databases: Databases<'_>, language: Language, value: &Value) -> String {
    let Some(end) = value.origin.steps().last() else { return String::new() };
    let words = step_words(language, &end.what);
    let Some(place) = value.origin.written_at().map(|span| Place::of(databases.sources, span)) else { return words };
    let place_words = format!("{}:{}:{}", place.path, place.start.line, place.start.column);
    if end.at.is_some() { format!("{place_words} {words}") } else { format!("{words}, by {place_words}") }
}
