//! Values of the configuration: YAML as values with their places.

use crate::syntax::node::{Node, NodeKind};
use crate::value::{Content, Map, Number, Origin, Value};
use std::sync::Arc;

/// The entries of a mapping. How deep values nest has been checked.
pub(super) fn map(node: &Node) -> Map {
    node.entries().iter().map(|entry| (entry.key.clone(), value(&entry.value))).collect()
}

fn value(node: &Node) -> Value {
    let content = match &node.kind {
        _ if node.is_null() => Content::Null,
        NodeKind::Scalar { text, plain: true } => plain(text),
        NodeKind::Scalar { text, plain: false } => Content::Text(text.clone()),
        NodeKind::Sequence(items) => Content::List(items.iter().map(value).collect()),
        NodeKind::Mapping(_) => Content::Map(Arc::new(map(node))),
    };
    Value::new(content, Origin::written(node.span))
}

/// What stands without quotes. A number that would be written in another way (`007`, `1.10`) is a text: whatever takes a
/// number takes it still.
fn plain(text: &Arc<str>) -> Content {
    match &**text {
        "true" | "True" | "TRUE" => return Content::Bool(true),
        "false" | "False" | "FALSE" => return Content::Bool(false),
        _ => {}
    }
    let number = Number::parse(text).filter(|number| number.to_string() == **text);
    number.map_or_else(|| Content::Text(text.clone()), Content::Number)
}
