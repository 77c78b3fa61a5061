output "cluster_endpoints" {
  value = { for name, database in module.database : name => database.endpoint }
}

output "proxy_endpoint" {
  value = aws_db_proxy.orders.endpoint
}
