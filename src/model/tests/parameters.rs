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
        &json!({"aws_db_instance.m": {"engine": "mysql", "engine_version": "8.0"}, "aws_db_instance.any": {"engine": "mysql"}, "aws_db_instance.maria": {"engine": "mariadb"},
            "aws_db_instance.none": {"engine_version": "16"}}),
        &[
            ("aws_db_instance.m $rds.force_ssl", "n/a: mysql8.0 has no parameter `rds.force_ssl`"),
            ("aws_db_instance.any $rds.force_ssl", "n/a: mysql has no parameter `rds.force_ssl`"),
            ("aws_db_instance.any $require_secure_transport", "\"0\""),
            ("aws_db_instance.maria $require_secure_transport", "? no engine version is given"),
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
fn a_replica_takes_its_sources_group_within_the_region() {
    let unknown = "? a replica takes its parameter group from its source";
    check(
        &json!({
            "aws_db_instance.main": {"engine": "postgres", "engine_version": "16", "parameter_group_name": "@aws_db_parameter_group.pg"},
            "aws_db_parameter_group.pg": {"family": "postgres16", "parameter": [{"name": "rds.force_ssl", "value": "0"}]},
            "aws_db_instance.replica": {"replicate_source_db": "@aws_db_instance.main"},
            "aws_db_instance.second": {"replicate_source_db": "@aws_db_instance.replica"},
            "aws_db_instance.own": {"replicate_source_db": "@aws_db_instance.main", "parameter_group_name": "default.postgres16"},
            "aws_db_instance.far": {"replicate_source_db": "@aws_db_instance.main#arn"},
            "aws_db_instance.outside": {"replicate_source_db": "theirs"},
            "aws_db_instance.a": {"replicate_source_db": "@aws_db_instance.b"},
            "aws_db_instance.b": {"replicate_source_db": "@aws_db_instance.a"},
            "AWS::RDS::DBInstance Main": {"Engine": "postgres", "EngineVersion": "14"},
            "AWS::RDS::DBInstance Replica": {"SourceDBInstanceIdentifier": "@Main#DBInstanceArn"},
            "AWS::RDS::DBInstance OfCluster": {"Engine": "postgres", "EngineVersion": "15", "SourceDBClusterIdentifier": "c"},
            "aws_rds_cluster.copy": {"engine": "aurora-postgresql", "engine_version": "16.3", "replication_source_identifier": "arn"},
            "aws_rds_cluster.second": {"engine": "aurora-postgresql", "engine_version": "17.4", "global_cluster_identifier": "g"},
        }),
        &[
            ("aws_db_instance.replica $rds.force_ssl", "\"0\""),
            ("aws_db_instance.replica $log_statement", "\"none\""),
            ("aws_db_instance.second $rds.force_ssl", "\"0\""),
            ("aws_db_instance.own $rds.force_ssl", "\"1\""),
            (
                "aws_db_instance.far $rds.force_ssl",
                "it lies in its source's region: \"0\" | it lies in another region than its source: \"1\"",
            ),
            ("aws_db_instance.far $log_statement", "\"none\""),
            ("aws_db_instance.outside $rds.force_ssl", unknown),
            ("aws_db_instance.a $rds.force_ssl", unknown),
            ("Replica $rds.force_ssl", "\"0\""),
            ("OfCluster $rds.force_ssl", "\"1\""),
            ("aws_rds_cluster.copy $rds.force_ssl", "\"0\""),
            ("aws_rds_cluster.second $rds.force_ssl", "\"1\""),
        ],
    );
}

#[test]
fn a_family_that_no_group_tells_is_that_of_the_engine() {
    let open = "? parameter V has no default";
    check(
        &json!({
            "AWS::RDS::DBInstance Db": {"Engine": "postgres", "EngineVersion": "14.9", "DBParameterGroupName": "@Group"},
            "AWS::RDS::DBInstance Silent": {"DBParameterGroupName": "@Group"},
            "AWS::RDS::DBParameterGroup Group": {"Family": "!begins postgres", "Parameters": {"rds.log_retention_period": 60}},
            "AWS::RDS::DBInstance Default": {"Engine": "postgres", "EngineVersion": "14.9", "DBParameterGroupName": "!begins default.postgres"},
            "AWS::RDS::DBInstance Minor": {"Engine": "postgres", "EngineVersion": "!begins 15."},
            "AWS::RDS::DBParameterGroup CasedGroup": {"Family": "MySQL8.0"},
            "AWS::RDS::DBInstance Mine": {"Engine": "MySQL", "DBParameterGroupName": "@CasedGroup"},
            "AWS::RDS::DBParameterGroup Aurora": {"Family": "!begins aurora-postgresql", "Parameters": {"rds.force_ssl": 0}},
        }),
        &[
            ("Db $rds.force_ssl", "\"0\""),
            ("Silent $rds.force_ssl", open),
            ("Silent.engine_group", "\"postgres\""),
            ("Silent.aurora", "false"),
            ("Silent $require_secure_transport", "n/a: postgres has no parameter `require_secure_transport`"),
            ("Group.misplaced_parameters", "[]"),
            ("Default $rds.force_ssl", "\"0\""),
            ("Minor $rds.force_ssl", "\"1\""),
            ("Mine $require_secure_transport", "\"0\""),
            ("Aurora.misplaced_parameters", "[\"rds.force_ssl\"]"),
        ],
    );
}

#[test]
fn a_family_that_the_engine_does_not_have_decides_nothing() {
    let group = |family: &str| {
        json!({
            "aws_db_parameter_group.g": {"family": family, "parameter": [{"name": "log_statement", "value": "all"}]},
            "aws_db_instance.db": {"engine": "postgres", "engine_version": "14.9", "parameter_group_name": "@aws_db_parameter_group.g"},
            "aws_db_instance.any": {"engine": "postgres", "parameter_group_name": "@aws_db_parameter_group.g"},
        })
    };
    for family in ["postgresql15", "mysql8.0", "mysql"] {
        check(
            &group(family),
            &[
                ("aws_db_instance.db $rds.force_ssl", "\"0\""),
                ("aws_db_instance.db $log_statement", "\"all\""),
                ("aws_db_instance.any $log_min_duration_statement", "\"-1\""),
                (
                    "aws_db_instance.any $rds.force_ssl",
                    "? the parameter group is of a family that postgres does not have",
                ),
            ],
        );
    }
    check(&group("postgres15"), &[("aws_db_instance.db $rds.force_ssl", "\"1\"")]);
}

#[test]
fn members_of_unseen_clusters_are_unknown() {
    check(
        &json!({
            "AWS::RDS::DBInstance Db": {"Engine": "aurora-mysql", "DBClusterIdentifier": "theirs"},
        }),
        &[("Db $require_secure_transport", "? the DB cluster `theirs` is not in the scanned files")],
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
