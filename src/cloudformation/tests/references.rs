//! References to resources of which the template says what they come to.

use super::show;

#[test]
fn attributes_that_are_properties_are_followed() {
    insta::assert_snapshot!(show("
Parameters: {S: {Type: String}, N: {Type: String, Default: Main}}
Conditions: {C: !Equals [!Ref S, s]}
Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.8.0.0/16}}
  Sub: {Type: AWS::EC2::Subnet, Properties: {CidrBlock: !Select [1, !Cidr [!GetAtt Net.CidrBlock, 2, 8]]}}
  Group: {Type: AWS::RDS::DBParameterGroup, Properties: {DBParameterGroupName: !If [C, one, two]}}
  Named: {Type: AWS::RDS::DBCluster, Properties: {DBClusterIdentifier: !Ref N, Port: !Ref S}}
  DB:
    Type: AWS::RDS::DBInstance
    Properties:
      DBInstanceIdentifier: main-1
      Port: 5433
      DBParameterGroupName: !Ref Group
      DBClusterIdentifier: !Ref Named
      A: !Sub '${DB}/${DB.Endpoint.Port}/${DB.Endpoint.Address}'
      B: !GetAtt Sub.CidrBlock
      C: !GetAtt Named.Endpoint.Port
      D: !GetAtt DB.Endpoint.Port
"), @r#"
    [Net]
    CidrBlock = "10.8.0.0/16"  ← written <10.8.0.0/16>
    [Sub]
    CidrBlock = "10.8.1.0/24"  ← !Select <[1, !Cidr [!GetAtt Net.CidrBlock, 2, 8]]> ← !Cidr <[!GetAtt Net.CidrBlock, 2, 8]> ← !GetAtt Net.CidrBlock <Net.CidrBlock> ← resource Net.CidrBlock <Net> ← written <10.8.0.0/16>
    [Group]
    DBParameterGroupName = one of
        C is true: "one"  ← C is true <[C, one, two]> ← written <one>
        C is false: "two"  ← C is false <[C, one, two]> ← written <two>
         ← !If <[C, one, two]> ← written <[C, one, two]>
    [Named]
    DBClusterIdentifier = "Main"  ← !Ref N <N> ← default of N <Main> ← written <Main>
    Port = unknown(parameter S has no default)  ← !Ref S <S> ← S unset <S>
    DBInstanceIdentifier = "main-1"  ← written <main-1>
    Port = 5433  ← written <5433>
    DBParameterGroupName = unknown(the Ref of Group is known only after creation; is Group.Ref)  ← !Ref Group <Group> ← resource Group.Ref <Group>
    DBClusterIdentifier = unknown(the Ref of Named is known only after creation; is Named.Ref)  ← !Ref Named <Named> ← resource Named.Ref <Named>
    A = unknown(Endpoint.Address of DB is known only after creation; begins "main-1/5433/")  ← !Sub <\'${DB}/${DB.Endpoint.Port}/${DB.Endpoint.Address}\'> ← written <\'${DB}/${DB.Endpoint.Port}/${DB.Endpoint.Address}\'>
    B = "10.8.1.0/24"  ← !GetAtt Sub.CidrBlock <Sub.CidrBlock> ← resource Sub.CidrBlock <Sub> ← !Select <[1, !Cidr [!GetAtt Net.CidrBlock, 2, 8]]> ← !Cidr <[!GetAtt Net.CidrBlock, 2, 8]> ← !GetAtt Net.CidrBlock <Net.CidrBlock> ← resource Net.CidrBlock <Net> ← written <10.8.0.0/16>
    C = unknown(Endpoint.Port of Named is known only after creation; is Named.Endpoint.Port)  ← !GetAtt Named.Endpoint.Port <Named.Endpoint.Port> ← resource Named.Endpoint.Port <Named>
    D = "5433"  ← !GetAtt DB.Endpoint.Port <DB.Endpoint.Port> ← resource DB.Endpoint.Port <DB> ← written <5433>
    "#);
}

#[test]
fn circles_of_attributes_end() {
    insta::assert_snapshot!(show("
Resources:
  A: {Type: AWS::RDS::DBInstance, Properties: {DBInstanceIdentifier: !Sub '${B}${B}'}}
  B: {Type: AWS::RDS::DBInstance, Properties: {DBInstanceIdentifier: !Sub '${A}${A}'}}
"), @r"
    [A]
    DBInstanceIdentifier = unknown(the Ref of B is known only after creation)  ← !Sub <\'${B}${B}\'> ← written <\'${B}${B}\'>
    [B]
    DBInstanceIdentifier = unknown(the Ref of A is known only after creation)  ← !Sub <\'${A}${A}\'> ← written <\'${A}${A}\'>
    ");
}
