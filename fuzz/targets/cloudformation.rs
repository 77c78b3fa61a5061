//! Whole templates: parsed, evaluated, joined and judged.
#![no_main]

#[path = "../../tests/mutations/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|text: &str| checks::cloudformation(text));
