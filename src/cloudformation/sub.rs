//! `Fn::Sub`: a text with `${Name}`, `${Resource.Attribute}`, `${AWS::Pseudo}` and `${!Literal}`.

use super::call::{Call, literal_text};
use super::evaluator::Evaluator;
use crate::syntax::node::Node;
use crate::value::{Origin, Value};

/// A piece of the text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'t> {
    /// Stands for itself.
    Text(&'t str),
    /// Stands for a value.
    Name(&'t str),
}

impl<'t> Evaluator<'t> {
    /// `Fn::Sub: text` and `Fn::Sub: [text, {Name: value}]`.
    pub(super) fn substitute(&mut self, call: &Call<'t>) -> Value {
        let (text, names) = match (call.text(), call.items()) {
            (Some(text), _) => (text, None),
            (None, [text, names]) => match literal_text(text) {
                Some(text) => (text, Some(names)),
                None => return self.malformed(call),
            },
            _ => return self.malformed(call),
        };
        let pieces = split(text);
        if !self.spend_text(text.len() + pieces.len(), call.span) {
            return Value::unknown("the template takes too many steps to evaluate", call.origin());
        }
        if let [Piece::Text(text)] = pieces[..] {
            return super::dynamic::known(text.into(), Origin::written(call.span));
        }
        let parts: Vec<Value> = pieces.iter().map(|piece| self.piece(call, piece, names)).collect();
        let origin = self.deciding(call, &parts);
        self.concatenate(call, &parts, origin)
    }

    fn piece(&mut self, call: &Call<'t>, piece: &Piece<'t>, names: Option<&'t Node>) -> Value {
        let name = match piece {
            Piece::Text(text) => return Value::text(*text, Origin::written(call.span)),
            Piece::Name(name) => *name,
        };
        if let Some(node) = names.and_then(|names| names.get(name)) {
            return self.value(node);
        }
        let written = format!("${{{name}}}");
        match name.split_once('.') {
            Some((id, attribute)) => self.attribute(id, attribute, call.span, written),
            None => self.named(name, call.span, written),
        }
    }
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
