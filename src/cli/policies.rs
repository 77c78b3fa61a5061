//! `rdslint explain` and `rdslint policies`, and what the reports are told about policies.

use super::args::{Document, ExplainArgs, ListArgs};
use super::{Exit, Failure, Streams, input, own};
use crate::catalog::{Catalog, UnknownPolicy};
use crate::docs::{self, Meant};
use crate::policy::{Policy, Tier};
use crate::report::{PolicyInfo, policies};
use crate::suppress;
use std::path::Path;

impl From<UnknownPolicy> for Failure {
    fn from(unknown: UnknownPolicy) -> Self {
        Self::Usage(unknown.to_string())
    }
}

/// What a report needs to know of a policy. The pages cost some time to decode; few formats show them.
pub(super) fn info(catalog: &Catalog, policy: &Policy, with_page: bool) -> PolicyInfo {
    let page = if with_page { catalog.page(&policy.id) } else { None };
    PolicyInfo {
        id: policy.id.to_string(),
        title: policy.title.to_string(),
        severity: policy.severity,
        tier: policy.tier,
        why: page.map(|page| page.why.clone()).unwrap_or_default(),
        page: docs::address(docs::REPOSITORY, &policy.id),
        references: page.map(|page| page.references.clone()).unwrap_or_default(),
        controls: page.map(|page| page.controls.clone()).unwrap_or_default(),
    }
}

/// What the reports say about ignore directives that silence nothing, as if it were a policy.
pub(super) fn unused_ignore() -> PolicyInfo {
    PolicyInfo {
        id: suppress::UNUSED.to_owned(),
        title: suppress::TITLE.to_owned(),
        severity: suppress::SEVERITY,
        tier: Tier::Recommended,
        why: suppress::WHY.to_owned(),
        page: docs::address(docs::REPOSITORY, suppress::UNUSED),
        references: Vec::new(),
        controls: Vec::new(),
    }
}

/// Writes a policy's page; the policy may be named as others call it.
pub(super) fn explain(args: &ExplainArgs, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let id = &*args.policy;
    if id == suppress::UNUSED {
        streams.stdout.write_all(docs::unused_ignore().as_bytes())?;
        return Ok(Exit::Clean);
    }
    let configuration = input::configuration(&args.configuration, Path::new("."))?;
    let catalog = own::catalog(&args.own, configuration.as_ref());
    let text = match own::known(docs::find(&catalog, id), &catalog, streams)? {
        Meant::Policy(policy) => docs::page(&catalog, policy).unwrap_or_default(),
        Meant::Several(list) => list,
    };
    streams.stdout.write_all(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// Writes the list of policies.
pub(super) fn list(args: &ListArgs, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let configuration = input::configuration(&args.configuration, Path::new("."))?;
    let catalog = own::catalog(&args.own, configuration.as_ref());
    let is_json = args.format == Document::Json;
    let is_asked_for = |policy: &&Policy| {
        let is_in = args.tier.is_none_or(|tier| policy.tier <= tier);
        is_in && args.min_severity.is_none_or(|least| policy.severity >= least)
    };
    let listed = catalog.policies().iter().filter(is_asked_for);
    let infos: Vec<PolicyInfo> = listed.map(|policy| info(&catalog, policy, is_json)).collect();
    if is_json {
        policies::json(&infos, streams.stdout)?;
    } else {
        policies::list(&infos, streams.stdout)?;
    }
    own::say_broken(&catalog, streams)?;
    Ok(if catalog.broken().is_empty() { Exit::Clean } else { Exit::Incomplete })
}
