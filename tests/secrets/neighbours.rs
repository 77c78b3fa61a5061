//! Secrets that are no database's password and stand beside what is reported.

use super::check;

#[test]
fn beside_a_resource_of_a_template() {
    for text in [
        "  Key:\n    Type: AWS::SecretsManager::Secret\n    Properties:\n      SecretString: SECRET\n",
        "  Key:\n    Type: AWS::SecretsManager::Secret\n    Properties:\n      SecretString: '{\"password\":\"SECRET\"}'\n",
        "  Key:\n    Type: AWS::SecretsManager::Secret\n    Properties:\n      SecretString: !Sub '{\"password\":\"SECRET\"}'\n",
        "  Key:\n    Type: AWS::Lambda::Function\n    Properties: {Environment: {Variables: {DB_PASSWORD: SECRET}}}\n",
        "  Key:\n    Type: X\n    Properties:\n      Url: postgres://user:SECRET@host/db\n",
        "  Key:\n    Type: X\n    Properties:\n      PASSWD: SECRET\n      api_token: SECRET\n",
        "  # MasterUserPassword: SECRET\n",
        "  Key:\n    Type: AWS::SSM::Parameter\n    Properties:\n      Name: /shop/db-password\n      Type: String\n      Value: SECRET\n",
        "  Key:\n    Type: X\n    Properties:\n      Environment:\n        - Name: DB_PASSWORD\n          Value: SECRET\n",
    ] {
        let db = "  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: postgres\n";
        check(&[("template.yaml", &format!("Resources:\n{text}{db}"))]);
        check(&[("template.yaml", &format!("Resources:\n{db}{text}"))]);
    }
}

#[test]
fn beside_a_resource_of_a_module() {
    for text in [
        "resource \"aws_secretsmanager_secret_version\" \"x\" {\n  secret_string = \"SECRET\"\n}\n",
        "resource \"aws_secretsmanager_secret_version\" \"x\" {\n  secret_string = jsonencode({\n    word = \"SECRET\"\n  })\n}\n",
        "resource \"aws_ssm_parameter\" \"x\" {\n  type  = \"SecureString\"\n  value = \"SECRET\"\n}\n",
        "output \"db_password\" {\n  value = \"SECRET\"\n}\n",
        "variable \"api_token\" {\n  type    = string\n  default = \"SECRET\"\n}\n",
        "locals {\n  url = \"postgres://user:SECRET@host/db\"\n}\n",
        "provider \"postgresql\" {\n  password = \"SECRET\"\n}\n",
        "# password = \"SECRET\"\n",
        "locals {\n  environment = [{ name = \"DB_PASSWORD\", value = \"SECRET\" }]\n}\n",
        "variable \"word\" {\n  sensitive = true\n  default   = \"SECRET\"\n}\n",
    ] {
        let db = "resource \"aws_db_instance\" \"db\" {\n  engine = \"postgres\"\n}\n";
        check(&[("main.tf", &format!("{text}{db}"))]);
        check(&[("main.tf", &format!("{db}{text}"))]);
    }
}

#[test]
fn beside_the_password_itself() {
    check(&[(
        "main.tf",
        "resource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  password = \"SECRET\"\n  \
         tags = { a = \"SECRET\" }\n  storage_encrypted = false\n}\n",
    )]);
    check(&[(
        "main.tf",
        "resource \"aws_rds_cluster\" \"db\" {\n  engine = \"docdb\"\n  master_password = local.x\n}\nlocals {\n  x = \"SECRET\"\n}\n\
         resource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n}\n",
    )]);
}
