//! What Terraform's `postgresql` provider manages: which database of RDS it is in, and what follows from that.

mod privileges;

use super::combine::{Existence, depends_on, each, merge, presence, reason, undecided, under};
use super::derived::{any_of, bool_value, not_given, truth};
use super::fields::Kind;
use super::links::Target;
use super::{EntityId, Member, Model};
use crate::value::{Content, Origin, Truth, Value};
use std::sync::Arc;

/// The role of RDS whose members log in by IAM.
const RDS_IAM: &str = "rds_iam";

/// The schema that every database has.
const PUBLIC: &str = "public";

/// The first version of `PostgreSQL` that lets not everybody create objects in the schema `public`.
const CLOSED_SINCE: u32 = 15;

impl Model {
    /// The facts about what the `postgresql` provider manages.
    pub(super) fn postgresql_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        let value = match (self.entity(id).kind, name) {
            (Kind::PostgresqlProvider, "database_iam_authentication") => self.database_iam_authentication(id),
            (Kind::PostgresqlProvider, "grants_rds_iam") => self.grants_rds_iam(id),
            (Kind::PostgresqlRole, "uses_iam") => names(&self.named(id, "roles"), RDS_IAM),
            (Kind::PostgresqlDatabase, "public_schema_open") => self.public_schema_open(id),
            (Kind::PostgresqlFunction, "sets_search_path") => self.sets_search_path(id),
            (_, "public_privileges") => self.public_privileges(id, false),
            (_, "public_default_privileges") => self.public_privileges(id, true),
            (_, "password_literal") => self.managed_password_literal(id)?,
            _ => return None,
        };
        Some(Member::Value(value))
    }

    /// Whether a function's body speaks of the search path. The text may hold passwords: only that is said of it.
    fn sets_search_path(&self, id: EntityId) -> Value {
        let speaks = |text: &str| text.to_ascii_lowercase().contains("search_path");
        each(&self.raw(id, "body"), |body| match &body.content {
            Content::Text(text) => bool_value(speaks(text), &body.origin),
            Content::Unknown(unknown) if speaks(&unknown.with_gaps()) => bool_value(true, &body.origin),
            _ => undecided(body),
        })
    }

    /// What a question to the database of RDS that a provider connects to is answered.
    fn of_server(&self, provider: EntityId, question: impl Fn(EntityId) -> Value) -> Value {
        let host = self.raw(provider, "host");
        let answer = |target: [Target; 2]| match target {
            [Target::Entity(id), _] | [_, Target::Entity(id)] => question(id),
            [Target::Elsewhere { reason, .. }, _] => Value::unknown(reason, host.origin.clone()),
            _ => Value::unknown("the host is not in the source", host.origin.clone()),
        };
        let both = self.targets(provider, "instance").into_iter().zip(self.targets(provider, "cluster"));
        let choices = both.map(|((guard, instance), (_, cluster))| (guard, answer([instance, cluster])));
        merge(choices.collect(), &host.origin)
    }

    /// Whether the database that the provider connects to offers IAM authentication. A member's cluster decides.
    fn database_iam_authentication(&self, provider: EntityId) -> Value {
        const FIELD: &str = "EnableIAMDatabaseAuthentication";
        self.of_server(provider, |database| match self.membership(database) {
            Truth::False => self.named(database, FIELD),
            _ => self.inherited_from_cluster(database, FIELD).unwrap_or_else(|| self.unseen_cluster(database)),
        })
    }

    /// Whether any role that the provider manages gets `rds_iam`.
    fn grants_rds_iam(&self, provider: EntityId) -> Value {
        let links = &self.entity(provider).links;
        any_of(["roles", "role_grants"].into_iter().flat_map(|link| {
            let granted = |id| self.when_it_exists(id, provider, names(&self.named(id, "roles"), RDS_IAM));
            let more = links.perhaps_more(link).map(|why| Value::unknown(why, Origin::default()));
            links.backward(link).iter().copied().map(granted).chain(more)
        }))
    }

    /// What is true of an entity that may not exist is not certain for another.
    fn when_it_exists(&self, id: EntityId, other: EntityId, fact: Value) -> Value {
        let Some(condition) = &self.entity(id).resource.condition else { return fact };
        let exists = under(Existence::of(&self.entity(other).resource), condition);
        if exists == Truth::True || truth(&fact) == Truth::False {
            return fact;
        }
        Value::unknown(depends_on(condition), fact.origin)
    }

    /// Whether everybody may create objects in the schema `public` of a database: up to `PostgreSQL` 14 everybody may
    /// until it is taken from them.
    fn public_schema_open(&self, id: EntityId) -> Value {
        let closed = self.public_schema_closed(id);
        match truth(&closed) {
            Truth::True => return bool_value(false, &closed.origin),
            Truth::Unknown => return closed,
            Truth::False => {}
        }
        let Some(provider) = self.entity(id).links.only("postgresql_provider") else {
            return Value::unknown("the version of its server is not in the source", Origin::default());
        };
        each(&self.of_server(provider, |database| self.major(database)), |major| {
            let number = major.as_text().and_then(|text| text.split('.').next()?.parse::<u32>().ok());
            number.map_or_else(|| undecided(major), |number| bool_value(number < CLOSED_SINCE, &not_given()))
        })
    }

    /// Whether a grant of the source leaves everybody without the privilege: such a resource says all that a role has.
    fn public_schema_closed(&self, database: EntityId) -> Value {
        let links = &self.entity(database).links;
        let more = links.perhaps_more("grants").map(|why| Value::unknown(why, Origin::default()));
        let closed = links.backward("grants").iter().map(|&grant| {
            let closed = self.when_it_exists(grant, database, self.closes_public_schema(grant));
            match links_guard(self, grant, database) {
                Some(guard) if truth(&closed) == Truth::True => Value::unknown(depends_on(&guard), closed.origin),
                _ => closed,
            }
        });
        any_of(more.into_iter().chain(closed))
    }

    fn closes_public_schema(&self, grant: EntityId) -> Value {
        let asked = [("role", PUBLIC), ("object_type", "schema"), ("schema", PUBLIC)];
        let is = |(field, expected): (&str, &str)| {
            each(&self.named(grant, field), |value| match value.as_text() {
                Some(text) => bool_value(text.eq_ignore_ascii_case(expected), &value.origin),
                None if value.is_null() => bool_value(false, &not_given()),
                None => undecided(value),
            })
        };
        let mut unsure = None;
        for answer in asked.map(is) {
            match truth(&answer) {
                Truth::False => return answer,
                Truth::Unknown => unsure = unsure.or(Some(answer)),
                Truth::True => {}
            }
        }
        let privileges = self.named(grant, "privileges");
        unsure.unwrap_or_else(|| {
            let kept = each(&names(&privileges, "CREATE"), |create| match truth(create) {
                Truth::False => names(&privileges, "ALL"),
                _ => create.clone(),
            });
            each(&kept, |kept| match kept.content {
                Content::Bool(kept) => bool_value(!kept, &privileges.origin),
                _ => kept.clone(),
            })
        })
    }
}

/// The condition under which a grant is one on a database; `None` for always.
fn links_guard(model: &Model, grant: EntityId, database: EntityId) -> Option<Arc<str>> {
    model.entity(grant).links.guards("postgresql_database", database).next().flatten()
}

/// Whether a list of names has one.
fn names(list: &Value, name: &str) -> Value {
    each(list, |list| {
        let items = match &list.content {
            Content::List(items) => &items[..],
            Content::Null => return bool_value(false, &not_given()),
            _ => return undecided(list),
        };
        let mut unsure = None;
        for item in items.iter().flat_map(Value::alternatives) {
            match item {
                (None, item) if is_text(item, name) => return bool_value(true, &item.origin),
                (_, item) if is_text(item, name) || item.as_text().is_none() && presence(item) != Truth::False => {
                    unsure = unsure.or(Some(item));
                }
                _ => {}
            }
        }
        unsure.map_or_else(|| bool_value(false, &list.origin), |item| Value::unknown(reason(item), item.origin.clone()))
    })
}

fn is_text(value: &Value, text: &str) -> bool {
    value.as_text().is_some_and(|own| own.eq_ignore_ascii_case(text))
}
