//! Passwords in every form that CloudFormation has for a text.

use super::check;

/// The text is the password's property, indented, and what stands below `Resources` or above it.
fn password(property: &str, sections: &str) {
    let text = format!(
        "{sections}\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: postgres\n      \
         {property}\n      StorageEncrypted: false\n      PubliclyAccessible: true\n"
    );
    check(&[("template.yaml", &text)]);
}

#[test]
fn scalars() {
    for property in [
        "MasterUserPassword: SECRET",
        "MasterUserPassword: 'SECRET' # was SECRET",
        "MasterUserPassword: \"SECRET\"",
        "MasterUserPassword: \"LEFT\\\n        RIGHT\"",
        "MasterUserPassword: >-\n        SECRET",
        "MasterUserPassword: |\n        SECRET\n",
        "MasterUserPassword:\n        SECRET",
        "MasterUserPassword: !Sub SECRET",
        "MasterUserPassword: !!str SECRET",
        "MasterUserPassword: &password SECRET\n      DBName: *password",
        "\"MasterUserPassword\": SECRET",
        "? MasterUserPassword\n      : SECRET",
        "MasterUserPassword: [SECRET]",
        "MasterUserPassword: {Key: SECRET}",
        "MasterUserPassword: !Base64 SECRET",
        "MasterUserPassword: {Fn::Sub: SECRET}",
        "MasterUserPassword: !SECRET",
        "MasterUserPassword: !LEFT RIGHT",
        "MasterUserPassword: {SECRET}",
    ] {
        password(property, "");
    }
}

#[test]
fn parts() {
    let stage = "Parameters:\n  Stage:\n    Type: String\n";
    for property in [
        "MasterUserPassword: !Join ['', [LEFT, RIGHT]]",
        "MasterUserPassword: !Join\n        - ''\n        - - LEFT\n          - RIGHT",
        "MasterUserPassword: !Join ['-', [SECRET, !Ref Stage]]",
        "MasterUserPassword: !Sub '${Stage}SECRET'",
        "MasterUserPassword: !Sub ['${A}${Stage}${B}', {A: LEFT, B: RIGHT}]",
        "MasterUserPassword: !Sub\n        - '${A}${Stage}${B}'\n        - A: LEFT\n          B: RIGHT",
        "MasterUserPassword: !Select [1, [a, SECRET]]",
        "MasterUserPassword: !Select [0, !Split ['|', 'SECRET|b']]",
        "MasterUserPassword: !If [Live, SECRET, other]",
        "MasterUserPassword: !If\n        - Live\n        - SECRET\n        - !Ref AWS::NoValue",
        "MasterUserPassword: !If [Live, LEFT, RIGHT]",
    ] {
        password(property, &format!("{stage}Conditions:\n  Live: !Equals [!Ref Stage, live]"));
    }
}

#[test]
fn parameters() {
    let parameter = |lines: &str| format!("Parameters:\n  Stage: {{Type: String}}\n  Word:\n    Type: String\n{lines}");
    for lines in [
        "    Default: SECRET",
        "    Default: SECRET\n    NoEcho: true",
        "    NoEcho: 'true'\n    Default:\n      SECRET",
        "    NoEcho: false\n    Default: 'SECRET'",
        "    AllowedValues: [SECRET, other]",
        "    AllowedValues:\n      - SECRET\n      - other",
        "    Default: SECRET\n    AllowedValues: [SECRET]",
    ] {
        password("MasterUserPassword: !Ref Word", &parameter(lines));
        password("MasterUserPassword: {Ref: Word}\n      DBInstanceIdentifier: !Sub 'db-${Word}'", &parameter(lines));
        password("MasterUserPassword: !Sub '${Word}'", &parameter(lines));
    }
    password("MasterUserPassword: !Sub '${Word}'\n      MasterUsername: !Ref Word", &parameter("    Default: SECRET"));
    let halves = "    Default: LEFT\n  Other:\n    Type: String\n    Default: RIGHT";
    password("MasterUserPassword: !Sub '${Word}${Other}'", &parameter(halves));
    password("MasterUserPassword: !Join ['', [!Ref Word, !Ref Stage, !Ref Other]]", &parameter(halves));
    password("MasterUserPassword: !Sub '${Word}-RIGHT-${Stage}'", &parameter("    Default: LEFT"));
    let list = "    Default: LEFT,RIGHT".replace("String", "CommaDelimitedList");
    password(
        "MasterUserPassword: !Select [0, !Ref Word]",
        &parameter(&list).replace("String\n", "CommaDelimitedList\n"),
    );
}

#[test]
fn mappings_and_conditions() {
    let rows = "Parameters:\n  Stage: {Type: String}\nMappings:\n  Stages:\n    live:\n      Word: LEFT\n    test: {Word: RIGHT}";
    password("MasterUserPassword: !FindInMap [Stages, live, Word]", &rows.replace("RIGHT", "x"));
    password("MasterUserPassword: !FindInMap [Stages, !Ref Stage, Word]", rows);
    password("MasterUserPassword: !Sub ['x${W}', {W: !FindInMap [Stages, !Ref Stage, Word]}]", rows);
    password("MasterUserPassword: !FindInMap [Stages, other, Word, {DefaultValue: SECRET}]", rows);
    let conditions = "Parameters:\n  Word:\n    Type: String\n    Default: SECRET\n  Stage: {Type: String}\nConditions:\n  \
                      Plain: !Equals [!Ref Word, SECRET]\n  Live: !Equals [!Ref Stage, live]";
    password("MasterUserPassword: !If [Plain, !Ref Word, other]", conditions);
    password("MasterUserPassword: !If [Live, !Ref Word, !If [Plain, SECRET, other]]", conditions);
    password(
        "MasterUserPassword: !If [Live, !Ref Word, x]\n      BackupRetentionPeriod: !If [Plain, 0, 7]",
        conditions,
    );
}

