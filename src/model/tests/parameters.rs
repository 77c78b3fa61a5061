//! Effective parameters.

use super::{ask, check, find, model};
use crate::model::Member;
use crate::value::What;
use serde_json::{Value as Json, json};

fn postgres(version: &str, group: &Json, rows: &Json) -> Json {
    json!({
        "aws_db_instance.db": {"engine": "postgres", "engine_version": version, "parameter_group_name": group},
        "aws_db_parameter_group.pg": {"name": "mine", "family": format!("postgres{version}"), "parameter": rows},
    })
}

#[test]
fn an_instances_group_comes_before_the_familys_default() {
    let row = |value: Json| json!([{"name": "rds.force_ssl", "value": value}]);
    for (version, group, rows, expected) in [
        ("14", json!(null), json!([]), "\"0\""),
        ("15", json!(null), json!([]), "\"1\""),
        ("15", json!("@aws_db_parameter_group.pg"), json!([]), "\"1\""),
        ("15", json!("mine"), row(json!(0)), "\"0\""),
        ("15", json!("mine"), row(json!(true)), "\"true\""),
        ("15", json!("mine"), row(json!("?var.ssl has no value")), "? var.ssl has no value"),
        ("15", json!("default.postgres14"), json!([]), "\"0\""),
        ("15", json!("theirs"), json!([]), "? the parameter group `theirs` is not in the scanned files"),
        ("15", json!("mine"), json!(["?var.rows has no value"]), "? var.rows has no value"),
        ("15", json!("mine"), json!("?var.rows has no value"), "? var.rows has no value"),
        ("?var.v has no value", json!(null), json!([]), "? var.v has no value"),
        (
            "99",
            json!(null),
            json!([]),
            "? the default of `rds.force_ssl` in postgres99 is not documented with certainty",
        ),
    ] {
        check(&postgres(version, &group, &rows), &[("aws_db_instance.db $rds.force_ssl", expected)]);
    }
}

#[test]
fn each_group_that_may_be_attached_is_asked() {
    let either = json!({"one of": {"P is true": "mine", "P is false": null}});
    let rows = json!([{"name": "rds.force_ssl", "value": "0"}]);
    check(
        &postgres("16", &either, &rows),
        &[
            ("aws_db_instance.db $rds.force_ssl", "P is false: \"1\" | P is true: \"0\""),
            ("aws_db_instance.db $log_statement", "\"none\""),
        ],
    );
}

#[test]
fn a_parameter_that_an_engine_lacks_is_not_applicable() {
    check(
        &json!({"aws_db_instance.m": {"engine": "mysql", "engine_version": "8.0"}, "aws_db_instance.any": {"engine": "mysql"},
            "aws_db_instance.none": {"engine_version": "16"}}),
        &[
            ("aws_db_instance.m $rds.force_ssl", "n/a: mysql8.0 has no parameter `rds.force_ssl`"),
            ("aws_db_instance.any $rds.force_ssl", "n/a: mysql has no parameter `rds.force_ssl`"),
            ("aws_db_instance.any $require_secure_transport", "? no engine version is given"),
            ("aws_db_instance.none $rds.force_ssl", "? no engine is given"),
        ],
    );
}

fn aurora(instance_rows: &Json, cluster_rows: &Json) -> Json {
    json!({
        "AWS::RDS::DBCluster Cluster": {"Engine": "aurora-postgresql", "EngineVersion": "16.4", "DBClusterParameterGroupName": "@ClusterGroup"},
        "AWS::RDS::DBInstance Db": {"Engine": "aurora-postgresql", "DBClusterIdentifier": "@Cluster", "DBParameterGroupName": "@Group"},
        "AWS::RDS::DBClusterParameterGroup ClusterGroup": {"Family": "aurora-postgresql16", "Parameters": cluster_rows},
        "AWS::RDS::DBParameterGroup Group": {"Family": "aurora-postgresql16", "Parameters": instance_rows},
    })
}

#[test]
fn an_aurora_members_own_group_wins_for_what_it_may_set() {
    let (one, all) = (json!({"log_statement": "ddl", "rds.force_ssl": 1}), json!({"log_statement": "all"}));
    check(
        &aurora(&one, &all),
        &[
            ("Db $log_statement", "\"ddl\""),
            ("Cluster $log_statement", "\"all\""),
            ("Db $rds.force_ssl", "\"0\""),
            ("Group $rds.force_ssl", "\"1\""),
            ("ClusterGroup $rds.force_ssl", "\"0\""),
        ],
    );
    check(&aurora(&json!({}), &all), &[("Db $log_statement", "\"all\""), ("Db $log_connections", "\"0\"")]);
    check(
        &aurora(&json!({}), &json!("?a macro")),
        &[("Db $log_statement", "? a macro"), ("Db $rds.force_ssl", "? a macro")],
    );
    check(&aurora(&json!("?a macro"), &all), &[("Db $log_statement", "? a macro"), ("Db $rds.force_ssl", "\"0\"")]);
}

#[test]
fn a_multi_az_clusters_group_alone_counts() {
    check(
        &json!({
            "aws_rds_cluster.c": {"engine": "postgres", "engine_version": "15", "db_cluster_parameter_group_name": "@aws_rds_cluster_parameter_group.pg"},
            "aws_rds_cluster_parameter_group.pg": {"family": "postgres15", "parameter": [{"name": "rds.force_ssl", "value": "0"}]},
            "aws_rds_cluster_instance.i": {"cluster_identifier": "@aws_rds_cluster.c", "db_parameter_group_name": "theirs"},
        }),
        &[("aws_rds_cluster.c $rds.force_ssl", "\"0\""), ("aws_rds_cluster_instance.i $rds.force_ssl", "\"0\"")],
    );
}

#[test]
fn replicas_and_members_of_unseen_clusters_are_unknown() {
    check(
        &json!({
            "aws_db_instance.main": {"engine": "postgres", "engine_version": "16"},
            "aws_db_instance.replica": {"replicate_source_db": "@aws_db_instance.main"},
            "AWS::RDS::DBInstance Db": {"Engine": "aurora-mysql", "DBClusterIdentifier": "theirs"},
        }),
        &[
            ("aws_db_instance.replica $rds.force_ssl", "? a replica takes its parameter group from its source"),
            ("Db $require_secure_transport", "? the DB cluster `theirs` is not in the scanned files"),
        ],
    );
}

#[test]
fn the_origin_leads_to_the_row_or_to_the_group() {
    let rows = json!([{"name": "rds.force_ssl", "value": "0"}]);
    let model = model(&postgres("16", &json!("mine"), &rows));
    for (parameter, ends_written) in [("rds.force_ssl", true), ("log_statement", false)] {
        let Member::Value(value) = ask(&model, &format!("aws_db_instance.db ${parameter}")) else { panic!("a value") };
        let steps: Vec<_> = value.origin.steps().map(|step| step.what.clone()).collect();
        assert_eq!(steps[0], What::Reference("aws_db_parameter_group.pg".into()));
        assert_eq!(steps[1], What::ParameterGroup("aws_db_parameter_group.pg".into()));
        let end = if ends_written { What::Written } else { What::FamilyDefault { family: "postgres16".into() } };
        assert_eq!(steps[2], end);
        assert!(value.origin.written_at() > value.origin.used_at());
    }
    assert!(model.parameter_names(find(&model, "aws_db_instance.db")).iter().any(|name| &**name == "rds.force_ssl"));
}
