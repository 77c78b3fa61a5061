//! The fields of logs, events, alarms and what watches an account.

use super::Absent::{Nothing, Text};
use super::{Field, Kind};

/// The rows, in the order in which `resolve` shows them. Dimensions, metrics and features stay in their language's own
/// form.
pub(super) const FIELDS: &[Field] = &[
    Field::text(Kind::ActivityStream, "ResourceArn", &["resource_arn"]),
    Field::text(Kind::ActivityStream, "Mode", &["mode"]),
    Field::text(Kind::ActivityStream, "KmsKeyId", &["kms_key_id"]),
    Field::bool(
        Kind::ActivityStream,
        "EngineNativeAuditFieldsIncluded",
        &["engine_native_audit_fields_included"],
        false,
    ),
    Field::text(Kind::EventSubscription, "SubscriptionName", &["name"]),
    Field::text(Kind::EventSubscription, "SourceType", &["source_type"]),
    Field::list(Kind::EventSubscription, "SourceIds", &["source_ids"]),
    Field::list(Kind::EventSubscription, "EventCategories", &["event_categories"]),
    Field::bool(Kind::EventSubscription, "Enabled", &["enabled"], true),
    Field::text(Kind::EventSubscription, "SnsTopicArn", &["sns_topic"]),
    Field::text(Kind::LogGroup, "LogGroupName", &["name"]),
    Field::number(Kind::LogGroup, "RetentionInDays", &["retention_in_days"], Nothing),
    Field::text(Kind::LogGroup, "KmsKeyId", &["kms_key_id"]),
    Field::text(Kind::LogGroup, "LogGroupClass", &["log_group_class"]).absent(Text("STANDARD")),
    Field::text(Kind::MetricFilter, "LogGroupName", &["log_group_name"]),
    Field::text(Kind::MetricFilter, "FilterPattern", &["pattern"]),
    Field::list(Kind::MetricFilter, "MetricTransformations", &["metric_transformation"]),
    Field::list(Kind::LogAnomalyDetector, "LogGroupArnList", &["log_group_arn_list"]),
    // CloudFormation has no property to turn one off.
    Field::bool(Kind::LogAnomalyDetector, "Enabled", &["enabled"], true).property(""),
    Field::text(Kind::Alarm, "AlarmName", &["alarm_name"]),
    Field::text(Kind::Alarm, "Namespace", &["namespace"]),
    Field::text(Kind::Alarm, "MetricName", &["metric_name"]),
    Field::list(Kind::Alarm, "Dimensions", &["dimensions"]),
    Field::list(Kind::Alarm, "Metrics", &["metric_query"]),
    Field::bool(Kind::Alarm, "ActionsEnabled", &["actions_enabled"], true),
    Field::list(Kind::Alarm, "AlarmActions", &["alarm_actions"]),
    Field::text(Kind::Topic, "TopicName", &["name"]),
    Field::text(Kind::Topic, "KmsMasterKeyId", &["kms_master_key_id"]),
    // CloudFormation has a resource of its own for it.
    Field::map(Kind::Topic, "Policy", &["policy"]).property(""),
    Field::list(Kind::TopicPolicy, "Topics", &[]),
    Field::text(Kind::TopicPolicy, "TopicArn", &["arn"]),
    Field::map(Kind::TopicPolicy, "PolicyDocument", &["policy"]),
    Field::bool(Kind::Detector, "Enable", &["enable"], true),
    Field::list(Kind::Detector, "Features", &[]),
    Field::map(Kind::Detector, "DataSources", &["datasources"]),
    Field::text(Kind::DetectorFeature, "DetectorId", &["detector_id"]),
    Field::text(Kind::DetectorFeature, "Name", &["name"]),
    Field::text(Kind::DetectorFeature, "Status", &["status"]),
    Field::text(Kind::DevOpsGuruCollection, "Type", &["type"]).property(""),
    Field::list(Kind::DevOpsGuruCollection, "StackNames", &["cloudformation.stack_names"])
        .property("ResourceCollectionFilter.CloudFormation.StackNames"),
    Field::list(Kind::DevOpsGuruCollection, "Tags", &["tags"]).property("ResourceCollectionFilter.Tags"),
    Field::text(Kind::Trail, "TrailName", &["name"]),
    Field::bool(Kind::Trail, "IsLogging", &["enable_logging"], true),
    Field::bool(Kind::Trail, "IsMultiRegionTrail", &["is_multi_region_trail"], false),
    Field::bool(Kind::Trail, "EnableLogFileValidation", &["enable_log_file_validation"], false),
    Field::list(Kind::Trail, "EventSelectors", &["event_selector"]),
    Field::list(Kind::Trail, "AdvancedEventSelectors", &["advanced_event_selector"]),
    Field::list(Kind::Trail, "InsightSelectors", &["insight_selector"]),
];
