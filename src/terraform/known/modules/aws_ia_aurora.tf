# aws-ia/rds-aurora/aws

variables {
  identifier                       = "aurora"
  name                             = "aurora"
  primary_instance_count           = 2
  secondary_instance_count         = 1
  instance_class                   = "db.r7g.large"
  skip_final_snapshot              = true
  final_snapshot_identifier_prefix = "final"
  database_name                    = "mydb"
  username                         = "root"
  manage_master_user_password      = false
  backup_retention_period          = 7
  preferred_backup_window          = "02:00-03:00"
  port                             = ""
  auto_minor_version_upgrade       = true
  allow_major_version_upgrade      = true
  storage_encrypted                = false
  storage_type                     = ""
  engine                           = "aurora-postgresql"
  engine_version_pg                = "15.4"
  engine_version_mysql             = "8.0.mysql_aurora.3.05.1"
  setup_globaldb                   = false
  setup_as_secondary               = false
  monitoring_interval              = 1
  snapshot_identifier              = ""
  enable_audit_log                 = false
  enable_error_log                 = false
  enable_general_log               = false
  enable_slowquery_log             = false
  enable_postgresql_log            = false
  serverless_v2_min_acu            = 0.5
  serverless_v2_max_acu            = 16
}

variable "password" {
  type = string
}

variable "region" {
  type = string
}

variable "sec_region" {
  type = string
}

variable "private_subnet_ids_p" {
  type = list(string)
}

variable "private_subnet_ids_s" {
  type = list(string)
}

locals {
  engine_version    = var.engine == "aurora-postgresql" ? var.engine_version_pg : var.engine_version_mysql
  manages_password  = !var.setup_globaldb && var.manage_master_user_password
  has_own_master    = !(var.setup_as_secondary || (var.snapshot_identifier != ""))
  serverless_blocks = var.instance_class == "db.serverless" ? [{ max = var.serverless_v2_max_acu, min = var.serverless_v2_min_acu }] : []

  logs = compact([
    var.enable_audit_log && (var.engine != "aurora-postgresql") ? "audit" : "",
    var.enable_error_log && (var.engine != "aurora-postgresql") ? "error" : "",
    var.enable_general_log && (var.engine != "aurora-postgresql") ? "general" : "",
    var.enable_slowquery_log && (var.engine != "aurora-postgresql") ? "slowquery" : "",
    var.enable_postgresql_log && (var.engine == "aurora-postgresql") ? "postgresql" : "",
  ])

  cluster_parameters = var.engine == "aurora-postgresql" ? {
    "rds.force_autovacuum_logging_level" = "warning"
    "rds.force_admin_logging_level"      = "warning"
    "rds.enable_plan_management"         = 1
    } : {
    time_zone            = "UTC"
    server_audit_logging = 1
    server_audit_events  = "QUERY_DCL,QUERY_DDL,CONNECT"
  }

  instance_parameters = var.engine == "aurora-postgresql" ? {
    "shared_preload_libraries"                        = "auto_explain,pg_stat_statements,pg_hint_plan,pgaudit"
    "log_lock_waits"                                  = 1
    "log_statement"                                   = "ddl"
    "log_temp_files"                                  = 4096
    "log_min_duration_statement"                      = 5000
    "auto_explain.log_min_duration"                   = 5000
    "auto_explain.log_verbose"                        = 1
    "log_rotation_age"                                = 1440
    "log_rotation_size"                               = "102400"
    "rds.log_retention_period"                        = 10080
    "random_page_cost"                                = 1
    "track_activity_query_size"                       = 16384
    "idle_in_transaction_session_timeout"             = 7200000
    "statement_timeout"                               = 7200000
    "apg_plan_mgmt.capture_plan_baselines"            = "automatic"
    "apg_plan_mgmt.use_plan_baselines"                = true
    "apg_plan_mgmt.plan_retention_period"             = 90
    "apg_plan_mgmt.unapproved_plan_execution_threshold" = 100
    } : {
    slow_query_log             = 1
    long_query_time            = 10
    innodb_print_all_deadlocks = 1
  }
}

data "aws_rds_engine_version" "family" {}

data "aws_availability_zones" "region_p" {}

resource "random_password" "master_password" {}

resource "random_id" "snapshot_id" {}

resource "aws_iam_role" "rds_enhanced_monitoring" {}

resource "aws_kms_key" "kms_p" {
  count = var.storage_encrypted || local.manages_password ? 1 : 0
}

resource "aws_kms_key" "kms_s" {
  count = var.setup_globaldb && var.storage_encrypted ? 1 : 0
}

