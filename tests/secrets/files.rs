//! Passwords that functions read from files: those are no source, and nothing shows them.

use super::check;

/// The database takes its password from a file, or what is made of one.
fn password(file: (&str, &str), arguments: &str) {
    let db = format!(
        "resource \"aws_db_instance\" \"db\" {{\n  engine = \"postgres\"\n  {arguments}\n  storage_encrypted   = false\n  \
         publicly_accessible = true\n}}\nlocals {{\n  whole = trimspace(file(\"db/password.txt\"))\n  kept = \
         jsondecode(file(\"db/password.json\"))\n}}\n"
    );
    check(&[("main.tf", &db), file]);
}

#[test]
fn in_files() {
    let text = ("db/password.txt", "SECRET\n");
    for arguments in [
        "password = file(\"db/password.txt\")",
        "password = local.whole",
        "password = local.whole\n  identifier = \"db-${local.whole}\"\n  tags = { Old = local.whole }",
        "password = local.whole\n  engine_version = local.whole\n  backup_retention_period = local.whole",
        "password = \"x-${local.whole}\"\n  db_name = local.whole",
        "password = tonumber(file(\"db/password.txt\"))",
        "password = jsondecode(file(\"db/password.txt\")).x",
        "password = yamldecode(file(\"db/password.txt\"))",
        "password = csvdecode(file(\"db/password.txt\"))[0].x",
        "password = regex(\"(\", file(\"db/password.txt\"))",
        "password = cidrhost(file(\"db/password.txt\"), 1)",
        "password = local.whole == \"x\" ? local.whole : var.none",
        "password = sensitive(local.whole)\n  username = local.whole",
        "password = file(file(\"db/password.txt\"))",
        "password = templatestring(local.whole, {})\n  username = local.whole",
    ] {
        password(text, arguments);
    }
}

#[test]
fn in_templates_and_documents() {
    password(("db/password.json", "{\"user\": \"app\", \"password\": \"SECRET\"}"), "password = local.kept.password");
    password(
        ("db/password.json", "{\"password\": \"SECRET\"}"),
        "password = local.kept.password\n  identifier = \"x-${local.kept.password}\"",
    );
    password(
        ("db/password.tftpl", "${user}-SECRET"),
        "password = templatefile(\"db/password.tftpl\", { user = \"app\" })",
    );
    password(
        ("db/password.tftpl", "LEFT${x}RIGHT"),
        "password = templatefile(\"db/password.tftpl\", { x = var.none })",
    );
    password(("db/password.tftpl", "${SECRET}"), "password = templatefile(\"db/password.tftpl\", {})");
    password(("db/password.tftpl", "${SECRET"), "password = templatefile(\"db/password.tftpl\", {})");
    password(
        ("db/password.tftpl", "%{ if x == \"SECRET\" }a%{ else }b%{ endif }"),
        "password = templatefile(\"db/password.tftpl\", { x = var.none })",
    );
}
