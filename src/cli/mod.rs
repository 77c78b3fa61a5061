//! The command line: arguments in, an exit code out.
//!
//! [`run`] takes everything from outside as arguments, so that tests call it as the program does.

mod args;
mod check;
mod examples;
mod input;
mod output;
mod own;
mod policies;
mod resolve;
mod terminal;
mod values;

pub use terminal::Terminal;

use crate::conceal::Words;
use crate::config::Broken;
use crate::report::{self, Options};
use args::{Cli, Command, PoliciesAction};
use clap::Parser;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above the threshold.
    Clean = 0,
    /// Findings at or above the threshold.
    Findings = 1,
    /// Something could not be checked: a wrong argument, or input that could not be read.
    Incomplete = 2,
    /// There was nothing to check.
    NoInput = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The program's standard streams.
pub struct Streams<'a> {
    /// Standard input; read only where `-` is among the paths.
    pub stdin: &'a mut dyn Read,
    /// Standard output.
    pub stdout: &'a mut dyn Write,
    /// Standard error.
    pub stderr: &'a mut dyn Write,
}

/// Why a command did not come to its end.
enum Failure {
    /// What the user asked for cannot be done.
    Usage(String),
    /// The configuration cannot be used.
    Configuration(Box<Broken>),
    /// The output could not be written.
    Write(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

/// Runs the program with its arguments, the first of which is its name.
pub fn run(args: impl IntoIterator<Item = OsString>, terminal: Terminal, mut streams: Streams<'_>) -> Exit {
    let outcome = match Cli::try_parse_from(args) {
        Ok(cli) => execute(cli.command, terminal, &mut streams),
        Err(error) => help(&error, terminal, &mut streams),
    };
    let outcome = outcome.and_then(|exit| streams.stdout.flush().map(|()| exit).map_err(Failure::Write));
    match outcome {
        Ok(exit) => exit,
        // Whoever read the output has had enough of it.
        Err(Failure::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Clean,
        Err(Failure::Write(error)) => refuse(&mut streams, &format!("cannot write the output: {error}")),
        Err(Failure::Configuration(broken)) => refuse_configuration(&mut streams, *broken),
        Err(Failure::Usage(message)) => refuse(&mut streams, &message),
    }
}

fn execute(command: Command, terminal: Terminal, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Check(args) => check::check(args, terminal, streams),
        Command::Resolve(args) => resolve::resolve(args, terminal, streams),
        Command::Explain(args) => policies::explain(&args, streams),
        Command::Policies(args) => match args.action {
            None => policies::list(&args.list, streams),
            Some(PoliciesAction::Test { folders }) => examples::test(&folders, streams),
            Some(PoliciesAction::New { id, dir }) => own::begin(&id, dir.as_deref(), streams),
            Some(PoliciesAction::Schema) => own::schema(streams),
        },
    }
}

/// Writes what clap has to say: help and the version are output, the rest are errors.
fn help(error: &clap::Error, terminal: Terminal, streams: &mut Streams<'_>) -> Result<Exit, Failure> {
    let text = error.render();
    let text = if terminal.color { text.ansi().to_string() } else { text.to_string() };
    if error.use_stderr() {
        streams.stderr.write_all(text.as_bytes())?;
        return Ok(Exit::Incomplete);
    }
    streams.stdout.write_all(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// Says what is wrong with the configuration. Nothing is linted then: the results would answer another question.
fn refuse_configuration(streams: &mut Streams<'_>, broken: Broken) -> Exit {
    let Broken { sources, mut problems } = broken;
    // Any value in it may be a password.
    Words::default().hide_in_problems(&sources, &[], &mut problems);
    // Where standard error cannot be written either, the exit code has to do.
    let _ = report::problems(&sources, &problems, &[], Options::default(), streams.stderr);
    Exit::Incomplete
}

fn refuse(streams: &mut Streams<'_>, message: &str) -> Exit {
    // Where standard error cannot be written either, the exit code has to do.
    let _ = writeln!(streams.stderr, "error: {message}");
    Exit::Incomplete
}
