# terraform-aws-modules/rds/aws//modules/db_instance

variables {
  create                                = true
  use_identifier_prefix                 = false
  storage_type                          = null
  storage_encrypted                     = true
  kms_key_id                            = null
  replicate_source_db                   = null
  iam_database_authentication_enabled   = false
  domain                                = null
  domain_auth_secret_arn                = null
  domain_dns_ips                        = null
  domain_fqdn                           = null
  domain_iam_role_name                  = null
  domain_ou                             = null
  engine                                = null
  engine_version                        = null
  engine_lifecycle_support              = null
  instance_class                        = null
  iops                                  = null
  db_name                               = null
  username                              = null
  password_wo_version                   = null
  manage_master_user_password           = true
  master_user_secret_kms_key_id         = null
  port                                  = null
  skip_final_snapshot                   = false
  snapshot_identifier                   = null
  copy_tags_to_snapshot                 = true
  final_snapshot_identifier_prefix      = "final"
  vpc_security_group_ids                = []
  db_subnet_group_name                  = null
  parameter_group_name                  = null
  option_group_name                     = null
  availability_zone                     = null
  multi_az                              = false
  network_type                          = null
  publicly_accessible                   = false
  custom_iam_instance_profile           = null
  monitoring_interval                   = 0
  monitoring_role_arn                   = null
  create_monitoring_role                = false
  database_insights_mode                = null
  allow_major_version_upgrade           = false
  auto_minor_version_upgrade            = true
  apply_immediately                     = false
  maintenance_window                    = null
  backup_retention_period               = null
  backup_window                         = null
  enabled_cloudwatch_logs_exports       = []
  deletion_protection                   = false
  delete_automated_backups              = true
  performance_insights_enabled          = false
  performance_insights_retention_period = 7
  performance_insights_kms_key_id       = null
  ca_cert_identifier                    = null
  tags                                  = {}
  db_instance_tags                      = {}
}

variable "identifier" {
  type = string
}

variable "password_wo" {
  default   = null
  sensitive = true
}

variable "blue_green_update" {
  default = null
}

variable "restore_to_point_in_time" {
  type = object({
    restore_time                             = optional(string)
    source_db_instance_automated_backups_arn = optional(string)
    source_db_instance_identifier            = optional(string)
    source_dbi_resource_id                   = optional(string)
    use_latest_restorable_time               = optional(bool)
  })
  default = null
}

variable "s3_import" {
  default = null
}

locals {
  is_replica = var.replicate_source_db != null
}

resource "random_id" "snapshot_identifier" {
  count = var.create && !var.skip_final_snapshot ? 1 : 0
}

resource "aws_iam_role" "enhanced_monitoring" {
  count = var.create_monitoring_role ? 1 : 0
}

