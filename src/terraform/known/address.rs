//! Where a call takes its module from: a registry's address, or the repository that the registry takes it from.

use crate::terraform::sources::registry_address;
use std::borrow::Cow;

/// What may stand before the path of a repository.
const REPOSITORIES: [&str; 5] =
    ["https://github.com/", "ssh://git@github.com/", "git@github.com:", "git://github.com/", "github.com/"];

/// A module of a registry, as a `source` names it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address<'s> {
    /// `terraform-aws-modules/rds/aws`
    pub(super) module: Cow<'s, str>,
    /// What follows `//`: `modules/db_instance`, or nothing.
    pub(super) inner: &'s str,
    /// The version that the source itself names.
    pub(super) revision: Revision<'s>,
}

/// The version that a source itself names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Revision<'s> {
    /// A registry's module: the call's `version` says it.
    Elsewhere,
    /// A repository without `ref`.
    Newest,
    /// The `ref` of a repository.
    Named(&'s str),
}

/// The module of a registry that a source names; `None` for any other source.
pub(super) fn parse(source: &str) -> Option<Address<'_>> {
    repository(source).or_else(|| registry(source))
}

fn registry(source: &str) -> Option<Address<'_>> {
    let address = registry_address(source)?;
    let (module, inner) = address.split_once("//").unwrap_or((address, ""));
    // With a host before it, it is another registry's.
    let is_public = module.split('/').count() == 3;
    is_public.then(|| Address { module: module.into(), inner: trimmed(inner), revision: Revision::Elsewhere })
}

/// The registry's module that a repository holds: `terraform-aws-rds` of an owner is `rds/aws`.
fn repository(source: &str) -> Option<Address<'_>> {
    let source = source.strip_prefix("git::").unwrap_or(source);
    let path = REPOSITORIES.iter().find_map(|start| source.strip_prefix(start))?;
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let (repository, inner) = path.split_once("//").unwrap_or((path, ""));
    let (owner, name) = repository.split_once('/')?;
    let name = name.trim_end_matches('/');
    let name = name.strip_suffix(".git").unwrap_or(name);
    let (provider, name) = name.strip_prefix("terraform-")?.split_once('-')?;
    let named = query.split('&').find_map(|pair| pair.strip_prefix("ref="));
    Some(Address {
        module: format!("{owner}/{name}/{provider}").into(),
        inner: trimmed(inner),
        revision: named.map_or(Revision::Newest, Revision::Named),
    })
}

fn trimmed(inner: &str) -> &str {
    inner.trim_start_matches("./").trim_matches('/')
}

#[cfg(test)]
mod tests {
    use super::{Revision, parse};

    #[test]
    fn sources_of_registries_and_their_repositories_are_known() {
        let check = |source: &str, expected: &str| {
            let found = parse(source).map(|found| {
                let revision = match found.revision {
                    Revision::Elsewhere => "",
                    Revision::Newest => " newest",
                    Revision::Named(name) => &format!(" {name}"),
                };
                format!("{}|{}{revision}", found.module, found.inner)
            });
            assert_eq!(found.as_deref().unwrap_or("-"), expected, "{source}");
        };
        check("o/rds/aws", "o/rds/aws|");
        check("registry.terraform.io/o/rds/aws", "o/rds/aws|");
        check("registry.opentofu.org/o/rds/aws//modules/db/", "o/rds/aws|modules/db");
        check("git::https://github.com/o/terraform-aws-rds.git?ref=v6.1.0", "o/rds/aws| v6.1.0");
        check(
            "git::https://github.com/o/terraform-aws-rds.git//modules/db?depth=1&ref=main",
            "o/rds/aws|modules/db main",
        );
        check("git::ssh://git@github.com/o/terraform-aws-rds-cluster.git", "o/rds-cluster/aws| newest");
        check("git@github.com:o/terraform-aws-rds.git?ref=1.2.3", "o/rds/aws| 1.2.3");
        check("github.com/o/terraform-aws-rds", "o/rds/aws| newest");
        for other in [
            "./modules/rds",
            "../../rds",
            "app.example.com/o/rds/aws",
            "o/rds",
            "github.com/o/rds",
            "s3::https://bucket/rds.zip",
            "",
        ] {
            check(other, "-");
        }
    }
}
