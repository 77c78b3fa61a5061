//! Configurations that grow: each shape is made for a number, in proportion to which the work ought to grow.

/// The files of a configuration.
pub(crate) type Files = Vec<(String, String)>;

/// A name and the configuration of a size.
pub(crate) type Shape = (&'static str, fn(usize) -> Files);

/// What grows.
pub(crate) const SHAPES: [Shape; 14] = [
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
