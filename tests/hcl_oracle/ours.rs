//! Our trees as text.

use rdslint::syntax::hcl::tree::{Body, Expr, ExprKind, ForParts, IfParts, Part, Splat, SplatStep, UnaryOperator};
use std::fmt::Write;

/// Writes a body, its arguments before its blocks.
pub(crate) fn body(body: &Body, out: &mut String) {
    for attribute in &body.attributes {
        write!(out, "{} = ", attribute.name.text).unwrap();
        expr(&attribute.value, out);
        out.push('\n');
    }
    for block in &body.blocks {
        out.push_str(&block.kind.text);
        for label in &block.labels {
            write!(out, " {:?}", label.text).unwrap();
        }
        out.push_str(" {\n");
        self::body(&block.body, out);
        out.push_str("}\n");
    }
}

fn expr(expr: &Expr, out: &mut String) {
    match &expr.kind {
        ExprKind::Null => out.push_str("null"),
        ExprKind::Bool(value) => write!(out, "{value}").unwrap(),
        ExprKind::Number(value) => write!(out, "{:?}", value.get()).unwrap(),
        ExprKind::Text(text) => write!(out, "{text:?}").unwrap(),
        ExprKind::Template(parts) => {
            out.push('<');
            self::parts(parts, out);
            out.push('>');
        }
        ExprKind::List(items) => list("[", items, "]", out),
        ExprKind::Object(items) => {
            out.push('{');
            for item in items {
                self::expr(&item.key, out);
                out.push_str(" = ");
                self::expr(&item.value, out);
                out.push_str(", ");
            }
            out.push('}');
        }
        ExprKind::Variable(name) => out.push_str(name),
        ExprKind::Attribute(base, name) => {
            self::expr(base, out);
            write!(out, ".{name}").unwrap();
        }
        ExprKind::Index(base, key) => {
            self::expr(base, out);
            list("[", std::slice::from_ref(key), "]", out);
        }
        ExprKind::Splat(splat) => self::splat(splat, out),
        ExprKind::Call(call) => {
            out.push_str(&call.name.text);
            list("(", &call.arguments, if call.expand_last { "...)" } else { ")" }, out);
        }
        ExprKind::Unary(operator, operand) => {
            out.push(if *operator == UnaryOperator::Not { '!' } else { '-' });
            self::expr(operand, out);
        }
        ExprKind::Binary(operator, sides) => {
            out.push('(');
            self::expr(&sides.0, out);
            write!(out, " {} ", operator.as_str()).unwrap();
            self::expr(&sides.1, out);
            out.push(')');
        }
        _ => choice(expr, out),
    }
}

fn choice(expr: &Expr, out: &mut String) {
    match &expr.kind {
        ExprKind::Conditional(parts) => {
            out.push('(');
            self::expr(&parts.0, out);
            out.push_str(" ? ");
            self::expr(&parts.1, out);
            out.push_str(" : ");
            self::expr(&parts.2, out);
            out.push(')');
        }
        ExprKind::For(each) => {
            let key = each.key.as_ref().map_or("", |key| &key.text);
            write!(out, "for({key}, {} in ", each.value.text).unwrap();
            self::expr(&each.collection, out);
            for part in each.result_key.iter().chain([&each.result]).chain(&each.condition) {
                out.push_str(" : ");
                self::expr(part, out);
            }
            out.push_str(if each.grouped { "...)" } else { ")" });
        }
        _ => unreachable!("{expr:?}"),
    }
}

fn list<E: std::borrow::Borrow<Expr>>(open: &str, items: &[E], close: &str, out: &mut String) {
    out.push_str(open);
    for item in items {
        expr(item.borrow(), out);
        out.push_str(", ");
    }
    out.push_str(close);
}

fn splat(splat: &Splat, out: &mut String) {
    expr(&splat.source, out);
    out.push_str("[*]");
    for step in &splat.each {
        match step {
            SplatStep::Attribute(name) => write!(out, ".{name}").unwrap(),
            SplatStep::Index(key) => list("[", std::slice::from_ref(key), "]", out),
            SplatStep::Splat => out.push_str("[*]"),
        }
    }
}

fn parts(parts: &[Part], out: &mut String) {
    for part in parts {
        match part {
            Part::Text(text) => write!(out, "{text:?}").unwrap(),
            Part::Interpolation(value) => {
                out.push_str("${");
                expr(value, out);
                out.push('}');
            }
            Part::If(choice) => {
                let IfParts { condition, then, otherwise } = &**choice;
                out.push_str("%{if ");
                expr(condition, out);
                out.push('}');
                self::parts(then, out);
                out.push_str("%{else}");
                self::parts(otherwise, out);
                out.push_str("%{endif}");
            }
            Part::For(repeated) => {
                let ForParts { key, value, collection, body } = &**repeated;
                write!(out, "%{{for {}, {value} in ", key.as_deref().unwrap_or("")).unwrap();
                expr(collection, out);
                out.push('}');
                self::parts(body, out);
                out.push_str("%{endfor}");
            }
        }
    }
}
