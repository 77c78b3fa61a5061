//! What stacks export and import by name.

use super::super::{Deployment, Inputs};
use super::stacks::{project, show};
use crate::model::{Evaluation, Scope};
use crate::source::SourceMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Every root of a text in each environment, which is a name and a region; all roots once where there is none.
fn evaluate(text: &str, environments: &[(&str, &str)]) -> (SourceMap, Vec<(String, Evaluation)>) {
    let (sources, project) = project(text);
    let names: Vec<Arc<str>> = environments.iter().map(|(name, _)| Arc::from(*name)).collect();
    let mut deployments = Vec::new();
    for root in project.roots() {
        // One called `once…` is deployed the same way everywhere.
        if environments.is_empty() || root.starts_with("once") {
            deployments.push(Deployment { root, environment: None, inputs: Inputs::default() });
            continue;
        }
        for (name, (_, region)) in names.iter().zip(environments) {
            let inputs = Inputs { region: Some((*region).into()), ..Inputs::default() };
            deployments.push(Deployment { root: root.clone(), environment: Some(name), inputs });
        }
    }
    let evaluations = project.evaluate_all(&deployments, |index| Scope(index as u32));
    let name = |one: &Deployment<'_>| format!("{}{}", one.root, one.environment.map_or("", |name| &**name));
    (sources, deployments.iter().map(name).zip(evaluations).collect())
}

/// The databases of all roots but those that are named `net…`.
fn check_in(text: &str, environments: &[(&str, &str)]) -> String {
    let (sources, evaluations) = evaluate(text, environments);
    let mut out = String::new();
    for (name, evaluation) in evaluations.iter().filter(|(name, _)| !name.starts_with("net")) {
        writeln!(out, "{name}").unwrap();
        show(&sources, evaluation, &mut out);
    }
    out
}

fn check(text: &str) -> String {
    check_in(text, &[])
}

/// A template with a database and these properties.
fn importing(properties: &str) -> String {
    format!("-- app.yaml\nResources:\n  DB: {{Type: AWS::RDS::DBInstance, Properties: {{{properties}}}}}\n")
}

#[test]
fn an_import_is_what_another_stack_exports() {
    let shown = check(
        "-- app.yaml
Resources:
  DB:
    Type: AWS::RDS::DBInstance
    Properties:
      A: !ImportValue net-size
      B: !ImportValue {'Fn::Sub': 'net-${X}'}
      C: !ImportValue net-password
      D: !ImportValue net-nothing
      E: !ImportValue net-group
Parameters:
  X: {Type: String, Default: sg}
-- net.yaml
Parameters:
  Name: {Type: String, Default: net}
  Size: {Type: String, Default: large}
  Password: {Type: String, NoEcho: true, Default: hunter2}
Resources:
  SG: {Type: AWS::EC2::SecurityGroup}
  Group: {Type: AWS::RDS::DBSubnetGroup, Properties: {DBSubnetGroupName: group}}
Outputs:
  Size: {Value: !Ref Size, Export: {Name: !Sub '${Name}-size'}}
  SG: {Value: !Ref SG, Export: {Name: !Join ['-', [!Ref Name, sg]]}}
  Password: {Value: !Ref Password, Export: {Name: net-password}}
  Group: {Value: !Ref Group, Export: {Name: net-group}}
  Other: {Value: !Ref Nothing}
",
    );
    insta::assert_snapshot!(shown, @r#"
    app.yaml
      [DB]
      A = "large" ← net-size ← Size ← Size ← large ← large
      B = unknown(the Ref of SG is known only after creation; is SG.Ref of 1) ← {'Fn::Sub': 'net-${X}'} ← SG ← SG ← SG
      C = "hunter2" (secret) ← net-password ← Password ← Password ← Password ← hunter2 ← hunter2
      D = unknown(the value is imported from another stack) ← net-nothing ← net-nothing
      E = "group" ← net-group ← Group ← Group ← Group ← group
    "#);
}

#[test]
fn values_come_through_several_stacks_in_any_order() {
    let shown = check(
        "-- a.yaml
Resources:
  DB: {Type: AWS::RDS::DBInstance, Properties: {A: !ImportValue last, B: !ImportValue inner}}
-- b.yaml
Resources:
  Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml, Parameters: {X: !ImportValue first}}}
Outputs:
  Last: {Value: !Sub '${Child.Outputs.Y}-b', Export: {Name: last}}
-- child.yaml
Parameters:
  X: {Type: String}
Resources: {}
Outputs:
  Y: {Value: !Sub '${X}-child'}
  Z: {Value: !Sub '${X}-inner', Export: {Name: inner}}
-- net.yaml
Resources: {}
Outputs:
  First: {Value: one, Export: {Name: first}}
",
    );
    insta::assert_snapshot!(shown, @r#"
    a.yaml
      [DB]
      A = "one-child-b" ← last ← Last ← '${Child.Outputs.Y}-b' ← '${Child.Outputs.Y}-b' ← '${X}-child' ← '${X}-child' ← '${X}-child' ← first ← first ← First ← one
      B = "one-inner" ← inner ← Z ← '${X}-inner' ← '${X}-inner' ← first ← first ← First ← one
    b.yaml
    "#);
}

