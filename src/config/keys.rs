//! The keys of the configuration. What reads it, what refuses other keys, and the schema are made from this table.

use crate::policy::Tier;

/// A key of the configuration or of a section of it.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The key as it is written.
    pub name: &'static str,
    /// What stands under it.
    pub form: Form,
    /// What it is for, as a sentence without a full stop.
    pub about: &'static str,
}

/// What may stand under a key.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// A text.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// `true` or `false`.
    Switch,
    /// A folder, seen from the folder of the configuration.
    Folder,
    /// A list of folders, seen from the folder of the configuration.
    Folders,
    /// A list of files, seen from the folder of the configuration.
    Files,
    /// Names of variables or parameters with values of any kind.
    Values,
    /// Names that the user chooses, each with these keys.
    Named(&'static [Key]),
}

/// The keys of the configuration.
pub const KEYS: &[Key] = &[
    Key {
        name: ENVIRONMENTS,
        form: Form::Named(ENVIRONMENT),
        about: "Environments that Terraform's root modules and CloudFormation's templates are evaluated in, by name",
    },
    Key {
        name: POLICIES,
        form: Form::Folders,
        about: "Folders with policies of your own, which are asked beside those that are built in",
    },
    Key {
        name: TIER,
        form: Form::Word(&Tier::WORDS),
        about: "Which policies are asked: the recommended ones, strict ones too, or all; --tier is stronger",
    },
    Key {
        name: FAIL_ON_UNKNOWN,
        form: Form::Switch,
        about: "Whether a question that could not be decided makes the exit code 2, as --fail-on-unknown does",
    },
];

/// The keys of an environment.
const ENVIRONMENT: &[Key] = &[
    Key {
        name: VAR_FILES,
        form: Form::Files,
        about: "Files of values for variables, weakest first; stronger than those that Terraform reads by itself",
    },
    Key { name: VARS, form: Form::Values, about: "Values for variables; stronger than those of files" },
    Key { name: WORKSPACE, form: Form::Text, about: "What terraform.workspace is" },
    Key {
        name: PARAMETER_FILES,
        form: Form::Files,
        about: "Files of values for the parameters of templates, weakest first; of a samconfig.toml the environment of this name, or else the default one",
    },
    Key {
        name: PARAMETERS,
        form: Form::Values,
        about: "Values for the parameters of templates; stronger than those of files",
    },
    Key { name: REGION, form: Form::Text, about: "What AWS::Region is" },
    Key {
        name: ROOT,
        form: Form::Folder,
        about: "The folder of the root modules and templates that it is about; all of them, where there is none",
    },
];

/// Whether a key is one of an environment that is no value of a variable.
pub(crate) fn is_setting(name: &str) -> bool {
    ENVIRONMENT.iter().any(|key| key.name == name && !matches!(key.form, Form::Values))
}

pub(super) const ENVIRONMENTS: &str = "environments";
pub(super) const POLICIES: &str = "policies";
pub(super) const TIER: &str = "tier";
pub(super) const FAIL_ON_UNKNOWN: &str = "fail-on-unknown";
pub(super) const VAR_FILES: &str = "var-files";
pub(super) const VARS: &str = "vars";
pub(super) const WORKSPACE: &str = "workspace";
pub(super) const PARAMETER_FILES: &str = "parameter-files";
pub(super) const PARAMETERS: &str = "parameters";
pub(super) const REGION: &str = "region";
pub(super) const ROOT: &str = "root";
