//! Where functions may stand, and what is refused.

use super::{check, show};

#[test]
fn functions_have_their_places() {
    insta::assert_snapshot!(check("
Conditions:
  C: !Equals [!Ref AWS::Region, x]
  D: !Contains [[a], b]
  E: !Equals [!Equals [a, a], 'true']", "
A: !Equals [a, a]
B: !Condition C
C: {'Fn::Length': [a]}
D: {'Fn::RefAll': String}
E: !If [D, !If [E, 1, 2], 3]
F: {'Fn::Nonsense': [x]}
G: {'Fn::If': [C, 1, 2], H: 3}
H: {'Fn::GetStackOutput': {StackName: s, OutputName: Name}}
I: {'Fn::GetStackOutput': {StackName: s}}
J: {'Fn::ImportValue': !Sub '${AWS::StackName}-x'}
K: !ImportValue [x]
L: !GetAtt [DB, Endpoint, Port]
M: !GetAtt [DB, !Ref AWS::Region]
N: !GetAtt DB
O: {'Fn::ForEach::Loop': [x, [a], b]}
"), @r#"
    A = unknown(Fn::Equals is no value here)  ← !Equals <[a, a]> ← written <[a, a]>
    B = unknown(Condition is no value here)  ← !Condition <C> ← written <C>
    C = 1  ← Fn::Length <{\'Fn::Length\': [a]}> ← written <[a]>
    D = unknown(Fn::RefAll is no value here)  ← Fn::RefAll <{\'Fn::RefAll\': String}> ← written <{\'Fn::RefAll\': String}>
    E = one of
        D is true and E is true: 1  ← D is true <[D, !If [E, 1, 2], 3]> ← E is true <[E, 1, 2]> ← written <1>
        D is true and E is false: 2  ← D is true <[D, !If [E, 1, 2], 3]> ← E is false <[E, 1, 2]> ← written <2>
        D is false: 3  ← D is false <[D, !If [E, 1, 2], 3]> ← written <3>
         ← !If <[D, !If [E, 1, 2], 3]> ← written <[D, !If [E, 1, 2], 3]>
    F = unknown(there is no such function; perhaps null)  ← written <{\'Fn::Nonsense\': [x]}>
    G = {Fn::If: ["C", 1, 2], H: 3}  ← written <{\'Fn::If\': [C, 1, 2], H: 3}>
    H = unknown(the value is an output of another stack)  ← Fn::GetStackOutput <{\'Fn::GetStackOutput\': {StackName: s, OutputName: Name}}> ← written <{\'Fn::GetStackOutput\': {StackName: s, OutputName: Name}}>
    I = unknown(Fn::GetStackOutput has the wrong arguments; perhaps null)  ← Fn::GetStackOutput <{\'Fn::GetStackOutput\': {StackName: s}}> ← written <{\'Fn::GetStackOutput\': {StackName: s}}>
    J = unknown(the value is imported from another stack)  ← Fn::ImportValue <{\'Fn::ImportValue\': !Sub \'${AWS::StackName}-x\'}> ← written <{\'Fn::ImportValue\': !Sub \'${AWS::StackName}-x\'}>
    K = unknown(Fn::ImportValue has the wrong arguments; perhaps null)  ← !ImportValue <[x]> ← written <[x]>
    L = unknown(Endpoint.Port of DB is known only after creation; is DB.Endpoint.Port)  ← !GetAtt DB.Endpoint.Port <[DB, Endpoint, Port]> ← resource DB.Endpoint.Port <DB>
    M = unknown(which attribute of DB it is is not known; perhaps null)  ← !GetAtt DB.? <[DB, !Ref AWS::Region]>
    N = unknown(Fn::GetAtt has the wrong arguments; perhaps null)  ← !GetAtt <DB> ← written <DB>
    O = unknown(what the loop makes is not known)  ← Fn::ForEach::Loop <{\'Fn::ForEach::Loop\': [x, [a], b]}> ← written <{\'Fn::ForEach::Loop\': [x, [a], b]}>
    Meaning <[[a], b]> Fn::Contains is allowed only in the section Rules
    Meaning <[a, a]> Fn::Equals is allowed only in conditions
    Meaning <C> Condition is allowed only in conditions
    Meaning <{'Fn::Length': [a]}> Fn::Length is allowed only with the transform AWS::LanguageExtensions
    Meaning <{'Fn::RefAll': String}> Fn::RefAll is allowed only in the section Rules
    Meaning <{'Fn::Nonsense': [x]}> there is no function Fn::Nonsense
    Meaning <'Fn::If'> Fn::If must be the only key here
    Meaning <{'Fn::GetStackOutput': {StackName: s}}> Fn::GetStackOutput has the wrong arguments
    Meaning <[x]> Fn::ImportValue has the wrong arguments
    Meaning <DB> Fn::GetAtt has the wrong arguments
    "#);
}

#[test]
fn policies_for_deletion_are_texts() {
    insta::assert_snapshot!(show("
Parameters: {P: {Type: String, Default: Retain}}
Resources:
  A: {Type: AWS::RDS::DBInstance, DeletionPolicy: !Ref P, UpdateReplacePolicy: RetainExceptOnCreate}
  B: {Type: AWS::RDS::DBInstance, DeletionPolicy: RetainExceptOnCreate, UpdateReplacePolicy: Snapshot}
  C: {Type: AWS::RDS::DBInstance, DeletionPolicy: retain}
  D: {Type: !Ref P}
"), @r#"
    [A]
    (DeletionPolicy) = "Retain"  ← !Ref P <P> ← default of P <Retain> ← written <Retain>
    (UpdateReplacePolicy) = "RetainExceptOnCreate"  ← written <RetainExceptOnCreate>
    [B]
    (DeletionPolicy) = "RetainExceptOnCreate"  ← written <RetainExceptOnCreate>
    (UpdateReplacePolicy) = "Snapshot"  ← written <Snapshot>
    [C]
    (DeletionPolicy) = "retain"  ← written <retain>
    Meaning <P> a function in DeletionPolicy is allowed only with the transform AWS::LanguageExtensions
    Meaning <RetainExceptOnCreate> UpdateReplacePolicy must be one of Delete, Retain, Snapshot
    Meaning <retain> DeletionPolicy must be one of Delete, Retain, RetainExceptOnCreate, Snapshot
    Meaning <D> the resource D has no Type
    "#);
    insta::assert_snapshot!(show("
Transform: [AWS::LanguageExtensions]
Parameters: {P: {Type: String, Default: Retain}}
Resources:
  A: {Type: AWS::RDS::DBInstance, DeletionPolicy: !Ref P}
"), @r#"
    [A]
    (DeletionPolicy) = "Retain"  ← !Ref P <P> ← default of P <Retain> ← written <Retain>
    "#);
}
