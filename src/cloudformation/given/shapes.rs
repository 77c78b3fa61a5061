//! The shapes of parameter files, each from the tree that all formats share.

use super::overrides;
use super::{ParameterFile, ParameterSet};
use crate::cloudformation::{is_template, scalars};
use crate::source::{Problem, ProblemKind, Span};
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::value::{Content, Map, Origin, Value, What};
use std::sync::Arc;

/// Who gives the values of a file.
const BY: &str = "in a parameter file";

/// Reads the tree of a file; `text` is the file's.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) problems: Vec<Problem>,
}

impl Reader<'_> {
    /// What the file says.
    pub(super) fn file(&mut self, root: &Node) -> ParameterFile {
        let one = |values: Map| ParameterFile { sets: vec![set(None, values)], template: None };
        match &root.kind {
            NodeKind::Sequence(_) => one(self.list(root)),
            NodeKind::Scalar { .. } if root.is_null() => one(Map::default()),
            NodeKind::Scalar { .. } => self.nothing(root.span),
            NodeKind::Mapping(_) if is_template(root) => {
                self.say(root.span, "this is a template; a file of values for parameters is expected here");
                ParameterFile::default()
            }
            NodeKind::Mapping(entries) if entries.iter().any(has_commands) => self.sam(entries),
            NodeKind::Mapping(entries) => match (root.get("template-file-path"), root.get("Parameters")) {
                (Some(template), _) => {
                    let values = root.get("parameters").map(|values| self.values(values)).unwrap_or_default();
                    ParameterFile { sets: vec![set(None, values)], template: template.as_text().cloned() }
                }
                (None, Some(values)) if values.as_text().is_none() => one(self.values(values)),
                (None, _) if entries.iter().all(|entry| !is_map(&entry.value)) => one(self.map(entries)),
                _ => self.nothing(root.span),
            },
        }
    }

    fn nothing(&mut self, at: Span) -> ParameterFile {
        self.say(at, "this is no file of values for parameters in any shape that is known");
        ParameterFile::default()
    }

    /// Values in whichever way they are listed.
    pub(super) fn values(&mut self, node: &Node) -> Map {
        match &node.kind {
            NodeKind::Mapping(entries) => self.map(entries),
            NodeKind::Scalar { .. } if node.is_null() => Map::default(),
            NodeKind::Scalar { .. } => {
                self.say(node.span, "parameters with values are expected here");
                Map::default()
            }
            NodeKind::Sequence(_) => self.list(node),
        }
    }

    /// `{"Name": "Value"}`.
    fn map(&mut self, entries: &[Entry]) -> Map {
        let entry = |entry: &Entry| Some((entry.key.clone(), self.value(&entry.key, &entry.value)?));
        entries.iter().filter_map(entry).collect()
    }

    /// `[{"ParameterKey": …, "ParameterValue": …}]` or `["Name=Value"]`.
    fn list(&mut self, list: &Node) -> Map {
        let mut values = Map::default();
        for item in list.items() {
            match &item.kind {
                NodeKind::Mapping(_) => {
                    let entry = self.entry(item);
                    values.extend(entry);
                }
                NodeKind::Scalar { text, .. } => match overrides::assignment(text) {
                    Some((name, _)) => {
                        let found = overrides::place(self.text, item.span, text, name.len() + 1..text.len());
                        let value = text.get(name.len() + 1..).unwrap_or_default();
                        values.insert(name.into(), given(name, Content::Text(value.into()), found));
                    }
                    None => self.say(item.span, "a parameter's name, `=` and its value are expected here"),
                },
                NodeKind::Sequence(_) => self.say(item.span, "a parameter with its value is expected here"),
            }
        }
        values
    }

    fn entry(&mut self, item: &Node) -> Option<(Arc<str>, Value)> {
        let Some(name) = item.get("ParameterKey").and_then(Node::as_text) else {
            self.say(item.span, "a parameter without a ParameterKey");
            return None;
        };
        let previous = item.get("UsePreviousValue").filter(|word| word.as_text().is_some_and(|word| is_true(word)));
        if let Some(previous) = previous {
            let origin = origin(name, previous.span);
            return Some((name.clone(), Value::unknown(format!("parameter {name} keeps its previous value"), origin)));
        }
        let Some(value) = item.get("ParameterValue") else {
            self.say(item.span, format!("the parameter {name} has no ParameterValue"));
            return None;
        };
        Some((name.clone(), self.value(name, value)?))
    }

    fn value(&mut self, name: &str, node: &Node) -> Option<Value> {
        let content = match &node.kind {
            _ if node.is_null() => {
                self.say(node.span, format!("the parameter {name} has no value here"));
                return None;
            }
            NodeKind::Scalar { text, plain } => scalars::read(text, *plain, node.tag.as_deref()),
            NodeKind::Sequence(items) => {
                let items: Vec<Value> = items.iter().filter_map(|item| self.value(name, item)).collect();
                Content::List(items.into())
            }
            NodeKind::Mapping(_) => {
                self.say(node.span, format!("the parameter {name} takes a text or a list of texts"));
                return None;
            }
        };
        Some(given(name, content, node.span))
    }

    /// `[environment.command.parameters]`. What holds for all commands is weaker than what holds for `deploy`.
    fn sam(&mut self, entries: &[Entry]) -> ParameterFile {
        let environments = entries.iter().filter(|entry| is_map(&entry.value));
        let sets = environments.map(|entry| {
            let mut found = set(Some(entry.key.clone()), Map::default());
            let mut values = Map::default();
            for command in ["global", "deploy"] {
                let Some(parameters) = entry.value.get(command).and_then(|command| command.get("parameters")) else {
                    continue;
                };
                if let Some(overrides) = parameters.get("parameter_overrides") {
                    values.extend(self.overrides(overrides));
                }
                found.region = parameters.get("region").and_then(Node::as_text).cloned().or(found.region);
            }
            ParameterSet { values: Arc::new(values), ..found }
        });
        ParameterFile { sets: sets.collect(), template: None }
    }

    /// `"Name=Value Other=Value"`, a list of such texts, or a table.
    fn overrides(&mut self, node: &Node) -> Map {
        match &node.kind {
            NodeKind::Mapping(entries) => self.map(entries),
            NodeKind::Sequence(items) => items.iter().flat_map(|item| self.overrides(item)).collect(),
            NodeKind::Scalar { text, .. } => {
                let (found, rest) = overrides::split(text);
                if let Some(rest) = rest {
                    let at = overrides::place(self.text, node.span, text, rest);
                    self.say(at, "a parameter's name, `=` and its value are expected here");
                }
                let value = |one: overrides::Override| {
                    let at = overrides::place(self.text, node.span, text, one.at);
                    (Arc::from(one.name.as_str()), given(&one.name, Content::Text(one.value.into()), at))
                };
                found.into_iter().map(value).collect()
            }
        }
    }

    fn say(&mut self, at: Span, message: impl Into<String>) {
        self.problems.push(Problem::at(ProblemKind::Meaning, at, message));
    }
}

fn set(environment: Option<Arc<str>>, values: Map) -> ParameterSet {
    ParameterSet { environment, values: Arc::new(values), region: None }
}

fn given(name: &str, content: Content, at: Span) -> Value {
    Value::new(content, origin(name, at))
}

fn origin(name: &str, at: Span) -> Origin {
    Origin::written(at).step(What::ParameterGiven { name: name.into(), by: BY.into() }, Some(at))
}

fn is_map(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Mapping(_))
}

/// Whether an entry holds SAM's commands, each with its parameters.
fn has_commands(entry: &Entry) -> bool {
    entry.value.entries().iter().any(|command| command.value.get("parameters").is_some())
}

fn is_true(word: &str) -> bool {
    word.eq_ignore_ascii_case("true")
}
