//! Provider configurations: which one a block uses, and what it adds to the block.

use super::evaluator::{Evaluator, Key};
use super::expansion::{Form, Repetition};
use super::frames::Frame;
use super::origins::{part, step};
use super::resources::joined;
use super::values::{bare, derived, distribute, map};
use crate::model::fields::{Field, Kind};
use crate::source::Span;
use crate::syntax::hcl::tree::{Block, Expr, ExprKind, Part};
use crate::value::{Alternative, Content, Map, Origin, Value, What, Within};
use std::sync::Arc;

/// The argument that names a provider, and the word for its configuration in an address.
pub(super) const PROVIDER: &str = "provider";
/// The provider whose configurations say how a database is reached.
pub(super) const POSTGRESQL: &str = "postgresql";
/// The type of such a configuration.
pub(super) const CONFIGURATION: &str = "provider.postgresql";
/// The argument of tags, of resources and of `default_tags`.
const TAGS: &str = "tags";
/// The block of a provider with the tags of all its resources.
const DEFAULT_TAGS: &str = "default_tags";

/// What a block's provider is configured by.
enum Configured<'p> {
    /// A block of an instance of a module.
    By(Configuration<'p>),
    /// No block: the provider has no settings in the source.
    Unset,
    /// It cannot be told, for this reason.
    Unclear(Arc<str>),
}

/// A `provider` block of an instance of a module.
struct Configuration<'p> {
    instance: usize,
    /// `aws` or `aws.west`.
    name: Arc<str>,
    block: &'p Block,
    /// Which copy it is, where `for_each` makes several.
    suffix: Arc<str>,
    repetition: Option<Repetition>,
}

impl<'p> Evaluator<'p> {
    /// Adds the configurations of providers that the model knows, as resources.
    pub(super) fn provider_configurations(&mut self, instance: usize) {
        let owner = &self.instances[instance];
        let module = owner.module;
        if owner.stand.is_some() {
            return;
        }
        for (name, block) in &module.providers {
            let is_it = |label: &str| label == POSTGRESQL || module.postgresql.iter().any(|name| **name == *label);
            let is_known = block.labels.first().is_some_and(|label| is_it(&label.text));
            if !is_known || is_proxy(block) {
                continue;
            }
            let address: Arc<str> = format!("{PROVIDER}.{name}").into();
            let expansion = self.expand(instance, &address, block);
            for copy in &expansion.copies {
                let resource = self.copy_of(instance, (&address, block), copy, None);
                if !self.emit(resource) {
                    return;
                }
            }
        }
    }

    /// Notes which configuration a resource is managed with, where those are resources too.
    pub(super) fn add_provider(&mut self, block: &'p Block, frame: &Frame, attributes: &mut Map) {
        let is_of_it = |ty: &str| ty.strip_prefix(POSTGRESQL).is_some_and(|rest| rest.starts_with('_'));
        if !block.labels.first().is_some_and(|ty| is_of_it(&ty.text)) {
            return;
        }
        let place = block.body.attribute(PROVIDER).map_or(block.header, |named| named.value.span);
        let value = match self.configured(block, frame) {
            Configured::By(Configuration { instance, name, suffix, .. }) => {
                let address = format!("{}{PROVIDER}.{name}{suffix}", self.instances[instance].prefix);
                let what = What::Resource {
                    address: address.as_str().into(),
                    attribute: "".into(),
                    within: Within::default(),
                };
                Value::text(address, Origin::written(place).step(what, Some(place)))
            }
            Configured::Unset => return,
            Configured::Unclear(reason) => Value::unknown(reason, Origin::written(place)),
        };
        attributes.insert(PROVIDER.into(), value);
    }

