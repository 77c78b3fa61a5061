//! Functions whose results nobody can know before Terraform runs: they read a clock, throw dice, or open secrets. And those
//! that Terraform had once.

use super::arguments::{at, integer_at};
use super::signature::Takes::{Anything, Number, Text};
use super::{Function, Result, Stop, fail};
use crate::value::{Origin, Value};

/// Functions that have no certain result.
pub(super) const TABLE: &[Function] = &[
    Function::of("bcrypt", &[Text], bcrypt).then(Number),
    Function::of("list", &[], |_| fail("Terraform has no such function any more: tolist([…]) makes a list"))
        .then(Anything),
    Function::of("map", &[], |_| fail("Terraform has no such function any more: tomap({…}) makes a map"))
        .then(Anything),
    Function::of("plantimestamp", &[], |_| open("plantimestamp() is the time when Terraform runs")),
    Function::of("rsadecrypt", &[Text, Text], |_| open("rsadecrypt() is not evaluated: what it decrypts is a secret")),
    Function::of("timestamp", &[], |_| open("timestamp() is the time when Terraform runs")),
    Function::of("uuid", &[], |_| open("uuid() is another one whenever Terraform runs")),
];

fn open(reason: &str) -> Result {
    Err(Stop::Unknown(Box::new(Value::unknown(reason, Origin::default()))))
}

fn bcrypt(a: &[Value]) -> Result {
    let cost = if a.len() > 1 { integer_at(a, 1)? } else { 10 };
    if a.len() > 2 || cost > 31 {
        return fail("the cost is not one that there is");
    }
    at(a, 0).and_then(|_| open("bcrypt() is another hash whenever Terraform runs"))
}
