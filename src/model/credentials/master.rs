//! The master user of a database: its name, and the ways in which its password is kept.

use crate::model::combine::{each, presence, reason, undecided};
use crate::model::derived::{bool_value, not_given, truth};
use crate::model::fields::Kind;
use crate::model::links::Target;
use crate::model::{EntityId, Language, Member, Model};
use crate::value::{Content, Truth, Value};
use std::sync::Arc;

/// The names that everyone tries first: defaults of the console, of engines and of examples.
const USUAL: [&str; 12] = [
    "admin",
    "administrator",
    "postgres",
    "root",
    "master",
    "mysql",
    "mariadb",
    "oracle",
    "sa",
    "dba",
    "user",
    "awsuser",
];

/// How the engines begin of which RDS makes replicas even where it manages the password.
const SQL_SERVER: &str = "sqlserver";

/// The arguments of Terraform whose values are in its state.
const IN_STATE: [&str; 2] = ["password", "master_password"];
/// Those whose values are not.
const WRITE_ONLY: [&str; 2] = ["password_wo", "master_password_wo"];

impl Model {
    /// Whether the password is fetched from a parameter that keeps it in clear text.
    pub(super) fn password_plain_ssm(&self, id: EntityId) -> Member {
        if self.entity(id).kind == Kind::DbInstance && self.membership(id) == Truth::True {
            return Member::NotApplicable(self.cluster_decides(id));
        }
        Member::Value(self.plain_ssm(id))
    }

    fn plain_ssm(&self, id: EntityId) -> Value {
        if let Some(parameter) = self.entity(id).links.only("master_ssm_parameter") {
            return each(&self.named(parameter, "Type"), |ty| match ty.as_text() {
                Some(text) => bool_value(!text.eq_ignore_ascii_case("SecureString"), &ty.origin),
                None => undecided(ty),
            });
        }
        let password = self.raw(id, "MasterUserPassword");
        each(&password, |password| match &password.content {
            Content::Unknown(unknown) if unknown.is_fetched() => bool_value(true, &password.origin),
            Content::Unknown(_) if is_data(password) => Value::unknown(
                "whether the SSM parameter is a SecureString is known only at plan time",
                password.origin.clone(),
            ),
            Content::Unknown(unknown) if !unknown.secret && password.references().is_empty() && !is_input(password) => {
                undecided(password)
            }
            Content::Null => bool_value(false, &not_given()),
            _ => bool_value(false, &password.origin),
        })
    }

    /// Whether RDS keeps the password itself, in Secrets Manager.
    pub(super) fn password_managed(&self, id: EntityId) -> Member {
        if let Some(why) = self.has_no_password(id) {
            return Member::NotApplicable(why);
        }
        let managed = self.named(id, "ManageMasterUserPassword");
        if truth(&managed) == Truth::False
            && let Some(cannot) = self.cannot_be_managed(id, &managed)
        {
            return cannot;
        }
        match Member::Value(managed) {
            Member::Value(value) if truth(&value) == Truth::False && self.is_taken(id) == Truth::Unknown => {
                Member::Value(Value::unknown("it may be made from another database", value.origin))
            }
            Member::Value(value) if truth(&value) == Truth::False => {
                let authentication = self.named(id, "MasterUserAuthenticationType");
                Member::Value(if authentication.as_text().is_some() { value } else { undecided(&authentication) })
            }
            member => member,
        }
    }

    /// Why nobody gives the database a master password.
    fn has_no_password(&self, id: EntityId) -> Option<Arc<str>> {
        let entity = self.entity(id);
        if entity.kind == Kind::DbInstance && self.membership(id) == Truth::True {
            return Some(self.cluster_decides(id));
        }
        if entity.kind == Kind::DbInstance && truth(&self.custom(id)) == Truth::True {
            return Some("RDS Custom has no managed passwords".into());
        }
        if truth(&self.named(id, "ManageMasterUserPassword")) == Truth::True {
            return None;
        }
        if truth(&self.replica(id)) == Truth::True {
            return Some("a replica has the master user of its source".into());
        }
        let given = presence(&self.raw(id, "MasterUserPassword")) != Truth::False;
        if truth(&self.restored(id)) == Truth::True && !given {
            return Some("what is restored has the master user of its source".into());
        }
        let authentication = self.named(id, "MasterUserAuthenticationType");
        let by_iam = authentication.as_text().is_some_and(|text| text.eq_ignore_ascii_case("iam-db-auth"));
        by_iam.then(|| "its master user logs in by IAM".into())
    }

