variable "on" {}
resource "aws_db_instance" "this" {
  storage_encrypted = var.on
  identifier = basename(path.module)
}
output "name" { value = aws_db_instance.this.identifier }
