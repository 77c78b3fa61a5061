//! What a policy or a principal's own policies grant on databases.

use super::super::combine::each;
use super::super::derived::{bool_value, not_given};
use super::super::{EntityId, Member, Model};
use super::document::{any_statement, elements_of_choices};
use super::pattern::Pattern;
use super::{Granted, allows_on_all, unless_denied};
use crate::value::{Content, Value};

/// Logging in by IAM, to a database and as a user that nobody has.
pub(super) const LOGIN: &[Granted] = &[("rds-db:connect", "rds-db", "dbuser:zq7x/zq7x")];

/// What takes databases, their data or their protection away.
const ADMINISTRATION: &[Granted] = &[
    ("rds:DeleteDBInstance", "rds", "db:zq7x"),
    ("rds:ModifyDBInstance", "rds", "db:zq7x"),
    ("rds:AddRoleToDBInstance", "rds", "db:zq7x"),
    ("rds:DeleteDBCluster", "rds", "cluster:zq7x"),
    ("rds:ModifyDBCluster", "rds", "cluster:zq7x"),
    ("rds:AddRoleToDBCluster", "rds", "cluster:zq7x"),
    ("rds:ModifyDBSnapshotAttribute", "rds", "snapshot:zq7x"),
    ("rds:RestoreDBInstanceFromDBSnapshot", "rds", "snapshot:zq7x"),
    ("rds:ModifyDBClusterSnapshotAttribute", "rds", "cluster-snapshot:zq7x"),
    ("rds:RestoreDBClusterFromSnapshot", "rds", "cluster-snapshot:zq7x"),
    ("rds:AuthorizeDBSecurityGroupIngress", "rds", "secgrp:zq7x"),
];

/// The policies of AWS that allow everything, or every statement, on all databases.
const FULL_ACCESS: [&str; 2] = ["AmazonRDSFullAccess", "AmazonRDSDataFullAccess"];

impl Model {
    /// Whether it allows to log in to every database as every user.
    pub(super) fn grants_any_login(&self, id: EntityId) -> Member {
        self.grants(id, LOGIN, "rds-db:", "it says nothing about logging in to databases")
    }

    /// Whether it allows to change, delete or share every database.
    pub(super) fn grants_administration(&self, id: EntityId) -> Member {
        self.grants(id, ADMINISTRATION, "rds:", "it says nothing about changing databases")
    }

    fn grants(&self, id: EntityId, actions: &[Granted], service: &str, silent: &str) -> Member {
        // What is made elsewhere is not taken for a word about databases; what somebody is to give may be one.
        let open = |statement: &Value| statement.as_unknown().is_none() || Pattern::of(statement).is_open();
        let statements: Vec<Value> = self.own_statements(id).into_iter().filter(open).collect();
        let named = |pattern: &Pattern| pattern.begins(service);
        match any_statement(&statements, |statement| allows_on_all(statement, actions, named)) {
            Some(answer) => Member::Value(unless_denied(answer, &statements, actions)),
            None => Member::NotApplicable(silent.into()),
        }
    }

    /// Whether one of the policies that a field names is one for the full administration of RDS.
    pub(super) fn has_full_access(&self, id: EntityId, fields: &[&str]) -> Member {
        let all: Vec<Value> = fields.iter().flat_map(|field| elements_of_choices(&self.raw(id, field))).collect();
        let mut unknown = None;
        for one in &all {
            let answer = each(one, |one| {
                let pattern = Pattern::of(one);
                let is_full = FULL_ACCESS.contains(&pattern.after_last('/')) && pattern.contains(":iam::aws:policy/");
                match (&one.content, is_full) {
                    (_, true) => bool_value(true, &one.origin),
                    (Content::Unknown(_), _) if pattern.is_open() => {
                        Value::unknown(super::super::combine::reason(one), one.origin.clone())
                    }
                    _ => bool_value(false, &one.origin),
                }
            });
            match answer.content {
                Content::Bool(true) => return Member::Value(answer),
                Content::Bool(false) => {}
                _ => unknown = unknown.or(Some(answer)),
            }
        }
        match unknown {
            Some(unknown) => Member::Value(unknown),
            None if all.is_empty() => Member::NotApplicable("no managed policy is attached here".into()),
            None => Member::Value(bool_value(false, &not_given())),
        }
    }
}
