//! The shape of a policy file, before any of its names are looked up.

use crate::policy::ast::{Change, Expected, Only, Tier};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A policy file as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyFile {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) severity: String,
    #[serde(default)]
    pub(super) tier: Tier,
    pub(super) language: Option<Only>,
    pub(super) select: OneOrMany,
    pub(super) require: serde_yaml::Mapping,
    pub(super) message: String,
    pub(super) why: String,
    pub(super) fix: FixFile,
    #[serde(default)]
    pub(super) sources: Vec<String>,
    #[serde(default)]
    pub(super) references: Vec<String>,
    #[serde(default)]
    pub(super) controls: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) peers: BTreeMap<String, Vec<String>>,
    pub(super) examples: Vec<ExampleFile>,
}

/// One selector, or several of which any selects.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(super) fn into_vec(self) -> Vec<String> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

/// The fix as written: either values to set, or a text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FixFile {
    #[serde(default)]
    pub(super) set: serde_yaml::Mapping,
    pub(super) text: Option<TextFile>,
    /// What to do where the file has nothing that could be `set`.
    pub(super) otherwise: Option<TextFile>,
    pub(super) safety: SafetyWord,
    pub(super) note: Option<String>,
}

/// The words of a fix: the same for both languages, or different ones.
#[derive(Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields, expecting = "expected a text, or one for `cfn` and one for `tf`")]
pub(super) enum TextFile {
    Same(String),
    Each { cfn: String, tf: String },
}

impl TextFile {
    pub(super) fn into_change(self) -> Change {
        let (cfn, tf) = match self {
            Self::Same(text) => (text.clone(), text),
            Self::Each { cfn, tf } => (cfn, tf),
        };
        Change::Text { cloudformation: cfn.trim().into(), terraform: tf.trim().into() }
    }
}

/// How far a fix can be trusted, as written.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum SafetyWord {
    Safe,
    Unsafe,
}

/// An example as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExampleFile {
    pub(super) name: String,
    pub(super) expect: Expected,
    pub(super) cfn: Option<String>,
    pub(super) tf: Option<String>,
}
