//! The values of one resource instance: what is known, what is not set, and what is known only after apply.

use super::address::Address;
use super::configuration::{is_argument, is_true};
use super::document::Instance;
use super::references::{Follower, Sources, type_of};
use super::{GIVEN, Plan};
use crate::model::fields::{Kind, Type};
use crate::source::Span;
use crate::syntax::node::{Node, NodeKind};
use crate::terraform::providers::{CONFIGURATION, PROVIDER};
use crate::terraform::resources::{NESTED, keeps_secret};
use crate::value::{Alternative, Content, Map, Number, Origin, Reference, Unknown, Value, What, Within};
use std::sync::Arc;

/// Of the nested blocks those that are attributes to Terraform: `configuration` has them wherever they are set.
const ATTRIBUTES: [&str; 2] = ["egress", "ingress"];

/// The attribute that the provider sets to a resource's tags and its own.
const ALL_TAGS: &str = "tags_all";

/// What the configuration says of a part of an instance.
#[derive(Clone, Copy)]
enum Written<'n> {
    /// Nothing is known: there is no configuration, or a dynamic block hides it.
    Unclear,
    /// It is not set.
    Absent,
    /// By this expression, or by the arguments of a block.
    By(&'n Node),
}

/// A part of an instance in all sections.
#[derive(Clone, Copy)]
struct Part<'n> {
    after: Option<&'n Node>,
    unknown: Option<&'n Node>,
    sensitive: Option<&'n Node>,
    written: Written<'n>,
}

impl<'n> Written<'n> {
    fn entry(self, key: &str) -> Self {
        match self {
            Self::By(node) if !is_argument(node) => node.get(key).map_or(Self::Absent, Self::By),
            other => other,
        }
    }

    fn expression(self) -> Option<&'n Node> {
        if let Self::By(node) = self { Some(node) } else { None }
    }

    /// The expressions of a block among `count`; dynamic blocks are not listed, so all must be there.
    fn item(self, index: usize, count: usize) -> Self {
        match self {
            Self::By(node) if is_argument(node) => self,
            Self::By(node) if node.items().len() == count => node.items().get(index).map_or(Self::Unclear, Self::By),
            // A block that there is at most once stands without a list.
            Self::By(node) if node.items().is_empty() && count == 1 => self,
            _ => Self::Unclear,
        }
    }
}

impl<'n> Part<'n> {
    fn entry(&self, key: &str) -> Self {
        let within =
            |node: Option<&'n Node>| node.and_then(|node| if is_true(node) { Some(node) } else { node.get(key) });
        Self {
            after: self.after.and_then(|after| after.get(key)),
            unknown: within(self.unknown),
            sensitive: within(self.sensitive),
            written: self.written.entry(key),
        }
    }

    fn item(&self, index: usize, count: usize) -> Self {
        let within = |node: Option<&'n Node>| {
            node.and_then(|node| if is_true(node) { Some(node) } else { node.items().get(index) })
        };
        Self {
            after: self.after.and_then(|after| after.items().get(index)),
            unknown: within(self.unknown),
            sensitive: within(self.sensitive),
            written: self.written.item(index, count),
        }
    }

    /// Where the part stands, as far as it does.
    fn origin(&self) -> Origin {
        self.after.map_or_else(Origin::default, |after| Origin::written(after.span))
    }

    fn is_unknown(&self) -> bool {
        self.unknown.is_some_and(is_true)
    }
}

/// Makes the values of one instance.
pub(super) struct Values<'p> {
    plan: &'p Plan,
    instance: &'p Instance,
    address: Option<Address<'p>>,
    /// The places of what must not be shown.
    pub(super) secrets: Vec<Span>,
}

impl<'p> Values<'p> {
    pub(super) fn new(plan: &'p Plan, instance: &'p Instance) -> Self {
        Self { plan, instance, address: Address::parse(&instance.address), secrets: Vec::new() }
    }

    /// The attributes; what is not set is left out.
    pub(super) fn attributes(&mut self) -> Map {
        let instance = self.instance;
        let whole = Part {
            after: Some(&instance.after),
            unknown: instance.unknown.as_ref(),
            sensitive: instance.sensitive.as_ref(),
            written: self.written(),
        };
        let mut attributes = self.entries(&whole, true);
        // What the provider makes of the tags: with its default ones.
        if let Some(all) = attributes.shift_remove(ALL_TAGS).filter(|all| !all.is_null()) {
            attributes.insert("tags".into(), all);
        }
        attributes.extend(self.provider().map(|provider| (PROVIDER.into(), provider)));
        for name in secret_names(&instance.ty) {
            self.hide_within(name);
            if let Some(secret) = self.secret(name, &whole.entry(name)) {
                attributes.insert(name.into(), secret);
            }
        }
        attributes
    }

