# terraform-aws-modules/rds-aurora/aws

variables {
  create                                        = true
  name                                          = ""
  create_db_subnet_group                        = false
  db_subnet_group_name                          = ""
  subnets                                       = []
  is_primary_cluster                            = true
  cluster_use_name_prefix                       = false
  allocated_storage                             = null
  allow_major_version_upgrade                   = false
  apply_immediately                             = null
  availability_zones                            = null
  backup_retention_period                       = null
  backtrack_window                              = null
  cluster_ca_cert_identifier                    = null
  cluster_scalability_type                      = null
  cluster_performance_insights_enabled          = null
  cluster_performance_insights_kms_key_id       = null
  cluster_performance_insights_retention_period = null
  cluster_monitoring_interval                   = 0
  copy_tags_to_snapshot                         = true
  database_insights_mode                        = null
  database_name                                 = null
  cluster_instance_class                        = null
  cluster_db_instance_parameter_group_name      = null
  delete_automated_backups                      = null
  deletion_protection                           = null
  enable_global_write_forwarding                = null
  enable_local_write_forwarding                 = null
  enabled_cloudwatch_logs_exports               = []
  enable_http_endpoint                          = null
  engine                                        = null
  engine_mode                                   = "provisioned"
  engine_version                                = null
  engine_lifecycle_support                      = null
  final_snapshot_identifier                     = null
  global_cluster_identifier                     = null
  iam_database_authentication_enabled           = null
  domain                                        = null
  domain_iam_role_name                          = null
  kms_key_id                                    = null
  manage_master_user_password                   = true
  master_user_secret_kms_key_id                 = null
  master_password_wo_version                    = null
  master_username                               = null
  network_type                                  = null
  port                                          = null
  preferred_backup_window                       = null
  preferred_maintenance_window                  = null
  replication_source_identifier                 = null
  scaling_configuration                         = null
  serverlessv2_scaling_configuration            = null
  s3_import                                     = null
  skip_final_snapshot                           = false
  snapshot_identifier                           = null
  storage_encrypted                             = true
  storage_type                                  = null
  vpc_security_group_ids                        = []
  instances_use_identifier_prefix               = false
  create_monitoring_role                        = true
  monitoring_role_arn                           = ""
  create_security_group                         = true
  security_group_name                           = ""
  security_group_use_name_prefix                = true
  security_group_description                    = null
  vpc_id                                        = ""
  cluster_parameter_group_name                  = null
  tags                                          = {}
  cluster_tags                                  = {}
  putin_khuylo                                  = true
}

variable "master_password_wo" {
  default   = null
  sensitive = true
}

variable "restore_to_point_in_time" {
  type = object({
    restore_to_time            = optional(string)
    restore_type               = optional(string)
    source_cluster_identifier  = optional(string)
    source_cluster_resource_id = optional(string)
    use_latest_restorable_time = optional(bool)
  })
  default = null
}

variable "instances" {
  type = map(object({
    apply_immediately                     = optional(bool)
    auto_minor_version_upgrade            = optional(bool)
    availability_zone                     = optional(string)
    ca_cert_identifier                    = optional(string)
    copy_tags_to_snapshot                 = optional(bool, true)
    custom_iam_instance_profile           = optional(string)
    db_parameter_group_name               = optional(string)
    identifier                            = optional(string)
    instance_class                        = optional(string)
    monitoring_interval                   = optional(number)
    monitoring_role_arn                   = optional(string)
    performance_insights_enabled          = optional(bool)
    performance_insights_kms_key_id       = optional(string)
    performance_insights_retention_period = optional(number)
    preferred_maintenance_window          = optional(string)
    publicly_accessible                   = optional(bool)
    tags                                  = optional(map(string), {})
  }))
  default  = {}
  nullable = false
}

variable "security_group_ingress_rules" {
  type = map(object({
    cidr_ipv4                    = optional(string)
    cidr_ipv6                    = optional(string)
    description                  = optional(string)
    from_port                    = optional(number)
    ip_protocol                  = optional(string, "tcp")
    prefix_list_id               = optional(string)
    referenced_security_group_id = optional(string)
    to_port                      = optional(number)
  }))
  default  = {}
  nullable = false
}

variable "cluster_parameter_group" {
  type = object({
    name            = optional(string)
    use_name_prefix = optional(bool, true)
    description     = optional(string)
    family          = string
    parameters = optional(list(object({
      name         = string
      value        = string
      apply_method = optional(string, "immediate")
    })))
  })
  default = null
}

