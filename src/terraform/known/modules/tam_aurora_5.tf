# terraform-aws-modules/rds-aurora/aws before 6: instances by number

variables {
  create_cluster                      = true
  name                                = ""
  subnets                             = []
  replica_count                       = 1
  replica_scale_enabled               = false
  replica_scale_min                   = 2
  instances_parameters                = []
  allowed_security_groups             = []
  allowed_cidr_blocks                 = []
  vpc_id                              = ""
  instance_type_replica               = null
  instance_type                       = ""
  publicly_accessible                 = false
  database_name                       = ""
  username                            = "root"
  create_random_password              = true
  is_primary_cluster                  = true
  final_snapshot_identifier_prefix    = "final"
  skip_final_snapshot                 = false
  deletion_protection                 = false
  backup_retention_period             = 7
  preferred_backup_window             = "02:00-03:00"
  preferred_maintenance_window        = "sun:05:00-sun:06:00"
  port                                = ""
  apply_immediately                   = false
  monitoring_interval                 = 0
  allow_major_version_upgrade         = false
  auto_minor_version_upgrade          = true
  db_parameter_group_name             = null
  db_cluster_parameter_group_name     = null
  scaling_configuration               = {}
  restore_to_point_in_time            = {}
  snapshot_identifier                 = null
  storage_encrypted                   = true
  kms_key_id                          = ""
  engine                              = "aurora"
  engine_version                      = "5.6.10a"
  enable_http_endpoint                = false
  performance_insights_enabled        = false
  performance_insights_kms_key_id     = ""
  iam_database_authentication_enabled = false
  enabled_cloudwatch_logs_exports     = []
  global_cluster_identifier           = ""
  engine_mode                         = "provisioned"
  replication_source_identifier       = ""
  vpc_security_group_ids              = []
  db_subnet_group_name                = ""
  backtrack_window                    = 0
  copy_tags_to_snapshot               = false
  ca_cert_identifier                  = "rds-ca-2019"
  s3_import                           = null
  create_monitoring_role              = true
  monitoring_role_arn                 = ""
  create_security_group               = true
  tags                                = {}
  cluster_tags                        = {}
}

variable "password" {
  default   = ""
  sensitive = true
}

locals {
  port                 = var.port == "" ? (var.engine == "aurora-postgresql" ? 5432 : 3306) : var.port
  db_subnet_group_name = var.db_subnet_group_name == "" ? join("", aws_db_subnet_group.this[*].name) : var.db_subnet_group_name
  monitoring_role_arn  = var.create_monitoring_role ? join("", aws_iam_role.rds_enhanced_monitoring[*].arn) : var.monitoring_role_arn
  instance_type_other  = try(coalesce(var.instance_type_replica, var.instance_type), var.instance_type)
}

resource "random_password" "master_password" {
  count = var.create_cluster && var.create_random_password ? 1 : 0
}

resource "random_id" "snapshot_identifier" {
  count = var.create_cluster ? 1 : 0
}

resource "aws_iam_role" "rds_enhanced_monitoring" {
  count = var.create_cluster && var.create_monitoring_role && var.monitoring_interval > 0 ? 1 : 0
}

resource "aws_db_subnet_group" "this" {
  count = var.create_cluster && var.db_subnet_group_name == "" ? 1 : 0

  name       = var.name
  subnet_ids = var.subnets
}

