//! From paths and `-` to what the pipeline takes.

use super::args::InputArgs;
use super::{Failure, Streams};
use crate::discover::STDIN;
use crate::lint::Request;
use std::path::Path;

/// The request for the paths, with standard input read where it is asked for.
pub(super) fn request(args: InputArgs, streams: &mut Streams<'_>) -> Result<Request, Failure> {
    let is_stdin = |path: &Path| path.as_os_str() == "-";
    let reads_stdin = args.paths.iter().any(|path| is_stdin(path));
    if !reads_stdin && args.stdin_filename.is_some() {
        return Err(Failure::Usage("--stdin-filename needs - among the paths".to_owned()));
    }
    let mut request = Request { source: args.source, ..Request::default() };
    if reads_stdin {
        let mut text = Vec::new();
        let read = streams.stdin.read_to_end(&mut text);
        read.map_err(|error| Failure::Usage(format!("cannot read standard input: {error}")))?;
        request.stdin = Some((args.stdin_filename.unwrap_or_else(|| STDIN.to_owned()), text));
    }
    request.paths = args.paths.into_iter().filter(|path| !is_stdin(path)).collect();
    Ok(request)
}
