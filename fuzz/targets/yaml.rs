//! YAML text: parsed, and every place checked; what is whole is written as JSON and read again.
#![no_main]

#[path = "../../tests/mutations/trees.rs"]
mod trees;

libfuzzer_sys::fuzz_target!(|text: &str| trees::yaml(text));
