//! What is made of a secret is one: by functions, as keys, through modules, in fields that are no password.

use super::{check, check_broken};

/// What makes a variable's value a secret: what it says of itself, or what it is called.
const VARIABLES: [(&str, &str); 3] =
    [("word", "  sensitive = true\n"), ("word", "  ephemeral = true\n"), ("db_password", "")];

/// `WORD` is the secret's variable, in an expression or in arguments of the database.
fn made(arguments: &str, rest: &str) {
    for (name, says) in VARIABLES {
        let text = format!(
            "variable \"{name}\" {{\n{says}  default = \"SECRET\"\n}}\nvariable \"stage\" {{}}\n{rest}\nresource \
             \"aws_db_instance\" \"db\" {{\n  engine_version = \"16\"\n  {arguments}\n  storage_encrypted = false\n  \
             publicly_accessible = true\n}}\n"
        );
        check(&[("main.tf", &text.replace("WORD", &format!("var.{name}")))]);
    }
}

#[test]
fn functions_and_operators() {
    let expressions = [
        "WORD",
        "\"db-${WORD}-x\"",
        "substr(WORD, 0, 6)",
        "join(\"\", split(\"\", WORD))",
        "replace(WORD, \"/(.)/\", \"$1-\")",
        "regex(\"^(.{5})\", WORD)[0]",
        "jsondecode(jsonencode({ a = WORD })).a",
        "csvdecode(\"a\\n${WORD}\")[0].a",
        "format(\"%s-%05d\", WORD, 3)",
        "keys({ (WORD) = 1 })[0]",
        "[for key, value in { (WORD) = 1 } : key][0]",
        "keys({ for value in [WORD] : value => 1 })[0]",
        "transpose({ (WORD) = [\"a\"] }).a[0]",
        "zipmap([\"a\"], [WORD]).a",
        "tolist(toset([WORD]))[0]",
        "var.stage == \"x\" ? WORD : \"y\"",
        "\"%{if var.stage == \"x\"}${WORD}%{else}b%{endif}\"",
        "templatestring(local.text, { a = WORD })",
        "file(WORD)",
        "templatefile(\"${WORD}.txt\", {})",
        "{ a = 1 }[WORD]",
        "local.kept[WORD]",
        "nonsensitive(WORD)",
    ];
    let rest = "locals {\n  text = \"x-$${a}\"\n  kept = { a = 1 }\n}";
    for fields in [["identifier", "storage_type"], ["kms_key_id", "license_model"]] {
        let databases: Vec<String> = expressions
            .iter()
            .enumerate()
            .map(|(at, expression)| {
                let arguments = fields.map(|field| format!("  {field} = {expression}\n")).concat();
                format!("resource \"aws_db_instance\" \"d{at}\" {{\n  engine = \"postgres\"\n{arguments}}}\n")
            })
            .collect();
        made("engine = \"postgres\"", &format!("{rest}\n{}", databases.concat()));
    }
}

#[test]
fn keys_and_names() {
    for arguments in [
        "for_each = toset([WORD])",
        "for_each = toset([\"db-${substr(WORD, 0, 6)}\"])\n  identifier = each.key",
        "for_each = { (WORD) = 1 }\n  identifier = each.key",
        "for_each = { a = WORD }\n  identifier = each.value",
        "count = WORD == \"SECRET\" ? 1 : 0\n  identifier = WORD",
        "parameter_group_name = WORD",
        "backup_retention_period = WORD == \"SECRET\" ? 0 : 7",
        "backup_retention_period = var.stage == WORD ? 0 : 7",
        "enabled_cloudwatch_logs_exports = [\"audit\", WORD]",
    ] {
        made(&format!("engine = \"postgres\"\n  {arguments}"), "");
    }
    made("engine = WORD", "");
    let group = |arguments: &str| {
        format!("resource \"aws_db_parameter_group\" \"own\" {{\n  family = \"postgres16\"\n{arguments}}}\n")
    };
    for arguments in [
        "  parameter {\n    name  = WORD\n    value = 1\n  }\n",
        "  parameter {\n    name  = \"rds.force_ssl\"\n    value = WORD\n  }\n",
        "  dynamic \"parameter\" {\n    for_each = { (WORD) = WORD }\n    content {\n      name  = parameter.key\n      \
         value = parameter.value\n    }\n  }\n",
    ] {
        let attached = "engine = \"postgres\"\n  parameter_group_name = aws_db_parameter_group.own.name";
        made(attached, &group(arguments));
    }
    made(
        "engine = \"postgres\"\n  parameter_group_name = aws_db_parameter_group.own.name",
        &group("").replace("\"postgres16\"", "WORD"),
    );
}

