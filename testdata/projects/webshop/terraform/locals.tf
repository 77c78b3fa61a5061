locals {
  clusters = {
    orders = {
      instances = 2
      parameters = {
        "rds.force_ssl" = "1"
      }
    }

    # rdslint: ignore[deletion-protection-disabled] Rebuilt from the product feed every night
    catalog = {
      instances           = 1
      encrypted           = false
      deletion_protection = false
      instance_parameters = {
        "rds.force_ssl" = "1"
      }
    }
  }
}