variable "db_parameter_group" {
  type = object({
    name            = optional(string)
    use_name_prefix = optional(bool, true)
    description     = optional(string)
    family          = string
    parameters = optional(list(object({
      name         = string
      value        = string
      apply_method = optional(string, "immediate")
    })))
  })
  default = null
}

locals {
  create        = var.create && var.putin_khuylo
  is_serverless = var.engine_mode == "serverless"
  port          = coalesce(var.port, (var.engine == "aurora-postgresql" || var.engine == "postgres" ? 5432 : 3306))

  use_managed_master_password = var.manage_master_user_password && var.global_cluster_identifier == null
  use_master_password         = var.is_primary_cluster && !local.use_managed_master_password

  internal_db_subnet_group_name = try(coalesce(var.db_subnet_group_name, var.name), "")
  db_subnet_group_name          = var.create_db_subnet_group ? try(aws_db_subnet_group.this[0].name, null) : local.internal_db_subnet_group_name

  create_cluster_parameter_group = local.create && var.cluster_parameter_group != null
  create_db_parameter_group      = local.create && var.db_parameter_group != null

  instances_has_monitoring_enabled = anytrue([for k, v in var.instances : v.monitoring_interval != null && try(coalesce(v.monitoring_interval, 0), 0) > 0])
  create_monitoring_role           = local.create && var.create_monitoring_role && (local.instances_has_monitoring_enabled || var.cluster_monitoring_interval > 0)

  create_security_group = local.create && var.create_security_group
  security_group_name   = try(coalesce(var.security_group_name, var.name), "")
}

resource "aws_iam_role" "rds_enhanced_monitoring" {
  count = local.create_monitoring_role ? 1 : 0
}

resource "aws_db_subnet_group" "this" {
  count = local.create && var.create_db_subnet_group ? 1 : 0

  name       = local.internal_db_subnet_group_name
  subnet_ids = var.subnets
}

resource "aws_rds_cluster" "this" {
  count = local.create ? 1 : 0

  cluster_identifier        = var.cluster_use_name_prefix ? null : var.name
  cluster_identifier_prefix = var.cluster_use_name_prefix ? "${var.name}-" : null
  db_cluster_instance_class = var.allocated_storage != null ? var.cluster_instance_class : null
  engine                    = var.engine
  engine_mode               = var.cluster_scalability_type == "limitless" ? "" : var.engine_mode
  engine_version            = var.engine_version
  engine_lifecycle_support  = var.engine_lifecycle_support
  database_name             = var.is_primary_cluster ? var.database_name : null

  storage_encrypted         = var.storage_encrypted
  kms_key_id                = var.kms_key_id
  storage_type              = var.storage_type
  ca_certificate_identifier = var.cluster_ca_cert_identifier

  master_username                     = var.is_primary_cluster ? var.master_username : null
  master_password_wo                  = local.use_master_password ? var.master_password_wo : null
  master_password_wo_version          = local.use_master_password ? var.master_password_wo_version : null
  manage_master_user_password         = local.use_managed_master_password ? var.manage_master_user_password : null
  master_user_secret_kms_key_id       = local.use_managed_master_password ? var.master_user_secret_kms_key_id : null
  iam_database_authentication_enabled = var.iam_database_authentication_enabled
  domain                              = var.domain
  domain_iam_role_name                = var.domain_iam_role_name

  port                   = local.port
  network_type           = var.network_type
  availability_zones     = var.availability_zones
  db_subnet_group_name   = local.db_subnet_group_name
  vpc_security_group_ids = compact(concat(aws_security_group.this[*].id, var.vpc_security_group_ids))
  enable_http_endpoint   = var.enable_http_endpoint

  db_cluster_parameter_group_name  = local.create_cluster_parameter_group ? aws_rds_cluster_parameter_group.this[0].id : var.cluster_parameter_group_name
  db_instance_parameter_group_name = var.allow_major_version_upgrade ? var.cluster_db_instance_parameter_group_name : null

  backup_retention_period   = var.backup_retention_period
  preferred_backup_window   = local.is_serverless ? null : var.preferred_backup_window
  backtrack_window          = (var.engine == "aurora-mysql" || var.engine == "aurora") && var.engine_mode != "serverless" ? var.backtrack_window : 0
  copy_tags_to_snapshot     = var.copy_tags_to_snapshot
  delete_automated_backups  = var.delete_automated_backups
  deletion_protection       = var.deletion_protection
  skip_final_snapshot       = var.skip_final_snapshot
  final_snapshot_identifier = var.final_snapshot_identifier

  allow_major_version_upgrade  = var.allow_major_version_upgrade
  apply_immediately            = var.apply_immediately
  preferred_maintenance_window = var.preferred_maintenance_window

  enabled_cloudwatch_logs_exports       = var.enabled_cloudwatch_logs_exports
  monitoring_interval                   = var.cluster_monitoring_interval
  monitoring_role_arn                   = var.create_monitoring_role && var.cluster_monitoring_interval > 0 ? try(aws_iam_role.rds_enhanced_monitoring[0].arn, null) : var.monitoring_role_arn
  performance_insights_enabled          = var.cluster_performance_insights_enabled
  performance_insights_kms_key_id       = var.cluster_performance_insights_kms_key_id
  performance_insights_retention_period = var.cluster_performance_insights_retention_period
  database_insights_mode                = var.database_insights_mode

  snapshot_identifier            = var.snapshot_identifier
  replication_source_identifier  = var.replication_source_identifier
  global_cluster_identifier      = var.global_cluster_identifier
  enable_global_write_forwarding = var.enable_global_write_forwarding
  enable_local_write_forwarding  = var.enable_local_write_forwarding

  dynamic "restore_to_point_in_time" {
    for_each = var.restore_to_point_in_time != null ? [var.restore_to_point_in_time] : []
    content {
      restore_to_time            = restore_to_point_in_time.value.restore_to_time
      restore_type               = restore_to_point_in_time.value.restore_type
      source_cluster_identifier  = restore_to_point_in_time.value.source_cluster_identifier
      source_cluster_resource_id = restore_to_point_in_time.value.source_cluster_resource_id
      use_latest_restorable_time = restore_to_point_in_time.value.use_latest_restorable_time
    }
  }

  dynamic "s3_import" {
    for_each = var.s3_import != null && !local.is_serverless ? [var.s3_import] : []
    content {
      source_engine = "mysql"
      bucket_name   = s3_import.value.bucket_name
    }
  }

  dynamic "scaling_configuration" {
    for_each = var.scaling_configuration != null && local.is_serverless ? [var.scaling_configuration] : []
    content {
      max_capacity = try(scaling_configuration.value.max_capacity, null)
      min_capacity = try(scaling_configuration.value.min_capacity, null)
    }
  }

  dynamic "serverlessv2_scaling_configuration" {
    for_each = var.serverlessv2_scaling_configuration != null && var.engine_mode == "provisioned" ? [var.serverlessv2_scaling_configuration] : []
    content {
      max_capacity             = serverlessv2_scaling_configuration.value.max_capacity
      min_capacity             = try(serverlessv2_scaling_configuration.value.min_capacity, null)
      seconds_until_auto_pause = try(serverlessv2_scaling_configuration.value.seconds_until_auto_pause, null)
    }
  }

  tags = merge(var.tags, var.cluster_tags)
}

