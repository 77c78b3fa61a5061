terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.standby]
    }
  }
}

resource "aws_rds_cluster" "main" {
  engine            = "aurora-postgresql"
  engine_version    = "16.4"
  storage_encrypted = true
}

resource "aws_rds_cluster" "standby" {
  provider          = aws.standby
  engine            = "aurora-postgresql"
  engine_version    = "16.4"
  storage_encrypted = true
  tags              = { Owner = "orders" }
}
