//! Plans beside environments: each is one set of values for the root module.

use super::{check, document, folder};

const MAIN: &str = r#"variable "on" {
  default = false
}

resource "aws_db_instance" "db" {
  engine                  = "mysql"
  storage_encrypted       = var.on
  backup_retention_period = 7
}
"#;

const CONFIGURATION: &str = "\
environments:
  production:
    root: infra
    vars: { on: true }
  staging:
    root: infra
    vars: { on: false }
";

const OPEN: &str = "aws_db_instance.db stores its data unencrypted";

/// A plan of the root module above.
fn plan(on: bool) -> String {
    format!(
        r#"{{"format_version": "1.2", "variables": {{"on": {{"value": {on}}}}}, "resource_changes": [
            {{"address": "aws_db_instance.db", "mode": "managed", "type": "aws_db_instance", "name": "db", "change":
              {{"actions": ["create"], "after": {{"engine": "mysql", "storage_encrypted": {on},
                "backup_retention_period": 7}}, "after_unknown": {{}}}}}}]}}"#
    )
}

/// Where the database is found to be unencrypted, what is looked at, and how many databases and environments there are.
fn lint(plans: &[(&str, bool)], configuration: &str, args: &[&str], expected: &[&str], counts: (u32, u32)) {
    let texts: Vec<_> = plans.iter().map(|(name, on)| (*name, plan(*on))).collect();
    let mut files = vec![("infra/main.tf", MAIN), ("web/index.html", "")];
    files.extend((!configuration.is_empty()).then_some(("rdslint.yaml", configuration)));
    files.extend(texts.iter().map(|(name, text)| (*name, text.as_str())));
    let folder = folder(&files);
    check(folder.path(), args, expected);
    let summary = &document(folder.path(), args)["summary"];
    assert_eq!((&summary["databases"], &summary["environments"]), (&counts.0.into(), &counts.1.into()), "{args:?}");
}

#[test]
fn a_plan_stands_beside_the_environments_of_its_root_module() {
    let here = |environments: &str| format!("infra/main.tf:2 {OPEN} in {environments}");
    let staging = format!("rdslint.yaml:7 {OPEN} in staging [staging]");
    let plan = here("infra/plan.json [infra/plan.json]");
    lint(&[("infra/plan.json", false)], CONFIGURATION, &["."], &[&staging, &plan], (1, 3));
    lint(&[("infra/plan.json", true)], CONFIGURATION, &["."], &[&staging], (1, 3));
    // Who names the plan asks about the plan, as does who looks at no environment of its root module.
    let alone = format!("infra/main.tf:2 {OPEN}");
    lint(&[("infra/plan.json", false)], CONFIGURATION, &["infra/plan.json"], &[&alone], (1, 0));
    lint(&[("infra/plan.json", false)], &CONFIGURATION.replace("infra", "web"), &["."], &[&alone], (1, 0));
    lint(&[("infra/plan.json", false)], "", &["."], &[&alone], (1, 0));
}

#[test]
fn several_plans_of_a_root_module_are_its_environments() {
    let two = [("infra/a.json", false), ("infra/b.json", true)];
    let one = format!("infra/main.tf:2 {OPEN} in infra/a.json [infra/a.json]");
    lint(&two, "", &["."], &[&one], (1, 2));
    lint(&two, "", &["infra/a.json", "infra/b.json"], &[&one], (1, 2));
    let both = format!("infra/main.tf:2 {OPEN} [infra/a.json infra/b.json]");
    lint(&two.map(|(name, _)| (name, false)), "", &["."], &[&both], (1, 2));
}