    fn written(&self) -> Written<'p> {
        let expressions = self.address.as_ref().and_then(|address| {
            let module = self.plan.document.configuration.as_ref()?.at(&address.calls)?;
            module.resources.get(address.block().as_str())
        });
        match expressions {
            None => Written::Unclear,
            // An empty block would look like an argument made of literals.
            Some(node) => node.as_ref().filter(|node| !node.entries().is_empty()).map_or(Written::Absent, Written::By),
        }
    }

    fn entries(&mut self, part: &Part<'p>, is_top: bool) -> Map {
        let known = part.after.map(Node::entries).unwrap_or_default();
        let unknown = part.unknown.map(Node::entries).unwrap_or_default();
        let only_unknown =
            unknown.iter().filter(|entry| part.after.is_none_or(|after| after.get(&entry.key).is_none()));
        let keys = known.iter().chain(only_unknown).map(|entry| &entry.key);
        keys.filter_map(|key| Some((key.clone(), self.entry(key, &part.entry(key), is_top)?))).collect()
    }

    fn entry(&mut self, key: &str, part: &Part<'p>, is_top: bool) -> Option<Value> {
        // Nobody writes what the provider computes.
        let computed = Part { written: Written::Unclear, ..*part };
        let part = if is_top && key == ALL_TAGS { &computed } else { part };
        if !part.is_unknown() {
            return part.after.is_some().then(|| self.value(key, part));
        }
        let is_block = is_top && NESTED.contains(&key) && !ATTRIBUTES.contains(&key);
        match part.written {
            _ if is_block => {
                let why = format!("the number of {key} blocks is known only after apply");
                Some(Value::new(Content::List([Value::unknown(why, part.origin())].into()), part.origin()))
            }
            Written::Absent => None,
            _ => Some(self.unknown(key, part)),
        }
    }

    fn value(&mut self, key: &str, part: &Part<'p>) -> Value {
        if part.is_unknown() {
            return self.unknown(key, part);
        }
        let Some(after) = part.after else { return Value::null(part.origin()) };
        let content = match &after.kind {
            NodeKind::Scalar { text, plain } => scalar(text, *plain),
            NodeKind::Sequence(items) => {
                Content::List((0..items.len()).map(|index| self.value(key, &part.item(index, items.len()))).collect())
            }
            NodeKind::Mapping(_) => Content::Map(Arc::new(self.entries(part, false))),
        };
        let value = Value::new(content, self.identified(after, Origin::written(after.span)));
        if !part.sensitive.is_some_and(is_true) && !self.tells_secret(part.written) {
            return value;
        }
        self.hide(after);
        value.step(What::Concealed(key.into()), Some(after.span))
    }

    /// Whether a value is made of a variable that a password is made of, too.
    fn tells_secret(&self, written: Written<'p>) -> bool {
        let secret = &self.plan.secret_variables;
        let is_argument = written.expression().is_some_and(|expression| expression.get("references").is_some());
        is_argument && !secret.is_empty() && self.sources(written).variables.iter().any(|name| secret.contains(name))
    }

    /// The variables of the root module that the secrets of the instance are made of.
    pub(super) fn secret_variables(&self) -> Vec<Arc<str>> {
        let written = self.written();
        let secrets = secret_names(&self.instance.ty).map(|name| self.sources(written.entry(name)));
        secrets.flat_map(|sources| sources.variables).collect()
    }

    /// The origin, behind the resource whose identifier the text is.
    fn identified(&self, node: &Node, origin: Origin) -> Origin {
        let known = node.as_text().and_then(|text| self.plan.identifiers.get(text));
        match known.filter(|reference| reference.address != self.instance.address) {
            Some(reference) => {
                let (address, attribute) = (reference.address.clone(), reference.attribute.clone());
                origin.step(What::Resource { address, attribute, within: Within::default() }, Some(node.span))
            }
            None => origin,
        }
    }

    /// Notes that no text within a node may be shown.
    fn hide(&mut self, node: &Node) {
        self.secrets.extend(scalars(node).into_iter().map(|scalar| scalar.span));
    }

    /// The configuration of the provider that the instance is managed with, where those are resources too.
    fn provider(&self) -> Option<Value> {
        let address = self.address.as_ref()?;
        let module = self.plan.document.configuration.as_ref()?.at(&address.calls)?;
        let provider = module.providers.get(address.block().as_str())?;
        let place = Origin::written(self.instance.header);
        if !self.plan.instances.contains_key(provider) {
            let is_named = !provider.ends_with(CONFIGURATION);
            return is_named.then(|| Value::unknown(format!("{provider} has no settings in the plan"), place));
        }
        let (address, attribute) = (provider.clone(), "".into());
        let what = What::Resource { address, attribute, within: Within::default() };
        Some(Value::text(provider.clone(), place.step(what, Some(self.instance.header))))
    }

    /// An argument of a provider that is no constant: a plan does not have its value.
    fn not_told(&self, key: &str, part: &Part<'p>) -> Value {
        let reason = format!("the plan does not tell what {key} is");
        match &self.sources(part.written).resources[..] {
            [only] => referring(vec![Reference::clone(only)], reason),
            _ => nothing_but(reason),
        }
    }

    /// What is known of a value that is known only after apply: which resources it may be of.
    fn unknown(&self, key: &str, part: &Part<'p>) -> Value {
        if &*self.instance.ty == CONFIGURATION {
            return self.not_told(key, part);
        }
        let sources = self.sources(part.written);
        let pending: Vec<_> = sources.data.iter().filter(|data| self.plan.reads(data)).collect();
        let open: Vec<_> = sources.resources.iter().filter(|found| self.plan.may_be_unknown(found)).collect();
        let plain = || format!("{key} is known only after apply");
        match (&open[..], &pending[..]) {
            _ if sources.is_unclear => nothing_but(plain()),
            ([], [only]) => nothing_but(format!("{} is read at apply", only.reference)),
            ([only], []) => referring(vec![Reference::clone(only)], known_after(only)),
            ([_, ..], []) if is_list(&self.instance.ty, key) && sources.are_all() => {
                referring(sources.resources.clone(), plain())
            }
            ([_, ..], []) => self.one_of(key, &open),
            _ => nothing_but(plain()),
        }
    }

    /// A value of one of several resources: which one the plan does not tell.
    fn one_of(&self, key: &str, open: &[&Reference]) -> Value {
        let verb = if is_list(&self.instance.ty, key) { "has" } else { "is" };
        let alternative = |found: &&Reference| {
            let guard = format!("{key} of {} {verb} {}", self.instance.address, shown(found));
            Alternative { guard: guard.into(), value: referring(vec![Reference::clone(found)], known_after(found)) }
        };
        Value::one_of(open.iter().map(alternative).collect(), Origin::default())
    }

    fn sources(&self, written: Written<'p>) -> Sources<'p> {
        let plan: &'p Plan = self.plan;
        let (Some(expression), Some(address), Some(root)) =
            (written.expression(), &self.address, &plan.document.configuration)
        else {
            return Sources::default();
        };
        Follower::follow(root, &plan.keys, address, expression)
    }

    /// Notes that the secrets within blocks may not be shown.
    fn hide_within(&mut self, path: &str) {
        let Some((block, name)) = path.split_once('.') else { return };
        let Some(blocks) = self.instance.after.get(block) else { return };
        let each = std::iter::once(blocks).chain(blocks.items());
        each.filter_map(|block| block.get(name)).for_each(|secret| self.hide(secret));
    }

    /// A secret: its text stays out of the model unless the configuration has it as a constant. What the plan shows is
    /// not what somebody wrote.
    fn secret(&mut self, key: &str, part: &Part<'p>) -> Option<Value> {
        let given = part.after.filter(|after| !after.is_null());
        if let Some(given) = given {
            self.hide(given);
        }
        // What is only written is never read: of such an argument there is nothing but its expression.
        let is_set =
            given.is_some() || part.is_unknown() || key.ends_with("_wo") && part.written.expression().is_some();
        if !is_set || part.is_unknown() && matches!(part.written, Written::Absent) {
            return part.after.map(|after| Value::null(Origin::written(after.span)));
        }
        let sources = self.sources(part.written);
        if let Some(constant) = sources.only_constant() {
            self.hide(constant);
            let text = constant.as_text()?.clone();
            return Some(Value::text(text, Origin::written(given.unwrap_or(constant).span)));
        }
        let variables = &self.plan.document.variables;
        sources.variables.iter().filter_map(|name| variables.get(name)).for_each(|value| self.hide(value));
        Some(self.hidden(&sources, part))
    }

    /// A password that the plan shows or does not know: what it is made of, where nothing else may have a part in it. A
    /// text that is known may be a literal that something chose.
    fn hidden(&self, sources: &Sources<'_>, part: &Part<'_>) -> Value {
        let is_certain = part.is_unknown() || !sources.chooses;
        let is_secret = matches!(part.written, Written::Unclear)
            || sources.data.iter().any(|data| keeps_secret(&data.ty, attribute(&data.reference)))
            || sources.resources.iter().any(|found| keeps_secret(type_of(&found.address), &found.attribute));
        let unknown = Unknown {
            non_null: true,
            secret: is_secret && is_certain && sources.constants.is_empty(),
            refers_to: if is_certain { sources.resources.clone() } else { Vec::new() },
            ..Unknown::because("the plan does not tell how the password is made")
        };
        let variables = &self.plan.document.variables;
        let text = part.after.and_then(Node::as_text);
        let is_it = |name: &&Arc<str>| {
            !sources.chooses || text.is_some() && variables.get(*name).and_then(Node::as_text) == text
        };
        let given: Vec<_> = sources.variables.iter().filter(is_it).collect();
        let mut origin = Origin::default();
        if let [name] = given[..] {
            let place = variables.get(name).map(|value| value.span);
            origin = origin.step(What::VariableGiven { name: name.clone(), by: GIVEN.into() }, place);
        }
        let root = self.plan.document.configuration.as_ref();
        for name in given.into_iter().filter(|name| root.is_some_and(|root| root.sensitive.contains(*name))) {
            origin = origin.step(What::Concealed(name.clone()), None);
        }
        Value::new(Content::Unknown(Arc::new(unknown)), origin)
    }
}

