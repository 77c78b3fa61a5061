//! Turns the tab-separated tables into Rust when the crate is built: start-up must not split text. Only the build
//! script compiles this file.

use super::family::engine_group_of_family;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The code of the static tables `ROWS`, `ENGINE_LEVELS` and `AURORA_LEVELS`, each sorted as it is searched.
///
/// # Errors
///
/// The first line that is not of its table's shape.
pub fn code(parameters: &str, aurora_levels: &str) -> Result<String, String> {
    let mut rows = String::new();
    let mut engines: BTreeMap<(&str, String), &str> = BTreeMap::new();
    for line in parameters.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [family, parameter, level, default, _apply, confidence] = columns[..] else { return Err(bad(line)) };
        let engine = engine_group_of_family(family).ok_or_else(|| bad(line))?;
        let level = level_code(level).ok_or_else(|| bad(line))?;
        let default = match default {
            "?" => None,
            _ if confidence == "low" => None,
            "\"\"" => Some(""),
            other => Some(other),
        };
        put(
            &mut rows,
            &format!("Row {{ family: {family:?}, parameter: {parameter:?}, level: {level}, default: {default:?} }}"),
        );
        engines.entry((engine, parameter.to_ascii_lowercase())).or_insert(level);
    }
    let mut by_engine = String::new();
    for ((engine, parameter), level) in engines {
        put(&mut by_engine, &format!("({engine:?}, {parameter:?}, {level})"));
    }
    let mut aurora = String::new();
    for line in aurora_levels.lines() {
        let (name, level) = line.split_once('\t').ok_or_else(|| bad(line))?;
        put(&mut aurora, &format!("({name:?}, {})", level_code(level).ok_or_else(|| bad(line))?));
    }
    Ok(format!(
        "static ROWS: &[Row] = &[\n{rows}];\nstatic ENGINE_LEVELS: &[(&str, &str, Level)] = &[\n{by_engine}];\n\
         static AURORA_LEVELS: &[(&str, Level)] = &[\n{aurora}];\n"
    ))
}

fn put(code: &mut String, row: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(code, "    {row},");
}

fn bad(line: &str) -> String {
    format!("not a row of the parameter tables: {line}")
}

fn level_code(word: &str) -> Option<&'static str> {
    match word {
        "instance" => Some("Level::Instance"),
        "cluster" => Some("Level::Cluster"),
        "both" => Some("Level::Both"),
        _ => None,
    }
}