    /// Why RDS cannot manage the password of a database of this kind, or why it may not be able to.
    fn cannot_be_managed(&self, id: EntityId, managed: &Value) -> Option<Member> {
        let perhaps = |why: Arc<str>| Some(Member::Value(Value::unknown(why, managed.origin.clone())));
        if self.entity(id).kind == Kind::DbInstance {
            return match self.loses_replicas(id) {
                Ok(loses) => loses.then(|| Member::NotApplicable("RDS makes no replicas of what it manages".into())),
                Err(why) => perhaps(why),
            };
        }
        let global = self.raw(id, "GlobalClusterIdentifier");
        let serverless = self.serverless_v1(id);
        match (presence(&global), truth(&serverless)) {
            (Truth::True, _) => Some(Member::NotApplicable("a global database has no managed passwords".into())),
            (_, Truth::True) => Some(Member::NotApplicable("Aurora Serverless v1 has no managed passwords".into())),
            (Truth::Unknown, _) => perhaps(reason(&global)),
            (_, Truth::Unknown) => perhaps(reason(&serverless)),
            (Truth::False, Truth::False) => None,
        }
    }

    /// Whether there are read replicas of it that RDS would refuse, or why that is not known.
    fn loses_replicas(&self, id: EntityId) -> Result<bool, Arc<str>> {
        let links = &self.entity(id).links;
        if links.backward("replicas").is_empty() {
            return links.perhaps_more("replicas").map_or(Ok(false), Err);
        }
        let engine = self.named(id, "Engine");
        match engine.as_text().map(|engine| engine.get(..SQL_SERVER.len()).unwrap_or_default()) {
            Some(start) => Ok(!start.eq_ignore_ascii_case(SQL_SERVER)),
            None => Err(reason(&engine)),
        }
    }

    /// Whether it is made from another database, and so has its master user.
    fn is_taken(&self, id: EntityId) -> Truth {
        truth(&self.replica(id)).or(truth(&self.restored(id)))
    }

    /// Whether the master user's name stands in the source.
    pub(super) fn master_username_literal(&self, id: EntityId) -> Member {
        match self.master_username(id) {
            Ok(named) => Member::Value(super::password::literal(&named)),
            Err(reason) => Member::NotApplicable(reason),
        }
    }

    /// The master user's name, or why there is none to speak of.
    fn master_username(&self, id: EntityId) -> Result<Value, Arc<str>> {
        if self.entity(id).kind == Kind::DbInstance && self.membership(id) == Truth::True {
            return Err(self.cluster_decides(id));
        }
        let named = self.raw(id, "MasterUsername");
        match presence(&named) {
            Truth::False => Err("it names no master user: it has that of its source".into()),
            _ => Ok(named),
        }
    }

    /// Whether the master user's name is one that everyone tries first.
    pub(super) fn master_username_usual(&self, id: EntityId) -> Member {
        let named = match self.master_username(id) {
            Ok(named) => named,
            Err(reason) => return Member::NotApplicable(reason),
        };
        Member::Value(each(&named, |named| match &named.content {
            Content::Text(text) => {
                let usual = USUAL.iter().any(|usual| text.eq_ignore_ascii_case(usual));
                bool_value(usual, &named.origin)
            }
            Content::Unknown(_) => undecided(named),
            _ => bool_value(false, &named.origin),
        }))
    }

    /// Whether the password is written into Terraform's state.
    pub(super) fn password_in_state(&self, id: EntityId) -> Member {
        let resource = &self.entity(id).resource;
        if resource.language != Language::Terraform {
            return Member::NotApplicable("CloudFormation keeps no state of its own".into());
        }
        let argument =
            |names: [&str; 2]| names.iter().find_map(|name| resource.attributes.get(*name)).filter(|v| !v.is_null());
        if let Some(kept) = argument(IN_STATE) {
            // A database that has its password by no other way has it by this one, whatever it is.
            let is_only = argument(WRITE_ONLY).is_none()
                && self.is_taken(id) == Truth::False
                && truth(&self.named(id, "ManageMasterUserPassword")) == Truth::False;
            return Member::Value(each(kept, |kept| match presence(kept) {
                Truth::Unknown if is_only => bool_value(true, &kept.origin),
                Truth::Unknown => Value::unknown(reason(kept), kept.origin.clone()),
                given => bool_value(given == Truth::True, &kept.origin),
            }));
        }
        match argument(WRITE_ONLY) {
            // What makes it up keeps it.
            Some(written) => {
                let random =
                    self.targets(id, "random_password").into_iter().any(|(_, t)| matches!(t, Target::Entity(_)));
                Member::Value(bool_value(random, &written.origin))
            }
            None if truth(&self.named(id, "ManageMasterUserPassword")) == Truth::True => {
                Member::Value(bool_value(false, &self.named(id, "ManageMasterUserPassword").origin))
            }
            None => match &resource.more_attributes {
                Some(reason) => Member::Value(Value::unknown(reason.clone(), not_given())),
                None => Member::NotApplicable("it is given no master password".into()),
            },
        }
    }
}

/// Whether a value is that of a data source that reads an SSM parameter.
fn is_data(value: &Value) -> bool {
    value.references().iter().any(|reference| reference.address.contains("data.aws_ssm_parameter."))
}

/// Whether a value is given at deployment.
fn is_input(value: &Value) -> bool {
    super::password::comes_from_outside(value)
}
