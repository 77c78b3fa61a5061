//! The arguments, as clap reads them. Their doc comments are the program's help.

use super::values::Values;
use crate::finding::Severity;
use crate::model::Day;
use crate::policy::Tier;
use crate::report;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing at or above the threshold of --fail-on
  1  findings at or above it
  2  something could not be checked: a wrong argument, input that could not be read or, with --fail-on-unknown, a question
     that could not be decided; findings are printed all the same
  3  no template and no Terraform module was found";

const TEST_EXIT_CODES: &str = "\
Exit codes:
  0  every example has the verdict that it states
  1  some have not
  2  a policy cannot be used, or there is none";

/// A linter for the security of Amazon RDS and Aurora databases in CloudFormation and Terraform.
#[derive(Debug, Parser)]
#[command(name = "rdslint", version, arg_required_else_help = true)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Report what is insecure about the databases
    #[command(after_help = EXIT_CODES)]
    Check(CheckArgs),
    /// Print what a policy asks for, why, and how to follow it
    Explain(ExplainArgs),
    /// List the policies; write and test policies of your own
    Policies(PoliciesArgs),
    /// Print what every database would really be: its fields and effective parameters, and where they come from
    Resolve(ResolveArgs),
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option that is there or not")]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// How to write the report
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
    /// The mildest severity that makes the exit code 1, or `never`
    #[arg(long, value_name = "SEVERITY", default_value = "low", value_parser = threshold())]
    pub(super) fail_on: Threshold,
    /// Exit with 2 where a question could not be decided, as with a variable that has no value
    #[arg(long)]
    pub(super) fail_on_unknown: bool,
    /// Exit with 0 where no template and no Terraform module was found: a commit seldom touches one
    #[arg(long)]
    pub(super) allow_no_input: bool,
    /// Leave out findings below this severity
    #[arg(long, value_name = "SEVERITY", value_parser = severity())]
    pub(super) min_severity: Option<Severity>,
    /// Which policies to check: `recommended`, `strict` ones too, or `all` [default: what the configuration says, or
    /// else `recommended`]
    #[arg(long, value_name = "TIER", value_parser = tier())]
    pub(super) tier: Option<Tier>,
    /// Check only this policy, whatever its tier; may be repeated
    #[arg(long = "policy", value_name = "ID", value_delimiter = ',')]
    pub(super) policies: Vec<String>,
    #[command(flatten)]
    pub(super) own: OwnArgs,
    /// Do not check this policy; may be repeated. `unused-ignore` turns off reports of ignores that silence nothing
    #[arg(long = "skip-policy", value_name = "ID", value_delimiter = ',')]
    pub(super) skip: Vec<String>,
    /// Print findings and problems, no summary
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Print every outcome that could not be decided
    #[arg(short, long)]
    pub(super) verbose: bool,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The policy's id, or what another tool or a framework calls it: `CKV_AWS_16`, `RDS.3`
    pub(super) policy: String,
    #[command(flatten)]
    pub(super) own: OwnArgs,
    #[command(flatten)]
    pub(super) configuration: ConfigFileArgs,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct PoliciesArgs {
    #[command(subcommand)]
    pub(super) action: Option<PoliciesAction>,
    #[command(flatten)]
    pub(super) list: ListArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum PoliciesAction {
    /// Run the examples of your own policies
    #[command(after_help = TEST_EXIT_CODES)]
    Test {
        /// Folders of policies, or files
        #[arg(value_name = "DIR", required = true)]
        folders: Vec<PathBuf>,
    },
    /// Write a policy with comments, to begin with
    New {
        /// What the policy is called: the problem, in lower-case words with hyphens
        id: String,
        /// Write it to the file ID.yaml in this folder, which must not be there yet [default: to standard output]
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    /// Print the JSON Schema of policy files, for editors
    Schema,
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// How to write the list
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Document,
    /// List only the policies that `check --tier` asks [default: all]
    #[arg(long, value_name = "TIER", value_parser = tier())]
    pub(super) tier: Option<Tier>,
    /// List only policies of this severity or a worse one
    #[arg(long, value_name = "SEVERITY", value_parser = severity())]
    pub(super) min_severity: Option<Severity>,
    #[command(flatten)]
    pub(super) own: OwnArgs,
    #[command(flatten)]
    pub(super) configuration: ConfigFileArgs,
}

#[derive(Debug, Args)]
pub(super) struct ResolveArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// How to write the databases
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Document,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// Files and folders; `-` is standard input [default: the current folder]. Of files alone, only what has to do with
    /// them is reported and counted
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The file that the text on standard input stands for
    #[arg(long, value_name = "FILE")]
    pub(super) stdin_filename: Option<String>,
    /// The root module that Terraform plans are made of, so that findings point into it [default: the folder of each
    /// plan]
    #[arg(long, value_name = "DIR")]
    pub(super) source: Option<PathBuf>,
    #[command(flatten)]
    pub(super) values: Values,
    /// What `terraform.workspace` is; unknown where neither this nor an environment says
    #[arg(long, value_name = "NAME")]
    pub(super) workspace: Option<String>,
    /// What `AWS::Region` is; unknown where neither this nor an environment says
    #[arg(long, value_name = "NAME")]
    pub(super) region: Option<String>,
    /// What `AWS::Partition` is [default: that of the region]
    #[arg(long, value_name = "NAME")]
    pub(super) partition: Option<String>,
    /// Try every allowed value of a parameter, whatever its default is, and report what is insecure with any of them
    #[arg(long)]
    pub(super) explore: bool,
    /// The day that ends of support are compared with, such as 2026-11-21 [default: that of `SOURCE_DATE_EPOCH`, or today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) today: Option<Day>,
    #[command(flatten)]
    pub(super) configuration: ConfigurationArgs,
}

#[derive(Debug, Args)]
pub(super) struct OwnArgs {
    /// A folder of policies of your own, beside those that the configuration names; may be repeated
    #[arg(long = "policies", value_name = "DIR")]
    pub(super) folders: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ConfigurationArgs {
    #[command(flatten)]
    pub(super) file: ConfigFileArgs,
    /// Look at this environment of the configuration only; may be repeated
    #[arg(long = "environment", value_name = "NAME", value_delimiter = ',')]
    pub(super) environments: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct ConfigFileArgs {
    /// The configuration [default: `rdslint.yaml` or `.rdslint.yaml`, in the folder of the first path or one above it]
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, conflicts_with = "config")]
    pub(super) no_config: bool,
}

#[derive(Debug, Args)]
pub(super) struct OutputArgs {
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(super) color: When,
    /// The same as `--color never`
    #[arg(long, conflicts_with = "color")]
    pub(super) no_color: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless `NO_COLOR` or `CI` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The format of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Document {
    /// A table, for people
    #[default]
    #[value(alias = "table")]
    Text,
    /// For programs
    Json,
}

/// The format of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people: the source with labels, and a summary
    #[default]
    Text,
    /// As compilers write; editors read it.
    #[value(help = "file:line:col: severity: message [policy], which editors read")]
    Gcc,
    /// Workflow commands that annotate a pull request on GitHub
    Github,
    /// For programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

impl From<Format> for report::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Self::Text,
            Format::Gcc => Self::Gcc,
            Format::Github => Self::Github,
            Format::Json => Self::Json,
            Format::Sarif => Self::Sarif,
        }
    }
}

/// The mildest severity that fails the run; none where nothing does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Threshold(pub(super) Option<Severity>);

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "not a day such as 2026-11-21".to_owned())
}

fn severity() -> impl TypedValueParser<Value = Severity> {
    let words = PossibleValuesParser::new(Severity::ALL.map(Severity::as_str));
    words.map(|word| word.parse().unwrap_or(Severity::Info))
}

fn tier() -> impl TypedValueParser<Value = Tier> {
    PossibleValuesParser::new(Tier::WORDS).map(|word| word.parse().unwrap_or_default())
}

fn threshold() -> impl TypedValueParser<Value = Threshold> {
    let words = Severity::ALL.map(Severity::as_str).into_iter().chain(["never"]);
    PossibleValuesParser::new(words).map(|word| Threshold(word.parse().ok()))
}
