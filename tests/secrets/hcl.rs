//! Passwords in every form that Terraform has for a text.

use super::check;

/// The text is the database's password, or further arguments; `rest` stands before and after the resource.
fn password(arguments: &str, rest: &str) {
    let db = format!(
        "\nresource \"aws_db_instance\" \"db\" {{\n  engine = \"postgres\"\n  {arguments}\n  \
         storage_encrypted   = false\n  publicly_accessible = true\n}}\n"
    );
    check(&[("main.tf", &format!("{rest}{db}"))]);
    check(&[("main.tf", &format!("{db}{rest}"))]);
}

#[test]
fn literals() {
    for arguments in [
        "password = \"SECRET\"",
        "password = \"SECRET\" # SECRET",
        "password = \"SECRET\"\n  tags = { Old = \"SECRET\", Password = \"SECRET\" }",
        "password = <<-EOT\n    SECRET\n  EOT",
        "password = <<EOT\nSECRET\nEOT",
        "password = trimspace(<<-EOT\n    SECRET\n  EOT\n  )",
        "password = (\"SECRET\")",
        "password = \"${\"SECRET\"}\"",
        "password = [\"SECRET\"]",
        "password = { value = \"SECRET\" }",
        "password = SECRET",
        "password = LEFT.RIGHT",
        "password = \"SECRET\" + 1",
        "password = \"SECRET\".x",
        "password = \"SECRET\"()",
        "password_wo = \"SECRET\"\n  password_wo_version = 1",
        "password = sensitive(\"SECRET\")",
        "password = nonsensitive(\"SECRET\")",
        "password = jsonencode({ p = \"SECRET\" })",
        "password = jsondecode(\"{\\\"p\\\": \\\"SECRET\\\"}\").p",
        "password = base64encode(\"SECRET\")",
        "password = upper(\"SECRET\")",
        "password = tostring(\"SECRET\")",
        "password = md5sum(\"SECRET\")",
        "password = tonumber(\"SECRET\")",
    ] {
        password(arguments, "");
    }
}

#[test]
fn parts() {
    for arguments in [
        "password = \"LEFT${var.stage}RIGHT\"",
        "password = \"${var.prefix}SECRET\"",
        "password = <<-EOT\n    LEFT${var.stage}\n    RIGHT\n  EOT",
        "password = format(\"%s-%s\", \"LEFT\", \"RIGHT\")",
        "password = format(\"%s-SECRET\", var.stage)",
        "password = format(\"%s-SECRET\", var.prefix)",
        "password = join(\"\", [\"LEFT\", var.prefix, \"RIGHT\"])",
        "password = join(\"\", [\"LEFT\", var.stage, \"RIGHT\"])",
        "password = replace(\"xRIGHT\", \"x\", \"LEFT\")",
        "password = substr(\"SECRET and more\", 0, 10)",
        "password = split(\",\", \"SECRET,b\")[0]",
        "password = element([\"SECRET\"], 0)",
        "password = coalesce(var.stage, \"SECRET\")",
        "password = try(var.stage, \"SECRET\")",
        "password = lookup({ a = \"LEFT\" }, var.stage, \"RIGHT\")",
        "password = lookup({ a = \"LEFT\" }, \"b\", \"RIGHT\")",
        "password = { a = \"SECRET\" }[\"a\"]",
        "password = var.stage == \"live\" ? \"LEFT\" : \"RIGHT\"",
        "password = var.stage == \"SECRET\" ? var.prefix : \"x\"",
        "password = var.prefix == \"a\" ? \"LEFT\" : \"RIGHT\"",
        "password = \"%{if var.stage == \"live\"}LEFT%{else}RIGHT%{endif}\"",
        "password = \"%{for x in [\"LEFT\", \"RIGHT\"]}${x}%{endfor}\"",
        "password = join(\"\", [for x in [\"LEFT\", \"RIGHT\"] : x])",
        "password = one([\"SECRET\"])",
    ] {
        password(arguments, "variable \"stage\" {}\nvariable \"prefix\" {\n  default = \"a\"\n}\n");
    }
}

#[test]
fn variables() {
    let variable = |lines: &str| format!("variable \"word\" {{\n{lines}\n}}\nvariable \"stage\" {{}}\n");
    for lines in [
        "  default = \"SECRET\"",
        "  default = \"SECRET\"\n  sensitive = true",
        "  sensitive = true\n  type = string\n  default = <<-EOT\n    SECRET\n  EOT",
        "  default = \"SECRET\"\n  type = number",
        "  default = [\"SECRET\"]\n  type = string",
        "  default = SECRET",
    ] {
        password("password = var.word", &variable(lines));
        password("password = \"${var.word}\"\n  username = var.word", &variable(lines));
        password("password = \"${var.stage}-${var.word}\"", &variable(lines));
        password("password = join(\"\", [var.stage, var.word])", &variable(lines));
        password(
            "password = var.stage == \"a\" ? var.word : var.stage\n  identifier = \"db-${var.word}\"",
            &variable(lines),
        );
        password("password = var.word == \"SECRET\" ? var.stage : var.word", &variable(lines));
        password(
            "password = var.word\n  backup_retention_period = var.word == \"SECRET\" ? 0 : var.stage",
            &variable(lines),
        );
    }
    let unset = "variable \"word\" {}\nvariable \"stage\" {}\n";
    password("password = var.word == \"SECRET\" ? var.stage : var.word", unset);
    password("password = var.word\n  backup_retention_period = var.word == \"SECRET\" ? 0 : 7", unset);
    password("password = var.word\n  backup_retention_period = var.word == \"SECRET\" ? 0 : var.stage", unset);
    password("password = var.word\n  storage_type = var.word != \"SECRET\" ? \"gp2\" : \"gp3\"", unset);
    let counted = "password = var.word\n  count = var.word == \"SECRET\" ? 1 : 0";
    password(counted, unset);
}

