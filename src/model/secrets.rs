//! Where secrets are written in the source: texts that end up in a secret field of an entity.

use super::credentials::entries;
use super::fields::{Field, Kind, Type};
use super::{Entity, Handed, Model, effective, tags};
use crate::source::{Places, Span};
use crate::value::{Content, Origin, Step, Unknown, Value, What, names_secret};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::sync::Arc;

/// How long a text must be to be recognised.
const RECOGNISABLE: usize = 4;

/// What the source tells about secrets, so that nothing of it is shown.
#[derive(Clone, Debug, Default)]
pub struct Secrets {
    /// The places of literals that are a secret as they are.
    pub whole: Vec<Span>,
    /// The places of literals that a secret is put together from. They may be ordinary words.
    pub parts: Vec<Span>,
    /// The texts that are a secret, and no other field's value.
    pub texts: Vec<Arc<str>>,
    /// The texts that are a secret, and another field's value, too.
    pub shared: Vec<Arc<str>>,
    /// The texts that are a secret and came out of a file, which is no source.
    pub read: Vec<Arc<str>>,
    /// The names of parameters, variables and local values that are a secret, as expressions write them.
    pub names: Vec<Arc<str>>,
    /// The texts that are a secret, in lower case, by the names that they go by.
    pub by_name: FxHashMap<Arc<str>, FxHashSet<Arc<str>>>,
    /// What texts with secrets in them are put together from.
    within: Vec<Part>,
    /// The places of secrets and of their parts.
    all_places: Places,
}

/// A literal that a text with a secret in it is put together from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    place: Span,
    /// What it goes by on its way.
    names: Vec<Arc<str>>,
    /// The secrets within the text.
    secrets: Arc<[Arc<str>]>,
}

/// What is secret within a text.
type Inner<'f> = &'f dyn Fn(&str) -> Vec<Arc<str>>;

impl Model {
    /// What is known of the values that password fields take, over any number of references.
    /// `handed` is what stands under secrets' names in no field, and `inner` finds what is secret within a longer text.
    pub fn secrets(&self, handed: &[Handed], inner: Inner<'_>) -> Secrets {
        let mut found = Secrets::default();
        for handed in handed {
            found.collect_handed(handed, inner);
        }
        for (_, entity) in self.entities() {
            for field in entity.kind.fields() {
                if let Some(value) = effective::written(&entity.resource, field) {
                    found.collect_field(entity, field, &value, inner);
                }
            }
        }
        found.sort();
        found
    }

    /// Tells the texts that another field has, too, from those that only secrets are.
    pub(crate) fn part_shared(&self, secrets: &mut Secrets) {
        secrets.sort();
        if !secrets.texts.is_empty() {
            secrets.all_places = Places::new(secrets.places());
            let open = self.open_texts(&secrets.all_places);
            (secrets.shared, secrets.texts) =
                std::mem::take(&mut secrets.texts).into_iter().partition(|text| open.contains(text));
        }
    }

    /// The texts of all fields that are no secret and take nothing from the places of one.
    fn open_texts(&self, secrets: &Places) -> FxHashSet<Arc<str>> {
        let fields = self.entities().flat_map(|(_, entity)| {
            let open = entity.kind.fields().iter().filter(|f| !f.secret);
            open.filter_map(|field| effective::written(&entity.resource, field))
        });
        let texts = fields.flat_map(|value| {
            let own = value.alternatives().filter(|(_, value)| !comes_from(value, secrets));
            let texts = own.filter_map(|(_, value)| value.as_text());
            texts.cloned().collect::<Vec<_>>()
        });
        texts.collect()
    }
}

impl Secrets {
    /// All places whose text must not be shown.
    pub fn places(&self) -> Vec<Span> {
        [&self.whole[..], &self.parts].concat()
    }

    /// Whether a value must not be shown: a text or number that is a secret, or stands where one does, or is made of
    /// something that goes by the name of one and has its text; a list or map that came by way of a secret as a whole.
    ///
    /// `places` are those of what is a secret as it is.
    pub(crate) fn covers(&self, value: &Value, places: &Places) -> bool {
        if matches!(value.content, Content::List(_) | Content::Map(_)) {
            return value.origin.is_secret();
        }
        let Some(text) = text_of(value) else { return false };
        value.origin.is_secret()
            || comes_from(value, places)
            || self.is_in_made(value)
            || !self.by_name.is_empty() && value.origin.all_steps().into_iter().any(|step| self.is_in(step, &text))
    }

    /// Whether a key is a secret itself, and no ordinary name of one: `password` is many passwords.
    pub(crate) fn is_key(&self, key: &str) -> bool {
        self.is_text(key) && !names_secret(key)
    }

    /// Whether a text is all of a secret.
    fn is_text(&self, text: &str) -> bool {
        self.texts.binary_search_by(|known| (**known).cmp(text)).is_ok()
    }

    /// Whether a value is made of what a secret is made of, and has its text: `app-${local.word}`.
    pub(crate) fn is_in_made(&self, value: &Value) -> bool {
        let has = |text: &str| self.texts.iter().any(|secret| secret.len() >= RECOGNISABLE && text.contains(&**secret));
        comes_from(value, &self.all_places) && text_as_written(value).is_some_and(|text| has(&text))
    }

