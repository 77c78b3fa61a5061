//! The options of a database: what its option group adds to the engine, and how each is set.

use super::combine::{Guarded, each, merge, presence, reason};
use super::convert::{convert, scalar_text};
use super::derived::{bool_value, not_given, truth};
use super::fields::{Kind, Type};
use super::links::Target;
use super::{EntityId, Member, Model};
use crate::value::{Content, Map, Truth, Value};
use std::sync::Arc;

impl Model {
    /// The facts about options.
    pub(super) fn option_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        let value = match (self.entity(id).kind, name) {
            (Kind::DbInstance, "transparent_data_encryption") => self.transparent_data_encryption(id),
            (Kind::DbInstance, "network_encryption_required") => self.network_encryption_required(id),
            _ => return None,
        };
        Some(match self.membership(id) {
            Truth::True => Member::NotApplicable(self.cluster_decides(id)),
            _ => Member::Value(value),
        })
    }

    /// The settings of an option of a DB instance, as a map from name to text that stands where the option does; null where
    /// its option group lacks the option.
    pub(super) fn option(&self, database: EntityId, name: &str) -> Value {
        let named = self.raw(database, "OptionGroupName");
        let choices = self.targets(database, "option_group").into_iter().map(|(guard, target)| {
            let found = match target {
                Target::Entity(group) => self.option_of_group(group, name),
                Target::Nothing => self.option_of_nothing(database),
                Target::DefaultGroup(_) => Value::null(named.origin.clone()),
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    Value::unknown(reason, named.origin.clone())
                }
            };
            (guard, found)
        });
        let choices: Vec<Guarded<Value>> = choices.collect();
        merge(choices, &named.origin)
    }

    /// A default group has no options. What is made from another database has that one's group, or has to have one with
    /// the options that cannot be taken away.
    fn option_of_nothing(&self, database: EntityId) -> Value {
        let made = [self.replica(database), self.restored(database)];
        match made.iter().find(|made| truth(made) != Truth::False) {
            Some(made) => Value::unknown("it may have its source's option group", made.origin.clone()),
            None => Value::null(not_given()),
        }
    }

    /// The settings of an option of an option group.
    pub(super) fn option_of_group(&self, group: EntityId, name: &str) -> Value {
        let all = self.raw(group, "OptionConfigurations");
        each(&all, |all| match &convert(all, Type::List).content {
            Content::Null => Value::null(all.origin.clone()),
            Content::List(items) => among(items, name, all),
            _ => Value::unknown(reason(all), all.origin.clone()),
        })
    }

    /// Oracle's and SQL Server's option of their own, above the encryption of the storage.
    fn transparent_data_encryption(&self, id: EntityId) -> Value {
        each(&self.engine_group(id), |engine| match engine.as_text().map(|text| &**text) {
            Some("oracle") => is_there(&self.option(id, "TDE")),
            Some("sqlserver") => is_there(&self.option(id, "TRANSPARENT_DATA_ENCRYPTION")),
            Some(_) => bool_value(false, &engine.origin),
            None => Value::unknown(reason(engine), engine.origin.clone()),
        })
    }

    /// Oracle refuses sessions in plain text when its native encryption is required; unset, it is requested.
    fn network_encryption_required(&self, id: EntityId) -> Value {
        each(&self.option(id, "NATIVE_NETWORK_ENCRYPTION"), |settings| match settings.get("SQLNET.ENCRYPTION_SERVER") {
            Some(mode) => each(mode, |mode| match mode.as_text() {
                Some(text) => bool_value(text.eq_ignore_ascii_case("required"), &mode.origin),
                None => Value::unknown(reason(mode), mode.origin.clone()),
            }),
            None if settings.as_unknown().is_some() => settings.clone(),
            None => bool_value(false, &settings.origin),
        })
    }
}

/// Whether there is an option.
fn is_there(option: &Value) -> Value {
    each(option, |option| match presence(option) {
        Truth::Unknown => Value::unknown(reason(option), option.origin.clone()),
        known => bool_value(known == Truth::True, &option.origin),
    })
}

/// The settings of the option among those of a group.
fn among(options: &[Value], name: &str, all: &Value) -> Value {
    let (mut perhaps, mut unknown) = (None, None);
    for option in options {
        let found = each(option, |option| settings_if(option, name));
        match &found.content {
            Content::Map(_) => return found,
            Content::OneOf(_) => perhaps = perhaps.or(Some(found)),
            Content::Unknown(_) => unknown = unknown.or(Some(found)),
            _ => {}
        }
    }
    perhaps.or(unknown).unwrap_or_else(|| Value::null(all.origin.clone()))
}

/// The settings of an option when it is the one of that name, or else null.
fn settings_if(option: &Value, name: &str) -> Value {
    let own = first(option, &["OptionName", "option_name"]);
    each(&own, |own| match own.as_text() {
        Some(text) if text.eq_ignore_ascii_case(name) => {
            let settings = settings(&first(option, &["OptionSettings", "option_settings"]));
            Value::new(settings.content, own.origin.clone())
        }
        None if own.as_unknown().is_some() => Value::unknown(reason(own), own.origin.clone()),
        _ => Value::null(own.origin.clone()),
    })
}

fn first(option: &Value, names: &[&str]) -> Value {
    match names.iter().find_map(|name| option.get(name)) {
        Some(value) => value.clone(),
        None if option.as_unknown().is_some() => option.clone(),
        None => Value::null(option.origin.clone()),
    }
}

/// Settings as a map from their names, in capitals, to their texts. Unknown as soon as one name is.
fn settings(written: &Value) -> Value {
    each(&convert(written, Type::List), |list| {
        let Content::List(items) = &list.content else {
            let none = Content::Map(Arc::default());
            return if list.is_null() { Value::new(none, list.origin.clone()) } else { list.clone() };
        };
        let mut map = Map::default();
        for item in &items[..] {
            let name = first(item, &["Name", "name"]);
            let Some(text) = name.as_text() else { return Value::unknown(reason(&name), name.origin.clone()) };
            map.insert(text.to_ascii_uppercase().into(), each(&first(item, &["Value", "value"]), as_sent));
        }
        Value::new(Content::Map(Arc::new(map)), list.origin.clone())
    })
}

fn as_sent(value: &Value) -> Value {
    match scalar_text(&value.content) {
        Some(text) => Value::text(text, value.origin.clone()),
        None if value.as_unknown().is_some() => value.clone(),
        None => Value::unknown("it is not a string", value.origin.clone()),
    }
}
