//! Which groups set a parameter, and at which level it is decided.

use super::check;
use serde_json::{Map, Value as Json, json};

/// A cluster of Aurora `PostgreSQL` 16 with the rows of its group, and members with theirs; null for no group.
fn aurora(cluster_rows: &Json, members: &[Json]) -> Json {
    let mut all = Map::new();
    let parameters = |rows: &Json| match rows {
        Json::Object(rows) => rows.iter().map(|(name, value)| json!({"name": name, "value": value})).collect(),
        other => other.clone(),
    };
    let mut put = |key: String, body: Json| all.insert(key, body);
    put(
        "aws_rds_cluster.c".into(),
        json!({"engine": "aurora-postgresql", "engine_version": "16.4",
            "db_cluster_parameter_group_name": "@aws_rds_cluster_parameter_group.pg"}),
    );
    put(
        "aws_rds_cluster_parameter_group.pg".into(),
        json!({"family": "aurora-postgresql16", "parameter": parameters(cluster_rows)}),
    );
    for (i, rows) in members.iter().enumerate() {
        let group = format!("aws_db_parameter_group.g{i}");
        let named = if rows.is_null() { Json::Null } else { format!("@{group}").into() };
        put(
            format!("aws_rds_cluster_instance.m{i}"),
            json!({"cluster_identifier": "@aws_rds_cluster.c", "db_parameter_group_name": named}),
        );
        put(group, json!({"family": "aurora-postgresql16", "parameter": parameters(rows)}));
    }
    Json::Object(all)
}

#[test]
fn a_cluster_decides_for_the_members_that_follow_it() {
    let set = json!({"log_statement": "ddl", "rds.force_ssl": "1"});
    let open = "? var.rows has no value";
    for (members, cluster, first) in [
        (vec![], "true", None),
        (vec![json!(null)], "true", Some("false")),
        (vec![json!({})], "true", Some("false")),
        (vec![set.clone()], "false", Some("true")),
        (vec![set.clone(), json!(null)], "true", Some("true")),
        (vec![set.clone(), set.clone()], "false", Some("true")),
        (vec![json!("?var.rows has no value")], open, Some(open)),
        (vec![json!("?var.rows has no value"), json!(null)], "true", Some(open)),
    ] {
        let resources = aurora(&json!({}), &members);
        check(&resources, &[("aws_rds_cluster.c decides log_statement", cluster)]);
        check(&resources, &[("aws_rds_cluster.c decides rds.force_ssl", "true")]);
        if let Some(first) = first {
            check(&resources, &[("aws_rds_cluster_instance.m0 decides log_statement", first)]);
            check(&resources, &[("aws_rds_cluster_instance.m0 decides rds.force_ssl", "false")]);
        }
    }
}

#[test]
fn what_has_one_level_decides_there() {
    check(
        &json!({
            "aws_db_instance.db": {"engine": "postgres", "engine_version": "16"},
            "aws_rds_cluster.maz": {"engine": "postgres", "engine_version": "16"},
            "aws_rds_cluster_instance.of_maz": {"cluster_identifier": "@aws_rds_cluster.maz", "db_parameter_group_name": "mine"},
            "aws_db_parameter_group.pg": {"name": "mine", "family": "postgres16", "parameter": [{"name": "log_statement", "value": "all"}]},
        }),
        &[
            ("aws_db_instance.db decides log_statement", "true"),
            ("aws_rds_cluster.maz decides log_statement", "true"),
            ("aws_rds_cluster_instance.of_maz decides log_statement", "false"),
            ("aws_db_parameter_group.pg decides log_statement", "n/a: it has no parameters"),
        ],
    );
}

#[test]
fn a_member_that_may_be_of_another_cluster_leaves_it_open() {
    check(
        &json!({
            "aws_rds_cluster.c": {"engine": "aurora-postgresql", "engine_version": "16.4"},
            "aws_rds_cluster_instance.m": {"cluster_identifier": "?var.cluster has no value"},
        }),
        &[("aws_rds_cluster.c decides log_statement", "? var.cluster has no value")],
    );
}

#[test]
fn groups_set_what_they_mention() {
    let resources =
        aurora(&json!({"log_statement": "ddl", "ssl": "?var.ssl has no value"}), &[json!({"row_security": 0})]);
    check(
        &resources,
        &[
            ("aws_rds_cluster.c sets log_statement", "true"),
            ("aws_rds_cluster.c sets ssl", "? var.ssl has no value"),
            ("aws_rds_cluster.c sets log_connections", "false"),
            ("aws_rds_cluster_instance.m0 sets log_statement", "true"),
            ("aws_rds_cluster_instance.m0 sets row_security", "true"),
            ("aws_rds_cluster_instance.m0 sets log_connections", "false"),
        ],
    );
    check(
        &json!({
            "aws_db_instance.bare": {"engine": "postgres"},
            "aws_db_instance.outside": {"engine": "postgres", "parameter_group_name": "theirs"},
        }),
        &[
            ("aws_db_instance.bare sets ssl", "false"),
            ("aws_db_instance.outside sets ssl", "? the parameter group `theirs` is not in the scanned files"),
        ],
    );
}

#[test]
fn a_template_that_repeats_the_default_may_set_nothing() {
    let unsent = "? CloudFormation leaves out a value that equals the default, and the cluster's group has another";
    let stack = |cluster: &str, member: &str| {
        json!({
            "AWS::RDS::DBCluster C": {"Engine": "aurora-postgresql", "EngineVersion": "16.4", "DBClusterParameterGroupName": "@CG"},
            "AWS::RDS::DBClusterParameterGroup CG": {"Family": "aurora-postgresql16", "Parameters": {"log_statement": cluster}},
            "AWS::RDS::DBInstance M": {"DBClusterIdentifier": "@C", "DBParameterGroupName": "@G"},
            "AWS::RDS::DBParameterGroup G": {"Family": "aurora-postgresql16", "Parameters": {"log_statement": member}},
        })
    };
    for (cluster, member, effective, by_member, by_cluster) in [
        ("ddl", "none", unsent, unsent, unsent),
        ("none", "none", "\"none\"", "false", "true"),
        ("none", "ddl", "\"ddl\"", "true", "false"),
    ] {
        check(
            &stack(cluster, member),
            &[
                ("M $log_statement", effective),
                ("M decides log_statement", by_member),
                ("C decides log_statement", by_cluster),
            ],
        );
    }
}
