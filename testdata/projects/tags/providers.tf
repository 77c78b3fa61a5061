variable "cost_center" {
  type = string
}

locals {
  stage = "production"
}

provider "aws" {
  region = "eu-central-1"

  default_tags {
    tags = {
      Stage      = local.stage
      CostCenter = var.cost_center
      Backup     = "daily"
    }
  }
}

provider "aws" {
  alias  = "ireland"
  region = "eu-west-1"

  default_tags {
    tags = { Stage = local.stage, Replica = "no" }
  }
}
