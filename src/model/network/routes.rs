//! Route tables: where they send what is for the internet.

use super::answer::{Answer, Ways, place};
use super::ranges::has_world;
use crate::model::combine::{both, reason, truth_of};
use crate::model::fields::Kind;
use crate::model::links::Target;
use crate::model::{EntityId, Language, Model, Resource, Scope};
use crate::source::Span;
use crate::value::{Content, Origin, Truth, Value};
use std::sync::Arc;

/// Where a route may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum To {
    /// To the internet and back, over IPv4.
    Internet,
    /// To the internet and back, over IPv6.
    InternetOverIpv6,
    /// To the internet only, through a NAT gateway.
    Nat,
}

impl To {
    pub(super) const ALL: [Self; 3] = [Self::Internet, Self::InternetOverIpv6, Self::Nat];
}

/// A route in any of its forms.
struct Route {
    ipv4: Value,
    ipv6: Value,
    gateway: Value,
    nat: Value,
    scope: Scope,
    language: Language,
    /// Where it stands, unless one of its values does.
    header: Option<Span>,
}

impl Model {
    /// Where a route table leads.
    pub(super) fn table_ways(&self, table: EntityId) -> &Ways<To> {
        self.networks.at(table).routes.get_or_init(|| Box::new(self.read_table(table)))
    }

    fn read_table(&self, table: EntityId) -> Ways<To> {
        let entity = self.entity(table);
        let mut ways = Ways::new(entity.resource.scope);
        let own: Vec<Arc<str>> = entity.resource.condition.iter().cloned().collect();
        self.add_inline(&mut ways, &own, table);
        let links = &entity.links;
        for route in links.backward("routes") {
            for guard in links_guards(self, *route, "route_table", table) {
                self.add_route(&mut ways, *route, &guard.into_iter().chain(own.iter().cloned()).collect::<Vec<_>>());
            }
        }
        add_doubt(&mut ways, links.perhaps_more("routes"));
        ways
    }

    /// The routes that a table of Terraform's has in itself.
    fn add_inline(&self, ways: &mut Ways<To>, own: &[Arc<str>], table: EntityId) {
        let resource = &self.entity(table).resource;
        let routes = self.raw(table, "Routes");
        for (outer, list) in routes.alternatives() {
            let items = match &list.content {
                Content::Null => continue,
                Content::List(items) => &items[..],
                _ => std::slice::from_ref(list),
            };
            for (guard, item) in items.iter().flat_map(Value::alternatives) {
                let guards: Vec<_> = guard.into_iter().chain(outer).chain(own).cloned().collect();
                match Route::inline(item, resource) {
                    Some(route) => self.add_ways(ways, &guards, &route),
                    None if item.is_null() => {}
                    None => To::ALL.into_iter().for_each(|to| {
                        ways.add(to, guards.clone(), Answer::unsure(reason(item), item.origin.clone()));
                    }),
                }
            }
        }
    }

    /// A route that stands on its own, whatever table it is in.
    pub(super) fn add_route(&self, ways: &mut Ways<To>, id: EntityId, guards: &[Arc<str>]) {
        let resource = &self.entity(id).resource;
        let route = Route {
            ipv4: self.raw(id, "DestinationCidrBlock"),
            ipv6: self.raw(id, "DestinationIpv6CidrBlock"),
            gateway: self.raw(id, "GatewayId"),
            nat: self.raw(id, "NatGatewayId"),
            scope: resource.scope,
            language: resource.language,
            header: Some(resource.header),
        };
        let mut own = Ways::new(resource.scope);
        self.add_ways(&mut own, &resource.condition.iter().cloned().collect::<Vec<_>>(), &route);
        ways.extend(&own, guards, |origin| origin);
    }

    fn add_ways(&self, ways: &mut Ways<To>, guards: &[Arc<str>], route: &Route) {
        for (destination, to) in [(&route.ipv4, To::Internet), (&route.ipv6, To::InternetOverIpv6)] {
            for (guard, gateway) in self.gateways(route) {
                let guards = guards.iter().cloned().chain([guard]).collect();
                ways.add(to, guards, sent(destination).and(|| gateway).map(|origin| route.at(&origin, INTERNET)));
            }
        }
        let nat = truth_of(&route.nat, |nat| match &nat.content {
            Content::Null => Truth::False,
            Content::Text(text) => (!text.is_empty()).into(),
            // Whoever names a NAT gateway means one.
            _ => Truth::True,
        });
        let nat = match nat {
            Truth::True => Answer::yes(route.nat.origin.clone()),
            Truth::False => Answer::default(),
            Truth::Unknown => Answer::unsure(reason(&route.nat), route.nat.origin.clone()),
        };
        ways.add(To::Nat, guards.to_vec(), sent(&route.ipv4).and(|| nat).map(|origin| route.at(&origin, NAT)));
    }

