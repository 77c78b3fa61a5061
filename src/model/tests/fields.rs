//! Effective fields: conversion, defaults, inheritance.

use super::{check, find, model};
use crate::model::Member;
use crate::value::What;
use serde_json::json;

#[test]
fn values_are_converted_to_their_type() {
    check(
        &json!({"AWS::RDS::DBInstance Db": {
            "StorageEncrypted": "True", "BackupRetentionPeriod": "7", "EngineVersion": 16.1, "MultiAZ": 1,
            "VPCSecurityGroups": "sg-1", "DeletionProtection": "maybe", "AutoMinorVersionUpgrade": {"one of": {"P is true": "false", "P is false": true}},
            "EnableCloudwatchLogsExports": ["audit", null], "MasterUserSecret": {"KmsKeyId": "key"}, "Port": "?why",
        }}),
        &[
            ("Db.StorageEncrypted", "true"),
            ("Db.BackupRetentionPeriod", "7"),
            ("Db.EngineVersion", "\"16.1\""),
            ("Db.MultiAZ", "true"),
            ("Db.VPCSecurityGroups", "[\"sg-1\"]"),
            ("Db.DeletionProtection", "? the value is not a boolean"),
            ("Db.AutoMinorVersionUpgrade", "P is false: true | P is true: false"),
            ("Db.EnableCloudwatchLogsExports", "[\"audit\"]"),
            ("Db.MasterUserSecretKmsKeyId", "\"key\""),
            ("Db.Port", "? why"),
        ],
    );
}

#[test]
fn tags_are_a_map_in_whatever_form_they_are_written() {
    let tags = |written: serde_json::Value, expected: &str| {
        check(&json!({"AWS::RDS::DBInstance Db": {"Tags": written.clone()}}), &[("Db.Tags", expected)]);
        check(&json!({"aws_rds_cluster.c": {"tags": written}}), &[("aws_rds_cluster.c.Tags", expected)]);
    };
    tags(json!([{"Key": "a", "Value": "x"}, {"Key": 1, "Value": true}]), "{a: \"x\", 1: \"true\"}");
    tags(json!({"a": "x", "b": 1, "c": null}), "{a: \"x\", b: \"1\"}");
    tags(json!([{"Key": "a", "Value": "?why"}, {"Key": "b"}]), "{a: ? why, b: \"\"}");
    tags(json!([{"Key": "?why", "Value": "x"}]), "? why");
    tags(json!(["?why", {"Key": "a", "Value": "x"}]), "? why");
    tags(json!("x"), "? its tags are not a map of strings");
    tags(json!(["x"]), "? its tags are not a map of strings");
    tags(json!({"a": ["x"]}), "{a: ? the tag's value is not a string}");
    tags(json!([]), "{}");
    tags(json!(null), "null");
    let some = json!([{"Key": "a", "Value": "x"}]);
    let perhaps = json!({"one of": {"P is true": {"Key": "b", "Value": "y"}, "P is false": null}});
    tags(json!({"one of": {"P is true": some, "P is false": null}}), "P is false: null | P is true: {a: \"x\"}");
    tags(json!([perhaps]), "{b: P is false: null | P is true: \"y\"}");
}

#[test]
fn absent_fields_have_their_languages_default() {
    check(
        &json!({"AWS::RDS::DBInstance Db": {"Engine": "postgres"}, "aws_db_instance.db": {"engine": "mysql", "kms_key_id": null}}),
        &[
            ("Db.BackupRetentionPeriod", "1"),
            ("aws_db_instance.db.BackupRetentionPeriod", "0"),
            ("Db.StorageEncrypted", "false"),
            ("Db.Port", "5432"),
            ("aws_db_instance.db.Port", "3306"),
            ("aws_db_instance.db.KmsKeyId", "null"),
            ("Db.EngineVersion", "? no engine version is given"),
            ("Db.MasterUserPassword", "null"),
            ("Db.ApplyImmediately", "true"),
            ("aws_db_instance.db.ApplyImmediately", "false"),
        ],
    );
}

#[test]
fn the_first_argument_that_is_present_counts() {
    check(
        &json!({"aws_db_instance.db": {"password": null, "password_wo": "secret"}, "aws_db_instance.e": {"db_name": "a", "name": "b"}}),
        &[("aws_db_instance.db.MasterUserPassword", "\"***\""), ("aws_db_instance.e.DBName", "\"a\"")],
    );
}

