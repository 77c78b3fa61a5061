//! Errors: how they are said, and where parsing goes on behind them.

use super::super::lexer::{Kind, Token};
use super::{Failure, MAX_DEPTH, MAX_PROBLEMS, Parser, Result};
use crate::source::{Problem, ProblemKind};

impl Parser<'_> {
    /// Records what is wrong, or gives up if the parser is strict. One place has one problem: what fails because of
    /// the first is not worth telling.
    pub(super) fn report(&mut self, problem: Failure) -> Result<()> {
        if self.strict {
            return Err(problem);
        }
        if self.blamed.replace(self.at) != Some(self.at) {
            self.note(problem.into());
        }
        Ok(())
    }

    /// Records a problem that is no reason to give up.
    pub(super) fn note(&mut self, problem: Problem) {
        match self.problems.len() {
            0..MAX_PROBLEMS => self.problems.push(problem),
            MAX_PROBLEMS => {
                let message = format!("more than {MAX_PROBLEMS} problems in this file: no more are listed");
                self.problems.push(Problem { kind: ProblemKind::Limit, message, ..problem });
            }
            _ => {}
        }
    }

    /// Something else than what must stand next.
    pub(super) fn unexpected(&mut self, expected: &str) -> Failure {
        let token = self.peek();
        let message = match token.kind {
            Kind::BrokenQuote => "a quoted string does not end on its line".to_owned(),
            _ => format!("expected {expected}, found {}", self.found(token)),
        };
        self.error(token.start, token.end, message)
    }

    pub(super) fn unclosed(&self, opened: Token) -> Failure {
        let message = match opened.kind {
            Kind::OpenHeredoc | Kind::OpenIndented => "no line ends this heredoc".to_owned(),
            Kind::OpenQuote => "this string is not closed".to_owned(),
            _ => format!("this `{}` is not closed", self.slice(opened)),
        };
        let end = opened.start + self.slice(opened).trim_end().len() as u32;
        self.error(opened.start, end, message)
    }

    pub(super) fn too_deep(&mut self) -> Failure {
        let token = self.peek();
        let span = self.span(token.start, token.end);
        Failure(Box::new(Problem::at(ProblemKind::Limit, span, format!("nested more than {MAX_DEPTH} levels deep"))))
    }

    pub(super) fn error(&self, start: u32, end: u32, message: impl Into<String>) -> Failure {
        let span = self.span(start, end.max(start + 1).min(self.text.len() as u32).max(start));
        Failure(Box::new(Problem::at(ProblemKind::Syntax, span, message)))
    }

    /// What a token is, without the text of anything that may be a secret.
    fn found(&self, token: Token) -> String {
        let what = match token.kind {
            Kind::Newline => "the end of the line",
            Kind::End => "the end of the file",
            Kind::Restart => "the next block",
            Kind::Name => "a name",
            Kind::Number => "a number",
            Kind::Text | Kind::OpenQuote | Kind::BrokenQuote | Kind::CloseQuote => "a string",
            Kind::OpenHeredoc | Kind::OpenIndented | Kind::CloseHeredoc => "a heredoc",
            Kind::Literal => "text",
            Kind::Invalid => match self.slice(token) {
                "'" => "`'` (strings stand in double quotes)",
                "`" => "a backtick (strings stand in double quotes)",
                ";" => "`;` (arguments end with their lines)",
                "&" => "`&` (logical and is `&&`)",
                "|" => "`|` (logical or is `||`)",
                _ => "a character that has no meaning here",
            },
            _ if token.start == token.end => "the end of the line",
            _ => return format!("`{}`", self.slice(token)),
        };
        what.to_owned()
    }

    /// Goes on behind an item of a body that began at a token: after the line that ends it, or before the brace that
    /// closes the body around it. What the item leaves open is open no more where an argument or a block must begin.
    pub(super) fn skip_item(&mut self, first: usize) {
        self.free = false;
        self.at = first;
        let mut open = Open::default();
        loop {
            match self.peek().kind {
                Kind::End | Kind::Restart => return,
                Kind::CloseBrace if !open.holds(Pair::Brace) => return,
                Kind::Newline => {
                    self.next();
                    if open.pairs.is_empty() || (open.is_list() && self.item_begins()) {
                        return;
                    }
                    continue;
                }
                kind => open.pass(kind),
            }
            self.next();
        }
    }

    /// Whether `name =` or the header of a block stands here.
    fn item_begins(&self) -> bool {
        let mut rest = self.tokens.iter().skip(self.at).map(|token| token.kind);
        if rest.next() != Some(Kind::Name) {
            return false;
        }
        let mut rest = rest.skip_while(|kind| matches!(kind, Kind::Text | Kind::Name));
        matches!(rest.next(), Some(Kind::Assign | Kind::OpenBrace))
    }
}

/// What is opened and closed.
#[derive(Clone, Copy, PartialEq)]
enum Pair {
    Brace,
    Bracket,
    Paren,
    Quote,
    Heredoc,
    Sequence,
}

/// What is open, and how much of each: a search in the stack always finds what it looks for.
#[derive(Default)]
struct Open {
    pairs: Vec<Pair>,
    counts: [usize; 6],
}

impl Open {
    fn pass(&mut self, kind: Kind) {
        match kind {
            Kind::OpenBrace => self.open(Pair::Brace),
            Kind::OpenBracket => self.open(Pair::Bracket),
            Kind::OpenParen => self.open(Pair::Paren),
            Kind::OpenQuote => self.open(Pair::Quote),
            Kind::OpenHeredoc | Kind::OpenIndented => self.open(Pair::Heredoc),
            Kind::Interpolation | Kind::Directive => self.open(Pair::Sequence),
            Kind::CloseBrace => self.close(Pair::Brace),
            Kind::CloseBracket => self.close(Pair::Bracket),
            Kind::CloseParen => self.close(Pair::Paren),
            Kind::CloseQuote | Kind::BrokenQuote => self.close(Pair::Quote),
            Kind::CloseHeredoc => self.close(Pair::Heredoc),
            Kind::CloseSequence => self.close(Pair::Sequence),
            _ => {}
        }
    }

    fn open(&mut self, pair: Pair) {
        self.pairs.push(pair);
        self.counts[pair as usize] += 1;
    }

    /// Closes a pair and whatever is left open in it.
    fn close(&mut self, pair: Pair) {
        while self.holds(pair)
            && let Some(last) = self.pairs.pop()
        {
            self.counts[last as usize] -= 1;
            if last == pair {
                return;
            }
        }
    }

    fn holds(&self, pair: Pair) -> bool {
        self.counts[pair as usize] > 0
    }

    /// Whether only brackets are open in which no `=` can stand.
    fn is_list(&self) -> bool {
        self.pairs.len() == self.counts[Pair::Bracket as usize] + self.counts[Pair::Paren as usize]
    }
}
