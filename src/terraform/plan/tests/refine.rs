//! Plans with the sources that they are made of.

use super::*;
use crate::syntax::hcl;

/// What the two together make of an argument of the first resource, and the text at the end of its chain.
fn check(source: &str, database: &str, argument: &str, value: &str, place: &str) {
    let evaluation = refined(source, &plan(&[database.to_owned()], "{}"), false);
    let found = &evaluation.resources[0].attributes[argument];
    let at = found.origin.written_at().map_or("", |span| &source[span.range()]);
    assert_eq!((shown(found).as_str(), at), (value, place), "{source}");
}

fn refined(source: &str, plan: &str, rest: bool) -> Evaluation {
    let mut sources = SourceMap::default();
    let file = sources.add("main.tf", source);
    let project = Project::new(vec![("main.tf".into(), file, hcl::parse(file, source).tree)], Vec::new());
    let plan = Plan::read(sources.add("plan.json", plan), plan).expect("a plan");
    assert!(plan.is_of(&project, "."));
    plan.refine(&project, ".", Scope(0), rest)
}

fn encrypted(value: &str) -> String {
    made("aws_db_instance.db", &format!(r#"{{"storage_encrypted": {value}}}"#), "{}")
}

fn database(body: &str, rest: &str) -> String {
    format!("resource \"aws_db_instance\" \"db\" {{\n  {body}\n}}\n{rest}")
}

#[test]
fn where_both_agree_the_value_stands_where_the_sources_have_it() {
    let variable = "variable \"on\" {\n  default = false\n}\n";
    check(&database("storage_encrypted = false", ""), &encrypted("false"), "storage_encrypted", "false", "false");
    check(
        &database("storage_encrypted = \"false\"", ""),
        &encrypted("false"),
        "storage_encrypted",
        "false",
        "\"false\"",
    );
    check(
        &database("storage_encrypted = var.on", variable),
        &encrypted("false"),
        "storage_encrypted",
        "false",
        "false",
    );
    check(&database("storage_encrypted = null", ""), &encrypted("null"), "storage_encrypted", "null", "null");
    let condition = database("storage_encrypted = var.off ? !true : true", "variable \"off\" {}\n");
    check(&condition, &encrypted("true"), "storage_encrypted", "true", "true");
}

#[test]
fn default_tags_stand_at_the_provider() {
    let provider = "provider \"aws\" {\n  default_tags {\n    tags = { c = \"d\" }\n  }\n}\n";
    let source = database("tags = { a = \"b\" }", provider);
    let planned = made("aws_db_instance.db", r#"{"tags": {"a": "b"}, "tags_all": {"a": "b", "c": "d"}}"#, "{}");
    let evaluation = refined(&source, &plan(&[planned], "{}"), false);
    let tags = &evaluation.resources[0].attributes["tags"];
    let places = tags.as_map().unwrap().iter().map(|(key, tag)| {
        let links = tag.origin.steps().filter_map(|step| Some(&source[step.at?.range()]));
        format!("{key}: {}", links.collect::<Vec<_>>().join(" "))
    });
    assert_eq!(places.collect::<Vec<_>>(), ["a: \"b\"", "c: default_tags \"d\""]);
}

#[test]
fn where_they_differ_the_plan_counts_and_the_chain_ends_before_the_sources_value() {
    let variable = "variable \"on\" {\n  default = true\n}\n";
    check(
        &database("storage_encrypted = var.on", variable),
        &encrypted("false"),
        "storage_encrypted",
        "false",
        "var.on",
    );
    let unset = "variable \"on\" {}\n";
    check(&database("storage_encrypted = var.on", unset), &encrypted("false"), "storage_encrypted", "false", "var.on");
    let local =
        database("storage_encrypted = local.on", "locals {\n  on = var.on ? true : true\n}\nvariable \"on\" {}\n");
    check(&local, &encrypted("false"), "storage_encrypted", "false", "var.on ? true : true");
}

#[test]
fn what_is_set_nowhere_has_no_place() {
    let known = made("aws_db_instance.db", r#"{"multi_az": false}"#, "{}");
    check(&database("", ""), &known, "multi_az", "false", "");
    let unknown = made("aws_db_instance.db", "{}", r#"{"multi_az": true}"#);
    let evaluation = refined(&database("", ""), &plan(&[unknown], "{}"), false);
    assert!(evaluation.resources[0].attributes.is_empty());
}

#[test]
fn what_is_known_only_after_apply_is_what_the_sources_tell() {
    let source = database(
        "parameter_group_name = aws_db_parameter_group.g.name",
        "resource \"aws_db_parameter_group\" \"g\" {}\n",
    );
    let unknown = made("aws_db_instance.db", "{}", r#"{"parameter_group_name": true}"#);
    let place = "aws_db_parameter_group.g.name";
    check(&source, &unknown, "parameter_group_name", "unknown -> aws_db_parameter_group.g", place);
}

#[test]
fn items_of_lists_find_theirs_by_name_or_by_what_they_hold() {
    let source = "resource \"aws_db_parameter_group\" \"g\" {\n  parameter {\n    name  = \"a\"\n    value = \"1\"\n  }\n  \
                  parameter {\n    name  = \"b\"\n    value = 2\n  }\n}\n";
    let after = r#"{"parameter": [{"name": "b", "value": "2"}, {"name": "a", "value": "1"}]}"#;
    let evaluation = refined(source, &plan(&[made("aws_db_parameter_group.g", after, "{}")], "{}"), false);
    let rows = evaluation.resources[0].attributes["parameter"].as_list().expect("rows").to_vec();
    let at =
        |row: &Value| row.get("value").and_then(|value| value.origin.written_at()).map(|span| &source[span.range()]);
    assert_eq!(rows.iter().map(at).collect::<Vec<_>>(), [Some("2"), Some("\"1\"")]);
}

#[test]
fn a_password_of_the_sources_counts_only_where_the_plan_has_the_same() {
    let source = database("password = var.pw", "variable \"pw\" {\n  default = \"hunter2\"\n}\n");
    let with = |text: &str| made("aws_db_instance.db", &format!(r#"{{"password": "{text}"}}"#), "{}");
    check(&source, &with("hunter2"), "password", "\"hunter2\"", "\"hunter2\"");
    check(&source, &with("another"), "password", "unknown secret", "var.pw");
}

#[test]
fn instances_that_the_sources_do_not_tell_apart_are_of_their_block() {
    let source = database("count = var.n\n  engine = \"mysql\"", "variable \"n\" {}\n");
    let instances = [0, 1].map(|at| made(&format!("aws_db_instance.db[{at}]"), r#"{"engine": "mysql"}"#, "{}"));
    let evaluation = refined(&source, &plan(&instances, "{}"), true);
    let addresses: Vec<_> = evaluation.resources.iter().map(|resource| &*resource.address).collect();
    assert_eq!(addresses, ["aws_db_instance.db[0]", "aws_db_instance.db[1]"]);
    assert!(evaluation.resources.iter().all(|resource| resource.condition.is_none()));
}

#[test]
fn only_what_the_plan_has_not_seen_is_added() {
    let source = "resource \"aws_db_instance\" \"db\" {}\nresource \"aws_db_instance\" \"none\" {}\n\
                  resource \"aws_db_instance\" \"new\" {}\n";
    let root = resources(&[block("aws_db_instance.db", "{}"), block("aws_db_instance.none", "{}")]);
    let whole = plan(&[encrypted("true")], &root);
    let addresses = |plan: &str, rest: bool| -> Vec<String> {
        refined(source, plan, rest).resources.iter().map(|resource| resource.address.to_string()).collect()
    };
    assert_eq!(addresses(&whole, false), ["aws_db_instance.db"]);
    assert_eq!(addresses(&whole, true), ["aws_db_instance.db", "aws_db_instance.new"]);
    // A plan of chosen targets has not decided about the rest.
    let targeted = whole.replacen('{', r#"{"complete": false, "#, 1);
    assert_eq!(addresses(&targeted, true), ["aws_db_instance.db", "aws_db_instance.none", "aws_db_instance.new"]);
}
