//! Stacks that other stacks create.

use super::content;
use crate::cloudformation::{Inputs, Project, TemplateFile};
use crate::model::{Evaluation, Scope};
use crate::source::SourceMap;
use crate::syntax::yaml;
use std::fmt::Write;

/// Templates, each behind `-- path`.
pub(super) fn project(text: &str) -> (SourceMap, Project) {
    let mut sources = SourceMap::default();
    let mut templates = Vec::new();
    for file in text.split("-- ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap();
        let id = sources.add(path, text);
        let parsed = yaml::parse(id, text);
        assert!(parsed.problems.is_empty(), "{path}: {:?}", parsed.problems);
        templates.push(TemplateFile { path: path.into(), file: id, root: parsed.tree.unwrap(), incomplete: false });
    }
    (sources, Project::new(templates))
}

/// Every resource of every root with its values and the places that each came by, then the problems.
fn check(text: &str) -> String {
    let (sources, project) = project(text);
    let mut out = String::new();
    for root in project.roots() {
        let evaluation = project.evaluate_with(&root, &Inputs::default(), Scope(0));
        writeln!(out, "{root}").unwrap();
        show(&sources, &evaluation, &mut out);
    }
    out
}

pub(super) fn show(sources: &SourceMap, evaluation: &Evaluation, out: &mut String) {
    for resource in &evaluation.resources {
        let condition = resource.condition.as_deref().map(|condition| format!(" if {condition}")).unwrap_or_default();
        let calls: Vec<_> = resource.calls.iter().map(|call| format!(" by {}", call.address)).collect();
        writeln!(out, "  [{}{condition}{}]", resource.address, calls.concat()).unwrap();
        for (name, value) in &resource.attributes {
            let steps = value.origin.steps().filter_map(|step| step.at);
            let places: Vec<_> = steps.map(|at| &sources.file(at.file).text()[at.range()]).collect();
            let several =
                value.alternatives().filter_map(|(guard, one)| Some(format!("{}: {}", guard?, content(one, ""))));
            let several: Vec<_> = several.collect();
            let shown = if several.is_empty() { content(value, "") } else { several.join(", ") };
            let secret = if value.is_secret() { " (secret)" } else { "" };
            writeln!(out, "  {name} = {shown}{secret} ← {}", places.join(" ← ")).unwrap();
        }
    }
    for problem in &evaluation.problems {
        let at = problem.span.unwrap();
        writeln!(out, "  <{}> {}", &sources.file(at.file).text()[at.range()], problem.message).unwrap();
    }
}

#[test]
fn a_stack_is_evaluated_with_what_it_is_given() {
    let shown = check(
        "-- root.yaml
Parameters:
  Size: {Type: String, Default: db.t3.micro}
Resources:
  Network:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: nested/network.yaml}
  Data:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./nested/data.yaml
      Parameters: {Class: !Ref Size, Group: !GetAtt Network.Outputs.Group, Password: hunter2, Oops: 1}
-- nested/data.yaml
Parameters:
  Class: {Type: String}
  Group: {Type: String}
  Password: {Type: String, NoEcho: true}
  Own: {Type: String, Default: own}
Resources:
  DB:
    Type: AWS::RDS::DBInstance
    Properties: {A: !Ref Class, B: !Ref Group, C: !Ref Password, D: !Ref Own, E: !Ref DB}
-- nested/network.yaml
Resources:
  SG: {Type: AWS::EC2::SecurityGroup}
Outputs:
  Group: {Value: !GetAtt SG.GroupId}
",
    );
    insta::assert_snapshot!(shown, @r#"
    root.yaml
      [Network.SG by Network]
      [Data.DB by Data]
      A = "db.t3.micro" ← Class ← Size ← Size ← db.t3.micro ← db.t3.micro
      B = unknown(GroupId of SG is known only after creation; is Network.SG.GroupId) ← Group ← Network.Outputs.Group ← Network.Outputs.Group ← SG.GroupId ← SG.GroupId ← SG
      C = "hunter2" (secret) ← Password ← Password ← hunter2 ← hunter2
      D = "own" ← Own ← own ← own
      E = unknown(the Ref of DB is known only after creation; is Data.DB.Ref) ← DB ← DB
      <1> the template of the stack Data has no parameter Oops
    "#);
}

