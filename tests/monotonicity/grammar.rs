//! Configurations with databases: repeated, in modules, in clusters, with groups of parameters and firewalls.

use super::choices::Choices;
use super::expressions::{Each, Maker, Place, Type};
use super::layout::{Configuration, Leaf, Scope, arguments, token};
use std::fmt::Write;

const BOOLS: &[&str] = &["true", "false", "null"];
const DAYS: &[&str] = &["0", "1", "7", "null"];
const PORTS: &[&str] = &["5432", "3306", "null"];
/// An engine, its versions, and the family of the parameter groups that RDS takes with them.
type Engine = (&'static [&'static str], &'static [&'static str], &'static str);

const INSTANCES: [Engine; 4] = [
    (&["\"postgres\"", "\"mysql\"", "\"sqlserver-ex\"", "\"mariadb\""], VERSIONS, ""),
    (&["\"postgres\""], &["\"16.3\"", "\"16\"", "null"], "postgres16"),
    (&["\"postgres\""], &["\"13.9\"", "\"13\"", "null"], "postgres13"),
    (&["\"mysql\""], &["\"8.0.36\"", "\"8.0\"", "null"], "mysql8.0"),
];
const CLUSTERS: [Engine; 3] = [
    (&["\"aurora-postgresql\"", "\"aurora-mysql\"", "\"postgres\""], VERSIONS, ""),
    (&["\"aurora-postgresql\""], &["\"16.3\"", "\"16\"", "null"], "aurora-postgresql16"),
    (&["\"aurora-mysql\""], &["\"8.0.mysql_aurora.3.05.2\"", "null"], "aurora-mysql8.0"),
];
const VERSIONS: &[&str] = &["\"16.3\"", "\"13.9\"", "\"8.0.36\"", "\"5.7\"", "null"];
const CERTIFICATES: &[&str] = &["\"rds-ca-2019\"", "\"rds-ca-rsa2048-g1\"", "null"];
/// Parameters for blocks of their own, and those that dynamic blocks set: RDS refuses one that is set twice.
const PARAMETERS: [[&str; 2]; 2] = [
    ["\"rds.force_ssl\"", "\"require_secure_transport\""],
    ["\"shared_preload_libraries\"", "\"ssl_min_protocol_version\""],
];
const SETTINGS: &[&str] = &["\"1\"", "\"0\"", "\"scram-sha-256\"", "\"md5\"", "\"pgaudit\"", "\"TLSv1.1\""];
const RANGES: &[&str] = &["\"0.0.0.0/0\"", "\"10.0.0.0/8\"", "\"::/0\""];
const SNAPSHOTS: &[&str] = &["null", "\"before\""];
const LOGS: &[&str] = &["\"postgresql\"", "\"error\"", "\"audit\""];
const OBJECTS: &[&str] = &[
    "{ a = { flag = true, number = 7, maybe = false } }",
    "{ a = { flag = false, number = 0, maybe = true }, b = { flag = true, number = 7, maybe = true } }",
    "{}",
];
const ROWS: &[&str] = &[
    "{ \"rds.force_ssl\" = \"0\" }",
    "{ \"rds.force_ssl\" = \"1\", \"password_encryption\" = \"md5\" }",
    "{ \"require_secure_transport\" = \"1\" }",
    "{}",
];
const SECRETS: &[&str] = &["\"Zq7xKv9-wrJ\"", "null"];

/// The configuration that bytes stand for.
pub(crate) fn configuration(bytes: &[u8]) -> Configuration {
    let made = Configuration { scopes: vec![Scope::default()], ..Configuration::default() };
    let mut maker = Maker { choices: Choices::new(bytes), made, callers: vec![Each::Nothing], names: 0 };
    for _ in 0..=maker.choices.below(2) {
        let scope = maker.scope(0, 0);
        maker.database(scope);
    }
    maker.made
}