/// All scalars of a node. The depth of trees is limited.
pub(super) fn scalars(node: &Node) -> Vec<&Node> {
    let mut found = Vec::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        match &node.kind {
            NodeKind::Scalar { .. } => found.push(node),
            NodeKind::Sequence(items) => open.extend(items.iter()),
            NodeKind::Mapping(entries) => open.extend(entries.iter().map(|entry| &entry.value)),
        }
    }
    found
}

/// The value of a node, without a place. The depth of trees is limited.
pub(super) fn plain(node: &Node) -> Value {
    let content = match &node.kind {
        NodeKind::Scalar { text, plain } => scalar(text, *plain),
        NodeKind::Sequence(items) => Content::List(items.iter().map(plain).collect()),
        NodeKind::Mapping(entries) => {
            Content::Map(Arc::new(entries.iter().map(|entry| (entry.key.clone(), plain(&entry.value))).collect()))
        }
    };
    Value::new(content, Origin::default())
}

fn scalar(text: &Arc<str>, plain: bool) -> Content {
    match &**text {
        _ if !plain => Content::Text(text.clone()),
        "null" => Content::Null,
        "true" => Content::Bool(true),
        "false" => Content::Bool(false),
        number => Number::parse(number).map_or_else(|| Content::Text(text.clone()), Content::Number),
    }
}

