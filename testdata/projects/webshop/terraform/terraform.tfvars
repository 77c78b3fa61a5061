environment         = "production"
vpc_id              = "vpc-0f3a9c41d27be8850"
database_subnet_ids = ["subnet-0a51c7e2f9d34b601", "subnet-07bd25aa81e6cf942"]
office_cidrs        = ["203.0.113.0/24", "198.51.100.64/26"]

# The tills in the shops still run the old client.
proxy_requires_tls = false
