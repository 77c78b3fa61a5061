//! What keeps passwords: secrets, their versions, and what makes passwords up.

use super::entries::{Entry, entries};
use super::password::comes_from_outside;
use crate::model::combine::{Existence, depends_on, presence, reason, undecided, under};
use crate::model::derived::{bool_value, not_given};
use crate::model::fields::Kind;
use crate::model::{EntityId, Language, Member, Model};
use crate::value::{Content, GAP, Origin, Truth, Value};
use std::sync::Arc;

const NOT_A_DATABASES: &str = "nothing says that it is for a database";
const MAYBE_A_DATABASES: &str = "whether it is for a database is not known";

/// The keys by which the secret of a database tells what it is for.
const TELLING: [&str; 4] = ["dbInstanceIdentifier", "dbClusterIdentifier", "engine", "dbname"];
/// The keys under which it has the password.
const PASSWORD: [&str; 5] = ["password", "passwd", "pwd", "db_password", "dbpassword"];
/// What stands for a password that is put in later.
const PLACEHOLDERS: [&str; 9] =
    ["changeme", "replaceme", "placeholder", "todo", "dummy", "tobereplaced", "tbd", "setme", "changemelater"];

impl Model {
    /// Whether the password in a secret stands in the source.
    pub(super) fn secret_literal(&self, id: EntityId) -> Member {
        let text = self.raw(id, "SecretString");
        if presence(&text) == Truth::False {
            return Member::NotApplicable("it is given no text".into());
        }
        let is_databases = self.is_databases(self.secret_of(id)) == Truth::True || self.is_databases(id) == Truth::True;
        let passwords: Vec<Entry> =
            entries("SecretString", &text).into_iter().filter(|entry| is_password(entry, is_databases)).collect();
        if passwords.is_empty() && presence(&text) == Truth::True && !is_open(&text) {
            return Member::NotApplicable("it holds no password of a database".into());
        }
        let existence = Existence::of(&self.entity(id).resource);
        let mut doubt = is_open(&text).then(|| undecided(&text));
        for entry in &passwords {
            let holds = under(existence, &entry.guard);
            match is_written(entry).and(holds) {
                Truth::True => return Member::Value(bool_value(true, &entry.value.origin)),
                Truth::False => {}
                Truth::Unknown => {
                    let why = if holds == Truth::Unknown { depends_on(&entry.guard) } else { reason(&entry.value) };
                    doubt = doubt.or_else(|| Some(Value::unknown(why, entry.value.origin.clone())));
                }
            }
        }
        Member::Value(doubt.unwrap_or_else(|| bool_value(false, &text.origin)))
    }

    /// Whether the text of a version is written into Terraform's state.
    pub(super) fn secret_in_state(&self, id: EntityId) -> Member {
        let resource = &self.entity(id).resource;
        if resource.language != Language::Terraform {
            return Member::NotApplicable("CloudFormation keeps no state of its own".into());
        }
        match self.is_databases(id).or(self.is_databases(self.secret_of(id))) {
            Truth::False => return Member::NotApplicable(NOT_A_DATABASES.into()),
            Truth::Unknown => return Member::Value(Value::unknown(MAYBE_A_DATABASES, not_given())),
            Truth::True => {}
        }
        match resource.attributes.get("secret_string").filter(|text| !text.is_null()) {
            None => Member::Value(bool_value(false, &not_given())),
            Some(text) => match presence(text) {
                Truth::Unknown => Member::Value(Value::unknown(reason(text), text.origin.clone())),
                given => Member::Value(bool_value(given == Truth::True, &text.origin)),
            },
        }
    }

    /// The length of a database's password that is made up.
    pub(super) fn password_length(&self, id: EntityId) -> Member {
        if self.entity(id).kind == Kind::Secret && presence(&self.raw(id, "GenerateSecretString")) == Truth::False {
            return Member::NotApplicable("no password is made up for it".into());
        }
        match self.is_databases(id) {
            Truth::False => Member::NotApplicable(NOT_A_DATABASES.into()),
            Truth::True => Member::Value(self.named(id, "PasswordLength")),
            Truth::Unknown => Member::Value(Value::unknown(MAYBE_A_DATABASES, not_given())),
        }
    }

    /// Whether a database's secret is changed by itself.
    pub(super) fn rotated(&self, id: EntityId) -> Member {
        let is_databases = self.is_databases(id);
        if is_databases == Truth::False {
            return Member::NotApplicable(NOT_A_DATABASES.into());
        }
        let links = &self.entity(id).links;
        let existence = Existence::of(&self.entity(id).resource);
        let mut doubt: Option<Arc<str>> = links.perhaps_more("rotations");
        for (rotation, way, named) in self.rotations(id) {
            let entity = self.entity(rotation);
            let condition = entity.resource.condition.clone().unwrap_or_default();
            for guard in entity.links.guards(way, named) {
                let guard = guard.unwrap_or_default();
                match under(existence, &condition).and(under(existence, &guard)) {
                    Truth::True => return Member::Value(bool_value(true, &Origin::written(entity.resource.header))),
                    Truth::False => {}
                    Truth::Unknown => {
                        doubt =
                            doubt.or_else(|| Some(depends_on(if condition.is_empty() { &guard } else { &condition })));
                    }
                }
            }
        }
        let unsure = || (is_databases == Truth::Unknown).then(|| MAYBE_A_DATABASES.into());
        Member::Value(match doubt.or_else(unsure) {
            Some(reason) => Value::unknown(reason, not_given()),
            None => bool_value(false, &not_given()),
        })
    }