#[test]
fn locals() {
    let rest = |locals: &str| format!("variable \"stage\" {{}}\nlocals {{\n{locals}\n}}\n");
    for (arguments, locals) in [
        ("password = local.word", "  word = \"SECRET\""),
        ("password = local.words.db", "  words = { db = \"SECRET\" }"),
        ("password = local.words[\"db\"]", "  words = {\n    db = \"SECRET\"\n  }"),
        ("password = local.words[var.stage]", "  words = {\n    a = \"LEFT\"\n    b = \"RIGHT\"\n  }"),
        ("password = lookup(local.words, var.stage, local.other)", "  words = { a = \"LEFT\" }\n  other = \"RIGHT\""),
        ("password = lookup(local.words, \"a\", \"x\")", "  words = {\n    a = \"SECRET\"\n  }"),
        ("password = \"${local.left}${local.right}\"", "  left = \"LEFT\"\n  right = \"RIGHT\""),
        ("password = format(\"%s%s\", local.left, local.right)", "  left = \"LEFT\"\n  right = \"RIGHT\""),
        ("password = join(\"-\", local.words)", "  words = [\"LEFT\", local.right]\n  right = \"RIGHT\""),
        (
            "password = join(\"-\", values(local.words))",
            "  words = { a = \"LEFT\", b = local.right }\n  right = \"RIGHT\"",
        ),
        ("password = local.whole", "  whole = \"${local.left}x\"\n  left = upper(local.part)\n  part = \"SECRET\""),
        ("password = \"${local.left}${var.stage}\"", "  left = \"SECRET\""),
        ("password = \"${var.stage}${local.left}\"", "  left = \"SECRET\""),
        ("password = local.words[0]", "  words = [\n    \"SECRET\",\n  ]"),
        ("password = local.words[*][0]", "  words = [\n    \"SECRET\",\n  ]"),
        ("password = jsondecode(local.text).p", "  text = \"{\\\"p\\\": \\\"SECRET\\\"}\""),
        ("password = local.word", "  word = \"SECRET\"\n  again = \"SECRET\""),
        ("password = local.self", "  self = \"${local.self}SECRET\""),
        ("password = local.none", "  nothing = \"SECRET\""),
        ("password = base64encode(\"${local.left}-${local.right}\")", "  left = \"LEFT\"\n  right = \"RIGHT\""),
    ] {
        password(arguments, &rest(locals));
    }
}

#[test]
fn repeated() {
    for arguments in [
        "for_each = { a = \"LEFT\", b = \"RIGHT\" }\n  password = each.value",
        "for_each = { a = { word = \"SECRET\" } }\n  password = each.value.word\n  identifier = each.key",
        "for_each = local.words\n  password = each.value\n  identifier = \"x-${each.value}\"",
        "for_each = { for k, v in local.words : k => v }\n  password = each.value",
        "count = 2\n  password = element([\"LEFT\", \"RIGHT\"], count.index)",
        "count = 0\n  password = \"SECRET\"",
    ] {
        let locals = "locals {\n  words = {\n    a = \"LEFT\"\n    b = \"RIGHT\"\n  }\n}\nvariable \"stage\" {}\n";
        password(
            arguments,
            &format!("{locals}resource \"aws_rds_cluster\" \"other\" {{\n  engine = \"aurora-mysql\"\n}}\n"),
        );
    }
    password(
        "password = \"x\"\n  parameter_group_name = aws_db_parameter_group.own.name",
        "locals {\n  words = [\"SECRET\"]\n}\nresource \"aws_db_parameter_group\" \"own\" {\n  family = \"postgres16\"\n  \
         dynamic \"parameter\" {\n    for_each = local.words\n    content {\n      name  = \"my.password\"\n      \
         value = parameter.value\n    }\n  }\n}\n",
    );
}

#[test]
fn tags_of_a_provider() {
    let variable = "variable \"note\" {\n  default   = \"SECRET\"\n  sensitive = true\n}\n";
    for tags in
        ["{ Note = var.note }", "{ (var.note) = 1 }", "{ Password = \"SECRET\" }", "merge({ A = 1 }, { B = var.note })"]
    {
        let provider = format!("{variable}provider \"aws\" {{\n  default_tags {{\n    tags = {tags}\n  }}\n}}\n");
        password("tags = { Own = \"x\" }", &provider);
        password("tags = var.note", &provider);
        password("", &provider);
        password(&format!("tags = {tags}"), variable);
    }
}