fn shown(found: &Reference) -> String {
    let Reference { address, attribute, .. } = found;
    if attribute.is_empty() { address.to_string() } else { format!("{address}.{attribute}") }
}

fn known_after(found: &Reference) -> String {
    format!("{} is known only after apply", shown(found))
}

fn nothing_but(reason: String) -> Value {
    Value::unknown(reason, Origin::default())
}

fn referring(refers_to: Vec<Reference>, reason: String) -> Value {
    let unknown = Unknown { refers_to, ..Unknown::because(reason) };
    Value::new(Content::Unknown(Arc::new(unknown)), Origin::default())
}

/// The attribute that a reference to a data source takes: `data.type.name.attribute`.
fn attribute(reference: &str) -> &str {
    super::address::steps(reference).get(3).map_or("", |step| step.name)
}

/// The arguments of a resource type that hold secrets.
pub(super) fn secret_names(ty: &str) -> impl Iterator<Item = &'static str> {
    let kind = Kind::of(ty);
    let secret = kind.into_iter().flat_map(Kind::fields).filter(|field| field.secret);
    secret.flat_map(|field| field.terraform).copied()
}

/// Whether an argument of a resource type holds a list.
fn is_list(ty: &str, argument: &str) -> bool {
    let kind = Kind::of(ty);
    let mut fields = kind.into_iter().flat_map(Kind::fields).filter(|field| field.terraform.contains(&argument));
    fields.any(|field| field.ty == Type::List)
}
