//! A cluster with a member, and an instance with a parameter group, as a table and as JSON.

use super::{Databases, json, table};
use crate::conceal::Words;
use crate::model::{Language, Model, Resource, Scope, Secrets};
use crate::source::{FileId, Places, SourceMap, Span};
use crate::value::{Content, Map, Number, Origin, Value, What, Within};

const TEXT: &str = r#"resource "aws_rds_cluster" "main" {
  engine            = "aurora-postgresql"
  engine_version    = "16.4"
  storage_encrypted = var.encrypted
}
resource "aws_rds_cluster_instance" "one" {
  cluster_identifier = aws_rds_cluster.main.id
}
resource "aws_db_instance" "db" {
  engine               = "postgres"
  engine_version       = "15.8"
  password             = "hunter2"
  kms_key_id           = var.key
  parameter_group_name = aws_db_parameter_group.db.name
}
resource "aws_db_parameter_group" "db" {
  family = "postgres15"
  parameter = [{ name = "log_statement", value = "ddl" }]
}
"#;

struct Maker {
    sources: SourceMap,
    file: FileId,
}

impl Maker {
    fn span(&self, part: &str) -> Span {
        let at = TEXT.find(part).unwrap() as u32;
        Span::new(self.file, at, at + part.len() as u32)
    }

    fn text(&self, text: &str) -> Value {
        Value::text(text, Origin::written(self.span(&format!("\"{text}\""))))
    }

    fn reference(&self, address: &str, attribute: &str) -> Value {
        let what = What::Resource { address: address.into(), attribute: attribute.into(), within: Within::default() };
        let place = self.span(&format!("{address}.{attribute}"));
        let origin = Origin::default().step(what, Some(place));
        Value::unknown("it is known after apply", origin)
    }

    fn resource(&self, type_name: &str, name: &str, attributes: Vec<(&str, Value)>) -> Resource {
        let header = self.span(&format!("resource \"{type_name}\" \"{name}\""));
        Resource {
            language: Language::Terraform,
            type_name: type_name.into(),
            address: format!("{type_name}.{name}").into(),
            scope: Scope(0),
            header,
            block: header,
            attributes: attributes.into_iter().map(|(key, value)| (key.into(), value)).collect(),
            more_attributes: None,
            condition: None,
            uncounted: false,
            logic: std::sync::Arc::default(),
            calls: Vec::new(),
            alias: None,
        }
    }

    fn resources(&self) -> Vec<Resource> {
        let encrypted = Value::unknown("var.encrypted has no value", Origin::written(self.span("var.encrypted")));
        let key = Value::unknown("var.key has no value", Origin::written(self.span("var.key")));
        let row: Map = [("name", self.text("log_statement")), ("value", self.text("ddl"))]
            .into_iter()
            .map(|(key, value)| (key.into(), value))
            .collect();
        let row = Value::new(Content::Map(row.into()), Origin::written(self.span("{ name")));
        let rows = Value::new(Content::List([row].into()), Origin::written(self.span("[{ name")));
        vec![
            self.resource(
                "aws_rds_cluster",
                "main",
                vec![
                    ("engine", self.text("aurora-postgresql")),
                    ("engine_version", self.text("16.4")),
                    ("storage_encrypted", encrypted),
                ],
            ),
            self.resource(
                "aws_rds_cluster_instance",
                "one",
                vec![("cluster_identifier", self.reference("aws_rds_cluster.main", "id"))],
            ),
            self.resource(
                "aws_db_instance",
                "db",
                vec![
                    ("engine", self.text("postgres")),
                    ("engine_version", self.text("15.8")),
                    ("password", self.text("hunter2")),
                    ("kms_key_id", key),
                    ("port", Value::new(Content::Number(Number::from(5433)), Origin::default())),
                    ("parameter_group_name", self.reference("aws_db_parameter_group.db", "name")),
                ],
            ),
            self.resource(
                "aws_db_parameter_group",
                "db",
                vec![("family", self.text("postgres15")), ("parameter", rows)],
            ),
        ]
    }
}

