//! One page a policy, as `rdslint explain` prints it.

use super::{FOLDER, check, made};
use rayon::prelude::*;
use rdslint::catalog::Catalog;
use rdslint::{docs, suppress};
use std::collections::BTreeMap;
use std::{env, fs};

#[test]
fn every_policy_has_its_page() {
    let catalog = Catalog::embedded();
    let page = |policy| docs::page(&catalog, policy).unwrap();
    let pages = catalog.policies().par_iter().map(|policy| (format!("policies/{}.md", policy.id), page(policy)));
    let mut pages: BTreeMap<String, String> = pages.collect();
    pages.insert(format!("policies/{}.md", suppress::UNUSED), docs::unused_ignore());
    for name in made("policies") {
        if name == "README.md" || pages.contains_key(&format!("policies/{name}")) {
            continue;
        }
        assert!(env::var_os("UPDATE").is_some(), "docs/policies/{name} is the page of no policy");
        fs::remove_file(format!("{FOLDER}/policies/{name}")).unwrap();
    }
    check(pages);
}
