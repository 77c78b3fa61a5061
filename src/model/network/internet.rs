//! Whether the internet reaches a database: an address, a way to it, and every door on the way open.

use super::acls::Passage;
use super::answer::{Answer, place};
use super::ranges::Range;
use super::routes::To;
use super::rule::Question;
use crate::model::combine::{Existence, each, reason};
use crate::model::derived::{not_given, truth};
use crate::model::fields::Kind;
use crate::model::{EntityId, Member, Model};
use crate::value::{Content, Origin, Truth, Value, What};

impl Model {
    /// Whether anybody on the internet reaches the port: the database has a public address, a subnet that is routed to an
    /// internet gateway, and a security group and a network ACL that let everybody in. A public address is one of IPv4.
    pub(super) fn reachable_from_internet(&self, id: EntityId) -> Member {
        if self.entity(id).kind == Kind::DbCluster && self.is_aurora(id) == Truth::True {
            return Member::NotApplicable("its members have addresses of their own".into());
        }
        let public = self.named(id, "PubliclyAccessible");
        Member::Value(each(&public, |public| match public.content {
            Content::Bool(false) => Answer::default().fact(|| public.origin.clone()),
            Content::Bool(true) => {
                let open = || self.open_to_internet(id);
                let path = Answer::yes(public.origin.clone()).and(|| self.open_path(id)).and(open);
                path.fact(|| public.origin.clone())
            }
            _ => self.perhaps_reachable(id, public),
        }))
    }

    /// Where it is not known whether there is a public address: it does not matter where no way leads to it.
    fn perhaps_reachable(&self, id: EntityId, public: &Value) -> Value {
        let closed = self.open_to_internet(id).is_no() || self.open_path(id).is_no();
        if closed {
            return Answer::default().fact(|| public.origin.clone());
        }
        Value::unknown(reason(public), public.origin.clone())
    }

    /// Whether a security group lets the internet in, told as a part of a path.
    fn open_to_internet(&self, id: EntityId) -> Answer {
        let Some(owner) = self.owner_of_groups(id) else {
            let unseen = self.unseen_cluster(id);
            return Answer::unsure(reason(&unseen), unseen.origin);
        };
        let open = self.way_in(id, owner, Question::From(Range::WorldOverIpv4));
        open.map(|origin| place("the security group lets everybody in", origin.written_at(), &Origin::default()))
    }

    /// Whether a subnet of the database is routed to the internet, and its network ACL lets everybody in.
    fn open_path(&self, id: EntityId) -> Answer {
        let owner = if self.membership(id) == Truth::False { Some(id) } else { self.entity(id).links.only("cluster") };
        let Some(owner) = owner else {
            let unseen = self.unseen_cluster(id);
            return Answer::unsure(reason(&unseen), unseen.origin);
        };
        match truth(&self.in_default_vpc(owner)) {
            // Nobody gets a public address in a default VPC that has no internet gateway any more.
            Truth::True => return Answer::yes(Origin::default()),
            Truth::Unknown => {
                let unknown = self.in_default_vpc(owner);
                return Answer::unsure(reason(&unknown), unknown.origin);
            }
            Truth::False => {}
        }
        let port = self.port(id);
        let resource = &self.entity(id).resource;
        let asking = (resource.scope, Existence::of(resource));
        let through = self.through_subnets(id, owner, |subnet| {
            let routed = self.subnet_ways(subnet).answer(To::Internet, asking.0, asking.1);
            routed.and(|| match self.passage(subnet, &port, asking) {
                Passage::Unguarded => Answer::yes(Origin::default()),
                Passage::By(answer) => answer,
            })
        });
        through.map(|origin| beside(&origin))
    }

    /// Whether a network ACL of the source lets the whole internet come to the port in a subnet of the database.
    pub(super) fn network_acl_open(&self, id: EntityId) -> Member {
        let owner = match self.subnet_group_of(id) {
            Ok(owner) => owner,
            Err(member) => return member,
        };
        let port = self.port(id);
        let resource = &self.entity(id).resource;
        let asking = (resource.scope, Existence::of(resource));
        let answer = self.through_subnets(id, owner, |subnet| match self.passage(subnet, &port, asking) {
            Passage::Unguarded => Answer::default(),
            Passage::By(answer) => answer,
        });
        Member::Value(answer.fact(not_given))
    }
}

/// The places of a chain as parts of a path that begins elsewhere.
fn beside(origin: &Origin) -> Origin {
    let steps: Vec<_> = origin.steps().filter(|step| step.at.is_some()).collect();
    let told = steps.into_iter().rev();
    told.fold(Origin::default(), |chain, step| match &step.what {
        What::Path(says) => place(says.clone(), step.at, &chain),
        What::Reference(says) => place(format!("`{says}` is used here"), step.at, &chain),
        _ => place("a subnet that is routed to the internet", step.at, &chain),
    })
}
