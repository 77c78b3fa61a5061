//! What keeps data from being lost: standbys, members in other zones, plans of AWS Backup, and with whom snapshots are
//! shared.

mod arns;
mod selections;

pub(super) use selections::Selections;

use super::combine::{each, merge, presence, reason, truth_of, undecided};
use super::convert::convert;
use super::derived::{bool_value, not_given};
use super::fields::{Kind, Type};
use super::links::Target;
use super::{EntityId, Member, Model};
use crate::value::{Content, Origin, Truth, Value};

impl Model {
    /// The facts about backups.
    pub(super) fn backup_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        use Kind::{ClusterSnapshot, ClusterSnapshotCopy, DbCluster, DbInstance, Snapshot, SnapshotCopy};
        let value = match (self.entity(id).kind, name) {
            (DbInstance, "standby" | "in_backup_plan") if self.membership(id) == Truth::True => {
                return Some(Member::NotApplicable(self.cluster_decides(id)));
            }
            (DbInstance, "standby") if self.is_express(id) => {
                return Some(Member::NotApplicable("SQL Server Express cannot have a standby".into()));
            }
            (DbInstance, "standby") => self.standby(id),
            (DbInstance | DbCluster, "in_backup_plan") => self.in_backup_plan(id),
            (DbCluster, "spans_zones") => self.spans_zones(id),
            (Snapshot | ClusterSnapshot, "customer_managed_key") => self.key_of_database(id),
            (Snapshot | ClusterSnapshot | SnapshotCopy | ClusterSnapshotCopy, "shared_with_accounts") => {
                self.shared_with_accounts(id)
            }
            _ => return None,
        };
        Some(Member::Value(value))
    }

    fn is_express(&self, id: EntityId) -> bool {
        self.engine(id).as_text().is_some_and(|engine| &**engine == "sqlserver-ex")
    }

    /// SQL Server can have its standby from an option as well.
    fn standby(&self, id: EntityId) -> Value {
        each(&self.named(id, "MultiAZ"), |asked| match asked.content {
            Content::Bool(false) => each(&self.engine_group(id), |engine| match engine.as_text() {
                Some(text) if &**text == "sqlserver" => {
                    each(&self.option(id, "Mirroring"), |option| match &option.content {
                        Content::Null => asked.clone(),
                        Content::Unknown(_) => undecided(option),
                        _ => bool_value(true, &option.origin),
                    })
                }
                Some(_) => asked.clone(),
                // Without an engine nothing is made, and only an option could make a difference.
                None if self.names_no_engine(id) && self.option(id, "Mirroring").is_null() => asked.clone(),
                None => undecided(engine),
            }),
            _ => asked.clone(),
        })
    }

    /// Members without a zone are spread by Aurora; several in one zone are there because somebody says so.
    fn spans_zones(&self, id: EntityId) -> Value {
        let links = &self.entity(id).links;
        let members = links.backward("members");
        let certain = |member: &&EntityId| self.certainly_member(**member, id);
        let zones: Vec<Value> = members.iter().filter(certain).map(|member| self.zone(*member)).collect();
        let open = members.len() > zones.len() || links.perhaps_more("members").is_some();
        match zones.as_slice() {
            [] => unknown("no member of it is certainly in the scanned files"),
            [first, others @ ..] => match others.iter().map(|other| differ(first, other)).reduce(Truth::or) {
                Some(Truth::True) => bool_value(true, &not_given()),
                _ if open => unknown("how many members it has is not known"),
                None => bool_value(false, &not_given()),
                Some(Truth::False) => bool_value(false, &others.last().unwrap_or(first).origin),
                Some(Truth::Unknown) => unknown("the zones of its members are not known"),
            },
        }
    }

    /// Whether a resource is certainly one member, and wherever its cluster exists.
    fn certainly_member(&self, member: EntityId, cluster: EntityId) -> bool {
        let entity = self.entity(member);
        let exists =
            entity.resource.condition.is_none() || entity.resource.condition == self.entity(cluster).resource.condition;
        exists && !entity.resource.uncounted && entity.links.only("cluster") == Some(cluster)
    }

    fn zone(&self, member: EntityId) -> Value {
        self.raw(member, "AvailabilityZone")
    }

    /// A snapshot has the key of its database.
    pub(super) fn key_of_database(&self, id: EntityId) -> Value {
        let of_target = |target| match target {
            Target::Entity(database) => match self.fact(database, "customer_managed_key") {
                Some(Member::Value(value)) => value,
                Some(Member::NotApplicable(reason)) => Value::unknown(reason, Origin::default()),
                _ => unknown("the key of its database is not known"),
            },
            Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                Value::unknown(reason, Origin::default())
            }
            Target::Nothing | Target::DefaultGroup(_) => unknown("it names no database"),
        };
        let targets = self.targets(id, "database").into_iter();
        merge(targets.map(|(guard, target)| (guard, of_target(target))).collect(), &Origin::default())
    }

    /// Whether an account is named beside everyone, whom another fact is about.
    fn shared_with_accounts(&self, id: EntityId) -> Value {
        each(&convert(&self.raw(id, "SharedAccounts"), Type::List), |accounts| match &accounts.content {
            Content::List(items) => match items.iter().map(is_account).reduce(Truth::or) {
                Some(Truth::True) => bool_value(true, &accounts.origin),
                Some(Truth::Unknown) => Value::unknown(unknown_item(items), accounts.origin.clone()),
                Some(Truth::False) | None => bool_value(false, &accounts.origin),
            },
            Content::Null => bool_value(false, &not_given()),
            _ => undecided(accounts),
        })
    }
}

/// Whether two members certainly stand in different zones; one whose zone nobody gives stands where the other does not.
fn differ(one: &Value, other: &Value) -> Truth {
    if presence(one) == Truth::False || presence(other) == Truth::False {
        return Truth::True;
    }
    truth_of(one, |one| {
        truth_of(other, |other| match (one.as_text(), other.as_text()) {
            (Some(one), Some(other)) => (!one.eq_ignore_ascii_case(other)).into(),
            _ => Truth::Unknown,
        })
    })
}

fn is_account(item: &Value) -> Truth {
    truth_of(item, |item| match &item.content {
        Content::Text(text) => (!text.is_empty() && !text.eq_ignore_ascii_case("all")).into(),
        Content::Number(_) => Truth::True,
        _ => Truth::Unknown,
    })
}

fn unknown_item(items: &[Value]) -> std::sync::Arc<str> {
    let unsure = items.iter().find(|item| is_account(item) == Truth::Unknown);
    unsure.map_or_else(|| "an account is not known".into(), reason)
}

fn unknown(reason: &str) -> Value {
    Value::unknown(reason, Origin::default())
}
