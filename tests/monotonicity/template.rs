//! CloudFormation templates in JSON: parameters, conditions, mappings, groups, clusters.

use super::choices::Choices;
use serde_json::{Map, Value, json};

const BOOLS: &[&str] = &["true", "false"];
const DAYS: &[&str] = &["0", "7"];
const FORCE: &[&str] = &["1", "0"];
const RANGES: &[&str] = &["0.0.0.0/0", "10.0.0.0/8"];
const WORDS: &[&str] = &["a", "b"];

/// How deep functions nest.
const DEPTH: usize = 3;

/// The template that bytes stand for.
pub(crate) fn template(bytes: &[u8]) -> Value {
    let mut maker = Maker { choices: Choices::new(bytes), template: json!({}), names: 0 };
    maker.group();
    maker.firewall();
    maker.instance();
    if maker.choices.once_in(2) {
        maker.cluster();
    }
    maker.template
}

/// The names in a section of a template.
pub(crate) fn names_of(template: &Value, section: &str) -> Vec<String> {
    template[section].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

/// The template, once for each of its parameters, without that one's value.
pub(crate) fn without_a_default(template: &Value) -> Vec<Value> {
    let names = template["Parameters"].as_object().into_iter().flatten().map(|(name, _)| name);
    let without = |name: &String| {
        let mut changed = template.clone();
        changed["Parameters"][name].as_object_mut().unwrap().remove("Default");
        changed
    };
    names.map(without).collect()
}

/// The template with every reference to a parameter replaced by its value.
pub(crate) fn with_literals(template: &Value) -> Value {
    fn replaced(value: &Value, parameters: &Value) -> Value {
        match value {
            Value::Object(map) => match map.get("Ref").and_then(|name| parameters[name.as_str()?].get("Default")) {
                Some(default) => default.clone(),
                None => map.iter().map(|(key, value)| (key.clone(), replaced(value, parameters))).collect(),
            },
            Value::Array(items) => items.iter().map(|item| replaced(item, parameters)).collect(),
            scalar => scalar.clone(),
        }
    }
    replaced(template, &template["Parameters"])
}

struct Maker<'b> {
    choices: Choices<'b>,
    template: Value,
    names: usize,
}

