//! Secrets by where they go: what is handed to anything under a secret's name is one, whatever it is called itself, and wherever
//! else it is used.

use super::check;

/// What else `EXPR` is used for, in a database or beside it.
const USES: [&str; 3] = [
    "resource \"aws_db_instance\" \"own\" {\n  engine = \"mysql\"\n  identifier = \"app-${EXPR}\"\n  db_name = EXPR\n  storage_encrypted = false\n  \
     tags = { Owner = EXPR, (EXPR) = \"x\" }\n}\n",
    "resource \"aws_db_instance\" \"each\" {\n  for_each = toset([EXPR])\n  engine = \"mysql\"\n  identifier = each.key\n  storage_encrypted = \
     false\n}\n",
    "resource \"aws_db_parameter_group\" \"own\" {\n  name = EXPR\n  family = \"postgres16\"\n  parameter {\n    name = \
     \"log_connections\"\n    value = EXPR\n  }\n}\n",
];

/// The block hands `EXPR` to something, and `EXPR` is made in some way.
fn handed(block: &str) {
    handed_as(block, "locals {\n  w = { \"SECRET\" = 1 }\n}\n", "keys(local.w)[0]");
    handed_within(block);
}

/// As [`handed`], where the block has more than that in a text.
fn handed_within(block: &str) {
    for (made, expression) in [
        ("locals {\n  w = \"SECRET\"\n}\n", "local.w"),
        ("variable \"w\" {\n  default = \"SECRET\"\n}\n", "var.w"),
        ("locals {\n  w = { a = \"SECRET\" }\n}\n", "local.w.a"),
        ("locals {\n  w = join(\"\", [\"LEFT\", \"RIGHT\"])\n}\n", "local.w"),
    ] {
        handed_as(block, made, expression);
    }
}

/// The block hands over what `expression` is, which `made` makes.
fn handed_as(block: &str, made: &str, expression: &str) {
    let db = "resource \"aws_db_instance\" \"db\" {\n  engine = \"postgres\"\n  storage_encrypted = false\n}\n";
    let told = "# rdslint: ignore[none-such]\n";
    let made = made.replace("\n  ", &format!("\n  {told}  "));
    let used = USES.concat().replace("EXPR", expression);
    check(&[("main.tf", &format!("{made}{told}{}{db}{used}", block.replace("EXPR", expression)))]);
}

#[test]
fn to_what_the_model_does_not_know() {
    for block in [
        "resource \"aws_dms_endpoint\" \"x\" {\n  password = EXPR\n}\n",
        "resource \"null_resource\" \"x\" {\n  triggers = { db_password = EXPR }\n}\n",
        "resource \"aws_elastic_beanstalk_environment\" \"x\" {\n  setting {\n    name = \"DB_PASSWORD\"\n    value = EXPR\n  }\n}\n",
        "resource \"aws_glue_connection\" \"x\" {\n  connection_properties = { PASSWORD = EXPR, URL = \"jdbc:mysql://h/x\" }\n}\n",
        "provider \"aws\" {\n  secret_key = EXPR\n}\n",
    ] {
        handed(block);
    }
}

#[test]
fn to_outputs_calls_and_connections() {
    for block in [
        "output \"x\" {\n  sensitive = true\n  value = EXPR\n}\n",
        "output \"db_password\" {\n  value = EXPR\n}\n",
        "module \"x\" {\n  source = \"example/none/aws\"\n  master_password = EXPR\n}\n",
        "resource \"aws_instance\" \"x\" {\n  connection {\n    password = EXPR\n  }\n}\n",
        "locals {\n  db_password = EXPR\n}\n",
    ] {
        handed(block);
    }
}

#[test]
fn within_texts() {
    for block in [
        "resource \"aws_instance\" \"x\" {\n  user_data = \"run postgres://app:${EXPR}@h/x?sslmode=disable\"\n}\n",
        "resource \"aws_launch_template\" \"x\" {\n  user_data = base64encode(\"mysql -u app -p${EXPR} -h x\")\n}\n",
        "resource \"aws_secretsmanager_secret_version\" \"x\" {\n  secret_string = \"{\\\"user\\\":\\\"a\\\",\\\"password\\\":\\\"${EXPR}\\\"}\"\n}\n",
        "resource \"aws_dms_endpoint\" \"x\" {\n  extra_connection_attributes = \"user=a;password=${EXPR};x=1\"\n}\n",
        "resource \"postgresql_function\" \"x\" {\n  body = \"ALTER ROLE app PASSWORD '${EXPR}'\"\n}\n",
    ] {
        handed_within(block);
    }
}

#[test]
fn what_is_handed_under_other_names_is_shown() {
    let text = "locals {\n  size = \"db.t3.medium\"\n}\nresource \"aws_dms_endpoint\" \"x\" {\n  password_length = local.size\n  \
                secret_arn = local.size\n  name = local.size\n}\nresource \"aws_db_instance\" \"db\" {\n  engine = \"mysql\"\n  identifier = \
                local.size\n}\n";
    let outputs = super::outputs(&[("main.tf", text)], ("zqxwv", "kyjhfg"));
    assert!(outputs[0].contains("db.t3.medium"), "{}", outputs[0]);
}
