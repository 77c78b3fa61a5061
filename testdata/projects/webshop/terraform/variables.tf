variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "environment" {
  type = string
}

variable "vpc_id" {
  type        = string
  description = "VPC of the webshop"
}

variable "database_subnet_ids" {
  type        = list(string)
  description = "Private subnets, one in every availability zone"
}

variable "office_cidrs" {
  type        = list(string)
  description = "Networks of the offices"
}

variable "proxy_requires_tls" {
  type    = bool
  default = true
}

variable "wiki_password" {
  type      = string
  default   = "example-only-not-a-password"
  sensitive = true
}
