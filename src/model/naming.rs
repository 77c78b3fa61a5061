//! The database that a name within something else means: within a log group's name, or among an alarm's dimensions.

use super::Entity;
use super::combine::{each, presence, undecided};
use super::effective::written;
use super::fields::{Field, Kind, Link};
use crate::value::{Content, Origin, Truth, Value};

/// The namespace of the metrics of RDS.
const NAMESPACE: &str = "AWS/RDS";

/// What names the other end of a link, where that is only a part of a field's value; `None` where it is the whole of it.
pub(super) fn meant(entity: &Entity, link: &Link) -> Option<Value> {
    match (entity.kind, link.to) {
        (Kind::LogGroup, Kind::DbInstance) => Some(within_name(&field(entity, "LogGroupName"), "/aws/rds/instance/")),
        (Kind::LogGroup, Kind::DbCluster) => Some(within_name(&field(entity, "LogGroupName"), "/aws/rds/cluster/")),
        (Kind::Alarm, Kind::DbInstance) => Some(dimension(entity, "DBInstanceIdentifier")),
        (Kind::Alarm, Kind::DbCluster) => Some(dimension(entity, "DBClusterIdentifier")),
        _ => None,
    }
}

fn field(entity: &Entity, name: &str) -> Value {
    let value = Field::find(entity.kind, name).and_then(|field| written(&entity.resource, field));
    value.unwrap_or_else(|| match &entity.resource.more_attributes {
        Some(reason) => Value::unknown(reason.clone(), Origin::default()),
        None => Value::null(Origin::default()),
    })
}

/// The first part of a name behind its beginning; null for a name that begins otherwise.
fn within_name(name: &Value, beginning: &str) -> Value {
    each(name, |name| {
        let start = match &name.content {
            Content::Text(text) => text,
            Content::Unknown(unknown) => unknown.start(),
            _ => return Value::null(name.origin.clone()),
        };
        let whole = name.as_text().is_some();
        match start.strip_prefix(beginning) {
            Some(rest) if whole || rest.contains('/') => {
                Value::text(rest.split('/').next().unwrap_or_default(), name.origin.clone())
            }
            Some(_) => name.clone(),
            None if !whole && beginning.starts_with(start) => name.clone(),
            None => Value::null(name.origin.clone()),
        }
    })
}

/// What an alarm's dimensions, its own and those of the metrics that it computes with, say under a name.
fn dimension(alarm: &Entity, name: &str) -> Value {
    let own = Metric { namespace: field(alarm, "Namespace"), dimensions: field(alarm, "Dimensions") };
    let origin = own.dimensions.origin.clone();
    let computed = field(alarm, "Metrics");
    let alone = presence(&computed) == Truth::False;
    let unknown = computed.alternatives().find(|(_, list)| list.as_unknown().is_some()).map(|(_, list)| list.clone());
    let items = computed.alternatives().flat_map(|(_, list)| list.as_list().unwrap_or_default());
    let metrics = Some(own).filter(|_| alone).into_iter().chain(items.filter_map(Metric::read));
    let values = metrics.map(|metric| metric.dimension(name)).chain(unknown).filter(|value| !value.is_null());
    Value::new(Content::List(values.collect()), origin)
}

/// A metric that an alarm looks at.
struct Metric {
    namespace: Value,
    dimensions: Value,
}

impl Metric {
    /// One that an alarm computes with, in either language's form; none for what is computed.
    fn read(item: &Value) -> Option<Self> {
        let block = |block: &Value| block.as_list().map_or(Some(block.clone()), |items| items.first().cloned());
        let metric = item.get("MetricStat").and_then(|stat| stat.get("Metric").cloned());
        let metric = metric.or_else(|| item.get("metric").and_then(block)).filter(|metric| !metric.is_null())?;
        let part = |names: [&str; 2]| names.iter().find_map(|name| metric.get(name)).cloned();
        let part = |names| part(names).unwrap_or_else(|| Value::null(metric.origin.clone()));
        Some(Self { namespace: part(["Namespace", "namespace"]), dimensions: part(["Dimensions", "dimensions"]) })
    }

    /// What its dimensions say under a name, where it is one of RDS.
    fn dimension(&self, name: &str) -> Value {
        each(&self.namespace, |namespace| match namespace.as_text() {
            Some(text) if **text == *NAMESPACE => each(&self.dimensions, |dimensions| among(dimensions, name)),
            None if !namespace.is_null() => undecided(namespace),
            _ => Value::null(namespace.origin.clone()),
        })
    }
}

/// What dimensions say under a name: a list of names with values, or a map. Without any database among them they mean
/// many at once.
fn among(dimensions: &Value, name: &str) -> Value {
    const ONE: [&str; 2] = ["DBInstanceIdentifier", "DBClusterIdentifier"];
    let find = |name: &str| match &dimensions.content {
        Content::Map(map) => map.get(name).filter(|value| !value.is_null()).cloned(),
        Content::List(items) => {
            let is_it = |item: &&Value| item.get("Name").and_then(Value::as_text).is_some_and(|own| **own == *name);
            items.iter().find(is_it).and_then(|item| item.get("Value")).cloned()
        }
        _ => None,
    };
    let nameless = |item: &&Value| item.get("Name").and_then(Value::as_text).is_none();
    let unsure = dimensions.as_list().and_then(|items| items.iter().find(nameless));
    match find(name) {
        Some(value) => value,
        None if dimensions.as_unknown().is_some() => dimensions.clone(),
        None if unsure.is_some() => Value::unknown("a dimension of an alarm has no name", dimensions.origin.clone()),
        None if ONE.iter().any(|one| find(one).is_some()) => Value::null(dimensions.origin.clone()),
        None => Value::unknown("an alarm watches several databases together", dimensions.origin.clone()),
    }
}
