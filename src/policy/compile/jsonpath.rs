//! From a `JSONPath` text to our own selector: `jsonpath-rust` parses, this refuses what is ill-typed or not
//! evaluated, and looks every name up.

use super::names::{Name, has_parameters, look_up, of_parameter};
use super::requirement::type_word;
use crate::model::fields::{Kind, Type};
use crate::policy::ast::{Comparison, Filter, Hop, Literal, Operand, Path, Pattern, Selector, Subject};
use crate::source::did_you_mean;
use jsonpath_rust::parser::model::{
    self as parsed, Comparable, FilterAtom, FnArg, Segment, SingularQuery, SingularQuerySegment, Test, TestFunction,
};
use jsonpath_rust::parser::parse_json_path;

/// How deep filters may nest.
const MAX_DEPTH: usize = 16;
/// How deep brackets may nest.
const MAX_BRACKETS: usize = 32;

/// Reads a selector; the error is a sentence.
pub(super) fn selector(text: &str) -> Result<Selector, String> {
    nesting(text)?;
    let query = parse_json_path(text).map_err(|error| not_a_path(&error.to_string()))?;
    let (root, rest) = query.segments.split_first().ok_or("the path must name a collection, such as `$.instances`")?;
    let name = segment_name(root).ok_or("the path must start with a collection, such as `$.instances`")?;
    let kind = Kind::from_collection(name).ok_or_else(|| {
        let hint = did_you_mean(name, Kind::ALL.iter().map(|(_, collection, _)| *collection));
        format!("`{name}` is no collection of the model{hint}")
    })?;
    let filter = match rest {
        [] | [Segment::Selector(parsed::Selector::Wildcard)] => None,
        [Segment::Selector(parsed::Selector::Filter(filter))] => Some(convert(kind, filter, 0)?),
        _ => return Err("after the collection only `[?filter]` or `[*]` can stand".into()),
    };
    Ok(Selector { kind, filter })
}

/// Refuses what the parser would take too long for: it calls itself for each bracket, and reads a function's argument
/// anew for each thing that it may be.
fn nesting(text: &str) -> Result<(), String> {
    let (mut open, mut quote, mut before) = (Vec::new(), None, ' ');
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match (quote, c) {
            (Some(_), '\\') => drop(characters.next()),
            (Some(end), c) if c == end => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[') => open.push(c == '(' && (before.is_alphanumeric() || before == '_')),
            (None, ')' | ']') => drop(open.pop()),
            _ => {}
        }
        before = c;
        if open.len() > MAX_BRACKETS {
            return Err(format!("brackets nest more than {MAX_BRACKETS} deep"));
        }
        if open.iter().filter(|is_function| **is_function).count() > 1 {
            return Err("a function within a function is not evaluated".into());
        }
    }
    Ok(())
}

/// The parser's report of several lines as one: where, and what it expected.
fn not_a_path(report: &str) -> String {
    let column = report.split_once("--> 1:").and_then(|(_, rest)| rest.split_whitespace().next()).unwrap_or("1");
    let expected = report.rsplit_once("= ").map_or(report, |(_, expected)| expected).trim();
    format!("not a JSONPath, at its column {column}: {expected}")
}

fn segment_name(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Selector(parsed::Selector::Name(name)) => Some(unquoted(name)),
        _ => None,
    }
}

/// A name without the quotes that the parser leaves in some positions.
fn unquoted(name: &str) -> &str {
    let inner = |quote| name.strip_prefix(quote)?.strip_suffix(quote);
    inner('\'').or_else(|| inner('"')).unwrap_or(name)
}

