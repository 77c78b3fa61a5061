module "database" {
  source   = "./modules/database"
  for_each = local.clusters

  name                = "${each.key}-${var.environment}"
  instances           = each.value.instances
  encrypted           = try(each.value.encrypted, true)
  deletion_protection = try(each.value.deletion_protection, true)
  parameters          = try(each.value.parameters, {})
  instance_parameters = try(each.value.instance_parameters, {})

  vpc_id            = var.vpc_id
  subnet_group_name = aws_db_subnet_group.webshop.name
  client_security_group_ids = {
    services = aws_security_group.services.id
    proxy    = aws_security_group.proxy.id
  }
}

resource "aws_db_subnet_group" "webshop" {
  name       = "webshop-${var.environment}"
  subnet_ids = var.database_subnet_ids
}

resource "aws_security_group" "services" {
  name        = "services-${var.environment}"
  description = "The services of the webshop"
  vpc_id      = var.vpc_id
}
