//! Parameters that are given a value, and those that may be any of their allowed values.

use super::check;

#[test]
fn a_given_value_takes_the_place_of_the_default() {
    insta::assert_snapshot!(check("
Given: {T: b, N: '20', L: 'x, y', M: [1, '2'], S: /c, P: /d, B: yes, D: '{{resolve:ssm:z}}', V: vpc-1}
Parameters:
  T: {Type: String, Default: a}
  N: {Type: Number}
  L: {Type: CommaDelimitedList, Default: z}
  M: {Type: List<Number>}
  S: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b}
  P: {Type: 'AWS::SSM::Parameter::Name'}
  B: {Type: String}
  D: {Type: String}
  V: {Type: 'AWS::EC2::VPC::Id'}", "
T: !Ref T
N: !Ref N
L: !Ref L
M: !Ref M
S: !Ref S
P: !Ref P
B: !Ref B
D: !Ref D
V: !Ref V
"), @r#"
    T = "b"  ← !Ref T <T> ← T in a parameter file <b> ← written <b>
    N = 20  ← !Ref N <N> ← N in a parameter file <\'20\'> ← written <\'20\'>
    L = ["x", "y"]  ← !Ref L <L> ← L in a parameter file <\'x, y\'> ← written <\'x, y\'>
    M = [1, 2]  ← !Ref M <M> ← M in a parameter file <[1, \'2\']> ← written <[1, \'2\']>
    S = unknown(the parameter S is read from SSM at deployment; begins "{{resolve:ssm:")  ← !Ref S <S> ← S in a parameter file </c> ← written </c>
    P = "/d"  ← !Ref P <P> ← P in a parameter file </d> ← written </d>
    B = "true"  ← !Ref B <B> ← B in a parameter file <yes> ← written <yes>
    D = unknown(the value is fetched from an SSM parameter (clear text) at deployment; begins "{{resolve:ssm:")  ← !Ref D <D> ← D in a parameter file <\'{{resolve:ssm:z}}\'> ← written <\'{{resolve:ssm:z}}\'>
    V = "vpc-1"  ← !Ref V <V> ← V in a parameter file <vpc-1> ← written <vpc-1>
    "#);
}

#[test]
fn what_is_kept_from_the_last_deployment_is_unknown() {
    insta::assert_snapshot!(check("
Given: [{ParameterKey: A, UsePreviousValue: true}]
Parameters:
  A: {Type: String, Default: a, NoEcho: true}", "
A: !Ref A
"), @r#"
    A = unknown(parameter A keeps its previous value; secret)  ← !Ref A <A> ← Concealed("A") <A> ← A in a parameter file <true> ← written <true>
    secret <a>
    "#);
}

#[test]
fn concealed_values_are_secrets_wherever_they_stand() {
    insta::assert_snapshot!(check("
Given: {P: hunter2, L: 'a,b'}
Parameters:
  P: {Type: String, NoEcho: true, Default: first, AllowedPattern: '[0-9]+'}
  L: {Type: CommaDelimitedList, NoEcho: true}", "
P: !Sub 'x${P}'
L: !Select [1, !Ref L]
"), @r#"
    P = "xhunter2"  ← !Sub <\'x${P}\'> ← ${P} <\'x${P}\'> ← Concealed("P") <P> ← P in a parameter file <hunter2> ← written <hunter2>
    L = "b"  ← !Select <[1, !Ref L]> ← Concealed("L") <L> ← L in a parameter file <\'a,b\'> ← written <\'a,b\'>
    Meaning <hunter2> the value of the parameter P does not match its AllowedPattern
    secret <first>
    secret <hunter2>
    secret <'a,b'>
    "#);
}

#[test]
fn values_that_do_not_fit_are_problems_where_they_stand() {
    insta::assert_snapshot!(check("
Given: {A: prodd, B: many, C: '5', D: abc, E: 'a,x', F: 101, G: [a], H: 10.0, I: abc, DbPassword: short}
Parameters:
  A: {Type: String, AllowedValues: [prod, dev]}
  B: {Type: Number}
  C: {Type: String, MinLength: 2}
  D: {Type: String, AllowedPattern: '[a-b]*'}
  E: {Type: CommaDelimitedList, AllowedValues: [a, b]}
  F: {Type: Number, MinValue: 1, MaxValue: 100}
  G: {Type: String}
  H: {Type: Number, AllowedValues: ['10', '20']}
  I: {Type: String, AllowedPattern: '(?!x)abc', MaxLength: 3}
  J: {Type: String, AllowedValues: [yes, 1.10], Default: on}
  K: {Type: String, AllowedValues: [large], Default: larg}
  DbPassword: {Type: String, AllowedValues: [other]}", "
A: !Ref A
F: !Ref F
"), @r#"
    A = "prodd"  ← !Ref A <A> ← A in a parameter file <prodd> ← written <prodd>
    F = 101  ← !Ref F <F> ← F in a parameter file <101> ← written <101>
    Meaning <prodd> the value of the parameter A is `prodd`, which is not one of its AllowedValues; did you mean `prod`?
    Meaning <many> the value of the parameter B must be a number
    Meaning <'5'> the value of the parameter C does not fit its MinLength, which is 2
    Meaning <abc> the value of the parameter D does not match its AllowedPattern
    Meaning <'a,x'> the value of the parameter E is `x`, which is not one of its AllowedValues; did you mean `a`?
    Meaning <101> the value of the parameter F does not fit its MaxValue, which is 100
    Meaning <[a]> the value of the parameter G is a list; its type takes a text
    Meaning <short> the value of the parameter DbPassword is not one of its AllowedValues
    Meaning <larg> the default of the parameter K is `larg`, which is not one of its AllowedValues; did you mean `large`?
    secret <short>
    "#);
}

#[test]
fn exploring_tries_every_allowed_value() {
    insta::assert_snapshot!(check("
Explore: yes
Given: {G: a}
Parameters:
  S: {Type: String, Default: prod, AllowedValues: [prod, dev]}
  G: {Type: String, Default: b, AllowedValues: [a, b]}
  U: {Type: Number, AllowedValues: [1, 2]}
  O: {Type: String, Default: x}
  P: {Type: String, Default: x, NoEcho: true, AllowedValues: [x, y]}
  M: {Type: String, Default: m, AllowedValues: [m, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]}", "
S: !Ref S
G: !Ref G
U: !Ref U
O: !Ref O
P: !Ref P
M: !Ref M
"), @r#"
    S = one of
        S is prod: "prod"  ← !Ref S <S> ← S may be <S> ← written <prod>
        S is dev: "dev"  ← !Ref S <S> ← S may be <S> ← written <dev>
         ← !Ref S <S> ← S may be <S>
    G = "a"  ← !Ref G <G> ← G in a parameter file <a> ← written <a>
    U = one of
        U is 1: 1  ← !Ref U <U> ← U unset <U> ← written <1>
        U is 2: 2  ← !Ref U <U> ← U unset <U> ← written <2>
         ← !Ref U <U> ← U unset <U>
    O = "x"  ← !Ref O <O> ← default of O <x> ← written <x>
    P = "x"  ← !Ref P <P> ← Concealed("P") <P> ← default of P <x> ← written <x>
    M = "m"  ← !Ref M <M> ← default of M <m> ← written <m>
    secret <x>
    "#);
}
