//! The section `Rules`: what a template asserts of the parameters that it is given.

use super::evaluation;

const RULES: &str = "
Parameters:
  Stage: {Type: String, Default: live}
  Class: {Type: String, Default: db.t3.micro}
  Open: {Type: String}
  Zones: {Type: CommaDelimitedList, Default: 'a,b'}
Rules:
  Sizes:
    RuleCondition: !Equals [!Ref Stage, live]
    Assertions:
      - Assert: !Contains [[db.m5.large, db.r5.large], !Ref Class]
        AssertDescription: live needs a large class
      - Assert: {'Fn::EachMemberIn': [!Ref Zones, [a, b, c]]}
      - Assert: {'Fn::Not': [{'Fn::EachMemberEquals': [{'Fn::RefAll': String}, live]}]}
  Elsewhere:
    RuleCondition: !Equals [!Ref Stage, test]
    Assertions: [{Assert: !Equals [a, b]}]
  Unclear:
    RuleCondition: !Equals [!Ref Open, x]
    Assertions: [{Assert: !Equals [a, b]}]
  Undecided:
    Assertions: [{Assert: !Equals [!Ref Open, x]}, {Assert: {'Fn::EachMemberIn': [{'Fn::ValueOfAll': [String, x]}, [a]]}}]
  Zones:
    Assertions: [{Assert: {'Fn::EachMemberEquals': [!Ref Zones, a]}, AssertDescription: one zone}]
Resources: {}
";

#[test]
fn given_parameters_must_meet_the_rules() {
    let messages = |text: &str| {
        let problems = evaluation(text).problems.into_iter();
        problems.map(|problem| problem.message.clone()).collect::<Vec<_>>()
    };
    let expected = [
        "the parameters do not meet the rule Sizes: live needs a large class",
        "the parameters do not meet the rule Zones: one zone",
    ];
    assert_eq!(messages(RULES), [""; 0]);
    assert_eq!(messages(&format!("Given: {{Stage: live}}{RULES}")), expected);
    assert_eq!(messages(&format!("Given: {{Stage: live, Class: db.r5.large, Zones: a}}{RULES}")), [""; 0]);
}
