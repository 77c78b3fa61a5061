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
    let any = "unknown -> aws_db_parameter_group.g[0] or unknown -> aws_db_parameter_group.g[1]";
    let groups = ["aws_db_parameter_group.g[0]", "aws_db_parameter_group.g[1]"];
    // Nothing tells `g[count.index]` from `g[1 - count.index]`.
    let counted = r#"["aws_db_parameter_group.g", "count.index"]"#;
    check("aws_db_instance.db[1]", counted, &groups, ROOT, any);
    check("aws_db_instance.db[1]", NAMED, &groups, ROOT, any);
    let groups = [r#"aws_db_parameter_group.g["a"]"#, r#"aws_db_parameter_group.g["b"]"#];
    let each = r#"["aws_db_parameter_group.g", "each.key"]"#;
    check(r#"aws_db_instance.db["b"]"#, each, &groups, ROOT, r#"unknown -> aws_db_parameter_group.g["b"]"#);
    let any = r#"unknown -> aws_db_parameter_group.g["a"] or unknown -> aws_db_parameter_group.g["b"]"#;
    check(r#"aws_db_instance.db["c"]"#, each, &groups, ROOT, any);
    let many: Vec<String> = (0..17).map(|at| format!("aws_db_parameter_group.g[{at}]")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    check("aws_db_instance.db[1]", counted, &many, ROOT, "unknown");
}

#[test]
fn of_what_is_referred_to_only_what_is_unknown_may_be_meant() {
    let given = "unknown -> aws_db_parameter_group.g";
    for others in [r#""var.on""#, r#""aws_db_parameter_group.gone[0].name", "aws_db_parameter_group.gone[0]""#] {
        let references = NAMED.replacen('[', &format!("[{others}, "), 1);
        check("aws_db_instance.db", &references, &[GROUP], ROOT, given);
    }
    let other = "aws_db_parameter_group.h";
    let two = r#"["var.on", "aws_db_parameter_group.g.name", "aws_db_parameter_group.g",
        "aws_db_parameter_group.h.name", "aws_db_parameter_group.h"]"#;
    let any = "unknown -> aws_db_parameter_group.g or unknown -> aws_db_parameter_group.h";
    check("aws_db_instance.db", two, &[GROUP, other], ROOT, any);
    check("aws_db_instance.db", &two.replace("var.on", "local.on"), &[GROUP, other], ROOT, "unknown");
    // A part of a plan does not tell what does not exist.
    let part = r#"{"resources": [DB]}}, "complete": false, "x": {"y": 1"#;
    check("aws_db_instance.db", two, &[GROUP], part, any);
}

#[test]
fn data_that_is_read_at_apply_is_unknown_too() {
    let references = NAMED.replacen('[', r#"["data.aws_x.y.name", "data.aws_x.y", "#, 1);
    check("aws_db_instance.db", &references, &[GROUP], ROOT, "unknown -> aws_db_parameter_group.g");
    check("aws_db_instance.db", &references, &[GROUP, "data.aws_x.y[0]"], ROOT, "unknown");
}

#[test]
fn each_value_is_of_what_for_each_refers_to() {
    let written = |group: &str| {
        let each = r#"{"parameter_group_name": {"references": ["each.value.group", "each.value"]}}"#;
        let block = block("aws_db_instance.db", each);
        let with = format!(r#""for_each_expression": {{"references": {group}}}, "expressions""#);
        format!(r#"{{"resources": [{}]}}"#, block.replace("\"expressions\"", &with))
    };
    let key = r#"aws_db_instance.db["a"]"#;
    check(key, "0", &[GROUP], &written(NAMED), "unknown -> aws_db_parameter_group.g");
    check(key, "0", &[GROUP], &written(r#"["local.all"]"#), "unknown");
    check(key, "0", &[GROUP], &written(r#"["each.value"]"#), "unknown");
    let call = format!(
        r#"{{"module_calls": {{"m": {{"for_each_expression": {{"references": {NAMED}}}, "expressions": {{"group":
            {{"references": ["each.value"]}}}}, "module": {{"resources": [DB]}}}}}}}}"#
    );
    let found = "unknown -> aws_db_parameter_group.g";
    check(r#"module.m["x"].aws_db_instance.db"#, r#"["var.group"]"#, &[GROUP], &call, found);
}

#[test]
fn defaults_of_variables_are_known() {
    let of = |variables: &str| {
        format!(
            r#"{{"module_calls": {{"m": {{"expressions": {{"group": {{"references": {NAMED}}}}}, "module":
                {{"resources": [DB], "variables": {variables}}}}}}}}}"#
        )
    };
    let both = r#"["var.name", "var.group"]"#;
    let db = "module.m.aws_db_instance.db";
    for default in [r#"{"default": "x"}"#, r#"{"default": null}"#, "{}"] {
        let variables = format!(r#"{{"name": {default}}}"#);
        check(db, both, &[GROUP], &of(&variables), "unknown -> aws_db_parameter_group.g");
    }
    check(db, both, &[GROUP], &of("{}"), "unknown");
}

#[test]
fn variables_lead_to_the_caller_and_outputs_into_the_module() {
    let groups = ["aws_db_parameter_group.g[0]", "aws_db_parameter_group.g[1]"];
    let call = r#"{"module_calls": {"m": {"source": "./m", "expressions": {"group": {"references":
        ["aws_db_parameter_group.g", "count.index"]}}, "module": {"resources": [DB]}}}}"#;
    let variable = r#"["var.group"]"#;
    let any = "unknown -> aws_db_parameter_group.g[0] or unknown -> aws_db_parameter_group.g[1]";
    check("module.m[1].aws_db_instance.db", variable, &groups, call, any);
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
}

/// Security groups of a database: what is listed beside `a` and `b`, and what `b` is.
fn check_list(references: &str, b: &str, expected: &str) {
    let written = block(
        "aws_db_instance.db",
        &format!(
            r#"{{"vpc_security_group_ids": {{"references": [{references} "aws_security_group.a.id",
                "aws_security_group.a", "aws_security_group.b.id", "aws_security_group.b"]}}}}"#
        ),
    );
    let changes = [
        made("aws_security_group.a", "{}", r#"{"id": true}"#),
        b.to_owned(),
        made("aws_db_instance.db", "{}", r#"{"vpc_security_group_ids": true}"#),
    ];
    let found = read(&plan(&changes, &resources(&[written])));
    let expected = format!("aws_db_instance.db vpc_security_group_ids = {expected}");
    assert_eq!(found.last(), Some(&expected), "{references}");
}

#[test]
fn a_list_has_all_that_it_refers_to_where_nothing_can_choose() {
    let b = made("aws_security_group.b", "{}", r#"{"id": true}"#);
    let all = "unknown -> aws_security_group.a -> aws_security_group.b";
    let any = "unknown -> aws_security_group.a or unknown -> aws_security_group.b";
    check_list("", &b, all);
    for choice in ["var.on", "each.key", "count.index", "terraform.workspace", "data.x.y.z"] {
        check_list(&format!(r#""{choice}","#), &b, any);
    }
    check_list(r#""local.on","#, &b, "unknown");
    check_list(r#""aws_security_group.c[0].id", "aws_security_group.c[0]","#, &b, any);
    // What the plan knows does not make a value unknown.
    let known = made("aws_security_group.b", r#"{"id": "sg-1"}"#, "{}");
    check_list("", &known, "unknown -> aws_security_group.a");
    check_list(r#""var.on","#, &known, "unknown -> aws_security_group.a");
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
