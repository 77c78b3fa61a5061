# Before 4: other defaults, and the database's name is called name.

variables {
  storage_encrypted = false
  name              = null
}

resource "aws_db_instance" "this" {
  engine   = var.engine
  username = var.username
  password = var.password
  db_name  = var.name
}
