//! What people found out only when they deployed, as they wrote it down, and what they would rather have read before:
//! one complaint a row, with a module or a template of our own that shows it.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod support;

use rdslint::catalog::Catalog;
use rdslint::policy::findings;
use support::read;

/// The messages of the policies, in the order of the source.
fn messages(language: &str, text: &str, policies: &[&str]) -> Vec<String> {
    let catalog = Catalog::embedded();
    let policies: Vec<_> = policies.iter().map(|id| catalog.find(id).unwrap()).collect();
    let read = read(language, text);
    assert_eq!(read.problems, Vec::<String>::new(), "{text}");
    findings(&policies, &read.model, &read.sources).findings.into_iter().map(|finding| finding.message).collect()
}

fn check(complaint: &str, language: &str, text: &str, policies: &[&str], expected: &[&str]) {
    assert_eq!(messages(language, text, policies), expected, "{complaint}");
}

/// A parameter group with rows of name, value and, where there is one, the way of applying.
fn group(family: &str, rows: &[(&str, &str, &str)]) -> String {
    let row = |(name, value, method): &(&str, &str, &str)| {
        let method = if method.is_empty() { String::new() } else { format!("    apply_method = \"{method}\"\n") };
        format!("  parameter {{\n    name = \"{name}\"\n    value = \"{value}\"\n{method}  }}\n")
    };
    let rows: String = rows.iter().map(row).collect();
    format!("resource \"aws_db_parameter_group\" \"g\" {{\n  family = \"{family}\"\n{rows}}}\n")
}

const IMMEDIATE: &[&str] = &["static-parameter-applied-immediately"];
const SOUND: &[&str] = &[
    "parameter-name-misspelt",
    "parameter-of-other-engine",
    "parameter-group-family-unknown",
    "parameter-at-wrong-level",
];
const FITS: &[&str] = &["parameter-group-family-mismatch"];
const STEADY: &[&str] = &["default-value-applied-immediately"];

#[test]
fn a_static_parameter_cannot_be_applied_at_once() {
    let static_rows = "aws_db_parameter_group.g applies static parameters immediately: ";
    for (complaint, text, expected) in [
        (
            "the error of the API does not say which of the parameters it is about",
            group(
                "mysql5.7",
                &[("general_log", "1", ""), ("performance_schema", "1", ""), ("slow_query_log", "1", "")],
            ),
            vec![format!("{static_rows}performance_schema")],
        ),
        (
            "a module's list says pending-reboot for one parameter and forgets another",
            group("postgres17", &[("rds.logical_replication", "1", "pending-reboot"), ("max_connections", "500", "")]),
            vec![format!("{static_rows}max_connections")],
        ),
        (
            "TLS cannot be turned on at once where that takes a reboot",
            group("sqlserver-se-15.0", &[("rds.force_ssl", "1", "immediate")]),
            vec![format!("{static_rows}rds.force_ssl")],
        ),
        (
            "in PostgreSQL TLS takes no reboot, and waiting for one is as right",
            group("postgres14", &[("rds.force_ssl", "1", "pending-reboot")]),
            vec![],
        ),
    ] {
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(complaint, "tf", &text, IMMEDIATE, &expected);
    }
    let listed = r#"
        variable "parameters" {
          default = [
            { name = "log_statement", value = "ddl", apply_method = "immediate" },
            { name = "shared_preload_libraries", value = "pgaudit", apply_method = "immediate" },
          ]
        }
        resource "aws_rds_cluster_parameter_group" "g" {
          family = "aurora-postgresql16"
          dynamic "parameter" {
            for_each = var.parameters
            content {
              name         = parameter.value.name
              value        = parameter.value.value
              apply_method = parameter.value.apply_method
            }
          }
        }"#;
    let complaint = "a list of dynamic and static parameters in one dynamic block";
    let expected = "aws_rds_cluster_parameter_group.g applies static parameters immediately: shared_preload_libraries";
    check(complaint, "tf", listed, IMMEDIATE, &[expected]);
}

fn instance(engine: &str, version: &str, family: &str) -> String {
    let group = group(family, &[]);
    format!(
        "{group}resource \"aws_db_instance\" \"d\" {{\n  engine = \"{engine}\"\n  engine_version = \"{version}\"\n  \
         parameter_group_name = aws_db_parameter_group.g.name\n}}\n"
    )
}

