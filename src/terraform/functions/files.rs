//! Functions that read files: what lies within the scanned root, and nothing else.

use super::arguments::{at, text_at};
use super::digests::{in_base64, in_hex};
use super::encoding::base64;
use super::globs::Glob;
use super::signature::Takes::Text;
use super::strings::truth;
use super::{Context, Function, Result, Stop, fail, unknown};
use crate::source::Absent;
use crate::terraform::origins::concealed;
use crate::terraform::paths::normal;
use crate::terraform::sets::set;
use crate::terraform::values::{bare, text};
use crate::value::{Content, Origin, Value, What};
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use std::sync::Arc;

pub(super) const TABLE: &[Function] = &[
    Function::inside("file", &[Text], |a, context| {
        let (path, bytes) = read(a, context)?;
        as_text(&bytes).map(|content| from(content, a, path, context))
    }),
    Function::inside("filebase64", &[Text], |a, context| {
        let (path, bytes) = read(a, context)?;
        Ok(from(base64(&bytes).into(), a, path, context))
    }),
    Function::inside("filebase64sha256", &[Text], |a, context| digest(a, context, in_base64::<Sha256>)),
    Function::inside("filebase64sha512", &[Text], |a, context| digest(a, context, in_base64::<Sha512>)),
    Function::inside("fileexists", &[Text], exists),
    Function::inside("filemd5", &[Text], |a, context| digest(a, context, in_hex::<Md5>)),
    Function::inside("fileset", &[Text, Text], matching),
    Function::inside("filesha1", &[Text], |a, context| digest(a, context, in_hex::<Sha1>)),
    Function::inside("filesha256", &[Text], |a, context| digest(a, context, in_hex::<Sha256>)),
    Function::inside("filesha512", &[Text], |a, context| digest(a, context, in_hex::<Sha512>)),
];

/// The path of a file that the first argument names, seen from where the run is.
fn path(a: &[Value], context: Context) -> Result<Arc<str>> {
    let path = text_at(a, 0)?;
    if path.starts_with('~') {
        return absent(a, Absent::Outside);
    }
    Ok(if path.starts_with('/') { normal(&path) } else { normal(&format!("{}/{path}", context.directory)) })
}

/// What Terraform stops at, and what cannot be known here. A path that must not be shown is not said.
fn absent<T>(a: &[Value], why: Absent) -> Result<T> {
    let open = |path: &&Value| concealed(path).is_none() && path.origin.read_at().is_empty();
    let named = at(a, 0).ok().filter(open).and_then(|path| path.as_text().cloned());
    let path = named.as_deref().unwrap_or("the file");
    let reason = format!("{path} {}", why.reason());
    match why {
        Absent::NotFound => Err(Stop::Missing(reason)),
        Absent::NotAFile => fail(reason),
        Absent::Outside | Absent::TooLarge | Absent::Unreadable => unknown(reason, at(a, 0)?),
    }
}

/// The path and the bytes of the file that the first argument names.
pub(super) fn read(a: &[Value], context: Context) -> Result<(Arc<str>, Arc<[u8]>)> {
    let path = path(a, context)?;
    match context.files.map_or(Err(Absent::Outside), |files| files.read(&path)) {
        Ok(bytes) => Ok((path, bytes)),
        Err(why) => absent(a, why),
    }
}

/// The text of a file's bytes.
pub(super) fn as_text(bytes: &[u8]) -> Result<Arc<str>> {
    std::str::from_utf8(bytes).map_or_else(|_| fail("the file is no text in UTF-8"), |text| Ok(text.into()))
}

/// A text that came out of a file: whoever looks for it finds the call.
fn from(content: Arc<str>, a: &[Value], path: Arc<str>, inside: Context) -> Value {
    let hidden = a.iter().find_map(concealed).map(|value| value.origin.clone());
    let origin = hidden.unwrap_or_else(Origin::default).step(What::File(path), Some(inside.at));
    Value::new(Content::Text(content), origin)
}

fn digest(a: &[Value], context: Context, digest: fn(&[u8]) -> String) -> Result {
    read(a, context).map(|(_, bytes)| text(digest(&bytes)))
}

fn exists(a: &[Value], context: Context) -> Result {
    let path = path(a, context)?;
    match context.files.map_or(Err(Absent::Outside), |files| files.exists(&path)) {
        Ok(()) => Ok(truth(true)),
        Err(Absent::NotFound) => Ok(truth(false)),
        Err(why) => absent(a, why),
    }
}

/// The files in a folder whose paths from there match a pattern.
fn matching(a: &[Value], context: Context) -> Result {
    let folder = path(a, context)?;
    let pattern = normal(&text_at(a, 1)?);
    // What lies above is looked for from above.
    let up = pattern.split('/').take_while(|part| *part == "..").count();
    let above = "../".repeat(up);
    let from = normal(&format!("{folder}/{above}"));
    let Some(glob) = Glob::parse(pattern.get(above.len()..).unwrap_or_default()) else {
        return fail("the pattern is not valid");
    };
    let files = match context.files.map_or(Err(Absent::Outside), |files| files.list(&from, glob.depth())) {
        Ok(files) => files,
        Err(Absent::NotFound) => return Ok(bare(Content::List(set(Vec::new())))),
        Err(why) => return absent(a, why),
    };
    let matching = files.iter().filter(|path| glob.matches(path));
    Ok(bare(Content::List(set(matching.map(|path| text(format!("{above}{path}"))).collect()))))
}
