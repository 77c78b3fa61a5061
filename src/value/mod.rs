//! What an expression turned out to be: a known value, an unknown one with its reason, or one of several.
//!
//! Every value carries its [`Origin`]. Containers are partial: a list may hold an unknown element.

mod collections;
pub mod guards;
mod logic;
mod made;
mod number;
mod origin;
mod scope;
mod secrecy;
mod truth;

pub use collections::{List, ListKind, Map};
pub use logic::{Formula, Logic};
pub use made::Made;
pub use number::Number;
pub use origin::{Origin, Step, What};
pub use scope::{Scope, Within};
pub(crate) use secrecy::{names_secret, plain};
pub use truth::Truth;

use std::borrow::Cow;
use std::sync::Arc;

/// An evaluated value and where it came from. Cheap to clone.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What it is.
    pub content: Content,
    /// Where it came from.
    pub origin: Origin,
}

/// The content of a [`Value`].
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Known to be nothing: an absent or `null` argument.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A string.
    Text(Arc<str>),
    /// A list, tuple or set, in order.
    List(List),
    /// A map or object, in source order.
    Map(Arc<Map>),
    /// Not known from the source.
    Unknown(Arc<Unknown>),
    /// One of several, by conditions that the source does not decide. Never empty, never nested.
    OneOf(Arc<[Alternative]>),
}

/// One possibility of a [`Content::OneOf`].
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// When it holds, in words for people: `IsProd is false`. See [`guards`].
    pub guard: Arc<str>,
    /// The value then.
    pub value: Value,
}

/// Why a value is not known, and what is known about it all the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// Why, as a clause: `var.kms_key has no value`.
    pub reason: Arc<str>,
    /// Whether it certainly is not null.
    pub non_null: bool,
    /// A string that the value certainly starts with, up to the dynamic reference in it that is fetched in clear text, if
    /// there is one; empty where nothing is known.
    pub prefix: Arc<str>,
    /// The string with a `GAP` for every part of it that is not known, where more of it is known than its beginning; a
    /// dynamic reference stands in it as it is written. Text in base64 is not encoded here.
    pub shape: Arc<str>,
    /// Resources that the value identifies.
    pub refers_to: Vec<Reference>,
    /// Whether it is a secret that is fetched at deployment or generated, never written in the source.
    pub secret: bool,
}

/// A resource that a value identifies, and by which attribute (`id`, `name`, `arn`, or `Ref` in CloudFormation).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// The resource's address within its scope.
    pub address: Arc<str>,
    /// The attribute.
    pub attribute: Arc<str>,
    /// The scope, where it is another one.
    pub within: Within,
}

/// How many alternatives a [`Content::OneOf`] may have before it collapses to unknown.
pub(crate) const MAX_ALTERNATIVES: usize = 16;

/// Stands in a text for a part that is not known.
pub(crate) const GAP: char = '\u{fffd}';

/// How a dynamic reference begins.
const FETCHED: &str = "{{resolve:";

impl Unknown {
    /// Unknown for a reason, with nothing else known about it.
    pub fn because(reason: impl Into<Arc<str>>) -> Self {
        Self {
            reason: reason.into(),
            non_null: false,
            prefix: "".into(),
            shape: "".into(),
            refers_to: Vec::new(),
            secret: false,
        }
    }

    /// What the value certainly starts with. A dynamic reference in the prefix only says where the rest is fetched.
    pub fn start(&self) -> &str {
        self.prefix.split(FETCHED).next().unwrap_or_default()
    }

    /// The string with a `GAP` for every part that is not known.
    pub(crate) fn with_gaps(&self) -> Cow<'_, str> {
        if self.shape.is_empty() { Cow::Owned(format!("{}{GAP}", self.start())) } else { Cow::Borrowed(&self.shape) }
    }

    /// Whether the value, or a part of it, is fetched in clear text by a dynamic reference.
    pub(crate) fn is_fetched(&self) -> bool {
        self.prefix.contains(FETCHED)
    }
}

impl Value {
    /// A value with its origin.
    pub fn new(content: Content, origin: Origin) -> Self {
        Self { content, origin }
    }

    /// Null with an origin.
    pub fn null(origin: Origin) -> Self {
        Self::new(Content::Null, origin)
    }

    /// A string with an origin.
    pub fn text(text: impl Into<Arc<str>>, origin: Origin) -> Self {
        Self::new(Content::Text(text.into()), origin)
    }

    /// Unknown for a reason.
    pub fn unknown(reason: impl Into<Arc<str>>, origin: Origin) -> Self {
        Self::new(Content::Unknown(Arc::new(Unknown::because(reason))), origin)
    }

    /// The same value behind one more link of its origin.
    #[must_use]
    pub fn step(&self, what: What, at: Option<crate::source::Span>) -> Self {
        Self { content: self.content.clone(), origin: self.origin.step(what, at) }
    }

