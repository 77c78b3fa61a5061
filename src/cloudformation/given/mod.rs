//! Files that give values to a template's parameters, in the shapes that the tools around CloudFormation have for them.
//!
//! | shape | whose |
//! |---|---|
//! | `[{"ParameterKey": …, "ParameterValue": …}]` | the command line of AWS |
//! | `["Name=Value"]` | its `deploy` |
//! | `{"Parameters": […]}` with those entries | its input as one file |
//! | `{"Parameters": {"Name": "Value"}}` | `CodePipeline` |
//! | `{"Name": "Value"}` | many |
//! | `template-file-path: …`, `parameters: {Name: Value}` | Git sync |
//! | `[default.deploy.parameters]`, `parameter_overrides = "Name=Value"` | SAM, in TOML or YAML |
//!
//! The content tells which one it is. What is in none of them is a problem; the rest of the file counts.

mod overrides;
mod shapes;
#[cfg(test)]
mod tests;

use crate::source::FileId;
use crate::syntax::node::Node;
use crate::syntax::{self, Parsed};
use crate::value::Map;
use shapes::Reader;
use std::sync::Arc;

/// The environment that SAM takes where nobody names one.
const DEFAULT: &str = "default";

/// What a parameter file says.
#[derive(Debug, Default)]
pub struct ParameterFile {
    /// What it gives: once, or for each environment that it names.
    pub sets: Vec<ParameterSet>,
    /// The path of the only template that it is about, as written.
    pub template: Option<Arc<str>>,
}

/// Values that are given together.
#[derive(Clone, Debug, Default)]
pub struct ParameterSet {
    /// The environment, where the file tells several apart.
    pub environment: Option<Arc<str>>,
    /// The values by the parameters' names, each with its place.
    pub values: Arc<Map>,
    /// What `AWS::Region` is then.
    pub region: Option<Arc<str>>,
}

impl ParameterFile {
    /// What it gives in an environment: of several, those that go by its name or, without one, the default ones.
    pub fn of(&self, environment: Option<&str>) -> Option<&ParameterSet> {
        let named = |name: &str| self.sets.iter().find(|set| set.environment.as_deref() == Some(name));
        match &self.sets[..] {
            [only] if only.environment.is_none() => Some(only),
            _ => environment.and_then(named).or_else(|| named(DEFAULT)),
        }
    }

    /// Whether it is about a template, by the path of that.
    pub(crate) fn is_about(&self, path: &str) -> bool {
        let Some(template) = &self.template else { return true };
        let parts = |path: &str| -> Vec<String> {
            path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).map(str::to_owned).collect()
        };
        let (path, template) = (parts(path), parts(template));
        // Either may begin in a folder above the other's.
        path.ends_with(&template) || template.ends_with(&path)
    }
}

/// Reads a parameter file, with its tree and comments.
pub fn read(file: FileId, path: &str, text: &str) -> (ParameterFile, Parsed<Option<Node>>) {
    let mut parsed = parse(file, path, text);
    let mut reader = Reader { text, problems: Vec::new() };
    let found = parsed.tree.as_ref().map(|root| reader.file(root)).unwrap_or_default();
    parsed.problems.extend(reader.problems);
    (found, parsed)
}

/// The values that stand under one node.
#[cfg(test)]
pub(super) fn values(node: &Node, text: &str) -> Map {
    Reader { text, problems: Vec::new() }.values(node)
}

/// TOML by its name; JSON by its first character, unless it is YAML that begins like it.
#[expect(clippy::case_sensitive_file_extension_comparisons, reason = "the tools themselves write them in lower case")]
fn parse(file: FileId, path: &str, text: &str) -> Parsed<Option<Node>> {
    if path.ends_with(".toml") {
        return syntax::toml::parse(file, text);
    }
    if !text.trim_start().starts_with(['{', '[']) {
        return syntax::yaml::parse(file, text);
    }
    let json = syntax::json::parse(file, text);
    if json.problems.is_empty() || path.ends_with(".json") {
        return json;
    }
    let yaml = syntax::yaml::parse(file, text);
    if yaml.problems.is_empty() { yaml } else { json }
}
