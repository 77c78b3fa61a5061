//! The ways into one security group: read once for all databases that have it, and asked once for all that listen on
//! the same port under the same condition.

use super::combine::{Existence, depends_on, reason, under};
use super::ingress::{Ingress, Opening};
use super::{EntityId, Model, Scope};
use crate::value::{Content, Origin, Truth, Value};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// A security group's ways in, as far as any may let the internet in.
#[derive(Debug, Default)]
pub(super) struct Firewall {
    ways: Vec<Way>,
    /// Why there may be more of them.
    perhaps_more: Option<Arc<str>>,
    /// What it answered to databases of a known port.
    answers: Mutex<FxHashMap<Key, Answer>>,
}

/// What an answer depends on: the bits of a known port, and a condition.
type Key = (u64, Arc<str>);

/// Every entity's firewall, made when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct Firewalls(Vec<OnceLock<Box<Firewall>>>);

/// One way in, and when it exists.
#[derive(Debug)]
struct Way {
    guards: Vec<Arc<str>>,
    form: Form,
}

#[derive(Debug)]
enum Form {
    Read(Ingress),
    /// Why it cannot be read.
    Unread(Arc<str>, Origin),
}

/// What a database wants to know.
pub(super) struct Asked<'a> {
    /// The port on which it listens.
    pub(super) port: &'a Value,
    /// The addresses by which others mean the database itself.
    pub(super) own: &'a [(Scope, Arc<str>)],
    /// The condition under which it exists.
    pub(super) existence: Existence<'a>,
}

/// Which address range opens the port, or else the first reason that keeps the answer open.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    pub(super) range: Option<Value>,
    pub(super) doubt: Option<(Arc<str>, Origin)>,
}

impl Answer {
    /// What is left of it where a guard has to hold as well.
    pub(super) fn under(self, guard: &Arc<str>, existence: Existence<'_>) -> Self {
        match (under(existence, guard), self.range) {
            (Truth::False, _) => Self::default(),
            (Truth::Unknown, Some(range)) => {
                Self { range: None, doubt: self.doubt.or_else(|| Some((depends_on(guard), range.origin))) }
            }
            (_, range) => Self { range, doubt: self.doubt },
        }
    }
}

impl Firewalls {
    pub(super) fn new(entities: usize) -> Self {
        Self((0..entities).map(|_| OnceLock::new()).collect())
    }
}

impl Model {
    /// The ways into a security group.
    pub(super) fn firewall(&self, group: EntityId) -> &Firewall {
        self.firewalls.0[group.0 as usize].get_or_init(|| Box::new(Firewall::new(self, group)))
    }
}

impl Firewall {
    fn new(model: &Model, group: EntityId) -> Self {
        let mut ways = Vec::new();
        let scope = model.entity(group).resource.scope;
        for (guard, list) in model.raw(group, "SecurityGroupIngress").alternatives() {
            add_list(&mut ways, scope, guard, list);
        }
        let links = &model.entity(group).links;
        for id in links.backward("rules") {
            add_rule(&mut ways, model, *id, group);
        }
        Self { ways, perhaps_more: links.perhaps_more("rules"), answers: Mutex::default() }
    }

    /// Whether any way lets the internet reach the port.
    pub(super) fn answer(&self, asked: &Asked) -> Answer {
        let Content::Number(port) = asked.port.content else { return self.search(asked) };
        let names_ports = |way: &Way| matches!(&way.form, Form::Read(ingress) if ingress.names_ports());
        if self.ways.iter().any(names_ports) {
            return self.search(asked);
        }
        let key = (port.get().to_bits(), asked.existence.condition.into());
        // A search does not panic; were it to, what it has noted so far would still be right.
        let mut answers = self.answers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        answers.entry(key).or_insert_with(|| self.search(asked)).clone()
    }

    fn search(&self, asked: &Asked) -> Answer {
        let mut doubt = None;
        for way in &self.ways {
            let found = way.answer(asked);
            if found.range.is_some() {
                return found;
            }
            doubt = doubt.or(found.doubt);
        }
        let more = || self.perhaps_more.clone().map(|reason| (reason, Origin::default()));
        Answer { range: None, doubt: doubt.or_else(more) }
    }
}

impl Way {
    fn answer(&self, asked: &Asked) -> Answer {
        let found = match &self.form {
            Form::Unread(reason, origin) => Answer { range: None, doubt: Some((reason.clone(), origin.clone())) },
            Form::Read(ingress) => match ingress.opens(asked) {
                Opening::Open(range) => Answer { range: Some(range), doubt: None },
                Opening::Unsure(reason, origin) => Answer { range: None, doubt: Some((reason, origin)) },
                Opening::Closed => return Answer::default(),
            },
        };
        self.guards.iter().fold(found, |found, guard| found.under(guard, asked.existence))
    }
}

/// Adds the ways of an inline list.
fn add_list(ways: &mut Vec<Way>, scope: Scope, outer: Option<&Arc<str>>, list: &Value) {
    let items = match &list.content {
        Content::Null => return,
        Content::List(items) => &items[..],
        _ => std::slice::from_ref(list),
    };
    for (guard, item) in items.iter().flat_map(Value::alternatives).filter(|(_, item)| !item.is_null()) {
        let guards = guard.into_iter().chain(outer).cloned().collect();
        match Ingress::inline(item, scope) {
            Some(ingress) => add(ways, guards, ingress),
            None => ways.push(Way { guards, form: Form::Unread(reason(item), item.origin.clone()) }),
        }
    }
}

/// Adds the ways of a rule that stands on its own. What the conditions of another scope mean is not known here.
fn add_rule(ways: &mut Vec<Way>, model: &Model, rule: EntityId, group: EntityId) {
    let (resource, links) = (&model.entity(rule).resource, &model.entity(rule).links);
    let is_elsewhere = resource.scope != model.entity(group).resource.scope;
    for guard in links.guards("security_group", group) {
        let ingress = Ingress::standalone(model, rule);
        let guards: Vec<_> = resource.condition.iter().cloned().chain(guard).collect();
        if is_elsewhere && (!guards.is_empty() || ingress.depends()) && ingress.may_open() {
            let reason = format!("it depends on conditions of {} in another template", resource.address);
            ways.push(Way { guards: Vec::new(), form: Form::Unread(reason.into(), Origin::default()) });
        } else {
            add(ways, guards, ingress);
        }
    }
}

/// Adds a way, unless the internet never comes in by it.
fn add(ways: &mut Vec<Way>, guards: Vec<Arc<str>>, ingress: Ingress) {
    if ingress.may_open() {
        ways.push(Way { guards, form: Form::Read(ingress) });
    }
}
