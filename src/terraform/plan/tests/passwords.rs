//! Secrets: what the plan shows of them is kept out of the model, unless somebody wrote it.

use super::*;

/// A database with a password that is known to the plan, and how the configuration writes it.
fn check(expression: &str, root: &str, expected: &str) {
    let after = r#"{"engine": "mysql", "password": "hunter2"}"#;
    let database = change(
        "module.m.aws_db_instance.db",
        r#"["create"]"#,
        &format!(r#""after": {after}, "after_unknown": {{}}, "after_sensitive": {{"password": true}}"#),
    );
    let written = block("aws_db_instance.db", &format!(r#"{{"password": {expression}}}"#));
    let root = root.replace("DB", &written);
    let text = plan(&[database], &root).replacen(
        '{',
        r#"{"variables": {"pw": {"value": "hunter2"}, "other": {"value": "fine"}}, "#,
        1,
    );
    let plan = Plan::read(SourceMap::default().add("plan.json", &text), &text).expect("a plan");
    let evaluation = plan.evaluate(Scope(0));
    let password = &evaluation.resources[0].attributes["password"];
    let steps: Vec<_> = password.origin.steps().map(|step| format!(" {:?}", step.what)).collect();
    assert_eq!(format!("{}{}", shown(password), steps.concat()), expected, "{expression}");
    let texts: Vec<_> = evaluation.secrets.iter().map(|span| &text[span.range()]).collect();
    assert!(texts.contains(&"\"hunter2\"") && texts.iter().all(|text| *text == "\"hunter2\""), "{texts:?}");
}

fn calling(arguments: &str, variables: &str) -> String {
    format!(
        r#"{{"variables": {variables}, "module_calls": {{"m": {{"expressions": {arguments},
            "module": {{"resources": [DB]}}}}}}}}"#
    )
}

#[test]
fn a_constant_is_what_somebody_wrote() {
    check(r#"{"constant_value": "hunter2"}"#, &calling("{}", "{}"), r#""hunter2" Written"#);
    let argument = calling(r#"{"pw": {"constant_value": "hunter2"}}"#, "{}");
    check(r#"{"references": ["var.pw"]}"#, &argument, r#""hunter2" Written"#);
}

#[test]
fn a_variable_is_given() {
    let call = |variables| calling(r#"{"pw": {"references": ["var.pw"]}}"#, variables);
    check(
        r#"{"references": ["var.pw"]}"#,
        &call(r#"{"pw": {}}"#),
        r#"unknown VariableGiven { name: "pw", by: "in the plan" }"#,
    );
    let sensitive = call(r#"{"pw": {"sensitive": true}, "other": {}}"#);
    check(
        r#"{"references": ["var.pw"]}"#,
        &sensitive,
        r#"unknown Concealed("pw") VariableGiven { name: "pw", by: "in the plan" }"#,
    );
}

#[test]
fn what_is_generated_or_fetched_is_secret() {
    for reference in [
        r#""random_password.p.result", "random_password.p""#,
        r#""random_password.p", "count.index""#,
        r#""data.aws_secretsmanager_secret_version.v.secret_string", "data.aws_secretsmanager_secret_version.v""#,
    ] {
        let expression = format!(r#"{{"references": [{reference}]}}"#);
        let found = if reference.contains("data") { "" } else { " -> module.m.random_password.p" };
        check(&expression, &calling("{}", "{}"), &format!("unknown{found} secret"));
    }
}

#[test]
fn what_the_configuration_does_not_tell_stays_open() {
    for expression in ["{}", r#"{"references": ["local.pw"]}"#, r#"{"references": ["var.gone"]}"#] {
        check(expression, &calling("{}", "{}"), "unknown");
    }
    check("{}", "{}", "unknown secret");
}

#[test]
fn what_is_only_written_is_known_by_its_expression() {
    let of = |expressions: &str| {
        let database = made("aws_db_instance.db", r#"{"password": null, "password_wo": null}"#, "{}");
        read(&plan(&[database], &resources(&[block("aws_db_instance.db", expressions)])))
    };
    let null = "aws_db_instance.db password = null";
    assert_eq!(of(r#"{"engine": {}}"#), [null, "aws_db_instance.db password_wo = null"]);
    let constant = of(r#"{"password_wo": {"constant_value": "hunter2"}}"#);
    assert_eq!(constant, [null, "aws_db_instance.db password_wo = \"hunter2\""]);
    let fetched =
        of(r#"{"password_wo": {"references": ["ephemeral.random_password.p.result", "ephemeral.random_password.p"]}}"#);
    assert_eq!(fetched, [null, "aws_db_instance.db password_wo = unknown secret"]);
}

#[test]
fn sensitive_values_are_concealed_wherever_they_lie() {
    let text = plan(
        &[change(
            "aws_db_instance.db",
            r#"["create"]"#,
            r#""after": {"username": "root", "tags": {"a": "b", "c": "d"}, "ids": ["x", "y"], "port": 1},
               "after_sensitive": {"username": true, "tags": {"c": true}, "ids": [false, true]}"#,
        )],
        "{}",
    );
    let plan = Plan::read(SourceMap::default().add("plan.json", &text), &text).expect("a plan");
    let evaluation = plan.evaluate(Scope(0));
    let texts: Vec<_> = evaluation.secrets.iter().map(|span| &text[span.range()]).collect();
    assert_eq!(texts, ["\"root\"", "\"d\"", "\"y\""]);
    let is_concealed = |value: &Value| value.origin.is_concealed();
    let attributes = &evaluation.resources[0].attributes;
    assert!(is_concealed(&attributes["username"]) && !is_concealed(&attributes["port"]));
}
