# Before 9.

variables {
  backup_retention_period = 7
}
