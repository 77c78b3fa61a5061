//! The fields of what Terraform's `postgresql` provider manages inside a database. No API has names for them, so they
//! go by those of the provider's arguments; `CloudFormation` has nothing like it.

use super::Absent::{Nothing, Text};
use super::facts::fact;
use super::links::one;
use super::{Absent, Fact, Field, Kind, Link, Type};

const PROVIDER: Kind = Kind::PostgresqlProvider;
const ROLE: Kind = Kind::PostgresqlRole;
const GRANT: Kind = Kind::PostgresqlGrant;
const ROLE_GRANT: Kind = Kind::PostgresqlRoleGrant;
const DEFAULTS: Kind = Kind::PostgresqlDefaultPrivileges;
const DATABASE: Kind = Kind::PostgresqlDatabase;
const SCHEMA: Kind = Kind::PostgresqlSchema;
const FUNCTION: Kind = Kind::PostgresqlFunction;
const SERVER: Kind = Kind::PostgresqlServer;
const MAPPING: Kind = Kind::PostgresqlUserMapping;
const SUBSCRIPTION: Kind = Kind::PostgresqlSubscription;

const fn text(kind: Kind, name: &'static str, terraform: &'static [&'static str]) -> Field {
    Field::text(kind, name, terraform).property("")
}

const fn list(kind: Kind, name: &'static str, terraform: &'static [&'static str]) -> Field {
    Field::list(kind, name, terraform).property("")
}

/// An attribute that is off unless it is turned on.
const fn off(kind: Kind, name: &'static str, terraform: &'static [&'static str]) -> Field {
    Field::bool(kind, name, terraform, false).property("")
}

const fn or(field: Field, default: Absent) -> Field {
    field.absent(default)
}

/// The provider's configuration that a resource is managed with.
const fn provider(kind: Kind) -> Field {
    text(kind, "provider", &["provider"])
}

/// The rows, in the order in which `resolve` shows them.
pub(super) const FIELDS: &[Field] = &[
    or(text(PROVIDER, "scheme", &["scheme"]), Text("postgres")),
    text(PROVIDER, "host", &["host"]),
    text(PROVIDER, "username", &["username"]),
    text(PROVIDER, "password", &["password"]).secret(),
    or(text(PROVIDER, "sslmode", &["sslmode", "ssl_mode"]), Text("require")),
    text(PROVIDER, "sslrootcert", &["sslrootcert"]),
    // The key's path or, with `sslinline`, the key.
    text(PROVIDER, "clientcert_key", &["clientcert.key"]).secret(),
    off(PROVIDER, "aws_rds_iam_auth", &["aws_rds_iam_auth"]),
    text(ROLE, "name", &["name"]),
    off(ROLE, "login", &["login"]),
    text(ROLE, "password", &["password", "password_wo"]).secret(),
    off(ROLE, "superuser", &["superuser"]),
    off(ROLE, "create_role", &["create_role"]),
    off(ROLE, "create_database", &["create_database"]),
    off(ROLE, "replication", &["replication"]),
    off(ROLE, "bypass_row_level_security", &["bypass_row_level_security"]),
    list(ROLE, "roles", &["roles"]),
    text(ROLE, "valid_until", &["valid_until"]),
    Field::number(ROLE, "connection_limit", &["connection_limit"], Nothing).property(""),
    provider(ROLE),
    text(GRANT, "role", &["role"]),
    text(GRANT, "database", &["database"]),
    text(GRANT, "schema", &["schema"]),
    text(GRANT, "object_type", &["object_type"]),
    list(GRANT, "privileges", &["privileges"]),
    off(GRANT, "with_grant_option", &["with_grant_option"]),
    text(ROLE_GRANT, "role", &["role"]),
    text(ROLE_GRANT, "grant_role", &["grant_role"]),
    // As a role has it, so that one question is for both.
    list(ROLE_GRANT, "roles", &["grant_role"]),
    off(ROLE_GRANT, "with_admin_option", &["with_admin_option"]),
    provider(ROLE_GRANT),
    text(DEFAULTS, "role", &["role"]),
    text(DEFAULTS, "object_type", &["object_type"]),
    list(DEFAULTS, "privileges", &["privileges"]),
    off(DEFAULTS, "with_grant_option", &["with_grant_option"]),
    text(DATABASE, "name", &["name"]),
    provider(DATABASE),
    text(SCHEMA, "name", &["name"]),
    list(SCHEMA, "policy", &["policy"]),
    text(Kind::PostgresqlExtension, "name", &["name"]),
    text(FUNCTION, "name", &["name"]),
    off(FUNCTION, "security_definer", &["security_definer"]),
    text(FUNCTION, "body", &["body"]).mixed(),
    text(SERVER, "server_name", &["server_name"]),
    text(SERVER, "fdw_name", &["fdw_name"]),
    // What libpq does where nothing is said.
    or(text(SERVER, "sslmode", &["options.sslmode"]), Text("prefer")),
    text(MAPPING, "user_name", &["user_name"]),
    text(MAPPING, "server_name", &["server_name"]),
    Field::map(MAPPING, "options", &["options"]).property("").mixed(),
    text(SUBSCRIPTION, "name", &["name"]),
    text(SUBSCRIPTION, "conninfo", &["conninfo"]).secret(),
];

/// The links: who manages it, and the server that it is in.
pub(super) const LINKS: &[Link] = &[
    one(PROVIDER, "instance", Kind::DbInstance, "host", "postgresql_providers"),
    one(PROVIDER, "cluster", Kind::DbCluster, "host", "postgresql_providers"),
    one(ROLE, "postgresql_provider", PROVIDER, "provider", "roles"),
    one(ROLE_GRANT, "postgresql_provider", PROVIDER, "provider", "role_grants"),
    one(DATABASE, "postgresql_provider", PROVIDER, "provider", "databases"),
    one(GRANT, "postgresql_database", DATABASE, "database", "grants"),
];

/// The derived facts.
pub(super) const FACTS: &[Fact] = &[
    fact(PROVIDER, "database_iam_authentication", Type::Bool, DATABASE_IAM),
    fact(PROVIDER, "grants_rds_iam", Type::Bool, "Whether any role that it manages gets `rds_iam`"),
    fact(PROVIDER, "password_literal", Type::Bool, LITERAL),
    fact(ROLE, "uses_iam", Type::Bool, "Whether it is a member of `rds_iam`"),
    fact(ROLE, "password_literal", Type::Bool, LITERAL),
    fact(GRANT, "public_privileges", Type::List, PUBLIC),
    fact(GRANT, "public_default_privileges", Type::List, PUBLIC_DEFAULT),
    fact(DEFAULTS, "public_privileges", Type::List, PUBLIC),
    fact(DEFAULTS, "public_default_privileges", Type::List, PUBLIC_DEFAULT),
    fact(SCHEMA, "public_privileges", Type::List, PUBLIC),
    fact(SCHEMA, "public_default_privileges", Type::List, PUBLIC_DEFAULT),
    fact(DATABASE, "public_schema_open", Type::Bool, PUBLIC_SCHEMA),
    fact(FUNCTION, "sets_search_path", Type::Bool, "Whether its body speaks of the search path"),
    fact(MAPPING, "password_literal", Type::Bool, LITERAL),
    fact(SUBSCRIPTION, "password_literal", Type::Bool, LITERAL),
];

const DATABASE_IAM: &str = "Whether the database of RDS that it connects to offers IAM authentication";
const LITERAL: &str = "Whether its password stands in the source";
const PUBLIC: &str = "The privileges that everybody is given beyond those that PostgreSQL gives everybody";
const PUBLIC_DEFAULT: &str = "The privileges that everybody is given as PostgreSQL does it";
const PUBLIC_SCHEMA: &str = "Whether everybody may create objects in its schema `public`";
