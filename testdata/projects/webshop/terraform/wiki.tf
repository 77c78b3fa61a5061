# The staff wiki, set up by hand long ago and imported into Terraform since.
resource "aws_db_instance" "wiki" {
  identifier        = "wiki"
  engine            = "mariadb"
  engine_version    = "10.11.14"
  instance_class    = "db.t4g.small"
  allocated_storage = 20

  username = "wiki"
  password = var.wiki_password

  parameter_group_name            = aws_db_parameter_group.wiki.name
  db_subnet_group_name            = aws_db_subnet_group.webshop.name
  vpc_security_group_ids          = [aws_security_group.wiki.id]
  enabled_cloudwatch_logs_exports = ["audit", "error"]

  iam_database_authentication_enabled = true
  backup_retention_period             = 7
  deletion_protection                 = true
  final_snapshot_identifier           = "wiki-final"
}

resource "aws_db_parameter_group" "wiki" {
  name   = "wiki"
  family = "mariadb10.11"

  parameter {
    name  = "require_secure_transport"
    value = "1"
  }

  parameter {
    name         = "tls_version"
    value        = "TLSv1.1,TLSv1.2,TLSv1.3"
    apply_method = "pending-reboot"
  }
}

resource "aws_security_group" "wiki" {
  name        = "wiki-database"
  description = "Database of the wiki"
  vpc_id      = var.vpc_id

  ingress {
    description = "MariaDB from the offices"
    from_port   = 3306
    to_port     = 3306
    protocol    = "tcp"
    cidr_blocks = var.office_cidrs
  }
}
