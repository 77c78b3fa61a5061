//! What a run gives to root modules, beyond the files of values that Terraform reads by itself.

use super::constraint::Constraint;
use super::evaluator::Evaluator;
use super::frames::Frame;
use super::origins::step;
use super::values::Outcome;
use crate::source::{ProblemKind, SourceMap, Span};
use crate::syntax::hcl;
use crate::syntax::hcl::tree::{Block, Body, Expr, ExprKind, Item, UnaryOperator};
use crate::value::{Content, Map, Number, Origin, Value, What};
use std::fmt;
use std::sync::Arc;

/// Values for the variables of root modules, and the workspace that they are evaluated in.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// What gives values, weakest first: all of it is stronger than what Terraform reads by itself.
    pub given: Vec<Given>,
    /// What `terraform.workspace` is; unknown where nobody says.
    pub workspace: Option<Arc<str>>,
}

/// Something that gives values to variables.
#[derive(Clone)]
pub enum Given {
    /// A value on the command line: the variable's name, and the text as it stands there.
    Text {
        /// The variable's name.
        name: Arc<str>,
        /// The text.
        text: Arc<str>,
    },
    /// A file of values.
    File(Arc<Body>),
    /// Values with their places, by name.
    Values {
        /// Who gives them, as a clause: `of environment production`.
        by: Arc<str>,
        /// The values.
        values: Arc<Map>,
    },
}

/// Without the values: they may be secrets.
impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { name, .. } => write!(f, "{name}"),
            Self::File(_) => f.write_str("a file"),
            Self::Values { by, .. } => f.write_str(by),
        }
    }
}

/// Who gives a value that stands on the command line.
const COMMAND_LINE: &str = "from --var";

impl<'p> Evaluator<'p> {
    /// The strongest value that the run gives to a variable of the root module.
    pub(super) fn value_of_run(&mut self, name: &Arc<str>, block: &'p Block) -> Option<Outcome> {
        let inputs = self.inputs;
        inputs.given.iter().rev().find_map(|given| match given {
            Given::Text { name: named, text } => (named == name).then(|| Ok(self.text_of_run(name, text, block))),
            Given::File(body) => {
                let line = body.attribute(name)?;
                let value = self.constant(&line.value, &Frame { instance: 0, names: None });
                Some(value.map(|value| step(&value, What::VariableFile(name.clone()), line.value.span)))
            }
            Given::Values { by, values } => {
                let value = values.get(name)?;
                let what = What::VariableGiven { name: name.clone(), by: by.clone() };
                Some(Ok(value.step(what, value.origin.written_at())))
            }
        })
    }

    /// The value of an expression that must not refer to anything.
    pub(super) fn constant(&mut self, expr: &'p Expr, frame: &Frame) -> Outcome {
        let outer = std::mem::replace(&mut self.constants, true);
        let outcome = self.eval(expr, frame);
        self.constants = outer;
        outcome
    }

    /// Reports a reference or a call where Terraform takes only constants.
    pub(super) fn not_constant(&mut self, at: Span) -> Value {
        let message = "only constants may stand here, no references and no calls";
        self.problem(ProblemKind::Meaning, at, message);
        Value::unknown(message, Origin::written(at))
    }

    /// What `terraform.workspace` is.
    pub(super) fn workspace(&self, at: Span) -> Value {
        match &self.inputs.workspace {
            Some(name) => Value::text(name.clone(), Origin::written(at)),
            None => Value::unknown("terraform.workspace is not known", Origin::written(at)),
        }
    }

    /// A text of the command line: as it is for a variable of a primitive type or none, else an expression.
    fn text_of_run(&mut self, name: &Arc<str>, text: &Arc<str>, block: &'p Block) -> Value {
        let what = What::VariableGiven { name: name.clone(), by: COMMAND_LINE.into() };
        let origin = Origin::default().step(what, None);
        let constraint = block.body.attribute("type").map(|constraint| Constraint::read(&constraint.value));
        if constraint.is_none_or(|ty| ty.is_ok_and(|ty| ty.is_primitive())) {
            return Value::text(text.clone(), origin);
        }
        parsed(text).and_then(|expr| literal(&expr, &origin)).unwrap_or_else(|| {
            let message =
                format!("what --var gives to var.{name} must be a literal of HCL, as its type is no plain one");
            self.problem(ProblemKind::Meaning, block.header, message.clone());
            Value::unknown(message, origin)
        })
    }
}

/// The text of the command line as an expression. The places in it are of no file.
fn parsed(text: &str) -> Option<Expr> {
    let file = SourceMap::default().add("--var", text);
    let parsed = hcl::parse(file, &format!("value = {text}\n"));
    let is_one = parsed.problems.is_empty() && parsed.tree.blocks.is_empty();
    let [attribute] = <[_; 1]>::try_from(parsed.tree.attributes).ok().filter(|_| is_one)?;
    Some(attribute.value)
}

/// The value of an expression that refers to nothing and computes nothing.
fn literal(expr: &Expr, origin: &Origin) -> Option<Value> {
    let content = match &expr.kind {
        ExprKind::Null => Content::Null,
        ExprKind::Bool(value) => Content::Bool(*value),
        ExprKind::Number(number) => Content::Number(*number),
        ExprKind::Text(text) => Content::Text(text.clone()),
        ExprKind::Unary(UnaryOperator::Negate, operand) => match &operand.kind {
            ExprKind::Number(number) => Content::Number(Number::new(-number.get())?),
            _ => return None,
        },
        ExprKind::List(items) => Content::List(items.iter().map(|item| literal(item, origin)).collect::<Option<_>>()?),
        ExprKind::Object(items) => {
            let entry = |item: &Item| match &item.key.kind {
                ExprKind::Text(key) => Some((key.clone(), literal(&item.value, origin)?)),
                _ => None,
            };
            Content::Map(Arc::new(items.iter().map(entry).collect::<Option<Map>>()?))
        }
        _ => return None,
    };
    Some(Value::new(content, origin.clone()))
}