#[test]
fn through_modules() {
    let child = "variable \"x\" {}\nresource \"aws_db_instance\" \"db\" {\n  engine = \"postgres\"\n  identifier = var.x\n  \
                 storage_type = var.x\n}\noutput \"x\" {\n  value = local.x\n  sensitive = true\n}\nlocals {\n  x = \"SECRET\"\n}\n";
    for arguments in ["x = WORD", "for_each = toset([WORD])\n  x = each.key", "x = \"${WORD}-${var.stage}\""] {
        for (name, says) in VARIABLES {
            let text = format!(
                "variable \"{name}\" {{\n{says}  default = \"SECRET\"\n}}\nvariable \"stage\" {{}}\nmodule \"db\" {{\n  \
                 source = \"./db\"\n  {arguments}\n}}\n"
            );
            check(&[("main.tf", &text.replace("WORD", &format!("var.{name}"))), ("db/main.tf", child)]);
        }
    }
    let output = "module \"db\" {\n  source = \"./db\"\n  x = \"a\"\n}\nresource \"aws_db_instance\" \"own\" {\n  engine = \
                  \"mysql\"\n  identifier = module.db.x\n}\n";
    check(&[("main.tf", output), ("db/main.tf", child)]);
}

#[test]
fn passwords_under_other_names() {
    for local in [
        "join(\"\", [\"LEFT\", \"RIGHT\"])",
        "replace(\"LEFT-RIGHT\", \"-\", \"\")",
        "substr(\"xxSECRETyy\", 2, 20)",
        "format(\"%s%s\", \"LEFT\", \"RIGHT\")",
    ] {
        let db = "resource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  password = local.z\n  identifier = \
                  upper(local.z)\n  storage_type = \"x-${local.z}\"\n}\n";
        check(&[("main.tf", &format!("locals {{\n  z = {local}\n}}\n{db}"))]);
    }
}

#[test]
fn templates() {
    for (name, echo) in [("Word", "true"), ("DbPassword", "false")] {
        for property in [
            "DBInstanceIdentifier: !Sub 'x-${WORD}'",
            "StorageType: !If [Live, !Ref WORD, gp2]",
            "BackupRetentionPeriod: !If [Plain, 0, 7]",
            "EngineVersion: !Select [0, !Split ['x', !Sub '${WORD}xy']]",
            "DBParameterGroupName: !Ref WORD",
        ] {
            let text = format!(
                "Parameters:\n  Stage: {{Type: String}}\n  WORD:\n    Type: String\n    NoEcho: {echo}\n    Default: \
                 SECRET\nConditions:\n  Plain: !Equals [!Ref WORD, SECRET]\n  Live: !Equals [!Ref Stage, !Ref \
                 WORD]\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: postgres\n      \
                 {property}\n      StorageEncrypted: false\n"
            );
            check(&[("template.yaml", &text.replace("WORD", name))]);
        }
    }
}

#[test]
fn broken_defaults_of_sensitive_variables() {
    for default in [
        "\"SECRET",
        "\"SECRET\\q\"",
        "\"${SECRET\"",
        "<<EOT\nSECRET",
        "[\"SECRET\"",
        "(\"SECRET\"",
        "'SECRET'",
        "SECRET SECRET",
        "@SECRET",
        "\"SECRET\" +",
        "f(\"SECRET\"",
        "SECRET\"",
        "\"SECRET\" \"SECRET\"",
        "\"a\" == \"SECRET\" ?",
        "[for SECRET",
        "#SECRET",
        "\\SECRET",
        "\"\"\"SECRET\"\"\"",
    ] {
        let variable = format!("variable \"word\" {{\n  sensitive = true\n  default = {default}\n}}\n");
        let db = "resource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  password = var.word\n}\n";
        check_broken(&[("main.tf", &format!("{variable}{db}"))]);
        check_broken(&[("main.tf", &format!("{db}{variable}"))]);
    }
}
