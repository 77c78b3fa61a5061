//! What Terraform's `postgresql` provider manages.

use super::check;
use serde_json::json;

const PROVIDER: &str = "provider.postgresql provider.postgresql";

#[test]
fn passwords_in_the_source() {
    for (ty, argument, value, expected) in [
        ("postgresql_role", "password", json!("x"), "true"),
        ("postgresql_role", "password_wo", json!("x"), "true"),
        ("postgresql_role", "password", json!("?var.word has no value"), "? var.word has no value"),
        ("postgresql_role", "password", json!("@random_password.app#result"), "false"),
        ("postgresql_role", "name", json!("x"), "false"),
        ("provider.postgresql", "password", json!("x"), "true"),
        ("postgresql_user_mapping", "options", json!({"user": "x", "password": "y"}), "true"),
        ("postgresql_user_mapping", "options", json!({"user": "x"}), "false"),
        ("postgresql_user_mapping", "options", json!({"password": "@random_password.app#result"}), "false"),
        ("postgresql_user_mapping", "options", json!("?var.options has no value"), "? var.options has no value"),
        ("postgresql_subscription", "conninfo", json!("host=a password=b"), "true"),
        ("postgresql_subscription", "conninfo", json!("password = 'b c' host=a"), "true"),
        ("postgresql_subscription", "conninfo", json!("postgresql://a:b@c.example.org/d"), "true"),
        ("postgresql_subscription", "conninfo", json!("host=a password=''"), "false"),
        ("postgresql_subscription", "conninfo", json!("host=a passfile=b sslpassword=c"), "false"),
        ("postgresql_subscription", "conninfo", json!("?it is made at apply"), "? it is made at apply"),
    ] {
        let key = format!("{ty} {ty}.x");
        check(&json!({ key: { argument: value } }), &[(&format!("{ty}.x.password_literal"), expected)]);
    }
}

