//! Expressions with operators.

use super::super::lexer::Kind;
use super::super::tree::{BinaryOperator, Expr, ExprKind, UnaryOperator};
use super::{Parser, Result};

impl Parser<'_> {
    /// An expression of any form.
    pub(super) fn expr(&mut self) -> Result<Expr> {
        if self.is_single() {
            return self.term();
        }
        self.enter()?;
        let start = self.peek().start;
        let mut expr = self.operation(0)?;
        if self.eat(Kind::Question) {
            expr = self.conditional(expr, start)?;
        }
        self.leave();
        Ok(expr)
    }

    /// Whether a single token is the whole expression, as most often.
    fn is_single(&mut self) -> bool {
        if !matches!(self.peek().kind, Kind::Text | Kind::Number | Kind::Name) {
            return false;
        }
        match self.tokens.get(self.at + 1).map(|next| next.kind) {
            Some(Kind::Comma | Kind::CloseBrace | Kind::CloseBracket | Kind::CloseParen | Kind::CloseSequence) => true,
            Some(Kind::Newline) => !self.free,
            _ => false,
        }
    }

    fn conditional(&mut self, condition: Expr, start: u32) -> Result<Expr> {
        let mut height = self.height;
        let then = self.part(&mut height)?;
        self.take(Kind::Colon, "`:` and what the value is otherwise")?;
        let otherwise = self.part(&mut height)?;
        self.grow(height)?;
        Ok(Expr { kind: ExprKind::Conditional(Box::new((condition, then, otherwise))), span: self.since(start) })
    }

    /// Operands with operators between them that bind at least as strongly as `weakest`; all are left-associative.
    fn operation(&mut self, weakest: u8) -> Result<Expr> {
        let start = self.peek().start;
        let mut left = self.operand()?;
        while let Some((operator, strength)) = binary(self.peek().kind)
            && strength >= weakest
        {
            self.next();
            let height = self.height;
            let right = self.operation(strength + 1)?;
            self.grow(height.max(self.height))?;
            left = Expr { kind: ExprKind::Binary(operator, Box::new((left, right))), span: self.since(start) };
        }
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expr> {
        let token = self.peek();
        let operator = match token.kind {
            Kind::Minus => UnaryOperator::Negate,
            Kind::Not => UnaryOperator::Not,
            _ => return self.traversal(),
        };
        self.next();
        self.enter()?;
        let literal = operator == UnaryOperator::Negate && self.peek().kind == Kind::Number;
        let operand = self.operand()?;
        self.leave();
        if let ExprKind::Number(number) = operand.kind
            && literal
        {
            return Ok(Expr { kind: ExprKind::Number(-number), span: self.since(token.start) });
        }
        self.grow(self.height)?;
        Ok(Expr { kind: ExprKind::Unary(operator, Box::new(operand)), span: self.since(token.start) })
    }
}

/// The operator with two sides that a token is, and how strongly it binds.
fn binary(kind: Kind) -> Option<(BinaryOperator, u8)> {
    Some(match kind {
        Kind::Or => (BinaryOperator::Or, 0),
        Kind::And => (BinaryOperator::And, 1),
        Kind::Equal => (BinaryOperator::Equal, 2),
        Kind::NotEqual => (BinaryOperator::NotEqual, 2),
        Kind::Less => (BinaryOperator::Less, 3),
        Kind::LessOrEqual => (BinaryOperator::LessOrEqual, 3),
        Kind::Greater => (BinaryOperator::Greater, 3),
        Kind::GreaterOrEqual => (BinaryOperator::GreaterOrEqual, 3),
        Kind::Plus => (BinaryOperator::Add, 4),
        Kind::Minus => (BinaryOperator::Subtract, 4),
        Kind::Star => (BinaryOperator::Multiply, 5),
        Kind::Slash => (BinaryOperator::Divide, 5),
        Kind::Percent => (BinaryOperator::Modulo, 5),
        _ => return None,
    })
}