#[test]
fn nothing_may_be_one_of_the_alternatives() {
    check(
        &json!({"aws_db_instance.db": {"backup_retention_period": {"one of": {"P is true": 7, "P is false": null}}}}),
        &[("aws_db_instance.db.BackupRetentionPeriod", "P is false: 0 | P is true: 7")],
    );
}

#[test]
fn attributes_that_are_not_seen_are_unknown() {
    check(
        &json!({"AWS::RDS::DBInstance Db": {"more": "a macro adds properties", "MultiAZ": true}}),
        &[("Db.StorageEncrypted", "? a macro adds properties"), ("Db.MultiAZ", "true")],
    );
}

#[test]
fn public_access_follows_the_subnet_group() {
    for (engine, group, expected) in [
        ("postgres", json!(null), "true"),
        ("aurora-postgresql", json!(null), "false"),
        ("postgres", json!("private"), "false"),
        ("postgres", json!("default"), "true"),
        ("postgres", json!("@Group"), "false"),
        ("postgres", json!("?an import"), "? an import"),
        ("?no engine", json!(null), "? no engine"),
    ] {
        let resources = json!({"AWS::RDS::DBInstance Db": {"Engine": engine, "DBSubnetGroupName": group}});
        check(&resources, &[("Db.PubliclyAccessible", expected)]);
    }
    check(
        &json!({"aws_db_instance.db": {"engine": "postgres"}}),
        &[("aws_db_instance.db.PubliclyAccessible", "false")],
    );
}

#[test]
fn a_member_leaves_to_its_cluster_what_is_the_clusters() {
    let resources = json!({
        "aws_rds_cluster.main": {"engine": "Aurora-PostgreSQL", "engine_version": "16.4", "storage_encrypted": true},
        "aws_rds_cluster_instance.one": {"cluster_identifier": "@aws_rds_cluster.main"},
        "AWS::RDS::DBInstance Outside": {"DBClusterIdentifier": "elsewhere"},
        "AWS::RDS::DBInstance Maybe": {"DBClusterIdentifier": {"one of": {"P is true": "c", "P is false": null}}},
    });
    check(
        &resources,
        &[
            ("aws_rds_cluster_instance.one.StorageEncrypted", "n/a: its cluster `aws_rds_cluster.main` decides"),
            ("aws_rds_cluster_instance.one.DeletionProtection", "n/a: its cluster `aws_rds_cluster.main` decides"),
            ("aws_rds_cluster_instance.one.PubliclyAccessible", "false"),
            ("aws_rds_cluster_instance.one.Engine", "\"Aurora-PostgreSQL\""),
            ("aws_rds_cluster_instance.one.engine", "\"aurora-postgresql\""),
            ("aws_rds_cluster_instance.one.EngineVersion", "\"16.4\""),
            ("aws_rds_cluster.main.PubliclyAccessible", "n/a: its members have addresses of their own"),
            ("Outside.StorageEncrypted", "n/a: its cluster `elsewhere` decides"),
            ("Outside.Engine", "? the DB cluster `elsewhere` is not in the scanned files"),
            ("Maybe.StorageEncrypted", "? it depends on whether P is false"),
        ],
    );
    let model = model(&resources);
    let inherited = model.inherited(find(&model, "aws_rds_cluster_instance.one"), "StorageEncrypted").unwrap();
    assert_eq!(super::shown(&inherited), "true");
    assert!(matches!(inherited.origin.steps().next().unwrap().what, What::Inherited(_)));
}

#[test]
fn membership_is_read_from_what_the_language_has() {
    let not_an_argument = json!({"cluster_identifier": "c", "storage_encrypted": true});
    check(&json!({ "aws_db_instance.db": not_an_argument }), &[("aws_db_instance.db.StorageEncrypted", "true")]);
    check(
        &json!({"AWS::RDS::DBInstance Db": {"Engine": "Aurora-MySQL"}}),
        &[("Db.member", "true"), ("Db.StorageEncrypted", "n/a: its cluster decides")],
    );
}

