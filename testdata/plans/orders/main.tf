variable "admin_password" {
  type      = string
  sensitive = true
}

variable "encrypted" {
  type = bool
}

variable "replicas" {
  type    = number
  default = 0
}

module "orders" {
  for_each = toset(["eu", "us"])
  source   = "./database"

  name      = each.key
  password  = var.admin_password
  encrypted = var.encrypted
}

# rdslint: ignore[deletion-protection-disabled] holds nothing that is not in the orders
resource "aws_db_instance" "reports" {
  count = var.replicas

  identifier           = "reports-${count.index}"
  replicate_source_db  = module.orders["eu"].id
  instance_class       = "db.t4g.medium"
  parameter_group_name = module.orders["eu"].parameters
  skip_final_snapshot  = true
}
