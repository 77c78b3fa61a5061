//! What the roles reach that databases and proxies take on.

use super::super::combine::{Existence, each, under};
use super::super::derived::{any_of, bool_value, not_given};
use super::super::links::Target;
use super::super::{EntityId, Member, Model};
use super::document::{any_statement, elements_of_choices};
use super::pattern::Pattern;
use super::{ATTACHED, Granted, allows_on_all, unless_denied};
use crate::value::{Content, Truth, Value, What};
use std::sync::Arc;

/// What SQL can do through a role, each on a resource that nobody has.
const FROM_DATABASES: &[Granted] = &[
    ("s3:GetObject", "s3", "zq7x/zq7x"),
    ("s3:PutObject", "s3", "zq7x/zq7x"),
    ("s3:DeleteObject", "s3", "zq7x/zq7x"),
    ("s3:ListBucket", "s3", "zq7x"),
    ("lambda:InvokeFunction", "lambda", "function:zq7x"),
    ("sagemaker:InvokeEndpoint", "sagemaker", "endpoint/zq7x"),
    ("bedrock:InvokeModel", "bedrock", "foundation-model/zq7x"),
    ("secretsmanager:GetSecretValue", "secretsmanager", "secret:zq7x"),
    ("dynamodb:GetItem", "dynamodb", "table/zq7x"),
    ("sts:AssumeRole", "iam", "role/zq7x"),
];

/// What a proxy does with its role.
const FROM_PROXIES: &[Granted] =
    &[("secretsmanager:GetSecretValue", "secretsmanager", "secret:zq7x"), ("kms:Decrypt", "kms", "key/zq7x")];

/// The policies of AWS that reach everything of a service.
const WIDE_POLICIES: [&str; 9] = [
    "AdministratorAccess",
    "PowerUserAccess",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "AWSLambda_FullAccess",
    "AWSLambdaRole",
    "AmazonSageMakerFullAccess",
    "AmazonBedrockFullAccess",
    "SecretsManagerReadWrite",
];

/// A role's reach: where it is too wide, or why that is not known.
struct Reach<'m> {
    model: &'m Model,
    actions: &'static [Granted],
}

impl Model {
    /// Whether a role that the database takes on reaches everything of a service.
    pub(super) fn associated_roles_unscoped(&self, id: EntityId) -> Member {
        use super::Kind::RoleAssociation;
        let (link, field) = match self.entity(id).kind {
            RoleAssociation => ("role", "RoleArn"),
            _ => ("associated_roles", "AssociatedRoleArns"),
        };
        self.roles_unscoped(id, link, field, FROM_DATABASES)
    }

    /// Whether a proxy's role may read every secret, or decrypt with every key.
    pub(super) fn proxy_role_unscoped(&self, id: EntityId) -> Member {
        self.roles_unscoped(id, "role", "RoleArn", FROM_PROXIES)
    }

    fn roles_unscoped(&self, id: EntityId, link: &str, field: &str, actions: &'static [Granted]) -> Member {
        let used = self.raw(id, field).origin;
        let existence = Existence::of(&self.entity(id).resource);
        let (mut doubt, mut roles) = (None, 0);
        for (guard, target) in self.targets(id, link) {
            let answer = match target {
                Target::Entity(role) => {
                    let to = What::Reference(self.entity(role).resource.address.clone());
                    Reach { model: self, actions }.of(role).step(to, used.used_at())
                }
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => Value::unknown(reason, used.clone()),
                Target::Nothing | Target::DefaultGroup(_) => continue,
            };
            roles += 1;
            match (&answer.content, under(existence, &guard)) {
                (Content::Bool(true), Truth::True) => return Member::Value(answer),
                (Content::Bool(false), _) | (_, Truth::False) => {}
                (Content::Bool(_), _) => {
                    let why = super::super::combine::depends_on(&guard);
                    doubt = doubt.or_else(|| Some(Value::unknown(why, answer.origin)));
                }
                _ => doubt = doubt.or(Some(answer)),
            }
        }
        match doubt {
            Some(doubt) => Member::Value(doubt),
            None if roles == 0 => Member::NotApplicable("it takes on no role".into()),
            None => Member::Value(bool_value(false, &used)),
        }
    }
}

impl Reach<'_> {
    /// Whether any policy of a role is too wide.
    fn of(&self, role: EntityId) -> Value {
        let links = &self.model.entity(role).links;
        let mut statements = self.model.own_statements(role);
        let mut managed = elements_of_choices(&self.model.raw(role, "ManagedPolicyArns"));
        let mut policies: Vec<EntityId> =
            ["policies", "role_policies"].into_iter().flat_map(|way| links.backward(way).iter().copied()).collect();
        policies.extend(self.named(role));
        for attachment in ["attachments", "role_attachments"].into_iter().flat_map(|way| links.backward(way)) {
            let arns = ATTACHED.iter().map(|field| self.model.raw(*attachment, field));
            managed.extend(arns.flat_map(|arns| elements_of_choices(&arns)));
            policies.extend(self.named(*attachment));
        }
        statements.extend(policies.into_iter().flat_map(|policy| self.model.own_statements(policy)));
        let named = |_: &Pattern| Truth::True;
        let own = any_statement(&statements, |statement| allows_on_all(statement, self.actions, named));
        let own = own.map(|answer| unless_denied(answer, &statements, self.actions));
        let more = ["policies", "role_policies", "attachments", "role_attachments"]
            .into_iter()
            .find_map(|way| links.perhaps_more(way));
        first_of(own, managed.iter().filter_map(of_aws), more)
    }

    /// The managed policies of the source that an entity names.
    fn named(&self, id: EntityId) -> Vec<EntityId> {
        let ways = ["managed_policies", "managed_policy"];
        let targets = ways.into_iter().flat_map(|way| self.model.targets(id, way));
        targets.filter_map(|(_, target)| if let Target::Entity(id) = target { Some(id) } else { None }).collect()
    }
}

/// Whether a policy of AWS reaches everything; `None` for one of the source.
fn of_aws(named: &Value) -> Option<Value> {
    if !named.references().is_empty() {
        return None;
    }
    Some(each(named, |named| {
        let pattern = Pattern::of(named);
        if WIDE_POLICIES.contains(&pattern.after_last('/')) && pattern.contains(":iam::aws:policy/") {
            return bool_value(true, &named.origin);
        }
        match (&named.content, pattern.contains(":iam::aws:policy/")) {
            (_, true) => bool_value(false, &named.origin),
            (Content::Text(_), _) => Value::unknown("a policy outside the source is not known", named.origin.clone()),
            _ => Value::unknown(super::super::combine::reason(named), named.origin.clone()),
        }
    }))
}

/// The first answer that is true, or else what leaves it open. What is null answers nothing.
fn first_of(own: Option<Value>, others: impl Iterator<Item = Value>, more: Option<Arc<str>>) -> Value {
    let answers = own.into_iter().chain(others).filter(|answer| !answer.is_null());
    any_of(answers.chain(more.map(|reason| Value::unknown(reason, not_given()))))
}
