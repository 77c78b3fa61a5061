//! `Fn::Sub`: a text with `${Name}`, `${Resource.Attribute}`, `${AWS::Pseudo}` and `${!Literal}`.

use super::call::{Call, literal_text};
use super::evaluator::Evaluator;
use crate::syntax::node::{Entry, Node, NodeKind};
use crate::value::{Origin, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A piece of the text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'t> {
    /// Stands for itself.
    Text(&'t str),
    /// Stands for a value.
    Name(&'t str),
}

/// A name that a call declares itself: evaluated when it is first used, and only once.
#[derive(Debug)]
enum Own<'t> {
    Node(&'t Node),
    Value(Value),
}

type Names<'t> = FxHashMap<&'t str, Own<'t>>;

impl<'t> Evaluator<'t> {
    /// `Fn::Sub: text` and `Fn::Sub: [text, {Name: value}]`.
    pub(super) fn substitute(&mut self, call: &Call<'t>) -> Value {
        let Some((text, mut names)) = read(call) else { return self.malformed(call) };
        let pieces = split(text);
        if !self.spend_text(text.len() + pieces.len(), call.span) {
            return Value::unknown("the template takes too many steps to evaluate", call.origin());
        }
        if let [Piece::Text(text)] = pieces[..] {
            return super::dynamic::known(text.into(), Origin::written(call.span));
        }
        let parts: Vec<Value> = pieces.iter().map(|piece| self.piece(call, piece, &mut names)).collect();
        let origin = self.deciding(call, &parts);
        self.concatenate(call, &parts, origin)
    }

    fn piece(&mut self, call: &Call<'t>, piece: &Piece<'t>, names: &mut Names<'t>) -> Value {
        let name = match piece {
            Piece::Text(text) => return Value::text(*text, Origin::written(call.span)),
            Piece::Name(name) => *name,
        };
        if let Some(own) = names.get_mut(name) {
            let value = match own {
                Own::Value(value) => value.clone(),
                Own::Node(node) => self.value(node),
            };
            *own = Own::Value(value.clone());
            return value;
        }
        if !is_name(name) {
            self.refuse(
                call,
                "a name in Fn::Sub is made of letters, digits, underscores, points and colons".to_owned(),
            );
            let id = name.split('.').next().unwrap_or_default();
            if !self.parameters.contains_key(id) && !self.template.by_id.contains_key(id) {
                return Value::unknown("Fn::Sub cannot replace what is no name", Origin::written(call.span));
            }
        }
        let written = format!("${{{name}}}");
        match name.split_once('.') {
            Some((id, attribute)) => self.attribute(id, attribute, call.span, written),
            None => self.named(name, call.span, written),
        }
    }
}

/// The text of a call and the names that it declares itself.
fn read<'t>(call: &Call<'t>) -> Option<(&'t Arc<str>, Names<'t>)> {
    match (call.text(), call.items()) {
        (Some(text), _) => Some((text, Names::default())),
        (None, [text, names]) if Call::read(names).is_none() && matches!(names.kind, NodeKind::Mapping(_)) => {
            let own = |entry: &'t Entry| (&*entry.key, Own::Node(&entry.value));
            Some((literal_text(text)?, names.entries().iter().map(own).collect()))
        }
        _ => None,
    }
}

/// Whether it may be the name of something. A shell's `${NAME:-default}` is none.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':'))
}

/// The pieces of a text. An unclosed `${` stands for itself.
fn split(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        let Some((name, after)) = behind.split_once('}') else { break };
        if let Some(literal) = name.strip_prefix('!') {
            pieces.extend([Piece::Text(before), Piece::Text("${"), Piece::Text(literal), Piece::Text("}")]);
        } else {
            pieces.extend([Piece::Text(before), Piece::Name(name.trim())]);
        }
        rest = after;
    }
    pieces.push(Piece::Text(rest));
    pieces.retain(|piece| *piece != Piece::Text(""));
    if pieces.is_empty() {
        pieces.push(Piece::Text(""));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{
        Piece::{Name, Text},
        split,
    };

    #[test]
    fn texts_split_at_their_names() {
        assert_eq!(split("a${B}c${D.E}"), [Text("a"), Name("B"), Text("c"), Name("D.E")]);
        assert_eq!(split("${!X}${ Y }"), [Text("${"), Text("X"), Text("}"), Name("Y")]);
        assert_eq!(split("$x ${y"), [Text("$x ${y")]);
        assert_eq!(split(""), [Text("")]);
    }
}
