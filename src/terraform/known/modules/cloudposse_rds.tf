# cloudposse/rds/aws

variables {
  enabled                                = null
  context                                = { enabled = true }
  security_group_ids                     = []
  allowed_cidr_blocks                    = []
  allowed_prefix_list_ids                = []
  associate_security_group_ids           = []
  database_name                          = null
  database_user                          = null
  database_manage_master_user_password   = false
  database_master_user_secret_kms_key_id = null
  deletion_protection                    = false
  multi_az                               = false
  storage_type                           = "standard"
  storage_encrypted                      = true
  iops                                   = null
  engine                                 = null
  publicly_accessible                    = false
  subnet_ids                             = []
  availability_zone                      = null
  db_subnet_group_name                   = null
  auto_minor_version_upgrade             = true
  allow_major_version_upgrade            = false
  apply_immediately                      = false
  maintenance_window                     = "Mon:03:00-Mon:04:00"
  skip_final_snapshot                    = true
  copy_tags_to_snapshot                  = true
  backup_retention_period                = 0
  backup_window                          = "22:00-03:00"
  snapshot_identifier                    = null
  final_snapshot_identifier              = ""
  parameter_group_name                   = ""
  option_group_name                      = ""
  kms_key_arn                            = ""
  performance_insights_enabled           = false
  performance_insights_kms_key_id        = null
  performance_insights_retention_period  = 7
  enabled_cloudwatch_logs_exports        = []
  ca_cert_identifier                     = null
  monitoring_interval                    = "0"
  monitoring_role_arn                    = null
  iam_database_authentication_enabled    = false
  replicate_source_db                    = null
  restore_to_point_in_time               = null
}

variable "database_password" {
  default = null
}

variable "database_insights_mode" {
  default  = "standard"
  nullable = false
}

variable "db_parameter" {
  type = list(object({
    apply_method = string
    name         = string
    value        = string
  }))
  default = []
}

variable "database_port" {
  type = number
}

variable "engine_version" {
  type = string
}

variable "instance_class" {
  type = string
}

variable "db_parameter_group" {
  type = string
}

variable "vpc_id" {
  type = string
}

module "this" {
  source = "cloudposse/label/null"
}

locals {
  enabled                       = coalesce(var.enabled, try(var.context.enabled, null), true)
  is_replica                    = try(length(var.replicate_source_db), 0) > 0
  subnet_ids_provided           = var.subnet_ids != null && try(length(var.subnet_ids), 0) > 0
  db_subnet_group_name_provided = var.db_subnet_group_name != null && var.db_subnet_group_name != ""
  db_subnet_group_name          = local.db_subnet_group_name_provided ? var.db_subnet_group_name : (local.is_replica ? null : (local.subnet_ids_provided ? join("", aws_db_subnet_group.default[*].name) : null))
}

resource "aws_db_instance" "default" {
  count = local.enabled ? 1 : 0

  identifier     = module.this.id
  engine         = local.is_replica ? null : var.engine
  engine_version = local.is_replica ? null : var.engine_version
  instance_class = var.instance_class
  db_name        = var.database_name

  storage_encrypted = var.storage_encrypted
  kms_key_id        = var.kms_key_arn
  storage_type      = var.storage_type
  iops              = var.iops

  username                            = local.is_replica ? null : var.database_user
  password                            = local.is_replica ? null : var.database_password
  manage_master_user_password         = local.is_replica || var.database_password != null ? null : var.database_manage_master_user_password
  master_user_secret_kms_key_id       = local.is_replica ? null : var.database_master_user_secret_kms_key_id
  iam_database_authentication_enabled = var.iam_database_authentication_enabled

  port                   = var.database_port
  publicly_accessible    = var.publicly_accessible
  multi_az               = var.multi_az
  availability_zone      = var.multi_az ? null : var.availability_zone
  db_subnet_group_name   = local.db_subnet_group_name
  vpc_security_group_ids = compact(concat([join("", aws_security_group.default[*].id)], var.associate_security_group_ids))
  ca_cert_identifier     = var.ca_cert_identifier

  parameter_group_name = length(var.parameter_group_name) > 0 ? var.parameter_group_name : join("", aws_db_parameter_group.default[*].name)
  option_group_name    = length(var.option_group_name) > 0 ? var.option_group_name : join("", aws_db_option_group.default[*].name)

  auto_minor_version_upgrade  = var.auto_minor_version_upgrade
  allow_major_version_upgrade = var.allow_major_version_upgrade
  apply_immediately           = var.apply_immediately
  maintenance_window          = var.maintenance_window

  backup_retention_period   = var.backup_retention_period
  backup_window             = var.backup_window
  copy_tags_to_snapshot     = var.copy_tags_to_snapshot
  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = var.skip_final_snapshot
  final_snapshot_identifier = length(var.final_snapshot_identifier) > 0 ? var.final_snapshot_identifier : module.this.final_snapshot
  snapshot_identifier       = var.snapshot_identifier
  replicate_source_db       = var.replicate_source_db

  enabled_cloudwatch_logs_exports       = var.enabled_cloudwatch_logs_exports
  monitoring_interval                   = var.monitoring_interval
  monitoring_role_arn                   = var.monitoring_role_arn
  performance_insights_enabled          = var.performance_insights_enabled
  performance_insights_kms_key_id       = var.performance_insights_enabled ? var.performance_insights_kms_key_id : null
  performance_insights_retention_period = var.performance_insights_enabled ? var.performance_insights_retention_period : null
  database_insights_mode                = var.database_insights_mode

  dynamic "restore_to_point_in_time" {
    for_each = var.snapshot_identifier == null && var.restore_to_point_in_time != null ? [var.restore_to_point_in_time] : []
    content {
      restore_time                             = try(restore_to_point_in_time.value.restore_time, null)
      source_db_instance_automated_backups_arn = try(restore_to_point_in_time.value.source_db_instance_automated_backups_arn, null)
      source_db_instance_identifier            = try(restore_to_point_in_time.value.source_db_instance_identifier, null)
      source_dbi_resource_id                   = try(restore_to_point_in_time.value.source_dbi_resource_id, null)
      use_latest_restorable_time               = try(restore_to_point_in_time.value.use_latest_restorable_time, null)
    }
  }
}