    /// What changes a secret: by which link, and what that names. The Ref of an attachment is the secret's ARN.
    fn rotations(&self, id: EntityId) -> impl Iterator<Item = (EntityId, &'static str, EntityId)> {
        let of = |named: EntityId, way| {
            self.entity(named).links.backward("rotations").iter().map(move |rotation| (*rotation, way, named))
        };
        let attachments = self.entity(id).links.backward("attachments").iter();
        of(id, "secret").chain(attachments.flat_map(move |attachment| of(*attachment, "attachment")))
    }

    /// The secret that a version is of; the entity itself otherwise.
    fn secret_of(&self, id: EntityId) -> EntityId {
        self.entity(id).links.only("secret").unwrap_or(id)
    }

    /// Whether a secret, a version of one or a made-up password is a database's: that has it as its master password, is
    /// bound to it, is reached by a proxy that reads it, or is told of in it.
    fn is_databases(&self, id: EntityId) -> Truth {
        match self.entity(id).kind {
            Kind::Secret => self.is_secret_of_database(id),
            Kind::SecretVersion => {
                let random = self.entity(id).links.only("random_password");
                let random = random.map_or(Truth::False, |random| self.is_databases(random));
                random
                    .or(self.is_named(id, &["master_of_instances", "master_of_clusters"]))
                    .or(self.tells_of_database(id).into())
            }
            Kind::RandomPassword => {
                let versions = self.entity(id).links.backward("secret_versions");
                let secrets = versions.iter().filter_map(|version| self.entity(*version).links.only("secret"));
                let masters = |secret| self.is_named(secret, &["master_of_instances", "master_of_clusters", "proxies"]);
                let kept = secrets.map(masters).fold(Truth::False, Truth::or);
                kept.or(self.is_named(id, &["instances", "clusters"]))
            }
            _ => Truth::False,
        }
    }

    fn is_secret_of_database(&self, id: EntityId) -> Truth {
        let links = &self.entity(id).links;
        let bound = links.backward("attachments").iter().map(|attachment| self.is_of_rds(*attachment));
        let perhaps = |name| if links.perhaps_more(name).is_some() { Truth::Unknown } else { Truth::False };
        let bound = bound.fold(perhaps("attachments"), Truth::or);
        let versions = links.backward("versions").iter().map(|version| self.is_databases(*version));
        let by_version = versions.fold(perhaps("versions"), Truth::or);
        let masters = self.is_named(id, &["master_of_instances", "master_of_clusters", "proxies"]);
        bound.or(by_version).or(masters).or(self.tells_of_database(id).into())
    }

    /// Whether anything names an entity in one of these ways.
    fn is_named(&self, id: EntityId, ways: &[&'static str]) -> Truth {
        let links = &self.entity(id).links;
        let named = |way: &&'static str| match links.backward(way) {
            [] if links.perhaps_more(way).is_some() => Truth::Unknown,
            named => (!named.is_empty()).into(),
        };
        ways.iter().map(named).fold(Truth::False, Truth::or)
    }

    /// Whether an attachment binds a secret to a database of RDS.
    fn is_of_rds(&self, attachment: EntityId) -> Truth {
        let ty = self.named(attachment, "TargetType");
        ty.as_text().map_or(Truth::Unknown, |text| text.starts_with("AWS::RDS::").into())
    }

    /// Whether the text of a secret says that it is for a database.
    fn tells_of_database(&self, id: EntityId) -> bool {
        let field = if self.entity(id).kind == Kind::Secret { "GenerateSecretString" } else { "SecretString" };
        let told = [field, "SecretString"].into_iter().flat_map(|field| entries(field, &self.raw(id, field)));
        told.into_iter().any(|entry| {
            let is_telling = entry.name.as_ref().is_some_and(|name| TELLING.contains(&&**name));
            is_telling && names_engine(&entry)
        })
    }
}

/// Whether an entry says which database, or an engine of RDS.
fn names_engine(entry: &Entry) -> bool {
    let engines = ["postgres", "mysql", "mariadb", "aurora", "sqlserver", "oracle", "db2"];
    match entry.name.as_deref() {
        Some("engine") => engines.iter().any(|engine| entry.text().to_ascii_lowercase().contains(engine)),
        Some("dbname") => false,
        _ => true,
    }
}

/// Whether an entry is that of a password: under such a key or, where the secret is a database's, all there is.
fn is_password(entry: &Entry, is_databases: bool) -> bool {
    let is_key = entry.name.as_ref().is_some_and(|name| PASSWORD.iter().any(|key| name.eq_ignore_ascii_case(key)));
    is_key || is_databases && entry.name.as_deref() == Some("SecretString")
}

/// Whether the password of an entry stands in the source.
fn is_written(entry: &Entry) -> Truth {
    let plain: String = entry.text().chars().filter(|c| c.is_alphanumeric()).collect();
    let is_placeholder =
        PLACEHOLDERS.contains(&&*plain.to_ascii_lowercase()) || entry.text().starts_with(['<', '$', '{']);
    match &entry.value.content {
        Content::Text(_) | Content::Number(_) | Content::Bool(_) if entry.value.origin.is_given() => Truth::False,
        Content::Text(text) => (!text.is_empty() && !is_placeholder).into(),
        Content::Number(_) => Truth::True,
        Content::Unknown(unknown) if unknown.secret || unknown.is_fetched() || comes_from_outside(&entry.value) => {
            Truth::False
        }
        Content::Unknown(unknown) if unknown.shape.contains(GAP) => Truth::False,
        Content::Unknown(_) => Truth::Unknown,
        _ => Truth::False,
    }
}

/// Whether nothing is known of a text, so that it may hold anything.
fn is_open(text: &Value) -> bool {
    let is_open = |value: &Value| {
        value.as_unknown().is_some_and(|unknown| {
            unknown.shape.is_empty() && !unknown.secret && !unknown.is_fetched() && !comes_from_outside(value)
        })
    };
    text.alternatives().any(|(_, value)| is_open(value))
}
