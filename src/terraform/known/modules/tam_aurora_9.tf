# terraform-aws-modules/rds-aurora/aws before 10: instances are free maps, groups have flat arguments

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
  copy_tags_to_snapshot                         = null
  database_insights_mode                        = null
  database_name                                 = null
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
  master_username                               = null
  network_type                                  = null
  port                                          = null
  preferred_backup_window                       = "02:00-03:00"
  preferred_maintenance_window                  = "sun:05:00-sun:06:00"
  replication_source_identifier                 = null
  scaling_configuration                         = {}
  serverlessv2_scaling_configuration            = {}
  s3_import                                     = {}
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
  tags                                          = {}
  cluster_tags                                  = {}
  putin_khuylo                                  = true
  restore_to_point_in_time                      = {}
  db_cluster_instance_class                     = null
  db_cluster_db_instance_parameter_group_name   = null
  instances                                     = {}
  auto_minor_version_upgrade                    = null
  ca_cert_identifier                            = null
  db_parameter_group_name                       = null
  instance_class                                = ""
  monitoring_interval                           = 0
  performance_insights_enabled                  = null
  performance_insights_kms_key_id               = null
  performance_insights_retention_period         = null
  publicly_accessible                           = null
  security_group_rules                          = {}
  create_db_cluster_parameter_group             = false
  db_cluster_parameter_group_name               = null
  db_cluster_parameter_group_use_name_prefix    = true
  db_cluster_parameter_group_description        = null
  db_cluster_parameter_group_family             = ""
  create_db_parameter_group                     = false
  db_parameter_group_use_name_prefix            = true
  db_parameter_group_description                = null
  db_parameter_group_family                     = ""
}

variable "master_password" {
  default   = null
  sensitive = true
}

variable "db_cluster_parameter_group_parameters" {
  type    = list(map(string))
  default = []
}

variable "db_parameter_group_parameters" {
  type    = list(map(string))
  default = []
}

locals {
  create        = var.create && var.putin_khuylo
  is_serverless = var.engine_mode == "serverless"
  port          = coalesce(var.port, (var.engine == "aurora-postgresql" || var.engine == "postgres" ? 5432 : 3306))

  internal_db_subnet_group_name = try(coalesce(var.db_subnet_group_name, var.name), "")
  db_subnet_group_name          = var.create_db_subnet_group ? try(aws_db_subnet_group.this[0].name, null) : local.internal_db_subnet_group_name

  cluster_parameter_group_name = try(coalesce(var.db_cluster_parameter_group_name, var.name), null)
  db_parameter_group_name      = try(coalesce(var.db_parameter_group_name, var.name), null)

  create_monitoring_role = local.create && var.create_monitoring_role && (var.monitoring_interval > 0 || var.cluster_monitoring_interval > 0)
  security_group_name    = try(coalesce(var.security_group_name, var.name), "")
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
  db_cluster_instance_class = var.db_cluster_instance_class
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
  master_password                     = var.is_primary_cluster && !var.manage_master_user_password ? var.master_password : null
  manage_master_user_password         = var.global_cluster_identifier == null && var.manage_master_user_password ? var.manage_master_user_password : null
  master_user_secret_kms_key_id       = var.global_cluster_identifier == null && var.manage_master_user_password ? var.master_user_secret_kms_key_id : null
  iam_database_authentication_enabled = var.iam_database_authentication_enabled
  domain                              = var.domain
  domain_iam_role_name                = var.domain_iam_role_name

  port                   = local.port
  network_type           = var.network_type
  availability_zones     = var.availability_zones
  db_subnet_group_name   = local.db_subnet_group_name
  vpc_security_group_ids = compact(concat([try(aws_security_group.this[0].id, "")], var.vpc_security_group_ids))
  enable_http_endpoint   = var.enable_http_endpoint

  db_cluster_parameter_group_name  = var.create_db_cluster_parameter_group ? aws_rds_cluster_parameter_group.this[0].id : var.db_cluster_parameter_group_name
  db_instance_parameter_group_name = var.allow_major_version_upgrade ? var.db_cluster_db_instance_parameter_group_name : null

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
    for_each = length(var.restore_to_point_in_time) > 0 ? [var.restore_to_point_in_time] : []
    content {
      restore_to_time            = try(restore_to_point_in_time.value.restore_to_time, null)
      restore_type               = try(restore_to_point_in_time.value.restore_type, null)
      source_cluster_identifier  = try(restore_to_point_in_time.value.source_cluster_identifier, null)
      source_cluster_resource_id = try(restore_to_point_in_time.value.source_cluster_resource_id, null)
      use_latest_restorable_time = try(restore_to_point_in_time.value.use_latest_restorable_time, null)
    }
  }

  dynamic "s3_import" {
    for_each = length(var.s3_import) > 0 && !local.is_serverless ? [var.s3_import] : []
    content {
      source_engine = "mysql"
      bucket_name   = s3_import.value.bucket_name
    }
  }

  dynamic "scaling_configuration" {
    for_each = length(var.scaling_configuration) > 0 && local.is_serverless ? [var.scaling_configuration] : []
    content {
      max_capacity = try(scaling_configuration.value.max_capacity, null)
      min_capacity = try(scaling_configuration.value.min_capacity, null)
    }
  }

  dynamic "serverlessv2_scaling_configuration" {
    for_each = length(var.serverlessv2_scaling_configuration) > 0 && var.engine_mode == "provisioned" ? [var.serverlessv2_scaling_configuration] : []
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

  identifier              = var.instances_use_identifier_prefix ? null : try(each.value.identifier, "${var.name}-${each.key}")
  cluster_identifier      = aws_rds_cluster.this[0].id
  engine                  = var.engine
  engine_version          = var.engine_version
  instance_class          = try(each.value.instance_class, var.instance_class)
  availability_zone       = try(each.value.availability_zone, null)
  ca_cert_identifier      = var.ca_cert_identifier
  db_parameter_group_name = var.create_db_parameter_group ? aws_db_parameter_group.this[0].id : try(each.value.db_parameter_group_name, var.db_parameter_group_name)
  db_subnet_group_name    = local.db_subnet_group_name
  publicly_accessible     = try(each.value.publicly_accessible, var.publicly_accessible)

  apply_immediately            = try(each.value.apply_immediately, var.apply_immediately)
  auto_minor_version_upgrade   = try(each.value.auto_minor_version_upgrade, var.auto_minor_version_upgrade)
  copy_tags_to_snapshot        = try(each.value.copy_tags_to_snapshot, var.copy_tags_to_snapshot)
  preferred_maintenance_window = try(each.value.preferred_maintenance_window, var.preferred_maintenance_window)

  monitoring_interval                   = var.cluster_monitoring_interval > 0 ? var.cluster_monitoring_interval : try(each.value.monitoring_interval, var.monitoring_interval)
  monitoring_role_arn                   = var.create_monitoring_role ? try(aws_iam_role.rds_enhanced_monitoring[0].arn, null) : var.monitoring_role_arn
  performance_insights_enabled          = try(each.value.performance_insights_enabled, var.performance_insights_enabled)
  performance_insights_kms_key_id       = try(each.value.performance_insights_kms_key_id, var.performance_insights_kms_key_id)
  performance_insights_retention_period = try(each.value.performance_insights_retention_period, var.performance_insights_retention_period)

  tags = merge(var.tags, try(each.value.tags, {}))
}

