//! TOML text to the tree that YAML and JSON share: `samconfig.toml` is the one file of this kind that matters.
//!
//! A string's span includes its quotes. What goes on in many places (`[a.b]` after `[a.c]`) is one mapping, whose span is
//! that of its first place.

use super::Parsed;
use super::comments::Comment;
use super::node::{Entry, Node, NodeKind};
use crate::source::{FileId, Problem, ProblemKind, Span};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// How deep tables and arrays may nest.
const MAX_DEPTH: usize = 32;

/// How many points a text may have: each may open a table within another, in every level that the parser allows.
const MAX_POINTS: usize = 2_000;

/// Reads a document.
pub fn parse(file: FileId, text: &str) -> Parsed<Option<Node>> {
    if memchr::memchr_iter(b'.', text.as_bytes()).count() > MAX_POINTS {
        let message = format!("this TOML has more than {MAX_POINTS} points in it, which may be as many levels");
        let problems = vec![Problem::at(ProblemKind::Limit, Span::new(file, 0, 0), message)];
        return Parsed { tree: None, comments: Vec::new(), problems };
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    let broken = |error: &toml::de::Error| {
        let range = error.span().unwrap_or_default();
        let message = format!("this is not valid TOML: {}", error.message());
        Problem::at(ProblemKind::Syntax, span(file, &range), message)
    };
    let mut reader = Reader { file, problems: errors.iter().map(broken).collect() };
    let whole = Span::new(file, 0, text.len() as u32);
    let tree = reader.table(root.get_ref(), whole, 0);
    Parsed { tree, comments: comments(file, text), problems: reader.problems }
}

struct Reader {
    file: FileId,
    problems: Vec<Problem>,
}

impl Reader {
    fn table(&mut self, table: &DeTable<'_>, at: Span, depth: usize) -> Option<Node> {
        if depth > MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} tables lie within each other here");
            self.problems.push(Problem::at(ProblemKind::Limit, at, message));
            return None;
        }
        let entry = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
            let name: &std::borrow::Cow<'_, str> = key.get_ref();
            let value = self.value(value, depth + 1)?;
            Some(Entry { key: (&**name).into(), key_span: span(self.file, &key.span()), value })
        };
        let entries: Vec<Entry> = table.iter().filter_map(entry).collect();
        Some(Node { kind: NodeKind::Mapping(entries.into()), span: at, tag: None })
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, depth: usize) -> Option<Node> {
        let at = span(self.file, &value.span());
        let scalar = |text: &str, plain| NodeKind::Scalar { text: text.into(), plain };
        let kind = match value.get_ref() {
            // Where a value is missing the parser goes on with none: a string has quotes.
            DeValue::String(_) if value.span().is_empty() => return None,
            DeValue::String(text) => scalar(text, false),
            DeValue::Integer(number) => scalar(&number.to_string(), true),
            DeValue::Float(number) => scalar(&number.to_string(), true),
            DeValue::Boolean(known) => scalar(if *known { "true" } else { "false" }, true),
            DeValue::Datetime(time) => scalar(&time.to_string(), false),
            DeValue::Array(items) => {
                let items: Arc<[Node]> = items.iter().filter_map(|item| self.value(item, depth + 1)).collect();
                NodeKind::Sequence(items)
            }
            DeValue::Table(table) => return self.table(table, at, depth),
        };
        Some(Node { kind, span: at, tag: None })
    }
}

fn span(file: FileId, range: &Range<usize>) -> Span {
    Span::new(file, range.start as u32, range.end as u32)
}

/// The comments that stand on lines of their own; ends of lines may be those of a text.
fn comments(file: FileId, text: &str) -> Vec<Comment> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').filter_map(|line| {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let end = start + line.trim().len();
        line.trim().starts_with('#').then(|| Comment { span: span(file, &(start..end)), own_line: true })
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::source::SourceMap;
    use crate::syntax::node::{Node, NodeKind};
    use std::fmt::Write;

    /// The tree as lines `path <text of its span>`, then the problems.
    fn check(text: &str) -> String {
        let parsed = parse(SourceMap::default().add("t", text), text);
        let mut out = String::new();
        if let Some(tree) = &parsed.tree {
            show(tree, "", text, &mut out);
        }
        for problem in parsed.problems {
            writeln!(out, "{:?} {}", problem.kind, problem.message.lines().next().unwrap()).unwrap();
        }
        out
    }

    fn show(node: &Node, path: &str, text: &str, out: &mut String) {
        match &node.kind {
            NodeKind::Scalar { text: value, .. } => {
                writeln!(out, "{path} = {value} <{}>", &text[node.span.range()]).unwrap();
            }
            NodeKind::Sequence(items) => items.iter().for_each(|item| show(item, &format!("{path}[]"), text, out)),
            NodeKind::Mapping(entries) => {
                entries.iter().for_each(|e| show(&e.value, &format!("{path}.{}", e.key), text, out));
            }
        }
    }

    #[test]
    fn tables_of_many_places_are_one() {
        insta::assert_snapshot!(check(
            "version = 0.1\n[a.b]\nx = \"1 \\\"2\\\"\"\n[c]\ny = [true, 'z', 1_000]\n[a.d]\ne.f = { g = 2020-01-01 }\n"
        ), @r#"
        .version = 0.1 <0.1>
        .a.b.x = 1 "2" <"1 \"2\"">
        .a.d.e.f.g = 2020-01-01 <2020-01-01>
        .c.y[] = true <true>
        .c.y[] = z <'z'>
        .c.y[] = 1000 <1_000>
        "#);
    }

    #[test]
    fn what_is_broken_is_said_and_the_rest_is_read() {
        insta::assert_snapshot!(check("a = \nb = 2\n[c\nd = 1\n"), @r#"
        .b = 2 <2>
        Syntax this is not valid TOML: unclosed table, expected `]`
        Syntax this is not valid TOML: string values must be quoted, expected literal string
        "#);
    }

    #[test]
    fn depth_has_an_end() {
        assert!(check(&format!("[{}a]\n", "a.".repeat(40))).contains("Limit"));
        assert!(check(&format!("[{}a]\n", "a.".repeat(1_500))).contains("recursion limit"));
        assert!(check(&format!("[{}a]\n", "a.".repeat(100_000))).contains("Limit"));
        assert!(!check(&format!("a = {}1{}", "[".repeat(10_000), "]".repeat(10_000))).is_empty());
    }

    #[test]
    fn comments_on_lines_of_their_own_are_kept() {
        let text = "# one\na = 1 # two\n  # three\n";
        let comments = parse(SourceMap::default().add("t", text), text).comments;
        assert_eq!(comments.iter().map(|comment| comment.text(text)).collect::<Vec<_>>(), ["one", "three"]);
    }
}
