//! The effective value of a database parameter: who sets it, and what holds where nobody does.

use super::combine::{Guarded, both, choices, depends_on, merge};
use super::derived::truth;
use super::fields::Kind;
use super::group::{self, Row};
use super::links::Target;
use super::tables::{self, FamilyDefault, Level};
use super::{EntityId, Language, Member, Model, combine, family};
use crate::source::Span;
use crate::value::{Origin, Truth, Value, What};
use std::sync::Arc;

/// How many replicas of replicas are followed.
const MAX_SOURCES: usize = 8;

/// A parameter's value, or why the database has none.
#[derive(Clone)]
enum Effective {
    Value(Value),
    Missing(Arc<str>),
}

/// What one possible group makes of a parameter.
pub(super) enum Contribution {
    /// It sets it, or nobody knows.
    Decided(Value),
    /// Left to whoever comes next: the group, where there is one, and the origin that leads to it.
    Open { family: Option<Value>, attached: Origin },
}

/// What each group that may be attached makes of a parameter.
pub(super) type Contributions = Vec<Guarded<Contribution>>;

impl Model {
    pub(super) fn effective_parameter(&self, id: EntityId, name: &str) -> Member {
        let answers = match self.entity(id).kind {
            Kind::ParameterGroup | Kind::ClusterParameterGroup => {
                self.through(self.in_group(id, name, &Origin::default()), id, name)
            }
            Kind::DbInstance if self.membership(id) != Truth::False => self.of_member(id, name),
            Kind::DbInstance => self.of_link(id, "parameter_group", "DBParameterGroupName", name),
            Kind::DbCluster => self.of_link(id, "cluster_parameter_group", "DBClusterParameterGroupName", name),
            _ => return Member::NotApplicable("it has no parameters".into()),
        };
        member(answers)
    }

    /// A database with one group: what the group sets, else the default.
    fn of_link(&self, id: EntityId, link: &str, field: &str, name: &str) -> Vec<Guarded<Effective>> {
        self.through(self.asked(id, link, field, name), id, name)
    }

    /// The answers of each group that may be attached, with the default where a group leaves it open.
    fn through(&self, answers: Contributions, id: EntityId, name: &str) -> Vec<Guarded<Effective>> {
        let mut all = Vec::new();
        for (guard, answer) in answers {
            match answer {
                Contribution::Decided(value) => all.push((guard, Effective::Value(value))),
                Contribution::Open { family, attached } => {
                    let family = match family {
                        Some(family) => self.family_or_own(id, family),
                        None => self.engine_family(id),
                    };
                    all.extend(self.defaults(id, &family, name, &guard, &attached));
                }
            }
        }
        all
    }

    /// An Aurora member: its own group for what that level may set, then its cluster's.
    fn of_member(&self, id: EntityId, name: &str) -> Vec<Guarded<Effective>> {
        self.through(self.member_answers(id, name), id, name)
    }

    pub(super) fn member_answers(&self, id: EntityId, name: &str) -> Contributions {
        if !self.instance_group_counts(id, name) {
            return self.cluster_answers(id, name);
        }
        let own = self.asked(id, "parameter_group", "DBParameterGroupName", name);
        let mut answers = Vec::new();
        for (guard, answer) in self.as_it_arrives(id, name, own) {
            let Contribution::Open { family: own_family, attached: own } = answer else {
                answers.push((guard, answer));
                continue;
            };
            for (inner, answer) in self.cluster_answers(id, name) {
                let Some(guard) = self.both(id, &guard, &inner) else { continue };
                answers.push((guard, or_own_group(answer, own_family.as_ref(), &own)));
            }
        }
        answers
    }

    /// Two guards around an entity at once, by what its conditions mean; `None` when they contradict each other.
    pub(super) fn both(&self, id: EntityId, one: &Arc<str>, other: &Arc<str>) -> Option<Arc<str>> {
        let both = both(one, other)?;
        let joined = !one.is_empty() && !other.is_empty() && one != other;
        (!joined || self.entity(id).resource.logic.is_possible(&both)).then_some(both)
    }