impl Maker<'_> {
    /// The root, or a new module below it, or one below that.
    fn scope(&mut self, caller: usize, depth: usize) -> usize {
        if depth >= 2 || self.choices.below(3) != 1 {
            return caller;
        }
        let there = Place { scope: caller, each: Each::Nothing };
        let (repetition, each) = self.repetition(there);
        let name = self.fresh();
        let scope = self.made.scopes.len();
        let to = arguments(scope);
        let call = format!("module \"m{name}\" {{\n  source = \"./m{name}\"\n{repetition}{to}}}\n");
        self.made.scopes[caller].blocks.push(call);
        let directory = format!("{}m{name}/", self.made.scopes[caller].directory);
        self.made.scopes.push(Scope { directory, caller: Some(caller), blocks: Vec::new() });
        self.callers.push(each);
        self.scope(scope, depth + 1)
    }

    /// `count`, `for_each` or nothing, and what the block sees of it.
    fn repetition(&mut self, place: Place) -> (String, Each) {
        match self.choices.below(8) {
            1 => (format!("  count = {}\n", self.leaf(place, "number", &["1", "2", "0"])), Each::Count),
            2 => (format!("  count = {} ? 1 : 0\n", self.predicate(place, 1)), Each::Count),
            3 => (format!("  for_each = {}\n", self.objects(place)), Each::Objects),
            4 => {
                let (condition, objects) = (self.predicate(place, 1), self.objects(place));
                (format!("  for_each = {condition} ? {objects} : {{}}\n"), Each::Objects)
            }
            5 => {
                let form = format!("{{ for k, v in {} : k => v if v.flag }}", self.objects(place));
                (format!("  for_each = {form}\n"), Each::Objects)
            }
            6 => {
                let words = format!("[{}, {}]", self.word(place), self.word(place));
                (format!("  for_each = toset({words})\n"), Each::Texts)
            }
            _ => (String::new(), Each::Nothing),
        }
    }

    fn objects(&mut self, place: Place) -> String {
        if self.choices.once_in(3) {
            let flag = self.predicate(place, 2);
            return format!("{{ a = {{ flag = {flag}, number = {} }} }}", self.index(place));
        }
        self.leaf(place, "any", OBJECTS)
    }

    fn database(&mut self, scope: usize) {
        let place = Place { scope, each: Each::Nothing };
        let firewall = if self.choices.once_in(3) { Some(self.firewall(place)) } else { None };
        if self.choices.once_in(3) {
            let engine = CLUSTERS[self.choices.below(CLUSTERS.len())];
            let group = self.parameter_group(place, "aws_rds_cluster_parameter_group", engine.2);
            self.cluster(place, engine, group.as_ref());
            return;
        }
        let engine = INSTANCES[self.choices.below(INSTANCES.len())];
        let group = self.parameter_group(place, "aws_db_parameter_group", engine.2);
        let (repetition, each) = self.repetition(place);
        let inside = Place { scope, each };
        let name = self.fresh();
        let mut body = format!("resource \"aws_db_instance\" \"d{name}\" {{\n{repetition}");
        self.instance_arguments(inside, engine, &mut body);
        argue_perhaps(&mut body, "parameter_group_name", group.as_ref());
        argue_perhaps(&mut body, "vpc_security_group_ids", firewall.as_ref());
        self.made.scopes[scope].blocks.push(body + "}\n");
    }

    fn engine(&mut self, place: Place, (engines, versions, _): Engine, body: &mut String) {
        let engine = self.expression(place, Type::Text, engines, 1);
        argue(body, "engine", &engine);
        self.perhaps(body, "engine_version", |this| this.expression(place, Type::Text, versions, 1));
    }

    fn instance_arguments(&mut self, place: Place, engine: Engine, body: &mut String) {
        self.engine(place, engine, body);
        self.perhaps(body, "ca_cert_identifier", |this| this.expression(place, Type::Text, CERTIFICATES, 1));
        self.perhaps(body, "snapshot_identifier", |this| this.expression(place, Type::Text, SNAPSHOTS, 1));
        for name in ["auto_minor_version_upgrade", "publicly_accessible"] {
            self.perhaps(body, name, |this| this.boolean(place, BOOLS, 0));
        }
        self.shared_arguments(place, body);
    }

    /// The arguments that instances and clusters have.
    fn shared_arguments(&mut self, place: Place, body: &mut String) {
        for name in ["storage_encrypted", "deletion_protection", "iam_database_authentication_enabled"] {
            self.perhaps(body, name, |this| this.boolean(place, BOOLS, 0));
        }
        self.perhaps(body, "backup_retention_period", |this| this.expression(place, Type::Number, DAYS, 0));
        self.perhaps(body, "port", |this| this.expression(place, Type::Number, PORTS, 1));
        self.perhaps(body, "enabled_cloudwatch_logs_exports", |this| {
            let log = |this: &mut Self| this.expression(place, Type::Text, LOGS, 2);
            format!("[{}, {}]", log(this), log(this))
        });
    }

    fn cluster(&mut self, outside: Place, engine: Engine, group: Option<&String>) {
        let name = self.fresh();
        let (repetition, each) = self.repetition(outside);
        let place = Place { each, ..outside };
        let mut body = format!("resource \"aws_rds_cluster\" \"c{name}\" {{\n{repetition}");
        self.engine(place, engine, &mut body);
        argue_perhaps(&mut body, "db_cluster_parameter_group_name", group);
        self.perhaps(&mut body, "master_password", Self::secret(place));
        self.shared_arguments(place, &mut body);
        let blocks = &mut self.made.scopes[place.scope].blocks;
        blocks.push(body + "}\n");
        let cluster = match place.each {
            Each::Nothing => format!("aws_rds_cluster.c{name}.id"),
            Each::Count => format!("try(aws_rds_cluster.c{name}[0].id, \"elsewhere\")"),
            Each::Objects | Each::Texts => format!("try(aws_rds_cluster.c{name}[\"a\"].id, \"elsewhere\")"),
        };
        let (repetition, each) = self.repetition(outside);
        let inside = Place { each, ..place };
        let mut member = format!("resource \"aws_rds_cluster_instance\" \"i{name}\" {{\n{repetition}");
        argue(&mut member, "cluster_identifier", &cluster);
        argue(&mut member, "engine", "\"aurora-postgresql\"");
        self.perhaps(&mut member, "publicly_accessible", |this| this.boolean(inside, BOOLS, 0));
        self.made.scopes[place.scope].blocks.push(member + "}\n");
    }

    fn secret(place: Place) -> impl FnOnce(&mut Self) -> String {
        move |this| {
            let text = this.choices.one_of(SECRETS).to_owned();
            this.made.leaves.push(Leaf { scope: place.scope, text, ty: "string", is_secret: true });
            token(this.made.leaves.len() - 1)
        }
    }

    /// A parameter group, and how databases name it.
    fn parameter_group(&mut self, place: Place, ty: &str, family: &str) -> Option<String> {
        if family.is_empty() {
            return None;
        }
        let name = self.fresh();
        let address = format!("{ty}.p{name}");
        let is_counted = self.choices.once_in(3);
        let count =
            if is_counted { format!("  count = {} ? 1 : 0\n", self.predicate(place, 1)) } else { String::new() };
        let own = self.expression(place, Type::Text, &[&format!("\"{family}\"")], 1);
        let mut body = format!("resource \"{ty}\" \"p{name}\" {{\n{count}  family = {own}\n");
        let is_dynamic = self.choices.once_in(2);
        for parameter in PARAMETERS[usize::from(is_dynamic)].iter().take(self.choices.below(3)) {
            let parameter = self.expression(place, Type::Text, &[parameter], 2);
            let value = self.expression(place, Type::Text, SETTINGS, 1);
            let _ = write!(body, "  parameter {{\n    name = {parameter}\n    value = {value}\n  }}\n");
        }
        if is_dynamic {
            body += &self.dynamic_parameters(place);
        }
        self.made.scopes[place.scope].blocks.push(body + "}\n");
        let of_counted = [
            format!("{address}[0].name"),
            format!("one({address}[*].name)"),
            format!("try({address}[0].name, null)"),
            format!("join(\"\", {address}[*].id)"),
        ];
        let reference = if is_counted { of_counted[self.choices.below(4)].clone() } else { format!("{address}.name") };
        Some(match self.choices.below(4) {
            1 => format!("{} ? {reference} : \"default.{family}\"", self.predicate(place, 1)),
            2 => format!("{} ? {reference} : null", self.predicate(place, 1)),
            _ => reference,
        })
    }

    fn dynamic_parameters(&mut self, place: Place) -> String {
        let rows = self.leaf(place, "any", ROWS);
        let (values, name, value) = match self.choices.below(4) {
            1 => (format!("[for k, v in {rows} : {{ name = k, value = v }}]"), ".value.name", ".value.value"),
            2 => (format!("{} ? {rows} : {{}}", self.predicate(place, 1)), ".key", ".value"),
            3 => (format!("merge({rows}, {})", self.leaf(place, "any", ROWS)), ".key", ".value"),
            _ => (rows, ".key", ".value"),
        };
        format!(
            "  dynamic \"parameter\" {{\n    for_each = {values}\n    content {{\n      name = parameter{name}\n      \
             value = parameter{value}\n    }}\n  }}\n"
        )
    }

    /// A security group, and how databases name it.
    fn firewall(&mut self, place: Place) -> String {
        let name = self.fresh();
        let address = format!("aws_security_group.s{name}");
        let port = self.expression(place, Type::Number, &["5432", "0", "3306"], 2);
        let range = self.expression(place, Type::Text, RANGES, 2);
        let ends =
            format!("from_port = {port}\n    to_port = {port}\n    protocol = \"tcp\"\n    cidr_blocks = [{range}]");
        let (inside, alone) = if self.choices.once_in(2) {
            let header = format!("resource \"aws_security_group_rule\" \"s{name}\" {{\n    type = \"ingress\"\n");
            (String::new(), format!("{header}    security_group_id = {address}.id\n    {ends}\n}}\n"))
        } else {
            (format!("  ingress {{\n    {ends}\n  }}\n"), String::new())
        };
        let blocks = &mut self.made.scopes[place.scope].blocks;
        blocks.push(format!("resource \"aws_security_group\" \"s{name}\" {{\n{inside}}}\n"));
        blocks.push(alone);
        match self.choices.below(3) {
            1 => format!("{} ? [{address}.id] : []", self.predicate(place, 1)),
            2 => format!("compact([{address}.id, {}])", self.leaf(place, "string", &["\"\"", "\"sg-1\""])),
            _ => format!("[{address}.id]"),
        }
    }

    fn perhaps(&mut self, body: &mut String, name: &str, value: impl FnOnce(&mut Self) -> String) {
        if self.choices.once_in(3) {
            let value = value(self);
            argue(body, name, &value);
        }
    }
}

fn argue(body: &mut String, name: &str, value: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(body, "  {name} = {value}");
}

fn argue_perhaps(body: &mut String, name: &str, value: Option<&String>) {
    if let Some(value) = value {
        argue(body, name, value);
    }
}