#[test]
fn clusters_and_json() {
    check(&[(
        "template.json",
        r#"{"Resources":{"Db":{"Type":"AWS::RDS::DBCluster","Properties":{"Engine":"aurora-mysql","MasterUserPassword":"SECRET"}}}}"#,
    )]);
    check(&[(
        "template.json",
        r#"{"Parameters":{"Word":{"Type":"String","Default":"LEFT"}},"Resources":{"Db":{"Type":"AWS::RDS::DBInstance","Properties":{
        "Engine":"mysql","StorageEncrypted":false,"MasterUserPassword":{"Fn::Join":["",[{"Ref":"Word"},"RIGHT"]]}}}}}"#,
    )]);
    check(&[(
        "template.json",
        "{\"Resources\": {\"Db\": {\"Type\": \"AWS::RDS::DBInstance\", \"Properties\": {\"Engine\": \"mysql\",\n\
         \"MasterUserPassword\": {\"Fn::Sub\": \"LEFT${AWS::Region}RIGHT\"},\n\"StorageEncrypted\": false}}}}",
    )]);
}

#[test]
fn tags() {
    let parameter = "Parameters:\n  Note:\n    Type: String\n    Default: SECRET\n    NoEcho: true";
    for tag in ["{Key: Note, Value: !Ref Note}", "{Key: !Ref Note, Value: x}"] {
        password(&format!("Tags: [{tag}, {{Key: Own, Value: x}}]"), parameter);
    }
    for tag in [
        "{Key: Password, Value: SECRET}",
        "{Value: 'SECRET', Key: DbToken}",
        "{\"Key\": \"Password\", \"Value\": \"SECRET\"}",
        "{Key: !Sub 'Password', Value: !Sub SECRET}",
        "{Key: Password, Value: !Join ['-', [LEFT, RIGHT]]}",
    ] {
        password(&format!("Tags: [{tag}]"), "");
        password(&format!("Tags:\n        - {tag}\n        - {{Key: Own, Value: x}}"), "");
    }
    for tag in ["Key: Password\n          Value: SECRET", "Value: SECRET\n          Key: Password"] {
        password(&format!("Tags:\n        - Key: Own\n          Value: x\n        - {tag}"), "");
    }
}

#[test]
fn rows_and_items_under_a_secret_name() {
    let stage = "Parameters:\n  Stage: {Type: String}\nMappings:\n";
    for (rows, find) in [
        ("  M: {a: {Password: SECRET}, b: {Password: x}}", "M, !Ref Stage, Password"),
        ("  M: {Password: {a: SECRET, b: x}}", "M, Password, !Ref Stage"),
        ("  Passwords: {a: {Word: SECRET}, b: {Word: x}}", "Passwords, !Ref Stage, Word"),
    ] {
        for property in ["DBInstanceIdentifier", "MasterUsername", "StorageType"] {
            password(&format!("{property}: !FindInMap [{find}]"), &format!("{stage}{rows}"));
        }
    }
}

#[test]
fn what_a_secret_is_compared_with() {
    for parameter in ["Word: {Type: String, NoEcho: true}", "DBPassword: {Type: String}"] {
        let name = parameter.split(':').next().unwrap();
        for assertion in [
            format!("Assert: !Contains [[SECRET, x], !Ref {name}]"),
            format!("Assert: {{'Fn::Contains': [[SECRET], {{Ref: {name}}}]}}"),
            format!("Assert: !Equals [SECRET, !Ref {name}]"),
        ] {
            let sections =
                format!("Parameters:\n  {parameter}\nRules:\n  Known:\n    Assertions:\n      - {assertion}\n");
            let db = "Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties: {Engine: mysql}\n";
            let stack = format!(
                "Resources:\n  Data:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: db.yaml\n      \
                 Parameters: {{{name}: other}}\n"
            );
            check(&[("db.yaml", &format!("{sections}{db}")), ("main.yaml", &stack)]);
        }
    }
}

#[test]
fn what_a_stack_is_given() {
    let db = "Parameters:\n  DBPassword: {Type: String, AllowedValues: [x]}\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    \
              Properties: {Engine: mysql, MasterUserPassword: !Ref DBPassword}\n";
    for (given, sections) in [
        ("DBPassword: SECRET", ""),
        ("DBPassword: !Ref Key", "Parameters:\n  Key: {Type: String, Default: SECRET}\n"),
        ("DBPassword: !FindInMap [M, a, Word]", "Mappings: {M: {a: {Word: SECRET}}}\n"),
        ("Word: SECRET", ""),
        ("Word: !Join ['', [LEFT, RIGHT]]", ""),
    ] {
        let stack = format!(
            "{sections}Resources:\n  Data:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: db.yaml\n      \
             Parameters:\n        {given}\n"
        );
        check(&[("db.yaml", db), ("main.yaml", &stack)]);
    }
}