    fn cluster_answers(&self, id: EntityId, name: &str) -> Contributions {
        let Some(cluster) = self.entity(id).links.only("cluster") else {
            return vec![("".into(), Contribution::Decided(self.unseen_cluster(id)))];
        };
        self.asked(cluster, "cluster_parameter_group", "DBClusterParameterGroupName", name)
    }

    /// Whether an instance group may set the parameter: not in a Multi-AZ DB cluster, and not what only acts at
    /// cluster level. Unknown parameters are looked for in both groups.
    pub(super) fn instance_group_counts(&self, id: EntityId, name: &str) -> bool {
        let engine = self.engine_of_member(id);
        let Some(engine) = engine.as_text() else { return true };
        if !engine.starts_with("aurora") {
            return false;
        }
        let family = self.family(id);
        let level = family.as_text().and_then(|family| tables::level(family, name));
        level.or_else(|| tables::engine_level(engine, name)) != Some(Level::Cluster)
    }

    /// The engine that a member and its cluster must have in common, by whichever tells it.
    pub(super) fn engine_of_member(&self, id: EntityId) -> Value {
        let own = self.engine_group(id);
        match self.entity(id).links.only("cluster") {
            Some(cluster) if own.as_text().is_none() => self.engine_group(cluster),
            _ => own,
        }
    }

    /// What each group that a link may lead to says.
    pub(super) fn asked(&self, id: EntityId, link: &str, field: &str, name: &str) -> Contributions {
        self.asked_along(id, (link, field), name, MAX_SOURCES)
    }

    /// As [`Self::asked`], over that many sources of replicas at most.
    fn asked_along(&self, id: EntityId, by: (&str, &str), name: &str, sources: usize) -> Contributions {
        let (link, field) = by;
        let named = self.raw(id, field).origin;
        let used = named.used_at();
        let mut answers = Vec::new();
        for (guard, target) in self.targets(id, link) {
            let found = match target {
                Target::Entity(group) => {
                    let text = &self.entity(group).resource.address;
                    self.in_group(group, name, &Origin::default().step(What::Reference(text.clone()), used))
                }
                Target::Elsewhere { reason, .. } | Target::OneOf { reason, .. } => {
                    always(Contribution::Decided(Value::unknown(reason, named.clone())))
                }
                Target::DefaultGroup(family) => always(default_group(family, used)),
                Target::Nothing => self.without_group(id, by, name, sources),
            };
            answers
                .extend(found.into_iter().filter_map(|(inner, answer)| Some((self.both(id, &guard, &inner)?, answer))));
        }
        answers
    }

    /// Where no group is attached: the default one; a replica has its source's when that is in the same region.
    fn without_group(&self, id: EntityId, by: (&str, &str), name: &str, sources: usize) -> Contributions {
        let replica = self.replica(id);
        let of_instance = combine::presence(&self.raw(id, "SourceDBInstanceIdentifier")) != Truth::False;
        match truth(&replica) {
            // A restored database gets the default group, and so does a cluster that replicates another or joins a
            // global one, and a replica of a Multi-AZ DB cluster.
            Truth::False => always(Contribution::Open { family: None, attached: Origin::default() }),
            _ if self.entity(id).kind == Kind::DbCluster => {
                always(Contribution::Open { family: None, attached: Origin::default() })
            }
            Truth::True if !of_instance => always(Contribution::Open { family: None, attached: Origin::default() }),
            Truth::True => {
                let Some(source) = self.entity(id).links.only("source").filter(|_| sources > 0) else {
                    let reason = "a replica takes its parameter group from its source";
                    return always(Contribution::Decided(Value::unknown(reason, replica.origin)));
                };
                let theirs = self.of_source(source, by, name, sources - 1);
                if self.is_nearby(id) { theirs } else { near_or_far(theirs) }
            }
            Truth::Unknown => always(Contribution::Decided(Value::unknown(combine::reason(&replica), replica.origin))),
        }
    }

    /// What a replica's source says, behind a link to it.
    fn of_source(&self, source: EntityId, by: (&str, &str), name: &str, sources: usize) -> Contributions {
        let resource = &self.entity(source).resource;
        let inherited = What::Inherited(resource.address.clone());
        let at = Some(resource.header);
        let taken = |answer| match answer {
            Contribution::Decided(value) => Contribution::Decided(value.step_each(&inherited, at)),
            Contribution::Open { family, attached } => Contribution::Open {
                family: family.or_else(|| Some(self.engine_family(source))),
                attached: attached.step(inherited.clone(), at),
            },
        };
        let answers = self.asked_along(source, by, name, sources);
        answers.into_iter().map(|(guard, answer)| (guard, taken(answer))).collect()
    }

