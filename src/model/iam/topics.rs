//! Who may use a topic of SNS, by its policy.

use super::super::derived::{bool_value, not_given};
use super::super::{Entity, EntityId, Model};
use super::document::{Statement, any_statement, only_if, statements_of_choices};
use super::keys::open;
use crate::value::{Content, Truth, Value};

/// What lets somebody read a topic, write to it, or take it over.
const ACTIONS: [&str; 6] =
    ["sns:Subscribe", "sns:Publish", "sns:Receive", "sns:AddPermission", "sns:SetTopicAttributes", "sns:DeleteTopic"];

/// The ways from a topic to its policies, and those back.
const WAYS: [(&str, &str); 2] = [("policies", "topics"), ("own_policies", "topic")];

impl Model {
    /// Whether everyone may use the topic. Without a policy of its own, only its account may.
    pub(super) fn topic_open_to_everyone(&self, id: EntityId) -> Value {
        let links = &self.entity(id).links;
        let apart = WAYS.iter().flat_map(|(way, _)| links.backward(way));
        let apart = apart.map(|policy| self.policy_of_topic(*policy, id));
        let documents = std::iter::once(self.raw(id, "Policy")).chain(apart);
        let statements: Vec<Value> = documents.flat_map(|document| statements_of_choices(&document)).collect();
        let found = any_statement(&statements, used).unwrap_or_else(|| bool_value(false, &not_given()));
        match WAYS.iter().find_map(|(way, _)| links.perhaps_more(way)) {
            Some(reason) if found.content == Content::Bool(false) => Value::unknown(reason, not_given()),
            _ => found,
        }
    }

    /// The document of a policy that stands on its own, as far as it exists and is one of the topic.
    fn policy_of_topic(&self, policy: EntityId, topic: EntityId) -> Value {
        let Entity { resource, links, .. } = self.entity(policy);
        let guards = WAYS.iter().flat_map(|(_, link)| links.guards(link, topic));
        let guard = guards.reduce(Option::and).flatten();
        let document = only_if(guard.as_ref(), self.raw(policy, "PolicyDocument"));
        only_if(resource.condition.as_ref(), document)
    }
}

/// Whether a statement lets everyone do more than look.
fn used(statement: &Statement<'_>) -> Value {
    let about = ACTIONS.iter().fold(Truth::False, |about, action| about.or(statement.is_about(action)));
    match (about, open(statement)) {
        (Truth::True, open) => open,
        (Truth::False, open) => bool_value(false, &open.origin),
        (Truth::Unknown, open) if open.content == Content::Bool(false) => open,
        (Truth::Unknown, open) => Value::unknown("it is not known which actions are meant", open.origin),
    }
}