resource "aws_rds_cluster" "this" {
  count = var.create_cluster ? 1 : 0

  cluster_identifier = var.name
  engine             = var.engine
  engine_mode        = var.engine_mode
  engine_version     = var.engine_mode == "serverless" ? null : var.engine_version
  database_name      = var.database_name

  storage_encrypted                   = var.storage_encrypted
  kms_key_id                          = var.kms_key_id
  master_username                     = var.username
  master_password                     = var.create_cluster && var.create_random_password && var.is_primary_cluster ? random_password.master_password[0].result : var.password
  iam_database_authentication_enabled = var.iam_database_authentication_enabled

  port                            = local.port
  db_subnet_group_name            = local.db_subnet_group_name
  vpc_security_group_ids          = compact(concat(aws_security_group.this[*].id, var.vpc_security_group_ids))
  enable_http_endpoint            = var.enable_http_endpoint
  db_cluster_parameter_group_name = var.db_cluster_parameter_group_name

  backup_retention_period      = var.backup_retention_period
  preferred_backup_window      = var.engine_mode == "serverless" ? null : var.preferred_backup_window
  preferred_maintenance_window = var.engine_mode == "serverless" ? null : var.preferred_maintenance_window
  backtrack_window             = (var.engine == "aurora-mysql" || var.engine == "aurora") && var.engine_mode != "serverless" ? var.backtrack_window : 0
  copy_tags_to_snapshot        = var.copy_tags_to_snapshot
  deletion_protection          = var.deletion_protection
  skip_final_snapshot          = var.skip_final_snapshot
  final_snapshot_identifier    = "${var.final_snapshot_identifier_prefix}-${var.name}-${try(random_id.snapshot_identifier[0].hex, "")}"

  allow_major_version_upgrade     = var.allow_major_version_upgrade
  apply_immediately               = var.apply_immediately
  enabled_cloudwatch_logs_exports = var.enabled_cloudwatch_logs_exports

  snapshot_identifier           = var.snapshot_identifier
  replication_source_identifier = var.replication_source_identifier
  global_cluster_identifier     = var.global_cluster_identifier

  dynamic "restore_to_point_in_time" {
    for_each = length(var.restore_to_point_in_time) > 0 ? [var.restore_to_point_in_time] : []
    content {
      source_cluster_identifier  = try(restore_to_point_in_time.value.source_cluster_identifier, null)
      use_latest_restorable_time = try(restore_to_point_in_time.value.use_latest_restorable_time, null)
    }
  }

  dynamic "s3_import" {
    for_each = var.s3_import != null ? [var.s3_import] : []
    content {
      source_engine = "mysql"
      bucket_name   = s3_import.value.bucket_name
    }
  }

  dynamic "scaling_configuration" {
    for_each = length(var.scaling_configuration) > 0 ? [var.scaling_configuration] : []
    content {
      max_capacity = try(scaling_configuration.value.max_capacity, null)
      min_capacity = try(scaling_configuration.value.min_capacity, null)
    }
  }

  tags = merge(var.tags, var.cluster_tags)
}

resource "aws_rds_cluster_instance" "this" {
  count = var.create_cluster ? (var.replica_scale_enabled ? var.replica_scale_min : var.replica_count) : 0

  identifier                      = try(var.instances_parameters[count.index].instance_name, "${var.name}-${count.index + 1}")
  cluster_identifier              = aws_rds_cluster.this[0].id
  engine                          = var.engine
  engine_version                  = var.engine_version
  instance_class                  = try(var.instances_parameters[count.index].instance_type, count.index > 0 ? local.instance_type_other : var.instance_type)
  publicly_accessible             = try(var.instances_parameters[count.index].publicly_accessible, var.publicly_accessible)
  db_subnet_group_name            = local.db_subnet_group_name
  db_parameter_group_name         = var.db_parameter_group_name
  preferred_maintenance_window    = var.preferred_maintenance_window
  apply_immediately               = var.apply_immediately
  monitoring_role_arn             = local.monitoring_role_arn
  monitoring_interval             = var.monitoring_interval
  auto_minor_version_upgrade      = var.auto_minor_version_upgrade
  performance_insights_enabled    = var.performance_insights_enabled
  performance_insights_kms_key_id = var.performance_insights_kms_key_id
  ca_cert_identifier              = var.ca_cert_identifier

  tags = var.tags
}

resource "aws_security_group" "this" {
  count = var.create_cluster && var.create_security_group ? 1 : 0

  name_prefix = "${var.name}-"
  vpc_id      = var.vpc_id
}

resource "aws_security_group_rule" "default_ingress" {
  count = var.create_cluster && var.create_security_group ? length(var.allowed_security_groups) : 0

  type                     = "ingress"
  from_port                = local.port
  to_port                  = local.port
  protocol                 = "tcp"
  source_security_group_id = element(var.allowed_security_groups, count.index)
  security_group_id        = aws_security_group.this[0].id
}

resource "aws_security_group_rule" "cidr_ingress" {
  count = var.create_cluster && var.create_security_group && length(var.allowed_cidr_blocks) > 0 ? 1 : 0

  type              = "ingress"
  from_port         = local.port
  to_port           = local.port
  protocol          = "tcp"
  cidr_blocks       = var.allowed_cidr_blocks
  security_group_id = aws_security_group.this[0].id
}

output "rds_cluster_arn" {
  value = try(aws_rds_cluster.this[0].arn, null)
}

output "rds_cluster_id" {
  value = try(aws_rds_cluster.this[0].id, null)
}

output "rds_cluster_endpoint" {
  value = try(aws_rds_cluster.this[0].endpoint, null)
}

output "rds_cluster_reader_endpoint" {
  value = try(aws_rds_cluster.this[0].reader_endpoint, null)
}

output "rds_cluster_port" {
  value = try(aws_rds_cluster.this[0].port, null)
}

output "rds_cluster_master_username" {
  value = try(aws_rds_cluster.this[0].master_username, null)
}

output "rds_cluster_resource_id" {
  value = try(aws_rds_cluster.this[0].cluster_resource_id, null)
}

output "security_group_id" {
  value = try(aws_security_group.this[0].id, null)
}