    /// Whether a replica certainly lies in its source's region. A stack does; in Terraform an ARN may lead to another.
    fn is_nearby(&self, id: EntityId) -> bool {
        self.entity(id).resource.language == Language::CloudFormation
            || self.raw(id, "SourceDBInstanceIdentifier").references().iter().all(|r| &*r.attribute != "arn")
    }

    /// What a group of the source says, for each alternative of its rows.
    pub(super) fn in_group(&self, group: EntityId, name: &str, attached: &Origin) -> Contributions {
        let resource = &self.entity(group).resource;
        let rows = self.raw(group, "Parameters");
        let own = What::ParameterGroup(resource.address.clone());
        let answer = |rows: &Value| match group::find(rows, name) {
            Row::Set(value) => {
                let at = value.origin.used_at().or(Some(resource.header));
                Contribution::Decided(behind(&value.step_each(&own, at), attached))
            }
            Row::Unset => {
                let family = self.family_of_group(group);
                let missing = from_elsewhere(&rows.origin).step(own.clone(), Some(resource.header));
                let attached = behind(&Value::null(missing), attached);
                Contribution::Open { family: (!family.is_null()).then_some(family), attached: attached.origin }
            }
            Row::Perhaps(reason) => {
                let origin = if rows.origin.is_empty() {
                    Origin::default().step(own.clone(), Some(resource.header))
                } else {
                    rows.origin.clone()
                };
                Contribution::Decided(behind(&Value::unknown(reason, origin), attached))
            }
        };
        choices(&rows).into_iter().map(|(guard, rows)| (guard, answer(rows))).collect()
    }

    /// The family's default, for each family that it may be.
    fn defaults(
        &self,
        id: EntityId,
        family: &Value,
        name: &str,
        guard: &Arc<str>,
        attached: &Origin,
    ) -> Vec<Guarded<Effective>> {
        let mut all = Vec::new();
        for (inner, family) in choices(family) {
            let Some(guard) = self.both(id, guard, &inner) else { continue };
            let effective = match family.as_text() {
                Some(known) => default(known, shown_family(family, known), name, attached),
                None => self.without_family(id, family, name, attached),
            };
            all.push((guard, effective));
        }
        all
    }

    /// Where the family is not known, an engine may still lack the parameter in all its versions, or have the same
    /// default in all of them.
    fn without_family(&self, id: EntityId, family: &Value, name: &str, attached: &Origin) -> Effective {
        let engine = self.engine_group(id);
        let known = engine.as_text().filter(|_| !engine.is_secret());
        let default = known.map(|engine| (engine, tables::engine_default(engine, name)));
        match (engine.as_text(), default) {
            (Some(engine), _) if tables::engine_lacks(engine, name) => Effective::Missing(missing(engine, name)),
            (_, Some((engine, FamilyDefault::Known(text)))) => {
                let what = What::FamilyDefault { family: format!("every version of {engine}").into() };
                Effective::Value(Value::text(text, combine::ending(attached, what)))
            }
            _ => Effective::Value(Value::unknown(combine::reason(family), family.origin.clone())),
        }
    }

    /// The parameters worth showing: what the groups set, then what is known of the family, without repetition.
    pub(super) fn known_parameters(&self, id: EntityId) -> Vec<Arc<str>> {
        let cluster = self.entity(id).links.only("cluster");
        let groups = [
            (Some(id), "parameter_group"),
            (Some(id), "cluster_parameter_group"),
            (cluster, "cluster_parameter_group"),
        ];
        let mut names: Vec<Arc<str>> = Vec::new();
        for (owner, link) in groups {
            for (_, target) in owner.map(|owner| self.targets(owner, link)).unwrap_or_default() {
                if let Target::Entity(group) = target {
                    names.extend(group::shown_names(&self.raw(group, "Parameters")));
                }
            }
        }
        match (self.family(id).as_text(), self.engine_group(id).as_text()) {
            (Some(family), _) => names.extend(tables::parameters(family).map(Arc::from)),
            (None, Some(engine)) => names.extend(tables::engine_parameters(engine).map(Arc::from)),
            (None, None) => {}
        }
        names.sort_unstable();
        names.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
        names
    }
}

