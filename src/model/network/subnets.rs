//! Subnets: which route table each has, and so whether the internet can reach what is in it.

use super::answer::{Answer, Ways, behind, place};
use super::routes::{To, add_doubt, links_guards};
use crate::model::combine::{Existence, Guarded, each, ending, presence, undecided};
use crate::model::derived::{bool_value, not_given, truth};
use crate::model::links::Target;
use crate::model::{EntityId, Member, Model};
use crate::value::{Content, Origin, Truth, Value, What};
use std::sync::Arc;

/// How many subnets of a group are looked at. AWS allows twenty.
const MAX_SUBNETS: usize = 40;

impl Model {
    /// Where a subnet's route table leads.
    pub(super) fn subnet_ways(&self, subnet: EntityId) -> &Ways<To> {
        self.networks.at(subnet).routes.get_or_init(|| Box::new(self.read_subnet(subnet)))
    }

    fn read_subnet(&self, subnet: EntityId) -> Ways<To> {
        let entity = self.entity(subnet);
        let mut ways = Ways::new(entity.resource.scope);
        let mut is_certain = false;
        let associations = entity.links.backward("route_table_associations");
        for association in associations {
            is_certain |= self.add_association(&mut ways, *association, "subnet", subnet);
        }
        if is_certain {
            return self.seen_from(subnet, &ways);
        }
        if !associations.is_empty() {
            let mut perhaps = Ways::new(entity.resource.scope);
            self.add_main_tables(&mut perhaps, subnet);
            ways.extend(&perhaps.doubted("its route table depends on a condition"), &[], |origin| origin);
        } else if let Some(reason) = entity.links.perhaps_more("route_table_associations") {
            add_doubt(&mut ways, Some(reason));
        } else {
            self.add_main_tables(&mut ways, subnet);
        }
        self.seen_from(subnet, &ways)
    }

    /// The same, with the subnet on the path.
    fn seen_from(&self, subnet: EntityId, ways: &Ways<To>) -> Ways<To> {
        let resource = &self.entity(subnet).resource;
        let mut seen = Ways::new(resource.scope);
        let says: Arc<str> = format!("subnet `{}`", resource.address).into();
        seen.extend(ways, &[], |origin| place(says.clone(), Some(resource.header), &origin));
        seen
    }

    /// Adds the table that an association gives; whether it certainly does.
    fn add_association(&self, ways: &mut Ways<To>, id: EntityId, link: &'static str, to: EntityId) -> bool {
        let resource = &self.entity(id).resource;
        let mut is_certain = false;
        let mut own = Ways::new(resource.scope);
        let by: Vec<Arc<str>> = resource.condition.iter().cloned().collect();
        for guard in links_guards(self, id, link, to) {
            is_certain |= by.is_empty() && guard.is_none();
            let guards: Vec<_> = by.iter().cloned().chain(guard).collect();
            for (inner, target) in self.targets(id, "route_table") {
                let guards: Vec<_> = guards.iter().cloned().chain([inner]).collect();
                self.add_table(&mut own, id, &guards, &target);
            }
        }
        ways.extend(&own, &[], |origin| place("its route table", Some(resource.header), &origin));
        is_certain
    }