    /// Whether a text has a secret in it that goes by the name in a link.
    fn is_in(&self, step: &Step, text: &str) -> bool {
        let secrets = name(&step.what).and_then(|name| self.by_name.get(&name));
        secrets.into_iter().flatten().any(|secret| text.contains(&**secret))
    }

    /// Adds what a field keeps secret, and where a value stands in it that is a secret by where it comes from.
    fn collect_field(&mut self, entity: &Entity, field: &Field, value: &Value, inner: Inner<'_>) {
        if field.mixed {
            let among_secrets = keeps_secret(entity);
            for entry in entries(field.name, value) {
                self.collect_within(&entry.value, &entry.text(), inner);
                if entry.is_hidden(among_secrets) {
                    self.collect(&entry.value);
                }
            }
        } else if field.secret {
            for (_, one) in value.alternatives() {
                let gaps = one.as_unknown().map(Unknown::with_gaps);
                let text = one.as_text().map(|text| Cow::Borrowed(&**text)).or(gaps).unwrap_or_default();
                self.collect_within(one, &text, inner);
            }
            self.collect(value);
        } else {
            let concealed = value.alternatives().filter(|(_, value)| value.origin.is_secret());
            concealed.for_each(|(_, value)| self.collect_places(value));
        }
        if field.ty == Type::Tags {
            self.collect_tags(value, entity.resource.block);
        }
    }

    /// Adds what is handed to anything under a secret's name. A name of several opens a map of them.
    fn collect_handed(&mut self, handed: &Handed, inner: Inner<'_>) {
        let Handed { name, value, is_whole } = handed;
        let is_flat = value.as_map().is_none_or(|map| map.values().all(|entry| text_of(entry).is_some()));
        let among_secrets = *is_whole || is_flat && names_secret(name);
        for entry in entries(name, value) {
            self.collect_within(&entry.value, &entry.text(), inner);
            let describes = || entry.name.as_ref().is_some_and(|name| describes(name));
            let is_word = text_of(&entry.value).is_some_and(|text| text.len() < RECOGNISABLE);
            let is_switch = matches!(entry.value.content, Content::Bool(_));
            if !is_word && !is_switch && entry.is_hidden(among_secrets && !describes()) {
                self.collect(&entry.value);
            }
        }
    }

    /// Adds what is secret within the text of a value, and what that may be a part of.
    fn collect_within(&mut self, value: &Value, text: &str, inner: Inner<'_>) {
        let secrets: Arc<[Arc<str>]> = inner(text).into();
        if secrets.is_empty() {
            return;
        }
        self.texts.extend(secrets.iter().cloned());
        let part = |part: &Origin| {
            Some(Part { place: part.written_at()?, names: names(part).collect(), secrets: secrets.clone() })
        };
        self.within.extend(value.origin.written_parts().into_iter().filter_map(part));
    }

    /// Takes the parts of texts for secrets that are one as they are, by what stands at their places.
    pub(crate) fn promote(&mut self, literal: &dyn Fn(Span) -> Arc<str>) {
        self.sort();
        for Part { place, names, secrets } in std::mem::take(&mut self.within) {
            let text = literal(place);
            if self.is_text(&text) {
                self.whole.push(place);
                for name in &names {
                    self.by_name.entry(name.clone()).or_default().insert(text.to_lowercase().into());
                }
                self.names.extend(names);
            } else if secrets.iter().any(|secret| is_part(&text, secret)) {
                self.parts.push(place);
            }
        }
    }

    /// Adds what is known of a secret value.
    fn collect(&mut self, value: &Value) {
        self.names.extend(names(&value.origin));
        if let Some(text) = text_of(value).filter(|text| text.len() >= RECOGNISABLE) {
            for name in names(&value.origin) {
                self.by_name.entry(name).or_default().insert(text.as_str().into());
            }
        }
        self.texts.extend(value.as_text().cloned());
        let read = value.origin.read_at();
        self.read.extend(value.as_text().filter(|_| !read.is_empty()).cloned());
        self.whole.extend(read);
        match &value.content {
            Content::OneOf(alternatives) => alternatives.iter().for_each(|a| self.collect(&a.value)),
            Content::List(items) => items.iter().for_each(|item| self.collect(item)),
            Content::Map(map) => map.values().for_each(|entry| self.collect(entry)),
            _ => self.collect_places(value),
        }
    }

    /// Adds where a scalar stands: as it is, or what it is made of.
    fn collect_places(&mut self, value: &Value) {
        match &value.content {
            Content::Null | Content::OneOf(_) | Content::List(_) | Content::Map(_) => {}
            Content::Unknown(_) => self.parts.extend(value.origin.parts_written_at()),
            _ if value.origin.has_parts() => match value.origin.parts_written_at()[..] {
                [only] => self.whole.push(only),
                ref several => self.parts.extend(several),
            },
            _ if value.origin.is_given() => {}
            Content::Bool(_) | Content::Number(_) | Content::Text(_) => self.whole.extend(value.origin.written_at()),
        }
    }

