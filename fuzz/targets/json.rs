//! JSON text: parsed, and every place checked; what is whole is read by the YAML reader, too.
#![no_main]

#[path = "../../tests/mutations/trees.rs"]
mod trees;

libfuzzer_sys::fuzz_target!(|text: &str| trees::json(text));
