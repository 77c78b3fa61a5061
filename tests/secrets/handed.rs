//! Passwords in what keeps them and in what is handed to workloads, found or not.

use super::check;

/// A module with a database, and something else.
fn module(rest: &str) {
    let db = "\nresource \"aws_db_instance\" \"db\" {\n  engine   = \"postgres\"\n  password = var.master\n}\n\
              variable \"master\" {}\nvariable \"host\" {}\n";
    check(&[("main.tf", &format!("{rest}{db}"))]);
}

/// A template with a database, and another resource.
fn template(resource: &str) {
    check(&[(
        "template.yaml",
        &format!(
            "Parameters:\n  Host: {{Type: String}}\nResources:\n  Other:\n{resource}\n  Db:\n    Type: AWS::RDS::DBInstance\n    \
             Properties: {{Engine: postgres}}\n"
        ),
    )]);
}

#[test]
fn environments_of_modules() {
    for entry in [
        "DB_PASSWORD = \"SECRET\"",
        "PGPASSWORD = \"SECRET\"\n      PLAIN = \"x\"",
        "DATABASE_URL = \"postgres://app:SECRET@db.example.com/x?sslmode=disable\"",
        "DATABASE_URL = \"postgres://app:SECRET@${var.host}/x?sslmode=disable\"",
        "DATABASE_URL = \"mysql://app:SECRET@${var.host}/x?ca=rds-combined-ca-bundle.pem\"",
        "DSN = \"app:SECRET@tcp(db.example.com:3306)/x?tls=false\"",
        "DSN = \"host=db.example.com password=SECRET sslmode=disable\"",
        "JDBC = \"jdbc:postgresql://db.example.com/x?user=a&password=SECRET&ssl=false\"",
        "JDBC = \"jdbc:sqlserver://db.example.com;user=a;password=SECRET;encrypt=false\"",
        "NET = \"Host=db.example.com;Username=a;Password=SECRET;SSL Mode=Disable\"",
    ] {
        module(&format!(
            "resource \"aws_lambda_function\" \"f\" {{\n  environment {{\n    variables = {{\n      {entry}\n    }}\n  }}\n}}\n"
        ));
    }
}

#[test]
fn containers_builds_and_servers_of_modules() {
    for resource in [
        "\"aws_ecs_task_definition\" \"t\" {\n  container_definitions = jsonencode([{ name = \"a\", environment = [{ name = \"DB_PASSWORD\", \
         value = \"SECRET\" }] }])\n}",
        "\"aws_ecs_task_definition\" \"t\" {\n  container_definitions = <<-EOT\n    [{\"environment\": [{\"name\": \"PGPASSWORD\", \
         \"value\": \"SECRET\"}]}]\n  EOT\n}",
        "\"aws_codebuild_project\" \"b\" {\n  environment {\n    environment_variable {\n      name  = \"DB_PASSWORD\"\n      \
         value = \"SECRET\"\n    }\n  }\n}",
        "\"aws_instance\" \"s\" {\n  user_data = <<-EOT\n    export PGPASSWORD=SECRET\n    psql \"host=db.example.com \
         sslmode=disable\"\n  EOT\n}",
        "\"aws_instance\" \"s\" {\n  user_data = base64encode(\"DATABASE_URL=postgres://a:SECRET@${var.host}/x?sslmode=disable\")\n}",
        "\"aws_ssm_parameter\" \"p\" {\n  name  = \"/x\"\n  type  = \"String\"\n  value = \"postgres://a:SECRET@db.example.com/x?sslmode=disable\"\n}",
        "\"aws_secretsmanager_secret_version\" \"v\" {\n  secret_id     = aws_secretsmanager_secret.s.id\n  secret_string = jsonencode({ \
         username = \"a\", password = \"SECRET\" })\n}\nresource \"aws_secretsmanager_secret\" \"s\" {}",
        "\"aws_secretsmanager_secret_version\" \"v\" {\n  secret_id     = aws_secretsmanager_secret.s.id\n  secret_string = \
         \"{\\\"engine\\\":\\\"postgres\\\",\\\"host\\\":\\\"${var.host}\\\",\\\"password\\\":\\\"SECRET\\\"}\"\n}\n\
         resource \"aws_secretsmanager_secret\" \"s\" {}",
    ] {
        module(&format!("resource {resource}\n"));
    }
}

#[test]
fn templates() {
    for resource in [
        "    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables:\n          DB_PASSWORD: SECRET",
        "    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables:\n          DATABASE_URL: !Sub \
         'postgres://a:SECRET@${Host}/x?sslmode=disable'",
        "    Type: AWS::Lambda::Function\n    Properties:\n      Environment:\n        Variables:\n          DATABASE_URL: !Join ['', \
         ['postgres://a:', SECRET, '@', !Ref Host, '/x?sslmode=disable']]",
        "    Type: AWS::ECS::TaskDefinition\n    Properties:\n      ContainerDefinitions:\n        - Name: a\n          Environment:\n            \
         - Name: PGPASSWORD\n              Value: SECRET",
        "    Type: AWS::EC2::Instance\n    Properties:\n      UserData:\n        Fn::Base64: !Sub |\n          export PGPASSWORD=SECRET\n          \
         psql 'host=${Host} sslmode=disable'",
        "    Type: AWS::EC2::LaunchTemplate\n    Properties:\n      LaunchTemplateData:\n        UserData: {'Fn::Base64': \
         'postgres://a:SECRET@db.example.com/x?sslmode=disable'}",
        "    Type: AWS::SecretsManager::Secret\n    Properties:\n      SecretString: '{\"username\": \"a\", \"password\": \"SECRET\"}'",
        "    Type: AWS::SecretsManager::Secret\n    Properties:\n      SecretString: !Sub '{\"host\": \"${Host}\", \"password\": \"SECRET\"}'",
        "    Type: AWS::SSM::Parameter\n    Properties:\n      Type: String\n      Value: host=db.example.com password=SECRET sslmode=disable",
    ] {
        template(resource);
    }
}

#[test]
fn what_a_password_is_fetched_from_is_not_told_by_it() {
    module("resource \"aws_db_instance\" \"other\" {\n  engine   = \"mysql\"\n  password = \"SECRET\"\n}\n");
    template(
        "    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: mysql\n      MasterUserPassword: !If [C, SECRET, \
         '{{resolve:secretsmanager:x}}']",
    );
}
