//! Bodies: arguments and blocks. An item that does not parse costs itself and nothing around it.

use super::super::lexer::{Kind, Token};
use super::super::tree::{Attribute, Block, Body, Expr, ExprKind, Name};
use super::{Parser, Result};
use crate::source::{Problem, ProblemKind};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// In a body with more arguments than this, names are looked up in a set.
const FEW: usize = 16;

/// A body on its way.
#[derive(Default)]
struct Items {
    body: Body,
    /// The names of the arguments, once they are many.
    names: Option<FxHashSet<Arc<str>>>,
}

impl Parser<'_> {
    /// The body of a file.
    pub(in super::super) fn file(&mut self) -> Result<Body> {
        let mut items = Items::default();
        loop {
            self.items(&mut items)?;
            match self.peek().kind {
                Kind::End => return Ok(items.body),
                Kind::Restart => self.at += 1,
                _ => {
                    let token = self.peek();
                    let problem = self.error(token.start, token.end, "this `}` closes nothing");
                    self.report(problem)?;
                    self.next();
                }
            }
        }
    }

    /// Items up to a closing brace or the end.
    fn items(&mut self, items: &mut Items) -> Result<()> {
        loop {
            match self.peek().kind {
                Kind::CloseBrace | Kind::End | Kind::Restart => return Ok(()),
                Kind::Newline => {
                    self.next();
                }
                _ => self.item_or_problem(items)?,
            }
        }
    }

    fn item_or_problem(&mut self, items: &mut Items) -> Result<()> {
        let (first, depth) = (self.at, self.depth);
        if let Err(problem) = self.item(items) {
            self.report(problem)?;
            self.depth = depth;
            self.skip_item(first);
        }
        Ok(())
    }

    fn item(&mut self, items: &mut Items) -> Result<()> {
        let name = match self.peek().kind {
            Kind::Name => self.next(),
            Kind::Text | Kind::OpenQuote => return Err(self.unexpected("an argument's name, which has no quotes")),
            _ => return Err(self.unexpected("an argument or a block")),
        };
        match self.peek().kind {
            Kind::Assign => {
                self.argument(name, items)?;
                match self.peek().kind {
                    Kind::Newline | Kind::End => Ok(()),
                    Kind::Comma => Err(self.unexpected("the end of the line, which separates arguments")),
                    _ => Err(self.unexpected("the end of the line after this argument")),
                }
            }
            Kind::Name | Kind::Text | Kind::OpenQuote | Kind::OpenBrace => self.block(name, items),
            _ => Err(self.unexpected("`=` and a value, or `{` and the content of a block")),
        }
    }

    /// `= expression` behind a name. An argument whose value does not parse is still there.
    fn argument(&mut self, name: Token, items: &mut Items) -> Result<()> {
        self.next();
        let start = self.peek().start;
        let parsed = self.expr();
        let next = self.peek().kind;
        let ended = matches!(next, Kind::Newline | Kind::End | Kind::Restart | Kind::CloseBrace | Kind::Comma);
        let (value, outcome) = match parsed {
            Ok(value) if ended => (value, Ok(())),
            Ok(_) => (self.invalid(start), Ok(())),
            Err(failure) => (self.invalid(start), Err(failure)),
        };
        let name = self.name(name);
        if items.add_name(&name.text) {
            items.body.attributes.push(Attribute { name, value });
        } else {
            let message = format!("{} is set twice", name.text);
            self.note(Problem::at(ProblemKind::Meaning, name.span, message));
        }
        outcome
    }

    /// What stands from an offset to the next token, but not past the line; before the end only to the last token, so that it
    /// lies in the block.
    fn invalid(&mut self, start: u32) -> Expr {
        let next = self.peek();
        let end = if matches!(next.kind, Kind::End | Kind::Restart) { self.ended } else { next.end };
        let start = start.min(end);
        let passed = self.text.get(start as usize..end as usize).unwrap_or_default();
        let line = passed.lines().next().unwrap_or_default().trim_end();
        Expr { kind: ExprKind::Invalid, span: self.span(start, start + line.len() as u32) }
    }

    fn block(&mut self, kind: Token, items: &mut Items) -> Result<()> {
        let labels = self.labels()?;
        let header = self.since(kind.start);
        match self.peek().kind {
            Kind::OpenBrace => self.enter()?,
            Kind::Assign => return Err(self.unexpected("`{`, which a block has without `=`")),
            Kind::Newline => return Err(self.unexpected("`{` on the line of the block's header")),
            _ => return Err(self.unexpected("a label or `{`")),
        }
        let opened = self.next();
        let mut content = Items::default();
        self.content(&mut content)?;
        self.leave();
        if !self.eat(Kind::CloseBrace) {
            let problem = self.error(kind.start, opened.end, "this block is not closed");
            self.report(problem)?;
        }
        let (kind, span, body) = (self.name(kind), self.since(kind.start), content.body);
        items.body.blocks.push(Block { kind, labels, body, header, span });
        if !matches!(self.peek().kind, Kind::Newline | Kind::End | Kind::Restart) {
            let problem = self.unexpected("the end of the line after this block");
            self.report(problem)?;
        }
        Ok(())
    }

    fn labels(&mut self) -> Result<Vec<Name>> {
        let mut labels = Vec::new();
        loop {
            let token = self.peek();
            labels.push(match token.kind {
                Kind::Name => self.name(token),
                Kind::Text => Name { text: self.unquoted(token), span: self.span(token.start, token.end) },
                Kind::OpenQuote => {
                    labels.push(self.quoted_label()?);
                    continue;
                }
                _ => return Ok(labels),
            });
            self.next();
        }
    }

    /// The content of a block up to its closing brace: lines, or a single argument on the line of the header.
    fn content(&mut self, items: &mut Items) -> Result<()> {
        if !matches!(self.peek().kind, Kind::Newline | Kind::End | Kind::Restart | Kind::CloseBrace) {
            self.single_argument(items)?;
        }
        self.items(items)
    }

    fn single_argument(&mut self, items: &mut Items) -> Result<()> {
        const ALONE: &str = "`}`: a block on one line holds one argument and nothing else";
        let (first, depth) = (self.at, self.depth);
        let name = self.next();
        let parsed = match (name.kind, self.peek().kind) {
            (Kind::Name, Kind::Assign) => self.argument(name, items),
            (Kind::Name, _) => Err(self.unexpected("`=`: a block on one line holds one argument and nothing else")),
            _ => {
                self.at = first;
                Err(self.unexpected("an argument or the end of the line"))
            }
        };
        let problem = match (parsed, self.peek().kind) {
            (Ok(()), Kind::CloseBrace) => return Ok(()),
            (Ok(()), _) => self.unexpected(ALONE),
            (Err(problem), _) => problem,
        };
        self.report(problem)?;
        self.depth = depth;
        self.skip_item(first);
        Ok(())
    }
}

impl Items {
    /// Adds the name of an argument; whether it is new.
    fn add_name(&mut self, name: &Arc<str>) -> bool {
        let attributes = &self.body.attributes;
        if attributes.len() < FEW {
            return attributes.iter().all(|attribute| attribute.name.text != *name);
        }
        let known = || attributes.iter().map(|attribute| attribute.name.text.clone()).collect();
        self.names.get_or_insert_with(known).insert(name.clone())
    }
}
