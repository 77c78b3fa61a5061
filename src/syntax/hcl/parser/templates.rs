//! Templates: literal text between interpolations and directives.
//!
//! The pieces are first laid out flat, because strip marks and the indentation of heredocs work on neighbouring pieces
//! whatever the nesting of directives is; `directives` nests them then.

use super::super::lexer::{Kind, Token};
use super::super::tree::{Expr, ExprKind, ForParts};
use super::directives::nest;
use super::heredoc::remove_indentation;
use super::{MAX_DEPTH, Parser, Result};
use std::borrow::Cow;

/// One piece of a template in reading order.
pub(super) enum Piece<'a> {
    Text(Cow<'a, str>),
    /// What stands in `${}` or `%{}`, and the token that opens it.
    Mark(Mark, Token),
}

/// What stands in `${}` or `%{}`.
pub(super) enum Mark {
    Interpolation(Expr),
    If(Expr),
    Else,
    EndIf,
    /// Still without a body.
    For(Box<ForParts>),
    EndFor,
}

impl<'a> Parser<'a> {
    /// What follows the token that opens a template, up to the token that closes it.
    pub(super) fn template(&mut self, opened: Token, close: Kind) -> Result<ExprKind> {
        let mut pieces = self.pieces(opened, close)?;
        if opened.kind == Kind::OpenIndented {
            remove_indentation(&mut pieces);
        }
        nest(self, pieces)
    }

    fn pieces(&mut self, opened: Token, close: Kind) -> Result<Vec<Piece<'a>>> {
        let mut layout = Layout { pieces: Vec::new(), strip: false, height: 0, open: 0, deepest: 0 };
        loop {
            let token = self.peek();
            match token.kind {
                Kind::Literal => {
                    self.next();
                    layout.text(self.literal(token, close == Kind::CloseQuote)?);
                }
                Kind::Interpolation | Kind::Directive => self.sequence(token, &mut layout)?,
                kind if kind == close => break,
                Kind::BrokenQuote => {
                    let message = "this quoted string does not end on its line";
                    return Err(self.error(opened.start, opened.end, message));
                }
                Kind::Invalid => {
                    let message = "a carriage return without a line break has no place in a heredoc";
                    return Err(self.error(token.start, token.end, message));
                }
                _ => return Err(self.unclosed(opened)),
            }
        }
        self.next();
        self.grow(layout.height + layout.deepest)?;
        Ok(layout.pieces)
    }

    /// `${…}` or `%{…}`.
    fn sequence(&mut self, opened: Token, layout: &mut Layout<'a>) -> Result<()> {
        self.next();
        if opened.end - opened.start == 3 {
            layout.strip_before();
        }
        let mark = self.within(true, |parser| {
            let mark = match opened.kind {
                Kind::Directive => parser.directive(&mut layout.height)?,
                _ => Mark::Interpolation(parser.part(&mut layout.height)?),
            };
            let expected = "`}` (a `${` or `%{` that is no template is written `$${` or `%%{`)";
            let close = parser.peek();
            parser.expect_close(Kind::CloseSequence, opened, expected)?;
            layout.strip = close.end - close.start == 2;
            // The lexer's own end of it, where the file has errors.
            if close.start == close.end { Err(parser.unclosed(opened)) } else { Ok(mark) }
        })?;
        layout.nesting(&mark);
        if self.depth + layout.open > MAX_DEPTH {
            return Err(self.too_deep());
        }
        layout.pieces.push(Piece::Mark(mark, opened));
        Ok(())
    }

    fn directive(&mut self, height: &mut usize) -> Result<Mark> {
        const EXPECTED: &str = "`if`, `else`, `endif`, `for` or `endfor`";
        let keyword = self.peek();
        if keyword.kind != Kind::Name {
            return Err(self.unexpected(EXPECTED));
        }
        let mark = match self.slice(keyword) {
            "if" | "for" => None,
            "else" => Some(Mark::Else),
            "endif" => Some(Mark::EndIf),
            "endfor" => Some(Mark::EndFor),
            _ => return Err(self.unexpected(EXPECTED)),
        };
        self.next();
        match mark {
            Some(mark) => Ok(mark),
            None if self.slice(keyword) == "if" => Ok(Mark::If(self.part(height)?)),
            None => {
                let (key, value) = self.loop_names()?;
                let (key, value) = (key.map(|key| key.text), value.text);
                let repeated = ForParts { key, value, collection: self.part(height)?, body: Vec::new() };
                Ok(Mark::For(Box::new(repeated)))
            }
        }
    }
}

/// The pieces of one template.
struct Layout<'a> {
    pieces: Vec<Piece<'a>>,
    /// Whether the next piece of text loses its leading white space.
    strip: bool,
    height: usize,
    /// How many directives are open, and how many were at most.
    open: usize,
    deepest: usize,
}

impl<'a> Layout<'a> {
    fn text(&mut self, text: Cow<'a, str>) {
        let text = if std::mem::take(&mut self.strip) { cut(text, str::trim_start) } else { text };
        self.pieces.push(Piece::Text(text));
    }

    fn strip_before(&mut self) {
        if let Some(Piece::Text(before)) = self.pieces.last_mut() {
            *before = cut(std::mem::take(before), str::trim_end);
        }
    }

    fn nesting(&mut self, mark: &Mark) {
        match mark {
            Mark::If(_) | Mark::For(_) => self.open += 1,
            Mark::EndIf | Mark::EndFor => self.open = self.open.saturating_sub(1),
            Mark::Interpolation(_) | Mark::Else => {}
        }
        self.deepest = self.deepest.max(self.open);
    }
}

/// A part of a text, without a copy where there was none.
pub(super) fn cut(text: Cow<'_, str>, part: impl Fn(&str) -> &str) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(part(text)),
        Cow::Owned(text) => Cow::Owned(part(&text).to_owned()),
    }
}
