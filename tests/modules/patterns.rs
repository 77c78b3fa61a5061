//! Patterns of widely used modules, rebuilt: a context that is handed from module to module and says what exists, one of
//! two clusters, wrappers that try one value after the other, roles and groups that are made or named.

use super::folder;
use insta::assert_snapshot;
use rdslint::lint::{self, Request};
use rdslint::model::{Field, Member};
use rdslint::value::{Content, Value};
use std::fmt::Write;

/// A naming module as it lies in a registry: everything that it says comes from its arguments.
const LABEL: &str = r#"
-- .terraform/modules/modules.json --
{"Modules": [
  {"Key": "label", "Source": "registry.terraform.io/acme/label/null", "Version": "1.2.3", "Dir": ".terraform/modules/label"},
  {"Key": "cluster", "Source": "./modules/cluster", "Dir": "modules/cluster"},
  {"Key": "cluster.label", "Source": "registry.terraform.io/acme/label/null", "Version": "1.2.3", "Dir": ".terraform/modules/cluster.label"}
]}
-- .terraform/modules/label/main.tf --
variable "context" {
  type    = any
  default = { enabled = true, parts = [], tags = {} }
}
variable "enabled" {
  type    = bool
  default = null
}
variable "parts" {
  type    = list(string)
  default = []
}
locals {
  input = {
    enabled = var.enabled == null ? var.context.enabled : var.enabled
    parts   = compact(distinct(concat(coalesce(var.context.parts, []), coalesce(var.parts, []))))
    tags    = merge(var.context.tags, { for part in var.parts : title(part) => upper(part) if length(part) > 3 })
  }
  plain = [for part in local.input.parts : replace(lower(part), "/[^a-z0-9]/", "")]
}
output "enabled" {
  value = local.input.enabled
}
output "id" {
  value = local.input.enabled ? join("-", local.plain) : ""
}
output "context" {
  value = local.input
}
"#;

const CLUSTER: &str = r#"
-- modules/cluster/context.tf --
variable "context" {
  type = any
}
module "label" {
  source  = "acme/label/null"
  version = "1.2.3"
  context = var.context
  parts   = ["main"]
}
-- modules/cluster/main.tf --
variable "kind" {
  type    = string
  default = "regional"
}
variable "encrypted" {
  type    = bool
  default = false
}
variable "size" {
  default = 2
}
variable "group" {
  type    = string
  default = ""
}
variable "parameters" {
  type    = list(map(string))
  default = []
}
locals {
  enabled  = module.label.enabled
  primary  = local.enabled && var.kind == "regional"
  group    = var.group == "" ? join("", aws_rds_cluster_parameter_group.this[*].name) : var.group
  settings = { retention = 14, protect = true }
}
resource "aws_rds_cluster" "primary" {
  count                           = local.primary ? 1 : 0
  cluster_identifier              = module.label.id
  engine                          = "aurora-postgresql"
  engine_version                  = "16.4"
  storage_encrypted               = var.encrypted
  backup_retention_period         = lookup(local.settings, "retention", 1)
  deletion_protection             = try(local.settings.protection, local.settings.protect, false)
  db_cluster_parameter_group_name = local.group
}
resource "aws_rds_cluster" "secondary" {
  count              = local.enabled && !local.primary ? 1 : 0
  cluster_identifier = "${module.label.id}-secondary"
  engine             = "aurora-postgresql"
  storage_encrypted  = var.encrypted
}
resource "aws_rds_cluster_instance" "this" {
  count               = local.enabled ? var.size : 0
  identifier          = format("%s-%02d", module.label.id, count.index + 1)
  cluster_identifier  = coalesce(one(aws_rds_cluster.primary[*].id), one(aws_rds_cluster.secondary[*].id))
  engine              = element(concat(aws_rds_cluster.primary[*].engine, aws_rds_cluster.secondary[*].engine), 0)
  instance_class      = "db.r6g.large"
  publicly_accessible = false
}
resource "aws_rds_cluster_parameter_group" "this" {
  count  = local.enabled && var.group == "" ? 1 : 0
  name   = "${module.label.id}-cluster"
  family = "aurora-postgresql16"
  dynamic "parameter" {
    for_each = { for row in var.parameters : row.name => row }
    content {
      name         = parameter.key
      value        = parameter.value["value"]
      apply_method = lookup(parameter.value, "apply_method", null)
    }
  }
}
"#;

const WRAPPER: &str = r#"
-- wrapper/main.tf --
variable "items" {
  type    = any
  default = {}
}
variable "defaults" {
  type    = any
  default = {}
}
module "each" {
  source     = "../instance"
  for_each   = var.items
  name       = try(each.value.name, each.key)
  encrypted  = try(each.value.encrypted, var.defaults.encrypted, true)
  role       = try(each.value.role, var.defaults.role, null)
  monitoring = try(each.value.monitoring, var.defaults.monitoring, 0)
}
-- instance/main.tf --
variable "name" {}
variable "encrypted" {}
variable "role" {}
variable "monitoring" {
  type = number
}
locals {
  makes_role = var.monitoring > 0 && var.role == null
}
resource "aws_iam_role" "this" {
  count = local.makes_role ? 1 : 0
  name  = "monitoring"
}
resource "aws_db_instance" "this" {
  identifier          = var.name
  engine              = "mysql"
  storage_encrypted   = var.encrypted
  monitoring_interval = var.monitoring
  monitoring_role_arn = local.makes_role ? one(aws_iam_role.this[*].arn) : var.role
}
-- main.tf --
module "databases" {
  source   = "./wrapper"
  defaults = { monitoring = 60 }
  items = {
    orders  = { encrypted = false }
    reports = { name = "reports-2", role = "arn:aws:iam::123456789012:role/m" }
  }
}
"#;

