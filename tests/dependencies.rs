//! What rdslint is built from: every licence is one we accept, and no crate can reach a network.
#![expect(clippy::expect_used, reason = "a test may fail where cargo cannot be asked")]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Licences that MIT OR Apache-2.0 code can be shipped with.
const LICENCES: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// Crates that open connections, or exist to serve such crates.
const NETWORK: &[&str] = &[
    "async-io",
    "async-std",
    "attohttpc",
    "curl",
    "curl-sys",
    "h2",
    "h3",
    "hickory-proto",
    "hickory-resolver",
    "hyper",
    "hyper-util",
    "isahc",
    "libp2p",
    "mio",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "polling",
    "quinn",
    "reqwest",
    "rustls",
    "schannel",
    "security-framework",
    "smol",
    "socket2",
    "ssh2",
    "tokio",
    "tungstenite",
    "ureq",
    "webpki",
    "websocket",
];

/// The packages that a build needs, tests and benches aside: by id, as `cargo metadata` describes them.
fn packages() -> BTreeMap<String, Value> {
    let metadata = metadata();
    let by_id = |list: &Value| -> BTreeMap<String, Value> {
        let entries = list.as_array().cloned().unwrap_or_default();
        entries.into_iter().map(|entry| (text(&entry["id"]).to_owned(), entry)).collect()
    };
    let nodes = by_id(&metadata["resolve"]["nodes"]);
    let mut all = by_id(&metadata["packages"]);
    let mut needed = BTreeSet::new();
    let mut next = vec![text(&metadata["resolve"]["root"]).to_owned()];
    while let Some(id) = next.pop() {
        next.extend(nodes.get(&id).into_iter().flat_map(built_with).filter(|id| !needed.contains(id)));
        needed.insert(id);
    }
    all.retain(|id, _| needed.contains(id));
    all
}

/// The ids of a package's normal and build dependencies.
fn built_with(node: &Value) -> Vec<String> {
    let dependencies = node["deps"].as_array().into_iter().flatten();
    let shipped = dependencies.filter(|dependency| {
        dependency["dep_kinds"].as_array().into_iter().flatten().any(|kind| kind["kind"] != "dev")
    });
    shipped.map(|dependency| text(&dependency["pkg"]).to_owned()).collect()
}

fn metadata() -> Value {
    let arguments = ["metadata", "--format-version", "1", "--locked", "--offline"];
    let host = format!("--filter-platform={}", host());
    let cargo = Command::new(env!("CARGO")).args(arguments).arg(host).current_dir(env!("CARGO_MANIFEST_DIR")).output();
    let output = cargo.expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

/// The platform of this machine: only its packages are sure to have been downloaded.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc starts");
    let about = String::from_utf8_lossy(&output.stdout).into_owned();
    about.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names the host").to_owned()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Whether one of the alternatives of an SPDX expression is acceptable as a whole.
fn acceptable(licence: &str) -> bool {
    let plain = licence.replace(['(', ')'], "").replace('/', " OR ");
    if licence.contains('(') {
        // Our dependencies combine as `(A OR B) AND C`: every part must be acceptable on its own.
        return licence.split(" AND ").all(|part| acceptable(part.trim().trim_matches(['(', ')'])));
    }
    plain.split(" OR ").any(|choice| choice.split(" AND ").all(|name| LICENCES.contains(&name.trim())))
}

#[test]
fn licences_are_acceptable() {
    let packages = packages();
    assert!(packages.len() > 20, "cargo metadata lists the dependencies");
    let others: Vec<String> = packages
        .values()
        .filter(|package| !acceptable(text(&package["license"])))
        .map(|package| format!("{} {}", text(&package["name"]), package["license"]))
        .collect();
    assert!(others.is_empty(), "\n{}\n", others.join("\n"));
}

#[test]
fn licence_expressions_are_understood() {
    for (licence, expected) in [
        ("MIT OR Apache-2.0", true),
        ("MIT/Apache-2.0", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("MIT AND GPL-3.0", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(MIT OR Apache-2.0) AND GPL-3.0", false),
        ("", false),
    ] {
        assert_eq!(acceptable(licence), expected, "{licence}");
    }
}

/// The lock file knows the packages of every platform, and those of the tests too.
#[test]
fn no_crate_reaches_a_network() {
    let names = include_str!("../Cargo.lock").lines().filter_map(|line| line.strip_prefix("name = "));
    let found: Vec<&str> = names.map(|name| name.trim_matches('"')).filter(|name| NETWORK.contains(name)).collect();
    assert!(found.is_empty(), "{found:?}");
}
