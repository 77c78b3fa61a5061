//! The policies that are built in, those of the user's own beside them, and the choice among all.

mod own;

pub use own::Broken;

use crate::policy::compile::{CompileError, compile};
use crate::policy::{Page, Policy, Tier};
use crate::source::did_you_mean;
use crate::suppress::UNUSED;
use std::fmt;
use std::path::PathBuf;
use std::sync::OnceLock;

/// What `check` needs of every policy.
static POLICIES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/policies.bin"));
/// What `explain` and SARIF need on top, in the same order.
static PAGES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/pages.bin"));

/// A set of policies with their pages: those that are built in by topic, then by name, and the user's own behind them.
#[derive(Debug)]
pub struct Catalog {
    policies: Vec<Policy>,
    pages: OnceLock<Vec<Page>>,
    /// The pages of the user's own policies, which are the last ones.
    own: Vec<Page>,
    broken: Vec<Broken>,
}

/// A name that no policy has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownPolicy {
    /// The name as given.
    pub id: String,
    /// A clause that offers the nearest name, or nothing.
    pub hint: String,
}

impl fmt::Display for UnknownPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no policy `{}`{}", self.id, self.hint)
    }
}

impl std::error::Error for UnknownPolicy {}

impl Catalog {
    /// The policies that are built in. The pages are decoded when the first of them is asked for.
    pub fn embedded() -> Self {
        // Built by the same crate version from the same types: decoding cannot fail, and a test holds that.
        Self {
            policies: postcard::from_bytes(POLICIES).unwrap_or_default(),
            pages: OnceLock::new(),
            own: Vec::new(),
            broken: Vec::new(),
        }
    }

    /// Adds the policies of some folders. A file that cannot be used is kept apart, and the others are there all the same.
    #[must_use]
    pub fn with_own(mut self, folders: &[PathBuf]) -> Self {
        for (i, folder) in folders.iter().enumerate() {
            if folders.iter().take(i).any(|earlier| earlier == folder) {
                continue;
            }
            for file in own::read(folder) {
                if let Err(broken) = file.and_then(|(path, text)| self.add(&path, text)) {
                    self.broken.push(broken);
                }
            }
        }
        self
    }

    fn add(&mut self, path: &str, text: String) -> Result<(), Broken> {
        let refuse = |text, errors| Err(Broken::text(path, text, errors));
        let (policy, page) = match compile(path, &text) {
            Ok(compiled) => compiled,
            Err(errors) => return refuse(text, errors),
        };
        if let Some(message) = self.taken(&policy.id) {
            let error = CompileError::about_id(path, &text, message);
            return refuse(text, vec![error]);
        }
        self.policies.push(policy);
        self.own.push(page);
        Ok(())
    }

    /// What is said where an id is no longer free.
    pub fn taken(&self, id: &str) -> Option<String> {
        let embedded = self.policies.len() - self.own.len();
        match self.policies.iter().position(|policy| &*policy.id == id) {
            None if id != UNUSED => None,
            Some(position) if position >= embedded => Some(format!("another of your policies is named `{id}` too")),
            _ => Some(format!("rdslint has a policy `{id}` of its own: give yours another name")),
        }
    }

    /// The files of the user's own policies that cannot be used.
    pub fn broken(&self) -> &[Broken] {
        &self.broken
    }

    /// The user's own policies.
    pub fn own(&self) -> &[Policy] {
        self.policies.get(self.policies.len() - self.own.len()..).unwrap_or_default()
    }

    /// What is said about an id that nobody has; nothing where a file of that name cannot be used.
    pub fn unknown(&self, id: &str) -> Option<String> {
        let is_broken = self.broken.iter().any(|broken| broken.id() == id);
        self.find(id).err().filter(|_| !is_broken).map(|unknown| unknown.hint)
    }

    /// All policies.
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The page of the policy with that name.
    pub fn page(&self, id: &str) -> Option<&Page> {
        let position = self.policies.iter().position(|policy| &*policy.id == id)?;
        let embedded = self.policies.len() - self.own.len();
        if let Some(own) = position.checked_sub(embedded) {
            return self.own.get(own);
        }
        self.pages.get_or_init(|| postcard::from_bytes(PAGES).unwrap_or_default()).get(position)
    }

    /// The policy with that name.
    ///
    /// # Errors
    /// No policy has it.
    pub fn find(&self, id: &str) -> Result<&Policy, UnknownPolicy> {
        self.policies.iter().find(|policy| &*policy.id == id).ok_or_else(|| {
            let hint = did_you_mean(id, self.policies.iter().map(|policy| &*policy.id));
            UnknownPolicy { id: id.to_owned(), hint }
        })
    }

    /// Only the named policies, or those of a tier when none is named; without those to skip.
    ///
    /// # Errors
    /// No policy has one of the names.
    pub fn select(&self, tier: Tier, only: &[String], skip: &[String]) -> Result<Vec<&Policy>, UnknownPolicy> {
        for id in only.iter().chain(skip) {
            self.find(id)?;
        }
        let named = |list: &[String], policy: &Policy| list.iter().any(|id| **id == *policy.id);
        let chosen = self.policies.iter().filter(|policy| match only {
            [] => policy.tier <= tier,
            only => named(only, policy),
        });
        Ok(chosen.filter(|policy| !named(skip, policy)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::ast::Requirement;

    #[test]
    fn every_embedded_policy_decodes_with_its_page() {
        assert!(postcard::from_bytes::<Vec<Policy>>(POLICIES).is_ok());
        let catalog = Catalog::embedded();
        for policy in catalog.policies() {
            assert!(catalog.page(&policy.id).is_some(), "{}", policy.id);
        }
    }

    #[test]
    fn one_list_of_risky_extensions_stands_in_two_policies() {
        let catalog = Catalog::embedded();
        let list = |id: &str| match &catalog.find(id).unwrap().require {
            Requirement::Test(test) => test.argument.clone(),
            other => panic!("{id}: {other:?}"),
        };
        assert_eq!(list("postgresql-risky-extension-created"), list("postgresql-risky-extension-allowed"));
    }

    #[test]
    fn unknown_names_are_refused_with_a_hint() {
        let catalog = Catalog::embedded();
        assert_eq!(
            catalog.find("no-such-policy-at-all").unwrap_err().to_string(),
            "there is no policy `no-such-policy-at-all`"
        );
        if let Some(first) = catalog.policies().first() {
            let error = catalog.select(Tier::All, &[format!("{}x", first.id)], &[]).unwrap_err();
            assert_eq!(error.hint, format!("; did you mean `{}`?", first.id));
            let rest = catalog.select(Tier::All, &[], &[first.id.to_string()]).unwrap();
            assert_eq!(rest.len(), catalog.policies().len() - 1);
        }
    }

    #[test]
    fn a_tier_holds_those_before_it_and_a_name_asks_whatever_the_tier() {
        let catalog = Catalog::embedded();
        let ids = |tier, only: &[String]| -> Vec<&str> {
            catalog.select(tier, only, &[]).unwrap().iter().map(|policy| &*policy.id).collect()
        };
        let [recommended, strict, all] = [Tier::Recommended, Tier::Strict, Tier::All].map(|tier| ids(tier, &[]));
        assert!(strict.len() > recommended.len() && recommended.iter().all(|id| strict.contains(id)));
        assert!(strict.iter().all(|id| all.contains(id)));
        assert_eq!(all.len(), catalog.policies().len());
        let one = *strict.iter().find(|id| !recommended.contains(id)).unwrap();
        assert_eq!(ids(Tier::Recommended, &[one.to_owned()]), [one]);
    }
}
