//! Links by reference and by name, forward and back.

use super::{answer, check, made, model};
use crate::model::{EntityId, Model, Resource, Scope};
use crate::value::{Content, Within};
use serde_json::json;
use std::sync::Arc;

#[test]
fn references_and_names_lead_to_entities_and_back() {
    check(
        &json!({
            "aws_rds_cluster.main": {"cluster_identifier": "Prod", "vpc_security_group_ids": ["@aws_security_group.db", "sg-123"],
                "db_cluster_parameter_group_name": "@aws_rds_cluster_parameter_group.pg"},
            "aws_rds_cluster_parameter_group.pg": {},
            "aws_rds_cluster_instance.a": {"cluster_identifier": "@aws_rds_cluster.main"},
            "aws_rds_cluster_instance.b": {"cluster_identifier": "prod", "db_subnet_group_name": "nets"},
            "aws_db_subnet_group.nets": {"name": "nets"},
            "aws_security_group.db": {},
            "aws_vpc_security_group_ingress_rule.r": {"security_group_id": "@aws_security_group.db"},
            "aws_db_proxy.p": {"vpc_security_group_ids": ["@aws_security_group.db"]},
        }),
        &[
            ("aws_rds_cluster_instance.a.cluster", "-> aws_rds_cluster.main"),
            ("aws_rds_cluster_instance.b.cluster", "-> aws_rds_cluster.main"),
            ("aws_rds_cluster.main.members", "-> aws_rds_cluster_instance.a, aws_rds_cluster_instance.b"),
            ("aws_rds_cluster.main.cluster_parameter_group", "-> aws_rds_cluster_parameter_group.pg"),
            (
                "aws_rds_cluster.main.security_groups",
                "-> aws_security_group.db, ? the security group `sg-123` is not in the scanned files",
            ),
            ("aws_rds_cluster_instance.b.subnet_group", "-> aws_db_subnet_group.nets"),
            ("aws_db_subnet_group.nets.instances", "-> aws_rds_cluster_instance.b"),
            ("aws_security_group.db.rules", "-> aws_vpc_security_group_ingress_rule.r"),
            ("aws_security_group.db.proxies", "-> aws_db_proxy.p"),
            ("aws_rds_cluster_instance.a.parameter_group", "-> "),
            ("aws_rds_cluster.main.parameters", "parameters"),
        ],
    );
}

#[test]
fn what_is_outside_or_undecided_is_said() {
    check(
        &json!({
            "aws_db_instance.named": {"parameter_group_name": "theirs"},
            "aws_db_instance.unknown": {"parameter_group_name": "?var.group has no value"},
            "aws_db_instance.default": {"parameter_group_name": "default.postgres16"},
            "aws_db_instance.either": {"parameter_group_name": {"one of": {"P is true": "@aws_db_parameter_group.pg", "P is false": null}}},
            "aws_db_instance.list": {"vpc_security_group_ids": "?concat is not known"},
            "aws_db_parameter_group.pg": {"name": "ours"},
            "aws_db_parameter_group.twin": {"name": "same"},
            "aws_db_parameter_group.other": {"name": "same"},
            "aws_db_instance.twins": {"parameter_group_name": "same"},
        }),
        &[
            ("aws_db_instance.named.parameter_group", "-> ? the parameter group `theirs` is not in the scanned files"),
            ("aws_db_instance.unknown.parameter_group", "-> ? var.group has no value"),
            ("aws_db_instance.default.parameter_group", "-> "),
            (
                "aws_db_instance.either.parameter_group",
                "-> aws_db_parameter_group.pg, ? it depends on whether P is false",
            ),
            ("aws_db_instance.list.security_groups", "-> ? concat is not known"),
            ("aws_db_instance.twins.parameter_group", "-> ? several resources are named `same`"),
            ("aws_db_parameter_group.pg.databases", "-> aws_db_instance.either, ? var.group has no value"),
        ],
    );
}

#[test]
fn instance_keys_may_be_missing_from_a_reference() {
    check(
        &json!({
            "module.db[\"a]\"].aws_db_parameter_group.pg[0]": {},
            "aws_db_instance.one": {"parameter_group_name": "@module.db.aws_db_parameter_group.pg"},
            "aws_db_instance.exact": {"parameter_group_name": "@module.db[\"a]\"].aws_db_parameter_group.pg[0]"},
            "aws_db_parameter_group.many[0]": {},
            "aws_db_parameter_group.many[1]": {},
            "aws_db_instance.which": {"parameter_group_name": "@aws_db_parameter_group.many"},
        }),
        &[
            ("aws_db_instance.one.parameter_group", "-> module.db[\"a]\"].aws_db_parameter_group.pg[0]"),
            ("aws_db_instance.exact.parameter_group", "-> module.db[\"a]\"].aws_db_parameter_group.pg[0]"),
            (
                "aws_db_instance.which.parameter_group",
                "-> ? it is not known which instance of `aws_db_parameter_group.many` is meant",
            ),
        ],
    );
}

#[test]
fn ten_thousand_entities_are_joined_without_comparing_all_with_all() {
    let mut resources = serde_json::Map::new();
    resources.insert("aws_db_parameter_group.pg".to_owned(), json!({"name": "shared"}));
    for i in 0..10_000 {
        resources.insert(format!("aws_db_instance.d[{i}]"), json!({"parameter_group_name": "shared"}));
    }
    let model = model(&resources.into());
    assert_eq!(answer(&model, "aws_db_instance.d[9999].parameter_group"), "-> aws_db_parameter_group.pg");
}

#[test]
fn what_another_scope_exports_is_found_there() {
    let mut resources = made(&json!({
        "AWS::RDS::DBInstance Other": {"DBParameterGroupName": "@Group#Ref"},
        "AWS::RDS::DBInstance Own": {"DBParameterGroupName": "@Group#Ref"},
        "AWS::RDS::DBParameterGroup Group": {},
    }));
    let elsewhere = Resource { scope: Scope(1), ..resources[2].clone() };
    resources.push(elsewhere);
    let name = resources[0].attributes.get_mut("DBParameterGroupName").unwrap();
    let mut unknown = name.as_unknown().unwrap().clone();
    unknown.refers_to[0].within = Within(Some(Scope(1)));
    name.content = Content::Unknown(Arc::new(unknown));
    let (model, _) = Model::build(resources);
    let group = |id: u32| model.entity(EntityId(id)).links.only("parameter_group");
    assert_eq!([group(0), group(1)], [Some(EntityId(3)), Some(EntityId(2))]);
    assert_eq!([0, 1].map(|id| model.elsewhere(EntityId(id)).count()), [1, 0]);
}
