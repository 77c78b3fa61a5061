//! Lists, objects and `for` expressions.

use super::super::lexer::{Kind, Token};
use super::super::tree::{Expr, ExprKind, For, Item, Name};
use super::{Parser, Result};
use rustc_hash::FxHashSet;
use std::sync::Arc;

impl Parser<'_> {
    /// What follows `[`.
    pub(super) fn list(&mut self, opened: Token) -> Result<ExprKind> {
        self.within(true, |parser| {
            if parser.eat_keyword("for") {
                return parser.each(opened, Kind::CloseBracket);
            }
            let (mut items, mut height) = (Vec::new(), 0);
            while !parser.closes(Kind::CloseBracket, opened)? {
                items.push(parser.part(&mut height)?);
                if !parser.eat(Kind::Comma) {
                    parser.expect_close(Kind::CloseBracket, opened, "`,` or `]`")?;
                    break;
                }
            }
            parser.grow(height)?;
            Ok(ExprKind::List(items))
        })
    }

    /// What follows `{`: items, each on a line of its own or behind a comma.
    pub(super) fn object(&mut self, opened: Token) -> Result<ExprKind> {
        let each = self.within(true, |parser| Ok(parser.eat_keyword("for")))?;
        if each {
            return self.within(true, |parser| parser.each(opened, Kind::CloseBrace));
        }
        self.within(false, |parser| {
            let (mut items, mut height) = (Vec::new(), 0);
            loop {
                while parser.eat(Kind::Newline) {}
                if parser.closes(Kind::CloseBrace, opened)? {
                    break;
                }
                let key = parser.key(&mut height, opened)?;
                let value = parser.part(&mut height)?;
                items.push(Item { key, value });
                if !parser.eat(Kind::Comma) && !parser.eat(Kind::Newline) {
                    parser.expect_close(Kind::CloseBrace, opened, "`,`, the end of the line or `}`")?;
                    break;
                }
            }
            parser.grow(height)?;
            Ok(ExprKind::Object(last_of_equal_keys(items)))
        })
    }

    /// A key with what separates it from its value; a bare word is a text.
    fn key(&mut self, height: &mut usize, opened: Token) -> Result<Expr> {
        let token = self.peek();
        let separates = |token: Option<&Token>| token.is_some_and(|t| matches!(t.kind, Kind::Assign | Kind::Colon));
        if token.kind == Kind::Name && separates(self.tokens.get(self.at + 1)) {
            self.next();
            self.next();
            let name = self.name(token);
            return Ok(Expr { kind: ExprKind::Text(name.text), span: name.span });
        }
        let key = self.part(height)?;
        match self.peek().kind {
            Kind::Assign | Kind::Colon => self.next(),
            Kind::End | Kind::Restart => return Err(self.unclosed(opened)),
            _ => return Err(self.unexpected("`=` and a value after the key")),
        };
        Ok(key)
    }

    /// What follows `[for` or `{for`.
    fn each(&mut self, opened: Token, close: Kind) -> Result<ExprKind> {
        let (key, value) = self.loop_names()?;
        let mut height = 0;
        let collection = self.part(&mut height)?;
        self.take(Kind::Colon, "`:` after the collection")?;
        let first = self.part(&mut height)?;
        let arrow = self.peek();
        let second = if self.eat(Kind::Arrow) { Some(self.part(&mut height)?) } else { None };
        let ellipsis = self.peek();
        let grouped = self.eat(Kind::Ellipsis);
        let condition = if self.eat_keyword("if") { Some(self.part(&mut height)?) } else { None };
        self.expect_close(close, opened, "the end of the `for` expression")?;
        self.grow(height)?;
        let object = close == Kind::CloseBrace;
        let (result_key, result) = match second {
            Some(value) if object => (Some(first), value),
            Some(_) => {
                return Err(self.error(arrow.start, arrow.end, "`=>` has no place in a `for` that makes a list"));
            }
            None if object => {
                return Err(self.error(arrow.start, arrow.end, "a `for` that makes an object needs `key => value`"));
            }
            None => (None, first),
        };
        if grouped && !object {
            return Err(self.error(ellipsis.start, ellipsis.end, "`...` has no place in a `for` that makes a list"));
        }
        Ok(ExprKind::For(Box::new(For { key, value, collection, result_key, result, grouped, condition })))
    }

    /// `value in` or `key, value in`.
    pub(super) fn loop_names(&mut self) -> Result<(Option<Name>, Name)> {
        let first = self.take(Kind::Name, "a name after `for`")?;
        let second = if self.eat(Kind::Comma) { Some(self.take(Kind::Name, "a name after `,`")?) } else { None };
        if !self.eat_keyword("in") {
            return Err(self.unexpected("`in` and a collection"));
        }
        let first = self.name(first);
        Ok(match second {
            Some(second) => (Some(first), self.name(second)),
            None => (None, first),
        })
    }
}

/// The items without those whose key a later item has too.
fn last_of_equal_keys(mut items: Vec<Item>) -> Vec<Item> {
    if are_different(&items) {
        return items;
    }
    let mut seen: FxHashSet<Arc<str>> = FxHashSet::default();
    items.reverse();
    items.retain(|item| text(item).is_none_or(|key| seen.insert(key.clone())));
    items.reverse();
    items
}

fn are_different(items: &[Item]) -> bool {
    /// Up to so many items are compared each with each.
    const FEW: usize = 12;
    if items.len() > FEW {
        let mut seen = FxHashSet::default();
        return items.iter().filter_map(text).all(|key| seen.insert(key));
    }
    let mut rest = items.iter().filter_map(text);
    while let Some(key) = rest.next() {
        if rest.clone().any(|other| other == key) {
            return false;
        }
    }
    true
}

fn text(item: &Item) -> Option<&Arc<str>> {
    match &item.key.kind {
        ExprKind::Text(text) => Some(text),
        _ => None,
    }
}
