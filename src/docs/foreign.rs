//! Our policies by the names that others have for the same: the ids of other tools' checks and of frameworks' controls.

use crate::catalog::{Catalog, UnknownPolicy};
use crate::policy::Policy;
use crate::policy::titles::{FRAMEWORKS, TOOLS, title};
use crate::source::did_you_mean;
use std::fmt::Write;

/// What a word means to `explain`.
#[derive(Debug)]
pub enum Meant<'c> {
    /// A policy.
    Policy(&'c Policy),
    /// A list of several policies that others call by that word, as text.
    Several(String),
}

/// Finds the policy that is called so here, or else those that others call so.
///
/// # Errors
/// Nobody calls anything so.
pub fn find<'c>(catalog: &'c Catalog, word: &str) -> Result<Meant<'c>, UnknownPolicy> {
    let Err(unknown) = catalog.find(word) else { return catalog.find(word).map(Meant::Policy) };
    let found = called(catalog, word);
    match found.as_slice() {
        [] if unknown.hint.is_empty() => Err(UnknownPolicy { hint: near(catalog, word), ..unknown }),
        [] => Err(unknown),
        [(policy, _)] => Ok(Meant::Policy(policy)),
        several => Ok(Meant::Several(list(word, several))),
    }
}

/// The policies that others call so, each with those who do.
fn called<'c>(catalog: &'c Catalog, word: &str) -> Vec<(&'c Policy, Vec<&'c str>)> {
    let found = catalog.policies().iter().filter_map(|policy| {
        let page = catalog.page(&policy.id)?;
        let tools = page.peers.iter().map(|(mark, ids)| (title(TOOLS, mark), ids));
        let frameworks = page.controls.iter().map(|(mark, ids)| (title(FRAMEWORKS, mark), ids));
        let by = tools.chain(frameworks).filter(|(_, ids)| ids.iter().any(|id| is_called(id, word)));
        let by: Vec<&str> = by.map(|(title, _)| title).collect();
        (!by.is_empty()).then_some((policy, by))
    });
    found.collect()
}

/// Whether an id is meant: letter case aside, without the prefix that newer versions leave out, or by its beginning
/// where the id is the beginning of a long one.
fn is_called(id: &str, word: &str) -> bool {
    let (id, word) = (id.to_ascii_lowercase(), word.to_ascii_lowercase());
    let is_cut = id.len() == 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    id == word
        || id.strip_prefix("avd-").is_some_and(|rest| rest == word)
        || is_cut && word.strip_prefix(&*id).is_some_and(|rest| rest.starts_with('-'))
}

/// A clause that offers the nearest of the ids that others have.
fn near(catalog: &Catalog, word: &str) -> String {
    let pages = catalog.policies().iter().filter_map(|policy| catalog.page(&policy.id));
    did_you_mean(word, pages.flat_map(|page| page.peers.iter().flat_map(|(_, ids)| ids)).map(String::as_str))
}

fn list(word: &str, found: &[(&Policy, Vec<&str>)]) -> String {
    let mut text = format!("`{word}` is asked by {} policies; `rdslint explain` tells of each:\n\n", found.len());
    let width = found.iter().map(|(policy, _)| policy.id.len()).max().unwrap_or_default();
    for (policy, by) in found {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{:width$}  {} ({})", policy.id, policy.title, by.join("; "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_known_by_their_forms() {
        for (id, word) in [
            ("CKV_AWS_16", "ckv_aws_16"),
            ("AVD-AWS-0080", "AWS-0080"),
            ("08bd0760", "08BD0760-8752-44e1-9779-7bb369b2b4e4"),
        ] {
            assert!(is_called(id, word), "{word}");
        }
        for (id, word) in [("CKV_AWS_16", "CKV_AWS_161"), ("RDS.3", "RDS.3-1"), ("08bd0760", "08bd07609")] {
            assert!(!is_called(id, word), "{word}");
        }
    }

    #[test]
    fn others_ids_lead_to_policies() {
        let catalog = Catalog::embedded();
        let meant = |word: &str| match find(&catalog, word) {
            Ok(Meant::Policy(policy)) => policy.id.to_string(),
            Ok(Meant::Several(list)) => list,
            Err(unknown) => unknown.to_string(),
        };
        assert_eq!(meant("storage-unencrypted"), "storage-unencrypted");
        assert_eq!(meant("AVD-AWS-0180"), "publicly-accessible");
        assert!(meant("CKV2_AWS_69").contains("\nsqlserver-tls-not-required "), "{}", meant("CKV2_AWS_69"));
        assert_eq!(meant("AVD-AWX-0180"), "there is no policy `AVD-AWX-0180`; did you mean `AVD-AWS-0180`?");
        assert_eq!(
            meant("storage-uncrypted"),
            "there is no policy `storage-uncrypted`; did you mean `storage-unencrypted`?"
        );
    }
}
