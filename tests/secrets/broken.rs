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
