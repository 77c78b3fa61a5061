//! The names of links and derived facts, so that whoever compiles a policy can refuse a misspelt one.

use super::Kind::{self, ClusterParameterGroup, DbCluster, DbInstance, ParameterGroup, Proxy, SecurityGroup};
use super::Kind::{SecurityGroupRule, SubnetGroup};
use super::{FIELDS, Type};

/// The name under which a database's effective parameters are asked for.
pub const PARAMETERS: &str = "parameters";

/// The links: the kind that has it, its name, the kind that it leads to, and whether it leads to at most one.
pub const LINKS: &[(Kind, &str, Kind, bool)] = &[
    (DbInstance, "cluster", DbCluster, true),
    (DbInstance, "source", DbInstance, true),
    (DbInstance, "parameter_group", ParameterGroup, true),
    (DbInstance, "subnet_group", SubnetGroup, true),
    (DbInstance, "security_groups", SecurityGroup, false),
    (DbCluster, "members", DbInstance, false),
    (DbCluster, "cluster_parameter_group", ClusterParameterGroup, true),
    (DbCluster, "subnet_group", SubnetGroup, true),
    (DbCluster, "security_groups", SecurityGroup, false),
    (ParameterGroup, "databases", DbInstance, false),
    (ClusterParameterGroup, "databases", DbCluster, false),
    (SubnetGroup, "instances", DbInstance, false),
    (SubnetGroup, "clusters", DbCluster, false),
    (SecurityGroup, "rules", SecurityGroupRule, false),
    (SecurityGroup, "instances", DbInstance, false),
    (SecurityGroup, "clusters", DbCluster, false),
    (SecurityGroup, "proxies", Proxy, false),
    (SecurityGroupRule, "security_group", SecurityGroup, true),
    (Proxy, "security_groups", SecurityGroup, false),
];

/// The derived facts: the kind that has it, its name, its type, and what it says.
pub const FACTS: &[(Kind, &str, Type, &str)] = &[
    (DbInstance, "engine", Type::Text, ENGINE),
    (DbInstance, "engine_group", Type::Text, ENGINE_GROUP),
    (DbInstance, "family", Type::Text, FAMILY),
    (DbInstance, "major", Type::Text, MAJOR),
    (DbInstance, "aurora", Type::Bool, AURORA),
    (DbInstance, "member", Type::Bool, "Whether it is a member of a cluster, in the source or outside"),
    (DbInstance, "replica", Type::Bool, "Whether it replicates another database"),
    (DbInstance, "restored", Type::Bool, "Whether it is restored from a snapshot or backup"),
    (DbInstance, "custom", Type::Bool, "Whether it is RDS Custom, where the customer runs the operating system"),
    (DbInstance, "port", Type::Number, PORT),
    (DbInstance, "main_log_exported", Type::Bool, MAIN_LOG),
    (DbInstance, "iam_authentication_supported", Type::Bool, IAM),
    (DbInstance, "ports_open_to_world", Type::Bool, OPEN),
    (DbInstance, "password_literal", Type::Bool, PASSWORD_LITERAL),
    (DbInstance, "password_parameter_visible", Type::Bool, PASSWORD_VISIBLE),
    (DbCluster, "engine", Type::Text, ENGINE),
    (DbCluster, "engine_group", Type::Text, ENGINE_GROUP),
    (DbCluster, "family", Type::Text, FAMILY),
    (DbCluster, "major", Type::Text, MAJOR),
    (DbCluster, "aurora", Type::Bool, AURORA),
    (DbCluster, "serverless_v1", Type::Bool, SERVERLESS),
    (DbCluster, "replica", Type::Bool, "Whether it replicates another database, or is a secondary of a global one"),
    (DbCluster, "restored", Type::Bool, "Whether it is restored from a snapshot or backup, or cloned"),
    (DbCluster, "port", Type::Number, PORT),
    (DbCluster, "main_log_exported", Type::Bool, MAIN_LOG),
    (DbCluster, "iam_authentication_supported", Type::Bool, IAM),
    (DbCluster, "ports_open_to_world", Type::Bool, OPEN),
    (DbCluster, "password_literal", Type::Bool, PASSWORD_LITERAL),
    (DbCluster, "password_parameter_visible", Type::Bool, PASSWORD_VISIBLE),
    (ParameterGroup, "engine_group", Type::Text, ENGINE_GROUP),
    (ParameterGroup, "aurora", Type::Bool, AURORA),
    (ParameterGroup, "misplaced_parameters", Type::List, "Its parameters that only act in a cluster parameter group"),
    (ClusterParameterGroup, "engine_group", Type::Text, ENGINE_GROUP),
    (ClusterParameterGroup, "aurora", Type::Bool, AURORA),
    (Proxy, "engine_group", Type::Text, ENGINE_GROUP),
    (Proxy, "port", Type::Number, PORT),
    (Proxy, "ports_open_to_world", Type::Bool, OPEN),
];

const ENGINE: &str = "The engine in lower case; a cluster member's is its cluster's";
const ENGINE_GROUP: &str =
    "postgres, aurora-postgresql, mysql, aurora-mysql, mariadb, sqlserver, oracle or db2, whatever the edition";
const FAMILY: &str = "The parameter group family: postgres16, aurora-mysql8.0";
const MAJOR: &str = "The major version: 16, 8.0";
const AURORA: &str = "Whether the engine is Aurora's";
const SERVERLESS: &str = "Whether it is Aurora Serverless v1";
const PORT: &str = "The port it listens on, the engine's own where none is given";
const MAIN_LOG: &str = "Whether the log that the engine writes its errors and sessions to goes to CloudWatch Logs";
const IAM: &str = "Whether the engine can authenticate users by IAM";
const OPEN: &str = "Whether a security group lets every address of the internet reach its port";
const PASSWORD_LITERAL: &str = "Whether the master password stands in the source";
const PASSWORD_VISIBLE: &str = "Whether the master password comes from an input that the console or a plan shows";

/// All names that an entity of that kind answers to: fields, links, facts and, for databases, the parameters.
pub fn names(kind: Kind) -> impl Iterator<Item = &'static str> {
    let fields = FIELDS.iter().filter(move |field| field.kind == kind).map(|field| field.name);
    let links = LINKS.iter().filter(move |link| link.0 == kind).map(|link| link.1);
    let facts = FACTS.iter().filter(move |fact| fact.0 == kind).map(|fact| fact.1);
    let parameters = matches!(kind, DbInstance | DbCluster).then_some(PARAMETERS);
    fields.chain(links).chain(facts).chain(parameters)
}

/// What a field or a derived fact of that kind holds; `None` for any other name.
pub fn type_of(kind: Kind, name: &str) -> Option<Type> {
    let field = FIELDS.iter().find(|field| field.kind == kind && field.name == name).map(|field| field.ty);
    field.or_else(|| FACTS.iter().find(|fact| fact.0 == kind && fact.1 == name).map(|fact| fact.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_kind_answers_twice_to_a_name() {
        for (kind, _) in Kind::ALL {
            let mut all: Vec<_> = names(kind).collect();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count, "{kind:?}");
        }
    }

    #[test]
    fn collections_are_named_both_ways() {
        for (kind, name) in Kind::ALL {
            assert_eq!(Kind::from_collection(name), Some(kind));
            assert_eq!(kind.collection(), name);
        }
    }
}
