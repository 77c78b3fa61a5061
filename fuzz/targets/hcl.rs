//! HCL text: parsed, and every place checked.
#![no_main]

#[path = "../../tests/mutations/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|text: &str| checks::hcl(text));
