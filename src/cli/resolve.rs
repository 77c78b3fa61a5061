//! `rdslint resolve`.

use super::args::{Document, ResolveArgs};
use super::{Exit, Failure, Streams, Terminal, input};
use crate::lint;
use crate::report::Verbosity;
use crate::report::resolve::{self, Databases};
use crate::source::Places;

/// Writes the databases to the output and the problems to standard error.
pub(super) fn resolve(args: ResolveArgs, terminal: Terminal, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let request = input::request(args.input, streams)?;
    let resolved = lint::resolve(&request);
    let lint::Resolved { sources, model, secrets, words, databases: shown, .. } = &resolved;
    let places = &Places::new(secrets.whole.clone());
    let databases = Databases { sources, model, shown, secrets, places, words };
    args.output.write(streams, |out| match args.format {
        Document::Text => resolve::table(databases, out),
        Document::Json => resolve::json(databases, out),
    })?;
    let options = args.output.options(terminal, Verbosity::Quiet);
    resolve::problems(databases, &resolved.problems, options, streams.stderr)?;
    if !resolved.problems.is_empty() {
        return Ok(Exit::Incomplete);
    }
    if resolved.met == 0 {
        writeln!(streams.stderr, "no CloudFormation template and no Terraform module was found")?;
        return Ok(Exit::NoInput);
    }
    Ok(Exit::Clean)
}