    /// As [`Value::step`], each of its alternatives too.
    #[must_use]
    pub(crate) fn step_each(&self, what: &What, at: Option<crate::source::Span>) -> Self {
        let mut stepped = self.step(what.clone(), at);
        if let Content::OneOf(alternatives) = &self.content {
            let step = |a: &Alternative| Alternative { guard: a.guard.clone(), value: a.value.step(what.clone(), at) };
            stepped.content = Content::OneOf(alternatives.iter().map(step).collect());
        }
        stepped
    }

    /// One of several; flattens nested alternatives, collapses equal contents to that content, puts equal ones together
    /// past `MAX_ALTERNATIVES`, and becomes unknown where there are still more.
    pub fn one_of(alternatives: Vec<Alternative>, origin: Origin) -> Self {
        let flat = flatten(alternatives);
        match flat.as_slice() {
            [] => Self::unknown("no alternative is possible", origin),
            [first, rest @ ..] if rest.iter().all(|other| other.value.content == first.value.content) => {
                first.value.clone()
            }
            _ if flat.len() > MAX_ALTERNATIVES => match together(flat) {
                Some(merged) => Self::new(Content::OneOf(merged.into()), origin),
                None => Self::unknown(format!("more than {MAX_ALTERNATIVES} values are possible"), origin),
            },
            _ => Self::new(Content::OneOf(flat.into()), origin),
        }
    }

    /// Whether it, or anything in it, must not be shown.
    pub fn is_secret(&self) -> bool {
        self.origin.is_secret()
            || match &self.content {
                Content::List(items) => items.iter().any(Self::is_secret),
                Content::Map(entries) => entries.values().any(Self::is_secret),
                Content::OneOf(several) => several.iter().any(|one| one.value.is_secret()),
                _ => false,
            }
    }

    /// Whether it is known to be null.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self.content, Content::Null)
    }

    /// The string, when it is a known string.
    pub fn as_text(&self) -> Option<&Arc<str>> {
        if let Content::Text(text) = &self.content { Some(text) } else { None }
    }

    /// The elements, when it is a list.
    pub(crate) fn as_list(&self) -> Option<&[Value]> {
        if let Content::List(list) = &self.content { Some(&list[..]) } else { None }
    }

    /// The entries, when it is a map.
    pub(crate) fn as_map(&self) -> Option<&Map> {
        if let Content::Map(map) = &self.content { Some(map) } else { None }
    }

    /// Why it is unknown, when it is.
    pub(crate) fn as_unknown(&self) -> Option<&Unknown> {
        if let Content::Unknown(unknown) = &self.content { Some(unknown) } else { None }
    }

    /// An entry of a map; `None` where it is no map or has no such entry.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_map()?.get(key)
    }

    /// The alternatives of a one-of, or the value itself without a guard.
    pub fn alternatives(&self) -> impl Iterator<Item = (Option<&Arc<str>>, &Value)> {
        let (own, several) = match &self.content {
            Content::OneOf(alternatives) => (None, &alternatives[..]),
            _ => (Some((None, self)), &[][..]),
        };
        own.into_iter().chain(several.iter().map(|a| (Some(&a.guard), &a.value)))
    }

    /// The resources that the value identifies: by the unknown's references, or by the resource attributes that
    /// its origin passed through.
    pub fn references(&self) -> Vec<Reference> {
        let mut found: Vec<Reference> = self
            .origin
            .steps()
            .filter_map(|step| match &step.what {
                What::Resource { address, attribute, within } => {
                    Some(Reference { address: address.clone(), attribute: attribute.clone(), within: *within })
                }
                _ => None,
            })
            .collect();
        for reference in self.as_unknown().into_iter().flat_map(|unknown| &unknown.refers_to) {
            if !found.contains(reference) {
                found.push(reference.clone());
            }
        }
        found
    }
}

/// The alternatives of equal content as one each; `None` where those are too many.
fn together(alternatives: Vec<Alternative>) -> Option<Vec<Alternative>> {
    let mut groups: Vec<(Value, Vec<Arc<str>>)> = Vec::new();
    for Alternative { guard, value } in alternatives {
        let full = groups.len() == MAX_ALTERNATIVES;
        let known = groups.iter().position(|(known, _)| known.content == value.content);
        match known.and_then(|at| groups.get_mut(at)) {
            Some((_, guards)) => guards.push(guard),
            None if full => return None,
            None => groups.push((value, vec![guard])),
        }
    }
    let one = |(value, guards): (Value, Vec<Arc<str>>)| {
        let guards: Vec<&str> = guards.iter().map(|guard| &**guard).collect();
        Alternative { guard: guards::any_of(&guards).into(), value }
    };
    Some(groups.into_iter().map(one).collect())
}

fn flatten(alternatives: Vec<Alternative>) -> Vec<Alternative> {
    let mut flat = Vec::with_capacity(alternatives.len());
    for outer in alternatives {
        let Content::OneOf(inner) = &outer.value.content else {
            flat.push(outer);
            continue;
        };
        // A value within a value under the opposite condition is never there.
        flat.extend(inner.iter().filter_map(|alternative| {
            let guard = guards::both(&outer.guard, &alternative.guard)?.into();
            Some(Alternative { guard, value: alternative.value.clone() })
        }));
    }
    flat
}