    /// Puts the tags that the provider gives to a resource under those of its own.
    pub(super) fn add_default_tags(&mut self, block: &'p Block, frame: &Frame, attributes: &mut Map) {
        let kind = block.labels.first().and_then(|ty| Kind::of(&ty.text));
        if kind.and_then(|kind| Field::find(kind, "Tags")).is_none() {
            return;
        }
        let defaults = self.default_tags(block, frame);
        if !defaults.is_null() {
            let own = attributes.get(TAGS).cloned().unwrap_or_else(|| bare(Content::Null));
            attributes.insert(TAGS.into(), merged(defaults, own));
        }
    }

    /// An attribute that follows from the provider of a resource or data source.
    pub(super) fn provided(&mut self, block: &'p Block, name: &str, frame: &Frame) -> Option<Value> {
        let ty = &*block.labels.first()?.text;
        let is_managed = &*block.kind.text == "resource";
        match (ty, name) {
            (_, "tags_all") if is_managed && ty.starts_with("aws_") => {
                let own = block.body.attribute(TAGS).map(|own| self.eval_or_unknown(&own.value, frame));
                let own = own.unwrap_or_else(|| bare(Content::Null));
                Some(or_none(merged(self.default_tags(block, frame), own)))
            }
            ("aws_default_tags", TAGS) if !is_managed => Some(or_none(self.default_tags(block, frame))),
            ("aws_region", "name" | "region" | "id") if !is_managed && is_current(block) => {
                let Configured::By(provider) = self.configured(block, frame) else { return None };
                let region = &provider.block.body.attribute("region")?.value;
                Some(self.in_provider(&provider, |this, frame| this.eval_or_unknown(region, frame)))
            }
            ("aws_iam_policy_document", "json" | "minified_json") if !is_managed => {
                Some(self.policy_document(block, frame))
            }
            _ => None,
        }
    }

    /// The tags that the provider of a block gives to all its resources; null where there are none.
    fn default_tags(&mut self, block: &'p Block, frame: &Frame) -> Value {
        let provider = match self.configured(block, frame) {
            Configured::By(provider) => provider,
            Configured::Unset => return bare(Content::Null),
            Configured::Unclear(reason) => {
                let at = block.body.attribute(PROVIDER).map_or(block.header, |named| named.value.span);
                return Value::unknown(reason, Origin::written(at));
            }
        };
        let Configuration { instance, name, suffix, block: written, .. } = &provider;
        let address: Arc<str> = format!("{}{PROVIDER}.{name}{suffix}", self.instances[*instance].prefix).into();
        let shown = format!("{DEFAULT_TAGS} of {address}");
        let outcome = self.once(Key::Attribute(address, DEFAULT_TAGS.into()), written.header, &shown, |this| {
            Ok(this.in_provider(&provider, |this, frame| this.written_default_tags(&provider, frame)))
        });
        outcome.unwrap_or_else(|failure| Value::unknown(failure.reason, Origin::written(block.header)))
    }

    fn written_default_tags(&mut self, provider: &Configuration<'p>, frame: &Frame) -> Value {
        let body = &provider.block.body;
        let mut found = Vec::new();
        let mut place: Option<Span> = None;
        for written in body.attributes.iter().filter(|attribute| &*attribute.name.text == DEFAULT_TAGS) {
            found.push(self.written_blocks(&written.value, frame));
            place = place.or(Some(written.name.span));
        }
        for nested in &body.blocks {
            let is_it = &*nested.kind.text == DEFAULT_TAGS
                || &*nested.kind.text == "dynamic" && nested.labels.first().is_some_and(|l| &*l.text == DEFAULT_TAGS);
            if is_it {
                found.push(self.blocks(nested, frame).1);
                place = place.or(Some(nested.header));
            }
        }
        let Some(place) = place else { return bare(Content::Null) };
        let tags = tags_of(&joined(&found));
        if tags.is_null() { tags } else { step(&tags, What::DefaultTags(provider.name.clone()), place) }
    }

