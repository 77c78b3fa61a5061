//! The network around databases, as a graph: security groups with their rules, subnets with their routes and ACLs, and who
//! is let in from where. Facts follow from walks over it, with the conditions on the way, and their origins tell the path.

mod acls;
mod answer;
mod bastions;
mod classic;
mod exposure;
mod firewall;
mod groups;
mod internet;
mod ranges;
mod routes;
mod rule;
mod subnets;
mod vpcs;

use super::combine::Guarded;
use super::fields::Kind;
use super::links::{Lookup, Target};
use super::{EntityId, Member, Model, Scope};
use crate::value::{Truth, Value};
use acls::Acl;
use answer::{Answer, Ways};
use firewall::Firewall;
use ranges::Range;
use routes::To;
use rule::Question;
use std::sync::OnceLock;

/// What is worked out once for each entity, when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct Networks(Vec<Network>);

/// What is known of the network at one entity.
#[derive(Debug, Default)]
struct Network {
    /// Of a security group: its ways in.
    firewall: OnceLock<Box<Firewall>>,
    /// Of a security group: where it lets traffic out to the internet.
    egress: OnceLock<Box<Ways<()>>>,
    /// Of a security group: whether a database lets in what has it.
    reach: OnceLock<Box<Answer>>,
    /// Of a route table or a subnet: where it leads.
    routes: OnceLock<Box<Ways<To>>>,
    /// Of a prefix list: its address ranges.
    ranges: OnceLock<Box<[Value]>>,
    /// Of a network ACL: its entries.
    acl: OnceLock<Box<Acl>>,
}

impl Networks {
    pub(super) fn new(entities: usize) -> Self {
        Self((0..entities).map(|_| Network::default()).collect())
    }

    fn at(&self, id: EntityId) -> &Network {
        &self.0[id.0 as usize]
    }
}

impl Model {
    /// The facts about the network.
    pub(super) fn network_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        use Kind::{DbCluster, DbInstance, Proxy, ProxyEndpoint};
        let kind = self.entity(id).kind;
        match kind {
            DbInstance | DbCluster => self.firewall_fact(id, name).or_else(|| self.place_fact(id, name)),
            Proxy | ProxyEndpoint => self.firewall_fact(id, name),
            _ => self.surroundings_fact(id, kind, name),
        }
    }

    /// Of what has security groups.
    fn firewall_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        Some(match name {
            "ports_open_to_world" => Member::Value(self.any_way_in(id, Question::From(Range::World))),
            "ports_open_to_wide_range" => Member::Value(self.any_way_in(id, Question::From(Range::Wide))),
            "all_ports_open" => Member::Value(self.any_way_in(id, Question::AllPorts)),
            "egress_open" => self.egress_open(id),
            "default_security_group" => self.default_security_group(id),
            _ => return None,
        })
    }

    /// Of a database, by the place that it has in the network.
    fn place_fact(&self, id: EntityId, name: &str) -> Option<Member> {
        Some(match name {
            "reachable_from_internet" => self.reachable_from_internet(id),
            "in_public_subnet" => self.any_subnet(id, &[To::Internet, To::InternetOverIpv6]),
            "nat_route" => self.any_subnet(id, &[To::Nat]),
            "network_acl_open" => self.network_acl_open(id),
            "in_default_vpc" if self.is_member(id) => Member::NotApplicable(self.cluster_decides(id)),
            "in_default_vpc" => Member::Value(self.has_default_vpc(id)),
            "default_port" => self.on_default_port(id),
            "classic_network" => self.classic_network(id),
            _ => return None,
        })
    }

    /// Of what is around databases.
    fn surroundings_fact(&self, id: EntityId, kind: Kind, name: &str) -> Option<Member> {
        use Kind::{ClassicSecurityGroup, ClassicSecurityGroupRule, Subnet, SubnetGroup, Vpc, Workload};
        Some(Member::Value(match (kind, name) {
            (ClassicSecurityGroup | ClassicSecurityGroupRule, "classic_network") => {
                return Some(self.classic_network(id));
            }
            (ClassicSecurityGroup | ClassicSecurityGroupRule, "open_to_world") => self.classic_range(id, Range::World),
            (ClassicSecurityGroup | ClassicSecurityGroupRule, "open_to_wide_range") => {
                self.classic_range(id, Range::Wide)
            }
            (Subnet, "public") => self.subnet_public(id),
            (SubnetGroup, "single_zone") => self.single_zone(id),
            (Vpc, "hosts_database") => self.hosts_database(id),
            (Vpc, "flow_logged") => self.flow_logged(id),
            (Vpc, "rds_endpoint") => self.rds_endpoint(id),
            (Workload, "reaches_database") => self.reaches_database(id),
            (Workload, "login_open_to_world") => return Some(self.login_open_to_world(id)),
            _ => return None,
        }))
    }

    fn is_member(&self, id: EntityId) -> bool {
        self.membership(id) != Truth::False
    }

    /// Where a value of a scope leads, of the entities of a kind.
    fn leads(&self, scope: Scope, kind: Kind, value: &Value) -> Vec<Guarded<Target>> {
        Lookup { index: &self.index, scope, kind, list: true, secret: false }.targets(value)
    }
}
