resource "aws_db_instance" "shop" {
  engine            = "postgres"
  engine_version    = "16.4"
  instance_class    = "db.m6g.large"
  storage_encrypted = true
  tags              = { Backup = "hourly", Owner = "shop" }
}

module "orders" {
  source = "./modules/orders"

  providers = {
    aws         = aws
    aws.standby = aws.ireland
  }
}