resource "aws_rds_global_cluster" "globaldb" {
  count = var.setup_globaldb ? 1 : 0
}

resource "aws_db_subnet_group" "private_p" {
  name       = "${var.name}-sg"
  subnet_ids = var.private_subnet_ids_p
}

resource "aws_db_subnet_group" "private_s" {
  count = var.setup_globaldb ? 1 : 0

  name       = "${var.name}-sg"
  subnet_ids = var.private_subnet_ids_s
}

resource "aws_rds_cluster" "primary" {
  cluster_identifier        = "${var.identifier}-${var.region}"
  global_cluster_identifier = var.setup_globaldb && (var.snapshot_identifier == "") ? aws_rds_global_cluster.globaldb[0].id : null
  engine                    = var.engine
  engine_version            = local.engine_version
  database_name             = local.has_own_master ? var.database_name : null

  storage_encrypted = var.storage_encrypted
  kms_key_id        = var.storage_encrypted ? aws_kms_key.kms_p[0].arn : null
  storage_type      = var.storage_type

  master_username               = local.has_own_master ? var.username : null
  master_password               = !local.has_own_master || local.manages_password ? null : (var.password == "" ? random_password.master_password.result : var.password)
  manage_master_user_password   = local.manages_password ? var.manage_master_user_password : null
  master_user_secret_kms_key_id = local.manages_password ? aws_kms_key.kms_p[0].arn : null

  port                             = var.port == "" ? (var.engine == "aurora-postgresql" ? "5432" : "3306") : var.port
  db_subnet_group_name             = aws_db_subnet_group.private_p.name
  db_cluster_parameter_group_name  = aws_rds_cluster_parameter_group.aurora_cluster_parameter_group_p.id
  db_instance_parameter_group_name = var.allow_major_version_upgrade ? aws_db_parameter_group.aurora_db_parameter_group_p.id : null

  backup_retention_period         = var.backup_retention_period
  preferred_backup_window         = var.preferred_backup_window
  skip_final_snapshot             = var.skip_final_snapshot
  final_snapshot_identifier       = var.skip_final_snapshot ? null : "${var.final_snapshot_identifier_prefix}-${var.identifier}-${var.region}-${random_id.snapshot_id.hex}"
  snapshot_identifier             = var.snapshot_identifier != "" ? var.snapshot_identifier : null
  allow_major_version_upgrade     = var.allow_major_version_upgrade
  apply_immediately               = true
  enabled_cloudwatch_logs_exports = local.logs
  availability_zones              = [data.aws_availability_zones.region_p.names[0], data.aws_availability_zones.region_p.names[1], data.aws_availability_zones.region_p.names[2]]

  dynamic "serverlessv2_scaling_configuration" {
    for_each = local.serverless_blocks
    content {
      max_capacity = serverlessv2_scaling_configuration.value.max
      min_capacity = serverlessv2_scaling_configuration.value.min
    }
  }
}

resource "aws_rds_cluster_instance" "primary" {
  count = var.primary_instance_count

  identifier                   = "${var.name}-${var.region}-${count.index + 1}"
  cluster_identifier           = aws_rds_cluster.primary.id
  engine                       = aws_rds_cluster.primary.engine
  engine_version               = local.engine_version
  instance_class               = var.instance_class
  db_subnet_group_name         = aws_db_subnet_group.private_p.name
  db_parameter_group_name      = aws_db_parameter_group.aurora_db_parameter_group_p.id
  auto_minor_version_upgrade   = var.setup_globaldb ? false : var.auto_minor_version_upgrade
  performance_insights_enabled = true
  monitoring_interval          = var.monitoring_interval
  monitoring_role_arn          = aws_iam_role.rds_enhanced_monitoring.arn
  apply_immediately            = true
}

data "aws_availability_zones" "region_s" {}

