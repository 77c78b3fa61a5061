//! Plans as Terraform writes them, cut down to what a test is about.

mod passwords;
mod providers;
mod references;
mod refine;

use super::*;
use crate::source::SourceMap;
use crate::value::{Content, Value};

/// What a plan makes of its text, as lines `address argument = value`.
fn read(text: &str) -> Vec<String> {
    let plan = Plan::read(SourceMap::default().add("plan.json", text), text).expect("a plan");
    lines(&plan.evaluate(Scope(0)))
}

fn lines(evaluation: &Evaluation) -> Vec<String> {
    let line = |resource: &Resource| -> Vec<String> {
        let attributes = resource.attributes.iter();
        attributes.map(|(name, value)| format!("{} {name} = {}", resource.address, shown(value))).collect()
    };
    evaluation.resources.iter().flat_map(line).collect()
}

fn shown(value: &Value) -> String {
    match &value.content {
        Content::Null => "null".into(),
        Content::Bool(known) => known.to_string(),
        Content::Number(known) => known.to_string(),
        Content::Text(known) => format!("{known:?}"),
        Content::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        Content::Map(entries) => {
            let entries = entries.iter().map(|(key, entry)| format!("{key}: {}", shown(entry)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Content::Unknown(unknown) => {
            let known: Vec<_> = unknown.refers_to.iter().map(|found| format!(" -> {}", found.address)).collect();
            format!("unknown{}{}", known.concat(), if unknown.secret { " secret" } else { "" })
        }
        Content::OneOf(all) => all.iter().map(|one| shown(&one.value)).collect::<Vec<_>>().join(" or "),
    }
}

/// An entry of `resource_changes` that is made.
fn made(address: &str, after: &str, unknown: &str) -> String {
    change(address, r#"["create"]"#, &format!(r#""after": {after}, "after_unknown": {unknown}"#))
}

fn change(address: &str, actions: &str, sections: &str) -> String {
    let ty = Address::parse(address).map_or("", |address| address.ty);
    let address = address.replace('"', "\\\"");
    let mode = if address.starts_with("data.") { "data" } else { "managed" };
    format!(
        r#"{{"address": "{address}", "mode": "{mode}", "type": "{ty}", "name": "x",
            "change": {{"actions": {actions}, "before": null, {sections}}}}}"#
    )
}

/// An entry of a module's `resources` in the configuration.
fn block(address: &str, expressions: &str) -> String {
    let (ty, name) = address.split_once('.').expect("an address");
    format!(
        r#"{{"address": "{address}", "mode": "managed", "type": "{ty}", "name": "{name}", "expressions": {expressions}}}"#
    )
}

fn plan(changes: &[String], root: &str) -> String {
    format!(
        r#"{{"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {{}},
            "resource_changes": [{}], "configuration": {{"provider_config": {{}}, "root_module": {root}}}}}"#,
        changes.join(", ")
    )
}

fn resources(blocks: &[String]) -> String {
    format!(r#"{{"resources": [{}]}}"#, blocks.join(", "))
}

#[test]
fn values_are_known_not_set_or_known_only_after_apply() {
    let after = r#"{"engine": "mysql", "storage_encrypted": null, "allocated_storage": 20, "tags": {"a": "b"},
        "restore_to_point_in_time": [{"restore_time": null, "use_latest_restorable_time": true}]}"#;
    let unknown = r#"{"backup_retention_period": true, "multi_az": true, "kms_key_id": true, "tags": {},
        "restore_to_point_in_time": [{"source_dbi_resource_id": true, "source_db_instance_identifier": true}]}"#;
    let written = r#"{"engine": {"constant_value": "mysql"}, "kms_key_id": {"references": ["var.key"]},
        "restore_to_point_in_time": [{"source_db_instance_identifier": {"references": ["local.x"]}}]}"#;
    let changes = [made("aws_db_instance.a", after, unknown)];
    assert_eq!(
        read(&plan(&changes, &resources(&[block("aws_db_instance.a", written)]))),
        [
            r#"aws_db_instance.a engine = "mysql""#,
            "aws_db_instance.a storage_encrypted = null",
            "aws_db_instance.a allocated_storage = 20",
            r#"aws_db_instance.a tags = {a: "b"}"#,
            "aws_db_instance.a restore_to_point_in_time = [{restore_time: null, use_latest_restorable_time: true, \
             source_db_instance_identifier: unknown}]",
            "aws_db_instance.a kms_key_id = unknown",
        ]
    );
    // Without the configuration nobody can tell what is not set.
    let lines = read(&plan(&changes, "{}"));
    assert!(lines.contains(&"aws_db_instance.a multi_az = unknown".to_owned()), "{lines:#?}");
}

