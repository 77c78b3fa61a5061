//! JSON text to the tree: `jiter`'s token interface, put together without recursion.
//!
//! A string's span, key or value, includes its quotes; a container's its brackets. Numbers, `true`, `false` and
//! `null` are plain scalars with their text as written.
//!
//! Where a text is no JSON, it is repaired and read again (`Repairs`).

mod repair;

use super::Parsed;
use super::blocks::Repairs;
use super::build::{Builder, Container, Measured};
use super::node::Node;
use crate::source::FileId;
use jiter::{Jiter, JiterError, JiterErrorType, Peek};
use std::ops::Range;
use std::sync::Arc;

/// Reads one JSON value. The tree is `None` where not even its beginning could be read.
pub fn parse(file: FileId, text: &str) -> Parsed<Option<Node>> {
    let mut repairs = Repairs::new(text, repair::STYLE);
    let mut comments = Vec::new();
    let mut told = Vec::new();
    loop {
        let text = repairs.text();
        let mut reader = Reader { text, jiter: Jiter::new(text.as_bytes()), builder: Builder::new(file) };
        let outcome = reader.document();
        let (tree, mut problems) = if outcome.is_ok() { reader.builder.finish() } else { reader.builder.cut(false) };
        let mut repaired = false;
        if let Err(Stop::Broken(error)) = outcome {
            let (problem, again) = repair::repair(&mut repairs, &mut comments, file, &error);
            told.push(problem);
            repaired = again;
        }
        if !repaired {
            told.append(&mut problems);
            return Parsed { tree, comments, problems: told };
        }
    }
}

/// Reads a part of a file that begins at `base` and holds one whole value; `None` where it cannot be read.
pub(super) fn parse_part(file: FileId, text: &str, base: u32) -> Option<Node> {
    let mut reader = Reader { text, jiter: Jiter::new(text.as_bytes()), builder: Builder::from(file, base) };
    reader.document().ok()?;
    reader.builder.finish().0
}

/// Why reading ends early.
enum Stop {
    /// The text is not JSON.
    Broken(JiterError),
    /// A limit, told already.
    Limit,
}

/// What the last step read.
enum Read {
    /// A whole value.
    Whole,
    /// The beginning of a container, up to the first byte of its first value; `None` for an empty one.
    Entered(Option<Peek>),
}

impl From<JiterError> for Stop {
    fn from(error: JiterError) -> Self {
        Self::Broken(error)
    }
}

struct Reader<'t> {
    text: &'t str,
    jiter: Jiter<'t>,
    builder: Builder,
}

impl Reader<'_> {
    fn document(&mut self) -> Result<(), Stop> {
        let peek = self.jiter.peek()?;
        let mut read = self.value(peek)?;
        loop {
            let next = match (read, self.builder.innermost()) {
                (Read::Entered(first), _) => first,
                (Read::Whole, Some(Container::Sequence)) => self.jiter.array_step()?,
                (Read::Whole, Some(Container::Mapping)) => self.next_key()?,
                (Read::Whole, None) => return Ok(self.jiter.finish()?),
            };
            read = match next {
                Some(peek) => self.value(peek)?,
                None => self.close(),
            };
        }
    }

    /// Reads a scalar, or enters a container.
    fn value(&mut self, peek: Peek) -> Result<Read, Stop> {
        let start = self.jiter.current_index();
        match peek {
            Peek::Array => {
                self.open(Container::Sequence, start)?;
                Ok(Read::Entered(self.jiter.known_array()?))
            }
            Peek::Object => {
                self.open(Container::Mapping, start)?;
                let key = self.jiter.known_object()?.map(Arc::from);
                self.named(key, start + 1).map(Read::Entered)
            }
            _ => self.scalar(peek, start).map(|()| Read::Whole),
        }
    }

    fn scalar(&mut self, peek: Peek, start: usize) -> Result<(), Stop> {
        let mut string = None;
        match peek {
            Peek::String => string = Some(Arc::from(self.jiter.known_str()?)),
            Peek::Null => self.jiter.known_null()?,
            Peek::True | Peek::False => drop(self.jiter.known_bool(peek)?),
            _ => drop(self.jiter.known_number_bytes(peek)?),
        }
        let end = self.jiter.current_index();
        let plain = string.is_none();
        let text = string.unwrap_or_else(|| self.text.get(start..end).unwrap_or_default().into());
        let span = self.builder.span(start, end);
        self.builder.add(Measured::scalar(text, plain, span, None), span.end);
        Ok(())
    }

    fn next_key(&mut self) -> Result<Option<Peek>, Stop> {
        let from = self.jiter.current_index();
        let key = self.jiter.next_key()?.map(Arc::from);
        self.named(key, from)
    }

    /// Notes a key that was read from `from` on and looks at its value; nothing at the end of the object.
    fn named(&mut self, key: Option<Arc<str>>, from: usize) -> Result<Option<Peek>, Stop> {
        let Some(key) = key else { return Ok(None) };
        let range = key_range(self.text, from, self.jiter.current_index());
        let span = self.builder.span(range.start, range.end);
        self.builder.key(key, span);
        Ok(Some(self.jiter.peek()?))
    }

    fn open(&mut self, container: Container, start: usize) -> Result<(), Stop> {
        if self.builder.open(container, start, None) { Ok(()) } else { Err(Stop::Limit) }
    }

    fn close(&mut self) -> Read {
        if let Some(container) = self.builder.close(Some(self.jiter.current_index())) {
            let end = container.node.span.end;
            self.builder.add(container, end);
        }
        Read::Whole
    }
}

/// Where a text is no JSON, and what to say of it.
pub(super) fn told(text: &str, error: &JiterError) -> (Range<usize>, String) {
    let at = error.index.min(text.len());
    let width = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let what = match &error.error_type {
        JiterErrorType::JsonError(error) => error.to_string(),
        JiterErrorType::WrongType { .. } => "expected value".to_owned(),
    };
    (at..at + width, format!("this is not valid JSON: {what}"))
}

/// jiter tells only where it stands behind the colon, `to`: the key lies between the white space and the comma at
/// `from` and that colon.
pub(super) fn key_range(text: &str, from: usize, to: usize) -> Range<usize> {
    let read = text.get(from..to).unwrap_or_default();
    let key = read.trim_end_matches(is_space).trim_end_matches(':').trim_end_matches(is_space);
    let before = key.len() - key.trim_start_matches(|c| c == ',' || is_space(c)).len();
    from + before..from + key.len()
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

#[cfg(test)]
mod tests;
