locals {
  family = "aurora-postgresql${split(".", var.engine_version)[0]}"

  parameters = merge(
    {
      "shared_preload_libraries"          = "pg_stat_statements,pgaudit"
      "pgaudit.log"                       = "ddl,role"
      "rds.accepted_password_auth_method" = "scram"
    },
    var.parameters,
  )
}

data "aws_rds_certificate" "current" {
  latest_valid_till = true
}

resource "aws_rds_cluster" "this" {
  cluster_identifier = var.name
  engine             = "aurora-postgresql"
  engine_version     = var.engine_version
  database_name      = "webshop"

  master_username             = "webshop_admin"
  manage_master_user_password = true

  storage_encrypted   = var.encrypted
  deletion_protection = var.deletion_protection

  backup_retention_period   = 14
  preferred_backup_window   = "02:10-02:40"
  copy_tags_to_snapshot     = true
  final_snapshot_identifier = "${var.name}-final"

  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = ["postgresql"]

  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.this.name
  db_subnet_group_name            = var.subnet_group_name
  vpc_security_group_ids          = [aws_security_group.this.id]
}

resource "aws_rds_cluster_instance" "this" {
  count = var.instances

  identifier         = "${var.name}-${count.index}"
  cluster_identifier = aws_rds_cluster.this.id
  engine             = aws_rds_cluster.this.engine
  engine_version     = aws_rds_cluster.this.engine_version
  instance_class     = "db.r7g.large"

  ca_cert_identifier      = data.aws_rds_certificate.current.id
  db_parameter_group_name = aws_db_parameter_group.this.name
}

resource "aws_rds_cluster_parameter_group" "this" {
  name   = "${var.name}-cluster"
  family = local.family

  dynamic "parameter" {
    for_each = local.parameters

    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = "pending-reboot"
    }
  }
}

resource "aws_db_parameter_group" "this" {
  name   = "${var.name}-instance"
  family = local.family

  dynamic "parameter" {
    for_each = var.instance_parameters

    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = "pending-reboot"
    }
  }
}

resource "aws_security_group" "this" {
  name        = "${var.name}-database"
  description = "Database ${var.name}"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "clients" {
  for_each = var.client_security_group_ids

  security_group_id            = aws_security_group.this.id
  description                  = "PostgreSQL from ${each.key}"
  ip_protocol                  = "tcp"
  from_port                    = 5432
  to_port                      = 5432
  referenced_security_group_id = each.value
}
