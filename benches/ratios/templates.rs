//! Templates that grow: by their resources, and by their conditions, which nothing decides.

use crate::shapes::{Files, Shape};
use std::fmt::Write;

/// What grows with the resources.
pub(crate) const BY_RESOURCES: [Shape; 4] = [
    ("resources of a YAML template", resources),
    ("resources of a JSON template", resources_in_json),
    ("resources of a template, each under a condition of its own", conditional_resources),
    ("databases of a template on one group of as many parameters", databases_on_a_group),
];

/// What grows with the conditions.
pub(crate) const BY_CONDITIONS: [Shape; 9] = [
    ("conditions within each other, each with a value", nested),
    ("conditions within each other, on or off", nested_flags),
    ("conditions, each of a property", properties),
    ("conditions of the parts of a text", joined),
    ("conditions of the elements of a list", listed),
    ("conditions in one other condition", wide),
    ("conditions, each made of the one before it", chained),
    ("conditions on one parameter", literals),
    ("conditions, each of a database and its group", databases),
];

fn template(text: String) -> Files {
    vec![("template.yaml".to_owned(), text)]
}

fn repeated(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect()
}

fn listing(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect::<Vec<_>>().join(", ")
}

/// The beginning of a database that listens, with all that policies ask for but what is given.
fn database(name: &str, rest: &str) -> String {
    format!(
        "  {name}:\n    Type: AWS::RDS::DBInstance\n{rest}    Properties:\n      Engine: postgres\n      EngineVersion: '16.3'\n"
    )
}

fn group(name: &str, rest: &str, value: &str) -> String {
    format!(
        "  {name}:\n    Type: AWS::RDS::DBParameterGroup\n{rest}    Properties:\n      Description: x\n      Family: postgres16\n      \
         Parameters: {{ rds.force_ssl: {value} }}\n"
    )
}

fn resources(count: usize) -> Files {
    let one = |i: usize| {
        let own = format!(
            "      StorageEncrypted: !Ref On\n      DBInstanceIdentifier: !Sub 'db-${{AWS::Region}}-{i}'\n      \
             DBParameterGroupName: !Ref Group{i}\n"
        );
        group(&format!("Group{i}"), "", "'0'") + &database(&format!("Db{i}"), "") + &own
    };
    template(format!("Parameters:\n  On: {{ Type: String, Default: 'false' }}\nResources:\n{}", repeated(count, one)))
}

fn resources_in_json(count: usize) -> Files {
    let one = |i: usize| {
        format!(
            "\"Group{i}\": {{\"Type\": \"AWS::RDS::DBParameterGroup\", \"Properties\": {{\"Description\": \"x\", \"Family\": \
             \"postgres16\", \"Parameters\": {{\"rds.force_ssl\": \"0\"}}}}}},\n\"Db{i}\": {{\"Type\": \"AWS::RDS::DBInstance\", \
             \"Properties\": {{\"Engine\": \"postgres\", \"EngineVersion\": \"16.3\", \"StorageEncrypted\": {{\"Ref\": \"On\"}}, \
             \"DBParameterGroupName\": {{\"Ref\": \"Group{i}\"}}}}}}"
        )
    };
    let parameters = "\"Parameters\": {\"On\": {\"Type\": \"String\", \"Default\": \"false\"}}";
    let text = format!("{{{parameters}, \"Resources\": {{{}}}}}\n", listing(count, one));
    vec![("template.json".to_owned(), text)]
}

fn conditional_resources(count: usize) -> Files {
    databases(count)
}

fn databases_on_a_group(count: usize) -> Files {
    let rows = listing(count, |i| format!("custom.row{i}: !If [C0, '{i}', !Ref P0]"));
    let shared = format!(
        "  Group:\n    Type: AWS::RDS::DBParameterGroup\n    Properties:\n      Description: x\n      Family: postgres16\n      \
         Parameters: {{ rds.force_ssl: '0', {rows} }}\n"
    );
    let one = |i: usize| database(&format!("Db{i}"), "") + "      DBParameterGroupName: !Ref Group\n";
    template(conditions(1) + "Resources:\n" + &shared + &repeated(count, one))
}