#[test]
fn replicas_and_restores_take_what_they_do_not_say_from_their_source() {
    let unknown = "? it is taken from the snapshot or source it is made from";
    check(
        &json!({
            "aws_db_instance.main": {"engine": "postgres", "engine_version": "16", "storage_encrypted": true},
            "aws_db_instance.replica": {"replicate_source_db": "@aws_db_instance.main"},
            "aws_db_instance.far": {"replicate_source_db": "arn:aws:rds:eu-west-1:1:db:x", "storage_encrypted": false},
            "aws_db_instance.restored": {"snapshot_identifier": "snap", "restore_to_point_in_time": []},
            "aws_db_instance.not": {"snapshot_identifier": "", "restore_to_point_in_time": []},
            "aws_db_instance.perhaps": {"snapshot_identifier": "?var.snapshot has no value"},
            "aws_rds_cluster.clone": {"restore_to_point_in_time": [{"source_cluster_identifier": "x"}]},
            "AWS::RDS::DBCluster Clone": {"SourceDBClusterIdentifier": "x"},
            "AWS::RDS::DBCluster Second": {"ReplicationSourceIdentifier": "x"},
            "aws_rds_cluster.second": {"global_cluster_identifier": "g"},
            "aws_rds_cluster.first": {"engine": "aurora-mysql", "global_cluster_identifier": "g", "master_username": "u"},
        }),
        &[
            ("aws_db_instance.replica.StorageEncrypted", "true"),
            ("aws_db_instance.replica.EngineVersion", "\"16\""),
            (
                "aws_db_instance.replica.BackupRetentionPeriod",
                "n/a: a replica has no backups of its own until it is told to",
            ),
            ("aws_db_instance.replica.replica", "true"),
            ("aws_db_instance.far.StorageEncrypted", unknown),
            ("aws_db_instance.far.Engine", unknown),
            ("aws_db_instance.restored.StorageEncrypted", unknown),
            ("aws_db_instance.restored.DeletionProtection", "false"),
            ("aws_db_instance.restored.restored", "true"),
            ("aws_db_instance.not.StorageEncrypted", "false"),
            ("aws_db_instance.perhaps.StorageEncrypted", "? var.snapshot has no value"),
            ("aws_rds_cluster.clone.StorageEncrypted", unknown),
            ("aws_rds_cluster.clone.BackupRetentionPeriod", "1"),
            ("Clone.BackupRetentionPeriod", unknown),
            ("Second.BackupRetentionPeriod", "1"),
            ("aws_rds_cluster.second.replica", "true"),
            ("aws_rds_cluster.first.replica", "false"),
            ("aws_rds_cluster.first.StorageEncrypted", "false"),
        ],
    );
}

#[test]
fn replicas_of_each_other_end() {
    check(
        &json!({
            "aws_db_instance.a": {"identifier": "a", "replicate_source_db": "b"},
            "aws_db_instance.b": {"identifier": "b", "replicate_source_db": "a"},
        }),
        &[("aws_db_instance.a.Engine", "? it is taken from the snapshot or source it is made from")],
    );
}

#[test]
fn some_databases_are_always_encrypted() {
    check(
        &json!({
            "aws_rds_cluster.v1": {"engine_mode": "serverless"},
            "aws_rds_cluster.v2": {"engine": "aurora-mysql"},
            "aws_rds_cluster.key": {"engine": "aurora-mysql", "kms_key_id": "k"},
            "AWS::RDS::DBCluster Key": {"Engine": "aurora-mysql", "KmsKeyId": "k"},
            "AWS::RDS::DBCluster Perhaps": {"Engine": "aurora-mysql", "KmsKeyId": "?why"},
            "AWS::RDS::DBCluster MultiAz": {"Engine": "postgres"},
            "aws_db_instance.custom": {"engine": "custom-sqlserver-ee"},
        }),
        &[
            ("aws_rds_cluster.v1.StorageEncrypted", "true"),
            ("aws_rds_cluster.v2.StorageEncrypted", "false"),
            ("aws_rds_cluster.key.StorageEncrypted", "false"),
            ("Key.StorageEncrypted", "true"),
            ("Perhaps.StorageEncrypted", "? why"),
            (
                "MultiAz.StorageEncrypted",
                "? AWS does not document whether a Multi-AZ DB cluster is encrypted by default",
            ),
            ("aws_db_instance.custom.StorageEncrypted", "true"),
        ],
    );
}

