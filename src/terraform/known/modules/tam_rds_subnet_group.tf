# terraform-aws-modules/rds/aws//modules/db_subnet_group

variables {
  create          = true
  name            = ""
  use_name_prefix = true
  description     = null
  subnet_ids      = []
}

resource "aws_db_subnet_group" "this" {
  count = var.create ? 1 : 0

  name        = var.use_name_prefix ? null : var.name
  name_prefix = var.use_name_prefix ? "${var.name}-" : null
  description = coalesce(var.description, format("%s subnet group", var.name))
  subnet_ids  = var.subnet_ids
}

output "db_subnet_group_id" {
  value = try(aws_db_subnet_group.this[0].id, null)
}

output "db_subnet_group_arn" {
  value = try(aws_db_subnet_group.this[0].arn, null)
}
