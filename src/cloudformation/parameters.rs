//! Parameters: the value that is given, else the default; without either, the allowed values bound what is unknown.

use super::call::literal_text;
use super::evaluator::NULL;
use super::inputs::Inputs;
use super::{dynamic, scalars};
use crate::source::Span;
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::value::{
    Alternative, Content, List, MAX_ALTERNATIVES, Number, Origin, Unknown, Value, What, guards, names_secret,
};
use std::sync::Arc;

/// What a parameter's declaration says.
#[derive(Debug)]
pub(super) struct Declared {
    /// Its value, as every reference to it sees it.
    pub(super) value: Value,
    /// The places of a default and of a value that are secrets.
    pub(super) secrets: Vec<Span>,
    /// What CloudFormation would reject.
    pub(super) problems: Vec<(Span, String)>,
}

/// Reads one entry of `Parameters`, with the value that the inputs give it.
/// `called` is its name in guards.
pub(super) fn read(entry: &Entry, inputs: &Inputs, called: &str) -> Declared {
    let mut problems = malformed(entry);
    let parameter = Parameter::new(entry, called);
    let default = parameter.default();
    let given = inputs.parameters.get(&entry.key);
    let defaulted = default.map(|node| parameter.defaulted(node));
    if let (Some(node), Some(value)) = (default, &defaulted) {
        if parameter.ty == "Number" && scalar(node).is_none_or(|content| number(&content).is_none()) {
            problems.push((node.span, format!("the default of the parameter {} must be a number", entry.key)));
        }
        problems.extend(parameter.misfit_of_default(value));
    }
    let secret_default = default.zip(defaulted.as_ref()).filter(|(_, value)| may_be_secret(value));
    let mut secrets: Vec<Span> = secret_default.map(|(node, _)| node.span).into_iter().collect();
    let open = match defaulted {
        Some(value) if !inputs.explore => value,
        Some(value) => parameter.explored(value),
        None => parameter.unset(),
    };
    let value = match given {
        Some(given) => {
            secrets.extend(written(given));
            let value = parameter.given(given, &open);
            let mistyped = parameter.mistyped(&value);
            let misfits = if mistyped.is_empty() { parameter.misfits(&value) } else { mistyped };
            problems.extend(misfits);
            value
        }
        None => open,
    };
    if parameter.no_echo {
        return Declared { value: parameter.concealed(&value), secrets, problems };
    }
    secrets.retain(|_| names_secret(&entry.key));
    Declared { value, secrets, problems }
}

fn malformed(entry: &Entry) -> Vec<(Span, String)> {
    let message = if !matches!(entry.value.kind, NodeKind::Mapping(_)) {
        format!("the parameter {} must be a mapping with a Type", entry.key)
    } else if text(entry, "Type").is_none() {
        format!("the parameter {} has no Type", entry.key)
    } else {
        let empty = entry.value.get("Default").filter(|node| node.is_null());
        return empty.map(|node| (node.span, NULL.to_owned())).into_iter().collect();
    };
    vec![(entry.key_span, message)]
}

/// Where the texts of a value stand.
fn written(value: &Value) -> Vec<Span> {
    let known = value.alternatives().filter(|(_, one)| may_be_secret(one));
    known.filter_map(|(_, one)| one.origin.written_at()).collect()
}

/// Whether a value is known, and is more than a yes or no.
fn may_be_secret(value: &Value) -> bool {
    let is_word = |text: &Arc<str>| ["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word));
    !matches!(value.content, Content::Unknown(_) | Content::Null | Content::Bool(_))
        && !value.as_text().is_some_and(is_word)
}

/// A parameter's declaration.
pub(super) struct Parameter<'t> {
    pub(super) name: &'t str,
    /// Its name in guards.
    called: &'t str,
    /// The place of its name.
    pub(super) declared: Span,
    /// Its type; a text where none is written.
    pub(super) ty: &'t str,
    pub(super) no_echo: bool,
    entry: &'t Entry,
}

impl<'t> Parameter<'t> {
    fn new(entry: &'t Entry, called: &'t str) -> Self {
        let no_echo = text(entry, "NoEcho").map(|word| scalars::read(&word.into(), true, None));
        Self {
            name: &entry.key,
            called,
            declared: entry.key_span,
            ty: text(entry, "Type").unwrap_or("String"),
            no_echo: matches!(no_echo, Some(Content::Bool(true))),
            entry,
        }
    }