resource "aws_db_parameter_group" "default" {
  count = length(var.parameter_group_name) == 0 && local.enabled ? 1 : 0

  family = var.db_parameter_group

  dynamic "parameter" {
    for_each = var.db_parameter
    content {
      name         = parameter.value.name
      value        = parameter.value.value
      apply_method = parameter.value.apply_method
    }
  }
}

resource "aws_db_option_group" "default" {
  count = length(var.option_group_name) == 0 && local.enabled ? 1 : 0
}

resource "aws_db_subnet_group" "default" {
  count = local.enabled && local.subnet_ids_provided && !local.db_subnet_group_name_provided ? 1 : 0

  name       = module.this.id
  subnet_ids = var.subnet_ids
}

resource "aws_security_group" "default" {
  count = local.enabled ? 1 : 0

  name        = module.this.id
  description = "Allow inbound traffic from the security groups"
  vpc_id      = var.vpc_id
}

resource "aws_security_group_rule" "ingress_security_groups" {
  count = local.enabled ? length(var.security_group_ids) : 0

  type                     = "ingress"
  from_port                = var.database_port
  to_port                  = var.database_port
  protocol                 = "tcp"
  source_security_group_id = var.security_group_ids[count.index]
  security_group_id        = join("", aws_security_group.default[*].id)
}

resource "aws_security_group_rule" "ingress_cidr_blocks" {
  count = local.enabled && length(var.allowed_cidr_blocks) > 0 ? 1 : 0

  type              = "ingress"
  from_port         = var.database_port
  to_port           = var.database_port
  protocol          = "tcp"
  cidr_blocks       = var.allowed_cidr_blocks
  security_group_id = join("", aws_security_group.default[*].id)
}

resource "aws_security_group_rule" "ingress_prefix_lists" {
  count = local.enabled && length(var.allowed_prefix_list_ids) > 0 ? 1 : 0

  type              = "ingress"
  from_port         = var.database_port
  to_port           = var.database_port
  protocol          = "tcp"
  prefix_list_ids   = var.allowed_prefix_list_ids
  security_group_id = one(aws_security_group.default[*].id)
}

output "instance_id" {
  value = join("", aws_db_instance.default[*].identifier)
}

output "instance_arn" {
  value = join("", aws_db_instance.default[*].arn)
}

output "instance_address" {
  value = join("", aws_db_instance.default[*].address)
}

output "instance_endpoint" {
  value = join("", aws_db_instance.default[*].endpoint)
}

output "resource_id" {
  value = join("", aws_db_instance.default[*].resource_id)
}

output "subnet_group_id" {
  value = join("", aws_db_subnet_group.default[*].id)
}

output "security_group_id" {
  value = join("", aws_security_group.default[*].id)
}

output "parameter_group_id" {
  value = join("", aws_db_parameter_group.default[*].id)
}

output "master_user_secret" {
  value = one(aws_db_instance.default[*].master_user_secret)
}