/// That many conditions, each on a parameter of its own.
fn conditions(count: usize) -> String {
    let parameters = repeated(count, |i| format!("  P{i}: {{ Type: String }}\n"));
    let conditions = repeated(count, |i| format!("  C{i}: !Equals [!Ref P{i}, x]\n"));
    format!("Parameters:\n{parameters}Conditions:\n{conditions}")
}

/// One database below conditions.
fn one(conditions: String, properties: &str) -> Files {
    template(conditions + "Resources:\n" + &database("Db", "") + properties)
}

/// Functions within each other, the first condition outermost.
fn within(count: usize, leaf: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for i in 0..count {
        // Writing to a string does not fail.
        let _ = write!(text, "!If [C{i}, {}, ", leaf(i));
    }
    text + "false" + &"]".repeat(count)
}

fn nested(count: usize) -> Files {
    one(conditions(count), &format!("      DBInstanceIdentifier: {}\n", within(count, |i| format!("db-{i}"))))
}

fn nested_flags(count: usize) -> Files {
    let value = within(count, |i| (i.is_multiple_of(2)).to_string());
    one(conditions(count), &format!("      StorageEncrypted: {value}\n"))
}

fn properties(count: usize) -> Files {
    let own = repeated(count, |i| format!("      Property{i}: !If [C{i}, true, false]\n"));
    one(conditions(count), &(own + "      StorageEncrypted: !If [C0, true, false]\n"))
}

fn joined(count: usize) -> Files {
    let parts = listing(count, |i| format!("!If [C{i}, a, b]"));
    one(conditions(count), &format!("      DBInstanceIdentifier: !Join ['', [{parts}]]\n"))
}

fn listed(count: usize) -> Files {
    let items = listing(count, |i| format!("!If [C{i}, postgresql, !Ref AWS::NoValue]"));
    one(conditions(count), &format!("      EnableCloudwatchLogsExports: [{items}]\n"))
}

fn wide(count: usize) -> Files {
    let all = listing(count, |i| format!("!Condition C{i}"));
    let own = format!("  All: !And [{all}]\n  Any: !Or [{all}]\n");
    let values = listing(count, |i| format!("!If [C{i}, a, !If [Any, b, !If [All, c, d]]]"));
    let flag = "      StorageEncrypted: !If [All, true, !If [Any, true, false]]\n";
    one(conditions(count) + &own, &format!("{flag}      EnableCloudwatchLogsExports: [{values}]\n"))
}

fn chained(count: usize) -> Files {
    let link = |i: usize| match i {
        0 => "  D0: !Not [!Condition C0]\n".to_owned(),
        _ if i.is_multiple_of(2) => format!("  D{i}: !And [!Condition D{}, !Condition C{i}]\n", i - 1),
        _ => format!("  D{i}: !Or [!Condition D{}, !Condition C{i}]\n", i - 1),
    };
    let values = repeated(count, |i| format!("      Property{i}: !If [D{i}, true, !If [C{i}, true, false]]\n"));
    let flag = format!("      StorageEncrypted: !If [D{}, true, false]\n", count.saturating_sub(1));
    one(conditions(count) + &repeated(count, link), &(values + &flag))
}

fn literals(count: usize) -> Files {
    let conditions = repeated(count, |i| format!("  C{i}: !Equals [!Ref Stage, s{i}]\n"));
    let sections = format!("Parameters:\n  Stage: {{ Type: String }}\nConditions:\n{conditions}");
    let values = repeated(count, |i| format!("      Property{i}: !If [C{i}, !If [C0, 1, 2], !Ref Stage]\n"));
    let value = within(count, |i| (i.is_multiple_of(2)).to_string());
    one(sections, &format!("{values}      StorageEncrypted: {value}\n"))
}

fn databases(count: usize) -> Files {
    let one = |i: usize| {
        let condition = format!("    Condition: C{i}\n");
        let group = group(&format!("Group{i}"), &condition, &format!("!If [C{i}, '1', '0']"));
        let own = format!("      DBParameterGroupName: !If [C{i}, !Ref Group{i}, !Ref AWS::NoValue]\n");
        group + &database(&format!("Db{i}"), &condition) + &own
    };
    template(conditions(count) + "Resources:\n" + &repeated(count, one))
}
