//! A compiled policy: what the build script embeds and what evaluation walks.
//!
//! Nothing here knows YAML or `JSONPath` text any more; every name has been checked against the model's tables.

use crate::finding::{Safety, Severity};
use crate::model::fields::Kind;
use crate::policy::operator::Operator;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use std::sync::{Arc, OnceLock};

/// What `check` needs of a policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// The name in kebab case, which names the problem: the file's stem.
    pub id: Arc<str>,
    /// The problem as a short sentence without a full stop.
    pub title: Arc<str>,
    /// How much it matters.
    #[serde(with = "super::wire::severity")]
    pub severity: Severity,
    /// Which set it belongs to.
    pub tier: Tier,
    /// The only language that has what it is about, and in which it is asked; none where both have it.
    pub only: Option<Only>,
    /// The entities it is about: those that any of these selects.
    pub select: Vec<Selector>,
    /// What must hold for each of them.
    pub require: Requirement,
    /// The finding's message, with `{resource}`, `{field}` and `{value}` to be filled in.
    pub message: Arc<str>,
    /// What to do about a finding.
    pub fix: Remedy,
}

/// What only people read of a policy: the other half of its file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// What it is about: the folder of its file.
    pub topic: String,
    /// Why it matters.
    pub why: String,
    /// The sections of the guides that ask for it.
    pub sources: Vec<String>,
    /// Where to read on.
    pub references: Vec<String>,
    /// The controls of frameworks that it answers, by framework.
    pub controls: Vec<(String, Vec<String>)>,
    /// The checks of other tools that look at the same thing, by tool.
    pub peers: Vec<(String, Vec<String>)>,
    /// Examples with their verdicts: tests and documentation at once.
    pub examples: Vec<Example>,
}

/// One example of a [`Page`]; its two texts say the same in both languages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// What it shows.
    pub name: String,
    /// The verdict that the policy reaches on it.
    pub expect: Expected,
    /// A `CloudFormation` template, or only its resources, in YAML.
    pub cfn: Option<String>,
    /// A Terraform module in HCL.
    pub tf: Option<String>,
}

/// The verdict that an [`Example`] states for the whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// At least one finding.
    Fail,
    /// No finding, and something passes.
    Pass,
    /// No finding, and something cannot be decided.
    Unknown,
    /// The policy selects nothing, or applies to nothing that it selects.
    NotApplicable,
}

impl Expected {
    /// The word used in policy files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Pass => "pass",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// Which set a policy belongs to. A run asks one tier and those before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// What an attacker or an auditor would care about.
    #[default]
    Recommended,
    /// What hardened environments ask for on top.
    Strict,
    /// Advice that some want and others do not.
    All,
}

impl Tier {
    /// The words, narrowest set first.
    pub const WORDS: [&str; 3] = [Self::Recommended.as_str(), Self::Strict.as_str(), Self::All.as_str()];

    /// The word used in policies, options and the configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Strict => "strict",
            Self::All => "all",
        }
    }
}

impl FromStr for Tier {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Recommended, Self::Strict, Self::All].into_iter().find(|tier| tier.as_str() == word).ok_or(())
    }
}

/// The language that alone has what a policy is about, such as a provider of Terraform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Only {
    /// `CloudFormation`.
    Cfn,
    /// Terraform.
    Tf,
}

impl Only {
    /// The word used in policy files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cfn => "cfn",
            Self::Tf => "tf",
        }
    }

    /// The language's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cfn => "CloudFormation",
            Self::Tf => "Terraform",
        }
    }
}

/// The entities of one kind for which a filter holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Selector {
    /// The kind.
    #[serde(with = "super::wire::kind")]
    pub kind: Kind,
    /// The filter; none selects all.
    pub filter: Option<Filter>,
}

/// A condition on an entity, evaluated in three-valued logic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Filter {
    /// All hold.
    All(Vec<Filter>),
    /// At least one holds.
    Any(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// The path leads to something that is neither null nor false.
    Exists(Path),
    /// The two compare so.
    Compare(Operand, Comparison, Operand),
    /// The text at the path matches.
    Matches(Path, Pattern),
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Operand {
    /// A literal.
    Literal(Literal),
    /// What stands at a path.
    Path(Path),
}

/// How two operands compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

/// A way from an entity over links to something that it has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Path {
    /// The links to follow.
    pub hops: Vec<Hop>,
    /// What the entity at the end is asked for; nothing when the path asks whether there is such an entity.
    pub end: Option<Subject>,
}

/// One link of a [`Path`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hop {
    /// The link's name.
    pub link: Arc<str>,
    /// Which of the linked entities count.
    pub filter: Option<Filter>,
}

/// What an entity is asked for by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Subject {
    /// A field of the table.
    Field(Arc<str>),
    /// An effective database parameter.
    Parameter(Arc<str>),
    /// A derived fact.
    Fact(Arc<str>),
    /// Whether a group in the source sets a parameter.
    Sets(Arc<str>),
    /// Whether a parameter is decided at the entity's own level.
    Decides(Arc<str>),
}

impl Subject {
    /// The name as written in the policy, without `parameters.`.
    pub fn name(&self) -> &Arc<str> {
        match self {
            Self::Field(name) | Self::Parameter(name) | Self::Fact(name) | Self::Sets(name) | Self::Decides(name) => {
                name
            }
        }
    }
}

/// What must hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Requirement {
    /// All of them.
    All(Vec<Requirement>),
    /// At least one of them.
    Any(Vec<Requirement>),
    /// Not that.
    Not(Box<Requirement>),
    /// One test of one value.
    Test(Test),
}

/// One test of one value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// The value.
    pub path: Path,
    /// The operator, a row of the table.
    #[serde(with = "super::wire::operator")]
    pub operator: &'static Operator,
    /// The operator's argument.
    pub argument: Argument,
}

/// The argument of an operator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Argument {
    /// A literal.
    Literal(Literal),
    /// A regular expression.
    Pattern(Pattern),
}

/// A literal of a policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Literal {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(Arc<str>),
    /// A list.
    List(Vec<Literal>),
}

/// A regular expression over the whole text, compiled when it is first asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pattern {
    source: Arc<str>,
    #[serde(skip)]
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern.
    ///
    /// # Errors
    /// Says why the text is no regular expression.
    pub fn new(source: &str) -> Result<Self, String> {
        Regex::new(source).map_err(|error| error.to_string())?;
        Ok(Self { source: source.into(), compiled: OnceLock::new() })
    }

    /// Whether the whole text matches.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        let regex = self.compiled.get_or_init(|| Regex::new(&format!("^(?:{})$", self.source)).ok());
        regex.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

/// What to do about a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remedy {
    /// The change.
    pub change: Change,
    /// The change where the language has no name for what is to be set; only beside [`Change::Set`].
    pub otherwise: Option<Change>,
    /// How far it can be trusted.
    #[serde(with = "super::wire::safety")]
    pub safety: Safety,
    /// What the change does: reboot, replacement, cost.
    pub note: Option<Arc<str>>,
}

/// The change that a [`Remedy`] asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// Fields and parameters with their new values.
    Set(Vec<(Subject, Literal)>),
    /// Words, where no value can be named, for each language.
    Text {
        /// What to do in a template.
        cloudformation: Arc<str>,
        /// What to do in a module.
        terraform: Arc<str>,
    },
}
