//! The fields of IAM policies and of those who have them; who has which; and what follows from it, and from the policy of
//! a topic.

use super::Kind::{
    DbCluster, DbInstance, IamPolicy, IamPolicyAttachment, IamPrincipal, KmsKey, Proxy, RoleAssociation,
};
use super::facts::fact;
use super::links::{one, several};
use super::{Fact, Field, Link, Type};

/// The rows, in the order in which `resolve` shows them. The policies written in a principal stay in their language's
/// own form.
pub(super) const FIELDS: &[Field] = &[
    Field::text(IamPolicy, "PolicyName", &["name"]),
    Field::text(IamPolicy, "ManagedPolicyName", &[]),
    Field::map(IamPolicy, "PolicyDocument", &["policy"]),
    Field::list(IamPolicy, "Roles", &[]),
    Field::text(IamPolicy, "RoleName", &["role"]),
    Field::text(IamPrincipal, "RoleName", &["name"]),
    Field::map(IamPrincipal, "AssumeRolePolicyDocument", &["assume_role_policy"]),
    Field::list(IamPrincipal, "Policies", &["inline_policy"]),
    Field::list(IamPrincipal, "ManagedPolicyArns", &["managed_policy_arns"]),
    Field::text(RoleAssociation, "DBInstanceIdentifier", &["db_instance_identifier"]).property(""),
    Field::text(RoleAssociation, "DBClusterIdentifier", &["db_cluster_identifier"]).property(""),
    Field::text(RoleAssociation, "FeatureName", &["feature_name"]).property(""),
    Field::text(RoleAssociation, "RoleArn", &["role_arn"]).property(""),
    Field::text(IamPolicyAttachment, "PolicyArn", &["policy_arn"]).property(""),
    Field::list(IamPolicyAttachment, "PolicyArns", &["policy_arns"]).property(""),
    Field::text(IamPolicyAttachment, "RoleName", &["role", "role_name"]).property(""),
    Field::list(IamPolicyAttachment, "Roles", &["roles"]).property(""),
];

/// Who has which policies and roles.
pub(super) const LINKS: &[Link] = &[
    several(IamPolicy, "roles", IamPrincipal, "Roles", "policies"),
    one(IamPolicy, "role", IamPrincipal, "RoleName", "role_policies"),
    several(IamPrincipal, "managed_policies", IamPolicy, "ManagedPolicyArns", ""),
    one(IamPolicyAttachment, "managed_policy", IamPolicy, "PolicyArn", ""),
    one(IamPolicyAttachment, "role", IamPrincipal, "RoleName", "role_attachments"),
    several(IamPolicyAttachment, "managed_policies", IamPolicy, "PolicyArns", ""),
    several(IamPolicyAttachment, "roles", IamPrincipal, "Roles", "attachments"),
    one(Proxy, "role", IamPrincipal, "RoleArn", "proxies"),
    one(RoleAssociation, "role", IamPrincipal, "RoleArn", "associations"),
    several(DbInstance, "associated_roles", IamPrincipal, "AssociatedRoleArns", "instances"),
    several(DbCluster, "associated_roles", IamPrincipal, "AssociatedRoleArns", "clusters"),
];

/// What follows about permissions.
pub(super) const FACTS: &[Fact] = &[
    fact(IamPolicy, "grants_any_login", Type::Bool, LOGIN),
    fact(IamPrincipal, "grants_any_login", Type::Bool, LOGIN),
    fact(IamPolicy, "grants_master_login", Type::Bool, MASTER_LOGIN),
    fact(IamPrincipal, "grants_master_login", Type::Bool, MASTER_LOGIN),
    fact(IamPolicy, "grants_database_administration", Type::Bool, ADMINISTRATION),
    fact(IamPrincipal, "grants_database_administration", Type::Bool, ADMINISTRATION),
    fact(IamPrincipal, "has_rds_full_access", Type::Bool, FULL_ACCESS),
    fact(IamPolicyAttachment, "has_rds_full_access", Type::Bool, FULL_ACCESS),
    fact(DbInstance, "associated_roles_unscoped", Type::Bool, UNSCOPED),
    fact(DbCluster, "associated_roles_unscoped", Type::Bool, UNSCOPED),
    fact(RoleAssociation, "associated_roles_unscoped", Type::Bool, UNSCOPED),
    fact(super::Kind::Topic, "open_to_everyone", Type::Bool, "Whether everyone may read it, write to it or change it"),
    fact(Proxy, "role_unscoped", Type::Bool, "Whether its role may read every secret, or decrypt with every key"),
    fact(Proxy, "iam_required", Type::Bool, "Whether every client has to come with a token of IAM"),
    fact(KmsKey, "open_to_everyone", Type::Bool, "Whether its policy lets everyone use it, from any account"),
];

const LOGIN: &str = "Whether it lets somebody log in to every database as every user";
const MASTER_LOGIN: &str = "Whether it lets somebody log in to a database as its master user";
const ADMINISTRATION: &str = "Whether it lets somebody change or delete every database";
const FULL_ACCESS: &str = "Whether AWS's own policy for the full administration of RDS is attached";
const UNSCOPED: &str = "Whether a role that the database takes on reaches everything of a service";
