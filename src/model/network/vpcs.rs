//! VPCs that have databases in them: what watches over their traffic, and whether RDS has an
//! endpoint there; and the zones of a subnet group.

use super::answer::Answer;
use super::routes::links_guards;
use crate::model::combine::{Existence, reason};
use crate::model::convert::convert;
use crate::model::derived::not_given;
use crate::model::fields::Type;
use crate::model::links::Target;
use crate::model::{EntityId, Model};
use crate::value::{Content, Origin, Value};

impl Model {
    /// Whether a database of the source is in a VPC, by its subnet group.
    pub(super) fn hosts_database(&self, vpc: EntityId) -> Value {
        let subnets = self.entity(vpc).links.backward("subnets");
        let found = subnets.iter().fold(Answer::default(), |found, subnet| found.or(|| self.subnet_hosts(*subnet)));
        found.or(|| Answer::perhaps(self.entity(vpc).links.perhaps_more("subnets"))).fact(not_given)
    }

    fn subnet_hosts(&self, subnet: EntityId) -> Answer {
        let links = &self.entity(subnet).links;
        let hosts = |group: &EntityId| {
            let links = &self.entity(*group).links;
            let databases = links.backward("instances").iter().chain(links.backward("clusters"));
            let perhaps = ["instances", "clusters"].into_iter().find_map(|link| links.perhaps_more(link));
            if databases.count() == 0 { Answer::perhaps(perhaps) } else { Answer::yes(not_given()) }
        };
        let found = links.backward("subnet_groups").iter();
        let found = found.fold(Answer::default(), |found, group| found.or(|| hosts(group)));
        found.or(|| Answer::perhaps(links.perhaps_more("subnet_groups")))
    }

    /// Whether flow logs are kept of a VPC, or of every subnet in it that may have a database.
    pub(super) fn flow_logged(&self, vpc: EntityId) -> Value {
        let whole = self.logged(vpc, "vpc", vpc);
        let subnets = self.entity(vpc).links.backward("subnets");
        let more = self.entity(vpc).links.perhaps_more("subnets");
        let mut hosts = subnets.iter().filter(|subnet| !self.subnet_hosts(**subnet).is_no()).peekable();
        let each = || {
            if hosts.peek().is_none() {
                Answer::default()
            } else {
                let all =
                    more.map_or_else(|| Answer::yes(not_given()), |reason| Answer::unsure(reason, Origin::default()));
                hosts.fold(all, |all, subnet| all.and(|| self.logged(*subnet, "subnet", vpc)))
            }
        };
        whole.or(each).fact(not_given)
    }

    fn logged(&self, id: EntityId, link: &'static str, vpc: EntityId) -> Answer {
        let existence = Existence::of(&self.entity(vpc).resource);
        let links = &self.entity(id).links;
        let found = links.backward("flow_logs").iter().fold(Answer::default(), |found, log| {
            found.or(|| {
                let resource = &self.entity(*log).resource;
                let elsewhere = resource.scope != self.entity(vpc).resource.scope;
                let guards: Vec<_> = links_guards(self, *log, link, id);
                guards.into_iter().fold(Answer::default(), |found, guard| {
                    found.or(|| {
                        let mut by = guard.iter().chain(&resource.condition);
                        if elsewhere && by.next().is_some() {
                            return Answer::unsure("it depends on conditions of another template", Origin::default());
                        }
                        let yes = Answer::yes(Origin::default());
                        let by = guard.iter().chain(&resource.condition);
                        by.fold(yes, |answer, guard| answer.under(guard, existence))
                    })
                })
            })
        });
        found.or(|| Answer::perhaps(links.perhaps_more("flow_logs")))
    }

    /// Whether a VPC has an endpoint for the API of RDS.
    pub(super) fn rds_endpoint(&self, vpc: EntityId) -> Value {
        let links = &self.entity(vpc).links;
        let existence = Existence::of(&self.entity(vpc).resource);
        let found = links.backward("endpoints").iter().fold(Answer::default(), |found, endpoint| {
            found.or(|| {
                let service = self.named(*endpoint, "ServiceName");
                let condition = self.entity(*endpoint).resource.condition.clone();
                let answer = match service.as_text() {
                    Some(name) if name.ends_with(".rds") => Answer::yes(service.origin.clone()),
                    Some(_) => Answer::default(),
                    None => Answer::unsure(reason(&service), service.origin.clone()),
                };
                condition.iter().fold(answer, |answer, guard| answer.under(guard, existence))
            })
        });
        found.or(|| Answer::perhaps(links.perhaps_more("endpoints"))).fact(not_given)
    }

    /// Whether all subnets of a group lie in one availability zone.
    pub(super) fn single_zone(&self, group: EntityId) -> Value {
        let listed = self.raw(group, "SubnetIds").origin;
        let mut first: Option<Value> = None;
        let mut unsure = None;
        for (guard, target) in self.targets(group, "subnets") {
            let zone = match target {
                Target::Entity(subnet) if guard.is_empty() => {
                    convert(&self.raw(subnet, "AvailabilityZone"), Type::Text)
                }
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    Value::unknown(reason, listed.clone())
                }
                _ => Value::unknown("its subnets depend on a condition", listed.clone()),
            };
            match (&zone.content, &first) {
                (Content::Text(_), None) => first = Some(zone),
                (Content::Text(zone), Some(other)) if other.as_text() == Some(zone) => {}
                (Content::Text(_), Some(_)) => return Answer::default().fact(|| listed),
                (Content::Null, _) => {
                    unsure = Some(Value::unknown("the zone of a subnet is not given", listed.clone()));
                }
                _ => unsure = Some(Value::unknown(reason(&zone), zone.origin)),
            }
        }
        match (first, unsure) {
            (_, Some(unsure)) => unsure,
            (Some(_), None) => Answer::yes(listed).fact(not_given),
            (None, None) => Value::unknown("it has no subnets", listed),
        }
    }
}
