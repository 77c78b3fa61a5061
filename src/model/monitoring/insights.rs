//! Enhanced Monitoring and Performance Insights: a cluster's settings reach its members, and some classes have none.

use super::super::combine::{each, presence, undecided};
use super::super::derived::{bool_value, not_given, truth};
use super::super::fields::{Field, Kind};
use super::super::{EntityId, Model};
use crate::value::{Content, Truth, Value};

/// A setting of a member, the cluster's of the same meaning, and the pair of settings that turns it on.
struct Shared {
    member: &'static str,
    cluster: &'static str,
    switch: &'static (&'static str, &'static str),
}

const INTERVAL: (&str, &str) = ("MonitoringInterval", "MonitoringInterval");
const INSIGHTS: (&str, &str) = ("EnablePerformanceInsights", "PerformanceInsightsEnabled");

/// What a cluster sets for all of its members as soon as it turns it on.
const SHARED: [Shared; 5] = [
    Shared { member: INTERVAL.0, cluster: INTERVAL.1, switch: &INTERVAL },
    Shared { member: "MonitoringRoleArn", cluster: "MonitoringRoleArn", switch: &INTERVAL },
    Shared { member: INSIGHTS.0, cluster: INSIGHTS.1, switch: &INSIGHTS },
    Shared { member: "PerformanceInsightsKMSKeyId", cluster: "PerformanceInsightsKmsKeyId", switch: &INSIGHTS },
    Shared {
        member: "PerformanceInsightsRetentionPeriod",
        cluster: "PerformanceInsightsRetentionPeriod",
        switch: &INSIGHTS,
    },
];

/// The classes of an engine that are too small for Performance Insights, by their beginnings.
const TOO_SMALL: [(&str, &[&str]); 3] =
    [("aurora-mysql", &["db.t2.", "db.t3.", "db.t4g.micro", "db.t4g.small"]), ("mysql", &SMALL), ("mariadb", &SMALL)];
const SMALL: [&str; 6] = ["db.t2.micro", "db.t2.small", "db.t3.micro", "db.t3.small", "db.t4g.micro", "db.t4g.small"];

impl Model {
    /// What a member has from its cluster where that turns something on for all of them; `None` for any other field.
    pub(in super::super) fn shared_by_cluster(&self, id: EntityId, field: &Field) -> Option<Value> {
        let shared = SHARED.iter().find(|shared| shared.member == field.name && field.kind == Kind::DbInstance)?;
        if self.membership(id) != Truth::True {
            return None;
        }
        let (own, (switch, theirs)) = (self.own(id, field), shared.switch);
        // Nobody may set another value than the cluster's, so what is written is right.
        let is_written = presence(&self.raw(id, switch)) != Truth::False;
        let Some(cluster) = self.entity(id).links.only("cluster") else {
            let named = presence(&self.raw(id, "DBClusterIdentifier")) != Truth::False;
            return Some(if is_written || !named { own } else { self.unseen_cluster(id) });
        };
        let value = self.named(cluster, shared.cluster);
        Some(each(&self.named(cluster, theirs), |switch| match turned_on(switch) {
            Truth::True if shared.cluster == *theirs => self.step_inherited(id, cluster, switch),
            Truth::True => self.step_inherited(id, cluster, &value),
            Truth::Unknown if !is_written => undecided(switch),
            Truth::Unknown | Truth::False => own.clone(),
        }))
    }

    /// Whether Performance Insights can be had with the engine and the class.
    pub(super) fn insights_supported(&self, id: EntityId) -> Value {
        let custom = self.custom(id);
        if truth(&custom) == Truth::True {
            return bool_value(false, &custom.origin);
        }
        if self.entity(id).kind == Kind::DbCluster {
            return each(&self.serverless_v1(id), |never| match never.content {
                Content::Bool(never) => bool_value(!never, &not_given()),
                _ => undecided(never),
            });
        }
        let class = self.named(id, "DBInstanceClass");
        // Without an engine and a class nothing is made; the rest can still be looked at.
        if class.is_null() && self.raw(id, "Engine").is_null() {
            return bool_value(true, &class.origin);
        }
        each(&self.engine_group(id), |engine| match engine.as_text().map(|text| &**text) {
            Some("db2") => bool_value(false, &engine.origin),
            Some(text) => of_class(&class, too_small(text)),
            // Whatever the engine, most classes have it.
            None => each(&of_class(&class, too_small("aurora-mysql")), |any| match any.content {
                Content::Bool(true) => any.clone(),
                _ => undecided(engine),
            }),
        })
    }
}

fn too_small(engine: &str) -> &'static [&'static str] {
    TOO_SMALL.iter().find(|(own, _)| *own == engine).map_or(&[], |(_, classes)| *classes)
}

/// Whether a class is none of those.
fn of_class(class: &Value, but: &[&str]) -> Value {
    if but.is_empty() {
        return bool_value(true, &not_given());
    }
    each(class, |class| match &class.content {
        Content::Text(text) => {
            let text = text.to_ascii_lowercase();
            bool_value(!but.iter().any(|small| text.starts_with(small)), &class.origin)
        }
        Content::Null => Value::unknown("no class is given", class.origin.clone()),
        _ => undecided(class),
    })
}

/// Whether a setting turns something on: true, or more than no seconds.
fn turned_on(value: &Value) -> Truth {
    match &value.content {
        Content::Bool(on) => (*on).into(),
        Content::Number(number) => (number.get() > 0.0).into(),
        Content::Null => Truth::False,
        _ => Truth::Unknown,
    }
}