resource "aws_db_instance" "this" {
  count = var.create ? 1 : 0

  identifier        = var.use_identifier_prefix ? null : var.identifier
  identifier_prefix = var.use_identifier_prefix ? "${var.identifier}-" : null

  engine                   = local.is_replica ? null : var.engine
  engine_version           = var.engine_version
  engine_lifecycle_support = var.engine_lifecycle_support
  instance_class           = var.instance_class
  storage_type             = var.storage_type
  iops                     = var.iops
  storage_encrypted        = var.storage_encrypted
  kms_key_id               = var.kms_key_id

  db_name                             = var.db_name
  username                            = !local.is_replica ? var.username : null
  password_wo                         = !local.is_replica && var.manage_master_user_password ? null : var.password_wo
  password_wo_version                 = !local.is_replica && var.manage_master_user_password ? null : var.password_wo_version
  manage_master_user_password         = !local.is_replica && var.manage_master_user_password ? var.manage_master_user_password : null
  master_user_secret_kms_key_id       = !local.is_replica && var.manage_master_user_password ? var.master_user_secret_kms_key_id : null
  iam_database_authentication_enabled = var.iam_database_authentication_enabled
  custom_iam_instance_profile         = var.custom_iam_instance_profile
  domain                              = var.domain
  domain_auth_secret_arn              = var.domain_auth_secret_arn
  domain_dns_ips                      = var.domain_dns_ips
  domain_fqdn                         = var.domain_fqdn
  domain_iam_role_name                = var.domain_iam_role_name
  domain_ou                           = var.domain_ou

  port                   = var.port
  vpc_security_group_ids = var.vpc_security_group_ids
  db_subnet_group_name   = var.db_subnet_group_name
  parameter_group_name   = var.parameter_group_name
  option_group_name      = var.option_group_name
  network_type           = var.network_type
  availability_zone      = var.availability_zone
  multi_az               = var.multi_az
  publicly_accessible    = var.publicly_accessible
  ca_cert_identifier     = var.ca_cert_identifier

  allow_major_version_upgrade = var.allow_major_version_upgrade
  auto_minor_version_upgrade  = var.auto_minor_version_upgrade
  apply_immediately           = var.apply_immediately
  maintenance_window          = var.maintenance_window

  replicate_source_db       = var.replicate_source_db
  snapshot_identifier       = var.snapshot_identifier
  copy_tags_to_snapshot     = var.copy_tags_to_snapshot
  skip_final_snapshot       = var.skip_final_snapshot
  final_snapshot_identifier = var.skip_final_snapshot ? null : "${var.final_snapshot_identifier_prefix}-${var.identifier}-${try(random_id.snapshot_identifier[0].hex, "")}"
  backup_retention_period   = var.blue_green_update != null ? coalesce(var.backup_retention_period, 1) : var.backup_retention_period
  backup_window             = var.backup_window
  deletion_protection       = var.deletion_protection
  delete_automated_backups  = var.delete_automated_backups

  performance_insights_enabled          = var.performance_insights_enabled
  performance_insights_retention_period = var.performance_insights_enabled ? var.performance_insights_retention_period : null
  performance_insights_kms_key_id       = var.performance_insights_enabled ? var.performance_insights_kms_key_id : null
  database_insights_mode                = var.database_insights_mode
  monitoring_interval                   = var.monitoring_interval
  monitoring_role_arn                   = var.monitoring_interval > 0 ? (var.create_monitoring_role ? aws_iam_role.enhanced_monitoring[0].arn : var.monitoring_role_arn) : null
  enabled_cloudwatch_logs_exports       = var.enabled_cloudwatch_logs_exports

  dynamic "restore_to_point_in_time" {
    for_each = var.restore_to_point_in_time != null ? [var.restore_to_point_in_time] : []
    content {
      restore_time                             = restore_to_point_in_time.value.restore_time
      source_db_instance_automated_backups_arn = restore_to_point_in_time.value.source_db_instance_automated_backups_arn
      source_db_instance_identifier            = restore_to_point_in_time.value.source_db_instance_identifier
      source_dbi_resource_id                   = restore_to_point_in_time.value.source_dbi_resource_id
      use_latest_restorable_time               = restore_to_point_in_time.value.use_latest_restorable_time
    }
  }

  dynamic "s3_import" {
    for_each = var.s3_import != null ? [var.s3_import] : []
    content {
      source_engine = "mysql"
      bucket_name   = s3_import.value.bucket_name
    }
  }

  tags = merge(var.tags, var.db_instance_tags)
}

output "db_instance_arn" {
  value = try(aws_db_instance.this[0].arn, null)
}

output "db_instance_address" {
  value = try(aws_db_instance.this[0].address, null)
}

output "db_instance_endpoint" {
  value = try(aws_db_instance.this[0].endpoint, null)
}

output "db_instance_engine" {
  value = try(aws_db_instance.this[0].engine, null)
}

output "db_instance_identifier" {
  value = try(aws_db_instance.this[0].identifier, null)
}

output "db_instance_resource_id" {
  value = try(aws_db_instance.this[0].resource_id, null)
}

output "db_instance_name" {
  value = try(aws_db_instance.this[0].db_name, null)
}

output "db_instance_username" {
  value = try(aws_db_instance.this[0].username, null)
}

output "db_instance_port" {
  value = try(aws_db_instance.this[0].port, null)
}

output "db_instance_master_user_secret_arn" {
  value = try(aws_db_instance.this[0].master_user_secret[0].secret_arn, null)
}

output "enhanced_monitoring_iam_role_arn" {
  value = try(aws_iam_role.enhanced_monitoring[0].arn, null)
}
