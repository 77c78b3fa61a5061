# Before 7: a password that is not write-only, and other defaults.

variables {
  copy_tags_to_snapshot = false
  blue_green_update     = {}
}

variable "password" {
  default   = null
  sensitive = true
}

module "db_instance" {
  password = var.manage_master_user_password ? null : var.password
}
