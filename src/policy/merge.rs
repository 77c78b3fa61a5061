//! Findings that one and the same edit would mend become one finding with several resources: the instances of a
//! `count`, or the databases on one parameter group.

use super::writing::{fingerprint, when};
use crate::finding::Finding;
use crate::source::Span;
use indexmap::IndexMap;
use indexmap::map::Entry;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::sync::Arc;

/// What findings that belong together have in common.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    policy: Arc<str>,
    primary: Span,
    suppressed: Option<Span>,
    /// The message before and after the resource, without the condition.
    message: (String, String),
}

/// A finding and the places that its related labels already show.
struct Merged {
    finding: Finding,
    /// The first resource as the message shows it.
    first: String,
    /// The second one, to be shown when it is the only other.
    second: Option<String>,
    /// Whether the resources exist under different conditions.
    conditions_differ: bool,
    addresses: FxHashSet<Arc<str>>,
    places: FxHashSet<Span>,
}

/// Joins the findings of one policy that have the same primary place, the same message but for the resource and its
/// condition, and the same suppression, whatever environments they hold in, and says where they hold when that is not
/// everywhere. The fingerprint and the value's way are those of the first resource.
pub fn merge(findings: Vec<Finding>) -> Vec<Finding> {
    let mut merged: IndexMap<Key, Merged, FxBuildHasher> = IndexMap::default();
    for finding in findings {
        let (before, resource, after) = split(&finding);
        let key = Key {
            policy: finding.policy.clone(),
            primary: finding.primary.span,
            suppressed: finding.suppressed.as_ref().map(|suppression| suppression.span),
            message: (before, after),
        };
        match merged.entry(key) {
            Entry::Occupied(mut same) => same.get_mut().absorb(finding, &resource),
            Entry::Vacant(place) => {
                let places = finding.related.iter().map(|label| label.span).collect();
                let addresses = finding.resources.iter().cloned().collect();
                let conditions_differ = false;
                place.insert(Merged { finding, first: resource, second: None, conditions_differ, addresses, places });
            }
        }
    }
    distinct(merged.into_iter().map(|(key, merged)| merged.finish(key.message)).collect())
}

/// Tells findings apart that would have one fingerprint: two ignores of one policy in a file, a resource that is
/// defined twice, or one whose value stands in several places of a file for several environments.
fn distinct(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    for finding in &mut findings {
        let count = known.entry(finding.fingerprint.clone()).or_default();
        *count += 1;
        if *count > 1 {
            let number = count.to_string();
            let which = finding.environments.names.first().map_or(&*number, |name| name);
            finding.fingerprint = fingerprint(&[&finding.fingerprint, which]);
        }
    }
    findings
}

/// The message before the resource, the resource with the alias after it, and the rest.
fn split(finding: &Finding) -> (String, String, String) {
    let condition = finding.condition.as_deref().map(when).unwrap_or_default();
    let message = finding.message.strip_suffix(&condition).unwrap_or(&finding.message);
    let address = finding.resources.first().map_or("", |address| address);
    let Some(start) = message.find(address).filter(|_| !address.is_empty()) else {
        return (message.into(), String::new(), String::new());
    };
    let (before, rest) = message.split_at(start);
    let after = &rest[address.len()..];
    let alias = after.strip_prefix(" (").and_then(|alias| alias.split_once(')')).map(|(alias, _)| alias);
    let length = match alias {
        Some(alias) if alias.contains('/') && !alias.contains(' ') => address.len() + alias.len() + " ()".len(),
        _ => address.len(),
    };
    (before.into(), rest[..length].into(), rest[length..].into())
}

impl Merged {
    fn absorb(&mut self, other: Finding, resource: &str) {
        self.finding.environments.join(other.environments);
        self.conditions_differ |= self.finding.condition != other.condition;
        for address in other.resources {
            if self.addresses.insert(address.clone()) {
                self.second.get_or_insert_with(|| resource.to_owned());
                self.finding.resources.push(address);
            }
        }
        for label in other.related {
            if self.places.insert(label.span) {
                self.finding.related.push(label);
            }
        }
    }

