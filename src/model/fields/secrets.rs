//! The fields of secrets and of SSM parameters.

use super::Absent::{Number, Text};
use super::{Absent, Field, Kind};

const SECRET: Kind = Kind::Secret;
const VERSION: Kind = Kind::SecretVersion;
const ROTATION: Kind = Kind::SecretRotation;
const RANDOM: Kind = Kind::RandomPassword;
const SSM: Kind = Kind::SsmParameter;

/// A setting of the password that `CloudFormation` lets Secrets Manager generate.
const fn generated(name: &'static str, property: &'static str) -> Field {
    Field::bool(SECRET, name, &[], false).property(property)
}

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[
    Field::text(SECRET, "Name", &["name"]),
    Field::text(SECRET, "NamePrefix", &["name_prefix"]).property(""),
    Field::text(SECRET, "Description", &["description"]),
    Field::text(SECRET, "KmsKeyId", &["kms_key_id"]),
    Field::text(SECRET, "SecretString", &[]).secret(),
    Field::map(SECRET, "GenerateSecretString", &[]).mixed(),
    Field::number(SECRET, "PasswordLength", &[], Number(32)).property("GenerateSecretString.PasswordLength"),
    generated("ExcludeLowercase", "GenerateSecretString.ExcludeLowercase"),
    generated("ExcludeUppercase", "GenerateSecretString.ExcludeUppercase"),
    generated("ExcludeNumbers", "GenerateSecretString.ExcludeNumbers"),
    generated("ExcludePunctuation", "GenerateSecretString.ExcludePunctuation"),
    Field::list(SECRET, "ReplicaRegions", &["replica"]),
    Field::text(SECRET, "ResourcePolicy", &["policy"]).property(""),
    Field::number(SECRET, "RecoveryWindowInDays", &["recovery_window_in_days"], Number(30)).property(""),
    Field::tags(SECRET),
    Field::text(VERSION, "SecretId", &["secret_id"]),
    Field::text(VERSION, "SecretString", &["secret_string", "secret_string_wo"]).secret(),
    Field::text(VERSION, "SecretBinary", &["secret_binary"]).secret(),
    Field::list(VERSION, "VersionStages", &["version_stages"]),
    Field::text(ROTATION, "SecretId", &["secret_id"]),
    Field::text(ROTATION, "RotationLambdaARN", &["rotation_lambda_arn"]),
    Field::map(ROTATION, "HostedRotationLambda", &[]),
    Field::number(ROTATION, "AutomaticallyAfterDays", &["rotation_rules.automatically_after_days"], Absent::Nothing)
        .property("RotationRules.AutomaticallyAfterDays"),
    Field::text(ROTATION, "ScheduleExpression", &["rotation_rules.schedule_expression"])
        .property("RotationRules.ScheduleExpression"),
    Field::text(Kind::SecretAttachment, "SecretId", &[]),
    Field::text(Kind::SecretAttachment, "TargetId", &[]),
    Field::text(Kind::SecretAttachment, "TargetType", &[]),
    // Of the provider `random`, whose names are all there are.
    Field::number(RANDOM, "PasswordLength", &["length"], Absent::Nothing).property(""),
    Field::text(SSM, "Name", &["name"]),
    Field::text(SSM, "Type", &["type"]).absent_in_terraform(Text("String")),
    Field::text(SSM, "Value", &["value", "insecure_value", "value_wo"]).mixed(),
    Field::text(SSM, "KmsKeyId", &["key_id"]).property(""),
    Field::text(SSM, "Tier", &["tier"]).absent(Text("Standard")),
];
