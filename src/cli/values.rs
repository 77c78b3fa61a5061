//! `--var` and `--var-file`, whose order counts across both.

use crate::lint::Assignment;
use clap::error::ErrorKind;
use clap::{ArgMatches, Args, Command, Error, FromArgMatches};
use std::fmt;
use std::path::PathBuf;

/// The options as clap declares them.
#[derive(Args)]
struct Options {
    /// A value for a variable of Terraform's root modules; may be repeated, and the last value holds
    #[arg(long = "var", value_name = "NAME=VALUE")]
    vars: Vec<String>,
    /// A file of values for variables, wherever it lies; may be repeated, and the order counts together with --var
    #[arg(long = "var-file", value_name = "FILE")]
    var_files: Vec<PathBuf>,
}

/// Values for variables, in the order of the command line.
#[derive(Default)]
pub(super) struct Values(pub(super) Vec<Assignment>);

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Args for Values {
    fn augment_args(command: Command) -> Command {
        Options::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Options::augment_args_for_update(command)
    }
}

impl FromArgMatches for Values {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let places = |id| matches.indices_of(id).into_iter().flatten();
        let Options { vars, var_files } = Options::from_arg_matches(matches)?;
        let texts = vars.iter().map(|argument| assignment(argument)).collect::<Result<Vec<_>, _>>()?;
        let texts = places("vars").zip(texts);
        let files = places("var_files").zip(var_files.into_iter().map(Assignment::File));
        let mut all: Vec<(usize, Assignment)> = texts.chain(files).collect();
        all.sort_by_key(|(place, _)| *place);
        Ok(Self(all.into_iter().map(|(_, assignment)| assignment).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Reads `NAME=VALUE`. What is wrong is said without the text, which may be a secret: clap itself would quote it.
fn assignment(argument: &str) -> Result<Assignment, Error> {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    match argument.split_once('=') {
        Some((name, text)) if is_name(name) => Ok(Assignment::Text { name: name.into(), text: text.into() }),
        _ => Err(Error::raw(ErrorKind::ValueValidation, "--var takes a variable's name, `=` and its value\n")),
    }
}