    /// Adds where in a block the values of tags stand that go by a secret's name.
    fn collect_tags(&mut self, written: &Value, block: Span) {
        for (_, tags) in written.alternatives() {
            let tags = tags::as_map(tags);
            let entries = tags.as_map().into_iter().flat_map(|map| map.iter());
            for (_, value) in entries.filter(|(key, _)| names_secret(key)).flat_map(|(_, value)| value.alternatives()) {
                let written = value.origin.written_at().into_iter().chain(value.origin.parts_written_at());
                self.parts.extend(written.filter(|place| block.contains(*place)));
            }
        }
    }

    fn sort(&mut self) {
        for spans in [&mut self.whole, &mut self.parts] {
            spans.sort_unstable();
            spans.dedup();
        }
        for words in [&mut self.names, &mut self.texts, &mut self.read] {
            words.sort_unstable();
            words.dedup();
        }
    }
}

/// Whether a parameter of SSM is kept as a secret, or goes by the name of one.
fn keeps_secret(entity: &Entity) -> bool {
    if entity.kind != Kind::SsmParameter {
        return false;
    }
    let says = |name: &str, tells: fn(&str) -> bool| {
        let field = entity.kind.fields().iter().find(|field| field.name == name);
        let value = field.and_then(|field| effective::written(&entity.resource, field));
        value.is_some_and(|value| value.alternatives().any(|(_, one)| one.as_text().is_some_and(|text| tells(text))))
    };
    let own_name = entity.resource.address.rsplit('.').next().unwrap_or_default();
    names_secret(own_name) || says("Name", names_secret) || says("Type", |ty| ty == "SecureString")
}

/// Whether a literal may be what a secret is made of: one is in the other, whatever becomes of its letters or its base64.
fn is_part(literal: &str, secret: &str) -> bool {
    let literal = literal.to_lowercase();
    let forms = [secret.to_lowercase(), BASE64_STANDARD.encode(secret).to_lowercase()];
    literal.len() >= RECOGNISABLE && forms.iter().any(|form| form.contains(&literal) || literal.contains(&**form))
}

/// Whether a value, or a part of it, comes from any of the places.
fn comes_from(value: &Value, places: &Places) -> bool {
    let steps = value.origin.steps().filter_map(|step| step.at);
    steps.chain(value.origin.parts_written_at()).any(|place| places.touch(place))
}

/// Whether an entry beside secrets says where or whose they are.
fn describes(name: &str) -> bool {
    const WORDS: [&str; 11] =
        ["type", "description", "name", "user", "host", "port", "engine", "database", "endpoint", "address", "region"];
    let name = name.to_ascii_lowercase();
    WORDS.contains(&&*name) || ["name", "arn", "id", "from"].iter().any(|end| name.ends_with(end))
}

/// What the value goes by on its way, as long as it is the same value.
fn names(origin: &Origin) -> impl Iterator<Item = Arc<str>> {
    let same = origin.steps().take_while(|step| step.parts.len() < 2);
    same.filter_map(|step| name(&step.what))
}

/// What a value goes by behind a link.
fn name(what: &What) -> Option<Arc<str>> {
    match what {
        What::Local(name) => Some(format!("local.{name}").into()),
        _ => what.variable().map(|name| format!("var.{name}").into()).or_else(|| what.parameter().cloned()),
    }
}

/// A text or a number as text, in lower case.
fn text_of(value: &Value) -> Option<String> {
    text_as_written(value).map(|text| text.to_lowercase())
}

/// A text or a number as text.
fn text_as_written(value: &Value) -> Option<Cow<'_, str>> {
    match &value.content {
        Content::Text(text) => Some(Cow::Borrowed(text)),
        Content::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// Whether a text has a secret's name in it.
pub(crate) fn mentions_secret(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && !"_-".contains(c)).any(names_secret)
}

/// A text without the string literals of the expressions in it; keys in brackets stay.
pub(crate) fn without_literals(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('"') {
        let (before, literal) = rest.split_at(at);
        let (literal, after) = literal.split_at(closing(literal));
        let is_index = |base: &str| base.ends_with(|c: char| c.is_alphanumeric() || "_]".contains(c));
        let is_key = before.strip_suffix('[').is_some_and(is_index);
        out.push_str(before);
        out.push_str(if is_key { literal } else { "\"…\"" });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Where a string literal at the start of a text ends.
fn closing(literal: &str) -> usize {
    let mut escaped = false;
    for (at, c) in literal.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    literal.len()
}

#[cfg(test)]
mod tests {
    use super::without_literals;

    #[test]
    fn literals_are_left_out_and_keys_are_not() {
        for (text, expected) in [
            ("var.x == \"a\" is true", "var.x == \"…\" is true"),
            ("x[\"a\"].y == \"b\\\"c\"", "x[\"a\"].y == \"…\""),
            ("contains([\"a\"], var.x)", "contains([\"…\"], var.x)"),
            ("var.x == \"never clo", "var.x == \"…\""),
            ("var.x has no value", "var.x has no value"),
        ] {
            assert_eq!(without_literals(text), expected);
        }
    }
}
