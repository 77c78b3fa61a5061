//! `templatefile` and `templatestring`: texts that are templates, with nothing but the variables that they are given.

use super::evaluator::Evaluator;
use super::frames::{Binding, Frame};
use super::functions::{self, Context, Stop};
use super::origins::{concealed, part, put_together, step};
use super::values::{Failure, Outcome, bare, derived, derived_non_null, distribute, is_open, kind, primitive_text};
use crate::source::Span;
use crate::syntax::hcl::tree::{Call, Expr, ExprKind};
use crate::syntax::hcl::{self, Place};
use crate::value::{Content, Map, Value, What};
use std::cell::OnceCell;
use std::sync::Arc;

/// How many templates one evaluation may parse.
const MAX_TEMPLATES: usize = 1_000;

/// Templates that were parsed, each behind the one before: they live as long as the project's own expressions.
#[derive(Default)]
pub(super) struct Shelf(OnceCell<Box<(Expr, Self)>>);

impl Shelf {
    /// Keeps an expression on the first free place.
    fn keep(&self, expr: Expr) -> (&Expr, &Self) {
        let (kept, next) = &**self.0.get_or_init(|| Box::new((expr, Self::default())));
        (kept, next)
    }
}

impl<'p> Evaluator<'p> {
    /// `templatefile(path, variables)`
    pub(super) fn rendered_file(&mut self, call: &'p Call, at: Span, frame: &Frame) -> Outcome {
        let arguments = self.template_arguments("templatefile", call, frame)?;
        distribute(&arguments, &mut |arguments| {
            let directory = self.root_directory();
            let context = Context { files: self.project.files(), directory: &directory, at };
            let (path, text) = match functions::text_of_file(arguments, context) {
                Ok(found) => found,
                Err(Stop::Unknown(open)) => return Ok(derived(&open)),
                Err(stop) => return Err(stop.failure("templatefile")),
            };
            let value = self.render(("templatefile", &text), arguments.get(1), frame.instance, at)?;
            Ok(step(&value, What::File(path), at))
        })
    }

    /// `templatestring(reference, variables)`: the text is one that is declared somewhere, not written here.
    pub(super) fn rendered_text(&mut self, call: &'p Call, at: Span, frame: &Frame) -> Outcome {
        let is_reference =
            |expr: &Expr| matches!(expr.kind, ExprKind::Attribute(..) | ExprKind::Index(..) | ExprKind::Variable(_));
        if !call.arguments.first().is_some_and(is_reference) {
            return Err(Failure::new("templatestring(): the first argument must refer to a string"));
        }
        let arguments = self.template_arguments("templatestring", call, frame)?;
        distribute(&arguments, &mut |arguments| {
            let Some(template) = arguments.first() else {
                return Err(Failure::new("templatestring() needs a template"));
            };
            let text = match &template.content {
                Content::Text(text) => text.clone(),
                _ if is_open(template) => return Ok(derived_non_null(template)),
                _ => return Err(Failure::new(format!("templatestring(): {} is no template", kind(template)))),
            };
            let value = self.render(("templatestring", &text), arguments.get(1), frame.instance, at)?;
            let value = match primitive_text(&value) {
                Some(text) => Value { content: Content::Text(text), ..value },
                None if is_open(&value) => value,
                None => return Err(Failure::new(format!("templatestring(): the result is {}", kind(&value)))),
            };
            let hidden = concealed(template).map(|template| part(template, &value));
            let value = hidden.unwrap_or(value);
            let parts = vec![value.origin.clone(), template.origin.clone()];
            Ok(put_together(&value, What::Function("templatestring".into()), at, parts))
        })
    }

    fn template_arguments(&mut self, name: &str, call: &'p Call, frame: &Frame) -> Result<Vec<Value>, Failure> {
        if frame.is_sealed() {
            return Err(Failure::new(format!("{name}(): a template must not render templates")));
        }
        if call.arguments.len() != 2 || call.expand_last {
            return Err(Failure::new(format!("{name}() needs a template and its variables")));
        }
        call.arguments.iter().map(|argument| self.eval(argument, frame)).collect()
    }

    /// A template with its variables put in.
    fn render(
        &mut self,
        (name, text): (&str, &Arc<str>),
        variables: Option<&Value>,
        instance: usize,
        at: Span,
    ) -> Outcome {
        let Some(given) = variables else { return Err(Failure::new(format!("{name}() needs variables"))) };
        let variables = match &given.content {
            Content::Map(map) => map.iter().map(|(name, value)| (name.clone(), part(given, value))).collect::<Map>(),
            _ if is_open(given) => return Ok(derived(given)),
            _ => return Err(Failure::new(format!("{name}(): the variables must be a map, not {}", kind(given)))),
        };
        if !variables.keys().all(|name| is_identifier(name)) {
            return Err(Failure::new(format!("{name}(): a variable has a name that no template can use")));
        }
        let parsed = self.parsed_template(text, at);
        let template = parsed.map_err(|reason| Failure::new(format!("{name}(): {reason}")))?;
        let value = bare(Content::Map(Arc::new(variables)));
        let names = Binding { name: "", value, round: None, outer: None };
        self.eval(template, &Frame { instance, names: Some(&names) })
    }

    /// A template's expression; what is wrong with it does not quote it.
    fn parsed_template(&mut self, text: &Arc<str>, at: Span) -> Result<&'p Expr, &'static str> {
        if let Some(known) = self.templates.get(text) {
            return *known;
        }
        if self.templates.len() >= MAX_TEMPLATES {
            return Err("there are too many templates to be evaluated");
        }
        self.spend_steps(text.len());
        let source = text.strip_prefix('\u{feff}').unwrap_or(text);
        let parsed = match hcl::parse_template(Place::Fixed(at), source) {
            Ok(kind) => {
                let (kept, next) = self.shelf.keep(Expr { kind, span: at });
                self.shelf = next;
                Ok(kept)
            }
            Err(_) => Err("the text is no template"),
        };
        self.templates.insert(text.clone(), parsed);
        parsed
    }
}

/// Whether a template can refer to a variable of that name.
fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}
