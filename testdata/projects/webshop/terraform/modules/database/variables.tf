variable "name" {
  type = string
}

variable "instances" {
  type    = number
  default = 1
}

variable "engine_version" {
  type    = string
  default = "16.9"
}

variable "encrypted" {
  type    = bool
  default = true
}

variable "deletion_protection" {
  type    = bool
  default = true
}

variable "parameters" {
  type        = map(string)
  default     = {}
  description = "Rows of the cluster parameter group, on top of the usual ones"
}

variable "instance_parameters" {
  type        = map(string)
  default     = {}
  description = "Rows of the parameter group of the instances"
}

variable "vpc_id" {
  type = string
}

variable "subnet_group_name" {
  type = string
}

variable "client_security_group_ids" {
  type        = map(string)
  description = "Who may connect, by a name for the description"
}
