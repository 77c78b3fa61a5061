//! Every intrinsic function with its value and its origin.

use super::check;

#[test]
fn scalars_and_containers() {
    insta::assert_snapshot!(check("", "
A: yes
B: 'yes'
C:
D: [1, {k: no}, !Ref AWS::NoValue]
E: 2010-09-09
"), @r#"
    A = true  ← written <yes>
    B = "yes"  ← written <\'yes\'>
    C = null  ← written <>
    D = [1, {k: false}]  ← written <[1, {k: no}, !Ref AWS::NoValue]>
    E = "2010-09-09"  ← written <2010-09-09>
    Meaning <> CloudFormation takes no null; this is taken as left out
    "#);
}

#[test]
fn references_to_resources_and_pseudo_parameters() {
    insta::assert_snapshot!(check("", "
A: !Ref DB
B: {Ref: DB}
C: !GetAtt DB.Endpoint.Port
D: !GetAtt [DB, Endpoint.Port]
E: {'Fn::GetAtt': [DB, Arn]}
F: !Ref AWS::Region
G: !Ref AWS::NoValue
H: !Ref Nobody
I: !GetAtt Nobody.Arn
"), @r"
    A = unknown(the Ref of DB is known only after creation; is DB.Ref)  ← !Ref DB <DB> ← resource DB.Ref <DB>
    B = unknown(the Ref of DB is known only after creation; is DB.Ref)  ← Ref DB <{Ref: DB}> ← resource DB.Ref <DB>
    C = unknown(Endpoint.Port of DB is known only after creation; is DB.Endpoint.Port)  ← !GetAtt DB.Endpoint.Port <DB.Endpoint.Port> ← resource DB.Endpoint.Port <DB>
    D = unknown(Endpoint.Port of DB is known only after creation; is DB.Endpoint.Port)  ← !GetAtt DB.Endpoint.Port <[DB, Endpoint.Port]> ← resource DB.Endpoint.Port <DB>
    E = unknown(Arn of DB is known only after creation; is DB.Arn)  ← Fn::GetAtt DB.Arn <{\'Fn::GetAtt\': [DB, Arn]}> ← resource DB.Arn <DB>
    F = unknown(AWS::Region is known only at deployment)  ← !Ref AWS::Region <AWS::Region>
    G = null  ← !Ref AWS::NoValue <AWS::NoValue>
    H = unknown(nothing declares Nobody)  ← !Ref Nobody <Nobody>
    I = unknown(nothing declares Nobody; perhaps null)  ← !GetAtt Nobody.Arn <Nobody.Arn>
    Meaning <Nobody> this refers to Nobody, which nothing declares
    Meaning <Nobody.Arn> this refers to Nobody, which nothing declares
    ");
}

#[test]
fn sub_keeps_what_is_known() {
    insta::assert_snapshot!(check("Parameters: {P: {Type: String, Default: p}, U: {Type: String}}", "
A: !Sub plain
B: !Sub 'x-${P}'
C: !Sub 'x-${U}-y'
D: !Sub '${DB}'
E: !Sub '${DB.Arn}/x'
F: !Sub ['${V}-${P}-${!P}', {V: 1}]
G: !Sub '${AWS::StackName}-db'
H: {'Fn::Sub': '${P}'}
I: !Sub [1]
J: !Sub '${Nobody}'
"), @r#"
    A = "plain"  ← written <plain>
    B = "x-p"  ← !Sub <\'x-${P}\'> ← ${P} <\'x-${P}\'> ← default of P <p> ← written <p>
    C = unknown(parameter U has no default; begins "x-")  ← !Sub <\'x-${U}-y\'> ← ${U} <\'x-${U}-y\'> ← U unset <U>
    D = unknown(the Ref of DB is known only after creation; is DB.Ref)  ← !Sub <\'${DB}\'> ← ${DB} <\'${DB}\'> ← resource DB.Ref <DB>
    E = unknown(Arn of DB is known only after creation)  ← !Sub <\'${DB.Arn}/x\'> ← ${DB.Arn} <\'${DB.Arn}/x\'> ← resource DB.Arn <DB>
    F = "1-p-${P}"  ← !Sub <[\'${V}-${P}-${!P}\', {V: 1}]> ← ${P} <[\'${V}-${P}-${!P}\', {V: 1}]> ← default of P <p> ← written <p>
    G = unknown(AWS::StackName is known only at deployment)  ← !Sub <\'${AWS::StackName}-db\'> ← ${AWS::StackName} <\'${AWS::StackName}-db\'>
    H = "p"  ← Fn::Sub <{\'Fn::Sub\': \'${P}\'}> ← ${P} <{\'Fn::Sub\': \'${P}\'}> ← default of P <p> ← written <p>
    I = unknown(Fn::Sub has the wrong arguments; perhaps null)  ← !Sub <[1]> ← written <[1]>
    J = unknown(nothing declares Nobody)  ← !Sub <\'${Nobody}\'> ← ${Nobody} <\'${Nobody}\'>
    Meaning <[1]> Fn::Sub has the wrong arguments
    Meaning <'${Nobody}'> this refers to Nobody, which nothing declares
    "#);
}

#[test]
fn join_select_and_split() {
    insta::assert_snapshot!(check("Parameters: {L: {Type: CommaDelimitedList, Default: 'a,b'}, U: {Type: String}}", "
A: !Join ['-', [x, 1, true]]
B: !Join [',', !Ref L]
C: !Join ['', [!Ref DB]]
D: !Join ['', [pre, !Ref U, !Ref AWS::NoValue]]
E: !Select [1, !Ref L]
F: !Select ['0', [!Ref DB, x]]
G: !Select [7, !Ref L]
H: !Split ['/', a/b]
I: !Select [0, !Split ['/', !Ref U]]
J: !Join x
K: !Base64 {'Fn::Join': ['', [d, b]]}
"), @r#"
    A = "x-1-true"  ← !Join <[\'-\', [x, 1, true]]> ← written <[\'-\', [x, 1, true]]>
    B = "a,b"  ← !Join <[\',\', !Ref L]> ← !Ref L <L> ← default of L <\'a,b\'> ← written <\'a,b\'>
    C = unknown(the Ref of DB is known only after creation; is DB.Ref)  ← !Join <[\'\', [!Ref DB]]> ← !Ref DB <DB> ← resource DB.Ref <DB>
    D = unknown(parameter U has no default; begins "pre")  ← !Join <[\'\', [pre, !Ref U, !Ref AWS::NoValue]]> ← !Ref U <U> ← U unset <U>
    E = "b"  ← !Select <[1, !Ref L]> ← default of L <\'a,b\'> ← written <\'a,b\'>
    F = unknown(the Ref of DB is known only after creation; is DB.Ref)  ← !Select <[\'0\', [!Ref DB, x]]> ← !Ref DB <DB> ← resource DB.Ref <DB>
    G = unknown(the list has no item 7; perhaps null)  ← !Select <[7, !Ref L]> ← written <[7, !Ref L]>
    H = ["a", "b"]  ← !Split <[\'/\', a/b]> ← written <a/b>
    I = unknown(parameter U has no default)  ← !Select <[0, !Split [\'/\', !Ref U]]> ← !Split <[\'/\', !Ref U]> ← !Ref U <U> ← U unset <U>
    J = unknown(Fn::Join has the wrong arguments; perhaps null)  ← !Join <x> ← written <x>
    K = "ZGI="  ← !Base64 <{\'Fn::Join\': [\'\', [d, b]]}> ← Fn::Join <{\'Fn::Join\': [\'\', [d, b]]}> ← written <{\'Fn::Join\': [\'\', [d, b]]}>
    Meaning <[7, !Ref L]> the list has no item 7: it has 2
    Meaning <x> Fn::Join has the wrong arguments
    "#);
}

#[test]
fn dynamic_references_are_unknown_and_some_are_secret() {
    insta::assert_snapshot!(check("", "
A: '{{resolve:secretsmanager:s:SecretString:password}}'
B: '{{resolve:ssm-secure:p:1}}'
C: '{{resolve:ssm:p}}'
D: !Sub '{{resolve:secretsmanager:${DB}:SecretString:password}}'
E: !Join ['', ['{{resolve:secretsmanager:', !Ref DB, ':SecretString:password::}}']]
F: !Sub 'x-${AWS::Region}-{{resolve:ssm:p}}'
"), @r#"
    A = unknown(the value is fetched from Secrets Manager at deployment; secret)  ← written <\'{{resolve:secretsmanager:s:SecretString:password}}\'>
    B = unknown(the value is fetched from a secure SSM parameter at deployment; secret)  ← written <\'{{resolve:ssm-secure:p:1}}\'>
    C = unknown(the value is fetched from an SSM parameter (clear text) at deployment; begins "{{resolve:ssm:")  ← written <\'{{resolve:ssm:p}}\'>
    D = unknown(the value is fetched from Secrets Manager at deployment; secret; is DB.Ref)  ← !Sub <\'{{resolve:secretsmanager:${DB}:SecretString:password}}\'> ← ${DB} <\'{{resolve:secretsmanager:${DB}:SecretString:password}}\'> ← resource DB.Ref <DB>
    E = unknown(the value is fetched from Secrets Manager at deployment; secret; is DB.Ref)  ← !Join <[\'\', [\'{{resolve:secretsmanager:\', !Ref DB, \':SecretString:password::}}\']]> ← !Ref DB <DB> ← resource DB.Ref <DB>
    F = unknown(the value is fetched from an SSM parameter (clear text) at deployment; begins "x-")  ← !Sub <\'x-${AWS::Region}-{{resolve:ssm:p}}\'> ← ${AWS::Region} <\'x-${AWS::Region}-{{resolve:ssm:p}}\'>
    "#);
}

#[test]
fn mappings_give_a_row_or_every_row_that_is_possible() {
    insta::assert_snapshot!(check("
Parameters: {E: {Type: String, Default: prod}, U: {Type: String, AllowedValues: [dev, prod]}}
Mappings:
  M: {dev: {size: 1, same: x}, prod: {size: 2, same: x, list: [a, b]}}
  R: {us-east-1: {v: a}, eu-west-1: {v: b}}", "
A: !FindInMap [M, prod, size]
B: !FindInMap [M, !Ref E, list]
C: !FindInMap [M, !Ref U, size]
D: !FindInMap [R, !Ref AWS::Region, v]
E: !FindInMap [M, !Ref U, same]
F: !FindInMap [M, test, size]
G: !FindInMap [M, test, size, {DefaultValue: 9}]
H: !FindInMap [R, !Ref AWS::Region, v, {DefaultValue: c}]
I: !FindInMap [X, a, b]
"), @r#"
    A = 2  ← !FindInMap <[M, prod, size]> ← row M.prod.size <2> ← written <2>
    B = ["a", "b"]  ← !FindInMap <[M, !Ref E, list]> ← row M.prod.list <[a, b]> ← written <[a, b]>
    C = one of
        U is dev: 1  ← !FindInMap <[M, !Ref U, size]> ← row M.dev.size <1> ← written <1>
        U is prod: 2  ← !FindInMap <[M, !Ref U, size]> ← row M.prod.size <2> ← written <2>
         ← !FindInMap <[M, !Ref U, size]> ← written <[M, !Ref U, size]>
    D = one of
        AWS::Region is us-east-1: "a"  ← !FindInMap <[R, !Ref AWS::Region, v]> ← row R.us-east-1.v <a> ← written <a>
        AWS::Region is eu-west-1: "b"  ← !FindInMap <[R, !Ref AWS::Region, v]> ← row R.eu-west-1.v <b> ← written <b>
         ← !FindInMap <[R, !Ref AWS::Region, v]> ← written <[R, !Ref AWS::Region, v]>
    E = "x"  ← !FindInMap <[M, !Ref U, same]> ← row M.dev.same <x> ← written <x>
    F = unknown(the mapping has no entry M.test; perhaps null)  ← !FindInMap <[M, test, size]> ← written <[M, test, size]>
    G = 9  ← !FindInMap <[M, test, size, {DefaultValue: 9}]> ← written <9>
    H = one of
        AWS::Region is us-east-1: "a"  ← !FindInMap <[R, !Ref AWS::Region, v, {DefaultValue: c}]> ← row R.us-east-1.v <a> ← written <a>
        AWS::Region is eu-west-1: "b"  ← !FindInMap <[R, !Ref AWS::Region, v, {DefaultValue: c}]> ← row R.eu-west-1.v <b> ← written <b>
        AWS::Region is not us-east-1 and AWS::Region is not eu-west-1: "c"  ← !FindInMap <[R, !Ref AWS::Region, v, {DefaultValue: c}]> ← written <c>
         ← !FindInMap <[R, !Ref AWS::Region, v, {DefaultValue: c}]> ← written <[R, !Ref AWS::Region, v, {DefaultValue: c}]>
    I = unknown(nothing declares the mapping X; perhaps null)  ← !FindInMap <[X, a, b]> ← written <[X, a, b]>
    Meaning <[M, test, size]> the mapping has no entry M.test
    Meaning <[M, test, size, {DefaultValue: 9}]> a DefaultValue is allowed only with the transform AWS::LanguageExtensions
    Meaning <[R, !Ref AWS::Region, v, {DefaultValue: c}]> a DefaultValue is allowed only with the transform AWS::LanguageExtensions
    Meaning <[X, a, b]> this refers to the mapping X, which nothing declares
    "#);
}

#[test]
fn what_is_not_evaluated_is_unknown_with_its_reason() {
    insta::assert_snapshot!(check("", "
A: !ImportValue x
B: !GetAZs ''
C: !Cidr [10.0.0.0/16, 2, 8]
D: {'Fn::Transform': {Name: M}}
E: {'Fn::ToJsonString': [1]}
F: {'Fn::Length': [1], Other: 1}
G: !Nonsense x
"), @r#"
    A = unknown(the value is imported from another stack)  ← !ImportValue <x> ← written <x>
    B = unknown(the zones of the region are known only at deployment)  ← !GetAZs <\'\'> ← written <\'\'>
    C = ["10.0.0.0/24", "10.0.1.0/24"]  ← !Cidr <[10.0.0.0/16, 2, 8]> ← written <10.0.0.0/16>
    D = unknown(what the macro returns is not known)  ← Fn::Transform <{\'Fn::Transform\': {Name: M}}> ← written <{\'Fn::Transform\': {Name: M}}>
    E = unknown(whether numbers and booleans become texts is not documented; begins "[")  ← Fn::ToJsonString <{\'Fn::ToJsonString\': [1]}> ← written <[1]>
    F = {Fn::Length: [1], Other: 1}  ← written <{\'Fn::Length\': [1], Other: 1}>
    G = unknown(there is no such function; perhaps null)  ← written <x>
    Meaning <{'Fn::ToJsonString': [1]}> Fn::ToJsonString is allowed only with the transform AWS::LanguageExtensions
    Meaning <'Fn::Length'> Fn::Length must be the only key here
    "#);
}
