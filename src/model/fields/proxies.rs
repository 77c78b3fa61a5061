//! The fields of RDS Proxy.

use super::Absent::{Number, Text};
use super::{Field, Kind};

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
];
