# terraform-aws-modules/rds/aws//modules/db_option_group

variables {
  create = true
}

resource "aws_db_option_group" "this" {
  count = var.create ? 1 : 0
}

output "db_option_group_id" {
  value = try(aws_db_option_group.this[0].id, null)
}

output "db_option_group_arn" {
  value = try(aws_db_option_group.this[0].arn, null)
}
