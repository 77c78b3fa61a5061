//! The pages in `docs` that are made from the policies are what the policies say now.
//! `UPDATE=1 cargo test --test docs` writes them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

mod index;
mod pages;
mod practices;

use std::collections::BTreeMap;
use std::{env, fs};

/// Where the pages are.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs");

/// What a page ends with that nobody writes by hand.
const MARK: &str = "<!-- Made from the policies: UPDATE=1 cargo test --test docs -->\n";

/// Compares pages below `docs` with what they should be, or writes them. A page is a path and a text.
#[track_caller]
fn check(pages: BTreeMap<String, String>) {
    let is_update = env::var_os("UPDATE").is_some();
    for (path, text) in pages {
        let (file, text) = (format!("{FOLDER}/{path}"), format!("{text}\n{MARK}"));
        if is_update {
            assert!(fs::write(&file, text).is_ok(), "{file}");
        } else {
            let found = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
            assert!(found == text, "docs/{path} is out of date: UPDATE=1 cargo test --test docs");
        }
    }
}

/// The names of the pages in a folder below `docs` that are made.
fn made(folder: &str) -> Vec<String> {
    let files = fs::read_dir(format!("{FOLDER}/{folder}")).into_iter().flatten().map(|entry| entry.unwrap().path());
    let made =
        files.filter(|file| fs::read_to_string(file).is_ok_and(|text| text.replace("\r\n", "\n").ends_with(MARK)));
    made.map(|file| file.file_name().unwrap().to_str().unwrap().to_owned()).collect()
}