resource "aws_rds_cluster_instance" "this" {
  for_each = { for k, v in var.instances : k => v if local.create && !local.is_serverless }

  identifier                  = var.instances_use_identifier_prefix ? null : try(coalesce(each.value.identifier, "${var.name}-${each.key}"))
  cluster_identifier          = aws_rds_cluster.this[0].id
  engine                      = var.engine
  engine_version              = var.engine_version
  instance_class              = try(coalesce(each.value.instance_class, var.cluster_instance_class), null)
  availability_zone           = each.value.availability_zone
  custom_iam_instance_profile = each.value.custom_iam_instance_profile
  ca_cert_identifier          = try(coalesce(each.value.ca_cert_identifier, var.cluster_ca_cert_identifier), null)
  db_parameter_group_name     = local.create_db_parameter_group ? aws_db_parameter_group.this[0].id : each.value.db_parameter_group_name
  db_subnet_group_name        = local.db_subnet_group_name
  publicly_accessible         = each.value.publicly_accessible

  apply_immediately            = try(coalesce(each.value.apply_immediately, var.apply_immediately), null)
  auto_minor_version_upgrade   = each.value.auto_minor_version_upgrade
  copy_tags_to_snapshot        = try(coalesce(each.value.copy_tags_to_snapshot, var.copy_tags_to_snapshot), null)
  preferred_maintenance_window = try(coalesce(each.value.preferred_maintenance_window, var.preferred_maintenance_window), null)

  monitoring_interval                   = try(coalesce(each.value.monitoring_interval, var.cluster_monitoring_interval), null)
  monitoring_role_arn                   = try(aws_iam_role.rds_enhanced_monitoring[0].arn, each.value.monitoring_role_arn)
  performance_insights_enabled          = try(coalesce(each.value.performance_insights_enabled, var.cluster_performance_insights_enabled), null)
  performance_insights_kms_key_id       = try(coalesce(each.value.performance_insights_kms_key_id, var.cluster_performance_insights_kms_key_id), null)
  performance_insights_retention_period = try(coalesce(each.value.performance_insights_retention_period, var.cluster_performance_insights_retention_period), null)

  tags = merge(var.tags, each.value.tags)
}

