//! From the flat pieces of a template to its nested parts.

use super::super::lexer::Token;
use super::super::tree::{ExprKind, IfParts, Part};
use super::templates::{Mark, Piece};
use super::{Failure, Parser, Result};
use std::borrow::Cow;
use std::iter::Peekable;
use std::sync::Arc;
use std::vec::IntoIter;

/// The template that pieces make up. How deep directives nest in them was limited before.
pub(super) fn nest(parser: &Parser, pieces: Vec<Piece>) -> Result<ExprKind> {
    let alone = pieces.len() == 1;
    let mut nester = Nester { parser, pieces: pieces.into_iter().peekable() };
    let mut parts = nester.parts()?;
    if let Some((_, token)) = nester.end() {
        return Err(parser.error(token.start, token.end, "this directive ends none that is open"));
    }
    if let [Part::Interpolation(_)] = parts.as_slice()
        && !alone
    {
        // Text that was stripped away still makes this a string, whatever the type of the value.
        parts.push(Part::Text(Arc::default()));
    }
    Ok(match parts.pop() {
        None => ExprKind::Text(Arc::default()),
        Some(Part::Text(text)) if parts.is_empty() => ExprKind::Text(text),
        Some(last) => {
            parts.push(last);
            ExprKind::Template(parts)
        }
    })
}

struct Nester<'p, 'a> {
    parser: &'p Parser<'a>,
    pieces: Peekable<IntoIter<Piece<'a>>>,
}

impl Nester<'_, '_> {
    /// The parts up to the mark that ends the surrounding directive, which is left for the caller.
    fn parts(&mut self) -> Result<Vec<Part>> {
        let mut parts = Vec::new();
        let mut literal = Cow::Borrowed("");
        loop {
            let mark = match self.pieces.next_if(|next| !ends(next)) {
                Some(Piece::Text(text)) => {
                    join(&mut literal, text);
                    continue;
                }
                Some(Piece::Mark(mark, token)) => Some((mark, token)),
                None => None,
            };
            if !literal.is_empty() {
                parts.push(Part::Text(Arc::from(std::mem::take(&mut literal))));
            }
            match mark {
                Some((mark, token)) => parts.extend(self.part(mark, token)?),
                None => return Ok(parts),
            }
        }
    }

    fn part(&mut self, mark: Mark, token: Token) -> Result<Option<Part>> {
        Ok(match mark {
            Mark::Interpolation(expr) => Some(Part::Interpolation(expr)),
            Mark::If(condition) => {
                let then = self.parts()?;
                let end = self.end();
                let (otherwise, end) = match end {
                    Some((Mark::Else, _)) => (self.parts()?, self.end()),
                    end => (Vec::new(), end),
                };
                match end {
                    Some((Mark::EndIf, _)) => Some(Part::If(Box::new(IfParts { condition, then, otherwise }))),
                    end => return Err(self.unbalanced(end.as_ref(), token, "`%{ endif }`")),
                }
            }
            Mark::For(mut repeated) => {
                repeated.body = self.parts()?;
                match self.end() {
                    Some((Mark::EndFor, _)) => Some(Part::For(repeated)),
                    end => return Err(self.unbalanced(end.as_ref(), token, "`%{ endfor }`")),
                }
            }
            Mark::Else | Mark::EndIf | Mark::EndFor => None,
        })
    }

    /// The mark that ends a directive, where one stands next.
    fn end(&mut self) -> Option<(Mark, Token)> {
        match self.pieces.next()? {
            Piece::Mark(mark, token) => Some((mark, token)),
            Piece::Text(_) => None,
        }
    }

    fn unbalanced(&self, end: Option<&(Mark, Token)>, opened: Token, missing: &str) -> Failure {
        match end {
            Some((_, token)) => self.parser.error(token.start, token.end, format!("expected {missing} here")),
            None => self.parser.error(opened.start, opened.end, format!("this directive has no {missing}")),
        }
    }
}

fn ends(piece: &Piece) -> bool {
    matches!(piece, Piece::Mark(Mark::Else | Mark::EndIf | Mark::EndFor, _))
}

fn join<'a>(text: &mut Cow<'a, str>, more: Cow<'a, str>) {
    if text.is_empty() {
        *text = more;
    } else {
        text.to_mut().push_str(&more);
    }
}
