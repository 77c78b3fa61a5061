//! Parameters: a default is the value that counts; without one, the allowed values bound what is unknown.

use super::call::literal_text;
use super::{dynamic, scalars};
use crate::source::Span;
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::value::{Alternative, Content, MAX_ALTERNATIVES, Number, Origin, Unknown, Value, What};
use std::sync::Arc;

/// What a parameter's declaration says.
#[derive(Debug)]
pub(super) struct Declared {
    /// Its value, as every reference to it sees it.
    pub(super) value: Value,
    /// The place of a default that is a secret.
    pub(super) secret: Option<Span>,
    /// What CloudFormation would reject.
    pub(super) problems: Vec<(Span, String)>,
}

/// Reads one entry of `Parameters`.
pub(super) fn read(entry: &Entry) -> Declared {
    let mut problems = Vec::new();
    if !matches!(entry.value.kind, NodeKind::Mapping(_)) {
        problems.push((entry.key_span, format!("the parameter {} must be a mapping with a Type", entry.key)));
    } else if text(entry, "Type").is_none() {
        problems.push((entry.key_span, format!("the parameter {} has no Type", entry.key)));
    }
    let parameter = Parameter {
        name: &entry.key,
        declared: entry.key_span,
        ty: text(entry, "Type").map_or("String", |ty| ty),
        no_echo: text(entry, "NoEcho")
            .is_some_and(|word| matches!(scalars::read(&word.into(), true, None), Content::Bool(true))),
    };
    let default = entry.value.get("Default").filter(|node| !matches!(scalar(node), Some(Content::Null)));
    if let (Some(node), "Number") = (default, parameter.ty)
        && scalar(node).is_none_or(|content| number(&content).is_none())
    {
        problems.push((node.span, format!("the default of the parameter {} must be a number", entry.key)));
    }
    let value = match default {
        Some(node) => parameter.defaulted(node),
        None => parameter.unset(entry.value.get("AllowedValues").map_or(&[], Node::items)),
    };
    // A dynamic reference or the name of an SSM parameter is no secret itself.
    let secret = default.filter(|_| parameter.no_echo && value.as_unknown().is_none()).map(|node| node.span);
    let concealed = What::Concealed(parameter.name.into());
    let value = if parameter.no_echo { value.step(concealed, Some(parameter.declared)) } else { value };
    Declared { value, secret, problems }
}

struct Parameter<'t> {
    name: &'t str,
    declared: Span,
    ty: &'t str,
    no_echo: bool,
}

impl Parameter<'_> {
    fn defaulted(&self, node: &Node) -> Value {
        let origin = Origin::written(node.span).step(What::ParameterDefault(self.name.into()), Some(node.span));
        if self.ty.starts_with("AWS::SSM::Parameter::") {
            let reason = format!("the parameter {} is read from SSM at deployment", self.name);
            return self.unknown(reason, origin);
        }
        if self.is_list() {
            return self.list(node, &origin);
        }
        match scalar(node) {
            Some(content) => self.typed(content, origin),
            None => self.unknown(format!("the default of the parameter {} is not a scalar", self.name), origin),
        }
    }

    fn unset(&self, allowed: &[Node]) -> Value {
        let origin = Origin::default().step(What::ParameterUnset(self.name.into()), Some(self.declared));
        let bounded = !self.no_echo && !self.is_list() && !self.ty.starts_with("AWS::SSM::");
        if !bounded || allowed.is_empty() || allowed.len() > MAX_ALTERNATIVES {
            return self.unknown(format!("parameter {} has no default", self.name), origin);
        }
        let alternative = |node: &Node| {
            let content = scalar(node)?;
            let written = Origin::written(node.span).step(What::ParameterUnset(self.name.into()), Some(self.declared));
            let guard = format!("{} is {}", self.name, scalars::as_string(&content)?).into();
            Some(Alternative { guard, value: self.typed(content, written) })
        };
        match allowed.iter().map(alternative).collect::<Option<Vec<_>>>() {
            Some(alternatives) => Value::one_of(alternatives, origin),
            None => self.unknown(format!("parameter {} has no default", self.name), origin),
        }
    }

    fn unknown(&self, reason: String, origin: Origin) -> Value {
        let unknown = Unknown { non_null: true, secret: self.no_echo, ..Unknown::because(reason) };
        Value::new(Content::Unknown(Arc::new(unknown)), origin)
    }

    fn is_list(&self) -> bool {
        self.ty == "CommaDelimitedList" || self.ty.starts_with("List<")
    }

    /// A default is one text with commas; a list as such is no valid default, but says as much.
    fn list(&self, node: &Node, origin: &Origin) -> Value {
        let item = |text: &str| self.typed(Content::Text(text.trim().into()), origin.clone());
        let items: Vec<Value> = match scalar(node).as_ref().and_then(scalars::as_string) {
            Some(text) if text.is_empty() => Vec::new(),
            Some(text) => text.split(',').map(item).collect(),
            None => node.items().iter().filter_map(literal_text).map(|text| item(text)).collect(),
        };
        Value::new(Content::List(items.into()), origin.clone())
    }

    /// A number where the type says so, else the text that CloudFormation makes of the scalar.
    fn typed(&self, content: Content, origin: Origin) -> Value {
        if matches!(self.ty, "Number" | "List<Number>")
            && let Some(number) = number(&content)
        {
            return Value::new(Content::Number(number), origin);
        }
        match scalars::as_string(&content) {
            Some(text) => dynamic::known(text, origin),
            None => Value::new(content, origin),
        }
    }
}

fn number(content: &Content) -> Option<Number> {
    match content {
        Content::Number(number) => Some(*number),
        Content::Text(text) => Number::parse(text.trim()),
        _ => None,
    }
}

fn scalar(node: &Node) -> Option<Content> {
    match &node.kind {
        NodeKind::Scalar { text, plain } => Some(scalars::read(text, *plain, node.tag.as_deref())),
        _ => None,
    }
}

fn text<'t>(entry: &'t Entry, key: &str) -> Option<&'t str> {
    entry.value.get(key).and_then(Node::as_text).map(|text| &**text)
}
