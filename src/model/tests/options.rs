//! Options of option groups, in both languages' forms.

use super::check;
use serde_json::{Value as Json, json};

/// An Oracle database whose option group has these options, in Terraform.
fn oracle(options: &Json) -> Json {
    json!({
        "aws_db_option_group.g": {"engine_name": "oracle-ee", "option": options},
        "aws_db_instance.db": {"engine": "oracle-ee", "option_group_name": "@aws_db_option_group.g#name"},
    })
}

#[test]
fn options_are_found_with_their_settings() {
    let required = json!([{"name": "SQLNET.ENCRYPTION_SERVER", "value": "REQUIRED"}]);
    for (options, tde, required) in [
        (json!(null), "false", "false"),
        (json!([]), "false", "false"),
        (json!([{"option_name": "TDE"}]), "true", "false"),
        (json!([{"option_name": "NATIVE_NETWORK_ENCRYPTION"}]), "false", "false"),
        (json!([{"option_name": "NATIVE_NETWORK_ENCRYPTION", "option_settings": required}]), "false", "true"),
        (json!([{"option_name": "STATSPACK"}, {"option_name": "?why"}]), "? why", "? why"),
        (json!([{"option_name": "?why"}, {"option_name": "TDE"}]), "true", "? why"),
        (
            json!([{"one of": {"P is true": {"option_name": "TDE"}, "P is false": null}}]),
            "P is false: false | P is true: true",
            "false",
        ),
        (
            json!([{"option_name": "NATIVE_NETWORK_ENCRYPTION", "option_settings": [{"name": "SQLNET.ENCRYPTION_SERVER", "value": "?mode"}]}]),
            "false",
            "? mode",
        ),
        (json!("?more"), "? more", "? more"),
    ] {
        check(
            &oracle(&options),
            &[
                ("aws_db_instance.db.transparent_data_encryption", tde),
                ("aws_db_instance.db.network_encryption_required", required),
            ],
        );
    }
}

#[test]
fn groups_are_found_by_reference_and_by_name() {
    let group =
        json!({"OptionGroupName": "ours", "OptionConfigurations": [{"OptionName": "TRANSPARENT_DATA_ENCRYPTION"}]});
    for (name, made_from, expected) in [
        (json!("ours"), json!({}), "true"),
        (json!("@G#Ref"), json!({}), "true"),
        (json!("default:sqlserver-ee-16-00"), json!({}), "false"),
        (json!(null), json!({}), "false"),
        (json!("theirs"), json!({}), "? the option group `theirs` is not in the scanned files"),
        (json!(null), json!({"DBSnapshotIdentifier": "s"}), "? it may have its source's option group"),
        (json!("?why"), json!({}), "? why"),
    ] {
        let mut database = json!({"Engine": "sqlserver-ee", "OptionGroupName": name});
        database.as_object_mut().unwrap().extend(made_from.as_object().unwrap().clone());
        check(
            &json!({"AWS::RDS::OptionGroup G": group, "AWS::RDS::DBInstance Db": database}),
            &[("Db.transparent_data_encryption", expected)],
        );
    }
}