    /// Whether a route's gateway is one to the internet, for each of its alternatives.
    fn gateways(&self, route: &Route) -> Vec<(Arc<str>, Answer)> {
        let mut found = Vec::new();
        for (guard, gateway) in route.gateway.alternatives() {
            let guard = guard.cloned().unwrap_or_default();
            for (inner, target) in self.leads(route.scope, Kind::InternetGateway, gateway) {
                let yes = || Answer::yes(gateway.origin.clone());
                let answer = match target {
                    Target::Entity(_) | Target::OneOf { .. } => yes(),
                    Target::Nothing | Target::DefaultGroup(_) => Answer::default(),
                    Target::Elsewhere { reason, .. } => match outside(gateway, route.language) {
                        Truth::True => yes(),
                        Truth::False => Answer::default(),
                        Truth::Unknown => Answer::unsure(reason, gateway.origin.clone()),
                    },
                };
                found.push((both(&guard, &inner).unwrap_or_default(), answer));
            }
        }
        found
    }
}

const INTERNET: &str = "sends it to the internet";
const NAT: &str = "sends it to a NAT gateway";

impl Route {
    /// A route of a list of Terraform's.
    fn inline(item: &Value, table: &Resource) -> Option<Self> {
        item.as_map()?;
        let get = |name: &str| item.get(name).cloned().unwrap_or_else(|| Value::null(Origin::default()));
        Some(Self {
            ipv4: get("cidr_block"),
            ipv6: get("ipv6_cidr_block"),
            gateway: get("gateway_id"),
            nat: get("nat_gateway_id"),
            scope: table.scope,
            language: table.language,
            header: Some(table.header),
        })
    }

    /// Where it says so.
    fn at(&self, origin: &Origin, says: &str) -> Origin {
        place(format!("the route {says}"), origin.used_at().or(self.header), &Origin::default())
    }
}

/// Whether a route is for the whole internet.
fn sent(destination: &Value) -> Answer {
    match truth_of(destination, has_world) {
        Truth::True => Answer::yes(Origin::default()),
        Truth::False => Answer::default(),
        Truth::Unknown => Answer::unsure(reason(destination), destination.origin.clone()),
    }
}

/// Whether a gateway that is no entity is one to the internet: names of such begin so, and of Terraform's resources the
/// type tells.
fn outside(gateway: &Value, language: Language) -> Truth {
    const START: &str = "igw-";
    let start = match &gateway.content {
        Content::Text(text) => return text.starts_with(START).into(),
        Content::Unknown(unknown) => unknown.start(),
        _ => return Truth::Unknown,
    };
    if start.starts_with(START) {
        return Truth::True;
    }
    let meant = gateway.references().into_iter().filter(|reference| matches!(&*reference.attribute, "id" | "Ref"));
    let types: Vec<bool> = meant.filter_map(|reference| terraform_type(&reference.address, language)).collect();
    match types.as_slice() {
        [] => {
            if START.starts_with(start.get(..START.len()).unwrap_or(start)) {
                Truth::Unknown
            } else {
                Truth::False
            }
        }
        [is, ..] => (*is).into(),
    }
}

/// Whether an address is that of an internet gateway; `None` where it does not tell.
fn terraform_type(address: &str, language: Language) -> Option<bool> {
    if language != Language::Terraform {
        return None;
    }
    let (_, name) = address.rsplit_once("aws_")?;
    Some(name.starts_with("internet_gateway."))
}

/// The conditions under which a link leads to an entity.
pub(super) fn links_guards(model: &Model, from: EntityId, link: &'static str, to: EntityId) -> Vec<Option<Arc<str>>> {
    model.entity(from).links.guards(link, to).collect()
}

/// That there may be more, of every kind.
pub(super) fn add_doubt(ways: &mut Ways<To>, reason: Option<Arc<str>>) {
    if let Some(reason) = reason {
        for to in To::ALL {
            ways.add(to, Vec::new(), Answer::unsure(reason.clone(), Origin::default()));
        }
    }
}
