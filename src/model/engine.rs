//! What a database runs: its engine, the engine without its edition, and the parameter group family.
//!
//! The beginning of a text is often enough: `postgres${Version}` is `PostgreSQL`, `16.${Minor}` is version 16.

use super::combine::{each, presence, undecided};
use super::derived::{bool_value, not_given, truth};
use super::fields::Kind;
use super::links::Target;
use super::{EntityId, Model, family};
use crate::value::{Content, Origin, Truth, Value};

impl Model {
    /// The engine in lower case; a member's is its cluster's where it does not say.
    pub(super) fn engine(&self, id: EntityId) -> Value {
        each(&self.named(id, "Engine"), |engine| match &engine.content {
            Content::Text(text) => Value::text(text.to_ascii_lowercase(), engine.origin.clone()),
            Content::Null => Value::unknown("no engine is given", engine.origin.clone()),
            _ => engine.clone(),
        })
    }

    /// Whether it has no engine, of its own or of what it belongs to or is made from.
    pub(super) fn names_no_engine(&self, id: EntityId) -> bool {
        self.named(id, "Engine").is_null()
    }

    /// The engine without its edition, by the engine, a group's family or a proxy's engine family.
    pub(super) fn engine_group(&self, id: EntityId) -> Value {
        each(&self.engine_or_family(id), |written| match possible_groups(written).as_deref() {
            Ok([only]) => Value::text(*only, written.origin.clone()),
            Ok(_) => undecided(written),
            Err(reason) => Value::unknown(reason.as_str(), written.origin.clone()),
        })
    }

    /// Whether the engine is Aurora's.
    pub(super) fn aurora(&self, id: EntityId) -> Value {
        each(&self.engine_or_family(id), |written| match named_aurora(written) {
            Ok(Some(known)) => known,
            Ok(None) => self.aurora_by_class(id).unwrap_or_else(|| undecided(written)),
            Err(reason) => Value::unknown(reason, written.origin.clone()),
        })
    }

    /// Whether the engine is Aurora's by its name alone: of a setting that does not go with an engine nothing is concluded.
    pub(super) fn aurora_by_name(&self, id: EntityId) -> Value {
        each(&self.engine_or_family(id), |written| match named_aurora(written) {
            Ok(known) => known.unwrap_or_else(|| undecided(written)),
            Err(reason) => Value::unknown(reason, written.origin.clone()),
        })
    }

    /// Whether a cluster whose engine is not known is one of Aurora: any other has to name the class of its instances, and
    /// Aurora's never do.
    fn aurora_by_class(&self, id: EntityId) -> Option<Value> {
        let made_from = [self.replica(id), self.restored(id)];
        if self.entity(id).kind != Kind::DbCluster || made_from.iter().any(|made| truth(made) != Truth::False) {
            return None;
        }
        let class = self.raw(id, "DBClusterInstanceClass");
        match presence(&class) {
            Truth::True => Some(bool_value(false, &class.origin)),
            Truth::False => Some(bool_value(true, &not_given())),
            Truth::Unknown => None,
        }
    }

    pub(super) fn is_aurora(&self, id: EntityId) -> Truth {
        truth(&self.aurora(id))
    }

    /// What tells the engine: the engine itself; where none is given, the family of the attached group.
    fn engine_or_family(&self, id: EntityId) -> Value {
        match self.entity(id).kind {
            Kind::ParameterGroup | Kind::ClusterParameterGroup => return self.family_of_group(id),
            Kind::Proxy => return each(&self.named(id, "EngineFamily"), proxy_engine),
            Kind::ProxyEndpoint => return self.engine_of_endpoint(id),
            _ => {}
        }
        let engine = self.engine(id);
        // A group that is attached tells more than what Terraform's provider takes for want of an engine.
        let unsure = engine.as_text().is_none_or(|engine| &**engine == "aurora");
        let unsaid = unsure && self.raw(id, "Engine").is_null();
        self.attached_family(id).filter(|_| unsaid).unwrap_or(engine)
    }

    /// The engine of the proxy that an endpoint is of.
    fn engine_of_endpoint(&self, id: EntityId) -> Value {
        match self.entity(id).links.only("proxy") {
            Some(proxy) => self.engine_or_family(proxy),
            None => Value::unknown("its proxy is not in the source", Origin::default()),
        }
    }

    /// Whether it is RDS Custom.
    pub(super) fn custom(&self, id: EntityId) -> Value {
        const START: &str = "custom-";
        each(&self.raw(id, "Engine"), |engine| match &engine.content {
            Content::Text(text) => bool_value(text.to_ascii_lowercase().starts_with(START), &engine.origin),
            // A replica or a member need not name its engine; RDS Custom has neither.
            Content::Null => bool_value(false, &not_given()),
            Content::Unknown(unknown) => match unknown.start().to_ascii_lowercase() {
                start if start.starts_with(START) => bool_value(true, &engine.origin),
                start if !START.starts_with(&start) => bool_value(false, &engine.origin),
                _ => undecided(engine),
            },
            _ => undecided(engine),
        })
    }

    /// The family that a group names, in lower case as the API has it.
    pub(super) fn family_of_group(&self, group: EntityId) -> Value {
        each(&self.named(group, "Family"), |family| match &family.content {
            Content::Text(text) => Value::text(text.to_ascii_lowercase(), family.origin.clone()),
            _ => family.clone(),
        })
    }