    /// Runs `work` where the arguments of a provider block are evaluated.
    fn in_provider<T>(&mut self, provider: &Configuration<'p>, work: impl FnOnce(&mut Self, &Frame<'_>) -> T) -> T {
        let uncertain = self.instances[provider.instance].is_uncertain();
        let outer = std::mem::replace(&mut self.uncertain, uncertain);
        let result = self.in_frame_of(provider.instance, provider.repetition.as_ref(), work);
        self.uncertain = outer;
        result
    }

    /// The configuration of the provider that a block names, or of the one that its type begins with.
    fn configured(&mut self, block: &'p Block, frame: &Frame) -> Configured<'p> {
        let named = block.body.attribute(PROVIDER).map(|attribute| reference(&attribute.value));
        let (mut name, mut key) = match named {
            Some(Some((name, key))) => (name, key.map(|key| self.eval_or_unknown(key, frame))),
            Some(None) => return Configured::Unclear("the provider is not named by a plain reference".into()),
            None => (default_name(block), None),
        };
        let mut instance = frame.instance;
        loop {
            let owner = &self.instances[instance];
            let caller = owner.caller.clone();
            let passed = caller.as_ref().and_then(|caller| passed(caller.block, &name));
            let own = owner.module.providers.get(&name);
            if let Some(block) = own.filter(|block| passed.is_none() || !is_proxy(block)) {
                return self.copy_of_provider((instance, name, block), key.as_ref());
            }
            let is_default = !name.contains('.');
            let Some(caller) = caller else {
                return if is_default { Configured::Unset } else { Configured::Unclear(unseen(&name)) };
            };
            match passed.map(reference) {
                Some(Some((outer, outer_key))) => {
                    name = outer;
                    key = outer_key.map(|key| self.key_of_call(&caller, key));
                }
                None if is_default => {}
                _ => return Configured::Unclear(unseen(&name)),
            }
            instance = caller.instance;
        }
    }

    /// The key that a call passes a provider by.
    fn key_of_call(&mut self, caller: &super::instances::Caller<'p>, key: &'p Expr) -> Value {
        self.in_frame_of(caller.instance, caller.repetition.as_ref(), |this, frame| this.eval_or_unknown(key, frame))
    }

    /// The copy of a provider block that a key stands for.
    fn copy_of_provider(
        &mut self,
        (instance, name, block): (usize, Arc<str>, &'p Block),
        key: Option<&Value>,
    ) -> Configured<'p> {
        let expansion = self.expand(instance, &format!("{PROVIDER}.{name}").into(), block);
        let copy = match expansion.form {
            Form::Single | Form::Unclear => expansion.copies.first(),
            Form::Count | Form::Each => key.and_then(|key| expansion.copy(key)),
        };
        match copy {
            Some(copy) => {
                let (suffix, repetition) = (copy.suffix.clone(), copy.repetition.clone());
                Configured::By(Configuration { instance, name, block, suffix, repetition })
            }
            None => Configured::Unclear(format!("which of the providers {name} it is is not known").into()),
        }
    }
}

/// A reference to a provider as its name, `aws` or `aws.west`, and the key of one of several.
fn reference(expr: &Expr) -> Option<(Arc<str>, Option<&Expr>)> {
    match &expr.kind {
        ExprKind::Text(name) | ExprKind::Variable(name) => Some((name.clone(), None)),
        ExprKind::Attribute(base, alias) => match &base.kind {
            ExprKind::Variable(name) => Some((format!("{name}.{alias}").into(), None)),
            _ => None,
        },
        ExprKind::Index(base, key) => match reference(base)? {
            (name, None) => Some((name, Some(key))),
            _ => None,
        },
        ExprKind::Template(parts) => match parts.as_slice() {
            [Part::Interpolation(inner)] => reference(inner),
            _ => None,
        },
        _ => None,
    }
}

/// The local name of the provider that a block's type begins with.
fn default_name(block: &Block) -> Arc<str> {
    let ty = block.labels.first().map_or("", |label| &*label.text);
    ty.split_once('_').map_or(ty, |(provider, _)| provider).into()
}