fn convert(kind: Kind, filter: &parsed::Filter, depth: usize) -> Result<Filter, String> {
    if depth > MAX_DEPTH {
        return Err(format!("filters nest more than {MAX_DEPTH} deep"));
    }
    let each = |filters: &[parsed::Filter]| -> Result<Vec<_>, String> {
        filters.iter().map(|one| convert(kind, one, depth + 1)).collect()
    };
    match filter {
        parsed::Filter::Or(any) => Ok(Filter::Any(each(any)?)),
        parsed::Filter::And(all) => Ok(Filter::All(each(all)?)),
        parsed::Filter::Atom(FilterAtom::Filter { expr, not }) => Ok(negated(convert(kind, expr, depth + 1)?, *not)),
        parsed::Filter::Atom(FilterAtom::Test { expr, not }) => Ok(negated(test(kind, expr, depth)?, *not)),
        parsed::Filter::Atom(FilterAtom::Comparison(comparison)) => compare(kind, comparison),
    }
}

fn negated(filter: Filter, not: bool) -> Filter {
    if not { Filter::Not(Box::new(filter)) } else { filter }
}

fn test(kind: Kind, test: &Test, depth: usize) -> Result<Filter, String> {
    match test {
        Test::RelQuery(segments) => Ok(Filter::Exists(existence(kind, segments, depth)?)),
        Test::AbsQuery(_) => Err("a filter starts at `@`, the entity".into()),
        Test::Function(function) => match function.as_ref() {
            TestFunction::Match(FnArg::Test(subject), FnArg::Literal(parsed::Literal::String(pattern))) => {
                let Test::RelQuery(segments) = subject.as_ref() else {
                    return Err("the first argument of `match` must be a path from `@`".into());
                };
                let names = segments.iter().map(segment_name).collect::<Option<Vec<_>>>();
                let path = singular(kind, &names.ok_or("the path in `match` must name one value")?)?;
                Ok(Filter::Matches(path.0, Pattern::new(unquoted(pattern))?))
            }
            _ => Err("only `match(@.Name, 'pattern')` is evaluated as a function".into()),
        },
    }
}

/// A path whose end is asked for existence: links may be filtered, and the last name may be a link.
fn existence(kind: Kind, segments: &[Segment], depth: usize) -> Result<Path, String> {
    let (mut kind, mut hops) = (kind, Vec::<Hop>::new());
    let mut segments = segments.iter();
    let mut filterable = false;
    while let Some(segment) = segments.next() {
        match segment {
            Segment::Selector(parsed::Selector::Filter(filter)) if filterable => {
                let filter = convert(kind, filter, depth + 1)?;
                if let Some(hop) = hops.last_mut() {
                    hop.filter = Some(filter);
                }
                filterable = false;
            }
            Segment::Selector(parsed::Selector::Wildcard) if filterable => filterable = false,
            segment => {
                let name = segment_name(segment).ok_or("only names, `[*]` and `[?filter]` can stand in a path")?;
                if let Some(end) = end(kind, name, segments.as_slice())? {
                    return Ok(Path { hops, end: Some(end) });
                }
                let Name::Link { to, single } = look_up(kind, name)? else { continue };
                hops.push(Hop { link: name.into(), filter: None });
                (kind, filterable) = (to, !single);
            }
        }
    }
    Ok(Path { hops, end: None })
}

/// The subject that a name stands for, when the path ends there; `None` for a link.
fn end(kind: Kind, name: &str, after: &[Segment]) -> Result<Option<Subject>, String> {
    if let Some(subject) = of_parameter(name) {
        has_parameters(kind, name)?;
        let [parameter] = after else { return Err(format!("after `{name}` one parameter's name must stand")) };
        let parameter = segment_name(parameter);
        let parameter = parameter.ok_or_else(|| format!("after `{name}` a name must stand: `['rds.force_ssl']`"))?;
        return Ok(Some(subject(parameter.into())));
    }
    let subject = match look_up(kind, name)? {
        Name::Link { .. } => return Ok(None),
        Name::Field(_) => Subject::Field(name.into()),
        Name::Fact(_) => Subject::Fact(name.into()),
    };
    if after.is_empty() { Ok(Some(subject)) } else { Err(format!("`{name}` has nothing below it")) }
}

