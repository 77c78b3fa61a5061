//! The operators of requirements, as rows of one table: name, what it can be asked of, its argument, and its logic.
//!
//! An operator sees one value at a time, never a one-of: evaluation splits those. It sees unknown values, since
//! even these can decide: a value that starts with `arn:` is not `alias/aws/rds`.

use crate::model::fields::Type;
use crate::policy::ast::{Argument, Literal};
use crate::value::{Content, Number, Truth, Unknown, Value};

/// One row of the table.
#[derive(Debug)]
pub struct Operator {
    /// The name in policy files.
    pub name: &'static str,
    /// What it can be asked of.
    pub on: On,
    /// What its argument is.
    pub takes: Takes,
    holds: fn(&Value, &Literal) -> Truth,
}

/// What an operator can be asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// Anything.
    Anything,
    /// What holds one boolean, number or string; and parameters.
    Scalar,
    /// Numbers, and parameters.
    Number,
    /// Strings, and parameters.
    Text,
    /// Lists, and parameters, whose commas separate elements.
    List,
    /// What can be empty: strings, lists, maps and parameters.
    Container,
    /// Only parameters, which spell booleans in several ways.
    Parameter,
}

impl On {
    /// Whether it takes a field or fact of that type.
    pub const fn takes(self, ty: Type) -> bool {
        match self {
            Self::Anything => true,
            Self::Scalar => matches!(ty, Type::Bool | Type::Number | Type::Text),
            Self::Number => matches!(ty, Type::Number),
            Self::Text => matches!(ty, Type::Text),
            Self::List => matches!(ty, Type::List),
            Self::Container => matches!(ty, Type::Text | Type::List | Type::Map | Type::Tags),
            Self::Parameter => false,
        }
    }
}

/// What an operator's argument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// `true`, or `false` for the opposite.
    Flag,
    /// A scalar of the value's own type.
    Same,
    /// A list of scalars of the value's own type.
    SameList,
    /// A number.
    Number,
    /// One or several elements.
    Elements,
    /// A regular expression over the whole text.
    Pattern,
}

/// The table.
pub const OPERATORS: &[Operator] = &[
    row("equals", On::Scalar, Takes::Same, equals),
    row("not_equals", On::Scalar, Takes::Same, |value, argument| equals(value, argument).negate()),
    row("one_of", On::Scalar, Takes::SameList, one_of),
    row("none_of", On::Scalar, Takes::SameList, |value, argument| one_of(value, argument).negate()),
    row("present", On::Anything, Takes::Flag, |value, flag| asked(present(value), flag)),
    row("absent", On::Anything, Takes::Flag, |value, flag| asked(present(value).negate(), flag)),
    row("empty", On::Container, Takes::Flag, |value, flag| asked(empty(value), flag)),
    row("enabled", On::Parameter, Takes::Flag, enabled),
    row("contains", On::List, Takes::Elements, |value, wanted| each(wanted, |one| contains(value, one), Truth::and)),
    row("contains_any", On::List, Takes::Elements, contains_any),
    row("not_contains", On::List, Takes::Elements, |value, wanted| contains_any(value, wanted).negate()),
    row("matches", On::Text, Takes::Pattern, |_, _| Truth::Unknown),
    row("at_least", On::Number, Takes::Number, |value, bound| ordered(value, bound, |value, bound| value >= bound)),
    row("at_most", On::Number, Takes::Number, |value, bound| ordered(value, bound, |value, bound| value <= bound)),
];

const fn row(name: &'static str, on: On, takes: Takes, holds: fn(&Value, &Literal) -> Truth) -> Operator {
    Operator { name, on, takes, holds }
}

/// The row of that name.
pub fn find(name: &str) -> Option<&'static Operator> {
    OPERATORS.iter().find(|row| row.name == name)
}

impl Operator {
    /// Whether it holds for a value that is no one-of.
    pub fn holds(&self, value: &Value, argument: &Argument) -> Truth {
        match argument {
            Argument::Literal(literal) => (self.holds)(value, literal),
            Argument::Pattern(pattern) => match &value.content {
                Content::Unknown(_) => Truth::Unknown,
                content => scalar_text(content).is_some_and(|text| pattern.is_match(&text)).into(),
            },
        }
    }
}

