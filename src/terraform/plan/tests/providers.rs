//! Configurations of the `postgresql` provider in plans.

use super::*;
use crate::syntax::hcl;

/// A plan with providers, a root module and changes.
fn with(providers: &str, changes: &[String], root: &str) -> String {
    plan(changes, root).replace(r#""provider_config": {}"#, &format!(r#""provider_config": {providers}"#))
}

/// An entry of `provider_config`.
fn provider(key: &str, name: &str, expressions: &str) -> String {
    let full = format!("registry.terraform.io/{name}");
    format!(r#""{key}": {{"name": "x", "full_name": "{full}", "expressions": {expressions}}}"#)
}

const SETTINGS: &str = r#"{
    "host": {"references": ["aws_db_instance.db.address", "aws_db_instance.db"]},
    "username": {"references": ["var.user"]},
    "password": {"constant_value": "hunter"},
    "sslmode": {"constant_value": "disable"},
    "sslrootcert": {},
    "clientcert": [{"cert": {"constant_value": "a.pem"}, "key": {"references": ["var.key"]}}]}"#;

#[test]
fn constants_are_known_and_references_are_kept() {
    let all = [
        provider("postgresql", "cyrilgdn/postgresql", SETTINGS),
        provider("pg.eu", "cyrilgdn/postgresql", r#"{"sslmode": {"references": ["var.mode"]}}"#),
        provider("module.m:postgresql", "cyrilgdn/postgresql", r#"{"host": {"constant_value": "h"}}"#),
        provider("aws", "hashicorp/aws", r#"{"region": {"constant_value": "eu-west-1"}}"#),
        provider("postgresql.none", "cyrilgdn/postgresql", "{}"),
    ];
    let root = r#"{"module_calls": {"m": {"source": "./m", "module": {}}}}"#;
    assert_eq!(
        read(&with(&format!("{{{}}}", all.join(", ")), &[], root)),
        [
            r#"provider.postgresql password = "hunter""#,
            r#"provider.postgresql sslmode = "disable""#,
            r#"provider.postgresql clientcert = [{cert: "a.pem", key: unknown}]"#,
            "provider.postgresql host = unknown -> aws_db_instance.db",
            "provider.postgresql username = unknown",
            "provider.pg.eu sslmode = unknown",
            r#"module.m.provider.postgresql host = "h""#,
        ]
    );
}

#[test]
fn resources_know_their_configuration() {
    let keyed = |address: &str, key: &str| {
        block(address, "{}").replace(r#""mode""#, &format!(r#""provider_config_key": "{key}", "mode""#))
    };
    let inner = format!(r#"{{"m": {{"module": {}}}}}"#, resources(&[keyed("postgresql_role.c", "postgresql.eu")]));
    let blocks = [keyed("postgresql_role.a", "postgresql"), keyed("postgresql_role.b", "module.m:postgresql.us")];
    let root = resources(&blocks).replace(r#""resources""#, &format!(r#""module_calls": {inner}, "resources""#));
    let addresses = ["postgresql_role.a", "postgresql_role.b", "module.m.postgresql_role.c[0]"];
    let changes = addresses.map(|address| made(address, "{}", "{}"));
    let settings = provider("postgresql.eu", "cyrilgdn/postgresql", r#"{"sslmode": {"constant_value": "disable"}}"#);
    assert_eq!(
        read(&with(&format!("{{{settings}}}"), &changes, &root)),
        [
            "postgresql_role.b provider = unknown",
            r#"module.m.postgresql_role.c[0] provider = "provider.postgresql.eu""#,
            r#"provider.postgresql.eu sslmode = "disable""#,
        ]
    );
}

#[test]
fn the_sources_say_where_and_what_the_plan_cannot() {
    let source = "variable \"mode\" {}\nprovider \"postgresql\" {\n  sslmode = var.mode\n  username = \"u\"\n}\n\
                  provider \"postgresql\" {\n  alias = \"new\"\n  host = \"h\"\n}\n\
                  resource \"postgresql_role\" \"app\" {}\n";
    let settings = r#"{"sslmode": {"references": ["var.mode"]}, "username": {"constant_value": "u"}}"#;
    let providers = format!("{{{}}}", provider("postgresql", "cyrilgdn/postgresql", settings));
    let text = with(&providers, &[made("postgresql_role.app", "{}", "{}")], "{}");
    let text = text.replacen('{', r#"{"variables": {"mode": {"value": "disable"}}, "#, 1);
    let mut sources = SourceMap::default();
    let file = sources.add("main.tf", source);
    let project = Project::new(vec![("main.tf".into(), file, hcl::parse(file, source).tree)], Vec::new());
    let plan = Plan::read(sources.add("plan.json", &text), &text).expect("a plan");
    let evaluation = plan.refine(&project, ".", Scope(0), true);
    assert_eq!(
        lines(&evaluation),
        [
            r#"postgresql_role.app provider = "provider.postgresql""#,
            r#"provider.postgresql username = "u""#,
            r#"provider.postgresql sslmode = "disable""#,
            r#"provider.postgresql.new alias = "new""#,
            r#"provider.postgresql.new host = "h""#,
        ]
    );
    assert!(evaluation.resources.iter().all(|resource| resource.header.file == file), "places of the sources");
}
