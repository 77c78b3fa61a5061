//! Configurations that grow: each shape is made for a number, in proportion to which the work ought to grow.

/// The files of a configuration.
pub(crate) type Files = Vec<(String, String)>;

/// A name and the configuration of a size.
pub(crate) type Shape = (&'static str, fn(usize) -> Files);

/// What grows.
pub(crate) const SHAPES: [Shape; 18] = [
    ("roots, each with a database", roots),
    ("files of one root", files),
    ("instances of a module by count", instances),
    ("calls of a module", calls),
    ("modules that call each other", chain_of_outputs),
    ("entries of a map under for_each", entries),
    ("lookups in a map", lookups),
    ("parameters of a dynamic block", parameters),
    ("databases on one group of as many parameters", databases_on_a_group),
    ("databases behind one firewall of as many ways in", databases_behind_a_firewall),
    ("databases behind groups that let in one prefix list of as many entries", databases_behind_a_prefix_list),
    ("databases, each with a selection of AWS Backup", selected_databases),
    ("databases, each with a log group, an alarm and a topic", watched_databases),
    ("databases, each with a key, a secret, a role and a function", databases_with_keys_and_secrets),
    ("attributes of an object", attributes),
    ("local values, each of the next", chain_of_locals),
    ("passwords in variables", passwords),
    ("values that nobody gives", unknowns),
];

fn main_file(text: String) -> Files {
    vec![("main.tf".to_owned(), text)]
}

/// One text for every number below `count`.
fn repeated(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect()
}

fn database(name: &str, arguments: &str) -> String {
    format!(
        "resource \"aws_db_instance\" \"{name}\" {{\n  engine         = \"postgres\"\n  engine_version = \"16.3\"\n{arguments}}}\n\n"
    )
}

fn roots(count: usize) -> Files {
    let text =
        "variable \"on\" {\n  default = false\n}\n\n".to_owned() + &database("db", "  storage_encrypted = var.on\n");
    (0..count).map(|i| (format!("service{i}/main.tf"), text.clone())).collect()
}

fn files(count: usize) -> Files {
    (0..count).map(|i| (format!("db{i}.tf"), database(&format!("db{i}"), "  multi_az = true\n"))).collect()
}

/// A module with a database and its parameter group.
fn module() -> (String, String) {
    let group = "resource \"aws_db_parameter_group\" \"main\" {\n  name   = var.name\n  family = \"postgres16\"\n\n  \
                 parameter {\n    name  = \"rds.force_ssl\"\n    value = \"0\"\n  }\n}\n\n";
    let text = "variable \"name\" {}\n\nvariable \"on\" {}\n\noutput \"on\" {\n  value = var.on\n}\n\n".to_owned()
        + group
        + &database(
            "db",
            "  identifier           = var.name\n  storage_encrypted    = var.on\n  parameter_group_name = aws_db_parameter_group.main.name\n",
        );
    ("db/main.tf".to_owned(), text)
}

fn instances(count: usize) -> Files {
    let call = format!(
        "module \"db\" {{\n  source = \"./db\"\n  count  = {count}\n  name   = \"db-${{count.index}}\"\n  on     = false\n}}\n"
    );
    vec![("main.tf".to_owned(), call), module()]
}

fn calls(count: usize) -> Files {
    let call =
        |i: usize| format!("module \"db{i}\" {{\n  source = \"./db\"\n  name   = \"db-{i}\"\n  on     = false\n}}\n\n");
    vec![("main.tf".to_owned(), repeated(count, call)), module()]
}

/// Every call takes an argument from the output of the one before it, in rows of a length that has nothing deep.
fn chain_of_outputs(count: usize) -> Files {
    const LENGTH: usize = 20;
    let call = |i: usize| {
        let on = if i.is_multiple_of(LENGTH) { "false".to_owned() } else { format!("module.db{}.on", i - 1) };
        format!("module \"db{i}\" {{\n  source = \"./db\"\n  name   = \"db-{i}\"\n  on     = {on}\n}}\n\n")
    };
    vec![("main.tf".to_owned(), repeated(count, call)), module()]
}

fn map(count: usize, value: impl Fn(usize) -> String) -> String {
    format!("locals {{\n  map = {{\n{}  }}\n}}\n\n", repeated(count, |i| format!("    key{i} = {}\n", value(i))))
}

fn entries(count: usize) -> Files {
    let map = map(count, |i| format!("{{ name = \"db-{i}\", on = false }}"));
    let arguments =
        "  for_each          = local.map\n  identifier        = each.value.name\n  storage_encrypted = each.value.on\n";
    main_file(map + &database("db", arguments))
}

fn lookups(count: usize) -> Files {
    let arguments =
        |i: usize| format!("  storage_encrypted = local.map.key{i}\n  multi_az          = local.map[\"key{i}\"]\n");
    main_file(map(count, |_| "true".to_owned()) + &repeated(count, |i| database(&format!("db{i}"), &arguments(i))))
}

fn group(count: usize) -> String {
    map(count, |i| format!("\"{i}\""))
        + "resource \"aws_db_parameter_group\" \"main\" {\n  family = \"postgres16\"\n\n  dynamic \"parameter\" {\n    \
           for_each = local.map\n    content {\n      name  = parameter.key\n      value = parameter.value\n    }\n  }\n}\n\n"
}

fn parameters(count: usize) -> Files {
    main_file(group(count) + &database("db", "  parameter_group_name = aws_db_parameter_group.main.name\n"))
}

fn databases_on_a_group(count: usize) -> Files {
    let arguments = "  parameter_group_name = aws_db_parameter_group.main.name\n";
    main_file(group(count) + &repeated(count, |i| database(&format!("db{i}"), arguments)))
}

fn databases_behind_a_firewall(count: usize) -> Files {
    let arguments = "  vpc_security_group_ids = [aws_security_group.main.id]\n";
    let way = |i: usize| {
        format!(
            "resource \"aws_vpc_security_group_ingress_rule\" \"way{i}\" {{\n  security_group_id = aws_security_group.main.id\n  \
             ip_protocol       = \"tcp\"\n  from_port         = {}\n  to_port           = {}\n  cidr_ipv4         = \"0.0.0.0/0\"\n}}\n\n",
            6000 + i,
            6000 + i
        )
    };
    let group = "resource \"aws_security_group\" \"main\" {}\n\n".to_owned() + &repeated(count, way);
    main_file(group + &repeated(count, |i| database(&format!("db{i}"), arguments)))
}

fn databases_behind_a_prefix_list(count: usize) -> Files {
    let one = |i: usize| {
        format!(
            "resource \"aws_ec2_managed_prefix_list_entry\" \"entry{i}\" {{\n  prefix_list_id = aws_ec2_managed_prefix_list.main.id\n  \
             cidr           = \"10.{}.{}.0/24\"\n}}\n\nresource \"aws_security_group\" \"main{i}\" {{\n  ingress {{\n    \
             protocol        = \"tcp\"\n    from_port       = 5432\n    to_port         = 5432\n    \
             prefix_list_ids = [aws_ec2_managed_prefix_list.main.id]\n  }}\n}}\n\n",
            i / 250,
            i % 250
        ) + &database(&format!("db{i}"), &format!("  vpc_security_group_ids = [aws_security_group.main{i}.id]\n"))
    };
    main_file("resource \"aws_ec2_managed_prefix_list\" \"main\" {}\n\n".to_owned() + &repeated(count, one))
}

fn selected_databases(count: usize) -> Files {
    let selection = |name: &str, what: &str| {
        format!("resource \"aws_backup_selection\" \"{name}\" {{\n  plan_id = \"plan\"\n{what}}}\n\n")
    };
    let one = |i: usize| {
        let by_arn = format!("  resources = [aws_db_instance.db{i}.arn, \"arn:aws:rds:*:*:db:other{i}-*\"]\n");
        let by_tag = format!("  selection_tag {{\n    key   = \"tag{i}\"\n    value = \"on\"\n  }}\n");
        database(&format!("db{i}"), &format!("  tags = {{ tag{i} = \"on\" }}\n"))
            + &selection(&format!("arn{i}"), &by_arn)
            + &selection(&format!("tag{i}"), &by_tag)
    };
    main_file(repeated(count, one))
}

fn watched_databases(count: usize) -> Files {
    let one = |i: usize| {
        database(&format!("db{i}"), &format!("  identifier = \"db{i}\"\n"))
            + &format!(
                "resource \"aws_cloudwatch_log_group\" \"logs{i}\" {{\n  name = \"/aws/rds/instance/db{i}/postgresql\"\n}}\n\n\
                 resource \"aws_sns_topic\" \"topic{i}\" {{}}\n\nresource \"aws_cloudwatch_metric_alarm\" \"alarm{i}\" {{\n  \
                 namespace     = \"AWS/RDS\"\n  dimensions    = {{ DBInstanceIdentifier = \"db{i}\" }}\n  alarm_actions = \
                 [aws_sns_topic.topic{i}.arn]\n}}\n\nresource \"aws_db_event_subscription\" \"events{i}\" {{\n  sns_topic = \
                 aws_sns_topic.topic{i}.arn\n}}\n\n"
            )
    };
    main_file(repeated(count, one))
}

fn databases_with_keys_and_secrets(count: usize) -> Files {
    let one = |i: usize| {
        let own = format!("  kms_key_id = aws_kms_key.key{i}.arn\n  password   = random_password.main{i}.result\n");
        database(&format!("db{i}"), &own)
            + &format!(
                "resource \"random_password\" \"main{i}\" {{\n  length = 32\n}}\n\nresource \"aws_kms_key\" \"key{i}\" {{}}\n\n\
                 resource \"aws_secretsmanager_secret\" \"secret{i}\" {{}}\n\nresource \"aws_secretsmanager_secret_version\" \
                 \"secret{i}\" {{\n  secret_id     = aws_secretsmanager_secret.secret{i}.id\n  secret_string = \
                 random_password.main{i}.result\n}}\n\nresource \"aws_iam_role_policy\" \"policy{i}\" {{\n  policy = jsonencode({{ \
                 Statement = [{{ Effect = \"Allow\", Action = \"secretsmanager:*\", Resource = \"*\" }}] }})\n}}\n\nresource \
                 \"aws_lambda_function\" \"function{i}\" {{\n  environment {{\n    variables = {{ PASSWORD = \
                 random_password.main{i}.result }}\n  }}\n}}\n\n"
            )
    };
    main_file(repeated(count, one))
}

fn attributes(count: usize) -> Files {
    let all = "locals {\n  all = merge(local.map, { on = false })\n}\n\n";
    let arguments = "  storage_encrypted = local.all.on\n  tags              = local.all\n";
    main_file(map(count, |i| format!("\"value {i}\"")) + all + &database("db", arguments))
}

fn chain_of_locals(count: usize) -> Files {
    let locals = repeated(count, |i| format!("locals {{\n  l{i} = local.l{}\n}}\n\n", i + 1));
    let last = format!("locals {{\n  l{count} = false\n}}\n\n");
    main_file(locals + &last + &database("db", "  storage_encrypted = local.l0\n"))
}

fn passwords(count: usize) -> Files {
    let one = |i: usize| {
        format!("variable \"password{i}\" {{\n  default = \"Tr{i}-wq7x!kp\"\n}}\n\n")
            + &database(&format!("db{i}"), &format!("  password = var.password{i}\n"))
    };
    main_file(repeated(count, one))
}

fn unknowns(count: usize) -> Files {
    let one = |i: usize| {
        format!("variable \"on{i}\" {{}}\n\n")
            + &database(&format!("db{i}"), &format!("  storage_encrypted = var.on{i}\n"))
    };
    main_file(repeated(count, one))
}