    /// The parameter group family: an attached group's, else the one of engine and version.
    pub(super) fn family(&self, id: EntityId) -> Value {
        match self.attached_family(id) {
            Some(family) => self.family_or_own(id, family),
            None => each(&self.engine_family(id), Value::clone),
        }
    }

    /// A group's family; where it is not known, or cannot be the database's, that of engine and version, which RDS
    /// demands to be the same.
    pub(super) fn family_or_own(&self, id: EntityId, family: Value) -> Value {
        let family = if self.entity(id).kind.is_database() { self.possible(id, family) } else { family };
        if is_known(&family) {
            return family;
        }
        let own = self.engine_family(id);
        if is_known(&own) { own } else { each(&family, undecided) }
    }

    /// A family, unless no version of the engine has it.
    fn possible(&self, id: EntityId, family: Value) -> Value {
        let engine = self.engine_group(id);
        let Some(engine) = engine.as_text().filter(|_| is_known(&family)) else { return family };
        each(&family, |family| {
            let is_of_engine = |name: &str| {
                family::engine_group_of_family(name) == Some(&**engine) && family::wrong_family(name).is_none()
            };
            match family.as_text() {
                Some(name) if !is_of_engine(name) => {
                    let reason = format!("the parameter group is of a family that {engine} does not have");
                    Value::unknown(reason, family.origin.clone())
                }
                _ => family.clone(),
            }
        })
    }

    /// The family of the attached group, a member's cluster's included.
    fn attached_family(&self, id: EntityId) -> Option<Value> {
        let attached = match self.entity(id).kind {
            Kind::DbInstance => self.linked_family(id, "parameter_group"),
            _ => self.linked_family(id, "cluster_parameter_group"),
        };
        attached.or_else(|| self.linked_family(self.entity(id).links.only("cluster")?, "cluster_parameter_group"))
    }

    fn linked_family(&self, id: EntityId, link: &str) -> Option<Value> {
        let mut targets = self.targets(id, link);
        match (targets.pop(), targets.is_empty()) {
            (Some((_, Target::Entity(group))), true) => {
                Some(self.family_of_group(group)).filter(|family| !family.is_null())
            }
            (Some((_, Target::DefaultGroup(Some(family)))), true) => Some(Value::text(family, not_given())),
            _ => None,
        }
    }

    /// The family of engine and version alone.
    pub(super) fn engine_family(&self, id: EntityId) -> Value {
        let version = self.named(id, "EngineVersion");
        each(&self.engine(id), |engine| {
            let Some(name) = engine.as_text() else { return undecided(engine) };
            each(&version, |version| {
                // The engine of that name has one version.
                let is_told = &**name == "aurora" && version.as_unknown().is_some();
                let origin = if is_told { &engine.origin } else { &version.origin };
                let family = match &version.content {
                    Content::Null => return Value::unknown("no engine version is given", version.origin.clone()),
                    Content::Text(text) => family::family(name, text),
                    Content::Unknown(_) if is_told => family::family(name, "5.6"),
                    Content::Unknown(unknown) => match family::family_of_start(name, unknown.start()) {
                        None => return undecided(version),
                        family => family,
                    },
                    _ => None,
                };
                match family {
                    Some(family) if engine.is_secret() => Value::text(family, origin.clone().of_secret()),
                    Some(family) => Value::text(family, origin.clone()),
                    None => Value::unknown("the engine version tells no major version", version.origin.clone()),
                }
            })
        })
    }

    pub(super) fn major(&self, id: EntityId) -> Value {
        each(&self.family(id), |family| match family.as_text() {
            Some(text) => Value::text(family::major(text), family.origin.clone()),
            None => undecided(family),
        })
    }
}

/// Whether an engine or a family is Aurora's, where its text tells.
fn named_aurora(written: &Value) -> Result<Option<Value>, String> {
    let groups = possible_groups(written)?;
    let of_aurora = groups.iter().filter(|group| group.starts_with("aurora")).count();
    let known = match of_aurora {
        0 => (!groups.is_empty()).then_some(false),
        all => (all == groups.len()).then_some(true),
    };
    Ok(known.map(|known| bool_value(known, &written.origin)))
}

/// The engine groups that an engine or a family may belong to; several, or none, where it is not known.
fn possible_groups(written: &Value) -> Result<Vec<&'static str>, String> {
    match &written.content {
        Content::Text(text) => {
            let name = text.to_ascii_lowercase();
            let group = family::engine_group(&name).or_else(|| family::engine_group_of_family(&name));
            let shown = if written.is_secret() { "…" } else { text };
            group.map(|group| vec![group]).ok_or_else(|| format!("`{shown}` is no engine of RDS"))
        }
        Content::Null => Err("no engine is given".to_owned()),
        Content::Unknown(unknown) => Ok(family::engine_groups_of_start(&unknown.start().to_ascii_lowercase())),
        _ => Ok(Vec::new()),
    }
}

fn is_known(family: &Value) -> bool {
    family.alternatives().all(|(_, family)| family.as_text().is_some())
}

/// The engine that a proxy's engine family means.
fn proxy_engine(engine_family: &Value) -> Value {
    let engine = match engine_family.as_text().map(|text| text.to_ascii_lowercase()).as_deref() {
        Some("postgresql") => "postgres",
        Some("mysql") => "mysql",
        // Of any edition.
        Some("sqlserver") => "sqlserver-",
        _ if engine_family.as_unknown().is_some() => return undecided(engine_family),
        _ => return engine_family.clone(),
    };
    Value::text(engine, engine_family.origin.clone())
}