    fn finish(mut self, (before, after): (String, String)) -> Finding {
        let count = self.finding.resources.len();
        if let Some(second) = self.second.filter(|_| !self.first.is_empty()) {
            let resources = match count {
                2 => format!("{} (and {second})", self.first),
                _ => format!("{} (and {} more)", self.first, count - 1),
            };
            let condition = match &self.finding.condition {
                _ if self.conditions_differ => ", each under its own condition".to_owned(),
                Some(condition) => when(condition),
                None => String::new(),
            };
            self.finding.message = format!("{before}{resources}{after}{condition}");
        }
        if let Some(environments) = self.finding.environments.words() {
            self.finding.message = format!("{} in {environments}", self.finding.message);
        }
        self.finding
    }
}

#[cfg(test)]
mod tests {
    use super::merge;
    use crate::finding::{Environments, Finding, Label, Severity};
    use crate::source::{SourceMap, Span};
    use std::sync::Arc;

    fn finding(address: &str, message: &str, at: u32) -> Finding {
        let file = SourceMap::default().add("main.tf", "");
        let label = |at| Label { span: Span::new(file, at, at + 1), text: String::new() };
        Finding {
            policy: "tls-not-required".into(),
            severity: Severity::High,
            message: message.into(),
            condition: None,
            resources: vec![address.into()],
            primary: label(at),
            related: vec![label(at + 100), label(7)],
            flow: Vec::new(),
            fix: None,
            fingerprint: address.into(),
            suppressed: None,
            environments: Environments::default(),
        }
    }

    fn messages(findings: Vec<Finding>) -> Vec<String> {
        merge(findings).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn findings_at_one_place_become_one() {
        let a = finding("a", "a takes plain connections", 1);
        let b = finding("b", "b takes plain connections", 1);
        let c = finding("c", "c takes plain connections", 1);
        assert_eq!(messages(vec![a.clone(), b.clone(), a.clone()]), ["a (and b) takes plain connections"]);
        let all = merge(vec![a.clone(), b, c]);
        assert_eq!(all[0].message, "a (and 2 more) takes plain connections");
        assert_eq!(all[0].resources.len(), 3);
        assert_eq!(all[0].related.len(), 2);
        assert_eq!(all[0].fingerprint, "a");
        assert_eq!(messages(vec![a.clone(), finding("d", "d takes plain connections", 2)]).len(), 2);
    }

    #[test]
    fn conditions_do_not_keep_findings_apart() {
        let under = |address: &str, condition: &str| Finding {
            condition: Some(condition.into()),
            ..finding(address, &format!("{address} is open when {condition}"), 1)
        };
        assert_eq!(messages(vec![under("a", "x is true")]), ["a is open when x is true"]);
        assert_eq!(
            messages(vec![under("a", "x is true"), under("b", "x is true")]),
            ["a (and b) is open when x is true"]
        );
        assert_eq!(
            messages(vec![under("a", "x is true"), under("b", "y is true")]),
            ["a (and b) is open, each under its own condition"]
        );
    }

    #[test]
    fn environments_are_joined_and_said_where_they_are_not_all() {
        let all: Vec<Arc<str>> = ["a", "b", "c", "d", "e"].map(Into::into).into();
        let held = |names: &[&str]| {
            let one = |name: &&str| Finding {
                environments: Environments::one(&(*name).into(), &all),
                ..finding("db", "db is open", 1)
            };
            messages(names.iter().map(one).collect())
        };
        assert_eq!(held(&["b"]), ["db is open in b"]);
        assert_eq!(held(&["a", "c"]), ["db is open in a and c"]);
        assert_eq!(held(&["a", "b", "c"]), ["db is open in a, b and c"]);
        assert_eq!(held(&["a", "b", "c", "d"]), ["db is open in a, b, c and 1 more"]);
        assert_eq!(held(&["a", "b", "c", "d", "e"]), ["db is open"]);
    }

    #[test]
    fn an_alias_belongs_to_its_resource() {
        let a = finding("A1", "A1 (App/Stack/A) is open", 1);
        let b = finding("B2", "B2 (App/Stack/B) is open", 1);
        assert_eq!(messages(vec![a, b]), ["A1 (App/Stack/A) (and B2 (App/Stack/B)) is open"]);
    }
}
