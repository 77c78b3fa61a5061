# cloudposse/rds-cluster/aws

variables {
  enabled                               = null
  context                               = { enabled = true }
  security_groups                       = []
  instance_type                         = "db.t2.small"
  cluster_identifier                    = ""
  cluster_size                          = 2
  snapshot_identifier                   = null
  db_name                               = ""
  db_port                               = 3306
  admin_user_secret_kms_key_id          = null
  admin_user                            = "admin"
  retention_period                      = 5
  backup_window                         = "07:00-09:00"
  maintenance_window                    = "wed:03:00-wed:04:00"
  db_cluster_instance_class             = null
  cluster_family                        = "aurora5.6"
  engine                                = "aurora"
  engine_mode                           = "provisioned"
  engine_version                        = ""
  allow_major_version_upgrade           = false
  auto_minor_version_upgrade            = true
  s3_import                             = null
  scaling_configuration                 = []
  serverlessv2_scaling_configuration    = null
  allowed_cidr_blocks                   = []
  allowed_ipv6_cidr_blocks              = []
  publicly_accessible                   = false
  storage_encrypted                     = false
  storage_type                          = null
  kms_key_arn                           = ""
  skip_final_snapshot                   = true
  copy_tags_to_snapshot                 = false
  deletion_protection                   = false
  apply_immediately                     = true
  iam_database_authentication_enabled   = false
  rds_monitoring_interval               = 0
  rds_monitoring_role_arn               = null
  enhanced_monitoring_role_enabled      = false
  replication_source_identifier         = ""
  enabled_cloudwatch_logs_exports       = []
  performance_insights_enabled          = false
  performance_insights_kms_key_id       = ""
  performance_insights_retention_period = null
  database_insights_mode                = null
  instance_availability_zone            = ""
  cluster_type                          = "regional"
  global_cluster_identifier             = ""
  iam_roles                             = []
  backtrack_window                      = 0
  enable_http_endpoint                  = false
  vpc_security_group_ids                = []
  ca_cert_identifier                    = null
  subnet_group_name                     = ""
  intra_security_group_traffic_enabled  = false
  enable_global_write_forwarding        = null
  enable_local_write_forwarding         = null
  network_type                          = "IPV4"
}

variable "manage_admin_user_password" {
  default  = false
  nullable = false
}

variable "admin_password" {
  default = ""
}

variable "restore_to_point_in_time" {
  type = list(object({
    source_cluster_identifier  = string
    restore_type               = optional(string, "copy-on-write")
    use_latest_restorable_time = optional(bool, true)
    restore_to_time            = optional(string, null)
  }))
  default = []
}

variable "cluster_parameters" {
  type = list(object({
    apply_method = string
    name         = string
    value        = string
  }))
  default = []
}

variable "instance_parameters" {
  type = list(object({
    apply_method = string
    name         = string
    value        = string
  }))
  default = []
}

variable "vpc_id" {
  type = string
}

variable "subnets" {
  type = list(string)
}

module "this" {
  source = "cloudposse/label/null"
}

locals {
  enabled                     = coalesce(var.enabled, try(var.context.enabled, null), true)
  is_regional_cluster         = var.cluster_type == "regional"
  is_serverless               = var.engine_mode == "serverless"
  ignore_admin_credentials    = var.replication_source_identifier != "" || var.snapshot_identifier != null
  deployed_cluster_identifier = local.enabled ? coalesce(one(aws_rds_cluster.primary[*].id), one(aws_rds_cluster.secondary[*].id)) : ""
}