#[test]
fn privileges_of_everybody() {
    for (object, privileges, beyond, anyway) in [
        ("database", json!(["CONNECT", "CREATE", "TEMPORARY"]), r#"["CREATE"]"#, r#"["CONNECT", "TEMPORARY"]"#),
        ("schema", json!(["usage"]), "[]", r#"["usage"]"#),
        ("table", json!(["SELECT"]), r#"["SELECT"]"#, "[]"),
        ("function", json!(["EXECUTE"]), r#"["EXECUTE"]"#, "[]"),
        ("table", json!([]), "[]", "[]"),
        ("table", json!("?var.all has no value"), "? var.all has no value", "? var.all has no value"),
        ("table", json!(["SELECT", "?var.one has no value"]), r#"["SELECT"]"#, "? var.one has no value"),
        ("?var.object has no value", json!(["SELECT"]), "? var.object has no value", "? var.object has no value"),
    ] {
        let own = json!({"role": "public", "object_type": object, "privileges": privileges});
        let questions = |address: &str| {
            [(format!("{address}.public_privileges"), beyond), (format!("{address}.public_default_privileges"), anyway)]
        };
        for ty in ["postgresql_grant", "postgresql_default_privileges"] {
            let asked = questions(&format!("{ty}.x"));
            let asked: Vec<_> = asked.iter().map(|(question, expected)| (&**question, *expected)).collect();
            check(&json!({ format!("{ty} {ty}.x"): own }), &asked);
        }
    }
    let grant =
        |role: &str| json!({"postgresql_grant.x": {"role": role, "object_type": "table", "privileges": ["SELECT"]}});
    check(&grant("app"), &[("postgresql_grant.x.public_privileges", "[]")]);
    check(&grant("?var.role has no value"), &[("postgresql_grant.x.public_privileges", "? var.role has no value")]);
}

#[test]
fn policies_of_a_schema() {
    for (policy, beyond, anyway) in [
        (json!([{"create": true, "usage": true}]), r#"["CREATE"]"#, r#"["USAGE"]"#),
        (json!([{"create_with_grant": true, "role": ""}]), r#"["CREATE"]"#, "[]"),
        (json!([{"create": true, "role": "app"}, {"usage": true}]), "[]", r#"["USAGE"]"#),
        (json!([{"create": false}]), "[]", "[]"),
        (json!([{"create": true, "role": "?var.role has no value"}]), "? var.role has no value", "[]"),
        (json!({"create": true}), r#"["CREATE"]"#, "[]"),
        (json!("?var.all has no value"), "? var.all has no value", "? var.all has no value"),
    ] {
        check(
            &json!({"postgresql_schema.x": {"policy": policy}}),
            &[
                ("postgresql_schema.x.public_privileges", beyond),
                ("postgresql_schema.x.public_default_privileges", anyway),
            ],
        );
    }
}

#[test]
fn the_server_of_a_provider() {
    let asked = |host: &str| {
        json!({
            PROVIDER: {"host": host},
            "aws_db_instance.alone": {"engine": "postgres", "iam_database_authentication_enabled": true},
            "aws_rds_cluster.all": {"engine": "aurora-postgresql", "iam_database_authentication_enabled": true},
            "aws_rds_cluster.old": {"engine": "aurora-postgresql"},
            "aws_rds_cluster_instance.one": {"engine": "aurora-postgresql", "cluster_identifier": "@aws_rds_cluster.all#id"},
        })
    };
    for (host, expected) in [
        ("@aws_db_instance.alone#address", "true"),
        ("@aws_rds_cluster.all#endpoint", "true"),
        ("@aws_rds_cluster.old#endpoint", "false"),
        ("@aws_rds_cluster_instance.one#endpoint", "true"),
        ("db.example.org", "? the DB instance `db.example.org` is not in the scanned files"),
        ("?var.host has no value", "? var.host has no value"),
    ] {
        check(&asked(host), &[("provider.postgresql.database_iam_authentication", expected)]);
    }
    check(
        &json!({PROVIDER: {}}),
        &[("provider.postgresql.database_iam_authentication", "? the host is not in the source")],
    );
}

#[test]
fn roles_that_log_in_by_iam() {
    let managed = "@provider.postgresql#";
    for (roles, expected) in [
        (json!(["rds_iam"]), "true"),
        (json!(["readers"]), "false"),
        (json!(["readers", "?var.role has no value"]), "? var.role has no value"),
        (json!("?var.roles has no value"), "? var.roles has no value"),
    ] {
        check(
            &json!({PROVIDER: {}, "postgresql_role.app": {"provider": managed, "roles": roles}}),
            &[("postgresql_role.app.uses_iam", expected), ("provider.postgresql.grants_rds_iam", expected)],
        );
    }
    let grant = json!({"provider": managed, "role": "app", "grant_role": "rds_iam"});
    check(&json!({PROVIDER: {}, "postgresql_grant_role.x": grant}), &[("provider.postgresql.grants_rds_iam", "true")]);
    let perhaps = json!({"provider": managed, "grant_role": "rds_iam", "condition": "var.on is true"});
    check(
        &json!({PROVIDER: {}, "postgresql_grant_role.x": perhaps}),
        &[("provider.postgresql.grants_rds_iam", "? it depends on whether var.on is true")],
    );
}

#[test]
fn the_public_schema_of_a_database() {
    let with = |version: &str, grant: serde_json::Value| {
        json!({
            "aws_db_instance.db": {"engine": "postgres", "engine_version": version},
            PROVIDER: {"host": "@aws_db_instance.db#address"},
            "postgresql_database.app": {"name": "app", "provider": "@provider.postgresql#"},
            "postgresql_grant.all": grant,
        })
    };
    let grant = |privileges: serde_json::Value| json!({"database": "app", "role": "public", "schema": "public", "object_type": "schema", "privileges": privileges});
    let other =
        json!({"database": "app", "role": "app", "schema": "public", "object_type": "schema", "privileges": []});
    let somewhere = json!({"database": "?var.name has no value", "role": "public"});
    let perhaps = json!({"database": "app", "role": "public", "schema": "public", "object_type": "schema",
        "privileges": [], "condition": "var.on is true"});
    for (version, grant, expected) in [
        ("14.9", grant(json!([])), "false"),
        ("14.9", grant(json!(["USAGE"])), "false"),
        ("14.9", grant(json!(["USAGE", "CREATE"])), "true"),
        ("14.9", grant(json!(["ALL"])), "true"),
        ("14.9", grant(json!("?var.all has no value")), "? var.all has no value"),
        ("14.9", other.clone(), "true"),
        ("14.9", somewhere, "? var.name has no value"),
        ("14.9", perhaps, "? it depends on whether var.on is true"),
        ("16.4", other, "false"),
    ] {
        check(&with(version, grant), &[("postgresql_database.app.public_schema_open", expected)]);
    }
}