/// An answer that depends on nothing.
fn always(answer: Contribution) -> Contributions {
    vec![("".into(), answer)]
}

/// What a replica has that may lie in another region: there it gets the default group, not its source's.
fn near_or_far(theirs: Contributions) -> Contributions {
    let near = "it lies in its source's region".into();
    let theirs = theirs.into_iter().filter_map(|(guard, answer)| Some((both(&guard, &near)?, answer)));
    let far = Contribution::Open { family: None, attached: Origin::default() };
    theirs.chain([("it lies in another region than its source".into(), far)]).collect()
}

/// A default group leaves every parameter open. Its family may be known by its name.
fn default_group(family: Option<Arc<str>>, used: Option<Span>) -> Contribution {
    let name: Arc<str> = format!("default.{}", family.as_deref().unwrap_or("…")).into();
    let attached = Origin::default().step(What::Reference(name), used);
    Contribution::Open { family: family.map(|family| Value::text(family, attached.clone())), attached }
}

/// Where a cluster leaves a parameter open, the instance's own group is the nearer place to set it, and its family
/// the one that is known.
fn or_own_group(answer: Contribution, own_family: Option<&Value>, own: &Origin) -> Contribution {
    match answer {
        Contribution::Open { family, attached } => {
            let attached = if attached.is_empty() { own.clone() } else { attached };
            Contribution::Open { family: family.or_else(|| own_family.cloned()), attached }
        }
        decided @ Contribution::Decided(_) => decided,
    }
}

/// What to call a family: one that a secret tells, or that no engine has, is not named.
fn shown_family<'f>(family: &Value, known: &'f str) -> &'f str {
    let is_open = !family.is_secret() && family::engine_group_of_family(known).is_some();
    if is_open { known } else { "its family" }
}

fn default(family: &str, shown: &str, name: &str, attached: &Origin) -> Effective {
    let what = What::FamilyDefault { family: shown.into() };
    match tables::default(family, name) {
        FamilyDefault::Known(text) => Effective::Value(Value::text(text, combine::ending(attached, what))),
        FamilyDefault::Missing => Effective::Missing(missing(shown, name)),
        FamilyDefault::Uncertain => {
            let reason = format!("the default of `{name}` in {shown} is not documented with certainty");
            Effective::Value(Value::unknown(reason, combine::ending(attached, what)))
        }
    }
}

fn missing(whose: &str, name: &str) -> Arc<str> {
    format!("{whose} has no parameter `{name}`").into()
}

/// The value behind the steps of another chain.
pub(super) fn behind(value: &Value, outer: &Origin) -> Value {
    let steps: Vec<_> = outer.steps().collect();
    steps.into_iter().rev().fold(value.clone(), |value, step| value.step_each(&step.what, step.at))
}

/// Where the rows of a group come from that are handed to it, as a module hands on what its callers say.
fn from_elsewhere(rows: &Origin) -> Origin {
    let handed =
        |what: &What| matches!(what, What::ModuleArgument { .. } | What::VariableDefault(_) | What::VariableFile(_));
    if rows.steps().any(|step| handed(&step.what)) { rows.clone() } else { Origin::default() }
}

/// One member out of what the possible groups come to.
fn member(answers: Vec<Guarded<Effective>>) -> Member {
    if let Some(reason) = all_missing(&answers) {
        return Member::NotApplicable(reason);
    }
    let values = answers.into_iter().map(|(guard, effective)| match effective {
        Effective::Value(value) => (guard, value),
        Effective::Missing(_) => {
            let reason = depends_on(&guard);
            (guard, Value::unknown(reason, Origin::default()))
        }
    });
    Member::Value(merge(values.collect(), &Origin::default()))
}

fn all_missing(answers: &[Guarded<Effective>]) -> Option<Arc<str>> {
    let mut first = None;
    for (_, effective) in answers {
        match effective {
            Effective::Missing(reason) => first = first.or_else(|| Some(reason.clone())),
            Effective::Value(_) => return None,
        }
    }
    first
}
