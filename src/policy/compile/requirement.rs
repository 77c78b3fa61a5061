//! The `require` part of a policy file, and the values of its `fix`.

use super::names::{Holds, dotted};
use crate::model::fields::{Kind, Type};
use crate::policy::ast::{Argument, Literal, Path, Pattern, Requirement, Test};
use crate::policy::operator::{self, OPERATORS, On, Operator, Takes};
use crate::source::did_you_mean;
use serde_yaml::{Mapping, Value};

/// How deep requirements may nest.
const MAX_DEPTH: usize = 8;

/// An error with the chain of keys below which it stands.
pub(super) type Errors = Vec<(Vec<String>, String)>;

/// Reads a mapping whose keys must all hold.
pub(super) fn requirement(kinds: &[Kind], mapping: &Mapping, errors: &mut Errors) -> Requirement {
    all(kinds, mapping, 0, errors)
}

fn all(kinds: &[Kind], mapping: &Mapping, depth: usize, errors: &mut Errors) -> Requirement {
    let mut parts = Vec::new();
    if mapping.is_empty() {
        errors.push((Vec::new(), "something must be required".into()));
    }
    for (key, value) in mapping {
        let key = key.as_str().unwrap_or_default();
        parts.push(match key {
            "any" => Requirement::Any(several(kinds, key, value, depth, errors)),
            "all" => Requirement::All(several(kinds, key, value, depth, errors)),
            "not" => Requirement::Not(Box::new(Requirement::All(several(kinds, key, value, depth, errors)))),
            _ => tests(kinds, key, value, errors),
        });
    }
    single(parts)
}

/// The only part alone, or all parts together.
fn single(mut parts: Vec<Requirement>) -> Requirement {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            Requirement::All(parts)
        }
        None => Requirement::All(parts),
    }
}

/// What stands below `any`, `all` or `not`: a list of mappings, or one mapping.
fn several(kinds: &[Kind], key: &str, value: &Value, depth: usize, errors: &mut Errors) -> Vec<Requirement> {
    if depth >= MAX_DEPTH {
        errors.push((vec![key.into()], format!("requirements nest more than {MAX_DEPTH} deep")));
        return Vec::new();
    }
    let mappings: Vec<&Mapping> = match value {
        Value::Mapping(one) => vec![one],
        Value::Sequence(list) => list.iter().filter_map(Value::as_mapping).collect(),
        _ => Vec::new(),
    };
    if mappings.is_empty() {
        errors.push((vec![key.into()], format!("`{key}` takes a list of requirements")));
    }
    mappings.into_iter().map(|mapping| all(kinds, mapping, depth + 1, errors)).collect()
}

/// The tests of one value: `Name: { operator: argument, … }`.
fn tests(kinds: &[Kind], key: &str, value: &Value, errors: &mut Errors) -> Requirement {
    let mut fail = |below: &[&str], message: String| {
        let chain = std::iter::once(key).chain(below.iter().copied()).map(Into::into).collect();
        errors.push((chain, message));
    };
    let Some((path, holds)) = subject(kinds, key).map_err(|message| fail(&[], message)).ok() else {
        return Requirement::All(Vec::new());
    };
    let operators = value.as_mapping().cloned().unwrap_or_default();
    if operators.is_empty() {
        fail(&[], format!("`{key}` takes operators, such as `{{ equals: true }}`"));
    }
    let mut parts = Vec::new();
    for (name, argument) in &operators {
        let name = name.as_str().unwrap_or_default();
        match test(&path, holds, name, argument) {
            Ok(test) => parts.push(Requirement::Test(test)),
            Err(message) => fail(&[name], message),
        }
    }
    single(parts)
}

/// Looks the name up for every kind that the policy selects: all must have it.
pub(super) fn subject(kinds: &[Kind], key: &str) -> Result<(Path, Holds), String> {
    let mut found = Err("no entity is selected".to_owned());
    for &kind in kinds {
        found = Ok(dotted(kind, key)?);
    }
    found
}

