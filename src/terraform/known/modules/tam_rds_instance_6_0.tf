# Before 6.3.1.

variables {
  manage_master_user_password = false
}