resource "aws_security_group" "this" {
  count = local.create && var.create_security_group ? 1 : 0

  name        = var.security_group_use_name_prefix ? null : local.security_group_name
  name_prefix = var.security_group_use_name_prefix ? "${local.security_group_name}-" : null
  vpc_id      = var.vpc_id
  description = coalesce(var.security_group_description, "Control traffic to/from RDS Aurora ${local.security_group_name}")
}

resource "aws_security_group_rule" "this" {
  for_each = { for k, v in var.security_group_rules : k => v if local.create && var.create_security_group }

  type                     = try(each.value.type, "ingress")
  from_port                = try(each.value.from_port, local.port)
  to_port                  = try(each.value.to_port, local.port)
  protocol                 = try(each.value.protocol, "tcp")
  security_group_id        = aws_security_group.this[0].id
  cidr_blocks              = try(each.value.cidr_blocks, null)
  ipv6_cidr_blocks         = try(each.value.ipv6_cidr_blocks, null)
  prefix_list_ids          = try(each.value.prefix_list_ids, null)
  source_security_group_id = try(each.value.source_security_group_id, null)
  self                     = try(each.value.self, null)
  description              = try(each.value.description, null)
}

resource "aws_rds_cluster_parameter_group" "this" {
  count = local.create && var.create_db_cluster_parameter_group ? 1 : 0

  name        = var.db_cluster_parameter_group_use_name_prefix ? null : local.cluster_parameter_group_name
  name_prefix = var.db_cluster_parameter_group_use_name_prefix ? "${local.cluster_parameter_group_name}-" : null
  description = var.db_cluster_parameter_group_description
  family      = var.db_cluster_parameter_group_family

  dynamic "parameter" {
    for_each = var.db_cluster_parameter_group_parameters
    content {
      name         = parameter.value.name
      value        = parameter.value.value
      apply_method = try(parameter.value.apply_method, "immediate")
    }
  }
}

resource "aws_db_parameter_group" "this" {
  count = local.create && var.create_db_parameter_group ? 1 : 0

  name        = var.db_parameter_group_use_name_prefix ? null : local.db_parameter_group_name
  name_prefix = var.db_parameter_group_use_name_prefix ? "${local.db_parameter_group_name}-" : null
  description = var.db_parameter_group_description
  family      = var.db_parameter_group_family

  dynamic "parameter" {
    for_each = var.db_parameter_group_parameters
    content {
      name         = parameter.value.name
      value        = parameter.value.value
      apply_method = try(parameter.value.apply_method, "immediate")
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
