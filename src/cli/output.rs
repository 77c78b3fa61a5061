//! Where output goes: standard output or a file, with or without colours.

use super::args::{OutputArgs, When};
use super::{Failure, Streams, Terminal};
use crate::report::{Options, Verbosity};
use std::fs::File;
use std::io::{self, BufWriter, Write};

impl OutputArgs {
    /// What the text formats may use.
    pub(super) fn options(&self, terminal: Terminal, verbosity: Verbosity) -> Options {
        let terminal = if self.output.is_some() { Terminal::default() } else { terminal };
        let color = match self.color {
            _ if self.no_color => false,
            When::Auto => terminal.color,
            When::Always => true,
            When::Never => false,
        };
        Options { color, links: terminal.links && color, width: terminal.width, verbosity }
    }

    /// Opens the output, lets `write` write to it, and makes sure that all of it arrives.
    pub(super) fn write(
        &self,
        streams: &mut Streams<'_>,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let Some(path) = &self.output else {
            let mut out = BufWriter::new(&mut *streams.stdout);
            write(&mut out)?;
            return Ok(out.flush()?);
        };
        let cannot = |error: io::Error| Failure::Usage(format!("cannot write {}: {error}", path.display()));
        let mut out = BufWriter::new(File::create(path).map_err(cannot)?);
        write(&mut out).and_then(|()| out.flush()).map_err(cannot)
    }
}