/// What a call passes as the provider of that name.
fn passed<'p>(call: &'p Block, name: &str) -> Option<&'p Expr> {
    let ExprKind::Object(items) = &call.body.attribute("providers")?.value.kind else { return None };
    let is_it = |key: &Expr| reference(key).is_some_and(|(own, _)| *own == *name);
    items.iter().find(|item| is_it(&item.key)).map(|item| &item.value)
}

/// Whether a provider block only says that the module is given one, as modules did of old.
fn is_proxy(block: &Block) -> bool {
    let mut attributes = block.body.attributes.iter();
    block.body.blocks.is_empty() && attributes.all(|attribute| matches!(&*attribute.name.text, "alias" | "version"))
}

fn unseen(name: &str) -> Arc<str> {
    format!("the provider {name} is configured nowhere in the scanned files").into()
}

/// Whether `data "aws_region"` asks for the region of its provider.
fn is_current(block: &Block) -> bool {
    block.body.attributes.iter().all(|attribute| &*attribute.name.text == "provider")
}

/// The tags of the first of the blocks.
fn tags_of(blocks: &Value) -> Value {
    let first = |values: &[Value]| {
        let of = |value: &Value| match &value.content {
            Content::Map(entries) => entries.get(TAGS).cloned().unwrap_or_else(|| bare(Content::Null)),
            Content::Null => value.clone(),
            _ => derived(value),
        };
        Ok(match values.first().map(|value| (value, value.as_list())) {
            Some((_, Some(items))) => items.first().map_or_else(|| bare(Content::Null), of),
            Some((value, None)) => of(value),
            None => bare(Content::Null),
        })
    };
    distribute(std::slice::from_ref(blocks), &mut { first }).unwrap_or_else(|_| derived(blocks))
}

/// No tags at all as a map.
fn or_none(tags: Value) -> Value {
    if tags.is_null() { map(Map::default()) } else { tags }
}

/// The tags of the provider with a resource's own, which win.
fn merged(defaults: Value, own: Value) -> Value {
    let both = [defaults, own];
    let outcome = distribute(&both, &mut |values| match values {
        [defaults, own] => Ok(merge(defaults, own)),
        _ => Ok(bare(Content::Null)),
    });
    outcome.unwrap_or_else(|failure| Value::unknown(failure.reason, Origin::default()))
}

fn merge(defaults: &Value, own: &Value) -> Value {
    let (below, above) = match (&defaults.content, &own.content) {
        (Content::Map(below), Content::Map(above)) => (below, Some(above)),
        (Content::Map(below), Content::Null) => (below, None),
        (Content::Unknown(_), Content::Map(_) | Content::Null) => return derived(defaults),
        _ => return own.clone(),
    };
    let place = own.origin.used_at().or_else(|| defaults.origin.used_at());
    let origin = place.map(Origin::written).unwrap_or_default();
    let is_secret = defaults.origin.is_secret() || own.origin.is_secret();
    // The provider leaves out what is null, so such a tag does not take a default's place.
    let given = below.iter().filter(|(_, value)| !value.is_null());
    let mut tags: Map = given.map(|(key, value)| (key.clone(), part(defaults, value))).collect();
    for (key, value) in above.into_iter().flat_map(|above| above.iter()).filter(|(_, value)| !value.is_null()) {
        let value = part(own, value);
        let value = tags.get(key).map_or_else(|| value.clone(), |default| unless_null(&value, default));
        tags.insert(key.clone(), value);
    }
    let whole = Content::Map(Arc::new(tags));
    Value::new(whole, if is_secret { origin.of_secret() } else { origin })
}

/// The value, and the default in those of its alternatives that are null.
fn unless_null(value: &Value, default: &Value) -> Value {
    let Content::OneOf(several) = &value.content else { return value.clone() };
    let filled = |one: &Alternative| {
        let value = if one.value.is_null() { default } else { &one.value };
        Alternative { guard: one.guard.clone(), value: value.clone() }
    };
    Value::one_of(several.iter().map(filled).collect(), value.origin.clone())
}
