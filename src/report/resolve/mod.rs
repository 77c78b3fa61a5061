//! What every database would really be: its fields and effective parameters, as a table or as JSON.

mod json;
mod table;
#[cfg(test)]
mod tests;
mod value;

pub use json::json;
pub use table::table;

use super::Options;
use crate::conceal::Words;
use crate::finding::Environments;
use crate::model::fields::{Field, Type};
use crate::model::{Entity, EntityId, Member, Model, Secrets, without_literals};
use crate::source::{Places, Problem, SourceMap};
use crate::value::{Content, Value, names_secret};
use indexmap::IndexMap;
use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

/// What the documents are made from.
#[derive(Clone, Copy, Debug)]
pub struct Databases<'a> {
    /// The files of the run.
    pub sources: &'a SourceMap,
    /// The databases, and what they are linked to.
    pub model: &'a Model,
    /// Which of them to show.
    pub shown: &'a [EntityId],
    /// Where secrets are written.
    pub secrets: &'a Secrets,
    /// The places of those that are a secret as they are.
    pub places: &'a Places,
    /// What must not be said of them.
    pub words: &'a Words,
}

/// Writes the problems of a run as the text format does.
///
/// # Errors
/// When the writer fails.
pub fn problems(
    databases: Databases<'_>,
    problems: &[Problem],
    options: Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    super::problems(databases.sources, problems, &databases.secrets.places(), options, out)
}

/// A database as it is in one environment or several.
struct Database<'a> {
    entity: &'a Entity,
    environments: Environments,
    /// The fields in the order of the table of fields.
    fields: Vec<Row>,
    /// The parameters that a group of the database sets, and those whose default the policies judge, by name.
    parameters: Vec<Row>,
}

/// A field or a parameter of a database.
#[derive(PartialEq)]
struct Row {
    name: Arc<str>,
    setting: Setting,
    is_secret: bool,
    /// The tags, by their keys.
    entries: Vec<Row>,
}

impl Row {
    /// The name, unless that is a secret.
    fn shown_name<'t>(&'t self, databases: Databases<'_>) -> Cow<'t, str> {
        if databases.secrets.is_key(&self.name) { value::SECRET.into() } else { self.hide(databases, &self.name) }
    }

    /// A text about the row without secrets.
    fn hide<'t>(&self, databases: Databases<'_>, text: &'t str) -> Cow<'t, str> {
        let hidden = databases.words.hide(text);
        if self.is_secret { Cow::Owned(without_literals(&hidden)) } else { hidden }
    }
}

/// What a row says.
#[derive(PartialEq)]
enum Setting {
    Value(Value),
    /// Known, and not to be shown.
    Secret(Value),
    NotApplicable(Arc<str>),
}

impl<'a> Databases<'a> {
    /// What must not be shown of values.
    fn hidden(self) -> value::Hidden<'a> {
        value::Hidden { secrets: self.secrets, places: self.places }
    }

    /// The databases in source order, each once for the environments in which it is the same.
    fn distinct(self) -> Box<dyn Iterator<Item = Database<'a>> + 'a> {
        let environments = &self.model.environments;
        if environments.is_empty() {
            return Box::new(self.shown.iter().map(move |id| self.database(*id)));
        }
        let mut by_address: IndexMap<_, Vec<Database<'a>>> = IndexMap::new();
        for id in self.shown {
            let database = self.database(*id);
            let resource = &database.entity.resource;
            let known = by_address.entry((environments.configuration(resource.scope), &resource.address)).or_default();
            let is_same =
                |one: &&mut Database<'_>| one.fields == database.fields && one.parameters == database.parameters;
            match known.iter_mut().find(is_same) {
                Some(same) => same.environments.join(database.environments),
                None => known.push(database),
            }
        }
        Box::new(by_address.into_values().flatten())
    }

    fn database(self, id: EntityId) -> Database<'a> {
        let entity = self.model.entity(id);
        let environments = self.model.environments.of(entity.resource.scope);
        Database { entity, environments, fields: self.fields(id), parameters: self.parameters(id) }
    }

    fn fields(self, id: EntityId) -> Vec<Row> {
        let kind = self.model.entity(id).kind;
        let fields = kind.fields().iter();
        let field = |field: &Field| {
            let member = self.field(id, field.name)?;
            let entries = if field.ty == Type::Tags { tags(&member) } else { Vec::new() };
            Some(Row { entries, ..row(field.name.into(), member, field.secret)? })
        };
        fields.filter_map(field).collect()
    }

    /// A field; of a cluster member that has no say in it, the value that its cluster gives it.
    fn field(self, id: EntityId, name: &str) -> Option<Member> {
        let member = self.model.member(id, name)?;
        match (&member, self.model.inherited(id, name)) {
            (Member::NotApplicable(_), Some(value)) => Some(Member::Value(value)),
            _ => Some(member),
        }
    }

    fn parameters(self, id: EntityId) -> Vec<Row> {
        let names = self.model.parameter_names(id).into_iter();
        names.filter_map(|name| row(name.clone(), self.model.parameter(id, &name), names_secret(&name))).collect()
    }
}

fn row(name: Arc<str>, member: Member, is_secret: bool) -> Option<Row> {
    let setting = match member {
        Member::Value(value) if is_secret && is_known(&value) => Setting::Secret(value),
        Member::Value(value) => Setting::Value(value),
        Member::NotApplicable(reason) => Setting::NotApplicable(reason),
        Member::Entities { .. } | Member::Parameters => return None,
    };
    Some(Row { name, setting, is_secret, entries: Vec::new() })
}

/// A row for each tag, where it is known which there are. The keys of a secret are secrets.
fn tags(member: &Member) -> Vec<Row> {
    let Member::Value(Value { content: Content::Map(entries), origin }) = member else { return Vec::new() };
    if origin.is_secret() {
        return Vec::new();
    }
    let entry = |(key, value): (&Arc<str>, &Value)| {
        let is_secret = names_secret(key) || value.is_secret();
        row(key.clone(), Member::Value(value.clone()), is_secret)
    };
    entries.iter().filter_map(entry).collect()
}

fn is_known(value: &Value) -> bool {
    !matches!(value.content, Content::Null | Content::Unknown(_))
}
