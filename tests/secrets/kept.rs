//! Secrets that are kept under harmless names, or within longer texts: stores, scripts, connections, what runs in a database.

use super::check;

const DB: &str = "resource \"aws_db_instance\" \"db\" {\n  engine = \"postgres\"\n  storage_encrypted = false\n}\n";

/// The resource uses `local.word`, and nothing but what it is tells that this is a secret.
fn kept(resource: &str) {
    for word in ["word = \"SECRET\"", "word = join(\"\", [\"LEFT\", \"RIGHT\"])", "word = <<-EOT\n  SECRET\n  EOT"] {
        check(&[("main.tf", &format!("locals {{\n  {word}\n}}\n{resource}\n{DB}"))]);
    }
}

#[test]
fn parameters_of_ssm() {
    for arguments in [
        "name = \"/orders/db/password\"\n  type = \"String\"\n  value = local.word",
        "name = \"/orders/db\"\n  type = \"SecureString\"\n  value = local.word",
        "name = \"/orders/db/password\"\n  type = \"String\"\n  insecure_value = local.word",
    ] {
        kept(&format!("resource \"aws_ssm_parameter\" \"p\" {{\n  {arguments}\n}}"));
    }
    kept(
        "resource \"aws_ssm_parameter\" \"password\" {\n  name = local.none\n  type = \"String\"\n  value = local.word\n}",
    );
    for properties in ["Name: /orders/password, Value: EXPR", "Value: EXPR"] {
        for value in
            ["!Ref Word", "!FindInMap [M, a, Word]", "!Select [5, [a, SECRET]]", "!If [Live, SECRET, !Ref Word]"]
        {
            let properties = properties.replace("EXPR", value);
            if value.contains("Select") && !properties.contains("Name") {
                continue;
            }
            let sections = "Parameters:\n  Stage: {Type: String}\n  Word: {Type: String, Default: SECRET}\nMappings: {M: {a: {Word: \
                            SECRET}}}\nConditions: {Live: !Equals [!Ref Stage, live]}\n";
            let resources = format!(
                "Resources:\n  Db: {{Type: AWS::RDS::DBInstance, Properties: {{Engine: mysql}}}}\n  OrdersPassword:\n    Type: \
                 AWS::SSM::Parameter\n    Properties: {{Type: String, {properties}}}\n"
            );
            check(&[("template.yaml", &format!("{sections}{resources}"))]);
        }
    }
}

#[test]
fn scripts_and_connections() {
    for text in [
        "#!/bin/sh\\nexport DB_PASSWORD=${local.word}",
        "postgres://app:${local.word}@db/x?sslmode=disable",
        "host=localhost user=a password=${local.word} sslmode=disable",
        "postgres://app:x${local.word}-${var.none}@${aws_db_instance.db.address}/x?sslmode=disable",
    ] {
        for argument in [format!("user_data = \"{text}\""), format!("user_data_base64 = base64encode(\"{text}\")")] {
            kept(&format!("variable \"none\" {{}}\nresource \"aws_instance\" \"i\" {{\n  {argument}\n}}"));
        }
        let body = format!("name = \"f\"\n  security_definer = true\n  body = \"SELECT '{text}'\"");
        kept(&format!("variable \"none\" {{}}\nresource \"postgresql_function\" \"f\" {{\n  {body}\n}}"));
    }
}

#[test]
fn what_a_password_is_used_for_elsewhere() {
    for argument in ["identifier = local.word", "tags = { a = local.word }"] {
        check(&[(
            "main.tf",
            &format!(
                "locals {{\n  word = \"SECRET\"\n}}\nresource \"aws_db_instance\" \"own\" {{\n  engine = \"mysql\"\n  password = local.word\n  {argument}\n}}\n"
            ),
        )]);
    }
}

#[test]
fn lines_beside_a_resource() {
    for line in [
        "PGPASSWORD=SECRET",
        "-Dspring.datasource.password=SECRET",
        "jdbc:mysql://h:3306/x?user=a&password=SECRET&useSSL=false",
        "Server=h;Uid=a;Pwd=SECRET;sslmode=disabled",
        "postgres://a:LEFT@RIGHT@h/x",
        "postgres://a:LEFT/RIGHT@h/x",
        "postgres://a:${coalesce(var.none, \"SECRET\")}@h/x",
        "mysql -uroot -pSECRET",
        "a:SECRET@tcp(h:3306)/x",
    ] {
        check(&[(
            "main.tf",
            &format!("variable \"none\" {{}}\n{}", DB.replace("{\n", &format!("{{\n  note = \"{line}\"\n"))),
        )]);
    }
}
