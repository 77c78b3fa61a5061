//! What a front end hands over: evaluated resources, before anyone knows what RDS makes of them.

use crate::source::{Problem, Span};
use crate::value::{Logic, Map, Scope, Value};
use std::sync::Arc;

/// The language that a resource is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// A CloudFormation template, YAML or JSON.
    CloudFormation,
    /// A Terraform or OpenTofu module, HCL or JSON.
    Terraform,
}

/// A module call or nested stack on the way to a resource.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The call's address (`module.db`).
    pub address: Arc<str>,
    /// The call's header (`module "db"`).
    pub header: Span,
    /// The whole call block.
    pub block: Span,
}

/// One evaluated resource instance.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The language.
    pub language: Language,
    /// The type as written: `AWS::RDS::DBInstance`, `aws_db_instance`.
    pub type_name: Arc<str>,
    /// The address within the scope: a logical id, or `module.db.aws_db_instance.this["a"]`.
    pub address: Arc<str>,
    /// Where addresses are unique.
    pub scope: Scope,
    /// The place that names the resource: the logical id, or `resource "type" "name"`.
    pub header: Span,
    /// The whole resource.
    pub block: Span,
    /// The evaluated properties or arguments by name. Terraform's nested blocks stand as a list of maps under the
    /// block's name. A known null is left out by nobody: it means absent. A property that a false condition
    /// removes is null.
    pub attributes: Map,
    /// Set when the resource may have attributes that are not in `attributes` (a macro, an unknown dynamic block
    /// of any name): why. An absent attribute is then unknown.
    pub more_attributes: Option<Arc<str>>,
    /// Set when it is not decided whether the resource exists: the condition in words (`IsProd is true`).
    pub condition: Option<Arc<str>>,
    /// Whether it stands for an unknown number of resources that are declared as one.
    pub uncounted: bool,
    /// What the conditions mean that guards of its scope speak of.
    pub logic: Arc<Logic>,
    /// The calls that lead to it, outermost first.
    pub calls: Vec<Call>,
    /// A name for people beside the address: the construct path of a CDK resource.
    pub alias: Option<Arc<str>>,
}

/// A value that goes by a secret's name, or has entries that do.
#[derive(Clone, Debug, PartialEq)]
pub struct Handed {
    /// The name.
    pub name: Arc<str>,
    /// The value.
    pub value: Value,
    /// Whether all of it is a secret, whatever its entries are called.
    pub is_whole: bool,
}

/// What a front end makes of one scope.
#[derive(Debug, Default)]
pub struct Evaluation {
    /// The resources that exist or may exist, in source order.
    pub resources: Vec<Resource>,
    /// What could not be understood.
    pub problems: Vec<Problem>,
    /// Places whose text is a secret whatever it is used for (defaults of `NoEcho` parameters and of sensitive
    /// variables, values of such variables in `.tfvars` files).
    pub secrets: Vec<Span>,
    /// The names of inputs that are secrets whatever they are used for, as expressions write them.
    pub secret_names: Vec<Arc<str>>,
    /// What is handed to anything under a secret's name that no field of the model is.
    pub handed: Vec<Handed>,
    /// How much work it was, in steps of expressions; 0 where a front end does not count.
    pub steps: usize,
}
