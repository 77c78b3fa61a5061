//! `rdslint explain` and `rdslint policies`.

use super::args::Document;
use super::{Exit, Failure, Streams};
use crate::report::{PolicyInfo, policies};

/// What there is to say about every policy.
pub(super) fn catalog() -> Vec<PolicyInfo> {
    Vec::new()
}

/// Refuses ids that no policy has.
pub(super) fn refuse_unknown<'a>(
    catalog: &[PolicyInfo],
    ids: impl IntoIterator<Item = &'a String>,
) -> Result<(), Failure> {
    match ids.into_iter().find(|id| catalog.iter().all(|policy| policy.id != **id)) {
        Some(unknown) => Err(Failure::Usage(format!("there is no policy {unknown}"))),
        None => Ok(()),
    }
}

/// Writes a policy's page.
pub(super) fn explain(id: &str, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    refuse_unknown(&catalog(), [&id.to_owned()])?;
    let _ = streams;
    Ok(Exit::Clean)
}

/// Writes the list of policies.
pub(super) fn list(format: Document, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let catalog = catalog();
    match format {
        Document::Text => policies::list(&catalog, streams.stdout)?,
        Document::Json => policies::json(&catalog, streams.stdout)?,
    }
    Ok(Exit::Clean)
}
