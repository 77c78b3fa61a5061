# Before 7: a password that is not write-only, and other defaults.

variables {
  copy_tags_to_snapshot = false
  blue_green_update     = {}
}

variable "password" {
  default   = null
  sensitive = true
}

resource "aws_db_instance" "this" {
  password                = !local.is_replica && var.manage_master_user_password ? null : var.password
  backup_retention_period = length(var.blue_green_update) > 0 ? coalesce(var.backup_retention_period, 1) : var.backup_retention_period
}
