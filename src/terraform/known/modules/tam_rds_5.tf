# Before 6: the module makes a random password unless it is told not to.

variables {
  create_random_password = true
}

variable "username" {
  sensitive = true
}

resource "random_password" "master_password" {
  count = var.create_db_instance && var.create_random_password ? 1 : 0
}

module "db_instance" {
  password = var.create_db_instance && var.create_random_password ? random_password.master_password[0].result : var.password
}
