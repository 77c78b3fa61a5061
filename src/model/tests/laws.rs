//! Replacing a value by an unknown one may make an answer unknown; it never turns it around.

use super::{answer, ask, model};
use crate::model::fields::{self, Kind};
use crate::model::{Member, Model};
use crate::value::Content;
use serde_json::{Value as Json, json};

fn whole() -> Json {
    json!({
        "AWS::RDS::DBCluster Cluster": {"Engine": "aurora-postgresql", "EngineVersion": "16.4", "StorageEncrypted": true,
            "DBClusterParameterGroupName": "@ClusterGroup", "VpcSecurityGroupIds": ["@Sg"], "MasterUserPassword": "hunter2"},
        "AWS::RDS::DBInstance Member": {"Engine": "aurora-postgresql", "DBClusterIdentifier": "@Cluster", "DBParameterGroupName": "@Group"},
        "AWS::RDS::DBInstance Db": {"Engine": "postgres", "EngineVersion": "16.4", "DBSubnetGroupName": "default", "Port": 5432,
            "VPCSecurityGroups": ["@Sg"], "EnableCloudwatchLogsExports": ["postgresql"], "DBSnapshotIdentifier": ""},
        "AWS::RDS::DBInstance Restored": {"DBSnapshotIdentifier": "snap"},
        "AWS::RDS::DBInstance Replica": {"SourceDBInstanceIdentifier": "@Db", "Engine": "custom-oracle-ee"},
        "AWS::RDS::DBClusterParameterGroup ClusterGroup": {"Family": "aurora-postgresql16", "Parameters": {"rds.force_ssl": 1}},
        "AWS::RDS::DBParameterGroup Group": {"Family": "aurora-postgresql16", "Parameters": {"rds.force_ssl": 1, "log_statement": "ddl"}},
        "AWS::EC2::SecurityGroup Sg": {"SecurityGroupIngress": [{"IpProtocol": "tcp", "FromPort": 0, "ToPort": 9000, "CidrIp": "0.0.0.0/0"}]},
        "AWS::EC2::SecurityGroupIngress Rule": {"GroupId": "@Sg", "IpProtocol": "udp", "CidrIp": "10.0.0.0/8"},
    })
}

/// Every answer that is a plain value, by its question.
fn answers(model: &Model) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (_, entity) in model.entities() {
        let address = &entity.resource.address;
        let by_name = |name: &&str| ![fields::SETS, fields::DECIDES].contains(name);
        let names = fields::names(entity.kind).filter(by_name);
        let mut questions: Vec<_> = names.map(|name| format!("{address}.{name}")).collect();
        if matches!(entity.kind, Kind::DbInstance | Kind::DbCluster) {
            for how in ["$", "sets ", "decides "] {
                questions.extend(["rds.force_ssl", "log_statement"].map(|name| format!("{address} {how}{name}")));
            }
        }
        for question in questions {
            if let Member::Value(value) = ask(model, &question)
                && matches!(value.content, Content::Bool(_) | Content::Number(_) | Content::Text(_))
            {
                all.push((question.clone(), answer(model, &question)));
            }
        }
    }
    all
}

/// The paths of all scalars that a front end could fail to know.
fn scalars(json: &Json, path: &str, found: &mut Vec<String>) {
    match json {
        Json::Object(map) => {
            map.iter().for_each(|(key, value)| scalars(value, &format!("{path}/{}", key.replace('/', "~1")), found));
        }
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| scalars(item, &format!("{path}/{i}"), found));
        }
        _ => found.push(path.to_owned()),
    }
}

#[test]
fn an_unknown_never_turns_an_answer_around() {
    let whole = whole();
    let before = answers(&model(&whole));
    assert!(before.len() > 150, "{}", before.len());
    let mut paths = Vec::new();
    scalars(&whole, "", &mut paths);
    for path in paths {
        let mut changed = whole.clone();
        *changed.pointer_mut(&path).unwrap() = json!("?unknown");
        let model = model(&changed);
        for (question, known) in &before {
            let Member::Value(value) = ask(&model, question) else { continue };
            let same = answer(&model, question) == *known;
            let undecided = matches!(value.content, Content::Unknown(_) | Content::OneOf(_));
            assert!(same || undecided, "{path}: {question} was {known} and is {}", answer(&model, question));
        }
    }
}