#[test]
fn blocks_that_are_not_listed_may_be_dynamic_ones() {
    let unknown = r#"{"parameter": true, "ingress": true}"#;
    let group = block("aws_db_parameter_group.p", r#"{"family": {"constant_value": "mysql8.0"}}"#);
    let security = block("aws_security_group.s", r#"{"name": {"constant_value": "x"}}"#);
    let changes = [made("aws_db_parameter_group.p", "{}", unknown), made("aws_security_group.s", "{}", unknown)];
    assert_eq!(
        read(&plan(&changes, &resources(&[group, security]))),
        ["aws_db_parameter_group.p parameter = [unknown]", "aws_security_group.s parameter = [unknown]"]
    );
}

#[test]
fn tags_are_those_that_the_provider_makes_of_them() {
    let written = r#"{"tags": {"constant_value": {"a": "b"}}}"#;
    let check = |after: &str, unknown: &str, expected: &[&str]| {
        let changes = [made("aws_db_instance.a", after, unknown)];
        let lines = read(&plan(&changes, &resources(&[block("aws_db_instance.a", written)])));
        assert_eq!(lines, expected.iter().map(|tags| format!("aws_db_instance.a tags = {tags}")).collect::<Vec<_>>());
    };
    let all = r#"{"tags": {"a": "b"}, "tags_all": {"a": "b", "c": "d"}}"#;
    check(all, "{}", &[r#"{a: "b", c: "d"}"#]);
    check(all, r#"{"tags": {}, "tags_all": {}}"#, &[r#"{a: "b", c: "d"}"#]);
    check(
        r#"{"tags": {"a": "b"}, "tags_all": {"a": "b"}}"#,
        r#"{"tags_all": {"c": true}}"#,
        &[r#"{a: "b", c: unknown}"#],
    );
    check(r#"{"tags": {"a": "b"}}"#, r#"{"tags_all": true}"#, &["unknown"]);
    check(r#"{"tags": null}"#, r#"{"tags_all": true}"#, &["unknown"]);
    check(r#"{"tags": {"a": "b"}}"#, "{}", &[r#"{a: "b"}"#]);
    check(r#"{"tags": {"a": "b"}, "tags_all": null}"#, "{}", &[r#"{a: "b"}"#]);
}

#[test]
fn a_resource_of_the_configuration_without_expressions_sets_nothing() {
    let changes = [made("aws_security_group.s", "{}", r#"{"ingress": true, "name": true}"#)];
    let unclear = ["aws_security_group.s ingress = unknown", "aws_security_group.s name = unknown"];
    let bare = block("aws_security_group.s", "{}").replace(r#", "expressions": {}"#, "");
    let cases: [(String, &[&str]); 4] = [
        (block("aws_security_group.s", "{}"), &[]),
        (bare.clone(), &[]),
        (bare.replace("managed", "data"), &unclear),
        (block("aws_security_group.other", "{}"), &unclear),
    ];
    for (written, expected) in cases {
        assert_eq!(read(&plan(&changes, &resources(std::slice::from_ref(&written)))), expected, "{written}");
    }
}

#[test]
fn what_goes_and_what_is_no_resource_of_ours_is_left_out() {
    let of = |name: &str, actions: &str| {
        change(&format!("aws_db_instance.{name}"), actions, r#""after": {"engine": "mysql"}, "after_unknown": {}"#)
    };
    let mut changes = vec![
        of("made", r#"["create"]"#),
        of("kept", r#"["no-op"]"#),
        of("changed", r#"["update"]"#),
        of("replaced", r#"["delete", "create"]"#),
        of("gone", r#"["delete"]"#),
        of("forgotten", r#"["forget"]"#),
        of("data", r#"["read"]"#).replace("managed", "data"),
        of("deposed", r#"["no-op"]"#).replace("\"mode\"", "\"deposed\": \"1234abcd\", \"mode\""),
        change("aws_db_instance.empty", r#"["create"]"#, r#""after": null"#),
        change("aws_s3_bucket.b", r#"["create"]"#, r#""after": {"bucket": "b"}"#),
    ];
    changes.push(r#"{"address": 7, "type": "aws_db_instance", "change": {"after": {}}}, null, [], "x""#.to_owned());
    let expected = ["made", "kept", "changed", "replaced"];
    assert_eq!(read(&plan(&changes, "{}")), expected.map(|name| format!("aws_db_instance.{name} engine = \"mysql\"")));
}

#[test]
fn states_and_planned_values_are_read_module_by_module() {
    let module = r#"{"resources": [
        {"address": "aws_db_instance.a", "mode": "managed", "type": "aws_db_instance", "values": {"engine": "mysql"},
         "sensitive_values": {}},
        {"address": "aws_db_instance.old", "type": "aws_db_instance", "deposed_key": "12", "values": {"engine": "x"}},
        {"address": "data.aws_db_instance.d", "mode": "data", "type": "aws_db_instance", "values": {"engine": "x"}}],
      "child_modules": [{"address": "module.m", "child_modules": [{"address": "module.m.module.n", "resources": [
        {"address": "module.m.module.n.aws_db_instance.b[0]", "type": "aws_db_instance", "values": {"port": 1}}]}]}]}"#;
    let expected = ["aws_db_instance.a engine = \"mysql\"", "module.m.module.n.aws_db_instance.b[0] port = 1"];
    for section in ["values", "planned_values"] {
        for version in ["0.1", "1.0", "1.9"] {
            let text = format!(r#"{{"{section}": {{"root_module": {module}}}, "format_version": "{version}"}}"#);
            assert!(may_be_plan(text.as_bytes()));
            assert_eq!(read(&text), expected, "{section} {version}");
        }
    }
}

#[test]
fn what_is_no_plan_is_told() {
    for text in [
        "{}",
        r#"{"format_version": "2.0", "resource_changes": []}"#,
        r#"{"format_version": "1.0", "resource": {"values": []}}"#,
        r#"{"resource_changes": []}"#,
        "[]",
        "",
        "{\"format_version\"",
        "format_version: '1.0'",
    ] {
        assert!(Plan::read(SourceMap::default().add("p", text), text).is_none(), "{text}");
    }
    for text in ["", "[\"format_version\", \"values\"]", "{\"format_version\": 1}", "\"format_version\": \"values\""] {
        assert!(!may_be_plan(text.as_bytes()), "{text}");
    }
}

#[test]
fn of_a_broken_plan_stays_what_stands_before_the_break() {
    let whole = plan(&[made("aws_db_instance.a", r#"{"engine": "mysql"}"#, r#"{"port": true}"#)], "{}");
    let cut = &whole[..whole.find("\"configuration\"").expect("a section")];
    let plan = Plan::read(SourceMap::default().add("plan.json", cut), cut).expect("a plan");
    let evaluation = plan.evaluate(Scope(0));
    assert_eq!(lines(&evaluation), ["aws_db_instance.a engine = \"mysql\"", "aws_db_instance.a port = unknown"]);
    let [problem] = &evaluation.problems[..] else { panic!("{:?}", evaluation.problems) };
    assert_eq!(problem.span.map(|span| span.start as usize), Some(cut.len()));
    assert!(problem.message.starts_with("this is not valid JSON"), "{}", problem.message);
}

#[test]
fn deep_plans_are_a_problem_and_no_crash() {
    let deep = "{\"x\": ".repeat(100_000);
    for text in [
        format!(r#"{{"format_version": "1.0", "resource_changes": [], "x": {deep}"#),
        format!(r#"{{"format_version": "1.0", "resource_changes": [{{"type": "aws_db_instance", "change": {deep}"#),
        format!(r#"{{"format_version": "1.0", "configuration": {{"root_module": {{"outputs": {deep}"#),
        format!(
            r#"{{"format_version": "1.0", "configuration": {{"root_module": {}"#,
            r#"{"module_calls": {"m": {"module": "#.repeat(100_000)
        ),
    ] {
        let plan = Plan::read(SourceMap::default().add("plan.json", &text), &text).expect("a plan");
        assert_eq!(plan.evaluate(Scope(0)).problems.len(), 1);
    }
}
