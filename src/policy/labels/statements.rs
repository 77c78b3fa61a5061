//! What the primary label says: of a field or parameter its value and whose that is, of a derived fact what follows from
//! the place.

use super::hidden::{is_hidden, names_settings};
use super::origin::main_origin;
use crate::finding::Label;
use crate::model::{Member, Model};
use crate::policy::ast::Subject;
use crate::policy::verdict::Evidence;
use crate::policy::words;
use crate::value::{Content, Value, What};

/// The field that a derived fact is about.
const ABOUT: &[(&str, &str)] = &[
    ("main_log_exported", "EnableCloudwatchLogsExports"),
    ("missing_logs", "EnableCloudwatchLogsExports"),
    ("unexported_logs", "EnableCloudwatchLogsExports"),
    ("insights_recorded", "EnablePerformanceInsights"),
    ("insights_recorded", "PerformanceInsightsEnabled"),
    ("missing_categories", "EventCategories"),
    ("rds_protection", "Status"),
    ("unsupported_version", "EngineVersion"),
    ("unsupported_version", "Engine"),
    ("deprecated_version", "EngineVersion"),
    ("version_bulletin", "EngineVersion"),
    ("customer_managed_key", "KmsKeyId"),
    ("customer_managed_key", "KMSKeyId"),
    ("insights_customer_managed_key", "PerformanceInsightsKMSKeyId"),
    ("insights_customer_managed_key", "PerformanceInsightsKmsKeyId"),
    ("secret_customer_managed_key", "MasterUserSecretKmsKeyId"),
    ("backup_customer_managed_key", "AutomaticBackupReplicationKmsKeyId"),
    ("backup_customer_managed_key", "KmsKeyId"),
    ("standby", "MultiAZ"),
    ("serverless_v1", "EngineMode"),
    ("nitro", "DBInstanceClass"),
    ("nitro", "DBClusterInstanceClass"),
    ("retired_class", "DBInstanceClass"),
    ("retired_class", "DBClusterInstanceClass"),
    ("windows_overlap", "PreferredMaintenanceWindow"),
    ("uses_default_group", "DBParameterGroupName"),
    ("uses_default_group", "DBClusterParameterGroupName"),
    ("unknown_family", "Family"),
    ("main_log_missing", "EnableCloudwatchLogsExports"),
    ("reachable_from_internet", "PubliclyAccessible"),
    ("in_default_vpc", "DBSubnetGroupName"),
    ("default_port", "Port"),
    ("default_security_group", "VPCSecurityGroups"),
    ("default_security_group", "VpcSecurityGroupIds"),
    ("master_username_usual", "MasterUsername"),
    ("password_managed", "ManageMasterUserPassword"),
    ("database_password_length", "PasswordLength"),
    ("kms_key_unused", "StorageEncrypted"),
    ("encryption_differs", "StorageEncrypted"),
];

/// What the place says where a derived fact follows from what is written there, and is about no field.
const TELLS: &[(&str, &str)] = &[
    ("ports_open_to_world", "lets in the whole internet"),
    ("open_to_world", "lets in the whole internet"),
    ("login_open_to_world", "lets in the whole internet"),
    ("network_acl_open", "lets in the whole internet"),
    ("ports_open_to_wide_range", "lets in more than 256 addresses"),
    ("open_to_wide_range", "lets in more than 256 addresses"),
    ("all_ports_open", "opens more than one port"),
    ("egress_open", "lets connections out to the whole internet"),
    ("classic_network", "security groups of EC2-Classic"),
    ("default_security_group", "the default security group of a VPC"),
    ("single_zone", "all of them in one zone"),
    ("grants_any_login", "for every database and every user"),
    ("grants_database_administration", "for every database"),
    ("associated_roles_unscoped", "for everything of the service"),
    ("role_unscoped", "for every secret or key"),
    ("open_to_everyone", "everyone, in every account"),
    ("has_rds_full_access", "a policy of AWS for all of RDS"),
    ("iam_required", "takes passwords"),
    ("password_literal", "the password is written here"),
    ("password_parameter_visible", "not marked as sensitive"),
    ("password_in_state", "kept in Terraform's state"),
    ("password_plain_ssm", "kept in clear text"),
    ("password_entries", "the password is handed over here"),
    ("public_privileges", "granted to every user"),
    ("public_default_privileges", "granted to every user"),
    ("misspelt_parameters", "no parameter of RDS"),
    ("missing_parameters", "no parameter of this family"),
    ("fixed_parameters", "RDS lets nobody change it"),
    ("refused_values", "RDS refuses this value"),
    ("misplaced_parameters", "acts in a cluster parameter group only"),
    ("overriding_parameters", "the cluster's group has another value"),
    ("immediate_static_parameters", "takes a reboot"),
    ("immediate_defaults", "has this value by default"),
    ("group_of_other_family", "the family of the group"),
    ("refused_settings", "RDS refuses this setting here"),
    ("impossible_settings", "RDS refuses this value"),
    ("idle_settings", "does not apply here"),
    ("unguarded_settings", "protects nothing here"),
    ("engine_of_other_cluster", "not the engine of the cluster"),
    ("audit_option_missing", "the options of the group"),
    ("network_encryption_required", "the options of the group"),
    ("transparent_data_encryption", "the options of the group"),
];

