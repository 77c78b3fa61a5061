//! Derived facts.

use super::check;
use serde_json::json;

#[test]
fn engines_have_groups_families_and_ports() {
    for (engine, version, expected) in [
        ("Postgres", "16.4", ["\"postgres\"", "\"postgres16\"", "\"16\"", "5432", "true"]),
        ("sqlserver-ee", "15.00.1", ["\"sqlserver\"", "\"sqlserver-ee-15.0\"", "\"15.0\"", "1433", "false"]),
        ("mariadb", "10.5.1", ["\"mariadb\"", "\"mariadb10.5\"", "\"10.5\"", "3306", "false"]),
        ("mariadb", "10.11", ["\"mariadb\"", "\"mariadb10.11\"", "\"10.11\"", "3306", "true"]),
        ("db2-se", "11.5", ["\"db2\"", "\"db2-se-11.5\"", "\"11.5\"", "50000", "false"]),
    ] {
        let names = ["engine_group", "family", "major", "port", "iam_authentication_supported"];
        let questions: Vec<_> = names.map(|name| format!("aws_db_instance.db.{name}")).into();
        let table: Vec<_> = questions.iter().map(String::as_str).zip(expected).collect();
        check(&json!({"aws_db_instance.db": {"engine": engine, "engine_version": version}}), &table);
    }
}

#[test]
fn an_attached_group_tells_the_engine_that_nobody_gives() {
    let group = |family: &str| {
        json!({
            "aws_db_instance.db": {"parameter_group_name": "@aws_db_parameter_group.pg"},
            "aws_db_parameter_group.pg": {"family": family},
        })
    };
    check(&group("postgres13"), &[("aws_db_instance.db.engine_group", "\"postgres\"")]);
    check(&group("sqlserver-ee-15.0"), &[("aws_db_instance.db.engine_group", "\"sqlserver\"")]);
    let impossible = "? the parameter group is of a family that mariadb does not have";
    check(&group("mariadb1"), &[("aws_db_instance.db.iam_authentication_supported", impossible)]);
    check(&group("other"), &[("aws_db_instance.db.engine_group", "? `other` is no engine of RDS")]);
}

#[test]
fn terraforms_provider_runs_the_first_aurora_for_want_of_an_engine() {
    let member = |cluster: &str| json!({"cluster_identifier": cluster});
    check(
        &json!({
            "aws_rds_cluster.c": {"snapshot_identifier": "orders"},
            "aws_rds_cluster.past": {"restore_to_point_in_time": [{"source_cluster_identifier": "x"}]},
            "aws_rds_cluster.source": {"engine": "aurora-postgresql"},
            "aws_rds_cluster.grouped": {"db_cluster_parameter_group_name": "@aws_rds_cluster_parameter_group.g"},
            "aws_rds_cluster_parameter_group.g": {"family": "aurora-postgresql16"},
            "aws_rds_cluster_instance.one": member("@aws_rds_cluster.source"),
            "aws_rds_cluster_instance.other": member("elsewhere"),
            "AWS::RDS::DBCluster Stack": {},
        }),
        &[
            ("aws_rds_cluster.c.engine", "\"aurora\""),
            ("aws_rds_cluster.c.engine_group", "\"aurora-mysql\""),
            ("aws_rds_cluster.c.family", "\"aurora5.6\""),
            ("aws_rds_cluster.c.unsupported_version", "\"aurora 5.6, support ended on 2023-02-28\""),
            (
                "aws_rds_cluster.c $require_secure_transport",
                "n/a: aurora5.6 has no parameter `require_secure_transport`",
            ),
            ("aws_rds_cluster.past.engine", "? it is taken from the snapshot or source it is made from"),
            ("aws_rds_cluster.grouped.engine_group", "\"aurora-postgresql\""),
            ("aws_rds_cluster_instance.one.engine", "\"aurora-postgresql\""),
            ("aws_rds_cluster_instance.other.engine", "\"aurora\""),
            ("Stack.engine", "? no engine is given"),
        ],
    );
}

#[test]
fn a_members_version_is_asked_where_its_cluster_is_out_of_sight() {
    let engine = "aurora-postgresql";
    check(
        &json!({
            "aws_rds_cluster.c": {"engine": engine, "engine_version": "10.12"},
            "aws_rds_cluster_instance.seen": {"engine": engine, "engine_version": "10.12", "cluster_identifier": "@aws_rds_cluster.c"},
            "aws_rds_cluster_instance.told": {"engine": engine, "engine_version": "10.12", "cluster_identifier": "theirs"},
            "aws_rds_cluster_instance.silent": {"engine": engine, "cluster_identifier": "theirs"},
        }),
        &[
            ("aws_rds_cluster.c.version_bulletin", "\"AWS-2022-004\""),
            ("aws_rds_cluster_instance.seen.version_bulletin", "n/a: its cluster `aws_rds_cluster.c` decides"),
            ("aws_rds_cluster_instance.told.version_bulletin", "\"AWS-2022-004\""),
            ("aws_rds_cluster_instance.silent.version_bulletin", "n/a: its cluster `theirs` decides"),
        ],
    );
}

