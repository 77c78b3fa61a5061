//! References of the configuration, followed to the instances that unknown values are of.

use super::*;

/// A database whose parameter group is unknown, among the given instances of parameter groups.
fn check(address: &str, references: &str, groups: &[&str], rest: &str, expected: &str) {
    let mut changes: Vec<String> =
        groups.iter().map(|group| made(group, "{}", r#"{"name": true, "id": true}"#)).collect();
    changes.push(made(address, "{}", r#"{"parameter_group_name": true}"#));
    let written =
        block("aws_db_instance.db", &format!(r#"{{"parameter_group_name": {{"references": {references}}}}}"#));
    let root = rest.replace("DB", &written);
    let lines = read(&plan(&changes, &root));
    let line = lines.iter().find(|line| line.contains("parameter_group_name")).expect("a line");
    assert_eq!(line.split_once(" = ").map(|(_, value)| value), Some(expected), "{references}");
}

const ROOT: &str = r#"{"resources": [DB]}"#;
const GROUP: &str = "aws_db_parameter_group.g";
const NAMED: &str = r#"["aws_db_parameter_group.g.name", "aws_db_parameter_group.g"]"#;

#[test]
fn a_block_with_one_instance_is_that_instance() {
    check("aws_db_instance.db", NAMED, &[GROUP], ROOT, "unknown -> aws_db_parameter_group.g");
    check(
        "aws_db_instance.db",
        NAMED,
        &["aws_db_parameter_group.g[0]"],
        ROOT,
        "unknown -> aws_db_parameter_group.g[0]",
    );
    let indexed = r#"["aws_db_parameter_group.g[1].name", "aws_db_parameter_group.g[1]", "aws_db_parameter_group.g"]"#;
    let both = ["aws_db_parameter_group.g[0]", "aws_db_parameter_group.g[1]"];
    check("aws_db_instance.db", indexed, &both, ROOT, "unknown -> aws_db_parameter_group.g[1]");
}

#[test]
fn of_several_instances_it_is_the_one_of_the_same_key_where_that_is_told() {
    let groups = ["aws_db_parameter_group.g[0]", "aws_db_parameter_group.g[1]"];
    let counted = r#"["aws_db_parameter_group.g", "count.index"]"#;
    check("aws_db_instance.db[1]", counted, &groups, ROOT, "unknown -> aws_db_parameter_group.g[1]");
    check("aws_db_instance.db[7]", counted, &groups, ROOT, "unknown -> aws_db_parameter_group.g");
    check("aws_db_instance.db[1]", NAMED, &groups, ROOT, "unknown -> aws_db_parameter_group.g");
    let groups = [r#"aws_db_parameter_group.g["a"]"#, r#"aws_db_parameter_group.g["b"]"#];
    let each = r#"["aws_db_parameter_group.g", "each.key"]"#;
    check(r#"aws_db_instance.db["b"]"#, each, &groups, ROOT, r#"unknown -> aws_db_parameter_group.g["b"]"#);
}

#[test]
fn variables_lead_to_the_caller_and_outputs_into_the_module() {
    let groups = ["aws_db_parameter_group.g[0]", "aws_db_parameter_group.g[1]"];
    let call = r#"{"module_calls": {"m": {"source": "./m", "expressions": {"group": {"references":
        ["aws_db_parameter_group.g", "count.index"]}}, "module": {"resources": [DB]}}}}"#;
    let variable = r#"["var.group"]"#;
    check("module.m[1].aws_db_instance.db", variable, &groups, call, "unknown -> aws_db_parameter_group.g[1]");
    let output = r#"{"resources": [DB], "module_calls": {"m": {"module": {"outputs": {"group": {"expression":
        {"references": ["module.n.name", "module.n"]}}}, "module_calls": {"n": {"module": {"outputs": {"name": {
        "expression": {"references": ["aws_db_parameter_group.g.id", "aws_db_parameter_group.g"]}}}}}}}}}}"#;
    let inner = ["module.m.module.n.aws_db_parameter_group.g"];
    let reference = r#"["module.m.group", "module.m"]"#;
    check("aws_db_instance.db", reference, &inner, output, "unknown -> module.m.module.n.aws_db_parameter_group.g");
    let several =
        [r#"module.m["a"].module.n.aws_db_parameter_group.g"#, r#"module.m["b"].module.n.aws_db_parameter_group.g"#];
    let each = r#"["module.m", "each.key"]"#;
    check(r#"aws_db_instance.db["b"]"#, each, &several, output, "unknown");
    let one = r#"["module.m[\"b\"].group", "module.m[\"b\"]", "module.m"]"#;
    let found = r#"unknown -> module.m["b"].module.n.aws_db_parameter_group.g"#;
    check("aws_db_instance.db", one, &several, output, found);
}

#[test]
fn what_cannot_be_told_is_not_guessed() {
    check("aws_db_instance.db", r#"["local.group"]"#, &[GROUP], ROOT, "unknown");
    check("aws_db_instance.db", r#"["var.group"]"#, &[GROUP], ROOT, "unknown");
    check("aws_db_instance.db", r#"["module.gone.name", "module.gone"]"#, &[GROUP], ROOT, "unknown");
    check("aws_db_instance.db", r#"["", "x", "[0]", 7, null]"#, &[GROUP], ROOT, "unknown");
    let two = r#"["aws_db_parameter_group.g.name", "aws_db_parameter_group.g", "aws_db_parameter_group.h.name",
        "aws_db_parameter_group.h"]"#;
    check("aws_db_instance.db", two, &[GROUP, "aws_db_parameter_group.h"], ROOT, "unknown");
}

#[test]
fn a_list_may_hold_all_that_it_refers_to() {
    let written = r#"{"vpc_security_group_ids": {"references": ["aws_security_group.a.id", "aws_security_group.a",
        "aws_security_group.b.id", "aws_security_group.b"]}}"#;
    let changes = |b: &str, unknown: &str| {
        [
            made("aws_security_group.a", "{}", r#"{"id": true}"#),
            made("aws_security_group.b", b, unknown),
            made("aws_db_instance.db", "{}", r#"{"vpc_security_group_ids": true}"#),
        ]
    };
    let root = resources(&[block("aws_db_instance.db", written)]);
    let unknown = read(&plan(&changes("{}", r#"{"id": true}"#), &root));
    let both = "aws_db_instance.db vpc_security_group_ids = unknown -> aws_security_group.a -> aws_security_group.b";
    assert_eq!(unknown.last().map(String::as_str), Some(both));
    // What the plan knows does not make a value unknown.
    let known = read(&plan(&changes(r#"{"id": "sg-1"}"#, "{}"), &root));
    let one = "aws_db_instance.db vpc_security_group_ids = unknown -> aws_security_group.a";
    assert_eq!(known.last().map(String::as_str), Some(one));
}

#[test]
fn known_identifiers_lead_to_their_resources() {
    let text = plan(
        &[
            change("aws_security_group.a", r#"["no-op"]"#, r#""after": {"id": "sg-1", "arn": "arn:aws:x"}"#),
            change("aws_db_instance.db", r#"["no-op"]"#, r#""after": {"vpc_security_group_ids": ["sg-1", "sg-2"]}"#),
        ],
        "{}",
    );
    let plan = Plan::read(SourceMap::default().add("plan.json", &text), &text).expect("a plan");
    let evaluation = plan.evaluate(Scope(0));
    let list = evaluation.resources[1].attributes["vpc_security_group_ids"].as_list().expect("a list").to_vec();
    let references: Vec<_> = list.iter().flat_map(Value::references).map(|found| found.address.to_string()).collect();
    assert_eq!(references, ["aws_security_group.a"]);
}

#[test]
fn circles_come_to_an_end() {
    let output = r#"{"resources": [DB], "module_calls": {"m": {"expressions": {"x": {"references": ["module.m.x"]}},
        "module": {"outputs": {"x": {"expression": {"references": ["var.x", "var.x", "var.x"]}}}}}}}"#;
    check("aws_db_instance.db", r#"["module.m.x"]"#, &[GROUP], output, "unknown");
}
