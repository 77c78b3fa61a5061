//! Conditions, the branches that they choose, and the resources that they exclude.

use super::{check, show};

const SECTIONS: &str = "
Parameters:
  Env: {Type: String, Default: prod}
  Size: {Type: String}
  Tier: {Type: String, AllowedValues: [a, b]}
Conditions:
  IsProd: !Equals [!Ref Env, prod]
  IsBig: !Equals [!Ref Size, big]
  Both: !And [!Condition IsProd, !Condition IsBig]
  Neither: {'Fn::Not': [{'Fn::Or': [{Condition: IsProd}, {Condition: IsBig}]}]}
  NotC: !Equals [!Ref Tier, c]
  Same: !Equals ['1', 1]
  Arn: !Equals [!Sub 'arn:${Size}', x]";

#[test]
fn a_decided_condition_chooses_its_branch() {
    insta::assert_snapshot!(check(SECTIONS, "
A: !If [IsProd, 1, 2]
B: !If [Neither, x, !Ref Env]
C: !If [NotC, x, y]
D: !If [Same, x, y]
E: !If [Arn, x, y]
"), @r#"
    A = 1  ← IsProd is true <[IsProd, 1, 2]> ← written <1>
    B = "prod"  ← Neither is false <[Neither, x, !Ref Env]> ← !Ref Env <Env> ← default of Env <prod> ← written <prod>
    C = "y"  ← NotC is false <[NotC, x, y]> ← written <y>
    D = "x"  ← Same is true <[Same, x, y]> ← written <x>
    E = "y"  ← Arn is false <[Arn, x, y]> ← written <y>
    "#);
}

#[test]
fn an_undecided_condition_gives_both_branches_with_their_guards() {
    insta::assert_snapshot!(check(SECTIONS, "
A: !If [IsBig, 1, !Ref AWS::NoValue]
B: !If [Both, !Ref Env, x]
C: !If [IsBig, same, same]
D: !If [IsBig, !If [IsBig, 1, 2], !If [Both, 3, 4]]
E: !Sub ['${X}-${Y}', {X: !If [IsBig, a, b], Y: !If [IsBig, c, d]}]
F: [!If [IsBig, a, !Ref AWS::NoValue]]
"), @r#"
    A = one of
        IsBig is true: 1  ← IsBig is true <[IsBig, 1, !Ref AWS::NoValue]> ← written <1>
        IsBig is false: null  ← IsBig is false <[IsBig, 1, !Ref AWS::NoValue]> ← !Ref AWS::NoValue <AWS::NoValue>
         ← !If <[IsBig, 1, !Ref AWS::NoValue]> ← written <[IsBig, 1, !Ref AWS::NoValue]>
    B = one of
        Both is true: "prod"  ← Both is true <[Both, !Ref Env, x]> ← !Ref Env <Env> ← default of Env <prod> ← written <prod>
        Both is false: "x"  ← Both is false <[Both, !Ref Env, x]> ← written <x>
         ← !If <[Both, !Ref Env, x]> ← written <[Both, !Ref Env, x]>
    C = "same"  ← IsBig is true <[IsBig, same, same]> ← written <same>
    D = one of
        IsBig is true: 1  ← IsBig is true <[IsBig, !If [IsBig, 1, 2], !If [Both, 3, 4]]> ← IsBig is true <[IsBig, 1, 2]> ← written <1>
        IsBig is false and Both is true: 3  ← IsBig is false <[IsBig, !If [IsBig, 1, 2], !If [Both, 3, 4]]> ← Both is true <[Both, 3, 4]> ← written <3>
        IsBig is false and Both is false: 4  ← IsBig is false <[IsBig, !If [IsBig, 1, 2], !If [Both, 3, 4]]> ← Both is false <[Both, 3, 4]> ← written <4>
         ← !If <[IsBig, !If [IsBig, 1, 2], !If [Both, 3, 4]]> ← written <[IsBig, !If [IsBig, 1, 2], !If [Both, 3, 4]]>
    E = one of
        IsBig is true: "a-c"  ← !Sub <[\'${X}-${Y}\', {X: !If [IsBig, a, b], Y: !If [IsBig, c, d]}]> ← written <[\'${X}-${Y}\', {X: !If [IsBig, a, b], Y: !If [IsBig, c, d]}]>
        IsBig is false: "b-d"  ← !Sub <[\'${X}-${Y}\', {X: !If [IsBig, a, b], Y: !If [IsBig, c, d]}]> ← written <[\'${X}-${Y}\', {X: !If [IsBig, a, b], Y: !If [IsBig, c, d]}]>
         ← !Sub <[\'${X}-${Y}\', {X: !If [IsBig, a, b], Y: !If [IsBig, c, d]}]> ← written <[\'${X}-${Y}\', {X: !If [IsBig, a, b], Y: !If [IsBig, c, d]}]>
    F = [one of
        IsBig is true: "a"  ← IsBig is true <[IsBig, a, !Ref AWS::NoValue]> ← written <a>
        IsBig is false: null  ← IsBig is false <[IsBig, a, !Ref AWS::NoValue]> ← !Ref AWS::NoValue <AWS::NoValue>
       ]  ← written <[!If [IsBig, a, !Ref AWS::NoValue]]>
    "#);
}

#[test]
fn conditions_of_resources_decide_whether_they_exist() {
    insta::assert_snapshot!(show(&format!("{SECTIONS}
Resources:
  A: {{Type: AWS::RDS::DBCluster, Condition: IsProd}}
  B: {{Type: AWS::RDS::DBCluster, Condition: Neither}}
  C: {{Type: AWS::RDS::DBCluster, Condition: Both}}
")), @"
    [A]
    [C if Both is true]
    ");
}

#[test]
fn circles_and_nonsense_are_problems() {
    insta::assert_snapshot!(check("
Conditions:
  A: !Not [!Condition B]
  B: !And [!Condition A, !Condition A]
  C: {Foobar: foobar}
  D: !Equals [1]", "
A: !If [A, 1, 2]
C: !If [C, 1, 2]
D: !If [D, 1, 2]
E: !If [E, 1, 2]
F: !If [A, 1]
"), @"
    A = one of
        A is true: 1  ← A is true <[A, 1, 2]> ← written <1>
        A is false: 2  ← A is false <[A, 1, 2]> ← written <2>
         ← !If <[A, 1, 2]> ← written <[A, 1, 2]>
    C = one of
        C is true: 1  ← C is true <[C, 1, 2]> ← written <1>
        C is false: 2  ← C is false <[C, 1, 2]> ← written <2>
         ← !If <[C, 1, 2]> ← written <[C, 1, 2]>
    D = one of
        D is true: 1  ← D is true <[D, 1, 2]> ← written <1>
        D is false: 2  ← D is false <[D, 1, 2]> ← written <2>
         ← !If <[D, 1, 2]> ← written <[D, 1, 2]>
    E = one of
        E is true: 1  ← E is true <[E, 1, 2]> ← written <1>
        E is false: 2  ← E is false <[E, 1, 2]> ← written <2>
         ← !If <[E, 1, 2]> ← written <[E, 1, 2]>
    F = unknown(Fn::If has the wrong arguments; perhaps null)  ← !If <[A, 1]> ← written <[A, 1]>
    Meaning <A> the condition A depends on itself
    Meaning <{Foobar: foobar}> this is not a condition: one of Fn::Equals, Fn::And, Fn::Or, Fn::Not, Condition with its arguments
    Meaning <[1]> this is not a condition: one of Fn::Equals, Fn::And, Fn::Or, Fn::Not, Condition with its arguments
    Meaning <[E, 1, 2]> this refers to the condition E, which nothing declares
    Meaning <[A, 1]> Fn::If has the wrong arguments
    ");
}
