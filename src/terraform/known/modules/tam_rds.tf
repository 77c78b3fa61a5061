# terraform-aws-modules/rds/aws

variables {
  create_db_instance                    = true
  instance_use_identifier_prefix        = false
  performance_insights_kms_key_id       = null
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
  ca_cert_identifier                    = null
  tags                                  = {}
  db_instance_tags                      = {}
  create_db_subnet_group                = false
  db_subnet_group_name                  = null
  db_subnet_group_use_name_prefix       = true
  db_subnet_group_description           = null
  subnet_ids                            = []
  create_db_parameter_group             = true
  parameter_group_name                  = null
  parameter_group_use_name_prefix       = true
  parameter_group_description           = null
  family                                = null
  parameters                            = null
  create_db_option_group                = true
  option_group_name                     = null
  putin_khuylo                          = true
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
  default = null
}

variable "s3_import" {
  default = null
}

locals {
  creates_option_group = var.create_db_option_group && var.engine != "postgres"
}

module "db_subnet_group" {
  source = "./modules/db_subnet_group"

  create          = var.create_db_subnet_group && var.putin_khuylo
  name            = coalesce(var.db_subnet_group_name, var.identifier)
  use_name_prefix = var.db_subnet_group_use_name_prefix
  description     = var.db_subnet_group_description
  subnet_ids      = var.subnet_ids
}

module "db_parameter_group" {
  source = "./modules/db_parameter_group"

  create          = var.create_db_parameter_group && var.putin_khuylo
  name            = coalesce(var.parameter_group_name, var.identifier)
  use_name_prefix = var.parameter_group_use_name_prefix
  description     = var.parameter_group_description
  family          = var.family
  parameters      = var.parameters
}

module "db_option_group" {
  source = "./modules/db_option_group"

  create = local.creates_option_group
}

module "db_instance" {
  source = "./modules/db_instance"

  create                                = var.create_db_instance && var.putin_khuylo
  identifier                            = var.identifier
  use_identifier_prefix                 = var.instance_use_identifier_prefix
  storage_type                          = var.storage_type
  storage_encrypted                     = var.storage_encrypted
  kms_key_id                            = var.kms_key_id
  replicate_source_db                   = var.replicate_source_db
  iam_database_authentication_enabled   = var.iam_database_authentication_enabled
  domain                                = var.domain
  domain_auth_secret_arn                = var.domain_auth_secret_arn
  domain_dns_ips                        = var.domain_dns_ips
  domain_fqdn                           = var.domain_fqdn
  domain_iam_role_name                  = var.domain_iam_role_name
  domain_ou                             = var.domain_ou
  engine                                = var.engine
  engine_version                        = var.engine_version
  engine_lifecycle_support              = var.engine_lifecycle_support
  instance_class                        = var.instance_class
  iops                                  = var.iops
  db_name                               = var.db_name
  username                              = var.username
  password_wo                           = var.manage_master_user_password ? null : var.password_wo
  password_wo_version                   = var.manage_master_user_password ? null : var.password_wo_version
  manage_master_user_password           = var.manage_master_user_password
  master_user_secret_kms_key_id         = var.master_user_secret_kms_key_id
  port                                  = var.port
  skip_final_snapshot                   = var.skip_final_snapshot
  snapshot_identifier                   = var.snapshot_identifier
  copy_tags_to_snapshot                 = var.copy_tags_to_snapshot
  final_snapshot_identifier_prefix      = var.final_snapshot_identifier_prefix
  vpc_security_group_ids                = var.vpc_security_group_ids
  availability_zone                     = var.availability_zone
  multi_az                              = var.multi_az
  network_type                          = var.network_type
  publicly_accessible                   = var.publicly_accessible
  custom_iam_instance_profile           = var.custom_iam_instance_profile
  monitoring_interval                   = var.monitoring_interval
  monitoring_role_arn                   = var.monitoring_role_arn
  create_monitoring_role                = var.create_monitoring_role
  database_insights_mode                = var.database_insights_mode
  allow_major_version_upgrade           = var.allow_major_version_upgrade
  auto_minor_version_upgrade            = var.auto_minor_version_upgrade
  apply_immediately                     = var.apply_immediately
  maintenance_window                    = var.maintenance_window
  backup_retention_period               = var.backup_retention_period
  backup_window                         = var.backup_window
  enabled_cloudwatch_logs_exports       = var.enabled_cloudwatch_logs_exports
  deletion_protection                   = var.deletion_protection
  delete_automated_backups              = var.delete_automated_backups
  performance_insights_enabled          = var.performance_insights_enabled
  performance_insights_retention_period = var.performance_insights_retention_period
  ca_cert_identifier                    = var.ca_cert_identifier
  blue_green_update                     = var.blue_green_update
  restore_to_point_in_time              = var.restore_to_point_in_time
  s3_import                             = var.s3_import
  tags                                  = var.tags
  db_instance_tags                      = var.db_instance_tags
  performance_insights_kms_key_id       = var.performance_insights_enabled ? var.performance_insights_kms_key_id : null
  db_subnet_group_name                  = var.create_db_subnet_group ? module.db_subnet_group.db_subnet_group_id : var.db_subnet_group_name
  parameter_group_name                  = var.create_db_parameter_group ? module.db_parameter_group.db_parameter_group_id : var.parameter_group_name
  option_group_name                     = var.engine != "postgres" ? (local.creates_option_group ? module.db_option_group.db_option_group_id : var.option_group_name) : null
}

output "db_instance_arn" {
  value = module.db_instance.db_instance_arn
}

output "db_instance_address" {
  value = module.db_instance.db_instance_address
}

output "db_instance_endpoint" {
  value = module.db_instance.db_instance_endpoint
}

output "db_instance_engine" {
  value = module.db_instance.db_instance_engine
}

output "db_instance_identifier" {
  value = module.db_instance.db_instance_identifier
}

output "db_instance_resource_id" {
  value = module.db_instance.db_instance_resource_id
}

output "db_instance_name" {
  value = module.db_instance.db_instance_name
}

output "db_instance_username" {
  value = module.db_instance.db_instance_username
}

output "db_instance_port" {
  value = module.db_instance.db_instance_port
}

output "db_instance_master_user_secret_arn" {
  value = module.db_instance.db_instance_master_user_secret_arn
}

output "enhanced_monitoring_iam_role_arn" {
  value = module.db_instance.enhanced_monitoring_iam_role_arn
}

output "db_subnet_group_id" {
  value = module.db_subnet_group.db_subnet_group_id
}

output "db_subnet_group_arn" {
  value = module.db_subnet_group.db_subnet_group_arn
}

output "db_parameter_group_id" {
  value = module.db_parameter_group.db_parameter_group_id
}

output "db_parameter_group_arn" {
  value = module.db_parameter_group.db_parameter_group_arn
}
