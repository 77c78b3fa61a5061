//! Expressions as text on one line, for messages: `var.env == "prod"`.

use super::tree::{BinaryOperator, Expr, ExprKind, SplatStep, UnaryOperator};
use std::fmt::{self, Write};

/// How long the text of an expression may become before it is cut off with `…`.
const MAX_LENGTH: usize = 100;

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut short = Short(String::new());
        // An error here only says that the text is long enough.
        let cut = write(self, &mut short).is_err();
        f.write_str(&short.0)?;
        if cut { f.write_char('…') } else { Ok(()) }
    }
}

/// A text that refuses to grow past [`MAX_LENGTH`].
struct Short(String);

impl fmt::Write for Short {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            if self.0.len() >= MAX_LENGTH {
                return Err(fmt::Error);
            }
            self.0.push(c);
        }
        Ok(())
    }
}

fn write(expr: &Expr, out: &mut Short) -> fmt::Result {
    match &expr.kind {
        ExprKind::Null => out.write_str("null"),
        ExprKind::Bool(value) => write!(out, "{value}"),
        ExprKind::Number(value) => write!(out, "{value}"),
        ExprKind::Text(text) => write!(out, "{text:?}"),
        ExprKind::Template(_) => out.write_str("\"…\""),
        ExprKind::List(items) => list(out, "[", items, "]"),
        ExprKind::Object(items) if items.is_empty() => out.write_str("{}"),
        ExprKind::Object(_) => out.write_str("{…}"),
        ExprKind::For(_) => out.write_str("[for …]"),
        ExprKind::Invalid => out.write_str("…"),
        ExprKind::Variable(name) => out.write_str(name),
        ExprKind::Attribute(base, name) => {
            write(base, out)?;
            write!(out, ".{name}")
        }
        ExprKind::Index(base, key) => {
            write(base, out)?;
            list(out, "[", std::slice::from_ref(key), "]")
        }
        ExprKind::Splat(splat) => {
            write(&splat.source, out)?;
            out.write_str("[*]")?;
            splat.each.iter().try_for_each(|step| step_text(step, out))
        }
        ExprKind::Call(call) => {
            out.write_str(&call.name.text)?;
            list(out, "(", &call.arguments, ")")
        }
        ExprKind::Unary(operator, operand) => {
            out.write_str(if *operator == UnaryOperator::Not { "!" } else { "-" })?;
            operand_text(operand, out)
        }
        ExprKind::Binary(operator, sides) => {
            operand_text(&sides.0, out)?;
            write!(out, " {} ", operator.as_str())?;
            operand_text(&sides.1, out)
        }
        ExprKind::Conditional(parts) => {
            operand_text(&parts.0, out)?;
            out.write_str(" ? ")?;
            operand_text(&parts.1, out)?;
            out.write_str(" : ")?;
            operand_text(&parts.2, out)
        }
    }
}

fn step_text(step: &SplatStep, out: &mut Short) -> fmt::Result {
    match step {
        SplatStep::Attribute(name) => write!(out, ".{name}"),
        SplatStep::Index(key) => list(out, "[", std::slice::from_ref(key), "]"),
        SplatStep::Splat => out.write_str("[*]"),
    }
}

/// An operand, in parentheses where it has an operator itself.
fn operand_text(expr: &Expr, out: &mut Short) -> fmt::Result {
    match &expr.kind {
        ExprKind::Binary(..) | ExprKind::Conditional(_) => list(out, "(", std::slice::from_ref(expr), ")"),
        _ => write(expr, out),
    }
}

fn list<E: std::borrow::Borrow<Expr>>(out: &mut Short, open: &str, items: &[E], close: &str) -> fmt::Result {
    out.write_str(open)?;
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.write_str(", ")?;
        }
        write(item.borrow(), out)?;
    }
    out.write_str(close)
}

impl BinaryOperator {
    /// The operator as written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::And => "&&",
            Self::Or => "||",
        }
    }
}
