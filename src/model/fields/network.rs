//! The fields of security groups, of rules that stand on their own, and of proxies.

use super::Absent::{Number, Text};
use super::{Field, Kind};

const RULE: Kind = Kind::SecurityGroupRule;

/// The rows, in the order in which `resolve` shows them. A rule's addresses are lists, because one Terraform form
/// takes several; the ingress of a security group stays in its language's own form.
pub(super) const FIELDS: &[Field] = &[
    Field::text(Kind::SecurityGroup, "GroupName", &["name"]),
    Field::text(Kind::SecurityGroup, "GroupDescription", &["description"]),
    Field::text(Kind::SecurityGroup, "VpcId", &["vpc_id"]),
    Field::list(Kind::SecurityGroup, "SecurityGroupIngress", &["ingress"]),
    Field::list(Kind::SecurityGroup, "SecurityGroupEgress", &["egress"]),
    Field::text(RULE, "GroupId", &["security_group_id"]),
    Field::text(RULE, "GroupName", &[]),
    Field::text(RULE, "Type", &["type"]).property("").absent(Text("ingress")),
    Field::text(RULE, "IpProtocol", &["ip_protocol", "protocol"]),
    Field::number(RULE, "FromPort", &["from_port"], super::Absent::Nothing),
    Field::number(RULE, "ToPort", &["to_port"], super::Absent::Nothing),
    Field::list(RULE, "CidrIp", &["cidr_ipv4", "cidr_blocks"]),
    Field::list(RULE, "CidrIpv6", &["cidr_ipv6", "ipv6_cidr_blocks"]),
    Field::list(RULE, "SourcePrefixListId", &["prefix_list_id", "prefix_list_ids"]),
    Field::text(RULE, "SourceSecurityGroupId", &["referenced_security_group_id", "source_security_group_id"]),
    Field::bool(RULE, "Self", &["self"], false).property(""),
    Field::text(RULE, "Description", &["description"]),
    Field::text(Kind::Proxy, "DBProxyName", &["name"]),
    Field::text(Kind::Proxy, "EngineFamily", &["engine_family"]),
    Field::bool(Kind::Proxy, "RequireTLS", &["require_tls"], false),
    Field::list(Kind::Proxy, "Auth", &["auth"]),
    Field::text(Kind::Proxy, "DefaultAuthScheme", &["default_auth_scheme"]).absent(Text("NONE")),
    Field::bool(Kind::Proxy, "DebugLogging", &["debug_logging"], false),
    Field::number(Kind::Proxy, "IdleClientTimeout", &["idle_client_timeout"], Number(1800)),
    Field::text(Kind::Proxy, "RoleArn", &["role_arn"]),
    Field::list(Kind::Proxy, "VpcSecurityGroupIds", &["vpc_security_group_ids"]),
    Field::list(Kind::Proxy, "VpcSubnetIds", &["vpc_subnet_ids"]),
    Field::text(Kind::Proxy, "EndpointNetworkType", &["endpoint_network_type"]).absent(Text("IPV4")),
    Field::text(Kind::Proxy, "TargetConnectionNetworkType", &["target_connection_network_type"]).absent(Text("IPV4")),
];
