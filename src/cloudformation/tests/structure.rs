//! Resources, metadata, and sections of the wrong shape.

use super::{evaluation, show};
use crate::cloudformation::{metadata_ignores, resource_blocks};
use crate::source::SourceMap;
use crate::syntax::{json, yaml};
use std::fmt::Write as _;

#[test]
fn resources_say_where_they_stand_and_what_they_are() {
    let text = "Resources:
  Bucket: {Type: AWS::S3::Bucket, Properties: {A: !Ref Nobody}}
  DB:
    Type: AWS::RDS::DBInstance
    DeletionPolicy: Snapshot
    Metadata:
      aws:cdk:path: App/Db/Resource
    Properties:
      A: 1
      Fn::Transform: {Name: AWS::Include}
# behind
Outputs: {}
";
    let evaluation = evaluation(text);
    let [resource] = &evaluation.resources[..] else { panic!("{evaluation:?}") };
    assert_eq!(&text[resource.header.range()], "DB");
    assert!(
        text[resource.block.range()].starts_with("DB:\n") && text[resource.block.range()].ends_with("AWS::Include}")
    );
    assert_eq!(resource.alias.as_deref(), Some("App/Db/Resource"));
    insta::assert_snapshot!(show(text), @r#"
    [DB and more: Fn::Transform may add properties]
    A = 1  ← written <1>
    (DeletionPolicy) = "Snapshot"  ← written <Snapshot>
    "#);
}

#[test]
fn wrong_shapes_are_problems_and_the_rest_is_evaluated() {
    insta::assert_snapshot!(show("
Parameters: [x]
Conditions: {X: !Equals [!Ref AWS::Region, a]}
Resources:
  A: text
  B: {Properties: {}}
  C: {Type: AWS::RDS::DBInstance, Properties: text}
  D: {Type: AWS::RDS::DBInstance, Properties: }
  E: {Type: AWS::RDS::DBInstance, Properties: !Nope x}
  F: {Type: AWS::RDS::DBInstance, Condition: [x]}
  Fn::ForEach::X: [a, b, {}]
  G: {Type: AWS::RDS::DBInstance, Condition: X, Properties: {A: !If [X, 1, 2]}}
"), @"
    [C and more: the properties are not a mapping]
    [D]
    [E and more: the properties come from Fn::Nope, which is not evaluated]
    [F if its condition is true]
    [G if X is true]
    A = 1  ← X is true <[X, 1, 2]> ← written <1>
    Meaning <[x]> Parameters must be a mapping
    Meaning <A> the resource A must be a mapping with a Type
    Meaning <B> the resource B has no Type
    Meaning <text> the Properties of C must be a mapping
    Meaning <[x]> the Condition of a resource must be the name of a condition
    Meaning <Fn::ForEach::X> Fn::ForEach needs Transform: AWS::LanguageExtensions
    ");
    insta::assert_snapshot!(show("Resources: [1]"), @"Meaning <[1]> Resources must be a mapping");
}

#[test]
fn names_from_elsewhere_are_no_problem_in_a_transformed_template() {
    insta::assert_snapshot!(show("
Transform: AWS::Serverless-2016-10-31
Resources:
  A: {Type: AWS::RDS::DBInstance, Condition: X, Properties: {A: !Ref FunctionRole, B: !If [Y, 1, 2], C: !Join x}}
"), @"
    [A if X is true]
    A = unknown(nothing declares FunctionRole)  ← !Ref FunctionRole <FunctionRole>
    B = one of
        Y is true: 1  ← Y is true <[Y, 1, 2]> ← written <1>
        Y is false: 2  ← Y is false <[Y, 1, 2]> ← written <2>
         ← !If <[Y, 1, 2]> ← written <[Y, 1, 2]>
    C = unknown(Fn::Join has the wrong arguments; perhaps null)  ← !Join <x> ← written <x>
    ");
}

#[test]
fn resources_may_be_aliases_and_merged() {
    insta::assert_snapshot!(show("
x: &db {Type: AWS::RDS::DBInstance, Properties: &p {A: 1, B: 2}}
Resources:
  A: *db
  B:
    <<: *db
    Properties: {<<: *p, B: 3}
"), @"
    [A]
    A = 1  ← written <1>
    B = 2  ← written <2>
    [B]
    A = 1  ← written <1>
    B = 3  ← written <3>
    ");
}

#[test]
fn ignores_stand_in_the_metadata_of_templates_and_resources() {
    let yaml = "
Metadata: {rdslint: {ignore: [{policy: [a, b], reason: all over}]}}
Resources:
  DB:
    Type: AWS::RDS::DBInstance
    Metadata: {rdslint: {ignore: [{policy: c, reason: because}, d, {reason: x}]}}
";
    let json = r#"{"Resources": {"DB": {"Metadata": {"rdslint": {"ignore": {"policy": "c"}}}}}, "Metadata": {"rdslint": {"ignore": []}}}"#;
    let mut out = String::new();
    for text in [yaml, json] {
        let file = SourceMap::default().add("t", text);
        let tree = if text.starts_with('{') { json::parse(file, text) } else { yaml::parse(file, text) }.tree.unwrap();
        for entry in metadata_ignores(&tree) {
            let place = &text[entry.span.range()];
            writeln!(out, "{:?} {:?} {:?} <{place}>", entry.resource, entry.policy, entry.reason).unwrap();
        }
        for (id, header, block) in resource_blocks(&tree) {
            writeln!(out, "{id} <{}> {} bytes", &text[header.range()], block.end - block.start).unwrap();
        }
    }
    insta::assert_snapshot!(out, @r#"
    None "a" Some("all over") <{policy: [a, b], reason: all over}>
    None "b" Some("all over") <{policy: [a, b], reason: all over}>
    Some("DB") "c" Some("because") <{policy: c, reason: because}>
    Some("DB") "d" None <d>
    Some("DB") "" Some("x") <{reason: x}>
    DB <DB> 116 bytes
    Some("DB") "c" None <{"policy": "c"}>
    DB <"DB"> 60 bytes
    "#);
}
