//! What is left of EC2-Classic: security groups of RDS itself; and whether a database listens on the port that everybody
//! knows.

use super::answer::Answer;
use super::ranges::{Range, is_range};
use crate::model::combine::{each, presence, reason, undecided};
use crate::model::derived::{bool_value, not_given, truth};
use crate::model::fields::Kind;
use crate::model::{EntityId, Member, Model, family};
use crate::value::{Content, Number, Truth, Value};

impl Model {
    /// Whether it is, or has, a DB security group of EC2-Classic.
    pub(super) fn classic_network(&self, id: EntityId) -> Member {
        if self.entity(id).kind != Kind::DbInstance {
            return Member::Value(bool_value(true, &not_given()));
        }
        let groups = self.raw(id, "DBSecurityGroups");
        let origin = if groups.origin.is_empty() { not_given() } else { groups.origin.clone() };
        Member::Value(match presence(&groups) {
            Truth::True => bool_value(true, &origin),
            Truth::False => bool_value(false, &origin),
            Truth::Unknown => Value::unknown(reason(&groups), origin),
        })
    }

    /// Whether a DB security group of EC2-Classic lets in a range of that kind.
    pub(super) fn classic_range(&self, id: EntityId, range: Range) -> Value {
        let ranges = self.named(id, "CIDRIPs");
        let items = ranges.alternatives().flat_map(|(guard, list)| match list.as_list() {
            Some(items) => items.iter().map(|item| (guard, item)).collect::<Vec<_>>(),
            None => vec![(guard, list)],
        });
        let existence = crate::model::combine::Existence::of(&self.entity(id).resource);
        let found = items.fold(Answer::default(), |found, (guard, item)| {
            found.or(|| {
                let answer = match is_range(item, range) {
                    Truth::True => Answer::yes(item.origin.clone()),
                    Truth::False => Answer::default(),
                    Truth::Unknown => Answer::unsure(reason(item), item.origin.clone()),
                };
                guard.into_iter().fold(answer, |answer, guard| answer.under(guard, existence))
            })
        });
        found.fact(|| ranges.origin.clone())
    }

    /// Whether it listens on the port that its engine is known for.
    pub(super) fn on_default_port(&self, id: EntityId) -> Member {
        if self.membership(id) != Truth::False {
            return Member::NotApplicable(self.cluster_decides(id));
        }
        let port = self.port(id);
        if port.alternatives().all(|(_, port)| port.as_unknown().is_some()) && truth(&self.restored(id)) == Truth::True
        {
            return Member::NotApplicable("it keeps the port of what it is made from".into());
        }
        Member::Value(each(&self.engine_group(id), |engine| match engine.as_text() {
            Some(group) => {
                let known = family::default_port(group).map(Number::from);
                each(&port, |port| match port.content {
                    Content::Number(number) => bool_value(Some(number) == known, &port.origin),
                    _ => undecided(port),
                })
            }
            None => undecided(engine),
        }))
    }
}
