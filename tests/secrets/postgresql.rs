//! Passwords that the `postgresql` provider and its resources are given.

use super::check;

const DB: &str = "\nresource \"aws_db_instance\" \"db\" {\n  engine = \"postgres\"\n}\n";

/// What a text may use.
const DECLARED: [(&str, &str); 4] = [
    ("var.word", "variable \"word\" {\n  default = \"SECRET\"\n}\n"),
    ("var.open", "variable \"open\" {}\n"),
    ("local.left", "locals {\n  left = \"LEFT\"\n}\n"),
    ("local.all", "locals {\n  all = { user = \"a\", password = \"SECRET\" }\n}\n"),
];

/// A text before and after a database, with what it uses.
fn beside(text: &str) {
    let used = DECLARED.iter().filter(|(name, _)| text.contains(name));
    let rest: String = used.map(|(_, declaration)| *declaration).collect();
    check(&[("main.tf", &format!("{text}{DB}{rest}"))]);
    check(&[("main.tf", &format!("{rest}{DB}{text}"))]);
}

/// The forms that a text can have.
const FORMS: [&str; 8] = [
    "\"SECRET\"",
    "var.word",
    "\"${local.left}RIGHT\"",
    "\"${var.open}SECRET\"",
    "var.open == \"a\" ? \"LEFT\" : \"RIGHT\"",
    "local.all.password",
    "SECRET",
    "<<-EOT\n    SECRET\n  EOT",
];

#[test]
fn of_a_provider() {
    for form in FORMS {
        beside(&format!("provider \"postgresql\" {{\n  sslmode  = \"disable\"\n  password = {form}\n}}\n"));
        beside(&format!(
            "provider \"postgresql\" {{\n  alias    = \"a\"\n  sslmode  = \"disable\"\n  password = {form}\n}}\nresource \"postgresql_role\" \
             \"app\" {{\n  provider  = postgresql.a\n  superuser = true\n}}\n"
        ));
        beside(&format!(
            "provider \"postgresql\" {{\n  sslmode = \"disable\"\n  clientcert {{\n    cert      = \"x\"\n    sslinline = true\n    key       = \
             {form}\n  }}\n}}\n"
        ));
    }
}

#[test]
fn of_a_role() {
    for form in FORMS {
        for argument in ["password", "password_wo"] {
            beside(&format!(
                "resource \"postgresql_role\" \"app\" {{\n  login     = true\n  superuser = true\n  {argument} = {form}\n  \
                 valid_until = \"infinity\"\n}}\n"
            ));
        }
        if form.contains("EOT") {
            // Nothing may follow the end of one on its line.
            continue;
        }
        beside(&format!(
            "resource \"postgresql_role\" \"app\" {{\n  for_each  = {{ app = {form} }}\n  superuser = true\n  password  = \
             each.value\n}}\n"
        ));
    }
}

#[test]
fn of_a_user_mapping() {
    for form in FORMS {
        beside(&format!(
            "resource \"postgresql_user_mapping\" \"app\" {{\n  server_name = \"x\"\n  options = {{\n    user = \"a\"\n    password = \
             {form}\n  }}\n}}\n"
        ));
    }
    for options in
        ["local.all", "merge(local.all, { user = \"b\" })", "tomap(local.all)", "{ for k, v in local.all : k => v }"]
    {
        beside(&format!("resource \"postgresql_user_mapping\" \"app\" {{\n  options = {options}\n}}\n"));
    }
}

#[test]
fn of_a_foreign_server() {
    beside(
        "resource \"postgresql_server\" \"x\" {\n  fdw_name = \"postgres_fdw\"\n  options = {\n    password = \"SECRET\"\n    \
         sslmode  = \"disable\"\n  }\n}\n",
    );
}

#[test]
fn of_a_subscription() {
    for conninfo in [
        "\"host=a user=b password=SECRET\"",
        "\"postgresql://user:SECRET@host/db\"",
        "\"host=${var.open} password=SECRET\"",
        "\"host=a password=${var.word}\"",
        "\"host=a password=${local.left}RIGHT\"",
        "join(\" \", [\"host=a\", \"password=SECRET\"])",
        "format(\"host=a password=%s\", var.word)",
    ] {
        beside(&format!(
            "resource \"postgresql_subscription\" \"x\" {{\n  name = \"x\"\n  conninfo = {conninfo}\n}}\n"
        ));
    }
}

#[test]
fn in_a_plan() {
    for (ty, after, expressions) in [
        (
            "postgresql_role",
            r#""password": "SECRET", "superuser": true"#,
            r#""password": {"constant_value": "SECRET"}"#,
        ),
        (
            "postgresql_role",
            r#""password": "SECRET", "superuser": true"#,
            r#""password": {"references": ["var.word"]}"#,
        ),
        (
            "postgresql_user_mapping",
            r#""options": {"user": "a", "password": "SECRET"}"#,
            r#""options": {"constant_value": {"user": "a", "password": "SECRET"}}"#,
        ),
        (
            "postgresql_user_mapping",
            r#""options": {"user": "a", "password": "SECRET"}"#,
            r#""options": {"references": ["var.word"]}"#,
        ),
        (
            "postgresql_subscription",
            r#""conninfo": "host=a password=SECRET""#,
            r#""conninfo": {"constant_value": "host=a password=SECRET"}"#,
        ),
    ] {
        let text = format!(
            r#"{{
  "format_version": "1.2",
  "variables": {{ "word": {{ "value": "SECRET" }} }},
  "resource_changes": [
    {{
      "address": "{ty}.x", "mode": "managed", "type": "{ty}", "name": "x",
      "change": {{ "actions": ["create"], "after": {{ {after} }} }}
    }},
    {{
      "address": "aws_db_instance.db", "mode": "managed", "type": "aws_db_instance", "name": "db",
      "change": {{ "actions": ["create"], "after": {{ "engine": "postgres" }} }}
    }}
  ],
  "configuration": {{
    "provider_config": {{ "postgresql": {{ "name": "postgresql", "expressions": {{ "password": {{ "constant_value": "SECRET" }} }} }} }},
    "root_module": {{
      "resources": [{{ "mode": "managed", "type": "{ty}", "name": "x", "expressions": {{ {expressions} }} }}],
      "variables": {{ "word": {{}} }}
    }}
  }}
}}"#
        );
        check(&[("plan.json", &text)]);
        check(&[("plan.json", &text.replace('\n', " "))]);
    }
}
