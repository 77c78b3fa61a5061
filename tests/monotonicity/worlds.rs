//! A template whose parameters are open, and all that it can become: once for every choice of their values.

use super::template::names_of;
use super::{Verdicts, said_of, support};
use rdslint::catalog::Catalog;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What an open parameter can be.
const VALUES: [&str; 3] = ["a", "b", "other"];
/// How many parameters are open.
const OPEN: usize = 3;

/// One choice of the parameters' values, and what comes of it.
pub(crate) struct World {
    parameters: BTreeMap<String, String>,
    /// The conditions that hold.
    conditions: BTreeSet<String>,
    verdicts: Verdicts,
}

/// The template with some parameters open, every second one bounded, and with what tells which conditions hold.
pub(crate) fn opened(template: &Value) -> (Value, Vec<String>) {
    let mut open = template.clone();
    let word = |name: &String| VALUES.iter().any(|value| template["Parameters"][name]["Default"] == *value);
    let names: Vec<String> = names_of(template, "Parameters").into_iter().filter(word).take(OPEN).collect();
    for (i, name) in names.iter().enumerate() {
        let bounded = json!({ "Type": "String", "AllowedValues": VALUES });
        open["Parameters"][name] = if i.is_multiple_of(2) { bounded } else { json!({ "Type": "String" }) };
    }
    for name in names_of(template, "Conditions") {
        open["Resources"][probe(&name)] = json!({ "Type": "AWS::RDS::DBSubnetGroup", "Condition": name });
    }
    (open, names)
}

/// The resource that exists where a condition holds.
fn probe(condition: &str) -> String {
    format!("Probe{condition}")
}

/// Every world of an open template.
pub(crate) fn worlds(open: &Value, names: &[String]) -> Vec<World> {
    let mut all = vec![BTreeMap::new()];
    for name in names {
        let with = |world: &BTreeMap<_, _>, value: &str| {
            let mut world = world.clone();
            world.insert(name.clone(), value.to_owned());
            world
        };
        all = all.iter().flat_map(|world| VALUES.iter().map(|value| with(world, value)).collect::<Vec<_>>()).collect();
    }
    all.into_iter().filter_map(|parameters| world(open, parameters)).collect()
}

/// What comes of some values; nothing where not even a condition can be told, which is no stack.
fn world(open: &Value, parameters: BTreeMap<String, String>) -> Option<World> {
    let mut known = open.clone();
    for (name, value) in &parameters {
        known["Parameters"][name]["Default"] = json!(value);
    }
    let read = support::json_template(&known.to_string());
    let undecided = |id: &str| id.starts_with("Probe");
    if read.model.entities().any(|(_, one)| one.resource.condition.is_some() && undecided(&one.resource.address)) {
        return None;
    }
    let exists = |name: &String| {
        let of = probe(name);
        read.model.entities().any(|(_, entity)| *entity.resource.address == *of)
    };
    let conditions = names_of(open, "Conditions").into_iter().filter(exists).collect();
    Some(World { parameters, conditions, verdicts: said_of(&read) })
}

/// What is said of the open template although no world, or another one, says so.
pub(crate) fn contradictions(open: &Value, names: &[String], worlds: &[World]) -> Vec<String> {
    let read = support::json_template(&open.to_string());
    let whole = VALUES.len().pow(u32::try_from(names.len()).unwrap());
    let mut wrong = Vec::new();
    for policy in Catalog::embedded().policies() {
        for said in support::said(policy, &read) {
            let key = (policy.id.to_string(), said.address.clone());
            let of = |world: &World| world.verdicts.said.get(&key).copied();
            let some = |verdict: &str| worlds.iter().any(|world| of(world) == Some(verdict));
            let failing = said.detail.strip_prefix("fails when ");
            let contradiction = match (said.verdict, failing) {
                ("pass", _) if some("fail") => "it fails somewhere".to_owned(),
                ("fail", _) if some("pass") || !some("fail") => "it does not fail everywhere".to_owned(),
                ("unknown", Some(when)) => match wrongly(when, (worlds, whole), of) {
                    Some(why) => why,
                    None => continue,
                },
                _ => continue,
            };
            wrong.push(format!("{key:?} is {}, {}: {contradiction}", said.verdict, said.detail));
        }
    }
    wrong
}

/// Why it is wrong that something fails then.
fn wrongly(
    when: &str,
    (worlds, whole): (&[World], usize),
    of: impl Fn(&World) -> Option<&'static str>,
) -> Option<String> {
    let cases = when.split(" or when ").flat_map(|case| case.split(" or in other cases"));
    cases.filter(|case| !case.is_empty()).find_map(|case| {
        let mut there = worlds.iter().filter(|world| world.holds(case)).peekable();
        if there.peek().is_none() && worlds.len() == whole {
            return Some(format!("{case} is never so"));
        }
        let passes = there.find(|world| of(world) == Some("pass"))?;
        Some(format!("it passes where {:?} and {:?}", passes.parameters, passes.conditions))
    })
}

impl World {
    /// Whether what a guard says is so; what it says of other things may be.
    fn holds(&self, guard: &str) -> bool {
        guard.split(" and ").all(|part| {
            let Some((subject, is)) = part.split_once(" is ") else { return true };
            let condition = self.conditions.contains(subject).to_string();
            let known = if subject.starts_with('C') { Some(&condition) } else { self.parameters.get(subject) };
            let Some(known) = known else { return true };
            match is.strip_prefix("not ") {
                Some(not) => known != not,
                None => is.split(" or ").any(|one| one == known),
            }
        })
    }
}
