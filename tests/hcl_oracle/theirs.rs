//! The trees of the other parser as text, in the same form.

use hcl::edit::expr::{Expression, ForExpr, FuncCall, Object, ObjectKey, Traversal, TraversalOperator};
use hcl::edit::structure::{BlockLabel, Body};
use hcl::edit::template::{Directive, Element, HeredocTemplate, StringTemplate, Template};
use std::fmt::Write;

/// Writes a body, its arguments before its blocks.
pub(crate) fn body(body: &Body, out: &mut String) {
    for attribute in body.attributes() {
        write!(out, "{} = ", attribute.key.as_str()).unwrap();
        expr(&attribute.value, out);
        out.push('\n');
    }
    for block in body.blocks() {
        out.push_str(block.ident.as_str());
        for label in &block.labels {
            let text = match label {
                BlockLabel::Ident(ident) => ident.as_str(),
                BlockLabel::String(string) => string.as_str(),
            };
            write!(out, " {text:?}").unwrap();
        }
        out.push_str(" {\n");
        self::body(&block.body, out);
        out.push_str("}\n");
    }
}

fn expr(expr: &Expression, out: &mut String) {
    match expr {
        Expression::Parenthesis(inner) => self::expr(inner.inner(), out),
        Expression::Null(_) => out.push_str("null"),
        Expression::Bool(value) => write!(out, "{}", value.value()).unwrap(),
        Expression::Number(value) => write!(out, "{:?}", value.value().as_f64().unwrap()).unwrap(),
        Expression::String(text) => write!(out, "{:?}", text.as_str()).unwrap(),
        Expression::StringTemplate(quoted) => string(quoted, out),
        Expression::HeredocTemplate(heredoc) => self::heredoc(heredoc, out),
        Expression::Array(items) => list("[", items.iter(), "]", out),
        Expression::Object(object) => self::object(object, out),
        Expression::Variable(name) => out.push_str(name.as_str()),
        Expression::Traversal(traversal) => self::traversal(traversal, out),
        Expression::FuncCall(call) => self::call(call, out),
        Expression::ForExpr(each) => self::each(each, out),
        Expression::UnaryOp(op) => {
            out.push_str(op.operator.value().as_str());
            self::expr(&op.expr, out);
        }
        Expression::BinaryOp(op) => {
            out.push('(');
            self::expr(&op.lhs_expr, out);
            write!(out, " {} ", op.operator.value().as_str()).unwrap();
            self::expr(&op.rhs_expr, out);
            out.push(')');
        }
        Expression::Conditional(choice) => {
            out.push('(');
            self::expr(&choice.cond_expr, out);
            out.push_str(" ? ");
            self::expr(&choice.true_expr, out);
            out.push_str(" : ");
            self::expr(&choice.false_expr, out);
            out.push(')');
        }
    }
}

fn list<'a>(open: &str, items: impl Iterator<Item = &'a Expression>, close: &str, out: &mut String) {
    out.push_str(open);
    for item in items {
        expr(item, out);
        out.push_str(", ");
    }
    out.push_str(close);
}

fn object(object: &Object, out: &mut String) {
    out.push('{');
    for (key, value) in object {
        match key {
            ObjectKey::Ident(name) => write!(out, "{:?}", name.as_str()).unwrap(),
            ObjectKey::Expression(key) => expr(key, out),
        }
        out.push_str(" = ");
        expr(value.expr(), out);
        out.push_str(", ");
    }
    out.push('}');
}

fn call(call: &FuncCall, out: &mut String) {
    for part in &call.name.namespace {
        write!(out, "{}::", part.as_str()).unwrap();
    }
    out.push_str(call.name.name.as_str());
    list("(", call.args.iter(), if call.args.expand_final() { "...)" } else { ")" }, out);
}

fn each(each: &ForExpr, out: &mut String) {
    let intro = &each.intro;
    let key = intro.key_var.as_ref().map_or("", |key| key.as_str());
    write!(out, "for({key}, {} in ", intro.value_var.as_str()).unwrap();
    expr(&intro.collection_expr, out);
    for part in each.key_expr.iter().chain([&each.value_expr]).chain(each.cond.iter().map(|cond| &cond.expr)) {
        out.push_str(" : ");
        expr(part, out);
    }
    out.push_str(if each.grouping { "...)" } else { ")" });
}

fn traversal(traversal: &Traversal, out: &mut String) {
    expr(&traversal.expr, out);
    for operator in &traversal.operators {
        match operator.value() {
            TraversalOperator::GetAttr(name) => write!(out, ".{}", name.as_str()).unwrap(),
            TraversalOperator::Index(key) => list("[", std::iter::once(key), "]", out),
            #[expect(clippy::cast_precision_loss, reason = "the inputs have small indexes")]
            TraversalOperator::LegacyIndex(index) => write!(out, "[{:?}, ]", *index.value() as f64).unwrap(),
            TraversalOperator::FullSplat(_) | TraversalOperator::AttrSplat(_) => out.push_str("[*]"),
        }
    }
}

fn string(template: &StringTemplate, out: &mut String) {
    elements(template, out);
}

fn heredoc(heredoc: &HeredocTemplate, out: &mut String) {
    elements(&heredoc.template, out);
}

/// A template; one of nothing but text is that text.
fn elements(template: &Template, out: &mut String) {
    let literal = |element: &Element| match element {
        Element::Literal(text) => Some(text.as_str().to_owned()),
        _ => None,
    };
    if let Some(text) = template.iter().map(literal).collect::<Option<String>>() {
        write!(out, "{text:?}").unwrap();
        return;
    }
    out.push('<');
    parts(template, out);
    out.push('>');
}

fn parts(template: &Template, out: &mut String) {
    for element in template {
        match element {
            Element::Literal(text) => write!(out, "{:?}", text.as_str()).unwrap(),
            Element::Interpolation(inner) => {
                out.push_str("${");
                expr(&inner.expr, out);
                out.push('}');
            }
            Element::Directive(directive) => self::directive(directive, out),
        }
    }
}

fn directive(directive: &Directive, out: &mut String) {
    match directive {
        Directive::If(branch) => {
            out.push_str("%{if ");
            expr(&branch.if_expr.cond_expr, out);
            out.push('}');
            parts(&branch.if_expr.template, out);
            out.push_str("%{else}");
            branch.else_expr.iter().for_each(|other| parts(&other.template, out));
            out.push_str("%{endif}");
        }
        Directive::For(each) => {
            let intro = &each.for_expr;
            let key = intro.key_var.as_ref().map_or("", |key| key.as_str());
            write!(out, "%{{for {key}, {} in ", intro.value_var.as_str()).unwrap();
            expr(&intro.collection_expr, out);
            out.push('}');
            parts(&intro.template, out);
            out.push_str("%{endfor}");
        }
    }
}
