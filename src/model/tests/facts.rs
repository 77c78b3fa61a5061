//! Derived facts.

use super::{ask, check, model};
use crate::model::Member;
use serde_json::{Value as Json, json};

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
    check(&group("other"), &[("aws_db_instance.db.engine_group", "? `other` is no engine of RDS")]);
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
        ("mysql", json!(["audit"]), "false"),
        ("mysql", json!(["error"]), "true"),
        ("oracle-ee", json!(["audit"]), "true"),
        ("?no engine", json!(["audit"]), "? no engine"),
        ("?no engine", json!([]), "false"),
        ("custom-oracle-ee", json!([]), "n/a: RDS Custom exports no logs itself"),
    ] {
        let resources = json!({"aws_db_instance.db": {"engine": engine, "enabled_cloudwatch_logs_exports": exports}});
        check(&resources, &[("aws_db_instance.db.main_log_exported", expected)]);
    }
}

fn with_ingress(port: &Json, ingress: &Json) -> Json {
    json!({
        "aws_db_instance.db": {"engine": "postgres", "port": port, "vpc_security_group_ids": ["@aws_security_group.sg"]},
        "aws_security_group.sg": {"ingress": ingress},
    })
}

#[test]
fn inline_rules_may_open_the_port_to_the_world() {
    let rule = |protocol: &str, from: Json, to: Json, range: &str| json!([{"protocol": protocol, "from_port": from, "to_port": to, "cidr_blocks": [range]}]);
    for (port, ingress, expected) in [
        (json!(null), rule("tcp", json!(5432), json!(5432), "0.0.0.0/0"), "true"),
        (json!(null), rule("tcp", json!(5432), json!(5432), "10.0.0.0/8"), "false"),
        (json!(6000), rule("tcp", json!(5432), json!(5432), "0.0.0.0/0"), "false"),
        (json!(6000), rule("tcp", json!("5000"), json!("7000"), "0.0.0.0/0"), "true"),
        (json!(null), rule("-1", json!(0), json!(0), "::/0"), "true"),
        (json!(null), rule("udp", json!(0), json!(65535), "0.0.0.0/0"), "false"),
        (json!("?why"), rule("tcp", json!(0), json!(65535), "0.0.0.0/0"), "true"),
        (json!("?why"), rule("tcp", json!(80), json!(90), "0.0.0.0/0"), "? why"),
        (json!(null), rule("tcp", json!(5432), json!(5432), "?why"), "? why"),
        (json!(null), rule("tcp", json!(5432), json!(5432), "@aws_vpc.main#cidr_block"), "false"),
        (json!(null), json!("?why"), "? why"),
        (json!(null), json!(null), "false"),
    ] {
        check(&with_ingress(&port, &ingress), &[("aws_db_instance.db.ports_open_to_world", expected)]);
    }
}

#[test]
fn rules_of_their_own_may_open_the_port_to_the_world() {
    let group = |groups: Json, rule: Json| {
        json!({
            "aws_db_proxy.p": {"engine_family": "POSTGRESQL", "vpc_security_group_ids": groups},
            "aws_security_group.sg": {}, "aws_security_group_rule.r": rule,
        })
    };
    let open = |condition: Json| {
        json!({"security_group_id": "@aws_security_group.sg", "protocol": "tcp", "from_port": 5432, "to_port": 5432,
            "cidr_blocks": ["10.0.0.0/8", "0.0.0.0/0"], "condition": condition})
    };
    let ours = json!(["@aws_security_group.sg"]);
    for (resources, expected) in [
        (group(ours.clone(), open(json!(null))), "true"),
        (group(ours.clone(), open(json!("P is true"))), "? it depends on whether P is true"),
        (group(json!(["sg-1"]), open(json!(null))), "? the security group `sg-1` is not in the scanned files"),
        (group(json!(["sg-1", "@aws_security_group.sg"]), open(json!(null))), "true"),
        (group(json!([]), open(json!(null))), "false"),
        (group(ours, json!({"security_group_id": "?why"})), "? why"),
    ] {
        check(&resources, &[("aws_db_proxy.p.ports_open_to_world", expected)]);
    }
}

#[test]
fn a_members_port_is_its_clusters() {
    check(
        &json!({
            "AWS::RDS::DBCluster C": {"Engine": "aurora-mysql", "Port": 4000, "VpcSecurityGroupIds": ["@Sg"]},
            "AWS::RDS::DBInstance Db": {"Engine": "aurora-mysql", "DBClusterIdentifier": "@C"},
            "AWS::EC2::SecurityGroup Sg": {"SecurityGroupIngress": {"IpProtocol": "tcp", "FromPort": 4000, "ToPort": 4000, "CidrIp": "0.0.0.0/0"}},
        }),
        &[
            ("Db.port", "4000"),
            ("Db.ports_open_to_world", "true"),
            ("C.ports_open_to_world", "true"),
            ("Db.member", "true"),
        ],
    );
}

#[test]
fn the_origin_of_an_open_port_ends_at_the_address_range() {
    let rule = json!([{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_blocks": ["0.0.0.0/0"]}]);
    let model = model(&with_ingress(&json!(null), &rule));
    let Member::Value(open) = ask(&model, "aws_db_instance.db.ports_open_to_world") else { panic!("a value") };
    assert!(open.origin.written_at() > open.origin.used_at());
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
