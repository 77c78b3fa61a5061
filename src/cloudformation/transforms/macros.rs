//! Keys that stand for content which is made elsewhere.

use super::foreach::is_loop;
use crate::cloudformation::call::literal_text;
use crate::syntax::node::{Entry, Node};
use std::sync::Arc;

/// A macro as a key, and what it is called.
pub(in crate::cloudformation) const MACRO: &str = "Fn::Transform";

/// The macro that includes a file.
pub(super) const INCLUDE: &str = "AWS::Include";

/// Whether a key is a macro that writes entries beside it.
pub(in crate::cloudformation) fn is_macro_key(key: &str) -> bool {
    key == MACRO || is_loop(key)
}

/// What makes the content that a macro's key stands for, in words.
pub(in crate::cloudformation) fn describe(entry: &Entry) -> String {
    let name = (&*entry.key == MACRO).then(|| entry.value.get("Name").and_then(literal_text)).flatten();
    match name.map(|name| (name, location(&entry.value))) {
        Some((name, Some(location))) if &**name == INCLUDE => format!("the included file {location}"),
        Some((name, _)) if &**name != INCLUDE => format!("the macro {name}"),
        _ => entry.key.to_string(),
    }
}

/// Where the file lies that a call of the macro includes; `None` where that is not written out.
pub(super) fn location(call: &Node) -> Option<&Arc<str>> {
    let named = call.get("Name").and_then(literal_text).is_some_and(|name| &**name == INCLUDE);
    call.get("Parameters").filter(|_| named)?.get("Location").and_then(literal_text)
}
