//! Type constraints of variables, read from their expressions.

use super::values::Failure;
use crate::syntax::hcl::tree::{Call, Expr, ExprKind, Item};
use std::fmt;
use std::sync::Arc;

/// A type constraint: what a variable's values are converted to.
#[derive(Debug)]
pub(super) enum Constraint<'p> {
    Any,
    Text,
    Number,
    Bool,
    List(Box<Self>),
    Set(Box<Self>),
    Map(Box<Self>),
    Object(Vec<Field<'p>>),
    Tuple(Vec<Self>),
}

/// An attribute of an object type.
#[derive(Debug)]
pub(super) struct Field<'p> {
    pub(super) name: Arc<str>,
    pub(super) ty: Constraint<'p>,
    pub(super) presence: Presence<'p>,
}

/// What holds where an object lacks an attribute.
#[derive(Debug)]
pub(super) enum Presence<'p> {
    Required,
    /// Null, or the default that the type gives it.
    Optional(Option<&'p Expr>),
}

impl<'p> Constraint<'p> {
    /// Reads a constraint. Of the old quoted words, those that Terraform had are known.
    pub(super) fn read(constraint: &'p Expr) -> Result<Self, Failure> {
        match &constraint.kind {
            ExprKind::Variable(name) | ExprKind::Text(name) => word(name),
            ExprKind::Call(call) => constructed(call),
            _ => Err(Failure::new("this is no type")),
        }
    }

    /// Whether a value on the command line is taken as it is written, not as an expression.
    pub(super) const fn is_primitive(&self) -> bool {
        matches!(self, Self::Text | Self::Number | Self::Bool)
    }
}

/// The types without parts. The last two stand for collections of any type, as before Terraform 0.12.
fn word<'p>(name: &str) -> Result<Constraint<'p>, Failure> {
    Ok(match name {
        "any" => Constraint::Any,
        "string" => Constraint::Text,
        "number" => Constraint::Number,
        "bool" => Constraint::Bool,
        "list" => Constraint::List(Box::new(Constraint::Any)),
        "map" => Constraint::Map(Box::new(Constraint::Any)),
        _ => return Err(Failure::new("this is no type of Terraform")),
    })
}

fn constructed(call: &Call) -> Result<Constraint<'_>, Failure> {
    let [inner] = call.arguments.as_slice() else {
        return Err(Failure::new(format!("{}() takes one argument", call.name.text)));
    };
    match (&*call.name.text, &inner.kind) {
        ("list", _) => Ok(Constraint::List(Box::new(Constraint::read(inner)?))),
        ("set", _) => Ok(Constraint::Set(Box::new(Constraint::read(inner)?))),
        ("map", _) => Ok(Constraint::Map(Box::new(Constraint::read(inner)?))),
        ("object", ExprKind::Object(fields)) => {
            Ok(Constraint::Object(fields.iter().map(field).collect::<Result<_, _>>()?))
        }
        ("tuple", ExprKind::List(types)) => {
            Ok(Constraint::Tuple(types.iter().map(Constraint::read).collect::<Result<_, _>>()?))
        }
        ("object", _) => Err(Failure::new("object() takes a map of attributes to types")),
        ("tuple", _) => Err(Failure::new("tuple() takes a list of types")),
        _ => Err(Failure::new("this is no type of Terraform")),
    }
}

fn field(item: &Item) -> Result<Field<'_>, Failure> {
    let ExprKind::Text(name) = &item.key.kind else { return Err(Failure::new("an attribute of a type needs a name")) };
    let (ty, presence) = match &item.value.kind {
        ExprKind::Call(call) if &*call.name.text == "optional" => match call.arguments.as_slice() {
            [ty] => (ty, Presence::Optional(None)),
            [ty, default] => (ty, Presence::Optional(Some(default))),
            _ => return Err(Failure::new("optional() takes a type and a default")),
        },
        _ => (&item.value, Presence::Required),
    };
    Ok(Field { name: name.clone(), ty: Constraint::read(ty)?, presence })
}

/// The type as people write it; objects and tuples without what is in them, for that may be long and hold defaults.
impl fmt::Display for Constraint<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Text => f.write_str("string"),
            Self::Number => f.write_str("number"),
            Self::Bool => f.write_str("bool"),
            Self::List(inner) => write!(f, "list({inner})"),
            Self::Set(inner) => write!(f, "set({inner})"),
            Self::Map(inner) => write!(f, "map({inner})"),
            Self::Object(_) => f.write_str("object"),
            Self::Tuple(_) => f.write_str("tuple"),
        }
    }
}
