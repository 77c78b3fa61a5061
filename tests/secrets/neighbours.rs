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

#[test]
fn on_the_lines_beside_what_is_reported() {
    let before = "Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: postgres\n      \
                  StorageEncrypted: false\n";
    for line in [
        "Passwords: [SECRET, other]",
        "Passwords: {a: SECRET, b: other}",
        "? Password\n      : SECRET",
        "\"Pass\\u0077ord\": SECRET",
        "Password: !Join ['', [LEFT, RIGHT]]",
        "Password: {'Fn::Join': ['', [LEFT, RIGHT]]}",
        "Password: {Fn::Sub: SECRET}",
        "Password:\n        Fn::Base64: SECRET",
        "Password:\n        Fn::If: [A, SECRET, x]",
        "Password: !Select [0, [SECRET, x]]",
        "Password: LEFT\n        RIGHT",
        "api_key: SECRET",
        "DB_PASS: SECRET",
        "Run: mysql --password SECRET -h x",
        "Run: mysql -u root -pSECRET -h x",
        "Run: curl -u admin:SECRET https://x",
        "Run: aws rds modify-db-instance --master-user-password SECRET",
        "Run: CREATE USER x IDENTIFIED BY 'SECRET'",
    ] {
        check(&[("template.yaml", &format!("{before}      {line}\n      PubliclyAccessible: true\n"))]);
    }
    let before =
        r#"{"Resources":{"Db":{"Type":"AWS::RDS::DBInstance","Properties":{"Engine":"mysql","StorageEncrypted":false"#;
    for entry in [
        r#""Password":{"Fn::Join":["",["LEFT","RIGHT"]]}"#,
        r#""Passwords":{"a":"SECRET"}"#,
        r#""Pass\u0077ord":"SECRET""#,
        "\"password\"\n:\n\"SECRET\"",
    ] {
        check(&[("template.json", &format!("{before},{entry},\n\"PubliclyAccessible\":true}}}}}}}}"))]);
    }
    let twice = "Parameters:\n  Word:\n    Type: String\n    NoEcho: true\n    Default: SECRET\n    Default: SECRET\n";
    check(&[(
        "template.yaml",
        &format!("{twice}Resources:\n  Db: {{Type: AWS::RDS::DBInstance, Properties: {{Engine: mysql}}}}\n"),
    )]);
}

#[test]
fn what_is_no_secret_stays() {
    for line in [
        "PasswordLength: hunter",
        "SecretArn: hunter",
        "SecretName: hunter",
        "EnableSecretRotation: hunter",
        "PasswordPolicy: {Least: hunter}",
        "Bypass: hunter",
        "ApiKeySourceType: hunter",
        "MySecret: {Type: hunter, Name: hunter}",
        "Password: !Join ['-hunter-', [!Ref AWS::Region, !Ref AWS::Partition]]",
    ] {
        let text = format!(
            "Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: postgres\n      \
             StorageEncrypted: false\n      {line}\n"
        );
        let outputs = super::outputs(&[("template.yaml", &text)], ("zqxwv", "kyjhfg"));
        assert!(outputs[0].contains(line), "{line}\n{}", outputs[0]);
    }
}