#[test]
fn what_is_not_certain_is_unknown() {
    let net = "Resources: {}\nParameters: {Stage: {Type: String}}\nConditions: {Never: !Equals [a, b], IsProd: !Equals [!Ref Stage, prod]}\nOutputs:\n";
    let two = |output: &str| format!("{}-- net.yaml\n{net}  O: {output}\n", importing("A: !ImportValue x"));
    for (text, expected) in [
        (two("{Value: a, Export: {Name: x}}"), "\"a\""),
        (two("{Value: a, Export: {Name: x}, Condition: IsProd}"), "\"a\""),
        (two("{Value: a, Export: {Name: x}, Condition: Never}"), "imported from another stack"),
        (two("{Value: a, Export: {Name: !Sub '${Stage}x'}}"), "imported from another stack"),
        (two("{Value: a, Export: {Name: !Sub '${AWS::StackName}-x'}}"), "imported from another stack"),
        (two("{Value: [a], Export: {Name: x}}"), "an export must be a text"),
        (
            two("{Value: a, Export: {Name: x}}\n  P: {Value: b, Export: {Name: x}}"),
            "several stacks export the same name",
        ),
        (
            two(&format!(
                "{{Value: a, Export: {{Name: x}}}}\n-- other.yaml\n{net}  O: {{Value: b, Export: {{Name: x}}}}"
            )),
            "net.yaml and other.yaml export the same name",
        ),
        (
            two("{Value: !ImportValue y, Export: {Name: x}}\n  P: {Value: !ImportValue x, Export: {Name: y}}"),
            "exports and imports lead in a circle",
        ),
        (two("{Value: !ImportValue y, Export: {Name: x}}"), "imported from another stack"),
        (
            two("{Value: !If [IsProd, a, b], Export: {Name: x}}"),
            "net.yaml:IsProd is true: \"a\", net.yaml:IsProd is false: \"b\"",
        ),
    ] {
        let shown = check(&text);
        assert!(shown.contains(expected), "{expected}\n{text}\n{shown}");
    }
}

#[test]
fn stacks_import_within_their_environment_and_region() {
    let net = |name: &str| {
        format!("-- {name}.yaml\nResources: {{}}\nOutputs:\n  O: {{Value: !Ref AWS::Region, Export: {{Name: x}}}}\n")
    };
    let app = importing("A: !ImportValue x");
    let shown = |text: &str, environments: &[(&str, &str)]| -> Vec<String> {
        let shown = check_in(text, environments);
        let values = shown.lines().filter_map(|line| line.trim().strip_prefix("A = "));
        values.map(|line| line.split(" ←").next().unwrap().to_owned()).collect()
    };
    let both = [("dev", "eu-west-1"), ("prod", "us-east-1")];
    assert_eq!(shown(&format!("{app}{}", net("net")), &both), ["\"eu-west-1\"", "\"us-east-1\""]);
    let once = ["unknown(AWS::Region is known only at deployment)"; 2];
    assert_eq!(shown(&format!("{app}{}", net("once-net")), &both), once);
    let several = ["unknown(net.yaml exports it in several environments)"];
    let once = app.replace("app.yaml", "once.yaml");
    assert_eq!(shown(&format!("{once}{}", net("net")), &both), several);
}

#[test]
fn a_thousand_stacks_that_import_from_each_other_take_as_many_steps() {
    let work = |count: usize| {
        let mut text = "-- 0.yaml\nResources: {}\nOutputs: {O: {Value: a, Export: {Name: n0}}}\n".to_owned();
        for i in 1..count {
            let from = if i % 40 == 0 { 0 } else { i - 1 };
            write!(
                text,
                "-- {i}.yaml\nResources:\n  DB: {{Type: AWS::RDS::DBInstance, Properties: {{A: !ImportValue n0}}}}\n\
                 Outputs: {{O: {{Value: !Sub ['${{X}}', {{X: !ImportValue n{from}}}], Export: {{Name: n{i}}}}}}}\n"
            )
            .unwrap();
        }
        let (_, evaluations) = evaluate(&text, &[]);
        evaluations.iter().map(|(_, evaluation)| evaluation.steps).sum::<usize>()
    };
    let (few, many) = (work(100), work(1000));
    assert!(many <= few * 11 && many > few * 9, "{few} {many}");
}
