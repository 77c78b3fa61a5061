//! Who decides a parameter: which groups set it, and where its value acts.
//!
//! Aurora takes some parameters from both of its groups, and the instance's wins. Then a question about one is asked
//! where the value acts: of the cluster as long as a member follows it, and of each member whose own group sets it.

use super::combine::{each, undecided};
use super::derived::{bool_value, not_given, truth};
use super::fields::Kind;
use super::parameters::{Contribution, Contributions};
use super::tables::{self, FamilyDefault};
use super::{EntityId, Language, Member, Model};
use crate::value::{Content, Origin, Truth, Value};

/// Why a row of an instance group may do nothing.
const UNSENT: &str = "CloudFormation leaves out a value that equals the default, and the cluster's group has another";

impl Model {
    /// Whether a parameter group sets the parameter; false where the family's default holds.
    pub(super) fn sets_parameter(&self, id: EntityId, name: &str) -> Member {
        let own = match self.entity(id).kind {
            Kind::DbCluster => self.asked(id, "cluster_parameter_group", "DBClusterParameterGroupName", name),
            Kind::DbInstance if self.membership(id) != Truth::False => self.member_answers(id, name),
            Kind::DbInstance => self.asked(id, "parameter_group", "DBParameterGroupName", name),
            Kind::ParameterGroup | Kind::ClusterParameterGroup => self.in_group(id, name, &Origin::default()),
            _ => return Member::NotApplicable("it has no parameters".into()),
        };
        Member::Value(set_by(own))
    }

    /// Whether the parameter's value is decided by this entity's own level: that of a member by its own group, that of
    /// a cluster unless all of its members have groups that set it themselves.
    pub(super) fn decides_parameter(&self, id: EntityId, name: &str) -> Member {
        match self.entity(id).kind {
            Kind::DbCluster => Member::Value(self.has_followers(id, name)),
            Kind::DbInstance => Member::Value(match self.membership(id) {
                Truth::False => bool_value(true, &not_given()),
                Truth::True => self.overrides(id, name),
                Truth::Unknown => undecided(&self.named(id, "DBClusterIdentifier")),
            }),
            _ => Member::NotApplicable("it has no parameters".into()),
        }
    }

    /// Whether a member's own group sets the parameter.
    fn overrides(&self, id: EntityId, name: &str) -> Value {
        if !self.instance_group_counts(id, name) {
            return bool_value(false, &not_given());
        }
        let answers = self.asked(id, "parameter_group", "DBParameterGroupName", name);
        let engine = self.engine_of_member(id);
        let set = |value: &Value| if engine.as_text().is_some() { is_known(value) } else { undecided(&engine) };
        let rows = answers.into_iter().map(|(guard, answer)| match answer {
            Contribution::Decided(value) if self.is_default_again(id, name, &value) => {
                let follows = self.cluster_agrees(id, name, &value);
                let origin = value.origin.clone();
                (guard, if follows { bool_value(false, &origin) } else { Value::unknown(UNSENT, origin) })
            }
            Contribution::Decided(value) => (guard, set(&value)),
            Contribution::Open { .. } => (guard, bool_value(false, &not_given())),
        });
        super::combine::merge(rows.collect(), &not_given())
    }

    /// Whether a cluster has a member, in the source or outside, that takes the parameter from the cluster's group.
    fn has_followers(&self, id: EntityId, name: &str) -> Value {
        let mut unsure = None;
        let links = &self.entity(id).links;
        let members = links.backward("members");
        for member in members {
            let overrides = self.overrides(*member, name);
            match truth(&overrides) {
                Truth::False => return bool_value(true, &not_given()),
                Truth::Unknown => unsure = unsure.or(Some(overrides)),
                Truth::True => {}
            }
        }
        match (unsure, links.perhaps_more("members")) {
            (Some(unsure), _) => undecided(&unsure),
            (None, Some(reason)) => Value::unknown(reason, not_given()),
            (None, None) => bool_value(members.is_empty(), &not_given()),
        }
    }

    /// What a member's own group sets, as far as it certainly arrives: `CloudFormation` compares a row with what the
    /// group has, which is the default at first, and sends only what differs.
    pub(super) fn as_it_arrives(&self, id: EntityId, name: &str, answers: Contributions) -> Contributions {
        let arrives = |answer| match answer {
            Contribution::Decided(value)
                if self.is_default_again(id, name, &value) && !self.cluster_agrees(id, name, &value) =>
            {
                Contribution::Decided(Value::unknown(UNSENT, value.origin))
            }
            other => other,
        };
        answers.into_iter().map(|(guard, answer)| (guard, arrives(answer))).collect()
    }

    /// Whether a template writes out the value that the family has anyway.
    fn is_default_again(&self, id: EntityId, name: &str, value: &Value) -> bool {
        if self.entity(id).resource.language != Language::CloudFormation {
            return false;
        }
        let Some(text) = value.as_text() else { return false };
        let family = self.family(id);
        let default = family.as_text().map(|family| tables::default(family, name));
        matches!(default, Some(FamilyDefault::Known(default)) if default.eq_ignore_ascii_case(text))
    }

    /// Whether a member's cluster certainly has the same value.
    fn cluster_agrees(&self, id: EntityId, name: &str, value: &Value) -> bool {
        let Some(cluster) = self.entity(id).links.only("cluster") else { return false };
        let (Member::Value(theirs), Some(own)) = (self.effective_parameter(cluster, name), value.as_text()) else {
            return false;
        };
        theirs.alternatives().all(|(_, theirs)| theirs.as_text().is_some_and(|text| text.eq_ignore_ascii_case(own)))
    }
}

/// Whether groups set the parameter that has these answers.
fn set_by(answers: Contributions) -> Value {
    let set = answers.into_iter().map(|(guard, answer)| match answer {
        Contribution::Decided(value) => (guard, is_known(&value)),
        Contribution::Open { .. } => (guard, bool_value(false, &not_given())),
    });
    super::combine::merge(set.collect(), &not_given())
}

/// True of a value; unknown where the value is, which may come from nowhere.
fn is_known(value: &Value) -> Value {
    each(value, |value| match value.content {
        Content::Unknown(_) => undecided(value),
        _ => bool_value(true, &value.origin),
    })
}
