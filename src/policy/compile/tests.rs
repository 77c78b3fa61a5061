//! What the compiler accepts, and what it says about what it refuses.

use super::{compile, jsonpath};
use crate::policy::ast::{Change, Filter, Policy, Requirement};

const POLICY: &str = "\
id: storage-unencrypted
title: Database storage is not encrypted at rest
severity: high
select: $.instances[?!@.cluster]
require:
  StorageEncrypted: { equals: true }
message: '{resource} stores its data unencrypted'
why: Because.
fix: { set: { StorageEncrypted: true }, safety: unsafe, note: replaces an existing instance }
examples:
  - { name: bare, expect: fail, tf: 'resource \"aws_db_instance\" \"a\" {}' }
";

fn compiled(text: &str) -> Policy {
    compile("policies/storage-unencrypted.yaml", text).map(|(policy, _)| policy).unwrap()
}

fn errors(from: &str, to: &str) -> String {
    assert!(POLICY.contains(from), "{from}");
    let errors = compile("p/storage-unencrypted.yaml", &POLICY.replace(from, to)).unwrap_err();
    let lines: Vec<String> = errors.iter().map(|error| format!("{error}\n")).collect();
    lines.concat()
}

#[test]
fn a_policy_compiles_to_checked_names() {
    let policy = compiled(POLICY);
    assert!(matches!(&policy.select[0].filter, Some(Filter::Not(inner)) if matches!(**inner, Filter::Exists(_))));
    assert!(matches!(policy.require, Requirement::Test(_)));
    let bytes = postcard::to_stdvec(&policy).unwrap();
    assert_eq!(postcard::from_bytes::<Policy>(&bytes).unwrap(), policy);
}

#[test]
fn selectors_take_the_constructs_that_policies_need() {
    for selector in [
        "$.proxies",
        "$['clusters'][*]",
        "$.instances[?@.engine_group == 'postgres' && !(@.replica == true || @.cluster)]",
        "$.instances[?@.cluster.BackupRetentionPeriod >= 7]",
        "$.instances[?@.parameters['rds.force_ssl'] == '1']",
        "$.instances[?@.sets.ssl_ciphers && @.decides['rds.log_retention_period'] == true]",
        "$.instances[?match(@.Engine, 'aurora.*')]",
        "$.clusters[?@.members[?@.PubliclyAccessible == true]]",
        "$.clusters[?@.members[*].PubliclyAccessible]",
    ] {
        let text = POLICY.replace("$.instances[?!@.cluster]", &format!("\"{selector}\""));
        let result = compile("storage-unencrypted.yaml", &text.replace("StorageEncrypted:", "VpcSecurityGroupIds:"));
        let wrong: Vec<_> = result.err().unwrap_or_default();
        assert!(wrong.iter().all(|error| error.line != 4), "{selector}: {wrong:?}");
    }
}

#[test]
fn requirements_nest_and_follow_links() {
    let nested = POLICY.replace(
        "  StorageEncrypted: { equals: true }",
        "  any:\n    - StorageEncrypted: { equals: true }\n    - not: { cluster.StorageEncrypted: { equals: false } }\n    \
         - parameters.rds.force_ssl: { enabled: true, not_equals: 2 }\n    - decides.rds.force_ssl: { equals: false }",
    );
    assert!(matches!(compiled(&nested).require, Requirement::Any(parts) if parts.len() == 4));
}