resource "aws_rds_cluster" "secondary" {
  count = var.setup_globaldb ? 1 : 0

  cluster_identifier        = "${var.identifier}-${var.sec_region}"
  global_cluster_identifier = aws_rds_global_cluster.globaldb[0].id
  engine                    = var.engine
  engine_version            = local.engine_version

  kms_key_id   = var.storage_encrypted ? aws_kms_key.kms_s[0].arn : null
  storage_type = var.storage_type

  port                             = var.port == "" ? (var.engine == "aurora-postgresql" ? "5432" : "3306") : var.port
  db_subnet_group_name             = aws_db_subnet_group.private_s[0].name
  db_cluster_parameter_group_name  = aws_rds_cluster_parameter_group.aurora_cluster_parameter_group_s[0].id
  db_instance_parameter_group_name = var.allow_major_version_upgrade ? aws_db_parameter_group.aurora_db_parameter_group_s[0].id : null

  backup_retention_period         = var.backup_retention_period
  preferred_backup_window         = var.preferred_backup_window
  skip_final_snapshot             = var.skip_final_snapshot
  final_snapshot_identifier       = var.skip_final_snapshot ? null : "${var.final_snapshot_identifier_prefix}-${var.identifier}-${var.sec_region}-${random_id.snapshot_id.hex}"
  allow_major_version_upgrade     = var.allow_major_version_upgrade
  apply_immediately               = true
  enabled_cloudwatch_logs_exports = local.logs
  availability_zones              = [data.aws_availability_zones.region_s.names[0], data.aws_availability_zones.region_s.names[1], data.aws_availability_zones.region_s.names[2]]

  dynamic "serverlessv2_scaling_configuration" {
    for_each = local.serverless_blocks
    content {
      max_capacity = serverlessv2_scaling_configuration.value.max
      min_capacity = serverlessv2_scaling_configuration.value.min
    }
  }
}

resource "aws_rds_cluster_instance" "secondary" {
  count = var.setup_globaldb ? var.secondary_instance_count : 0

  identifier                   = "${var.name}-${var.sec_region}-${count.index + 1}"
  cluster_identifier           = aws_rds_cluster.secondary[0].id
  engine                       = var.engine
  engine_version               = local.engine_version
  instance_class               = var.instance_class
  db_subnet_group_name         = aws_db_subnet_group.private_s[0].name
  db_parameter_group_name      = aws_db_parameter_group.aurora_db_parameter_group_s[0].id
  auto_minor_version_upgrade   = false
  performance_insights_enabled = true
  monitoring_interval          = var.monitoring_interval
  monitoring_role_arn          = aws_iam_role.rds_enhanced_monitoring.arn
  apply_immediately            = true
}

resource "aws_rds_cluster_parameter_group" "aurora_cluster_parameter_group_p" {
  family = data.aws_rds_engine_version.family.parameter_group_family

  dynamic "parameter" {
    for_each = local.cluster_parameters
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

resource "aws_rds_cluster_parameter_group" "aurora_cluster_parameter_group_s" {
  count = var.setup_globaldb ? 1 : 0

  family = data.aws_rds_engine_version.family.parameter_group_family

  dynamic "parameter" {
    for_each = local.cluster_parameters
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

resource "aws_db_parameter_group" "aurora_db_parameter_group_p" {
  family = data.aws_rds_engine_version.family.parameter_group_family

  dynamic "parameter" {
    for_each = local.instance_parameters
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

resource "aws_db_parameter_group" "aurora_db_parameter_group_s" {
  count = var.setup_globaldb ? 1 : 0

  family = data.aws_rds_engine_version.family.parameter_group_family

  dynamic "parameter" {
    for_each = local.instance_parameters
    content {
      name  = parameter.key
      value = parameter.value
    }
  }
}

output "primary_aurora_cluster_arn" {
  value = aws_rds_cluster.primary.arn
}

output "secondary_aurora_cluster_arn" {
  value = one(aws_rds_cluster.secondary[*].arn)
}

output "primary_aurora_cluster_id" {
  value = aws_rds_cluster.primary.id
}

output "secondary_aurora_cluster_id" {
  value = one(aws_rds_cluster.secondary[*].id)
}

output "primary_aurora_cluster_resource_id" {
  value = aws_rds_cluster.primary.cluster_resource_id
}

output "secondary_aurora_cluster_resource_id" {
  value = one(aws_rds_cluster.secondary[*].cluster_resource_id)
}

output "primary_aurora_cluster_endpoint" {
  value = aws_rds_cluster.primary.endpoint
}

output "secondary_aurora_cluster_endpoint" {
  value = one(aws_rds_cluster.secondary[*].endpoint)
}

output "primary_aurora_cluster_reader_endpoint" {
  value = aws_rds_cluster.primary.reader_endpoint
}

output "secondary_aurora_cluster_reader_endpoint" {
  value = one(aws_rds_cluster.secondary[*].reader_endpoint)
}

output "primary_aurora_cluster_port" {
  value = aws_rds_cluster.primary.port
}

output "secondary_aurora_cluster_port" {
  value = one(aws_rds_cluster.secondary[*].port)
}

output "aurora_cluster_database_name" {
  value = var.database_name
}

output "aurora_cluster_master_username" {
  value = aws_rds_cluster.primary.master_username
}

output "aurora_cluster_master_password" {
  value = try(aws_rds_cluster.primary.master_password, null)
}
