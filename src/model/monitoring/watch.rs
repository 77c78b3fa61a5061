//! Whether something in the source watches a database or its log.

use super::super::combine::{Existence, depends_on, presence, reason, under};
use super::super::derived::{bool_value, not_given, truth};
use super::super::{EntityId, Kind, Language, Member, Model};
use crate::value::{Truth, Value};
use std::sync::Arc;

/// Whether a watcher does its work, and if that is open, why.
type Work = (Truth, Option<Arc<str>>);

impl Model {
    /// Whether an alarm that tells somebody watches a metric of the database or, of a cluster, of one of its members.
    pub(super) fn alarm_raised(&self, id: EntityId) -> Value {
        if self.entity(id).kind == Kind::DbInstance {
            return self.alarm_on(id, "instances");
        }
        let mut raised = self.alarm_on(id, "clusters");
        let links = &self.entity(id).links;
        for member in links.backward("members") {
            let other = self.alarm_on(*member, "instances");
            if truth(&raised).or(truth(&other)) != truth(&raised) {
                raised = other;
            }
        }
        match links.perhaps_more("members") {
            Some(why) if truth(&raised) == Truth::False => Value::unknown(why, not_given()),
            _ => raised,
        }
    }

    fn alarm_on(&self, id: EntityId, link: &str) -> Value {
        self.watched(id, "alarms", link, &|alarm| {
            let (enabled, actions) = (self.named(alarm, "ActionsEnabled"), self.raw(alarm, "AlarmActions"));
            both((truth(&enabled), Some(reason(&enabled))), (presence(&actions), Some(reason(&actions))))
        })
    }

    /// Whether an activity stream takes what happens in the cluster out of it.
    pub(super) fn activity_stream(&self, id: EntityId) -> Member {
        if self.entity(id).resource.language == Language::CloudFormation {
            return Member::NotApplicable("CloudFormation has no resource for activity streams".into());
        }
        Member::Value(self.watched(id, "activity_streams", "cluster", &|_| (Truth::True, None)))
    }

    /// Whether an anomaly detector reads the log group.
    pub(super) fn anomalies_detected(&self, id: EntityId) -> Value {
        self.watched(id, "anomaly_detectors", "log_groups", &|detector| {
            let enabled = self.named(detector, "Enabled");
            (truth(&enabled), Some(reason(&enabled)))
        })
    }

    /// Whether a metric filter counts lines of the log group.
    pub(super) fn metric_filtered(&self, id: EntityId) -> Value {
        self.watched(id, "metric_filters", "log_group", &|_| (Truth::True, None))
    }

    /// Whether one of the entities that lead here by a link exists and does its work.
    fn watched(&self, id: EntityId, back: &str, link: &str, work: &dyn Fn(EntityId) -> Work) -> Value {
        let links = &self.entity(id).links;
        let mut doubt = links.perhaps_more(back);
        for watcher in links.backward(back) {
            match both(self.leads_here(*watcher, link, id), work(*watcher)) {
                (Truth::True, _) => return bool_value(true, &not_given()),
                (Truth::Unknown, why) => doubt = doubt.or(why),
                (Truth::False, _) => {}
            }
        }
        match doubt {
            Some(why) => Value::unknown(why, not_given()),
            None => bool_value(false, &not_given()),
        }
    }

    /// Whether an entity exists and leads to another one wherever that exists.
    fn leads_here(&self, from: EntityId, link: &str, to: EntityId) -> Work {
        let (entity, existence) = (self.entity(from), Existence::of(&self.entity(to).resource));
        let holds = |guard: &str| (under(existence, guard), Some(depends_on(guard)));
        let guards = entity.links.guards(link, to).map(|guard| holds(guard.as_deref().unwrap_or_default()));
        let either = |left: Work, right: Work| if left.0.or(right.0) == left.0 { left } else { right };
        let leads = guards.reduce(either).unwrap_or((Truth::False, None));
        both(holds(entity.resource.condition.as_deref().unwrap_or_default()), leads)
    }
}

/// Both, with the reason of the one that keeps it open.
fn both(left: Work, right: Work) -> Work {
    let truth = left.0.and(right.0);
    (truth, if left.0 == truth { left.1 } else { right.1 })
}
