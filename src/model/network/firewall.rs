//! The ways into one security group: read once for all databases that have it, and asked once for all that listen on
//! the same port under the same condition.

use super::answer::Answer;
use super::rule::{Question, Rule};
use crate::model::combine::{Existence, reason};
use crate::model::{EntityId, Model, Scope};
use crate::value::{Content, Origin, Value};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex};

/// A security group's ways in.
#[derive(Debug, Default)]
pub(in crate::model) struct Firewall {
    ways: Vec<Way>,
    /// Why there may be more of them.
    perhaps_more: Option<Arc<str>>,
    /// What it answered to databases of a known port.
    answers: Mutex<FxHashMap<Key, Answer>>,
}

/// What an answer depends on: the question, the bits of a known port, and a condition.
type Key = (Question, u64, Arc<str>);

/// One way in, and when it exists.
#[derive(Debug)]
struct Way {
    guards: Vec<Arc<str>>,
    form: Form,
}

#[derive(Debug)]
enum Form {
    Read(Box<Rule>),
    /// Why it cannot be read.
    Unread(Arc<str>, Origin),
}

/// What a database wants to know.
pub(super) struct Asked<'a> {
    /// The question.
    pub(super) question: Question,
    /// The port on which it listens.
    pub(super) port: &'a Value,
    /// The addresses by which others mean the database itself.
    pub(super) own: &'a [(Scope, Arc<str>)],
    /// The condition under which it exists.
    pub(super) existence: Existence<'a>,
}

impl Model {
    /// The ways into a security group.
    pub(super) fn firewall(&self, group: EntityId) -> &Firewall {
        self.networks.at(group).firewall.get_or_init(|| Box::new(Firewall::new(self, group)))
    }
}

impl Firewall {
    fn new(model: &Model, group: EntityId) -> Self {
        let mut ways = Vec::new();
        for (guard, list) in model.raw(group, "SecurityGroupIngress").alternatives() {
            add_list(&mut ways, model, group, guard, list);
        }
        let links = &model.entity(group).links;
        for id in links.backward("rules") {
            add_rule(&mut ways, model, *id, group);
        }
        Self { ways, perhaps_more: links.perhaps_more("rules"), answers: Mutex::default() }
    }

    /// Whether any way is what is asked for.
    pub(super) fn answer(&self, asked: &Asked) -> Answer {
        let Content::Number(port) = asked.port.content else { return self.search(asked) };
        let names_ports = |way: &Way| matches!(&way.form, Form::Read(rule) if rule.names_ports());
        if self.ways.iter().any(names_ports) {
            return self.search(asked);
        }
        let key = (asked.question, port.get().to_bits(), asked.existence.condition.into());
        // A search does not panic; were it to, what it has noted so far would still be right.
        let mut answers = self.answers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        answers.entry(key).or_insert_with(|| self.search(asked)).clone()
    }

    fn search(&self, asked: &Asked) -> Answer {
        let ways = self.ways.iter();
        let found = ways.fold(Answer::default(), |found, way| found.or(|| way.answer(asked)));
        found.or(|| match &self.perhaps_more {
            Some(reason) => Answer::unsure(reason.clone(), Origin::default()),
            None => Answer::default(),
        })
    }
}

impl Way {
    fn answer(&self, asked: &Asked) -> Answer {
        let found = match &self.form {
            Form::Unread(reason, origin) => Answer::unsure(reason.clone(), origin.clone()),
            Form::Read(rule) if !rule.may_be(asked.question) => return Answer::default(),
            Form::Read(rule) => rule.answer(asked),
        };
        if found.is_no() {
            return found;
        }
        self.guards.iter().fold(found, |found, guard| found.under(guard, asked.existence))
    }
}

/// Adds the ways of an inline list.
fn add_list(ways: &mut Vec<Way>, model: &Model, group: EntityId, outer: Option<&Arc<str>>, list: &Value) {
    let items = match &list.content {
        Content::Null => return,
        Content::List(items) => &items[..],
        _ => std::slice::from_ref(list),
    };
    for (guard, item) in items.iter().flat_map(Value::alternatives).filter(|(_, item)| !item.is_null()) {
        let guards = guard.into_iter().chain(outer).cloned().collect();
        let form = match Rule::inline(model, item, group) {
            Some(rule) => Form::Read(Box::new(rule)),
            None => Form::Unread(reason(item), item.origin.clone()),
        };
        ways.push(Way { guards, form });
    }
}

/// Adds the ways of a rule that stands on its own. What the conditions of another scope mean is not known here.
fn add_rule(ways: &mut Vec<Way>, model: &Model, id: EntityId, group: EntityId) {
    let (resource, links) = (&model.entity(id).resource, &model.entity(id).links);
    let is_elsewhere = resource.scope != model.entity(group).resource.scope;
    for guard in links.guards("security_group", group) {
        let direction = model.named(id, "Type");
        let mut rule = Rule::standalone(model, id, group);
        if direction.as_text().is_none() {
            rule = rule.doubted(reason(&direction));
        }
        let guards: Vec<_> = resource.condition.iter().cloned().chain(guard).collect();
        if is_elsewhere && (!guards.is_empty() || rule.depends()) {
            let reason = format!("it depends on conditions of {} in another template", resource.address);
            let rule = rule.doubted(reason.into());
            ways.push(Way { guards: Vec::new(), form: Form::Read(Box::new(rule)) });
        } else {
            ways.push(Way { guards, form: Form::Read(Box::new(rule)) });
        }
    }
}
