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
        IsBig is false: 4  ← IsBig is false <[IsBig, !If [IsBig, 1, 2], !If [Both, 3, 4]]> ← Both is false <[Both, 3, 4]> ← written <4>
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

const STAGES: &str = "
Parameters:
  Stage: {Type: String}
  Size: {Type: String, AllowedValues: [small, large]}
  Password: {Type: String, NoEcho: true}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsTest: !Equals [test, !Ref Stage]
  NotProd: !Not [!Condition IsProd]
  IsLarge: !Equals [!Ref Size, large]
  LargeProd: !And [!Condition IsProd, !Condition IsLarge]
  Either: !Or [!Condition IsProd, !Condition IsTest]
  Europe: !Equals [!Ref 'AWS::Region', eu-west-1]
  Given: !Equals [!Ref Password, x]
Mappings:
  Days: {prod: {keep: 30}, test: {keep: 1}}";

#[test]
fn in_a_branch_its_condition_and_all_that_follows_holds() {
    insta::assert_snapshot!(check(STAGES, "
A: !If [IsProd, !If [IsTest, 1, 2], 3]
B: !If [NotProd, 0, !FindInMap [Days, !Ref Stage, keep]]
C: !If [LargeProd, !Sub '${Stage}-${Size}', !If [IsProd, !Ref Size, x]]
D: !If [Either, !If [IsProd, 1, !Ref Stage], !If [IsProd, 3, 4]]
E: !If [Europe, !Sub '${AWS::Region}a', x]
F: !If [Given, !Ref Password, x]
"), @r#"
    A = one of
        IsProd is true: 2  ← IsProd is true <[IsProd, !If [IsTest, 1, 2], 3]> ← IsTest is false <[IsTest, 1, 2]> ← written <2>
        IsProd is false: 3  ← IsProd is false <[IsProd, !If [IsTest, 1, 2], 3]> ← written <3>
         ← !If <[IsProd, !If [IsTest, 1, 2], 3]> ← written <[IsProd, !If [IsTest, 1, 2], 3]>
    B = one of
        NotProd is true: 0  ← NotProd is true <[NotProd, 0, !FindInMap [Days, !Ref Stage, keep]]> ← written <0>
        NotProd is false: 30  ← NotProd is false <[NotProd, 0, !FindInMap [Days, !Ref Stage, keep]]> ← !FindInMap <[Days, !Ref Stage, keep]> ← row Days.prod.keep <30> ← written <30>
         ← !If <[NotProd, 0, !FindInMap [Days, !Ref Stage, keep]]> ← written <[NotProd, 0, !FindInMap [Days, !Ref Stage, keep]]>
    C = one of
        LargeProd is true: "prod-large"  ← LargeProd is true <[LargeProd, !Sub \'${Stage}-${Size}\', !If [IsProd, !Ref Size, x]]> ← !Sub <\'${Stage}-${Size}\'> ← written <\'${Stage}-${Size}\'>
        LargeProd is false and IsProd is true: "small"  ← LargeProd is false <[LargeProd, !Sub \'${Stage}-${Size}\', !If [IsProd, !Ref Size, x]]> ← IsProd is true <[IsProd, !Ref Size, x]> ← !Ref Size <Size> ← Size unset <Size> ← written <small>
        LargeProd is false and IsProd is false: "x"  ← LargeProd is false <[LargeProd, !Sub \'${Stage}-${Size}\', !If [IsProd, !Ref Size, x]]> ← IsProd is false <[IsProd, !Ref Size, x]> ← written <x>
         ← !If <[LargeProd, !Sub \'${Stage}-${Size}\', !If [IsProd, !Ref Size, x]]> ← written <[LargeProd, !Sub \'${Stage}-${Size}\', !If [IsProd, !Ref Size, x]]>
    D = one of
        Either is true and IsProd is true: 1  ← Either is true <[Either, !If [IsProd, 1, !Ref Stage], !If [IsProd, 3, 4]]> ← IsProd is true <[IsProd, 1, !Ref Stage]> ← written <1>
        Either is true and IsProd is false: "test"  ← Either is true <[Either, !If [IsProd, 1, !Ref Stage], !If [IsProd, 3, 4]]> ← IsProd is false <[IsProd, 1, !Ref Stage]> ← !Ref Stage <Stage> ← Stage unset <Stage>
        Either is false: 4  ← Either is false <[Either, !If [IsProd, 1, !Ref Stage], !If [IsProd, 3, 4]]> ← IsProd is false <[IsProd, 3, 4]> ← written <4>
         ← !If <[Either, !If [IsProd, 1, !Ref Stage], !If [IsProd, 3, 4]]> ← written <[Either, !If [IsProd, 1, !Ref Stage], !If [IsProd, 3, 4]]>
    E = one of
        Europe is true: "eu-west-1a"  ← Europe is true <[Europe, !Sub \'${AWS::Region}a\', x]> ← !Sub <\'${AWS::Region}a\'> ← ${AWS::Region} <\'${AWS::Region}a\'>
        Europe is false: "x"  ← Europe is false <[Europe, !Sub \'${AWS::Region}a\', x]> ← written <x>
         ← !If <[Europe, !Sub \'${AWS::Region}a\', x]> ← written <[Europe, !Sub \'${AWS::Region}a\', x]>
    F = one of
        Given is true: unknown(parameter Password has no default; secret)  ← Given is true <[Given, !Ref Password, x]> ← !Ref Password <Password> ← Concealed("Password") <Password> ← Password unset <Password>
        Given is false: "x"  ← Given is false <[Given, !Ref Password, x]> ← written <x>
         ← !If <[Given, !Ref Password, x]> ← written <[Given, !Ref Password, x]>
    secret <x>
    "#);
}

#[test]
fn forty_conditions_are_no_work() {
    let names: Vec<String> = (0..40).map(|i| format!("C{i}")).collect();
    let section = |line: &dyn Fn(&String) -> String| names.iter().map(line).collect::<Vec<_>>().join("\n");
    let parameters = section(&|name| format!("  P{name}: {{Type: String}}"));
    let conditions = section(&|name| format!("  {name}: !Equals [!Ref P{name}, x]"));
    let sections = format!("Parameters:\n{parameters}\nConditions:\n{conditions}");
    let parts = names.iter().map(|name| format!("!If [{name}, a, b]")).collect::<Vec<_>>().join(", ");
    let nested = names.iter().fold("z".to_owned(), |inner, name| format!("!If [{name}, {name}, {inner}]"));
    let shown = check(&sections, &format!("A: !Join ['', [{parts}]]\nB: {nested}"));
    let unknown = "unknown(more than 16 values are possible; perhaps null)";
    assert!(shown.starts_with(&format!("A = {unknown}")), "{shown}");
    assert!(shown.contains("C39 is true: \"C39\"") && shown.lines().all(|line| !line.starts_with("Limit")), "{shown}");
}

#[test]
fn what_a_parameter_may_be_is_any_text_and_its_name_that_of_a_condition() {
    let sections = "
Parameters:
  Prod: {Type: String, AllowedValues: ['yes', 'no', 'true']}
  Kind: {Type: String, AllowedValues: ['a and b', 'x is y', 'not c', c]}
Mappings: {M: {'a and b': {k: 1}, c: {k: 2}, x: {k: 3}}}
Conditions:
  Prod: !Equals [!Ref Prod, 'yes']
  IsC: !Equals [!Ref Kind, c]";
    insta::assert_snapshot!(values(&check(sections, "
A: !Sub ['${X}-${Prod}', {X: !If [Prod, p, q]}]
B: !If [IsC, x, !Ref Kind]
C: !Sub ['${X}${Y}', {X: !FindInMap [M, !Sub '${DB.A}', k], Y: !FindInMap [M, !Join ['', [!Ref DB]], k]}]
")), @r#"
    Prod is true and Ref(Prod) is yes: "p-yes"
    Prod is false and Ref(Prod) is no: "q-no"
    Prod is false and Ref(Prod) is true: "q-true"
     ← !Sub <[\'${X}-${Prod}\', {X: !If [Prod, p, q]}]> ← written <[\'${X}-${Prod}\', {X: !If [Prod, p, q]}]>
    IsC is true: "x"
    IsC is false and Kind is a and b: "a and b"
    IsC is false and Kind is x is y: "x is y"
    IsC is false and Kind is not c: "not c"
     ← !If <[IsC, x, !Ref Kind]> ← written <[IsC, x, !Ref Kind]>
    !Sub ${DB.A} is a and b and the first key is a and b: "11"
    !Sub ${DB.A} is a and b and the first key is c: "12"
    !Sub ${DB.A} is a and b and the first key is x: "13"
    !Sub ${DB.A} is c and the first key is a and b: "21"
    !Sub ${DB.A} is c and the first key is c: "22"
    !Sub ${DB.A} is c and the first key is x: "23"
    !Sub ${DB.A} is x and the first key is a and b: "31"
    !Sub ${DB.A} is x and the first key is c: "32"
    !Sub ${DB.A} is x and the first key is x: "33"
     ← !Sub <[\'${X}${Y}\', {X: !FindInMap [M, !Sub \'${DB.A}\', k], Y: !FindInMap [M, !Join [\'\', [!Ref DB]], k]}]> ← written <[\'${X}${Y}\', {X: !FindInMap [M, !Sub \'${DB.A}\', k], Y: !FindInMap [M, !Join [\'\', [!Ref DB]], k]}]>
    "#);
}

/// The alternatives without where they come from; of spaces only plain ones.
fn values(shown: &str) -> String {
    let of = |line: &str| Some(line.strip_prefix("    ")?.split("  ←").next()?.replace('\u{a0}', " "));
    shown.lines().filter_map(of).collect::<Vec<_>>().join("\n")
}

#[test]
fn conditions_cannot_refer_to_resources() {
    insta::assert_snapshot!(check("
Conditions:
  One: !Equals [!Ref DB, x]
  Two: !Equals [!Sub '${DB.Arn}', x]", "
A: !If [One, 1, !If [Two, 2, 3]]
C: null
D: [a, ~]
"), @r#"
    A = one of
        One is true: 1  ← One is true <[One, 1, !If [Two, 2, 3]]> ← written <1>
        One is false and Two is true: 2  ← One is false <[One, 1, !If [Two, 2, 3]]> ← Two is true <[Two, 2, 3]> ← written <2>
        One is false and Two is false: 3  ← One is false <[One, 1, !If [Two, 2, 3]]> ← Two is false <[Two, 2, 3]> ← written <3>
         ← !If <[One, 1, !If [Two, 2, 3]]> ← written <[One, 1, !If [Two, 2, 3]]>
    C = null  ← written <null>
    D = ["a"]  ← written <[a, ~]>
    Meaning <DB> a condition cannot refer to a resource, as this does to DB
    Meaning <'${DB.Arn}'> a condition cannot refer to a resource, as this does to DB
    Meaning <null> CloudFormation takes no null; this is taken as left out
    Meaning <~> CloudFormation takes no null; this is taken as left out
    "#);
}
