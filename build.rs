//! Compiles the policies of `policies/` and the tables of `src/model/tables` into the binary: start-up must not parse.
//!
//! The compiler is the crate's own (`src/policy/compile`), included here by path with the few modules it stands on.
//! Written to `OUT_DIR`: what `check` needs of all policies, their pages, and one test function a policy.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "the build uses a part of the modules that it shares with the crate"
)]
#![allow(clippy::print_stdout, reason = "cargo reads it")]

#[path = "src/finding.rs"]
mod finding;
#[path = "src/source/mod.rs"]
mod source;
#[path = "src/value/mod.rs"]
mod value;

#[path = "src/model"]
mod model {
    pub mod family;
    pub mod fields;
    #[path = "tables/generate.rs"]
    pub mod generate;
}

#[path = "src/policy"]
mod policy {
    pub mod ast;
    pub mod compile;
    pub mod operator;
    pub mod titles;
    pub mod wire;
}

use policy::ast::{Page, Policy};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() {
    // What it reads; the modules that it is made of cargo follows itself.
    for input in ["policies", "src/model/tables"] {
        println!("cargo::rerun-if-changed={input}");
    }
    if let Err(error) = embed() {
        println!("cargo::error={error}");
    }
}

fn embed() -> io::Result<()> {
    let mut files = Vec::new();
    collect(Path::new("policies"), &mut files)?;
    files.sort();
    let (policies, pages): (Vec<Policy>, Vec<Page>) = compile_all(&files)?.into_iter().unzip();
    let out = env::var_os("OUT_DIR").map(PathBuf::from).ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(out.join("policies.bin"), postcard::to_stdvec(&policies).map_err(io::Error::other)?)?;
    fs::write(out.join("pages.bin"), postcard::to_stdvec(&pages).map_err(io::Error::other)?)?;
    fs::write(out.join("policy_tests.rs"), tests(&policies))?;
    fs::write(out.join("tables.rs"), tables()?)
}

/// The tables of the model as static arrays.
fn tables() -> io::Result<String> {
    let table = |name: &str| fs::read_to_string(Path::new("src/model/tables").join(name));
    let texts = model::generate::Texts {
        parameters: table("parameters.tsv")?,
        lacking: table("lacking.tsv")?,
        aurora_levels: table("aurora_postgresql_levels.tsv")?,
        statics: table("static.tsv")?,
        engines: table("engines.tsv")?,
        bulletins: table("bulletins.tsv")?,
        classes: table("classes.tsv")?,
        settings: table("settings.tsv")?,
    };
    model::generate::code(&texts).map_err(io::Error::other)
}

/// The policy files of a folder and its subfolders; none where there is no folder.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    Ok(())
}

fn compile_all(files: &[PathBuf]) -> io::Result<Vec<(Policy, Page)>> {
    let mut compiled: Vec<(Policy, Page)> = Vec::new();
    let mut failed = 0;
    for file in files {
        let path = file.display().to_string().replace('\\', "/");
        match policy::compile::compile(&path, &fs::read_to_string(file)?) {
            Ok((policy, _)) if compiled.iter().any(|(other, _)| other.id == policy.id) => {
                println!("cargo::error={path}: another policy is named `{}` too", policy.id);
                failed += 1;
            }
            Ok(both) => compiled.push(both),
            Err(errors) => {
                failed += errors.len();
                for error in errors {
                    println!("cargo::error={error}");
                }
            }
        }
    }
    if failed == 0 { Ok(compiled) } else { Err(io::Error::other("the policies do not compile")) }
}

/// One test function a policy, so that `cargo test storage_unencrypted` runs that policy's examples.
fn tests(policies: &[Policy]) -> String {
    policies.iter().fold(String::new(), |mut code, policy| {
        let name = policy.id.replace('-', "_");
        // Writing to a string cannot fail.
        let _ = writeln!(code, "#[test]\nfn {name}() {{\n    check({:?});\n}}", policy.id);
        code
    })
}
