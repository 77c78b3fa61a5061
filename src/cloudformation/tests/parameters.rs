//! Parameters with and without defaults.

use super::check;

#[test]
fn defaults_count_by_their_type() {
    insta::assert_snapshot!(check("
Parameters:
  T: {Type: String, Default: 'a'}
  V: {Type: String, Default: 16.10}
  B: {Type: String, Default: true}
  N: {Type: Number, Default: '20'}
  L: {Type: CommaDelimitedList, Default: 'x, y'}
  M: {Type: List<Number>, Default: '1,2'}
  S: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b}
  E: {Type: String, Default: ''}", "
T: !Ref T
V: !Ref V
B: {Ref: B}
N: !Ref N
L: !Ref L
M: !Ref M
S: !Ref S
E: !Ref E
"), @r#"
    T = "a"  ← !Ref T <T> ← default of T <\'a\'> ← written <\'a\'>
    V = "16.1"  ← !Ref V <V> ← default of V <16.10> ← written <16.10>
    B = "true"  ← Ref B <{Ref: B}> ← default of B <true> ← written <true>
    N = 20  ← !Ref N <N> ← default of N <\'20\'> ← written <\'20\'>
    L = ["x", "y"]  ← !Ref L <L> ← default of L <\'x, y\'> ← written <\'x, y\'>
    M = [1, 2]  ← !Ref M <M> ← default of M <\'1,2\'> ← written <\'1,2\'>
    S = unknown(the parameter S is read from SSM at deployment; begins "{{resolve:ssm:")  ← !Ref S <S> ← default of S </a/b> ← written </a/b>
    E = ""  ← !Ref E <E> ← default of E <\'\'> ← written <\'\'>
    "#);
}

#[test]
fn without_a_default_a_parameter_is_unknown_within_its_allowed_values() {
    insta::assert_snapshot!(check("
Parameters:
  U: {Type: String}
  A: {Type: Number, AllowedValues: [1, 2]}
  O: {Type: String, AllowedValues: [only]}
  P: {Type: String, NoEcho: true, AllowedValues: [a, b]}", "
U: !Ref U
A: !Ref A
O: !Ref O
P: !Ref P
"), @r#"
    U = unknown(parameter U has no default)  ← !Ref U <U> ← U unset <U>
    A = one of
        A is 1: 1  ← !Ref A <A> ← A unset <A> ← written <1>
        A is 2: 2  ← !Ref A <A> ← A unset <A> ← written <2>
         ← !Ref A <A> ← A unset <A>
    O = "only"  ← !Ref O <O> ← O unset <O> ← written <only>
    P = unknown(parameter P has no default; secret)  ← !Ref P <P> ← Concealed("P") <P> ← P unset <P>
    "#);
}

#[test]
fn defaults_that_must_not_be_echoed_are_secrets() {
    insta::assert_snapshot!(check("
Parameters:
  P: {Type: String, NoEcho: 'true', Default: hunter2}
  Q: {Type: String, NoEcho: true, Default: '{{resolve:secretsmanager:x}}'}
  R: {Type: String, Default: r}", "
P: !Ref P
Q: !Ref Q
R: !Sub '${R}:${P}'
"), @r#"
    P = "hunter2"  ← !Ref P <P> ← Concealed("P") <P> ← default of P <hunter2> ← written <hunter2>
    Q = unknown(the value is fetched from Secrets Manager at deployment; secret)  ← !Ref Q <Q> ← Concealed("Q") <Q> ← default of Q <\'{{resolve:secretsmanager:x}}\'> ← written <\'{{resolve:secretsmanager:x}}\'>
    R = "r:hunter2"  ← !Sub <\'${R}:${P}\'> ← ${P} <\'${R}:${P}\'> ← Concealed("P") <P> ← default of P <hunter2> ← written <hunter2>
    secret <hunter2>
    "#);
}

#[test]
fn malformed_parameters_are_problems() {
    insta::assert_snapshot!(check("
Parameters:
  A: text
  B: {Default: b}
  C: {Type: Number, Default: many}", "
A: !Ref A
B: !Ref B
C: !Ref C
"), @r#"
    A = unknown(parameter A has no default)  ← !Ref A <A> ← A unset <A>
    B = "b"  ← !Ref B <B> ← default of B <b> ← written <b>
    C = "many"  ← !Ref C <C> ← default of C <many> ← written <many>
    Meaning <A> the parameter A must be a mapping with a Type
    Meaning <B> the parameter B has no Type
    Meaning <many> the default of the parameter C must be a number
    "#);
}
