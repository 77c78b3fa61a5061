//! Turns the tab-separated tables into Rust when the crate is built: start-up must not split text. Only the build
//! script compiles this file.

#[path = "generate_settings.rs"]
mod generate_settings;

use super::family::engine_group_of_family;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The texts of the tables.
pub struct Texts {
    /// What each family says of each parameter.
    pub parameters: String,
    /// Which families lack which parameters.
    pub lacking: String,
    /// In which groups Aurora `PostgreSQL` has a parameter.
    pub aurora_levels: String,
    /// Parameters that take a reboot, beside those of the first table.
    pub statics: String,
    /// Versions of engines.
    pub engines: String,
    /// Minor versions with known holes.
    pub bulletins: String,
    /// Instance classes.
    pub classes: String,
    /// What becomes of databases' own settings.
    pub settings: String,
}

/// The code of the static tables, each sorted as it is searched.
///
/// # Errors
///
/// The first line that is not of its table's shape.
pub fn code(texts: &Texts) -> Result<String, String> {
    let mut code = parameters(&texts.parameters)?;
    code += &table("AURORA_LEVELS", "(&str, Level)", &texts.aurora_levels, |[name, level]| {
        Some(format!("({name:?}, {})", level_code(level)?))
    })?;
    code +=
        &table("LACKING", "(&str, &str)", &texts.lacking, |[family, name]| Some(format!("({family:?}, {name:?})")))?;
    code +=
        &table("STATIC", "(&str, &str)", &texts.statics, |[lineage, name]| Some(format!("({lineage:?}, {name:?})")))?;
    code += &table("VERSIONS", "Version", &texts.engines, version)?;
    code += &table("BULLETINS", "Bulletin", &texts.bulletins, |[engine, major, first, last, name]| {
        let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
        Some(format!(
            "Bulletin {{ engine: {engine:?}, major: {major:?}, first: {first}, last: {last}, name: {name:?} }}"
        ))
    })?;
    code += &table("CLASSES", "Class", &texts.classes, class)?;
    code += &table("SETTINGS", "Setting", &texts.settings, generate_settings::setting)?;
    Ok(code)
}

/// A static array with an element a line.
fn table<const N: usize>(
    name: &str,
    element: &str,
    text: &str,
    row: impl Fn([&str; N]) -> Option<String>,
) -> Result<String, String> {
    let mut code = format!("static {name}: &[{element}] = &[\n");
    for line in text.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let columns = <[&str; N]>::try_from(columns).map_err(|_| bad(line))?;
        put(&mut code, &row(columns).ok_or_else(|| bad(line))?);
    }
    Ok(code + "];\n")
}

/// The table of families, and the same by engine.
fn parameters(text: &str) -> Result<String, String> {
    let rows =
        table("ROWS", "Row", text, |[family, parameter, level, default, apply, modifiable, allowed, confidence]| {
            let default = match default {
                "?" => None,
                _ if confidence == "low" => None,
                "\"\"" => Some(""),
                other => Some(other),
            };
            let confidence = confidence_code(confidence)?;
            let (level, allowed) = (level_code(level)?, allowed_code(allowed)?);
            let (is_static, is_fixed) = (flag(apply, "static", "dynamic")?, flag(modifiable, "fixed", "modifiable")?);
            Some(format!(
                "Row {{ family: {family:?}, parameter: {parameter:?}, level: {level}, default: {default:?}, \
             is_static: {is_static}, is_fixed: {is_fixed}, allowed: {allowed}, confidence: {confidence} }}"
            ))
        })?;
    let mut engines: BTreeMap<(&str, String), &str> = BTreeMap::new();
    for line in text.lines() {
        let mut columns = line.split('\t');
        let (Some(family), Some(name), Some(level)) = (columns.next(), columns.next(), columns.next()) else {
            return Err(bad(line));
        };
        let engine = engine_group_of_family(family).ok_or_else(|| bad(line))?;
        engines.entry((engine, name.to_ascii_lowercase())).or_insert(level_code(level).ok_or_else(|| bad(line))?);
    }
    let mut by_engine = "static ENGINE_LEVELS: &[(&str, &str, Level)] = &[\n".to_owned();
    for ((engine, parameter), level) in engines {
        put(&mut by_engine, &format!("({engine:?}, {parameter:?}, {level})"));
    }
    Ok(rows + &by_engine + "];\n")
}