#[test]
fn misspelt_names_are_refused_with_their_place() {
    let said = [
        errors("StorageEncrypted: { equals", "StorageEncripted: { equals"),
        errors("{ equals: true }", "{ equal: true }"),
        errors("@.cluster", "@.clster"),
        errors("$.instances", "$.instance"),
        errors("require:", "requires:"),
        errors("severity: high", "severity: hihg"),
        errors("{resource}", "{resorce}"),
        errors("set: { StorageEncrypted", "set: { StorageEncryption"),
        errors("id: storage-unencrypted", "id: storage-plain"),
    ];
    insta::assert_snapshot!(said.concat(), @r"
    p/storage-unencrypted.yaml:6:3: `StorageEncripted` is no field, fact or link of instances; did you mean `StorageEncrypted`?
    p/storage-unencrypted.yaml:6:23: `equal` is no operator; did you mean `equals`?
    p/storage-unencrypted.yaml:4:25: `clster` is no field, fact or link of instances; did you mean `cluster`?
    p/storage-unencrypted.yaml:4:11: `instance` is no collection of the model; did you mean `instances`?
    p/storage-unencrypted.yaml:5:1: unknown field `requires`, expected one of `id`, `title`, `severity`, `tier`, `language`, `select`, `require`, `message`, `why`, `fix`, `sources`, `references`, `controls`, `peers`, `examples`; did you mean `require`?
    p/storage-unencrypted.yaml:3:1: `hihg` is no severity; did you mean `high`?
    p/storage-unencrypted.yaml:7:1: `{resorce}` is no placeholder; did you mean `resource`?
    p/storage-unencrypted.yaml:9:15: `StorageEncryption` is no field, fact or link of instances; did you mean `StorageEncrypted`?
    p/storage-unencrypted.yaml:1:1: the id is `storage-plain`, but the file is named `storage-unencrypted`
    ");
}

#[test]
fn marks_of_frameworks_and_tools_are_looked_up() {
    let with = |lines: &str| errors("examples:\n", &format!("{lines}\nexamples:\n"));
    let said = [
        with("controls: { securityhub: [RDS.3], nist-800-53: [SC-28] }"),
        with("peers:\n  checkov: [CKV_AWS_16]\n  trivvy: [AVD-AWS-0080]"),
        with("peers: { checkov: [] }"),
        with("sources:\n  - S1 Encryption at rest\n  - S1 Encription at rest"),
    ];
    insta::assert_snapshot!(said.concat(), @r"
    p/storage-unencrypted.yaml:10:35: `nist-800-53` is no known framework; did you mean `nist-800-53-r5`?
    p/storage-unencrypted.yaml:10:13: `securityhub` is no known framework; did you mean `aws-fsbp`?
    p/storage-unencrypted.yaml:12:3: `trivvy` is no known tool; did you mean `trivy`?
    p/storage-unencrypted.yaml:10:10: `checkov` names nothing
    p/storage-unencrypted.yaml:12:5: `S1 Encription at rest` is no section of S1; did you mean `Encryption at rest`?
    ");
    let own = POLICY.replace("examples:\n", "controls: { x-acme: [DB-7] }\nexamples:\n");
    assert!(compile("storage-unencrypted.yaml", &own).is_ok());
}

#[test]
fn a_fix_can_speak_each_language() {
    let fix = "fix: { set: { StorageEncrypted: true }";
    let each = compiled(&POLICY.replace(fix, "fix: { text: { cfn: Set it, tf: set it }"));
    assert_eq!(each.fix.change, Change::Text { cloudformation: "Set it".into(), terraform: "set it".into() });
    let same = compiled(&POLICY.replace(fix, "fix: { text: Set it"));
    assert_eq!(same.fix.change, Change::Text { cloudformation: "Set it".into(), terraform: "Set it".into() });
    let both = compiled(&POLICY.replace(fix, "fix: { set: { StorageEncrypted: true }, otherwise: Copy it"));
    assert!(matches!(both.fix.change, Change::Set(_)));
    assert_eq!(
        both.fix.otherwise,
        Some(Change::Text { cloudformation: "Copy it".into(), terraform: "Copy it".into() })
    );
    let no_set = errors(fix, "fix: { text: Set it, otherwise: Copy it");
    insta::assert_snapshot!(no_set, @"p/storage-unencrypted.yaml:9:22: `otherwise` stands beside `set`");
    let one_only = errors(fix, "fix: { text: { cfn: Set it }");
    insta::assert_snapshot!(one_only, @"p/storage-unencrypted.yaml:9:6: fix: expected a text, or one for `cfn` and one for `tf`");
}

#[test]
fn ill_typed_requirements_are_refused() {
    let said = [
        errors("{ equals: true }", "{ equals: 'yes' }"),
        errors("{ equals: true }", "{ at_least: 3 }"),
        errors("{ equals: true }", "{ enabled: true }"),
        errors("{ equals: true }", "{ one_of: true }"),
        errors("{ equals: true }", "{ present: maybe }"),
        errors("{ equals: true }", "{}"),
        errors("{ StorageEncrypted: true }", "{ StorageEncrypted: maybe }"),
        errors("StorageEncrypted: { equals: true }", "cluster: { present: true }"),
    ];
    insta::assert_snapshot!(said.concat(), @r"
    p/storage-unencrypted.yaml:6:23: `equals` takes a boolean
    p/storage-unencrypted.yaml:6:23: `at_least` cannot be asked of a boolean
    p/storage-unencrypted.yaml:6:23: `enabled` cannot be asked of a boolean
    p/storage-unencrypted.yaml:6:23: `one_of` takes a list of booleans
    p/storage-unencrypted.yaml:6:23: `present` takes `true` or `false`
    p/storage-unencrypted.yaml:6:3: `StorageEncrypted` takes operators, such as `{ equals: true }`
    p/storage-unencrypted.yaml:9:15: `StorageEncrypted` cannot be set to that
    p/storage-unencrypted.yaml:6:3: `cluster` is a link: name what the entity there must have
    ");
}

#[test]
fn ill_typed_selectors_are_refused() {
    let with = |filter: &str| errors("?!@.cluster", filter);
    let said = [
        with("?@.cluster == 'a'"),
        with("?@.StorageEncrypted == 'true'"),
        with("?@.Engine > 'a'"),
        with("?length(@.Engine) == 3"),
        with("?$.clusters"),
        with("?@.parameters"),
        with("0"),
        with("?@.Engine =="),
    ];
    insta::assert_snapshot!(said.concat(), @r"
    p/storage-unencrypted.yaml:4:9: a link cannot be compared: name what the entity there must have
    p/storage-unencrypted.yaml:4:9: a boolean is never a string
    p/storage-unencrypted.yaml:4:9: only numbers have an order
    p/storage-unencrypted.yaml:4:9: functions cannot be compared
    p/storage-unencrypted.yaml:4:1: a filter starts at `@`, the entity
    p/storage-unencrypted.yaml:4:24: after `parameters` one parameter's name must stand
    p/storage-unencrypted.yaml:4:1: after the collection only `[?filter]` or `[*]` can stand
    p/storage-unencrypted.yaml:4:9: not a JSONPath, at its column 25: expected comparable
    ");
}

#[test]
fn selectors_that_nest_deep_are_refused_soon() {
    let said = |open: &str, close: &str, depth: usize| {
        let filter = format!("?{}@.Engine{}", open.repeat(depth), close.repeat(depth));
        jsonpath::selector(&format!("$.instances[{filter}]")).err().unwrap_or_default()
    };
    assert_eq!(said("(", ")", 14), "");
    assert_eq!(said("(", ")", 20_000), "brackets nest more than 32 deep");
    assert_eq!(said("@.members[?", "]", 20_000), "brackets nest more than 32 deep");
    assert_eq!(said("match(", ")", 31), "a function within a function is not evaluated");
    assert!(jsonpath::selector("$.instances[?match(@.Engine, 'a[(]b(c(d))')]").is_ok());
}