resource "aws_security_group" "this" {
  count = local.create_security_group ? 1 : 0

  name        = var.security_group_use_name_prefix ? null : local.security_group_name
  name_prefix = var.security_group_use_name_prefix ? "${local.security_group_name}-" : null
  vpc_id      = var.vpc_id
  description = coalesce(var.security_group_description, "Control traffic to/from RDS Aurora ${local.security_group_name}")
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = { for k, v in var.security_group_ingress_rules : k => v if local.create_security_group }

  security_group_id            = aws_security_group.this[0].id
  ip_protocol                  = each.value.ip_protocol
  from_port                    = try(coalesce(each.value.from_port, local.port), null)
  to_port                      = try(coalesce(each.value.to_port, each.value.from_port, local.port), null)
  cidr_ipv4                    = each.value.cidr_ipv4
  cidr_ipv6                    = each.value.cidr_ipv6
  prefix_list_id               = each.value.prefix_list_id
  referenced_security_group_id = each.value.referenced_security_group_id == "self" ? aws_security_group.this[0].id : each.value.referenced_security_group_id
  description                  = each.value.description
}

resource "aws_rds_cluster_parameter_group" "this" {
  count = local.create_cluster_parameter_group ? 1 : 0

  name        = var.cluster_parameter_group.use_name_prefix ? null : try(coalesce(var.cluster_parameter_group.name, var.name), "")
  name_prefix = var.cluster_parameter_group.use_name_prefix ? "${try(coalesce(var.cluster_parameter_group.name, var.name), "")}-" : null
  description = var.cluster_parameter_group.description
  family      = var.cluster_parameter_group.family

  dynamic "parameter" {
    for_each = var.cluster_parameter_group.parameters != null ? var.cluster_parameter_group.parameters : []
    content {
      name         = try(coalesce(parameter.value.name, parameter.key))
      value        = parameter.value.value
      apply_method = parameter.value.apply_method
    }
  }
}

resource "aws_db_parameter_group" "this" {
  count = local.create_db_parameter_group ? 1 : 0

  name        = var.db_parameter_group.use_name_prefix ? null : try(coalesce(var.db_parameter_group.name, var.name), "")
  name_prefix = var.db_parameter_group.use_name_prefix ? "${try(coalesce(var.db_parameter_group.name, var.name), "")}-" : null
  description = var.db_parameter_group.description
  family      = var.db_parameter_group.family

  dynamic "parameter" {
    for_each = var.db_parameter_group.parameters != null ? var.db_parameter_group.parameters : []
    content {
      name         = try(coalesce(parameter.value.name, parameter.key))
      value        = parameter.value.value
      apply_method = parameter.value.apply_method
    }
  }
}

output "cluster_arn" {
  value = try(aws_rds_cluster.this[0].arn, null)
}

output "cluster_id" {
  value = try(aws_rds_cluster.this[0].id, null)
}

output "cluster_resource_id" {
  value = try(aws_rds_cluster.this[0].cluster_resource_id, null)
}

output "cluster_endpoint" {
  value = try(aws_rds_cluster.this[0].endpoint, null)
}

output "cluster_reader_endpoint" {
  value = try(aws_rds_cluster.this[0].reader_endpoint, null)
}

output "cluster_database_name" {
  value = var.database_name
}

output "cluster_port" {
  value = try(aws_rds_cluster.this[0].port, null)
}

output "cluster_master_username" {
  value = try(aws_rds_cluster.this[0].master_username, null)
}

output "cluster_master_user_secret" {
  value = try(aws_rds_cluster.this[0].master_user_secret, null)
}

output "cluster_instances" {
  value = aws_rds_cluster_instance.this
}

output "db_subnet_group_name" {
  value = local.db_subnet_group_name
}

output "security_group_id" {
  value = try(aws_security_group.this[0].id, null)
}

output "db_cluster_parameter_group_arn" {
  value = try(aws_rds_cluster_parameter_group.this[0].arn, null)
}

output "db_cluster_parameter_group_id" {
  value = try(aws_rds_cluster_parameter_group.this[0].id, null)
}

output "db_parameter_group_arn" {
  value = try(aws_db_parameter_group.this[0].arn, null)
}

output "db_parameter_group_id" {
  value = try(aws_db_parameter_group.this[0].id, null)
}

output "enhanced_monitoring_iam_role_arn" {
  value = try(aws_iam_role.rds_enhanced_monitoring[0].arn, null)
}