impl PartialEq for Operator {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Whether a value is the literal. Numbers and booleans in strings count as what they spell, and letter case is no
/// difference: where two names differ in case only, AWS takes them as one or refuses one of them.
pub fn equals(value: &Value, literal: &Literal) -> Truth {
    match (&value.content, literal) {
        (Content::Unknown(unknown), _) => unknown_equals(unknown, literal),
        (Content::OneOf(_), _) => Truth::Unknown,
        (content, Literal::Null) => matches!(content, Content::Null).into(),
        (Content::Number(number), Literal::Number(other)) => same_number(number.get(), *other).into(),
        (content, literal) => match (scalar_text(content), literal_text(literal)) {
            (Some(left), Some(right)) => same_text(&left, &right).into(),
            _ => Truth::False,
        },
    }
}

fn unknown_equals(unknown: &Unknown, literal: &Literal) -> Truth {
    if *literal == Literal::Null {
        return if unknown.non_null { Truth::False } else { Truth::Unknown };
    }
    let spelt = literal_text(literal).unwrap_or_default().to_ascii_lowercase();
    if spelt.starts_with(&unknown.start().to_ascii_lowercase()) { Truth::Unknown } else { Truth::False }
}

fn same_text(left: &str, right: &str) -> bool {
    left.eq_ignore_ascii_case(right)
        || matches!((Number::parse(left), Number::parse(right)), (Some(a), Some(b)) if same_number(a.get(), b.get()))
}

#[expect(clippy::float_cmp, reason = "both are written down in decimal, not computed")]
fn same_number(left: f64, right: f64) -> bool {
    left == right
}

fn one_of(value: &Value, literals: &Literal) -> Truth {
    each(literals, |literal| equals(value, literal), Truth::or)
}

/// Combines the answers for each element of a literal list; a single literal is a list of one.
fn each(literals: &Literal, ask: impl Fn(&Literal) -> Truth, combine: fn(Truth, Truth) -> Truth) -> Truth {
    match literals {
        Literal::List(list) => list.iter().map(ask).reduce(combine).unwrap_or(Truth::False),
        one => ask(one),
    }
}

/// Whether a value is not null.
pub(crate) fn present(value: &Value) -> Truth {
    match &value.content {
        Content::Null => Truth::False,
        Content::Unknown(unknown) if !unknown.non_null => Truth::Unknown,
        Content::OneOf(_) => Truth::Unknown,
        _ => Truth::True,
    }
}

fn empty(value: &Value) -> Truth {
    match &value.content {
        Content::Unknown(unknown) if unknown.start().is_empty() => Truth::Unknown,
        Content::OneOf(_) => Truth::Unknown,
        Content::Null => Truth::True,
        Content::Text(text) => text.is_empty().into(),
        Content::List(list) => list.is_empty().into(),
        Content::Map(map) => map.is_empty().into(),
        _ => Truth::False,
    }
}

/// The answer, or its opposite where the policy asks with `false`.
fn asked(answer: Truth, flag: &Literal) -> Truth {
    if *flag == Literal::Bool(false) { answer.negate() } else { answer }
}

fn enabled(value: &Value, flag: &Literal) -> Truth {
    let on = match &value.content {
        Content::Unknown(_) | Content::OneOf(_) => Truth::Unknown,
        content => {
            let text = scalar_text(content).unwrap_or_default().to_ascii_lowercase();
            match text.as_str() {
                "1" | "on" | "true" | "yes" => Truth::True,
                "" | "0" | "off" | "false" | "no" => Truth::False,
                _ => Truth::Unknown,
            }
        }
    };
    asked(on, flag)
}

fn contains_any(value: &Value, wanted: &Literal) -> Truth {
    each(wanted, |one| contains(value, one), Truth::or)
}

fn contains(value: &Value, wanted: &Literal) -> Truth {
    match &value.content {
        Content::Unknown(_) | Content::OneOf(_) => Truth::Unknown,
        Content::List(list) => {
            let answers = list.iter().map(|element| element_equals(element, wanted));
            answers.fold(Truth::False, Truth::or)
        }
        content => {
            let text = scalar_text(content).unwrap_or_default();
            let wanted = literal_text(wanted).unwrap_or_default();
            text.split(',').any(|element| same_text(element.trim(), &wanted)).into()
        }
    }
}

fn element_equals(element: &Value, wanted: &Literal) -> Truth {
    let mut answers = element.alternatives().map(|(_, value)| equals(value, wanted));
    let first = answers.next().unwrap_or(Truth::Unknown);
    if answers.all(|answer| answer == first) { first } else { Truth::Unknown }
}

fn ordered(value: &Value, bound: &Literal, holds: fn(f64, f64) -> bool) -> Truth {
    let Literal::Number(bound) = bound else { return Truth::Unknown };
    match &value.content {
        Content::Null => Truth::False,
        // A text that spells no number may still mean one: `250ms`, or a formula over the size of the instance.
        content => number(content).map_or(Truth::Unknown, |value| holds(value, *bound).into()),
    }
}

/// The number that a scalar holds or spells.
pub fn number(content: &Content) -> Option<f64> {
    match content {
        Content::Number(number) => Some(number.get()),
        Content::Text(text) => Number::parse(text.trim()).map(Number::get),
        _ => None,
    }
}

/// A known scalar as text.
pub(crate) fn scalar_text(content: &Content) -> Option<String> {
    match content {
        Content::Text(text) => Some(text.to_string()),
        Content::Number(number) => Some(number.to_string()),
        Content::Bool(known) => Some(known.to_string()),
        _ => None,
    }
}

/// A literal scalar as text.
pub(crate) fn literal_text(literal: &Literal) -> Option<String> {
    match literal {
        Literal::Text(text) => Some(text.to_string()),
        Literal::Number(number) => Number::new(*number).map(|number| number.to_string()),
        Literal::Bool(known) => Some(known.to_string()),
        Literal::Null | Literal::List(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::ast::Pattern;
    use crate::value::Origin;
    use Truth::{False, True, Unknown as Maybe};
    use std::sync::Arc;

    fn text(text: &str) -> Value {
        Value::text(text, Origin::default())
    }

    fn list(elements: Vec<Value>) -> Value {
        Value::new(Content::List(elements.into()), Origin::default())
    }

    fn unknown() -> Value {
        Value::unknown("var.x has no value", Origin::default())
    }

    fn literal(text: &str) -> Literal {
        match text.split_once('|') {
            Some(_) => Literal::List(text.split('|').map(literal).collect()),
            None if text == "true" || text == "false" => Literal::Bool(text == "true"),
            None => Number::parse(text).map_or(Literal::Text(text.into()), |number| Literal::Number(number.get())),
        }
    }

    fn check(value: &Value, operator: &str, argument: &str, expected: Truth) {
        let row = find(operator).unwrap();
        assert_eq!(
            row.holds(value, &Argument::Literal(literal(argument))),
            expected,
            "{value:?} {operator} {argument}"
        );
    }

    #[test]
    fn scalars_compare_by_what_they_spell() {
        check(&text("TRUE"), "equals", "true", True);
        check(&text("1.0"), "equals", "1", True);
        check(&text("mysql"), "not_equals", "postgres", True);
        check(&text("postgres"), "one_of", "mysql|Postgres", True);
        check(&text("7"), "at_least", "7", True);
        check(&text("250ms"), "at_least", "0", Maybe);
        check(&text("{DBInstanceClassMemory/9531392}"), "at_most", "7", Maybe);
        check(&Value::null(Origin::default()), "at_least", "0", False);
        check(&unknown(), "none_of", "a|b", Maybe);
    }

    #[test]
    fn a_known_prefix_excludes_literals() {
        let fetched = Unknown { prefix: "{{resolve:ssm:".into(), ..Unknown::because("it is fetched") };
        let fetched = Value::new(Content::Unknown(Arc::new(fetched)), Origin::default());
        check(&fetched, "equals", "true", Maybe);
        check(&fetched, "empty", "true", Maybe);
        let arn = Unknown { prefix: "arn:".into(), ..Unknown::because("aws_kms_key.k.arn is known after apply") };
        let value = Value::new(Content::Unknown(Arc::new(arn)), Origin::default());
        check(&value, "equals", "alias/aws/rds", False);
        check(&value, "equals", "arn:x", Maybe);
        check(&value, "empty", "true", False);
    }

    #[test]
    fn parameters_spell_booleans_in_many_ways() {
        for (spelt, expected) in [("1", True), ("On", True), ("yes", True), ("off", False), ("0", False), ("2", Maybe)]
        {
            check(&text(spelt), "enabled", "true", expected);
            check(&text(spelt), "enabled", "false", expected.negate());
        }
        check(&Value::null(Origin::default()), "enabled", "true", False);
    }

    #[test]
    fn elements_are_found_in_lists_and_between_commas() {
        let partial = list(vec![text("audit"), unknown()]);
        check(&partial, "contains", "audit", True);
        check(&partial, "contains", "error", Maybe);
        check(&partial, "not_contains", "audit|error", False);
        check(&list(vec![]), "contains_any", "audit|error", False);
        check(&text("pg_stat_statements, pgaudit"), "contains", "pgaudit", True);
        check(&text("pg_stat_statements"), "contains_any", "pgaudit|x", False);
    }

    #[test]
    fn presence_and_patterns() {
        check(&Value::null(Origin::default()), "present", "true", False);
        check(&Value::null(Origin::default()), "absent", "true", True);
        check(&unknown(), "present", "true", Maybe);
        check(&list(vec![]), "empty", "false", False);
        let pattern = Argument::Pattern(Pattern::new("rds-ca-(rsa|ecc).*").unwrap());
        let matches = find("matches").unwrap();
        assert_eq!(matches.holds(&text("rds-ca-rsa2048-g1"), &pattern), True);
        assert_eq!(matches.holds(&text("not rds-ca-rsa2048-g1"), &pattern), False);
        assert_eq!(matches.holds(&unknown(), &pattern), Maybe);
    }
}
