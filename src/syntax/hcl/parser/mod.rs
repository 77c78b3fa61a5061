//! Tokens to the tree: recursive descent, as the reference implementation does it, so that both accept the same.
//!
//! An expression that does not parse is given up as a whole; its body goes on after it (`body`, `recovery`).

mod body;
mod collections;
mod directives;
mod escapes;
mod expressions;
mod heredoc;
mod names;
mod recovery;
mod templates;
mod terms;
mod traversals;

use super::lexer::{Kind, Token};
use super::tree::{Expr, ExprKind, Name};
use crate::source::{FileId, Problem, Span};
use names::Words;
use std::sync::Arc;

/// How deep anything may nest: blocks, brackets, templates, and operators in a row.
pub(super) const MAX_DEPTH: usize = 256;
/// How many problems of one file are told.
const MAX_PROBLEMS: usize = 50;

/// How the byte offsets of a text become places in the file.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// The text stands in the file as it is, from this offset on.
    Offset(FileId, u32),
    /// The text does not stand in the file byte for byte; everything in it is said to be here.
    Fixed(Span),
}

impl Place {
    /// Where the text begins.
    pub(super) const fn start(self) -> Span {
        match self {
            Self::Offset(file, offset) => Span::new(file, offset, offset),
            Self::Fixed(span) => span,
        }
    }
}

/// What was parsed, or why it could not be.
type Result<T> = std::result::Result<T, Failure>;

/// The problem because of which something could not be parsed; in a box, because every result has room for it.
pub(super) struct Failure(Box<Problem>);

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        *failure.0
    }
}

/// A parser of one text.
pub(super) struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// The next token.
    at: usize,
    /// Where the token before it ends.
    ended: u32,
    place: Place,
    /// Whether line breaks mean nothing here, as within brackets.
    free: bool,
    /// How deep the parser is in the text.
    depth: usize,
    /// How high the tree of the last expression is.
    height: usize,
    /// Whether the first error is the last.
    strict: bool,
    /// The token that the last problem was about.
    blamed: Option<usize>,
    problems: Vec<Problem>,
    /// What the thread remembers of the texts before this one.
    words: Words,
}

impl Drop for Parser<'_> {
    fn drop(&mut self) {
        self.words.remember();
    }
}

impl<'a> Parser<'a> {
    /// A parser that stops at the first error if it is strict, and otherwise goes on behind it.
    pub(super) fn new(place: Place, text: &'a str, tokens: &'a [Token], strict: bool) -> Self {
        Self {
            text,
            tokens,
            at: 0,
            ended: 0,
            place,
            free: false,
            depth: 0,
            height: 0,
            strict,
            blamed: None,
            problems: Vec::new(),
            words: Words::remembered(),
        }
    }

    /// What is wrong with the text, in the order of the places.
    pub(super) fn problems(mut self) -> Vec<Problem> {
        let mut problems = std::mem::take(&mut self.problems);
        problems.sort_by_key(|problem| problem.span);
        problems
    }

    /// An expression that is the whole text.
    pub(super) fn whole_expr(&mut self) -> Result<Expr> {
        self.free = true;
        let expr = self.expr()?;
        match self.peek().kind {
            Kind::End => Ok(expr),
            _ => Err(self.unexpected("the end of the expression")),
        }
    }

    /// A template that is the whole text.
    pub(super) fn whole_template(&mut self) -> Result<ExprKind> {
        self.template(Token { kind: Kind::Literal, start: 0, end: 0 }, Kind::End)
    }

    fn peek(&mut self) -> Token {
        loop {
            match self.tokens.get(self.at) {
                Some(token) if self.free && token.kind == Kind::Newline => self.at += 1,
                Some(token) => return *token,
                None => return Token { kind: Kind::End, start: self.ended, end: self.ended },
            }
        }
    }

    /// Takes the next token; the end is never passed.
    fn next(&mut self) -> Token {
        let token = self.peek();
        if !matches!(token.kind, Kind::End | Kind::Restart) {
            self.at += 1;
            self.ended = token.end;
        }
        token
    }

    fn eat(&mut self, kind: Kind) -> bool {
        let eaten = self.peek().kind == kind;
        if eaten {
            self.next();
        }
        eaten
    }

    fn take(&mut self, kind: Kind, expected: &str) -> Result<Token> {
        if self.peek().kind == kind { Ok(self.next()) } else { Err(self.unexpected(expected)) }
    }

    /// Takes the bracket that closes what `opened` opened.
    fn expect_close(&mut self, kind: Kind, opened: Token, expected: &str) -> Result<()> {
        if self.eat(kind) {
            return Ok(());
        }
        Err(match self.peek().kind {
            Kind::End | Kind::Restart => self.unclosed(opened),
            _ => self.unexpected(expected),
        })
    }

    /// Whether the bracket that `opened` opened is closed here, or else something more stands in it.
    fn closes(&mut self, kind: Kind, opened: Token) -> Result<bool> {
        match self.peek().kind {
            Kind::End | Kind::Restart => Err(self.unclosed(opened)),
            _ => Ok(self.eat(kind)),
        }
    }

    fn eat_keyword(&mut self, keyword: &str) -> bool {
        let token = self.peek();
        let eaten = token.kind == Kind::Name && self.slice(token) == keyword;
        if eaten {
            self.next();
        }
        eaten
    }

    /// Parses what stands in brackets, where line breaks mean nothing if it is free.
    fn within<T>(&mut self, free: bool, parse: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let around = std::mem::replace(&mut self.free, free);
        let parsed = parse(self);
        self.free = around;
        parsed
    }

    fn enter(&mut self) -> Result<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(self.too_deep()) } else { Ok(()) }
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Notes that the tree of an expression is one higher than the highest of its parts.
    fn grow(&mut self, below: usize) -> Result<()> {
        self.height = below + 1;
        if self.height > MAX_DEPTH { Err(self.too_deep()) } else { Ok(()) }
    }

    /// Parses a part of an expression and notes how high it is.
    fn part(&mut self, height: &mut usize) -> Result<Expr> {
        let expr = self.expr()?;
        *height = self.height.max(*height);
        Ok(expr)
    }

    fn slice(&self, token: Token) -> &'a str {
        self.text.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    fn span(&self, start: u32, end: u32) -> Span {
        match self.place {
            Place::Offset(file, offset) => Span::new(file, offset + start, offset + end),
            Place::Fixed(span) => span,
        }
    }

    /// From an offset to where the last token ended.
    fn since(&self, start: u32) -> Span {
        self.span(start, self.ended)
    }

    /// The text of a token that is used again and again.
    fn word(&mut self, token: Token) -> Arc<str> {
        let text = self.slice(token);
        self.words.shared(text)
    }

    fn name(&mut self, token: Token) -> Name {
        Name { text: self.word(token), span: self.span(token.start, token.end) }
    }
}
