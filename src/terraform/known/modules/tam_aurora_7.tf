# Before 8: a random password unless told otherwise, a subnet group, and lists of who may connect.

variables {
  create_cluster          = true
  create_random_password  = true
  create_db_subnet_group  = true
  backup_retention_period = 7
  engine_mode             = null
  master_username         = "root"
  allowed_security_groups = []
  allowed_cidr_blocks     = []
}

locals {
  create = var.create_cluster && var.putin_khuylo
}

resource "random_password" "master_password" {
  count = local.create && var.create_random_password ? 1 : 0
}

resource "random_id" "snapshot_identifier" {
  count = local.create && !var.skip_final_snapshot ? 1 : 0
}

resource "aws_rds_cluster" "this" {
  master_password               = !var.is_primary_cluster ? null : (local.create && var.create_random_password ? random_password.master_password[0].result : var.master_password)
  manage_master_user_password   = null
  master_user_secret_kms_key_id = null
  final_snapshot_identifier     = var.skip_final_snapshot ? null : "final-${var.name}-${try(random_id.snapshot_identifier[0].hex, "")}"
}

resource "aws_security_group_rule" "default_ingress" {
  count = local.create && var.create_security_group ? length(var.allowed_security_groups) : 0

  type                     = "ingress"
  from_port                = local.port
  to_port                  = local.port
  protocol                 = "tcp"
  source_security_group_id = element(var.allowed_security_groups, count.index)
  security_group_id        = aws_security_group.this[0].id
}

resource "aws_security_group_rule" "cidr_ingress" {
  count = local.create && var.create_security_group && length(var.allowed_cidr_blocks) > 0 ? 1 : 0

  type              = "ingress"
  from_port         = local.port
  to_port           = local.port
  protocol          = "tcp"
  cidr_blocks       = var.allowed_cidr_blocks
  security_group_id = aws_security_group.this[0].id
}