# Standalone; the clusters of a global database are the other resource.
resource "aws_rds_cluster" "primary" {
  count = local.enabled && local.is_regional_cluster ? 1 : 0

  cluster_identifier        = var.cluster_identifier == "" ? module.this.id : var.cluster_identifier
  database_name             = var.db_name
  engine                    = var.engine
  engine_version            = var.engine_version
  engine_mode               = var.engine_mode
  db_cluster_instance_class = local.is_serverless ? null : var.db_cluster_instance_class

  storage_encrypted = local.is_serverless ? null : var.storage_encrypted
  kms_key_id        = var.kms_key_arn
  storage_type      = var.storage_type

  master_username                     = local.ignore_admin_credentials ? null : var.admin_user
  master_password                     = local.ignore_admin_credentials || var.manage_admin_user_password ? null : var.admin_password
  manage_master_user_password         = var.manage_admin_user_password ? var.manage_admin_user_password : null
  master_user_secret_kms_key_id       = var.admin_user_secret_kms_key_id
  iam_database_authentication_enabled = var.iam_database_authentication_enabled
  iam_roles                           = var.iam_roles

  port                            = var.db_port
  network_type                    = var.network_type
  db_subnet_group_name            = join("", aws_db_subnet_group.default[*].name)
  vpc_security_group_ids          = compact(flatten([join("", aws_security_group.default[*].id), var.vpc_security_group_ids]))
  enable_http_endpoint            = var.enable_http_endpoint
  db_cluster_parameter_group_name = join("", aws_rds_cluster_parameter_group.default[*].name)

  backup_retention_period      = var.retention_period
  preferred_backup_window      = var.backup_window
  preferred_maintenance_window = var.maintenance_window
  backtrack_window             = var.backtrack_window
  copy_tags_to_snapshot        = var.copy_tags_to_snapshot
  deletion_protection          = var.deletion_protection
  skip_final_snapshot          = var.skip_final_snapshot
  final_snapshot_identifier    = var.cluster_identifier == "" ? lower(module.this.id) : lower(var.cluster_identifier)

  allow_major_version_upgrade     = var.allow_major_version_upgrade
  apply_immediately               = var.apply_immediately
  enabled_cloudwatch_logs_exports = var.enabled_cloudwatch_logs_exports
  database_insights_mode          = var.database_insights_mode
  enable_global_write_forwarding  = var.enable_global_write_forwarding
  enable_local_write_forwarding   = var.enable_local_write_forwarding
  snapshot_identifier             = var.snapshot_identifier
  replication_source_identifier   = var.replication_source_identifier

  db_instance_parameter_group_name      = var.allow_major_version_upgrade ? join("", aws_db_parameter_group.default[*].name) : null
  performance_insights_enabled          = var.performance_insights_enabled
  performance_insights_kms_key_id       = var.performance_insights_kms_key_id
  performance_insights_retention_period = var.performance_insights_retention_period

  dynamic "s3_import" {
    for_each = var.s3_import[*]
    content {
      source_engine = try(s3_import.value.source_engine, null)
      bucket_name   = try(s3_import.value.bucket_name, null)
    }
  }

  dynamic "restore_to_point_in_time" {
    for_each = var.restore_to_point_in_time
    content {
      source_cluster_identifier  = restore_to_point_in_time.value.source_cluster_identifier
      restore_type               = restore_to_point_in_time.value.restore_type
      use_latest_restorable_time = restore_to_point_in_time.value.restore_to_time != null ? null : restore_to_point_in_time.value.use_latest_restorable_time
      restore_to_time            = restore_to_point_in_time.value.restore_to_time
    }
  }

  dynamic "scaling_configuration" {
    for_each = var.scaling_configuration
    content {
      max_capacity = try(scaling_configuration.value.max_capacity, null)
      min_capacity = try(scaling_configuration.value.min_capacity, null)
    }
  }

  dynamic "serverlessv2_scaling_configuration" {
    for_each = var.serverlessv2_scaling_configuration[*]
    content {
      max_capacity = serverlessv2_scaling_configuration.value.max_capacity
      min_capacity = serverlessv2_scaling_configuration.value.min_capacity
      seconds_until_auto_pause = try(serverlessv2_scaling_configuration.value.seconds_until_auto_pause, null)
    }
  }
}

