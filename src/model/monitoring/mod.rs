//! What watches databases: facts about their logs, events and alarms, and about the services that look at an account.

mod account;
mod insights;
mod logs;
mod subscriptions;
mod watch;

pub(super) use subscriptions::Gathered;

use super::fields::Kind;
use super::{EntityId, Member, Model};

impl Model {
    /// The facts about what watches databases.
    pub(super) fn monitoring_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        use Kind::{DbCluster, DbInstance, Detector, DetectorFeature, EventSubscription, LogGroup};
        let value = match (self.entity(id).kind, name) {
            (DbInstance | DbCluster, "alarm_raised") => self.alarm_raised(id),
            (DbInstance | DbCluster, "insights_supported") => self.insights_supported(id),
            (DbInstance, "insights_recorded") => return self.member(id, "EnablePerformanceInsights"),
            (DbCluster, "insights_recorded") => return self.member(id, "PerformanceInsightsEnabled"),
            (DbInstance | DbCluster, "devops_guru") => return Some(self.devops_guru(id)),
            (DbInstance, "missing_logs") => return Some(self.missing_logs(id)),
            (DbInstance, "audit_option_missing") => return Some(self.audit_option_missing(id)),
            (DbInstance | DbCluster, "main_log_missing") => return Some(self.main_log_missing(id)),
            (DbInstance | DbCluster, "unexported_logs") => return Some(self.unexported_logs(id)),
            (DbCluster, "activity_stream") => return Some(self.activity_stream(id)),
            (EventSubscription, "missing_categories") => return Some(self.missing_categories(id)),
            (LogGroup, "database_log") => self.database_log(id),
            (LogGroup, "anomalies_detected") => self.anomalies_detected(id),
            (LogGroup, "metric_filtered") => self.metric_filtered(id),
            (DetectorFeature, "rds_protection") => self.feature_protection(id),
            (Detector, "rds_protection") => return Some(self.rds_protection(id)),
            _ => return None,
        };
        Some(Member::Value(value))
    }
}
