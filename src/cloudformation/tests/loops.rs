//! `Fn::ForEach`: what its items make, and what is known where they are not.

use super::{evaluation, show};
use std::fmt::Write as _;

/// A template that asks for the language extensions.
fn looped(sections: &str) -> String {
    show(&format!("Transform: AWS::LanguageExtensions\n{sections}"))
}

#[test]
fn a_loop_makes_its_body_once_for_each_item() {
    insta::assert_snapshot!(looped("
Parameters: {Class: {Type: String, Default: db.t3.micro}}
Conditions:
  Fn::ForEach::Checks:
    - Stage
    - [prod, test]
    - Is${Stage}: !Equals [!Ref Stage, prod]
Resources:
  First: {Type: AWS::RDS::DBInstance}
  Fn::ForEach::Databases:
    - Stage
    - [prod, test]
    - Db${Stage}:
        Type: AWS::RDS::DBInstance
        Condition: Is${Stage}
        Properties:
          A: !Ref Stage
          B: !Sub '${Stage}-x'
          C: '${Stage}/${!Stage}'
          D: !Sub '${Stage}-${Class}'
          E: !GetAtt 'Group${Stage}.Arn'
          F: {Fn::Sub: '${Stage}'}
          G: [!Ref Class, {Key: !Ref Stage}]
      Group${Stage}: {Type: AWS::RDS::DBParameterGroup, DeletionPolicy: Retain}
  Last: {Type: AWS::RDS::DBInstance, Properties: {A: !Ref DbGroupprod, B: !Ref Groupprod}}
"), @r#"
    [First]
    [Dbprod]
    A = "prod"  ← !Ref Stage <Stage> ← written <prod>
    B = "prod-x"  ← written <\'${Stage}-x\'>
    C = "prod/${!Stage}"  ← written <\'${Stage}/${!Stage}\'>
    D = "prod-db.t3.micro"  ← !Sub <\'${Stage}-${Class}\'> ← ${Class} <\'${Stage}-${Class}\'> ← default of Class <db.t3.micro> ← written <db.t3.micro>
    E = unknown(Arn of Groupprod is known only after creation; is Groupprod.Arn)  ← !GetAtt Groupprod.Arn <\'Group${Stage}.Arn\'> ← resource Groupprod.Arn <Group${Stage}>
    F = "prod"  ← ${Stage} <{Fn::Sub: \'${Stage}\'}> ← written <prod>
    G = ["db.t3.micro", {Key: "prod"}]  ← written <[!Ref Class, {Key: !Ref Stage}]>
    [Groupprod]
    (DeletionPolicy) = "Retain"  ← written <Retain>
    [Grouptest]
    (DeletionPolicy) = "Retain"  ← written <Retain>
    [Last]
    A = unknown(nothing declares DbGroupprod)  ← !Ref DbGroupprod <DbGroupprod>
    B = unknown(the Ref of Groupprod is known only after creation; is Groupprod.Ref)  ← !Ref Groupprod <Groupprod> ← resource Groupprod.Ref <Group${Stage}>
    Meaning <DbGroupprod> this refers to DbGroupprod, which nothing declares
    "#);
}

#[test]
fn loops_nest_and_keys_may_leave_out_what_no_id_may_have() {
    insta::assert_snapshot!(looped("
Mappings: {Zones: {a: {Names: [x-1]}, b: {Names: [y-2, 'z']}}}
Resources:
  Fn::ForEach::Outer:
    - Area
    - [a, b]
    - Fn::ForEach::Inner:
        - Zone
        - !FindInMap [Zones, !Ref Area, Names]
        - Db${Area}&{Zone}:
            Type: AWS::RDS::DBInstance
            Properties:
              Fn::ForEach::Properties:
                - [Property, Value]
                - [[P, 1], [Q, 2]]
                - ${Property}: !Sub '${Zone}${Value}'
              R: !Ref Zone
"), @r#"
    [Dbax1]
    P = "x-11"  ← written <\'${Zone}${Value}\'>
    Q = "x-12"  ← written <\'${Zone}${Value}\'>
    R = "x-1"  ← !Ref Zone <Zone> ← written <x-1>
    [Dbby2]
    P = "y-21"  ← written <\'${Zone}${Value}\'>
    Q = "y-22"  ← written <\'${Zone}${Value}\'>
    R = "y-2"  ← !Ref Zone <Zone> ← written <y-2>
    [Dbbz]
    P = "z1"  ← written <\'${Zone}${Value}\'>
    Q = "z2"  ← written <\'${Zone}${Value}\'>
    R = "z"  ← !Ref Zone <Zone> ← written <\'z\'>
    "#);
}

#[test]
fn collections_come_from_parameters_and_mappings() {
    insta::assert_snapshot!(looped("
Parameters:
  Names: {Type: CommaDelimitedList, Default: 'a, b'}
  Name: {Type: String, Default: c}
Mappings: {Regions: {eu-west-1: {Names: [e, both]}, us-east-1: {Names: [both]}}}
Resources:
  Fn::ForEach::FromParameter:
    - N
    - !Ref Names
    - A${N}: {Type: AWS::RDS::DBInstance, Properties: {A: !Ref N}}
  Fn::ForEach::FromItems:
    - N
    - [!Ref Name, 5, true]
    - B${N}: {Type: AWS::RDS::DBInstance, Properties: {A: !Ref N}}
  Fn::ForEach::ByRegion:
    - N
    - !FindInMap [Regions, !Ref AWS::Region, Names]
    - C${N}: {Type: AWS::RDS::DBInstance, Properties: {A: !Ref N}}
  Fn::ForEach::None: [N, [], {D: {Type: AWS::RDS::DBInstance}}]
"), @r#"
    [Aa]
    A = "a"  ← !Ref N <N> ← default of Names <\'a, b\'> ← written <\'a, b\'>
    [Ab]
    A = "b"  ← !Ref N <N> ← default of Names <\'a, b\'> ← written <\'a, b\'>
    [Bc]
    A = "c"  ← !Ref N <N> ← !Ref Name <Name> ← default of Name <c> ← written <c>
    [B5]
    A = "5"  ← !Ref N <N> ← written <5>
    [Btrue]
    A = "true"  ← !Ref N <N> ← written <true>
    [Ce if AWS::Region is eu-west-1]
    A = "e"  ← !Ref N <N> ← written <e>
    [Cboth]
    A = "both"  ← !Ref N <N> ← written <both>
    "#);
}

#[test]
fn of_an_unknown_collection_the_body_is_evaluated_once() {
    insta::assert_snapshot!(looped("
Parameters:
  Names: {Type: CommaDelimitedList}
  Secrets: {Type: CommaDelimitedList, Default: 'a,b', NoEcho: true}
Conditions: {X: !Equals [!Ref AWS::Region, a]}
Resources:
  Fn::ForEach::Databases:
    - Name
    - !Ref Names
    - Db&{Name}:
        Type: AWS::RDS::DBInstance
        Condition: X
        Properties:
          A: !Ref Name
          B: 'db-${Name}-${x}'
          C: !Sub 'db-${Name}'
          D: !ImportValue 'x-${Name}'
          E: !Ref Group${Name}
          F: known
          Fn::ForEach::Inner: [P, [!Ref Name], {'${P}': 1}]
      Group${Name}: {Type: AWS::RDS::DBParameterGroup}
  Fn::ForEach::Secret: [S, !Ref Secrets, {'S${S}': {Type: AWS::RDS::DBInstance, Properties: {A: !Ref S}}}]
  Fn::ForEach::OneItem: [I, [a, !Ref AWS::Region], {'I${I}': {Type: AWS::RDS::DBInstance, Properties: {A: !Ref I}}}]
"), @r#"
    [Db${Name} if X is true and Names is not empty and more: Fn::ForEach::Inner may add properties]
    A = unknown(the collection of Fn::ForEach::Databases is not known: parameter Names has no default)  ← !Ref Name <Name> ← written <Names>
    B = unknown(the collection of Fn::ForEach::Databases is not known: parameter Names has no default; begins "db-")  ← !Sub <\'db-${Name}-${x}\'> ← ${Name} <\'db-${Name}-${x}\'> ← written <Names>
    C = unknown(the collection of Fn::ForEach::Databases is not known: parameter Names has no default; begins "db-")  ← !Sub <\'db-${Name}\'> ← ${Name} <\'db-${Name}\'> ← written <Names>
    D = unknown(the value is imported from another stack)  ← Fn::ImportValue <\'x-${Name}\'> ← written <\'x-${Name}\'>
    E = unknown(the Ref of Group${Name} is known only after creation; is Group${Name}.Ref)  ← !Ref Group${Name} <Group${Name}> ← resource Group${Name}.Ref <Group${Name}>
    F = "known"  ← written <known>
    [Group${Name} if Names is not empty]
    [S${S} if Secrets is not empty]
    A = unknown(the collection of Fn::ForEach::Secret is not known: it is a secret)  ← !Ref S <S> ← written <Secrets>
    [Ia]
    A = "a"  ← !Ref I <I> ← written <a>
    [I${I}]
    A = unknown(an item of Fn::ForEach::OneItem is not known)  ← !Ref I <I> ← written <[a, !Ref AWS::Region]>
    secret <'a,b'>
    "#);
}

#[test]
fn wrong_loops_are_problems_and_the_rest_is_evaluated() {
    insta::assert_snapshot!(looped("
Parameters: {P: {Type: String, Default: a}}
Mappings: {Fn::ForEach::Rows: [A, [a], {}]}
Resources:
  Db: {Type: AWS::RDS::DBInstance}
  Fn::ForEach::Nobody: [A, !Ref Nobody, {}]
  Fn::ForEach::Shape: [A, [a]]
  Fn::ForEach: [A, [a], {'X${A}': {Type: AWS::RDS::DBInstance}}]
  Fn::ForEach::Body: [A, [a], text]
  Fn::ForEach::Identifier: [{A: 1}, [a], {}]
  Fn::ForEach::Parameter: [P, [a], {}]
  Fn::ForEach::Text: [A, a, {}]
  Fn::ForEach::Items: [A, [{a: 1}], {}]
  Fn::ForEach::Taken: [A, [b], {'D${A}': {Type: AWS::RDS::DBInstance}}]
  Fn::ForEach::Twice: [A, [a, a], {'Y${A}': {Type: AWS::RDS::DBInstance}}]
  Fn::ForEach::Key: [A, [a-b], {'Z${A}': {Type: AWS::RDS::DBInstance}}]
Outputs:
  Fn::ForEach::Key: [A, [a], {'O${A}': {Value: 1}}]
"), @"
    [Db]
    [Xa]
    [Ya]
    [Za-b]
    Meaning <Fn::ForEach::Rows> Fn::ForEach cannot be used in Mappings
    Meaning <Nobody> this refers to Nobody, which nothing declares
    Meaning <Fn::ForEach::Shape> Fn::ForEach::Shape must be [identifier, collection, {key: value}]
    Meaning <Fn::ForEach> a loop is called Fn::ForEach::Name
    Meaning <Fn::ForEach::Body> Fn::ForEach::Body must be [identifier, collection, {key: value}]
    Meaning <{A: 1}> the identifier of Fn::ForEach::Identifier must be a text
    Meaning <Fn::ForEach::Parameter> the identifier P of Fn::ForEach::Parameter is also a parameter
    Meaning <a> the collection of Fn::ForEach::Text must be a list of texts
    Meaning <[{a: 1}]> the collection of Fn::ForEach::Items must be a list of texts
    Meaning <'D${A}'> with its loops, the template has Db more than once
    Meaning <'Y${A}'> with its loops, the template has Ya more than once
    Meaning <'Z${A}'> the loop makes Za-b: a logical id has only letters and digits, which &{…} leaves of an item
    Meaning <Fn::ForEach::Key> there is more than one Fn::ForEach::Key
    ");
}

#[test]
fn loops_need_the_transform() {
    insta::assert_snapshot!(show("
Resources:
  Fn::ForEach::Loop: [A, [a], {'D${A}': {Type: AWS::RDS::DBInstance}}]
  Db: {Type: AWS::RDS::DBInstance, Properties: {Fn::ForEach::P: [A, [a], {'${A}': 1}], B: {Fn::ForEach::P: []}}}
"), @"
    [Db and more: Fn::ForEach::P may add properties]
    B = unknown(what the loop makes is not known)  ← Fn::ForEach::P <{Fn::ForEach::P: []}> ← written <{Fn::ForEach::P: []}>
    Meaning <Fn::ForEach::Loop> Fn::ForEach needs Transform: AWS::LanguageExtensions
    ");
}

#[test]
fn too_many_loops_end_in_a_limit() {
    let items = (0..100).map(|item| item.to_string()).collect::<Vec<_>>().join(", ");
    let innermost = "'D${A}${B}${C}${D}${E}': {Type: AWS::RDS::DBInstance, Properties: {A: !Ref A}}".to_owned();
    let nested = |body: String, name: &str| format!("Fn::ForEach::{name}: [{name}, [{items}], {{{body}}}]");
    for (names, problem) in [
        (&["E", "D", "C", "B", "A"][..], "the loops make too much; what they would go on to make is left out"),
        (&["F", "E", "D", "C", "B", "A"][..], "more than 5 loops lie within each other here"),
    ] {
        let loops = names.iter().copied().fold(innermost.clone(), nested);
        let evaluation = evaluation(&format!("Transform: AWS::LanguageExtensions\nResources: {{{loops}}}\n"));
        assert!(evaluation.problems.iter().any(|known| known.message == problem), "{:?}", evaluation.problems);
    }
}

#[test]
fn comments_and_places_are_those_of_the_body() {
    let text = "Transform: [AWS::LanguageExtensions]\nResources:\n  Fn::ForEach::L: [A, [a, b], {'D${A}': {Type: AWS::RDS::DBInstance}}]\n";
    let mut out = String::new();
    for resource in evaluation(text).resources {
        writeln!(out, "{} <{}> <{}>", resource.address, &text[resource.header.range()], &text[resource.block.range()])
            .unwrap();
    }
    insta::assert_snapshot!(out, @"
    Da <'D${A}'> <'D${A}': {Type: AWS::RDS::DBInstance}>
    Db <'D${A}'> <'D${A}': {Type: AWS::RDS::DBInstance}>
    ");
}
