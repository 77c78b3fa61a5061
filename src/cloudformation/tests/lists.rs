//! Functions on lists and networks, with items that a condition may remove.

use super::{check, evaluation};

#[test]
fn an_item_that_is_not_there_shifts_the_others() {
    insta::assert_snapshot!(check("
Transform: AWS::LanguageExtensions
Parameters: {S: {Type: String}, T: {Type: String, Default: t}}
Conditions: {C: !Equals [!Ref S, s], Never: !Equals [!Ref T, s]}", "
A: !Select [1, [x, !If [Never, y, !Ref AWS::NoValue], z]]
B: !Select [1, [x, !If [C, y, !Ref AWS::NoValue], z]]
C: !Join ['-', [x, !If [C, y, !Ref AWS::NoValue], z]]
D: {'Fn::Length': [x, !If [C, y, !Ref AWS::NoValue], z]}
E: !Join ['', [!If [C, a, b], !If [C, c, !Ref AWS::NoValue]]]
F: !If [C, [!If [C, a, b]], c]
"), @r#"
    A = "z"  ← !Select <[1, [x, !If [Never, y, !Ref AWS::NoValue], z]]> ← written <z>
    B = one of
        C is true: "y"  ← !Select <[1, [x, !If [C, y, !Ref AWS::NoValue], z]]> ← C is true <[C, y, !Ref AWS::NoValue]> ← written <y>
        C is false: "z"  ← !Select <[1, [x, !If [C, y, !Ref AWS::NoValue], z]]> ← written <z>
         ← written <[x, !If [C, y, !Ref AWS::NoValue], z]>
    C = one of
        C is true: "x-y-z"  ← !Join <[\'-\', [x, !If [C, y, !Ref AWS::NoValue], z]]> ← C is true <[C, y, !Ref AWS::NoValue]> ← written <y>
        C is false: "x-z"  ← !Join <[\'-\', [x, !If [C, y, !Ref AWS::NoValue], z]]> ← written <[\'-\', [x, !If [C, y, !Ref AWS::NoValue], z]]>
         ← written <[x, !If [C, y, !Ref AWS::NoValue], z]>
    D = one of
        C is true: 3  ← Fn::Length <{\'Fn::Length\': [x, !If [C, y, !Ref AWS::NoValue], z]}> ← written <[x, !If [C, y, !Ref AWS::NoValue], z]>
        C is false: 2  ← Fn::Length <{\'Fn::Length\': [x, !If [C, y, !Ref AWS::NoValue], z]}> ← written <[x, !If [C, y, !Ref AWS::NoValue], z]>
         ← written <[x, !If [C, y, !Ref AWS::NoValue], z]>
    E = one of
        C is true: "ac"  ← !Join <[\'\', [!If [C, a, b], !If [C, c, !Ref AWS::NoValue]]]> ← written <[\'\', [!If [C, a, b], !If [C, c, !Ref AWS::NoValue]]]>
        C is false: "b"  ← !Join <[\'\', [!If [C, a, b], !If [C, c, !Ref AWS::NoValue]]]> ← !If <[C, a, b]> ← written <[C, a, b]>
         ← written <[!If [C, a, b], !If [C, c, !Ref AWS::NoValue]]>
    F = one of
        C is true: ["a"]  ← C is true <[C, [!If [C, a, b]], c]> ← written <[!If [C, a, b]]>
        C is false: "c"  ← C is false <[C, [!If [C, a, b]], c]> ← written <c>
         ← !If <[C, [!If [C, a, b]], c]> ← written <[C, [!If [C, a, b]], c]>
    "#);
}

#[test]
fn delimiters_and_indexes_may_be_unknown() {
    insta::assert_snapshot!(check("
Transform: AWS::LanguageExtensions
Parameters: {U: {Type: String}, N: {Type: Number, Default: 1}, D: {Type: String, AllowedValues: [',', ;]}, L: {Type: List<Number>}}", "
A: !Join [!Ref U, [x, y]]
B: !Join [!Ref U, [x]]
C: !Join [!Ref D, [x, y]]
D: !Split [!Ref U, x-y]
E: !Split [!Ref D, 'a;b']
F: !Select [!Ref U, [x, y]]
G: !Select [!Ref N, [x, y]]
H: !Select [1, !Ref L]
I: {'Fn::Length': !Split [';', 'a;b;c']}
J: {'Fn::Length': !Ref L}
K: {'Fn::Length': x}
L: !Join [[], [x]]
M: !Select [-1, [x]]
N: !Split ['', x]
"), @r#"
    A = unknown(parameter U has no default; begins "x")  ← !Join <[!Ref U, [x, y]]> ← !Ref U <U> ← U unset <U>
    B = "x"  ← !Join <[!Ref U, [x]]> ← written <[!Ref U, [x]]>
    C = one of
        D is ,: "x,y"  ← !Join <[!Ref D, [x, y]]> ← !Ref D <D> ← D unset <D>
        D is ;: "x;y"  ← !Join <[!Ref D, [x, y]]> ← !Ref D <D> ← D unset <D>
         ← !Join <[!Ref D, [x, y]]> ← !Ref D <D> ← D unset <D>
    D = unknown(parameter U has no default)  ← !Split <[!Ref U, x-y]> ← !Ref U <U> ← U unset <U>
    E = one of
        D is ,: ["a;b"]  ← !Split <[!Ref D, \'a;b\']> ← written <\'a;b\'>
        D is ;: ["a", "b"]  ← !Split <[!Ref D, \'a;b\']> ← written <\'a;b\'>
         ← !Ref D <D> ← D unset <D>
    F = unknown(parameter U has no default)  ← !Select <[!Ref U, [x, y]]> ← !Ref U <U> ← U unset <U>
    G = "y"  ← !Select <[!Ref N, [x, y]]> ← written <y>
    H = unknown(parameter L has no default)  ← !Select <[1, !Ref L]> ← !Ref L <L> ← L unset <L>
    I = 3  ← Fn::Length <{\'Fn::Length\': !Split [\';\', \'a;b;c\']}> ← !Split <[\';\', \'a;b;c\']> ← written <\'a;b;c\'>
    J = unknown(parameter L has no default)  ← Fn::Length <{\'Fn::Length\': !Ref L}> ← !Ref L <L> ← L unset <L>
    K = unknown(Fn::Length has the wrong arguments; perhaps null)  ← Fn::Length <{\'Fn::Length\': x}> ← written <{\'Fn::Length\': x}>
    L = unknown(Fn::Join has the wrong arguments; perhaps null)  ← !Join <[[], [x]]> ← written <[[], [x]]>
    M = unknown(Fn::Select has the wrong arguments; perhaps null)  ← !Select <[-1, [x]]> ← written <[-1, [x]]>
    N = unknown(Fn::Split has the wrong arguments; perhaps null)  ← !Split <[\'\', x]> ← written <[\'\', x]>
    Meaning <{'Fn::Length': x}> Fn::Length has the wrong arguments
    Meaning <[[], [x]]> Fn::Join has the wrong arguments
    Meaning <[-1, [x]]> Fn::Select has the wrong arguments
    Meaning <['', x]> Fn::Split has the wrong arguments
    "#);
}

#[test]
fn networks_are_divided_as_far_as_they_are_known() {
    insta::assert_snapshot!(check("Parameters: {V: {Type: String}, P: {Type: String, Default: 10.20.0.0/16}}", "
A: !Cidr ['10.4.0.0/22', 2, 8]
B: !Select ['1', {'Fn::Cidr': [!Ref P, '3', '4']}]
C: !Cidr [!Ref V, 2, 8]
D: !Select [0, !Cidr [!GetAtt Vpc.CidrBlock, 2, 8]]
E: !Select [2, !Cidr [!Ref V, 2, 8]]
F: !Cidr [!Ref P, 2]
G: !Cidr [!Ref P, 2, 20]
H: !Cidr [!Ref P, 0, 8]
I: !Cidr [!Ref P]
J: !Select [0, !GetAZs '']
K: !Select [0, !GetAZs eu-west-1]
"), @r#"
    A = ["10.4.0.0/24", "10.4.1.0/24"]  ← !Cidr <[\'10.4.0.0/22\', 2, 8]> ← written <\'10.4.0.0/22\'>
    B = "10.20.0.16/28"  ← !Select <[\'1\', {\'Fn::Cidr\': [!Ref P, \'3\', \'4\']}]> ← Fn::Cidr <{\'Fn::Cidr\': [!Ref P, \'3\', \'4\']}> ← !Ref P <P> ← default of P <10.20.0.0/16> ← written <10.20.0.0/16>
    C = [unknown(parameter V has no default), unknown(parameter V has no default)]  ← !Cidr <[!Ref V, 2, 8]> ← !Ref V <V> ← V unset <V>
    D = unknown(nothing declares Vpc)  ← !Select <[0, !Cidr [!GetAtt Vpc.CidrBlock, 2, 8]]> ← !Cidr <[!GetAtt Vpc.CidrBlock, 2, 8]> ← !GetAtt Vpc.CidrBlock <Vpc.CidrBlock>
    E = unknown(the list has no item 2; perhaps null)  ← !Select <[2, !Cidr [!Ref V, 2, 8]]> ← written <[2, !Cidr [!Ref V, 2, 8]]>
    F = [unknown(the size of the blocks is not known), unknown(the size of the blocks is not known)]  ← !Cidr <[!Ref P, 2]> ← !Ref P <P> ← default of P <10.20.0.0/16> ← written <10.20.0.0/16>
    G = unknown(the block cannot be divided so; perhaps null)  ← !Cidr <[!Ref P, 2, 20]> ← !Ref P <P> ← default of P <10.20.0.0/16> ← written <10.20.0.0/16>
    H = unknown(Fn::Cidr has the wrong arguments; perhaps null)  ← !Cidr <[!Ref P, 0, 8]> ← written <[!Ref P, 0, 8]>
    I = unknown(Fn::Cidr has the wrong arguments; perhaps null)  ← !Cidr <[!Ref P]> ← written <[!Ref P]>
    J = unknown(the zones of the region are known only at deployment)  ← !Select <[0, !GetAZs \'\']> ← !GetAZs <\'\'> ← written <\'\'>
    K = unknown(the zones of eu-west-1 are known only at deployment; begins "eu-west-1")  ← !Select <[0, !GetAZs eu-west-1]> ← !GetAZs <eu-west-1> ← written <eu-west-1>
    Meaning <Vpc.CidrBlock> this refers to Vpc, which nothing declares
    Meaning <[2, !Cidr [!Ref V, 2, 8]]> the list has no item 2: it has 2
    Meaning <[!Ref P, 0, 8]> Fn::Cidr has the wrong arguments
    Meaning <[!Ref P]> Fn::Cidr has the wrong arguments
    "#);
}

#[test]
fn the_region_is_the_beginning_of_its_zones() {
    insta::assert_snapshot!(check("Region: eu-north-1", "
A: !Select [0, !GetAZs {Ref: AWS::Region}]
B: !Select [1, !GetAZs '']
C: !Ref AWS::StackId
D: !Sub 'arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:x'
"), @r#"
    A = unknown(the zones of eu-north-1 are known only at deployment; begins "eu-north-1")  ← !Select <[0, !GetAZs {Ref: AWS::Region}]> ← !GetAZs <{Ref: AWS::Region}> ← Ref AWS::Region <{Ref: AWS::Region}>
    B = unknown(the zones of eu-north-1 are known only at deployment; begins "eu-north-1")  ← !Select <[1, !GetAZs \'\']> ← !GetAZs <\'\'> ← written <\'\'>
    C = unknown(AWS::StackId is known only at deployment; begins "arn:aws:cloudformation:eu-north-1:")  ← !Ref AWS::StackId <AWS::StackId>
    D = unknown(AWS::AccountId is known only at deployment; begins "arn:aws:rds:eu-north-1:")  ← !Sub <\'arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:x\'> ← written <\'arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:x\'>
    "#);
}

#[test]
fn long_lists_of_removable_items_cost_little() {
    let items = "!If [C, a, !Ref AWS::NoValue], b, ".repeat(20_000);
    let text = format!(
        "Parameters: {{S: {{Type: String}}}}\nConditions: {{C: !Equals [!Ref S, s]}}\nResources: {{D: {{Type: AWS::RDS::DBInstance, Properties: {{A: !Select [3, [{items}]]}}}}}}"
    );
    let value = evaluation(&text).resources[0].attributes["A"].clone();
    assert_eq!(value.as_text().map(|text| &**text), Some("b"));
}

#[test]
fn each_of_several_lists_loses_what_is_not_there() {
    let sections = "
Parameters: {P: {Type: String}, Q: {Type: String}}
Conditions: {A: !Equals [!Ref P, a], B: !Equals [!Ref P, b], C: !Equals [!Ref Q, c]}";
    insta::assert_snapshot!(check(sections, "
A: !Join ['-', !If [A, [x, !If [B, y, !Ref AWS::NoValue], !If [C, z, !Ref AWS::NoValue]], [w]]]
"), @r#"
    A = one of
        A is true and C is true: "x-z"  ← !Join <[\'-\', !If [A, [x, !If [B, y, !Ref AWS::NoValue], !If [C, z, !Ref AWS::NoValue]], [w]]]> ← A is true <[A, [x, !If [B, y, !Ref AWS::NoValue], !If [C, z, !Ref AWS::NoValue]], [w]]> ← written <[x, !If [B, y, !Ref AWS::NoValue], !If [C, z, !Ref AWS::NoValue]]>
        A is true and C is false: "x"  ← !Join <[\'-\', !If [A, [x, !If [B, y, !Ref AWS::NoValue], !If [C, z, !Ref AWS::NoValue]], [w]]]> ← A is true <[A, [x, !If [B, y, !Ref AWS::NoValue], !If [C, z, !Ref AWS::NoValue]], [w]]> ← written <[x, !If [B, y, !Ref AWS::NoValue], !If [C, z, !Ref AWS::NoValue]]>
        A is false: "w"  ← !Join <[\'-\', !If [A, [x, !If [B, y, !Ref AWS::NoValue], !If [C, z, !Ref AWS::NoValue]], [w]]]> ← A is false <[A, [x, !If [B, y, !Ref AWS::NoValue], !If [C, z, !Ref AWS::NoValue]], [w]]> ← written <[w]>
         ← !If <[A, [x, !If [B, y, !Ref AWS::NoValue], !If [C, z, !Ref AWS::NoValue]], [w]]> ← written <[A, [x, !If [B, y, !Ref AWS::NoValue], !If [C, z, !Ref AWS::NoValue]], [w]]>
    "#);
}