impl Maker<'_> {
    fn fresh(&mut self, start: &str) -> String {
        self.names += 1;
        format!("{start}{}", self.names)
    }

    fn parameter(&mut self, pool: &[&str]) -> Value {
        let same = |parameter: &Value| pool.iter().any(|text| parameter["Default"] == *text);
        let all = self.template["Parameters"].as_object().into_iter().flatten();
        let known: Vec<String> = all.filter(|(_, parameter)| same(parameter)).map(|(name, _)| name.clone()).collect();
        if !known.is_empty() && self.choices.once_in(2) {
            return json!({ "Ref": known[self.choices.below(known.len())] });
        }
        let name = self.fresh("P");
        self.template["Parameters"][&name] = json!({ "Type": "String", "Default": self.choices.one_of(pool) });
        json!({ "Ref": name })
    }

    fn value(&mut self, pool: &[&str], depth: usize) -> Value {
        let form = if depth >= DEPTH { 0 } else { self.choices.below(9) };
        match form {
            1 | 2 => self.parameter(pool),
            3 => {
                let name = self.condition(depth + 1);
                let (yes, no) = (self.value(pool, depth + 1), self.value(pool, depth + 1));
                // Within a list it is no place of its own.
                let no = if depth == 0 && self.choices.once_in(4) { json!({ "Ref": "AWS::NoValue" }) } else { no };
                json!({ "Fn::If": [name, yes, no] })
            }
            4 => {
                let name = self.fresh("M");
                let row = |this: &mut Self| json!({ "x": this.choices.one_of(pool) });
                let rows = json!({ "a": row(self), "b": row(self) });
                self.template["Mappings"][&name] = rows;
                json!({ "Fn::FindInMap": [name, self.parameter(WORDS), "x"] })
            }
            5 => {
                json!({ "Fn::Select": [self.choices.below(2), [self.value(pool, depth + 1), self.value(pool, depth + 1)]] })
            }
            6 => json!({ "Fn::Join": ["", [self.parameter(pool)]] }),
            7 => json!({ "Fn::Select": ["0", { "Fn::Split": [",", self.parameter(pool)] }] }),
            _ => json!(self.choices.one_of(pool)),
        }
    }

    /// The name of a condition.
    fn condition(&mut self, depth: usize) -> String {
        let form = if depth >= DEPTH { 0 } else { self.choices.below(5) };
        let inner = |this: &mut Self| json!({ "Condition": this.condition(depth + 1) });
        let condition = match form {
            1 => json!({ "Fn::And": [inner(self), inner(self)] }),
            2 => json!({ "Fn::Or": [inner(self), inner(self)] }),
            3 => json!({ "Fn::Not": [inner(self)] }),
            _ => json!({ "Fn::Equals": [self.parameter(WORDS), self.value(WORDS, DEPTH - 1)] }),
        };
        let name = self.fresh("C");
        self.template["Conditions"][&name] = condition;
        name
    }

    fn resource(&mut self, name: &str, ty: &str, properties: Map<String, Value>) {
        let mut resource = json!({ "Type": ty });
        resource["Properties"] = Value::Object(properties);
        if self.choices.once_in(4) {
            resource["Condition"] = json!(self.condition(1));
        }
        self.template["Resources"][name] = resource;
    }

    fn perhaps(&mut self, properties: &mut Map<String, Value>, name: &str, pool: &[&str]) {
        if self.choices.once_in(2) {
            properties.insert(name.to_owned(), self.value(pool, 0));
        }
    }

    fn group(&mut self) {
        let mut rows = Map::new();
        self.perhaps(&mut rows, "rds.force_ssl", FORCE);
        let group = json!({ "Family": "postgres16", "Description": "x", "Parameters": rows });
        self.resource("Group", "AWS::RDS::DBParameterGroup", group.as_object().unwrap().clone());
    }

    fn firewall(&mut self) {
        let range = self.value(RANGES, 0);
        let way = json!({ "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "CidrIp": range });
        let firewall = json!({ "GroupDescription": "x", "SecurityGroupIngress": [way] });
        self.resource("Firewall", "AWS::EC2::SecurityGroup", firewall.as_object().unwrap().clone());
    }

    fn instance(&mut self) {
        let mut properties = Map::new();
        properties.insert("Engine".into(), self.value(&["postgres"], 1));
        properties.insert("EngineVersion".into(), json!("16.3"));
        for name in ["StorageEncrypted", "DeletionProtection", "PubliclyAccessible", "AutoMinorVersionUpgrade"] {
            self.perhaps(&mut properties, name, BOOLS);
        }
        self.perhaps(&mut properties, "BackupRetentionPeriod", DAYS);
        if self.choices.once_in(2) {
            properties.insert("DBParameterGroupName".into(), self.attached(&json!({ "Ref": "Group" })));
        }
        if self.choices.once_in(2) {
            let groups = self.attached(&json!([{ "Fn::GetAtt": ["Firewall", "GroupId"] }]));
            properties.insert("VPCSecurityGroups".into(), groups);
        }
        self.resource("Instance", "AWS::RDS::DBInstance", properties);
    }

    /// A reference, or one under a condition.
    fn attached(&mut self, reference: &Value) -> Value {
        if self.choices.once_in(3) {
            return json!({ "Fn::If": [self.condition(1), reference, { "Ref": "AWS::NoValue" }] });
        }
        reference.clone()
    }

    fn cluster(&mut self) {
        let mut properties = Map::new();
        properties.insert("Engine".into(), json!("aurora-postgresql"));
        for name in ["StorageEncrypted", "DeletionProtection", "EnableIAMDatabaseAuthentication"] {
            self.perhaps(&mut properties, name, BOOLS);
        }
        self.resource("Cluster", "AWS::RDS::DBCluster", properties);
        let mut member = Map::new();
        member.insert("Engine".into(), json!("aurora-postgresql"));
        member.insert("DBClusterIdentifier".into(), json!({ "Ref": "Cluster" }));
        self.perhaps(&mut member, "PubliclyAccessible", BOOLS);
        self.resource("Member", "AWS::RDS::DBInstance", member);
    }
}
