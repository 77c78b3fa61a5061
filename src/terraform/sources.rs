//! The source of a module call: a directory, an address in a registry, or something to be fetched from elsewhere.

/// The registries whose host need not be written.
const REGISTRIES: [&str; 2] = ["registry.terraform.io/", "registry.opentofu.org/"];

/// Whether a source is a directory of the same configuration.
pub(super) fn is_local(source: &str) -> bool {
    source.starts_with("./") || source.starts_with("../") || source == "." || source == ".."
}

/// An address in a registry (`terraform-aws-modules/rds/aws`, with `//modules/…` where it goes on), without the host of
/// the usual registries; `None` for every other source.
pub(super) fn registry_address(source: &str) -> Option<&str> {
    if is_local(source) {
        return None;
    }
    let address = REGISTRIES.iter().find_map(|host| source.strip_prefix(host)).unwrap_or(source);
    let package = address.split_once("//").map_or(address, |(package, _)| package);
    let mut parts: Vec<&str> = package.split('/').collect();
    if parts.len() == 4 && parts.first().is_some_and(|host| host.contains('.') && *host != "github.com") {
        parts.remove(0);
    }
    let is_name = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    (parts.len() == 3 && parts.iter().all(is_name)).then_some(address)
}

/// Whether what was fetched from one source may be what another names. Only addresses in registries are written in one
/// way; `init` changes those of other places.
pub(super) fn same_package(fetched: &str, named: &str) -> bool {
    !is_local(fetched) && registry_address(fetched) == registry_address(named)
}

/// A source for people: without what may be a password or a key.
pub(super) fn shown(source: &str) -> String {
    let plain = source.split_once('?').map_or(source, |(plain, _)| plain);
    let Some((scheme, rest)) = plain.split_once("://") else { return plain.to_owned() };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    format!("{scheme}://{host}/{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_registries() {
        for (source, expected) in [
            ("terraform-aws-modules/rds/aws", Some("terraform-aws-modules/rds/aws")),
            ("registry.terraform.io/a/rds/aws//modules/x", Some("a/rds/aws//modules/x")),
            ("registry.opentofu.org/a/rds/aws", Some("a/rds/aws")),
            ("app.terraform.io/acme/rds/aws", Some("app.terraform.io/acme/rds/aws")),
            ("github.com/acme/rds", None),
            ("github.com/acme/rds/aws", None),
            ("git::https://example.com/a/b/c", None),
            ("git@github.com:acme/rds.git", None),
            ("s3::https://s3.amazonaws.com/b/k.zip", None),
            ("./a/b/c", None),
        ] {
            assert_eq!(registry_address(source), expected, "{source}");
        }
    }

    #[test]
    fn what_is_installed_may_be_of_another_source() {
        for (fetched, named, expected) in [
            ("registry.terraform.io/a/rds/aws", "a/rds/aws", true),
            ("a/rds/aws", "a/rds-aurora/aws", false),
            ("git::https://github.com/acme/rds.git", "github.com/acme/rds", true),
            ("./modules/rds", "a/rds/aws", false),
            ("a/rds/aws", "git::https://example.com/rds", false),
        ] {
            assert_eq!(same_package(fetched, named), expected, "{fetched} {named}");
        }
    }

    #[test]
    fn sources_are_shown_without_secrets() {
        for (source, expected) in [
            ("a/rds/aws", "a/rds/aws"),
            ("git::https://me:pass@example.com/x.git?ref=v1&sshkey=abc", "git::https://example.com/x.git"),
            ("git::ssh://git@example.com/x.git//sub", "git::ssh://example.com/x.git//sub"),
        ] {
            assert_eq!(shown(source), expected);
        }
    }
}
