//! Passwords on their way through files of values and through modules.

use super::check;

const DB: &str = "variable \"word\" {}\nresource \"aws_rds_cluster\" \"db\" {\n  engine = \"aurora-mysql\"\n  \
                  master_password   = var.word\n  storage_encrypted = false\n}\n";

#[test]
fn files_of_values() {
    check(&[("main.tf", DB), ("terraform.tfvars", "word = \"SECRET\"\n")]);
    check(&[("main.tf", DB), ("x.auto.tfvars", "stage = \"a\"\nword  = \"SECRET\"\n")]);
    check(&[("main.tf", DB), ("terraform.tfvars.json", "{\"word\": \"SECRET\", \"stage\": \"SECRET\"}\n")]);
    check(&[("main.tf", DB), ("x.auto.tfvars.json", "{\"word\": {\"a\": \"SECRET\"}}\n")]);
    check(&[("main.tf", DB), ("terraform.tfvars", "word = [\"LEFT\", \"RIGHT\"]\n")]);
    check(&[("main.tf", DB), ("terraform.tfvars", "word = SECRET\n")]);
    check(&[("main.tf", DB), ("terraform.tfvars", "word = \"SECRET\"\nword = \"SECRET\"\n")]);
    let sensitive = DB.replacen("{}", "{\n  sensitive = true\n}", 1);
    check(&[("main.tf", &sensitive), ("terraform.tfvars", "word = \"SECRET\"\n")]);
    let typed = DB.replacen("{}", "{\n  type = number\n}", 1);
    check(&[("main.tf", &typed), ("terraform.tfvars", "word = \"SECRET\"\n")]);
    let object = DB.replacen("{}", "{\n  type = object({ a = string })\n}", 1).replace("var.word", "var.word.a");
    check(&[("main.tf", &object), ("terraform.tfvars", "word = { a = \"SECRET\", b = \"x\" }\n")]);
}

#[test]
fn json_syntax() {
    for (word, rest) in [
        ("SECRET", ""),
        ("${var.word}", ", \"variable\": {\"word\": {\"default\": \"SECRET\"}}"),
        ("LEFT${var.word}RIGHT", ", \"variable\": {\"word\": {\"default\": \"x\"}}"),
        ("${local.word}", ", \"locals\": {\n\"word\": \"SECRET\"}"),
        ("${format(\\\"%s%s\\\", \\\"LEFT\\\", local.word)}", ", \"locals\": {\n\"word\": \"RIGHT\"}"),
        ("${var.word == \\\"SECRET\\\" ? 1 : 2}", ", \"variable\": {\"word\": {}}"),
    ] {
        let db = format!("\"engine\": \"mysql\",\n\"password\": \"{word}\",\n\"storage_encrypted\": false");
        let text = format!("{{\"resource\": {{\"aws_db_instance\": {{\"db\": {{\n{db}}}}}}}{rest}}}");
        check(&[("main.tf.json", &text)]);
        check(&[("main.tf.json", &text.replace('\n', ""))]);
    }
}

#[test]
fn calls() {
    for (arguments, rest) in [
        ("word = \"SECRET\"", ""),
        ("word = local.word", "locals {\n  word = \"SECRET\"\n}\n"),
        ("word = \"${local.word}RIGHT\"", "locals {\n  word = \"LEFT\"\n}\n"),
        ("word = module.words.word", "module \"words\" {\n  source = \"./words\"\n}\n"),
        ("word = \"${module.words.half}RIGHT\"", "module \"words\" {\n  source = \"./words\"\n}\n"),
        (
            "word = join(\"\", [module.words.half, module.words.word])",
            "module \"words\" {\n  source = \"./words\"\n}\n",
        ),
        ("for_each = { a = \"SECRET\" }\n  word = each.value", ""),
        ("word = [\"SECRET\"]", ""),
        ("word = aws_ssm_parameter.word.value", "resource \"aws_ssm_parameter\" \"word\" {\n  value = \"SECRET\"\n}\n"),
    ] {
        let call = format!("{rest}module \"db\" {{\n  source = \"./db\"\n  {arguments}\n}}\n");
        let words = "output \"word\" {\n  value = \"SECRET\"\n}\noutput \"half\" {\n  value = local.half\n}\nlocals {\n  half = \"LEFT\"\n}\n";
        let sensitive = DB.replacen("{}", "{\n  sensitive = true\n}", 1);
        for db in [DB, &sensitive] {
            check(&[("main.tf", &call), ("db/main.tf", db), ("words/main.tf", words)]);
        }
    }
    let defaulted = DB.replacen("{}", "{\n  default = \"SECRET\"\n}", 1);
    check(&[("main.tf", "module \"db\" {\n  source = \"./db\"\n}\n"), ("db/main.tf", &defaulted)]);
}
