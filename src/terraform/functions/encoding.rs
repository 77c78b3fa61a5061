//! Functions that encode and decode texts.

use super::arguments::text_at;
use super::signature::Takes::Text;
use super::text_encodings::{decode, encode};
use super::{Function, Result, Stop, fail, too_much};
use crate::terraform::values::text;
use crate::value::{Content, Origin, Unknown, Value};
use base64::Engine;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
use flate2::read::MultiGzDecoder;
use std::fmt::Write;
use std::io::Read;
use std::sync::Arc;
use uuid::Uuid;

pub(super) const TABLE: &[Function] = &[
    Function::of("base64decode", &[Text], |a| as_text(from_base64(&text_at(a, 0)?)?)),
    Function::of("base64encode", &[Text], |a| Ok(text(base64(text_at(a, 0)?.as_bytes())))),
    Function::of("base64gunzip", &[Text], gunzip),
    Function::of("base64gzip", &[Text], |_| Ok(gzip())),
    Function::of("textdecodebase64", &[Text, Text], |a| {
        Ok(text(decode(&from_base64(&text_at(a, 0)?)?, &text_at(a, 1)?)?))
    }),
    Function::of("textencodebase64", &[Text, Text], |a| Ok(text(base64(&encode(&text_at(a, 0)?, &text_at(a, 1)?)?)))),
    Function::of("urldecode", &[Text], |a| urldecode(&text_at(a, 0)?)),
    Function::of("urlencode", &[Text], |a| Ok(text(urlencode(&text_at(a, 0)?)))),
    Function::of("uuidv5", &[Text, Text], |a| uuid(&text_at(a, 0)?, &text_at(a, 1)?)),
];

/// How long a decompressed text may become.
const MAX_LENGTH: u64 = 1 << 20;

/// Base64 as Go reads it: bits behind the last byte may be anything.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&ALPHABET, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

pub(super) fn base64(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// The bytes that a text in base64 stands for; line breaks in it are no part of it.
pub(super) fn from_base64(source: &str) -> Result<Vec<u8>> {
    let lines = source.replace(['\r', '\n'], "");
    BASE64.decode(lines).map_err(|_| Stop::Failure("it is not base64".to_owned()))
}

fn as_text(bytes: Vec<u8>) -> Result {
    String::from_utf8(bytes).map_or_else(|_| fail("the result is not text"), |decoded| Ok(text(decoded)))
}

/// How anything compresses depends on the program that does it; only how the result begins is certain.
fn gzip() -> Value {
    let reason = "base64gzip() is not evaluated: programs compress in different ways";
    let unknown = Unknown { non_null: true, prefix: "H4sIAAAAAAAA/".into(), ..Unknown::because(reason) };
    Value::new(Content::Unknown(Arc::new(unknown)), Origin::default())
}

fn gunzip(a: &[Value]) -> Result {
    let compressed = from_base64(&text_at(a, 0)?)?;
    let mut bytes = Vec::new();
    match MultiGzDecoder::new(&*compressed).take(MAX_LENGTH + 1).read_to_end(&mut bytes) {
        Ok(length) if length as u64 > MAX_LENGTH => too_much("the text"),
        Ok(_) => as_text(bytes),
        Err(_) => fail("it is not compressed by gzip"),
    }
}

fn urlencode(source: &str) -> String {
    let mut encoded = String::new();
    for byte in source.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            b' ' => encoded.push('+'),
            _ => {
                // Writing to a string does not fail.
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

fn urldecode(source: &str) -> Result {
    let mut rest = source.bytes();
    let mut bytes = Vec::with_capacity(source.len());
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
                let (Some(high), Some(low)) = (digit(), digit()) else { return fail("a % needs two digits") };
                (high * 16 + low) as u8
            }
            byte => byte,
        });
    }
    as_text(bytes)
}

/// An identifier made of a name in a namespace: one of four that have a name themselves, or another identifier.
fn uuid(namespace: &str, name: &str) -> Result {
    use sha1::{Digest, Sha1};
    let namespace = match namespace {
        "dns" => Uuid::NAMESPACE_DNS,
        "url" => Uuid::NAMESPACE_URL,
        "oid" => Uuid::NAMESPACE_OID,
        "x500" => Uuid::NAMESPACE_X500,
        other => Uuid::parse_str(other).map_err(|_| Stop::Failure("there is no such namespace".to_owned()))?,
    };
    let hash = Sha1::new().chain_update(namespace.as_bytes()).chain_update(name).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(hash.get(..16).unwrap_or(&[0; 16]));
    Ok(text(uuid::Builder::from_sha1_bytes(bytes).into_uuid().to_string()))
}
