//! Whether a database's port is open to the internet.

use super::{ask, check, model};
use crate::model::{Member, Model};
use crate::value::{Content, Origin, Value, What};
use serde_json::{Value as Json, json};
use std::sync::Arc;

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
fn a_replica_may_have_its_sources_groups() {
    let open = json!([{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_blocks": ["0.0.0.0/0"]}]);
    let perhaps = "? a replica may have its source's security groups";
    for (groups, ingress, source, expected) in [
        (json!(null), open.clone(), "@aws_db_instance.main", "false"),
        (json!(["@aws_security_group.sg"]), open.clone(), "@aws_db_instance.main", perhaps),
        (json!(["@aws_security_group.sg"]), json!([]), "@aws_db_instance.main", "false"),
        (json!(["sg-1"]), json!([]), "@aws_db_instance.main", perhaps),
        (json!(null), json!([]), "elsewhere", perhaps),
    ] {
        let resources = json!({
            "aws_db_instance.main": {"engine": "postgres", "vpc_security_group_ids": groups},
            "aws_db_instance.replica": {"replicate_source_db": source, "port": 5432},
            "aws_security_group.sg": {"ingress": ingress},
        });
        check(&resources, &[("aws_db_instance.replica.ports_open_to_world", expected)]);
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
    let mut perhaps = open(json!(null));
    perhaps["security_group_id"] =
        json!({"one of": {"C is true": "@aws_security_group.sg", "C is false": "@aws_security_group.x"}});
    for (resources, expected) in [
        (group(ours.clone(), open(json!(null))), "true"),
        (group(ours.clone(), open(json!("P is true"))), "? it depends on whether P is true"),
        (group(json!(["sg-1"]), open(json!(null))), "? the security group `sg-1` is not in the scanned files"),
        (group(json!(["sg-1", "@aws_security_group.sg"]), open(json!(null))), "true"),
        (group(json!([]), open(json!(null))), "false"),
        (group(ours.clone(), json!({"security_group_id": "?why"})), "? why"),
        (group(ours, perhaps), "? it depends on whether C is true"),
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
fn a_rule_for_the_databases_own_port_covers_it() {
    let rule = |from: &str, to: &str| {
        let rule =
            json!({"IpProtocol": "tcp", "FromPort": from, "ToPort": to, "CidrIp": "0.0.0.0/0", "GroupId": "@Sg"});
        json!({
            "AWS::RDS::DBCluster C": {"Engine": "?why", "VpcSecurityGroupIds": ["@Sg"]},
            "AWS::RDS::DBInstance Db": {"Engine": "postgres", "Port": "!unset Port", "VPCSecurityGroups": ["@Sg"]},
            "AWS::EC2::SecurityGroup Sg": {}, "AWS::EC2::SecurityGroupIngress Rule": rule,
        })
    };
    let own = "@C#Endpoint.Port";
    check(
        &rule(own, own),
        &[("C.ports_open_to_world", "true"), ("Db.ports_open_to_world", "? C#Endpoint.Port is not known yet")],
    );
    let other = "@Db#Endpoint.Port";
    check(
        &rule(other, other),
        &[("C.ports_open_to_world", "? Db#Endpoint.Port is not known yet"), ("Db.ports_open_to_world", "true")],
    );
}

#[test]
fn one_unknown_input_is_one_port() {
    let mut maker = super::Maker::new();
    let body = json!({"Engine": "postgres", "VPCSecurityGroups": ["@Sg"]});
    let mut db = maker.resource("AWS::RDS::DBInstance Db", &body);
    let mut group = maker.resource("AWS::EC2::SecurityGroup Sg", &json!({}));
    let (port, place) = (maker.value(&json!("!unset Port")), maker.span());
    let other = maker.value(&json!("!unset Port"));
    for (to, expected) in [(&port, "true"), (&other, "? Port has no value")] {
        let rule = [
            ("IpProtocol", maker.value(&json!("tcp"))),
            ("FromPort", port.step(What::Reference("Port".into()), Some(place))),
            ("ToPort", to.clone()),
            ("CidrIp", maker.value(&json!("0.0.0.0/0"))),
        ];
        let rule = rule.into_iter().map(|(name, value)| (name.into(), value)).collect();
        let rule = Value::new(Content::Map(Arc::new(rule)), Origin::default());
        group.attributes.insert("SecurityGroupIngress".into(), rule);
        db.attributes.insert("Port".into(), port.clone());
        let (model, _) = Model::build(vec![db.clone(), group.clone()]);
        assert_eq!(super::answer(&model, "Db.ports_open_to_world"), expected);
    }
}

#[test]
fn what_holds_only_where_the_database_exists_is_certain() {
    let rule = json!({"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "CidrIp": {"one of": {"P is true": "0.0.0.0/0", "P is false": "10.0.0.0/8"}}});
    let database = |condition: Json| {
        json!({"AWS::RDS::DBInstance Db": {"Engine": "postgres", "EngineVersion": "16", "VPCSecurityGroups": ["@Sg"],
                "DBParameterGroupName": "@Group", "condition": condition},
            "AWS::EC2::SecurityGroup Sg": {"SecurityGroupIngress": {"one of": {"P is true": [rule], "P is false": null}}},
            "AWS::RDS::DBParameterGroup Group": {"Family": "postgres16", "Parameters": {"rds.force_ssl": {"one of": {"P is true": "0", "P is false": "1"}}}}})
    };
    for (condition, open, forced) in [
        (json!("P is true"), "true", "\"0\""),
        (json!("P is false"), "false", "\"1\""),
        (json!("Q is true"), "? it depends on whether P is true", "P is false: \"1\" | P is true: \"0\""),
    ] {
        check(&database(condition), &[("Db.ports_open_to_world", open), ("Db $rds.force_ssl", forced)]);
    }
}
