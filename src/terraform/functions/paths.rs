//! Functions over paths as texts.

use super::arguments::{at, text_at};
use super::signature::Takes::Text;
use super::{Context, Function, Result, fail, unknown};
use crate::terraform::paths::normal;
use crate::terraform::values::text;
use crate::value::Value;

pub(super) const TABLE: &[Function] = &[
    Function::inside("abspath", &[Text], absolute),
    Function::of("basename", &[Text], |a| Ok(text(last_part(&text_at(a, 0)?)))),
    Function::of("dirname", &[Text], |a| Ok(text(directory(&text_at(a, 0)?)))),
    Function::of("pathexpand", &[Text], expand),
];

fn last_part(path: &str) -> &str {
    match path.trim_end_matches('/') {
        "" if path.is_empty() => ".",
        "" => "/",
        path => path.rsplit_once('/').map_or(path, |(_, last)| last),
    }
}

fn directory(path: &str) -> std::sync::Arc<str> {
    normal(path.rsplit_once('/').map_or("", |(directory, _)| if directory.is_empty() { "/" } else { directory }))
}

/// The path from the root of the file system on; relative ones start from the root module.
fn absolute(a: &[Value], context: Context) -> Result {
    let path = text_at(a, 0)?;
    if path.starts_with('/') {
        return Ok(text(normal(&path)));
    }
    match context.files.and_then(|files| files.absolute(context.directory)) {
        Some(base) => Ok(text(normal(&format!("{base}/{path}")))),
        None => unknown("absolute paths are not known", at(a, 0)?),
    }
}

fn expand(a: &[Value]) -> Result {
    match text_at(a, 0)?.strip_prefix('~') {
        None => Ok(text(text_at(a, 0)?)),
        Some(rest) if rest.is_empty() || rest.starts_with('/') => unknown("the home folder is not known", at(a, 0)?),
        Some(_) => fail("only the own home folder can be expanded"),
    }
}
