module "db" {
  source   = "./modules/db"
  for_each = { a = true, b = false }
  encrypt  = each.value
}
module "vpc" { source = "terraform-aws-modules/vpc/aws" }
resource "aws_db_subnet_group" "s" {
  name = module.db["a"].inner
  subnet_ids = module.vpc.subnets
}
