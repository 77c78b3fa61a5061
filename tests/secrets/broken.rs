//! Secrets in text that cannot be read: the message and the excerpt are made of the very place.

use super::check_broken;

#[test]
fn templates() {
    for property in [
        "MasterUserPassword: \"SECRET",
        "MasterUserPassword: 'SECRET",
        "MasterUserPassword: SECRET: x",
        "MasterUserPassword SECRET",
        "MasterUserPassword: \"x\" SECRET",
        "MasterUserPassword: *SECRET",
        "MasterUserPassword: @SECRET",
        "MasterUserPassword: {{SECRET}}",
        "MasterUserPassword: {SECRET: 1, SECRET: 2}",
        "MasterUserPassword: [SECRET",
        "MasterUserPassword: %SECRET\n\t",
        "MasterUserPassword: \"\\SECRET\"",
        "MasterUserPassword: SECRET\n      MasterUserPassword: SECRET",
        "MasterUserPassword: &SECRET &SECRET x",
        "MasterUserPassword: !Ref [SECRET]",
        "MasterUserPassword: !Join [SECRET]",
        "MasterUserPassword: !Sub '${SECRET'\n      X: *none",
    ] {
        let before =
            "Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: postgres\n      ";
        check_broken(&[("template.yaml", &format!("{before}{property}\n      StorageEncrypted: false\n"))]);
    }
    for text in [
        "\"SECRET",
        "SECRET\"",
        "\"SECRET\" x",
        "\"\\SECRET\"",
        "SECRET",
        "\"SECRET\",\"MasterUserPassword\":\"SECRET\"",
    ] {
        let json = "{\"Resources\":{\"Db\":{\"Type\":\"AWS::RDS::DBInstance\",\"Properties\":{\"MasterUserPassword\":";
        check_broken(&[("template.json", &format!("{json}{text}}}}}}}}}\n"))]);
    }
}

#[test]
fn modules() {
    for argument in [
        "password = \"SECRET",
        "password = SECRET\"",
        "password \"SECRET\"",
        "password SECRET",
        "password = \"SECRET\" \"SECRET\"",
        "password = = \"SECRET\"",
        "password = \"SECRET${\"",
        "password = \"${SECRET\"",
        "password = \"\\SECRET\"",
        "password = 'SECRET'",
        "password = <<EOT\nSECRET",
        "password = [\"SECRET\"",
        "password = SECRET!x",
        "password = \"SECRET\"\n  password = \"SECRET\"",
        "password: \"SECRET\"",
        "password = $SECRET",
        "password = #SECRET",
        "password = SECRET(",
        "password = SECRET",
        "password = LEFT-RIGHT",
        "password = LEFT.RIGHT",
        "password = var.nothing[\"SECRET\"]",
    ] {
        let before = "resource \"aws_db_instance\" \"db\" {\n  engine = \"postgres\"\n  ";
        check_broken(&[("main.tf", &format!("{before}{argument}\n  storage_encrypted = false\n}}\n"))]);
    }
    let db = "resource \"aws_db_instance\" \"db\" {\n  password = var.word\n}\nvariable \"word\" {}\n";
    for line in [
        "word = \"SECRET",
        "word = SECRET",
        "word = 'SECRET'",
        "word = \"SECRET\"\nword = \"SECRET\"",
        "word \"SECRET\"",
    ] {
        check_broken(&[("main.tf", db), ("terraform.tfvars", line)]);
    }
    let json = "{\"resource\": {\"aws_db_instance\": {\"db\": {\"password\": ";
    for text in ["\"SECRET", "SECRET", "\"SECRET\" x", "\"${SECRET\"", "\"${SECRET\"}}}}", "\"${SECRET}\"}}}}"] {
        check_broken(&[("main.tf.json", &format!("{json}{text}"))]);
    }
}

#[test]
fn values_that_go_on_below_their_names() {
    for argument in [
        "password =\n    \"SECRET\"",
        "password =\n    \"SECRET\"\n  username",
        "password = {\n    \"SECRET\"\n  }",
        "db_pw = \"SECRET\"\n  username \"x\"",
    ] {
        let before = "resource \"aws_db_instance\" \"db\" {\n  engine = \"postgres\"\n  ";
        check_broken(&[("main.tf", &format!("{before}{argument}\n  storage_encrypted = false\n}}\n"))]);
    }
    for property in [
        "MasterUserPassword: |\n      SECRET",
        "MasterUserPassword: LEFT\n        RIGHT\n      Port",
        "MasterUserPassword:\n        SECRET\n      Port",
        "MasterUserPassword: >\n        SECRET\n       x\n     y",
    ] {
        let before = "Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      ";
        check_broken(&[("template.yaml", &format!("{before}{property}\n      StorageEncrypted: false\n"))]);
    }
}

/// What a default goes to is not known of a text that cannot be read.
#[test]
fn defaults() {
    for default in ["\"SECRET", "SECRET: x", "[SECRET", "@SECRET", "LEFT\n      RIGHT\n    Port", "|\n    SECRET"] {
        let template = format!(
            "Parameters:\n  Word:\n    Type: String\n    Default: {default}\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    \
             Properties:\n      MasterUserPassword: !Ref Word\n"
        );
        check_broken(&[("template.yaml", &template)]);
    }
    for default in
        ["\"SECRET", "'SECRET'", "\"SECRET\" x", "\n    \"SECRET\"", "1\n  default = 2\n  default = 'SECRET'"]
    {
        let module = format!(
            "variable \"word\" {{\n  default = {default}\n}}\nresource \"aws_db_instance\" \"db\" {{\n  password = var.word\n}}\n"
        );
        check_broken(&[("main.tf", &module)]);
    }
}
