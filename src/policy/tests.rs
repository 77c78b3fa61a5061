//! Verdicts in three-valued logic, over hand-made resources.

use super::{Verdict, compile::compile, evaluate, verdict::Evidence};
use crate::model::{Language, Model, Resource, Scope};
use crate::source::{SourceMap, Span};
use crate::value::{Alternative, Content, Number, Origin, Unknown, Value};
use std::sync::Arc;

fn instance(address: &str, arguments: &[(&str, Value)]) -> Resource {
    let file = SourceMap::default().add("main.tf", "");
    let span = Span::new(file, 0, 0);
    Resource {
        language: Language::Terraform,
        type_name: "aws_db_instance".into(),
        address: address.into(),
        scope: Scope(0),
        header: span,
        block: span,
        attributes: arguments.iter().map(|(name, value)| ((*name).into(), value.clone())).collect(),
        more_attributes: None,
        condition: None,
        uncounted: false,
        logic: Arc::default(),
        calls: Vec::new(),
        alias: None,
    }
}

fn known(content: Content) -> Value {
    let file = SourceMap::default().add("main.tf", "");
    Value::new(content, Origin::written(Span::new(file, 0, 0)))
}

fn bool(known_bool: bool) -> Value {
    known(Content::Bool(known_bool))
}

fn number(days: u32) -> Value {
    known(Content::Number(Number::from(days)))
}

fn text(text: &str) -> Value {
    known(Content::Text(text.into()))
}

fn unknown() -> Value {
    let file = SourceMap::default().add("main.tf", "");
    Value::unknown("var.x has no value", Origin::written(Span::new(file, 0, 0)))
}

fn either(one: Value, other: Value) -> Value {
    let alternatives = vec![
        Alternative { guard: "p is true".into(), value: one },
        Alternative { guard: "p is false".into(), value: other },
    ];
    Value::one_of(alternatives, Origin::default())
}

/// The verdict on the first of the resources, with the reason where it is unknown; `none` where it is not selected.
fn check_all(select: &str, require: &str, resources: Vec<Resource>, expected: &str) {
    check_policy(&policy(select, require), resources, expected);
}

fn policy(select: &str, require: &str) -> String {
    format!(
        "id: p\ntitle: t\nseverity: low\nselect: \"{select}\"\nrequire: {require}\nmessage: m\nwhy: w\n\
         fix: {{ text: t, safety: safe }}\nexamples: []\n"
    )
}

fn check_policy(text: &str, resources: Vec<Resource>, expected: &str) {
    let (policy, _) = compile("p.yaml", text).unwrap();
    let is_template = |resource: &Resource| resource.language == Language::CloudFormation;
    let explore = resources.iter().all(is_template);
    let (mut model, _) = Model::build(resources);
    model.explore = explore;
    let outcomes = evaluate(&policy, &model);
    let said = match outcomes.first().map(|outcome| &outcome.verdict) {
        None => "none".into(),
        Some(Verdict::Unknown(doubt)) => format!("unknown: {}", doubt.reason),
        Some(Verdict::Fail(Evidence { when: Some(when), .. })) => format!("fail when {when}"),
        Some(verdict) => verdict.as_str().to_owned(),
    };
    assert_eq!(said, expected, "{text}");
}

/// The same for a single instance with these arguments.
fn check(select: &str, require: &str, arguments: &[(&str, Value)], expected: &str) {
    let mut arguments = arguments.to_vec();
    arguments.insert(0, ("engine", text("mysql")));
    check_all(select, require, vec![instance("aws_db_instance.a", &arguments)], expected);
}

/// What a policy says about a database of a template, all of whose possibilities count.
fn check_explored(require: &str, expected: &str) {
    let either = |one, other| either(bool(one), bool(other));
    let arguments = [("StorageEncrypted", either(true, false)), ("PubliclyAccessible", either(true, false))];
    let database = Resource {
        language: Language::CloudFormation,
        type_name: "AWS::RDS::DBInstance".into(),
        ..instance("Database", &arguments)
    };
    check_all(ALL, require, vec![database], expected);
}

const ALL: &str = "$.instances";
const ENCRYPTED: &str = "{ StorageEncrypted: { equals: true } }";

#[test]
fn a_policy_about_one_language_is_not_asked_in_the_other() {
    let of_template = Resource {
        language: Language::CloudFormation,
        type_name: "AWS::RDS::DBInstance".into(),
        ..instance("Database", &[])
    };
    let of_terraform = instance("aws_db_instance.a", &[]);
    for (only, expected) in
        [("", ["fail", "fail"]), ("language: cfn\n", ["fail", "none"]), ("language: tf\n", ["none", "fail"])]
    {
        let policy = format!("{only}{}", policy(ALL, ENCRYPTED));
        check_policy(&policy, vec![of_template.clone()], expected[0]);
        check_policy(&policy, vec![of_terraform.clone()], expected[1]);
    }
}

#[test]
fn a_value_passes_fails_or_stays_open() {
    check(ALL, ENCRYPTED, &[("storage_encrypted", bool(true))], "pass");
    check(ALL, ENCRYPTED, &[], "fail");
    check(ALL, ENCRYPTED, &[("storage_encrypted", unknown())], "unknown: var.x has no value");
}

#[test]
fn alternatives_decide_only_together() {
    let days = |one, other| [("backup_retention_period", either(number(one), number(other)))];
    let require = "{ BackupRetentionPeriod: { at_least: 7 } }";
    check(ALL, require, &days(7, 14), "pass");
    check(ALL, require, &days(0, 1), "fail");
    check(ALL, require, &days(7, 1), "unknown: fails when p is false");
    let open = [("backup_retention_period", either(number(7), unknown()))];
    check(ALL, require, &open, "unknown: var.x has no value");
}