/// The output of a document over the databases above.
fn output(write: impl FnOnce(Databases<'_>, &mut Vec<u8>)) -> String {
    let mut sources = SourceMap::default();
    let file = sources.add("main.tf", TEXT);
    let maker = Maker { sources, file };
    let (model, _) = Model::build(maker.resources());
    let shown: Vec<_> = model.entities().filter(|(_, entity)| entity.kind.is_database()).map(|(id, _)| id).collect();
    let mut out = Vec::new();
    write(
        Databases {
            sources: &maker.sources,
            model: &model,
            shown: &shown,
            secrets: &Secrets::default(),
            places: &Places::default(),
            words: &Words::default(),
        },
        &mut out,
    );
    String::from_utf8(out).unwrap()
}

#[test]
fn as_a_table() {
    let text = output(|databases, out| table(databases, out).unwrap());
    let told = |line: &&str| !line.contains("default") || line.contains(" Port ") || line.contains("force_ssl");
    insta::assert_snapshot!(text.lines().filter(told).collect::<Vec<_>>().join("\n"), @r"
    aws_rds_cluster.main  cluster  main.tf:1
      fields
        Engine                              aurora-postgresql                    main.tf:2:23 written here
        EngineVersion                       16.4                                 main.tf:3:23 written here
        Port                                5432                                 the default
        StorageEncrypted                    unknown: var.encrypted has no value  main.tf:4:23 written here
        PubliclyAccessible                  -                                    its members have addresses of their own
      parameters
        rds.force_ssl                                 0                                                              default of aurora-postgresql16

    aws_rds_cluster_instance.one  instance  main.tf:6
      fields
        DBClusterIdentifier                 unknown: it is known after apply     main.tf:7:24 `id` of `aws_rds_cluster.main`
        Engine                              aurora-postgresql                    main.tf:2:23 written here
        EngineVersion                       16.4                                 main.tf:3:23 written here
        Port                                5432                                 the default, by main.tf:7:24
        StorageEncrypted                    unknown: var.encrypted has no value  main.tf:4:23 written here
        MultiAZ                             -                                    its cluster `aws_rds_cluster.main` decides
        BackupTarget                        -                                    its cluster `aws_rds_cluster.main` decides
        AutomaticBackupReplicationRegion    -                                    its cluster `aws_rds_cluster.main` decides
        AutomaticBackupReplicationKmsKeyId  -                                    its cluster `aws_rds_cluster.main` decides
        OptionGroupName                     -                                    its cluster `aws_rds_cluster.main` decides
      parameters
        rds.force_ssl                                 0                                                              default of aurora-postgresql16

    aws_db_instance.db  instance  main.tf:9
      fields
        Engine                              postgres                          main.tf:10:26 written here
        EngineVersion                       15.8                              main.tf:11:26 written here
        Port                                5433
        KmsKeyId                            unknown: var.key has no value     main.tf:13:26 written here
        MasterUserPassword                  (secret)                          main.tf:12:26 written here
        DBParameterGroupName                unknown: it is known after apply  main.tf:14:26 `name` of `aws_db_parameter_group.db`
      parameters
        log_statement                           ddl                                                            main.tf:18:50 written here
        rds.force_ssl                           1                                                              default of postgres15, by main.tf:16:1
    ");
}

#[test]
fn as_json() {
    let text = output(|databases, out| json(databases, out).unwrap());
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let instance = &document["databases"][2];
    let paths = [
        "/address",
        "/kind",
        "/file",
        "/line",
        "/fields/MasterUserPassword/value",
        "/fields/KmsKeyId",
        "/fields/StorageEncrypted",
        "/parameters/log_statement",
        "/parameters/rds.force_ssl",
    ];
    let everything = document["databases"].as_array().unwrap().iter().flat_map(|database| {
        ["fields", "parameters"].into_iter().flat_map(|part| database[part].as_object().unwrap().values())
    });
    for entry in everything {
        assert!(
            entry.get("value").is_some() != entry.get("unknown").is_some() && entry["origins"].is_array(),
            "{entry}"
        );
    }
    let shown = paths.map(|path| format!("{path} {}", instance.pointer(path).unwrap()));
    insta::assert_snapshot!(shown.join("\n"), @r#"
    /address "aws_db_instance.db"
    /kind "instance"
    /file "main.tf"
    /line 9
    /fields/MasterUserPassword/value "(secret)"
    /fields/KmsKeyId {"origins":[{"column":26,"file":"main.tf","line":13,"what":"written here"}],"unknown":"var.key has no value"}
    /fields/StorageEncrypted {"origins":[{"column":null,"file":null,"line":null,"what":"the default"}],"value":false}
    /parameters/log_statement {"origins":[{"column":26,"file":"main.tf","line":14,"what":"`aws_db_parameter_group.db` is used here"},{"column":50,"file":"main.tf","line":18,"what":"parameter group `aws_db_parameter_group.db`"},{"column":50,"file":"main.tf","line":18,"what":"written here"}],"value":"ddl"}
    /parameters/rds.force_ssl {"origins":[{"column":26,"file":"main.tf","line":14,"what":"`aws_db_parameter_group.db` is used here"},{"column":1,"file":"main.tf","line":16,"what":"parameter group `aws_db_parameter_group.db`"},{"column":null,"file":null,"line":null,"what":"default of postgres15"}],"value":"1"}
    "#);
    assert!(!text.contains("hunter2"));
}