resource "aws_rds_cluster" "secondary" {
  count = local.enabled && !local.is_regional_cluster ? 1 : 0

  cluster_identifier        = var.cluster_identifier == "" ? module.this.id : var.cluster_identifier
  database_name             = var.db_name
  engine                    = var.engine
  engine_version            = var.engine_version
  engine_mode               = var.engine_mode
  db_cluster_instance_class = local.is_serverless ? null : var.db_cluster_instance_class

  storage_encrypted = var.storage_encrypted
  kms_key_id        = var.kms_key_arn
  storage_type      = var.storage_type

  master_username                     = local.ignore_admin_credentials ? null : var.admin_user
  master_password                     = local.ignore_admin_credentials || var.manage_admin_user_password ? null : var.admin_password
  manage_master_user_password         = var.manage_admin_user_password ? var.manage_admin_user_password : null
  master_user_secret_kms_key_id       = var.admin_user_secret_kms_key_id
  iam_database_authentication_enabled = var.iam_database_authentication_enabled
  iam_roles                           = var.iam_roles

  port                            = var.db_port
  network_type                    = var.network_type
  db_subnet_group_name            = join("", aws_db_subnet_group.default[*].name)
  vpc_security_group_ids          = compact(flatten([join("", aws_security_group.default[*].id), var.vpc_security_group_ids]))
  enable_http_endpoint            = var.enable_http_endpoint
  db_cluster_parameter_group_name = join("", aws_rds_cluster_parameter_group.default[*].name)

  backup_retention_period      = var.retention_period
  preferred_backup_window      = var.backup_window
  preferred_maintenance_window = var.maintenance_window
  backtrack_window             = var.backtrack_window
  copy_tags_to_snapshot        = var.copy_tags_to_snapshot
  deletion_protection          = var.deletion_protection
  skip_final_snapshot          = var.skip_final_snapshot
  final_snapshot_identifier    = var.cluster_identifier == "" ? lower(module.this.id) : lower(var.cluster_identifier)

  allow_major_version_upgrade     = var.allow_major_version_upgrade
  apply_immediately               = var.apply_immediately
  enabled_cloudwatch_logs_exports = var.enabled_cloudwatch_logs_exports
  database_insights_mode          = var.database_insights_mode
  enable_global_write_forwarding  = var.enable_global_write_forwarding
  enable_local_write_forwarding   = var.enable_local_write_forwarding
  snapshot_identifier             = var.snapshot_identifier
  global_cluster_identifier       = var.global_cluster_identifier

  dynamic "scaling_configuration" {
    for_each = var.scaling_configuration
    content {
      max_capacity = try(scaling_configuration.value.max_capacity, null)
      min_capacity = try(scaling_configuration.value.min_capacity, null)
    }
  }

  dynamic "serverlessv2_scaling_configuration" {
    for_each = var.serverlessv2_scaling_configuration[*]
    content {
      max_capacity = serverlessv2_scaling_configuration.value.max_capacity
      min_capacity = serverlessv2_scaling_configuration.value.min_capacity
    }
  }
}

resource "aws_rds_cluster_instance" "default" {
  count = local.enabled ? var.cluster_size : 0

  identifier              = module.this.instance_id
  cluster_identifier      = local.deployed_cluster_identifier
  engine                  = var.engine
  engine_version          = var.engine_version
  instance_class          = var.serverlessv2_scaling_configuration != null ? "db.serverless" : var.instance_type
  availability_zone       = var.instance_availability_zone
  db_subnet_group_name    = one(aws_db_subnet_group.default[*].name)
  db_parameter_group_name = join("", aws_db_parameter_group.default[*].name)
  publicly_accessible     = var.publicly_accessible
  ca_cert_identifier      = var.ca_cert_identifier

  auto_minor_version_upgrade   = var.auto_minor_version_upgrade
  apply_immediately            = var.apply_immediately
  preferred_maintenance_window = var.maintenance_window
  copy_tags_to_snapshot        = var.copy_tags_to_snapshot

  monitoring_interval                   = var.rds_monitoring_interval
  monitoring_role_arn                   = var.enhanced_monitoring_role_enabled ? join("", aws_iam_role.enhanced_monitoring[*].arn) : var.rds_monitoring_role_arn
  performance_insights_enabled          = var.performance_insights_enabled
  performance_insights_kms_key_id       = var.performance_insights_kms_key_id
  performance_insights_retention_period = var.performance_insights_retention_period
}

resource "aws_iam_role" "enhanced_monitoring" {
  count = local.enabled && var.enhanced_monitoring_role_enabled ? 1 : 0
}

