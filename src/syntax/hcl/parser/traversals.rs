//! What is taken of a term: `.name`, `[key]`, the legacy `.0`, and both splats.

use super::super::lexer::{Kind, Token};
use super::super::tree::{Expr, ExprKind, Splat, SplatStep};
use super::{Parser, Result};

impl Parser<'_> {
    /// A term with everything that is taken of it.
    pub(super) fn traversal(&mut self) -> Result<Expr> {
        let start = self.peek().start;
        let mut expr = self.term()?;
        loop {
            let kind = match self.peek().kind {
                Kind::Dot => self.member(expr)?,
                Kind::OpenBracket => self.element(expr)?,
                _ => return Ok(expr),
            };
            expr = Expr { kind, span: self.since(start) };
        }
    }

    /// `.name`, `.0`, or `.*` with the members that follow it.
    fn member(&mut self, base: Expr) -> Result<ExprKind> {
        self.next();
        if self.eat(Kind::Star) {
            return self.attribute_splat(base);
        }
        self.grow(self.height)?;
        Ok(match self.step()? {
            SplatStep::Attribute(name) => ExprKind::Attribute(Box::new(base), name),
            SplatStep::Index(key) => ExprKind::Index(Box::new(base), Box::new(key)),
            SplatStep::Splat => ExprKind::Splat(Box::new(Splat { source: base, each: Vec::new() })),
        })
    }

    /// `[key]`, or `[*]` with everything that follows it.
    fn element(&mut self, base: Expr) -> Result<ExprKind> {
        let opened = self.next();
        if self.eat(Kind::Star) {
            self.take(Kind::CloseBracket, "`]` after `*`")?;
            return self.full_splat(base);
        }
        let mut height = self.height;
        let key = self.index(opened, &mut height)?;
        self.grow(height)?;
        Ok(ExprKind::Index(Box::new(base), Box::new(key)))
    }

    fn index(&mut self, opened: Token, height: &mut usize) -> Result<Expr> {
        self.within(true, |parser| {
            let key = parser.part(height)?;
            parser.expect_close(Kind::CloseBracket, opened, "`]`")?;
            Ok(key)
        })
    }

    /// What stands behind a dot.
    fn step(&mut self) -> Result<SplatStep> {
        let token = self.peek();
        match token.kind {
            Kind::Name => {
                self.next();
                Ok(SplatStep::Attribute(self.word(token)))
            }
            Kind::Number if self.slice(token).contains('.') => {
                let advice = "two indexes in a row are written `[0][1]`";
                Err(self.error(token.start, token.end, advice))
            }
            Kind::Number => {
                self.next();
                let kind = ExprKind::Number(self.number(token)?);
                Ok(SplatStep::Index(Expr { kind, span: self.span(token.start, token.end) }))
            }
            _ => Err(self.unexpected("a name after `.`")),
        }
    }

    fn attribute_splat(&mut self, source: Expr) -> Result<ExprKind> {
        let mut each = Vec::new();
        let height = self.height;
        while self.eat(Kind::Dot) {
            each.push(self.step()?);
        }
        self.grow(height)?;
        Ok(ExprKind::Splat(Box::new(Splat { source, each })))
    }

    fn full_splat(&mut self, source: Expr) -> Result<ExprKind> {
        let mut each = Vec::new();
        let mut height = self.height;
        loop {
            match self.peek().kind {
                Kind::Dot => {
                    self.next();
                    each.push(if self.eat(Kind::Star) { SplatStep::Splat } else { self.step()? });
                }
                Kind::OpenBracket => {
                    let opened = self.next();
                    each.push(if self.eat(Kind::Star) {
                        self.take(Kind::CloseBracket, "`]` after `*`")?;
                        SplatStep::Splat
                    } else {
                        SplatStep::Index(self.index(opened, &mut height)?)
                    });
                }
                _ => break,
            }
        }
        self.grow(height)?;
        Ok(ExprKind::Splat(Box::new(Splat { source, each })))
    }
}
