//! Calls that shipped code does not make: panics, and the file system outside its few keepers.

use super::{assert_none, code::Source, read};

/// What ends the program where a problem should have been reported.
const PANICS: &[&str] =
    &[".unwrap()", ".unwrap_err()", ".expect(", ".expect_err(", "panic!", "todo!", "unimplemented!", "unreachable!"];

/// The ways to the file system.
const FILES: &[&str] = &["std::fs", "fs::", "File::open", "File::create", "OpenOptions"];

/// The modules that may touch the file system.
const KEEPERS: &[&str] = &["discover", "config", "catalog", "cli"];

/// The ways out of the machine: there is no network in rdslint.
const NETWORK: &[&str] = &["TcpStream", "TcpListener", "UdpSocket", "UnixStream", "ToSocketAddrs"];

fn complaints(file: &Source, calls: &[&str], why: &str) -> Vec<String> {
    let places = calls.iter().flat_map(|call| file.shipped.match_indices(call));
    places.map(|(at, call)| file.complain(at, &format!("`{call}`: {why}"))).collect()
}

#[test]
fn nothing_panics() {
    let files = read(&["src"]);
    let found = files.iter().flat_map(|file| complaints(file, PANICS, "report a problem, or make it impossible"));
    assert_none(&found.collect::<Vec<_>>());
}

#[test]
fn only_the_keepers_touch_files() {
    let files = read(&["src"]);
    let others = files.iter().filter(|file| {
        let keeper =
            |name: &&str| file.path == format!("src/{name}.rs") || file.path.starts_with(&format!("src/{name}/"));
        !KEEPERS.iter().any(keeper)
    });
    let found = others.flat_map(|file| complaints(file, FILES, "only discover, config, catalog and cli touch files"));
    assert_none(&found.collect::<Vec<_>>());
}

#[test]
fn nothing_opens_a_connection() {
    let files = read(&["src", "build.rs"]);
    let found = files.iter().flat_map(|file| complaints(file, NETWORK, "rdslint is offline"));
    assert_none(&found.collect::<Vec<_>>());
}