fn version([engine, major, release, standard, extended, confidence, minors, deprecated]: [&str; 8]) -> Option<String> {
    let standard = match standard {
        "-" => "Ends::Open".to_owned(),
        "ended" => "Ends::Ended".to_owned(),
        day => format!("Ends::On({})", day_code(day)?),
    };
    let day = |day: &str| if day == "-" { Some("None".to_owned()) } else { Some(format!("Some({})", day_code(day)?)) };
    Some(format!(
        "Version {{ engine: {engine:?}, major: {major:?}, release: {}, standard: {standard}, extended: {}, \
         confidence: {}, minors: &{:?}, deprecated: &{:?} }}",
        day(release)?,
        day(extended)?,
        confidence_code(confidence)?,
        words(minors),
        words(deprecated),
    ))
}

fn class([name, system, status, end, encrypts]: [&str; 5]) -> Option<String> {
    let system = match system {
        "nitro" => "Some(true)",
        "xen" => "Some(false)",
        "?" => "None",
        _ => return None,
    };
    let status = match (status, end) {
        ("current", "-") => "Status::Current".to_owned(),
        ("legacy", "-") => "Status::Previous".to_owned(),
        ("legacy", day) => format!("Status::Ending({})", day_code(day)?),
        ("gone", "-") => "Status::Gone".to_owned(),
        _ => return None,
    };
    let encrypts = flag(encrypts, "yes", "-")?;
    Some(format!("Class {{ name: {name:?}, nitro: {system}, status: {status}, encrypts: {encrypts} }}"))
}

fn put(code: &mut String, row: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(code, "    {row},");
}

fn bad(line: &str) -> String {
    format!("not a row of its table: {line}")
}

fn flag(word: &str, yes: &str, no: &str) -> Option<bool> {
    (word == yes || word == no).then_some(word == yes)
}

fn day_code(text: &str) -> Option<String> {
    let mut parts = text.split('-').map(|part| part.parse::<u16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    Some(format!("Day::new({year}, {month}, {day})"))
}

fn confidence_code(word: &str) -> Option<&'static str> {
    match word {
        "high" => Some("Confidence::High"),
        "medium" => Some("Confidence::Medium"),
        "low" => Some("Confidence::Low"),
        _ => None,
    }
}

fn level_code(word: &str) -> Option<&'static str> {
    match word {
        "instance" => Some("Level::Instance"),
        "cluster" => Some("Level::Cluster"),
        "both" => Some("Level::Both"),
        _ => None,
    }
}

/// `bool`, `1..600`, `one:a|b` and `some:a|b`; `?` where it is not known.
fn allowed_code(text: &str) -> Option<String> {
    let words = |words: &str| format!("&{:?}", words.split('|').collect::<Vec<_>>());
    Some(match text.split_once(':') {
        Some(("one", several)) => format!("Allowed::One({})", words(several)),
        Some(("some", several)) => format!("Allowed::Several({})", words(several)),
        Some(_) => return None,
        None if text == "?" => "Allowed::Anything".to_owned(),
        None if text == "bool" => "Allowed::Boolean".to_owned(),
        None => {
            let (first, last) = text.split_once("..")?;
            let (first, last): (i64, i64) = (first.parse().ok()?, last.parse().ok()?);
            format!("Allowed::Range({}, {})", spelt(first), spelt(last))
        }
    })
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').filter(|word| *word != "-").collect()
}

/// A number as code that people read has it: `2_147_483_647`.
fn spelt(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let sign = if number < 0 { "-" } else { "" };
    let grouped = digits.bytes().enumerate().fold(String::new(), |mut grouped, (at, digit)| {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(char::from(digit));
        grouped
    });
    format!("{sign}{grouped}")
}