#[test]
fn conditions_of_stacks_are_told_apart() {
    let shown = check(
        "-- root.yaml
Parameters:
  Stage: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  Never: !Equals [a, b]
Resources:
  Data:
    Type: AWS::CloudFormation::Stack
    Condition: IsProd
    Properties:
      TemplateURL: data.yaml
      Parameters: !If [IsProd, {A: x}, {A: y}]
  Open:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: data.yaml, Parameters: !Ref Stage}
  None:
    Type: AWS::CloudFormation::Stack
    Condition: Never
    Properties: {TemplateURL: data.yaml}
-- data.yaml
Parameters:
  A: {Type: String}
  Size: {Type: String}
Conditions:
  IsProd: !Equals [!Ref Size, big]
Resources:
  DB:
    Type: AWS::RDS::DBInstance
    Condition: IsProd
    Properties: {A: !Ref A}
  Other:
    Type: AWS::RDS::DBInstance
    Properties: {A: !If [IsProd, 1, 2]}
",
    );
    insta::assert_snapshot!(shown, @r#"
    root.yaml
      [Data.DB if IsProd is true and Data.IsProd is true by Data]
      A = "x" ← A ← [IsProd, {A: x}, {A: y}] ← x
      [Data.Other if IsProd is true by Data]
      A = Data.IsProd is true: 1, Data.IsProd is false: 2 ← [IsProd, 1, 2] ← [IsProd, 1, 2]
      [Open.DB if Open.IsProd is true by Open]
      A = unknown(parameter Stage has no default) ← A ← Stage ← Stage ← Stage
      [Open.Other by Open]
      A = Open.IsProd is true: 1, Open.IsProd is false: 2 ← [IsProd, 1, 2] ← [IsProd, 1, 2]
    "#);
}

#[test]
fn circles_and_missing_outputs_are_problems() {
    let shown = check(
        "-- a.yaml
Resources:
  B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: b.yaml}}
-- b.yaml
Resources:
  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: a.yaml}}
-- c.yaml
Resources:
  D: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: d.yaml, Parameters: {X: !GetAtt D.Outputs.X}}}
  DB: {Type: AWS::RDS::DBInstance, Properties: {A: !GetAtt D.Outputs.None, B: !Sub '${D.Outputs.X}', C: !GetAtt D.Outputs.Y}}
-- d.yaml
Parameters:
  X: {Type: String}
Conditions:
  Never: !Equals [a, b]
Outputs:
  X: {Value: x}
  Y: {Value: y, Condition: Never}
Resources: {}
",
    );
    insta::assert_snapshot!(shown, @r#"
    a.yaml
      <A> the template of this stack creates itself
    c.yaml
      [DB]
      A = unknown(the stack D has no output None) ← D.Outputs.None
      B = "x" ← '${D.Outputs.X}' ← '${D.Outputs.X}' ← x ← x
      C = unknown(the output Y exists only when Never is true; perhaps null) ← D.Outputs.Y ← y ← y
      <D.Outputs.X> the stack D depends on itself
      <D.Outputs.None> the stack D has no output None
    "#);
}

#[test]
fn addresses_lead_to_the_only_template_that_fits() {
    let roots = |text: &str| project(text).1.roots().join(" ");
    let stack = |url: &str, given: &str| {
        format!(
            "Resources:\n  S:\n    Type: AWS::CloudFormation::Stack\n    Properties: {{TemplateURL: {url}, Parameters: {{{given}}}}}\n"
        )
    };
    let child = "Parameters: {A: {Type: String}}\nResources: {}\n";
    for (url, given, expected) in [
        ("!Sub 'https://${B}.s3.amazonaws.com/t/db.yaml'", "A: 1", "root.yaml x/db.yaml"),
        ("!Sub 'https://${B}.s3.amazonaws.com/v/db.yaml'", "A: 1", "root.yaml t/db.yaml x/db.yaml"),
        ("!Sub 'https://${B}.s3.amazonaws.com/t/db.yaml'", "A: 1, C: 2", "root.yaml t/db.yaml x/db.yaml"),
        ("!Sub 'https://${B}.s3.amazonaws.com/t/db.yaml'", "", "root.yaml t/db.yaml x/db.yaml"),
        ("t/db.yaml", "", "root.yaml x/db.yaml"),
    ] {
        let text = format!("-- root.yaml\n{}-- t/db.yaml\n{child}-- x/db.yaml\n{child}", stack(url, given));
        assert_eq!(roots(&text), expected, "{url} {given}");
    }
}

