//! Paths as URI references: relative ones to the root of the repository, absolute ones as `file:`.

use super::model::ArtifactLocation;
use std::fmt::Write as _;

/// The location of a path.
pub(super) fn of(path: &str) -> ArtifactLocation {
    let is_drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes().get(2) == Some(&b'/');
    if is_drive {
        return ArtifactLocation { uri: format!("file:///{}", encoded(path)), uri_base_id: None };
    }
    if path.starts_with('/') {
        return ArtifactLocation { uri: format!("file://{}", encoded(path)), uri_base_id: None };
    }
    let relative = path.strip_prefix("./").unwrap_or(path);
    ArtifactLocation { uri: encoded(relative), uri_base_id: Some("%SRCROOT%") }
}

/// Percent-encodes what may not stand in a path; a colon in the first segment would look like a scheme.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            uri.push(byte as char);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn paths_become_uris() {
        let cases = [
            ("modules/db/main.tf", "modules/db/main.tf", true),
            ("./a b/ü#1?.tf", "a%20b/%C3%BC%231%3F.tf", true),
            ("a:b/c.yaml", "a%3Ab/c.yaml", true),
            ("../x.yaml", "../x.yaml", true),
            ("<stdin>", "%3Cstdin%3E", true),
            ("/srv/x.yaml", "file:///srv/x.yaml", false),
            ("C:/x.yaml", "file:///C%3A/x.yaml", false),
        ];
        for (path, uri, relative) in cases {
            let location = of(path);
            assert_eq!((&*location.uri, location.uri_base_id.is_some()), (uri, relative));
        }
    }
}