    fn add_table(&self, ways: &mut Ways<To>, association: EntityId, guards: &[Arc<str>], target: &Target) {
        match target {
            Target::Entity(table) => ways.extend(self.table_ways(*table), guards, |origin| origin),
            Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                // It may be the main table of a VPC, by the name that the VPC has for it.
                if let [(_, Target::Entity(vpc))] = self.targets(association, "main_of").as_slice() {
                    ways.extend(&self.main_ways(*vpc), guards, |origin| origin);
                } else {
                    let origin = self.raw(association, "RouteTableId").origin;
                    for to in To::ALL {
                        ways.add(to, guards.to_vec(), Answer::unsure(reason.clone(), origin.clone()));
                    }
                }
            }
            Target::Nothing | Target::DefaultGroup(_) => {}
        }
    }

    /// Adds the main tables of the subnet's VPC.
    fn add_main_tables(&self, ways: &mut Ways<To>, subnet: EntityId) {
        if &*self.entity(subnet).resource.type_name == "aws_default_subnet" {
            return add_doubt(ways, Some("the routes of the default VPC are not in the source".into()));
        }
        for (guard, target) in self.targets(subnet, "vpc") {
            match target {
                Target::Entity(vpc) => ways.extend(&self.main_ways(vpc), &[guard], |origin| origin),
                Target::Elsewhere { .. } | Target::OneOf { .. } | Target::Nothing | Target::DefaultGroup(_) => {
                    add_doubt(ways, Some("the main route table of its VPC is not known".into()));
                }
            }
        }
    }

    /// Where the main route table of a VPC leads: the one that it is given, or the one that comes with it.
    fn main_ways(&self, vpc: EntityId) -> Ways<To> {
        let entity = self.entity(vpc);
        let mut ways = Ways::new(entity.resource.scope);
        let links = &entity.links;
        let mut is_certain = false;
        for association in links.backward("main_associations") {
            is_certain |= self.add_association(&mut ways, *association, "vpc", vpc);
        }
        if is_certain {
            return ways;
        }
        for table in links.backward("default_route_tables") {
            for guard in links_guards(self, *table, "default_of", vpc) {
                ways.extend(self.table_ways(*table), &guard.into_iter().collect::<Vec<_>>(), |origin| origin);
            }
        }
        for route in links.backward("main_routes") {
            for guard in links_guards(self, *route, "main_of", vpc) {
                self.add_route(&mut ways, *route, guard.as_slice());
            }
        }
        let unsure = ["main_associations", "default_route_tables", "main_routes"];
        add_doubt(&mut ways, unsure.into_iter().find_map(|link| links.perhaps_more(link)));
        let is_default = &*entity.resource.type_name == "aws_default_vpc";
        if is_default && links.backward("default_route_tables").is_empty() {
            add_doubt(&mut ways, Some("the routes of the default VPC are not in the source".into()));
        }
        ways
    }

    /// Whether a subnet is routed to the internet.
    pub(super) fn subnet_public(&self, subnet: EntityId) -> Value {
        let resource = &self.entity(subnet).resource;
        let ways = self.subnet_ways(subnet);
        let answer = |to| ways.answer(to, resource.scope, Existence::of(resource));
        answer(To::Internet).or(|| answer(To::InternetOverIpv6)).fact(not_given)
    }

    /// Whether any subnet of a database leads there.
    pub(super) fn any_subnet(&self, id: EntityId, to: &[To]) -> Member {
        let group = match self.subnet_group_of(id) {
            Ok(owner) => owner,
            Err(member) => return member,
        };
        let (scope, existence) = (self.entity(id).resource.scope, Existence::of(&self.entity(id).resource));
        let answer = self.through_subnets(id, group, |subnet| {
            let ways = self.subnet_ways(subnet);
            to.iter().fold(Answer::default(), |found, to| found.or(|| ways.answer(*to, scope, existence)))
        });
        Member::Value(answer.fact(|| self.raw(group, "DBSubnetGroupName").origin))
    }

    /// The entity that names the subnet group of a database; or why there is none to ask.
    pub(super) fn subnet_group_of(&self, id: EntityId) -> Result<EntityId, Member> {
        if self.membership(id) != Truth::False {
            return Err(Member::NotApplicable(self.cluster_decides(id)));
        }
        match truth(&self.in_default_vpc(id)) {
            Truth::True => Err(Member::NotApplicable("it is in the default VPC".into())),
            _ => Ok(id),
        }
    }

    /// Asks every subnet of a database for something, until one proves it.
    pub(super) fn through_subnets(&self, id: EntityId, owner: EntityId, ask: impl Fn(EntityId) -> Answer) -> Answer {
        let existence = Existence::of(&self.entity(id).resource);
        let named = self.raw(owner, "DBSubnetGroupName").origin;
        let targets: Vec<Guarded<Target>> = self.targets(owner, "subnet_group");
        targets.into_iter().fold(Answer::default(), |found, (guard, target)| {
            found.or(|| match target {
                Target::Entity(group) => {
                    let answer = self.in_subnet_group(group, id, &ask).under(&guard, existence);
                    answer.map(|path| self.by_group(group, &named, &path))
                }
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    Answer::unsure(reason, named.clone())
                }
                Target::Nothing | Target::DefaultGroup(_) => {
                    Answer::unsure("its subnet group is not in the source", self.made_from(owner))
                }
            })
        })
    }

    fn made_from(&self, id: EntityId) -> Origin {
        self.replica(id).origin
    }

    /// The path from a database through its subnet group.
    fn by_group(&self, group: EntityId, named: &Origin, path: &Origin) -> Origin {
        path.step(What::Reference(self.entity(group).resource.address.clone()), named.used_at())
    }

    fn in_subnet_group(&self, group: EntityId, id: EntityId, ask: &impl Fn(EntityId) -> Answer) -> Answer {
        let entity = self.entity(group);
        let asking = &self.entity(id).resource;
        let listed = self.raw(group, "SubnetIds");
        let subnets = entity.links.targets("subnets");
        let mut found = Answer::default();
        for (guard, target) in subnets.iter().take(MAX_SUBNETS) {
            found = found.or(|| match target {
                Target::Entity(subnet) => {
                    let answer = ask(*subnet).map(|path| behind(&self.item_of(&listed, *subnet), path));
                    if asking.scope != entity.resource.scope && !guard.is_empty() {
                        return Answer::unsure("it depends on conditions of another template", listed.origin.clone());
                    }
                    answer.under(guard, Existence::of(asking))
                }
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    Answer::unsure(reason.clone(), listed.origin.clone())
                }
                Target::Nothing | Target::DefaultGroup(_) => Answer::default(),
            });
        }
        if subnets.len() > MAX_SUBNETS {
            found = found.or(|| Answer::unsure("it has more subnets than AWS allows", listed.origin.clone()));
        }
        found
    }

    /// Where a list of subnets names one, or else where the list comes from. What is behind a module's output is not where
    /// anybody chooses subnets for databases.
    fn item_of(&self, listed: &Value, subnet: EntityId) -> Origin {
        let address = &self.entity(subnet).resource.address;
        let items = listed.alternatives().flat_map(|(_, list)| list.as_list().unwrap_or_default());
        let names = |item: &&Value| item.references().iter().any(|reference| reference.address == *address);
        let item = items.into_iter().find(names);
        let origin = item.map_or(&listed.origin, |item| &item.origin);
        let outer: Vec<_> = origin.steps().take_while(|step| !matches!(step.what, What::ModuleOutput { .. })).collect();
        let chain = if outer.iter().any(|step| step.at.is_some()) { outer } else { origin.steps().collect() };
        chain.into_iter().rev().fold(Origin::default(), |chain, step| chain.step(step.what.clone(), step.at))
    }

    /// Whether it is in the default VPC: by itself, or by the subnets of its group.
    pub(super) fn has_default_vpc(&self, id: EntityId) -> Value {
        let by_itself = self.in_default_vpc(id);
        if truth(&by_itself) == Truth::True {
            return by_itself;
        }
        let by_subnets = self.through_subnets(id, id, |subnet| self.is_of_default_vpc(subnet)).fact(not_given);
        if truth(&by_subnets) == Truth::True { by_subnets } else { by_itself }
    }

    fn is_of_default_vpc(&self, subnet: EntityId) -> Answer {
        let entity = self.entity(subnet);
        let vpc = entity.links.only("vpc").map(|vpc| &self.entity(vpc).resource);
        let is_default = &*entity.resource.type_name == "aws_default_subnet"
            || vpc.is_some_and(|vpc| &*vpc.type_name == "aws_default_vpc");
        if is_default { Answer::yes(Origin::written(entity.resource.header)) } else { Answer::default() }
    }

    /// Whether it is in the default VPC: without a subnet group, or in the one named `default`.
    pub(super) fn in_default_vpc(&self, id: EntityId) -> Value {
        for made_from in [self.replica(id), self.restored(id)] {
            let given = presence(&self.raw(id, "DBSubnetGroupName"));
            if truth(&made_from) != Truth::False && given != Truth::True {
                return Value::unknown("its network depends on what it is made from", made_from.origin);
            }
        }
        each(&self.named(id, "DBSubnetGroupName"), |group| {
            let origin = if group.origin.is_empty() { not_given() } else { group.origin.clone() };
            match &group.content {
                Content::Null => bool_value(true, &ending(&origin, What::PropertyDefault)),
                Content::Text(name) => bool_value(name.eq_ignore_ascii_case("default"), &origin),
                _ if !group.references().is_empty() => bool_value(false, &origin),
                _ => undecided(group),
            }
        })
    }
}