fn member(version: &str, family: &str) -> String {
    let group = group(family, &[]);
    format!(
        "{group}resource \"aws_rds_cluster\" \"c\" {{\n  engine = \"aurora-postgresql\"\n  engine_version = \"{version}\"\n}}\n\
         resource \"aws_rds_cluster_instance\" \"d\" {{\n  engine = \"aurora-postgresql\"\n  \
         cluster_identifier = aws_rds_cluster.c.id\n  db_parameter_group_name = aws_db_parameter_group.g.name\n}}\n"
    )
}

#[test]
fn a_group_fits_the_version_or_the_upgrade_fails() {
    for (complaint, text, expected) in [
        (
            "the version was raised, the family of the group was not",
            instance("postgres", "16.9", "postgres14"),
            vec!["aws_db_instance.d has a parameter group of postgres14 and not postgres16"],
        ),
        (
            "a default of the project pins members to the group of an older version",
            member("14.22", "aurora-postgresql12"),
            vec!["aws_rds_cluster_instance.d has a parameter group of aurora-postgresql12 and not aurora-postgresql14"],
        ),
        ("both were raised in one change", instance("mysql", "8.4.11", "mysql8.4"), vec![]),
    ] {
        check(complaint, "tf", &text, FITS, &expected);
    }
    let pinned = "resource \"aws_db_instance\" \"d\" {\n  engine = \"mysql\"\n  engine_version = \"8.4\"\n  \
                  parameter_group_name = \"default.mysql8.0\"\n}\n";
    let expected = "aws_db_instance.d has a parameter group of mysql8.0 and not mysql8.4";
    check("the default group is pinned by its name", "tf", pinned, FITS, &[expected]);
}

#[test]
fn a_major_upgrade_names_the_group_of_the_members() {
    let upgrade = |more: &str| {
        format!(
            "{}resource \"aws_rds_cluster\" \"c\" {{\n  engine = \"aurora-postgresql\"\n  engine_version = \"16.9\"\n  \
             allow_major_version_upgrade = true\n{more}}}\n\
             resource \"aws_rds_cluster_instance\" \"d\" {{\n  cluster_identifier = aws_rds_cluster.c.id\n  \
             db_parameter_group_name = aws_db_parameter_group.g.name\n}}\n",
            group("aurora-postgresql16", &[])
        )
    };
    let policy = &["major-upgrade-without-instance-group"];
    let complaint = "the members have the new group, and the upgrade still fails because the cluster does not name it";
    let expected = "aws_rds_cluster.c allows major upgrades, but names no group that its members are to have then";
    check(complaint, "tf", &upgrade(""), policy, &[expected]);
    let named = "  db_instance_parameter_group_name = aws_db_parameter_group.g.name\n";
    check("the cluster names it", "tf", &upgrade(named), policy, &[]);
}

#[test]
fn names_and_families_exist() {
    for (complaint, text, expected) in [
        (
            "TLS of Aurora MySQL is not required by the parameter of PostgreSQL",
            group("aurora5.6", &[("rds.force_ssl", "1", "pending-reboot")]),
            vec!["aws_db_parameter_group.g sets parameters that its family does not have: rds.force_ssl"],
        ),
        (
            "the family is the engine and its major version, not what the engine is called elsewhere",
            group("postgresql10.7", &[]),
            vec![
                "aws_db_parameter_group.g is of a family that does not exist: postgresql10.7 (did you mean postgres10?)",
            ],
        ),
        (
            "the same setting in the group of an Aurora instance",
            group("aurora-postgresql16", &[("rds.force_ssl", "1", "pending-reboot")]),
            vec!["aws_db_parameter_group.g sets parameters that only a cluster parameter group can set: rds.force_ssl"],
        ),
    ] {
        check(complaint, "tf", &text, SOUND, &expected);
    }
}

#[test]
fn a_plan_that_always_changes_something_is_told_where_the_source_shows_it() {
    let always = "aws_db_parameter_group.g sets parameters to their defaults and applies them immediately, so that every \
                  plan changes them: ";
    for (complaint, text, expected) in [
        (
            "the value is the default, so AWS takes no note of the way of applying",
            group("postgres16", &[("log_statement", "ddl", ""), ("rds.force_ssl", "1", "immediate")]),
            vec![format!("{always}rds.force_ssl")],
        ),
        (
            "the same with the way that AWS reports",
            group("postgres16", &[("rds.force_ssl", "1", "pending-reboot")]),
            vec![],
        ),
        (
            "only what was deployed before could tell that the value is the old one",
            group("postgres16", &[("log_statement", "mod", "immediate")]),
            vec![],
        ),
    ] {
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(complaint, "tf", &text, STEADY, &expected);
    }
}
