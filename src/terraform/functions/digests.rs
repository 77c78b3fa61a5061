//! Digests of texts.

use super::arguments::text_at;
use super::encoding::base64;
use super::signature::Takes::Text;
use super::{Function, Result};
use crate::terraform::values::text;
use crate::value::Value;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};
use std::fmt::Write;

pub(super) const TABLE: &[Function] = &[
    Function::of("base64sha256", &[Text], |a| of(a, in_base64::<Sha256>)),
    Function::of("base64sha512", &[Text], |a| of(a, in_base64::<Sha512>)),
    Function::of("md5", &[Text], |a| of(a, in_hex::<Md5>)),
    Function::of("sha1", &[Text], |a| of(a, in_hex::<Sha1>)),
    Function::of("sha256", &[Text], |a| of(a, in_hex::<Sha256>)),
    Function::of("sha512", &[Text], |a| of(a, in_hex::<Sha512>)),
];

fn of(a: &[Value], digest: fn(&[u8]) -> String) -> Result {
    Ok(text(digest(text_at(a, 0)?.as_bytes())))
}

pub(super) fn in_base64<D: Digest>(bytes: &[u8]) -> String {
    base64(&D::digest(bytes))
}

pub(super) fn in_hex<D: Digest>(bytes: &[u8]) -> String {
    D::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
