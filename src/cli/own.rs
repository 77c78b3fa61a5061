//! Policies of the user's own: where they are, what is said of broken ones, and how to begin one.

use super::args::OwnArgs;
use super::{Exit, Failure, Streams};
use crate::catalog::{Catalog, UnknownPolicy};
use crate::config::Configuration;
use crate::policy::compile::is_id;
use crate::report::{self, Options};
use crate::source::SourceMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// What a new policy begins as.
const SKELETON: &str = include_str!("skeleton.yaml");

/// The schema of policy files.
const SCHEMA: &str = include_str!("../../docs/policy.schema.json");

/// The policies that are built in, with those of the folders that the command line and the configuration name.
pub(super) fn catalog(args: &OwnArgs, configuration: Option<&Configuration>) -> Catalog {
    let configured = configuration.map_or(&[][..], |configuration| &configuration.policies);
    let folders: Vec<_> = args.folders.iter().chain(configured).cloned().collect();
    Catalog::embedded().with_own(&folders)
}

/// What was looked up by name. Where there is none of that name, the policies that cannot be used may be why.
pub(super) fn known<T>(
    found: Result<T, UnknownPolicy>,
    catalog: &Catalog,
    streams: &mut Streams<'_>,
) -> Result<T, Failure> {
    let Err(unknown) = &found else { return Ok(found?) };
    say_broken(catalog, streams)?;
    if catalog.unknown(&unknown.id).is_none() {
        return Err(Failure::Usage(format!("the policy `{}` cannot be used", unknown.id)));
    }
    Ok(found?)
}

/// Writes to standard error what is wrong with policies that cannot be used.
pub(super) fn say_broken(catalog: &Catalog, streams: &mut Streams<'_>) -> io::Result<()> {
    let (mut sources, mut problems) = (SourceMap::default(), Vec::new());
    for broken in catalog.broken() {
        broken.report(&mut sources, &mut problems);
    }
    if problems.is_empty() {
        return Ok(());
    }
    report::problems(&sources, &problems, &[], Options::default(), streams.stderr)
}

/// Writes a policy to begin with; the folder that it goes to is made if need be, and no file is overwritten.
pub(super) fn begin(id: &str, folder: Option<&Path>, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    if !is_id(id) {
        return Err(Failure::Usage(format!("`{id}` is no id: an id is lower-case words with hyphens between them")));
    }
    if let Some(message) = Catalog::embedded().taken(id) {
        return Err(Failure::Usage(message));
    }
    let text = SKELETON.replace("ID", id);
    let Some(folder) = folder else {
        streams.stdout.write_all(text.as_bytes())?;
        return Ok(Exit::Clean);
    };
    let path = folder.join(format!("{id}.yaml"));
    let file = fs::create_dir_all(folder).and_then(|()| OpenOptions::new().write(true).create_new(true).open(&path));
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| Failure::Usage(format!("cannot write {}: {error}", path.display())))?;
    writeln!(streams.stderr, "{} is written: change it, then rdslint policies test {0}", path.display())?;
    Ok(Exit::Clean)
}

/// Writes the schema of policy files.
pub(super) fn schema(streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    streams.stdout.write_all(SCHEMA.as_bytes())?;
    Ok(Exit::Clean)
}
