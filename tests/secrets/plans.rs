//! Passwords in plans and states, which hold them in clear.

use super::{check, check_broken};

/// A plan of one database with the sections, on many lines and on one, alone and with its sources.
fn plan(after: &str, sensitive: &str, password: &str, rest: &str) {
    let text = format!(
        r#"{{
  "format_version": "1.2",
  "variables": {{ "word": {{ "value": "SECRET" }}, "left": {{ "value": "LEFT" }} }},
  "resource_changes": [
    {{
      "address": "aws_db_instance.db", "mode": "managed", "type": "aws_db_instance", "name": "db",
      "change": {{
        "actions": ["create"],
        "before": {{ "password": "SECRET" }},
        "after": {{ "engine": "postgres", "storage_encrypted": false, "publicly_accessible": true, {after} }},
        "after_unknown": {{ "port": true }},
        "after_sensitive": {sensitive}
      }}
    }}
  ],
  "configuration": {{ "root_module": {{
    "resources": [ {{
      "address": "aws_db_instance.db", "mode": "managed", "type": "aws_db_instance", "name": "db",
      "expressions": {{ "engine": {{ "constant_value": "postgres" }}, "password": {password} }}
    }} ], {rest}
    "variables": {{ "word": {{ "sensitive": true, "default": "SECRET" }}, "left": {{ "default": "LEFT" }} }}
  }} }},
  "prior_state": {{ "values": "SECRET" }}
}}"#
    );
    let source = "variable \"word\" {\n  sensitive = true\n}\nvariable \"left\" {}\nresource \"aws_db_instance\" \"db\" {\n  \
                  engine   = \"postgres\"\n  password = var.word\n  username = var.word\n}\n";
    check(&[("plan.json", &text)]);
    check(&[("plan.json", &text.replace('\n', " "))]);
    check(&[("plan.json", &text), ("main.tf", source)]);
    check(&[("plan.json", &text), ("main.tf", &source.replace("  sensitive = true\n", ""))]);
    check(&[("plan.json", &text), ("main.tf", &source.replace("var.word", "local.word")), ("locals.tf", LOCALS)]);
}

const LOCALS: &str = "locals {\n  word = \"SECRET\"\n}\n";

const PASSWORDS: [&str; 6] = [
    r#"{ "constant_value": "SECRET" }"#,
    r#"{ "references": ["var.word"] }"#,
    r#"{ "references": ["var.left"] }"#,
    r#"{ "references": ["local.word"] }"#,
    r#"{ "references": ["random_password.p.result", "random_password.p"] }"#,
    "{}",
];

#[test]
fn passwords_of_plans() {
    for password in PASSWORDS {
        plan(r#""password": "SECRET""#, r#"{ "password": true }"#, password, "");
        // Terraform before 0.15 does not say what is sensitive.
        plan(r#""password": "SECRET""#, "null", password, "");
    }
}

#[test]
fn what_a_password_is_made_of_stays_hidden_elsewhere() {
    let and_user =
        |name: &str| format!(r#"{{ "references": ["var.{name}"] }}, "username": {{ "references": ["var.{name}"] }}"#);
    plan(r#""password": "SECRET", "username": "SECRET""#, r#"{ "password": true }"#, &and_user("word"), "");
    plan(r#""password": "LEFT", "username": "LEFT-RIGHT""#, r#"{ "password": true }"#, &and_user("left"), "");
}

#[test]
fn sensitive_values_of_plans() {
    plan(r#""username": "SECRET", "password": null"#, r#"{ "username": true }"#, PASSWORDS[5], "");
    plan(r#""identifier": "SECRET", "password": null"#, "true", PASSWORDS[5], "");
    plan(r#""storage_type": "SECRET", "password": null"#, r#"{ "storage_type": true }"#, PASSWORDS[5], "");
    plan(
        r#""enabled_cloudwatch_logs_exports": ["audit", "SECRET"], "password": null"#,
        r#"{ "enabled_cloudwatch_logs_exports": [false, true] }"#,
        PASSWORDS[5],
        "",
    );
    plan(
        r#""restore_to_point_in_time": [{ "source_db_instance_identifier": "SECRET" }], "password": null"#,
        r#"{ "restore_to_point_in_time": [{ "source_db_instance_identifier": true }] }"#,
        PASSWORDS[5],
        "",
    );
}

#[test]
fn what_surrounds_a_place_in_a_plan() {
    let outputs = r#""outputs": { "all": { "expression": { "constant_value": "SECRET" } } },"#;
    plan(r#""labels": { "Note": "SECRET" }, "password": null, "custom": "SECRET""#, "{}", PASSWORDS[5], outputs);
    plan(r#""password": "SECRET", "storage_encrypted": false, "note": "SECRET""#, "{}", PASSWORDS[1], outputs);
}

#[test]
fn states() {
    let state = r#"{"format_version": "1.0", "values": {"root_module": {"resources": [
        {"address": "aws_db_instance.db", "mode": "managed", "type": "aws_db_instance", "name": "db",
         "values": {"engine": "postgres", "password": "SECRET", "username": "LEFT", "storage_encrypted": false},
         "sensitive_values": {"password": true, "username": true}}]}}}"#;
    check(&[("state.json", state)]);
    check(&[("state.json", &state.replace('\n', ""))]);
}

#[test]
fn broken_plans() {
    for broken in [
        r#"{"format_version": "1.0", "resource_changes": [{"type": "aws_db_instance", "password": "SECRET" "SECRET"}]}"#,
        "{\"format_version\": \"1.0\", \"resource_changes\": [\n{\"type\": \"aws_db_instance\", \"password\": SECRET}]}",
        "{\"format_version\": \"1.0\", \"resource_changes\": [{\"type\": \"aws_db_instance\", \"pass\": \"SECRET",
    ] {
        check_broken(&[("plan.json", broken)]);
    }
}

#[test]
fn providers_of_plans() {
    for secret in [r#"{ "constant_value": "SECRET" }"#, r#"{ "references": ["var.word"] }"#] {
        for argument in
            [format!(r#""password": {secret}"#), format!(r#""clientcert": [{{ "sslinline": {{}}, "key": {secret} }}]"#)]
        {
            let text = format!(
                r#"{{"format_version": "1.2", "variables": {{"word": {{"value": "SECRET"}}}},
  "resource_changes": [{{"address": "postgresql_role.app", "mode": "managed", "type": "postgresql_role", "name": "app",
    "change": {{"actions": ["create"], "after": {{"superuser": true}}, "after_unknown": {{}}}}}},
    {{"address": "aws_db_instance.db", "mode": "managed", "type": "aws_db_instance", "name": "db",
      "change": {{"actions": ["create"], "after": {{"engine": "postgres"}}, "after_unknown": {{}}}}}}],
  "configuration": {{"provider_config": {{"postgresql": {{"name": "postgresql",
    "full_name": "registry.terraform.io/cyrilgdn/postgresql",
    "expressions": {{"sslmode": {{"constant_value": "disable"}}, {argument}}}}}}},
  "root_module": {{"resources": [{{"address": "postgresql_role.app", "mode": "managed", "type": "postgresql_role",
    "name": "app", "provider_config_key": "postgresql", "expressions": {{"superuser": {{"constant_value": true}}}}}}]}}}}}}"#
            );
            check(&[("plan.json", &text)]);
            check(&[("plan.json", &text.replace('\n', " "))]);
        }
    }
}
