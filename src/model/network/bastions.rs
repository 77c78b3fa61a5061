//! Servers that the databases let in, and who gets into these.

use super::answer::{Answer, place};
use super::firewall::Asked;
use super::ranges::Range;
use super::routes::To;
use super::rule::Question;
use crate::model::combine::{Existence, Guarded, presence, reason};
use crate::model::derived::not_given;
use crate::model::links::Target;
use crate::model::{EntityId, Member, Model};
use crate::value::{Content, Number, Origin, Truth, Value};
use rustc_hash::FxHashSet;

/// The ports of remote login: SSH and RDP.
const LOGIN: [u32; 2] = [22, 3389];

/// The ways from a security group to the databases and proxies that have it.
const OWNERS: [&str; 4] = ["instances", "clusters", "proxies", "proxy_endpoints"];

/// The types of what has an address of its own for as long as it runs.
const SERVERS: [&str; 2] = ["AWS::EC2::Instance", "aws_instance"];

impl Model {
    /// Whether a database of the source lets a server in, by one of the server's security groups.
    pub(super) fn reaches_database(&self, id: EntityId) -> Value {
        let groups = self.groups_of_server(id);
        let existence = Existence::of(&self.entity(id).resource);
        let found = groups.into_iter().fold(Answer::default(), |found, (guard, target)| {
            found.or(|| match target {
                Target::Entity(group) => self.group_reach(group).clone().under(&guard, existence),
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    Answer::unsure(reason, self.raw(id, "SecurityGroupIds").origin)
                }
                Target::Nothing | Target::DefaultGroup(_) => Answer::default(),
            })
        });
        found.fact(not_given)
    }

    /// The security groups of a server, and of its network interfaces.
    fn groups_of_server(&self, id: EntityId) -> Vec<Guarded<Target>> {
        let links = ["security_groups", "interface_security_groups"];
        links.into_iter().flat_map(|link| self.targets(id, link)).collect()
    }

    /// Whether a database lets in what has a security group.
    fn group_reach(&self, group: EntityId) -> &Answer {
        self.networks.at(group).reach.get_or_init(|| Box::new(self.find_reach(group)))
    }

    fn find_reach(&self, group: EntityId) -> Answer {
        let links = &self.entity(group).links;
        let by_rules = links.backward("rules_from").iter().flat_map(|rule| self.entity(*rule).links.named());
        let named = links.backward("destination_groups").iter().copied().chain(by_rules).chain([group]);
        let mut seen = FxHashSet::default();
        let found = named.fold(Answer::default(), |found, to| {
            if found.proof.is_none() && seen.insert(to) { found.or(|| self.lets_in(to, group)) } else { found }
        });
        found.or(|| self.perhaps_named(group))
    }

    /// What leaves open whether a security group is named as a source, or where.
    fn perhaps_named(&self, group: EntityId) -> Answer {
        let links = &self.entity(group).links;
        let unsure = links.backward("rules_from").iter().find_map(|rule| {
            self.targets(*rule, "security_group").into_iter().find_map(|(_, target)| match target {
                Target::Elsewhere { reason, any: true } | Target::OneOf { reason, .. } => Some(reason),
                _ => None,
            })
        });
        let unnamed = || ["rules_from", "destination_groups"].into_iter().find_map(|link| links.perhaps_more(link));
        Answer::perhaps(unsure.or_else(unnamed))
    }

    /// Whether a database that has the one group lets in what has the other.
    fn lets_in(&self, to: EntityId, group: EntityId) -> Answer {
        let links = &self.entity(to).links;
        let owners = OWNERS.into_iter().flat_map(|link| links.backward(link));
        let found = owners.fold(Answer::default(), |found, owner| {
            found.or(|| self.way_in(*owner, *owner, Question::FromGroup(group)))
        });
        let more = || OWNERS.into_iter().find_map(|link| links.perhaps_more(link)).filter(|_| to != group);
        found.or(|| Answer::perhaps(more()))
    }

    /// Whether a server has a public address, and a security group that lets the whole internet try to log in.
    pub(super) fn login_open_to_world(&self, id: EntityId) -> Member {
        if !SERVERS.contains(&&*self.entity(id).resource.type_name) {
            return Member::NotApplicable("it is not a server of EC2".into());
        }
        let open = self.login_open(id);
        let reachable = || self.has_public_address(id);
        Member::Value(open.and(reachable).fact(not_given))
    }

    fn login_open(&self, id: EntityId) -> Answer {
        let resource = &self.entity(id).resource;
        let existence = Existence::of(resource);
        let ports = LOGIN.map(|port| Value::new(Content::Number(Number::from(port)), not_given()));
        let named = self.raw(id, "SecurityGroupIds").origin;
        self.groups_of_server(id).into_iter().fold(Answer::default(), |found, (guard, target)| {
            found.or(|| match target {
                Target::Entity(group) => ports.iter().fold(Answer::default(), |found, port| {
                    found.or(|| {
                        let question = Question::From(Range::World);
                        let asked = Asked { question, port, own: &[], existence };
                        self.firewall(group).answer(&asked).under(&guard, existence)
                    })
                }),
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    Answer::unsure(reason, named.clone())
                }
                Target::Nothing | Target::DefaultGroup(_) => Answer::default(),
            })
        })
    }

    /// Whether a server gets an address that the internet reaches: it asks for one, or its subnet gives one, and the subnet
    /// is routed to the internet.
    fn has_public_address(&self, id: EntityId) -> Answer {
        let resource = &self.entity(id).resource;
        let existence = Existence::of(resource);
        let asked = self.named(id, "AssociatePublicIpAddress");
        let own = self.targets(id, "subnet");
        let is_named = own.iter().any(|(_, target)| *target != Target::Nothing);
        let subnets = if is_named { own } else { self.targets(id, "interface_subnet") };
        subnets.into_iter().fold(Answer::default(), |found, (guard, target)| {
            found.or(|| match target {
                Target::Entity(subnet) => {
                    let given = self.named(subnet, "MapPublicIpOnLaunch");
                    let decides = if presence(&asked) == Truth::False { &given } else { &asked };
                    let routed = self.subnet_ways(subnet).answer(To::Internet, resource.scope, existence);
                    addressed(decides).and(|| routed).under(&guard, existence)
                }
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => match asked.content {
                    Content::Bool(false) => Answer::default(),
                    _ => Answer::unsure(reason, asked.origin.clone()),
                },
                Target::Nothing | Target::DefaultGroup(_) => self.address_in_default_vpc(id, &asked),
            })
        })
    }

    /// Whether a server without a subnet gets a public address. One that names its security groups itself has no interface
    /// made elsewhere: it goes to the default VPC, whose subnets are routed to the internet and give everything an address.
    fn address_in_default_vpc(&self, id: EntityId, asked: &Value) -> Answer {
        let stands_alone = presence(&self.raw(id, "SecurityGroupIds")) == Truth::True;
        match asked.content {
            Content::Bool(false) => Answer::default(),
            Content::Bool(true) | Content::Null if stands_alone => {
                Answer::yes(place("a public address in the default VPC", asked.origin.used_at(), &Origin::default()))
            }
            _ => Answer::unsure("its subnet is not in the source", asked.origin.clone()),
        }
    }
}

/// Whether something gives a public address, told as a part of a path.
fn addressed(gives: &Value) -> Answer {
    match gives.content {
        Content::Bool(true) => Answer::yes(place("a public address", gives.origin.used_at(), &Origin::default())),
        // An elastic address may be given by a resource of its own.
        Content::Bool(false) | Content::Null => {
            Answer::unsure("an elastic address may be given to it elsewhere", gives.origin.clone())
        }
        _ => Answer::unsure(reason(gives), gives.origin.clone()),
    }
}
