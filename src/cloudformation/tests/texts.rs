//! Texts that are put together or written in another form.

use super::check;

#[test]
fn names_in_sub_are_looked_up_in_its_map_first() {
    insta::assert_snapshot!(check("Parameters: {P: {Type: String, Default: p}, U: {Type: String}, L: {Type: CommaDelimitedList, Default: 'a,b'}}", "
A: !Sub ['${P}-${Q}', {Q: !Join ['+', [x, !Ref P]], P: own}]
B: !Sub ['${V}${V}', {V: !Select [1, !Ref L]}]
C: !Sub '${ P }'
D: !Sub '${NAME:-default}'
E: !Sub '${}'
F: !Sub ['${A.B}', {A.B: dotted}]
G: !Sub '${!P}$${P}${open'
H: !Sub 'arn:${AWS::Partition}:rds:${AWS::Region}'
I: !Sub ['${V}', {V: !Ref AWS::NoValue}]
J: !Sub [x, y]
K: !Sub ['${P}', !Ref P]
L: !Sub ['a${V}-${U}', {V: true}]
M: !Sub '${L}'
N: !Sub '${AWS::Acount}'
"), @r#"
    A = "own-x+p"  ← !Sub <[\'${P}-${Q}\', {Q: !Join [\'+\', [x, !Ref P]], P: own}]> ← !Join <[\'+\', [x, !Ref P]]> ← !Ref P <P> ← default of P <p> ← written <p>
    B = "bb"  ← !Sub <[\'${V}${V}\', {V: !Select [1, !Ref L]}]> ← written <[\'${V}${V}\', {V: !Select [1, !Ref L]}]>
    C = "p"  ← !Sub <\'${ P }\'> ← ${P} <\'${ P }\'> ← default of P <p> ← written <p>
    D = unknown(Fn::Sub cannot replace what is no name; perhaps null)  ← !Sub <\'${NAME:-default}\'> ← written <\'${NAME:-default}\'>
    E = unknown(Fn::Sub cannot replace what is no name; perhaps null)  ← !Sub <\'${}\'> ← written <\'${}\'>
    F = "dotted"  ← !Sub <[\'${A.B}\', {A.B: dotted}]> ← written <[\'${A.B}\', {A.B: dotted}]>
    G = "${P}$p${open"  ← !Sub <\'${!P}$${P}${open\'> ← ${P} <\'${!P}$${P}${open\'> ← default of P <p> ← written <p>
    H = unknown(AWS::Partition is known only at deployment; begins "arn:aws")  ← !Sub <\'arn:${AWS::Partition}:rds:${AWS::Region}\'> ← written <\'arn:${AWS::Partition}:rds:${AWS::Region}\'>
    I = ""  ← !Sub <[\'${V}\', {V: !Ref AWS::NoValue}]> ← !Ref AWS::NoValue <AWS::NoValue>
    J = unknown(Fn::Sub has the wrong arguments; perhaps null)  ← !Sub <[x, y]> ← written <[x, y]>
    K = unknown(Fn::Sub has the wrong arguments; perhaps null)  ← !Sub <[\'${P}\', !Ref P]> ← written <[\'${P}\', !Ref P]>
    L = unknown(parameter U has no default; begins "atrue-")  ← !Sub <[\'a${V}-${U}\', {V: true}]> ← ${U} <[\'a${V}-${U}\', {V: true}]> ← U unset <U>
    M = unknown(a list or map stands where a text is needed)  ← !Sub <\'${L}\'> ← ${L} <\'${L}\'> ← default of L <\'a,b\'> ← written <\'a,b\'>
    N = unknown(nothing declares AWS::Acount)  ← !Sub <\'${AWS::Acount}\'> ← ${AWS::Acount} <\'${AWS::Acount}\'>
    Meaning <'${NAME:-default}'> a name in Fn::Sub is made of letters, digits, underscores, points and colons
    Meaning <'${}'> a name in Fn::Sub is made of letters, digits, underscores, points and colons
    Meaning <[x, y]> Fn::Sub has the wrong arguments
    Meaning <['${P}', !Ref P]> Fn::Sub has the wrong arguments
    Meaning <'${AWS::Acount}'> this refers to AWS::Acount, which nothing declares
    "#);
}

#[test]
fn base64_takes_what_becomes_a_text() {
    insta::assert_snapshot!(check("Parameters: {U: {Type: String}}", "
A: !Base64 M
B: {'Fn::Base64': !Sub 'db-${AWS::NoValue}1'}
C: {'Fn::Base64': !Ref U}
D: !Base64 12
E: !Base64 [x]
F: !Base64 '{{resolve:ssm-secure:a}}'
"), @r#"
    A = "TQ=="  ← !Base64 <M> ← written <M>
    B = "ZGItMQ=="  ← Fn::Base64 <{\'Fn::Base64\': !Sub \'db-${AWS::NoValue}1\'}> ← !Sub <\'db-${AWS::NoValue}1\'> ← ${AWS::NoValue} <\'db-${AWS::NoValue}1\'>
    C = unknown(parameter U has no default)  ← Fn::Base64 <{\'Fn::Base64\': !Ref U}> ← !Ref U <U> ← U unset <U>
    D = "MTI="  ← !Base64 <12> ← written <12>
    E = unknown(Fn::Base64 has the wrong arguments; perhaps null)  ← !Base64 <[x]> ← written <[x]>
    F = unknown(the value is fetched from a secure SSM parameter at deployment; secret)  ← !Base64 <\'{{resolve:ssm-secure:a}}\'> ← written <\'{{resolve:ssm-secure:a}}\'>
    Meaning <[x]> Fn::Base64 has the wrong arguments
    "#);
}

#[test]
fn json_is_written_without_spaces() {
    insta::assert_snapshot!(check("
Transform: AWS::LanguageExtensions
Parameters: {P: {Type: String, Default: 'a\"\\b'}, U: {Type: String}}", "
A: {'Fn::ToJsonString': {engine: postgres, name: !Ref P}}
B: {'Fn::ToJsonString': [x, [y, {z: x}], {}]}
C: {'Fn::ToJsonString': {b: x, a: y}}
D: {'Fn::ToJsonString': {a: [x, !Ref U], b: y}}
E: {'Fn::ToJsonString': {a: x, b: 1}}
F: {'Fn::ToJsonString': [ä]}
G: {'Fn::ToJsonString': x}
H: {'Fn::ToJsonString': {password: '{{resolve:secretsmanager:s}}'}}
"), @r#"
    A = "{\"engine\":\"postgres\",\"name\":\"a\\\"\\\\b\"}"  ← Fn::ToJsonString <{\'Fn::ToJsonString\': {engine: postgres, name: !Ref P}}> ← written <{engine: postgres, name: !Ref P}>
    B = "[\"x\",[\"y\",{\"z\":\"x\"}],{}]"  ← Fn::ToJsonString <{\'Fn::ToJsonString\': [x, [y, {z: x}], {}]}> ← written <[x, [y, {z: x}], {}]>
    C = unknown(the order of the keys is not documented)  ← Fn::ToJsonString <{\'Fn::ToJsonString\': {b: x, a: y}}> ← written <{b: x, a: y}>
    D = unknown(parameter U has no default; begins "{\"a\":[\"x\",")  ← Fn::ToJsonString <{\'Fn::ToJsonString\': {a: [x, !Ref U], b: y}}> ← written <{a: [x, !Ref U], b: y}>
    E = unknown(whether numbers and booleans become texts is not documented; begins "{\"a\":\"x\",\"b\":")  ← Fn::ToJsonString <{\'Fn::ToJsonString\': {a: x, b: 1}}> ← written <{a: x, b: 1}>
    F = unknown(how other than plain characters are written is not documented; begins "[")  ← Fn::ToJsonString <{\'Fn::ToJsonString\': [ä]}> ← written <[ä]>
    G = unknown(Fn::ToJsonString has the wrong arguments; perhaps null)  ← Fn::ToJsonString <{\'Fn::ToJsonString\': x}> ← written <{\'Fn::ToJsonString\': x}>
    H = unknown(the value is fetched from Secrets Manager at deployment; begins "{\"password\":"; secret)  ← Fn::ToJsonString <{\'Fn::ToJsonString\': {password: \'{{resolve:secretsmanager:s}}\'}}> ← written <{password: \'{{resolve:secretsmanager:s}}\'}>
    Meaning <{'Fn::ToJsonString': x}> Fn::ToJsonString has the wrong arguments
    "#);
}

#[test]
fn dynamic_references_need_a_service_and_a_name() {
    insta::assert_snapshot!(check("Parameters: {P: {Type: String, Default: '{{resolve:ssm:/db/name:3}}'}, N: {Type: String}}", "
A: '{{resolve:ssm:/db/name}}'
B: '{{resolve:ssm}}'
C: '{{resolve:ssm:}}'
D: '{{ resolve:ssm:x }}'
E: '{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:1:secret:a:SecretString:password:AWSCURRENT:v1}}'
F: !Join [':', ['{{resolve', ssm-secure, 'x:1}}']]
G: !Ref P
H: !Sub 'user-{{resolve:ssm:${N}}}'
I: '{{resolve:ssm:x'
J: '{{resolve:ssm:x}'
K: 'a}} {{resolve:ssm:x'
"), @r#"
    A = unknown(the value is fetched from an SSM parameter (clear text) at deployment; begins "{{resolve:ssm:")  ← written <\'{{resolve:ssm:/db/name}}\'>
    B = "{{resolve:ssm}}"  ← written <\'{{resolve:ssm}}\'>
    C = "{{resolve:ssm:}}"  ← written <\'{{resolve:ssm:}}\'>
    D = "{{ resolve:ssm:x }}"  ← written <\'{{ resolve:ssm:x }}\'>
    E = unknown(the value is fetched from Secrets Manager at deployment; secret)  ← written <\'{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:1:secret:a:SecretString:password:AWSCURRENT:v1}}\'>
    F = unknown(the value is fetched from a secure SSM parameter at deployment; secret)  ← !Join <[\':\', [\'{{resolve\', ssm-secure, \'x:1}}\']]> ← written <[\':\', [\'{{resolve\', ssm-secure, \'x:1}}\']]>
    G = unknown(the value is fetched from an SSM parameter (clear text) at deployment; begins "{{resolve:ssm:")  ← !Ref P <P> ← default of P <\'{{resolve:ssm:/db/name:3}}\'> ← written <\'{{resolve:ssm:/db/name:3}}\'>
    H = unknown(the value is fetched from an SSM parameter (clear text) at deployment; begins "user-{{resolve:ssm:")  ← !Sub <\'user-{{resolve:ssm:${N}}}\'> ← ${N} <\'user-{{resolve:ssm:${N}}}\'> ← N unset <N>
    I = "{{resolve:ssm:x"  ← written <\'{{resolve:ssm:x\'>
    J = "{{resolve:ssm:x}"  ← written <\'{{resolve:ssm:x}\'>
    K = "a}} {{resolve:ssm:x"  ← written <\'a}} {{resolve:ssm:x\'>
    "#);
}
