# Before 4: other defaults, and the database's name is called name.

variables {
  storage_encrypted      = false
  create_random_password = false
  create_db_subnet_group = true
  name                   = null
}

module "db_instance" {
  name = var.name
}
