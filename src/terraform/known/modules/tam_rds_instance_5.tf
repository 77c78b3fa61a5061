# Before 6: Secrets Manager does not manage the password.

variable "username" {
  sensitive = true
}

resource "aws_db_instance" "this" {
  password                      = local.is_replica ? null : var.password
  password_wo                   = null
  password_wo_version           = null
  manage_master_user_password   = null
  master_user_secret_kms_key_id = null
}
