//! Permissions: what policies and roles let somebody do with databases, with their keys and with their secrets.

pub(super) mod document;
mod grants;
mod keys;
mod logins;
mod pattern;
mod roles;
mod topics;

use super::derived::{bool_value, not_given};
use super::fields::Kind;
use super::{EntityId, Member, Model};
use crate::value::{Content, Truth, Value};
use document::Statement;
use pattern::Pattern;
use std::sync::Arc;

/// The statements of a policy document, whether it is a map or JSON text; unknown ones where it is not known.
pub(crate) fn statements(document: &Value) -> Vec<Value> {
    document::statements(document)
}

/// The fields in which an attachment names policies.
const ATTACHED: &[&str] = &["PolicyArn", "PolicyArns"];

impl Model {
    /// The facts about permissions.
    pub(super) fn permission_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        use Kind::{
            DbCluster, DbInstance, IamPolicy, IamPolicyAttachment, IamPrincipal, KmsKey, Proxy, RoleAssociation, Topic,
        };
        match (self.entity(id).kind, name) {
            (IamPolicy | IamPrincipal, "grants_any_login") => Some(self.grants_any_login(id)),
            (IamPolicy | IamPrincipal, "grants_master_login") => Some(self.grants_master_login(id)),
            (IamPolicy | IamPrincipal, "grants_database_administration") => Some(self.grants_administration(id)),
            (IamPrincipal, "has_rds_full_access") => Some(self.has_full_access(id, &["ManagedPolicyArns"])),
            (IamPolicyAttachment, "has_rds_full_access") => Some(self.has_full_access(id, ATTACHED)),
            (DbInstance | DbCluster | RoleAssociation, "associated_roles_unscoped") => {
                Some(self.associated_roles_unscoped(id))
            }
            (Proxy, "role_unscoped") => Some(self.proxy_role_unscoped(id)),
            (Topic, "open_to_everyone") => Some(Member::Value(self.topic_open_to_everyone(id))),
            (KmsKey, "open_to_everyone") => Some(Member::Value(self.key_open_to_everyone(id))),
            _ => None,
        }
    }

    /// The policies that stand in an entity itself: that of a policy, those that are written in a principal.
    fn own_documents(&self, id: EntityId) -> Vec<Value> {
        if self.entity(id).kind == Kind::IamPolicy {
            return vec![self.raw(id, "PolicyDocument")];
        }
        let inline = self.raw(id, "Policies");
        let document = |policy: &Value| {
            super::combine::each(policy, |policy| {
                let found = policy.get("PolicyDocument").or_else(|| policy.get("policy"));
                found.cloned().unwrap_or_else(|| {
                    if policy.as_map().is_some() { Value::null(policy.origin.clone()) } else { policy.clone() }
                })
            })
        };
        inline.alternatives().flat_map(|(guard, list)| guarded_items(guard, list)).map(|item| document(&item)).collect()
    }

    /// The statements of an entity's own policies.
    fn own_statements(&self, id: EntityId) -> Vec<Value> {
        self.own_documents(id).iter().flat_map(document::statements_of_choices).collect()
    }
}

/// The items of a list that is there under a condition.
fn guarded_items(guard: Option<&Arc<str>>, list: &Value) -> Vec<Value> {
    let items = match &list.content {
        Content::Null => Vec::new(),
        Content::List(items) => items.to_vec(),
        _ => vec![list.clone()],
    };
    items.into_iter().map(|item| document::only_if(guard, item)).collect()
}

/// An action with the service and the resource that one of its kind would have, under a name that nobody has.
pub(super) type Granted = (&'static str, &'static str, &'static str);

/// Whether a statement allows one of the actions on every resource: true where the wide resource stands. Null where it
/// is about none of them; `named` says which patterns for actions count.
fn allows_on_all(statement: &Statement<'_>, actions: &[Granted], named: impl Fn(&Pattern) -> Truth) -> Value {
    let side = statement.side("Action");
    let allows = statement.allows();
    if side.is_inverted || allows == Truth::False {
        return Value::null(not_given());
    }
    let resources = statement.side("Resource");
    let (mut closed, mut doubt) = (None, None);
    for (action, service, sample) in actions {
        let (about, what) = document::any(&side.elements, |pattern| named(pattern).and(pattern.matches(action)));
        if about == Truth::False {
            continue;
        }
        let (wide, resource) = document::any(&resources.elements, |pattern| pattern.takes_all(service, sample));
        let wide = if resources.is_inverted { wide.negate() } else { wide };
        let resource = resource.or(resources.elements.first());
        match about.and(wide).and(allows) {
            Truth::True => return resource.map_or_else(|| Value::null(not_given()), |one| narrowed(statement, one)),
            Truth::Unknown => doubt = doubt.or(if about == Truth::Unknown { what } else { resource }),
            Truth::False => closed = closed.or(resource),
        }
    }
    match (doubt, closed) {
        (Some(doubt), _) => super::combine::undecided(doubt),
        (None, Some(closed)) => bool_value(false, &closed.origin),
        (None, None) => Value::null(not_given()),
    }
}

/// What is allowed on everything, unless a condition may narrow it.
fn narrowed(statement: &Statement<'_>, resource: &Value) -> Value {
    let conditions = statement.conditions();
    if conditions.is_empty() {
        return bool_value(true, &resource.origin);
    }
    let by_tag = conditions.iter().any(|(_, key, _)| key.to_ascii_lowercase().contains("resourcetag/"));
    if by_tag {
        return bool_value(false, &resource.origin);
    }
    Value::unknown("its condition may narrow it", resource.origin.clone())
}

/// Whether statements certainly deny each of the actions on every resource.
fn is_denied(statements: &[Value], actions: &[Granted]) -> bool {
    let denies = |(action, ..): &Granted| {
        let denied = document::any_statement(statements, |statement| {
            let resources = statement.side("Resource");
            let everything = |one: &Value| one.as_text().is_some_and(|text| &**text == "*");
            let is_wide = !resources.is_inverted && resources.elements.iter().any(everything);
            let is_about = statement.is_about(action) == Truth::True && statement.conditions().is_empty();
            bool_value(is_wide && is_about && statement.denies(), &not_given())
        });
        denied.is_some_and(|denied| denied.content == Content::Bool(true))
    };
    actions.iter().all(denies)
}

/// An answer that holds unless another statement takes a part of it back.
fn unless_denied(answer: Value, statements: &[Value], actions: &[Granted]) -> Value {
    if answer.content == Content::Bool(false) {
        return answer;
    }
    if is_denied(statements, actions) {
        return bool_value(false, &answer.origin);
    }
    let about =
        |statement: &Statement<'_>| actions.iter().any(|(action, ..)| statement.is_about(action) != Truth::False);
    let any = |allows: Truth| {
        let found = document::any_statement(statements, |statement| {
            bool_value(about(statement) && statement.allows() == allows, &not_given())
        });
        found.is_some_and(|found| found.content == Content::Bool(true))
    };
    if any(Truth::False) {
        return Value::unknown("another statement denies a part of it", answer.origin);
    }
    if any(Truth::Unknown) {
        return Value::unknown("another statement may deny a part of it", answer.origin);
    }
    answer
}
