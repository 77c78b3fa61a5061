//! Logging in by IAM as the master user of a database.

use super::super::combine::{truth_of, undecided};
use super::super::derived::{bool_value, not_given, truth};
use super::super::{EntityId, Member, Model, Scope};
use super::document::{Statement, any, any_statement};
use super::grants::LOGIN;
use super::pattern::{FIXED, OPEN, Pattern};
use super::{narrowed, unless_denied};
use crate::value::{Content, Made, Truth, Value};

/// The master user of whoever does not choose another name for `PostgreSQL`; nobody else has it there.
const USUAL: &str = "postgres";

/// The attribute by which Terraform tells a database's master user.
const MASTER: &str = "master_username";

/// A database with the name of its master user.
type Master = (EntityId, Value);

impl Model {
    /// Whether it allows to log in as the master user of a database.
    pub(super) fn grants_master_login(&self, id: EntityId) -> Member {
        if let Member::Value(every) = self.grants_any_login(id)
            && truth(&every) == Truth::True
        {
            return Member::NotApplicable("it allows every user of every database".into());
        }
        let statements = self.own_statements(id);
        let masters = || self.masters_of(self.entity(id).resource.scope);
        match any_statement(&statements, |statement| self.master_login(statement, masters)) {
            Some(answer) => Member::Value(unless_denied(answer, &statements, LOGIN)),
            None => Member::NotApplicable("it says nothing about logging in to databases".into()),
        }
    }

    /// The databases of a scope with their master users.
    fn masters_of(&self, scope: Scope) -> Vec<Master> {
        let databases = self.entities().filter(|(id, entity)| {
            entity.resource.scope == scope && entity.kind.is_database() && self.membership(*id) == Truth::False
        });
        databases.map(|(id, _)| (id, self.raw(id, "MasterUsername"))).collect()
    }

    /// Whether a statement allows it: true where the resource stands. Null where it is not about logging in.
    fn master_login(&self, statement: &Statement<'_>, masters: impl FnOnce() -> Vec<Master>) -> Value {
        let actions = statement.side("Action");
        let (about, _) =
            any(&actions.elements, |action| action.begins("rds-db:").and(action.matches("rds-db:connect")));
        let sure = about.and(statement.allows());
        if actions.is_inverted || sure == Truth::False {
            return Value::null(not_given());
        }
        let resources = statement.side("Resource");
        let masters = masters();
        let mut doubt = None;
        for resource in &resources.elements {
            match self.is_master(resource, &masters).and(sure) {
                Truth::True if !resources.is_inverted => return narrowed(statement, resource),
                Truth::False if !resources.is_inverted => {}
                _ => doubt = doubt.or(Some(resource)),
            }
        }
        doubt.map_or_else(|| bool_value(false, &not_given()), undecided)
    }

    /// Whether a resource of `rds-db:connect` is the master user of a database.
    fn is_master(&self, resource: &Value, masters: &[Master]) -> Truth {
        let pattern = Pattern::of(resource);
        let Some((database, user)) = pattern.database_and_user() else {
            return if pattern.is_open() { Truth::Unknown } else { Truth::False };
        };
        if parts(resource).last().is_some_and(|user| user.references().iter().any(|found| &*found.attribute == MASTER))
        {
            return Truth::True;
        }
        if user.contains(FIXED) || user.contains("${") {
            return Truth::False;
        }
        if user.contains(OPEN) {
            return Truth::Unknown;
        }
        let user = Pattern::of(&Value::text(user, not_given()));
        if user.matches(USUAL) == Truth::True {
            return Truth::True;
        }
        let named = |(id, master): &Master| {
            let is_it = truth_of(master, |name| match &name.content {
                Content::Text(text) => user.matches(text),
                Content::Unknown(_) => Truth::Unknown,
                _ => Truth::False,
            });
            if is_it == Truth::False { Truth::False } else { is_it.and(self.is_database(resource, database, *id)) }
        };
        masters.iter().map(named).fold(Truth::False, Truth::or)
    }

    /// Whether the resource id in a resource is that of a database.
    fn is_database(&self, resource: &Value, written: &str, id: EntityId) -> Truth {
        let address = &self.entity(id).resource.address;
        let all: Vec<_> = parts(resource).iter().flat_map(Value::references).collect();
        if written.trim_matches('*').is_empty() || all.iter().any(|found| found.address == *address) {
            return Truth::True;
        }
        // Of an id that is written nobody can tell whose it is; one of another database is another's.
        if all.is_empty() || written.contains(OPEN) { Truth::Unknown } else { Truth::False }
    }
}

/// What a text was made of; itself where nobody knows.
fn parts(text: &Value) -> &[Value] {
    match text.origin.made() {
        Some(Made::Text(parts)) => parts,
        _ => std::slice::from_ref(text),
    }
}
