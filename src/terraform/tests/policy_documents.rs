//! What `data "aws_iam_policy_document"`, `jsonencode` and strings leave for whoever reads a policy document.

use super::evaluated;
use crate::model::policy_statements;
use crate::value::{Content, Value};
use serde_json::{Value as Json, json};

/// Compares the statements of the policy of `aws_iam_policy.p`.
#[track_caller]
fn check(text: &str, expected: &Json) {
    let (_, evaluation) = evaluated(&[("main.tf", text)]);
    let policy = evaluation.resources.iter().find(|resource| &*resource.type_name == "aws_iam_policy").unwrap();
    let statements: Vec<Json> = policy_statements(&policy.attributes["policy"]).iter().map(plain).collect();
    assert_eq!(Json::from(statements), *expected, "{text}");
}

fn plain(value: &Value) -> Json {
    match &value.content {
        Content::Null => Json::Null,
        Content::Bool(known) => json!(known),
        Content::Number(number) => json!(number.get()),
        Content::Text(text) => json!(text),
        Content::List(items) => items.iter().map(plain).collect(),
        Content::Map(entries) => entries.iter().map(|(key, value)| (key.to_string(), plain(value))).collect(),
        Content::Unknown(_) | Content::OneOf(_) => json!("?"),
    }
}

#[test]
fn a_rendered_document_has_the_statements_of_its_blocks() {
    let text = r#"
        data "aws_iam_policy_document" "base" {
          statement {
            sid       = "a"
            actions   = ["s3:*"]
            resources = ["*"]
          }
          statement {
            sid       = "b"
            effect    = "Deny"
            actions   = ["rds:*"]
            resources = [aws_db_instance.db.arn]
          }
        }
        data "aws_iam_policy_document" "whole" {
          source_policy_documents = [data.aws_iam_policy_document.base.json]
          statement {
            sid         = "a"
            not_actions = ["rds:*"]
            principals {
              type        = "AWS"
              identifiers = ["*"]
            }
            principals {
              type        = "AWS"
              identifiers = ["123456789012"]
            }
            condition {
              test     = "StringEquals"
              variable = "aws:PrincipalOrgID"
              values   = ["o-1"]
            }
          }
        }
        resource "aws_db_instance" "db" {}
        locals {
          document = data.aws_iam_policy_document.whole.json
        }
        resource "aws_iam_policy" "p" {
          policy = local.document
        }
    "#;
    check(
        text,
        &json!([
            {"Sid": "b", "Effect": "Deny", "Action": ["rds:*"], "Resource": ["?"]},
            {
                "Sid": "a", "Effect": "Allow", "NotAction": ["rds:*"], "Principal": {"AWS": ["*", "123456789012"]},
                "Condition": {"StringEquals": {"aws:PrincipalOrgID": ["o-1"]}},
            },
        ]),
    );
}

#[test]
fn texts_of_which_parts_are_unknown_are_read_all_the_same() {
    let with =
        |policy: &str| format!("variable \"v\" {{}}\nresource \"aws_iam_policy\" \"p\" {{\n  policy = {policy}\n}}\n");
    for (policy, expected) in [
        (
            r#"jsonencode({ Statement = { Action = "a:b", Resource = var.v } })"#,
            json!([{"Action": "a:b", "Resource": "?"}]),
        ),
        (
            "<<-E\n{\"Statement\": [{\"Action\": \"a:b\", \"Resource\": \"arn:${var.v}:x\"}]}\nE",
            json!([{"Action": "a:b", "Resource": "?"}]),
        ),
        (
            "<<-E\n{\"Statement\": ${jsonencode([{ Action = \"a:b\", Resource = var.v }])}}\nE",
            json!([{"Action": "a:b", "Resource": "?"}]),
        ),
        (r#""{\"Statement\": [{\"Action\": \"a:b\"}]}""#, json!([{"Action": "a:b"}])),
        ("upper(jsonencode({ Statement = { Action = var.v } }))", json!(["?"])),
        ("var.v", json!(["?"])),
        ("\"no document\"", json!([])),
    ] {
        check(&with(policy), &expected);
    }
}
