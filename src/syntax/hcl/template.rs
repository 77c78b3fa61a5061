//! Templates: literal text between interpolations and directives, with strip marks and heredoc indentation applied.
//!
//! The parts are first laid out flat, line by line, because marks and indentation work on neighbouring pieces of
//! text whatever the nesting of directives is; then they are nested.

use super::convert::Converter;
use super::tree::{Expr, ExprKind, Part};
use hcl::edit::Span as _;
use hcl::edit::template::{Directive, Element, HeredocTemplate, StringTemplate, Strip, Template};
use std::iter::Peekable;
use std::sync::Arc;
use std::vec::IntoIter;

/// One piece of a template in reading order.
enum Piece {
    Text(String),
    Mark(Mark),
}

/// What stands in `${}` or `%{}`.
enum Mark {
    Interpolation(Expr),
    If(Expr),
    Else,
    EndIf,
    For { key: Option<Arc<str>>, value: Arc<str>, collection: Expr },
    EndFor,
}

/// A quoted template.
pub(super) fn quoted(converter: &Converter, template: &StringTemplate) -> ExprKind {
    let mut layout = Layout { converter, heredoc: false, pieces: Vec::new(), strip_next: false };
    layout.template(template);
    nest(layout.pieces)
}

/// A template that is not quoted at all: the content of a JSON string.
pub(super) fn bare(converter: &Converter, template: &Template) -> ExprKind {
    let mut layout = Layout { converter, heredoc: false, pieces: Vec::new(), strip_next: false };
    layout.template(template);
    nest(layout.pieces)
}

/// A heredoc.
pub(super) fn heredoc(converter: &Converter, heredoc: &HeredocTemplate) -> ExprKind {
    let mut layout = Layout { converter, heredoc: true, pieces: Vec::new(), strip_next: false };
    layout.template(&heredoc.template);
    // The parser reads `<<-` by these very bytes, and drops them.
    let indented =
        heredoc.span().and_then(|range| converter.text.get(range)).is_some_and(|text| text.starts_with("<<-"));
    if indented {
        remove_indentation(&mut layout.pieces);
    }
    nest(layout.pieces)
}

struct Layout<'a> {
    converter: &'a Converter<'a>,
    heredoc: bool,
    pieces: Vec<Piece>,
    /// Whether the next piece of text loses its leading white space.
    strip_next: bool,
}

impl Layout<'_> {
    fn template(&mut self, template: &Template) {
        for element in template {
            match element {
                Element::Literal(literal) => self.literal(literal.value(), literal.span()),
                Element::Interpolation(inner) => {
                    self.mark(inner.strip, Mark::Interpolation(self.converter.expr(&inner.expr)));
                }
                Element::Directive(directive) => self.directive(directive),
            }
        }
    }

    fn literal(&mut self, text: &str, range: Option<std::ops::Range<usize>>) {
        if !self.heredoc {
            self.text(text.to_owned());
            return;
        }
        // The parser may have taken indentation away already, in a way that is not Terraform's: read the source.
        let source = range.and_then(|range| self.converter.text.get(range)).unwrap_or(text);
        for line in source.split_inclusive('\n') {
            self.text(line.replace("$${", "${").replace("%%{", "%{"));
        }
    }

    fn text(&mut self, text: String) {
        let text = if std::mem::take(&mut self.strip_next) { text.trim_start().to_owned() } else { text };
        self.pieces.push(Piece::Text(text));
    }

    fn mark(&mut self, strip: Strip, mark: Mark) {
        if strip.strip_start()
            && let Some(Piece::Text(before)) = self.pieces.last_mut()
        {
            before.truncate(before.trim_end().len());
        }
        self.strip_next = strip.strip_end();
        self.pieces.push(Piece::Mark(mark));
    }

    fn directive(&mut self, directive: &Directive) {
        match directive {
            Directive::If(branch) => {
                let condition = self.converter.expr(&branch.if_expr.cond_expr);
                self.mark(branch.if_expr.strip, Mark::If(condition));
                self.template(&branch.if_expr.template);
                if let Some(otherwise) = &branch.else_expr {
                    self.mark(otherwise.strip, Mark::Else);
                    self.template(&otherwise.template);
                }
                self.mark(branch.endif_expr.strip, Mark::EndIf);
            }
            Directive::For(each) => {
                let intro = &each.for_expr;
                let key = intro.key_var.as_ref().map(|key| key.as_str().into());
                let value = intro.value_var.as_str().into();
                let collection = self.converter.expr(&intro.collection_expr);
                self.mark(intro.strip, Mark::For { key, value, collection });
                self.template(&intro.template);
                self.mark(each.endfor_expr.strip, Mark::EndFor);
            }
        }
    }
}