#[test]
fn what_a_stack_deletes_leaves_a_snapshot_unless_it_is_a_member() {
    let check_policy = |attributes: serde_json::Value, policy: &str, skips: &str| {
        let resources = json!({ "AWS::RDS::DBInstance Db": attributes });
        check(&resources, &[("Db.DeletionPolicy", policy), ("Db.SkipFinalSnapshot", skips)]);
    };
    let decided = "n/a: its cluster `c` decides";
    check_policy(json!({}), "\"Snapshot\"", "false");
    check_policy(json!({"DBClusterIdentifier": "c"}), "\"Delete\"", decided);
    check_policy(json!({"DBClusterIdentifier": "c", "(DeletionPolicy)": "Retain"}), "\"Retain\"", decided);
    check_policy(json!({"(DeletionPolicy)": "Delete"}), "\"Delete\"", "true");
    check_policy(json!({"(DeletionPolicy)": "RetainExceptOnCreate"}), "\"RetainExceptOnCreate\"", "false");
    check_policy(json!({"(DeletionPolicy)": "?why"}), "? why", "? why");
    check_policy(json!({"SourceDBInstanceIdentifier": "x"}), "\"Snapshot\"", "true");
    let either = json!({"one of": {"P is true": "Delete", "P is false": null}});
    check_policy(
        json!({ "(DeletionPolicy)": either }),
        "P is false: \"Snapshot\" | P is true: \"Delete\"",
        "P is false: false | P is true: true",
    );
    check(
        &json!({"AWS::RDS::DBCluster C": {"Engine": "aurora-mysql"}, "aws_rds_cluster.c": {"skip_final_snapshot": true}}),
        &[
            ("C.DeletionPolicy", "\"Snapshot\""),
            ("C.UpdateReplacePolicy", "\"Delete\""),
            ("C.SkipFinalSnapshot", "false"),
            ("C.ApplyImmediately", "null"),
            ("aws_rds_cluster.c.DeletionPolicy", "null"),
            ("aws_rds_cluster.c.SkipFinalSnapshot", "true"),
        ],
    );
}

#[test]
fn what_cloudformation_leaves_out_beside_classic_security_groups_is_not_known() {
    let ignored = "? CloudFormation ignores StorageEncrypted beside DBSecurityGroups";
    for (groups, encrypted, expected) in [
        (json!(["default"]), json!(true), ignored),
        (json!(["default"]), json!(null), "false"),
        (json!([]), json!(true), "true"),
    ] {
        let resources = json!({"AWS::RDS::DBInstance Db": {"DBSecurityGroups": groups, "StorageEncrypted": encrypted}});
        check(&resources, &[("Db.StorageEncrypted", expected)]);
    }
}

#[test]
fn an_engine_that_is_not_known_leaves_open_what_follows_from_it() {
    for (engine, custom, aurora, encrypted) in [
        ("!begins ", "? parameter V has no default", "? parameter V has no default", "? parameter V has no default"),
        ("!begins sqlserver-", "false", "false", "false"),
        ("!begins custom-oracle-", "true", "false", "true"),
    ] {
        let resources = json!({"AWS::RDS::DBInstance Db": {"Engine": engine}});
        check(&resources, &[("Db.custom", custom), ("Db.aurora", aurora), ("Db.StorageEncrypted", encrypted)]);
    }
    let member = json!({"AWS::RDS::DBInstance Db": {"Engine": "!begins aurora-"}});
    check(&member, &[("Db.member", "true"), ("Db.aurora", "true"), ("Db.PubliclyAccessible", "false")]);
}

#[test]
fn other_services_are_left_out() {
    let model = model(&json!({
        "AWS::RDS::DBCluster Graph": {"Engine": "neptune"},
        "AWS::RDS::DBInstance Documents": {"Engine": "docdb"},
        "aws_s3_bucket.b": {},
    }));
    assert_eq!(model.entities().count(), 0);
}

#[test]
fn an_ingress_rule_is_told_from_an_egress_rule_by_its_type() {
    let model = model(&json!({
        "aws_security_group_rule.out": {"type": "egress"},
        "aws_security_group_rule.in": {"type": "ingress"},
        "aws_security_group_rule.some": {"type": "?why"},
    }));
    let kinds: Vec<_> = model.entities().map(|(_, entity)| entity.kind.collection()).collect();
    assert_eq!(kinds, ["security_group_rules", "security_group_egress_rules", "security_group_rules"]);
}

#[test]
fn an_explicit_nothing_is_where_the_default_is_to_be_changed() {
    let model = model(&json!({"aws_db_instance.db": {"storage_encrypted": null}}));
    let Some(Member::Value(value)) = model.member(find(&model, "aws_db_instance.db"), "StorageEncrypted") else {
        panic!("a field is a value")
    };
    assert!(value.origin.written_at().is_some());
    assert_eq!(value.origin.steps().last().unwrap().what, What::PropertyDefault);
}
