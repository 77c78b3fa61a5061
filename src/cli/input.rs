//! From paths, `-` and the configuration to what the pipeline takes.

use super::args::{ConfigFileArgs, InputArgs};
use super::terminal::today;
use super::{Failure, Streams};
use crate::config::{self, Configuration};
use crate::discover::STDIN;
use crate::lint::Request;
use std::path::{Path, PathBuf};

/// The request for the paths, with standard input read where it is asked for.
pub(super) fn request(args: InputArgs, streams: &mut Streams<'_>) -> Result<Request, Failure> {
    let is_stdin = |path: &Path| path.as_os_str() == "-";
    let reads_stdin = args.paths.iter().any(|path| is_stdin(path));
    if !reads_stdin && args.stdin_filename.is_some() {
        return Err(Failure::Usage("--stdin-filename needs - among the paths".to_owned()));
    }
    let first = args.paths.iter().find(|path| !is_stdin(path)).cloned();
    let first = first.or_else(|| args.stdin_filename.as_ref().map(PathBuf::from)).unwrap_or_else(|| ".".into());
    let mut request = Request {
        source: args.source,
        assignments: args.values.variables,
        workspace: args.workspace.map(Into::into),
        parameters: args.values.parameters,
        region: args.region.map(Into::into),
        partition: args.partition.map(Into::into),
        explore: args.explore,
        configuration: configuration(&args.configuration.file, &first)?,
        today: args.today.or_else(today),
        chosen: args.configuration.environments,
        ..Request::default()
    };
    check_names(&request)?;
    if reads_stdin {
        let mut text = Vec::new();
        let read = streams.stdin.read_to_end(&mut text);
        read.map_err(|error| Failure::Usage(format!("cannot read standard input: {error}")))?;
        request.stdin = Some((args.stdin_filename.unwrap_or_else(|| STDIN.to_owned()), text));
    }
    request.paths = args.paths.into_iter().filter(|path| !is_stdin(path)).collect();
    Ok(request)
}

/// The configuration that is named, or else the one for what lies at the first path.
pub(super) fn configuration(args: &ConfigFileArgs, first: &Path) -> Result<Option<Configuration>, Failure> {
    let path = match &args.config {
        _ if args.no_config => None,
        Some(path) => Some(path.clone()),
        None => config::find(first),
    };
    path.map(|path| config::load(&path)).transpose().map_err(Failure::Configuration)
}

/// Refuses names of environments that the configuration does not have.
fn check_names(request: &Request) -> Result<(), Failure> {
    let Some(first) = request.chosen.first() else { return Ok(()) };
    let Some(configuration) = &request.configuration else {
        return Err(Failure::Usage(format!("there is no environment `{first}`: no configuration was found")));
    };
    let known = || configuration.environments.iter().map(|one| &*one.name);
    match request.chosen.iter().find(|name| !known().any(|one| one == **name)) {
        None => Ok(()),
        Some(unknown) => {
            let path = configuration.path.display();
            let hint = match known().collect::<Vec<_>>() {
                names if names.is_empty() => "; it has none".to_owned(),
                names => format!("; it has {}", names.join(", ")),
            };
            Err(Failure::Usage(format!("{path} has no environment `{unknown}`{hint}")))
        }
    }
}
