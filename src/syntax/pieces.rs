//! JSON piece by piece: of a document that is too large for a tree, only what is asked for.
//!
//! The reader goes through the text once. Whoever reads an object or an array is called for every entry, and reads
//! or skips its value; a value that is not of the kind asked for is skipped.

use super::json::{key_range, parse_part, told};
use super::node::Node;
use crate::source::{FileId, Problem, ProblemKind, Span};
use jiter::{Jiter, JiterError, JiterErrorType, JsonErrorType, Peek};
use std::sync::Arc;

/// A reader of one JSON value.
#[derive(Debug)]
pub(crate) struct Pieces<'t> {
    file: FileId,
    base: u32,
    text: &'t str,
    jiter: Jiter<'t>,
}

/// Why reading ended early: the text is no JSON.
#[derive(Debug)]
pub(crate) struct Broken(JiterError);

/// What a step of reading comes to.
pub(crate) type Outcome<T = ()> = Result<T, Broken>;

impl From<JiterError> for Broken {
    fn from(error: JiterError) -> Self {
        Self(error)
    }
}

impl<'t> Pieces<'t> {
    /// A reader of a whole text.
    pub(crate) fn new(file: FileId, text: &'t str) -> Self {
        Self { file, base: 0, text, jiter: Jiter::new(text.as_bytes()) }
    }

    /// A reader of a part of a text that holds one value.
    pub(crate) fn part(text: &'t str, span: Span) -> Self {
        Self { base: span.start, ..Self::new(span.file, text.get(span.range()).unwrap_or_default()) }
    }

    /// Reads an object: `each` gets every key with its place, and reads the value.
    pub(crate) fn object(&mut self, mut each: impl FnMut(&mut Self, &str, Span) -> Outcome) -> Outcome {
        if self.jiter.peek()? != Peek::Object {
            return self.skip().map(drop);
        }
        let mut from = self.jiter.current_index() + 1;
        let mut key = self.jiter.known_object()?.map(str::to_owned);
        while let Some(name) = key {
            let range = key_range(self.text, from, self.jiter.current_index());
            let place = self.span(range.start, range.end);
            each(self, &name, place)?;
            from = self.jiter.current_index();
            key = self.jiter.next_key()?.map(str::to_owned);
        }
        Ok(())
    }

    /// Reads an array: `each` reads every element.
    pub(crate) fn array(&mut self, mut each: impl FnMut(&mut Self) -> Outcome) -> Outcome {
        if self.jiter.peek()? != Peek::Array {
            return self.skip().map(drop);
        }
        let mut more = self.jiter.known_array()?.is_some();
        while more {
            each(self)?;
            more = self.jiter.array_step()?.is_some();
        }
        Ok(())
    }

    /// Skips a value and tells where it stands.
    pub(crate) fn skip(&mut self) -> Outcome<Span> {
        let peek = self.jiter.peek()?;
        let start = self.jiter.current_index();
        self.jiter.known_skip(peek)?;
        Ok(self.span(start, self.jiter.current_index()))
    }

    /// Reads a string with its place; nothing for any other value.
    pub(crate) fn string(&mut self) -> Outcome<Option<(Arc<str>, Span)>> {
        if self.jiter.peek()? != Peek::String {
            return self.skip().map(|_| None);
        }
        let start = self.jiter.current_index();
        let text = Arc::from(self.jiter.known_str()?);
        Ok(Some((text, self.span(start, self.jiter.current_index()))))
    }

    /// Reads a value as a tree; nothing where it nests too deep.
    pub(crate) fn tree(&mut self) -> Outcome<Option<Node>> {
        let span = self.skip()?;
        let part = self.text.get((span.start - self.base) as usize..(span.end - self.base) as usize);
        Ok(part.and_then(|part| parse_part(self.file, part, span.start)))
    }

    /// Makes sure that nothing but white space follows.
    pub(crate) fn finish(&mut self) -> Outcome {
        Ok(self.jiter.finish()?)
    }

    /// Where and why reading ended early.
    pub(crate) fn problem(&self, Broken(error): &Broken) -> Problem {
        let (at, message) = told(self.text, error);
        let is_deep = matches!(error.error_type, JiterErrorType::JsonError(JsonErrorType::RecursionLimitExceeded));
        let kind = if is_deep { ProblemKind::Limit } else { ProblemKind::Syntax };
        Problem::at(kind, self.span(at.start, at.end), message)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.base + start as u32, self.base + end as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    const TEXT: &str = r#"{"skipped": [{"a": [1, 2]}], "list": ["x", 1, {"deep": {"é": [true]}}], "last": "y"}"#;

    #[test]
    fn what_is_asked_for_is_read_with_its_place() {
        let file = SourceMap::default().add("t.json", TEXT);
        let mut pieces = Pieces::new(file, TEXT);
        let mut seen = Vec::new();
        let outcome = pieces.object(|pieces, key, place| {
            seen.push(TEXT[place.range()].to_owned());
            match key {
                "list" => pieces.array(|pieces| {
                    if let Some(tree) = pieces.tree()? {
                        let inner =
                            tree.get("deep").and_then(|deep| deep.get("é")).and_then(|list| list.items().first());
                        seen.extend(inner.map(|item| TEXT[item.span.range()].to_owned()));
                    }
                    Ok(())
                }),
                "last" => {
                    seen.extend(pieces.string()?.map(|(text, _)| text.to_string()));
                    Ok(())
                }
                _ => {
                    let skipped = pieces.skip()?;
                    let mut part = Pieces::part(TEXT, skipped);
                    part.array(|part| {
                        part.object(|part, _, place| {
                            seen.push(TEXT[place.range()].to_owned());
                            let value = part.skip()?;
                            seen.push(TEXT[value.range()].to_owned());
                            Ok(())
                        })
                    })
                }
            }
        });
        outcome.and_then(|()| pieces.finish()).unwrap();
        assert_eq!(seen, ["\"skipped\"", "\"a\"", "[1, 2]", "\"list\"", "true", "\"last\"", "y"]);
    }

    #[test]
    fn what_is_no_json_ends_the_reading_with_a_place() {
        for (text, place, kind) in [
            ("{\"a\": [1, 2}", "}", ProblemKind::Syntax),
            ("{\"a\": 1} x", "x", ProblemKind::Syntax),
            ("{\"a\": \"x", "", ProblemKind::Syntax),
            ("", "", ProblemKind::Syntax),
        ] {
            let file = SourceMap::default().add("t.json", text);
            let mut pieces = Pieces::new(file, text);
            let outcome = pieces.object(|pieces, _, _| pieces.skip().map(drop)).and_then(|()| pieces.finish());
            let problem = pieces.problem(&outcome.unwrap_err());
            assert_eq!((&text[problem.span.unwrap().range()], problem.kind), (place, kind), "{text}");
        }
        let deep = format!("{{\"a\": {}", "[".repeat(100_000));
        let mut pieces = Pieces::new(SourceMap::default().add("t.json", &deep), &deep);
        let outcome = pieces.object(|pieces, _, _| pieces.skip().map(drop));
        assert_eq!(pieces.problem(&outcome.unwrap_err()).kind, ProblemKind::Limit);
    }
}