#[test]
fn a_version_that_nobody_says_is_one_that_is_supported() {
    check(
        &json!({
            "aws_db_instance.main": {"engine": "postgres"},
            "aws_db_instance.replica": {"replicate_source_db": "@aws_db_instance.main"},
            "aws_db_instance.second": {"replicate_source_db": "@aws_db_instance.replica"},
            "aws_db_instance.far": {"replicate_source_db": "elsewhere"},
            "aws_db_instance.grouped": {"engine": "postgres", "parameter_group_name": "theirs"},
            "aws_db_instance.of_grouped": {"replicate_source_db": "@aws_db_instance.grouped"},
        }),
        &[
            ("aws_db_instance.main.unsupported_version", "null"),
            ("aws_db_instance.replica.unsupported_version", "null"),
            ("aws_db_instance.second.deprecated_version", "null"),
            ("aws_db_instance.far.unsupported_version", "? it is taken from the snapshot or source it is made from"),
            ("aws_db_instance.of_grouped.unsupported_version", "? no engine version is given"),
        ],
    );
}

#[test]
fn what_any_engine_would_do_is_known_without_one() {
    check(
        &json!({
            "AWS::RDS::DBInstance Silent": {},
            "AWS::RDS::DBInstance Open": {"Engine": "?parameter Engine has no default"},
            "AWS::RDS::DBInstance Optional": {"OptionGroupName": "theirs"},
        }),
        &[
            ("Silent.iam_authentication_supported", "true"),
            ("Silent.PubliclyAccessible", "true"),
            ("Silent.standby", "false"),
            ("Open.iam_authentication_supported", "? parameter Engine has no default"),
            ("Open.PubliclyAccessible", "? parameter Engine has no default"),
            ("Open.standby", "? parameter Engine has no default"),
            ("Optional.standby", "? no engine is given"),
        ],
    );
}

#[test]
fn a_cluster_whose_engine_is_not_known_is_auroras_unless_it_has_a_class() {
    let open = "?parameter Engine has no default";
    check(
        &json!({
            "AWS::RDS::DBCluster Aurora": {"Engine": open, "StorageEncrypted": false},
            "AWS::RDS::DBCluster Silent": {},
            "AWS::RDS::DBCluster MultiAz": {"Engine": open, "DBClusterInstanceClass": "db.m6gd.large"},
            "AWS::RDS::DBCluster Perhaps": {"Engine": open, "DBClusterInstanceClass": "?parameter Class has no default"},
            "AWS::RDS::DBCluster Restored": {"Engine": open, "SnapshotIdentifier": "orders"},
            "AWS::RDS::DBCluster Known": {"Engine": "mysql"},
        }),
        &[
            ("Aurora.aurora", "true"),
            ("Silent.aurora", "true"),
            ("MultiAz.aurora", "false"),
            ("Perhaps.aurora", "? parameter Engine has no default"),
            ("Restored.aurora", "? parameter Engine has no default"),
            ("Known.aurora", "false"),
        ],
    );
}

#[test]
fn every_cluster_supports_iam_authentication() {
    check(&json!({"aws_rds_cluster.c": {}}), &[("aws_rds_cluster.c.iam_authentication_supported", "true")]);
}

#[test]
fn the_main_log_is_the_engines() {
    for (engine, exports, expected) in [
        ("postgres", json!(["postgresql", "upgrade"]), "true"),
        ("postgres", json!(["upgrade"]), "false"),
        ("postgres", json!(["upgrade", "?why"]), "? why"),
        ("postgres", json!(null), "false"),
        ("postgres", json!([]), "false"),
        ("mysql", json!(["audit"]), "true"),
        ("mysql", json!(["slowquery"]), "false"),
        ("oracle-ee", json!(["audit"]), "true"),
        ("?no engine", json!(["audit"]), "? no engine"),
        ("?no engine", json!([]), "false"),
        ("custom-oracle-ee", json!([]), "n/a: RDS Custom exports no logs itself"),
    ] {
        let resources = json!({"aws_db_instance.db": {"engine": engine, "enabled_cloudwatch_logs_exports": exports}});
        check(&resources, &[("aws_db_instance.db.main_log_exported", expected)]);
    }
}

#[test]
fn passwords_are_literal_or_come_from_outside() {
    for (password, literal, visible) in [
        (json!("hunter2"), "true", "false"),
        (json!(""), "false", "false"),
        (json!(null), "false", "false"),
        (json!("!unset Password"), "false", "true"),
        (json!("!concealed Password"), "false", "false"),
        (json!("@Secret#Ref"), "false", "false"),
        (json!("?a macro"), "? a macro", "? a macro"),
        (json!("!begins {{resolve:ssm:"), "false", "? parameter V has no default"),
        (json!({"one of": {"P is true": "hunter2", "P is false": "@Secret"}}), "true", "false"),
    ] {
        let resources = json!({"AWS::RDS::DBInstance Db": {"MasterUserPassword": password}});
        check(&resources, &[("Db.password_literal", literal), ("Db.password_parameter_visible", visible)]);
    }
}

#[test]
fn parameters_of_the_cluster_are_misplaced_in_an_instance_group() {
    for (family, rows, expected) in [
        ("aurora-postgresql16", json!({"rds.force_ssl": 1, "log_statement": "all"}), "[\"rds.force_ssl\"]"),
        ("aurora-postgresql16", json!({"log_statement": "all"}), "[]"),
        ("postgres16", json!({"rds.force_ssl": 1}), "[]"),
        ("aurora-mysql8.0", json!("?a macro"), "? a macro"),
        ("?why", json!({}), "? why"),
    ] {
        let resources = json!({"AWS::RDS::DBParameterGroup Group": {"Family": family, "Parameters": rows}});
        check(&resources, &[("Group.misplaced_parameters", expected)]);
    }
}