    /// What stands under a key of the declaration.
    pub(super) fn node(&self, key: &str) -> Option<&'t Node> {
        self.entry.value.get(key)
    }

    fn default(&self) -> Option<&'t Node> {
        self.node("Default").filter(|node| !matches!(scalar(node), Some(Content::Null)))
    }

    fn defaulted(&self, node: &Node) -> Value {
        let origin = Origin::written(node.span).step(What::ParameterDefault(self.name.into()), Some(node.span));
        if self.is_fetched() {
            return self.fetched(origin);
        }
        if self.is_list() {
            return self.list_of(node, &origin);
        }
        match scalar(node) {
            Some(content) => self.typed(content, origin),
            None => self.unknown(format!("the default of the parameter {} is not a scalar", self.name), origin),
        }
    }

    fn unset(&self) -> Value {
        let reason = format!("parameter {} has no default", self.name);
        let unset = What::ParameterUnset(self.name.into());
        let origin = Origin::default().step(unset.clone(), Some(self.declared));
        self.any_allowed(&unset, &origin).unwrap_or_else(|| self.unknown(reason, origin))
    }

    /// Any of the allowed values, whatever the default is; the default where they are none or too many.
    fn explored(&self, default: Value) -> Value {
        let explored = What::ParameterAllowed(self.name.into());
        let origin = Origin::default().step(explored.clone(), Some(self.declared));
        self.any_allowed(&explored, &origin).unwrap_or(default)
    }

    /// One of the allowed values, behind a link that says whose they are; nothing where nobody says which they are, or they
    /// are too many.
    fn any_allowed(&self, link: &What, origin: &Origin) -> Option<Value> {
        let allowed = self.allowed();
        let bounded = !self.no_echo && !self.is_list() && !self.ty.starts_with("AWS::SSM::");
        if !bounded || allowed.is_empty() || allowed.len() > MAX_ALTERNATIVES {
            return None;
        }
        let alternative = |node: &Node| {
            let content = scalar(node)?;
            let written = Origin::written(node.span).step(link.clone(), Some(self.declared));
            let guard = format!("{} is {}", self.called, guards::word(&scalars::as_string(&content)?)).into();
            Some(Alternative { guard, value: self.typed(content, written) })
        };
        let alternatives = allowed.iter().map(alternative).collect::<Option<Vec<_>>>()?;
        Some(Value::one_of(alternatives, origin.clone()))
    }

    /// A value that must not be shown, and neither must its items.
    fn concealed(&self, value: &Value) -> Value {
        let concealed = What::Concealed(self.name.into());
        let mut value = value.step_each(&concealed, Some(self.declared));
        if let Content::List(items) = &value.content {
            value.content =
                Content::List(items.iter().map(|item| item.step(concealed.clone(), Some(self.declared))).collect());
        }
        value
    }

    /// A value that is given, as the type takes it. Where none is given on some way, what holds without.
    fn given(&self, given: &Value, otherwise: &Value) -> Value {
        let Content::OneOf(several) = &given.content else { return self.given_as_is(given, otherwise) };
        let typed = |one: &Alternative| Alternative {
            guard: one.guard.clone(),
            value: self.given_as_is(&one.value, otherwise),
        };
        Value::one_of(several.iter().map(typed).collect(), given.origin.clone())
    }

    fn given_as_is(&self, given: &Value, otherwise: &Value) -> Value {
        let origin = given.origin.clone();
        match &given.content {
            Content::Null => otherwise.clone(),
            Content::Unknown(unknown) => {
                let unknown = Unknown { non_null: true, secret: unknown.secret || self.no_echo, ..(**unknown).clone() };
                Value::new(Content::Unknown(Arc::new(unknown)), origin)
            }
            _ if self.is_fetched() => self.fetched(origin),
            Content::List(items) if self.is_list() => {
                let item = |item: &Value| self.typed(item.content.clone(), item.origin.clone());
                Value::new(Content::List(items.iter().map(item).collect()), origin)
            }
            content if self.is_list() => match scalars::as_string(content) {
                Some(text) => Value::new(Content::List(self.split(&text, &origin)), origin),
                None => given.clone(),
            },
            content => self.typed(content.clone(), origin),
        }
    }

    /// What is wrong with the form of a value that is given.
    fn mistyped(&self, value: &Value) -> Vec<(Span, String)> {
        let wrong = value.alternatives().filter_map(|(_, one)| {
            let needed = match &one.content {
                Content::Map(_) => "is a map; it takes a text",
                Content::List(_) if !self.is_list() => "is a list; its type takes a text",
                content if self.ty == "Number" && one.as_unknown().is_none() && number(content).is_none() => {
                    "must be a number"
                }
                _ => return None,
            };
            let place = one.origin.written_at().unwrap_or(self.declared);
            Some((place, format!("the value of the parameter {} {needed}", self.name)))
        });
        wrong.collect()
    }

    /// The value that a name stands for, which is read at deployment. CloudFormation takes no `SecureString` this way, so
    /// it is kept in clear text, like what a dynamic reference to SSM fetches.
    fn fetched(&self, origin: Origin) -> Value {
        let reason = format!("the parameter {} is read from SSM at deployment", self.name);
        let unknown =
            Unknown { non_null: true, secret: self.no_echo, prefix: dynamic::CLEAR.into(), ..Unknown::because(reason) };
        Value::new(Content::Unknown(Arc::new(unknown)), origin)
    }

    fn unknown(&self, reason: String, origin: Origin) -> Value {
        let unknown = Unknown { non_null: true, secret: self.no_echo, ..Unknown::because(reason) };
        Value::new(Content::Unknown(Arc::new(unknown)), origin)
    }

    /// Whether the value is that of an SSM parameter, of which only the name is known.
    fn is_fetched(&self) -> bool {
        self.ty.starts_with("AWS::SSM::Parameter::Value<")
    }

    fn is_list(&self) -> bool {
        self.ty == "CommaDelimitedList" || self.ty.starts_with("List<")
    }

    /// Whether its values, or the items of one, are numbers.
    pub(super) fn is_numeric(&self) -> bool {
        matches!(self.ty, "Number" | "List<Number>")
    }

    /// A default is one text with commas; a list as such is no valid default, but says as much.
    fn list_of(&self, node: &Node, origin: &Origin) -> Value {
        let item = |text: &str| self.typed(Content::Text(text.trim().into()), origin.clone());
        let items = match scalar(node).as_ref().and_then(scalars::as_string) {
            Some(text) => self.split(&text, origin),
            None => node.items().iter().filter_map(literal_text).map(|text| item(text)).collect(),
        };
        Value::new(Content::List(items), origin.clone())
    }

    /// The items of a text with commas; none of an empty one.
    fn split(&self, text: &str, origin: &Origin) -> List {
        let item = |text: &str| self.typed(Content::Text(text.trim().into()), origin.clone());
        text.split(',').filter(|_| !text.is_empty()).map(item).collect()
    }

    /// The text that CloudFormation makes of the scalar, or a number where the type says so and it is written as one: `08`
    /// stays as it is given.
    fn typed(&self, content: Content, origin: Origin) -> Value {
        if self.is_numeric()
            && let Some(number) = number(&content)
            && scalars::as_string(&content).is_some_and(|text| *text == *number.to_string())
        {
            return Value::new(Content::Number(number), origin);
        }
        match scalars::as_string(&content) {
            Some(text) => dynamic::known(text, origin),
            None => Value::new(content, origin),
        }
    }
}

/// A number, or a text that is one.
pub(super) fn number(content: &Content) -> Option<Number> {
    match content {
        Content::Number(number) => Some(*number),
        Content::Text(text) => Number::parse(text.trim()),
        _ => None,
    }
}

/// The content of a scalar.
pub(super) fn scalar(node: &Node) -> Option<Content> {
    match &node.kind {
        NodeKind::Scalar { text, plain } => Some(scalars::read(text, *plain, node.tag.as_deref())),
        _ => None,
    }
}

fn text<'t>(entry: &'t Entry, key: &str) -> Option<&'t str> {
    entry.value.get(key).and_then(Node::as_text).map(|text| &**text)
}
