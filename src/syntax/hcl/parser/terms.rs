//! What stands between operators: literals, names, calls, and whatever is in brackets.

use super::super::lexer::{Kind, Token};
use super::super::tree::{Call, Expr, ExprKind, Name};
use super::{Failure, Parser, Result};
use crate::value::Number;
use std::sync::Arc;

impl Parser<'_> {
    /// A term without what is taken of it.
    pub(super) fn term(&mut self) -> Result<Expr> {
        let token = self.peek();
        self.height = 1;
        let kind = match token.kind {
            Kind::Name => return self.named(),
            Kind::Number => {
                self.next();
                ExprKind::Number(self.number(token)?)
            }
            Kind::Text => {
                self.next();
                ExprKind::Text(self.unquoted(token))
            }
            Kind::OpenQuote => self.nested(|parser, token| parser.template(token, Kind::CloseQuote))?,
            Kind::OpenHeredoc | Kind::OpenIndented => {
                self.nested(|parser, token| parser.template(token, Kind::CloseHeredoc))?
            }
            Kind::OpenBracket => self.nested(Self::list)?,
            Kind::OpenBrace => self.nested(Self::object)?,
            Kind::OpenParen => return self.parenthesised(),
            _ => return Err(self.no_value()),
        };
        Ok(Expr { kind, span: self.since(token.start) })
    }

    fn no_value(&mut self) -> Failure {
        let mut problem = self.unexpected("a value");
        if self.peek().kind != Kind::BrokenQuote {
            problem.0.message.insert_str(0, "invalid expression: ");
        }
        problem
    }

    fn nested(&mut self, parse: impl FnOnce(&mut Self, Token) -> Result<ExprKind>) -> Result<ExprKind> {
        let opened = self.next();
        parse(self, opened)
    }

    /// The content of a quoted string of plain text.
    pub(super) fn unquoted(&mut self, token: Token) -> Arc<str> {
        let text = self.slice(token);
        self.words.shared(text.get(1..text.len().saturating_sub(1)).unwrap_or_default())
    }

    /// A number; one that is too large to be told apart from others is the largest.
    pub(super) fn number(&self, token: Token) -> Result<Number> {
        let parsed = self.slice(token).parse().ok().and_then(|value: f64| Number::new(value.min(f64::MAX)));
        parsed.ok_or_else(|| self.error(token.start, token.end, "this is not a number"))
    }

    /// A keyword, a call, or a variable.
    fn named(&mut self) -> Result<Expr> {
        let token = self.next();
        if matches!(self.peek().kind, Kind::OpenParen | Kind::DoubleColon) {
            let kind = self.call(token)?;
            return Ok(Expr { kind, span: self.since(token.start) });
        }
        let kind = match self.slice(token) {
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "null" => ExprKind::Null,
            name => ExprKind::Variable(self.words.shared(name)),
        };
        Ok(Expr { kind, span: self.span(token.start, token.end) })
    }

    fn call(&mut self, first: Token) -> Result<ExprKind> {
        let name = self.function_name(first)?;
        let opened = self.take(Kind::OpenParen, "`(` and the arguments of the function")?;
        let mut call = Call { name, arguments: Vec::new(), expand_last: false };
        self.within(true, |parser| parser.arguments(&mut call, opened))?;
        Ok(ExprKind::Call(Box::new(call)))
    }

    /// The name of a function, with those of the provider that it may belong to.
    fn function_name(&mut self, first: Token) -> Result<Name> {
        if self.peek().kind == Kind::OpenParen {
            return Ok(self.name(first));
        }
        let mut text = self.slice(first).to_owned();
        while self.eat(Kind::DoubleColon) {
            let name = self.take(Kind::Name, "the name of a function after `::`")?;
            text.push_str("::");
            text.push_str(self.slice(name));
        }
        Ok(Name { text: text.into(), span: self.since(first.start) })
    }

    fn arguments(&mut self, call: &mut Call, opened: Token) -> Result<()> {
        let mut height = 0;
        while !self.closes(Kind::CloseParen, opened)? {
            call.arguments.push(self.part(&mut height)?);
            if self.eat(Kind::Ellipsis) {
                call.expand_last = true;
                self.expect_close(Kind::CloseParen, opened, "`)` after `...`")?;
                break;
            }
            if !self.eat(Kind::Comma) {
                self.expect_close(Kind::CloseParen, opened, "`,` or `)`")?;
                break;
            }
        }
        self.grow(height)
    }

    fn parenthesised(&mut self) -> Result<Expr> {
        let opened = self.next();
        self.within(true, |parser| {
            parser.closes(Kind::End, opened)?;
            let expr = parser.expr()?;
            parser.expect_close(Kind::CloseParen, opened, "`)`")?;
            Ok(expr)
        })
    }
}
