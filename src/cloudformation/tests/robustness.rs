//! Big, deep and exploding templates.

use super::evaluation;
use crate::source::{ProblemKind, SourceMap};
use crate::value::Content;
use std::fmt::Write as _;

fn kinds(text: &str) -> Vec<ProblemKind> {
    evaluation(text).problems.into_iter().map(|problem| problem.kind).collect()
}

#[test]
fn ten_thousand_resources_are_evaluated() {
    let mut text = "Parameters: {P: {Type: String, Default: p}}\nResources:\n".to_owned();
    for i in 0..10_000 {
        let properties = format!("{{A: !Ref P, B: !Sub 'x-${{P}}-{i}', C: [!Ref D{}, !GetAtt D{i}.Arn]}}", i / 2);
        writeln!(text, "  D{i}: {{Type: AWS::RDS::DBInstance, Properties: {properties}}}").unwrap();
    }
    let evaluation = evaluation(&text);
    assert_eq!((evaluation.resources.len(), evaluation.problems.len()), (10_000, 0));
}

#[test]
fn conditions_are_evaluated_once_however_often_they_are_used() {
    let mut text = "Parameters: {P: {Type: String}}\nConditions:\n  C0: !Equals [!Ref P, x]\n".to_owned();
    for i in 1..90 {
        let name = format!("!Condition C{}", i - 1);
        writeln!(text, "  C{i}: !And [{name}, !Or [{name}, {name}], {name}]").unwrap();
    }
    text.push_str("Resources: {D: {Type: AWS::RDS::DBInstance, Condition: C40}}\n");
    assert_eq!(evaluation(&text).resources[0].condition.as_deref(), Some("C40 is true"));
}

#[test]
fn a_long_chain_of_conditions_ends_in_a_limit() {
    let mut text = "Conditions:\n  C0: !Equals [a, a]\n".to_owned();
    for i in 1..100_000 {
        writeln!(text, "  C{i}: !Not [!Condition C{}]", i - 1).unwrap();
    }
    text.push_str("Resources: {D: {Type: AWS::RDS::DBInstance, Condition: C99999}}\n");
    assert_eq!(kinds(&text), [ProblemKind::Limit]);
}

#[test]
fn deep_expressions_end_in_a_limit() {
    for (open, close) in [("{'Fn::Base64': ", "}"), ("[", "]"), ("{'Fn::If': [C, 1, ", "]}")] {
        let deep = format!("{}x{}", open.repeat(95), close.repeat(95));
        let text = format!(
            "Parameters: {{P: {{Type: String}}}}\nConditions: {{C: !Equals [!Ref P, 1]}}\nResources: {{D: {{Type: AWS::RDS::DBInstance, Properties: {{A: {deep}}}}}}}\n"
        );
        let found = kinds(&text);
        assert!(found.is_empty() || found == [ProblemKind::Limit], "{found:?}");
        let deeper = format!("{}x{}", "[".repeat(150), "]".repeat(150));
        let text = format!("Resources: {{D: {{Type: AWS::RDS::DBInstance, Properties: {{A: {deeper}}}}}}}\n");
        assert_eq!(kinds(&text), [ProblemKind::Limit]);
    }
}

#[test]
fn exponential_structures_are_bounded() {
    let mut aliases = "a0: &a0 [!Ref AWS::Region, x]\n".to_owned();
    for i in 1..17 {
        writeln!(aliases, "a{i}: &a{i} [*a{0}, *a{0}]", i - 1).unwrap();
    }
    aliases.push_str("Resources: {D: {Type: AWS::RDS::DBInstance, Properties: {A: *a16, B: 1}}}\n");
    let mappings = "Mappings: {M: {a: {b: [!FindInMap [M, a, b], !FindInMap [M, a, b]]}}}\nResources: {D: {Type: AWS::RDS::DBInstance, Properties: {A: !FindInMap [M, a, b]}}}\n";
    assert_eq!(evaluation(&aliases).resources.len(), 1);
    assert!(kinds(mappings).contains(&ProblemKind::Limit));
    let item = "{'Fn::If': [C, xxxxxxxxxx, y]}";
    let joined = format!("{}{item}", format!("{item}, ").repeat(20_000));
    let sections = "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, 1]}";
    let text = format!(
        "{sections}\nResources: {{D: {{Type: AWS::RDS::DBInstance, Properties: {{A: !Join ['', [{joined}]]}}}}}}\n"
    );
    let evaluation = evaluation(&text);
    assert!(!matches!(evaluation.resources[0].attributes["A"].content, Content::Text(_)));
}

#[test]
fn an_incomplete_template_has_no_dangling_references() {
    let text = "Resources:\n  D: {Type: AWS::RDS::DBInstance, Properties: {A: !Ref Later}}\n  E: {Type: x\nLater:\n";
    let parsed = crate::syntax::yaml::parse(SourceMap::default().add("t", text), text);
    assert_eq!(parsed.problems.len(), 1);
    let evaluation = crate::cloudformation::project::evaluate(
        &parsed.tree.unwrap(),
        true,
        &crate::cloudformation::Inputs::default(),
        &crate::cloudformation::stacks::Stack::root(None, crate::model::Scope(0)),
    )
    .evaluation;
    assert_eq!((evaluation.resources.len(), evaluation.problems.len()), (1, 0));
}
