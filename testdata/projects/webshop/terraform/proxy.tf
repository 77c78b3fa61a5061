resource "aws_db_proxy" "orders" {
  name                   = "orders-${var.environment}"
  engine_family          = "POSTGRESQL"
  role_arn               = aws_iam_role.proxy.arn
  require_tls            = var.proxy_requires_tls
  idle_client_timeout    = 900
  vpc_subnet_ids         = var.database_subnet_ids
  vpc_security_group_ids = [aws_security_group.proxy.id]

  auth {
    auth_scheme = "SECRETS"
    iam_auth    = "REQUIRED"
    secret_arn  = module.database["orders"].master_secret_arn
  }
}

resource "aws_db_proxy_default_target_group" "orders" {
  db_proxy_name = aws_db_proxy.orders.name

  connection_pool_config {
    max_connections_percent = 80
  }
}

resource "aws_db_proxy_target" "orders" {
  db_proxy_name         = aws_db_proxy.orders.name
  target_group_name     = aws_db_proxy_default_target_group.orders.name
  db_cluster_identifier = module.database["orders"].cluster_id
}

resource "aws_security_group" "proxy" {
  name        = "orders-proxy-${var.environment}"
  description = "Connection pool of the tills"
  vpc_id      = var.vpc_id

  ingress {
    description = "Tills, through the office networks"
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = var.office_cidrs
  }
}

resource "aws_iam_role" "proxy" {
  name               = "orders-proxy-${var.environment}"
  assume_role_policy = data.aws_iam_policy_document.proxy.json
}

data "aws_iam_policy_document" "proxy" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["rds.amazonaws.com"]
    }
  }
}