#[test]
fn stacks_that_multiply_are_bounded() {
    let mut text = String::new();
    for level in 0..12 {
        write!(text, "-- {level}.yaml\nResources:\n  DB: {{Type: AWS::RDS::DBInstance}}\n").unwrap();
        for name in ["A", "B", "C"] {
            let next = level + 1;
            let stack = "Type: AWS::CloudFormation::Stack, Properties";
            writeln!(text, "  {name}: {{{stack}: {{TemplateURL: {next}.yaml}}}}").unwrap();
        }
    }
    let project = project(&text).1;
    let evaluation = project.evaluate_with("0.yaml", &Inputs::default(), Scope(0));
    assert_eq!(evaluation.resources.len(), 1001);
}

#[test]
fn stack_sets_have_a_region_where_there_is_only_one() {
    let shown = check(
        "-- root.yaml
Resources:
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      TemplateURL: db.yaml
      Parameters:
        - {ParameterKey: A, ParameterValue: a}
        - {ParameterKey: B, ParameterValue: b}
      StackInstancesGroup:
        - Regions: [eu-west-1]
          ParameterOverrides: [{ParameterKey: B, ParameterValue: c}]
-- db.yaml
Parameters: {A: {Type: String}, B: {Type: String}}
Resources:
  DB: {Type: AWS::RDS::DBInstance, Properties: {A: !Ref A, B: !Ref B, R: !Ref AWS::Region}}
",
    );
    insta::assert_snapshot!(shown, @r#"
    root.yaml
      [Set.DB by Set]
      A = "a" ← A ← a ← a
      B = unknown(the stack set gives B several values) ← B ← b ← b
      R = "eu-west-1" ← AWS::Region
    "#);
}

#[test]
fn what_a_stack_set_does_not_spell_out_is_unknown() {
    let set = |properties: &str| {
        let shown = check(&format!(
            "-- root.yaml
Conditions: {{Is: !Equals [!Ref AWS::Region, x]}}
Resources:
  Set: {{Type: AWS::CloudFormation::StackSet, Properties: {{TemplateURL: db.yaml, {properties}}}}}
-- db.yaml
Parameters: {{A: {{Type: String, Default: d}}}}
Resources: {{DB: {{Type: AWS::RDS::DBInstance, Properties: {{A: !Ref A}}}}}}
"
        ));
        shown.lines().find_map(|line| Some(line.trim().strip_prefix("A = ")?.split(" ←").next()?.to_owned())).unwrap()
    };
    let given = "Parameters: [{ParameterKey: A, ParameterValue: a}], StackInstancesGroup";
    for (properties, expected) in [
        (format!("{given}: [{{ParameterOverrides: []}}]"), "\"a\""),
        ("StackInstancesGroup: []".to_owned(), "\"d\""),
        ("Parameters:".to_owned(), "\"d\""),
        (format!("{given}: !If [Is, [], []]"), "unknown(the stack set gives A several values)"),
        (
            format!("{given}: [{{ParameterOverrides: !If [Is, [], []]}}]"),
            "unknown(the stack set gives A several values)",
        ),
        (format!("{given}: [!If [Is, {{}}, {{}}]]"), "unknown(the stack set gives A several values)"),
        (
            "Parameters: [!If [Is, {ParameterKey: A, ParameterValue: a}, !Ref AWS::NoValue]]".to_owned(),
            "unknown(the parameters are not written as such)",
        ),
    ] {
        assert_eq!(set(&properties), expected, "{properties}");
    }
}

#[test]
fn inputs_of_a_stack_are_not_those_of_the_one_that_creates_it() {
    let shown = check(
        "-- root.yaml
Parameters: {Names: {Type: CommaDelimitedList}}
Resources:
  Data: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: db.yaml}}
-- db.yaml
Transform: AWS::LanguageExtensions
Parameters: {Names: {Type: CommaDelimitedList}}
Mappings: {M: {a: {k: 1}, b: {k: 2}}}
Resources:
  Fn::ForEach::L:
    - Name
    - !Ref Names
    - Db${Name}: {Type: AWS::RDS::DBInstance, Properties: {A: !FindInMap [M, !Ref AWS::StackName, k]}}
",
    );
    let shown = shown.split(" ←").next().unwrap_or_default();
    insta::assert_snapshot!(shown, @r"
    root.yaml
      [Data.Db${Name} if Data.Names is not empty by Data]
      A = Data.AWS::StackName is a: 1, Data.AWS::StackName is b: 2
    ");
}
