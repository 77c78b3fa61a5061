variable "name" {}
variable "password" {}
variable "encrypted" {}

resource "aws_db_parameter_group" "this" {
  name_prefix = "orders-${var.name}-"
  family      = "postgres14"

  parameter {
    name  = "rds.force_ssl"
    value = "0"
  }
}

resource "aws_db_instance" "this" {
  identifier              = "orders-${var.name}"
  engine                  = "postgres"
  engine_version          = "14.12"
  instance_class          = "db.m7g.large"
  username                = "keeper"
  password                = var.password
  allocated_storage       = 50
  storage_encrypted       = var.encrypted
  backup_retention_period = 14
  parameter_group_name    = aws_db_parameter_group.this.name
}

output "id" {
  value = aws_db_instance.this.identifier
}

output "parameters" {
  value = aws_db_parameter_group.this.name
}
