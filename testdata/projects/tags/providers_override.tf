provider "aws" {
  alias = "ireland"

  default_tags {
    tags = { Stage = local.stage, Replica = "yes" }
  }
}