#[test]
fn an_undecided_filter_leaves_only_a_certain_pass() {
    let public = "$.instances[?@.PubliclyAccessible]";
    check(public, ENCRYPTED, &[], "none");
    check(public, ENCRYPTED, &[("publicly_accessible", bool(true))], "fail");
    let maybe = ("publicly_accessible", unknown());
    check(public, ENCRYPTED, &[maybe.clone(), ("storage_encrypted", bool(true))], "pass");
    check(public, ENCRYPTED, &[maybe], "unknown: var.x has no value");
}

#[test]
fn a_boolean_that_is_not_known_is_not_taken_for_true() {
    let unset = Unknown { non_null: true, ..Unknown::because("parameter Public has no default") };
    let open = [("publicly_accessible", known(Content::Unknown(Arc::new(unset))))];
    for filter in ["@.PubliclyAccessible", "!@.PubliclyAccessible"] {
        let select = format!("$.instances[?{filter}]");
        check(&select, ENCRYPTED, &open, "unknown: parameter Public has no default");
    }
}

#[test]
fn filters_follow_kleene() {
    let open = [("publicly_accessible", unknown()), ("multi_az", bool(true))];
    let certainly = |filter: &str, expected| check(&format!("$.instances[?{filter}]"), ENCRYPTED, &open, expected);
    certainly("@.PubliclyAccessible || @.MultiAZ == true", "fail");
    certainly("@.PubliclyAccessible && @.MultiAZ == false", "none");
    certainly("!(@.PubliclyAccessible && @.MultiAZ)", "unknown: var.x has no value");
    certainly("@.MultiAZ != true", "none");
    certainly("match(@.Engine, 'my.*') && @.BackupRetentionPeriod < 7", "fail");
    certainly("@.BackupRetentionPeriod >= 7 || 'mysql' == @.engine", "fail");
    certainly("@.engine == @.engine_group && @.KmsKeyId == null", "fail");
}

#[test]
fn requirements_combine() {
    let encrypted = [("storage_encrypted", bool(true))];
    let any = "{ any: [{ StorageEncrypted: { equals: true } }, { PubliclyAccessible: { equals: true } }] }";
    check(ALL, any, &encrypted, "pass");
    check(ALL, any, &[("publicly_accessible", unknown())], "unknown: var.x has no value");
    check(ALL, any, &[], "fail");
    check(ALL, "{ not: { StorageEncrypted: { equals: true } } }", &encrypted, "fail");
    check(ALL, "{ BackupRetentionPeriod: { at_least: 1, at_most: 35 } }", &[], "fail");
}

#[test]
fn what_is_not_there_does_not_apply() {
    check(ALL, "{ cluster.StorageEncrypted: { equals: true } }", &[], "not-applicable");
    let both = "{ cluster.StorageEncrypted: { equals: true }, StorageEncrypted: { equals: true } }";
    check(ALL, both, &[], "fail");
    check("$.instances[?@.cluster]", ENCRYPTED, &[], "none");
    check("$.instances[?@.cluster.StorageEncrypted != true]", ENCRYPTED, &[], "fail");
}

/// The verdict on a member of the cluster of that name, of which there are an encrypted `a`, `also-a` and a plain `b`.
fn check_member(filter: &str, of: Value, expected: &str) {
    let cluster = |name: &str, encrypted| {
        let arguments = [("cluster_identifier", text(name)), ("storage_encrypted", bool(encrypted))];
        Resource { type_name: "aws_rds_cluster".into(), ..instance(name, &arguments) }
    };
    let member = instance("aws_rds_cluster_instance.m", &[("cluster_identifier", of)]);
    let member = Resource { type_name: "aws_rds_cluster_instance".into(), ..member };
    let resources = vec![member, cluster("a", true), cluster("also-a", true), cluster("b", false)];
    check_all(&format!("$.instances[?{filter}]"), "{ PubliclyAccessible: { equals: true } }", resources, expected);
}

#[test]
fn a_link_that_may_lead_to_several_decides_only_where_all_agree() {
    let encrypted = "@.cluster.StorageEncrypted";
    check_member(encrypted, text("a"), "fail");
    check_member(encrypted, either(text("a"), text("also-a")), "fail");
    check_member(encrypted, either(text("a"), text("b")), "unknown: its cluster is one of several");
    check_member(encrypted, either(text("a"), known(Content::Null)), "unknown: it depends on whether p is false");
    check_member(encrypted, either(text("a"), unknown()), "unknown: var.x has no value");
    check_member(
        "@.cluster.StorageEncrypted == true",
        either(text("a"), text("b")),
        "unknown: its cluster is one of several",
    );
    check_member("@.cluster", either(text("a"), text("b")), "fail");
    check_member("@.cluster", either(text("a"), unknown()), "fail");
    check_member("@.cluster", either(text("a"), known(Content::Null)), "unknown: it depends on whether p is false");
}

#[test]
fn what_fails_with_one_of_the_possibilities_fails_where_all_count() {
    let private = "{ PubliclyAccessible: { equals: false } }";
    check_explored(ENCRYPTED, "fail when p is false");
    check_explored(&format!("{{ not: {ENCRYPTED} }}"), "fail when p is true");
    check_explored(&format!("{{ any: [{ENCRYPTED}, {private}] }}"), "pass");
    check_explored(&format!("{{ all: [{ENCRYPTED}, {private}] }}"), "fail");
}