/// What is said of a place that a derived fact follows from.
pub(super) fn tells(evidence: &Evidence, place: &Label) -> Option<String> {
    let Subject::Fact(fact) = &evidence.subject else { return None };
    let (_, says) = TELLS.iter().find(|(name, _)| **name == **fact)?;
    let is_input = place.text.starts_with("variable `");
    (place.text == words::WRITTEN || is_input).then(|| (*says).to_owned())
}

/// What the primary label says of a field or parameter. Of a derived fact it is the field that it is about, where there is
/// one: it is stated nowhere itself. A place elsewhere than the field's says what it says itself.
pub(super) fn states(model: &Model, evidence: &Evidence) -> Option<String> {
    let entity = model.entity(evidence.entity);
    if let Subject::Fact(fact) = &evidence.subject {
        let fields = ABOUT.iter().filter(|(name, _)| **name == **fact).map(|(_, field)| *field);
        let place = main_origin(&evidence.value).used_at();
        let mut found = fields.filter_map(|field| match model.member(evidence.entity, field)? {
            // Where the field says nothing, as a version that only an attached group tells, it is the place that speaks.
            Member::Value(value) if is_told(&value) && main_origin(&value).used_at() == place => Some((field, value)),
            _ => None,
        });
        let (field, value) = found.next()?;
        let subject = Subject::Field(field.into());
        return states(model, &Evidence { entity: evidence.entity, subject, value, when: None });
    }
    let name = words::name(entity, &evidence.subject);
    // What is told last decides: a module may leave it to the provider.
    let default = main_origin(&evidence.value).steps().filter_map(|step| default_words(&step.what)).last();
    Some(match default {
        _ if is_hidden(model, evidence) => format!("`{name}` is set here"),
        Some(default) if !words::has_name(entity.resource.language, entity.kind, &evidence.subject) => {
            format!("`{name}` is {}, {default}", shown(model, evidence))
        }
        Some(default) if !evidence.value.is_null() => {
            format!("`{name}` is not set: {}, {default}", shown(model, evidence))
        }
        _ => format!("`{name}` is {}{}", shown(model, evidence), given(evidence).unwrap_or_default()),
    })
}

/// Whether a value is known, and so is what it is a list of.
fn is_told(value: &Value) -> bool {
    match &value.content {
        Content::List(items) => items.iter().all(|item| item.as_unknown().is_none()),
        content => !matches!(content, Content::Unknown(_)),
    }
}

/// Who gives a value that stands nowhere in the source.
fn given(evidence: &Evidence) -> Option<String> {
    main_origin(&evidence.value).steps().find_map(|step| match &step.what {
        What::VariableGiven { by, .. } | What::ParameterGiven { by, .. } if step.at.is_none() => {
            Some(format!(", {by}"))
        }
        _ => None,
    })
}

/// The value for people.
pub(in crate::policy) fn shown(model: &Model, evidence: &Evidence) -> String {
    if is_hidden(model, evidence) { "hidden".into() } else { in_words(model, evidence, &evidence.value) }
}

/// A value of the evidence, or an item of it, in the words of the entity's language.
pub(super) fn in_words(model: &Model, evidence: &Evidence, value: &Value) -> String {
    if names_settings(evidence) {
        words::value(&words::settings(model.entity(evidence.entity), value))
    } else {
        words::value(value)
    }
}

fn default_words(what: &What) -> Option<String> {
    match what {
        What::FamilyDefault { family } => Some(format!("the default of {family}")),
        What::PropertyDefault => Some("the default".into()),
        What::DefaultWhere(clause) => Some(format!("the default {clause}")),
        What::ModuleDefault(module) => Some(format!("the default of {module}")),
        What::InModule => Some("set by the module".into()),
        _ => None,
    }
}
