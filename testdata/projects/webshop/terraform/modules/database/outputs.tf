output "cluster_id" {
  value = aws_rds_cluster.this.id
}

output "endpoint" {
  value = aws_rds_cluster.this.endpoint
}

output "master_secret_arn" {
  value = aws_rds_cluster.this.master_user_secret[0].secret_arn
}