/// The known fields of every database, of those that are asked for.
fn resolved(text: &str, fields: &[&str]) -> String {
    let folder = folder(text);
    let resolved = lint::resolve(&Request { paths: vec![folder.path().to_owned()], ..Request::default() });
    let mut out = String::new();
    for id in resolved.databases {
        let entity = resolved.model.entity(id);
        writeln!(out, "{}", entity.resource.address).unwrap();
        for name in fields.iter().filter(|name| Field::find(entity.kind, name).is_some()) {
            if let Some(Member::Value(value)) = resolved.model.member(id, name) {
                writeln!(out, "  {name} {}", shown(&value)).unwrap();
            }
        }
        if let Member::Value(value) = resolved.model.parameter(id, "rds.force_ssl") {
            writeln!(out, "  rds.force_ssl {}", shown(&value)).unwrap();
        }
    }
    for problem in resolved.problems {
        writeln!(out, "problem: {}", problem.message).unwrap();
    }
    out
}

fn shown(value: &Value) -> String {
    match &value.content {
        Content::Null => "-".into(),
        Content::Bool(value) => value.to_string(),
        Content::Number(number) => number.to_string(),
        Content::Text(text) => text.to_string(),
        Content::Unknown(unknown) => format!("? {}", unknown.reason),
        other => format!("{other:?}"),
    }
}

/// The example of the cluster module, with more arguments.
fn cluster(arguments: &str) -> String {
    let label_of_module = LABEL
        .split("-- .terraform/modules/label/main.tf --\n")
        .nth(1)
        .map(|text| format!("\n-- .terraform/modules/cluster.label/main.tf --\n{text}"));
    let main = format!(
        r#"
-- main.tf --
variable "enabled" {{
  type = bool
}}
module "label" {{
  source  = "acme/label/null"
  version = "1.2.3"
  enabled = var.enabled
  parts   = ["Eg", "test!"]
}}
module "cluster" {{
  source     = "./modules/cluster"
  context    = module.label.context
  parameters = [{{ name = "rds.force_ssl", value = "0" }}]
  {arguments}
}}
-- terraform.tfvars --
enabled = true
"#
    );
    [&main, LABEL, CLUSTER, &label_of_module.unwrap()].concat()
}

const FIELDS: [&str; 6] = [
    "DBClusterIdentifier",
    "DBInstanceIdentifier",
    "Engine",
    "StorageEncrypted",
    "BackupRetentionPeriod",
    "DeletionProtection",
];

#[test]
fn a_context_says_what_exists() {
    assert_snapshot!(resolved(&cluster(""), &FIELDS), @r#"
    module.cluster.aws_rds_cluster.primary[0]
      DBClusterIdentifier eg-test-main
      Engine aurora-postgresql
      StorageEncrypted false
      BackupRetentionPeriod 14
      DeletionProtection true
      rds.force_ssl 0
    module.cluster.aws_rds_cluster_instance.this[0]
      DBClusterIdentifier ? module.cluster.aws_rds_cluster.primary[0].id is known only after apply
      DBInstanceIdentifier eg-test-main-01
      Engine aurora-postgresql
      rds.force_ssl 0
    module.cluster.aws_rds_cluster_instance.this[1]
      DBClusterIdentifier ? module.cluster.aws_rds_cluster.primary[0].id is known only after apply
      DBInstanceIdentifier eg-test-main-02
      Engine aurora-postgresql
      rds.force_ssl 0
    "#);
    assert_snapshot!(resolved(&cluster("kind = \"global\"\n  encrypted = true\n  size = 1"), &FIELDS), @r#"
    module.cluster.aws_rds_cluster.secondary[0]
      DBClusterIdentifier eg-test-main-secondary
      Engine aurora-postgresql
      StorageEncrypted true
      BackupRetentionPeriod 1
      DeletionProtection false
      rds.force_ssl ? no engine version is given
    module.cluster.aws_rds_cluster_instance.this[0]
      DBClusterIdentifier ? module.cluster.aws_rds_cluster.secondary[0].id is known only after apply
      DBInstanceIdentifier eg-test-main-01
      Engine aurora-postgresql
      rds.force_ssl ? no engine version is given
    "#);
    let off = cluster("").replace("enabled = true\n", "enabled = false\n");
    assert_snapshot!(resolved(&off, &FIELDS), @"");
}

#[test]
fn wrappers_try_one_value_after_the_other() {
    let fields = ["DBInstanceIdentifier", "StorageEncrypted", "MonitoringInterval", "MonitoringRoleArn"];
    assert_snapshot!(resolved(WRAPPER, &fields), @r#"
    module.databases.module.each["orders"].aws_db_instance.this
      DBInstanceIdentifier orders
      StorageEncrypted false
      MonitoringInterval 60
      MonitoringRoleArn ? module.databases.module.each["orders"].aws_iam_role.this[0].arn is known only after apply
    module.databases.module.each["reports"].aws_db_instance.this
      DBInstanceIdentifier reports-2
      StorageEncrypted true
      MonitoringInterval 60
      MonitoringRoleArn arn:aws:iam::123456789012:role/m
    "#);
}
