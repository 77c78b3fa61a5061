//! The fields of RDS Proxy.

use super::Absent::{Number, Text};
use super::links::{one, several};
use super::{Field, Kind, Link};

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[
    Field::text(Kind::Proxy, "DBProxyName", &["name"]),
    Field::text(Kind::Proxy, "EngineFamily", &["engine_family"]),
    Field::bool(Kind::Proxy, "RequireTLS", &["require_tls"], false),
    Field::list(Kind::Proxy, "Auth", &["auth"]),
    Field::list(Kind::Proxy, "AuthSecretArns", &["auth.secret_arn"]).property("Auth.SecretArn"),
    Field::list(Kind::Proxy, "ClientPasswordAuthType", &["auth.client_password_auth_type"])
        .property("Auth.ClientPasswordAuthType"),
    Field::text(Kind::Proxy, "DefaultAuthScheme", &["default_auth_scheme"]).absent(Text("NONE")),
    Field::bool(Kind::Proxy, "DebugLogging", &["debug_logging"], false),
    Field::number(Kind::Proxy, "IdleClientTimeout", &["idle_client_timeout"], Number(1800)),
    Field::text(Kind::Proxy, "RoleArn", &["role_arn"]),
    Field::list(Kind::Proxy, "VpcSecurityGroupIds", &["vpc_security_group_ids"]),
    Field::list(Kind::Proxy, "VpcSubnetIds", &["vpc_subnet_ids"]),
    Field::text(Kind::Proxy, "EndpointNetworkType", &["endpoint_network_type"]).absent(Text("IPV4")),
    Field::text(Kind::Proxy, "TargetConnectionNetworkType", &["target_connection_network_type"]).absent(Text("IPV4")),
    Field::text(Kind::ProxyEndpoint, "DBProxyEndpointName", &["db_proxy_endpoint_name"]),
    Field::text(Kind::ProxyEndpoint, "DBProxyName", &["db_proxy_name"]),
    Field::text(Kind::ProxyEndpoint, "TargetRole", &["target_role"]).absent(Text("READ_WRITE")),
    Field::list(Kind::ProxyEndpoint, "VpcSecurityGroupIds", &["vpc_security_group_ids"]),
    Field::list(Kind::ProxyEndpoint, "VpcSubnetIds", &["vpc_subnet_ids"]),
];

/// What a further endpoint belongs to, and what lets traffic in to it.
pub(super) const LINKS: &[Link] = &[
    one(Kind::ProxyEndpoint, "proxy", Kind::Proxy, "DBProxyName", "endpoints"),
    several(Kind::ProxyEndpoint, "security_groups", Kind::SecurityGroup, "VpcSecurityGroupIds", "proxy_endpoints"),
    several(Kind::ProxyEndpoint, "subnets", Kind::Subnet, "VpcSubnetIds", "proxy_endpoints"),
];
