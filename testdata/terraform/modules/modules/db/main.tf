variable "encrypt" {}
module "inner" {
  source = "../inner"
  count = 1
  on = var.encrypt
}
output "inner" { value = module.inner[0].name }
