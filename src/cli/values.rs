//! `--var`, `--var-file`, `--parameter` and `--parameter-file`: the order of values and files counts.

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
    /// A value for a parameter of CloudFormation templates; may be repeated, and the last value holds
    #[arg(long = "parameter", value_name = "NAME=VALUE")]
    parameters: Vec<String>,
    /// A file of values for parameters: JSON or YAML of the AWS command line, its pipelines or Git sync, or samconfig.toml; may
    /// be repeated, and the order counts together with --parameter
    #[arg(long = "parameter-file", value_name = "FILE")]
    parameter_files: Vec<PathBuf>,
}

/// Values for variables and for parameters, each in the order of the command line.
#[derive(Default)]
pub(super) struct Values {
    pub(super) variables: Vec<Assignment>,
    pub(super) parameters: Vec<Assignment>,
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.variables.iter().chain(&self.parameters)).finish()
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
        let Options { vars, var_files, parameters, parameter_files } = Options::from_arg_matches(matches)?;
        let variable = |argument: &String| assignment(argument, "--var takes a variable's name, `=` and its value\n");
        let parameter =
            |argument: &String| assignment(argument, "--parameter takes a parameter's name, `=` and its value\n");
        let variables = vars.iter().map(variable).collect::<Result<Vec<_>, _>>()?;
        let texts = parameters.iter().map(parameter).collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            variables: in_order(matches, ("vars", variables), ("var_files", var_files)),
            parameters: in_order(matches, ("parameters", texts), ("parameter_files", parameter_files)),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// Values and files of them, each with the id of their option, in the order of the command line.
fn in_order(
    matches: &ArgMatches,
    (texts_id, texts): (&str, Vec<Assignment>),
    (files_id, files): (&str, Vec<PathBuf>),
) -> Vec<Assignment> {
    let places = |id| matches.indices_of(id).into_iter().flatten();
    let files = places(files_id).zip(files.into_iter().map(Assignment::File));
    let mut all: Vec<(usize, Assignment)> = places(texts_id).zip(texts).chain(files).collect();
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, assignment)| assignment).collect()
}

/// Reads `NAME=VALUE`. What is wrong is said without the text, which may be a secret: clap itself would quote it.
fn assignment(argument: &str, expected: &str) -> Result<Assignment, Error> {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    match argument.split_once('=') {
        Some((name, text)) if is_name(name) => Ok(Assignment::Text { name: name.into(), text: text.into() }),
        _ => Err(Error::raw(ErrorKind::ValueValidation, expected)),
    }
}