fn test(path: &Path, holds: Holds, name: &str, argument: &Value) -> Result<Test, String> {
    let row = operator::find(name).ok_or_else(|| {
        let hint = did_you_mean(name, OPERATORS.iter().map(|row| row.name));
        format!("`{name}` is no operator{hint}")
    })?;
    if let Holds::Typed(ty) = holds
        && !row.on.takes(ty)
    {
        return Err(format!("`{name}` cannot be asked of a {}", type_word(ty)));
    }
    if row.on == On::Parameter && holds != Holds::Parameter {
        return Err(format!("`{name}` can be asked of parameters only"));
    }
    Ok(Test { path: path.clone(), operator: row, argument: self::argument(row, holds, argument)? })
}

fn argument(row: &Operator, holds: Holds, value: &Value) -> Result<Argument, String> {
    if row.takes == Takes::Pattern {
        let source = value.as_str().ok_or_else(|| format!("`{}` takes a regular expression", row.name))?;
        return Pattern::new(source).map(Argument::Pattern);
    }
    let literal = literal(value).ok_or_else(|| format!("`{}` takes no mapping", row.name))?;
    let fits = match (row.takes, &literal) {
        (Takes::Flag, Literal::Bool(_)) | (Takes::Number, Literal::Number(_)) => true,
        (Takes::Same, scalar) => fits(holds, scalar),
        (Takes::SameList, Literal::List(list)) => !list.is_empty() && list.iter().all(|one| fits(holds, one)),
        (Takes::Elements, Literal::List(list)) => !list.is_empty() && list.iter().all(is_scalar),
        (Takes::Elements, scalar) => is_scalar(scalar),
        _ => false,
    };
    if fits { Ok(Argument::Literal(literal)) } else { Err(format!("`{}` takes {}", row.name, takes_word(row, holds))) }
}

/// Whether a value of that type can be that literal.
pub(super) fn fits(holds: Holds, literal: &Literal) -> bool {
    match (holds, literal) {
        (Holds::Parameter, literal) => is_scalar(literal),
        (Holds::Typed(Type::Bool), Literal::Bool(_))
        | (Holds::Typed(Type::Number), Literal::Number(_))
        | (Holds::Typed(Type::Text), Literal::Text(_)) => true,
        (Holds::Typed(Type::List), Literal::List(list)) => list.iter().all(is_scalar),
        _ => false,
    }
}

const fn is_scalar(literal: &Literal) -> bool {
    matches!(literal, Literal::Bool(_) | Literal::Number(_) | Literal::Text(_))
}

/// What an operator's argument must be, in words.
fn takes_word(row: &Operator, holds: Holds) -> String {
    let one = match holds {
        Holds::Typed(ty) => type_word(ty),
        Holds::Parameter => "scalar",
    };
    match row.takes {
        Takes::Flag => "`true` or `false`".into(),
        Takes::Same => format!("a {one}"),
        Takes::SameList => format!("a list of {one}s"),
        Takes::Number => "a number".into(),
        Takes::Elements => "one element or a list of them".into(),
        Takes::Pattern => "a regular expression".into(),
    }
}

/// A type in words.
pub(super) const fn type_word(ty: Type) -> &'static str {
    match ty {
        Type::Bool => "boolean",
        Type::Number => "number",
        Type::Text => "string",
        Type::List => "list",
        Type::Map | Type::Tags => "map",
    }
}

/// A YAML value as a literal; a mapping is none.
pub(super) fn literal(value: &Value) -> Option<Literal> {
    Some(match value {
        Value::Null => Literal::Null,
        Value::Bool(known) => Literal::Bool(*known),
        Value::Number(number) => Literal::Number(number.as_f64()?),
        Value::String(text) => Literal::Text(text.as_str().into()),
        Value::Sequence(list) => Literal::List(list.iter().map(literal).collect::<Option<_>>()?),
        _ => return None,
    })
}
