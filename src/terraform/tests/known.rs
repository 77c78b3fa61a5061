//! Calls of widely used modules that are not installed.

use super::{evaluated, text};
use crate::value::What;
use std::fmt::Write;

/// Some arguments of the resource of a type that a call makes, each with where it is decided.
fn check(call: &str, (ty, arguments): (&str, &[&str]), expected: &str) {
    let (sources, evaluation) = evaluated(&[("main.tf", call)]);
    let mut out = String::new();
    for resource in evaluation.resources.iter().filter(|resource| &*resource.type_name == ty) {
        writeln!(out, "{} @ {}", resource.address, sources.slice(resource.header)).unwrap();
        out.extend(resource.more_attributes.iter().map(|why| format!("  {why}\n")));
        for argument in arguments {
            let Some(value) = resource.attributes.get(*argument) else { continue };
            let default = value.origin.steps().find_map(|step| match &step.what {
                What::ModuleDefault(module) => Some(format!("default of {module}")),
                What::InModule => Some("the module".to_owned()),
                _ => None,
            });
            let place = value.origin.written_at().map(|span| sources.slice(span).to_owned());
            let decided = place.or(default).unwrap_or_else(|| "nowhere".into());
            writeln!(out, "  {argument} = {} @ {decided}", text(value)).unwrap();
        }
    }
    for problem in &evaluation.problems {
        writeln!(out, "problem: {}", problem.message).unwrap();
    }
    assert_eq!(out.trim_end(), expected.trim(), "{call}");
}

#[test]
fn arguments_and_defaults_decide() {
    check(
        r#"
module "db" {
  source            = "terraform-aws-modules/rds/aws"
  version           = "~> 7.0"
  identifier        = "demo"
  storage_encrypted = "false"
  deletion_protection = var.protected
  monitoring_interval = 60
}
variable "protected" {}"#,
        (
            "aws_db_instance",
            &["storage_encrypted", "publicly_accessible", "deletion_protection", "kms_key_id", "monitoring_interval"],
        ),
        r#"
module.db.module.db_instance.aws_db_instance.this[0] @ module "db"
  storage_encrypted = "false" @ "false"
  publicly_accessible = false @ default of terraform-aws-modules/rds/aws (version 7)
  deletion_protection = ?(var.protected has no value) @ variable "protected"
  kms_key_id = null @ default of terraform-aws-modules/rds/aws (version 7)
  monitoring_interval = 60 @ 60"#,
    );
}