/// A path to one value, with the value's type where it has one.
fn singular(kind: Kind, names: &[&str]) -> Result<(Path, Option<Type>), String> {
    let (mut kind, mut hops) = (kind, Vec::new());
    for (i, name) in names.iter().enumerate() {
        let after: Vec<Segment> = names[i + 1..].iter().map(|name| Segment::name(name)).collect();
        if let Some(end) = end(kind, name, &after)? {
            let ty = match look_up(kind, name) {
                Ok(Name::Field(ty) | Name::Fact(ty)) => Some(ty),
                _ => None,
            };
            return Ok((Path { hops, end: Some(end) }, ty));
        }
        let Name::Link { to, single: true } = look_up(kind, name)? else {
            return Err(format!("`{name}` leads to several entities: ask `[?@.{name}[?…]]`"));
        };
        hops.push(Hop { link: (*name).into(), filter: None });
        kind = to;
    }
    Err("a link cannot be compared: name what the entity there must have".into())
}

fn compare(kind: Kind, comparison: &parsed::Comparison) -> Result<Filter, String> {
    let how = match comparison {
        parsed::Comparison::Eq(..) => Comparison::Equal,
        parsed::Comparison::Ne(..) => Comparison::NotEqual,
        parsed::Comparison::Lt(..) => Comparison::Less,
        parsed::Comparison::Lte(..) => Comparison::AtMost,
        parsed::Comparison::Gt(..) => Comparison::Greater,
        parsed::Comparison::Gte(..) => Comparison::AtLeast,
    };
    let (left, right) = comparison.vals();
    let (left, right) = (operand(kind, left)?, operand(kind, right)?);
    comparable(&left, how, &right)?;
    Ok(Filter::Compare(left.0, how, right.0))
}

fn operand(kind: Kind, side: &Comparable) -> Result<(Operand, Option<Type>), String> {
    match side {
        Comparable::Literal(literal) => {
            let (literal, ty) = self::literal(literal);
            Ok((Operand::Literal(literal), ty))
        }
        Comparable::SingularQuery(SingularQuery::Current(segments)) => {
            let names = segments.iter().map(|segment| match segment {
                SingularQuerySegment::Name(name) => Ok(unquoted(name)),
                SingularQuerySegment::Index(_) => Err("positions in lists are not evaluated"),
            });
            let (path, ty) = singular(kind, &names.collect::<Result<Vec<_>, _>>()?)?;
            Ok((Operand::Path(path), ty))
        }
        Comparable::SingularQuery(SingularQuery::Root(_)) => Err("a filter starts at `@`, the entity".into()),
        Comparable::Function(_) => Err("functions cannot be compared".into()),
    }
}

fn literal(literal: &parsed::Literal) -> (Literal, Option<Type>) {
    match literal {
        #[expect(clippy::cast_precision_loss, reason = "the parser keeps integers within 2^53")]
        parsed::Literal::Int(int) => (Literal::Number(*int as f64), Some(Type::Number)),
        parsed::Literal::Float(float) => (Literal::Number(*float), Some(Type::Number)),
        parsed::Literal::String(text) => (Literal::Text(unquoted(text).into()), Some(Type::Text)),
        parsed::Literal::Bool(known) => (Literal::Bool(*known), Some(Type::Bool)),
        parsed::Literal::Null => (Literal::Null, None),
    }
}

/// Refuses comparisons that can never hold, and those of two literals.
fn comparable(left: &(Operand, Option<Type>), how: Comparison, right: &(Operand, Option<Type>)) -> Result<(), String> {
    if let (Operand::Literal(_), Operand::Literal(_)) = (&left.0, &right.0) {
        return Err("one side of a comparison must be a path from `@`".into());
    }
    let ordered = !matches!(how, Comparison::Equal | Comparison::NotEqual);
    match (left.1, right.1) {
        (Some(Type::List | Type::Map | Type::Tags), _) | (_, Some(Type::List | Type::Map | Type::Tags)) => {
            Err("lists and maps cannot be compared".into())
        }
        (Some(left), Some(right)) if left != right => {
            Err(format!("a {} is never a {}", type_word(left), type_word(right)))
        }
        (Some(ty), _) | (_, Some(ty)) if ordered && ty != Type::Number => Err("only numbers have an order".into()),
        _ => Ok(()),
    }
}