/// Takes the indentation that all lines of a `<<-` heredoc share away. A line counts only where its text starts
/// right after a line break; a blank line does not count.
fn remove_indentation(pieces: &mut [Piece]) {
    let shared = line_starts(pieces)
        .filter(|text| !text.trim().is_empty() || !text.ends_with('\n'))
        .map(|text| text.chars().take_while(|c| c.is_whitespace()).count())
        .min();
    let mut at_start = true;
    for piece in pieces {
        let Piece::Text(text) = piece else {
            at_start = false;
            continue;
        };
        let ends_line = text.ends_with('\n');
        if at_start {
            let indentation = text.chars().take_while(|&c| c.is_whitespace() && c != '\n').take(shared.unwrap_or(0));
            let length: usize = indentation.map(char::len_utf8).sum();
            text.drain(..length);
        }
        at_start = ends_line;
    }
}

fn line_starts(pieces: &[Piece]) -> impl Iterator<Item = &str> {
    pieces
        .iter()
        .scan(true, |at_start, piece| {
            let Piece::Text(text) = piece else {
                // A mark at the start of a line has no indentation before it.
                let bare = std::mem::take(at_start);
                return Some(bare.then_some(""));
            };
            let line = at_start.then_some(text.as_str());
            *at_start = text.ends_with('\n');
            Some(line)
        })
        .flatten()
}

fn nest(pieces: Vec<Piece>) -> ExprKind {
    let mut pieces = pieces.into_iter().peekable();
    let mut parts = sequence(&mut pieces);
    match parts.as_slice() {
        [] => ExprKind::Text("".into()),
        [Part::Text(_)] => match parts.pop() {
            Some(Part::Text(text)) => ExprKind::Text(text),
            _ => ExprKind::Text("".into()),
        },
        _ => ExprKind::Template(parts),
    }
}

/// The parts up to the mark that ends the surrounding directive, which is left for the caller.
fn sequence(pieces: &mut Peekable<IntoIter<Piece>>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    while let Some(piece) = pieces.next_if(|next| !matches!(next, Piece::Mark(Mark::Else | Mark::EndIf | Mark::EndFor)))
    {
        let mark = match piece {
            Piece::Text(text) => {
                literal.push_str(&text);
                continue;
            }
            Piece::Mark(mark) => mark,
        };
        if !literal.is_empty() {
            parts.push(Part::Text(std::mem::take(&mut literal).into()));
        }
        parts.extend(nested(mark, pieces));
    }
    if !literal.is_empty() {
        parts.push(Part::Text(literal.into()));
    }
    parts
}

fn nested(mark: Mark, pieces: &mut Peekable<IntoIter<Piece>>) -> Option<Part> {
    match mark {
        Mark::Interpolation(expr) => Some(Part::Interpolation(expr)),
        Mark::If(condition) => {
            let then = sequence(pieces);
            let has_else = pieces.next_if(|next| matches!(next, Piece::Mark(Mark::Else))).is_some();
            let otherwise = if has_else { sequence(pieces) } else { Vec::new() };
            pieces.next();
            Some(Part::If { condition, then, otherwise })
        }
        Mark::For { key, value, collection } => {
            let body = sequence(pieces);
            pieces.next();
            Some(Part::For { key, value, collection, body })
        }
        Mark::Else | Mark::EndIf | Mark::EndFor => None,
    }
}
