//! The folders that rdslint is measured on.

use std::fs;
use std::path::{Path, PathBuf};

/// How many files [`terraform`] writes.
pub(crate) const TERRAFORM_FILES: usize = MODULES * FILES;
const MODULES: usize = 500;
const FILES: usize = 20;

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// One template with one database.
pub(crate) fn template(home: &Path) -> PathBuf {
    let path = home.join("template.yaml");
    write(
        &path,
        "Parameters:\n  Encrypted: { Type: String, Default: 'true' }\nResources:\n  Database:\n    \
         Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: postgres\n      EngineVersion: '16.3'\n      \
         StorageEncrypted: !Ref Encrypted\n      BackupRetentionPeriod: 7\n      PubliclyAccessible: false\n",
    );
    path
}

/// What infrastructure repositories hold besides databases: other Terraform, manifests, settings.
pub(crate) fn without_databases(home: &Path) -> PathBuf {
    let folder = home.join("without");
    for i in 0..1500 {
        let bucket = format!(
            "resource \"aws_s3_bucket\" \"b{i}\" {{\n  bucket = \"assets-${{var.stage}}-{i}\"\n  tags = {{ team = \"web\" }}\n}}\n\n"
        );
        write(&folder.join(format!("terraform/stack{}/bucket{i}.tf", i / 30)), &bucket.repeat(12));
        let manifest = format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: service-{i}\nspec:\n  replicas: 2\n  template:\n    \
             spec:\n      containers:\n        - name: main\n          image: registry.example/service:{i}\n---\n"
        );
        write(&folder.join(format!("manifests/team{}/service{i}.yaml", i / 30)), &manifest.repeat(8));
        let settings = format!("{{\"name\": \"service-{i}\", \"values\": [{}1]}}\n", "12345, ".repeat(250));
        write(&folder.join(format!("settings/team{}/service{i}.json", i / 30)), &settings);
    }
    folder
}

/// Many Terraform modules, each with a database, its groups, and files about other things.
pub(crate) fn terraform(home: &Path) -> PathBuf {
    let folder = home.join("terraform");
    for module in 0..MODULES {
        let path = folder.join(format!("service{module}"));
        write(&path.join("main.tf"), &database(module));
        for i in 1..FILES {
            let other = format!(
                "resource \"aws_sqs_queue\" \"q{i}\" {{\n  name                       = \"service{module}-{i}-${{var.stage}}\"\n  \
                 visibility_timeout_seconds = 60 * {i}\n  tags                       = merge(local.tags, {{ queue = \"{i}\" }})\n}}\n\n"
            );
            write(&path.join(format!("queues{i}.tf")), &other);
        }
    }
    folder
}

fn database(module: usize) -> String {
    format!(
        r#"variable "stage" {{
  type    = string
  default = "production"
}}

locals {{
  tags = {{ service = "service{module}" }}
  parameters = {{
    "rds.force_ssl"  = var.stage == "production" ? "1" : "0"
    "log_statement"  = "ddl"
  }}
}}

resource "aws_db_parameter_group" "main" {{
  name   = "service{module}"
  family = "postgres16"

  dynamic "parameter" {{
    for_each = local.parameters
    content {{
      name  = parameter.key
      value = parameter.value
    }}
  }}
}}

resource "aws_security_group" "main" {{
  name = "service{module}"

  ingress {{
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.{}.0.0/16"]
  }}
}}

resource "aws_db_instance" "main" {{
  identifier                  = "service{module}-${{var.stage}}"
  engine                      = "postgres"
  engine_version              = "16.10"
  storage_encrypted           = true
  manage_master_user_password = true
  backup_retention_period     = var.stage == "production" ? 14 : 1
  parameter_group_name        = aws_db_parameter_group.main.name
  vpc_security_group_ids      = [aws_security_group.main.id]
  tags                        = local.tags
}}
"#,
        module % 256
    )
}