resource "aws_db_subnet_group" "default" {
  count = local.enabled ? 1 : 0

  name       = try(length(var.subnet_group_name), 0) == 0 ? module.this.id : var.subnet_group_name
  subnet_ids = var.subnets
}

resource "aws_rds_cluster_parameter_group" "default" {
  count = local.enabled ? 1 : 0

  family = var.cluster_family

  dynamic "parameter" {
    for_each = var.cluster_parameters
    content {
      name         = parameter.value.name
      value        = parameter.value.value
      apply_method = parameter.value.apply_method
    }
  }
}

resource "aws_db_parameter_group" "default" {
  count = local.enabled ? 1 : 0

  family = var.cluster_family

  dynamic "parameter" {
    for_each = var.instance_parameters
    content {
      name         = parameter.value.name
      value        = parameter.value.value
      apply_method = parameter.value.apply_method
    }
  }
}

resource "aws_security_group" "default" {
  count = local.enabled ? 1 : 0

  name        = module.this.id
  description = "Allow inbound traffic from Security Groups and CIDRs"
  vpc_id      = var.vpc_id
}

resource "aws_security_group_rule" "ingress_security_groups" {
  count = local.enabled ? length(var.security_groups) : 0

  type                     = "ingress"
  from_port                = var.db_port
  to_port                  = var.db_port
  protocol                 = "tcp"
  source_security_group_id = var.security_groups[count.index]
  security_group_id        = join("", aws_security_group.default[*].id)
}

resource "aws_security_group_rule" "traffic_inside_security_group" {
  count = local.enabled && var.intra_security_group_traffic_enabled ? 1 : 0

  type              = "ingress"
  from_port         = var.db_port
  to_port           = var.db_port
  protocol          = "tcp"
  self              = true
  security_group_id = join("", aws_security_group.default[*].id)
}

resource "aws_security_group_rule" "ingress_cidr_blocks" {
  count = local.enabled && length(var.allowed_cidr_blocks) > 0 ? 1 : 0

  type              = "ingress"
  from_port         = var.db_port
  to_port           = var.db_port
  protocol          = "tcp"
  cidr_blocks       = var.allowed_cidr_blocks
  security_group_id = join("", aws_security_group.default[*].id)
}

resource "aws_security_group_rule" "ingress_ipv6_cidr_blocks" {
  count = local.enabled && length(var.allowed_ipv6_cidr_blocks) > 0 ? 1 : 0

  type              = "ingress"
  from_port         = var.db_port
  to_port           = var.db_port
  protocol          = "tcp"
  ipv6_cidr_blocks  = var.allowed_ipv6_cidr_blocks
  security_group_id = join("", aws_security_group.default[*].id)
}

output "database_name" {
  value = var.db_name
}

output "master_username" {
  value = local.is_regional_cluster ? join("", aws_rds_cluster.primary[*].master_username) : join("", aws_rds_cluster.secondary[*].master_username)
}

output "cluster_identifier" {
  value = local.is_regional_cluster ? join("", aws_rds_cluster.primary[*].cluster_identifier) : join("", aws_rds_cluster.secondary[*].cluster_identifier)
}

output "arn" {
  value = local.is_regional_cluster ? join("", aws_rds_cluster.primary[*].arn) : join("", aws_rds_cluster.secondary[*].arn)
}

output "endpoint" {
  value = local.is_regional_cluster ? join("", aws_rds_cluster.primary[*].endpoint) : join("", aws_rds_cluster.secondary[*].endpoint)
}

output "reader_endpoint" {
  value = local.is_regional_cluster ? join("", aws_rds_cluster.primary[*].reader_endpoint) : join("", aws_rds_cluster.secondary[*].reader_endpoint)
}

output "port" {
  value = local.is_regional_cluster ? join("", aws_rds_cluster.primary[*].port) : join("", aws_rds_cluster.secondary[*].port)
}

output "cluster_resource_id" {
  value = local.is_regional_cluster ? join("", aws_rds_cluster.primary[*].cluster_resource_id) : join("", aws_rds_cluster.secondary[*].cluster_resource_id)
}

output "security_group_id" {
  value = join("", aws_security_group.default[*].id)
}

output "security_group_arn" {
  value = join("", aws_security_group.default[*].arn)
}
